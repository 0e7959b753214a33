#include "clinic/emergency/emergency.h"

namespace afterglow::clinic {
namespace {

Done check_exists(const Emergency& emergency) {
    if (!emergency.exists()) return refuse_as(RefusalKind::not_found, "emergency_unknown");
    return done();
}

}  // namespace

bool is_open(const Emergency& emergency, Instant now) {
    return emergency.exists() && !emergency.closed_at && now < emergency.ends_at;
}

std::optional<Instant> due_at(const Emergency& emergency) {
    if (emergency.told_at || emergency.reviewed_at) return std::nullopt;
    return emergency.opened_at;
}

Result<Events> decide(const Emergency& emergency, const OpenEmergency& command, const EmergencyGrounds& grounds,
                      const Context& context) {
    if (emergency.exists()) return refuse("already_exists");
    if (!grounds.patient_known) return refuse_field("/patient", "patient_unknown");
    if (grounds.reads_anyway) return refuse("emergency_not_needed");
    if (grounds.another_open) return refuse("emergency_another_open");
    const Instant ends_at = context.now + minutes(context.pack.emergency_minutes.value);
    return one_event(stream_of(command.emergency),
                     EmergencyOpened{command.emergency, command.patient, command.reason, ends_at});
}

Result<Events> decide(const Emergency& emergency, const CloseEmergency&, const Context& context) {
    TRY(check_exists(emergency));
    if (context.who != emergency.staff) return refuse_as(RefusalKind::forbidden, "emergency_not_yours");
    if (!is_open(emergency, context.now)) return refuse("emergency_over");
    return one_event(stream_of(emergency.id), EmergencyClosed{});
}

Result<Events> decide(const Emergency& emergency, const ReviewEmergency& command, const Context& context) {
    TRY(check_exists(emergency));
    if (context.who == emergency.staff) return refuse_as(RefusalKind::forbidden, "emergency_own");
    if (emergency.reviewed_at) return refuse("emergency_reviewed");
    if (is_open(emergency, context.now)) return refuse("emergency_still_open");
    return one_event(stream_of(emergency.id), EmergencyReviewed{command.finding});
}

Result<Events> decide(const Emergency& emergency, const RecordPrivacyNotice& command, const Context&) {
    TRY(check_exists(emergency));
    if (!due_at(emergency) || command.outcome != MessageOutcome::sent) return Events{};
    return one_event(stream_of(emergency.id), PrivacyNoticeSent{});
}

void evolve(Emergency& emergency, const EmergencyOpened& event, const Meta& meta) {
    emergency.id = event.emergency;
    emergency.staff = meta.who;
    emergency.patient = event.patient;
    emergency.reason = event.reason;
    emergency.opened_at = meta.recorded_at;
    emergency.ends_at = event.ends_at;
}
void evolve(Emergency& emergency, const EmergencyClosed&, const Meta& meta) { emergency.closed_at = meta.recorded_at; }
void evolve(Emergency& emergency, const PrivacyNoticeSent&, const Meta& meta) { emergency.told_at = meta.recorded_at; }
void evolve(Emergency& emergency, const EmergencyReviewed& event, const Meta& meta) {
    emergency.reviewed_at = meta.recorded_at;
    emergency.reviewed_by = meta.who;
    emergency.finding = event.finding;
}

}  // namespace afterglow::clinic
