#include "base/time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace afterglow {
namespace {

const std::string kPrague = "Europe/Prague";

LocalTime local(const char* text) { return *parse_local_time(text); }

TEST(Time, ReadsAndWritesInstants) {
    const auto at = parse_instant("2026-11-22T11:04:05.25+01:00");
    ASSERT_TRUE(at.ok());
    EXPECT_EQ(to_text(*at), "2026-11-22T10:04:05.250Z");
}

TEST(Time, AnOffsetDoesNotLeadOutOfTheYearsThatCanBeWritten) {
    EXPECT_EQ(parse_instant("1900-01-01T00:00:00+05:00").refusal().code, "not_an_instant");
    EXPECT_EQ(parse_instant("2200-12-31T23:00:00-05:00").refusal().code, "not_an_instant");
    EXPECT_TRUE(parse_instant("2200-12-31T23:59:59Z").ok());
}

TEST(Time, TheMinuteOfTheDayIsNeverNegative) {
    EXPECT_EQ(local("2026-11-22T14:30").minute_of_day(), 14 * 60 + 30);
    EXPECT_EQ(local("1969-12-31T23:59").minute_of_day(), 23 * 60 + 59);
    EXPECT_EQ(local("1950-01-01T00:00").minute_of_day(), 0);
}

TEST(Time, RefusesDatesThatDoNotExist) {
    for (const char* text : {"2027-02-29", "2026-13-01", "2026-1-1", "0000-01-01", "2026-11-22 ", "", "2026-11-31"}) {
        EXPECT_EQ(parse_date(text).refusal().code, "not_a_date") << text;
    }
    EXPECT_TRUE(parse_date("2028-02-29").ok());
}

TEST(Time, AnHourThatIsSkippedIsRefused) {
    EXPECT_EQ(to_instant(local("2027-03-28T02:30"), kPrague).refusal().code, "local_time_skipped");
    EXPECT_EQ(to_text(*to_instant(local("2027-03-28T03:00"), kPrague)), "2027-03-28T01:00:00.000Z");
}

TEST(Time, AnHourThatHappensTwiceAsksWhich) {
    EXPECT_EQ(to_instant(local("2026-10-25T02:30"), kPrague).refusal().code, "local_time_ambiguous");
    EXPECT_EQ(to_text(*to_instant(local("2026-10-25T02:30"), kPrague, Fold::earlier)), "2026-10-25T00:30:00.000Z");
    EXPECT_EQ(to_text(*to_instant(local("2026-10-25T02:30"), kPrague, Fold::later)), "2026-10-25T01:30:00.000Z");
}

TEST(Time, AgeTurnsOnTheBirthday) {
    const Date born = *parse_date("2008-02-29");
    EXPECT_EQ(years_between(born, *parse_date("2026-02-28")), 17);
    EXPECT_EQ(years_between(born, *parse_date("2026-03-01")), 18);
}

RC_GTEST_PROP(Time, InstantsSurviveTheirText, ()) {
    const Instant at{*rc::gen::inRange<std::int64_t>(-2'000'000'000'000, 7'000'000'000'000)};
    RC_ASSERT(*parse_instant(to_text(at)) == at);
}

RC_GTEST_PROP(Time, LocalTimesThatExistOnceComeBack, ()) {
    const LocalTime at{*rc::gen::inRange<std::int64_t>(0, 80'000'000)};
    const auto instant = to_instant(at, kPrague);
    if (instant.ok()) RC_ASSERT(to_local(*instant, kPrague) == at);
}

}  // namespace
}  // namespace afterglow
