#pragma once
// A course: one cycle of the path of care, from the initial interview to the close. Phases change only by a clinician's
// act. It holds the forms of every step but the dosing session, which has a stream of its own (dosing/).

#include "clinic/consent/consent.h"
#include "clinic/eligibility/eligibility.h"
#include "clinic/evaluation/evaluation.h"
#include "clinic/examination/examination.h"
#include "clinic/integration/integration.h"
#include "clinic/interview/interview.h"
#include "clinic/outcome/outcome.h"
#include "clinic/plan/plan.h"
#include "clinic/preparation/preparation.h"
#include "clinic/record/record.h"
#include "clinic/scales/scales.h"
#include "clinic/task/task.h"

namespace afterglow::clinic {

enum class Phase { interview, evaluation, examination, decision, preparation, dosing, integration, outcome };
BOOST_DESCRIBE_ENUM(Phase, interview, evaluation, examination, decision, preparation, dosing, integration, outcome)

enum class CourseStatus { active, on_hold, postponed, ended };
BOOST_DESCRIBE_ENUM(CourseStatus, active, on_hold, postponed, ended)

enum class Ending { completed, not_indicated, abandoned, stopped, referred };
BOOST_DESCRIBE_ENUM(Ending, completed, not_indicated, abandoned, stopped, referred)

// Why a course is repeated: decided together by patient, therapist and psychiatrist.
struct Repetition {
    CourseId of;
    Prose reason;
    Prose what_has_changed;
};
BOOST_DESCRIBE_STRUCT(Repetition, (), (of, reason, what_has_changed))

// ---- commands ---------------------------------------------------------------------------------------------------------

struct OpenCourse {
    CourseId course;
    PatientId patient;
    Code indication;
    Language language = Language::cs;
    std::optional<Repetition> repetition;
};
BOOST_DESCRIBE_STRUCT(OpenCourse, (), (course, patient, indication, language, repetition))

// Forward by one phase, or back to any earlier one (a step back needs a reason). The first time, `dosing` is entered by
// giving a dose; after a step back, by this.
struct MoveCourse {
    CourseId course;
    Phase to = Phase::interview;
    std::optional<Line> reason;
};
BOOST_DESCRIBE_STRUCT(MoveCourse, (), (course, to, reason))
struct HoldCourse {
    CourseId course;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(HoldCourse, (), (course, reason))
struct PostponeCourse {
    CourseId course;
    Line reason;
    std::optional<Date> until;
};
BOOST_DESCRIBE_STRUCT(PostponeCourse, (), (course, reason, until))
struct ResumeCourse {
    CourseId course;
    std::optional<Line> reason;
};
BOOST_DESCRIBE_STRUCT(ResumeCourse, (), (course, reason))
struct EndCourse {
    CourseId course;
    Ending ending = Ending::completed;
    Line reason;
    std::optional<Line> referred_to;
};
BOOST_DESCRIBE_STRUCT(EndCourse, (), (course, ending, reason, referred_to))

// Puts a form into the course, or a corrected one in place of a wrong one.
template <class Form>
struct Record {
    CourseId course;
    Form form;
    std::optional<Correction> correction;
    BOOST_DESCRIBE_CLASS(Record, (), (course, form, correction), (), ())
};
struct AssessCriteria {
    CourseId course;
    std::vector<CriterionAnswer> answers;
};
BOOST_DESCRIBE_STRUCT(AssessCriteria, (), (course, answers))
struct Decide {
    CourseId course;
    DecisionForm form;
};
BOOST_DESCRIBE_STRUCT(Decide, (), (course, form))
struct SignConsent {
    CourseId course;
    ConsentForm form;
};
BOOST_DESCRIBE_STRUCT(SignConsent, (), (course, form))
struct WithdrawConsent {
    CourseId course;
    EntryId consent;
    std::optional<Line> reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawConsent, (), (course, consent, reason))
struct AddCourseAddendum {
    CourseId course;
    EntryId entry;
    Prose text;
};
BOOST_DESCRIBE_STRUCT(AddCourseAddendum, (), (course, entry, text))

// ---- events -----------------------------------------------------------------------------------------------------------

struct CourseOpened {
    CourseId course;
    PatientId patient;
    Code indication;
    Language language = Language::cs;
    std::int64_t cycle = 1;
    std::optional<Repetition> repetition;
    std::optional<Instant> last_dose_at;  // of any earlier course
};
BOOST_DESCRIBE_STRUCT(CourseOpened, (), (course, patient, indication, language, cycle, repetition, last_dose_at))
struct CourseMoved {
    Phase to = Phase::interview;
    std::optional<Line> reason;
};
BOOST_DESCRIBE_STRUCT(CourseMoved, (), (to, reason))
struct CourseHeld {
    Line reason;
};
BOOST_DESCRIBE_STRUCT(CourseHeld, (), (reason))
struct CoursePostponed {
    Line reason;
    std::optional<Date> until;
};
BOOST_DESCRIBE_STRUCT(CoursePostponed, (), (reason, until))
struct CourseResumed {
    std::optional<Line> reason;
};
BOOST_DESCRIBE_STRUCT(CourseResumed, (), (reason))
struct CourseEnded {
    Ending ending = Ending::completed;
    Line reason;
    std::optional<Line> referred_to;
};
BOOST_DESCRIBE_STRUCT(CourseEnded, (), (ending, reason, referred_to))
// What the course knows of its dosing sessions.
struct CourseSessionOpened {
    SessionId session;
};
BOOST_DESCRIBE_STRUCT(CourseSessionOpened, (), (session))
struct CourseDoseGiven {
    SessionId session;
    Milligrams dose_mg;
    Route route = Route::oral;
};
BOOST_DESCRIBE_STRUCT(CourseDoseGiven, (), (session, dose_mg, route))
struct CourseDoseCorrected {
    EntryId dose;
    Milligrams dose_mg;  // what is right
};
BOOST_DESCRIBE_STRUCT(CourseDoseCorrected, (), (dose, dose_mg))
struct CourseSessionEnded {
    SessionId session;
};
BOOST_DESCRIBE_STRUCT(CourseSessionEnded, (), (session))

// ---- state ------------------------------------------------------------------------------------------------------------

struct PathStep {
    EntryId id;
    Phase phase = Phase::interview;
    CourseStatus status = CourseStatus::active;
    Instant at;
    StaffId by;
    bool back = false;
    std::optional<Line> reason;
};
BOOST_DESCRIBE_STRUCT(PathStep, (), (id, phase, status, at, by, back, reason))

struct GivenDose {
    SessionId session;
    EntryId dose;
    Instant at;
    Milligrams dose_mg;
    Route route = Route::oral;
};
BOOST_DESCRIBE_STRUCT(GivenDose, (), (session, dose, at, dose_mg, route))

struct Course {
    static constexpr const char* kKind = "course";
    using Event =
        std::variant<CourseOpened, CourseMoved, CourseHeld, CoursePostponed, CourseResumed, CourseEnded,
                     CourseSessionOpened, CourseDoseGiven, CourseDoseCorrected, CourseSessionEnded, Recorded<Interview>,
                     Recorded<Evaluation>, Recorded<Examination>, Recorded<Scale>, CriteriaAssessed, Recorded<Decision>,
                     Recorded<ConsentForm>, ConsentWithdrawn, Recorded<Plan>, Recorded<Preparation>,
                     Recorded<Integration>, Recorded<Outcome>, AddendumAdded>;

