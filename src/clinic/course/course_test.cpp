#include "clinic/course/course.h"

#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

const EntryId kNobody = id<EntryId>(404);

struct CourseTest : ::testing::Test {
    World world;
    const Course& course() { return world.course(); }
    template <class Command>
    std::string code(const Command& command, const Act& act = {}) {
        return code_of(decide(course(), command, act));
    }
    std::string moving(Phase to, std::optional<Line> reason = {}) { return code(MoveCourse{kCourse, to, reason}); }
    void end(Ending ending = Ending::abandoned) {
        world.on_course(EndCourse{kCourse, ending, {"x"}, Line{"elsewhere"}});
    }
    std::string missing(Phase to) {
        const auto refused = decide(course(), MoveCourse{kCourse, to, {}}, Act{});
        return code_of(refused) == "phase_missing" ? refused.refusal().parameters.at(0).second : code_of(refused);
    }
    std::size_t tasks(TaskKind kind) {
        std::size_t count = 0;
        for (const std::string& stream : world.streams_of_kind("task")) count += world.get<Task>(stream).kind == kind;
        return count;
    }
};

// ---- opening --------------------------------------------------------------------------------------------------------------

struct OpeningTest : ::testing::Test {
    OpenCourse command{kCourse, kPatient, {"depression"}, Language::en, {}};
    Date born = *parse_date("1980-05-01");
    std::vector<OtherCourse> others;
    bool open = true;
    Result<Events> decided(const Act& act = {}) { return decide(Course{}, command, born, others, open, act); }
    std::string code(const Act& act = {}) { return code_of(decided(act)); }
    void repeats(int course) { command.repetition = Repetition{id<CourseId>(course), {"came back"}, {"more support"}}; }
};

TEST_F(OpeningTest, TheFirstCycle) {
    World world;
    world.apply(decided(), Act{});
    EXPECT_EQ(world.course().cycle, 1);
    EXPECT_EQ(world.course().phase, Phase::interview);
    EXPECT_EQ(world.course().status, CourseStatus::active);
    EXPECT_EQ(world.course().path.size(), 1u);
    EXPECT_EQ(code_of(decide(world.course(), command, born, {}, true, Act{})), "already_exists");
}

TEST_F(OpeningTest, AnIndicationThatIsKnownAndOpen) {
    command.indication = {"x"};
    EXPECT_EQ(code(), "/indication indication_unknown");
    command.indication = {"pain"};
    open = false;
    EXPECT_EQ(code(), "/indication indication_not_open");
}

TEST_F(OpeningTest, AgeTurnsOnTheBirthdayInTheClinicsZone) {
    born = *parse_date("2008-11-24");
    EXPECT_EQ(code(), "too_young");
    EXPECT_EQ(code(at(*parse_instant("2026-11-23T22:59:00Z"))), "too_young");
    EXPECT_EQ(code(at(*parse_instant("2026-11-23T23:00:00Z"))), "ok");  // midnight in Prague
    born = *parse_date("2008-02-29");
    EXPECT_EQ(code(at(*parse_instant("2026-02-28T12:00:00Z"))), "too_young");
    EXPECT_EQ(code(at(*parse_instant("2026-03-01T12:00:00Z"))), "ok");
}

TEST_F(OpeningTest, AnUnverifiedAgeHoldsNobodyBackUntilConfirmed) {
    Pack changed = pack();
    changed.age_min_years.evidence = Evidence::M;
    born = *parse_date("2010-01-01");
    EXPECT_EQ(code(Act{.rules = &changed}), "ok");
    EXPECT_EQ(code(Act{.confirmed = {"ex.age"}, .rules = &changed}), "too_young");
}

TEST_F(OpeningTest, OneCourseAtATime) {
    others = {{id<CourseId>(1), 1, true}, {id<CourseId>(2), 2, false}};
    EXPECT_EQ(code(), "another_course_runs");
}

