// Every sequence of inputs up to a length, through the machine of one alarm and the pause of the sound (P27): looked at from
// outside, by a ledger that knows only what was so in the room and what a person did.

#include "clinic/watch/alarm.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/described.h"

namespace afterglow::clinic {
namespace {

constexpr Milliseconds kPause{120'000}, kTick{50'000};

enum class Input { condition_begins, condition_ends, acknowledge, remind, pause, time };
constexpr Input kInputs[] = {Input::condition_begins, Input::condition_ends, Input::acknowledge,
                             Input::remind,           Input::pause,          Input::time};

// The machine as it is; a planted fault is another one.
struct Machine {
    static constexpr AlarmState step(AlarmState state, AlarmInput input) { return after(state, input); }
    static constexpr bool lit(AlarmState state, const AudioPause&, Instant) { return signals(state); }
    static constexpr bool heard(AlarmState state, const AudioPause& pause, Instant now) {
        return audible(state, pause, now);
    }
    static constexpr AudioPause paused(Instant now) { return {now + kPause}; }
};

// What the room knows of one alarm, without the machine.
struct Ledger {
    bool condition = true;
    bool answered = false;      // somebody acknowledged it, and it has not asked again since
    bool acknowledged = false;  // somebody ever did
    std::optional<Instant> paused_at;

    constexpr bool over() const { return acknowledged && answered && !condition; }
    constexpr bool must_signal() const { return !answered; }
    constexpr bool must_be_heard(Instant now) const {
        return must_signal() && (!paused_at || now - *paused_at >= kPause);
    }
};

template <class M>
struct Life {
    AlarmState state = AlarmState::active;
    AudioPause pause;
    Instant now;
    Ledger ledger;

