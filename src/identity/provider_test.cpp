// The provider as a script: what it publishes and answers, and what is asked of it.

#include "identity/provider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>

#include "identity/test_tokens.h"

namespace afterglow::identity {
namespace {

using testing::ec_key;
using ::testing::HasSubstr;
using testing::Jwk;
using testing::jwks;
using testing::public_json;
using testing::signed_token;

constexpr const char* kIssuer = "https://provider.example/realm";
constexpr const char* kDiscovery = "https://provider.example/realm/.well-known/openid-configuration";
constexpr const char* kToken = "https://tokens.example/token";
constexpr const char* kKeys = "https://keys.example/keys";
const Instant kNow{1'800'000'000'000};
const ProviderSettings kSettings{kIssuer, "the clinic", "s:cret", "Login", "openid", std::nullopt};
const Question kQuestion{"https://clinic.example/answer", "the-state", "the-nonce",
                         "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"};

std::string discovery(const std::string& issuer = kIssuer, const std::string& more = "") {
    return fmt::format(R"({{"issuer":"{}","authorization_endpoint":"https://provider.example/authorize?tenant=1",)"
                       R"("token_endpoint":"{}","jwks_uri":"{}"{}}})",
                       issuer, kToken, kKeys, more);
}

struct ProviderTest : ::testing::Test {
    std::map<std::string, Fetched> says;  // by address; what is not there cannot be reached
    std::vector<Ask> asked;
    Jwk key = ec_key("first");
    Provider provider{kSettings, [this](const Ask& ask, std::chrono::milliseconds) -> Result<Fetched> {
                          asked.push_back(ask);
                          if (const auto found = says.find(ask.url); found != says.end()) return found->second;
                          return refuse("unreachable", {{"why", ask.url}});
                      }};

