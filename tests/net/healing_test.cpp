// P33 on the program itself: between people and the server, or between the server and PostgreSQL, stands a network that
// fails in seven ways, again and again. After each, everybody is served within ten seconds; whatever was asked is done once;
// no descriptor stays behind. Over TLS the network may also change bytes: what it changed is never done. AFTERGLOW_SEED
// repeats a run; the tests named Postgres… need PostgreSQL.

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <map>
#include <mutex>

#include "desk/passwords.h"
#include "http/server/test_certificate.h"
#include "journal/postgres/test_server.h"
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
using journal::TestServer;
using Clock = std::chrono::steady_clock;

constexpr int kPeople = 4;
constexpr double kHealsWithinSeconds = 10;

enum class Between { people_and_server, server_and_database };

struct Network {
    Between between = Between::people_and_server;
    bool tls = false;
    bool forgets_upstream = false;
    bool new_ids = false;       // planted: who has no answer asks again under another id
    std::string corrupts = {};  // FaultProxyOptions
    std::vector<Fault> faults;

    bool people_use_it() const { return between == Between::people_and_server; }
};

class Healing {
public:
    explicit Healing(Network network) : network_(std::move(network)) {
        std::signal(SIGPIPE, [](int) {});  // OpenSSL writes to sockets that may be cut; a handler is not inherited
        network_.people_use_it() ? start_behind_the_proxy() : start_before_the_proxy();
        session_ = sign_in(server_->port(), people_use_tls(), "eva");
    }

    void run(int cycles) {
        const std::size_t before = settled_descriptors();
        std::mt19937_64 random(crash::seed());
        {
            std::vector<std::jthread> people;
            for (int i = 0; i < kPeople; ++i) people.emplace_back([this, i] { work(i); });
            for (int i = 0; i < cycles && unhealed == 0; ++i) {
                const Fault fault = network_.faults[static_cast<std::size_t>(i) % network_.faults.size()];
                proxy_->set(fault);
                std::this_thread::sleep_for(std::chrono::milliseconds{i % 8 == 7 ? longest_ : 5 + random() % 40});
                proxy_->set(Fault::none);
                heal(fault);
            }
            abandoned_ = unhealed > 0;
            stopping_ = true;
        }
        descriptors_left = !within(5, [&] { return open_descriptors(server_->id()) <= before; })
                               ? open_descriptors(server_->id()) - before
                               : 0;
    }

