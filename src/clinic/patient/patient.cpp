#include "clinic/patient/patient.h"

#include <algorithm>

namespace afterglow::clinic {
namespace {

Done check_details(const PatientDetails& details, const Context& context) {
    if (details.birth_date > to_local(context.now, context.pack.zone).date())
        return refuse_field("/details/birth_date", "born_in_future");
    if (details.email && !looks_like_email(details.email->value)) return refuse_field("/details/email", "not_an_email");
    if (details.phone && !looks_like_phone(details.phone->value)) return refuse_field("/details/phone", "not_a_phone");
    if (details.escort && !looks_like_phone(details.escort->phone.value))
        return refuse_field("/details/escort/phone", "not_a_phone");
    if (details.emergency_contact && !looks_like_phone(details.emergency_contact->phone.value)) {
        return refuse_field("/details/emergency_contact/phone", "not_a_phone");
    }
    if (details.insurer_code) {
        const auto& insurers = context.pack.insurers;
        const bool known = std::any_of(insurers.begin(), insurers.end(),
                                       [&](const Insurer& each) { return each.code == details.insurer_code->value; });
        if (!known) return refuse_field("/details/insurer_code", "insurer_unknown");
    }
    return done();
}

}  // namespace

Result<Events> decide(const Patient& patient, const RegisterPatient& command, const std::vector<LookAlike>& look_alikes,
                      const Context& context) {
    if (patient.exists()) return refuse("already_exists");
    TRY(check_details(command.details, context));
    std::vector<LookAlike> unexplained;
    for (const LookAlike& each : look_alikes) {
        const auto& others = command.not_the_same_as;
        if (std::find(others.begin(), others.end(), each.patient) == others.end()) unexplained.push_back(each);
    }
    if (!unexplained.empty()) {
        Refusal refusal = refuse("look_alike", {{"count", std::to_string(unexplained.size())}});
        refusal.current = to_json(unexplained);
        return refusal;
    }
    return one_event(stream_of(command.patient), PatientRegistered{command.patient, command.details, command.inquiry});
}

Result<Events> decide(const Patient& patient, const AmendPatient& command, const Context& context) {
    if (!patient.exists()) return refuse_as(RefusalKind::not_found, "patient_unknown");
    TRY(check_details(command.details, context));
    if (to_json(patient.details) == to_json(command.details)) return refuse("nothing_changed");
    return one_event(stream_of(command.patient), PatientAmended{command.details, command.reason});
}

void evolve(Patient& patient, const PatientRegistered& event, const Meta& meta) {
    patient.id = event.patient;
    patient.details = event.details;
    patient.inquiry = event.inquiry;
    patient.registered_at = meta.recorded_at;
    patient.history.push_back({meta.command, meta.who, meta.recorded_at, {}, event.details});
}
void evolve(Patient& patient, const PatientAmended& event, const Meta& meta) {
    patient.details = event.details;
    patient.history.push_back({meta.command, meta.who, meta.recorded_at, event.reason, event.details});
}

}  // namespace afterglow::clinic
