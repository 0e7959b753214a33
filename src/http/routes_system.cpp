#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "http/app.h"

namespace afterglow::http {

struct HealthPage {
    bool writing = false;
    std::string problem;  // what is wrong, if something is
    std::string warning;
};
BOOST_DESCRIBE_STRUCT(HealthPage, (), (writing, problem, warning))

namespace {

void health(const Call& call) {
    const journal::Health health = call.app.desk().writer().health();
    const HealthPage page{health.writing, health.writing ? "" : std::string(journal::storage_fault_name(health.fault)),
                          health.warning.empty() ? "" : "see the log"};
    Response response{.status = health.writing ? 200 : 503, .content_type = "application/json", .body = to_json(page)};
    call.answer(std::move(response));
}

std::string text_schema(SchemaBook&) { return R"({"type":"string"})"; }

}  // namespace

// The numbers are kept where they arise; they are put into Prometheus' form when somebody asks.
std::string App::metrics() const {
    prometheus::Registry registry;
    const auto put = [&](const char* name, const char* help, double value,
                         const std::map<std::string, std::string>& labels = {}) {
        prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add(labels).Set(value);
    };
    const journal::WriterStats stats = desk_.writer().stats();
    put("afterglow_commands_answered", "Jobs of the writer that were answered", static_cast<double>(stats.jobs));
    put("afterglow_commits", "Transactions committed", static_cast<double>(stats.commits));
    put("afterglow_commit_failures", "Transactions that failed", static_cast<double>(stats.failures));
    put("afterglow_writing", "1 while the journal can be written", desk_.writer().healthy() ? 1 : 0);
    if (server_) {
        const Counters& counters = server_->counters();
        put("afterglow_http_connections_open", "Connections open now",
            static_cast<double>(counters.connections_open.load()));
        put("afterglow_http_connections_accepted", "Connections accepted",
            static_cast<double>(counters.connections_accepted.load()));
        put("afterglow_http_connections_refused", "Connections refused over a bound",
            static_cast<double>(counters.connections_refused.load()));
        put("afterglow_http_requests", "Requests that reached a handler",
            static_cast<double>(counters.requests.load()));
        put("afterglow_http_requests_refused", "Requests refused by the server itself",
            static_cast<double>(counters.requests_refused.load()));
        put("afterglow_http_timeouts", "Connections closed for slowness",
            static_cast<double>(counters.timeouts.load()));
        put("afterglow_http_bytes_in", "Bytes received", static_cast<double>(counters.bytes_in.load()));
        put("afterglow_http_bytes_out", "Bytes sent", static_cast<double>(counters.bytes_out.load()));
        for (std::size_t status = 1; status < counters.answers.size(); ++status) {
            put("afterglow_http_answers", "Answers by class of status",
                static_cast<double>(counters.answers[status].load()), {{"class", std::to_string(status) + "xx"}});
        }
    }
    return prometheus::TextSerializer().Serialize(registry.Collect());
}

void add_system_routes(std::vector<Route>& routes) {
    using P = desk::Permission;
    routes.push_back({.path = "/healthz",
                      .permission = P::anyone,
                      .summary = "Whether the server can write",
                      .response = schema_maker<HealthPage>,
                      .handle = health});
    routes.push_back({.path = "/metrics",
                      .permission = P::anyone,
                      .summary = "Numbers for Prometheus; no personal data",
                      .response = text_schema,
                      .handle = [](const Call& call) {
                          call.answer({.content_type = "text/plain; version=0.0.4", .body = call.app.metrics()});
                      }});
    routes.push_back({.path = "/api/openapi.json",
                      .permission = P::anyone,
                      .summary = "This interface, as OpenAPI 3.1",
                      .response = [](SchemaBook&) { return std::string(R"({"type":"object"})"); },
                      .handle = [](const Call& call) { call.answer_json(call.app.openapi()); }});
}

}  // namespace afterglow::http
