#pragma once
// One page for the ambulance crew or another doctor: who this is, what was given and when, how it went, whom to ask.

#include "documents/sheet.h"

namespace afterglow::documents {

struct EmergencyDose {
    Instant at;
    std::string medicine;
    Milligrams mg;
    clinic::Route route = clinic::Route::oral;
    std::string site;
};
struct EmergencyMeasurement {
    Instant at;
    clinic::Vitals vitals;
};
struct EmergencyEvent {
    Instant at;
    std::string what;
};
// A rule of the clinic that helps somebody who does not know the treatment, with where it comes from.
struct EmergencyFact {
    std::string text, source;
};

struct EmergencySheet {
    Printing printing;
    Person person;
    std::vector<std::string> allergies;
    std::optional<std::vector<std::string>> medication,
        diagnoses;  // absent: not recorded, which is not the same as none
    std::optional<Kilograms> weight_kg;
    std::vector<EmergencyDose> doses;
    std::vector<EmergencyMeasurement> measurements;  // the last few
    std::vector<EmergencyEvent> events;              // adverse events and what was done
    std::vector<std::string> rescue_authorised;
    std::vector<EmergencyEvent> rescue_given;
    std::vector<EmergencyFact> facts;
    std::vector<ContactLine> contacts;  // the clinic, the physician on site, the person's own
};

inline constexpr std::size_t kEmergencyMeasurements = 6;

std::string emergency_page_pdf(const EmergencySheet& sheet, Language language);

// What the session and the pack know. Left to the caller: printing, person, allergies, medication, diagnoses, contacts.
EmergencySheet emergency_page_of(const clinic::Session& session, const clinic::Pack& pack, Language language);

}  // namespace afterglow::documents
