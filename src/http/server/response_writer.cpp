#include "http/server/response_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <stdexcept>

#include "http/server/target.h"

namespace afterglow::http {

namespace {

// Written by the server itself; a handler's own would contradict them.
constexpr std::array<std::string_view, 4> kOwnHeaders{"Date", "Content-Length", "Connection", "Transfer-Encoding"};

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

void append_number(std::string& out, std::size_t value) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

bool is_sendable_field(const std::pair<std::string, std::string>& field) {
    const bool is_own = std::any_of(kOwnHeaders.begin(), kOwnHeaders.end(),
                                    [&](std::string_view each) { return equal_ignoring_case(each, field.first); });
    return !is_own && is_token(field.first) && is_field_value(field.second);
}

std::string_view full_body(const Response& response) {
    return response.shared_body ? std::string_view(*response.shared_body) : std::string_view(response.body);
}

// RFC 9110 section 8.6: no Content-Length with 204; with 304 it would have to be that of the 200.
bool never_has_body(int status) { return status == 204 || status == 304; }

}  // namespace

CommonHeaders::CommonHeaders(Headers headers) : headers_(std::move(headers)) {
    for (const auto& field : headers_) {
        if (!is_sendable_field(field)) throw std::invalid_argument("common header " + field.first);
        append_field(rendered_, field.first, field.second);
    }
}

void CommonHeaders::append_to(std::string& out, const Response& response) const {
    const auto is_replaced = [&](const auto& common) {
        return std::any_of(response.headers.begin(), response.headers.end(),
                           [&](const auto& own) { return equal_ignoring_case(own.first, common.first); });
    };
    if (std::none_of(headers_.begin(), headers_.end(), is_replaced)) {
        out.append(rendered_);
        return;
    }
    for (const auto& common : headers_) {
        if (!is_replaced(common)) append_field(out, common.first, common.second);
    }
}

bool is_sendable(const Response& response) {
    if (response.status < 200 || response.status > 599 || !is_field_value(response.content_type)) return false;
    return std::all_of(response.headers.begin(), response.headers.end(), is_sendable_field);
}

void append_head(std::string& out, const Response& response, const CommonHeaders& common, Framing framing,
                 std::string_view date) {
    out.append("HTTP/1.1 ");
    append_number(out, static_cast<std::size_t>(response.status));
    out.append(" ").append(reason_phrase(response.status)).append("\r\n");
    append_field(out, "Date", date);
    common.append_to(out, response);
    for (const auto& [name, value] : response.headers) append_field(out, name, value);
    if (!response.content_type.empty()) append_field(out, "Content-Type", response.content_type);
    if (!never_has_body(response.status) && !response.stream) {
        out.append("Content-Length: ");
        append_number(out, full_body(response).size());
        out.append("\r\n");
    }
    if (framing.closes) out.append("Connection: close\r\n");
    out.append("\r\n");
}

std::string_view body_of(const Response& response, Framing framing) {
    if (framing.is_head || never_has_body(response.status)) return {};
    return full_body(response);
}

std::string http_date(std::chrono::system_clock::time_point at) {
    static constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                  kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                  kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                  utc.tm_sec);
    return text.data();
}

}  // namespace afterglow::http
