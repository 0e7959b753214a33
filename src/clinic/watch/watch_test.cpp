#include "clinic/watch/watch.h"

#include <gtest/gtest.h>

#include "clinic/dosing/dosing.h"
#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

constexpr Milliseconds seconds(std::int64_t n) { return {n * 1000}; }

Vitals systolic(int value) {
    Vitals vitals;
    vitals.systolic_mmhg = value;
    return vitals;
}
Vitals pulse(int value) {
    Vitals vitals;
    vitals.heart_rate_bpm = value;
    return vitals;
}
Vitals saturation(int value) {
    Vitals vitals;
    vitals.spo2_percent = value;
    return vitals;
}
Vitals nausea(int value) {
    Vitals vitals;
    vitals.nausea_0_10 = value;
    return vitals;
}

Act recorded(Instant measured, Instant now) {
    Act act = at(measured);
    act.now = now;
    return act;
}

struct WatchTest : ::testing::Test {
    World world;
    const Watch& watch() { return world.get<Watch>(watch_stream(kSession)); }
    const Session& session() { return world.session(); }

    void begin(bool rehearsal = false) {
        world.apply(one_event(watch_stream(kSession), WatchBegan{kSession, kPatient, kCourse, {}, rehearsal}), Act{});
    }
    void begin_with_session() {
        world.course_in(Phase::preparation);
        world.open_session();
        begin();
    }
    // As the dose is given in the room.
    void dose(Instant when = kNow, Route route = Route::oral) {
        Events events;
        const Dose given{example::dose(100, route), id<EntryId>(1), "Example solution"};
        events.add(stream_of(kSession), Recorded<Dose>{given, {}, {}});
        plan_checks_after_dose(events, watch(), route, at(when));
        world.apply(events, at(when));
    }
    Events typing(const Vitals& vitals, const Act& act) {
        Events events = one_event(stream_of(kSession), Recorded<Measured>{{vitals, {}, {}}, {}, {}});
        observe(events, watch(), session(), vitals, AlarmSource::typed, act);
        return events;
    }
    void type(const Vitals& vitals, const Act& act) { world.apply(typing(vitals, act), act); }

    template <class Command>
    Result<Events> decided(const Command& command, const Act& act) {
        if constexpr (requires { decide(watch(), session(), command, Context(act)); }) {
            return decide(watch(), session(), command, act);
        } else {
            return decide(watch(), command, act);
        }
    }
    template <class Command>
    std::string code(const Command& command, const Act& act = {}) {
        return code_of(decided(command, act));
    }
    template <class Command>
    void act_on(const Command& command, const Act& act) {
        world.apply(decided(command, act), act);
    }
    static ReceiveReading reading(const Vitals& vitals) { return {kSession, {{"monitor"}, {"1"}, vitals}}; }
    void receive(const Vitals& vitals, Instant when) { act_on(reading(vitals), at(when)); }
    void receive(const Vitals& vitals, Instant measured, Instant now) {
        act_on(reading(vitals), recorded(measured, now));
    }
    void acknowledge(std::int64_t alarm, Instant when, std::optional<bool> actionable = {}) {
        act_on(AcknowledgeAlarm{kSession, alarm, actionable, {}}, at(when));
    }
    // What is due by then, by name.
    std::vector<std::string> due(Instant when) {
        const auto events = decided(LookAfter{kSession}, at(when));
        std::vector<std::string> names;
        for (const DecidedEvent& each : events->list()) names.push_back(each.name);
        return names;
    }
    void look(Instant when) { act_on(LookAfter{kSession}, at(when)); }
    using Names = std::vector<std::string>;

    std::size_t count() { return watch().alarms.size(); }
    const Alarm& alarm(std::int64_t number = 1) { return *std::ranges::find(watch().alarms, number, &Alarm::alarm); }
    void end_watch(Instant when) {
        Events events;
        end_checks(events, watch());
        events.add(watch_stream(kSession), WatchEnded{});
        world.apply(events, at(when));
    }
};

// ---- limits -----------------------------------------------------------------------------------------------------------------------

