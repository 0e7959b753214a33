// P1, on the program itself: the server is killed again and again under load over HTTP. What was sent and what was
// answered is kept here, outside the victim: pending, acknowledged, refused. Acknowledged means present after the restart,
// refused means absent, a part of a command never is there. AFTERGLOW_KILLS says how often, AFTERGLOW_LONG=1 makes it
// long, AFTERGLOW_SEED repeats a run, AFTERGLOW_TEST_STORE=postgres keeps the clinic on PostgreSQL.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "desk/passwords.h"
#include "journal/postgres/test_server.h"
#include "tests/crash/settings.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "tests/harness/process.h"
#include "tests/harness/temporary.h"

namespace afterglow::input {
namespace {

using harness::parsed;
using harness::Person;
using harness::Reply;
using harness::ServerProcess;
using journal::TestServer;

enum class Fate { pending, acknowledged, refused };

struct Sent {
    std::string command, inquiry, name;
    bool is_acceptable = true;
    Fate fate = Fate::pending;
};

class KillLoop {
public:
    // Planted: to who asks, a server that answers before its commit is one that is believed when the request is sent.
    explicit KillLoop(bool answers_before_commit = false) : answers_before_commit_(answers_before_commit) {}

    void run(int kills) {
        harness::add_account(data(), "eva", {"coordinator"}, store_);
        std::mt19937_64 random(crash::seed());
        for (int i = 0; i < kills; ++i) {
            ServerProcess server(data(), store_);
            ready_.push_back(server.seconds_to_ready());
            sign_in(server);
            look(server);
            work_and_kill(server, std::chrono::microseconds(2'000 + random() % 60'000));
        }
        ServerProcess server(data(), store_);
        sign_in(server);
        look(server);
        EXPECT_EQ(server.stop().status, 0);
    }

    harness::Output verify() const {
        std::vector<std::string> arguments{"verify", "--data", data().string()};
        arguments.insert(arguments.end(), store_.begin(), store_.end());
        return harness::run_program(arguments);
    }
    std::size_t sent() const { return sent_.size(); }
    std::size_t count(Fate fate) const {
        return static_cast<std::size_t>(
            std::count_if(sent_.begin(), sent_.end(), [=](const auto& each) { return each.second.fate == fate; }));
    }
    // Seconds within which 99 of 100 starts were ready, after the kill before.
    double usually_ready() {
        std::sort(ready_.begin(), ready_.end());
        return ready_[(ready_.size() * 99 - 1) / 100];
    }
    int lost = 0, torn = 0, repeated = 0, refused_and_there = 0;

private:
    std::filesystem::path data() const { return folder_.path() / "clinic"; }
    static std::vector<std::string> new_store() {
        if (!journal::tests_run_on_postgres()) return {};
        return {"--store", TestServer::the().connection(TestServer::the().new_database())};
    }

    void sign_in(const ServerProcess& server) {
        eva_ = std::make_unique<Person>(server.port(), "eva");
        eva_->cookie = cookie_, eva_->csrf = csrf_;
        if (eva_->get("/api/v1/me").status == 200) return;
        ASSERT_EQ(eva_->sign_in().status, 200);
        cookie_ = eva_->cookie, csrf_ = eva_->csrf;
    }

    Json question(const Sent& sent) const {
        return parsed(R"({"inquiry":")" + sent.inquiry + R"(","channel":"phone","question":{"name":")" + sent.name +
                      R"(","phone":"601 234 567","language":"cs","question":"?","answer_by":"phone",)" +
                      R"("consent_to_contact":)" + (sent.is_acceptable ? "true" : "false") + "}}");
    }

