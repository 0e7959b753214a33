// P25, P26, P28 in simulated worlds: no alarm condition is dropped, no mark is lost or doubled, nothing of one session comes
// into another, and the burden of alarms is what the tester counted, whatever happens to clients, clock, disk and process.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "tests/crash/settings.h"
#include "tests/worlds/world.h"

namespace afterglow::worlds {
namespace {

bool is_long() { return crash::number_from_environment("AFTERGLOW_LONG", 0) != 0; }

double percentile(std::vector<double> values, int percent) {
    if (values.empty()) return 0;
    const std::size_t at = (values.size() - 1) * static_cast<std::size_t>(percent) / 100;
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(at));
    return values[at];
}

void print(const Figures& f) {
    const auto n = [](std::int64_t value) { return static_cast<long long>(value); };
    std::printf(
        "%lld sessions: %lld commands, %lld readings, %lld marks, %lld alarms (%lld acknowledged, %lld escalated "
        "only), %lld repeats; ",
        n(f.sessions), n(f.commands), n(f.readings), n(f.marks), n(f.alarms), n(f.acknowledged), n(f.escalated),
        n(f.repeats));
    std::printf(
        "%lld restarts, %lld kills, %lld waits for the disk, %lld steps of the clock, %lld contacts lost, %lld "
        "refused by a wrong clock; a reading stored in %.2f ms p50, %.2f ms p99\n",
        n(f.closed), n(f.killed), n(f.waits), n(f.clock_steps), n(f.contacts_lost), n(f.refused_by_clock),
        percentile(f.stored_ms, 50), percentile(f.stored_ms, 99));
}

std::string first_of(const Outcome& outcome) {
    return outcome.complaints.empty()
               ? ""
               : outcome.complaints.front() + " (" + std::to_string(outcome.complaints.size()) + " in all)";
}

TEST(Worlds, EveryAlarmIsAccountedForAndEveryMarkIsThereOnce) {
    constexpr int kTogether = 25;  // sessions of one clinic
    const int worlds = is_long() ? 400 : 20;
    std::printf("AFTERGLOW_SEED=%llu\n", static_cast<unsigned long long>(crash::seed()));
    Figures figures;
    int wrong = 0;
    for (int i = 0; i < worlds && wrong < 3; ++i) {
        const auto outcome = live({.seed = crash::seed() + static_cast<std::uint64_t>(i), .sessions = kTogether});
        EXPECT_EQ(first_of(outcome), "") << "world " << i;
        wrong += !outcome.complaints.empty();
        figures.add(outcome.figures);
    }
    print(figures);
    EXPECT_GT(figures.alarms, worlds * kTogether);
    EXPECT_GT(figures.killed, 0);
    EXPECT_GT(figures.acknowledged, 0);
    EXPECT_GT(figures.escalated, 0);
}

// ---- planted: each must be noticed, for what it is ------------------------------------------------------------------------

bool is_noticed(Planted planted, const std::string& as) {
    for (std::uint64_t i = 0; i < 10; ++i) {
        const auto outcome = live({.seed = crash::seed() + i, .planted = planted});
        for (const std::string& each : outcome.complaints) {
            if (each.find(as) != std::string::npos) return true;
        }
    }
    return false;
}

TEST(WorldsPlanted, AnAlarmDroppedWhileNobodyLookedIsNoticed) {
    EXPECT_TRUE(is_noticed(Planted::drop_on_reconnect, "alarms raised"));
}
TEST(WorldsPlanted, AnAlarmThatGoesAwayWithItsConditionIsNoticed) {
    EXPECT_TRUE(is_noticed(Planted::clear_on_recovery, "acknowledged by no person"));
}
TEST(WorldsPlanted, EscalationByTheBrowserIsNoticed) {
    EXPECT_TRUE(is_noticed(Planted::browser_timer, "escalated at another time"));
}
TEST(WorldsPlanted, AMarkSentAgainAsANewOneIsNoticed) {
    EXPECT_TRUE(is_noticed(Planted::new_id_on_retry, "were made"));
}
TEST(WorldsPlanted, AnEventOfAnotherSessionIsNoticed) {
    EXPECT_TRUE(is_noticed(Planted::foreign_event, "something of another session"));
}

}  // namespace
}  // namespace afterglow::worlds
