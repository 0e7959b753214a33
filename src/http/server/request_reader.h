#pragma once
// Bytes into one Request, strictly. Boost.Beast's parser reads the header; before it sees one, check_shape() refuses
// what that parser forgives and other programs on the way might read differently (RFC 9112 section 11.2, request
// smuggling). No sockets here: the tests and the fuzzer feed it directly.

#include <memory>
#include <optional>
#include <string_view>

#include "http/server/limits.h"
#include "http/server/message.h"

namespace afterglow::http {

// The server's own refusal. The connection is closed after it, since where the next request begins is not known.
struct Refused {
    int status;
    std::string_view code;
};

// Where the header ends, looked for as bytes arrive.
class HeadScanner {
public:
    explicit HeadScanner(const Limits& limits) : limits_(&limits) {}
    struct Found {
        std::optional<Refused> refused;
        std::size_t length = 0;  // of the head with its empty line; 0: more bytes are needed
    };
    Found scan(std::string_view input);  // all that was received since the end of the last request
    void restart() { scanned_ = line_ = 0; }

private:
    const Limits* limits_;
    std::size_t scanned_ = 0;
    std::size_t line_ = 0;  // where the current line begins
};

class RequestReader {
public:
    explicit RequestReader(const Limits& limits);
    ~RequestReader();
    RequestReader(RequestReader&&) noexcept;

    std::optional<Refused> read_head(std::string_view head);
    // Takes what belongs to the body and says how much that was; what is left over begins the next request.
    struct Taken {
        std::optional<Refused> refused;
        std::size_t bytes = 0;
    };
    Taken read_body(std::string_view input);

    bool is_done() const;
    bool expects_continue() const;  // the client waits for "100 Continue" before it sends the body
    bool wants_close() const;       // Connection: close, or HTTP/1.0
    Request& request();

private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace afterglow::http
