#pragma once
// The ID token of OpenID Connect Core 1.0: what an identity provider signs about somebody who has just signed in there.
// Every check of 3.1.3.7 that a confidential client with the code flow makes. Pure: fetching keys, making nonces and
// knowing the time is the caller's matter.
//
// The codes of refusals are for logs and tests; a person is told only that the provider's answer was not accepted.

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "base/time.h"

struct _cjose_jwk_int;

namespace afterglow::identity {

inline constexpr std::size_t kMaxTokenBytes = 64 * 1024;
inline constexpr std::size_t kMaxKeys = 100;
inline constexpr std::size_t kMaxSubjectBytes = 255;  // Core, 2
inline constexpr int kLeastRsaBits = 2048;            // RFC 7518, 3.3
inline constexpr Milliseconds kLeeway = {60'000};     // by how much two clocks may differ

// The keys that a provider publishes (RFC 7517). Those that cannot verify RS256 or ES256 are passed over.
class KeySet {
public:
    struct Key {
        std::string id;  // empty: it has none
        std::string algorithm;
        std::shared_ptr<_cjose_jwk_int> key;
    };

    // Refusal: "keys_malformed".
    static Result<KeySet> read(std::string_view jwks);
    // The one that a token's header means; without an id in the header there must be only one. Null: none.
    const Key* find(std::string_view algorithm, std::string_view id) const;

private:
    std::vector<Key> keys_;
};

struct Expected {
    std::string issuer, client_id, nonce;
    Instant now;
};

// Who signed in at a provider. Only both together name a person.
struct Identity {
    std::string issuer, subject;
    bool operator==(const Identity&) const = default;
};

// One thing that the claims of a token must fulfil.
struct Check {
    const char* code;
    bool (*holds)(const Json& claims, const Expected& expected);
};
extern const std::span<const Check> kChecks;

// Refusals: "token_malformed" "algorithm" "critical_header" "key_unknown" "signature"; those of the checks: "issuer"
// "audience" "authorized_party" "expired" "issued_in_future" "nonce" "subject". Tests leave out checks.
Result<Identity> verify_id_token(const std::string& token, const KeySet& keys, const Expected& expected,
                                 std::span<const Check> checks = kChecks);

}  // namespace afterglow::identity
