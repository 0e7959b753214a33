#include "devices/vital_signs.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace afterglow::devices {
namespace {

const ExpectedRises kRises{{0, 0.5, 1, 2}, {0, 30, 15, 0}, {0, 20, 10, 0}, {0, 12, 6, 0}};

VitalSigns person(const std::string& troubles = "", std::uint64_t seed = 1) {
    return VitalSigns(kRises, {}, seed, parse_troubles(troubles).value());
}
// The mean of what a minute around a time holds, so that noise is out of the way.
template <class Member>
double mean(const VitalSigns& signs, Member member, double minute) {
    double sum = 0;
    for (int i = 0; i < 60; ++i) sum += static_cast<double>(signs.at((minute + i / 60.0) / 60).*member);
    return sum / 60;
}

TEST(VitalSigns, FollowTheExpectedRises) {
    double before = 0, peak = 0;
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        before += mean(person("", seed), &VitalValues::systolic_mmhg, -5) / 50;
        peak += mean(person("", seed), &VitalValues::systolic_mmhg, 29.5) / 50;
    }
    EXPECT_NEAR(before, 120, 3);
    EXPECT_NEAR(peak, 150, 3);
}

TEST(VitalSigns, AreTheSameForTheSameSeedInAnyOrder) {
    const VitalSigns one = person("crisis@25min", 7), two = person("crisis@25min", 7),
                     other = person("crisis@25min", 8);
    int different = 0;
    for (int i = 500; i >= 0; --i) {
        const VitalValues values = one.at(i * 0.01);
        EXPECT_EQ(values, two.at(i * 0.01));
        EXPECT_EQ(values, one.at(i * 0.01));
        different += values == other.at(i * 0.01) ? 0 : 1;
    }
    EXPECT_GT(different, 400);
}

TEST(VitalSigns, WanderWithoutLeaps) {
    const VitalSigns signs = person();
    VitalValues last = signs.at(0);
    for (int second = 1; second < 7200; ++second) {
        const VitalValues now = signs.at(second / 3600.0);
        EXPECT_LE(std::abs(now.systolic_mmhg - last.systolic_mmhg), 4);
        EXPECT_LE(std::abs(now.heart_rate_bpm - last.heart_rate_bpm), 4);
        EXPECT_LE(std::abs(now.spo2_percent - last.spo2_percent), 2);
        last = now;
    }
}

TEST(VitalSigns, ShowTroubles) {
    EXPECT_GT(mean(person("crisis@25min"), &VitalValues::systolic_mmhg, 29.5), 205);
    EXPECT_LT(mean(person("crisis@25min"), &VitalValues::systolic_mmhg, 60), 150);
    EXPECT_LT(mean(person("desaturation@15min"), &VitalValues::spo2_percent, 16.5), 88);
    EXPECT_GT(mean(person("desaturation@15min"), &VitalValues::spo2_percent, 25), 96);
    EXPECT_GT(mean(person("panic@20min+4min"), &VitalValues::heart_rate_bpm, 21.5), 105);
    EXPECT_GT(mean(person("panic@20min"), &VitalValues::respiratory_rate_per_min, 23.5), 24);
    EXPECT_GT(mean(person("vomiting@30min"), &VitalValues::heart_rate_bpm, 31), 80);
}

TEST(VitalSigns, TroublesOfTheMonitorLeaveTheValuesAlone) {
    const VitalSigns well = person(),
                     silent = person("silence@40min,wrong-unit@41min,wrong-patient@42min,malformed@43min");
    for (int i = 0; i < 100; ++i) EXPECT_EQ(well.at(i * 0.01), silent.at(i * 0.01));
}

TEST(VitalSigns, InstantsAreMetOnce) {
    const VitalSigns signs = person("malformed@14min,silence@40min+2min");
    for (const double step : {0.2, 1.0, 3.0, 7.0}) {
        int met = 0;
        for (double minute = 0; minute < 100; minute += step)
            met += signs.happens(MonitorTroubleKind::malformed, (minute - step) / 60, minute / 60) ? 1 : 0;
        EXPECT_EQ(met, 1) << step;
    }
    EXPECT_FALSE(signs.happens(MonitorTroubleKind::silence, 39 / 60.0, 39.9 / 60));
    EXPECT_TRUE(signs.happens(MonitorTroubleKind::silence, 41 / 60.0, 41.1 / 60));
    EXPECT_FALSE(signs.happens(MonitorTroubleKind::silence, 42.1 / 60, 42.2 / 60));
    EXPECT_FALSE(signs.happens(MonitorTroubleKind::wrong_unit, 0, 12));
    EXPECT_TRUE(signs.happens(MonitorTroubleKind::silence, 40 / 60.0, 40 / 60.0));
    EXPECT_FALSE(signs.happens(MonitorTroubleKind::silence, 42 / 60.0, 42 / 60.0));
}

TEST(VitalSigns, AreReadFromText) {
    const auto troubles = parse_troubles("crisis@25min,silence@40min+2min,wrong-unit@90s,panic@0.5h+30s");
    ASSERT_TRUE(troubles.ok());
    ASSERT_EQ(troubles->size(), 4U);
    EXPECT_EQ((*troubles)[0].for_min, 10);
    EXPECT_EQ((*troubles)[1].for_min, 2);
    EXPECT_EQ((*troubles)[2].at_min, 1.5);
    EXPECT_EQ((*troubles)[2].for_min, 0);
    EXPECT_EQ((*troubles)[3].at_min, 30);
    EXPECT_EQ((*troubles)[3].for_min, 0.5);
    for (const std::string text : {"crisis", "crisis@", "crisis@25", "crisis@-1min", "fire@1min", "crisis@1min+",
                                   "crisis@99h", "crisis@1min+x", "@1min", "crisis@nanmin", "crisis@infmin"})
        EXPECT_EQ(parse_troubles(text).refusal().code, "trouble_unreadable") << text;
    std::string many;
    for (std::size_t i = 0; i <= kMaxTroubles; ++i) many += "crisis@1min,";
    EXPECT_EQ(parse_troubles(many).refusal().code, "too_many_troubles");
    EXPECT_EQ(parse_resting_signs("150/95/60/97/12")->diastolic_mmhg, 95);
    for (const std::string text : {"", "120", "120/75/70/98", "120/75/70/98/14/", "120/75/70/98/14/1",
                                   "75/120/70/98/14", "120/75/70/101/14", "a/75/70/98/14", "120//70/98/14"})
        EXPECT_EQ(parse_resting_signs(text).refusal().code, "baseline_unreadable") << text;
}

RC_GTEST_PROP(VitalSignsProperties, StayWithinWhatAMonitorShows, ()) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const auto minute = *rc::gen::inRange(-100, 2000);
    const VitalSigns signs(kRises, {200, 120, 150, 75, 30, 36}, seed,
                           parse_troubles("crisis@0min+12h,panic@0min+12h,desaturation@0min+12h").value());
    const VitalValues values = signs.at(minute / 60.0);
    RC_ASSERT(values.systolic_mmhg >= 50 && values.systolic_mmhg <= 280);
    RC_ASSERT(values.diastolic_mmhg <= values.systolic_mmhg - 10);
    RC_ASSERT(values.heart_rate_bpm >= 25 && values.heart_rate_bpm <= 220);
    RC_ASSERT(values.spo2_percent >= 50 && values.spo2_percent <= 100);
    RC_ASSERT(values.respiratory_rate_per_min >= 3 && values.respiratory_rate_per_min <= 60);
}

}  // namespace
}  // namespace afterglow::devices
