#include "desk/clock.h"

#include <gtest/gtest.h>

namespace afterglow::desk {
namespace {

using namespace std::chrono_literals;

struct ForwardClockTest : testing::Test {
    Instant system = *parse_instant("2026-11-23T09:00:00Z");
    std::chrono::milliseconds steady = 5000s;
    ForwardClock clock{[this] { return system; }, [this] { return steady; }};
    void pass(std::chrono::milliseconds time) {
        steady += time;
        system = system + Milliseconds{time.count()};
    }
};

TEST_F(ForwardClockTest, GoesWithTheMachines) {
    pass(90s);
    EXPECT_EQ(clock.now(), system);
    EXPECT_EQ(clock.ahead().count, 0);
}

TEST_F(ForwardClockTest, GoesOnWhenTheMachinesIsSetBack) {
    const Instant before = clock.now();
    system = system - hours(1);
    pass(30s);
    EXPECT_EQ(clock.now(), before + Milliseconds{30'000});
    EXPECT_EQ(clock.ahead(), hours(1));
    pass(10s);
    EXPECT_EQ(clock.now(), before + Milliseconds{40'000});
}

TEST_F(ForwardClockTest, IsPushedForward) {
    system = system + hours(1);
    pass(1s);
    EXPECT_EQ(clock.now(), system);
}

}  // namespace
}  // namespace afterglow::desk
