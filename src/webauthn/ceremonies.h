#pragma once
// Registering a passkey and signing in with one: the checks that Web Authentication Level 2 asks of a server (7.1 and 7.2),
// step by step. Pure: who made the challenge, whether it was used before and where keys are kept is the caller's matter.
//
// The codes of refusals are for logs and tests; a person is told only that the passkey was not accepted.

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "webauthn/public_key.h"

namespace afterglow::webauthn {

// What the server expects of either ceremony.
struct Expected {
    std::string challenge;  // bytes
    std::string origin;     // "https://clinic.example.org"
    std::string rp_id;      // "clinic.example.org"
    bool verified = false;  // the person must have shown the authenticator who they are: by a finger, a face, a PIN
};

// What the browser sends back, decoded.
struct Attested {
    std::string client_data, attestation_object;
};
struct Registered {
    std::string id;          // bytes
    std::string public_key;  // COSE_Key, bytes
    std::uint32_t sign_count = 0;
    bool backup_eligible = false, backed_up = false, user_verified = false;
};
// Refusals: "client_data" "type" "challenge" "origin" "token_binding" "attestation_object" "rp_id" "user_absent"
// "user_unverified" "no_credential" "algorithm" "attestation_format" "attestation_statement".
Result<Registered> check_registration(const Attested& sent, const Expected& expected);

struct Asserted {
    std::string id, client_data, authenticator_data, signature;
    std::optional<std::string> user_handle;
};
struct Known {
    std::string id, public_key, user_handle;
    std::uint32_t sign_count = 0;
};
struct SignedInWith {
    std::uint32_t sign_count = 0;
    bool backed_up = false, user_verified = false;
    bool count_went_back = false;  // tolerated for keys that may be synced; worth a warning
};
// `allowed`: the ids that were asked for; none if the person was not known yet. `known`: the key with the id that was sent.
// Refusals: "credential_not_allowed" "user_handle_missing" "user_handle" "credential_unknown" "client_data" "type"
// "challenge" "origin" "token_binding" "authenticator_data" "rp_id" "user_absent" "user_unverified" "signature" "counter".
Result<SignedInWith> check_authentication(const Asserted& sent, const Expected& expected,
                                          const std::optional<std::vector<std::string>>& allowed,
                                          const std::optional<Known>& known);

}  // namespace afterglow::webauthn
