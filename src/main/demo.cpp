// demo: a clinic of invented people, made by commands through the ordinary write path. Whole or not at all: it is made
// beside its place and moved there when it is finished.

#include <fmt/format.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>

#include "main/commands.h"
#include "main/demo/cast.h"
#include "main/demo/play.h"

namespace afterglow {
namespace {

namespace fs = std::filesystem;

struct Wanted {
    ClinicPlaces places;
    std::uint64_t seed = 1;
    std::int64_t people = demo::kPeople;
    std::string now;       // empty: now
    std::string accounts;  // empty: the accounts are printed only
};

// The files of the clinic to be, and the same while it is being made.
struct Building {
    fs::path data, key, anchors;

    static fs::path making(const fs::path& path) { return fs::path(path) += ".making"; }
    // What an interrupted run left. Throws if that run is still at it.
    void clear_leftovers() const {
        const fs::path lock = making(data) / "lock";
        if (fs::exists(lock)) journal::real_files().lock(lock);
        clear();
    }
    void clear() const {
        for (const fs::path& each : {data, key, anchors}) fs::remove_all(making(each));
    }
    // The folder comes last: nothing can be served before it is there.
    void finish() const {
        for (const fs::path& each : {key, anchors, data}) fs::rename(making(each), each);
        for (const fs::path& each : {key, anchors, data}) journal::real_files().sync_folder(journal::parent(each));
    }
};

std::optional<std::string> obstacle(const Building& building) {
    if (fs::exists(building.data))
        return building.data.string() +
               " is there already; nothing was changed. Choose another folder, or remove it first";
    for (const fs::path& each : {building.key, building.anchors}) {
        if (fs::exists(each))
            return each.string() +
                   " is there already and may belong to another clinic; nothing was changed. Move it away first";
    }
    return std::nullopt;
}

struct Made {
    std::vector<demo::Account> accounts;
    std::int64_t commands = 0;
};

Made make(const Wanted& wanted, const Building& building, clinic::Pack pack, Instant now) {
    demo::World world(pack, now, wanted.seed);
    demo::write_everybody(world, wanted.people);
    const std::vector<demo::Act> acts = std::move(world.script).in_order();
    const Instant begin = acts.front().at - days(3);
    ClinicPlaces places = wanted.places;
    places.data = Building::making(building.data);
    places.key = Building::making(building.key);
    places.anchors = Building::making(building.anchors);
    OpenClinic clinic = open_clinic(places, pack, true, {.now = [begin] { return begin; }});
    Made made;
    made.accounts = demo::add_team(*clinic.desk, world, begin);
    made.commands = demo::perform(*clinic.desk, world, acts);
    return made;
}

void print_accounts(const std::vector<demo::Account>& accounts) {
    const auto roles_of = [](const demo::Account& account) {
        std::string roles;
        for (const clinic::Role each : account.roles) roles.append(roles.empty() ? "" : ", ").append(enum_name(each));
        return roles;
    };
    std::size_t user = 4, password = 8, roles = 5;
    for (const demo::Account& each : accounts) {
        user = std::max(user, each.user.size());
        password = std::max(password, each.password.size());
        roles = std::max(roles, roles_of(each).size());
    }
    fmt::print("\n{:<{}}  {:<{}}  {:<{}}  what to try\n", "user", user, "password", password, "roles", roles);
    for (const demo::Account& each : accounts) {
        fmt::print("{:<{}}  {:<{}}  {:<{}}  {}\n", each.user, user, each.password, password, roles_of(each), roles,
                   each.what_to_try);
    }
    fmt::print("\nThese passwords are shown only now; they are stored nowhere in clear.\n");
}

// Only when asked for, and for nobody else's eyes.
void write_accounts(const std::string& file, const std::vector<demo::Account>& accounts) {
    const mode_t before = umask(0077);
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    umask(before);
    out << to_json(accounts) << "\n";
    out.close();
    if (!out) throw std::runtime_error(file + " could not be written");
}

// With whatever was not left as it is by default.
std::string serve_command(const ClinicPlaces& places) {
    const ClinicPlaces defaults;
    std::string text = "afterglow serve --data " + places.data;
    if (!places.key.empty()) text += " --key " + places.key;
    if (!places.anchors.empty()) text += " --anchors " + places.anchors;
    if (places.policy != defaults.policy) text += " --policy " + places.policy;
    if (places.instruments != defaults.instruments) text += " --instruments " + places.instruments;
    return text;
}

int run(const Wanted& wanted) {
    const journal::StoreOptions options = wanted.places.store_options(true);
    if (options.on_server()) {
        fmt::print(stderr, "afterglow: a demo clinic is made in a folder: --data DIR\n");
        return 1;
    }
    const Building building{options.folder(), options.key_path(), options.anchors_path()};
    if (const auto text = obstacle(building)) {
        fmt::print(stderr, "afterglow: {}\n", *text);
        return 1;
    }
    const auto now = wanted.now.empty() ? Result<Instant>(journal::system_now()) : parse_instant(wanted.now);
    if (!now.ok()) {
        fmt::print(stderr, "afterglow: \"{}\" is not a time such as 2026-11-23T10:00:00Z\n", wanted.now);
        return 1;
    }
    auto pack = load_pack(wanted.places);
    if (!pack) return 1;
    building.clear_leftovers();
    Made made;
    try {
        made = make(wanted, building, *pack, *now);
        if (!wanted.accounts.empty()) write_accounts(wanted.accounts, made.accounts);
        building.finish();
    } catch (...) {
        building.clear();
        throw;
    }
    fmt::print("A demo clinic of {} invented people is in {} ({} commands).\n", wanted.people, wanted.places.data,
               made.commands);
    print_accounts(made.accounts);
    fmt::print("Serve it with: {}\n", serve_command(wanted.places));
    return 0;
}

}  // namespace

void add_demo(CLI::App& app, int& status) {
    auto wanted = std::make_shared<Wanted>();
    CLI::App* command = app.add_subcommand("demo", "Make a demo clinic of invented people");
    wanted->places.add_data_options(*command);
    wanted->places.add_policy_options(*command);
    command->add_option("--seed", wanted->seed, "The same seed makes the same people")->capture_default_str();
    command
        ->add_option("--people", wanted->people,
                     "How many people are on the path; beyond thirty they are of earlier years")
        ->capture_default_str()
        ->check(CLI::Range(demo::kPeople, std::int64_t{100'000}));
    command->add_option("--now", wanted->now,
                        "The moment the clinic is in, such as 2026-11-23T10:00:00Z (default: now)");
    command->add_option("--accounts", wanted->accounts,
                        "Also write the accounts and passwords into this file, for tests");
    command->callback([wanted, &status] { status = run(*wanted); });
}

}  // namespace afterglow
