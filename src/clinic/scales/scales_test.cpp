#include "clinic/scales/scales.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

TEST(Scales, BandsBeginWhereTheInstrumentSays) {
    EXPECT_EQ(score(mood({0, 0, 0, 0, 0}), pack(), "")->severity, "least");
    EXPECT_EQ(score(mood({3, 0, 0, 0, 0}), pack(), "")->severity, "least");
    EXPECT_EQ(score(mood({3, 1, 0, 0, 0}), pack(), "")->severity, "some");
    EXPECT_EQ(score(mood({3, 3, 2, 0, 0}), pack(), "")->severity, "some");
    EXPECT_EQ(score(mood({3, 3, 3, 0, 0}), pack(), "")->severity, "much");
    EXPECT_EQ(score(mood({0, 0, 0, 0, 0}), pack(), "")->instrument_version, 2);
}

TEST(Scales, EveryItemOnceWithAnAnswerThatIsOffered) {
    const auto code = [](const ScaleAnswers& answers) { return code_of(score(answers, pack(), "")); };
    ScaleAnswers other = mood({0, 0, 0, 0, 0});
    other.instrument = {"other"};
    EXPECT_EQ(code(other), "/instrument instrument_unknown");
    EXPECT_EQ(code(mood({0, 0, 0, 0})), "/answers item_missing");
    EXPECT_EQ(code(mood({0, 0, 0, 0, 0, 0})), "/answers/5/item item_unknown");
    EXPECT_EQ(code(mood({0, 0, 0, 0, 4})), "/answers/4/value answer_not_offered");
    ScaleAnswers twice = mood({0, 0, 0, 0, 0});
    twice.answers[1].item = {"q1"};
    EXPECT_EQ(code(twice), "/answers/1/item item_twice");
}

std::vector<int> any_answers() { return *rc::gen::container<std::vector<int>>(5, rc::gen::inRange(0, 4)); }

std::size_t band_of(const Scale& scale) {
    const auto& bands = find_instrument(pack(), "example-mood")->bands;
    return static_cast<std::size_t>(
        std::find_if(bands.begin(), bands.end(),
                     [&](const SeverityBand& each) { return each.code == scale.severity; }) -
        bands.begin());
}

RC_GTEST_PROP(Scales, TheTotalIsTheSumInAnyOrderOfAnswers, ()) {
    const std::vector<int> values = any_answers();
    ScaleAnswers answers = mood(values);
    const int turn = *rc::gen::inRange(0, 5);
    std::rotate(answers.answers.begin(), answers.answers.begin() + turn, answers.answers.end());
    RC_ASSERT(score(answers, pack(), "")->total == std::accumulate(values.begin(), values.end(), 0));
}

RC_GTEST_PROP(Scales, TheSafetyItemSpeaksWhateverTheTotal, ()) {
    const std::vector<int> values = any_answers();
    RC_ASSERT(score(mood(values), pack(), "")->safety == (values.back() > 0));
}

RC_GTEST_PROP(Scales, MoreIsNeverMilder, ()) {
    std::vector<int> values = any_answers();
    const Scale before = *score(mood(values), pack(), "");
    int& one = values[*rc::gen::inRange<std::size_t>(0, 5)];
    one = std::min(one + 1, 3);
    const Scale after = *score(mood(values), pack(), "");
    RC_ASSERT(band_of(after) >= band_of(before));
    RC_ASSERT(after.severity == find_band(*find_instrument(pack(), "example-mood"), after.total)->code);
}

}  // namespace
}  // namespace afterglow::clinic
