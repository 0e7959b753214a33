#pragma once
// For tests: a provider's key, and tokens signed with it.

#include <cjose/cjose.h>
#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "webauthn/bytes.h"

namespace afterglow::identity::testing {

using Jwk = std::shared_ptr<cjose_jwk_t>;

inline Jwk made(cjose_jwk_t* key, const std::string& id) {
    if (!key) throw std::runtime_error("no key could be made");
    cjose_err error{};
    cjose_jwk_set_kid(key, id.data(), id.size(), &error);
    return {key, cjose_jwk_release};
}
inline Jwk rsa_key(const std::string& id, std::size_t bits = 2048) {
    cjose_err error{};
    static constexpr unsigned char kExponent[] = {1, 0, 1};
    return made(cjose_jwk_create_RSA_random(bits, kExponent, sizeof kExponent, &error), id);
}
inline Jwk ec_key(const std::string& id, cjose_jwk_ec_curve curve = CJOSE_JWK_EC_P_256) {
    cjose_err error{};
    return made(cjose_jwk_create_EC_random(curve, &error), id);
}
// A secret of which everybody knows the bytes.
inline Jwk shared_key(const std::string& id, const std::string& bytes) {
    cjose_err error{};
    return made(cjose_jwk_create_oct_spec(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), &error),
                id);
}

// {"kty":…,"kid":…}; `more` begins with a comma: `,"use":"enc"`.
inline std::string public_json(const Jwk& key, const std::string& more = "") {
    cjose_err error{};
    const std::unique_ptr<char, decltype(&std::free)> text(cjose_jwk_to_json(key.get(), false, &error), std::free);
    std::string json(text.get());
    json.insert(json.size() - 1, more);
    return json;
}
inline std::string jwks(const std::vector<std::string>& keys) {
    return fmt::format(R"({{"keys":[{}]}})", fmt::join(keys, ","));
}

inline std::string signed_token(const Jwk& key, const std::map<std::string, std::string>& header,
                                const std::string& claims) {
    cjose_err error{};
    cjose_header_t* head = cjose_header_new(&error);
    for (const auto& [name, value] : header) cjose_header_set(head, name.c_str(), value.c_str(), &error);
    cjose_jws_t* jws =
        cjose_jws_sign(key.get(), head, reinterpret_cast<const unsigned char*>(claims.data()), claims.size(), &error);
    const char* text = nullptr;
    if (!jws || !cjose_jws_export(jws, &text, &error)) throw std::runtime_error("not signed");
    std::string token(text);
    cjose_jws_release(jws);
    cjose_header_release(head);
    return token;
}

// With a signature of one's own choice, or none.
inline std::string unsigned_token(const std::string& header, const std::string& claims, const std::string& signature) {
    return webauthn::to_base64url(header) + "." + webauthn::to_base64url(claims) + "." + signature;
}

}  // namespace afterglow::identity::testing
