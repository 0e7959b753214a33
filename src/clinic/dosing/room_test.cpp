// What the room and the register add to a session: touch and what was agreed, rescue drugs, wasted remainders, corrected
// doses, and sessions on simulated people.

#include <gtest/gtest.h>

#include "clinic/dosing/dosing.h"
#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

Preparation prepared(Touch touch) {
    Preparation form = preparation();
    form.touch.touch = touch;
    return form;
}
Mark mark(MarkKind kind, std::optional<Touch> touch = {}) {
    Mark form{kind, {}};
    form.touch = touch;
    return form;
}
Mark rescue(const char* drug, MarkKind kind = MarkKind::rescue_drug) {
    Mark form{kind, {}};
    form.drug = Line{drug};
    return form;
}

struct RoomTest : ::testing::Test {
    World world;
    const Session& session() { return world.session(); }
    std::string code(const Mark& form) {
        return code_of(decide(session(), world.course(), RecordInSession<Mark>{kSession, form, {}}, Act{}));
    }
    std::optional<bool> beyond(const Mark& form) {
        world.in_session(RecordInSession<Mark>{kSession, form, {}});
        return session().marks.back().data.beyond_agreement;
    }
    std::string preparing(Touch touch) {
        return code_of(decide(world.course(), Record<Preparation>{kCourse, prepared(touch), {}}, Act{}));
    }
    void prepare(Touch touch) { world.on_course(Record<Preparation>{kCourse, prepared(touch), {}}); }
};

// ---- touch ------------------------------------------------------------------------------------------------------------------------

// It is kept, since it says what happened, and says that it went beyond.
TEST_F(RoomTest, ATouchBeyondWhatWasAgreedIsMarkedAsSuch) {
    world.course_in(Phase::preparation);
    prepare(Touch::hand);
    world.dosed();
    EXPECT_EQ(beyond(mark(MarkKind::touch_offered, Touch::hand)), std::nullopt);
    EXPECT_EQ(beyond(mark(MarkKind::touch_accepted, Touch::hand)), std::nullopt);
    EXPECT_EQ(beyond(mark(MarkKind::touch_offered, Touch::shoulder)), true);
    EXPECT_EQ(beyond(mark(MarkKind::touch_accepted, Touch::as_asked)), true);
    EXPECT_EQ(beyond(mark(MarkKind::touch_declined, Touch::shoulder)), std::nullopt);
    EXPECT_EQ(beyond(mark(MarkKind::touch_accepted)), std::nullopt);
    EXPECT_EQ(session().marks.size(), 6u);
}

TEST_F(RoomTest, WhereNoTouchWasAgreedAnyIsBeyond) {
    world.course_in(Phase::preparation);
    prepare(Touch::none);
    world.dosed();
    EXPECT_EQ(beyond(mark(MarkKind::touch_offered)), true);
    EXPECT_EQ(beyond(mark(MarkKind::touch_accepted, Touch::hand)), true);
    EXPECT_EQ(beyond(mark(MarkKind::music)), std::nullopt);
}

TEST_F(RoomTest, WithoutAPreparationNothingWasAgreed) {
    world.dosed();
    EXPECT_EQ(beyond(mark(MarkKind::touch_accepted, Touch::hand)), true);
}

TEST_F(RoomTest, WhoRecordsDoesNotSayWhetherItWasAgreed) {
    world.course_in(Phase::preparation);
    prepare(Touch::hand);
    world.dosed();
    Mark within = mark(MarkKind::touch_accepted, Touch::hand), over = mark(MarkKind::touch_accepted, Touch::as_asked);
    within.beyond_agreement = true, over.beyond_agreement = false;
    EXPECT_EQ(beyond(within), std::nullopt);
    EXPECT_EQ(beyond(over), true);
}

TEST_F(RoomTest, OnlyAMarkOfATouchSaysWhich) {
    world.dosed();
    EXPECT_EQ(code(mark(MarkKind::music, Touch::hand)), "/form/touch touch_not_said");
    EXPECT_EQ(code(mark(MarkKind::note, Touch::none)), "/form/touch touch_not_said");
    EXPECT_EQ(code(mark(MarkKind::touch_declined, Touch::hand)), "ok");
}

TEST_F(RoomTest, NobodyUnderTheDrugIsAskedForMore) {
    world.course_in(Phase::preparation);
    prepare(Touch::hand);
    EXPECT_EQ(preparing(Touch::as_asked), "ok");  // no session yet
    world.dosed();
    EXPECT_EQ(preparing(Touch::shoulder), "/form/touch/touch touch_cannot_be_loosened");
    EXPECT_EQ(preparing(Touch::hand), "ok");
    EXPECT_EQ(preparing(Touch::none), "ok");
    prepare(Touch::none);
    EXPECT_EQ(preparing(Touch::hand), "/form/touch/touch touch_cannot_be_loosened");
    EXPECT_EQ(beyond(mark(MarkKind::touch_accepted, Touch::hand)), true);
}

