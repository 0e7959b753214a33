#pragma once
// The public key of a passkey, as it is registered (a COSE_Key, RFC 9053), and the check of a signature with it by OpenSSL.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "webauthn/cbor.h"

struct evp_pkey_st;

namespace afterglow::webauthn {

// Ids of the COSE registry, in the order in which they are offered to authenticators.
enum class Algorithm : std::int64_t { es256 = -7, eddsa = -8, rs256 = -257 };

class PublicKey {
public:
    // Nothing unless it is a whole, well-formed key of one of the algorithms: P-256, Ed25519, RSA of 2048 to 4096 bits.
    static std::optional<PublicKey> from(const Cbor& cose);
    static std::optional<PublicKey> from(std::string_view cose_bytes);

    Algorithm algorithm() const { return algorithm_; }
    bool signed_this(std::string_view data, std::string_view signature) const;

private:
    PublicKey(Algorithm algorithm, evp_pkey_st* key);
    Algorithm algorithm_;
    std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace afterglow::webauthn
