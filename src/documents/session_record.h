#pragma once
// The record of one dosing session as it goes into the file: what was checked, ordered, given, measured and signed, with
// the times when it was so. A corrected entry stays, struck through, with the reason; what replaced it stands beside it.

#include <functional>

#include "documents/sheet.h"

namespace afterglow::documents {

struct Addition {
    std::string by, text;
    Instant recorded_at;
};
struct SignatureLine {
    std::string name;
    Instant at;
    std::string meaning;  // "order", "release", or words
};

// Who wrote an entry and when, and what became of it.
struct Written {
    std::string by;
    Instant happened_at, recorded_at;
    std::optional<std::string> corrected_because;  // this entry is the wrong one
    std::optional<SignatureLine> signature;
    std::vector<Addition> addenda;
};

struct CheckLine {
    std::string text;
    clinic::YesNoUnknown answer = clinic::YesNoUnknown::unknown;
    std::string note;
};

struct ReadinessPart {
    Written written;
    std::vector<clinic::Identifier> identified_by;
    std::optional<Instant> last_food_at, last_drink_at;
    std::string drugs_taken;
    std::vector<CheckLine> checks;
    std::string mental_state;
    clinic::Suicidality suicidality = clinic::Suicidality::none;
    std::string escort;
};
struct OrderPart {
    Written written;
    std::string medicine;
    clinic::Route route = clinic::Route::oral;
    Milligrams total_mg;
    std::optional<MilligramsPerKilogram> per_kg;
    std::optional<Kilograms> weight_kg;
    std::vector<std::string> rescue;
    std::vector<std::string> weighed;    // rules that spoke against without holding back
    std::vector<std::string> set_aside;  // rules, each with its reason
    std::string note;
};
struct TimeOutPart {
    Written written;
    bool identity = false, consent = false, allergies = false, medicine_and_dose = false, monitoring_ready = false;
    std::string witness, note;
};
struct WastePart {
    Milligrams mg;
    std::string witness;
};
struct DosePart {
    Written written;  // `by` gave it
    std::string medicine;
    Milligrams dose_mg;
    std::optional<std::string> volume_ml;  // "1.4"
    clinic::Route route = clinic::Route::oral;
    std::string site, lot;
    Date expires;
    std::string prepared_by, reason;
    bool additional = false;
    std::optional<WastePart> wasted;
};
struct VitalsPart {
    Written written;  // `happened_at`: measured
    clinic::Vitals vitals;
    std::string device;  // empty: typed by hand
    std::string note;
};
struct MarkPart {
    Written written;
    clinic::MarkKind kind = clinic::MarkKind::note;
    std::string words;
};
struct AlarmPart {
    std::string kind;
    Instant raised_at;
    std::optional<Instant> acknowledged_at;
    std::string acknowledged_by;
    std::optional<bool> actionable;
    std::string note;
};
struct AdverseEventPart {
    Written written;
    std::string what;
    Instant onset_at;
    std::int64_t grade = 1;
    std::string action;
    clinic::AdverseOutcome outcome = clinic::AdverseOutcome::unknown;
    bool serious = false;
    std::string dose, reported_to;
};
struct DischargePart {
    Written written;
    std::vector<CheckLine> checks;
    clinic::Suicidality suicidality = clinic::Suicidality::none;
    std::string note;
};
struct ReleasePart {
    Written written;
    std::string patient_signature, escort;
    bool instructions_given = false;
    Instant no_driving_until;
    std::vector<std::string> set_aside;
};
struct CloseOutPart {
    Written written;
    std::string summary;
    std::int64_t adverse_events = 0;
};

struct SessionRecordSheet {
    Printing printing;
    Person person;
    std::vector<std::string> allergies;
    std::string session;  // its number
    Instant opened_at;
    std::vector<std::string> therapists;
    std::string physician, room;
    std::vector<ReadinessPart> readiness;
    std::vector<OrderPart> orders;
    std::vector<TimeOutPart> time_outs;
    std::vector<DosePart> doses;
    std::vector<VitalsPart> vitals;
    std::vector<MarkPart> marks;
    std::optional<Instant> dosing_ended_at;
    std::vector<AlarmPart> alarms;
    std::vector<AdverseEventPart> adverse_events;
    std::vector<DischargePart> discharges;
    std::vector<ReleasePart> releases;
    std::vector<CloseOutPart> close_outs;
    std::string cancelled_reason;
};

std::string session_record_pdf(const SessionRecordSheet& sheet, Language language);

// Everything that the session itself knows. Left to the caller: printing, person, allergies, volumes, waste, devices, alarms.
using NameOf = std::function<std::string(const StaffId&)>;
SessionRecordSheet session_record_of(const clinic::Session& session, const clinic::Pack& pack, const NameOf& name_of,
                                     Language language);

}  // namespace afterglow::documents
