// P30 on the program itself: clients that are slow in every way, floods of sign-ins, more connections than it takes. Others
// are answered all the while, the memory stays bounded, and who is refused is told so.

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <thread>

#include "desk/passwords.h"
#include "http/server/limits.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/process.h"
#include "tests/net/asker.h"
#include "tests/net/watching.h"

namespace afterglow::net {
namespace {

using harness::ServerProcess;
using http::testing::Answer;
using http::testing::Client;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kPerAddress = 500;  // fewer than http::kMaxConnectionsPerAddress
constexpr double kOthersWaitSeconds = 1;  // at most, whatever goes on

std::string address(std::size_t n) {
    return "127.0." + std::to_string(1 + n / 250) + "." + std::to_string(1 + n % 250);
}

// Somebody who works meanwhile, from an address of their own, and the longest time they waited.
class Colleague {
public:
    Colleague(std::uint16_t port, const Session& session)
        : thread_([this, port, session](const std::stop_token& stop) {
              Asker asker(port, false, std::chrono::seconds{10}, "127.0.0.2");
              while (!stop.stop_requested()) {
                  const bool writes = asked_++ % 4 == 0;
                  const auto begin = Clock::now();
                  const Answer answer = asker.ask(writes ? command("record-inquiry", session, desk::new_uuid(),
                                                                   harness::parsed(inquiry(desk::new_uuid(), "Jana")))
                                                         : request("/api/v1/me", session));
                  slowest_ = std::max(slowest_, std::chrono::duration<double>(Clock::now() - begin).count());
                  failures_ += answer.status != 200;
                  std::this_thread::sleep_for(std::chrono::milliseconds{10});
              }
          }) {}
    void judge(const char* meanwhile) {
        thread_.request_stop();
        thread_.join();
        EXPECT_GT(asked_, 5) << meanwhile;
        EXPECT_EQ(failures_, 0) << meanwhile;
        EXPECT_LE(slowest_, kOthersWaitSeconds) << meanwhile;
        std::printf("%s: %d requests of others, %d failed, the slowest took %.0f ms\n", meanwhile, asked_, failures_,
                    slowest_ * 1000);
    }

private:
    int asked_ = 0, failures_ = 0;
    double slowest_ = 0;
    std::jthread thread_;
};

class Overload : public testing::Test {
protected:
    Overload() {
        std::signal(SIGPIPE, [](int) {});
        harness::add_account(data(), "eva", {"coordinator"});
        server_ = std::make_unique<ServerProcess>(data());
        session_ = sign_in(server_->port(), false, "eva", "127.0.0.2");
        before_mib_ = resident_mib(server_->id());
    }
    ~Overload() override { EXPECT_EQ(server_->stop().status, 0); }

    std::filesystem::path data() const { return folder_.path() / "clinic"; }
    std::uint16_t port() const { return server_->port(); }
    double grown_mib() const { return resident_mib(server_->id()) - before_mib_; }

    std::vector<Client> connect(std::size_t count, std::size_t per_address = kPerAddress) const {
        std::vector<Client> clients;
        clients.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            clients.emplace_back(port(), 2048, address(i / per_address).c_str());
            if (!clients.back().is_connected()) throw std::runtime_error("no connection " + std::to_string(i));
        }
        return clients;
    }

    // All of them send one byte after another of what never becomes whole.
    static void drip(std::vector<Client>& clients, std::string_view bytes, double seconds) {
        const auto until = Clock::now() + std::chrono::duration<double>(seconds);
        for (std::size_t at = 0; Clock::now() < until; ++at) {
            for (Client& each : clients) each.send(bytes.substr(at % bytes.size(), 1));
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
        }
    }

