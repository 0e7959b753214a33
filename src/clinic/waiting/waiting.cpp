#include "clinic/waiting/waiting.h"

namespace afterglow::clinic {
namespace {

Done check_waiting(const Waiting& waiting) {
    if (!waiting.exists()) return refuse_as(RefusalKind::not_found, "waiting_unknown");
    if (waiting.status != WaitingStatus::waiting) return refuse("waiting_ended");
    return done();
}

Result<const Indication*> known(const Pack& pack, const Code& code, const char* pointer) {
    const Indication* indication = find_indication(pack, code.value);
    if (!indication) return refuse_field(pointer, "indication_unknown", {{"indication", code.value}});
    return indication;
}

}  // namespace

bool is_open(const Admission& admission, const Indication& indication) {
    for (auto change = admission.changes.rbegin(); change != admission.changes.rend(); ++change) {
        if (change->indication.value == indication.code) return change->open;
    }
    return indication.open;
}

Result<Events> decide(const Waiting& waiting, const Admission& admission, const JoinWaitingList& command,
                      const Context& context) {
    if (waiting.exists()) return refuse("already_exists");
    const WaitingPerson& person = command.person;
    const Indication* indication = TRY(known(context.pack, person.indication, "/person/indication"));
    if (is_open(admission, *indication)) return refuse_field("/person/indication", "indication_open");
    if (!person.consent_to_be_told) return refuse_field("/person/consent_to_be_told", "consent_to_be_told_needed");
    if (!person.email && !person.phone) return refuse_field("/person/email", "contact_needed");
    if (person.email && !looks_like_email(person.email->value)) return refuse_field("/person/email", "not_an_email");
    if (person.phone && !looks_like_phone(person.phone->value)) return refuse_field("/person/phone", "not_a_phone");
    return one_event(stream_of(command.waiting), WaitingListJoined{command.waiting, person});
}

Result<Events> decide(const Waiting& waiting, const Admission& admission, const RecordNotice& command,
                      const Context& context) {
    TRY(check_waiting(waiting));
    const Indication* indication = TRY(known(context.pack, waiting.person.indication, "/waiting"));
    if (!is_open(admission, *indication)) return refuse("indication_not_open");
    return one_event(stream_of(command.waiting), NoticeRecorded{command.by, command.words});
}

Result<Events> decide(const Waiting& waiting, const LeaveWaitingList& command, const Context&) {
    TRY(check_waiting(waiting));
    return one_event(stream_of(command.waiting), WaitingListLeft{command.reason});
}

Result<Events> decide(const Admission& admission, const OpenIndication& command, const Context& context) {
    const Indication* indication = TRY(known(context.pack, command.indication, "/indication"));
    if (is_open(admission, *indication)) return refuse("indication_open");
    return one_event(kAdmissionStream, IndicationOpened{command.indication, command.reason});
}

Result<Events> decide(const Admission& admission, const CloseIndication& command, const Context& context) {
    const Indication* indication = TRY(known(context.pack, command.indication, "/indication"));
    if (!is_open(admission, *indication)) return refuse("indication_not_open");
    return one_event(kAdmissionStream, IndicationClosed{command.indication, command.reason});
}

void evolve(Waiting& waiting, const WaitingListJoined& event, const Meta& meta) {
    waiting.id = event.waiting;
    waiting.person = event.person;
    waiting.joined_at = meta.happened_at;
}
void evolve(Waiting& waiting, const NoticeRecorded& event, const Meta& meta) {
    waiting.status = WaitingStatus::told;
    waiting.told_at = meta.happened_at;
    waiting.told_words = event.words;
}
void evolve(Waiting& waiting, const WaitingListLeft& event, const Meta&) {
    waiting.status = WaitingStatus::left;
    waiting.left_reason = event.reason;
}
void evolve(Admission& admission, const IndicationOpened& event, const Meta& meta) {
    admission.changes.push_back({event.indication, true, meta.happened_at, meta.who, event.reason});
}
void evolve(Admission& admission, const IndicationClosed& event, const Meta& meta) {
    admission.changes.push_back({event.indication, false, meta.happened_at, meta.who, event.reason});
}

}  // namespace afterglow::clinic