TEST_F(WatchTest, AValueOutsideItsLimitsIsAnAlarm) {
    begin();
    receive(systolic(160), kNow);
    receive(systolic(90), kNow + seconds(1));
    EXPECT_EQ(count(), 0u);
    receive(systolic(161), kNow + seconds(2));
    ASSERT_EQ(count(), 1u);
    EXPECT_EQ(alarm().rule.value, "ex.alarm.systolic");
    EXPECT_EQ(alarm().priority, AlarmPriority::high);
    EXPECT_EQ(alarm().source, AlarmSource::device);
    EXPECT_EQ(alarm().measure, Measure::systolic_mmhg);
    EXPECT_EQ(alarm().value, 161);
    EXPECT_EQ(alarm().limit, 160);
    EXPECT_EQ(alarm().state, AlarmState::active);
    EXPECT_EQ(alarm().escalate_at, kNow + seconds(2 + 30));
    receive(systolic(190), kNow + seconds(3));  // the same condition
    EXPECT_EQ(count(), 1u);
}

TEST_F(WatchTest, AValueBelowItsLimitSaysWhichLimit) {
    begin();
    receive(systolic(89), kNow);
    EXPECT_EQ(alarm().limit, 90);
    EXPECT_EQ(alarm().value, 89);
}

TEST_F(WatchTest, TwoMeasuresOfOneReadingAreTwoAlarms) {
    begin();
    Vitals both = systolic(170);
    both.spo2_percent = 80;
    receive(both, kNow);
    ASSERT_EQ(count(), 2u);
    EXPECT_EQ(alarm(1).rule.value, "ex.alarm.systolic");
    EXPECT_EQ(alarm(2).rule.value, "ex.alarm.saturation");
    EXPECT_EQ(watch().burden.raised, 2);
}

TEST_F(WatchTest, ADevicesValueMustLast) {
    begin();
    receive(pulse(130), kNow);
    EXPECT_EQ(watch().noticed.size(), 1u);
    receive(pulse(131), kNow + seconds(19));
    EXPECT_EQ(count(), 0u);
    receive(pulse(110), kNow + seconds(20));
    EXPECT_TRUE(watch().noticed.empty());
    receive(pulse(130), kNow + seconds(21));
    receive(pulse(130), kNow + seconds(40));
    EXPECT_EQ(count(), 0u);
    receive(pulse(130), kNow + seconds(41));
    ASSERT_EQ(count(), 1u);
    EXPECT_EQ(alarm().priority, AlarmPriority::medium);
    EXPECT_EQ(alarm().escalate_at, kNow + seconds(41 + 60));
}

// What people typed they have looked at.
TEST_F(WatchTest, ATypedValueNeedNotLast) {
    begin_with_session();
    type(pulse(130), at(kNow));
    ASSERT_EQ(count(), 1u);
    EXPECT_EQ(alarm().source, AlarmSource::typed);
    EXPECT_TRUE(watch().noticed.empty());
}

TEST_F(WatchTest, AValueMeasuredBeforeAKnownOneSaysNothing) {
    begin_with_session();
    receive(systolic(120), kNow + seconds(60));
    receive(systolic(170), kNow + seconds(30), kNow + seconds(61));  // arrived late
    EXPECT_EQ(count(), 0u);
    receive(systolic(170), kNow + seconds(60), kNow + seconds(62));  // of the same moment
    EXPECT_EQ(count(), 1u);
    receive(systolic(120), kNow + seconds(40), kNow + seconds(63));  // nor does a late one end an alarm
    EXPECT_EQ(alarm().state, AlarmState::active);
    type(systolic(120), recorded(kNow + minutes(3), kNow + minutes(3)));
    type(systolic(175), recorded(kNow + minutes(2), kNow + minutes(4)));  // from paper
    EXPECT_EQ(count(), 1u);
}

TEST_F(WatchTest, WhatPeopleTypedAndWhatADeviceSaysAreApart) {
    begin_with_session();
    receive(systolic(170), kNow);
    type(systolic(170), at(kNow));
    ASSERT_EQ(count(), 2u);
    EXPECT_EQ(alarm(1).source, AlarmSource::device);
    EXPECT_EQ(alarm(2).source, AlarmSource::typed);
    type(systolic(120), at(kNow + minutes(1)));
    EXPECT_EQ(alarm(1).state, AlarmState::active);  // the device still says so
    EXPECT_EQ(alarm(2).state, AlarmState::latched);
}

