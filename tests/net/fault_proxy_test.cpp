// The proxy itself: each fault does what it says, between sockets of the file system, as a database has them.

#include "tests/harness/fault_proxy.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "tests/harness/temporary.h"

namespace afterglow::harness {
namespace {

using Clock = std::chrono::steady_clock;

int socket_at(const std::string& path, bool listens) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    const int done = listens ? ::bind(made, generic, sizeof address) : ::connect(made, generic, sizeof address);
    if (done != 0 || (listens && ::listen(made, 16) != 0)) throw std::runtime_error("no socket at " + path);
    return made;
}

// Says again what it hears, to one client after the other.
class Echo {
public:
    explicit Echo(const std::string& path) : listener_(socket_at(path, true)), thread_([this] { run(); }) {}
    ~Echo() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }

private:
    void run() const {
        for (int client; (client = ::accept(listener_, nullptr, nullptr)) >= 0; ::close(client)) {
            char piece[4096];
            for (ssize_t n; (n = ::recv(client, piece, sizeof piece, 0)) > 0;)
                ::send(client, piece, static_cast<std::size_t>(n), MSG_NOSIGNAL);
        }
    }
    int listener_;
    std::thread thread_;
};

class Proxy : public testing::Test {
protected:
    // What comes back of `text`.
    std::string said_again(const std::string& text, Fault fault, int patience_ms = 3'000) {
        return said_again(proxy_, path("proxy"), text, fault, patience_ms);
    }
    std::string said_again(FaultProxy& proxy, const std::string& place, const std::string& text, Fault fault,
                           int patience_ms = 3'000) {
        const int client = socket_at(place, false);
        const timeval patience{patience_ms / 1000, patience_ms % 1000 * 1000};
        ::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        proxy.set(fault);
        const auto begin = Clock::now();
        std::string heard;
        if (::send(client, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size())) {
            char piece[4096];
            for (ssize_t n; heard.size() < text.size() && (n = ::recv(client, piece, sizeof piece, 0)) > 0;)
                heard.append(piece, static_cast<std::size_t>(n));
        }
        seconds_ = std::chrono::duration<double>(Clock::now() - begin).count();
        proxy.set(Fault::none);
        ::close(client);
        return heard;
    }
    std::string path(const char* name) const { return (folder_.path() / name).string(); }

    TemporaryFolder folder_{"proxy"};
    Echo echo_{path("server")};
    FaultProxy proxy_{{.upstream = {.path = path("server")}, .listen = {.path = path("proxy")}}};
    const std::string text_ = std::string(2'000, 'a') + "end";
    double seconds_ = 0;
};

TEST_F(Proxy, PassesOn) {
    EXPECT_EQ(said_again(text_, Fault::none), text_);
    EXPECT_EQ(said_again(text_, Fault::slice), text_);
}

TEST_F(Proxy, IsLateAndSlow) {
    EXPECT_EQ(said_again(text_, Fault::delay), text_);
    EXPECT_GE(seconds_, 0.3);  // both ways
    EXPECT_EQ(said_again(text_, Fault::throttle), text_);
    EXPECT_GE(seconds_, 0.9);
}

TEST_F(Proxy, Corrupts) {
    const std::string heard = said_again(text_, Fault::corrupt);
    EXPECT_EQ(heard.size(), text_.size());
    EXPECT_NE(heard, text_);
    EXPECT_GE(proxy_.corrupted(), 2u);
}

TEST_F(Proxy, CorruptsOneWord) {
    FaultProxy proxy(
        {.upstream = {.path = path("server")}, .listen = {.path = path("particular")}, .corrupts = "aend"});
    EXPECT_EQ(said_again(proxy, path("particular"), text_, Fault::corrupt), std::string(2'000, 'a') + "ene");
}

TEST_F(Proxy, CutsOff) {
    EXPECT_EQ(said_again(text_, Fault::close), "");
    EXPECT_EQ(said_again(text_, Fault::swallow_answers), "");
    EXPECT_EQ(proxy_.swallowed(), 1u);
    EXPECT_EQ(said_again(text_, Fault::none), text_) << "and is well afterwards";
}

TEST_F(Proxy, AcceptsNobody) {
    proxy_.set(Fault::stop_accepting);
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    EXPECT_EQ(said_again(text_, Fault::stop_accepting, 300), "");
    EXPECT_EQ(said_again(text_, Fault::none), text_);
}

}  // namespace
}  // namespace afterglow::harness
