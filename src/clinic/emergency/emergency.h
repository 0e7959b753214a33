#pragma once
// A record that is opened in an emergency by somebody who may not read it otherwise: for a reason, for a limited time, of one
// person. It ends by itself; nothing makes it longer. The clinic's privacy lead is told, and the matter stays open until
// somebody else than the one who opened has looked at it and said so.

#include "clinic/morning/morning.h"

namespace afterglow::clinic {

struct OpenEmergency {
    EmergencyId emergency;
    PatientId patient;
    Prose reason;
};
BOOST_DESCRIBE_STRUCT(OpenEmergency, (), (emergency, patient, reason))
struct CloseEmergency {
    EmergencyId emergency;
};
BOOST_DESCRIBE_STRUCT(CloseEmergency, (), (emergency))
struct ReviewEmergency {
    EmergencyId emergency;
    Prose finding;  // what is to be thought of it
};
BOOST_DESCRIBE_STRUCT(ReviewEmergency, (), (emergency, finding))
struct RecordPrivacyNotice {  // the program's own: how writing to the privacy lead went
    EmergencyId emergency;
    MessageOutcome outcome = MessageOutcome::unknown;
};
BOOST_DESCRIBE_STRUCT(RecordPrivacyNotice, (), (emergency, outcome))

struct EmergencyOpened {
    EmergencyId emergency;
    PatientId patient;
    Prose reason;
    Instant ends_at;
};
BOOST_DESCRIBE_STRUCT(EmergencyOpened, (), (emergency, patient, reason, ends_at))
struct EmergencyClosed {};  // by who opened, before its time
BOOST_DESCRIBE_STRUCT(EmergencyClosed, (), ())
struct PrivacyNoticeSent {};
BOOST_DESCRIBE_STRUCT(PrivacyNoticeSent, (), ())
struct EmergencyReviewed {
    Prose finding;
};
BOOST_DESCRIBE_STRUCT(EmergencyReviewed, (), (finding))

struct Emergency {
    static constexpr const char* kKind = "emergency";
    using Event = std::variant<EmergencyOpened, EmergencyClosed, PrivacyNoticeSent, EmergencyReviewed>;

    EmergencyId id;
    StaffId staff;
    PatientId patient;
    Prose reason;
    Instant opened_at, ends_at;
    std::optional<Instant> closed_at;
    std::optional<Instant> told_at;  // the mail server took the notice
    std::optional<Instant> reviewed_at;
    std::optional<StaffId> reviewed_by;
    std::optional<Prose> finding;
    bool exists() const { return !id.value.empty(); }
};
BOOST_DESCRIBE_STRUCT(Emergency, (),
                      (id, staff, patient, reason, opened_at, ends_at, closed_at, told_at, reviewed_at, reviewed_by,
                       finding))

inline std::string stream_of(const EmergencyId& id) { return "emergency:" + id.value; }

// Whether the record is open by it.
bool is_open(const Emergency&, Instant now);
// Since when the privacy lead is to be written to; nothing when that was done, or when somebody has looked at it.
std::optional<Instant> due_at(const Emergency&);

// What the decision knows beside the opening itself.
struct EmergencyGrounds {
    bool patient_known = false;
    bool reads_anyway = false;  // a role of theirs opens every record
    bool another_open = false;  // of theirs, of whatever person
};

// Refusals: "already_exists" "patient_unknown" "emergency_not_needed" "emergency_another_open" "emergency_unknown"
// "emergency_not_yours" "emergency_over" "emergency_still_open" "emergency_own" "emergency_reviewed"
Result<Events> decide(const Emergency&, const OpenEmergency&, const EmergencyGrounds&, const Context&);
Result<Events> decide(const Emergency&, const CloseEmergency&, const Context&);
Result<Events> decide(const Emergency&, const ReviewEmergency&, const Context&);
// Nothing happens but by `sent`: what was refused, and what nobody knows of, is sent again. Two messages are better than none.
Result<Events> decide(const Emergency&, const RecordPrivacyNotice&, const Context&);

void evolve(Emergency&, const EmergencyOpened&, const Meta&);
void evolve(Emergency&, const EmergencyClosed&, const Meta&);
void evolve(Emergency&, const PrivacyNoticeSent&, const Meta&);
void evolve(Emergency&, const EmergencyReviewed&, const Meta&);

}  // namespace afterglow::clinic
