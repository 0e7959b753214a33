// P21, as far as passwords go: guessing is held back for an account and for an address, tells nothing, and locks nobody
// else out for good.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "desk/passwords.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"

namespace afterglow::input {
namespace {

using harness::Clinic;
using harness::kPassword;
using harness::parsed;
using harness::Person;
using harness::Reply;
using harness::text_at;

class SignIn : public testing::Test {
protected:
    SignIn() {
        eva_ = clinic_.hire("eva", {clinic::Role::coordinator});
        clinic_.hire("petr", {clinic::Role::psychiatrist});
        adam_ = clinic_.hire("adam", {clinic::Role::administrator});
    }
    Reply attempt(const std::string& user, const std::string& password, const char* from = "127.0.0.1") {
        return Person(clinic_.port(), user, from).sign_in(password);
    }
    void guess(const std::string& user, int times, const char* from = "127.0.0.1") {
        for (int i = 0; i < times; ++i)
            EXPECT_EQ(attempt(user, "not this one " + std::to_string(i), from).code(), "wrong_password");
    }

    Clinic clinic_;
    StaffId eva_, adam_;
};

TEST_F(SignIn, GuessingIsHeldBackForTheAccount) {
    guess("eva", desk::kFailuresBeforeHold);
    const Reply held = attempt("eva", kPassword, "127.0.0.9");
    EXPECT_EQ(held.status, 429);
    EXPECT_EQ(held.code(), "held_back");
    EXPECT_EQ(held.header("Retry-After"), "1");
    clinic_.clock().advance(Milliseconds{1001});
    EXPECT_EQ(attempt("eva", "wrong once more", "127.0.0.9").code(), "wrong_password");
    EXPECT_EQ(attempt("eva", kPassword, "127.0.0.8").header("Retry-After"), "2");
    // It doubles, up to a quarter of an hour, and never for good.
    for (int i = 0; i < 15; ++i) {
        clinic_.clock().advance(desk::kLongestHold);
        EXPECT_EQ(attempt("eva", "wrong and wrong", "127.0.0.7").code(), "wrong_password");
    }
    EXPECT_EQ(attempt("eva", kPassword, "127.0.0.6").header("Retry-After"), "900");
    clinic_.clock().advance(desk::kLongestHold);
    EXPECT_EQ(attempt("eva", kPassword, "127.0.0.6").status, 200);
    EXPECT_EQ(attempt("eva", "wrong, but from the beginning", "127.0.0.6").code(), "wrong_password");
}

TEST_F(SignIn, GuessingIsHeldBackForTheAddress) {
    for (int i = 0; i < desk::kFailuresBeforeHold; ++i)
        EXPECT_EQ(attempt("nobody-" + std::to_string(i), "one password for all", "127.0.0.5").code(), "wrong_password");
    EXPECT_EQ(attempt("petr", kPassword, "127.0.0.5").code(), "held_back");
    EXPECT_EQ(attempt("petr", kPassword, "127.0.0.4").status, 200);
    clinic_.clock().advance(Milliseconds{1001});
    EXPECT_EQ(attempt("petr", kPassword, "127.0.0.5").status, 200);
}

TEST_F(SignIn, AfterTooManyFailuresOnlyAnAdministratorHelps) {
    for (int i = 0; i < desk::kFailuresBeforeLock; ++i) {
        ASSERT_EQ(attempt("eva", "wrong").code(), "wrong_password") << i;
        clinic_.clock().advance(Milliseconds{desk::kLongestHold.count + 1});
        if (i == 50) clinic_.restart();  // the count is kept
    }
    EXPECT_EQ(attempt("eva", kPassword).code(), "account_locked");
    EXPECT_EQ(attempt("petr", kPassword).status, 200) << "the others go on";
    Person adam(clinic_.port(), "adam");
    ASSERT_EQ(adam.sign_in().status, 200);
    const Reply reset = adam.post("/api/v1/staff/" + eva_.value + "/password", Json::Object{});
    ASSERT_EQ(reset.status, 200) << reset.text;
    EXPECT_EQ(attempt("eva", text_at(reset.json, "/password")).status, 200);
    EXPECT_EQ(attempt("eva", kPassword).code(), "wrong_password");
    EXPECT_EQ(adam.post("/api/v1/staff/" + adam_.value + "/password", Json::Object{}).code(), "own_password");
    EXPECT_EQ(adam.post("/api/v1/staff/" + desk::new_uuid() + "/password", Json::Object{}).status, 404);
}

TEST_F(SignIn, ANewPasswordEndsAllSignIns) {
    Person eva(clinic_.port(), "eva"), elsewhere(clinic_.port(), "eva"), adam(clinic_.port(), "adam");
    eva.sign_in(), elsewhere.sign_in(), adam.sign_in();
    EXPECT_EQ(eva.get("/api/v1/me").status, 200);
    EXPECT_EQ(adam.post("/api/v1/staff/" + eva_.value + "/password", Json::Object{}).status, 200);
    EXPECT_EQ(eva.get("/api/v1/me").status, 401);
    EXPECT_EQ(elsewhere.get("/api/v1/me").status, 401);
    EXPECT_EQ(adam.get("/api/v1/me").status, 200);
}

TEST_F(SignIn, SignaturesAreGuessesToo) {
    Person petr(clinic_.port(), "petr");
    ASSERT_EQ(petr.sign_in().status, 200);
    const Json data =
        parsed(R"({"course":")" + desk::new_uuid() + R"(","form":{"verdict":"indicated","form":"therapy_centred"}})");
    for (int i = 0; i < desk::kFailuresBeforeHold; ++i)
        EXPECT_TRUE(petr.command("decide", data, {.password = "wrong"}).refuses("wrong_password", "/password"));
    EXPECT_EQ(petr.command("decide", data, {.password = kPassword}).code(), "held_back");
    EXPECT_EQ(petr.get("/api/v1/me").status, 200) << "what is no guess goes on";
    clinic_.clock().advance(Milliseconds{1001});
    EXPECT_EQ(petr.command("decide", data, {.password = kPassword}).code(), "course_unknown");
}

// The same answer and about the same time, whether there is such a person or not.
TEST_F(SignIn, UnknownUsersAreNotToldFromKnownOnes) {
    const auto timed = [&](const std::string& user) {
        clinic_.clock().advance(Milliseconds{desk::kLongestHold.count + 1});
        const auto begin = std::chrono::steady_clock::now();
        const Reply reply = attempt(user, "wrong password for this");
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        EXPECT_EQ(reply.status, 401);
        EXPECT_EQ(reply.code(), "wrong_password");
        return seconds;
    };
    std::vector<double> known, unknown;
    timed("eva"), timed("nobody");
    for (int i = 0; i < 21; ++i) {
        known.push_back(timed("eva"));
        unknown.push_back(timed("nobody" + std::to_string(i)));
    }
    const auto median = [](std::vector<double>& list) {
        std::nth_element(list.begin(), list.begin() + 10, list.end());
        return list[10];
    };
    const double ratio = median(known) / median(unknown);
    std::printf("known %.1f ms, unknown %.1f ms\n", median(known) * 1000, median(unknown) * 1000);
    EXPECT_GT(ratio, 0.5);
    EXPECT_LT(ratio, 2.0);
}

TEST_F(SignIn, NamesOfAnyKindAreJustWrong) {
    std::string long_name, letters;
    for (int i = 0; i < 59; ++i) letters += "a";
    for (int i = 0; i < 9000; ++i) long_name += "ž";
    int address = 20;
    for (const std::string& name : {std::string(), letters + "žluťoučký", long_name, std::string("' OR 1=1 --"),
                                    std::string("EVA"), std::string("eva "), std::string("a\tb")}) {
        const std::string from = "127.0.1." + std::to_string(address++);
        for (int i = 0; i < desk::kFailuresBeforeHold; ++i) {
            const Reply reply = attempt(name, kPassword, from.c_str());
            EXPECT_EQ(reply.status, 401) << name.substr(0, 80) << i << reply.text;
        }
        EXPECT_EQ(attempt(name, kPassword, from.c_str()).status, 429) << name.substr(0, 80);
    }
    EXPECT_EQ(attempt("eva", std::string(5000, 'x'), "127.0.1.99").status, 401);
    clinic_.stop();
    EXPECT_EQ(clinic_.complaints(), "");
}

TEST_F(SignIn, SignInsSurviveARestartAndSoDoesSigningOut) {
    Person eva(clinic_.port(), "eva"), petr(clinic_.port(), "petr");
    eva.sign_in(), petr.sign_in();
    petr.post("/api/v1/sign-out", Json::Object{});
    clinic_.restart();
    eva.line = harness::Line(clinic_.port()), petr.line = harness::Line(clinic_.port());
    EXPECT_EQ(eva.get("/api/v1/me").status, 200);
    EXPECT_EQ(petr.get("/api/v1/me").status, 401);
}

TEST_F(SignIn, TheOldestOfTooManySignInsEnds) {
    Person first(clinic_.port(), "eva");
    first.sign_in();
    for (std::size_t i = 0; i < desk::kMaxSignInsPerAccount; ++i) {
        clinic_.clock().advance(Milliseconds{10});
        EXPECT_EQ(attempt("eva", kPassword).status, 200);
    }
    EXPECT_EQ(first.get("/api/v1/me").status, 401);
}

TEST(Passwords, Rules) {
    const auto code = [](const std::string& password) {
        const auto checked = desk::check_new_password(password, "zuzana", "Zuzana Černá", "/password");
        return checked.ok() ? "" : checked.refusal().errors.front().code;
    };
    EXPECT_EQ(code("fourteen lette"), "password_too_short");
    EXPECT_EQ(code("fifteen letters"), "");
    EXPECT_EQ(code("příšerně žluťoučký kůň"), "");
    EXPECT_EQ(code("žžžžžžžž"), "password_too_short") << "characters, not bytes";
    EXPECT_EQ(code("               "), "password_common");
    EXPECT_EQ(code("aaaaaaaaaaaaaaaaaaaaaa"), "password_common");
    EXPECT_EQ(code("abcabcabcabcabcabcabc"), "password_common");
    EXPECT_EQ(code("123456789012345678"), "password_common");
    EXPECT_EQ(code("abcdefghijklmnopqrst"), "password_common");
    EXPECT_EQ(code("PasswordPassword123"), "password_common");
    EXPECT_EQ(code("zuzana-zuzana-1234"), "password_is_name");
    EXPECT_EQ(code(std::string(513, 'x') + "y"), "password_too_long");
    for (int i = 0; i < 50; ++i) EXPECT_EQ(code(desk::invent_password()), "");
}

}  // namespace
}  // namespace afterglow::input
