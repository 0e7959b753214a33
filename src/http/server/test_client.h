#pragma once
// For tests: a client that sends exactly the bytes it is told to, and a server with short times.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "http/server/server.h"

namespace afterglow::http::testing {

struct Answer {
    int status = 0;  // 0: the connection ended before a whole answer
    std::string head;
    std::string body;
    bool has(std::string_view line) const { return head.find(std::string(line) + "\r\n") != std::string::npos; }
};

class Client {
public:
    explicit Client(std::uint16_t port, int receive_buffer = 0, const char* from = "127.0.0.1")
        : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        if (receive_buffer > 0) setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        const timeval wait{10, 0};  // a test that waits longer has failed
        setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
        sockaddr_in own = address(from, 0);
        if (::bind(socket_, reinterpret_cast<sockaddr*>(&own), sizeof own) != 0) throw std::runtime_error("bind");
        sockaddr_in other = address("127.0.0.1", port);
        is_connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&other), sizeof other) == 0;
    }
    Client(Client&& other) noexcept
        : socket_(std::exchange(other.socket_, -1)),
          is_connected_(other.is_connected_),
          unread_(std::move(other.unread_)) {}
    ~Client() { close(); }

    bool is_connected() const { return is_connected_; }
    int socket() const { return socket_; }

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
        return true;
    }

    // The next answer; `to_head`: it has no body whatever its length says.
    Answer receive(bool to_head = false) {
        Answer answer;
        std::size_t end = 0;
        while ((end = unread_.find("\r\n\r\n")) == std::string::npos) {
            if (!more()) return answer;
        }
        answer.head = unread_.substr(0, end + 2);
        unread_.erase(0, end + 4);
        const std::size_t at = answer.head.find("Content-Length: ");
        const std::size_t length = at == std::string::npos || to_head ? 0 : std::stoul(answer.head.substr(at + 16));
        while (unread_.size() < length) {
            if (!more()) return answer;
        }
        answer.body = unread_.substr(0, length);
        unread_.erase(0, length);
        answer.status = std::atoi(answer.head.c_str() + 9);
        return answer;
    }
    Answer ask(std::string_view bytes) {
        send(bytes);
        return receive();
    }

    // What comes until `text` has come, it included; all there was if it does not come.
    std::string receive_until(std::string_view text) {
        std::size_t at = 0;
        while ((at = unread_.find(text)) == std::string::npos) {
            if (!more()) return std::exchange(unread_, {});
        }
        std::string found = unread_.substr(0, at + text.size());
        unread_.erase(0, found.size());
        return found;
    }

    // Everything until the server closes; "timeout" if it does not.
    std::string rest() {
        while (more()) {
        }
        return timed_out_ ? "timeout" : std::exchange(unread_, {});
    }
    bool is_closed_by_server() { return rest().empty(); }

    void finish_sending() { ::shutdown(socket_, SHUT_WR); }
    void close() {
        if (socket_ >= 0) ::close(std::exchange(socket_, -1));
    }
    void reset() {
        const linger now{1, 0};
        setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close();
    }

private:
    static sockaddr_in address(const char* text, std::uint16_t port) {
        sockaddr_in out{};
        out.sin_family = AF_INET;
        out.sin_port = htons(port);
        inet_pton(AF_INET, text, &out.sin_addr);
        return out;
    }
    bool more() {
        char piece[16384];
        const ssize_t n = ::recv(socket_, piece, sizeof piece, 0);
        timed_out_ = n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        if (n <= 0) return false;
        unread_.append(piece, static_cast<std::size_t>(n));
        return true;
    }

    int socket_;
    bool is_connected_ = false;
    bool timed_out_ = false;
    std::string unread_;
};

// Answers with what it saw: "POST /path body".
inline void echo(Request request, const Responder& responder) {
    std::string body(method_name(request.method));
    body.append(" ").append(request.path).append(" ").append(request.body);
    responder.answer(
        {.status = 200, .content_type = "text/plain", .headers = {}, .body = std::move(body), .shared_body = nullptr});
}

inline ServerOptions quick_options() {
    ServerOptions options;
    options.port = 0;
    options.limits.linger_time = std::chrono::milliseconds{100};
    return options;
}

inline std::unique_ptr<Server> start(ServerOptions options = quick_options(), Handler handler = echo) {
    auto server = Server::start(std::move(options), std::move(handler));
    if (!server) throw std::runtime_error(start_refusal_text(server.refusal()));
    return std::move(server).value();
}

inline bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 1000; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return false;
}

}  // namespace afterglow::http::testing
