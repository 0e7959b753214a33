// verify, policy check, user add, export, openapi: what an administrator does on the command line.

#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "desk/passwords.h"
#include "desk/texts.h"
#include "http/app.h"
#include "journal/verify.h"
#include "main/commands.h"
#include "policy/read_pack.h"
#include "views/projection.h"
#include "views/queries.h"

namespace afterglow {
namespace {

// ---- verify ---------------------------------------------------------------------------------------------------------------------

int verify(const ClinicPlaces& places, bool rebuild) {
    const journal::Verification found = journal::verify(places.store_options(false));
    if (!found.ok()) {
        fmt::print("{}\n", found.summary());
        for (std::size_t i = 1; i < found.findings.size(); ++i) fmt::print("  also: {}\n", found.findings[i].text);
        return 1;
    }
    if (rebuild) {
        const auto store = journal::Store::open(places.store_options(false));
        const std::int64_t events = views::rebuild(store->db());
        fmt::print("views rebuilt from {} events\n", events);
    }
    const auto live = journal::open_for_reading(places.store_options(false));
    const std::vector<std::string> differences = views::differences(*live);
    if (!differences.empty()) {
        fmt::print("views differ from the journal: {}{}\n", differences.front(),
                   differences.size() > 1 ? fmt::format(" (and {} more)", differences.size() - 1) : "");
        return 1;
    }
    fmt::print("{}; views agree (the chain took {:.2f} s)\n", found.summary(), found.seconds);
    return 0;
}

// ---- policy check ---------------------------------------------------------------------------------------------------------------

int check_policy(const ClinicPlaces& places) {
    const policy::PackReading reading = policy::read_pack(places.policy, places.instruments);
    if (!reading.pack) {
        fmt::print("{}", print_mistakes(reading.mistakes));
        fmt::print("{}: {} mistakes\n", places.policy, reading.mistakes.size());
        return 1;
    }
    const auto unverified = policy::unverified_rules(*reading.pack);
    fmt::print(
        "{} version {}: no mistakes; {} rules are unverified and hold nothing back until a clinician confirms them\n",
        reading.pack->id, reading.pack->version, unverified.size());
    return 0;
}

// ---- user add -------------------------------------------------------------------------------------------------------------------

struct NewUser {
    ClinicPlaces places;
    std::string user, name;
    std::vector<std::string> roles;
    std::string language = "cs";
    bool password_from_stdin = false;
};

int add_user_account(const NewUser& wanted) {
    std::vector<clinic::Role> roles;
    for (const std::string& each : wanted.roles) {
        const auto role = enum_from<clinic::Role>(each);
        if (!role) {
            fmt::print(stderr, "afterglow: there is no role \"{}\"\n", each);
            return 1;
        }
        roles.push_back(*role);
    }
    auto pack = load_pack(wanted.places);
    if (!pack) return 1;
    const OpenClinic clinic = open_clinic(wanted.places, std::move(*pack), true);
    std::string password;
    if (wanted.password_from_stdin) std::getline(std::cin, password);
    const auto language = enum_from<clinic::Language>(wanted.language).value_or(clinic::Language::cs);
    const auto added =
        add_account(*clinic.desk, {desk::new_uuid()}, wanted.user, wanted.name, roles, language, password);
    if (!added.ok()) {
        fmt::print(stderr, "afterglow: {}\n",
                   text_of(added.refusal().code, clinic::Language::en, added.refusal().parameters));
        for (const FieldError& error : added.refusal().errors)
            fmt::print(stderr, "  {}: {}\n", error.pointer,
                       text_of(error.code, clinic::Language::en, error.parameters));
        return 1;
    }
    fmt::print("added {}\n", wanted.user);
    if (!wanted.password_from_stdin) fmt::print("password, shown only now: {}\n", *added);
    return 0;
}

// ---- export ---------------------------------------------------------------------------------------------------------------------

// The whole journal, one JSON object a line, in order: what a clinic takes along when it leaves. Of what was erased, null.
int export_journal(const ClinicPlaces& places, const std::string& out) {
    std::ofstream file;
    if (out != "-") {
        if (std::filesystem::exists(out)) {
            fmt::print(stderr, "afterglow: {} exists already; nothing was written\n", out);
            return 1;
        }
        file.open(out, std::ios::binary);
    }
    std::ostream& stream = out == "-" ? std::cout : file;
    const auto db = journal::open_for_reading(places.store_options(false));
    std::int64_t count = 0;
    journal::JournalReader(*db).for_each(1, [&](const journal::StoredEvent& event) {
        std::string line = R"({"sequence":)" + std::to_string(event.sequence) + ",\"stream\":";
        write_json_string(line, event.stream);
        line += ",\"version\":" + std::to_string(event.version) + ",\"name\":";
        write_json_string(line, event.name);
        line += ",\"name_version\":" + std::to_string(event.name_version) + ",\"command\":\"" + event.meta.command_id +
                "\",\"who\":\"" + event.meta.who;
        line += "\",\"happened_at\":\"" + to_text(event.meta.happened_at) + "\",\"recorded_at\":\"" +
                to_text(event.meta.recorded_at) + "\",\"payload\":" + (event.erased ? "null" : event.payload) + "}\n";
        stream << line;
        ++count;
        return stream.good();
    });
    stream.flush();
    if (!stream.good()) {
        fmt::print(stderr, "afterglow: {} could not be written whole\n", out);
        return 1;
    }
    fmt::print(stderr, "{} events exported\n", count);
    return 0;
}

int print_openapi() {
    fmt::print("{}\n", http::openapi_document(http::all_routes()));
    return 0;
}

}  // namespace

void add_verify(CLI::App& app, int& status) {
    auto places = std::make_shared<ClinicPlaces>();
    auto rebuild = std::make_shared<bool>(false);
    CLI::App* command =
        app.add_subcommand("verify", "Check that the journal is what was written, and that the views follow from it");
    places->add_data_options(*command);
    command->add_flag("--rebuild", *rebuild, "Make the views anew from the journal first (the server must be stopped)");
    command->callback([=, &status] { status = verify(*places, *rebuild); });
}

void add_policy(CLI::App& app, int& status) {
    auto places = std::make_shared<ClinicPlaces>();
    CLI::App* command = app.add_subcommand("policy", "Policy packs: the clinic's rules as data");
    command->require_subcommand(1);
    CLI::App* check =
        command->add_subcommand("check", "Report every mistake in a policy pack, with file, line and reason");
    check->add_option("DIR", places->policy, "The folder of the pack")->required();
    check->add_option("--instruments", places->instruments, "The folder of the questionnaires")->capture_default_str();
    check->callback([=, &status] { status = check_policy(*places); });
}

void add_user(CLI::App& app, int& status) {
    auto wanted = std::make_shared<NewUser>();
    CLI::App* command = app.add_subcommand("user", "Accounts of the clinic's people");
    command->require_subcommand(1);
    CLI::App* add = command->add_subcommand("add", "Add an account; an invented password is printed once");
    wanted->places.add_data_options(*add);
    wanted->places.add_policy_options(*add);
    add->add_option("--user", wanted->user, "The name to sign in with: a-z, 0-9, . - _")->required();
    add->add_option("--name", wanted->name, "The person's name")->required();
    add->add_option("--role", wanted->roles, "A role; may be given several times")->required();
    add->add_option("--language", wanted->language, "cs, en or uk")
        ->capture_default_str()
        ->check(CLI::IsMember({"cs", "en", "uk"}));
    add->add_flag("--password-stdin", wanted->password_from_stdin, "Read the password from standard input");
    add->callback([=, &status] { status = add_user_account(*wanted); });
}

void add_export(CLI::App& app, int& status) {
    auto places = std::make_shared<ClinicPlaces>();
    auto out = std::make_shared<std::string>("-");
    CLI::App* command = app.add_subcommand("export", "Write the whole journal as JSON lines");
    places->add_data_options(*command);
    command->add_option("--out", *out, "The file to write, or - for standard output")->capture_default_str();
    command->callback([=, &status] { status = export_journal(*places, *out); });
}

void add_openapi(CLI::App& app, int& status) {
    CLI::App* command = app.add_subcommand("openapi", "Print the description of the interface (OpenAPI 3.1)");
    command->callback([&status] { status = print_openapi(); });
}

}  // namespace afterglow