TEST_F(OpeningTest, ARepetitionNamesTheCourseItRepeats) {
    others = {{id<CourseId>(1), 1, true, kNow}};
    EXPECT_EQ(code(), "/repetition repetition_needed");
    repeats(9);
    EXPECT_EQ(code(), "/repetition/of repetition_unknown");
    repeats(1);
    World world;
    world.apply(decided(), Act{});
    EXPECT_EQ(world.course().cycle, 2);
    EXPECT_EQ(world.course().last_dose_before, kNow);
}

TEST_F(OpeningTest, ACourseAfterOneWithoutADoseRepeatsNothing) {
    others = {{id<CourseId>(1), 1, true}};
    EXPECT_EQ(code(), "ok");
}

// ---- the path ---------------------------------------------------------------------------------------------------------------

TEST_F(CourseTest, NothingIsDoneWithACourseThatIsNotThere) {
    EXPECT_EQ(moving(Phase::evaluation), "course_unknown");
    EXPECT_EQ(code(HoldCourse{kCourse, {"x"}}), "course_unknown");
    EXPECT_EQ(code(PostponeCourse{kCourse, {"x"}, {}}), "course_unknown");
    EXPECT_EQ(code(ResumeCourse{kCourse, {}}), "course_unknown");
    EXPECT_EQ(code(EndCourse{kCourse, Ending::stopped, {"x"}, {}}), "course_unknown");
    EXPECT_EQ(code(Record<Interview>{kCourse, interview(), {}}), "course_unknown");
    EXPECT_EQ(code(Record<ScaleAnswers>{kCourse, mood({0, 0, 0, 0, 0}), {}}), "course_unknown");
    EXPECT_EQ(code(Record<Outcome>{kCourse, outcome(), {}}), "course_unknown");
    EXPECT_EQ(code(AssessCriteria{kCourse, answers_in_favour()}), "course_unknown");
    EXPECT_EQ(code(WithdrawConsent{kCourse, kNobody, {}}), "course_unknown");
    EXPECT_EQ(code(AddCourseAddendum{kCourse, kNobody, {"x"}}), "course_unknown");
}

TEST_F(CourseTest, EachPhaseNeedsWhatComesBefore) {
    world.open_course();
    EXPECT_EQ(missing(Phase::evaluation), "interview_missing");
    Interview hesitant = interview();
    hesitant.goes_on = YesNoUnknown::unknown;
    const EntryId first = world.on_course(Record<Interview>{kCourse, hesitant, {}});
    EXPECT_EQ(missing(Phase::evaluation), "interview_does_not_go_on");
    world.on_course(Record<Interview>{kCourse, interview(), Correction{first, {"asked again"}}});
    world.on_course(MoveCourse{kCourse, Phase::evaluation, {}});
    EXPECT_EQ(missing(Phase::examination), "evaluation_missing");
    world.on_course(Record<Evaluation>{kCourse, evaluation(), {}});
    world.on_course(MoveCourse{kCourse, Phase::examination, {}});
    EXPECT_EQ(missing(Phase::decision), "examination_missing");
    world.on_course(Record<Examination>{kCourse, examination(), {}});
    world.on_course(MoveCourse{kCourse, Phase::decision, {}});
    EXPECT_EQ(missing(Phase::preparation), "not_indicated_yet");
}

TEST_F(CourseTest, MovesThatAreNone) {
    world.course_in(Phase::preparation);
    EXPECT_EQ(moving(Phase::preparation), "/to phase_same");
    EXPECT_EQ(moving(Phase::dosing), "/to phase_by_dose");
    EXPECT_EQ(moving(Phase::integration), "/to phase_skipped");
    EXPECT_EQ(moving(Phase::examination), "/reason reason_needed");
    EXPECT_EQ(moving(Phase::examination, Line{"high blood pressure"}), "ok");
}

TEST_F(CourseTest, AStepBackIsRemembered) {
    world.course_in(Phase::preparation);
    world.on_course(MoveCourse{kCourse, Phase::examination, Line{"high blood pressure"}});
    EXPECT_TRUE(course().path.back().back);
    EXPECT_EQ(course().path.back().reason->value, "high blood pressure");
    EXPECT_EQ(course().path.size(), 6u);
}

