#include "documents/words.h"

#include <gtest/gtest.h>

namespace afterglow::documents {
namespace {

const Date kDay = *parse_date("2026-11-23");

TEST(DocumentWords, DatesAsEachLanguageWritesThem) {
    EXPECT_EQ(date_text(kDay, Language::cs), "23.\u00A011.\u00A02026");
    EXPECT_EQ(date_text(kDay, Language::en), "23\u00A0Nov\u00A02026");
    EXPECT_EQ(date_text(kDay, Language::uk), "23.11.2026");
    EXPECT_EQ(long_date_text(kDay, Language::cs), "pondělí 23.\u00A0listopadu\u00A02026");
    EXPECT_EQ(long_date_text(kDay, Language::en), "Monday 23\u00A0November\u00A02026");
    EXPECT_EQ(long_date_text(kDay, Language::uk), "понеділок, 23\u00A0листопада\u00A02026\u00A0р.");
    EXPECT_EQ(long_date_text(*parse_date("1931-01-02"), Language::cs), "pátek 2.\u00A0ledna\u00A01931");
}

TEST(DocumentWords, TimesOfTheClinicsClocks) {
    const Clock clock{"Europe/Prague", Language::cs};
    const Instant winter = *parse_instant("2026-11-23T09:04:59Z"), summer = *parse_instant("2026-07-01T22:30:00Z");
    EXPECT_EQ(clock.time(winter), "10:04");
    EXPECT_EQ(clock.full(summer), "2.\u00A07.\u00A02026 00:30");
    EXPECT_EQ(clock.spelled_out(winter), "pondělí 23.\u00A0listopadu\u00A02026, 10:04");
    EXPECT_EQ(clock.brief(winter, kDay), "10:04");
    EXPECT_EQ(clock.brief(summer, kDay), clock.full(summer));
}

TEST(DocumentWords, NumbersAndSpans) {
    EXPECT_EQ(mg_text({70'500}, Language::cs), "70,5\u00A0mg");
    EXPECT_EQ(mg_text({70'500}, Language::en), "70.5\u00A0mg");
    EXPECT_EQ(mg_text({70'000}, Language::uk), "70\u00A0мг");
    const Instant at = *parse_instant("2026-11-23T09:04:50Z");
    EXPECT_EQ(minutes_between(at, at + minutes(95)), "+1:35");
    EXPECT_EQ(minutes_between(at, at - minutes(5)), "−0:05");
    EXPECT_EQ(minutes_between(at, at + Milliseconds{10'000}), "+0:01");  // as the clock shows it
    EXPECT_EQ(page_of(2, 3, Language::cs), "strana 2 z 3");
    EXPECT_EQ(page_of(2, 3, Language::uk), "сторінка 2 з 3");
}

TEST(DocumentWords, WhatPeopleTypedIsNotReplacedAgain) {
    constexpr Phrase kPhrase{"{a} a {b}", "{a} and {b}", "{a} і {b}"};
    EXPECT_EQ(filled(kPhrase, Language::en, {{"a", "{b}"}, {"b", "x"}}), "{b} and x");
    EXPECT_EQ(filled(kPhrase, Language::en, {{"a", "1"}}), "1 and ");
}

TEST(DocumentWords, EveryValueHasAWordInEveryLanguage) {
    for (const Language in : {Language::cs, Language::en, Language::uk}) {
        for_each_enumerator<clinic::Route>([&](auto each, auto) { EXPECT_NE(word(each, in), ""); });
        for_each_enumerator<clinic::YesNoUnknown>([&](auto each, auto) { EXPECT_NE(word(each, in), ""); });
        for_each_enumerator<clinic::Suicidality>([&](auto each, auto) { EXPECT_NE(word(each, in), ""); });
        for_each_enumerator<clinic::Identifier>([&](auto each, auto) { EXPECT_NE(word(each, in), ""); });
        for_each_enumerator<clinic::MarkKind>([&](auto each, auto) { EXPECT_NE(word(each, in), ""); });
        for_each_enumerator<clinic::AdverseOutcome>([&](auto each, auto) { EXPECT_NE(word(each, in), ""); });
        for_each_enumerator<clinic::Measure>([&](auto each, auto) { EXPECT_NE(short_name(each).in(in), ""); });
        for (int grade = 1; grade <= 5; ++grade) EXPECT_GT(grade_text(grade, in).size(), 2u);
    }
    EXPECT_EQ(meaning_text("something else", Language::cs), "something else");
}

}  // namespace
}  // namespace afterglow::documents
