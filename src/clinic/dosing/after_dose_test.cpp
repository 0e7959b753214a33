// A dosing session from the dose to the close-out, and what is recorded along the way.

#include "clinic/dosing/dosing.h"
#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

const EntryId kNobody = id<EntryId>(404);

AdverseEvent nausea(Instant onset) {
    AdverseEvent form;
    form.what = {"nausea"};
    form.onset_at = onset;
    form.action = {"antiemetic"};
    return form;
}

struct AfterDoseTest : ::testing::Test {
    World world;
    const Session& session() { return world.session(); }
    template <class Command>
    std::string code(const Command& command, const Act& act = at(kNow + hours(2))) {
        if constexpr (requires { decide(session(), world.course(), command, Context(act)); }) {
            return code_of(decide(session(), world.course(), command, act));
        } else {
            return code_of(decide(session(), command, act));
        }
    }
    template <class Form>
    std::string recording(const Form& form, std::optional<Correction> correction = {}) {
        return code(RecordInSession<Form>{kSession, form, correction});
    }
    template <class Form>
    EntryId record(const Form& form, std::optional<Correction> correction = {}) {
        return world.in_session(RecordInSession<Form>{kSession, form, correction}, at(kNow + hours(2)));
    }
    std::string releasing(const ReleaseForm& form, Instant when = kNow + hours(2)) {
        return code(ReleasePatient{kSession, form}, signing(when));
    }
    void ended(Instant when = kNow + minutes(20)) { world.in_session(EndDosing{kSession, {}}, at(when)); }
    std::size_t tasks() { return world.streams_of_kind("task").size(); }
};

TEST_F(AfterDoseTest, EveryActIsOneOfItsOwnAndInOrder) {
    world.ready_to_order();
    EXPECT_EQ(code(EndDosing{kSession, {}}), "dose_missing");
    world.order_and_check();
    world.in_session(GiveDose{kSession, dose(100)});
    EXPECT_EQ(recording(discharge()), "dosing_not_ended");
    EXPECT_EQ(releasing(release()), "dosing_not_ended");
    EXPECT_EQ(code(CloseOut{kSession, {{"x"}, {0}}}), "session_not_over");
    EXPECT_EQ(code(CancelSession{kSession, {"x"}}), "dose_was_given");
    EXPECT_EQ(code(EndDosing{kSession, {}}, at(kNow - minutes(1))), "/happened_at before_dose");
    ended();
    EXPECT_EQ(session().stage, SessionStage::recovery);
    EXPECT_EQ(code(EndDosing{kSession, {}}), "dosing_is_over");
    EXPECT_EQ(releasing(release()), "discharge_missing");
    EXPECT_EQ(code(CloseOut{kSession, {{"x"}, {0}}}), "session_not_over");
    record(discharge());
    EXPECT_EQ(releasing(release(), kNow + minutes(19)), "/happened_at before_end_of_dosing");
    world.in_session(ReleasePatient{kSession, release()}, signing(kNow + hours(2)));
    EXPECT_EQ(session().stage, SessionStage::released);
    EXPECT_EQ(recording(discharge()), "session_over");
    EXPECT_EQ(releasing(release()), "session_over");
    EXPECT_EQ(world.course().open_session, kSession);  // released is not closed
    world.in_session(CloseOut{kSession, {{"x"}, {0}}});
    EXPECT_EQ(session().stage, SessionStage::closed);
    EXPECT_FALSE(world.course().open_session);
    EXPECT_EQ(code(CloseOut{kSession, {{"x"}, {0}}}), "session_over");
}

TEST_F(AfterDoseTest, NoDrivingIsCountedFromTheLastDose) {
    world.released();
    EXPECT_EQ(session().releases[0].data.no_driving_until, kNow + hours(20));
    EXPECT_EQ(session().releases[0].signature->meaning, "release");
    EXPECT_EQ(session().releases[0].signature->content_sha256, sha256_hex(to_json(session().releases[0].data)));
}

