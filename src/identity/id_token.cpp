#include "identity/id_token.h"

#include <cjose/cjose.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "webauthn/bytes.h"

namespace afterglow::identity {
namespace {

constexpr const char* kRsa = "RS256";
constexpr const char* kEc = "ES256";

std::string_view text_in(const Json& object, std::string_view name) {
    const Json* member = object.find(name);
    const std::string* text = member ? member->string() : nullptr;
    return text ? std::string_view(*text) : std::string_view();
}

bool lists(const Json& list, std::string_view wanted) {
    const auto* items = list.array();
    return items && std::any_of(items->begin(), items->end(),
                                [&](const Json& each) { return each.string() && *each.string() == wanted; });
}

// ---- keys -------------------------------------------------------------------------------------------------------------------

// What the key may be used for; empty: nothing that we do.
std::string algorithm_of(const Json& jwk) {
    const std::string_view type = text_in(jwk, "kty"), use = text_in(jwk, "use"), algorithm = text_in(jwk, "alg");
    const char* possible = type == "RSA" ? kRsa : type == "EC" && text_in(jwk, "crv") == "P-256" ? kEc : "";
    if (!use.empty() && use != "sig") return "";
    if (!algorithm.empty() && algorithm != possible) return "";
    if (const Json* operations = jwk.find("key_ops"); operations && !lists(*operations, "verify")) return "";
    return possible;
}

// Only the public parts go on, whatever else stands there.
std::string public_parts(const Json& jwk) {
    Json::Object parts;
    for (const char* name : {"kty", "n", "e", "crv", "x", "y"}) {
        if (const Json* part = jwk.find(name)) parts.emplace_back(name, *part);
    }
    std::string text;
    write_json(text, Json(std::move(parts)));
    return text;
}

std::shared_ptr<cjose_jwk_t> import_key(const Json& jwk, const std::string& algorithm) {
    const std::string text = public_parts(jwk);
    cjose_err error{};
    const std::shared_ptr<cjose_jwk_t> key(cjose_jwk_import(text.data(), text.size(), &error), cjose_jwk_release);
    if (!key) return nullptr;
    const bool is_weak = algorithm == kRsa && cjose_jwk_get_keysize(key.get(), &error) < kLeastRsaBits;
    return is_weak ? nullptr : key;
}

// ---- the token --------------------------------------------------------------------------------------------------------------

std::optional<Json> part_of(const std::string& token, std::size_t from, std::size_t to) {
    const auto bytes = webauthn::from_base64url(std::string_view(token).substr(from, to - from));
    if (!bytes) return std::nullopt;
    auto json = parse_json(*bytes);
    if (!json.ok() || !json->object()) return std::nullopt;
    return std::move(*json);
}

struct Parts {
    Json header, claims;
};

// header.payload.signature. Read by the strict parser: no name twice, so that nobody can read it in another way.
Result<Parts> parts_of(const std::string& token) {
    const std::size_t first = token.find('.'), second = token.find('.', first + 1);
    const bool three = first != std::string::npos && second != std::string::npos &&
                       token.find('.', second + 1) == std::string::npos && token.size() <= kMaxTokenBytes;
    if (!three) return refuse("token_malformed");
    auto header = part_of(token, 0, first), claims = part_of(token, first + 1, second);
    // cjose takes a signature in several spellings; one text for a token, and no other.
    const bool signature_is_text = webauthn::from_base64url(std::string_view(token).substr(second + 1)).has_value();
    if (!header || !claims || !signature_is_text) return refuse("token_malformed");
    return Parts{std::move(*header), std::move(*claims)};
}

bool signature_fits(const std::string& token, cjose_jwk_t* key) {
    cjose_err error{};
    const std::unique_ptr<cjose_jws_t, decltype(&cjose_jws_release)> jws(
        cjose_jws_import(token.data(), token.size(), &error), cjose_jws_release);
    return jws && cjose_jws_verify(jws.get(), key, &error);
}

// ---- the claims -------------------------------------------------------------------------------------------------------------

// Seconds since 1970, with or without a fraction.
std::optional<Instant> time_in(const Json& claims, std::string_view name) {
    constexpr double kLatest = 253'402'300'800;  // the year 10000
    const Json* member = claims.find(name);
    if (!member) return std::nullopt;
    const double seconds = member->integer() ? static_cast<double>(*member->integer())
                           : member->real()  ? *member->real()
                                             : -1;
    if (!(seconds >= 0 && seconds < kLatest)) return std::nullopt;
    return Instant{static_cast<std::int64_t>(seconds * 1000)};
}

bool issuer_is_right(const Json& claims, const Expected& expected) {
    return !expected.issuer.empty() && text_in(claims, "iss") == expected.issuer;
}

bool audience_is_this_client(const Json& claims, const Expected& expected) {
    const Json* audience = claims.find("aud");
    if (!audience || expected.client_id.empty()) return false;
    return audience->string() ? *audience->string() == expected.client_id : lists(*audience, expected.client_id);
}

// Asked for where a token is for several; wherever it stands, it must be right.
bool authorized_party_is_this_client(const Json& claims, const Expected& expected) {
    const Json* party = claims.find("azp");
    const Json* audience = claims.find("aud");
    const bool several = audience && audience->array() && audience->array()->size() > 1;
    if (!party) return !several;
    return text_in(claims, "azp") == expected.client_id;
}

bool holds_still(const Json& claims, const Expected& expected) {
    const auto expires = time_in(claims, "exp");
    return expires && expected.now < *expires + kLeeway;
}

bool was_issued(const Json& claims, const Expected& expected) {
    const auto issued = time_in(claims, "iat");
    return issued && *issued <= expected.now + kLeeway;
}

bool nonce_is_right(const Json& claims, const Expected& expected) {
    return !expected.nonce.empty() && webauthn::same_bytes(text_in(claims, "nonce"), expected.nonce);
}

bool subject_is_there(const Json& claims, const Expected&) {
    const std::string_view subject = text_in(claims, "sub");
    return !subject.empty() && subject.size() <= kMaxSubjectBytes &&
           std::all_of(subject.begin(), subject.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

constexpr std::array kAllChecks{
    Check{"issuer", issuer_is_right},
    Check{"audience", audience_is_this_client},
    Check{"authorized_party", authorized_party_is_this_client},
    Check{"expired", holds_still},
    Check{"issued_in_future", was_issued},
    Check{"nonce", nonce_is_right},
    Check{"subject", subject_is_there},
};

}  // namespace

const std::span<const Check> kChecks{kAllChecks};

Result<KeySet> KeySet::read(std::string_view jwks) {
    const auto document = parse_json(jwks);
    const Json* list = document.ok() ? document->find("keys") : nullptr;
    if (!list || !list->array() || list->array()->size() > kMaxKeys) return refuse("keys_malformed");
    KeySet set;
    for (const Json& each : *list->array()) {
        const std::string algorithm = algorithm_of(each);
        if (algorithm.empty()) continue;
        if (auto key = import_key(each, algorithm))
            set.keys_.push_back({std::string(text_in(each, "kid")), algorithm, std::move(key)});
    }
    return set;
}

const KeySet::Key* KeySet::find(std::string_view algorithm, std::string_view id) const {
    const Key* found = nullptr;
    for (const Key& each : keys_) {
        if (each.algorithm != algorithm || (!id.empty() && each.id != id)) continue;
        if (found) return nullptr;
        found = &each;
    }
    return found;
}

Result<Identity> verify_id_token(const std::string& token, const KeySet& keys, const Expected& expected,
                                 std::span<const Check> checks) {
    const Parts parts = TRY(parts_of(token));
    const std::string_view algorithm = text_in(parts.header, "alg");
    // Never `none`, and never a secret shared with the provider: whoever holds its public key could sign with that.
    if (algorithm != kRsa && algorithm != kEc) return refuse("algorithm");
    if (parts.header.find("crit")) return refuse("critical_header");  // RFC 7515, 4.1.11: we understand none
    const KeySet::Key* key = keys.find(algorithm, text_in(parts.header, "kid"));
    if (!key) return refuse("key_unknown");
    if (!signature_fits(token, key->key.get())) return refuse("signature");
    for (const Check& check : checks) {
        if (!check.holds(parts.claims, expected)) return refuse(check.code);
    }
    return Identity{expected.issuer, std::string(text_in(parts.claims, "sub"))};
}

}  // namespace afterglow::identity