TEST_F(WatchTest, AnUnverifiedRuleInformsUntilItIsConfirmed) {
    begin();
    Act act = at(kNow);
    const auto raised = [&] {
        const auto events = decided(reading(saturation(88)), act);
        return *from_json<AlarmRaised>(events->list().back().payload);
    };
    EXPECT_EQ(raised().priority, AlarmPriority::low);
    EXPECT_TRUE(raised().unverified);
    EXPECT_EQ(raised().escalate_at, kNow + seconds(120));
    act.confirmed = {"ex.alarm.saturation"};
    EXPECT_EQ(raised().priority, AlarmPriority::high);
    EXPECT_FALSE(raised().unverified);
    EXPECT_EQ(raised().escalate_at, kNow + seconds(30));
}

// ---- from the beginning to the acknowledgement ----------------------------------------------------------------------------------------

TEST_F(WatchTest, AnAlarmStaysUntilSomebodyAcknowledgesIt) {
    begin();
    receive(systolic(170), kNow);
    receive(systolic(120), kNow + seconds(1));
    EXPECT_EQ(alarm().state, AlarmState::latched);
    EXPECT_EQ(alarm().condition_ended_at, kNow + seconds(1));
    receive(systolic(170), kNow + seconds(2));  // the same alarm again
    EXPECT_EQ(alarm().state, AlarmState::active);
    EXPECT_FALSE(alarm().condition_ended_at);
    EXPECT_EQ(watch().burden.raised, 1);
    receive(systolic(120), kNow + seconds(3));
    acknowledge(1, kNow + seconds(4));
    EXPECT_EQ(count(), 0u);
    receive(systolic(170), kNow + seconds(5));  // a new one
    EXPECT_EQ(alarm(2).state, AlarmState::active);
}

TEST_F(WatchTest, AnAcknowledgedAlarmEndsWithItsCondition) {
    begin();
    receive(systolic(170), kNow);
    acknowledge(1, kNow + seconds(5), true);
    EXPECT_EQ(alarm().state, AlarmState::acknowledged);
    EXPECT_EQ(alarm().acknowledged_by, kClinician);
    EXPECT_EQ(alarm().acknowledged_at, kNow + seconds(5));
    EXPECT_EQ(alarm().remind_at, kNow + seconds(305));
    receive(systolic(120), kNow + seconds(6));
    EXPECT_EQ(count(), 0u);
}

TEST_F(WatchTest, WhatAnAcknowledgementNeeds) {
    const auto acknowledging = [&](std::int64_t alarm) { return code(AcknowledgeAlarm{kSession, alarm, {}, {}}); };
    EXPECT_EQ(acknowledging(1), "watch_unknown");
    begin();
    EXPECT_EQ(acknowledging(1), "/alarm alarm_unknown");
    receive(systolic(170), kNow);
    EXPECT_EQ(acknowledging(0), "/alarm alarm_unknown");
    EXPECT_EQ(acknowledging(2), "/alarm alarm_unknown");
    acknowledge(1, kNow);
    EXPECT_EQ(acknowledging(1), "/alarm alarm_acknowledged");
    receive(systolic(120), kNow + seconds(1));
    EXPECT_EQ(acknowledging(1), "/alarm alarm_acknowledged");  // ended meanwhile
}

TEST_F(WatchTest, AnAcknowledgedAlarmWhoseConditionStaysReminds) {
    begin();
    receive(systolic(170), kNow);
    acknowledge(1, kNow, true);
    receive(systolic(170), kNow + seconds(299));
    EXPECT_EQ(due(kNow + seconds(300) - Milliseconds{1}), Names{});
    EXPECT_EQ(due(kNow + seconds(300)), Names{"AlarmReminded"});
    look(kNow + seconds(300));
    EXPECT_EQ(alarm().state, AlarmState::active);
    EXPECT_EQ(alarm().escalate_at, kNow + seconds(330));
    EXPECT_EQ(due(kNow + seconds(329)), Names{});
    acknowledge(1, kNow + seconds(310), false);  // counted once, as it was first answered
    EXPECT_EQ(watch().burden.acknowledged, 1);
    EXPECT_EQ(watch().burden.actionable, 1);
    EXPECT_EQ(watch().burden.not_actionable, 0);
    receive(systolic(120), kNow + seconds(311));
    EXPECT_EQ(count(), 0u);
}

