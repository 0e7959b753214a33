// Every limit of limits.h that takes a connection to test, with shortened times. Those of the bytes of one request are
// in request_reader_test.cpp, those of the web app's folder in static_files_test.cpp.

#include "http/server/limits.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <atomic>
#include <vector>

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
const std::string kPost = "POST /x HTTP/1.1\r\nHost: clinic\r\nContent-Length: 5\r\n\r\n";

std::chrono::milliseconds since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
}

TEST(Limits, HaveTheirPromisedValues) {
    const Limits limits;
    EXPECT_EQ(limits.head_bytes, 16U * 1024);
    EXPECT_EQ(limits.target_bytes, 4U * 1024);
    EXPECT_EQ(limits.body_bytes, 1024U * 1024);
    EXPECT_EQ(limits.head_time, 10s);
    EXPECT_EQ(limits.body_time, 30s);
    EXPECT_EQ(limits.idle_time, 75s);
    EXPECT_EQ(limits.write_stall_time, 30s);
    EXPECT_EQ(limits.stop_time, 10s);
    EXPECT_EQ(limits.connections, 10'000U);
}

// Half a request, and then a byte now and then: closed quietly, whatever the client does.
TEST(Limits, HeadTime) {
    auto options = quick_options();
    options.limits.head_time = 200ms;
    const auto server = start(options);
    Client silent(server->port());
    Client half(server->port());
    half.send("GET / HTTP/1.1\r\nHo");
    Client slow(server->port());
    slow.send("GET / HTTP/1.1\r\n");
    const auto begin = std::chrono::steady_clock::now();
    while (since(begin) < 3s && slow.send("X")) std::this_thread::sleep_for(20ms);
    EXPECT_LT(since(begin), 2s);
    EXPECT_TRUE(silent.is_closed_by_server());
    EXPECT_TRUE(half.is_closed_by_server());
    EXPECT_EQ(server->counters().timeouts, 3U);
    EXPECT_EQ(server->counters().connections_open, 0);
}

TEST(Limits, HeadTimeOfALaterRequest) {
    auto options = quick_options();
    options.limits.head_time = 200ms;
    const auto server = start(options);
    Client client(server->port());
    EXPECT_EQ(client.ask(kGet).status, 200);
    const auto begin = std::chrono::steady_clock::now();
    client.send("GET / HTTP/1.1\r\nHo");
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_LT(since(begin), 2s);  // not the idle time
}

TEST(Limits, BodyTime) {
    auto options = quick_options();
    options.limits.body_time = 200ms;
    const auto server = start(options);
    Client client(server->port());
    client.send(kPost + "he");
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_EQ(server->counters().requests, 0U);
}

TEST(Limits, IdleTime) {
    auto options = quick_options();
    options.limits.idle_time = 200ms;
    const auto server = start(options);
    Client client(server->port());
    for (int i = 0; i < 5; ++i) {  // longer altogether than the idle time
        EXPECT_EQ(client.ask(kGet).status, 200);
        std::this_thread::sleep_for(60ms);
    }
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_LT(since(begin), 2s);
}

TEST(Limits, AnswerTime) {
    auto options = quick_options();
    options.limits.answer_time = 100ms;
    std::vector<Responder> kept;
    const auto server =
        start(options, [&](const Request&, Responder responder) { kept.push_back(std::move(responder)); });
    Client client(server->port());
    const Answer answer = client.ask(kGet);
    EXPECT_EQ(answer.status, 503);
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_FALSE(kept.at(0).is_wanted());
}

Handler large_answers(std::size_t bytes) {
    const auto body = std::make_shared<const std::string>(bytes, 'x');
    return [body](const Request&, const Responder& responder) {
        responder.answer({.status = 200, .content_type = "", .headers = {}, .body = "", .shared_body = body});
    };
}

TEST(Limits, WriteStallTime) {
    auto options = quick_options();
    options.limits.write_stall_time = 200ms;
    const auto server = start(options, large_answers(64 * 1024 * 1024));
    Client client(server->port(), 4096);
    client.send(kGet);  // and never reads
    EXPECT_TRUE(
        eventually([&] { return server->counters().timeouts == 1U && server->counters().connections_open == 0; }));
}

TEST(Limits, WriteTimeAltogether) {
    auto options = quick_options();
    options.limits.write_stall_time = 10s;
    options.limits.write_time = 300ms;
    const auto server = start(options, large_answers(64 * 1024 * 1024));
    Client client(server->port(), 4096);
    client.send(kGet);
    const auto begin = std::chrono::steady_clock::now();
    char byte = 0;
    while (since(begin) < 5s && ::recv(client.socket(), &byte, 1, 0) == 1 && server->counters().timeouts == 0U)
        std::this_thread::sleep_for(1ms);
    EXPECT_LT(since(begin), 3s);
    EXPECT_EQ(server->counters().timeouts, 1U);
}

// Answers to a client that pipelines and does not read pile up only to the bound, then the server stops reading.
TEST(Limits, BufferedOutput) {
    auto options = quick_options();
    options.limits.write_stall_time = 300ms;
    std::atomic<int> handled{0};
    const auto server = start(options, [&](const Request&, const Responder& responder) {
        ++handled;
        responder.answer({.status = 200,
                          .content_type = "",
                          .headers = {},
                          .body = std::string(10'000, 'x'),
                          .shared_body = nullptr});
    });
    Client client(server->port(), 4096);
    std::string many;
    for (int i = 0; i < 2'000; ++i) many += kGet;
    std::thread sender([&] { client.send(many); });
    EXPECT_TRUE(eventually([&] { return server->counters().timeouts == 1U; }));
    sender.join();
    EXPECT_LT(handled, 1'900);  // 20 MB of answers would not fit into the sockets
}

TEST(Limits, LingerTime) {
    const auto server = start();  // 100 ms
    Client client(server->port());
    EXPECT_EQ(client.ask("nonsense\r\n\r\n").status, 400);
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 0; }));  // although we stay
}

TEST(Limits, LingerBytes) {
    auto options = quick_options();
    options.limits.linger_time = 10s;
    const auto server = start(options);
    Client client(server->port());
    EXPECT_EQ(client.ask("nonsense\r\n\r\n").status, 400);
    const std::string piece(64 * 1024, 'x');
    std::size_t sent = 0;
    while (sent < 20 * kMaxLingerBytes && client.send(piece)) sent += piece.size();
    EXPECT_LT(sent, 20 * kMaxLingerBytes);
}

TEST(Limits, Connections) {
    auto options = quick_options();
    options.limits.connections = 3;
    const auto server = start(options);
    std::vector<Client> clients;
    for (int i = 0; i < 3; ++i) {
        clients.emplace_back(server->port());
        EXPECT_EQ(clients.back().ask(kGet).status, 200);
    }
    Client fourth(server->port());
    EXPECT_EQ(fourth.receive().status, 503);
    EXPECT_EQ(server->counters().connections_refused, 1U);
    clients.pop_back();
    EXPECT_TRUE(eventually([&] { return Client(server->port()).ask(kGet).status == 200; }));
}

TEST(Limits, ConnectionsPerAddress) {
    auto options = quick_options();
    options.limits.connections_per_address = 2;
    const auto server = start(options);
    Client first(server->port());
    Client second(server->port());
    EXPECT_EQ(first.ask(kGet).status, 200);
    EXPECT_EQ(second.ask(kGet).status, 200);
    EXPECT_EQ(Client(server->port()).receive().status, 503);
    EXPECT_EQ(Client(server->port(), 0, "127.0.0.2").ask(kGet).status, 200);  // others are not shut out
    first.close();
    EXPECT_TRUE(eventually([&] { return Client(server->port()).ask(kGet).status == 200; }));
}

TEST(Limits, RequestsPerConnection) {
    auto options = quick_options();
    options.limits.requests_per_connection = 3;
    const auto server = start(options);
    Client client(server->port());
    client.send(kGet + kGet + kGet + kGet);
    EXPECT_FALSE(client.receive().has("Connection: close"));
    EXPECT_FALSE(client.receive().has("Connection: close"));
    EXPECT_TRUE(client.receive().has("Connection: close"));
    EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Limits, BodiesOfAllConnections) {
    auto options = quick_options();
    options.limits.bodies_bytes = 1000;
    const auto server = start(options);
    const std::string head = "POST /x HTTP/1.1\r\nHost: clinic\r\nContent-Length: 800\r\n\r\n";
    Client first(server->port());
    first.send(head + std::string(700, 'x'));
    ASSERT_TRUE(eventually([&] { return server->counters().bytes_in == head.size() + 700; }));
    Client second(server->port());
    EXPECT_EQ(second.ask(head + std::string(700, 'x')).status, 503);
    second.close();
    EXPECT_EQ(first.ask(std::string(100, 'x')).status, 200);
    EXPECT_EQ(Client(server->port()).ask(head + std::string(800, 'x')).status, 200);
}

TEST(Limits, IdleConnectionsAreCheap) {
    constexpr std::size_t kIdle = 500;
    constexpr std::size_t kMaxBytesEach = 6 * 1024;  // 2.8 KiB measured, the client's share in this test not counted
    const auto server = start();
    std::vector<Client> clients;
    clients.reserve(kIdle);
    const std::size_t before = mallinfo2().uordblks;  // nothing under the sanitizers, which have their own
    for (std::size_t i = 0; i < kIdle; ++i) {
        clients.emplace_back(server->port());
        ASSERT_EQ(clients.back().ask(kGet).status, 200);
    }
    EXPECT_EQ(server->counters().connections_open, static_cast<std::int64_t>(kIdle));
    EXPECT_LT(mallinfo2().uordblks, before + kIdle * kMaxBytesEach);
    for (Client& each : clients) ASSERT_EQ(each.ask(kGet).status, 200);
}

}  // namespace
}  // namespace afterglow::http
