#include "webauthn/public_key.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

namespace afterglow::webauthn {
namespace {

// Labels of a COSE_Key; -1 and below mean something else for each type of key.
constexpr std::int64_t kType = 1, kAlgorithm = 3, kCurve = -1, kX = -2, kY = -3, kModulus = -1, kExponent = -2;
constexpr std::int64_t kOctetKeyPair = 1, kEllipticCurve = 2, kRsa = 3;
constexpr std::int64_t kP256 = 1, kEd25519 = 6;
constexpr std::size_t kCoordinateBytes = 32;
constexpr std::size_t kMinModulusBytes = 256, kMaxModulusBytes = 512;
constexpr std::size_t kMaxExponentBytes = 4;

using Parameters = std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;

const unsigned char* unsigned_bytes(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

bool has(const Cbor& key, std::int64_t label, std::int64_t wanted) {
    const Cbor* found = key.find(label);
    return found && found->whole() && *found->whole() == wanted;
}

std::string_view bytes_at(const Cbor& key, std::int64_t label) {
    const Cbor* found = key.find(label);
    return found && found->bytes() ? std::string_view(*found->bytes()) : std::string_view();
}

EVP_PKEY* made(const char* type, OSSL_PARAM* parameters) {
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr), &EVP_PKEY_CTX_free);
    EVP_PKEY* key = nullptr;
    if (!context || !parameters || EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
    if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) return nullptr;
    return key;
}

EVP_PKEY* p256(const Cbor& key) {
    const std::string_view x = bytes_at(key, kX), y = bytes_at(key, kY);
    if (!has(key, kType, kEllipticCurve) || !has(key, kCurve, kP256)) return nullptr;
    if (x.size() != kCoordinateBytes || y.size() != kCoordinateBytes) return nullptr;
    std::string point = "\x04";  // not compressed
    point.append(x).append(y);
    char group[] = "prime256v1";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
        OSSL_PARAM_construct_end(),
    };
    return made("EC", parameters);  // refuses points that are not on the curve
}

EVP_PKEY* ed25519(const Cbor& key) {
    const std::string_view x = bytes_at(key, kX);
    if (!has(key, kType, kOctetKeyPair) || !has(key, kCurve, kEd25519) || x.size() != kCoordinateBytes) return nullptr;
    return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, unsigned_bytes(x), x.size());
}

EVP_PKEY* rsa(const Cbor& key) {
    const std::string_view n = bytes_at(key, kModulus), e = bytes_at(key, kExponent);
    if (!has(key, kType, kRsa) || n.size() < kMinModulusBytes || n.size() > kMaxModulusBytes) return nullptr;
    if (e.empty() || e.size() > kMaxExponentBytes) return nullptr;
    const Number modulus(BN_bin2bn(unsigned_bytes(n), static_cast<int>(n.size()), nullptr), &BN_free);
    const Number exponent(BN_bin2bn(unsigned_bytes(e), static_cast<int>(e.size()), nullptr), &BN_free);
    if (!modulus || !exponent) return nullptr;
    if (BN_num_bits(modulus.get()) < static_cast<int>(8 * kMinModulusBytes) || !BN_is_odd(modulus.get()))
        return nullptr;
    if (!BN_is_odd(exponent.get()) || BN_is_one(exponent.get())) return nullptr;
    const Builder builder(OSSL_PARAM_BLD_new(), &OSSL_PARAM_BLD_free);
    if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
        return nullptr;
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()), &OSSL_PARAM_free);
    return made("RSA", parameters.get());
}

}  // namespace

PublicKey::PublicKey(Algorithm algorithm, evp_pkey_st* key) : algorithm_(algorithm), key_(key, &EVP_PKEY_free) {}

std::optional<PublicKey> PublicKey::from(const Cbor& cose) {
    const Cbor* algorithm = cose.find(kAlgorithm);
    if (!algorithm || !algorithm->whole()) return std::nullopt;
    const auto made_by = [&](Algorithm which, EVP_PKEY* key) {
        return key ? std::optional(PublicKey(which, key)) : std::nullopt;
    };
    switch (*algorithm->whole()) {
        case static_cast<std::int64_t>(Algorithm::es256): return made_by(Algorithm::es256, p256(cose));
        case static_cast<std::int64_t>(Algorithm::eddsa): return made_by(Algorithm::eddsa, ed25519(cose));
        case static_cast<std::int64_t>(Algorithm::rs256): return made_by(Algorithm::rs256, rsa(cose));
        default: return std::nullopt;
    }
}

std::optional<PublicKey> PublicKey::from(std::string_view cose_bytes) {
    const auto cose = take_cbor(cose_bytes);
    return cose && cose_bytes.empty() ? from(*cose) : std::nullopt;
}

bool PublicKey::signed_this(std::string_view data, std::string_view signature) const {
    const DigestContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const EVP_MD* digest = algorithm_ == Algorithm::eddsa ? nullptr : EVP_sha256();  // Ed25519 has its own within
    if (!context || EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key_.get()) != 1) return false;
    return EVP_DigestVerify(context.get(), unsigned_bytes(signature), signature.size(), unsigned_bytes(data),
                            data.size()) == 1;
}

}  // namespace afterglow::webauthn
