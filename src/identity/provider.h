#pragma once
// The clinic's identity provider (OpenID Connect Core 1.0, code flow with PKCE): where it is asked, with which keys it signs,
// and who it says has signed in. Its documents are fetched when they are first needed and kept for an hour.
//
// The functions that ask wait for the provider, kConversationLasts at most: they run on a thread of their own, one at a time.

#include <chrono>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "identity/fetch.h"
#include "identity/id_token.h"

namespace afterglow::identity {

inline constexpr std::chrono::milliseconds kConversationLasts{5'000};  // all questions of one function together
inline constexpr Milliseconds kDocumentsLast = hours(1);
inline constexpr Milliseconds kBetweenKeys = minutes(1);  // a new key is looked for no more often
// From the beginning of a conversation that failed: meanwhile nobody else waits for the same, they are told at once.
inline constexpr Milliseconds kRestsAfterFailure = {10'000};

struct ProviderSettings {
    std::string issuer, client_id, client_secret;
    std::string name;  // for people: "Sign in with {name}"
    std::string scopes = "openid";
    std::optional<std::string> ca_file;
};

// What the browser takes there (3.1.2.1).
struct Question {
    std::string redirect_uri, state, nonce, verifier;
};
// What it brought back (3.1.2.5), and what was asked.
struct Returned {
    std::string code;
    std::optional<std::string> issuer;  // RFC 9207
    Question question;
};

class Provider {
public:
    explicit Provider(ProviderSettings settings);
    Provider(ProviderSettings settings, Fetch fetch) : settings_(std::move(settings)), fetch_(std::move(fetch)) {}

    const ProviderSettings& settings() const { return settings_; }

    // Where the browser is sent. Refusal: "provider_unreachable".
    Result<std::string> address_for(const Question& question, Instant now);
    // Refusals: "provider_unreachable"; "provider_code_refused" (used, or too old); "provider_answer_wrong" {why}: "iss"
    // "token_answer" "client_refused", or what verify_id_token says.
    Result<Identity> redeem(const Returned& returned, Instant now);

private:
    struct Documents {
        std::string authorization, token, keys;  // addresses
        bool names_itself = false;               // every answer says which provider it comes from
        Instant read_at;
    };
    struct Keys {
        KeySet set;
        Instant read_at;
    };
    class Conversation;

    Result<Documents> read_documents(Conversation& with) const;
    Done learn(Conversation& with);
    Done learn_keys(Conversation& with);
    Result<std::string> exchange(Conversation& with, const Returned& returned) const;
    Result<Identity> verify(Conversation& with, const std::string& token, const std::string& nonce);
    template <class T>
    Result<T> told(Result<T> result, Instant now);

    ProviderSettings settings_;
    Fetch fetch_;
    std::optional<Documents> documents_;
    std::optional<Keys> keys_;
    std::optional<Instant> failed_at_;
};

}  // namespace afterglow::identity
