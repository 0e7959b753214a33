#include "identity/journey.h"

#include <gtest/gtest.h>

#include <set>

namespace afterglow::identity {
namespace {

constexpr SealingKey kKey{7};
constexpr const char* kIssuer = "https://provider.example";
const Instant kNow{1'800'000'000'000};

TEST(Journey, ComesBackAsItWent) {
    const Journey one = make_journey("/people", "the session", kNow);
    const auto back = unseal(seal(one, kKey, kIssuer), kKey, kIssuer, kNow + minutes(10) - Milliseconds{1});
    ASSERT_TRUE(back);
    EXPECT_EQ(to_json(*back), to_json(one));
    EXPECT_LT(seal(one, kKey, kIssuer).size(), 2'000u);  // a cookie
}

TEST(Journey, HoldsForTenMinutesForThisClinicAndProvider) {
    const std::string sealed = seal(make_journey("/today", {}, kNow), kKey, kIssuer);
    EXPECT_FALSE(unseal(sealed, kKey, kIssuer, kNow + minutes(10)));
    EXPECT_FALSE(unseal(sealed, SealingKey{8}, kIssuer, kNow));
    EXPECT_FALSE(unseal(sealed, kKey, "https://another.example", kNow));
}

TEST(Journey, EveryChangedLetterIsSeen) {
    const std::string sealed = seal(make_journey("/today", {}, kNow), kKey, kIssuer);
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        std::string changed = sealed;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(unseal(changed, kKey, kIssuer, kNow)) << at;
        EXPECT_FALSE(unseal(sealed.substr(0, at), kKey, kIssuer, kNow)) << at;
    }
}

TEST(Journey, NothingInItIsEverTheSame) {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const Journey one = make_journey("/today", {}, kNow);
        for (const std::string& each : {one.state, one.nonce, one.verifier, seal(one, kKey, kIssuer)}) {
            EXPECT_TRUE(seen.insert(each).second);
            EXPECT_GE(each.size(), 43u);  // 256 bits; RFC 7636, 4.1
        }
    }
}

TEST(Journey, LeadsOnlyToPagesOfThisApp) {
    for (const char* each : {"/people", "/people/7?tab=doses", "/"}) EXPECT_EQ(safe_next(each), each);
    for (const std::string& each :
         {std::string(), std::string("//evil.example"), std::string("/\\evil.example"),
          std::string("https://evil.example"), std::string("/a\r\nSet-Cookie: x"), std::string("/sign-in?next=/"),
          std::string("/api/v1/me"), "/" + std::string(500, 'x'), std::string("/\xc4\x8d")})
        EXPECT_EQ(safe_next(each), "/today") << each;
}

}  // namespace
}  // namespace afterglow::identity
