#pragma once
// Measurements as a table: one row each, a column for every measure that was taken at all, oldest first.

#include "documents/sheet.h"

namespace afterglow::documents {

struct VitalsRow {
    Rich time;          // measured
    std::string since;  // the dose
    clinic::Vitals vitals;
    std::string source;
    bool struck = false;
    Rich below;  // note, reason, addenda
};
Table vitals_table(const std::vector<VitalsRow>& rows, Language language);

// "118/76", "118/–"; empty if neither was measured.
std::string pressure_text(const clinic::Vitals& vitals);
std::string value_text(const clinic::Vitals& vitals, clinic::Measure measure, Language language);

}  // namespace afterglow::documents
