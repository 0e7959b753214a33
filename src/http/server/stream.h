#pragma once
// An answer that goes on: server-sent events. A handler answers with a Response that has a stream and keeps the stream; what
// it sends from then on, from any thread, goes to the client piece by piece until the client leaves, the server stops, or
// end() is called. A client that reads too slowly to keep up is let go: it comes back and reads everything anew.

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace afterglow::http {

class Connection;

class Stream : public std::enable_shared_from_this<Stream> {
public:
    static constexpr std::size_t kMaxWaiting = 1 << 20;  // bytes not yet taken by the connection

    bool send(std::string_view bytes);  // false once nobody listens
    bool is_open() const;
    void end();

    // The connection's own, on its thread.
    void attach(Connection& connection);
    std::string take();    // what waits
    bool is_over() const;  // ended, and everything was taken
    void detach();
    void wake();

private:
    void call_connection();  // with the lock held

    mutable std::mutex mutex_;
    Connection* connection_ = nullptr;
    std::string waiting_;
    bool ended_ = false;
};

}  // namespace afterglow::http