TEST_F(AfterDoseTest, TheLastDoseIsTheLatestGivenNotTheLatestTyped) {
    world.ready_to_order();
    world.order_and_check({60'000});
    DoseForm more = dose(60);
    more.reason = Line{"little effect"};
    world.in_session(GiveDose{kSession, dose(60)}, at(kNow + minutes(30)));  // the later one is typed first
    world.order_and_check({60'000});
    world.in_session(GiveDose{kSession, more}, at(kNow + minutes(5)));
    EXPECT_EQ(code(EndDosing{kSession, {}}, at(kNow + minutes(29))), "/happened_at before_dose");
    ended(kNow + minutes(30));
    record(discharge());
    EXPECT_EQ(releasing(release(), kNow + minutes(59)), "observation_too_short");
    world.in_session(ReleasePatient{kSession, release()}, signing(kNow + minutes(60)));
    EXPECT_EQ(session().releases[0].data.no_driving_until, kNow + minutes(30) + hours(20));
}

TEST_F(AfterDoseTest, WhatAReleaseNeeds) {
    world.dosed();
    ended();
    Discharge unwell = discharge();
    unwell.checks[0].answer = YesNoUnknown::unknown;
    record(unwell);
    EXPECT_EQ(releasing(release()), "discharge_unmet");
    ReleaseForm form = release();
    form.overrides = {{{"ex.leave.walks"}, {"uses a wheelchair"}}};
    EXPECT_EQ(releasing(form), "ok");
    EXPECT_EQ(code(ReleasePatient{kSession, form}), "signature_needed");
    EXPECT_EQ(releasing(form, kNow + minutes(29)), "observation_too_short");
    EXPECT_EQ(releasing(form, kNow + minutes(30)), "ok");
    form.overrides.push_back({{"ex.observation"}, {"the ambulance is here"}});
    EXPECT_EQ(releasing(form, kNow + minutes(29)), "ok");
    form.instructions_given = false;
    EXPECT_EQ(releasing(form), "/form/instructions_given instructions_needed");
    Discharge acute = discharge();
    acute.suicidality = Suicidality::active_thoughts;
    record(acute);
    EXPECT_EQ(tasks(), 1u);
    EXPECT_EQ(releasing(release()), "acute_risk");
    ReleaseForm handed_over = release();
    handed_over.overrides.push_back({{kAcuteRisk}, {"taken over by the psychiatric ward"}});
    EXPECT_EQ(releasing(handed_over), "ok");
}

TEST_F(AfterDoseTest, AnUnverifiedCriterionKeepsNobodyUntilConfirmedButIsShown) {
    world.dosed();
    ended();
    Discharge form = discharge();
    form.checks[1].answer = YesNoUnknown::no;
    record(form);
    Act confirmed = signing(kNow + hours(2));
    confirmed.confirmed = {"ex.leave.unverified"};
    EXPECT_EQ(code(ReleasePatient{kSession, release()}, confirmed), "discharge_unmet");
    world.in_session(ReleasePatient{kSession, release()}, signing(kNow + hours(2)));
    EXPECT_EQ(session().releases[0].data.unmet, std::vector<Code>{{"ex.leave.unverified"}});
}

TEST_F(AfterDoseTest, ASessionWithoutADoseIsCancelled) {
    world.ready_to_order();
    world.order_and_check();
    world.in_session(CancelSession{kSession, {"changed her mind"}});
    EXPECT_EQ(session().stage, SessionStage::cancelled);
    EXPECT_EQ(session().cancelled_reason->value, "changed her mind");
    EXPECT_FALSE(world.course().open_session);
    EXPECT_EQ(world.course().phase, Phase::preparation);
    EXPECT_EQ(code(CancelSession{kSession, {"x"}}), "session_over");
    EXPECT_EQ(code_of(decide(session(), world.course(), GiveDose{kSession, dose(100)}, Act{})), "session_over");
}

TEST_F(AfterDoseTest, AdverseEventsAreCountedBeforeClosing) {
    world.released();
    const EntryId first = record(nausea(kNow));
    record(nausea(kNow + minutes(5)), Correction{first, {"later"}});
    EXPECT_EQ(count_adverse_events(session()), 1);
    EXPECT_EQ(code(CloseOut{kSession, {{"x"}, {0}}}), "/form/adverse_events adverse_events_miscounted");
    EXPECT_EQ(code(CloseOut{kSession, {{"x"}, {1}}}), "ok");
}

TEST_F(AfterDoseTest, ALateAdverseEventStaysWithItsDose) {
    world.closed();
    const EntryId given = session().doses[0].id;
    AdverseEvent form = nausea(kNow + hours(1));
    form.dose = given;
    record(form);
    EXPECT_EQ(session().adverse_events[0].data.dose, given);
    EXPECT_EQ(session().stage, SessionStage::closed);
    form.onset_at = kNow - minutes(1);
    EXPECT_EQ(recording(form), "/form/onset_at onset_before_dose");
    form.dose = kNobody;
    EXPECT_EQ(recording(form), "/form/dose dose_unknown");
    EXPECT_EQ(recording(nausea(kNow + hours(2) + minutes(1))), "/form/onset_at in_future");
    EXPECT_EQ(tasks(), 0u);
    form = nausea(kNow);
    form.serious = true;
    record(form);
    EXPECT_EQ(tasks(), 1u);
}

TEST_F(AfterDoseTest, WhatEndedInDeathIsSerious) {
    world.dosed();
    AdverseEvent form = nausea(kNow);
    form.outcome = AdverseOutcome::fatal;
    EXPECT_EQ(recording(form), "/form/serious serious_needed");
    form.outcome = AdverseOutcome::unknown;
    form.grade = {5};
    EXPECT_EQ(recording(form), "/form/serious serious_needed");
    form.serious = true;
    EXPECT_EQ(recording(form), "ok");
}

TEST_F(AfterDoseTest, MarkNowWordLater) {
    world.dosed();
    const EntryId mark = record(Mark{MarkKind::said, {}});
    world.in_session(WordMark{kSession, mark, {"I can hear the sea."}}, at(kNow + hours(3)));
    EXPECT_EQ(session().marks[0].data.words->value, "I can hear the sea.");
    EXPECT_EQ(session().marks[0].happened_at, kNow + hours(2));  // the true time
    EXPECT_EQ(code(WordMark{kSession, mark, {"x"}}), "/mark mark_worded");
    EXPECT_EQ(code(WordMark{kSession, kNobody, {"x"}}), "/mark mark_unknown");
    const EntryId slip = record(Mark{MarkKind::music, {}});
    record(Mark{MarkKind::toilet, {}}, Correction{slip, {"wrong button"}});
    EXPECT_EQ(code(WordMark{kSession, slip, {"x"}}), "/mark entry_already_corrected");
}

TEST_F(AfterDoseTest, WhatWasRecordedWronglyIsPutRightAfterTheCloseToo) {
    world.closed();
    const Correction vitals{session().vitals[0].id, {"wrong cuff"}}, ready{session().readiness[0].id, {"x"}},
        left{session().discharges[0].id, {"x"}};
    EXPECT_EQ(recording(pressure(130, 80)), "session_over");
    EXPECT_EQ(recording(readiness()), "session_over");
    EXPECT_EQ(recording(discharge()), "session_over");
    EXPECT_EQ(recording(Mark{}), "session_over");
    record(pressure(130, 80), vitals);
    record(readiness(), ready);
    record(discharge(), left);
    EXPECT_EQ(session().vitals.size(), 2u);
    EXPECT_EQ(session().vitals[0].corrected_by, session().vitals[1].id);
    EXPECT_EQ(session().stage, SessionStage::closed);
    EXPECT_EQ(recording(pressure(131, 80), vitals), "/correction/entry entry_already_corrected");
}

TEST_F(AfterDoseTest, AnAddendumIsAddedToAnything) {
    world.closed();
    for (const EntryId& entry : {session().orders[0].id, session().doses[0].id, session().time_outs[0].id,
                                 session().releases[0].id, session().close_outs[0].id, session().vitals[0].id}) {
        EXPECT_EQ(code(AddSessionAddendum{kSession, entry, {"Also"}}), "ok");
    }
    world.in_session(AddSessionAddendum{kSession, session().orders[0].id, {"Also"}});
    EXPECT_EQ(session().orders[0].addenda.size(), 1u);
    EXPECT_EQ(code(AddSessionAddendum{kSession, kNobody, {"x"}}), "/entry entry_unknown");
}

}  // namespace
}  // namespace afterglow::clinic
