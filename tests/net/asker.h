#pragma once
// Somebody with a shaky network: asks once, waits for a bounded time, and knows only whether a whole answer came. Whether
// and when to ask again is for the test to say. Over TLS when there is a certificate.

#include <openssl/ssl.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "base/json.h"
#include "http/server/test_client.h"

namespace afterglow::net {

struct Session {
    std::string cookie, csrf;
};

// The bytes of a request; a POST if it has a body.
std::string request(const std::string& path, const Session& session, const std::string& body = "");
std::string command(const std::string& name, const Session& session, const std::string& id, const Json& data);

class Asker {
public:
    Asker(std::uint16_t port, bool tls, std::chrono::milliseconds patience = std::chrono::milliseconds{1'000},
          const char* from = "127.0.0.1");

    // Status 0: no whole answer came; the next one goes over a new connection.
    http::testing::Answer ask(const std::string& bytes);
    void hang_up();

private:
    bool connect();
    bool send(std::string_view bytes);
    bool read_some(std::string& into);
    http::testing::Answer receive();

    std::uint16_t port_;
    std::chrono::milliseconds patience_;
    const char* from_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{nullptr, SSL_CTX_free};
    std::unique_ptr<http::testing::Client> client_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, SSL_free};
};

// Signs in; throws if that is not possible.
Session sign_in(std::uint16_t port, bool tls, const std::string& user, const char* from = "127.0.0.1");

}  // namespace afterglow::net
