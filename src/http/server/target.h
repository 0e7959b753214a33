#pragma once
// The request target (RFC 9112 section 3.2) taken apart: what was sent becomes a path and query pairs that are safe to
// compare, or nothing. There is one spelling of every path; whatever could be read in two ways is refused.

#include <string>
#include <string_view>

#include "http/server/message.h"

namespace afterglow::http {

// False when the target is malformed. `host` is the Host header: an absolute target ("http://clinic/x") must agree.
bool parse_target(std::string_view target, std::string_view host, Request& request);

bool is_host(std::string_view text);  // host [":" port] of RFC 3986, not empty
bool is_utf8(std::string_view text);
bool is_token(std::string_view text);        // RFC 9110: method and field names, not empty
bool is_field_value(std::string_view text);  // no control characters but tab

}  // namespace afterglow::http
