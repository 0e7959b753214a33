#include "clinic/dosing/dosing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

const EntryId kNobody = id<EntryId>(404);

struct DosingTest : ::testing::Test {
    World world;
    const Session& session() { return world.session(); }

    template <class Command>
    std::string code(const Command& command, const Act& act = {}) {
        if constexpr (requires { decide(session(), world.course(), command, Context(act)); }) {
            return code_of(decide(session(), world.course(), command, act));
        } else {
            return code_of(decide(session(), command, act));
        }
    }
    std::string opening(std::vector<StaffId> therapists = {kSecond}, std::optional<Code> room = {}) {
        return code_of(
            decide(Session{}, world.course(), OpenSession{id<SessionId>(9), kCourse, room, therapists, kThird}, Act{}));
    }
    std::string ordering(const OrderForm& form, const Act& act = signing()) {
        return code(OrderDose{kSession, form}, act);
    }
    std::string giving(const DoseForm& form, const Act& act = {}) { return code(GiveDose{kSession, form}, act); }
    std::string checking(const Act& act) { return code(TakeTimeOut{kSession, time_out()}, act); }
    std::string releasing(const ReleaseForm& form, Instant when) {
        return code(ReleasePatient{kSession, form}, signing(when));
    }
    void measure(const Measured& measured, Instant when = kNow) {
        world.in_session(RecordInSession<Measured>{kSession, measured, {}}, at(when));
    }
    void record(const Readiness& form, Instant when = kNow) {
        world.in_session(RecordInSession<Readiness>{kSession, form, {}}, at(when));
    }
    std::size_t tasks() { return world.streams_of_kind("task").size(); }
};

// ---- opening ------------------------------------------------------------------------------------------------------------------

TEST_F(DosingTest, ASessionOpens) {
    world.course_in(Phase::preparation);
    world.open_session();
    EXPECT_EQ(session().stage, SessionStage::arrival);
    EXPECT_EQ(session().patient, kPatient);
    EXPECT_EQ(world.course().open_session, kSession);
    EXPECT_EQ(world.course().phase, Phase::preparation);  // arrival is still preparation
    EXPECT_EQ(code(OpenSession{kSession, kCourse, {}, {kSecond}, kThird}), "already_exists");
    EXPECT_EQ(opening(), "session_open");
}

TEST_F(DosingTest, WhatOpeningNeeds) {
    EXPECT_EQ(opening(), "course_unknown");
    world.course_in(Phase::preparation);
    EXPECT_EQ(opening({}), "/therapists one_or_two_therapists");
    EXPECT_EQ(opening({kSecond, kSecond}), "/therapists one_or_two_therapists");
    EXPECT_EQ(opening({kClinician, kSecond, kThird}), "/therapists one_or_two_therapists");
    EXPECT_EQ(opening({kSecond}, Code{"attic"}), "/room room_unknown");
    EXPECT_EQ(opening(), "ok");
    world.on_course(AssessCriteria{kCourse, {{{"ex.somatic"}, YesNoUnknown::yes, Line{"x"}}}});
    EXPECT_EQ(opening(), "decision_outdated");
    world.on_course(Decide{kCourse, decision(Verdict::not_indicated)}, signing());
    EXPECT_EQ(opening(), "not_indicated_yet");
    world.on_course(HoldCourse{kCourse, {"x"}});
    EXPECT_EQ(opening(), "course_on_hold");
}

// Otherwise a dose would carry a course from any phase straight into dosing.
TEST_F(DosingTest, ACourseThatIsNotInPreparationHasNoSession) {
    world.course_in(Phase::decision);
    world.on_course(Decide{kCourse, decision(Verdict::indicated)}, signing());
    EXPECT_EQ(opening(), "course_not_prepared");
    world.on_course(MoveCourse{kCourse, Phase::preparation, {}});
    EXPECT_EQ(opening(), "plan_missing");
}

// ---- before the dose ------------------------------------------------------------------------------------------------------------

