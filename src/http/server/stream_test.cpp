#include "http/server/stream.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <atomic>
#include <filesystem>
#include <mutex>
#include <thread>

#include "http/server/test_client.h"

namespace afterglow::http {
namespace {

using testing::Client;
using testing::eventually;
using testing::quick_options;
using testing::start;
using namespace std::chrono_literals;

const std::string kGet = "GET /live HTTP/1.1\r\nHost: clinic\r\n\r\n";

Response going_on(std::shared_ptr<Stream> stream) {
    return {.status = 200,
            .content_type = "text/event-stream",
            .headers = {},
            .body = {},
            .shared_body = nullptr,
            .stream = std::move(stream)};
}

// Answers every request with a stream and keeps it for the test.
struct Streams {
    std::mutex mutex;
    std::vector<std::shared_ptr<Stream>> all;

    Handler handler() {
        return [this](const Request&, const Responder& responder) {
            const auto stream = std::make_shared<Stream>();
            responder.answer(going_on(stream));
            const std::lock_guard lock(mutex);
            all.push_back(stream);
        };
    }
    bool has(std::size_t count) {
        return eventually([&] {
            const std::lock_guard lock(mutex);
            return all.size() >= count;
        });
    }
    std::shared_ptr<Stream> operator[](std::size_t number) {
        EXPECT_TRUE(has(number + 1));
        const std::lock_guard lock(mutex);
        return all.at(number);
    }
};

struct Listening {
    explicit Listening(ServerOptions options = quick_options())
        : server(start(std::move(options), streams.handler())), client(server->port()) {
        client.send(kGet);
        head = client.receive_until("\r\n\r\n");
    }
    Streams streams;
    std::unique_ptr<Server> server;
    Client client;
    std::string head;
};

TEST(Stream, GoesOnPieceByPiece) {
    Listening room;
    EXPECT_TRUE(room.head.starts_with("HTTP/1.1 200 ")) << room.head;
    EXPECT_NE(room.head.find("\r\nContent-Type: text/event-stream"), std::string::npos);
    EXPECT_NE(room.head.find("\r\nConnection: close"), std::string::npos);
    EXPECT_EQ(room.head.find("Content-Length"), std::string::npos);
    const auto stream = room.streams[0];
    for (int i = 0; i < 100; ++i) {
        const std::string piece = "data: " + std::to_string(i) + "\n\n";
        ASSERT_TRUE(stream->send(piece));
        ASSERT_EQ(room.client.receive_until("\n\n"), piece);
    }
    stream->end();
    EXPECT_FALSE(stream->send("nobody hears this"));
    EXPECT_EQ(room.client.rest(), "");
}

TEST(Stream, WhatWasSentBeforeTheAnswerIsTakenComesFirst) {
    const auto server = start(quick_options(), [](const Request&, const Responder& responder) {
        const auto stream = std::make_shared<Stream>();
        stream->send("first ");
        responder.answer(going_on(stream));
        stream->send("second ");
        stream->end();
    });
    Client client(server->port());
    client.send(kGet);
    client.receive_until("\r\n\r\n");
    EXPECT_EQ(client.rest(), "first second ");
}

TEST(Stream, KeepsTheOrderOfEachThreadThatSends) {
    constexpr int kThreads = 4, kPieces = 500;
    Listening room;
    const auto stream = room.streams[0];
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < kPieces; ++i) stream->send(std::to_string(thread) + " " + std::to_string(i) + "\n");
        });
    }
    int next[kThreads] = {};
    for (int i = 0; i < kThreads * kPieces; ++i) {
        const std::string line = room.client.receive_until("\n");
        ASSERT_FALSE(line.empty());
        const int thread = line[0] - '0';
        ASSERT_EQ(std::stoi(line.substr(2)), next[thread]++);
    }
}

TEST(Stream, CarriesWhatIsLargerThanASocketHolds) {
    Listening room;
    const std::string large(Stream::kMaxWaiting, 'x');
    ASSERT_TRUE(room.streams[0]->send(large));
    room.streams[0]->end();
    EXPECT_EQ(room.client.rest(), large);
}

TEST(Stream, HearsThatTheClientLeft) {
    Listening room;
    const auto stream = room.streams[0];
    room.client.close();
    EXPECT_TRUE(eventually([&] { return !stream->send("beat\n"); }));
    EXPECT_FALSE(stream->is_open());
    EXPECT_TRUE(eventually([&] { return room.server->counters().connections_open == 0; }));
}

