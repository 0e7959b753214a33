#include "pharmacology/linear/schedule.h"

#include <gtest/gtest.h>

#include <vector>

namespace afterglow::pharmacology {
namespace {

int times_in(const Schedule& schedule) {
    int times = schedule.silent_times;
    for (const Piece& piece : schedule.pieces) {
        if (piece.times > 0) {
            EXPECT_EQ(piece.first_time, times);
        }
        EXPECT_LE(piece.times, kLongestRun);
        times += piece.times;
    }
    return times;
}

std::vector<double> grid(double step_h, int count) {
    std::vector<double> times;
    for (int t = 0; t < count; ++t) times.push_back(step_h * t);
    return times;
}

TEST(Schedule, AGridHasFewDurations) {
    const std::vector<SystemDose> doses = {{0, 0, 0, 0}};
    const Schedule schedule = make_schedule(doses, grid(0.1, 1000));
    EXPECT_EQ(times_in(schedule), 1000);
    EXPECT_LE(schedule.durations_h.size(), 2u);  // a step, and a whole run of them
}

TEST(Schedule, ARegimenOnAGridHasFewDurations) {
    std::vector<SystemDose> doses;
    for (int d = 0; d < 30; ++d) doses.push_back({0, d, 24.0 * d, 1.5});
    const Schedule schedule = make_schedule(doses, grid(0.25, 24 * 30 * 4));
    EXPECT_EQ(times_in(schedule), 24 * 30 * 4);
    EXPECT_LE(schedule.durations_h.size(), 6u);
}

TEST(Schedule, DosesBetweenTheTimes) {
    const std::vector<SystemDose> doses = {{0, 0, 0.33, 0}, {0, 1, 5.51, 2.2}, {0, 2, 99, 1}};
    const Schedule schedule = make_schedule(doses, grid(1, 20));
    EXPECT_EQ(schedule.silent_times, 1);
    EXPECT_EQ(times_in(schedule), 20);
    EXPECT_EQ(schedule.lists.size(), 3u);  // the bolus; the infusion begins and runs; the last is too late
}

TEST(Schedule, IrregularTimes) {
    const std::vector<SystemDose> doses = {{0, 0, 0, 0}};
    const std::vector<double> times = {0, 0.1, 0.3, 0.7, 0.7, 1.5, 3.1};
    const Schedule schedule = make_schedule(doses, times);
    EXPECT_EQ(times_in(schedule), 7);
}

TEST(Schedule, AllTimesBeforeTheFirstDose) {
    const std::vector<SystemDose> doses = {{0, 0, 50, 0}};
    const Schedule schedule = make_schedule(doses, grid(1, 20));
    EXPECT_EQ(schedule.silent_times, 20);
    EXPECT_TRUE(schedule.pieces.empty());
}

}  // namespace
}  // namespace afterglow::pharmacology
