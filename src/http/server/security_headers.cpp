#include "http/server/security_headers.h"

#include <algorithm>

namespace afterglow::http {

Headers security_headers(bool secure) {
    Headers headers{
        {"Content-Security-Policy", std::string(kContentSecurityPolicy)},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},  // addresses of pages name people's records
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
        {"X-Frame-Options", "DENY"},  // for browsers without frame-ancestors
    };
    // One year; without subdomains, which may be somebody else's.
    if (secure) headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
    return headers;
}

void keep_out_of_caches(std::string_view path, Response& response) {
    if (path != "/api" && !path.starts_with("/api/")) return;
    const bool has_own = std::any_of(response.headers.begin(), response.headers.end(), [](const auto& field) {
        return equal_ignoring_case(field.first, "Cache-Control");
    });
    if (!has_own) response.headers.emplace_back("Cache-Control", "no-store");
}

}  // namespace afterglow::http
