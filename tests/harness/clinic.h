#pragma once
// A whole clinic for tests: the store on real SQLite files or a PostgreSQL server, the desk, the application and the HTTP server on a loopback
// port, with a clock that the test sets. Only the process boundary is missing; tests that need it start the binary.

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "http/app.h"
#include "identity/provider.h"
#include "tests/harness/temporary.h"

namespace afterglow::harness {

inline const Instant kMonday = *parse_instant("2026-11-23T08:00:00Z");  // 9:00 in Prague
inline constexpr const char* kPassword = "seven slow herons over water";

class Clock {
public:
    Instant now() const { return {ms_.load()}; }
    void set(Instant at) { ms_ = at.ms; }
    void advance(Milliseconds span) { ms_ += span.count; }

private:
    std::atomic<std::int64_t> ms_{kMonday.ms};
};

const clinic::Pack& pack_named(const std::string& name);  // of policy/, read once

struct ClinicOptions {
    std::string pack = "cz-outpatient";
    std::filesystem::path root = {};  // empty: a temporary folder
    std::function<void(clinic::Pack&)> change_pack = {};
    std::function<void(std::vector<http::Route>&)> change_routes = {};  // to plant a fault
    http::Limits limits = {};
    std::string server = {};          // a PostgreSQL database; empty: SQLite
    std::string name = "clinic";      // of the files beside the data; a further server on one database has another
    std::optional<Instant> now = {};  // where its clock begins
    std::string schema = "clinic";    // on a server
    const http::Network* network = nullptr;  // if it is one of several
    std::optional<identity::ProviderSettings> provider = {};
    std::string origin = {};          // where browsers find it; empty: at its port
    const char* vfs = nullptr;        // another disk than the machine's, under SQLite …
    journal::Files* files = nullptr;  // … and under the files beside it
};

class Clinic {
public:
    explicit Clinic(ClinicOptions options = {});
    ~Clinic();

    void start();
    void stop();
    void restart();
    bool is_running() const { return server_ != nullptr; }

    std::uint16_t port() const { return server_->port(); }
    desk::Desk& desk() { return *desk_; }
    http::App& app() { return *app_; }
    Clock& clock() { return *clock_; }
    const std::filesystem::path& root() const { return root_; }
    journal::StoreOptions store_options() const;

    // Somebody with an account and the password kPassword; without the time that hashing takes.
    StaffId hire(const StaffId& id, const std::string& user, const std::string& name,
                 const std::vector<clinic::Role>& roles);
    // The same for a new id.
    StaffId hire(const std::string& user, const std::vector<clinic::Role>& roles);
    // A command by the program itself or by somebody, past HTTP; throws if it was refused.
    desk::Answer perform(const std::string& command, const Json& data, const StaffId& who = clinic::kSystem);

    // The stopped clinic's files are on the machine's own disk from now on.
    void is_on_own_disk() { options_.vfs = nullptr, options_.files = nullptr; }
    // Everything that is wrong with the stopped clinic's journal and views; empty if nothing is.
    std::string complaints() const;

private:
    ClinicOptions options_;
    std::optional<TemporaryFolder> temporary_;
    std::filesystem::path root_;
    std::unique_ptr<Clock> clock_ = std::make_unique<Clock>();
    std::unique_ptr<journal::Store> store_;
    std::unique_ptr<desk::Desk> desk_;
    std::unique_ptr<http::App> app_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace afterglow::harness
