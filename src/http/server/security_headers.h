#pragma once
// Headers that keep a browser from doing more than the web app needs. Put security_headers() into
// ServerOptions::common_headers, so that no answer can forget them, the server's own refusals included.

#include <string_view>

#include "http/server/message.h"

namespace afterglow::http {

inline constexpr std::string_view kContentSecurityPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src "
    "'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

// `secure`: served over TLS, adds Strict-Transport-Security.
Headers security_headers(bool secure);

// Answers of the interface hold people's records: unless the response has a Cache-Control of its own, whatever is
// below /api is not to be stored anywhere.
void keep_out_of_caches(std::string_view path, Response& response);

}  // namespace afterglow::http
