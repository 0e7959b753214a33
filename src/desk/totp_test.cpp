#include "desk/totp.h"

#include <gtest/gtest.h>

#include <set>

namespace afterglow::desk {
namespace {

TotpSecret rfc_secret() {
    TotpSecret secret;
    const std::string text = "12345678901234567890";
    std::copy(text.begin(), text.end(), secret.begin());
    return secret;
}
Instant at(std::int64_t seconds) { return {seconds * 1000}; }

// RFC 6238, appendix B, its last six digits.
TEST(Totp, TheExamplesOfTheStandard) {
    const std::pair<std::int64_t, const char*> examples[] = {{59, "287082"},         {1111111109, "081804"},
                                                             {1111111111, "050471"}, {1234567890, "005924"},
                                                             {2000000000, "279037"}, {20000000000, "353130"}};
    for (const auto& [seconds, code] : examples) EXPECT_EQ(totp_code(rfc_secret(), totp_step(at(seconds))), code);
}

TEST(Totp, OneStepOffIsTakenAndTwoAreNot) {
    const TotpSecret secret = rfc_secret();
    const Instant now = at(1'000'000'000);
    const std::int64_t step = totp_step(now);
    for (const std::int64_t off : {-2, -1, 0, 1, 2}) {
        const auto accepted = accepted_step(secret, totp_code(secret, step + off), now, 0);
        EXPECT_EQ(accepted, off * off <= 1 ? std::optional(step + off) : std::nullopt) << off;
    }
}

TEST(Totp, NoCodeCountsTwiceNorAnyBeforeIt) {
    const TotpSecret secret = rfc_secret();
    const Instant now = at(1'000'000'000);
    const std::int64_t step = totp_step(now);
    EXPECT_FALSE(accepted_step(secret, totp_code(secret, step), now, step));
    EXPECT_FALSE(accepted_step(secret, totp_code(secret, step - 1), now, step));
    EXPECT_TRUE(accepted_step(secret, totp_code(secret, step + 1), now, step));
}

TEST(Totp, OtherTextsAreNoCodes) {
    const TotpSecret secret = rfc_secret();
    const Instant now = at(1'000'000'000);
    const std::string code = totp_code(secret, totp_step(now));
    for (const std::string& each : {std::string(), code.substr(1), code + "0", std::string(6, '\0'), "x" + code})
        EXPECT_FALSE(accepted_step(secret, each, now, 0));
}

TEST(Totp, WhatAppsScan) {
    EXPECT_EQ(totp_base32(rfc_secret()), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    EXPECT_EQ(
        totp_uri(rfc_secret(), "Klinika Čas", "eva"),
        "otpauth://totp/Klinika%20%C4%8Cas:eva?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Klinika%20%C4%8Cas");
}

TEST(RecoveryCodes, AreManyAndReadHoweverTheyAreTyped) {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        for (const std::string& code : make_recovery_codes()) {
            EXPECT_EQ(code.size(), 14u);
            seen.insert(plain_recovery_code(code).value_or(""));
        }
    }
    EXPECT_EQ(seen.size(), 100 * kRecoveryCodes);
    EXPECT_EQ(plain_recovery_code(" K7MT 2x9q-h4wd "), "k7mt2x9qh4wd");
    EXPECT_EQ(plain_recovery_code("oil0-2x9q-h4wd"), "01102x9qh4wd");
    for (const char* none : {"", "k7mt", "k7mt-2x9q-h4wdd", "123456", "k7mt-2x9q-h4w!"})
        EXPECT_FALSE(plain_recovery_code(none));
}

}  // namespace
}  // namespace afterglow::desk
