#pragma once
// A Response as bytes. The head is written by hand into a buffer that is sent together with the body.

#include <chrono>
#include <string>
#include <string_view>

#include "http/server/message.h"

namespace afterglow::http {

// ServerOptions::common_headers, checked and rendered once.
class CommonHeaders {
public:
    explicit CommonHeaders(Headers headers);  // std::invalid_argument if one cannot be sent
    void append_to(std::string& out, const Response& response) const;

private:
    Headers headers_;
    std::string rendered_;
};

// False when sending it would let a value break out of its line, or the status is not a final one.
bool is_sendable(const Response& response);

struct Framing {
    bool is_head = false;  // answers HEAD: the length is told, the body is not sent
    bool closes = false;
};
void append_head(std::string& out, const Response& response, const CommonHeaders& common, Framing framing,
                 std::string_view date);
std::string_view body_of(const Response& response, Framing framing);  // what goes on the wire

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7)
std::string http_date(std::chrono::system_clock::time_point at);

}  // namespace afterglow::http