TEST_F(DosingTest, NothingIsDoneInASessionThatIsNotThere) {
    EXPECT_EQ(code(RecordInSession<Readiness>{kSession, readiness(), {}}), "session_unknown");
    EXPECT_EQ(code(RecordInSession<Measured>{kSession, pressure(120, 80), {}}), "session_unknown");
    EXPECT_EQ(ordering(oral(100)), "session_unknown");
    EXPECT_EQ(code(AddSessionAddendum{kSession, kNobody, {"x"}}), "session_unknown");
    EXPECT_EQ(code(RecordInSession<AdverseEvent>{kSession, {}, {}}), "session_unknown");
    EXPECT_EQ(code(WordMark{kSession, kNobody, {"x"}}), "session_unknown");
}

TEST_F(DosingTest, ReadinessIsComplete) {
    world.course_in(Phase::preparation);
    world.open_session();
    const auto with = [&](auto change) {
        Readiness form = readiness();
        change(form);
        return code(RecordInSession<Readiness>{kSession, form, {}});
    };
    EXPECT_EQ(with([](Readiness& f) { f.identified_by.pop_back(); }), "/form/identified_by two_identifiers_needed");
    EXPECT_EQ(with([](Readiness& f) { f.identified_by = {Identifier::name, Identifier::name}; }),
              "/form/identified_by two_identifiers_needed");
    EXPECT_EQ(with([](Readiness& f) { f.checks[0].check = {"x"}; }), "/form/checks/0/check check_unknown");
    EXPECT_EQ(with([](Readiness& f) { f.checks.pop_back(); }), "/form/checks check_missing");
    EXPECT_EQ(with([](Readiness& f) { f.checks.push_back(f.checks[0]); }), "/form/checks check_missing");
    EXPECT_EQ(tasks(), 0u);
    Readiness acute = readiness();
    acute.suicidality = Suicidality::active_thoughts;
    record(acute);
    EXPECT_EQ(tasks(), 1u);
}

TEST_F(DosingTest, WhatAnOrderNeeds) {
    world.course_in(Phase::preparation);
    world.open_session();
    EXPECT_EQ(ordering(oral(100)), "readiness_missing");
    record(readiness());
    EXPECT_EQ(ordering(oral(100)), "baseline_missing");
    measure(pressure(120, 80));
    EXPECT_EQ(ordering(oral(100), Act{}), "signature_needed");
    EXPECT_EQ(ordering(oral(100)), "ok");
    world.on_course(WithdrawConsent{kCourse, world.course().consents[0].id, {}});
    EXPECT_EQ(ordering(oral(100)), "consent_missing");
    world.on_course(Decide{kCourse, decision(Verdict::not_indicated)}, signing());
    EXPECT_EQ(ordering(oral(100)), "not_indicated_yet");
}

TEST_F(DosingTest, AnAcuteRiskStopsTheOrder) {
    world.ready_to_order();
    Readiness acute = readiness();
    acute.suicidality = Suicidality::plan_or_intent;
    record(acute);
    EXPECT_EQ(ordering(oral(100)), "acute_risk");
}

TEST_F(DosingTest, LimitsOfTheRoute) {
    world.ready_to_order();
    OrderForm form;
    EXPECT_EQ(ordering(form), "/form/dose_mg dose_needed");
    form.route = Route::intravenous;
    EXPECT_EQ(ordering(form), "/form/route route_not_in_pack");
    EXPECT_EQ(ordering(oral(50)), "ok");
    EXPECT_EQ(ordering(oral(120)), "ok");
    EXPECT_EQ(ordering(oral(49.999)), "/form/dose_mg dose_below_limit");
    EXPECT_EQ(ordering(oral(120.001)), "/form/dose_mg dose_above_limit");
    form = oral(100);
    form.dose_mg_per_kg = MilligramsPerKilogram{500};
    EXPECT_EQ(ordering(form), "/form/dose_mg_per_kg dose_unit_differs");
    form.route = Route::intramuscular;
    EXPECT_EQ(ordering(form), "/form/dose_mg dose_unit_differs");
    form.dose_mg.reset(), form.dose_mg_per_kg.reset();
    EXPECT_EQ(ordering(form), "/form/dose_mg_per_kg dose_needed");
    EXPECT_EQ(ordering(intramuscular(1.001)), "/form/dose_mg_per_kg dose_above_limit");
    EXPECT_EQ(ordering(intramuscular(0.5)), "weight_today_missing");
}

