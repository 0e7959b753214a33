#include "tests/identity/fake_provider.h"

#include <sodium.h>

#include "desk/passwords.h"
#include "http/server/test_client.h"

namespace afterglow::identity_http {
namespace {

std::string decoded(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::string basic(const std::string& user, const std::string& password) {
    const std::string plain = identity::form_encoded(user) + ":" + identity::form_encoded(password);
    std::string text(sodium_base64_encoded_len(plain.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(plain.data()), plain.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();
    return "Basic " + text;
}

http::Response json(int status, std::string body) {
    return {.status = status, .content_type = "application/json", .body = std::move(body)};
}

std::string quoted(const std::string& text) { return '"' + text + '"'; }

}  // namespace

std::string parameter(const std::string& text, const std::string& name) {
    for (const char before : {'?', '&', '#'}) {
        const std::size_t at = text.find(before + name + "=");
        if (at == std::string::npos) continue;
        const std::size_t from = at + name.size() + 2;
        return decoded(text.substr(from, text.find_first_of("&#", from) - from));
    }
    return "";
}

FakeProvider::FakeProvider()
    : server_(http::testing::start(http::testing::quick_options(),
                                   [this](const http::Request& request, const http::Responder& responder) {
                                       if (hangs) {
                                           const std::lock_guard lock(mutex_);
                                           never_answered_.push_back(responder);
                                           return;
                                       }
                                       responder.answer(answer(request));
                                   })) {}

FakeProvider::~FakeProvider() {
    never_answered_.clear();
    server_.reset();
}

std::string FakeProvider::issuer() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

identity::ProviderSettings FakeProvider::settings() const {
    return {issuer(), kClient, kSecret, "Example Login", "openid", std::nullopt};
}

std::string FakeProvider::sign_in(const std::string& address, const std::string& subject) {
    const std::lock_guard lock(mutex_);
    const std::string code = desk::random_token();
    codes_[code] = {parameter(address, "nonce"), parameter(address, "code_challenge"),
                    parameter(address, "redirect_uri"), subject};
    const std::string back = parameter(address, "redirect_uri");
    return back.substr(back.find('/', 8)) + "?code=" + code + "&state=" + parameter(address, "state");
}

std::string FakeProvider::signed_by_it(const std::string& claims) const {
    return identity::testing::signed_token(key_, {{"alg", "ES256"}, {"kid", "key"}}, claims);
}

std::string FakeProvider::id_token(const Code& code) const {
    const std::int64_t now = clock->now().ms / 1000;
    std::map<std::string, std::string> claims{{"iss", quoted(issuer())},
                                              {"aud", quoted(kClient)},
                                              {"sub", quoted(code.subject)},
                                              {"nonce", quoted(code.nonce)},
                                              {"iat", std::to_string(now)},
                                              {"exp", std::to_string(now + 300)},
                                              {"email", quoted("person1@clinic.example")}};
    if (change_claims) change_claims(claims);
    std::string text = "{";
    for (const auto& [name, value] : claims) text.append(text.size() > 1 ? "," : "").append(quoted(name) + ":" + value);
    text += "}";
    return make_token ? make_token(text) : signed_by_it(text);
}

http::Response FakeProvider::token(const std::string& form, const std::string& authorization) {
    const std::lock_guard lock(mutex_);
    if (authorization != basic(kClient, kSecret)) return json(401, R"({"error":"invalid_client"})");
    const std::string fields = "&" + form;
    const auto found = codes_.find(parameter(fields, "code"));
    const bool fits =
        found != codes_.end() && parameter(fields, "grant_type") == "authorization_code" &&
        parameter(fields, "redirect_uri") == found->second.redirect_uri &&
        webauthn::to_base64url(webauthn::sha256(parameter(fields, "code_verifier"))) == found->second.challenge;
    if (!fits) return json(400, R"({"error":"invalid_grant"})");
    const std::string token = id_token(found->second);
    if (!takes_codes_again) codes_.erase(found);
    return json(200, R"({"access_token":"x","token_type":"Bearer","id_token":")" + token + "\"}");
}

http::Response FakeProvider::answer(const http::Request& request) {
    if (request.path == "/.well-known/openid-configuration")
        return json(200, fmt::format(R"({{"issuer":"{0}","authorization_endpoint":"{0}/authorize","token_endpoint":)"
                                     R"("{0}/token","jwks_uri":"{0}/keys"}})",
                                     issuer()) +
                             discovery_tail);
    if (request.path == "/keys") return json(200, identity::testing::jwks({public_key()}));
    if (request.path == "/token") return token(request.body, std::string(request.header("authorization").value_or("")));
    return json(404, "{}");
}

}  // namespace afterglow::identity_http
