#pragma once
// A person in the clinic's care. Details that change are new entries; the old ones stay visible.

#include "clinic/inquiry/inquiry.h"

namespace afterglow::clinic {

enum class Sex { female, male, other };
BOOST_DESCRIBE_ENUM(Sex, female, male, other)

struct PatientDetails {
    Name given_name;
    Name family_name;
    Date birth_date;
    std::optional<Sex> sex;
    std::optional<Text<40>> national_id;
    std::optional<Text<254>> email;
    std::optional<Text<40>> phone;
    std::optional<Line> address;
    Language language = Language::cs;
    std::optional<Code> insurer_code;
    std::optional<Text<40>> insurer_number;
    std::optional<Contact> escort;
    std::optional<Contact> emergency_contact;
    std::vector<Line> allergies;
};
BOOST_DESCRIBE_STRUCT(PatientDetails, (),
                      (given_name, family_name, birth_date, sex, national_id, email, phone, address, language,
                       insurer_code, insurer_number, escort, emergency_contact, allergies))

// `not_the_same_as`: people who look alike (same name and birth date, or the same national id) and are somebody else.
struct RegisterPatient {
    PatientId patient;
    PatientDetails details;
    std::vector<PatientId> not_the_same_as;
    std::optional<InquiryId> inquiry;
};
BOOST_DESCRIBE_STRUCT(RegisterPatient, (), (patient, details, not_the_same_as, inquiry))
struct AmendPatient {
    PatientId patient;
    PatientDetails details;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(AmendPatient, (), (patient, details, reason))

struct PatientRegistered {
    PatientId patient;
    PatientDetails details;
    std::optional<InquiryId> inquiry;
};
BOOST_DESCRIBE_STRUCT(PatientRegistered, (), (patient, details, inquiry))
struct PatientAmended {
    PatientDetails details;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(PatientAmended, (), (details, reason))

struct DetailsEntry {
    EntryId id;
    StaffId by;
    Instant at;
    std::optional<Line> reason;  // of the change
    PatientDetails details;
};
BOOST_DESCRIBE_STRUCT(DetailsEntry, (), (id, by, at, reason, details))

struct Patient {
    static constexpr const char* kKind = "patient";
    using Event = std::variant<PatientRegistered, PatientAmended>;

    PatientId id;
    PatientDetails details;             // as they are now
    std::vector<DetailsEntry> history;  // all of them, oldest first
    std::optional<InquiryId> inquiry;
    Instant registered_at;
    bool exists() const { return !id.value.empty(); }
};
BOOST_DESCRIBE_STRUCT(Patient, (), (id, details, history, inquiry, registered_at))

inline std::string stream_of(const PatientId& id) { return "patient:" + id.value; }

// Somebody already registered who may be the same person.
struct LookAlike {
    PatientId patient;
    std::string name;
    Date birth_date;
};
BOOST_DESCRIBE_STRUCT(LookAlike, (), (patient, name, birth_date))

// Refusals: "already_exists" "patient_unknown" "look_alike" (with the people in `current`) "born_in_future" "insurer_unknown"
// "not_an_email" "not_a_phone" "nothing_changed"
Result<Events> decide(const Patient&, const RegisterPatient&, const std::vector<LookAlike>&, const Context&);
Result<Events> decide(const Patient&, const AmendPatient&, const Context&);

void evolve(Patient&, const PatientRegistered&, const Meta&);
void evolve(Patient&, const PatientAmended&, const Meta&);

}  // namespace afterglow::clinic