// ---- escalation ---------------------------------------------------------------------------------------------------------------------

TEST_F(WatchTest, AnAlarmThatNobodyAnswersIsEscalatedOnceAtItsTime) {
    begin_with_session();
    type(systolic(170), at(kNow));
    EXPECT_EQ(due_at(watch()), kNow + seconds(30));
    EXPECT_EQ(due(kNow + seconds(30) - Milliseconds{1}), Names{});
    EXPECT_EQ(due(kNow + seconds(30)), (Names{"AlarmEscalated", "TaskRaised"}));
    look(kNow + seconds(30));
    EXPECT_EQ(alarm().escalated_at, kNow + seconds(30));
    EXPECT_EQ(alarm().state, AlarmState::active);
    EXPECT_EQ(due(kNow + hours(5)), Names{});
    EXPECT_FALSE(due_at(watch()));
    ASSERT_EQ(world.streams_of_kind("task").size(), 1u);
    EXPECT_EQ(world.get<Task>(world.streams_of_kind("task")[0]).kind, TaskKind::alarm_unanswered);
}

TEST_F(WatchTest, SeveralAtOnceAreOneTask) {
    begin_with_session();
    Vitals both = systolic(170);
    both.nausea_0_10 = 9;
    type(both, at(kNow));
    EXPECT_EQ(due(kNow + seconds(120)), (Names{"AlarmEscalated", "AlarmEscalated", "TaskRaised"}));
    EXPECT_EQ(due(kNow + seconds(119)), (Names{"AlarmEscalated", "TaskRaised"}));
}

TEST_F(WatchTest, ALatchedAlarmIsEscalatedToo) {
    begin_with_session();
    type(systolic(170), at(kNow));
    type(systolic(120), at(kNow + seconds(5)));
    EXPECT_EQ(due(kNow + seconds(30)), (Names{"AlarmEscalated", "TaskRaised"}));
}

TEST_F(WatchTest, AnAcknowledgedAlarmIsNot) {
    begin_with_session();
    type(systolic(170), at(kNow));
    acknowledge(1, kNow + seconds(29));
    EXPECT_EQ(due(kNow + seconds(31)), Names{});
}

TEST_F(WatchTest, ARehearsalRaisesNoTask) {
    begin(true);
    receive(systolic(170), kNow);
    receive(systolic(170), kNow + seconds(30));
    EXPECT_EQ(due(kNow + seconds(30)), Names{"AlarmEscalated"});
}

TEST_F(WatchTest, NorDoesAnUnverifiedRule) {
    begin();
    receive(saturation(80), kNow);
    for (int i = 1; i <= 6; ++i) receive(saturation(80), kNow + seconds(20 * i));
    EXPECT_EQ(due(kNow + seconds(120)), Names{"AlarmEscalated"});
}

// ---- silence --------------------------------------------------------------------------------------------------------------------------

TEST_F(WatchTest, TheSilenceOfAMonitorIsAnAlarm) {
    begin();
    EXPECT_EQ(due(kNow + hours(1)), Names{});  // none has sent anything
    receive(systolic(120), kNow, kNow + seconds(3));
    EXPECT_EQ(due_at(watch()), kNow + seconds(43));  // from when it was heard, not from its own clock
    EXPECT_EQ(due(kNow + seconds(42)), Names{});
    look(kNow + seconds(43));
    ASSERT_EQ(count(), 1u);
    EXPECT_EQ(alarm().source, AlarmSource::silence);
    EXPECT_EQ(alarm().priority, AlarmPriority::medium);
    EXPECT_EQ(due(kNow + seconds(44)), Names{});
    receive(systolic(120), kNow + seconds(50));
    EXPECT_EQ(alarm().state, AlarmState::latched);
    look(kNow + seconds(90));  // silent again: the same alarm
    EXPECT_EQ(alarm().state, AlarmState::active);
    EXPECT_EQ(watch().burden.raised, 1);
    EXPECT_EQ(watch().last_refusal, std::nullopt);
}