    // What the journal says, beside what was asked.
    void judge() {
        proxy_.reset();
        const harness::Output served = server_->stop();
        EXPECT_EQ(served.status, 0) << served.out;
        std::map<std::string, int> recorded;
        const harness::Output exported = run_on_clinic("export");
        for (std::size_t at = 0, end = 0; (end = exported.out.find('\n', at)) != std::string::npos; at = end + 1) {
            const std::string line = exported.out.substr(at, end - at);
            if (!line.starts_with('{')) continue;
            const auto read = parse_json(line);
            if (!read.ok()) ++wrong;  // changed on its way into the journal
            if (!read.ok()) continue;
            const Json& event = *read;
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
        verified = run_on_clinic("verify");
    }
    int undone_or_done_wrongly() const { return lost + doubled + wrong + given_up + unhealed; }

    void print(int cycles) const {
        std::printf(
            "%d faults, %zu commands asked %d times, %zu bytes changed, %zu answers swallowed: %d not healed, %d lost, "
            "%d doubled, "
            "%d wrong, %zu descriptors left; slowest healing %.0f ms (%s)\n",
            cycles, asked_.size(), attempts_.load(), corrupted, swallowed, unhealed, lost, doubled, wrong,
            descriptors_left, slowest_ * 1000, name_of(slowest_fault_));
    }

    int unhealed = 0, lost = 0, doubled = 0, wrong = 0;
    harness::Output verified;
    std::atomic<int> given_up = 0;
    std::size_t descriptors_left = 0, corrupted = 0, swallowed = 0;

private:
    std::filesystem::path data() const { return folder_.path() / "clinic"; }
    bool people_use_tls() const { return network_.tls && network_.people_use_it(); }
    http::TlsFiles certificate() const {
        constexpr long kDay = 86'400;
        return http::testing::make_certificate(folder_.path(), "certificate", -kDay, kDay);
    }
    harness::FaultProxyOptions spoiling(harness::Place upstream) const {
        return {.upstream = std::move(upstream),
                .seed = crash::seed(),
                .forgets_upstream = network_.forgets_upstream,
                .corrupts = network_.corrupts};
    }

    // people, proxy, server
    void start_behind_the_proxy() {
        harness::add_account(data(), "eva", {"coordinator"});
        std::vector<std::string> more;
        if (network_.tls) {
            const auto files = certificate();
            more = {"--tls-certificate", files.certificate, "--tls-key", files.key};
        }
        server_ = std::make_unique<ServerProcess>(data(), more);
        proxy_ = std::make_unique<FaultProxy>(spoiling({server_->port()}));
    }
    // people, server, proxy, database
    void start_before_the_proxy() {
        if (network_.tls) {
            const auto files = certificate();
            database_ = std::make_unique<TestServer>(std::vector<std::string>{},
                                                     TestServer::Certificate{files.certificate, files.key});
        } else {
            database_ = std::make_unique<TestServer>();
        }
        store_ = {"--store", database_->connection()};
        harness::add_account(data(), "eva", {"coordinator"}, store_);
        proxy_ = std::make_unique<FaultProxy>(spoiling(
            network_.tls ? harness::Place{database_->port()} : harness::Place{.path = database_->socket().string()}));
        server_ = std::make_unique<ServerProcess>(
            data(),
            std::vector<std::string>{"--store", "host=127.0.0.1 port=" + std::to_string(proxy_->port()) +
                                                    " user=afterglow dbname=postgres gssencmode=disable sslmode=" +
                                                    (network_.tls ? "require" : "disable")});
        longest_ = 1'500;  // longer than the server waits before it tries again
    }
    harness::Output run_on_clinic(const char* what) const {
        std::vector<std::string> arguments{what, "--data", data().string()};
        arguments.insert(arguments.end(), store_.begin(), store_.end());
        return harness::run_program(arguments);
    }

    // Every thread of the server keeps a connection to the database of its own once it was asked for something.
    std::size_t settled_descriptors() {
        for (int i = 0; i < 8; ++i) {
            const std::string bytes =
                i % 2 == 0 ? request("/api/v1/inquiries", session_)
                           : command("record-inquiry", session_, desk::new_uuid(), parsed(inquiry("no id", "Jana")));
            EXPECT_NE(Asker(server_->port(), people_use_tls()).ask(bytes).status, 0);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
        return open_descriptors(server_->id());
    }

    // One person: asks for one thing after the other, each with one id, until it is done.
    void work(int person) {
        Asker asker = network_.people_use_it() ? Asker(proxy_->port(), network_.tls, std::chrono::milliseconds{400})
                                               : Asker(server_->port(), false, std::chrono::seconds{20});
        for (int n = 0; !stopping_; ++n) {
            std::string id = desk::new_uuid();
            const std::string name = "Jana " + std::to_string(person) + "-" + std::to_string(n);
            {
                const std::lock_guard lock(mutex_);
                asked_[id] = name;
            }
            const std::string first_id = desk::new_uuid();
            for (int refused = 0; refused < 3 && !abandoned_;) {
                ++attempts_;
                const std::string inquiry_id = network_.new_ids ? desk::new_uuid() : first_id;
                const auto answer =
                    asker.ask(command("record-inquiry", session_, id, parsed(inquiry(inquiry_id, name))));
                if (answer.status == 200 && answer.body.find(id) != std::string::npos) break;
                // "The database cannot be written to now" is no refusal; whether it was done, the next answer says.
                const bool refuses = answer.status >= 400 && (network_.people_use_it() || answer.status != 503);
                refused = refuses ? refused + 1 : 0;
                given_up += refused == 3;
                if (network_.new_ids) id = desk::new_uuid();
                std::this_thread::sleep_for(std::chrono::milliseconds{answer.status == 503 ? 50 : 5});
            }
            ++done_[person];
        }
    }

    // Everybody has something done that was begun after the fault ended.
    void heal(Fault fault) {
        const auto ended = Clock::now();
        int before[kPeople];
        for (int i = 0; i < kPeople; ++i) before[i] = done_[i];
        const bool healed = within(kHealsWithinSeconds, [&] {
            for (int i = 0; i < kPeople; ++i) {
                if (done_[i] < before[i] + 2) return false;
            }
            return true;
        });
        unhealed += !healed;
        const double took = std::chrono::duration<double>(Clock::now() - ended).count();
        if (took > slowest_) slowest_ = took, slowest_fault_ = fault;
        corrupted = proxy_->corrupted(), swallowed = proxy_->swallowed();
    }

    Network network_;
    harness::TemporaryFolder folder_{"healing"};
    std::unique_ptr<TestServer> database_;
    std::vector<std::string> store_;  // past the proxy
    std::unique_ptr<FaultProxy> proxy_;
    std::unique_ptr<ServerProcess> server_;
    std::uint64_t longest_ = 45;  // fault, in milliseconds
    Session session_;
    std::mutex mutex_;
    std::map<std::string, std::string> asked_;  // command: name
    std::atomic<int> done_[kPeople]{};
    std::atomic<int> attempts_{0};
    std::atomic<bool> stopping_{false};
    std::atomic<bool> abandoned_{false};  // it does not heal
    double slowest_ = 0;
    Fault slowest_fault_ = Fault::none;
};

std::vector<Fault> all_faults() { return {std::begin(harness::kAllFaults), std::end(harness::kAllFaults)}; }
std::vector<Fault> all_but_corruption() {
    std::vector<Fault> faults = all_faults();
    std::erase(faults, Fault::corrupt);
    return faults;
}
int cycles() { return static_cast<int>(crash::number_from_environment("AFTERGLOW_FAULTS", is_long() ? 1'000 : 56)); }

TEST(Healing, AfterEveryFaultEverythingIsDoneOnce) {
    std::printf("AFTERGLOW_SEED=%llu\n", static_cast<unsigned long long>(crash::seed()));
    Healing healing({.faults = all_but_corruption()});
    healing.run(cycles());
    healing.judge();
    EXPECT_EQ(healing.undone_or_done_wrongly(), 0);
    EXPECT_EQ(healing.verified.status, 0) << healing.verified.out;
    EXPECT_EQ(healing.descriptors_left, 0u);
    EXPECT_GT(healing.swallowed, 0u);
    healing.print(cycles());
}

TEST(Healing, OverTlsNoChangedByteBecomesAnAct) {
    Healing healing({.tls = true, .faults = all_faults()});
    healing.run(cycles());
    healing.judge();
    EXPECT_EQ(healing.undone_or_done_wrongly(), 0);
    EXPECT_EQ(healing.verified.status, 0) << healing.verified.out;
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
    EXPECT_EQ(healing.verified.status, 0) << healing.verified.out;
    healing.print(cycles());
}

// ---- between the server and PostgreSQL ------------------------------------------------------------------------------

TEST(PostgresHealing, AfterEveryFaultEverythingIsDoneOnce) {
    std::printf("AFTERGLOW_SEED=%llu\n", static_cast<unsigned long long>(crash::seed()));
    Healing healing({.between = Between::server_and_database, .faults = all_but_corruption()});
    healing.run(cycles());
    healing.judge();
    EXPECT_EQ(healing.undone_or_done_wrongly(), 0);
    EXPECT_EQ(healing.verified.status, 0) << healing.verified.out;
    EXPECT_EQ(healing.descriptors_left, 0u);
    EXPECT_GT(healing.swallowed, 0u);
    healing.print(cycles());
}

TEST(PostgresHealing, OverTlsNoChangedByteIsWritten) {
    Healing healing({.between = Between::server_and_database, .tls = true, .faults = all_faults()});
    healing.run(cycles());
    healing.judge();
    EXPECT_EQ(healing.undone_or_done_wrongly(), 0);
    EXPECT_EQ(healing.verified.status, 0) << healing.verified.out;
    EXPECT_EQ(healing.descriptors_left, 0u);
    EXPECT_GT(healing.corrupted, 0u);
    healing.print(cycles());
}

TEST(PostgresHealing, PlantedAskingAgainUnderAnotherIdIsSeen) {
    Healing healing({.between = Between::server_and_database, .new_ids = true, .faults = {Fault::swallow_answers}});
    healing.run(20);
    healing.judge();
    EXPECT_GT(healing.doubled, 0);
    healing.print(20);
}

// Without TLS nothing protects what the database is told: here the name of an event. The chain shows it.
TEST(PostgresHealing, PlantedAcceptanceOfChangedBytesIsSeen) {
    Healing healing(
        {.between = Between::server_and_database, .corrupts = "InquiryReceived", .faults = {Fault::corrupt}});
    healing.run(4);
    healing.judge();
    EXPECT_GT(healing.corrupted, 0u);
    EXPECT_NE(healing.verified.status, 0) << healing.verified.out;
    healing.print(4);
}

}  // namespace
}  // namespace afterglow::net
