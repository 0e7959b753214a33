#pragma once
// Where another thread's answer meets the connection that waits for it. One Exchange per request, shared by the
// Responder's copies and the connection. (An answer that goes on meets its connection in
// stream.h.)

#include <memory>
#include <mutex>
#include <optional>

#include "http/server/message.h"

namespace afterglow::http {

class Connection;

class Exchange : public std::enable_shared_from_this<Exchange> {
public:
    explicit Exchange(Connection& connection) : connection_(&connection) {}

    // From any thread. True if this is the answer; false if there was one, or nobody waits.
    bool answer(Response response);
    bool is_wanted();

    // From the connection's own thread.
    bool suspend();                  // true: not answered yet, Connection::resume() will be called once it is
    std::optional<Response> take();  // ends the exchange; nothing if it was never answered
    void wake();                     // posted by answer()

private:
    std::mutex mutex_;
    Connection* connection_;  // null once nobody waits; while it is not, the connection and its thread are alive
    std::optional<Response> response_;
    bool suspended_ = false;
};

}  // namespace afterglow::http
