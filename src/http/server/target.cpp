#include "http/server/target.h"

#include <algorithm>
#include <array>

#include "http/server/limits.h"

namespace afterglow::http {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

enum class Part { path, query };

bool percent_decode(std::string_view text, Part part, std::string& out) {
    out.clear();
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return false;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return false;
            c = static_cast<char>(high * 16 + low);
            i += 2;
            if (c == '/' && part == Part::path) return false;  // would become a second spelling of a path
        } else if (c == '+' && part == Part::query) {
            c = ' ';
        }
        if (c == '\0' || (part == Part::path && (is_control(c) || c == '\\'))) return false;
        out += c;
    }
    return is_utf8(out);
}

bool segments_are_plain(std::string_view path) {
    while (!path.empty()) {
        path.remove_prefix(1);  // the '/'
        const std::size_t end = std::min(path.find('/'), path.size());
        const std::string_view segment = path.substr(0, end);
        path.remove_prefix(end);
        if (segment == "." || segment == "..") return false;
        if (segment.empty() && !path.empty()) return false;  // "//"; a single '/' at the end is allowed
    }
    return true;
}

bool parse_query(std::string_view text, Headers& pairs) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        if (pairs.size() == kMaxQueryPairs) return false;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        auto& [name, value] = pairs.emplace_back();
        if (!percent_decode(pair.substr(0, equals), Part::query, name)) return false;
        if (equals < pair.size() && !percent_decode(pair.substr(equals + 1), Part::query, value)) return false;
    }
    return true;
}

// RFC 9112 section 3.2.2: a server must accept the absolute form. Leaves path and query in `target`.
bool strip_authority(std::string_view& target, std::string_view host) {
    const std::size_t colon = target.find("://");
    if (colon == std::string_view::npos) return false;
    const std::string_view scheme = target.substr(0, colon);
    if (!equal_ignoring_case(scheme, "http") && !equal_ignoring_case(scheme, "https")) return false;
    target.remove_prefix(colon + 3);
    const std::size_t end = std::min(target.find_first_of("/?"), target.size());
    const std::string_view authority = target.substr(0, end);
    target.remove_prefix(end);
    // The RFC lets the target win over Host; the two disagreeing is nobody's honest request.
    return equal_ignoring_case(authority, host);
}

}  // namespace

bool parse_target(std::string_view target, std::string_view host, Request& request) {
    for (const char c : target) {
        if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f || c == '#') return false;
    }
    if (target == "*") {
        request.path = "*";
        return request.method == Method::options;
    }
    if (!target.starts_with('/') && !strip_authority(target, host)) return false;

    const std::size_t question = std::min(target.find('?'), target.size());
    const std::string_view path = target.substr(0, question);
    if (path.empty()) {
        request.path = "/";
    } else if (!percent_decode(path, Part::path, request.path) || !segments_are_plain(request.path)) {
        return false;
    }
    return question == target.size() || parse_query(target.substr(question + 1), request.query);
}

bool is_host(std::string_view text) {
    std::string_view name = text;
    std::string_view port;
    if (text.starts_with('[')) {  // IP-literal
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos || end == 1) return false;
        for (const char c : text.substr(1, end - 1)) {
            if (hex_value(c) < 0 && c != ':' && c != '.') return false;
        }
        name = "x";
        port = text.substr(end + 1);
    } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
        name = text.substr(0, colon);
        port = text.substr(colon);
    }
    if (name.empty() || text.size() > 255) return false;
    for (const char c : name) {
        if (!is_digit(c) && !is_letter(c) && c != '-' && c != '.' && c != '_') return false;
    }
    if (port.empty()) return true;
    return port.front() == ':' && port.size() <= 6 && std::all_of(port.begin() + 1, port.end(), is_digit);
}

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || i + length > text.size()) return false;
        std::uint32_t code = lead & (0x7fU >> length);
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xc0) != 0x80) return false;
            code = code << 6 | (next & 0x3fU);
        }
        const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
        if (overlong || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return false;
        i += length;
    }
    return true;
}

bool is_token(std::string_view text) {
    static const std::array<bool, 256> allowed = [] {
        std::array<bool, 256> table{};
        for (const char c : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<unsigned char>(c)] = true;
        for (int c = 0; c < 128; ++c) {
            if (is_digit(static_cast<char>(c)) || is_letter(static_cast<char>(c)))
                table[static_cast<std::size_t>(c)] = true;
        }
        return table;
    }();
    if (text.empty()) return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return allowed[static_cast<unsigned char>(c)]; });
}

bool is_field_value(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return is_control(c) && c != '\t'; });
}

}  // namespace afterglow::http