    constexpr void move(AlarmInput input) { state = M::step(state, input); }
    constexpr void take(Input input) {
        switch (input) {
            case Input::condition_begins:
                if (ledger.over()) {  // what begins again is a new alarm
                    state = AlarmState::active;
                    ledger = {.paused_at = ledger.paused_at};
                    return;
                }
                ledger.condition = true;
                return move(AlarmInput::condition_begins);
            case Input::condition_ends: ledger.condition = false; return move(AlarmInput::condition_ends);
            case Input::acknowledge:
                ledger.acknowledged = ledger.answered = true;
                return move(AlarmInput::acknowledged);
            case Input::remind:
                if (ledger.condition) ledger.answered = false;
                return move(AlarmInput::reminded);
            case Input::pause:
                ledger.paused_at = now;
                pause = M::paused(now);
                return;
            case Input::time: now = now + kTick; return;
        }
    }
    constexpr bool is_right() const {
        if ((state == AlarmState::ended) != ledger.over()) return false;
        if (M::lit(state, pause, now) != ledger.must_signal()) return false;
        if (M::heard(state, pause, now) != ledger.must_be_heard(now)) return false;
        // Silenced by nobody: it comes back by the time that was known from the beginning.
        return M::heard(state, pause, now + kPause) == M::lit(state, pause, now + kPause);
    }
};

// How many sequences of at most `length` more inputs go wrong; `count` counts all of them.
template <class M>
constexpr std::int64_t violations(const Life<M>& run, int length, std::int64_t& count) {
    if (length == 0) return 0;
    std::int64_t wrong = 0;
    for (const Input input : kInputs) {
        Life<M> next = run;
        next.take(input);
        ++count;
        wrong += next.is_right() ? violations(next, length - 1, count) : 1;
    }
    return wrong;
}
template <class M>
constexpr std::int64_t violations(int length) {
    std::int64_t count = 0;
    return violations(Life<M>{}, length, count);
}

static_assert(violations<Machine>(3) == 0);
static_assert(after(AlarmState::active, AlarmInput::condition_ends) == AlarmState::latched);
static_assert(after(AlarmState::latched, AlarmInput::condition_begins) == AlarmState::active);
static_assert(after(AlarmState::latched, AlarmInput::acknowledged) == AlarmState::ended);
static_assert(after(AlarmState::acknowledged, AlarmInput::reminded) == AlarmState::active);
static_assert(after(AlarmState::acknowledged, AlarmInput::condition_ends) == AlarmState::ended);
static_assert(signals(AlarmState::active) && signals(AlarmState::latched));
static_assert(!AudioPause{}.holds({}));
static_assert(AudioPause{Instant{1'000}}.holds({999}) && !AudioPause{Instant{1'000}}.holds({1'000}));
static_assert(!audible(AlarmState::active, {Instant{1'000}}, {999}) &&
              audible(AlarmState::active, {Instant{1'000}}, {1'000}));

TEST(AlarmMachine, EverySequenceToLengthEight) {
    std::int64_t count = 0;
    EXPECT_EQ(violations(Life<Machine>{}, 8, count), 0);
    EXPECT_EQ(count, 2'015'538);  // 6 + 6² + … + 6⁸
}

// A state is a value: whoever folds the journal again after a kill goes on from the same one.
TEST(AlarmMachine, ThereIsNoStateInWhichAnAlarmIsOff) {
    int states = 0;
    for_each_enumerator<AlarmState>([&](AlarmState state, std::string_view name) {
        ++states;
        EXPECT_NE(name, "off");
        if (state == AlarmState::ended) return;
        // Its condition there, it signals, or will when it reminds.
        const AlarmState there = after(state, AlarmInput::condition_begins);
        EXPECT_TRUE(signals(there) || signals(after(there, AlarmInput::reminded))) << name;
    });
    EXPECT_EQ(states, 4);
}

TEST(AlarmMachine, NothingButAnAcknowledgementEndsOne) {
    constexpr AlarmInput kOthers[] = {AlarmInput::condition_begins, AlarmInput::condition_ends, AlarmInput::reminded};
    for (const AlarmState state : {AlarmState::active, AlarmState::latched}) {
        for (const AlarmInput input : kOthers) EXPECT_TRUE(signals(after(state, input)));
    }
}

// ---- planted faults: the same look finds them ---------------------------------------------------------------------------------

struct ClearedByRecovery : Machine {
    static constexpr AlarmState step(AlarmState state, AlarmInput input) {
        if (state == AlarmState::active && input == AlarmInput::condition_ends) return AlarmState::ended;
        return after(state, input);
    }
};
struct NeverReminds : Machine {
    static constexpr AlarmState step(AlarmState state, AlarmInput input) {
        return input == AlarmInput::reminded ? state : after(state, input);
    }
};
struct AcknowledgedForGood : Machine {
    static constexpr AlarmState step(AlarmState state, AlarmInput input) {
        return state == AlarmState::acknowledged ? state : after(state, input);
    }
};
struct LatchedStaysQuietWhenItBeginsAgain : Machine {
    static constexpr AlarmState step(AlarmState state, AlarmInput input) {
        if (state == AlarmState::latched && input == AlarmInput::condition_begins) return AlarmState::acknowledged;
        return after(state, input);
    }
};
struct PauseIsASwitch : Machine {
    static constexpr bool heard(AlarmState state, const AudioPause& pause, Instant) {
        return signals(state) && !pause.until;
    }
};
struct PauseIsLonger : Machine {
    static constexpr AudioPause paused(Instant now) { return {now + kPause + Milliseconds{1}}; }
};
struct PauseTakesTheLight : Machine {
    static constexpr bool lit(AlarmState state, const AudioPause& pause, Instant now) {
        return signals(state) && !pause.holds(now);
    }
};

static_assert(violations<ClearedByRecovery>(3) > 0);

TEST(AlarmMachine, WrongMachinesAreFound) {
    EXPECT_GT(violations<ClearedByRecovery>(8), 0);
    EXPECT_GT(violations<NeverReminds>(8), 0);
    EXPECT_GT(violations<AcknowledgedForGood>(8), 0);
    EXPECT_GT(violations<LatchedStaysQuietWhenItBeginsAgain>(8), 0);
    EXPECT_GT(violations<PauseIsASwitch>(8), 0);
    EXPECT_GT(violations<PauseIsLonger>(8), 0);
    EXPECT_GT(violations<PauseTakesTheLight>(8), 0);
}

}  // namespace
}  // namespace afterglow::clinic
