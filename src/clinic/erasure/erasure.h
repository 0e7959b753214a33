#pragma once
// The end of a record. It is kept for as long as the pack says, and longer while somebody holds it for a reason; after that
// it can be erased, for good: the keys of the person are destroyed, and of what was written only the frame remains that the
// journal's chain needs. What somebody asked who never became a patient can be erased at any time.
// GDPR art. 17(1) gives the right, art. 17(3)(b, c, e) the reasons to keep.

#include "clinic/patient/patient.h"
#include "clinic/waiting/waiting.h"

namespace afterglow::clinic {

struct RequestErasure {
    PatientId patient;
    Line words;  // who asked, and how
};
BOOST_DESCRIBE_STRUCT(RequestErasure, (), (patient, words))
struct HoldRecord {
    PatientId patient;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(HoldRecord, (), (patient, reason))
struct ReleaseRecord {
    PatientId patient;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(ReleaseRecord, (), (patient, reason))
struct ErasePatient {
    PatientId patient;
};
BOOST_DESCRIBE_STRUCT(ErasePatient, (), (patient))
struct EraseInquiry {
    InquiryId inquiry;
};
BOOST_DESCRIBE_STRUCT(EraseInquiry, (), (inquiry))
struct EraseWaiting {
    WaitingId waiting;
};
BOOST_DESCRIBE_STRUCT(EraseWaiting, (), (waiting))

struct ErasureRequested {
    std::string person;  // "patient:…", as all that is sealed with the person's key
    Line words;
};
BOOST_DESCRIBE_STRUCT(ErasureRequested, (), (person, words))
struct RecordHeld {
    std::string person;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(RecordHeld, (), (person, reason))
struct RecordReleased {
    std::string person;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(RecordReleased, (), (person, reason))
// The only one that stays readable: it names no one.
struct PersonErased {
    std::vector<std::string>
        persons;  // whose keys were destroyed: the patient's, and those of their inquiry and waiting
};
BOOST_DESCRIBE_STRUCT(PersonErased, (), (persons))

struct RecordHold {
    StaffId by;
    Instant at;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(RecordHold, (), (by, at, reason))

struct Erasure {
    static constexpr const char* kKind = "erasure";
    using Event = std::variant<ErasureRequested, RecordHeld, RecordReleased, PersonErased>;

    std::string person;
    std::optional<Instant> requested_at;
    std::optional<Line> words;
    std::optional<RecordHold> hold;
    std::optional<Instant> erased_at;
    std::optional<StaffId> erased_by;
};
BOOST_DESCRIBE_STRUCT(Erasure, (), (person, requested_at, words, hold, erased_at, erased_by))

template <class PersonId>
std::string erasure_stream(const PersonId& id) {
    return "erasure:" + id.value;
}

// What else has to be known of the person.
struct AtTheEnd {
    bool exists = false;
    bool sealed = true;                    // all of it: what was written before there were keys cannot be erased
    std::vector<std::string> persons;      // whose keys go
    std::optional<Instant> last_entry_at;  // of a patient
    bool became_patient = false;           // of an inquiry or somebody waiting: then it goes with the patient
};

// The last day on which the law wants the record kept.
Date kept_until(Instant last_entry_at, const Pack& pack);

// Refusals: "patient_unknown" "inquiry_unknown" "waiting_unknown" (not_found); "erased_already"; "erasure_requested"
// "record_held" {reason} "record_not_held"; "retention_runs" {until, years} (by the rule); "belongs_to_patient";
// "written_before_keys"
Result<Events> decide(const Erasure&, const AtTheEnd&, const RequestErasure&, const Context&);
Result<Events> decide(const Erasure&, const AtTheEnd&, const HoldRecord&, const Context&);
Result<Events> decide(const Erasure&, const AtTheEnd&, const ReleaseRecord&, const Context&);
Result<Events> decide(const Erasure&, const AtTheEnd&, const ErasePatient&, const Context&);
Result<Events> decide(const Erasure&, const AtTheEnd&, const EraseInquiry&, const Context&);
Result<Events> decide(const Erasure&, const AtTheEnd&, const EraseWaiting&, const Context&);

void evolve(Erasure&, const ErasureRequested&, const Meta&);
void evolve(Erasure&, const RecordHeld&, const Meta&);
void evolve(Erasure&, const RecordReleased&, const Meta&);
void evolve(Erasure&, const PersonErased&, const Meta&);

}  // namespace afterglow::clinic
