#include "clinic/record/vitals.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

std::string code(const Measured& measured) { return code_of(check_measured(measured, pack(), "")); }

Measured once(int systolic, int diastolic) {
    Measured form = pressure(systolic, diastolic);
    form.again.reset();
    return form;
}

TEST(Vitals, EveryMemberIsAMeasure) {
    int members = 0;
    for_each_member<Vitals>([&](std::string_view name, auto) {
        ++members;
        EXPECT_TRUE(enum_from<Measure>(name)) << name;
    });
    EXPECT_EQ(members, 11);
}

TEST(Vitals, EveryMemberIsCheckedAndFound) {
    Vitals vitals;
    vitals.weight_kg = Kilograms{81'400};
    vitals.spo2_percent = 97;
    EXPECT_EQ(value_of(vitals, Measure::weight_kg), 81.4);
    EXPECT_EQ(value_of(vitals, Measure::spo2_percent), 97);
    EXPECT_EQ(value_of(vitals, Measure::nausea_0_10), std::nullopt);
    EXPECT_EQ(value_of(vitals, Measure::temperature_c), std::nullopt);
}

TEST(Vitals, TheUsualIsTakenAtOnce) { EXPECT_EQ(code(once(120, 80)), "ok"); }

TEST(Vitals, TheUnusualIsTypedTwice) {
    EXPECT_EQ(code(once(200, 80)), "/again/systolic_mmhg type_again");
    EXPECT_EQ(code(pressure(200, 80)), "ok");
    Measured slip = pressure(200, 80);
    slip.again->systolic_mmhg = 201;
    EXPECT_EQ(code(slip), "/again/systolic_mmhg typed_differently");
}

TEST(Vitals, TheImpossibleIsRefusedHoweverOftenItIsTyped) {
    EXPECT_EQ(code(pressure(301, 80)), "/vitals/systolic_mmhg not_possible");
    EXPECT_EQ(code(pressure(300, 80)), "ok");
    EXPECT_EQ(code(pressure(39, 20)), "/vitals/systolic_mmhg not_possible");
    EXPECT_EQ(code(weight(7)), "/vitals/weight_kg not_possible");
    EXPECT_EQ(code(weight(700)), "/vitals/weight_kg not_possible");
    EXPECT_EQ(code(weight(20)), "ok");
}

TEST(Vitals, SomethingWasMeasuredAndTheRightWayRound) {
    EXPECT_EQ(code(Measured{}), "/vitals nothing_measured");
    EXPECT_EQ(code(pressure(80, 120)), "/vitals/diastolic_mmhg pressures_swapped");
    EXPECT_EQ(code(pressure(100, 100)), "/vitals/diastolic_mmhg pressures_swapped");
}

TEST(Vitals, EveryWrongValueIsNamed) {
    Measured form = once(301, 10);
    form.vitals.weight_kg = Kilograms{1};
    EXPECT_EQ(check_measured(form, pack(), "").refusal().errors.size(), 3u);
}

RC_GTEST_PROP(Vitals, AValueIsTakenExactlyWhenItIsPossibleAndConfirmedIfUnusual, ()) {
    const PlausibilityRule& rule = *find_plausibility(pack(), Measure::systolic_mmhg);
    const int value = *rc::gen::inRange(0, 400);
    const bool twice = *rc::gen::arbitrary<bool>();
    Measured form;
    form.vitals.systolic_mmhg = value;
    if (twice) form.again = form.vitals;
    const bool possible = value >= rule.possible_min && value <= rule.possible_max;
    const bool usual = value >= rule.usual_min && value <= rule.usual_max;
    RC_ASSERT(check_measured(form, pack(), "").ok() == (possible && (usual || twice)));
}

}  // namespace
}  // namespace afterglow::clinic
