#include "devices/mllp_server.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <future>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "devices/acknowledgement.h"
#include "devices/mllp_client.h"

namespace afterglow::devices {
namespace {

using namespace std::chrono_literals;

MllpOptions quick_options() {
    MllpOptions options;
    options.port = 0;
    options.message_bytes = 1000;
    options.stop_time = 200ms;
    return options;
}

void echo(std::string message, const std::string&, const MllpReply& reply) { reply("re:" + std::move(message)); }

std::unique_ptr<MllpServer> start(MllpOptions options = quick_options(), MllpHandler handler = echo) {
    auto server = MllpServer::start(std::move(options), std::move(handler));
    if (!server.ok()) throw std::runtime_error(server.refusal().code);
    return std::move(server).value();
}

MllpClient client(const MllpServer& server) {
    auto connected = MllpClient::connect("127.0.0.1", server.port());
    if (!connected.ok()) throw std::runtime_error(connected.refusal().code);
    return std::move(connected).value();
}

std::string answer(Result<std::string> result) { return result.ok() ? *result : "<" + result.refusal().code + ">"; }

bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 1000; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

// Keeps replies, so that a test answers when it wants.
struct Later {
    std::mutex mutex;
    std::vector<MllpReply> replies;
    MllpHandler handler() {
        return [this](const std::string&, const std::string&, MllpReply reply) {
            const std::lock_guard lock(mutex);
            replies.push_back(std::move(reply));
        };
    }
    bool has(std::size_t count) {
        return eventually([&] {
            const std::lock_guard lock(mutex);
            return replies.size() >= count;
        });
    }
};

struct Troubles {
    std::mutex mutex;
    std::vector<std::string> seen;
    void watch(MllpOptions& options) {
        options.on_trouble = [this](const std::string& text) {
            const std::lock_guard lock(mutex);
            seen.push_back(text);
        };
    }
    bool have(const std::string& words) {
        return eventually([&] {
            const std::lock_guard lock(mutex);
            for (const std::string& each : seen) {
                if (each.find(words) != std::string::npos) return true;
            }
            return false;
        });
    }
};

// ---- messages -------------------------------------------------------------------------------------------------------

TEST(MllpServer, AnswersEachMessage) {
    const auto server = start();
    MllpClient monitor = client(*server);
    for (const std::string text : {"one", "two", ""}) EXPECT_EQ(answer(monitor.ask(text)), "re:" + text);
    EXPECT_EQ(server->connections(), 1U);
}

TEST(MllpServer, TellsWhoSends) {
    std::promise<std::string> peer;
    const auto server = start(quick_options(), [&](const std::string&, std::string from, const MllpReply& reply) {
        peer.set_value(std::move(from));
        reply("ok");
    });
    client(*server).ask("x").ok();
    EXPECT_TRUE(peer.get_future().get().starts_with("127.0.0.1:"));
}

TEST(MllpServer, PutsSplitFramesTogether) {
    const auto server = start();
    MllpClient monitor = client(*server);
    for (const char c : framed("one byte at a time")) {
        ASSERT_TRUE(monitor.send_raw({&c, 1}));
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_EQ(answer(monitor.receive()), "re:one byte at a time");
}

TEST(MllpServer, TakesTwoFramesOfOnePacket) {
    const auto server = start();
    MllpClient monitor = client(*server);
    monitor.send_raw(framed("one") + framed("two"));
    EXPECT_EQ(answer(monitor.receive()), "re:one");
    EXPECT_EQ(answer(monitor.receive()), "re:two");
}

TEST(MllpServer, AnswersInTheOrderOfTheMessages) {
    Later later;
    const auto server = start(quick_options(), later.handler());
    MllpClient monitor = client(*server);
    monitor.send_raw(framed("one") + framed("two") + framed("three"));
    ASSERT_TRUE(later.has(3));
    std::thread([&] { later.replies[2]("3"); }).join();
    std::thread([&] { later.replies[1]("2"); }).join();
    std::thread([&] {
        later.replies[0]("1");
        later.replies[0]("never seen");
    }).join();
    EXPECT_EQ(answer(monitor.receive()), "1");
    EXPECT_EQ(answer(monitor.receive()), "2");
    EXPECT_EQ(answer(monitor.receive()), "3");
}

TEST(MllpServer, PassesOverGarbage) {
    Troubles troubles;
    MllpOptions options = quick_options();
    troubles.watch(options);
    const auto server = start(options);
    MllpClient monitor = client(*server);
    monitor.send_raw("GET / HTTP/1.1\r\n\r\n" + framed("one"));
    EXPECT_EQ(answer(monitor.receive()), "re:one");
    EXPECT_TRUE(troubles.have("outside of frames"));
}

TEST(MllpServer, AnswersFramesThatAreTooLargeOrBroken) {
    Troubles troubles;
    MllpOptions options = quick_options();
    troubles.watch(options);
    const auto server = start(options);
    MllpClient monitor = client(*server);
    monitor.send_raw(framed(std::string(1001, 'x')) + "\x0Bhalf" + framed("whole"));
    for (const std::string problem : {"message_too_large", "frame_broken"}) {
        const auto ack = read_acknowledgement(answer(monitor.receive()));
        ASSERT_TRUE(ack.ok());
        EXPECT_EQ(ack->code, AckCode::ar);
        EXPECT_EQ(ack->control_id, "");
        EXPECT_EQ(ack->problem, problem);
    }
    EXPECT_EQ(answer(monitor.receive()), "re:whole");
    EXPECT_TRUE(troubles.have("too large"));
    EXPECT_TRUE(troubles.have("in the middle of another"));
}

TEST(MllpServer, AnswersForAHandlerThatDoesNot) {
    const auto server = start(quick_options(), [](const std::string& message, const std::string&, const MllpReply&) {
        if (message.starts_with("throw")) throw std::runtime_error("a failure");
    });
    MllpClient monitor = client(*server);
    const std::string message = "MSH|^~\\&|A|B|||20261122||ORU^R01|M7|P|2.6\rPID|1";
    for (const std::string& text : {message, std::string("throw")}) {
        const auto ack = read_acknowledgement(answer(monitor.ask(text)));
        ASSERT_TRUE(ack.ok());
        EXPECT_EQ(ack->code, AckCode::ar);
        EXPECT_EQ(ack->control_id, text == message ? "M7" : "");
    }
}

// ---- clients that behave badly --------------------------------------------------------------------------------------

TEST(MllpServer, OutlivesAPeerThatGoesBeforeTheAnswer) {
    Later later;
    const auto server = start(quick_options(), later.handler());
    {
        MllpClient monitor = client(*server);
        monitor.send_raw(framed("one"));
        ASSERT_TRUE(later.has(1));
    }
    later.replies[0]("too late");
    EXPECT_TRUE(eventually([&] { return server->connections() == 0; }));
    MllpClient next = client(*server);
    next.send_raw(framed("two"));
    ASSERT_TRUE(later.has(2));
    later.replies[1]("in time");
    EXPECT_EQ(answer(next.receive()), "in time");
}

TEST(MllpServer, ReadsNoFurtherThanItAnswers) {
    Later later;
    MllpOptions options = quick_options();
    options.unanswered = 3;
    const auto server = start(options, later.handler());
    MllpClient monitor = client(*server);
    for (int i = 0; i < 10; ++i) monitor.send_raw(framed(std::to_string(i)));
    ASSERT_TRUE(later.has(3));
    std::this_thread::sleep_for(50ms);
    for (std::size_t i = 0; i < 10; ++i) {
        ASSERT_TRUE(later.has(i + 1));
        const std::lock_guard lock(later.mutex);
        EXPECT_LE(later.replies.size(), i + 3);
        later.replies[i](std::to_string(i));
    }
    for (int i = 0; i < 10; ++i) EXPECT_EQ(answer(monitor.receive()), std::to_string(i));
}

TEST(MllpServer, DoesNotBlameAClientForItsOwnPause) {
    Later later;
    MllpOptions options = quick_options();
    options.unanswered = 1;
    options.frame_time = 80ms;
    const auto server = start(options, later.handler());
    MllpClient monitor = client(*server);
    monitor.send_raw(framed("one") + "\x0Btw");
    ASSERT_TRUE(later.has(1));
    std::this_thread::sleep_for(150ms);
    later.replies[0]("1");
    EXPECT_EQ(answer(monitor.receive()), "1");
    monitor.send_raw("o\x1C\r");
    ASSERT_TRUE(later.has(2));
    later.replies[1]("2");
    EXPECT_EQ(answer(monitor.receive()), "2");
}

TEST(MllpServer, ClosesWhoIsSilent) {
    Troubles troubles;
    MllpOptions options = quick_options();
    options.idle_time = 60ms;
    troubles.watch(options);
    const auto server = start(options);
    MllpClient monitor = client(*server);
    EXPECT_EQ(answer(monitor.receive()), "<connection_lost>");
    EXPECT_TRUE(troubles.have("timed out"));
}

TEST(MllpServer, ClosesWhoNeverFinishesAFrame) {
    MllpOptions options = quick_options();
    options.frame_time = 80ms;
    const auto server = start(options);
    MllpClient monitor = client(*server);
    EXPECT_EQ(answer(monitor.ask("whole")), "re:whole");
    monitor.send_raw("\x0B");
    for (int i = 0; i < 100 && server->connections() > 0; ++i) {
        monitor.send_raw("x");
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(server->connections(), 0U);
}

TEST(MllpServer, ClosesWhoDoesNotReadAnswers) {
    MllpOptions options = quick_options();
    options.frame_time = 100ms;
    const auto server = start(options, [](const std::string&, const std::string&, const MllpReply& reply) {
        reply(std::string(4 << 20, 'x'));
    });
    MllpClient monitor = client(*server);
    for (int i = 0; i < 8; ++i) monitor.send_raw(framed("x"));
    EXPECT_TRUE(eventually([&] { return server->connections() == 0; }));
}

TEST(MllpServer, BoundsConnections) {
    Troubles troubles;
    MllpOptions options = quick_options();
    options.connections = 3;
    troubles.watch(options);
    const auto server = start(options);
    std::vector<MllpClient> monitors;
    for (int i = 0; i < 3; ++i) {
        monitors.push_back(client(*server));
        EXPECT_EQ(answer(monitors.back().ask("x")), "re:x");
    }
    MllpClient fourth = client(*server);
    EXPECT_EQ(answer(fourth.ask("x")), "<connection_lost>");
    EXPECT_TRUE(troubles.have("too many connections"));
    monitors.pop_back();
    EXPECT_TRUE(eventually([&] { return server->connections() == 2; }));
    MllpClient fifth = client(*server);
    EXPECT_EQ(answer(fifth.ask("x")), "re:x");
}

TEST(MllpServer, BoundsConnectionsOfOneAddress) {
    MllpOptions options = quick_options();
    options.connections_per_address = 1;
    const auto server = start(options);
    MllpClient first = client(*server);
    EXPECT_EQ(answer(first.ask("x")), "re:x");
    MllpClient second = client(*server);
    EXPECT_EQ(answer(second.ask("x")), "<connection_lost>");
}

TEST(MllpServer, ServesManyMonitorsAtOnce) {
    const auto server = start();
    std::vector<std::thread> threads;
    std::atomic<int> good = 0;
    for (int i = 0; i < 20; ++i) {
        threads.emplace_back([&, i] {
            MllpClient monitor = client(*server);
            for (int j = 0; j < 50; ++j) {
                const std::string text = std::to_string(i) + "/" + std::to_string(j);
                if (answer(monitor.ask(text)) == "re:" + text) ++good;
            }
        });
    }
    for (std::thread& each : threads) each.join();
    EXPECT_EQ(good, 20 * 50);
}

// ---- begin and end --------------------------------------------------------------------------------------------------

TEST(MllpServer, RefusesToStartWhereItCannot) {
    const auto server = start();
    const auto code = [](const std::string& address, std::uint16_t port) {
        MllpOptions options = quick_options();
        options.address = address;
        options.port = port;
        return MllpServer::start(options, echo).refusal().code;
    };
    EXPECT_EQ(code("127.0.0.1", server->port()), "port_taken");
    EXPECT_EQ(code("localhost", 0), "address_invalid");
    EXPECT_EQ(code("192.0.2.1", 0), "address_not_here");
}

TEST(MllpServer, StopsWithAnswersThatAreDue) {
    Later later;
    MllpOptions options = quick_options();
    options.stop_time = 5s;
    const auto server = start(options, later.handler());
    MllpClient monitor = client(*server), idle = client(*server);
    monitor.send_raw(framed("one"));
    ASSERT_TRUE(later.has(1));
    server->stop();
    EXPECT_EQ(answer(idle.receive()), "<connection_lost>");
    later.replies[0]("the last");
    EXPECT_EQ(answer(monitor.receive()), "the last");
    server->wait();
    EXPECT_FALSE(MllpClient::connect("127.0.0.1", server->port()).ok());
}

TEST(MllpServer, StopsWithoutAnswersInTime) {
    Later later;
    auto server = start(quick_options(), later.handler());
    MllpClient monitor = client(*server);
    monitor.send_raw(framed("one"));
    ASSERT_TRUE(later.has(1));
    server.reset();
    later.replies[0]("to nobody");
    EXPECT_EQ(answer(monitor.receive()), "<connection_lost>");
}

TEST(MllpClient, SaysWhyItIsNotConnected) {
    std::uint16_t port = 0;
    {
        port = start()->port();
    }
    const auto refused = MllpClient::connect("127.0.0.1", port);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.refusal().code, "not_connected");
    EXPECT_EQ(MllpClient::connect("no such host", 1).refusal().code, "host_unknown");
}

TEST(MllpClient, DoesNotWaitForEver) {
    Later later;
    const auto server = start(quick_options(), later.handler());
    MllpClient monitor = client(*server);
    EXPECT_EQ(answer(monitor.ask("x", 30ms)), "<answer_late>");
    EXPECT_FALSE(monitor.is_open());
    EXPECT_EQ(answer(monitor.ask("x", 30ms)), "<connection_lost>");
}

}  // namespace
}  // namespace afterglow::devices
