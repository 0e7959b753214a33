#include "http/app.h"

#include <sodium.h>
#include <spdlog/spdlog.h>

#include <array>
#include <set>

#include "http/network.h"
#include "http/server/security_headers.h"
#include "identity/provider.h"
#include "views/queries.h"

namespace afterglow::http {
namespace {

using desk::Permission;

bool is_safe(Method method) { return method == Method::get || method == Method::head || method == Method::options; }

std::vector<std::string> split(const std::string& path) {
    std::vector<std::string> parts;
    for (std::size_t from = 1; from <= path.size();) {
        const std::size_t to = std::min(path.find('/', from), path.size());
        parts.push_back(path.substr(from, to - from));
        from = to + 1;
    }
    return parts;
}

// A tag that is the same as long as the body is; the key differs from start to start, so it tells nothing of the content.
std::string entity_tag(const std::string& body) {
    static const auto key = [] {
        std::array<unsigned char, crypto_shorthash_KEYBYTES> made{};
        randombytes_buf(made.data(), made.size());
        return made;
    }();
    std::uint64_t hash = 0;
    crypto_shorthash(reinterpret_cast<unsigned char*>(&hash), reinterpret_cast<const unsigned char*>(body.data()),
                     body.size(), key.data());
    return "\"" + std::to_string(hash) + "\"";
}

bool same(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

// ---- one call -----------------------------------------------------------------------------------------------------------------

void Call::answer(Response response) const {
    keep_out_of_caches(request.path, response);
    responder.answer(std::move(response));
}

namespace {

void tag(const Request& request, const std::string& body, Response& response) {
    if (!is_safe(request.method)) return;
    std::string tag = entity_tag(body);
    if (request.header("if-none-match") == tag) response = {.status = 304};
    response.headers.emplace_back("ETag", std::move(tag));
}

}  // namespace

void Call::answer_json(std::string body) const {
    Response response{.content_type = "application/json", .body = std::move(body)};
    tag(request, response.body, response);
    answer(std::move(response));
}

void Call::answer_json(std::shared_ptr<const std::string> body) const {
    Response response{.content_type = "application/json", .shared_body = body};
    tag(request, *body, response);
    answer(std::move(response));
}

void Call::answer_json(Result<std::string> body) const {
    if (body.ok()) return answer_json(std::move(*body));
    refuse(body.refusal());
}

void Call::refuse(const Refusal& refusal) const { answer(problem_of(refusal, language, &app.pack())); }

desk::Caller Call::caller() const {
    if (!person) return {.staff = clinic::kPublic, .name = "", .address = request.remote_address};
    return {.staff = person->staff.id, .name = person->staff.name, .address = request.remote_address};
}

void Call::log_read(const PatientId& patient, const char* what) const {
    const bool by_pass = pass && pass->patient == patient;
    app.desk().log_read(person->staff.id, patient, what, by_pass ? std::optional(pass->emergency) : std::nullopt);
}

Result<Json> Call::json() const {
    const std::string_view type = request.header("content-type").value_or("");
    if (!type.starts_with("application/json")) return refuse_as(RefusalKind::malformed, "body_not_json");
    return parse_json(request.body);
}

// ---- the table ----------------------------------------------------------------------------------------------------------------

std::vector<Route> all_routes() {
    std::vector<Route> routes;
    add_system_routes(routes);
    add_public_routes(routes);
    add_account_routes(routes);
    add_second_factor_routes(routes);
    add_identity_routes(routes);
    add_reading_routes(routes);
    add_command_routes(routes);
    add_pharmacology_routes(routes);
    add_room_routes(routes);
    add_emergency_routes(routes);
    add_register_routes(routes);
    add_morning_routes(routes);
    add_network_routes(routes);
    return routes;
}

App::App(desk::Desk& desk, AppOptions options, std::vector<Route> routes)
    : desk_(desk),
      options_(std::move(options)),
      alone_(std::make_unique<Network>()),
      routes_(std::move(routes)),
      live_(desk) {
    alone_->add({.host = "", .name = desk.pack().clinic_name, .desk = &desk, .app = this});
    if (options_.provider) provider_worker_ = std::make_unique<Worker>();
}

App::~App() = default;

Result<std::unique_ptr<App>> App::make(desk::Desk& desk, AppOptions options, std::vector<Route> routes) {
    std::unique_ptr<App> app(new App(desk, std::move(options), std::move(routes)));
    TRY(app->check_routes());
    app->index_routes();
    app->openapi_ = std::make_shared<const std::string>(openapi_document(app->routes_));
    if (!app->options_.web_folder.empty()) app->files_ = TRY(StaticFiles::load(app->options_.web_folder));
    return app;
}

Done App::check_routes() const {
    std::set<std::string> names;
    for (const Route& route : routes_) {
        const std::string name = std::string(method_name(route.method)) + " " + route.path;
        const bool whole = route.permission && route.handle && route.response && !route.summary.empty() &&
                           (is_safe(route.method) || route.request);
        if (!whole || !names.insert(name).second) return afterglow::refuse("route_undeclared", {{"route", name}});
    }
    return done();
}

void App::index_routes() {
    for (const Route& route : routes_) {
        if (route.path.find('{') == std::string::npos) {
            exact_[route.path].push_back(&route);
        } else {
            patterns_.emplace_back(split(route.path), &route);
        }
    }
}

const Route* App::find(Method method, const std::string& path, std::vector<std::string>& parameters,
                       bool& path_known) const {
    const auto fits = [&](const Route& route) {
        path_known = true;
        return route.method == method || (method == Method::head && route.method == Method::get);
    };
    if (const auto found = exact_.find(path); found != exact_.end()) {
        for (const Route* route : found->second) {
            if (fits(*route)) return route;
        }
        return nullptr;
    }
    const std::vector<std::string> parts = split(path);
    for (const auto& [pattern, route] : patterns_) {
        if (pattern.size() != parts.size()) continue;
        parameters.clear();
        bool matches = true;
        for (std::size_t i = 0; i < parts.size() && matches; ++i) {
            if (pattern[i].starts_with('{')) {
                parameters.push_back(parts[i]);
            } else {
                matches = pattern[i] == parts[i];
            }
        }
        if (matches && fits(*route)) return route;
    }
    return nullptr;
}

namespace {

std::optional<PatientId> patient_of(journal::Db& db, RecordOf of, const std::string& id) {
    switch (of) {
        case RecordOf::patient: return PatientId{id};
        case RecordOf::course: return views::patient_of(db, CourseId{id});
        case RecordOf::session: return views::patient_of(db, SessionId{id});
    }
    return std::nullopt;
}

}  // namespace

// The one place that says which records an emergency opens: that of the person it was opened for, for as long as it holds.
std::optional<EmergencyPass> App::pass_of(const Call& call, const Route& route) {
    if (!route.record_of || !call.person->permissions.has(Permission::open_in_emergency)) return std::nullopt;
    const auto open = views::open_emergency(reader(), call.person->staff.id, desk_.now());
    if (!open || patient_of(reader(), *route.record_of, call.parameters[0]) != open->patient) return std::nullopt;
    return EmergencyPass{open->id, open->patient, open->ends_at};
}

// Who is calling, and whether they may: the only place where a request is let through.
Done App::admit(Call& call, const Route& route) {
    const Request& request = call.request;
    if (const auto token = request.cookie(kCookie)) {
        const bool by_person = request.header("x-background") != "1";
        call.person = desk_.accounts().person(*token, by_person);
    }
    const std::optional<desk::Person>& person = call.person;
    if (*route.permission != Permission::anyone) {
        if (!person) return refuse_as(RefusalKind::unauthenticated, "not_signed_in");
        call.pass = pass_of(call, route);
        call.only_by_pass = !person->permissions.has(*route.permission);
        if (call.only_by_pass && !call.pass) return refuse_as(RefusalKind::forbidden, "not_permitted");
        if (person->second_factor_missing && !route.for_enrolling)
            return refuse_as(RefusalKind::forbidden, "second_factor_missing");
    }
    if (!is_safe(route.method)) {
        if (request.header("sec-fetch-site") == "cross-site") return refuse_as(RefusalKind::forbidden, "csrf_missing");
        if (person && route.needs_csrf && !same(request.header("x-csrf-token").value_or(""), person->csrf)) {
            return refuse_as(RefusalKind::forbidden, "csrf_missing");
        }
    }
    return done();
}

bool App::ask_provider(const Call& call, std::function<void(identity::Provider&)> work) {
    if (!call.responder.is_wanted()) return true;
    return provider_worker_->submit([this, call, work = std::move(work)] {
        if (!call.responder.is_wanted()) return;  // they did not wait, or the server has stopped
        try {
            work(*options_.provider);
        } catch (const std::exception& error) {
            spdlog::error("{} failed: {}", call.request.path, error.what());
            call.refuse(refuse_as(RefusalKind::unavailable, "internal"));
        }
    });
}

void App::handle(Request request, Responder responder) {
    const clinic::Language language = language_of(request);
    std::vector<std::string> parameters;
    bool path_known = false;
    const Route* route = find(request.method, request.path, parameters, path_known);
    if (!route) {
        if (files_ && !path_known && !request.path.starts_with("/api/")) {
            responder.answer(files_->answer(request));
            return;
        }
        Response refused = problem_of(
            refuse_as(RefusalKind::not_found, path_known ? "method_not_allowed" : "not_found"), language, nullptr);
        if (path_known) refused.status = 405;
        responder.answer(std::move(refused));
        return;
    }
    Call call{*this, std::move(request), responder, language, std::move(parameters), {}, {}};
    try {
        const Done admitted = admit(call, *route);
        if (!admitted.ok()) return call.refuse(admitted.refusal());
        route->handle(call);
    } catch (const journal::StorageError& error) {
        spdlog::error("{} {}: the journal cannot be read: {}", method_name(route->method), route->path, error.what());
        call.refuse(refuse_as(RefusalKind::unavailable, "storage_unreadable"));
    } catch (const std::exception& error) {
        spdlog::error("{} {} failed: {}", method_name(route->method), route->path, error.what());
        Response failed = problem_of(refuse_as(RefusalKind::unavailable, "internal"), language, nullptr);
        failed.status = 500;
        call.answer(std::move(failed));
    }
}

std::string App::origin() const {
    if (!options_.origin.empty()) return options_.origin;
    return (options_.secure_cookie ? "https://localhost:" : "http://localhost:") +
           std::to_string(server_ ? server_->port() : 0);
}

bool App::take_public_turn(const std::string& address) {
    const Instant now = desk_.now();
    const std::lock_guard lock(turns_mutex_);
    if (turns_.size() > 10'000) {
        std::erase_if(turns_,
                      [&](const auto& each) { return each.second.empty() || now - each.second.back() > hours(1); });
    }
    std::deque<Instant>& turns = turns_[address];
    while (!turns.empty() && now - turns.front() > hours(1)) turns.pop_front();
    if (turns.size() >= kPublicTurnsPerHour) return false;
    turns.push_back(now);
    return true;
}

}  // namespace afterglow::http
