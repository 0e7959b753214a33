#pragma once
// An identity provider on a loopback port that says whatever a test wants. It keeps to the standard where nothing else is
// said: one use of each code, PKCE, the client's secret.

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/server/server.h"
#include "identity/provider.h"
#include "identity/test_tokens.h"
#include "tests/harness/clinic.h"

namespace afterglow::identity_http {

inline constexpr const char* kClient = "the clinic";
inline constexpr const char* kSecret = "a secret: with signs/+&";

class FakeProvider {
public:
    FakeProvider();
    ~FakeProvider();

    std::string issuer() const;
    identity::ProviderSettings settings() const;
    // The person `subject` signs in at the address that the clinic sent the browser to: what the browser brings back.
    std::string sign_in(const std::string& address, const std::string& subject);
    std::string public_key() const { return identity::testing::public_json(key_); }
    std::string signed_by_it(const std::string& claims) const;

    harness::Clock* clock = nullptr;  // of the clinic
    // How it misbehaves; empty: not at all.
    std::function<void(std::map<std::string, std::string>& claims)> change_claims;  // values in JSON
    std::function<std::string(const std::string& claims)> make_token;
    bool hangs = false;  // never answers
    bool takes_codes_again = false;
    std::string discovery_tail;  // behind its document

private:
    struct Code {
        std::string nonce, challenge, redirect_uri, subject;
    };
    http::Response answer(const http::Request& request);
    http::Response token(const std::string& form, const std::string& authorization);
    std::string id_token(const Code& code) const;

    std::mutex mutex_;
    std::map<std::string, Code> codes_;
    identity::testing::Jwk key_ = identity::testing::ec_key("key");
    std::vector<http::Responder> never_answered_;
    std::unique_ptr<http::Server> server_;
};

// The value of a parameter in an address or a form, decoded; empty if there is none.
std::string parameter(const std::string& text, const std::string& name);

}  // namespace afterglow::identity_http
