#include "devices/mllp_client.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

namespace afterglow::devices {

namespace {

using Clock = std::chrono::steady_clock;

Refusal lost(const char* code) { return refuse_as(RefusalKind::unavailable, code); }

// False when the time is up.
bool wait_for(int socket, short what, Clock::time_point until) {
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        pollfd waiting{.fd = socket, .events = what, .revents = 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(0, left)));
        if (ready > 0) return true;
        if (ready == 0 || errno != EINTR) return false;
    }
}

// A connected socket, or -1 with errno.
int connect_to(const addrinfo& to, Clock::time_point until) {
    const int socket = ::socket(to.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0) return -1;
    int error = ::connect(socket, to.ai_addr, to.ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) {
        error = ETIMEDOUT;
        socklen_t size = sizeof error;
        if (wait_for(socket, POLLOUT, until)) getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
    }
    if (error == 0) {
        const int yes = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        return socket;
    }
    ::close(socket);
    errno = error;
    return -1;
}

}  // namespace

Result<MllpClient> MllpClient::connect(const std::string& host, std::uint16_t port, std::chrono::milliseconds time) {
    const auto until = Clock::now() + time;
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_NUMERICSERV;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0)
        return refuse_as(RefusalKind::unavailable, "host_unknown", {{"host", host}});
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
    int error = 0;
    for (const addrinfo* each = found; each; each = each->ai_next) {
        const int socket = connect_to(*each, until);
        if (socket >= 0) return MllpClient(socket);
        error = errno;
    }
    return refuse_as(
        RefusalKind::unavailable, "not_connected",
        {{"host", host}, {"port", std::to_string(port)}, {"reason", std::generic_category().message(error)}});
}

MllpClient::MllpClient(MllpClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), reader_(std::move(other.reader_)) {}

MllpClient& MllpClient::operator=(MllpClient&& other) noexcept {
    if (this == &other) return *this;
    close();
    socket_ = std::exchange(other.socket_, -1);
    reader_ = std::move(other.reader_);
    return *this;
}

MllpClient::~MllpClient() { close(); }

void MllpClient::close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

bool MllpClient::send_raw(std::string_view bytes, std::chrono::milliseconds time) {
    const auto until = Clock::now() + time;
    while (!bytes.empty()) {
        const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(n));
        } else if ((errno != EAGAIN && errno != EINTR) || !wait_for(socket_, POLLOUT, until)) {
            close();
            return false;
        }
    }
    return true;
}

Result<std::string> MllpClient::receive(std::chrono::milliseconds time) {
    const auto until = Clock::now() + time;
    std::array<char, 4096> piece{};
    while (true) {
        while (auto frame = reader_.next()) {
            if (frame->kind == Frame::Kind::message) return std::move(frame->text);
            if (frame->kind == Frame::Kind::garbage) continue;
            close();
            return lost("answer_unreadable");
        }
        if (!wait_for(socket_, POLLIN, until)) {
            close();
            return lost("answer_late");
        }
        const ssize_t n = ::recv(socket_, piece.data(), piece.size(), 0);
        if (n > 0) {
            reader_.feed({piece.data(), static_cast<std::size_t>(n)});
        } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
            close();
            return lost("connection_lost");
        }
    }
}

Result<std::string> MllpClient::ask(std::string_view message, std::chrono::milliseconds time) {
    if (!send_raw(framed(message), time)) return lost("connection_lost");
    return receive(time);
}

}  // namespace afterglow::devices
