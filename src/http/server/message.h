#pragma once
// What a handler gets and what it gives back. Both are plain values: no sockets, no threads, no library types.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/server/stream.h"

namespace afterglow::http {

enum class Method { get, head, post, put, patch, delete_, options };  // others are refused with 501

std::string_view method_name(Method method);                       // "GET"
std::optional<Method> method_from(std::string_view name);          // case-sensitive, as RFC 9110 says
std::string_view reason_phrase(int status);                        // "Not Found"; "Unknown" for what we do not use
bool equal_ignoring_case(std::string_view a, std::string_view b);  // ASCII

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
    Method method = Method::get;
    // Percent-decoded, UTF-8. Begins with '/' (or is "*" for OPTIONS). Never holds control characters, '\', empty
    // segments, "." or "..", nor a '/' that was sent as %2F: it can be compared and split safely.
    std::string path;
    Headers query;               // decoded pairs in the order sent; UTF-8 without NUL
    Headers headers;             // names in lower case; repeated list fields are joined with ", " (cookie: "; ")
    std::string body;            // complete, chunks already joined
    std::string remote_address;  // "192.0.2.7", "2001:db8::1"
    bool secure = false;         // came over TLS

    // The value of a header or of the first query pair of that name. Header names ignore case.
    std::optional<std::string_view> header(std::string_view name) const;
    std::optional<std::string_view> parameter(std::string_view name) const;
    // A cookie's value (RFC 6265), or nothing if it is absent or sent twice with different values.
    std::optional<std::string_view> cookie(std::string_view name) const;
};

struct Response {
    int status = 200;
    std::string content_type;  // left out when empty
    // Besides these the server writes Date, Content-Length, Connection and ServerOptions::common_headers. A header that
    // is here replaces the common one of the same name. A value with a line break makes the answer a 500.
    Headers headers;
    std::string body;
    std::shared_ptr<const std::string> shared_body;  // instead of `body`, for what many answers share
    std::shared_ptr<Stream> stream;                  // goes on after the body, until the connection closes
};

// The server's own refusals, and a good default for others: application/problem+json (RFC 9457) with a stable code.
Response problem(int status, std::string_view code);

}  // namespace afterglow::http
