#include "clinic/erasure/erasure.h"

namespace afterglow::clinic {
namespace {

Done expect_there(const Erasure& erasure, const AtTheEnd& person, const char* unknown) {
    if (erasure.erased_at) return refuse("erased_already");
    if (!person.exists) return refuse_as(RefusalKind::not_found, unknown);
    return done();
}

Result<Events> erase(const std::string& stream, const AtTheEnd& person) {
    if (!person.sealed) return refuse("written_before_keys");
    return one_event(stream, PersonErased{person.persons});
}

// Of somebody who is not a patient: nothing wants it kept.
Result<Events> erase_asker(const Erasure& erasure, const AtTheEnd& person, const char* unknown,
                           const std::string& stream) {
    TRY(expect_there(erasure, person, unknown));
    if (person.became_patient) return refuse("belongs_to_patient");
    return erase(stream, person);
}

}  // namespace

Date kept_until(Instant last_entry_at, const Pack& pack) {
    return years_later(to_local(last_entry_at, pack.zone).date(), static_cast<int>(pack.record_kept_years.value));
}

Result<Events> decide(const Erasure& erasure, const AtTheEnd& person, const RequestErasure& c, const Context&) {
    TRY(expect_there(erasure, person, "patient_unknown"));
    if (erasure.requested_at) return refuse("erasure_requested");
    return one_event(erasure_stream(c.patient), ErasureRequested{stream_of(c.patient), c.words});
}

Result<Events> decide(const Erasure& erasure, const AtTheEnd& person, const HoldRecord& c, const Context&) {
    TRY(expect_there(erasure, person, "patient_unknown"));
    if (erasure.hold) return refuse("record_held", {{"reason", erasure.hold->reason.value}});
    return one_event(erasure_stream(c.patient), RecordHeld{stream_of(c.patient), c.reason});
}

Result<Events> decide(const Erasure& erasure, const AtTheEnd& person, const ReleaseRecord& c, const Context&) {
    TRY(expect_there(erasure, person, "patient_unknown"));
    if (!erasure.hold) return refuse("record_not_held");
    return one_event(erasure_stream(c.patient), RecordReleased{stream_of(c.patient), c.reason});
}

// However weak the source of the rule: what is erased does not come back.
Result<Events> decide(const Erasure& erasure, const AtTheEnd& person, const ErasePatient& c, const Context& context) {
    TRY(expect_there(erasure, person, "patient_unknown"));
    if (erasure.hold) return refuse("record_held", {{"reason", erasure.hold->reason.value}});
    const NumberRule& rule = context.pack.record_kept_years;
    const Date until = kept_until(*person.last_entry_at, context.pack);
    if (to_local(context.now, context.pack.zone).date() <= until)
        return refuse_by_rule(rule.id, "retention_runs",
                              {{"until", to_text(until)}, {"years", std::to_string(rule.value)}});
    return erase(erasure_stream(c.patient), person);
}

Result<Events> decide(const Erasure& erasure, const AtTheEnd& person, const EraseInquiry& c, const Context&) {
    return erase_asker(erasure, person, "inquiry_unknown", erasure_stream(c.inquiry));
}
Result<Events> decide(const Erasure& erasure, const AtTheEnd& person, const EraseWaiting& c, const Context&) {
    return erase_asker(erasure, person, "waiting_unknown", erasure_stream(c.waiting));
}

void evolve(Erasure& erasure, const ErasureRequested& event, const Meta& meta) {
    erasure.person = event.person;
    erasure.requested_at = meta.recorded_at;
    erasure.words = event.words;
}
void evolve(Erasure& erasure, const RecordHeld& event, const Meta& meta) {
    erasure.person = event.person;
    erasure.hold = RecordHold{meta.who, meta.recorded_at, event.reason};
}
void evolve(Erasure& erasure, const RecordReleased&, const Meta&) { erasure.hold.reset(); }
void evolve(Erasure& erasure, const PersonErased& event, const Meta& meta) {
    erasure.person = event.persons.front();
    erasure.erased_at = meta.recorded_at;
    erasure.erased_by = meta.who;
}

}  // namespace afterglow::clinic
