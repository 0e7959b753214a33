#pragma once
// The session on paper, for the hours when the program cannot be reached: everything that the screen asks, in its order.

#include "documents/sheet.h"

namespace afterglow::documents {

struct PaperFormSheet {
    Printing printing;
    std::optional<Person> person;  // absent: to be written by hand
    std::vector<std::string> allergies;
    std::vector<std::string> readiness, discharge;  // the checks of the pack, in words
    std::size_t vitals_rows = 12, dose_rows = 3, event_rows = 14, adverse_event_rows = 3;
};

std::string paper_form_pdf(const PaperFormSheet& sheet, Language language);

// With the pack's checks; printing is left to the caller, but for the zone and the rules.
PaperFormSheet paper_form_of(const clinic::Pack& pack, Language language);

}  // namespace afterglow::documents
