#include "clinic/evaluation/evaluation.h"

namespace afterglow::clinic {

bool looks_like_icd10(std::string_view code) {
    const auto digit = [&](std::size_t at) { return at < code.size() && code[at] >= '0' && code[at] <= '9'; };
    if (code.size() < 3 || code[0] < 'A' || code[0] > 'Z' || !digit(1) || !digit(2)) return false;
    if (code.size() == 3) return true;
    if (code[3] != '.' || code.size() < 5 || code.size() > 7) return false;
    for (std::size_t at = 4; at < code.size(); ++at) {
        if (!digit(at)) return false;
    }
    return true;
}

Done check(const Evaluation& evaluation, const std::string& pointer) {
    if (evaluation.diagnoses.empty()) return refuse_field(pointer + "/diagnoses", "diagnosis_needed");
    int main = 0;
    for (std::size_t i = 0; i < evaluation.diagnoses.size(); ++i) {
        const Diagnosis& diagnosis = evaluation.diagnoses[i];
        main += diagnosis.main;
        if (!looks_like_icd10(diagnosis.icd10.value))
            return refuse_field(pointer + "/diagnoses/" + std::to_string(i) + "/icd10", "not_icd10");
    }
    if (main != 1) return refuse_field(pointer + "/diagnoses", "one_main_diagnosis");
    if (evaluation.suicidality != Suicidality::none && !evaluation.suicidality_note)
        return refuse_field(pointer + "/suicidality_note", "note_needed");
    return done();
}

}  // namespace afterglow::clinic