    CourseId id;
    PatientId patient;
    Code indication;
    Language language = Language::cs;
    std::int64_t cycle = 1;
    std::optional<Repetition> repetition;
    Phase phase = Phase::interview;
    CourseStatus status = CourseStatus::active;
    std::optional<Date> postponed_until;
    std::optional<Ending> ending;
    std::optional<Line> ending_reason;
    std::optional<Line> referred_to;
    Instant opened_at;
    std::optional<Instant> ended_at;
    std::vector<PathStep> path;
    std::vector<Entry<Interview>> interviews;
    std::vector<Entry<Evaluation>> evaluations;
    std::vector<Entry<Examination>> examinations;
    std::vector<Entry<Scale>> scales;
    std::vector<CriterionStanding> criteria;
    std::optional<Proposal> proposal;
    std::vector<Entry<Decision>> decisions;
    std::vector<Entry<ConsentForm>> consents;
    std::vector<Withdrawal> withdrawals;
    std::vector<Entry<Plan>> plans;
    std::vector<Entry<Preparation>> preparations;
    std::vector<SessionId> sessions;
    std::optional<SessionId> open_session;
    std::vector<GivenDose> doses;
    std::vector<Entry<Integration>> integrations;
    std::vector<Entry<Outcome>> outcomes;
    std::optional<Instant> last_dose_before;  // in an earlier course
    bool exists() const { return !id.value.empty(); }
};
BOOST_DESCRIBE_STRUCT(Course, (),
                      (id, patient, indication, language, cycle, repetition, phase, status, postponed_until, ending,
                       ending_reason, referred_to, opened_at, ended_at, path, interviews, evaluations, examinations,
                       scales, criteria, proposal, decisions, consents, withdrawals, plans, preparations, sessions,
                       open_session, doses, integrations, outcomes, last_dose_before))

inline std::string stream_of(const CourseId& id) { return "course:" + id.value; }

// Whether the decision that stands says "indicated".
bool is_indicated(const Course&);
// Whether something speaks against that the decision did not know of: a physician has to decide anew.
bool is_decision_outdated(const Course&);
// What is missing before the course can go on to `to`: codes such as "interview_missing", "not_indicated", "plan_missing".
std::vector<std::string> missing_for(const Course&, Phase to);
Done check_running(const Course&);  // "course_unknown" "course_ended" "course_on_hold"
Done check_not_ended(const Course&);

// Refusals, beside those of the forms: "already_exists" "course_unknown" "course_ended" "course_on_hold" "course_not_on_hold"
// "indication_unknown" "indication_not_open" "another_course_runs" "repetition_unknown" "repetition_needed"
// "too_young" "phase_same" "phase_skipped" "phase_missing" {missing} "phase_by_dose" "reason_needed" "session_open"
// "not_indicated_yet" "session_unknown" "signature_needed" "consent_unknown" "consent_withdrawn" "entry_unknown" "referral_needed"
// "touch_cannot_be_loosened"
struct OtherCourse {
    CourseId id;
    std::int64_t cycle = 1;
    bool ended = false;
    std::optional<Instant> last_dose_at = {};
};
Result<Events> decide(const Course&, const OpenCourse&, Date birth_date, const std::vector<OtherCourse>&,
                      bool indication_open, const Context&);
Result<Events> decide(const Course&, const MoveCourse&, const Context&);
Result<Events> decide(const Course&, const HoldCourse&, const Context&);
Result<Events> decide(const Course&, const PostponeCourse&, const Context&);
Result<Events> decide(const Course&, const ResumeCourse&, const Context&);
Result<Events> decide(const Course&, const EndCourse&, const Context&);
Result<Events> decide(const Course&, const Record<Interview>&, const Context&);
Result<Events> decide(const Course&, const Record<Evaluation>&, const Context&);
Result<Events> decide(const Course&, const Record<Examination>&, const Context&);
Result<Events> decide(const Course&, const Record<ScaleAnswers>&, const Context&);
Result<Events> decide(const Course&, const Record<Plan>&, const Context&);
Result<Events> decide(const Course&, const Record<Preparation>&, const Context&);
Result<Events> decide(const Course&, const Record<Integration>&, const Context&);
Result<Events> decide(const Course&, const Record<Outcome>&, const Context&);
Result<Events> decide(const Course&, const AssessCriteria&, const Context&);
Result<Events> decide(const Course&, const Decide&, const Context&);
Result<Events> decide(const Course&, const SignConsent&, const Context&);
Result<Events> decide(const Course&, const WithdrawConsent&, const Context&);
Result<Events> decide(const Course&, const AddCourseAddendum&, const Context&);

void evolve(Course&, const CourseOpened&, const Meta&);
void evolve(Course&, const CourseMoved&, const Meta&);
void evolve(Course&, const CourseHeld&, const Meta&);
void evolve(Course&, const CoursePostponed&, const Meta&);
void evolve(Course&, const CourseResumed&, const Meta&);
void evolve(Course&, const CourseEnded&, const Meta&);
void evolve(Course&, const CourseSessionOpened&, const Meta&);
void evolve(Course&, const CourseDoseGiven&, const Meta&);
void evolve(Course&, const CourseDoseCorrected&, const Meta&);
void evolve(Course&, const CourseSessionEnded&, const Meta&);
void evolve(Course&, const Recorded<Interview>&, const Meta&);
void evolve(Course&, const Recorded<Evaluation>&, const Meta&);
void evolve(Course&, const Recorded<Examination>&, const Meta&);
void evolve(Course&, const Recorded<Scale>&, const Meta&);
void evolve(Course&, const CriteriaAssessed&, const Meta&);
void evolve(Course&, const Recorded<Decision>&, const Meta&);
void evolve(Course&, const Recorded<ConsentForm>&, const Meta&);
void evolve(Course&, const ConsentWithdrawn&, const Meta&);
void evolve(Course&, const Recorded<Plan>&, const Meta&);
void evolve(Course&, const Recorded<Preparation>&, const Meta&);
void evolve(Course&, const Recorded<Integration>&, const Meta&);
void evolve(Course&, const Recorded<Outcome>&, const Meta&);
void evolve(Course&, const AddendumAdded&, const Meta&);

}  // namespace afterglow::clinic
