#include "tests/harness/openapi.h"

#include <algorithm>
#include <cmath>
#include <regex>
#include <set>
#include <stdexcept>

#include "base/time.h"
#include "base/types.h"
#include "tests/harness/json_tools.h"

namespace afterglow::harness {
namespace {

const std::set<std::string> kMethods{"get", "put", "post", "delete", "options", "head", "patch", "trace"};
const std::set<std::string> kKeywords{"$ref",      "type",      "properties", "required",   "additionalProperties",
                                      "items",     "enum",      "format",     "minimum",    "maximum",
                                      "minLength", "maxLength", "pattern",    "multipleOf", "description"};
const std::set<std::string> kTypes{"object", "array", "string", "integer", "number", "boolean"};

using Segments = std::vector<std::string>;
Segments segments_of(std::string_view path) {
    Segments out;
    for (std::size_t from = 1; from <= path.size();) {
        const std::size_t to = std::min(path.find('/', from), path.size());
        out.emplace_back(path.substr(from, to - from));
        from = to + 1;
    }
    return out;
}

bool fits(const Segments& pattern, const Segments& path) {
    return std::equal(pattern.begin(), pattern.end(), path.begin(), path.end(),
                      [](const std::string& a, const std::string& b) { return a.starts_with('{') || a == b; });
}

std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

bool is_of_type(const Json& value, const std::string& type) {
    if (type == "object") return value.object();
    if (type == "array") return value.array();
    if (type == "string") return value.string();
    if (type == "boolean") return value.boolean();
    if (type == "integer") return value.integer();
    return value.integer() || value.real();
}

double number(const Json& value) { return value.integer() ? static_cast<double>(*value.integer()) : *value.real(); }

std::string judge_text(const Json& schema, const std::string& text) {
    const std::string format = text_at(schema, "/format");
    if (format == "uuid" && !is_uuid(text)) return "not a uuid";
    if (format == "date-time" && !parse_instant(text).ok()) return "not a date-time";
    if (format == "date" && !parse_date(text).ok()) return "not a date";
    const Json* min = schema.find("minLength");
    const Json* max = schema.find("maxLength");
    if (min && static_cast<std::int64_t>(characters(text)) < *min->integer()) return "too short";
    if (max && static_cast<std::int64_t>(characters(text)) > *max->integer()) return "too long";
    if (const std::string pattern = text_at(schema, "/pattern");
        !pattern.empty() && !std::regex_search(text, std::regex(pattern)))
        return "does not fit " + pattern;
    return "";
}

std::string judge_number(const Json& schema, const Json& value) {
    const Json* min = schema.find("minimum");
    const Json* max = schema.find("maximum");
    const Json* step = schema.find("multipleOf");
    if (min && number(value) < number(*min)) return "below the minimum";
    if (max && number(value) > number(*max)) return "above the maximum";
    const double steps = step ? number(value) / number(*step) : 0;
    if (std::abs(steps - std::round(steps)) > 1e-6) return "too precise";
    return "";
}

}  // namespace

const Json& OpenApi::resolved(const Json& schema) const {
    const std::string reference = text_at(schema, "/$ref");
    if (reference.empty()) return schema;
    const Json* target = reference.starts_with("#/") ? at(document_, reference.substr(1)) : nullptr;
    if (!target) throw std::runtime_error("dangling reference " + reference);
    return resolved(*target);
}

// ---- the description itself -------------------------------------------------------------------------------------------------

void OpenApi::check_schema(const Json& schema, const std::string& where, std::vector<std::string>& mistakes) const {
    const Json::Object* members = schema.object();
    if (!members) return mistakes.push_back(where + ": a schema is an object");
    for (const auto& [name, value] : *members) {
        if (!kKeywords.contains(name)) mistakes.push_back(where + ": unknown keyword " + name);
    }
    if (const std::string reference = text_at(schema, "/$ref"); !reference.empty()) {
        if (!reference.starts_with("#/components/schemas/") || !at(document_, reference.substr(1)))
            mistakes.push_back(where + ": dangling reference " + reference);
        return;
    }
    const std::string type = text_at(schema, "/type");
    if (schema.find("type") && !kTypes.contains(type)) mistakes.push_back(where + ": unknown type");
    const Json* properties = schema.find("properties");
    if (properties && properties->object()) {
        for (const auto& [name, each] : *properties->object()) check_schema(each, where + "/" + name, mistakes);
    }
    if (const Json* required = schema.find("required")) {
        std::set<std::string> seen;
        for (const Json& each : *required->array()) {
            if (!each.string() || !seen.insert(*each.string()).second)
                mistakes.push_back(where + ": required names a member twice");
            if (each.string() && (!properties || !properties->find(*each.string())))
                mistakes.push_back(where + ": required but not described: " + *each.string());
        }
    }
    if (type == "array") {
        if (const Json* items = schema.find("items")) {
            check_schema(*items, where + "/[]", mistakes);
        } else {
            mistakes.push_back(where + ": an array without items");
        }
    }
}

void OpenApi::check_operation(const Json& operation, const std::string& where, const std::string& path,
                              std::vector<std::string>& mistakes) const {
    for (const char* needed : {"operationId", "summary", "responses", "x-permission"}) {
        if (!operation.find(needed)) mistakes.push_back(where + ": no " + needed);
    }
    std::set<std::string> in_path, declared;
    for (const std::string& each : segments_of(path)) {
        if (each.starts_with('{')) in_path.insert(each.substr(1, each.size() - 2));
    }
    if (const Json* parameters = operation.find("parameters")) {
        for (const Json& each : *parameters->array()) {
            const std::string in = text_at(each, "/in");
            if (in == "path") declared.insert(text_at(each, "/name"));
            if (in != "path" && in != "query") mistakes.push_back(where + ": a parameter in " + in);
            if (in == "path" && (!each.find("required") || !*each.find("required")->boolean()))
                mistakes.push_back(where + ": a path parameter is required");
            if (each.find("schema")) check_schema(*each.find("schema"), where + " parameter", mistakes);
        }
    }
    if (in_path != declared) mistakes.push_back(where + ": path parameters are not those of the path");
    const auto check_content = [&](const Json& holder, const std::string& place) {
        const Json* content = holder.find("content");
        if (!content || !content->object() || content->object()->empty())
            return mistakes.push_back(place + ": no content");
        for (const auto& [type, media] : *content->object()) {
            if (media.find("schema")) check_schema(*media.find("schema"), place + " " + type, mistakes);
        }
    };
    if (const Json* body = operation.find("requestBody")) check_content(*body, where + " request");
    if (const Json* responses = operation.find("responses")) {
        for (const auto& [status, response] : *responses->object()) {
            if (text_at(response, "/description").empty())
                mistakes.push_back(where + " " + status + ": no description");
            if (!status.starts_with('3')) check_content(response, where + " " + status);
        }
    }
}

std::vector<std::string> OpenApi::mistakes() const {
    std::vector<std::string> found;
    if (!text_at(document_, "/openapi").starts_with("3.1.")) found.push_back("not OpenAPI 3.1");
    for (const char* needed : {"/info/title", "/info/version"}) {
        if (text_at(document_, needed).empty()) found.push_back(std::string("no ") + needed);
    }
    const Json* paths = document_.find("paths");
    const Json* schemas = at(document_, "/components/schemas");
    if (!paths || !paths->object() || !schemas || !schemas->object()) return {"no paths or no schemas"};
    std::set<std::string> ids;
    for (const auto& [path, item] : *paths->object()) {
        if (!path.starts_with('/')) found.push_back(path + ": a path begins with /");
        for (const auto& [method, operation] : *item.object()) {
            const std::string where = method + " " + path;
            if (!kMethods.contains(method)) found.push_back(where + ": no method of HTTP");
            if (!ids.insert(text_at(operation, "/operationId")).second)
                found.push_back(where + ": operationId is not the only one");
            check_operation(operation, where, path, found);
        }
    }
    for (const auto& [name, schema] : *schemas->object()) {
        if (!std::regex_match(name, std::regex("[a-zA-Z0-9._-]+")))
            found.push_back(name + ": not a name of a component");
        check_schema(schema, name, found);
    }
    return found;
}

std::vector<std::string> OpenApi::differences_from(const std::vector<http::Route>& routes) const {
    std::set<std::string> described, wanted;
    for (const auto& [path, item] : *document_.find("paths")->object()) {
        for (const auto& [method, operation] : *item.object())
            described.insert(method + " " + path + " " + text_at(operation, "/x-permission"));
    }
    for (const http::Route& route : routes) {
        std::string method(http::method_name(route.method));
        std::transform(method.begin(), method.end(), method.begin(),
                       [](unsigned char each) { return static_cast<char>(std::tolower(each)); });
        wanted.insert(method + " " + route.path + " " + std::string(enum_name(*route.permission)));
    }
    std::vector<std::string> out;
    std::set_symmetric_difference(described.begin(), described.end(), wanted.begin(), wanted.end(),
                                  std::back_inserter(out));
    return out;
}

// ---- requests and answers ---------------------------------------------------------------------------------------------------

std::string OpenApi::judge_object(const Json& schema, const Json& value, const std::string& where,
                                  bool arrays_may_be_absent) const {
    const Json* properties = schema.find("properties");
    if (const Json* required = schema.find("required")) {
        for (const Json& each : *required->array()) {
            if (value.find(*each.string())) continue;
            const bool is_array =
                properties && text_at(resolved(*properties->find(*each.string())), "/type") == "array";
            if (!is_array || !arrays_may_be_absent) return where + "/" + *each.string() + ": required";
        }
    }
    const Json* more = schema.find("additionalProperties");
    for (const auto& [name, member] : *value.object()) {
        const Json* described = properties ? properties->find(name) : nullptr;
        if (described) {
            if (std::string wrong = judge(*described, member, where + "/" + name, arrays_may_be_absent); !wrong.empty())
                return wrong;
        } else if (more && more->boolean() && !*more->boolean()) {
            return where + "/" + name + ": not described";
        }
    }
    return "";
}

std::string OpenApi::judge(const Json& wanted, const Json& value, const std::string& where,
                           bool arrays_may_be_absent) const {
    const Json& schema = resolved(wanted);
    const std::string type = text_at(schema, "/type");
    if (!type.empty() && !is_of_type(value, type)) return where + ": not of type " + type;
    if (const Json* names = schema.find("enum")) {
        const bool known = std::any_of(names->array()->begin(), names->array()->end(),
                                       [&](const Json& each) { return equal(each, value); });
        if (!known) return where + ": not one of the described values";
    }
    std::string wrong;
    if (value.string()) wrong = judge_text(schema, *value.string());
    if (value.integer() || value.real()) wrong = judge_number(schema, value);
    if (!wrong.empty()) return where + ": " + wrong;
    if (value.array() && schema.find("items")) {
        for (std::size_t i = 0; i < value.array()->size() && wrong.empty(); ++i) {
            wrong = judge(*schema.find("items"), (*value.array())[i], where + "/" + std::to_string(i),
                          arrays_may_be_absent);
        }
        return wrong;
    }
    return value.object() ? judge_object(schema, value, where, arrays_may_be_absent) : "";
}

const Json* OpenApi::operation(const std::string& method, const std::string& full_path) const {
    std::string name = method;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char each) { return static_cast<char>(std::tolower(each)); });
    const Segments path = segments_of(std::string_view(full_path).substr(0, full_path.find('?')));
    const Json* found = nullptr;
    for (const auto& [pattern, item] : *document_.find("paths")->object()) {
        if (!fits(segments_of(pattern), path) || !item.find(name)) continue;
        if (!found || pattern.find('{') == std::string::npos) found = item.find(name);  // the exact one goes first
    }
    return found;
}

std::string OpenApi::judge_answer(const std::string& method, const std::string& path, int status,
                                  const std::string& content_type, const Json& body) const {
    const Json* operation = this->operation(method, path);
    if (!operation) return status == 404 || status == 405 ? "" : method + " " + path + ": not described";
    if (status == 304) return "";
    const Json* responses = operation->find("responses");
    const Json* response = responses->find(std::to_string(status));
    if (!response) response = responses->find("default");
    const std::string type = content_type.substr(0, content_type.find(';'));
    const Json* media = at(*response, "/content")->find(type);
    if (!media)
        return method + " " + path + " " + std::to_string(status) + ": content type " + type + " is not described";
    if (type == "text/plain") return "";
    return judge(*media->find("schema"), body, method + " " + path + " " + std::to_string(status) + " ", false);
}

std::string OpenApi::judge_request(const std::string& method, const std::string& path, const Json& body) const {
    const Json* operation = this->operation(method, path);
    const Json* schema = operation ? at(*operation, "/requestBody/content/application~1json/schema") : nullptr;
    if (!schema) return "";
    return judge(*schema, body, method + " " + path + " ", true);
}

}  // namespace afterglow::harness
