// backup, restore: a clinic put away safely, and brought back.

#include "backup/backup.h"

#include <fmt/format.h>

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
    const backup::Backup made = backup::make(places.store_options(false), to, keep, tell);
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
    const backup::Restored restored = backup::restore(from, to, tell);
    fmt::print("done: {} events as they were at {} are in {}, verified\n", restored.backup.events,
               to_text(restored.backup.made_at), to.folder().string());
    if (restored.anchors_are_ahead)
        fmt::print(
            "The anchors in {} know of later events. Start once with --accept-restored to say that they are lost.\n",
            to.anchors_path().string());
    return 0;
}

}  // namespace

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
