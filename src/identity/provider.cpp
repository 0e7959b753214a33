#include "identity/provider.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "webauthn/bytes.h"

namespace afterglow::identity {
namespace {

Refusal unreachable(const std::string& why) {
    return refuse_as(RefusalKind::unavailable, "provider_unreachable", {{"why", why}});
}
Refusal wrong(const std::string& why) { return refuse("provider_answer_wrong", {{"why", why}}); }

std::string text_in(const Json& object, std::string_view name) {
    const Json* member = object.find(name);
    return member && member->string() ? *member->string() : std::string();
}
bool is_true(const Json& object, std::string_view name) {
    const Json* member = object.find(name);
    return member && member->boolean() && *member->boolean();
}

// For the log: somebody else wrote it.
std::string quoted(const std::string& text) {
    std::string quoted;
    write_json_string(quoted, text.substr(0, 200));
    return quoted;
}

std::string without_last_slash(std::string text) {
    if (text.ends_with('/')) text.pop_back();
    return text;
}

}  // namespace

// Some questions in a row, all together bounded in time.
class Provider::Conversation {
public:
    Conversation(const Fetch& fetch, Instant now) : now(now), fetch_(fetch) {}

    Result<Fetched> ask(const Ask& what) const {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until_ - Clock::now());
        if (left.count() <= 0) return unreachable("too slow");
        auto fetched = fetch_(what, left);
        if (!fetched.ok())
            return unreachable(fetched.refusal().parameters.empty() ? fetched.refusal().code
                                                                    : fetched.refusal().parameters.front().second);
        if (fetched->status >= 500) return unreachable(fmt::format("{}: status {}", what.url, fetched->status));
        return fetched;
    }
    // A document in JSON.
    Result<std::string> read(const std::string& url) const {
        auto fetched = TRY(ask({.url = url}));
        if (fetched.status != 200) return unreachable(fmt::format("{}: status {}", url, fetched.status));
        return std::move(fetched.body);
    }

    const Instant now;

private:
    using Clock = std::chrono::steady_clock;
    const Fetch& fetch_;
    Clock::time_point until_ = Clock::now() + kConversationLasts;
};

Provider::Provider(ProviderSettings settings)
    : settings_(std::move(settings)), fetch_(fetch_with_curl(settings_.ca_file)) {}

// ---- its documents ----------------------------------------------------------------------------------------------------------

// OpenID Connect Discovery 1.0, 4.
Result<Provider::Documents> Provider::read_documents(Conversation& with) const {
    const std::string url = without_last_slash(settings_.issuer) + "/.well-known/openid-configuration";
    const auto json = parse_json(TRY(with.read(url)));
    if (!json.ok()) return unreachable(url + " is not JSON");
    // 4.3: another issuer here could have its tokens taken for this one's.
    if (text_in(*json, "issuer") != settings_.issuer)
        return unreachable(fmt::format("{} names the issuer {}", url, quoted(text_in(*json, "issuer"))));
    Documents read{text_in(*json, "authorization_endpoint"), text_in(*json, "token_endpoint"),
                   text_in(*json, "jwks_uri"), is_true(*json, "authorization_response_iss_parameter_supported"),
                   with.now};
    for (const std::string* each : {&read.authorization, &read.token, &read.keys}) {
        if (!is_safe_address(*each)) return unreachable(fmt::format("{} names the address {}", url, quoted(*each)));
    }
    return read;
}

Done Provider::learn(Conversation& with) {
    if (documents_ && with.now - documents_->read_at < kDocumentsLast) return done();
    auto read = TRY(read_documents(with));
    if (documents_ && documents_->keys != read.keys) keys_.reset();
    documents_ = std::move(read);
    return done();
}

Done Provider::learn_keys(Conversation& with) {
    auto set = KeySet::read(TRY(with.read(documents_->keys)));
    if (!set.ok()) return unreachable(documents_->keys + " holds no keys");
    keys_ = Keys{std::move(*set), with.now};
    return done();
}

