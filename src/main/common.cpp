#include <fmt/format.h>

#include "base/described.h"
#include "desk/passwords.h"
#include "desk/texts.h"
#include "main/commands.h"
#include "policy/read_pack.h"

namespace afterglow {

std::string shipped(const std::string& path) {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto installed = program.parent_path().parent_path() / "share/afterglow" / path;
    return std::filesystem::exists(installed, error) ? installed.string() : path;
}

void ClinicPlaces::add_data_options(CLI::App& command) {
    command.add_option("--data", data, "The folder with the clinic's data");
    command
        .add_option("--store", store,
                    "Keep the data in PostgreSQL instead: postgres://USER@HOST/DATABASE, or as libpq has it")
        ->envname("AFTERGLOW_STORE");
    command.add_option("--clinic", clinic, "With --store: the clinic's schema in the database")->capture_default_str();
    command.add_option("--key", key, "The key file; outside the data folder (default: DATA.key)");
    command.add_option("--anchors", anchors, "The anchors file; on another disk if you can (default: DATA.anchors)");
}

void ClinicPlaces::add_policy_options(CLI::App& command) {
    command.add_option("--policy", policy, "The folder of the policy pack")->capture_default_str();
    command.add_option("--instruments", instruments, "The folder of the questionnaires")->capture_default_str();
}

journal::StoreOptions ClinicPlaces::store_options(bool create) const {
    if (data.empty() && store.empty())
        throw std::runtime_error("--data DIR is needed, the folder with the clinic's data; or --store for PostgreSQL");
    if (data.empty() && (key.empty() || anchors.empty()))
        throw std::runtime_error("with --store, --key and --anchors are needed: the files that stay outside it");
    return {.data = data,
            .key = key,
            .anchors = anchors,
            .server = store,
            .schema = clinic,
            .create = create,
            .accept_restored = accept_restored,
            .join = join};
}

std::optional<clinic::Pack> load_pack(const ClinicPlaces& places) {
    policy::PackReading reading = policy::read_pack(places.policy, places.instruments);
    if (!reading.pack) fmt::print(stderr, "{}", print_mistakes(reading.mistakes));
    return std::move(reading.pack);
}

std::optional<pharmacology::Library> load_models(const std::string& folder) {
    pharmacology::LibraryReading reading = pharmacology::read_library(folder);
    if (!reading.library) fmt::print(stderr, "{}", print_mistakes(reading.mistakes));
    return std::move(reading.library);
}

OpenClinic open_clinic(const ClinicPlaces& places, clinic::Pack pack, bool create, desk::DeskOptions options) {
    OpenClinic clinic;
    clinic.store = journal::Store::open(places.store_options(create));
    clinic.desk = std::make_unique<desk::Desk>(*clinic.store, std::move(pack), std::move(options));
    return clinic;
}

Result<std::string> add_account(desk::Desk& desk, const StaffId& id, const std::string& user, const std::string& name,
                                const std::vector<clinic::Role>& roles, clinic::Language language,
                                const std::string& password) {
    const std::string chosen = password.empty() ? desk::invent_password() : password;
    TRY(desk::check_new_password(chosen, user, name, "/password"));
    const Json data = parse_json(to_json(clinic::AddStaff{id, {user}, {name}, roles, language})).value();
    TRY(desk.perform("add-staff", {.staff = clinic::kSystem, .name = "", .address = ""}, {.id = {desk::new_uuid()}},
                     data));
    TRY(desk.accounts().set_password(id, user, name, chosen, clinic::kSystem));
    return chosen;
}

}  // namespace afterglow
