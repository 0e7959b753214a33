#pragma once
// What a person takes home after a session: until when not to drive, what is usual, when to call and whom.

#include "documents/sheet.h"

namespace afterglow::documents {

struct NextAppointment {
    Instant at;
    std::string what, where;  // may be empty
};

struct InstructionsSheet {
    Printing printing;
    Person person;
    Instant no_driving_until;
    std::vector<ContactLine> contacts;             // of the clinic
    std::optional<std::string> medication_resume;  // which medicines again from when, as the physician said
    std::optional<clinic::Contact> escort;
    std::optional<NextAppointment> next;
    std::optional<std::string> note;  // for this person, from the clinician
};

std::string instructions_pdf(const InstructionsSheet& sheet, Language language);

}  // namespace afterglow::documents