TEST(Stream, LetsASlowClientGo) {
    auto options = quick_options();
    options.limits.write_stall_time = 100ms;
    Streams streams;
    const auto server = start(options, streams.handler());
    Client client(server->port(), 4096);
    client.send(kGet);
    const auto stream = streams[0];
    const std::string piece(64 * 1024, 'x');
    int taken = 0;
    while (stream->send(piece)) ASSERT_LT(++taken, 1000);
    EXPECT_FALSE(stream->is_open());
    EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 0; }));
}

// The times of a single write are not those of the whole answer.
TEST(Stream, LastsLongerThanAnyLimitOfAnAnswer) {
    auto options = quick_options();
    auto& limits = options.limits;
    limits.head_time = limits.body_time = limits.idle_time = limits.answer_time = 100ms;
    limits.write_stall_time = limits.write_time = 100ms;
    Listening room(options);
    const auto stream = room.streams[0];
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(stream->send("beat\n"));
        ASSERT_EQ(room.client.receive_until("\n"), "beat\n") << i;
        std::this_thread::sleep_for(25ms);
    }
    std::this_thread::sleep_for(300ms);  // nothing to say
    ASSERT_TRUE(stream->send("beat\n"));
    EXPECT_EQ(room.client.receive_until("\n"), "beat\n");
}

TEST(Stream, EndsWhenTheServerStops) {
    Listening room;
    const auto stream = room.streams[0];
    stream->send("last words\n");
    const auto begin = std::chrono::steady_clock::now();
    room.server->stop();
    EXPECT_EQ(room.client.rest(), "last words\n");
    room.server->wait();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
    EXPECT_FALSE(stream->send("too late"));
}

TEST(Stream, OneThatBeginsWhileTheServerStopsEndsAtOnce) {
    std::mutex mutex;
    std::optional<Responder> waiting;
    const auto server = start(quick_options(), [&](const Request&, const Responder& responder) {
        const std::lock_guard lock(mutex);
        waiting = responder;
    });
    Client client(server->port());
    client.send(kGet);
    ASSERT_TRUE(eventually([&] {
        const std::lock_guard lock(mutex);
        return waiting.has_value();
    }));
    const auto begin = std::chrono::steady_clock::now();
    server->stop();
    std::this_thread::sleep_for(50ms);
    const auto stream = std::make_shared<Stream>();
    waiting->answer(going_on(stream));
    waiting.reset();
    server->wait();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
    EXPECT_FALSE(stream->is_open());
}

// ---- streams that nobody will ever hear must say so, or whoever sends to them keeps them for good ----------------------------

TEST(Stream, OneThatAnswersHeadIsOver) {
    Streams streams;
    const auto server = start(quick_options(), streams.handler());
    Client client(server->port());
    client.send("HEAD /live HTTP/1.1\r\nHost: clinic\r\n\r\n");
    EXPECT_EQ(client.receive(true).status, 200);
    const auto stream = streams[0];
    EXPECT_TRUE(eventually([&] { return !stream->send("beat\n"); }));
}

TEST(Stream, OneForAClientThatHasGoneIsOver) {
    std::mutex mutex;
    std::optional<Responder> waiting;
    auto options = quick_options();
    options.limits.answer_time = 50ms;  // answered in the handler's place
    const auto server = start(options, [&](const Request&, const Responder& responder) {
        const std::lock_guard lock(mutex);
        waiting = responder;
    });
    Client client(server->port());
    EXPECT_EQ(client.ask(kGet).status, 503);
    const auto stream = std::make_shared<Stream>();
    EXPECT_FALSE(waiting->answer(going_on(stream)));
    EXPECT_FALSE(stream->send("beat\n"));
}

TEST(Stream, OneWhoseHeadCannotBeSentIsOver) {
    const auto stream = std::make_shared<Stream>();
    const auto server = start(quick_options(), [&](const Request&, const Responder& responder) {
        Response response = going_on(stream);
        response.headers.push_back({"X-Broken", "two\r\nlines"});
        responder.answer(std::move(response));
    });
    Client client(server->port());
    EXPECT_EQ(client.ask(kGet).status, 500);
    EXPECT_FALSE(stream->send("beat\n"));
}

