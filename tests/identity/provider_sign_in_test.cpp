// P35: a sign-in through an identity provider is of the person it says. The whole way over HTTP, and every way in which it
// must not end in a sign-in.

#include <gtest/gtest.h>
#include <liboath/oath.h>

#include <chrono>
#include <thread>

#include "desk/totp.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "tests/identity/browser.h"
#include "tests/identity/fake_provider.h"
#include "views/queries.h"

namespace afterglow::identity_http {
namespace {

using clinic::Role;
using harness::Clinic;
using harness::kPassword;
using harness::Person;
using harness::Reply;
using harness::text_at;
using Object = Json::Object;
using identity::testing::shared_key;
using identity::testing::signed_token;
using identity::testing::unsigned_token;

struct ProviderSignIn : testing::Test {
    FakeProvider provider;
    Clinic clinic{{.provider = provider.settings()}};
    StaffId eva = clinic.hire("eva", {Role::coordinator});
    Person eva_here{clinic.port(), "eva"};

    void SetUp() override {
        provider.clock = &clinic.clock();
        ASSERT_EQ(eva_here.sign_in().status, 200);
    }
    // The answer to the browser that comes back from the provider.
    std::string connect(Person& person, const std::string& subject) {
        const Reply asked = person.post("/api/v1/me/identity/connect", said({{"password", kPassword}}));
        EXPECT_EQ(asked.status, 200) << asked.text;
        Browser browser(clinic.port());
        browser.keep_cookies(asked);
        return browser.place(browser.come_back(provider.sign_in(text_at(asked.json, "/address"), subject)));
    }
    std::string begin(Browser& browser, const std::string& next = "") {
        const Reply begun = browser.get(kBegin + (next.empty() ? "" : "?next=" + next));
        EXPECT_EQ(begun.status, 303) << begun.text;
        return browser.place(begun);
    }
    // Where somebody ends who signs in through the provider.
    std::string sign_in(Browser& browser, const std::string& subject) {
        const std::string there = begin(browser);
        return browser.place(browser.come_back(provider.sign_in(there, subject)));
    }
    std::string sign_in(const std::string& subject) {
        Browser browser(clinic.port());
        const std::string place = sign_in(browser, subject);
        EXPECT_EQ(browser.is_signed_in(), place == "/today") << place;
        return place;
    }
    std::vector<std::string> access_kinds() {
        std::vector<std::string> kinds;
        for (const auto& row : views::access_log(clinic.desk().reader(), std::nullopt, 0, 100))
            kinds.push_back(row.kind);
        return kinds;
    }
};

TEST_F(ProviderSignIn, AConnectedPersonComesIn) {
    EXPECT_EQ(connect(eva_here, "248289761001"), "/account/signing-in?connected=1");
    EXPECT_NE(text_at(eva_here.get("/api/v1/me/identity").json, "/since"), "");
    Browser browser(clinic.port());
    const std::string there = begin(browser, "/people%3Ftab%3Dall");
    EXPECT_EQ(there.substr(0, there.find('?')), provider.issuer() + "/authorize");
    EXPECT_EQ(browser.set["afterglow_journey"].substr(browser.set["afterglow_journey"].find(';')),
              "; Path=/api/v1/sign-in/provider; HttpOnly; SameSite=Lax; Max-Age=600");
    EXPECT_EQ(browser.place(browser.come_back(provider.sign_in(there, "248289761001"))), "/people?tab=all");
    EXPECT_FALSE(browser.cookies.contains("afterglow_journey"));
    EXPECT_NE(browser.set[http::kCookie].find("HttpOnly; SameSite=Strict"), std::string::npos);
    EXPECT_EQ(text_at(browser.get("/api/v1/me").json, "/user"), "eva");
    EXPECT_EQ(access_kinds().front(), "SignedInThroughProvider");
}

// The fake provider says the e-mail of somebody here: it opens nothing.
TEST_F(ProviderSignIn, WhoIsNotConnectedIsUnknown) {
    EXPECT_EQ(sign_in("a stranger"), "/sign-in?problem=identity_unknown");
    ASSERT_EQ(connect(eva_here, "a"), "/account/signing-in?connected=1");
    EXPECT_EQ(sign_in("A"), "/sign-in?problem=identity_unknown");
    EXPECT_EQ(sign_in("a "), "/sign-in?problem=identity_unknown");
}

TEST_F(ProviderSignIn, WhoWasDismissedIsUnknown) {
    ASSERT_EQ(connect(eva_here, "a"), "/account/signing-in?connected=1");
    clinic.perform("dismiss-staff", said({{"staff", eva.value}, {"reason", "moved away"}}));
    EXPECT_EQ(sign_in("a"), "/sign-in?problem=identity_unknown");
}

TEST_F(ProviderSignIn, OnePersonThereIsOneAccountHere) {
    clinic.hire("adam", {Role::coordinator});
    Person adam(clinic.port(), "adam");
    ASSERT_EQ(adam.sign_in().status, 200);
    ASSERT_EQ(connect(eva_here, "a"), "/account/signing-in?connected=1");
    EXPECT_EQ(connect(adam, "a"), "/account/signing-in?problem=identity_taken");
    EXPECT_EQ(connect(eva_here, "b"), "/account/signing-in?problem=identity_there_already");
    EXPECT_EQ(sign_in("b"), "/sign-in?problem=identity_unknown");
}

TEST_F(ProviderSignIn, ConnectingAsksForThePasswordAgainAndIsNoForgery) {
    EXPECT_TRUE(eva_here.post("/api/v1/me/identity/connect", said({{"password", "a wrong one of mine"}}))
                    .refuses("wrong_password", "/password"));
    Person forger(clinic.port(), "eva");
    forger.cookie = eva_here.cookie;
    EXPECT_TRUE(forger.post("/api/v1/me/identity/connect", said({{"password", kPassword}})).refuses("csrf_missing"));
}

// Somebody else may sit there when the browser comes back.
TEST_F(ProviderSignIn, ConnectingEndsWithTheSignInThatAskedForIt) {
    const Reply asked = eva_here.post("/api/v1/me/identity/connect", said({{"password", kPassword}}));
    Browser browser(clinic.port());
    browser.keep_cookies(asked);
    const std::string back = provider.sign_in(text_at(asked.json, "/address"), "a");
    ASSERT_EQ(eva_here.post("/api/v1/sign-out", Object{}).status, 200);
    EXPECT_EQ(browser.place(browser.come_back(back)), "/sign-in?problem=sign_in_too_old");
    EXPECT_EQ(sign_in("a"), "/sign-in?problem=identity_unknown");
}

TEST_F(ProviderSignIn, TheSecondFactorIsAskedFor) {
    ASSERT_EQ(connect(eva_here, "a"), "/account/signing-in?connected=1");
    const Reply offer = eva_here.post("/api/v1/me/factors/totp", said({{"password", kPassword}}));
    char* bytes = nullptr;
    std::size_t length = 0;
    const std::string base32 = text_at(offer.json, "/secret");
    ASSERT_EQ(oath_base32_decode(base32.data(), base32.size(), &bytes, &length), OATH_OK);
    desk::TotpSecret secret{};
    std::copy_n(reinterpret_cast<unsigned char*>(bytes), secret.size(), secret.begin());
    std::free(bytes);
    const auto code = [&](int steps) { return desk::totp_code(secret, desk::totp_step(clinic.clock().now()) + steps); };
    ASSERT_EQ(eva_here.post("/api/v1/me/factors/totp/confirm", said({{"code", code(0)}})).status, 200);

    Browser browser(clinic.port());
    const std::string place = sign_in(browser, "a");
    EXPECT_EQ(place.substr(0, place.find('#')), "/sign-in?next=%2Ftoday");
    EXPECT_EQ(parameter(place, "ways"), "totp recovery");
    EXPECT_FALSE(browser.is_signed_in());
    Person person(clinic.port(), "eva");
    const std::string ticket = parameter(place, "ticket");
    EXPECT_TRUE(
        person.post("/api/v1/sign-in/code", said({{"ticket", ticket}, {"code", "000000"}})).refuses("code_wrong"));
    EXPECT_EQ(
        person.signed_in(person.post("/api/v1/sign-in/code", said({{"ticket", ticket}, {"code", code(1)}}))).status,
        200);
    EXPECT_EQ(access_kinds().front(), "SignedInThroughProvider");
}

TEST_F(ProviderSignIn, DisconnectingAndTakingAwayEndIt) {
    ASSERT_EQ(connect(eva_here, "a"), "/account/signing-in?connected=1");
    EXPECT_TRUE(eva_here.post("/api/v1/me/identity/disconnect", said({{"password", "a wrong one of mine"}}))
                    .refuses("wrong_password", "/password"));
    EXPECT_EQ(eva_here.post("/api/v1/me/identity/disconnect", said({{"password", kPassword}})).status, 200);
    EXPECT_EQ(sign_in("a"), "/sign-in?problem=identity_unknown");
    EXPECT_TRUE(
        eva_here.post("/api/v1/me/identity/disconnect", said({{"password", kPassword}})).refuses("nothing_changed"));

    ASSERT_EQ(connect(eva_here, "a"), "/account/signing-in?connected=1");
    const StaffId boss = clinic.hire("boss", {Role::administrator});
    Person administrator(clinic.port(), "boss");
    ASSERT_EQ(administrator.sign_in().status, 200);
    const auto path = [](const StaffId& staff) { return "/api/v1/staff/" + staff.value + "/identity/remove"; };
    EXPECT_TRUE(administrator.post(path(boss), said({{"reason", "x"}})).refuses("own_identity"));
    EXPECT_EQ(administrator.post(path(eva), said({{"reason", "left the hospital"}})).status, 200);
    EXPECT_TRUE(administrator.post(path(eva), said({{"reason", "again"}})).refuses("nothing_changed"));
    EXPECT_EQ(eva_here.get("/api/v1/me").status, 401);
    EXPECT_EQ(sign_in("a"), "/sign-in?problem=identity_unknown");
    eva_here.forget();
    ASSERT_EQ(eva_here.sign_in().status, 200);
    EXPECT_EQ(text_at(eva_here.get("/api/v1/me/identity").json, "/taken/reason"), "left the hospital");
}

// ---- what must not end in a sign-in -----------------------------------------------------------------------------------------

struct FalsifiedAnswer : ProviderSignIn {
    void SetUp() override {
        ProviderSignIn::SetUp();
        ASSERT_EQ(connect(eva_here, "a"), "/account/signing-in?connected=1");
        ASSERT_EQ(sign_in("a"), "/today");
    }
    void refused(const std::string& why) {
        clinic.clock().advance(hours(1));  // what was wrong before is forgiven
        EXPECT_EQ(sign_in("a"), "/sign-in?problem=provider_answer_wrong") << why;
        provider.change_claims = nullptr;
        provider.make_token = nullptr;
    }
};

TEST_F(FalsifiedAnswer, OfEveryKindIsRefused) {
    const std::map<std::string, std::string> wrong{
        {"nonce", "\"another\""}, {"iss", "\"https://provider.example\""},
        {"aud", "\"another\""},   {"exp", std::to_string(clinic.clock().now().ms / 1000 - 120)},
        {"iat", "4000000000"},    {"sub", "\"\""},
        {"azp", "\"another\""},
    };
    for (const auto& [name, value] : wrong) {
        provider.change_claims = [name = name, value = value](auto& claims) { claims[name] = value; };
        refused(name);
    }
    provider.make_token = [](const std::string& claims) { return unsigned_token(R"({"alg":"none"})", claims, ""); };
    refused("alg none");
    provider.make_token = [this](const std::string& claims) {
        return signed_token(shared_key("key", provider.public_key()), {{"alg", "HS256"}, {"kid", "key"}}, claims);
    };
    refused("HS256 with the public key");
    provider.make_token = [](const std::string& claims) {
        return signed_token(identity::testing::ec_key("key"), {{"alg", "ES256"}, {"kid", "key"}}, claims);
    };
    refused("another key");
    clinic.clock().advance(hours(1));
    EXPECT_EQ(sign_in("a"), "/today");
}

TEST_F(FalsifiedAnswer, OfAnotherIssuerIsRefused) {
    Browser browser(clinic.port());
    const std::string back = provider.sign_in(begin(browser), "a") + "&iss=https%3A%2F%2Fanother.example";
    EXPECT_EQ(browser.place(browser.come_back(back)), "/sign-in?problem=provider_answer_wrong");
}

TEST_F(FalsifiedAnswer, CountsOnlyInTheBrowserThatAsked) {
    Browser one(clinic.port()), other(clinic.port());
    const std::string back = provider.sign_in(begin(one), "a");
    EXPECT_EQ(other.place(other.come_back(back)), "/sign-in?problem=sign_in_too_old");
    begin(other);
    EXPECT_EQ(other.place(other.come_back(back)), "/sign-in?problem=sign_in_too_old");
    EXPECT_FALSE(other.is_signed_in());
    EXPECT_EQ(one.place(one.come_back(back)), "/today");
}

TEST_F(FalsifiedAnswer, CountsOnceWhateverTheProviderSays) {
    provider.takes_codes_again = true;
    Browser browser(clinic.port());
    const std::string back = provider.sign_in(begin(browser), "a");
    const auto before = browser.cookies;
    EXPECT_EQ(browser.place(browser.come_back(back)), "/today");
    EXPECT_EQ(browser.place(browser.come_back(back)), "/sign-in?problem=sign_in_too_old");
    Browser thief(clinic.port());
    thief.cookies = before;
    EXPECT_EQ(thief.place(thief.come_back(back)), "/sign-in?problem=sign_in_too_old");
    EXPECT_FALSE(thief.is_signed_in());
}

TEST_F(FalsifiedAnswer, HoldsForTenMinutes) {
    Browser browser(clinic.port());
    const std::string back = provider.sign_in(begin(browser), "a");
    clinic.clock().advance(minutes(10));
    EXPECT_EQ(browser.place(browser.come_back(back)), "/sign-in?problem=sign_in_too_old");
}

TEST_F(FalsifiedAnswer, CodesAreNotGuessed) {
    const auto guess = [&] {
        Browser browser(clinic.port());
        const std::string state = parameter(begin(browser), "state");
        return browser.place(browser.come_back(std::string(kBegin) + "/answer?code=guess&state=" + state));
    };
    for (int i = 0; i < desk::kFailuresBeforeHold; ++i) EXPECT_EQ(guess(), "/sign-in?problem=provider_code_refused");
    EXPECT_EQ(guess(), "/sign-in?problem=held_back");
    EXPECT_EQ(sign_in("a"), "/sign-in?problem=held_back");
    clinic.clock().advance(hours(1));
    EXPECT_EQ(sign_in("a"), "/today");
}

TEST_F(FalsifiedAnswer, WhatThePersonRefusedThereIsSaid) {
    for (const auto& [error, problem] :
         std::map<std::string, std::string>{{"error=access_denied", "provider_refused"},
                                            {"error=server_error", "provider_unreachable"},
                                            {"error=%0d%0aX:y", "provider_answer_wrong"},
                                            {"x=y", "provider_answer_wrong"}}) {
        Browser browser(clinic.port());
        const std::string state = parameter(begin(browser), "state");
        EXPECT_EQ(browser.place(browser.come_back(std::string(kBegin) + "/answer?" + error + "&state=" + state)),
                  "/sign-in?problem=" + problem);
    }
}

TEST_F(FalsifiedAnswer, LeadsNowhereElse) {
    for (const char* next : {"https:%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example"}) {
        Browser browser(clinic.port());
        EXPECT_EQ(browser.place(browser.come_back(provider.sign_in(begin(browser, next), "a"))), "/today") << next;
    }
}

// ---- a provider that does not answer ------------------------------------------------------------------------------------------

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

TEST(AbsentProvider, HoldsUpNobodyElse) {
    FakeProvider provider;
    provider.hangs = true;
    Clinic clinic({.provider = provider.settings()});
    clinic.hire("eva", {Role::coordinator});
    const auto start = Clock::now();
    std::jthread waiting([&] {
        Browser browser(clinic.port());
        EXPECT_EQ(browser.place(browser.get(kBegin)), "/sign-in?problem=provider_unreachable");
        EXPECT_LT(seconds_since(start), 6);
        EXPECT_GT(seconds_since(start), 4);
    });
    Person eva(clinic.port(), "eva");
    while (seconds_since(start) < 3) {
        const auto asked = Clock::now();
        EXPECT_EQ(eva.sign_in().status, 200);
        EXPECT_EQ(eva.post("/api/v1/me/language", said({{"language", "en"}})).status, 200);
        EXPECT_LT(seconds_since(asked), 2);
    }
    waiting.join();
    // The next one is told at once, also by the clock of a real clinic.
    clinic.clock().advance({identity::kConversationLasts.count()});
    const auto again = Clock::now();
    Browser browser(clinic.port());
    EXPECT_EQ(browser.place(browser.get(kBegin)), "/sign-in?problem=provider_unreachable");
    EXPECT_LT(seconds_since(again), 1);
}

// Ten ask and one is answered for: the server stops when that one question has run out, and nobody is asked again.
TEST(AbsentProvider, DoesNotKeepTheServerFromStopping) {
    FakeProvider provider;
    provider.hangs = true;
    Clinic clinic({.provider = provider.settings()});
    std::vector<http::testing::Client> asking;
    for (int i = 0; i < 10; ++i) {
        asking.emplace_back(clinic.port());
        asking.back().send("GET /api/v1/sign-in/provider HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    const auto start = Clock::now();
    clinic.stop();
    EXPECT_LT(seconds_since(start), 9);
}

TEST(AbsentProvider, AHugeAnswerIsNotRead) {
    FakeProvider provider;
    provider.discovery_tail = std::string(identity::kMaxAnswerBytes, ' ');
    Clinic clinic({.provider = provider.settings()});
    Browser browser(clinic.port());
    EXPECT_EQ(browser.place(browser.get(kBegin)), "/sign-in?problem=provider_unreachable");
    clinic.clock().advance(minutes(1));
    provider.discovery_tail = std::string(identity::kMaxAnswerBytes - 1000, ' ');
    EXPECT_EQ(browser.place(browser.get(kBegin)).find(provider.issuer() + "/authorize"), 0u);
}

TEST(NoProvider, IsOfferedNowhere) {
    Clinic clinic;
    clinic.hire("eva", {Role::coordinator});
    Person eva(clinic.port(), "eva");
    EXPECT_EQ(eva.get("/api/v1/sign-in/ways").text, "{}");
    EXPECT_TRUE(eva.get(kBegin).refuses("provider_not_set"));
    EXPECT_TRUE(eva.get("/api/v1/sign-in/provider/answer?code=x&state=y").refuses("provider_not_set"));
    ASSERT_EQ(eva.sign_in().status, 200);
    EXPECT_EQ(eva.get("/api/v1/me/identity").text, "{}");
    EXPECT_TRUE(eva.post("/api/v1/me/identity/connect", said({{"password", kPassword}})).refuses("provider_not_set"));
}

}  // namespace
}  // namespace afterglow::identity_http
