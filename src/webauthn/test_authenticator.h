#pragma once
// An authenticator and the browser in front of it, for tests: makes keys, says about itself what it is told to, and signs.

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "webauthn/bytes.h"
#include "webauthn/ceremonies.h"

namespace afterglow::webauthn::testing {

inline std::string cbor_head(unsigned major, std::size_t number) {
    const auto byte = [](std::size_t value) { return static_cast<char>(value & 0xff); };
    std::string out;
    if (number < 24) return std::string(1, byte(major << 5 | number));
    if (number < 256) return out + byte(major << 5 | 24) + byte(number);
    return out + byte(major << 5 | 25) + byte(number >> 8) + byte(number);
}
inline std::string cbor_number(std::int64_t value) {
    return value >= 0 ? cbor_head(0, static_cast<std::size_t>(value))
                      : cbor_head(1, static_cast<std::size_t>(-1 - value));
}
inline std::string cbor_bytes(const std::string& bytes) { return cbor_head(2, bytes.size()) + bytes; }
inline std::string cbor_text(const std::string& text) { return cbor_head(3, text.size()) + text; }

class Authenticator {
public:
    explicit Authenticator(Algorithm algorithm = Algorithm::es256, std::string id = "credential-id-16")
        : id(std::move(id)), algorithm_(algorithm), key_(made(algorithm), &EVP_PKEY_free) {
        if (!key_) throw std::runtime_error("no key for the test");
    }

    // What the browser believes, and what the authenticator says; tests falsify one at a time.
    std::string id, challenge, origin, rp_id, user_handle;
    std::string create_type = "webauthn.create", get_type = "webauthn.get", client_extra;
    bool present = true, verified = true, backup_eligible = false, backed_up = false;
    std::uint32_t count = 0;
    std::string format = "none", statement = "\xa0";

    std::string client_data(const std::string& type) const {
        return R"({"type":")" + type + R"(","challenge":")" + to_base64url(challenge) + R"(","origin":")" + origin +
               "\"" + client_extra + "}";
    }
    std::string data(bool with_credential) const {
        const unsigned flags = (present ? 1u : 0u) | (verified ? 4u : 0u) | (backup_eligible ? 8u : 0u) |
                               (backed_up ? 16u : 0u) | (with_credential ? 64u : 0u);
        std::string out = sha256(rp_id) + static_cast<char>(flags);
        for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(count >> shift);
        if (!with_credential) return out;
        out += std::string(16, '\0') + static_cast<char>(id.size() >> 8) + static_cast<char>(id.size() & 0xff) + id;
        return out + cose();
    }
    Attested make() const {
        const std::string object = "\xa3" + cbor_text("fmt") + cbor_text(format) + cbor_text("attStmt") + statement +
                                   cbor_text("authData") + cbor_bytes(data(true));
        return {client_data(create_type), object};
    }
    Asserted answer() const {
        Asserted sent{id, client_data(get_type), data(false), "", user_handle};
        sent.signature = sign(sent.authenticator_data + sha256(sent.client_data));
        return sent;
    }
    std::string sign(const std::string& text) const {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
        const EVP_MD* digest = algorithm_ == Algorithm::eddsa ? nullptr : EVP_sha256();
        std::size_t length = 1024;
        std::string signature(length, '\0');
        if (EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_.get()) != 1 ||
            EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                           reinterpret_cast<const unsigned char*>(text.data()), text.size()) != 1)
            throw std::runtime_error("the test cannot sign");
        signature.resize(length);
        return signature;
    }
    std::string cose() const {
        const auto number = [](std::int64_t value) { return cbor_number(value); };
        if (algorithm_ == Algorithm::eddsa) {
            std::string x(32, '\0');
            std::size_t length = x.size();
            EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<unsigned char*>(x.data()), &length);
            return "\xa4" + number(1) + number(1) + number(3) + number(-8) + number(-1) + number(6) + number(-2) +
                   cbor_bytes(x);
        }
        if (algorithm_ == Algorithm::rs256)
            return "\xa4" + number(1) + number(3) + number(3) + number(-257) + number(-1) + cbor_bytes(part("n")) +
                   number(-2) + cbor_bytes(part("e"));
        std::string x = part("qx"), y = part("qy");
        x.insert(0, 32 - x.size(), '\0'), y.insert(0, 32 - y.size(), '\0');
        return "\xa5" + number(1) + number(2) + number(3) + number(-7) + number(-1) + number(1) + number(-2) +
               cbor_bytes(x) + number(-3) + cbor_bytes(y);
    }

private:
    static EVP_PKEY* made(Algorithm algorithm) {
        switch (algorithm) {
            case Algorithm::es256: return EVP_EC_gen("P-256");
            case Algorithm::eddsa: return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
            case Algorithm::rs256: return EVP_RSA_gen(2048);
        }
        return nullptr;
    }
    std::string part(const char* name) const {
        BIGNUM* number = nullptr;
        if (EVP_PKEY_get_bn_param(key_.get(), name, &number) != 1) throw std::runtime_error(name);
        std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
        BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
        BN_free(number);
        return bytes;
    }
    Algorithm algorithm_;
    std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace afterglow::webauthn::testing
