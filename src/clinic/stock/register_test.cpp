#include "clinic/stock/register.h"

#include <gtest/gtest.h>

#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

Instant at_noon(const char* date) { return *parse_instant(std::string(date) + "T12:00:00Z"); }

struct RegisterTest : ::testing::Test {
    World world;
    std::vector<StockBalance> balances{{id<StockId>(501), {kSafe}, 230'000}, {id<StockId>(502), {"blue"}, 70'500}};

    const Register& book() { return world.get<Register>(kRegisterStream); }
    template <class Command>
    std::string code(const Command& command, const Act& act = signing()) {
        return code_of(decide(book(), command, balances, act));
    }
    template <class Command>
    EntryId enter(const Command& command, const Act& act = signing()) {
        return world.apply(decide(book(), command, balances, act), act);
    }
    std::string closing(const char* month, const Act& act = signing()) {
        return code(CloseRegisterMonth{*parse_date(month), {}}, act);
    }
};

TEST_F(RegisterTest, ADayIsOpenedAndClosedWithWhatThereIs) {
    EXPECT_EQ(code(CloseRegisterDay{}), "day_not_open");
    const auto opened = decide(book(), OpenRegisterDay{Line{"by the morning shift"}}, balances, Act{});
    const RegisterDayOpened event = *from_json<RegisterDayOpened>(opened->list().at(0).payload);
    EXPECT_EQ(event.day, *parse_date("2026-11-23"));
    ASSERT_EQ(event.balances.size(), 2u);
    EXPECT_EQ(event.balances[1].balance_micrograms, 70'500);
    enter(OpenRegisterDay{});
    EXPECT_EQ(code(OpenRegisterDay{}), "day_open");
    enter(CloseRegisterDay{});
    EXPECT_FALSE(book().open_day);
    EXPECT_EQ(book().last_day_closed, *parse_date("2026-11-23"));
    EXPECT_EQ(code(CloseRegisterDay{}), "day_not_open");
    EXPECT_EQ(code(OpenRegisterDay{}), "day_open");  // a day is opened once
    EXPECT_EQ(code(OpenRegisterDay{}, at(kNow + days(1))), "ok");
}

TEST_F(RegisterTest, ADayThatWasForgottenIsClosedBeforeTheNext) {
    enter(OpenRegisterDay{});
    const Act tomorrow = at(kNow + days(1));
    EXPECT_EQ(code(OpenRegisterDay{}, tomorrow), "day_still_open");
    const auto closed = decide(book(), CloseRegisterDay{Line{"forgotten"}}, balances, tomorrow);
    EXPECT_EQ(from_json<RegisterDayClosed>(closed->list().at(0).payload)->day, *parse_date("2026-11-23"));
    enter(CloseRegisterDay{}, tomorrow);
    EXPECT_EQ(code(OpenRegisterDay{}, tomorrow), "ok");
}

// The day is that of the clinic: at 23:30 UTC it is tomorrow in Prague.
TEST_F(RegisterTest, TheDayIsTheClinics) {
    const Act late = at(*parse_instant("2026-11-23T23:30:00Z"));
    enter(OpenRegisterDay{}, late);
    EXPECT_EQ(book().open_day, *parse_date("2026-11-24"));
}

TEST_F(RegisterTest, AMonthIsClosedAfterItIsOverAndOnce) {
    EXPECT_EQ(closing("2026-10-02"), "/month not_first_of_month");
    EXPECT_EQ(closing("2026-11-01"), "/month month_not_over");
    EXPECT_EQ(closing("2026-12-01"), "/month month_not_over");
    EXPECT_EQ(closing("2026-10-01", Act{}), "signature_needed");
    enter(CloseRegisterMonth{*parse_date("2026-10-01"), {}});
    EXPECT_EQ(book().closed_through, *parse_date("2026-10-31"));
    EXPECT_EQ(closing("2026-10-01"), "/month month_closed");
    EXPECT_EQ(closing("2026-09-01"), "/month month_closed");
    EXPECT_EQ(closing("2026-11-01", signing(*parse_instant("2026-11-30T22:59:00Z"))), "/month month_not_over");
    EXPECT_EQ(closing("2026-11-01", signing(*parse_instant("2026-11-30T23:00:00Z"))), "ok");
}

TEST_F(RegisterTest, MonthsOfEveryLength) {
    const std::pair<const char*, const char*> months[] = {{"2027-01-01", "2027-01-31"},
                                                          {"2027-02-01", "2027-02-28"},
                                                          {"2027-04-01", "2027-04-30"},
                                                          {"2027-12-01", "2027-12-31"},
                                                          {"2028-02-01", "2028-02-29"}};
    for (const auto& [first, last] : months) {
        enter(CloseRegisterMonth{*parse_date(first), {}}, signing(at_noon("2028-03-01")));
        EXPECT_EQ(book().closed_through, *parse_date(last));
    }
}

TEST_F(RegisterTest, AMonthIsSignedWithItsBalances) {
    const auto decided =
        decide(book(), CloseRegisterMonth{*parse_date("2026-10-01"), Line{"checked"}}, balances, signing());
    RegisterMonthClosed event = *from_json<RegisterMonthClosed>(decided->list().at(0).payload);
    ASSERT_TRUE(event.signature);
    EXPECT_EQ(event.signature->meaning, "month_close");
    EXPECT_EQ(event.balances.size(), 2u);
    const std::string signed_hash = event.signature->content_sha256;
    event.signature.reset();
    EXPECT_EQ(signed_hash, sha256_hex(to_json(event)));
    event.balances[0].balance_micrograms += 1;
    EXPECT_NE(signed_hash, sha256_hex(to_json(event)));
}

}  // namespace
}  // namespace afterglow::clinic
