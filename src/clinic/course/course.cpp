#include "clinic/course/course.h"

namespace afterglow::clinic {
namespace {

template <class Form>
Result<Events> record(const Course& course, const std::vector<Entry<Form>>& entries, const Form& form,
                      const std::optional<Correction>& correction) {
    TRY(check_correction(entries, correction));
    return one_event(stream_of(course.id), Recorded<Form>{form, correction, {}});
}

// A course that has ended takes no new forms; what was recorded wrongly can still be put right.
Done check_may_record(const Course& course, const std::optional<Correction>& correction) {
    if (course.exists() && correction) return done();
    return check_not_ended(course);
}

// The path remembers every change of phase or status.
void step(Course& course, const Meta& meta, bool back, const std::optional<Line>& reason) {
    course.path.push_back({meta.command, course.phase, course.status, meta.happened_at, meta.who, back, reason});
}

}  // namespace

Done check_not_ended(const Course& course) {
    if (!course.exists()) return refuse_as(RefusalKind::not_found, "course_unknown");
    if (course.status == CourseStatus::ended) return refuse("course_ended");
    return done();
}

Done check_running(const Course& course) {
    TRY(check_not_ended(course));
    if (course.status != CourseStatus::active) return refuse("course_on_hold");
    return done();
}

bool is_indicated(const Course& course) {
    const Entry<Decision>* decision = standing(course.decisions);
    return decision && decision->data.decision.verdict == Verdict::indicated;
}

bool is_decision_outdated(const Course& course) {
    const Entry<Decision>* decision = standing(course.decisions);
    if (!decision || !course.proposal) return false;
    const std::vector<Code>& known = decision->data.proposal.against;
    const auto is_new = [&](const Code& each) { return std::find(known.begin(), known.end(), each) == known.end(); };
    return std::any_of(course.proposal->against.begin(), course.proposal->against.end(), is_new);
}

std::vector<std::string> missing_for(const Course& course, Phase to) {
    std::vector<std::string> missing;
    const auto need = [&](bool there, const char* code) {
        if (!there) missing.push_back(code);
    };
    switch (to) {
        case Phase::interview: break;
        case Phase::evaluation: {
            const Entry<Interview>* interview = standing(course.interviews);
            need(interview, "interview_missing");
            need(!interview || interview->data.goes_on == YesNoUnknown::yes, "interview_does_not_go_on");
            break;
        }
        case Phase::examination: need(standing(course.evaluations), "evaluation_missing"); break;
        case Phase::decision: need(standing(course.examinations), "examination_missing"); break;
        case Phase::preparation: need(is_indicated(course), "not_indicated_yet"); break;
        case Phase::dosing: break;
        case Phase::integration: need(!course.doses.empty(), "dose_missing"); break;
        case Phase::outcome: need(standing(course.integrations), "integration_missing"); break;
    }
    return missing;
}

// ---- opening, moving, ending --------------------------------------------------------------------------------------------

Result<Events> decide(const Course& course, const OpenCourse& command, Date birth_date,
                      const std::vector<OtherCourse>& others, bool indication_open, const Context& context) {
    if (course.exists()) return refuse("already_exists");
    if (!find_indication(context.pack, command.indication.value))
        return refuse_field("/indication", "indication_unknown");
    if (!indication_open) return refuse_field("/indication", "indication_not_open");
    const NumberRule& age = context.pack.age_min_years;
    if (years_between(birth_date, to_local(context.now, context.pack.zone).date()) < age.value &&
        holds_back(age, context)) {
        return refuse_by_rule(age.id, "too_young", {{"min", std::to_string(age.value)}});
    }
    std::int64_t cycle = 1;
    bool found = false;
    std::optional<Instant> last_dose_at;
    for (const OtherCourse& other : others) {
        if (!other.ended) return refuse("another_course_runs");
        cycle = std::max(cycle, other.cycle + 1);
        found = found || (command.repetition && other.id == command.repetition->of);
        if (other.last_dose_at) last_dose_at = std::max(last_dose_at, other.last_dose_at);
    }
    if (last_dose_at && !command.repetition) return refuse_field("/repetition", "repetition_needed");
    if (command.repetition && !found) return refuse_field("/repetition/of", "repetition_unknown");
    return one_event(stream_of(command.course),
                     CourseOpened{command.course, command.patient, command.indication, command.language, cycle,
                                  command.repetition, last_dose_at});
}

Result<Events> decide(const Course& course, const MoveCourse& command, const Context&) {
    TRY(check_running(course));
    if (command.to == course.phase) return refuse_field("/to", "phase_same");
    if (course.open_session) return refuse("session_open");
    if (command.to < course.phase) {
        if (!command.reason) return refuse_field("/reason", "reason_needed");
    } else if (command.to == Phase::dosing && course.doses.empty()) {
        return refuse_field("/to", "phase_by_dose");
    } else if (static_cast<int>(command.to) != static_cast<int>(course.phase) + 1) {
        return refuse_field("/to", "phase_skipped");
    }
    if (const auto missing = missing_for(course, command.to); !missing.empty()) {
        return refuse("phase_missing", {{"missing", missing.front()}});
    }
    return one_event(stream_of(course.id), CourseMoved{command.to, command.reason});
}

Result<Events> decide(const Course& course, const HoldCourse& command, const Context&) {
    TRY(check_running(course));
    if (course.open_session) return refuse("session_open");
    return one_event(stream_of(course.id), CourseHeld{command.reason});
}

Result<Events> decide(const Course& course, const PostponeCourse& command, const Context& context) {
    TRY(check_not_ended(course));
    if (course.open_session) return refuse("session_open");
    if (command.until && *command.until < to_local(context.now, context.pack.zone).date())
        return refuse_field("/until", "date_in_past");
    return one_event(stream_of(course.id), CoursePostponed{command.reason, command.until});
}

Result<Events> decide(const Course& course, const ResumeCourse& command, const Context&) {
    TRY(check_not_ended(course));
    if (course.status == CourseStatus::active) return refuse("course_not_on_hold");
    return one_event(stream_of(course.id), CourseResumed{command.reason});
}

Result<Events> decide(const Course& course, const EndCourse& command, const Context&) {
    TRY(check_not_ended(course));
    if (course.open_session) return refuse("session_open");
    if (command.ending == Ending::completed && (course.phase != Phase::outcome || !standing(course.outcomes))) {
        return refuse("phase_missing", {{"missing", "outcome_missing"}});
    }
    if (command.ending == Ending::not_indicated) {
        const Entry<Decision>* decision = standing(course.decisions);
        if (!decision || decision->data.decision.verdict != Verdict::not_indicated)
            return refuse("phase_missing", {{"missing", "refusal_missing"}});
    }
    if (command.ending == Ending::referred && !command.referred_to)
        return refuse_field("/referred_to", "referral_needed");
    return one_event(stream_of(course.id), CourseEnded{command.ending, command.reason, command.referred_to});
}

// ---- the forms ----------------------------------------------------------------------------------------------------------

Result<Events> decide(const Course& course, const Record<Interview>& command, const Context&) {
    TRY(check_may_record(course, command.correction));
    return record(course, course.interviews, command.form, command.correction);
}

Result<Events> decide(const Course& course, const Record<Evaluation>& command, const Context& context) {
    TRY(check_may_record(course, command.correction));
    TRY(check(command.form, "/form"));
    Events events = TRY(record(course, course.evaluations, command.form, command.correction));
    if (command.form.suicidality >= Suicidality::active_thoughts)
        raise_task(events, TaskKind::suicidality, course.patient, course.id, context);
    return events;
}

Result<Events> decide(const Course& course, const Record<Examination>& command, const Context& context) {
    TRY(check_may_record(course, command.correction));
    TRY(check(command.form, context.pack, "/form"));
    return record(course, course.examinations, command.form, command.correction);
}

Result<Events> decide(const Course& course, const Record<ScaleAnswers>& command, const Context& context) {
    if (!course.exists())
        return refuse_as(RefusalKind::not_found, "course_unknown");  // a follow-up comes after the end
    const Scale scale = TRY(score(command.form, context.pack, "/form"));
    Events events = TRY(record(course, course.scales, scale, command.correction));
    if (scale.safety) raise_task(events, TaskKind::suicidality, course.patient, course.id, context);
    return events;
}

Result<Events> decide(const Course& course, const Record<Plan>& command, const Context& context) {
    TRY(check_may_record(course, command.correction));
    if (!is_indicated(course) && !command.correction) return refuse("not_indicated_yet");
    TRY(check(command.form, context, "/form"));
    return record(course, course.plans, command.form, command.correction);
}

Result<Events> decide(const Course& course, const Record<Preparation>& command, const Context&) {
    TRY(check_may_record(course, command.correction));
    if (!is_indicated(course) && !command.correction) return refuse("not_indicated_yet");
    // What somebody agreed to before a session holds through it: nobody under the drug is asked for more.
    const Entry<Preparation>* agreed = standing(course.preparations);
    if (course.open_session && command.form.touch.touch > (agreed ? agreed->data.touch.touch : Touch::none))
        return refuse_field("/form/touch/touch", "touch_cannot_be_loosened");
    return record(course, course.preparations, command.form, command.correction);
}

Result<Events> decide(const Course& course, const Record<Integration>& command, const Context& context) {
    TRY(check_may_record(course, command.correction));
    const bool dosed = std::any_of(course.doses.begin(), course.doses.end(),
                                   [&](const GivenDose& each) { return each.session == command.form.session; });
    if (!dosed) return refuse_field("/form/session", "session_unknown");
    Events events = TRY(record(course, course.integrations, command.form, command.correction));
    if (command.form.feels_worse) raise_task(events, TaskKind::feels_worse, course.patient, course.id, context);
    return events;
}

Result<Events> decide(const Course& course, const Record<Outcome>& command, const Context& context) {
    if (!course.exists())
        return refuse_as(RefusalKind::not_found, "course_unknown");  // a follow-up comes after the end
    if (course.doses.empty()) return refuse("phase_missing", {{"missing", "dose_missing"}});
    Events events = TRY(record(course, course.outcomes, command.form, command.correction));
    if (is_negative(command.form.change)) raise_task(events, TaskKind::feels_worse, course.patient, course.id, context);
    return events;
}

// ---- decision and consent -------------------------------------------------------------------------------------------------

Result<Events> decide(const Course& course, const AssessCriteria& command, const Context& context) {
    TRY(check_not_ended(course));
    if (command.answers.empty()) return refuse_field("/answers", "nothing_changed");
    TRY(check(command.answers, context.pack, "/answers"));
    const auto standing_now = with_answers(course.criteria, command.answers, context.who, context.happened_at);
    return one_event(stream_of(course.id),
                     CriteriaAssessed{command.answers, propose(standing_now, context), stamp_of(context.pack)});
}

Result<Events> decide(const Course& course, const Decide& command, const Context& context) {
    TRY(check_not_ended(course));
    const Proposal proposal = propose(course.criteria, context);
    TRY(check(command.form, proposal, "/form"));
    const Decision decision{command.form, proposal, stamp_of(context.pack)};
    const Signature signature = TRY(sign(decision, "decision", context));
    return one_event(stream_of(course.id), Recorded<Decision>{decision, {}, signature});
}

Result<Events> decide(const Course& course, const SignConsent& command, const Context& context) {
    TRY(check_not_ended(course));
    TRY(check(command.form, context.pack, "/form"));
    const Signature signature = TRY(sign(command.form, "consent", context));
    return one_event(stream_of(course.id), Recorded<ConsentForm>{command.form, {}, signature});
}

Result<Events> decide(const Course& course, const WithdrawConsent& command, const Context&) {
    if (!course.exists()) return refuse_as(RefusalKind::not_found, "course_unknown");
    if (!find_entry(course.consents, command.consent)) return refuse_field("/consent", "consent_unknown");
    for (const Withdrawal& each : course.withdrawals) {
        if (each.consent == command.consent) return refuse_field("/consent", "consent_withdrawn");
    }
    return one_event(stream_of(course.id), ConsentWithdrawn{command.consent, command.reason});
}

Result<Events> decide(const Course& course, const AddCourseAddendum& command, const Context&) {
    if (!course.exists()) return refuse_as(RefusalKind::not_found, "course_unknown");
    const auto has = [&](const auto& entries) { return find_entry(entries, command.entry) != nullptr; };
    const bool found = has(course.interviews) || has(course.evaluations) || has(course.examinations) ||
                       has(course.scales) || has(course.decisions) || has(course.consents) || has(course.plans) ||
                       has(course.preparations) || has(course.integrations) || has(course.outcomes);
    if (!found) return refuse_field("/entry", "entry_unknown");
    return one_event(stream_of(course.id), AddendumAdded{command.entry, command.text});
}

// ---- evolve ---------------------------------------------------------------------------------------------------------------

void evolve(Course& course, const CourseOpened& event, const Meta& meta) {
    course.id = event.course;
    course.patient = event.patient;
    course.indication = event.indication;
    course.language = event.language;
    course.cycle = event.cycle;
    course.repetition = event.repetition;
    course.last_dose_before = event.last_dose_at;
    course.opened_at = meta.happened_at;
    step(course, meta, false, {});
}
void evolve(Course& course, const CourseMoved& event, const Meta& meta) {
    const bool back = event.to < course.phase;
    course.phase = event.to;
    step(course, meta, back, event.reason);
}
void evolve(Course& course, const CourseHeld& event, const Meta& meta) {
    course.status = CourseStatus::on_hold;
    step(course, meta, false, event.reason);
}
void evolve(Course& course, const CoursePostponed& event, const Meta& meta) {
    course.status = CourseStatus::postponed;
    course.postponed_until = event.until;
    step(course, meta, false, event.reason);
}
void evolve(Course& course, const CourseResumed& event, const Meta& meta) {
    course.status = CourseStatus::active;
    course.postponed_until.reset();
    step(course, meta, false, event.reason);
}
void evolve(Course& course, const CourseEnded& event, const Meta& meta) {
    course.status = CourseStatus::ended;
    course.ending = event.ending;
    course.ending_reason = event.reason;
    course.referred_to = event.referred_to;
    course.ended_at = meta.happened_at;
    step(course, meta, false, event.reason);
}
void evolve(Course& course, const CourseSessionOpened& event, const Meta&) {
    course.sessions.push_back(event.session);
    course.open_session = event.session;
}
void evolve(Course& course, const CourseDoseCorrected& event, const Meta&) {
    const auto dose = std::find_if(course.doses.begin(), course.doses.end(),
                                   [&](const GivenDose& each) { return each.dose == event.dose; });
    if (dose != course.doses.end()) dose->dose_mg = event.dose_mg;
}
void evolve(Course& course, const CourseDoseGiven& event, const Meta& meta) {
    course.doses.push_back({event.session, meta.command, meta.happened_at, event.dose_mg, event.route});
    if (course.phase == Phase::dosing) return;
    course.phase = Phase::dosing;  // dosing begins with the first dose given
    step(course, meta, false, {});
}
void evolve(Course& course, const CourseSessionEnded&, const Meta&) { course.open_session.reset(); }

void evolve(Course& course, const Recorded<Interview>& event, const Meta& meta) {
    add_entry(course.interviews, event, meta);
}
void evolve(Course& course, const Recorded<Evaluation>& event, const Meta& meta) {
    add_entry(course.evaluations, event, meta);
}
void evolve(Course& course, const Recorded<Examination>& event, const Meta& meta) {
    add_entry(course.examinations, event, meta);
}
void evolve(Course& course, const Recorded<Scale>& event, const Meta& meta) { add_entry(course.scales, event, meta); }
void evolve(Course& course, const Recorded<Decision>& event, const Meta& meta) {
    add_entry(course.decisions, event, meta);
}
void evolve(Course& course, const Recorded<ConsentForm>& event, const Meta& meta) {
    add_entry(course.consents, event, meta);
}
void evolve(Course& course, const Recorded<Plan>& event, const Meta& meta) { add_entry(course.plans, event, meta); }
void evolve(Course& course, const Recorded<Preparation>& event, const Meta& meta) {
    add_entry(course.preparations, event, meta);
}
void evolve(Course& course, const Recorded<Integration>& event, const Meta& meta) {
    add_entry(course.integrations, event, meta);
}
void evolve(Course& course, const Recorded<Outcome>& event, const Meta& meta) {
    add_entry(course.outcomes, event, meta);
}

void evolve(Course& course, const CriteriaAssessed& event, const Meta& meta) {
    course.criteria = with_answers(std::move(course.criteria), event.answers, meta.who, meta.happened_at);
    course.proposal = event.proposal;
}
void evolve(Course& course, const ConsentWithdrawn& event, const Meta& meta) {
    course.withdrawals.push_back({event.consent, meta.happened_at, meta.who, event.reason});
}
void evolve(Course& course, const AddendumAdded& event, const Meta& meta) {
    const auto add = [&](auto& entries) { return add_addendum(entries, event, meta); };
    (void)(add(course.interviews) || add(course.evaluations) || add(course.examinations) || add(course.scales) ||
           add(course.decisions) || add(course.consents) || add(course.plans) || add(course.preparations) ||
           add(course.integrations) || add(course.outcomes));
}

}  // namespace afterglow::clinic