TEST_F(CourseTest, FromTheDoseToTheEnd) {
    world.course_in(Phase::preparation);
    world.closed();
    EXPECT_EQ(course().phase, Phase::dosing);
    EXPECT_EQ(code(EndCourse{kCourse, Ending::completed, {"x"}, {}}), "phase_missing");
    world.on_course(MoveCourse{kCourse, Phase::integration, {}});
    EXPECT_EQ(missing(Phase::outcome), "integration_missing");
    world.on_course(Record<Integration>{kCourse, integration(), {}});
    world.on_course(MoveCourse{kCourse, Phase::outcome, {}});
    EXPECT_EQ(code(EndCourse{kCourse, Ending::completed, {"x"}, {}}), "phase_missing");
    world.on_course(Record<Outcome>{kCourse, outcome(), {}});
    world.on_course(EndCourse{kCourse, Ending::completed, {"done"}, {}});
    EXPECT_EQ(course().ending, Ending::completed);
    EXPECT_EQ(course().ended_at, kNow);
}

// Somebody steps back from integration to have the medication looked at; the way forward must not ask for another dose.
TEST_F(CourseTest, AfterADoseTheWayForwardLeadsThroughDosingAgain) {
    world.course_in(Phase::preparation);
    EXPECT_EQ(missing(Phase::dosing), "/to phase_by_dose");
    world.closed();
    world.on_course(MoveCourse{kCourse, Phase::preparation, Line{"unwell"}});
    EXPECT_EQ(moving(Phase::integration), "/to phase_skipped");
    world.on_course(MoveCourse{kCourse, Phase::dosing, {}});
    world.on_course(MoveCourse{kCourse, Phase::integration, {}});
    EXPECT_EQ(course().phase, Phase::integration);
}

TEST_F(CourseTest, HeldPostponedResumed) {
    world.course_in(Phase::evaluation);
    EXPECT_EQ(code(ResumeCourse{kCourse, {}}), "course_not_on_hold");
    world.on_course(HoldCourse{kCourse, {"abroad"}});
    EXPECT_EQ(moving(Phase::examination), "course_on_hold");
    EXPECT_EQ(code(HoldCourse{kCourse, {"x"}}), "course_on_hold");
    EXPECT_EQ(code(PostponeCourse{kCourse, {"x"}, parse_date("2026-11-22").value()}), "/until date_in_past");
    world.on_course(PostponeCourse{kCourse, {"exams"}, parse_date("2027-01-15").value()});
    EXPECT_EQ(to_text(*course().postponed_until), "2027-01-15");
    world.on_course(ResumeCourse{kCourse, Line{"back"}});
    EXPECT_EQ(course().status, CourseStatus::active);
    EXPECT_FALSE(course().postponed_until);
    EXPECT_EQ(course().phase, Phase::evaluation);
}

TEST_F(CourseTest, Endings) {
    world.course_in(Phase::decision);
    EXPECT_EQ(code(EndCourse{kCourse, Ending::referred, {"x"}, {}}), "/referred_to referral_needed");
    EXPECT_EQ(code(EndCourse{kCourse, Ending::not_indicated, {"x"}, {}}), "phase_missing");
    world.on_course(Decide{kCourse, decision(Verdict::not_indicated)}, signing());
    world.on_course(EndCourse{kCourse, Ending::not_indicated, {"heart"}, {}});
    EXPECT_EQ(course().status, CourseStatus::ended);
    EXPECT_EQ(code(EndCourse{kCourse, Ending::stopped, {"x"}, {}}), "course_ended");
    EXPECT_EQ(code(ResumeCourse{kCourse, {}}), "course_ended");
}

TEST_F(CourseTest, NothingMovesWhileASessionIsOpen) {
    world.course_in(Phase::preparation);
    world.open_session();
    EXPECT_EQ(moving(Phase::examination, Line{"x"}), "session_open");
    EXPECT_EQ(code(HoldCourse{kCourse, {"x"}}), "session_open");
    EXPECT_EQ(code(PostponeCourse{kCourse, {"x"}, {}}), "session_open");
    EXPECT_EQ(code(EndCourse{kCourse, Ending::stopped, {"x"}, {}}), "session_open");
}

