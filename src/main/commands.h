#pragma once
// The subcommands. Each adds itself to the command line and, when chosen, does its work and sets the exit status:
// 0 done, 1 could not, 2 (from the parser) wrong use.

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <string>

#include "desk/desk.h"
#include "pharmacology/library.h"

namespace afterglow {

void add_backup(CLI::App& app, int& status);
void add_restore(CLI::App& app, int& status);
void add_move(CLI::App& app, int& status);
void add_serve(CLI::App& app, int& status);
void add_verify(CLI::App& app, int& status);
void add_policy(CLI::App& app, int& status);
void add_user(CLI::App& app, int& status);
void add_demo(CLI::App& app, int& status);
void add_export(CLI::App& app, int& status);
void add_access_report(CLI::App& app, int& status);
void add_openapi(CLI::App& app, int& status);
void add_models(CLI::App& app, int& status);
void add_simulate(CLI::App& app, int& status);
void add_fit(CLI::App& app, int& status);
void add_monitor(CLI::App& app, int& status);

// What comes with the program ("models"): in ../share/afterglow beside an installed program, else below this folder.
std::string shipped(const std::string& path);

// Where a clinic's things are; the options are the same for every subcommand that needs them.
struct ClinicPlaces {
    std::string data;
    std::string key, anchors;  // empty: beside the data folder
    std::string store;         // a PostgreSQL database; empty: SQLite in the data folder
    std::string clinic = "clinic";
    bool join = false;
    std::string policy = shipped("policy/cz-outpatient");
    std::string instruments = shipped("instruments");
    bool accept_restored = false;

    void add_data_options(CLI::App& command);
    void add_policy_options(CLI::App& command);
    // Throws std::runtime_error, which says which option is missing.
    journal::StoreOptions store_options(bool create) const;
    std::string place() const { return store.empty() ? "--data " + data : "--store … --clinic " + clinic; }
};

// Reads the pack or prints its mistakes and returns nothing.
std::optional<clinic::Pack> load_pack(const ClinicPlaces& places);

// Reads the models or prints their mistakes and returns nothing.
std::optional<pharmacology::Library> load_models(const std::string& folder);

// An opened clinic.
struct OpenClinic {
    std::unique_ptr<journal::Store> store;
    std::unique_ptr<desk::Desk> desk;
};
OpenClinic open_clinic(const ClinicPlaces& places, clinic::Pack pack, bool create, desk::DeskOptions options = {});

// Adds an account and gives it a password, which is returned: invented if `password` is empty.
Result<std::string> add_account(desk::Desk& desk, const StaffId& id, const std::string& user, const std::string& name,
                                const std::vector<clinic::Role>& roles, clinic::Language language,
                                const std::string& password);

}  // namespace afterglow
