#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "http/server/security_headers.h"
#include "http/server/test_certificate.h"
#include "http/server/test_client.h"

namespace afterglow::http {
namespace {

using testing::Client;
using testing::eventually;
using testing::quick_options;
using testing::start;

class Tls : public ::testing::Test {
protected:
    Tls() : folder_(std::filesystem::temp_directory_path() / ("afterglow_tls_" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
    }
    ~Tls() override { std::filesystem::remove_all(folder_); }

    std::string file(const std::string& name) const { return (folder_ / name).string(); }

    TlsFiles make(const std::string& name, long from = -3600, long until = 3600) const {
        return testing::make_certificate(folder_, name, from, until);
    }
    void write(const std::string& name, const std::string& content) const {
        std::FILE* out = std::fopen(file(name).c_str(), "w");
        std::fwrite(content.data(), 1, content.size(), out);
        std::fclose(out);
    }
    static std::string refusal(const TlsFiles& files) {
        auto options = quick_options();
        options.tls = files;
        const auto server = Server::start(options, testing::echo);
        if (server) return "started";
        EXPECT_EQ(start_refusal_text(server.refusal()).find("cannot start"),
                  std::string::npos);  // has words of its own
        return server.refusal().code;
    }

private:
    std::filesystem::path folder_;
};

class TlsClient {
public:
    explicit TlsClient(std::uint16_t port, int max_version = 0, const char* ciphers = nullptr)
        : client_(port), context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
        if (max_version) SSL_CTX_set_max_proto_version(context_.get(), max_version);
        if (ciphers) SSL_CTX_set_cipher_list(context_.get(), ciphers);
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_fd(ssl_.get(), client_.socket());
        static constexpr unsigned char kOffered[] = {2, 'h', '2', 8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
        SSL_set_alpn_protos(ssl_.get(), kOffered, sizeof kOffered);
        is_connected_ = SSL_connect(ssl_.get()) == 1;
        ERR_clear_error();
    }
    bool is_connected() const { return is_connected_; }
    std::string version() const { return SSL_get_version(ssl_.get()); }
    std::string protocol() const {
        const unsigned char* name = nullptr;
        unsigned length = 0;
        SSL_get0_alpn_selected(ssl_.get(), &name, &length);
        return {reinterpret_cast<const char*>(name), length};
    }
    bool send(std::string_view bytes) {
        return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
    }
    std::string read_all() {
        std::string all;
        char piece[16384];
        int n = 0;
        while ((n = SSL_read(ssl_.get(), piece, sizeof piece)) > 0) all.append(piece, static_cast<std::size_t>(n));
        return all;
    }
    std::string read_some() {
        char piece[16384];
        const int n = SSL_read(ssl_.get(), piece, sizeof piece);
        return n > 0 ? std::string(piece, static_cast<std::size_t>(n)) : "";
    }
    Client& plain() { return client_; }

private:
    Client client_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    struct Free {
        void operator()(SSL* ssl) const { SSL_free(ssl); }
    };
    std::unique_ptr<SSL, Free> ssl_;
    bool is_connected_ = false;
};

TEST_F(Tls, ServesVersions12And13) {
    auto options = quick_options();
    options.tls = make("good");
    options.common_headers = security_headers(true);
    const auto server = start(options, [](const Request& request, const Responder& responder) {
        responder.answer({.status = 200,
                          .content_type = "",
                          .headers = {},
                          .body = request.secure ? "secure " + request.body : "",
                          .shared_body = nullptr});
    });
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsClient client(server->port(), version);
        ASSERT_TRUE(client.is_connected());
        EXPECT_EQ(client.protocol(), "http/1.1");
        for (int i = 0; i < 3; ++i) {
            client.send("POST / HTTP/1.1\r\nHost: c\r\nContent-Length: 2\r\n\r\nhi");
            EXPECT_NE(client.read_some().find("secure hi"), std::string::npos);
        }
        client.send("GET / HTTP/1.1\r\nHost: c\r\nConnection: close\r\n\r\n");
        const std::string last = client.read_all();
        EXPECT_NE(last.find("Strict-Transport-Security: max-age="), std::string::npos);
        EXPECT_NE(last.find("secure "), std::string::npos);
    }
}

TEST_F(Tls, CarriesLargeBodiesBothWays) {
    auto options = quick_options();
    options.tls = make("good");
    const auto server = start(options, [](Request request, const Responder& responder) {
        responder.answer({.status = 200,
                          .content_type = "",
                          .headers = {},
                          .body = std::move(request.body),
                          .shared_body = nullptr});
    });
    const std::string body(kMaxBodyBytes, 'l');
    TlsClient client(server->port());
    client.send("POST / HTTP/1.1\r\nHost: c\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n\r\n");
    client.send(body);
    const std::string answer = client.read_all();
    EXPECT_EQ(answer.substr(answer.find("\r\n\r\n") + 4), body);
}

TEST_F(Tls, RefusesOldVersionsAndWeakCiphers) {
    auto options = quick_options();
    options.tls = make("good");
    const auto server = start(options);
    EXPECT_FALSE(TlsClient(server->port(), TLS1_1_VERSION, "ALL:@SECLEVEL=0").is_connected());
    EXPECT_FALSE(TlsClient(server->port(), TLS1_2_VERSION, "AES128-SHA:AES256-GCM-SHA384:ECDHE-ECDSA-AES128-SHA")
                     .is_connected());
    EXPECT_TRUE(TlsClient(server->port(), TLS1_2_VERSION, "ECDHE-ECDSA-CHACHA20-POLY1305").is_connected());
    EXPECT_TRUE(eventually([&] { return server->counters().tls_failures == 2U; }));
}

TEST_F(Tls, ClosesPlainHttpAndSilentHandshakes) {
    auto options = quick_options();
    options.tls = make("good");
    options.limits.head_time = testing::quick_options().limits.linger_time;
    const auto server = start(options);
    Client plain(server->port());
    plain.send("GET / HTTP/1.1\r\nHost: c\r\n\r\n");
    EXPECT_EQ(plain.rest().find("HTTP/1.1 2"), std::string::npos);
    Client silent(server->port());
    EXPECT_TRUE(silent.is_closed_by_server());
    Client half(server->port());
    half.send(std::string_view("\x16\x03\x01\x02", 4));
    EXPECT_TRUE(half.is_closed_by_server());
}

TEST_F(Tls, SurvivesAbruptEnds) {
    auto options = quick_options();
    options.tls = make("good");
    const auto body = std::make_shared<const std::string>(4 * 1024 * 1024, 'x');
    const auto server = start(options, [&](const Request&, const Responder& responder) {
        responder.answer({.status = 200, .content_type = "", .headers = {}, .body = "", .shared_body = body});
    });
    for (int i = 0; i < 10; ++i) {
        TlsClient client(server->port());
        client.send("GET / HTTP/1.1\r\nHost: c\r\n\r\n");
        client.plain().reset();  // while the server writes: no SIGPIPE may end it
    }
    EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 0; }));
    EXPECT_TRUE(TlsClient(server->port()).is_connected());
}

TEST_F(Tls, ExplainsBadCertificates) {
    const TlsFiles good = make("good");
    const TlsFiles other = make("other");
    write("empty", "");
    write("nonsense", "this is no certificate\n");
    EXPECT_EQ(refusal({file("absent"), good.key}), "certificate_unreadable");
    EXPECT_EQ(refusal({file("empty"), good.key}), "certificate_unreadable");
    EXPECT_EQ(refusal({file("."), good.key}), "certificate_unreadable");
    EXPECT_EQ(refusal({file("nonsense"), good.key}), "certificate_invalid");
    EXPECT_EQ(refusal({good.certificate, file("absent")}), "key_unreadable");
    EXPECT_EQ(refusal({good.certificate, file("nonsense")}), "key_invalid");
    EXPECT_EQ(refusal({good.certificate, good.certificate}), "key_invalid");
    EXPECT_EQ(refusal({good.certificate, other.key}), "key_does_not_match");
    EXPECT_EQ(refusal(make("expired", -7200, -3600)), "certificate_expired");
    EXPECT_EQ(refusal(make("future", 3600, 7200)), "certificate_not_yet_valid");
    EXPECT_EQ(refusal(good), "started");
}

}  // namespace
}  // namespace afterglow::http