// ---- forms --------------------------------------------------------------------------------------------------------------------

TEST_F(CourseTest, AnEndedCourseTakesFollowUpsCorrectionsAndAddendaOnly) {
    world.course_in(Phase::preparation);
    world.closed();
    const EntryId talked = course().interviews[0].id;
    end();
    EXPECT_EQ(code(Record<Interview>{kCourse, interview(), {}}), "course_ended");
    EXPECT_EQ(code(Record<Evaluation>{kCourse, evaluation(), {}}), "course_ended");
    EXPECT_EQ(code(Record<Examination>{kCourse, examination(), {}}), "course_ended");
    EXPECT_EQ(code(Record<Plan>{kCourse, plan(), {}}), "course_ended");
    EXPECT_EQ(code(Record<Preparation>{kCourse, preparation(), {}}), "course_ended");
    EXPECT_EQ(code(Record<Integration>{kCourse, integration(), {}}), "course_ended");
    EXPECT_EQ(code(AssessCriteria{kCourse, answers_in_favour()}), "course_ended");
    EXPECT_EQ(code(Decide{kCourse, decision(Verdict::indicated)}, signing()), "course_ended");
    EXPECT_EQ(code(SignConsent{kCourse, consent()}, signing()), "course_ended");
    EXPECT_EQ(code(Record<ScaleAnswers>{kCourse, mood({0, 0, 0, 0, 0}), {}}), "ok");
    EXPECT_EQ(code(Record<Outcome>{kCourse, outcome(), {}}), "ok");
    EXPECT_EQ(code(Record<Interview>{kCourse, interview(), Correction{talked, {"x"}}}), "ok");
    EXPECT_EQ(code(AddCourseAddendum{kCourse, talked, {"x"}}), "ok");
    EXPECT_EQ(code(WithdrawConsent{kCourse, course().consents[0].id, {}}), "ok");
}

TEST_F(CourseTest, WhatAFormNeeds) {
    world.course_in(Phase::decision);
    EXPECT_EQ(code(Record<Plan>{kCourse, plan(), {}}), "not_indicated_yet");
    EXPECT_EQ(code(Record<Preparation>{kCourse, preparation(), {}}), "not_indicated_yet");
    EXPECT_EQ(code(Record<Integration>{kCourse, integration(), {}}), "/form/session session_unknown");
    EXPECT_EQ(code(Record<Outcome>{kCourse, outcome(), {}}), "phase_missing");
    EXPECT_EQ(code(AssessCriteria{kCourse, {}}), "/answers nothing_changed");
    EXPECT_EQ(code(AssessCriteria{kCourse, {{{"x"}, YesNoUnknown::yes, {}}}}),
              "/answers/0/criterion criterion_unknown");
    EXPECT_EQ(code(AddCourseAddendum{kCourse, kNobody, {"x"}}), "/entry entry_unknown");
    EXPECT_EQ(code(Record<Examination>{kCourse, examination(), Correction{kNobody, {"x"}}}),
              "/correction/entry entry_unknown");
}

TEST_F(CourseTest, APlanCanBePutRightAfterTheDecisionHasTurned) {
    world.course_in(Phase::preparation);
    const EntryId planned = course().plans[0].id;
    const EntryId prepared = world.on_course(Record<Preparation>{kCourse, preparation(), {}});
    world.on_course(Decide{kCourse, decision(Verdict::not_indicated)}, signing());
    EXPECT_EQ(code(Record<Plan>{kCourse, plan(), {}}), "not_indicated_yet");
    EXPECT_EQ(code(Record<Plan>{kCourse, plan(), Correction{planned, {"wrong route"}}}), "ok");
    EXPECT_EQ(code(Record<Preparation>{kCourse, preparation(), Correction{prepared, {"x"}}}), "ok");
}

