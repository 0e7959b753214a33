#pragma once
// What an authenticator says of itself (Web Authentication Level 2, 6.1), and what the browser says beside it (5.8.1).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace afterglow::webauthn {

inline constexpr std::size_t kMaxCredentialIdBytes = 1023;  // Level 2, 7.1

struct NewCredential {
    std::string id;          // bytes
    std::string public_key;  // COSE_Key, bytes
};

struct AuthenticatorData {
    std::string rp_id_hash;
    bool user_present = false;
    bool user_verified = false;
    bool backup_eligible = false;  // a key that may be synced to other devices (Level 3, 6.1)
    bool backed_up = false;
    std::uint32_t sign_count = 0;
    std::optional<NewCredential> credential;  // at registration
};
// Nothing unless `bytes` are exactly that.
std::optional<AuthenticatorData> read_authenticator_data(std::string_view bytes);

struct ClientData {
    std::string type, challenge, origin;  // the challenge in base64url
    bool cross_origin = false;
    bool token_bound = false;
};
std::optional<ClientData> read_client_data(std::string_view json);

}  // namespace afterglow::webauthn
