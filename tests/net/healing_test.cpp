// P33 on the program itself: between people and the server stands a network that fails in seven ways, again and again.
// After each, everybody is served within ten seconds; whatever was asked is done once; no descriptor stays behind.
// Over TLS the network may also change bytes: what it changed is never done. AFTERGLOW_SEED repeats a run.

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <map>
#include <mutex>

#include "desk/passwords.h"
#include "http/server/test_certificate.h"
#include "tests/crash/settings.h"
#include "tests/harness/clinic.h"
#include "tests/harness/fault_proxy.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/process.h"
#include "tests/net/asker.h"
#include "tests/net/watching.h"

namespace afterglow::net {
namespace {

using harness::Fault;
using harness::FaultProxy;
using harness::parsed;
using harness::ServerProcess;
using Clock = std::chrono::steady_clock;

constexpr int kPeople = 4;
constexpr double kHealsWithinSeconds = 10;

struct Network {
    bool tls = false;
    bool forgets_upstream = false;
    std::vector<Fault> faults;
};

class Healing {
public:
    explicit Healing(Network network) : network_(std::move(network)) {
        std::signal(SIGPIPE, [](int) {});  // OpenSSL writes to sockets that may be cut; a handler is not inherited
        harness::add_account(data(), "eva", {"coordinator"});
        std::vector<std::string> more;
        if (network_.tls) {
            const auto files = http::testing::make_certificate(folder_.path(), "certificate");
            more = {"--tls-certificate", files.certificate, "--tls-key", files.key};
        }
        server_ = std::make_unique<ServerProcess>(data(), more);
        session_ = sign_in(server_->port(), network_.tls, "eva");
        proxy_ = std::make_unique<FaultProxy>(harness::FaultProxyOptions{
            .upstream = {server_->port()}, .seed = crash::seed(), .forgets_upstream = network_.forgets_upstream});
    }

    void run(int cycles) {
        const std::size_t before = settled_descriptors();
        std::mt19937_64 random(crash::seed());
        {
            std::vector<std::jthread> people;
            for (int i = 0; i < kPeople; ++i) people.emplace_back([this, i] { work(i); });
            for (int i = 0; i < cycles && !testing::Test::HasFatalFailure(); ++i) {
                const Fault fault = network_.faults[static_cast<std::size_t>(i) % network_.faults.size()];
                proxy_->set(fault);
                std::this_thread::sleep_for(std::chrono::milliseconds{5 + random() % 40});
                proxy_->set(Fault::none);
                heal(fault);
            }
            stopping_ = true;
        }
        descriptors_left = !within(5, [&] { return open_descriptors(server_->id()) <= before; })
                               ? open_descriptors(server_->id()) - before
                               : 0;
    }

    // What the journal says, beside what was asked.
    void judge() {
        proxy_.reset();
        EXPECT_EQ(server_->stop().status, 0);
        std::map<std::string, int> recorded;
        const harness::Output exported = harness::run_program({"export", "--data", data().string()});
        for (std::size_t at = 0, end = 0; (end = exported.out.find('\n', at)) != std::string::npos; at = end + 1) {
            const std::string line = exported.out.substr(at, end - at);
            if (!line.starts_with('{')) continue;
            const Json event = parsed(line);
            if (harness::text_at(event, "/name") != "InquiryReceived") continue;
            const auto asked = asked_.find(harness::text_at(event, "/command"));
            const std::string name = harness::text_at(event, "/payload/question/name");
            wrong += asked == asked_.end() || asked->second != name;
            ++recorded[name];
        }
        for (const auto& [id, name] : asked_) {
            lost += !recorded.contains(name);
            doubled += recorded.contains(name) && recorded[name] > 1;
        }
        const harness::Output verified = harness::run_program({"verify", "--data", data().string()});
        EXPECT_EQ(verified.status, 0) << verified.out;
    }

    void print(int cycles) const {
        std::printf(
            "%d faults, %zu commands asked %d times, %zu bytes changed, %zu answers swallowed: %d lost, %d doubled, "
            "%d wrong, %zu descriptors left; slowest healing %.0f ms (%s)\n",
            cycles, asked_.size(), attempts_.load(), corrupted, swallowed, lost, doubled, wrong, descriptors_left,
            slowest_ * 1000, name_of(slowest_fault_));
    }

    int lost = 0, doubled = 0, wrong = 0;
    std::atomic<int> given_up = 0;
    std::size_t descriptors_left = 0, corrupted = 0, swallowed = 0;

private:
    std::filesystem::path data() const { return folder_.path() / "clinic"; }