    harness::TemporaryFolder folder_{"overload"};
    std::unique_ptr<ServerProcess> server_;
    Session session_;
    double before_mib_ = 0;
};

TEST_F(Overload, SlowHeaders) {
    std::vector<Client> slow = connect(2 * kPerAddress);
    for (Client& each : slow) each.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    Colleague colleague(port(), session_);
    const double seconds = std::chrono::duration<double>(http::kHeadTime).count() * 1.25 + 1;
    drip(slow, "a", seconds);
    colleague.judge("slow headers");
    const auto closed = std::count_if(slow.begin(), slow.end(), [](Client& each) {
        char byte;
        const ssize_t n = ::recv(each.socket(), &byte, 1, MSG_DONTWAIT | MSG_PEEK);
        return n == 0 || (n < 0 && errno != EAGAIN);
    });
    EXPECT_EQ(static_cast<std::size_t>(closed), slow.size()) << "none may hold a place beyond the limit";
    EXPECT_LE(grown_mib(), 64);
    std::printf("%zu slow headers: %ld closed after %.0f s, memory grew by %.0f MiB\n", slow.size(), closed, seconds,
                grown_mib());
}

TEST_F(Overload, SlowBodies) {
    std::vector<Client> slow = connect(2 * kPerAddress);
    const std::string head =
        "POST /api/v1/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "Content-Length: 1000000\r\n\r\n";
    const std::string much(64 * 1024, ' ');  // the system's buffers are small: most of it stays with the server
    for (Client& each : slow) each.send(head + much);
    Colleague colleague(port(), session_);
    drip(slow, " ", is_long() ? std::chrono::duration<double>(http::kBodyTime).count() * 1.25 + 1 : 2);
    colleague.judge("slow bodies");
    EXPECT_LE(grown_mib(), 256) << "bodies that are still arriving are bounded together";
    std::printf("%zu slow bodies: memory grew by %.0f MiB\n", slow.size(), grown_mib());
    slow.clear();
    EXPECT_EQ(Asker(port(), false).ask(request("/api/v1/me", session_)).status, 200);
}

TEST_F(Overload, SlowReaders) {
    std::vector<Client> slow = connect(2 * kPerAddress);
    std::string ask;
    for (int i = 0; i < 20; ++i) ask += request("/api/openapi.json", session_);
    for (Client& each : slow) each.send(ask);
    Colleague colleague(port(), session_);
    std::this_thread::sleep_for(std::chrono::seconds{2});
    colleague.judge("slow readers");
    EXPECT_LE(grown_mib(), 64) << "what many read is held once";
    std::printf("%zu slow readers of 20 answers of 220 kB: memory grew by %.0f MiB\n", slow.size(), grown_mib());
}

TEST_F(Overload, FloodOfSignIns) {
    std::vector<Client> flood = connect(2 * kPerAddress, 2);  // so many addresses that none is held back alone
    Colleague colleague(port(), session_);
    std::atomic<bool> over{false};
    double peak = 0;
    std::jthread watch([&] {
        while (!over) {
            peak = std::max(peak, grown_mib());
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
    });
    const Session nobody;
    for (std::size_t i = 0; i < flood.size(); ++i)
        flood[i].send(
            request("/api/v1/sign-in", nobody,
                    R"({"user":"nobody-)" + std::to_string(i) + R"(","password":"not the password of anybody"})"));
    std::size_t checked = 0, later = 0, other = 0;
    for (Client& each : flood) {
        const Answer answer = each.receive();
        ++(answer.status == 401 ? checked : answer.status == 429 ? later : other);
    }
    over = true;
    watch.join();
    colleague.judge("a flood of sign-ins");
    EXPECT_EQ(other, 0u) << "everybody is told something";
    EXPECT_GT(checked, 0u);
    EXPECT_GT(later, flood.size() / 2) << "no queue without an end";
    EXPECT_LE(peak, 64) << "one password at a time takes its 19 MiB";
    EXPECT_NO_THROW(sign_in(port(), false, "eva", "127.0.0.3")) << "who knows the password comes in";
    std::printf("%zu sign-ins at once: %zu checked, %zu told to come later; memory grew by at most %.0f MiB\n",
                flood.size(), checked, later, peak);
}

TEST_F(Overload, TenThousandIdleConnections) {
    const std::size_t wanted = http::kMaxConnections;
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_max < wanted + 1'100) GTEST_SKIP() << "this machine allows " << limit.rlim_max << " descriptors";
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);

    Asker old(port(), false, std::chrono::seconds{10}, "127.0.0.2");  // connected before, as a colleague would be
    ASSERT_EQ(old.ask(request("/api/v1/me", session_)).status, 200);
    std::vector<Client> idle = connect(wanted - 1);
    ASSERT_TRUE(within(10, [&] { return open_descriptors(server_->id()) >= wanted; }));
    const double grown = grown_mib();

    Client one_more(port(), 0, "127.0.0.3");
    one_more.send(request("/api/v1/me", {}));
    const Answer told = one_more.receive();
    EXPECT_EQ(told.status, 503);
    EXPECT_TRUE(told.has("Retry-After: 5")) << told.head;
    const auto begin = Clock::now();
    EXPECT_EQ(old.ask(request("/api/v1/me", session_)).status, 200) << "who is in is served";
    const double took = std::chrono::duration<double>(Clock::now() - begin).count();
    EXPECT_LE(took, kOthersWaitSeconds);
    EXPECT_LE(grown, 300) << "30 KiB for each";

    idle.clear();
    EXPECT_TRUE(within(10, [&] { return open_descriptors(server_->id()) < 100; })) << "all places are free again";
    EXPECT_EQ(Asker(port(), false).ask(request("/api/v1/me", session_)).status, 200);
    std::printf("%zu connections: memory grew by %.0f MiB, an answer took %.0f ms, one more was told 503\n", wanted,
                grown, took * 1000);
}

}  // namespace
}  // namespace afterglow::net