TEST_F(WatchTest, WhatADeviceSendsIsLookedAt) {
    EXPECT_EQ(code(reading(systolic(120))), "watch_unknown");
    begin();
    EXPECT_EQ(code(reading({})), "/reading/vitals nothing_measured");
    EXPECT_EQ(code(reading(systolic(301))), "/reading/vitals/systolic_mmhg not_possible");
    EXPECT_EQ(code(reading(systolic(39))), "/reading/vitals/systolic_mmhg not_possible");
    EXPECT_EQ(code(reading(systolic(300))), "ok");
    EXPECT_EQ(code(reading(systolic(120)), recorded(kNow - minutes(1), kNow)), "reading_too_old");
    act_on(RefuseReading{kSession, {{"wrong_patient"}, {"not the person of this bed"}, {}, Line{"bed 2"}}},
           at(kNow + seconds(9)));
    EXPECT_EQ(watch().last_refusal->code.value, "wrong_patient");
    EXPECT_EQ(watch().last_refusal_at, kNow + seconds(9));
    EXPECT_FALSE(watch().last);  // it was not a reading
}

// ---- checks -----------------------------------------------------------------------------------------------------------------------------

struct CheckTest : WatchTest {
    CheckTest() { begin_with_session(); }
    std::optional<Instant> next() { return watch().next_check ? std::optional(watch().next_check->at) : std::nullopt; }
    std::string rule() { return watch().next_check->rule.value; }
};

TEST_F(CheckTest, TheNextFollowsTheProtocolOfTheRoute) {
    type(systolic(120), at(kNow));
    EXPECT_FALSE(next());  // before the dose
    dose();
    EXPECT_EQ(next(), kNow + minutes(15));
    EXPECT_EQ(rule(), "ex.watch.oral");
    EXPECT_EQ(watch().next_check->overdue_at, kNow + minutes(20));
    type(systolic(120), at(kNow + minutes(12)));
    EXPECT_EQ(next(), kNow + minutes(27));
    type(systolic(120), at(kNow + minutes(59)));
    EXPECT_EQ(next(), kNow + minutes(74));
    EXPECT_EQ(rule(), "ex.watch.oral");
    receive(systolic(120), kNow + minutes(60));  // a device's counts as well
    EXPECT_EQ(next(), kNow + minutes(90));
    EXPECT_EQ(rule(), "ex.watch.oral-later");
    type(systolic(120), at(kNow + minutes(119)));
    EXPECT_EQ(next(), kNow + minutes(149));
    type(systolic(120), at(kNow + minutes(120)));  // the protocol is over
    EXPECT_FALSE(next());
    EXPECT_EQ(due_at(watch()), std::optional(kNow + minutes(60) + seconds(40)));  // the silent monitor, nothing else
}

TEST_F(CheckTest, AnotherRouteHasAnotherProtocol) {
    dose(kNow, Route::intramuscular);
    EXPECT_EQ(rule(), "ex.watch.muscle");
    EXPECT_EQ(next(), kNow + minutes(5));  // before the first of the protocol, the first
    type(systolic(120), at(kNow + minutes(29)));
    EXPECT_EQ(next(), kNow + minutes(34));
    type(systolic(120), at(kNow + minutes(30)));
    EXPECT_FALSE(next());
}

TEST_F(CheckTest, OnlyBloodPressureIsACheck) {
    dose();
    type(pulse(80), at(kNow + minutes(10)));
    EXPECT_EQ(next(), kNow + minutes(15));
}

