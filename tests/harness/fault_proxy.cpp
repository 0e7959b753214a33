#include "tests/harness/fault_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <stdexcept>
#include <utility>

namespace afterglow::harness {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxWaiting = 256 * 1024;  // of one direction; then nothing more is read

struct Address {
    sockaddr_storage storage{};
    socklen_t size = 0;
    sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

Address address_of(const Place& place) {
    Address address;
    if (place.path.empty()) {
        auto& tcp = reinterpret_cast<sockaddr_in&>(address.storage);
        tcp.sin_family = AF_INET;
        tcp.sin_port = htons(place.port);
        tcp.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.size = sizeof tcp;
    } else {
        auto& local = reinterpret_cast<sockaddr_un&>(address.storage);
        if (place.path.size() >= sizeof local.sun_path)
            throw std::runtime_error("too long for a socket: " + place.path);
        local.sun_family = AF_UNIX;
        std::memcpy(local.sun_path, place.path.c_str(), place.path.size() + 1);
        address.size = sizeof local;
    }
    return address;
}

int open_socket(const Place& place) {
    const int made = ::socket(place.path.empty() ? AF_INET : AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made < 0) throw std::runtime_error("no socket");
    return made;
}

void send_at_once(int socket) {
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // fails on sockets of the file system, which do
}

// Without a goodbye: the other side sees a reset.
void cut(int& socket) {
    if (socket < 0) return;
    const linger now{1, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(std::exchange(socket, -1));
}

}  // namespace

const char* name_of(Fault fault) {
    switch (fault) {
        case Fault::none: return "none";
        case Fault::stop_accepting: return "stop accepting";
        case Fault::close: return "close";
        case Fault::delay: return "delay";
        case Fault::corrupt: return "corrupt";
        case Fault::slice: return "slice";
        case Fault::throttle: return "throttle";
        case Fault::swallow_answers: return "swallow answers";
    }
    return "?";
}

// What waits to be passed on in one direction.
struct FaultProxy::Way {
    struct Piece {
        Clock::time_point due;
        std::string bytes;
    };
    std::deque<Piece> pieces;
    std::size_t waiting = 0;
    Clock::time_point last = Clock::now();
    double budget = 0;    // of bytes, while throttled
    bool ended = false;   // nothing more will come
    bool closed = false;  // and the other side knows
};

struct FaultProxy::Pair {
    int client = -1, server = -1;
    Way asking, answering;
    bool is_over() const { return client < 0 || (asking.closed && answering.closed); }
};

FaultProxy::FaultProxy(FaultProxyOptions options) : options_(std::move(options)), random_(options_.seed) {
    listener_ = open_socket(options_.listen);
    Address address = address_of(options_.listen);
    if (::bind(listener_, address.get(), address.size) != 0 || ::listen(listener_, 1024) != 0)
        throw std::runtime_error("the proxy cannot listen");
    address.size = sizeof address.storage;
    ::getsockname(listener_, address.get(), &address.size);
    if (options_.listen.path.empty()) port_ = ntohs(reinterpret_cast<sockaddr_in&>(address.storage).sin_port);
    wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    thread_ = std::thread([this] { run(); });
}

FaultProxy::~FaultProxy() {
    stopping_ = true;
    set(Fault::none);
    thread_.join();
    for (const auto& each : pairs_) end(*each);
    for (int& each : forgotten_) cut(each);
    ::close(listener_);
    ::close(wake_);
    if (!options_.listen.path.empty()) ::unlink(options_.listen.path.c_str());
}

void FaultProxy::set(Fault fault) {
    fault_ = fault;
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(wake_, &one, sizeof one);
}

int FaultProxy::pause_ms() const {
    for (const auto& each : pairs_) {
        if (each->asking.waiting + each->answering.waiting > 0) return fault_ == Fault::slice ? 0 : 1;
    }
    return 200;
}

void FaultProxy::run() {
    std::vector<pollfd> watched;
    while (!stopping_) {
        watched.clear();
        watched.push_back({wake_, POLLIN, 0});
        watched.push_back({fault_ == Fault::stop_accepting ? -1 : listener_, POLLIN, 0});
        for (const auto& each : pairs_) {
            const auto events = [](const Way& in) {
                return static_cast<short>(in.ended || in.waiting > kMaxWaiting ? 0 : POLLIN);
            };
            watched.push_back({each->asking.ended ? -1 : each->client, events(each->asking), 0});
            watched.push_back({each->answering.ended ? -1 : each->server, events(each->answering), 0});
        }
        ::poll(watched.data(), watched.size(), pause_ms());
        std::uint64_t ignored;
        while (::read(wake_, &ignored, sizeof ignored) > 0) {
        }
        for (std::size_t i = 0; i < pairs_.size(); ++i)
            turn(*pairs_[i], watched[2 + 2 * i].revents, watched[3 + 2 * i].revents);
        std::erase_if(pairs_, [](const auto& each) { return each->client < 0; });
        if (watched[1].revents & POLLIN) accept_one();
        open_ = pairs_.size();
    }
}

void FaultProxy::accept_one() {
    auto pair = std::make_unique<Pair>();
    pair->client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (pair->client < 0) return;
    pair->server = open_socket(options_.upstream);
    Address address = address_of(options_.upstream);
    if (::connect(pair->server, address.get(), address.size) != 0) {
        cut(pair->client);
        cut(pair->server);
        return;
    }
    send_at_once(pair->client);
    send_at_once(pair->server);
    pairs_.push_back(std::move(pair));
}

// One look at a connection: what has come is taken, what is due is passed on.
void FaultProxy::turn(Pair& pair, short client_events, short server_events) {
    const bool goes_on = (!client_events || receive(pair.client, pair.asking, false)) &&
                         (!server_events || receive(pair.server, pair.answering, true)) &&
                         pass_on(pair.server, pair.asking) && pass_on(pair.client, pair.answering);
    if (!goes_on || pair.is_over()) end(pair);
}

// False: the connection is to end.
bool FaultProxy::receive(int from, Way& way, bool is_answer) {
    char piece[16 * 1024];
    const ssize_t n = ::recv(from, piece, sizeof piece, MSG_DONTWAIT);
    if (n < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    if (n == 0) {
        way.ended = true;
        return is_answer || !options_.forgets_upstream;
    }
    const Fault fault = fault_;
    if (fault == Fault::close) return false;
    if (fault == Fault::swallow_answers && is_answer) {
        ++swallowed_;
        return false;
    }
    std::string bytes(piece, static_cast<std::size_t>(n));
    if (fault == Fault::corrupt) spoil(bytes);
    way.waiting += bytes.size();
    const auto later = fault == Fault::delay ? options_.delay : std::chrono::milliseconds{0};
    way.pieces.push_back({Clock::now() + later, std::move(bytes)});
    return true;
}

void FaultProxy::spoil(std::string& piece) {
    std::size_t at = random_() % piece.size();
    char change = static_cast<char>(1 + random_() % 255);
    if (const std::string& word = options_.corrupts; !word.empty()) {
        const std::size_t found = piece.find(word);
        if (found == std::string::npos) return;
        at = found + word.size() - 1, change = 1;
    }
    piece[at] = static_cast<char>(piece[at] ^ change);
    ++corrupted_;
}

// How many bytes may go now.
std::size_t FaultProxy::allowed(Way& way) const {
    const auto now = Clock::now();
    const double passed = std::chrono::duration<double>(now - std::exchange(way.last, now)).count();
    const Fault fault = fault_;
    if (fault == Fault::slice) return 1;
    if (fault != Fault::throttle) return kMaxWaiting;
    way.budget = std::min(way.budget + passed * static_cast<double>(options_.bytes_per_second), 1'000.0);
    return static_cast<std::size_t>(way.budget);
}

bool FaultProxy::pass_on(int to, Way& way) {
    std::size_t left = allowed(way);
    while (!way.pieces.empty() && left > 0 && (fault_ != Fault::delay || way.pieces.front().due <= Clock::now())) {
        std::string& bytes = way.pieces.front().bytes;
        const ssize_t n = ::send(to, bytes.data(), std::min(left, bytes.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
        const auto sent = static_cast<std::size_t>(n);
        left -= sent;
        way.waiting -= sent;
        way.budget = std::max(0.0, way.budget - static_cast<double>(sent));
        bytes.erase(0, sent);
        if (bytes.empty()) way.pieces.pop_front();
    }
    if (way.ended && way.pieces.empty() && !way.closed) {
        ::shutdown(to, SHUT_WR);
        way.closed = true;
    }
    return true;
}

void FaultProxy::end(Pair& pair) {
    if (options_.forgets_upstream && pair.server >= 0) forgotten_.push_back(std::exchange(pair.server, -1));
    if (pair.asking.closed && pair.answering.closed) {  // both have said goodbye
        ::close(std::exchange(pair.client, -1));
        if (pair.server >= 0) ::close(std::exchange(pair.server, -1));
    }
    cut(pair.client);
    cut(pair.server);
}

}  // namespace afterglow::harness