TEST_F(DosingTest, TheWeightIsTodays) {
    world.ready_to_order();
    measure(weight(81.4), kNow - hours(24));
    EXPECT_EQ(ordering(intramuscular(0.5)), "weight_today_missing");
    measure(weight(80.1), kNow - hours(1));
    world.in_session(OrderDose{kSession, intramuscular(0.501)}, signing());
    EXPECT_EQ(session().orders[0].data.total_mg.micrograms, 40'130);  // 40.1301 mg
    EXPECT_EQ(session().orders[0].data.weight_kg, Kilograms{80'100});
    EXPECT_EQ(session().orders[0].data.medicine, "Example ampoule");
    EXPECT_EQ(session().orders[0].signature->content_sha256, sha256_hex(to_json(session().orders[0].data)));
}

TEST_F(DosingTest, RulesThatSayDoNotStart) {
    world.ready_to_order();
    OrderForm form = oral(100);
    measure(pressure(151, 80));
    EXPECT_EQ(ordering(form), "start_rule");
    form.overrides = {{{"ex.start.hold"}, {"white coat, normal at home"}}};
    EXPECT_EQ(ordering(form), "ok");
    measure(pressure(150, 91));
    EXPECT_EQ(ordering(form), "start_rule");  // another rule, not set aside
    measure(pressure(120, 80));
    EXPECT_EQ(ordering(oral(100)), "ok");
}

// The pack says so of a rule that asks the physician to weigh: it holds nothing back, however well its source was read.
TEST_F(DosingTest, ARuleToBeWeighedIsNotedOnTheOrder) {
    world.ready_to_order();
    measure(pressure(140, 80));
    world.in_session(OrderDose{kSession, oral(100)}, signing());
    EXPECT_EQ(session().orders[0].data.notes, std::vector<Code>{{"ex.start.weigh"}});
}

TEST_F(DosingTest, AnUnverifiedRuleIsNotedUntilConfirmed) {
    world.ready_to_order();
    Measured fast = pressure(120, 80);
    fast.vitals.heart_rate_bpm = 110;
    measure(fast);
    Act confirmed = signing();
    confirmed.confirmed = {"ex.start.unverified"};
    EXPECT_EQ(ordering(oral(100), confirmed), "start_rule");
    world.in_session(OrderDose{kSession, oral(100)}, signing());
    EXPECT_EQ(session().orders[0].data.notes, std::vector<Code>{{"ex.start.unverified"}});
}

TEST_F(DosingTest, ARuleIsNotPassedByNotMeasuring) {
    world.course_in(Phase::preparation);
    world.open_session();
    record(readiness());
    Measured half;
    half.vitals.systolic_mmhg = 120;
    measure(half);
    EXPECT_EQ(ordering(oral(100)), "baseline_missing");
}

TEST_F(DosingTest, TheLastMeasuredCountsNotTheLastTyped) {
    world.ready_to_order(kNow - hours(1));
    measure(pressure(170, 80), kNow - minutes(5));
    measure(pressure(120, 80), kNow - minutes(30));  // from paper, typed later
    EXPECT_EQ(ordering(oral(100)), "start_rule");
}

TEST_F(DosingTest, YesterdaysReadinessAndBaselineAreNotTodays) {
    world.ready_to_order(kNow - hours(24));
    EXPECT_EQ(ordering(oral(100)), "readiness_missing");
    record(readiness());
    EXPECT_EQ(ordering(oral(100)), "baseline_missing");
    measure(pressure(120, 80));
    EXPECT_EQ(ordering(oral(100)), "ok");
}

TEST_F(DosingTest, AFailedCheckIsSetAsideOnlyWithAReason) {
    world.ready_to_order();
    Readiness form = readiness();
    form.checks[0].answer = YesNoUnknown::no;
    form.checks[1].answer = YesNoUnknown::no;  // unverified
    record(form);
    EXPECT_EQ(ordering(oral(100)), "readiness_unmet");
    OrderForm order = oral(100);
    order.overrides = {{{"ex.ready.fasting"}, {"a biscuit at six"}}};
    world.in_session(OrderDose{kSession, order}, signing());
    EXPECT_EQ(session().orders[0].data.notes, std::vector<Code>{{"ex.ready.unverified"}});
}

// ---- time-out -------------------------------------------------------------------------------------------------------------------

TEST_F(DosingTest, TheTimeOutIsTakenByTwo) {
    world.ready_to_order();
    EXPECT_EQ(checking(witnessed(kSecond)), "order_missing");
    world.in_session(OrderDose{kSession, oral(100)}, signing());
    EXPECT_EQ(checking(Act{}), "witness_needed");
    EXPECT_EQ(checking(witnessed(kClinician)), "witness_is_yourself");
    EXPECT_EQ(checking(witnessed(kSecond, kNow - minutes(1))), "/happened_at before_order");
    EXPECT_EQ(checking(witnessed(kSecond)), "ok");
    for (bool TimeOut::* point : {&TimeOut::identity, &TimeOut::consent, &TimeOut::allergies,
                                  &TimeOut::medicine_and_dose, &TimeOut::monitoring_ready}) {
        TimeOut form = time_out();
        form.*point = false;
        EXPECT_EQ(code(TakeTimeOut{kSession, form}, witnessed(kSecond)), "time_out_incomplete");
    }
}

// ---- the dose -------------------------------------------------------------------------------------------------------------------

TEST_F(DosingTest, ADoseIsGiven) {
    const EntryId given = world.dosed();
    EXPECT_EQ(session().stage, SessionStage::dosed);
    EXPECT_EQ(session().doses[0].data.order, session().orders[0].id);
    EXPECT_FALSE(session().doses[0].data.additional);
    EXPECT_EQ(world.course().phase, Phase::dosing);
    ASSERT_EQ(world.course().doses.size(), 1u);
    EXPECT_EQ(world.course().doses[0].dose, given);
    EXPECT_EQ(world.course().doses[0].dose_mg.micrograms, 100'000);
}

// Typed times have no seconds, those the program takes do.
TEST_F(DosingTest, ADoseOfTheSameMinuteIsNotEarlierThanItsTimeOut) {
    world.ready_to_order();
    world.in_session(OrderDose{kSession, oral(100)}, signing());
    world.in_session(TakeTimeOut{kSession, time_out()}, witnessed(kSecond, {kNow.ms + 30'000}));
    EXPECT_EQ(giving(dose(100), at(kNow)), "ok");
}

TEST_F(DosingTest, WhatADoseNeeds) {
    world.ready_to_order();
    EXPECT_EQ(giving(dose(100)), "order_missing");
    world.in_session(OrderDose{kSession, oral(100)}, signing());
    EXPECT_EQ(giving(dose(100)), "time_out_missing");
    world.in_session(TakeTimeOut{kSession, time_out()}, witnessed(kSecond));
    EXPECT_EQ(giving(dose(100), at(kNow - minutes(1))), "/happened_at before_time_out");
    EXPECT_EQ(giving(dose(100, Route::intramuscular)), "/form/route dose_differs_from_order");
    EXPECT_EQ(giving(dose(0)), "/form/dose_mg dose_needed");
    EXPECT_EQ(giving(dose(100.001)), "/form/dose_mg dose_above_order");
    EXPECT_EQ(giving(dose(99.999)), "/form/reason reason_needed");
    DoseForm less = dose(80);
    less.reason = Line{"stopped half way"};
    EXPECT_EQ(giving(less), "ok");
    DoseForm old = dose(100);
    old.expires = *parse_date("2026-11-22");
    EXPECT_EQ(giving(old), "/form/expired_because lot_expired");
    old.expires = *parse_date("2026-11-23");
    EXPECT_EQ(giving(old), "ok");
}

TEST_F(DosingTest, AnOrderIsUsedOnce) {
    world.dosed();
    EXPECT_EQ(giving(dose(100)), "order_missing");
}

TEST_F(DosingTest, ATimeOutBelongsToItsOrder) {
    world.ready_to_order();
    world.order_and_check();
    world.in_session(OrderDose{kSession, oral(110)}, signing());
    EXPECT_EQ(giving(dose(110)), "time_out_missing");
}

// Between the order and the dose anything can change; each is looked at again.
TEST_F(DosingTest, WhatChangedSinceTheOrderStopsTheDose) {
    world.ready_to_order();
    world.order_and_check();
    ASSERT_EQ(giving(dose(100)), "ok");
    measure(pressure(170, 80));
    EXPECT_EQ(giving(dose(100)), "start_rule");
    measure(pressure(120, 80));
    world.on_course(AssessCriteria{kCourse, {{{"ex.somatic"}, YesNoUnknown::yes, Line{"x"}}}});
    EXPECT_EQ(giving(dose(100)), "decision_outdated");
    world.on_course(Decide{kCourse, decision(Verdict::not_indicated)}, signing());
    EXPECT_EQ(giving(dose(100)), "not_indicated_yet");
    world.on_course(Decide{kCourse, decision(Verdict::indicated)}, signing());
    ASSERT_EQ(giving(dose(100)), "ok");
    world.on_course(WithdrawConsent{kCourse, world.course().consents[0].id, {}});
    EXPECT_EQ(giving(dose(100)), "consent_missing");
    world.on_course(SignConsent{kCourse, consent()}, signing(kNow + minutes(10)));
    EXPECT_EQ(giving(dose(100)), "/happened_at before_grounds");
    EXPECT_EQ(giving(dose(100), at(kNow + minutes(10))), "ok");
    Readiness acute = readiness();
    acute.suicidality = Suicidality::active_thoughts;
    record(acute);
    EXPECT_EQ(giving(dose(100), at(kNow + minutes(10))), "acute_risk");
}

// An order left open must not become a dose after the person has gone home.
TEST_F(DosingTest, NoDoseAfterTheEndOfDosing) {
    world.dosed();
    DoseForm more = dose(10);
    more.reason = Line{"too little"};
    OrderForm order = oral(60);
    order.overrides = {{{"ex.dose.oral"}, {"little effect"}}};
    world.in_session(OrderDose{kSession, order}, signing());
    world.in_session(TakeTimeOut{kSession, time_out()}, witnessed(kSecond));
    ASSERT_EQ(giving(more), "ok");
    world.in_session(EndDosing{kSession, {}});
    EXPECT_EQ(giving(more), "dosing_is_over");
    EXPECT_EQ(ordering(oral(60)), "dosing_is_over");
    EXPECT_EQ(checking(witnessed(kSecond)), "dosing_is_over");
    world.in_session(RecordInSession<Discharge>{kSession, discharge(), {}});
    world.in_session(ReleasePatient{kSession, release()}, signing(kNow + hours(1)));
    EXPECT_EQ(giving(more), "dosing_is_over");
}

TEST_F(DosingTest, AnAdditionalDoseHasAReasonAndStaysWithinTheWhole) {
    world.dosed();
    EXPECT_EQ(ordering(oral(50)), "doses_together_above_limit");
    OrderForm order = oral(50);
    order.overrides = {{{"ex.dose.oral"}, {"little effect after an hour"}}};
    world.in_session(OrderDose{kSession, order}, signing());
    world.in_session(TakeTimeOut{kSession, time_out()}, witnessed(kSecond));
    EXPECT_EQ(giving(dose(50)), "/form/reason reason_needed");
    DoseForm more = dose(50);
    more.reason = Line{"little effect"};
    world.in_session(GiveDose{kSession, more});
    EXPECT_TRUE(session().doses[1].data.additional);
    EXPECT_EQ(world.course().doses.size(), 2u);
}

// ---- spacing ----------------------------------------------------------------------------------------------------------------------

struct SpacingTest : DosingTest {
    const SessionId next = id<SessionId>(602);
    std::string ordering_after(Milliseconds pause, std::vector<Override> overrides = {}) {
        const Instant when = kNow + pause;
        if (!world.session(next).exists()) world.open_session(next, when);
        world.in_session(RecordInSession<Readiness>{next, readiness(), {}}, at(when));
        world.in_session(RecordInSession<Measured>{next, pressure(120, 80), {}}, at(when));
        OrderForm form = oral(100);
        form.overrides = overrides;
        return code_of(decide(world.session(next), world.course(), OrderDose{next, form}, signing(when)));
    }
};

TEST_F(SpacingTest, DosesAreDaysApartByTheCalendar) {
    world.closed();
    EXPECT_EQ(ordering_after(days(6)), "too_soon_after_dose");
    EXPECT_EQ(ordering_after(days(6), {{{"ex.days-between"}, {"an infusion series"}}}), "ok");
    EXPECT_EQ(ordering_after(hours(7 * 24 - 2)), "ok");  // the same weekday, earlier in the morning
}

TEST_F(SpacingTest, ADoseOfAnEarlierCourseCounts) {
    world.ready_to_order();
    Course repeated = world.course();
    repeated.last_dose_before = kNow - days(3);
    EXPECT_EQ(code_of(decide(session(), repeated, OrderDose{kSession, oral(100)}, signing())), "too_soon_after_dose");
    repeated.last_dose_before = kNow - days(7);
    EXPECT_EQ(code_of(decide(session(), repeated, OrderDose{kSession, oral(100)}, signing())), "ok");
}

// ---- arithmetic ---------------------------------------------------------------------------------------------------------------------

RC_GTEST_PROP(DoseArithmetic, PerKilogramIsExactToTheMicrogramAndWithinLimits, ()) {
    const std::int64_t per_kg = *rc::gen::inRange<std::int64_t>(0, 1'200);
    const std::int64_t grams = *rc::gen::inRange<std::int64_t>(20'000, 350'001);
    World world;
    world.ready_to_order();
    Measured weighed;
    weighed.vitals.weight_kg = Kilograms{grams};
    weighed.again = weighed.vitals;
    world.in_session(RecordInSession<Measured>{kSession, weighed, {}});
    OrderForm form = intramuscular(0);
    form.dose_mg_per_kg = MilligramsPerKilogram{per_kg};
    const auto decided = decide(world.session(), world.course(), OrderDose{kSession, form}, signing());
    RC_ASSERT(decided.ok() == (per_kg >= 100 && per_kg <= 1'000));
    if (!decided.ok()) return;
    world.apply(decided, signing());
    const std::int64_t total = world.session().orders.back().data.total_mg.micrograms;
    RC_ASSERT(std::abs(total * 1'000 - per_kg * grams) <= 500);  // at most half a microgram away
}

RC_GTEST_PROP(DoseArithmetic, NoDoseAboveItsOrder, ()) {
    const std::int64_t ordered = *rc::gen::inRange<std::int64_t>(50'000, 120'001);
    const std::int64_t given = *rc::gen::inRange<std::int64_t>(0, 130'000);
    World world;
    world.ready_to_order();
    world.order_and_check({ordered});
    DoseForm form = dose(0);
    form.dose_mg = Milligrams{given};
    form.reason = Line{"x"};
    const auto decided = decide(world.session(), world.course(), GiveDose{kSession, form}, Act{});
    RC_ASSERT(decided.ok() == (given > 0 && given <= ordered));
}

}  // namespace
}  // namespace afterglow::clinic