TEST_F(CourseTest, DecisionAndConsentAreSigned) {
    world.course_in(Phase::decision);
    EXPECT_EQ(code(Decide{kCourse, decision(Verdict::indicated)}), "signature_needed");
    EXPECT_EQ(code(SignConsent{kCourse, consent()}), "signature_needed");
    world.on_course(Decide{kCourse, decision(Verdict::indicated)}, signing());
    world.on_course(SignConsent{kCourse, consent()}, signing());
    EXPECT_EQ(course().decisions[0].signature->meaning, "decision");
    EXPECT_EQ(course().decisions[0].signature->content_sha256, sha256_hex(to_json(course().decisions[0].data)));
    EXPECT_EQ(course().consents[0].signature->content_sha256, sha256_hex(to_json(course().consents[0].data)));
    EXPECT_EQ(course().decisions[0].data.pack.sha256, pack().sha256);
}

TEST_F(CourseTest, ConsentIsWithdrawnOnce) {
    world.course_in(Phase::preparation);
    EXPECT_EQ(code(WithdrawConsent{kCourse, kNobody, {}}), "/consent consent_unknown");
    const EntryId signed_one = course().consents[0].id;
    world.on_course(WithdrawConsent{kCourse, signed_one, {}});
    EXPECT_EQ(code(WithdrawConsent{kCourse, signed_one, {}}), "/consent consent_withdrawn");
}

TEST_F(CourseTest, TheLatestDecisionStands) {
    world.course_in(Phase::preparation);
    EXPECT_TRUE(is_indicated(course()));
    world.on_course(Decide{kCourse, decision(Verdict::not_indicated)}, signing());
    EXPECT_FALSE(is_indicated(course()));
    EXPECT_EQ(course().decisions.size(), 2u);
}

TEST_F(CourseTest, AContraindicationFoundAfterTheDecisionOutdatesIt) {
    world.course_in(Phase::preparation);
    EXPECT_FALSE(is_decision_outdated(course()));
    const AssessCriteria pregnant{kCourse, {{{"ex.somatic"}, YesNoUnknown::yes, Line{"test"}}}};
    world.on_course(pregnant);
    EXPECT_TRUE(is_decision_outdated(course()));
    world.on_course(Decide{kCourse, decision(Verdict::indicated)}, signing());  // knowingly, with a reason
    EXPECT_FALSE(is_decision_outdated(course()));
    world.on_course(pregnant);
    EXPECT_FALSE(is_decision_outdated(course()));
}

// ---- tasks ----------------------------------------------------------------------------------------------------------------------

TEST_F(CourseTest, WhatMustNotBeForgottenRaisesATask) {
    world.course_in(Phase::preparation);
    world.closed();
    EXPECT_TRUE(world.streams_of_kind("task").empty());
    const EntryId filled = world.on_course(Record<ScaleAnswers>{kCourse, mood({0, 0, 0, 0, 1}), {}});
    EXPECT_EQ(tasks(TaskKind::suicidality), 1u);
    EXPECT_EQ(world.get<Task>("task:" + filled.value).because_of, filled);
    Evaluation acute = evaluation();
    acute.suicidality_note = Prose{"x"};
    acute.suicidality = Suicidality::passive_thoughts;
    world.on_course(Record<Evaluation>{kCourse, acute, {}});
    EXPECT_EQ(tasks(TaskKind::suicidality), 1u);
    acute.suicidality = Suicidality::active_thoughts;
    world.on_course(Record<Evaluation>{kCourse, acute, {}});
    EXPECT_EQ(tasks(TaskKind::suicidality), 2u);
    Integration worse = integration();
    worse.feels_worse = true;
    world.on_course(Record<Integration>{kCourse, worse, {}});
    EXPECT_EQ(tasks(TaskKind::feels_worse), 1u);
}

TEST_F(CourseTest, AnOutcomeForTheWorseRaisesATaskToo) {
    world.course_in(Phase::preparation);
    world.closed();
    world.on_course(Record<Outcome>{kCourse, outcome(Change::no_change), {}});
    EXPECT_EQ(tasks(TaskKind::feels_worse), 0u);
    for (const Change change : {Change::slightly_worse, Change::worse, Change::much_worse})
        world.on_course(Record<Outcome>{kCourse, outcome(change), {}});
    EXPECT_EQ(tasks(TaskKind::feels_worse), 3u);
}

}  // namespace
}  // namespace afterglow::clinic