TEST_F(RoomTest, AfterTheSessionItCanBeAgreedAnew) {
    world.course_in(Phase::preparation);
    prepare(Touch::hand);
    world.closed();
    EXPECT_EQ(preparing(Touch::shoulder), "ok");
}

// ---- rescue drugs -------------------------------------------------------------------------------------------------------------------

TEST_F(RoomTest, ARescueDrugIsOneThatWasAuthorised) {
    world.ready_to_order();
    EXPECT_EQ(code(rescue("Calmer")), "/form/drug rescue_not_authorised");  // nothing ordered yet
    OrderForm order = oral(100);
    order.rescue = {{"Calmer"}, {"Pressure drug"}};
    world.in_session(OrderDose{kSession, order}, signing());
    EXPECT_EQ(code(rescue("Calmer")), "ok");
    EXPECT_EQ(code(rescue("Pressure drug")), "ok");
    EXPECT_EQ(code(rescue("calmer")), "/form/drug rescue_not_authorised");
    EXPECT_EQ(code(rescue("Another")), "/form/drug rescue_not_authorised");
    EXPECT_EQ(code(rescue("Calmer", MarkKind::note)), "/form/drug rescue_not_authorised");
    world.in_session(OrderDose{kSession, oral(90)}, signing());  // the order that stands now authorises none
    EXPECT_EQ(code(rescue("Calmer")), "/form/drug rescue_not_authorised");
}

// ---- what the register adds -----------------------------------------------------------------------------------------------------------