    // Every thread of the server keeps a connection to the database of its own once it was asked for something.
    std::size_t settled_descriptors() {
        for (int i = 0; i < 8; ++i) {
            const std::string bytes =
                i % 2 == 0 ? request("/api/v1/inquiries", session_)
                           : command("record-inquiry", session_, desk::new_uuid(), parsed(inquiry("no id", "Jana")));
            EXPECT_NE(Asker(server_->port(), network_.tls).ask(bytes).status, 0);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
        return open_descriptors(server_->id());
    }

    // One person: asks for one thing after the other, each with one id, until it is done.
    void work(int person) {
        Asker asker(proxy_->port(), network_.tls, std::chrono::milliseconds{400});
        for (int n = 0; !stopping_; ++n) {
            const std::string id = desk::new_uuid(), name = "Jana " + std::to_string(person) + "-" + std::to_string(n);
            {
                const std::lock_guard lock(mutex_);
                asked_[id] = name;
            }
            const std::string bytes = command("record-inquiry", session_, id, parsed(inquiry(desk::new_uuid(), name)));
            for (int refused = 0; refused < 3;) {
                ++attempts_;
                const auto answer = asker.ask(bytes);
                if (answer.status == 200 && answer.body.find(id) != std::string::npos) break;
                refused = answer.status >= 400 ? refused + 1 : 0;
                given_up += refused == 3;
                std::this_thread::sleep_for(std::chrono::milliseconds{5});
            }
            ++done_[person];
        }
    }

    // Everybody has something done that was begun after the fault ended.
    void heal(Fault fault) {
        const auto ended = Clock::now();
        int before[kPeople];
        for (int i = 0; i < kPeople; ++i) before[i] = done_[i];
        ASSERT_TRUE(within(kHealsWithinSeconds,
                           [&] {
                               for (int i = 0; i < kPeople; ++i) {
                                   if (done_[i] < before[i] + 2) return false;
                               }
                               return true;
                           }))
            << "after " << name_of(fault);
        const double took = std::chrono::duration<double>(Clock::now() - ended).count();
        if (took > slowest_) slowest_ = took, slowest_fault_ = fault;
        corrupted = proxy_->corrupted(), swallowed = proxy_->swallowed();
    }

    Network network_;
    harness::TemporaryFolder folder_{"healing"};
    std::unique_ptr<ServerProcess> server_;
    std::unique_ptr<FaultProxy> proxy_;
    Session session_;
    std::mutex mutex_;
    std::map<std::string, std::string> asked_;  // command: name
    std::atomic<int> done_[kPeople]{};
    std::atomic<int> attempts_{0};
    std::atomic<bool> stopping_{false};
    double slowest_ = 0;
    Fault slowest_fault_ = Fault::none;
};

std::vector<Fault> all_faults() { return {std::begin(harness::kAllFaults), std::end(harness::kAllFaults)}; }
std::vector<Fault> all_but_corruption() {
    std::vector<Fault> faults = all_faults();
    std::erase(faults, Fault::corrupt);
    return faults;
}
int cycles() { return static_cast<int>(crash::number_from_environment("AFTERGLOW_FAULTS", is_long() ? 1'000 : 84)); }

TEST(Healing, AfterEveryFaultEverythingIsDoneOnce) {
    std::printf("AFTERGLOW_SEED=%llu\n", static_cast<unsigned long long>(crash::seed()));
    Healing healing({.faults = all_but_corruption()});
    healing.run(cycles());
    healing.judge();
    EXPECT_EQ(healing.lost + healing.doubled + healing.wrong + healing.given_up, 0);
    EXPECT_EQ(healing.descriptors_left, 0u);
    EXPECT_GT(healing.swallowed, 0u);
    healing.print(cycles());
}

TEST(Healing, OverTlsNoChangedByteBecomesAnAct) {
    Healing healing({.tls = true, .faults = all_faults()});
    healing.run(cycles());
    healing.judge();
    EXPECT_EQ(healing.lost + healing.doubled + healing.wrong + healing.given_up, 0);
    EXPECT_EQ(healing.descriptors_left, 0u);
    EXPECT_GT(healing.corrupted, static_cast<std::size_t>(cycles()) / 7);
    healing.print(cycles());
}

TEST(Healing, PlantedLeakIsSeen) {
    Healing healing({.forgets_upstream = true, .faults = {Fault::close}});
    healing.run(10);
    EXPECT_GT(healing.descriptors_left, 0u);
}

TEST(Healing, PlantedAcceptanceOfChangedBytesIsSeen) {  // over plain HTTP nothing protects what is carried
    Healing healing({.faults = {Fault::corrupt}});
    healing.run(cycles());
    healing.judge();
    EXPECT_GT(healing.corrupted, 0u);
    EXPECT_GT(healing.wrong + healing.lost + healing.doubled, 0);
    healing.print(cycles());
}

}  // namespace
}  // namespace afterglow::net