TEST(Stream, ManyAreKeptApartAndLeaveNothingBehind) {
    constexpr std::size_t kRooms = 200;
    Streams streams;
    auto options = quick_options();
    options.limits.connections_per_address = 0;
    const auto server = start(options, streams.handler());
    std::vector<Client> clients;
    for (std::size_t i = 0; i < kRooms; ++i) {
        clients.emplace_back(server->port());
        clients.back().send(kGet);
        ASSERT_TRUE(streams.has(i + 1));
    }
    std::vector<std::jthread> senders;
    for (std::size_t thread = 0; thread < 4; ++thread) {
        senders.emplace_back([&, thread] {
            for (std::size_t i = thread; i < kRooms; i += 4) {
                for (int piece = 0; piece < 20; ++piece) streams.all[i]->send("room " + std::to_string(i) + "\n");
            }
        });
    }
    senders.clear();
    for (std::size_t i = 0; i < kRooms; ++i) {
        clients[i].receive_until("\r\n\r\n");
        for (int piece = 0; piece < 20; ++piece)
            ASSERT_EQ(clients[i].receive_until("\n"), "room " + std::to_string(i) + "\n");
    }
    std::vector<std::weak_ptr<Stream>> left;
    for (std::size_t i = 0; i < kRooms; ++i) {
        left.push_back(streams.all[i]);
        if (i % 2 == 0) clients[i].reset();
        streams.all[i]->end();
    }
    streams.all.clear();
    EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 0; }));
    for (const auto& each : left) EXPECT_TRUE(each.expired());
}

TEST(Stream, ClientsComeAndGoWhileThreadsSend) {
    Streams streams;
    const auto server = start(quick_options(), streams.handler());
    std::atomic<bool> enough{false};
    std::jthread sender([&] {
        while (!enough) {
            const std::lock_guard lock(streams.mutex);
            std::erase_if(streams.all, [](const auto& each) { return !each->send("beat\n"); });
        }
    });
    for (int i = 0; i < 300; ++i) {
        Client client(server->port());
        client.send(kGet);
        if (i % 3 != 0) EXPECT_TRUE(client.receive_until("beat\n").ends_with("beat\n"));
        if (i % 2 == 0) client.reset();
    }
    EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 0; }));
    enough = true;
}

// ---- with TLS -----------------------------------------------------------------------------------------------------------------

// A certificate signed by itself, in a folder of its own.
class Certificate {
public:
    Certificate() {
        std::string name = (std::filesystem::temp_directory_path() / "afterglow-stream-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
        folder_ = name;
        files = {(folder_ / "certificate.pem").string(), (folder_ / "key.pem").string()};
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key.get());
        X509_sign(certificate.get(), key.get(), EVP_sha256());
        std::FILE* out = std::fopen(files.certificate.c_str(), "w");
        PEM_write_X509(out, certificate.get());
        std::fclose(out);
        out = std::fopen(files.key.c_str(), "w");
        PEM_write_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(out);
    }
    ~Certificate() { std::filesystem::remove_all(folder_); }
    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;
    TlsFiles files;

private:
    std::filesystem::path folder_;
};

struct TlsListening {
    TlsListening() {
        auto options = quick_options();
        options.tls = certificate.files;
        server = start(options, streams.handler());
        client.emplace(server->port());
        SSL_set_fd(ssl.get(), client->socket());
        if (SSL_connect(ssl.get()) != 1) throw std::runtime_error("no TLS");
        SSL_write(ssl.get(), kGet.data(), static_cast<int>(kGet.size()));
        until("\r\n\r\n");
    }
    std::string until(const std::string& text) {
        char piece[16384];
        int n = 0;
        while (unread.find(text) == std::string::npos && (n = SSL_read(ssl.get(), piece, sizeof piece)) > 0)
            unread.append(piece, static_cast<std::size_t>(n));
        const std::size_t at = unread.find(text);
        return std::exchange(unread, at == std::string::npos ? "" : unread.substr(at + text.size())).substr(0, at);
    }

    Certificate certificate;
    Streams streams;
    std::unique_ptr<Server> server;
    std::optional<Client> client;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl{SSL_new(context.get()), SSL_free};
    std::string unread;
};

TEST(StreamWithTls, GoesOnPieceByPiece) {
    TlsListening room;
    const auto stream = room.streams[0];
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(stream->send("data: " + std::to_string(i) + "\n\n"));
        ASSERT_EQ(room.until("\n\n"), "data: " + std::to_string(i));
    }
    const std::string large(512 * 1024, 'x');
    ASSERT_TRUE(stream->send(large + "\n\n"));
    EXPECT_EQ(room.until("\n\n"), large);
    stream->end();
    EXPECT_EQ(room.until("anything"), "");
}

TEST(StreamWithTls, HearsThatTheClientLeft) {
    TlsListening room;
    const auto stream = room.streams[0];
    room.client->close();
    EXPECT_TRUE(eventually([&] { return !stream->send("beat\n"); }));
    EXPECT_TRUE(eventually([&] { return room.server->counters().connections_open == 0; }));
}

}  // namespace
}  // namespace afterglow::http
