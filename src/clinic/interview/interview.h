#pragma once
// The initial interview, usually online: what the person expects, and whether both sides want to go on.

#include "clinic/record/record.h"

namespace afterglow::clinic {

struct Interview {
    Prose expectations;
    Language language = Language::cs;  // of the therapy
    std::optional<Code> insurer_code;
    Ranged<1, 2> therapists_wanted;
    bool first_therapy = true;
    bool subsidy_interest = false;
    YesNoUnknown goes_on = YesNoUnknown::unknown;
    std::optional<Prose> note;
};
BOOST_DESCRIBE_STRUCT(Interview, (),
                      (expectations, language, insurer_code, therapists_wanted, first_therapy, subsidy_interest,
                       goes_on, note))

}  // namespace afterglow::clinic
