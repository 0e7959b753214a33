#include "clinic/dosing/dosing.h"

namespace afterglow::clinic {
namespace {

template <class Form>
Entry<Form> entry(const Session& session, Form form) {
    return {.id = EntryId{session.course.value},
            .by = session.physician_on_site,
            .happened_at = session.opened_at - days(1),
            .recorded_at = session.opened_at - days(1),
            .data = std::move(form)};
}

}  // namespace

Course rehearsal_course(const Session& session, const Pack& pack) {
    const RehearsalForm& form = session.rehearsal.value();
    Course course;
    course.id = session.course;
    course.patient = session.patient;
    if (!pack.indications.empty()) course.indication = Code{pack.indications.front().code};
    course.phase = Phase::preparation;
    course.opened_at = session.opened_at - days(1);
    course.open_session = session.id;
    Decision decision;
    decision.decision.verdict = Verdict::indicated;
    decision.pack = stamp_of(pack);
    course.decisions.push_back(entry(session, decision));
    for (const ConsentText& text : pack.consents) {
        ConsentForm consent;
        consent.text = Code{text.id};
        consent.version = text.version;
        consent.language = text.language;
        consent.text_sha256 = Text<64>{text.sha256};
        consent.signed_name = form.name;
        consent.understood = consent.questions_answered = true;
        course.consents.push_back(entry(session, consent));
    }
    Preparation preparation;
    preparation.intentions = Prose{"-"};
    preparation.touch.touch = form.agreed_touch;
    preparation.touch.distance = Line{"-"};
    preparation.calming_plan = Prose{"-"};
    preparation.length_min = {60};
    course.preparations.push_back(entry(session, preparation));
    return course;
}

Patient rehearsal_patient(const Session& session) {
    const RehearsalForm& form = session.rehearsal.value();
    Patient patient;
    patient.id = session.patient;
    patient.details.given_name = form.name;
    patient.details.family_name = form.name;
    // So many years and a little more, however many leap years there were.
    const std::int64_t old_days = form.age_years.value * 36'525 / 100 + 1;
    patient.details.birth_date = Date{static_cast<std::int32_t>(session.opened_at.ms / 86'400'000 - old_days)};
    patient.details.sex = form.sex;
    return patient;
}

}  // namespace afterglow::clinic
