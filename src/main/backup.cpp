// backup, restore, move: a clinic put away safely, brought back, and carried elsewhere.

#include "backup/backup.h"

#include <fmt/format.h>

#include "backup/move.h"
#include "desk/accounts.h"
#include "main/commands.h"

namespace afterglow {
namespace {

constexpr double kMiB = 1024.0 * 1024.0;

void tell(const std::string& step) { fmt::print(stderr, "{} …\n", step); }

std::string age_text(std::int64_t ms) {
    const std::int64_t minutes = ms / 60'000;
    if (minutes < 60) return fmt::format("{} min", minutes);
    if (minutes < 48 * 60) return fmt::format("{} h {} min", minutes / 60, minutes % 60);
    return fmt::format("{} days", minutes / (24 * 60));
}

int make_backup(const ClinicPlaces& places, const std::string& to, int keep) {
    if (to.empty()) {
        fmt::print(stderr, "afterglow: name the folder for backups with --to, or ask for --status\n");
        return 1;
    }
    const backup::Backup made = backup::make(places.store_options(false), desk::Accounts::make_tables, to, keep, tell);
    fmt::print("done: {} ({} events, {:.1f} MiB), restored in a scratch folder and verified\n", made.file.string(),
               made.events, static_cast<double>(made.bytes) / kMiB);
    return 0;
}

int show_status(const ClinicPlaces& places) {
    const journal::StoreOptions options = places.store_options(false);
    const auto newest = backup::newest(options);
    if (!newest) {
        fmt::print("there is no backup yet\n");
        return 1;
    }
    const Instant now = options.now();
    const bool late = backup::is_late(newest, now);
    const bool gone = !std::filesystem::exists(newest->file);
    fmt::print("the newest backup is {} old: {} ({} events), made at {} and verified{}{}\n",
               age_text((now - newest->made_at).count), newest->file.string(), newest->events, to_text(newest->made_at),
               late ? fmt::format("; LATE: it should be younger than {} h", backup::kLateAfterHours) : "",
               gone ? "; the file is no longer where it was put" : "");
    return late || gone ? 1 : 0;
}

int restore_backup(const ClinicPlaces& places, const std::string& from) {
    const journal::StoreOptions to = places.store_options(false);
    const backup::Restored restored = backup::restore(from, to, desk::Accounts::make_tables, tell);
    fmt::print("done: {} events as they were at {} are in {}, verified\n", restored.backup.events,
               to_text(restored.backup.made_at), places.place());
    if (restored.anchors_are_ahead)
        fmt::print(
            "The anchors in {} know of later events. Start once with --accept-restored to say that they are lost.\n",
            to.anchors_path().string());
    return 0;
}

struct Move {
    std::string from, to;  // a folder, or postgres://…
    std::string clinic = "clinic", to_clinic;
    std::string key, anchors;
};

bool is_server(const std::string& place) {
    return place.find("://") != std::string::npos || place.find('=') != std::string::npos;
}

journal::StoreOptions place_of(const std::string& place, const std::string& clinic,
                               const journal::StoreOptions& files) {
    journal::StoreOptions options = files;
    if (is_server(place))
        options.server = place;
    else
        options.data = place;
    options.schema = clinic;
    return options;
}

int move_clinic(const Move& wanted) {
    if (is_server(wanted.from) == is_server(wanted.to) && !is_server(wanted.from)) {
        fmt::print(stderr,
                   "afterglow: both are folders: stop the server and rename the folder and the two files beside it\n");
        return 1;
    }
    // The key and the anchors stay where they are: beside the folder, or where the options say.
    const std::string folder = is_server(wanted.from) ? wanted.to : wanted.from;
    const journal::StoreOptions beside{
        .data = is_server(folder) ? std::string() : folder, .key = wanted.key, .anchors = wanted.anchors};
    if (is_server(folder) && (wanted.key.empty() || wanted.anchors.empty())) {
        fmt::print(
            stderr,
            "afterglow: between two servers, --key and --anchors are needed: the files that stay outside them\n");
        return 1;
    }
    const journal::StoreOptions files{
        .data = folder, .key = beside.key_path(), .anchors = beside.anchors_path(), .create = false};
    const journal::Head head =
        backup::move(place_of(wanted.from, wanted.clinic, files),
                     place_of(wanted.to, wanted.to_clinic.empty() ? wanted.clinic : wanted.to_clinic, files),
                     desk::Accounts::make_tables, tell);
    fmt::print(
        "done: {} events are there, verified. The key {} and the anchors {} go on to be used.\n"
        "What was left where it came from is not served any more; remove it when you like.\n",
        head.length, files.key_path().string(), files.anchors_path().string());
    return 0;
}

}  // namespace

void add_move(CLI::App& app, int& status) {
    auto wanted = std::make_shared<Move>();
    CLI::App* command =
        app.add_subcommand("move", "Carry a clinic from a folder to PostgreSQL or back; its servers must be stopped");
    command->add_option("--from", wanted->from, "Where it is: a folder, or postgres://USER@HOST/DATABASE")->required();
    command->add_option("--to", wanted->to, "Where it shall be; nothing may be there yet")->required();
    command->add_option("--clinic", wanted->clinic, "The clinic's schema on PostgreSQL")->capture_default_str();
    command->add_option("--to-clinic", wanted->to_clinic,
                        "Between two servers: the schema on the other one, if it has another name");
    command->add_option("--key", wanted->key, "The key file (default: FOLDER.key)");
    command->add_option("--anchors", wanted->anchors, "The anchors file (default: FOLDER.anchors)");
    command->callback([=, &status] { status = move_clinic(*wanted); });
}

void add_backup(CLI::App& app, int& status) {
    auto places = std::make_shared<ClinicPlaces>();
    auto to = std::make_shared<std::string>();
    auto keep = std::make_shared<int>(0);
    auto ask = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand(
        "backup", "Make an encrypted backup beside the running server; it restores itself and is verified first");
    places->add_data_options(*command);
    command->add_option("--to", *to, "The folder for backups; on another machine or disk");
    command->add_option("--keep", *keep, "Afterwards remove all but the newest N there (0: remove none)")
        ->capture_default_str()
        ->check(CLI::NonNegativeNumber);
    command->add_flag("--status", *ask, "How old the newest backup is; exit 1 if there is none or it is late");
    command->callback([=, &status] { status = *ask ? show_status(*places) : make_backup(*places, *to, *keep); });
}

void add_restore(CLI::App& app, int& status) {
    auto places = std::make_shared<ClinicPlaces>();
    auto from = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("restore", "Put a backup into an empty data folder");
    places->add_data_options(*command);
    command->add_option("--from", *from, "The backup's file")->required();
    command->callback([=, &status] { status = restore_backup(*places, *from); });
}

}  // namespace afterglow
