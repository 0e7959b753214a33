// Every step of Web Authentication Level 2, 7.1 and 7.2, that a server takes: falsified alone, and refused for that reason.
// Each falsified answer is signed by the right key unless the signature itself is what is wrong, so that no step can hide
// behind the signature.

#include "webauthn/ceremonies.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "webauthn/authenticator_data.h"
#include "webauthn/test_authenticator.h"

namespace afterglow::webauthn {
namespace {

using testing::Authenticator;

const std::string kChallenge = "0123456789abcdef-of-this-clinic";
const Expected kExpected{kChallenge, "https://clinic.example.org", "clinic.example.org", true};
const std::string kHandle = "the-handle-of-eva";

Authenticator right(Algorithm algorithm = Algorithm::es256) {
    Authenticator one(algorithm);
    one.challenge = kChallenge;
    one.origin = kExpected.origin;
    one.rp_id = kExpected.rp_id;
    one.user_handle = kHandle;
    one.count = 7;
    return one;
}
Known known_of(const Authenticator& one) { return {one.id, one.cose(), kHandle, 6}; }

template <class T>
std::string code_of(const Result<T>& result) {
    return result.ok() ? "ok" : result.refusal().code;
}
std::string registering(const Authenticator& one, const Expected& expected = kExpected) {
    return code_of(check_registration(one.make(), expected));
}
std::string signing_in(const Authenticator& one, const Known& known, const Expected& expected = kExpected) {
    return code_of(check_authentication(one.answer(), expected, std::vector{known.id}, known));
}

TEST(Passkey, IsRegisteredAndSignsInWithEveryAlgorithm) {
    for (const Algorithm each : {Algorithm::es256, Algorithm::eddsa, Algorithm::rs256}) {
        const Authenticator one = right(each);
        const auto registered = check_registration(one.make(), kExpected);
        ASSERT_TRUE(registered.ok()) << registered.refusal().code;
        EXPECT_EQ(registered->id, one.id);
        const Known known{registered->id, registered->public_key, kHandle, 6};
        const auto signed_in = check_authentication(one.answer(), kExpected, std::nullopt, known);
        ASSERT_TRUE(signed_in.ok()) << signed_in.refusal().code;
        EXPECT_EQ(signed_in->sign_count, 7u);
        EXPECT_TRUE(signed_in->user_verified);
    }
}

// ---- what both ceremonies check -------------------------------------------------------------------------------------------

struct Falsified {
    const char* code;
    std::function<void(Authenticator&)> change;
};
const std::vector<Falsified>& in_both() {
    static const std::vector<Falsified> list{
        {"client_data", [](Authenticator& one) { one.client_extra = "\xff"; }},
        {"client_data", [](Authenticator& one) { one.client_extra = ",\"type\":\"webauthn.get\""; }},  // twice
        {"challenge", [](Authenticator& one) { one.challenge = "another challenge, signed long ago"; }},
        {"challenge", [](Authenticator& one) { one.challenge.pop_back(); }},
        {"challenge", [](Authenticator& one) { one.challenge.clear(); }},
        {"origin", [](Authenticator& one) { one.origin = "https://clinic.example.org.evil.example"; }},
        {"origin", [](Authenticator& one) { one.origin = "http://clinic.example.org"; }},
        {"origin", [](Authenticator& one) { one.origin = "https://clinic.example.org:8443"; }},
        {"origin", [](Authenticator& one) { one.client_extra = ",\"crossOrigin\":true"; }},
        {"token_binding",
         [](Authenticator& one) { one.client_extra = R"(,"tokenBinding":{"status":"present","id":"x"})"; }},
        {"rp_id", [](Authenticator& one) { one.rp_id = "example.org"; }},
        {"user_absent", [](Authenticator& one) { one.present = false; }},
        {"user_unverified", [](Authenticator& one) { one.verified = false; }},
    };
    return list;
}

TEST(Passkey, WhatBothCeremoniesCheckIsRefusedForItsOwnReason) {
    for (const Falsified& each : in_both()) {
        Authenticator one = right();
        const Known known = known_of(one);
        each.change(one);
        EXPECT_EQ(registering(one), each.code);
        EXPECT_EQ(signing_in(one, known), each.code);
    }
}

TEST(Passkey, OneCeremonysAnswerIsNoneToTheOther) {
    Authenticator one = right();
    const Known known = known_of(one);
    std::swap(one.create_type, one.get_type);
    EXPECT_EQ(registering(one), "type");
    EXPECT_EQ(signing_in(one, known), "type");
}

TEST(Passkey, NobodyIsAskedToProveThemselvesWhereAPasswordDid) {
    Authenticator one = right();
    one.verified = false;
    Expected expected = kExpected;
    expected.verified = false;
    EXPECT_EQ(registering(one, expected), "ok");
    EXPECT_EQ(signing_in(one, known_of(one), expected), "ok");
}

TEST(Passkey, NoChallengeIsNoneToAnswer) {
    Authenticator one = right();
    one.challenge.clear();
    Expected expected = kExpected;
    expected.challenge.clear();
    EXPECT_EQ(registering(one, expected), "challenge");
    EXPECT_EQ(signing_in(one, known_of(one), expected), "challenge");
}

// ---- 7.1 ------------------------------------------------------------------------------------------------------------------

TEST(PasskeyRegistration, AttestationsAreNotAskedFor) {
    Authenticator one = right();
    one.format = "packed";
    EXPECT_EQ(registering(one), "attestation_format");
    one = right();
    one.statement = "\xa1" + testing::cbor_text("alg") + testing::cbor_number(-7);
    EXPECT_EQ(registering(one), "attestation_statement");
}

TEST(PasskeyRegistration, WhatIsCutOrLongerIsRefused) {
    const Authenticator one = right();
    const Attested whole = one.make();
    for (std::size_t length = 0; length < whole.attestation_object.size(); ++length) {
        const Attested cut{whole.client_data, whole.attestation_object.substr(0, length)};
        EXPECT_EQ(code_of(check_registration(cut, kExpected)), "attestation_object") << length;
    }
    EXPECT_EQ(code_of(check_registration({whole.client_data, whole.attestation_object + "x"}, kExpected)),
              "attestation_object");
}

TEST(PasskeyRegistration, AnAnswerWithoutACredentialIsRefused) {
    const Authenticator one = right();
    const std::string object = "\xa3" + testing::cbor_text("fmt") + testing::cbor_text("none") +
                               testing::cbor_text("attStmt") + "\xa0" + testing::cbor_text("authData") +
                               testing::cbor_bytes(one.data(false));
    EXPECT_EQ(code_of(check_registration({one.client_data("webauthn.create"), object}, kExpected)), "no_credential");
}

TEST(PasskeyRegistration, KeysOfOtherKindsAreRefused) {
    const Authenticator one = right();
    const std::string key = one.cose();
    std::map<std::string, std::string> changed{
        {"algorithm ES384", key}, {"curve P-384", key}, {"not on the curve", key}};
    changed["algorithm ES384"].replace(4, 1, testing::cbor_number(-9));
    changed["curve P-384"].replace(6, 1, testing::cbor_number(2));
    changed["not on the curve"].back() = static_cast<char>(changed["not on the curve"].back() ^ 1);
    ASSERT_TRUE(PublicKey::from(std::string_view(key)));
    for (const auto& [what, bytes] : changed) EXPECT_FALSE(PublicKey::from(std::string_view(bytes))) << what;
    EXPECT_FALSE(PublicKey::from(std::string_view(key + "x")));
    for (const auto& [what, bytes] : changed) {
        Attested sent = one.make();
        const std::size_t at = sent.attestation_object.find(key);
        ASSERT_NE(at, std::string::npos);
        sent.attestation_object.replace(at, key.size(), bytes);
        EXPECT_EQ(code_of(check_registration(sent, kExpected)), "algorithm") << what;
    }
}

TEST(PasskeyRegistration, ABackedUpKeyThatMayNotBeIsAContradiction) {
    Authenticator one = right();
    one.backed_up = true;
    EXPECT_EQ(registering(one), "attestation_object");
    EXPECT_EQ(signing_in(one, known_of(one)), "authenticator_data");
}

// ---- 7.2 ------------------------------------------------------------------------------------------------------------------

// Steps 5 to 7.
TEST(PasskeySignIn, OnlyKeysThatWereAskedForAndAreKnown) {
    const Authenticator one = right();
    const Known known = known_of(one);
    const auto asked = [&](const std::optional<std::vector<std::string>>& allowed, const std::optional<Known>& row) {
        return code_of(check_authentication(one.answer(), kExpected, allowed, row));
    };
    EXPECT_EQ(asked(std::vector<std::string>{"another"}, known), "credential_not_allowed");
    EXPECT_EQ(asked(std::vector<std::string>{}, known), "credential_not_allowed");
    EXPECT_EQ(asked(std::nullopt, std::nullopt), "credential_unknown");
    EXPECT_EQ(asked(std::vector{one.id}, std::nullopt), "credential_unknown");
    Known other = known;
    other.id = "another";
    EXPECT_EQ(asked(std::nullopt, other), "credential_unknown");
}

TEST(PasskeySignIn, TheOwnerIsWhoTheySay) {
    Authenticator one = right();
    const Known known = known_of(one);
    one.user_handle = "the-handle-of-adam";
    EXPECT_EQ(signing_in(one, known), "user_handle");
    EXPECT_EQ(code_of(check_authentication(one.answer(), kExpected, std::nullopt, known)), "user_handle");
    Asserted silent = right().answer();
    silent.user_handle.reset();
    EXPECT_EQ(code_of(check_authentication(silent, kExpected, std::nullopt, known)), "user_handle_missing");
}

// Steps 19 and 20: whatever is changed after signing, and whoever else signs.
TEST(PasskeySignIn, SignaturesAreOfThisKeyOverExactlyThis) {
    for (const Algorithm each : {Algorithm::es256, Algorithm::eddsa, Algorithm::rs256}) {
        const Authenticator one = right(each);
        const Known known = known_of(one);
        const auto code = [&](const Asserted& sent) {
            return code_of(check_authentication(sent, kExpected, std::nullopt, known));
        };
        Asserted sent = one.answer();
        sent.signature = right(each).answer().signature;
        EXPECT_EQ(code(sent), "signature");
        sent = one.answer();
        sent.authenticator_data.back() = 9;  // the counter
        EXPECT_EQ(code(sent), "signature");
        sent = one.answer();
        sent.client_data.insert(1, " ");
        EXPECT_EQ(code(sent), "signature");
        sent = one.answer();
        for (const std::string& signature : {std::string(), std::string("x"), std::string(2000, '\0')}) {
            sent.signature = signature;
            EXPECT_EQ(code(sent), "signature");
        }
        const Asserted whole = one.answer();
        for (std::size_t i = 0; i < whole.signature.size(); i += 7) {
            sent = whole;
            sent.signature[i] = static_cast<char>(sent.signature[i] ^ 0x10);
            EXPECT_EQ(code(sent), "signature") << i;
        }
    }
}

// Step 21.
TEST(PasskeySignIn, ACounterThatDoesNotGrow) {
    Authenticator one = right();
    Known known = known_of(one);
    for (const std::uint32_t count : {0u, 5u, 6u}) {
        one.count = count;
        EXPECT_EQ(signing_in(one, known), "counter") << count;
    }
    one.backup_eligible = true;  // a synced key: a warning
    const auto tolerated = check_authentication(one.answer(), kExpected, std::nullopt, known);
    ASSERT_TRUE(tolerated.ok());
    EXPECT_TRUE(tolerated->count_went_back);
    EXPECT_EQ(tolerated->sign_count, 6u);
    one = right();  // keys that never count
    one.count = 0;
    known = known_of(one);
    known.sign_count = 0;
    EXPECT_EQ(signing_in(one, known), "ok");
}

TEST(PasskeySignIn, AuthenticatorDataOfAnotherLengthIsRefused) {
    Authenticator one = right();
    const Known known = known_of(one);
    Asserted sent = one.answer();
    for (std::size_t length = 0; length < sent.authenticator_data.size(); ++length) {
        Asserted cut = sent;
        cut.authenticator_data.resize(length);
        EXPECT_EQ(code_of(check_authentication(cut, kExpected, std::nullopt, known)), "authenticator_data");
    }
    sent.authenticator_data += "x";
    EXPECT_EQ(code_of(check_authentication(sent, kExpected, std::nullopt, known)), "authenticator_data");
}

// ---- CBOR -----------------------------------------------------------------------------------------------------------------

TEST(Cbor, TakesOnlyTheCanonicalForm) {
    const auto whole = [](std::string_view bytes) { return take_cbor(bytes).has_value() && bytes.empty(); };
    using namespace std::string_view_literals;
    for (const std::string_view good : {"\x00"sv, "\x17"sv, "\x18\x18"sv, "\x38\xff"sv, "\x19\x01\x00"sv,
                                        "\x42\x01\x02"sv, "\x61z"sv, "\x82\x01\x02"sv, "\xa1\x01\xf5"sv, "\xf4"sv})
        EXPECT_TRUE(whole(good)) << testing::cbor_bytes(std::string(good));
    for (const std::string_view bad :
         {""sv, "\x18\x17"sv, "\x19\x00\xff"sv, "\x1a\x00\x00\x00\x01"sv, "\x5f\x41\x01\xff"sv, "\x9f\xff"sv,
          "\xc0\x00"sv, "\xf6"sv, "\xf9\x00\x00"sv, "\xfb\x00\x00\x00\x00\x00\x00\x00\x00"sv, "\xa2\x01\x02\x01\x03"sv,
          "\x42\x01"sv, "\x82\x01"sv, "\xa1\x41\x01\x01"sv, "\x81\x81\x81\x81\x01"sv,
          "\x1b\xff\xff\xff\xff\xff\xff\xff\xff"sv, "\x5b\xff\xff\xff\xff\xff\xff\xff\xff"sv,
          "\x9b\x00\x00\x00\x01\x00\x00\x00\x00"sv})
        EXPECT_FALSE(whole(bad)) << to_base64url(bad);
}

TEST(Bytes, Base64UrlIsExact) {
    for (std::size_t length = 0; length < 70; ++length) {
        std::string bytes;
        for (std::size_t i = 0; i < length; ++i) bytes += static_cast<char>(i * 37);
        EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
    }
    for (const char* bad : {"a", "ab=", "a+b/", "ab cd", "abc!", "YR", "c29tZSBXyRceBli\x91\xa5\xa7\xadl"})
        EXPECT_FALSE(from_base64url(bad)) << bad;
    EXPECT_FALSE(from_base64url(std::string(kMaxEncodedBytes + 4, 'A')));
}

}  // namespace
}  // namespace afterglow::webauthn