// ---- questions --------------------------------------------------------------------------------------------------------------

template <class T>
Result<T> Provider::told(Result<T> result, Instant now) {
    if (result.ok()) return result;
    const Refusal& refusal = result.refusal();
    spdlog::warn("the identity provider {}: {}{}", settings_.issuer, refusal.code,
                 refusal.parameters.empty() ? "" : ": " + refusal.parameters.front().second);
    if (refusal.code == "provider_unreachable") failed_at_ = now;
    return result;
}

Result<std::string> Provider::address_for(const Question& question, Instant now) {
    if (failed_at_ && now - *failed_at_ < kRestsAfterFailure) return unreachable("a moment ago");
    Conversation with(fetch_, now);
    if (const auto learned = told(learn(with), now); !learned.ok()) return learned.refusal();
    std::string address = documents_->authorization;
    char before = address.find('?') == std::string::npos ? '?' : '&';
    const std::pair<const char*, std::string> parameters[] = {
        {"response_type", "code"},
        {"client_id", settings_.client_id},
        {"redirect_uri", question.redirect_uri},
        {"scope", settings_.scopes},
        {"state", question.state},
        {"nonce", question.nonce},
        {"code_challenge", webauthn::to_base64url(webauthn::sha256(question.verifier))},
        {"code_challenge_method", "S256"},
    };
    for (const auto& [name, value] : parameters) {
        address += fmt::format("{}{}={}", before, name, form_encoded(value));
        before = '&';
    }
    return address;
}

// The code for the token (3.1.3; RFC 7636, 4.5).
Result<std::string> Provider::exchange(Conversation& with, const Returned& returned) const {
    const Ask ask{.url = documents_->token,
                  .form = fmt::format("grant_type=authorization_code&code={}&redirect_uri={}&code_verifier={}",
                                      form_encoded(returned.code), form_encoded(returned.question.redirect_uri),
                                      form_encoded(returned.question.verifier)),
                  .user = settings_.client_id,
                  .password = settings_.client_secret};
    const Fetched answer = TRY(with.ask(ask));
    const auto json = parse_json(answer.body);
    if (!json.ok()) return wrong("token_answer");
    if (answer.status != 200) {
        const std::string error = text_in(*json, "error");
        if (error == "invalid_grant") return refuse("provider_code_refused");
        return wrong(error == "invalid_client" ? "client_refused" : "token_answer");
    }
    std::string token = text_in(*json, "id_token");
    if (token.empty()) return wrong("token_answer");
    return token;
}

// A key that is not known may be new.
Result<Identity> Provider::verify(Conversation& with, const std::string& token, const std::string& nonce) {
    if (!keys_ || with.now - keys_->read_at >= kDocumentsLast) TRY(learn_keys(with));
    const Expected expected{settings_.issuer, settings_.client_id, nonce, with.now};
    auto verified = verify_id_token(token, keys_->set, expected);
    if (!verified.ok() && verified.refusal().code == "key_unknown" && with.now - keys_->read_at >= kBetweenKeys) {
        TRY(learn_keys(with));
        verified = verify_id_token(token, keys_->set, expected);
    }
    if (!verified.ok()) return wrong(verified.refusal().code);
    return verified;
}

Result<Identity> Provider::redeem(const Returned& returned, Instant now) {
    if (failed_at_ && now - *failed_at_ < kRestsAfterFailure) return unreachable("a moment ago");
    Conversation with(fetch_, now);
    const auto run = [&]() -> Result<Identity> {
        TRY(learn(with));
        // RFC 9207: an answer of another provider, mixed up with this one's.
        const bool named = returned.issuer || !documents_->names_itself;
        if (!named || returned.issuer.value_or(settings_.issuer) != settings_.issuer) return wrong("iss");
        const std::string token = TRY(exchange(with, returned));
        return verify(with, token, returned.question.nonce);
    };
    return told(run(), now);
}

}  // namespace afterglow::identity