TEST_F(RoomTest, AWastedRemainderIsSeenInTheSession) {
    world.dosed();
    const RemainderWasted wasted{id<StockId>(501), {30'000}, {"rest of the ampoule"}, {"into the bin"}, kSecond};
    world.apply(one_event(stream_of(kSession), wasted), at(kNow + minutes(3)));
    ASSERT_EQ(session().remainders.size(), 1u);
    EXPECT_EQ(session().remainders[0].wasted.amount_mg.micrograms, 30'000);
    EXPECT_EQ(session().remainders[0].wasted.witness, kSecond);
    EXPECT_EQ(session().remainders[0].by, kClinician);
    EXPECT_EQ(session().remainders[0].at, kNow + minutes(3));
}

TEST_F(RoomTest, ACorrectedDoseSaysWhatIsRightAndWhatItSaid) {
    const EntryId dose = world.dosed();
    const auto correct = [&](std::int64_t was, std::int64_t is, Instant when) {
        Events events = one_event(stream_of(kSession), DoseCorrected{dose, {was}, {is}, {"misread"}, kSecond});
        events.add(stream_of(kCourse), CourseDoseCorrected{dose, {is}});
        world.apply(events, at(when));
    };
    correct(100'000, 90'500, kNow + minutes(3));
    EXPECT_EQ(session().doses[0].data.dose.dose_mg.micrograms, 90'500);
    EXPECT_EQ(world.course().doses[0].dose_mg.micrograms, 90'500);
    ASSERT_EQ(session().corrected_doses.size(), 1u);
    EXPECT_EQ(session().corrected_doses[0].corrected.was_mg.micrograms, 100'000);
    EXPECT_EQ(session().corrected_doses[0].by, kClinician);
    EXPECT_EQ(session().stage, SessionStage::dosed);
}

// Doses together are what was given, not what was written first.
TEST_F(RoomTest, ACorrectedDoseCountsAsItIs) {
    const EntryId dose = world.dosed();
    EXPECT_EQ(code_of(decide(session(), world.course(), OrderDose{kSession, oral(60)}, signing())),
              "doses_together_above_limit");
    world.apply(one_event(stream_of(kSession), DoseCorrected{dose, {100'000}, {60'000}, {"misread"}, kSecond}), Act{});
    EXPECT_EQ(code_of(decide(session(), world.course(), OrderDose{kSession, oral(60)}, signing())), "ok");
}

TEST_F(RoomTest, ALotPastItsExpiryNeedsADecision) {
    world.ready_to_order();
    world.order_and_check();
    DoseForm old = dose(100);
    old.expires = *parse_date("2026-11-22");
    EXPECT_EQ(code_of(decide(session(), world.course(), GiveDose{kSession, old}, Act{})),
              "/form/expired_because lot_expired");
    old.expired_because = Line{"no other lot today"};
    world.in_session(GiveDose{kSession, old});
    EXPECT_EQ(session().doses[0].data.dose.expired_because->value, "no other lot today");
}

// ---- rehearsals -----------------------------------------------------------------------------------------------------------------------

RehearsalForm rehearsal(int age = 40) {
    RehearsalForm form;
    form.name = {"Simulated Person"};
    form.age_years = {age};
    form.weight_kg = {70'000};
    form.agreed_touch = Touch::hand;
    return form;
}

struct RehearsalTest : ::testing::Test {
    World world;
    const Session& session() { return world.session(); }
    void open(const RehearsalForm& form = rehearsal(), Instant when = kNow) {
        const Act act = at(when);
        world.apply(decide(session(), OpenRehearsal{kSession, kCourse, kPatient, Code{"blue"}, form}, act), act);
    }
    Course course() { return rehearsal_course(session(), pack()); }
    template <class Command>
    void act_on(const Command& command, const Act& act) {
        if constexpr (requires { decide(session(), course(), command, Context(act)); }) {
            world.apply(decide(session(), course(), command, act), act);
        } else {
            world.apply(decide(session(), command, act), act);
        }
    }
};

TEST_F(RehearsalTest, OpensInARoomOfTheClinic) {
    const auto opening = [&](const char* room) {
        return code_of(decide(session(), OpenRehearsal{kSession, kCourse, kPatient, Code{room}, rehearsal()}, Act{}));
    };
    EXPECT_EQ(opening("attic"), "/room room_unknown");
    EXPECT_EQ(opening("green"), "ok");
    open();
    EXPECT_EQ(opening("green"), "already_exists");
    EXPECT_EQ(session().therapists, std::vector<StaffId>{kClinician});
    EXPECT_TRUE(session().rehearsal);
}

TEST_F(RehearsalTest, GoesThroughTheSameRulesFromTheArrivalToTheEnd) {
    open();
    act_on(RecordInSession<Readiness>{kSession, readiness(), {}}, at(kNow));
    act_on(RecordInSession<Measured>{kSession, pressure(120, 80), {}}, at(kNow));
    act_on(OrderDose{kSession, oral(100)}, signing());
    EXPECT_EQ(code_of(decide(session(), course(), GiveDose{kSession, dose(100)}, Act{})), "time_out_missing");
    act_on(TakeTimeOut{kSession, time_out()}, witnessed(kSecond));
    act_on(GiveDose{kSession, dose(100)}, at(kNow));
    EXPECT_EQ(session().stage, SessionStage::dosed);
    act_on(RecordInSession<Mark>{kSession, mark(MarkKind::touch_accepted, Touch::hand), {}}, at(kNow));
    act_on(RecordInSession<Mark>{kSession, mark(MarkKind::touch_accepted, Touch::shoulder), {}}, at(kNow));
    EXPECT_EQ(session().marks[0].data.beyond_agreement, std::nullopt);
    EXPECT_EQ(session().marks[1].data.beyond_agreement, true);
    act_on(EndDosing{kSession, {}}, at(kNow + minutes(20)));
    act_on(RecordInSession<Discharge>{kSession, discharge(), {}}, at(kNow + minutes(40)));
    act_on(ReleasePatient{kSession, release()}, signing(kNow + minutes(40)));
    act_on(CloseOut{kSession, {{"Went well"}, {0}}}, at(kNow + minutes(50)));
    EXPECT_EQ(session().stage, SessionStage::closed);
}

TEST_F(RehearsalTest, ARuleThatStopsADoseStopsARehearsedOne) {
    open();
    act_on(RecordInSession<Readiness>{kSession, readiness(), {}}, at(kNow));
    act_on(RecordInSession<Measured>{kSession, pressure(170, 80), {}}, at(kNow));
    EXPECT_EQ(code_of(decide(session(), course(), OrderDose{kSession, oral(100)}, signing())), "start_rule");
    EXPECT_EQ(code_of(decide(session(), course(), OrderDose{kSession, oral(121)}, signing())),
              "/form/dose_mg dose_above_limit");
}

TEST_F(RehearsalTest, TheSimulatedPersonIsAsOldAsWasSaid) {
    for (int year = 2026; year < 2036; ++year) {
        const Instant when = *parse_instant(std::to_string(year) + "-03-01T09:00:00Z");
        for (int age = 18; age <= 100; ++age) {
            world = World{};
            open(rehearsal(age), when);
            const Patient patient = rehearsal_patient(session());
            EXPECT_EQ(years_between(patient.details.birth_date, to_local(when, "UTC").date()), age) << year;
        }
    }
}

}  // namespace
}  // namespace afterglow::clinic
