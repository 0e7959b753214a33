#include "http/problem.h"

#include <cstdlib>

#include "base/described.h"
#include "desk/texts.h"

namespace afterglow::http {
namespace {

void member(std::string& out, const char* name, const std::string& text) {
    out.append(out.size() > 1 ? "," : "").append("\"").append(name).append("\":");
    write_json_string(out, text);
}

std::string errors_of(const Refusal& refusal, clinic::Language language) {
    std::string out = "[";
    for (const FieldError& error : refusal.errors) {
        std::string one = "{";
        member(one, "pointer", error.pointer);
        member(one, "code", error.code);
        member(one, "text", text_of(error.code, language, error.parameters));
        out.append(out.size() > 1 ? "," : "").append(one).append("}");
    }
    return out + "]";
}

// What goes on from here, for programs.
std::string object_of(const Parameters& parameters) {
    std::string out = "{";
    for (const auto& [name, value] : parameters) member(out, name.c_str(), value);
    return out + "}";
}

}  // namespace

int status_of(RefusalKind kind) {
    switch (kind) {
        case RefusalKind::malformed: return 400;
        case RefusalKind::unauthenticated: return 401;
        case RefusalKind::forbidden: return 403;
        case RefusalKind::not_found: return 404;
        case RefusalKind::conflict: return 409;
        case RefusalKind::too_large: return 413;
        case RefusalKind::invalid: return 422;
        case RefusalKind::too_many: return 429;
        case RefusalKind::unavailable: return 503;
    }
    return 500;
}

clinic::Language language_of(const Request& request) {
    clinic::Language best = clinic::Language::cs;
    double best_weight = 0;
    std::string_view rest = request.header("accept-language").value_or("");
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        std::string_view item = rest.substr(0, comma);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        item.remove_prefix(std::min(item.find_first_not_of(' '), item.size()));
        const auto language = enum_from<clinic::Language>(item.substr(0, 2));
        if (!language || (item.size() > 2 && item[2] != '-' && item[2] != ';' && item[2] != ' ')) continue;
        const std::size_t q = item.find("q=");
        const double weight =
            q == std::string_view::npos ? 1 : std::strtod(std::string(item.substr(q + 2)).c_str(), nullptr);
        if (weight > best_weight) {
            best = *language;
            best_weight = weight;
        }
    }
    return best;
}

Response problem_of(const Refusal& refusal, clinic::Language language, const clinic::Pack* pack) {
    const int status = status_of(refusal.kind);
    std::string body = "{";
    member(body, "type", "about:blank");
    member(body, "title", std::string(reason_phrase(status)));
    body += ",\"status\":" + std::to_string(status);
    member(body, "detail", text_of(refusal.code, language, refusal.parameters));
    member(body, "code", refusal.code);
    if (!refusal.rule.empty()) {
        member(body, "rule", refusal.rule);
        if (const clinic::Rule* rule = pack ? clinic::find_rule(*pack, refusal.rule) : nullptr) {
            member(body, "rule_text", rule->text.in(language));
            member(body, "source", rule->source);
        }
    }
    body += ",\"errors\":" + errors_of(refusal, language);
    if (refusal.code == "second_factor_wanted") body += ",\"second_factor\":" + object_of(refusal.parameters);
    if (!refusal.current.empty()) body += ",\"current\":" + refusal.current;
    body += "}";
    Response response{.status = status,
                      .content_type = "application/problem+json",
                      .headers = {{"Content-Language", std::string(enum_name(language))}},
                      .body = std::move(body)};
    for (const auto& [name, value] : refusal.parameters) {
        if (refusal.code == "held_back" && name == "seconds") response.headers.emplace_back("Retry-After", value);
    }
    return response;
}

}  // namespace afterglow::http
