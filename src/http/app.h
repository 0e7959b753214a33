#pragma once
// The application behind the server: one table of routes, each with its permission and the types of its request and
// answer. Who is calling, whether they may, whether the request was forged, is decided here, before any handler runs.

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "desk/desk.h"
#include "desk/device_troubles.h"
#include "http/emergency_pass.h"
#include "http/live.h"
#include "http/problem.h"
#include "http/server/server.h"
#include "http/server/static_files.h"
#include "http/worker.h"
#include "pharmacology/library.h"

namespace afterglow::identity {
class Provider;
}

namespace afterglow::http {

class App;
class Network;

// Whose record the id in a route's path leads to.
enum class RecordOf { patient, course, session };

// One request on its way through a handler.
struct Call {
    App& app;
    Request request;
    Responder responder;
    clinic::Language language = clinic::Language::cs;
    std::vector<std::string> parameters;  // the values of {…} in the route's path
    std::optional<desk::Person> person;   // who is signed in
    std::optional<EmergencyPass> pass;
    bool only_by_pass = false;  // their roles would not open it

    void answer(Response response) const;
    void answer_json(std::string body) const;                         // 200, with an ETag for GET
    void answer_json(std::shared_ptr<const std::string> body) const;  // the same, held once for all who read it
    void answer_json(Result<std::string> body) const;                 // or the refusal
    void refuse(const Refusal& refusal) const;
    desk::Caller caller() const;
    void log_read(const PatientId& patient, const char* what) const;
    // The request's body as JSON. Refusals of parse_json, "body_not_json".
    Result<Json> json() const;
};

using Handle = std::function<void(const Call&)>;
using SchemaMaker = std::string (*)(SchemaBook&);

struct Route {
    Method method = Method::get;
    std::string path;                            // "/api/v1/patients/{id}"
    std::optional<desk::Permission> permission;  // undeclared: the server refuses to start
    std::string summary;
    SchemaMaker request = nullptr;
    SchemaMaker response = nullptr;
    Handle handle;
    std::string command = {};  // name of the command it gives, if it is one
    desk::Signing signing = desk::Signing::none;
    std::vector<std::string> query = {};     // names of query parameters
    bool needs_csrf = true;                  // false only where nobody is signed in yet
    std::optional<RecordOf> record_of = {};  // of one person: opens in an emergency
    bool for_enrolling = false;              // open to those who lack a second factor that the clinic asks of them
    const char* content_type = "application/json";
    bool leads_on = false;  // answers 303: the browser goes on elsewhere
};

struct AppOptions {
    std::string web_folder;  // empty: no web app, the interface only
    bool secure_cookie = false;
    std::string name = "Afterglow";
    std::string origin = {};  // where browsers find it, "https://clinic.example.org"; empty: this machine, at its port
    std::shared_ptr<const pharmacology::Library> library = nullptr;  // none: nothing is calculated
    const desk::DeviceTroubles* device_troubles = nullptr;           // none: no monitors are connected
    const Network* network = nullptr;                                // none: this clinic is the only one
    std::shared_ptr<identity::Provider> provider = nullptr;          // none: staff sign in here only
};

// The whole table.
std::vector<Route> all_routes();

class App {
public:
    // Refusals: "route_undeclared" {route}, those of StaticFiles::load. Tests plant faults into `routes`.
    static Result<std::unique_ptr<App>> make(desk::Desk& desk, AppOptions options,
                                             std::vector<Route> routes = all_routes());
    ~App();

    void handle(Request request, Responder responder);
    const std::vector<Route>& routes() const { return routes_; }
    const std::shared_ptr<const std::string>& openapi() const { return openapi_; }
    desk::Desk& desk() { return desk_; }
    const AppOptions& options() const { return options_; }
    std::string origin() const;
    const clinic::Pack& pack() const { return desk_.pack(); }
    journal::Db& reader() { return desk_.reader(); }
    Worker& worker() { return worker_; }
    const identity::Provider* provider() const { return options_.provider.get(); }
    // On a thread of its own, which may wait for the provider; what it throws is answered to `call`. False: too many wait.
    bool ask_provider(const Call& call, std::function<void(identity::Provider&)> work);
    // Once the server has stopped, before the desk goes: what is being asked ends.
    void finish_asking() { provider_worker_.reset(); }
    const Network& network() const { return *(options_.network ? options_.network : alone_.get()); }
    Live& live() { return live_; }
    void set_server(const Server* server) { server_ = server; }
    std::string metrics() const;

    // Public forms: at most so many from one address within an hour.
    bool take_public_turn(const std::string& address);

private:
    App(desk::Desk& desk, AppOptions options, std::vector<Route> routes);
    Done check_routes() const;
    void index_routes();
    const Route* find(Method method, const std::string& path, std::vector<std::string>& parameters,
                      bool& path_known) const;
    Done admit(Call& call, const Route& route);
    std::optional<EmergencyPass> pass_of(const Call& call, const Route& route);

    desk::Desk& desk_;
    AppOptions options_;
    std::unique_ptr<Network> alone_;  // a network of this clinic
    std::vector<Route> routes_;
    std::unordered_map<std::string, std::vector<const Route*>> exact_;
    std::vector<std::pair<std::vector<std::string>, const Route*>> patterns_;
    std::optional<StaticFiles> files_;
    std::shared_ptr<const std::string> openapi_;
    const Server* server_ = nullptr;
    std::mutex turns_mutex_;
    std::unordered_map<std::string, std::deque<Instant>> turns_;
    Worker worker_;
    std::unique_ptr<Worker> provider_worker_;  // if there is a provider
    Live live_;
};

// The parts of the table.
void add_account_routes(std::vector<Route>& routes);
void add_second_factor_routes(std::vector<Route>& routes);
void add_identity_routes(std::vector<Route>& routes);
void add_pharmacology_routes(std::vector<Route>& routes);
void add_command_routes(std::vector<Route>& routes);
void add_public_routes(std::vector<Route>& routes);
void add_reading_routes(std::vector<Route>& routes);
void add_room_routes(std::vector<Route>& routes);
void add_emergency_routes(std::vector<Route>& routes);
void add_register_routes(std::vector<Route>& routes);
void add_morning_routes(std::vector<Route>& routes);
void add_network_routes(std::vector<Route>& routes);
void add_system_routes(std::vector<Route>& routes);
std::string openapi_document(const std::vector<Route>& routes);

template <class T>
std::string schema_maker(SchemaBook& book) {
    return book.schema<T>();
}

// The value of `{id}` in a route's path. Refusal: "not_found".
template <class Id>
Result<Id> id_of(const Call& call) {
    if (!is_uuid(call.parameters[0])) return refuse_as(RefusalKind::not_found, "not_found");
    return Id{call.parameters[0]};
}
// The envelope of a command and its data, told apart; what comes from people without an account is the same.
template <class Envelope>
struct Apart {
    Envelope envelope;
    Json data;
};
using TakenApart = Apart<desk::Envelope>;
Result<TakenApart> take_apart(const Json& body);
void put_below_data(Refusal& refusal);  // field errors of decisions are relative to the data

// Who has signed in, with the cookie of it.
void answer_signed_in(const Call& call, const desk::SignIn& sign_in);
std::string schema_of_me(SchemaBook& book);

inline constexpr const char* kCookie = "afterglow_session";
inline constexpr std::size_t kPublicTurnsPerHour = 10;

}  // namespace afterglow::http