    void SetUp() override {
        spdlog::set_level(spdlog::level::off);  // it warns of what is meant to be wrong here
        says[kDiscovery] = {200, discovery()};
        says[kKeys] = {200, jwks({public_json(key)})};
        answer_with(key, "first");
    }
    void answer_with(const Jwk& with, const char* id, const char* nonce = "the-nonce") {
        const std::string claims = fmt::format(
            R"({{"iss":"{}","aud":"the clinic","exp":1800000300,"iat":1800000000,"nonce":"{}","sub":"eva"}})", kIssuer,
            nonce);
        says[kToken] = {200, fmt::format(R"({{"token_type":"Bearer","id_token":"{}"}})",
                                         signed_token(with, {{"alg", "ES256"}, {"kid", id}}, claims))};
    }
    std::string redeem(Instant now = kNow, const std::optional<std::string>& issuer = {}) {
        const auto who = provider.redeem({"the code", issuer, kQuestion}, now);
        if (who.ok()) return who->subject;
        const auto& parameters = who.refusal().parameters;
        const bool says_why = who.refusal().code == "provider_answer_wrong";
        return who.refusal().code + (says_why ? " " + parameters.front().second : "");
    }
    std::size_t times(const std::string& url) const {
        return static_cast<std::size_t>(
            std::count_if(asked.begin(), asked.end(), [&](const Ask& each) { return each.url == url; }));
    }
};

TEST_F(ProviderTest, IsAskedWithEverythingThatTheStandardWants) {
    const auto address = provider.address_for(kQuestion, kNow);
    ASSERT_TRUE(address.ok()) << address.refusal().code;
    // The challenge is that of RFC 7636, appendix B.
    EXPECT_EQ(*address,
              "https://provider.example/authorize?tenant=1&response_type=code&client_id=the%20clinic"
              "&redirect_uri=https%3A%2F%2Fclinic.example%2Fanswer&scope=openid&state=the-state&nonce=the-nonce"
              "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
}

TEST_F(ProviderTest, SaysWhoSignedIn) {
    EXPECT_EQ(redeem(), "eva");
    ASSERT_EQ(asked.size(), 3u);
    EXPECT_EQ(asked[1].form,
              "grant_type=authorization_code&code=the%20code&redirect_uri=https%3A%2F%2Fclinic.example%2Fanswer"
              "&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    EXPECT_EQ(asked[1].user, "the clinic");
    EXPECT_EQ(asked[1].password, "s:cret");
}

TEST_F(ProviderTest, ItsDocumentsAreKeptForAnHour) {
    for (const Milliseconds later : {minutes(0), minutes(1), minutes(4)}) EXPECT_EQ(redeem(kNow + later), "eva");
    EXPECT_EQ(times(kDiscovery), 1u);
    EXPECT_EQ(times(kKeys), 1u);
    ASSERT_TRUE(provider.address_for(kQuestion, kNow + hours(1)).ok());
    EXPECT_EQ(times(kDiscovery), 2u);
}

TEST_F(ProviderTest, AnIssuerIsWhoItSays) {
    for (const char* other : {"https://provider.example/realm/", "https://another.example", ""}) {
        says[kDiscovery] = {200, discovery(other)};
        EXPECT_EQ(Provider(kSettings, [this](const Ask& ask, auto) { return Result<Fetched>(says.at(ask.url)); })
                      .address_for(kQuestion, kNow)
                      .refusal()
                      .code,
                  "provider_unreachable")
            << other;
    }
}

TEST_F(ProviderTest, AddressesInTheOpenAreRefused) {
    for (const char* each :
         {"http://tokens.example/token", "ftp://tokens.example", "", "https://u:p@tokens.example/"}) {
        std::string document = discovery();
        document.replace(document.find(kToken), std::string(kToken).size(), each);
        says[kDiscovery] = {200, document};
        const auto address = Provider(kSettings, [this](const Ask& ask, auto) {
                                 return Result<Fetched>(says.at(ask.url));
                             }).address_for(kQuestion, kNow);
        EXPECT_FALSE(address.ok()) << each;
    }
}

// RFC 9207: an answer that another provider gave.
TEST_F(ProviderTest, AnAnswerOfAnotherIssuerIsRefusedBeforeTheCodeGoesAnywhere) {
    EXPECT_EQ(redeem(kNow, kIssuer), "eva");
    const std::size_t before = times(kToken);
    EXPECT_EQ(redeem(kNow, "https://another.example"), "provider_answer_wrong iss");
    EXPECT_EQ(times(kToken), before);
    says[kDiscovery] = {200, discovery(kIssuer, R"(,"authorization_response_iss_parameter_supported":true)")};
    EXPECT_EQ(redeem(kNow + hours(1)), "provider_answer_wrong iss");
}

TEST_F(ProviderTest, WhatItRefusesIsToldApart) {
    says[kToken] = {400, R"({"error":"invalid_grant"})"};
    EXPECT_EQ(redeem(), "provider_code_refused");
    says[kToken] = {401, R"({"error":"invalid_client"})"};
    EXPECT_EQ(redeem(), "provider_answer_wrong client_refused");
    for (const Fetched& each :
         {Fetched{200, "{}"}, Fetched{200, "<html>"}, Fetched{302, "{}"}, Fetched{400, R"({"id_token":"x"})"}}) {
        says[kToken] = each;
        EXPECT_EQ(redeem(), "provider_answer_wrong token_answer") << each.status << each.body;
    }
    answer_with(key, "first", "another-nonce");
    EXPECT_EQ(redeem(), "provider_answer_wrong nonce");
}

TEST_F(ProviderTest, ANewKeyIsLookedForOnceAMinute) {
    EXPECT_EQ(redeem(), "eva");
    const Jwk second = ec_key("second");
    answer_with(second, "second");
    EXPECT_EQ(redeem(kNow + Milliseconds{59'999}), "provider_answer_wrong key_unknown");
    EXPECT_EQ(times(kKeys), 1u);
    says[kKeys] = {200, jwks({public_json(key), public_json(second)})};
    EXPECT_EQ(redeem(kNow + minutes(1)), "eva");
    EXPECT_EQ(times(kKeys), 2u);
    answer_with(ec_key("third"), "third");
    EXPECT_EQ(redeem(kNow + minutes(2)), "provider_answer_wrong key_unknown");
    EXPECT_EQ(redeem(kNow + minutes(2)), "provider_answer_wrong key_unknown");
    EXPECT_EQ(times(kKeys), 3u);
}

// One waits; the others are told at once, and then it is asked again.
TEST_F(ProviderTest, AfterAFailureItIsLeftAloneForAMoment) {
    says[kToken] = {503, ""};
    EXPECT_EQ(redeem(), "provider_unreachable");
    const std::size_t before = asked.size();
    EXPECT_EQ(redeem(kNow + Milliseconds{9'999}), "provider_unreachable");
    EXPECT_FALSE(provider.address_for(kQuestion, kNow + Milliseconds{9'999}).ok());
    EXPECT_EQ(asked.size(), before);
    SetUp();
    EXPECT_EQ(redeem(kNow + Milliseconds{10'000}), "eva");
}

TEST_F(ProviderTest, WhatItPublishesMayBeAnything) {
    for (const Fetched& each : {Fetched{404, discovery()}, Fetched{200, "[]"}, Fetched{200, ""}, Fetched{302, ""}}) {
        says[kDiscovery] = each;
        EXPECT_FALSE(Provider(kSettings, [this](const Ask& ask, auto) { return Result<Fetched>(says.at(ask.url)); })
                         .address_for(kQuestion, kNow)
                         .ok());
    }
    says[kKeys] = {200, "no keys"};
    SetUp();
    says[kKeys] = {200, "no keys"};
    EXPECT_EQ(redeem(), "provider_unreachable");
}

TEST(Addresses, AreSafeOrNot) {
    for (const char* each : {"https://a.example", "https://a.example:8443/x?y=1", "http://127.0.0.1:9/",
                             "http://localhost", "http://[::1]:1/x"})
        EXPECT_TRUE(is_safe_address(each)) << each;
    for (const char* each :
         {"", "a.example", "http://a.example", "http://127.0.0.1.example", "http://localhost@a.example",
          "https://u@a.example", "https://", "file:///etc/passwd", "https://a.example/#x", "https://a.example/ x",
          "https://a.example\\@b.example", "http://127.0.0.2"})
        EXPECT_FALSE(is_safe_address(each)) << each;
}

}  // namespace
}  // namespace afterglow::identity
