#include "http/server/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <future>
#include <mutex>
#include <set>
#include <thread>

#include "http/server/security_headers.h"
#include "http/server/test_client.h"

namespace afterglow::http {
namespace {

using testing::Answer;
using testing::Client;
using testing::eventually;
using testing::quick_options;
using testing::start;
using namespace std::chrono_literals;

const std::string kGet = "GET /x HTTP/1.1\r\nHost: clinic\r\n\r\n";

std::string get(const std::string& path, const std::string& lines = "") {
    return "GET " + path + " HTTP/1.1\r\nHost: clinic\r\n" + lines + "\r\n";
}

Response text(std::string body) {
    return {
        .status = 200, .content_type = "text/plain", .headers = {}, .body = std::move(body), .shared_body = nullptr};
}

// Keeps responders, so that a test answers when it wants.
struct Later {
    std::mutex mutex;
    std::vector<Responder> waiting;
    Handler handler() {
        return [this](const Request&, Responder responder) {
            const std::lock_guard lock(mutex);
            waiting.push_back(std::move(responder));
        };
    }
    std::size_t count() {
        const std::lock_guard lock(mutex);
        return waiting.size();
    }
};

// ---- answers --------------------------------------------------------------------------------------------------------

TEST(Server, AnswersAndKeepsTheConnection) {
    const auto server = start();
    Client client(server->port());
    for (int i = 0; i < 3; ++i) {
        const Answer answer = client.ask(get("/hello/" + std::to_string(i)));
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "GET /hello/" + std::to_string(i) + " ");
        EXPECT_TRUE(answer.has("Content-Type: text/plain"));
        EXPECT_NE(answer.head.find("\r\nDate: "), std::string::npos);
        EXPECT_EQ(answer.head.find("Connection:"), std::string::npos);
    }
    EXPECT_EQ(server->counters().connections_accepted, 1U);
    EXPECT_EQ(server->counters().requests, 3U);
    EXPECT_EQ(server->counters().answers[2], 3U);
}

TEST(Server, TellsTheHandlerWhoAsks) {
    std::promise<Request> seen;
    const auto server = start(quick_options(), [&](Request request, const Responder& responder) {
        seen.set_value(std::move(request));
        responder.answer(text(""));
    });
    Client client(server->port(), 0, "127.0.0.9");
    client.ask(kGet);
    const Request request = seen.get_future().get();
    EXPECT_EQ(request.remote_address, "127.0.0.9");
    EXPECT_FALSE(request.secure);
}

// Found by tests/net: others waited for seconds behind clients that had sent many requests at once.
TEST(Server, ManyRequestsAtOnceTakeTurnsWithOthers) {
    auto options = quick_options();
    options.threads = 1;
    std::atomic<int> handled{0}, before_the_other{-1};
    const auto server = start(options, [&](Request request, const Responder& responder) {
        if (request.path == "/other") before_the_other = handled.load();
        ++handled;
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
        responder.answer({.content_type = "text/plain", .body = "x"});
    });
    Client other(server->port());
    ASSERT_EQ(other.ask("GET /before HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
    Client greedy(server->port());
    std::string many;
    for (int i = 0; i < 500; ++i) many += "GET /many HTTP/1.1\r\nHost: x\r\n\r\n";
    greedy.send(many);
    ASSERT_TRUE(eventually([&] { return handled > 10; }));
    EXPECT_EQ(other.ask("GET /other HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
    EXPECT_LT(before_the_other, 400);
    for (int i = 0; i < 500; ++i) ASSERT_EQ(greedy.receive().status, 200) << i;
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
    const auto server = start(quick_options(), [](const Request& request, Responder responder) {
        if (request.path.ends_with("7")) {  // one in the middle is answered by another thread
            std::thread([responder = std::move(responder)] {
                std::this_thread::sleep_for(20ms);
                responder.answer(text("late"));
            }).detach();
        } else {
            responder.answer(text(request.path));
        }
    });
    std::string requests;
    for (int i = 0; i < 500; ++i) requests += get("/" + std::to_string(i));
    Client client(server->port());
    std::thread sender([&] { client.send(requests); });
    for (int i = 0; i < 500; ++i) EXPECT_EQ(client.receive().body, i % 10 == 7 ? "late" : "/" + std::to_string(i));
    sender.join();
}

TEST(Server, HandsOnBodies) {
    const auto server = start();
    Client client(server->port());
    EXPECT_EQ(client.ask("POST /a HTTP/1.1\r\nHost: c\r\nContent-Length: 3\r\n\r\nabc").body, "POST /a abc");
    EXPECT_EQ(
        client.ask("PUT /a HTTP/1.1\r\nHost: c\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            .body,
        "PUT /a abcde");
    const std::string large(kMaxBodyBytes, 'b');
    EXPECT_EQ(
        client
            .ask("POST /a HTTP/1.1\r\nHost: c\r\nContent-Length: " + std::to_string(large.size()) + "\r\n\r\n" + large)
            .body,
        "POST /a " + large);
    EXPECT_EQ(client.ask("POST /b HTTP/1.1\r\nHost: c\r\nContent-Length: 1\r\n\r\nx\r\n" + kGet).body,
              "POST /b x");  // an empty line between
    EXPECT_EQ(client.receive().body, "GET /x ");
}

TEST(Server, SaysContinueOnlyWhenTheBodyIsAwaited) {
    const auto server = start();
    Client client(server->port());
    const std::string head = "POST /a HTTP/1.1\r\nHost: c\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    EXPECT_EQ(client.ask(head).status, 100);
    EXPECT_EQ(client.ask("abc").body, "POST /a abc");
    EXPECT_EQ(client.ask(head + "abc").status, 200);
    const Answer too_large =
        client.ask("POST /a HTTP/1.1\r\nHost: c\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
    EXPECT_EQ(too_large.status, 413);
}

TEST(Server, AnswersHeadWithoutABody) {
    const auto server = start();
    Client client(server->port());
    client.send("HEAD /x HTTP/1.1\r\nHost: c\r\n\r\n" + kGet);
    EXPECT_TRUE(client.receive(true).has("Content-Length: 8"));
    EXPECT_EQ(client.receive().body, "GET /x ");
}

TEST(Server, SendsNoBodyWith204And304) {
    const auto server = start(quick_options(), [](const Request& request, const Responder& responder) {
        Response response = text("never seen");
        response.status = request.path == "/204" ? 204 : 304;
        responder.answer(std::move(response));
    });
    Client client(server->port());
    for (const char* path : {"/204", "/304"}) {
        const Answer answer = client.ask(get(path));
        EXPECT_EQ(answer.head.find("Content-Length"), std::string::npos);
        EXPECT_EQ("/" + std::to_string(answer.status), path);
    }
}

TEST(Server, ClosesWhenAsked) {
    const auto server = start();
    Client polite(server->port());
    EXPECT_TRUE(polite.ask(get("/x", "Connection: close\r\n")).has("Connection: close"));
    EXPECT_TRUE(polite.is_closed_by_server());
    Client old(server->port());
    EXPECT_TRUE(old.ask("GET / HTTP/1.0\r\n\r\n").has("Connection: close"));
    EXPECT_TRUE(old.is_closed_by_server());
    Client half_closed(server->port());
    half_closed.send(kGet);
    half_closed.finish_sending();
    EXPECT_EQ(half_closed.receive().status, 200);
    EXPECT_TRUE(half_closed.is_closed_by_server());
}

TEST(Server, SendsLargeSharedBodies) {
    const auto large = std::make_shared<const std::string>(8 * 1024 * 1024, 'z');
    const auto server = start(quick_options(), [&](const Request&, const Responder& responder) {
        Response response = text("");
        response.shared_body = large;
        responder.answer(std::move(response));
    });
    Client client(server->port());
    for (int i = 0; i < 2; ++i) EXPECT_EQ(client.ask(kGet).body, *large);
}

TEST(Server, PutsCommonHeadersOnEveryAnswer) {
    auto options = quick_options();
    options.common_headers = security_headers(false);
    const auto server = start(options, [](const Request& request, const Responder& responder) {
        Response response = text("");
        if (request.path == "/own") response.headers = {{"referrer-policy", "same-origin"}};
        responder.answer(std::move(response));
    });
    Client client(server->port());
    const Answer plain = client.ask(kGet);
    EXPECT_TRUE(plain.has("Content-Security-Policy: " + std::string(kContentSecurityPolicy)));
    EXPECT_TRUE(plain.has("Referrer-Policy: no-referrer"));
    EXPECT_EQ(plain.head.find("Strict-Transport-Security"), std::string::npos);
    const Answer own = client.ask(get("/own"));
    EXPECT_TRUE(own.has("referrer-policy: same-origin"));
    EXPECT_EQ(own.head.find("no-referrer"), std::string::npos);
    EXPECT_TRUE(client.ask("nonsense\r\n\r\n").has("X-Content-Type-Options: nosniff"));  // refusals too
}

// ---- answering late, never, twice, wrongly -------------------------------------------------------------------------

TEST(Server, AnswersLaterFromAnotherThread) {
    Later later;
    const auto server = start(quick_options(), later.handler());
    Client client(server->port());
    client.send(kGet);
    ASSERT_TRUE(eventually([&] { return later.count() == 1; }));
    EXPECT_TRUE(later.waiting[0].is_wanted());
    EXPECT_TRUE(later.waiting[0].answer(text("first")));
    EXPECT_FALSE(later.waiting[0].answer(text("second")));
    EXPECT_EQ(client.receive().body, "first");
    EXPECT_FALSE(later.waiting[0].is_wanted());
    EXPECT_FALSE(later.waiting[0].answer(text("third")));
}

TEST(Server, SurvivesAnswersToClientsThatHaveGone) {
    Later later;
    const auto server = start(quick_options(), later.handler());
    for (int i = 0; i < 20; ++i) {
        Client client(server->port());
        client.send(kGet);
        ASSERT_TRUE(eventually([&] { return later.count() == static_cast<std::size_t>(i + 1); }));
        if (i % 2 == 0) client.reset();
    }
    for (const Responder& each : later.waiting) each.answer(text(std::string(100'000, 'x')));
    EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 0; }));
    Client client(server->port());
    client.send(kGet);
    ASSERT_TRUE(eventually([&] { return later.count() == 21; }));
    later.waiting.back().answer(text("alive"));
    EXPECT_EQ(client.receive().body, "alive");
}

TEST(Server, SurvivesAnswersAfterItsOwnEnd) {
    Later later;
    auto options = quick_options();
    options.limits.stop_time = 50ms;
    auto server = start(options, later.handler());
    Client client(server->port());
    client.send(kGet);
    ASSERT_TRUE(eventually([&] { return later.count() == 1; }));
    server.reset();
    EXPECT_FALSE(later.waiting[0].is_wanted());
    EXPECT_FALSE(later.waiting[0].answer(text("too late")));
}

TEST(Server, AnswersManyFromManyThreads) {
    Later later;
    const auto server = start(quick_options(), later.handler());
    constexpr int kClients = 16;
    constexpr int kRounds = 50;
    std::atomic<bool> ends{false};
    std::vector<std::thread> workers;
    for (int i = 0; i < 3; ++i) {
        workers.emplace_back([&] {
            while (!ends) {
                std::optional<Responder> next;
                {
                    const std::lock_guard lock(later.mutex);
                    if (!later.waiting.empty()) {
                        next = std::move(later.waiting.back());
                        later.waiting.pop_back();
                    }
                }
                if (next) {
                    next->answer(text("done"));
                } else {
                    std::this_thread::yield();
                }
            }
        });
    }
    std::vector<std::thread> clients;
    std::atomic<int> answered{0};
    for (int i = 0; i < kClients; ++i) {
        clients.emplace_back([&] {
            Client client(server->port());
            for (int k = 0; k < kRounds; ++k) answered += client.ask(kGet).body == "done";
        });
    }
    for (auto& each : clients) each.join();
    ends = true;
    for (auto& each : workers) each.join();
    EXPECT_EQ(answered, kClients * kRounds);
}

TEST(Server, TurnsFaultsOfHandlersInto500) {
    auto options = quick_options();
    std::atomic<int> reports{0};
    options.on_failure = [&](const std::string&) { ++reports; };
    const auto server = start(options, [](const Request& request, const Responder& responder) {
        if (request.path == "/throws") throw std::runtime_error("no");
        if (request.path == "/forgets") return;
        Response response = text("");
        if (request.path == "/splits") response.headers = {{"X", "a\r\nSet-Cookie: b"}};
        if (request.path == "/contradicts") response.headers = {{"Content-Length", "7"}};
        if (request.path == "/odd") response.status = 99;
        responder.answer(std::move(response));
    });
    Client client(server->port());
    for (const char* path : {"/throws", "/forgets", "/splits", "/contradicts", "/odd"}) {
        const Answer answer = client.ask(get(path));
        EXPECT_EQ(answer.status, 500) << path;
        EXPECT_EQ(answer.head.find("Set-Cookie"), std::string::npos);
        EXPECT_TRUE(answer.has("Content-Type: application/problem+json"));
    }
    EXPECT_EQ(client.ask(kGet).status, 200);
    EXPECT_EQ(reports, 4);
}

TEST(Server, Says500WhenTheLastResponderGoesLater) {
    Later later;
    const auto server = start(quick_options(), later.handler());
    Client client(server->port());
    client.send(kGet);
    ASSERT_TRUE(eventually([&] { return later.count() == 1; }));
    later.waiting.clear();
    EXPECT_EQ(client.receive().status, 500);
}

// ---- refusals over the wire (all shapes: request_reader_test.cpp) ----------------------------------------------------

TEST(Server, RefusesAndCloses) {
    const auto server = start();
    const std::vector<std::pair<std::string, int>> cases{
        {"POST / HTTP/1.1\r\nHost: c\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + kGet, 400},
        {"GET / HTTP/1.1\nHost: c\n\n", 400},
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {"GET /../x HTTP/1.1\r\nHost: c\r\n\r\n", 400},
        {"GET /" + std::string(kMaxTargetBytes, 'x') + " HTTP/1.1\r\nHost: c\r\n\r\n", 414},
        {"GET / HTTP/1.1\r\nHost: c\r\nX: " + std::string(kMaxHeadBytes, 'x') + "\r\n\r\n", 431},
        {"POST / HTTP/1.1\r\nHost: c\r\nContent-Length: " + std::to_string(kMaxBodyBytes + 1) + "\r\n\r\n" +
             std::string(kMaxBodyBytes + 1, 'x'),
         413},
        {"BREW / HTTP/1.1\r\nHost: c\r\n\r\n", 501},
        {"GET / HTTP/3.0\r\nHost: c\r\n\r\n", 505},
    };
    for (const auto& [bytes, status] : cases) {
        Client client(server->port());
        std::thread sender([&client, &bytes = bytes] { client.send(bytes); });
        const Answer answer = client.receive();
        sender.join();
        EXPECT_EQ(answer.status, status) << bytes.substr(0, 60);
        EXPECT_TRUE(answer.has("Connection: close"));
        EXPECT_NE(answer.body.find("\"code\":"), std::string::npos);
        EXPECT_TRUE(client.is_closed_by_server());  // nothing after it is read as a request
    }
    EXPECT_EQ(server->counters().requests, 0U);
    EXPECT_EQ(server->counters().requests_refused, cases.size());
}

TEST(Server, AnswersWhatCameBeforeARefusal) {
    const auto server = start();
    Client client(server->port());
    client.send(kGet + "nonsense\r\n\r\n" + kGet);
    EXPECT_EQ(client.receive().status, 200);
    EXPECT_EQ(client.receive().status, 400);
    EXPECT_TRUE(client.is_closed_by_server());
}

// ---- listening ------------------------------------------------------------------------------------------------------

TEST(Server, RefusesATakenPort) {
    const auto server = start();
    auto options = quick_options();
    options.port = server->port();
    const auto second = Server::start(options, testing::echo);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.refusal().code, "port_taken");
    EXPECT_NE(start_refusal_text(second.refusal()).find(std::to_string(options.port)), std::string::npos);
}

TEST(Server, RefusesAddressesThatAreNotHere) {
    auto options = quick_options();
    options.address = "192.0.2.1";
    EXPECT_EQ(Server::start(options, testing::echo).refusal().code, "address_not_here");
    options.address = "clinic";
    EXPECT_EQ(Server::start(options, testing::echo).refusal().code, "address_invalid");
}

TEST(Server, TakesItsPortAgainAtOnce) {
    auto server = start();
    auto options = quick_options();
    options.port = server->port();
    Client client(options.port);
    client.ask(kGet);
    server.reset();  // our side closes first: TIME_WAIT stays behind
    server = start(options);
    EXPECT_EQ(Client(options.port).ask(kGet).status, 200);
}

// ---- stopping -------------------------------------------------------------------------------------------------------

TEST(Server, StopsGracefully) {
    Later later;
    const auto server = start(quick_options(), later.handler());
    Client idle(server->port());
    Client busy(server->port());
    busy.send(kGet);
    ASSERT_TRUE(eventually([&] { return later.count() == 1; }));
    server->stop();
    server->stop();
    EXPECT_TRUE(idle.is_closed_by_server());
    EXPECT_FALSE(Client(server->port()).is_connected() && !Client(server->port()).ask(kGet).head.empty());
    std::thread waiter([&] { server->wait(); });
    std::this_thread::sleep_for(50ms);
    EXPECT_TRUE(later.waiting[0].answer(text("finished")));
    const Answer answer = busy.receive();
    EXPECT_EQ(answer.body, "finished");
    EXPECT_TRUE(answer.has("Connection: close"));
    busy.close();
    waiter.join();
    EXPECT_EQ(server->counters().connections_open, 0);
}

TEST(Server, StopIsBounded) {
    Later later;
    auto options = quick_options();
    options.limits.stop_time = 100ms;
    const auto server = start(options, later.handler());
    Client busy(server->port());
    busy.send(kGet);
    Client half(server->port());
    half.send("GET / HT");
    ASSERT_TRUE(eventually([&] { return later.count() == 1; }));
    const auto begin = std::chrono::steady_clock::now();
    server->stop();
    server->wait();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
    EXPECT_TRUE(busy.is_closed_by_server());
    EXPECT_FALSE(later.waiting[0].answer(text("")));
}

TEST(Server, StopsOnASignal) {
    auto options = quick_options();
    options.stop_on_signals = true;
    const auto server = start(options);
    Client client(server->port());
    EXPECT_EQ(client.ask(kGet).status, 200);
    std::raise(SIGTERM);
    server->wait();
    EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Server, MayBeStoppedByAHandler) {
    Server* running = nullptr;
    const auto server = start(quick_options(), [&](const Request&, const Responder& responder) {
        running->stop();
        responder.answer(text("bye"));
    });
    running = server.get();
    Client client(server->port());
    EXPECT_EQ(client.ask(kGet).body, "bye");
    client.close();
    server->wait();
}

}  // namespace
}  // namespace afterglow::http