    void work_and_kill(ServerProcess& server, std::chrono::microseconds time) {
        std::vector<std::jthread> workers;
        for (int i = 0; i < 4; ++i) {
            workers.emplace_back([&, i] {
                Person worker(server.port(), "eva");
                worker.cookie = cookie_, worker.csrf = csrf_;
                for (int n = 0; n < 100'000; ++n) {
                    Sent sent{desk::new_uuid(), desk::new_uuid(), "Jana " + std::to_string(i) + "-" + std::to_string(n),
                              n % 8 != 7};
                    if (answers_before_commit_ && sent.is_acceptable) sent.fate = Fate::acknowledged;
                    {
                        const std::lock_guard lock(mutex_);
                        sent_[sent.inquiry] = sent;
                        unlooked_.push_back(sent.inquiry);
                    }
                    const Reply reply = worker.command("record-inquiry", question(sent), {.id = sent.command});
                    if (reply.status == 0) return;
                    EXPECT_EQ(reply.status, sent.is_acceptable ? 200 : 422) << reply.text;
                    const std::lock_guard lock(mutex_);
                    sent_[sent.inquiry].fate = reply.status == 200 ? Fate::acknowledged : Fate::refused;
                }
            });
        }
        std::this_thread::sleep_for(time);  // the moment of the kill is what is random here
        server.kill();
        workers.clear();
    }

    // What the last round sent; and of all before, some.
    void look(const ServerProcess&) {
        for (const std::string& id : std::exchange(unlooked_, {})) {
            Sent& sent = sent_[id];
            const Reply reply = eva_->get("/api/v1/inquiries/" + id);
            if (reply.status == 404) {
                lost += sent.fate == Fate::acknowledged;
                if (!sent.is_acceptable || ++repeated_tries_ % 4 != 0) continue;
                // Asked again with the same id, it is done once.
                EXPECT_EQ(eva_->command("record-inquiry", question(sent), {.id = sent.command}).status, 200);
                sent.fate = Fate::acknowledged;
                repeated += harness::number_at(eva_->get("/api/v1/inquiries/" + id).json, "/version") == 1;
                unlooked_.push_back(id);
            } else {
                ASSERT_EQ(reply.status, 200) << reply.text;
                torn += harness::text_at(reply.json, "/inquiry/question/name") != sent.name ||
                        harness::number_at(reply.json, "/version") != 1;
                refused_and_there += !sent.is_acceptable;
                sent.fate = Fate::acknowledged;  // seen: from now on it may not go away
            }
        }
    }

    const bool answers_before_commit_;
    harness::TemporaryFolder folder_{"kill"};
    const std::vector<std::string> store_ = new_store();
    std::unique_ptr<Person> eva_;
    std::string cookie_, csrf_;
    std::mutex mutex_;
    std::map<std::string, Sent> sent_;
    std::vector<std::string> unlooked_;
    std::vector<double> ready_;
    int repeated_tries_ = 0;
};

TEST(KillOverHttp, WhatWasAcknowledgedIsThere) {
    std::printf("AFTERGLOW_SEED=%llu\n", static_cast<unsigned long long>(crash::seed()));
    const bool is_long = crash::number_from_environment("AFTERGLOW_LONG", 0) != 0;
    const std::uint64_t in_check = journal::tests_run_on_postgres() ? 60 : 200;
    const auto kills = static_cast<int>(crash::number_from_environment("AFTERGLOW_KILLS", is_long ? 2'000 : in_check));
    KillLoop loop;
    loop.run(kills);
    EXPECT_EQ(loop.lost, 0);
    EXPECT_EQ(loop.torn, 0);
    EXPECT_EQ(loop.refused_and_there, 0);
    EXPECT_GT(loop.count(Fate::acknowledged), static_cast<std::size_t>(kills));
    EXPECT_GT(loop.count(Fate::refused), 0u);
    EXPECT_LE(loop.usually_ready(), 2.0);
    const harness::Output verified = loop.verify();
    EXPECT_EQ(verified.status, 0) << verified.out;
    std::printf(
        "%d kills, %zu commands sent: %zu acknowledged, %zu refused, %zu pending at a kill; %d lost, %d torn, "
        "%d asked again; ready within %.0f ms (p99)\n",
        kills, loop.sent(), loop.count(Fate::acknowledged), loop.count(Fate::refused), loop.count(Fate::pending),
        loop.lost, loop.torn, loop.repeated, loop.usually_ready() * 1000);
}

TEST(KillOverHttp, PlantedAnswerBeforeCommitIsSeen) {
    KillLoop loop(true);
    loop.run(10);
    EXPECT_GT(loop.lost, 0);
}

}  // namespace
}  // namespace afterglow::input
