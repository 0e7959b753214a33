#include <map>

#include "http/app.h"

namespace afterglow::http {
namespace {

// "/api/v1/commands/give-dose" by POST: "post_api_v1_commands_give_dose"
std::string operation_id(const Route& route) {
    std::string id(method_name(route.method));
    for (char& each : id) each = static_cast<char>(each >= 'A' && each <= 'Z' ? each - 'A' + 'a' : each);
    for (const char each : route.path) {
        if (each == '{' || each == '}') continue;
        id += (each == '/' || each == '-' || each == '.') ? '_' : each;
    }
    return id;
}

std::string parameters(const Route& route) {
    std::string out;
    const auto add = [&](std::string_view name, const char* in, bool required) {
        out.append(out.empty() ? "" : ",")
            .append(R"({"name":)")
            .append(detail::quoted(name))
            .append(R"(,"in":")")
            .append(in);
        out.append(R"(","required":)").append(required ? "true" : "false").append(R"(,"schema":{"type":"string"}})");
    };
    for (std::size_t from = route.path.find('{'); from != std::string::npos; from = route.path.find('{', from + 1)) {
        add(std::string_view(route.path).substr(from + 1, route.path.find('}', from) - from - 1), "path", true);
    }
    for (const std::string& name : route.query) add(name, "query", false);
    return "[" + out + "]";
}

// A command's request: the envelope around its data.
std::string command_schema(const Route& route, SchemaBook& book) {
    std::string properties =
        R"("id":{"type":"string","format":"uuid"},"expected_version":{"type":"integer"},"happened_at":{"type":"string","format":"date-time"})";
    std::string required = R"("id","data")";
    if (route.signing == desk::Signing::password) {
        properties += R"(,"password":{"type":"string"})";
        required += R"(,"password")";
    }
    if (route.signing == desk::Signing::witness || route.signing == desk::Signing::witness_if_given) {
        properties += R"(,"witness":)" + book.schema<desk::WitnessProof>();
        if (route.signing == desk::Signing::witness) required += R"(,"witness")";
    }
    return R"({"type":"object","additionalProperties":false,"properties":{)" + properties + R"(,"data":)" +
           route.request(book) + R"(},"required":[)" + required + "]}";
}

std::string content(const std::string& type, const std::string& schema) {
    return R"("content":{)" + detail::quoted(type) + R"(:{"schema":)" + schema + "}}";
}

std::string operation(const Route& route, SchemaBook& book) {
    const std::string permission(enum_name(*route.permission));
    std::string out = R"({"operationId":)" + detail::quoted(operation_id(route)) + R"(,"summary":)" +
                      detail::quoted(route.summary) + R"(,"x-permission":)" + detail::quoted(permission);
    if (*route.permission != desk::Permission::anyone) out += R"(,"security":[{"session":[]}])";
    const std::string list = parameters(route);
    if (list != "[]") out += R"(,"parameters":)" + list;
    if (route.request) {
        out += R"(,"requestBody":{"required":true,)" +
               content("application/json", route.command.empty() ? route.request(book) : command_schema(route, book)) +
               "}";
    }
    if (route.leads_on)
        out += R"(,"responses":{"303":{"description":"go on at the Location"})";
    else
        out +=
            R"(,"responses":{"200":{"description":"done",)" + content(route.content_type, route.response(book)) + "}";
    out += R"(,"default":{"description":"refused",)" +
           content("application/problem+json", R"({"$ref":"#/components/schemas/Problem"})") + "}}}";
    return out;
}

constexpr const char* kProblem =
    R"({"type":"object","required":["type","title","status","detail","code","errors"],"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string","description":"what is wrong, in the reader's language"},"code":{"type":"string"},"rule":{"type":"string","description":"id of the policy pack's rule that said no"},"rule_text":{"type":"string"},"source":{"type":"string"},"current":{"description":"the state now, for conflicts"},"second_factor":{"type":"object","description":"with second_factor_wanted: what the next step of signing in needs","required":["ticket","ways"],"properties":{"ticket":{"type":"string"},"ways":{"type":"string","description":"of totp, passkey, recovery; with spaces between"}}},"errors":{"type":"array","items":{"type":"object","required":["pointer","code","text"],"properties":{"pointer":{"type":"string","description":"JSON Pointer into the request"},"code":{"type":"string"},"text":{"type":"string"}}}}}})";

}  // namespace

std::string openapi_document(const std::vector<Route>& routes) {
    SchemaBook book;
    std::map<std::string, std::string> paths;
    for (const Route& route : routes) {
        std::string method(method_name(route.method));
        for (char& each : method) each = static_cast<char>(each - 'A' + 'a');
        std::string& path = paths[route.path];
        path.append(path.empty() ? "" : ",").append(detail::quoted(method)).append(":").append(operation(route, book));
    }
    std::string out =
        R"({"openapi":"3.1.0","info":{"title":"Afterglow","version":"1","license":{"name":"Apache-2.0","identifier":"Apache-2.0"},"description":"The interface of an Afterglow clinic."},"servers":[{"url":"/"}],"paths":{)";
    bool first = true;
    for (const auto& [path, operations] : paths) {
        out.append(first ? "" : ",").append(detail::quoted(path)).append(":{").append(operations).append("}");
        first = false;
    }
    out +=
        R"(},"components":{"securitySchemes":{"session":{"type":"apiKey","in":"cookie","name":"afterglow_session"}},"schemas":{"Problem":)";
    out += kProblem;
    for (const auto& [name, schema] : book.schemas())
        out.append(",").append(detail::quoted(name)).append(":").append(schema);
    return out + "}}}";
}

}  // namespace afterglow::http