TEST_F(CheckTest, AnOverdueCheckIsAnAlarmUntilItIsMade) {
    dose();
    EXPECT_EQ(due_at(watch()), kNow + minutes(20));
    EXPECT_EQ(due(kNow + minutes(20) - Milliseconds{1}), Names{});
    look(kNow + minutes(20));
    ASSERT_EQ(count(), 1u);
    EXPECT_EQ(alarm().source, AlarmSource::overdue);
    EXPECT_EQ(alarm().rule.value, "ex.watch.oral");
    EXPECT_EQ(alarm().priority, AlarmPriority::medium);
    type(systolic(120), at(kNow + minutes(22)));
    EXPECT_EQ(alarm().state, AlarmState::latched);
    EXPECT_EQ(next(), kNow + minutes(37));
    look(kNow + minutes(42));
    EXPECT_EQ(alarm().state, AlarmState::active);
    EXPECT_EQ(watch().burden.raised, 1);
}

TEST_F(CheckTest, AnUnverifiedProtocolInforms) {
    dose(kNow, Route::intramuscular);
    look(kNow + minutes(10));
    EXPECT_EQ(alarm().priority, AlarmPriority::low);
    EXPECT_TRUE(alarm().unverified);
}

TEST_F(CheckTest, OneTypedInLateDoesNotPutTheNextOff) {
    dose();
    receive(systolic(120), kNow + minutes(14));
    ASSERT_EQ(next(), kNow + minutes(29));
    type(systolic(120), recorded(kNow + minutes(10), kNow + minutes(16)));  // measured before the monitor did
    EXPECT_EQ(next(), kNow + minutes(29));
    type(systolic(120), recorded(kNow + minutes(15), kNow + minutes(18)));
    EXPECT_EQ(next(), kNow + minutes(30));  // from when it was measured
    type(systolic(120), recorded(kNow - minutes(1), kNow + minutes(19)));
    EXPECT_EQ(next(), kNow + minutes(30));
}

// The second dose begins its protocol anew; the alarm about the check before it ends all the same when somebody measures.
TEST_F(CheckTest, AnOverdueCheckOfAnEarlierDoseEndsWithTheMeasurement) {
    dose();
    type(systolic(120), at(kNow + minutes(60)));
    ASSERT_EQ(rule(), "ex.watch.oral-later");
    look(kNow + minutes(95));
    ASSERT_EQ(alarm().rule.value, "ex.watch.oral-later");
    acknowledge(1, kNow + minutes(96));
    dose(kNow + minutes(97));
    ASSERT_EQ(rule(), "ex.watch.oral");
    type(systolic(120), at(kNow + minutes(98)));
    EXPECT_EQ(count(), 0u);
    EXPECT_EQ(due_at(watch()), kNow + minutes(98 + 15 + 5));
}

TEST_F(CheckTest, OneOverdueCheckAtATime) {
    dose();
    type(systolic(120), at(kNow + minutes(60)));
    look(kNow + minutes(95));
    dose(kNow + minutes(97));
    EXPECT_EQ(due(kNow + minutes(118)), (Names{"AlarmEscalated", "TaskRaised"}));  // and no second alarm
    look(kNow + minutes(118));
    EXPECT_FALSE(due_at(watch()));
}

TEST_F(CheckTest, TheEndOfTheChecksEndsAnOverdueOne) {
    dose();
    look(kNow + minutes(20));
    acknowledge(1, kNow + minutes(21));
    Events events;
    end_checks(events, watch());
    world.apply(events, at(kNow + minutes(22)));
    EXPECT_EQ(count(), 0u);
    EXPECT_FALSE(next());
}

// ---- pauses, contact, the end -------------------------------------------------------------------------------------------------------------

TEST_F(WatchTest, APauseHasAnEndFromTheBeginning) {
    const auto pausing = [&](int seconds) { return code(PauseAlarms{kSession, {seconds}}); };
    EXPECT_EQ(pausing(1), "watch_unknown");
    begin();
    EXPECT_EQ(pausing(121), "/seconds pause_too_long");
    EXPECT_EQ(pausing(120), "ok");
    act_on(PauseAlarms{kSession, {60}}, recorded(kNow - minutes(1), kNow));
    EXPECT_EQ(watch().paused_until, kNow + seconds(60));  // from now, whatever the clock of the screen says
    EXPECT_TRUE(AudioPause{watch().paused_until}.holds(kNow + seconds(59)));
    EXPECT_FALSE(AudioPause{watch().paused_until}.holds(kNow + seconds(60)));
    act_on(PauseAlarms{kSession, {120}}, at(kNow + seconds(30)));
    EXPECT_EQ(watch().paused_until, kNow + seconds(150));
    act_on(EndPause{kSession}, at(kNow + seconds(40)));
    EXPECT_FALSE(watch().paused_until);
    EXPECT_TRUE(decided(EndPause{kSession}, at(kNow + seconds(41)))->list().empty());
}

