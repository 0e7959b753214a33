#pragma once
// The bytes of one connection, plain or under TLS. Never waits: it says what to wait for, and the connection does. So
// there is one connection for both, and it is compiled once.

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/server/server.h"

struct ssl_ctx_st;

namespace afterglow::http {

class Transport {
public:
    enum class Outcome { moved, want_read, want_write, closed, failed };
    struct Moved {
        Outcome outcome;
        std::size_t bytes = 0;
    };

    virtual ~Transport() = default;
    virtual Moved handshake() = 0;
    virtual Moved read(char* to, std::size_t room) = 0;
    virtual Moved write(std::string_view first, std::string_view second) = 0;  // may take less than both
    virtual void close_write() = 0;         // says goodbye; at most once, best effort
    virtual bool holds_unread() const = 0;  // bytes that waiting for the socket would not report
};

using TlsContext = std::shared_ptr<ssl_ctx_st>;

// Refusals: see Server::start.
Result<TlsContext> make_tls_context(const TlsFiles& files);

// `context` null: plain. The socket is non-blocking and stays the caller's.
std::unique_ptr<Transport> make_transport(int socket, const TlsContext& context);

}  // namespace afterglow::http
