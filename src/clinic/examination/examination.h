#pragma once
// The physical examination; it may be done by another legal entity on the same premises.

#include "clinic/record/vitals.h"

namespace afterglow::clinic {

enum class Finding { normal, abnormal, not_done };
BOOST_DESCRIBE_ENUM(Finding, normal, abnormal, not_done)
enum class YesNoNotApplicable { yes, no, unknown, not_applicable };
BOOST_DESCRIBE_ENUM(YesNoNotApplicable, yes, no, unknown, not_applicable)

struct Examination {
    std::optional<Line> provider;  // if not the clinic itself
    Measured measured;             // weight, height, blood pressure, heart rate
    Finding blood_tests = Finding::not_done;
    Finding ecg = Finding::not_done;
    Finding echocardiography = Finding::not_done;
    std::optional<Prose> findings_note;  // needed if a finding is abnormal
    YesNoNotApplicable pregnancy = YesNoNotApplicable::unknown;
    YesNoNotApplicable breast_feeding = YesNoNotApplicable::unknown;
    YesNoUnknown heart_disease = YesNoUnknown::unknown;
    YesNoUnknown liver_disease = YesNoUnknown::unknown;
    YesNoUnknown acute_infection = YesNoUnknown::unknown;
    std::vector<Line> allergies;
    Prose summary;
};
BOOST_DESCRIBE_STRUCT(Examination, (),
                      (provider, measured, blood_tests, ecg, echocardiography, findings_note, pregnancy, breast_feeding,
                       heart_disease, liver_disease, acute_infection, allergies, summary))

// Field errors: those of check_measured, "weight_needed" "pressure_needed" "note_needed"
Done check(const Examination&, const Pack&, const std::string& pointer);

}  // namespace afterglow::clinic