TEST_F(WatchTest, APauseStopsNeitherAlarmsNorEscalation) {
    begin();
    act_on(PauseAlarms{kSession, {120}}, at(kNow));
    receive(systolic(170), kNow + seconds(1));
    receive(systolic(170), kNow + seconds(20));
    EXPECT_EQ(alarm().state, AlarmState::active);
    EXPECT_EQ(due(kNow + seconds(31)), (Names{"AlarmEscalated", "TaskRaised"}));
}

TEST_F(WatchTest, AScreenSaysWhenItWasOutOfContact) {
    EXPECT_EQ(code(RecordContactLost{kSession, kNow}), "watch_unknown");
    begin();
    EXPECT_EQ(code(RecordContactLost{kSession, kNow - seconds(1)}), "/until contact_upside_down");
    EXPECT_EQ(code(RecordContactLost{kSession, kNow + minutes(6)}), "/until contact_upside_down");
    EXPECT_EQ(code(RecordContactLost{kSession, kNow}, recorded(kNow - minutes(2), kNow)), "ok");
}

TEST_F(WatchTest, NothingBeginsInAWatchThatIsOver) {
    begin_with_session();
    receive(systolic(170), kNow);
    acknowledge(1, kNow + seconds(1));
    dose();
    end_watch(kNow + minutes(1));
    EXPECT_FALSE(watch().runs());
    EXPECT_FALSE(due_at(watch()));
    EXPECT_FALSE(watch().next_check);
    EXPECT_EQ(code(reading(systolic(120))), "watch_over");
    EXPECT_EQ(code(LookAfter{kSession}), "watch_over");
    EXPECT_EQ(code(PauseAlarms{kSession, {1}}), "watch_over");
    EXPECT_EQ(code(EndPause{kSession}), "watch_over");
    EXPECT_EQ(code(RefuseReading{kSession, {{"x"}, {"x"}, {}, {}}}), "watch_over");
    EXPECT_EQ(typing(systolic(200), at(kNow + minutes(2))).list().size(), 1u);  // the measurement, no alarm
    Events events;
    plan_checks_after_dose(events, watch(), Route::oral, at(kNow + minutes(2)));
    end_checks(events, watch());
    EXPECT_TRUE(events.list().empty());
    EXPECT_EQ(code(RecordContactLost{kSession, kNow + minutes(1)}), "ok");  // a screen that comes back later
}

// ---- the burden -------------------------------------------------------------------------------------------------------------------------

TEST_F(WatchTest, TheBurdenCountsWhatPeopleSaid) {
    begin();
    const auto once = [&](int n, std::optional<bool> actionable) {
        receive(systolic(170), kNow + minutes(n));
        receive(systolic(120), kNow + minutes(n) + seconds(5));
        acknowledge(n, kNow + minutes(n) + seconds(9), actionable);
    };
    once(1, true), once(2, false), once(3, {}), once(4, true);
    receive(nausea(9), kNow + minutes(5));
    receive(nausea(1), kNow + minutes(5) + seconds(5));  // it passed, and nobody has said anything
    const AlarmBurden& burden = watch().burden;
    EXPECT_EQ(burden.raised, 5);
    EXPECT_EQ(burden.acknowledged, 4);
    EXPECT_EQ(burden.actionable, 2);
    EXPECT_EQ(burden.not_actionable, 1);
    EXPECT_EQ(burden.not_said, 1);
    EXPECT_EQ(alarm(5).state, AlarmState::latched);
}

}  // namespace
}  // namespace afterglow::clinic
