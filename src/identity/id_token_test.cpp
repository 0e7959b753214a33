// Every check of an ID token (OpenID Connect Core 1.0, 3.1.3.7): falsified alone in a token that the right key signed, and
// refused for that reason. Left out, each lets its falsified token in: no check hides behind another.

#include "identity/id_token.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "identity/test_tokens.h"

namespace afterglow::identity {
namespace {

using namespace testing;

const Expected kExpected{"https://provider.example", "the-clinic", "the-nonce", {1'800'000'000'000}};

struct Claims {
    std::string iss = R"("https://provider.example")", aud = R"("the-clinic")", azp = "", exp = "1800000300",
                iat = "1800000000", nonce = R"("the-nonce")", sub = R"("248289761001")";

    std::string json() const {
        std::string text = R"({"name":"Eva")";
        const std::pair<const char*, const std::string*> all[] = {{"iss", &iss}, {"aud", &aud}, {"azp", &azp},
                                                                  {"exp", &exp}, {"iat", &iat}, {"nonce", &nonce},
                                                                  {"sub", &sub}};
        for (const auto& [name, value] : all) {
            if (!value->empty()) text += fmt::format(R"(,"{}":{})", name, *value);
        }
        return text + "}";
    }
};

// Made once: an RSA key takes a while.
struct Provider {
    Jwk rsa = rsa_key("rsa"), ec = ec_key("ec");
    KeySet keys = *KeySet::read(jwks({public_json(rsa, R"(,"use":"sig","alg":"RS256")"), public_json(ec)}));
};
const Provider& provider() {
    static const Provider one;
    return one;
}

std::string code_of(const Result<Identity>& result) { return result.ok() ? "ok" : result.refusal().code; }
std::string verified(const std::string& token, const KeySet& keys = provider().keys) {
    return code_of(verify_id_token(token, keys, kExpected));
}
std::string rs256(const Claims& claims) {
    return signed_token(provider().rsa, {{"alg", "RS256"}, {"kid", "rsa"}}, claims.json());
}
std::string es256(const Claims& claims) {
    return signed_token(provider().ec, {{"alg", "ES256"}, {"kid", "ec"}}, claims.json());
}

TEST(IdToken, SaysWhoSignedIn) {
    const auto by_rsa = verify_id_token(rs256({}), provider().keys, kExpected);
    ASSERT_TRUE(by_rsa.ok()) << by_rsa.refusal().code;
    EXPECT_EQ(*by_rsa, (Identity{"https://provider.example", "248289761001"}));
    EXPECT_EQ(verified(es256({})), "ok");
}

TEST(IdToken, MayBeForSeveralIfThisClientAskedForIt) {
    Claims claims;
    claims.aud = R"(["another","the-clinic"])";
    claims.azp = R"("the-clinic")";
    EXPECT_EQ(verified(rs256(claims)), "ok");
    claims.aud = R"(["the-clinic"])";
    claims.azp = "";
    EXPECT_EQ(verified(rs256(claims)), "ok");
}

TEST(IdToken, ClocksMayDifferByAMinute) {
    Claims claims;
    claims.exp = "1799999941";
    claims.iat = "1800000060.0";
    EXPECT_EQ(verified(rs256(claims)), "ok");
}

// ---- the claims -----------------------------------------------------------------------------------------------------------

struct Falsified {
    const char* code;
    Claims claims;
};
const std::vector<Falsified> kFalsified{
    {"issuer", {.iss = R"("https://provider.example/")"}},
    {"issuer", {.iss = ""}},
    {"issuer", {.iss = R"(["https://provider.example"])"}},
    {"audience", {.aud = R"("another")"}},
    {"audience", {.aud = R"(["another"])"}},
    {"audience", {.aud = "[]"}},
    {"audience", {.aud = ""}},
    {"authorized_party", {.aud = R"(["another","the-clinic"])"}},
    {"authorized_party", {.aud = R"(["another","the-clinic"])", .azp = R"("another")"}},
    {"authorized_party", {.azp = R"("another")"}},
    {"authorized_party", {.azp = "null"}},
    {"expired", {.exp = "1799999940"}},
    {"expired", {.exp = ""}},
    {"expired", {.exp = R"("1800000300")"}},
    {"expired", {.exp = "1e300"}},
    {"issued_in_future", {.iat = "1800000061"}},
    {"issued_in_future", {.iat = ""}},
    {"nonce", {.nonce = R"("another")"}},
    {"nonce", {.nonce = R"("")"}},
    {"nonce", {.nonce = ""}},
    {"subject", {.sub = R"("")"}},
    {"subject", {.sub = ""}},
    {"subject", {.sub = "248289761001"}},
    {"subject", {.sub = R"("line\nbreak")"}},
    {"subject", {.sub = '"' + std::string(256, 'x') + '"'}},
};

TEST(IdToken, EachClaimIsChecked) {
    for (const Falsified& each : kFalsified) EXPECT_EQ(verified(rs256(each.claims)), each.code) << each.claims.json();
    for (const Check& check : kChecks)
        EXPECT_TRUE(std::ranges::any_of(
            kFalsified, [&](const Falsified& each) { return std::string_view(each.code) == check.code; }))
            << check.code << " is falsified by no case";
}

// A verification that leaves one out believes what only that one refuses: the cases above would fail.
TEST(IdToken, PlantedMissingChecksAreSeen) {
    for (const Falsified& each : kFalsified) {
        std::vector<Check> without;
        for (const Check& check : kChecks) {
            if (std::string_view(check.code) != each.code) without.push_back(check);
        }
        EXPECT_EQ(code_of(verify_id_token(rs256(each.claims), provider().keys, kExpected, without)), "ok")
            << each.code << " hides behind another check: " << each.claims.json();
    }
}

TEST(IdToken, AnEmptyExpectationIsNeverMet) {
    Claims claims;
    claims.nonce = R"("")";
    Expected without = kExpected;
    without.nonce = "";
    EXPECT_EQ(code_of(verify_id_token(rs256(claims), provider().keys, without)), "nonce");
    claims = {.iss = R"("")"};
    without = kExpected;
    without.issuer = "";
    EXPECT_EQ(code_of(verify_id_token(rs256(claims), provider().keys, without)), "issuer");
    claims = {.aud = R"("")"};
    without = kExpected;
    without.client_id = "";
    EXPECT_EQ(code_of(verify_id_token(rs256(claims), provider().keys, without)), "audience");
}

// ---- the signature --------------------------------------------------------------------------------------------------------

TEST(IdToken, NeedsASignature) {
    for (const char* header :
         {R"({"alg":"none"})", R"({"alg":"None","kid":"rsa"})", R"({"kid":"rsa"})", R"({"alg":7})"}) {
        EXPECT_EQ(verified(unsigned_token(header, Claims().json(), "")), "algorithm") << header;
        EXPECT_EQ(verified(unsigned_token(header, Claims().json(), "AAAA")), "algorithm") << header;
    }
    for (const char* header : {R"({"alg":"RS256","kid":"rsa"})", R"({"alg":"ES256","kid":"ec"})"})
        EXPECT_EQ(verified(unsigned_token(header, Claims().json(), "")), "signature") << header;
}

// Whoever knows the public key must not be able to sign with it as if it were a shared secret.
TEST(IdToken, IsNotSignedWithThePublicKeyAsASecret) {
    for (const std::string& secret : {public_json(provider().rsa), std::string("a secret of thirty-two bytes....")}) {
        const Jwk shared = shared_key("rsa", secret);
        const std::string token = signed_token(shared, {{"alg", "HS256"}, {"kid", "rsa"}}, Claims().json());
        EXPECT_EQ(verified(token), "algorithm");
        EXPECT_EQ(verified(token, *KeySet::read(jwks({public_json(shared)}))), "algorithm");
        // The same signature under the name of the other algorithm.
        EXPECT_EQ(verified(unsigned_token(R"({"alg":"RS256","kid":"rsa"})", Claims().json(),
                                          token.substr(token.rfind('.') + 1))),
                  "signature");
    }
}

TEST(IdToken, OtherAlgorithmsAreRefused) {
    for (const char* algorithm : {"RS384", "RS512", "PS256"})
        EXPECT_EQ(verified(signed_token(provider().rsa, {{"alg", algorithm}, {"kid", "rsa"}}, Claims().json())),
                  "algorithm");
}

TEST(IdToken, EveryChangedByteIsSeen) {
    for (const std::string& token : {rs256({}), es256({})}) {
        for (std::size_t at = 0; at < token.size(); ++at) {
            std::string changed = token;
            changed[at] = changed[at] == 'A' ? 'B' : 'A';
            EXPECT_NE(verified(changed), "ok") << at;
        }
        for (std::size_t length = 0; length < token.size(); ++length)
            EXPECT_NE(verified(token.substr(0, length)), "ok");
    }
}

TEST(IdToken, ASignatureOfAnotherKeyIsRefused) {
    const Jwk another = ec_key("ec");
    EXPECT_EQ(verified(signed_token(another, {{"alg", "ES256"}, {"kid", "ec"}}, Claims().json())), "signature");
    EXPECT_EQ(verified(signed_token(another, {{"alg", "ES256"}, {"kid", "another"}}, Claims().json())), "key_unknown");
    EXPECT_EQ(verified(signed_token(provider().ec, {{"alg", "ES256"}, {"kid", "rsa"}}, Claims().json())),
              "key_unknown");
}

TEST(IdToken, WithoutAKeyIdThereMustBeOneKey) {
    const std::string token = signed_token(provider().ec, {{"alg", "ES256"}}, Claims().json());
    EXPECT_EQ(verified(token), "ok");
    EXPECT_EQ(verified(token, *KeySet::read(jwks({public_json(provider().ec), public_json(ec_key("second"))}))),
              "key_unknown");
}

TEST(IdToken, WhatItSaysIsCriticalIsNotPassedOver) {
    EXPECT_EQ(
        verified(unsigned_token(R"({"alg":"RS256","kid":"rsa","crit":["b64"],"b64":false})", Claims().json(), "AAAA")),
        "critical_header");
}

TEST(IdToken, WhatIsNoTokenIsRefused) {
    const std::string token = rs256({});
    for (const std::string& text :
         {std::string(), std::string("..."), std::string("a.b"), token + ".", "." + token, token + "=",
          unsigned_token("[]", "{}", ""), unsigned_token("{}", "7", ""),
          unsigned_token(R"({"alg":"none","alg":"RS256"})", Claims().json(), ""), std::string(kMaxTokenBytes + 1, 'A')})
        EXPECT_EQ(verified(text), "token_malformed") << text.substr(0, 80);
}

// ---- keys -----------------------------------------------------------------------------------------------------------------

TEST(KeySet, PassesOverWhatCannotVerify) {
    const std::string weak = public_json(rsa_key("weak", 1024)), sealing = public_json(rsa_key("a"), R"(,"use":"enc")"),
                      other = public_json(rsa_key("b"), R"(,"alg":"PS256")"),
                      signing = public_json(rsa_key("c"), R"(,"key_ops":["sign"])"),
                      large = public_json(ec_key("d", CJOSE_JWK_EC_P_384)),
                      off_curve = R"({"kty":"EC","crv":"P-256","kid":"e","x":"AQ","y":"AQ"})";
    const KeySet keys = *KeySet::read(jwks({weak, sealing, other, signing, large, off_curve, "7", R"({"kty":"OKP"})"}));
    for (const char* id : {"weak", "a", "b", "c", "d", "e", ""}) {
        EXPECT_EQ(keys.find("RS256", id), nullptr) << id;
        EXPECT_EQ(keys.find("ES256", id), nullptr) << id;
    }
}

TEST(KeySet, WhatIsNoneIsRefused) {
    for (const char* text : {"", "[]", "{}", R"({"keys":{}})", R"({"keys":[],"keys":[]})"}) {
        const auto keys = KeySet::read(text);
        ASSERT_FALSE(keys.ok()) << text;
        EXPECT_EQ(keys.refusal().code, "keys_malformed");
    }
    EXPECT_FALSE(KeySet::read(jwks(std::vector<std::string>(kMaxKeys + 1, "{}"))).ok());
}

}  // namespace
}  // namespace afterglow::identity
