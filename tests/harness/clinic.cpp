#include "tests/harness/clinic.h"

#include <spdlog/spdlog.h>

#include <future>
#include <map>
#include <stdexcept>

#include "desk/passwords.h"
#include "http/server/security_headers.h"
#include "journal/verify.h"
#include "policy/read_pack.h"
#include "tests/harness/json_tools.h"
#include "views/projection.h"

namespace afterglow::harness {
namespace {

std::string refusal_text(const Refusal& refusal) {
    std::string text = refusal.code;
    for (const FieldError& error : refusal.errors) text += " " + error.pointer + " " + error.code;
    return text;
}

const std::string& hash_of_password() {
    static const std::string hash = desk::hash_password(kPassword);
    return hash;
}

// Read once: they are the same for every clinic.
std::shared_ptr<const pharmacology::Library> models() {
    static const auto library = [] {
        auto reading = pharmacology::read_library(source_path("models"));
        if (!reading.library) throw std::runtime_error(print_mistakes(reading.mistakes));
        return std::make_shared<const pharmacology::Library>(std::move(*reading.library));
    }();
    return library;
}

}  // namespace

const clinic::Pack& pack_named(const std::string& name) {
    static std::map<std::string, clinic::Pack> packs;
    if (const auto found = packs.find(name); found != packs.end()) return found->second;
    policy::PackReading reading = policy::read_pack(source_path("policy/" + name), source_path("instruments"));
    if (!reading.pack) throw std::runtime_error("pack " + name + ": " + print_mistakes(reading.mistakes));
    return packs.emplace(name, std::move(*reading.pack)).first->second;
}

Clinic::Clinic(ClinicOptions options) : options_(std::move(options)) {
    spdlog::set_level(spdlog::level::off);
    if (options_.root.empty()) temporary_.emplace("clinic");
    root_ = options_.root.empty() ? temporary_->path() : options_.root;
    if (options_.now) clock_->set(*options_.now);
    start();
}

Clinic::~Clinic() { stop(); }

journal::StoreOptions Clinic::store_options() const {
    return {.data = root_ / "clinic",
            .anchors = root_ / (options_.name + ".anchors"),
            .server = options_.server,
            .schema = options_.schema,
            .join = options_.name != "clinic",
            .vfs = options_.vfs,
            .files = options_.files};
}

void Clinic::start() {
    store_ = journal::Store::open(store_options());
    clinic::Pack pack = pack_named(options_.pack);
    if (options_.change_pack) options_.change_pack(pack);
    desk_ = std::make_unique<desk::Desk>(*store_, std::move(pack),
                                         desk::DeskOptions{.now = [clock = clock_.get()] { return clock->now(); }});
    std::vector<http::Route> routes = http::all_routes();
    if (options_.change_routes) options_.change_routes(routes);
    auto provider = options_.provider ? std::make_shared<identity::Provider>(*options_.provider) : nullptr;
    auto app = http::App::make(
        *desk_,
        {.origin = options_.origin, .library = models(), .network = options_.network, .provider = std::move(provider)},
        std::move(routes));
    if (!app.ok()) throw std::runtime_error(refusal_text(app.refusal()));
    app_ = std::move(*app);
    http::ServerOptions server;
    server.port = 0;
    server.common_headers = http::security_headers(false);
    server.limits = options_.limits;
    auto started =
        http::Server::start(std::move(server), [app = app_.get()](http::Request request, http::Responder responder) {
            app->handle(std::move(request), std::move(responder));
        });
    if (!started.ok()) throw std::runtime_error(http::start_refusal_text(started.refusal()));
    server_ = std::move(*started);
    app_->set_server(server_.get());
}

void Clinic::stop() {
    server_.reset();
    if (app_) app_->live().stop();
    if (app_) app_->finish_asking();
    desk_.reset();
    app_.reset();
    store_.reset();
}

void Clinic::restart() {
    stop();
    start();
}

StaffId Clinic::hire(const StaffId& id, const std::string& user, const std::string& name,
                     const std::vector<clinic::Role>& roles) {
    perform("add-staff", parsed(to_json(clinic::AddStaff{id, {user}, {name}, roles, clinic::Language::cs})));
    std::promise<std::exception_ptr> stored;
    desk_->with_transaction(
        [&](journal::Transaction& transaction) {
            transaction.db.run("INSERT INTO credential (staff, hash, changed_at) VALUES (?1, ?2, ?3)", id,
                               hash_of_password(), clock_->now());
            return true;
        },
        [&](const std::exception_ptr& failure) { stored.set_value(failure); });
    if (const auto failure = stored.get_future().get()) std::rethrow_exception(failure);
    return id;
}

StaffId Clinic::hire(const std::string& user, const std::vector<clinic::Role>& roles) {
    return hire({desk::new_uuid()}, user, "Example " + user, roles);
}

desk::Answer Clinic::perform(const std::string& command, const Json& data, const StaffId& who) {
    auto answer =
        desk_->perform(command, {.staff = who, .name = "", .address = "127.0.0.1"}, {.id = {desk::new_uuid()}}, data);
    if (!answer.ok()) throw std::runtime_error(command + ": " + refusal_text(answer.refusal()));
    return std::move(*answer);
}

std::string Clinic::complaints() const {
    const journal::Verification found = journal::verify(store_options());
    std::string text = found.ok() ? "" : found.summary() + "\n";
    for (const std::string& each : views::differences(*journal::open_for_reading(store_options()))) text += each + "\n";
    return text;
}

}  // namespace afterglow::harness
