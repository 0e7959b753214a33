#pragma once
// The psychiatric evaluation, in person.

#include "clinic/record/record.h"

namespace afterglow::clinic {

struct Diagnosis {
    Text<8> icd10;  // "F33.1"
    Line name;
    bool main = false;
};
BOOST_DESCRIBE_STRUCT(Diagnosis, (), (icd10, name, main))

enum class TreatmentKind { psychotherapy, medication, other };
BOOST_DESCRIBE_ENUM(TreatmentKind, psychotherapy, medication, other)
struct EarlierTreatment {
    TreatmentKind kind = TreatmentKind::medication;
    Line what;
    bool current_episode = false;
    std::optional<Line> result;
};
BOOST_DESCRIBE_STRUCT(EarlierTreatment, (), (kind, what, current_episode, result))

enum class MedicationPlan { keep, pause, taper, stop };
BOOST_DESCRIBE_ENUM(MedicationPlan, keep, pause, taper, stop)
struct Medication {
    Line name;
    std::optional<Line> dose;
    MedicationPlan plan = MedicationPlan::keep;
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(Medication, (), (name, dose, plan, note))

struct Evaluation {
    std::vector<Diagnosis> diagnoses;  // at least one; exactly one main
    std::vector<EarlierTreatment> earlier_treatments;
    YesNoUnknown family_psychosis = YesNoUnknown::unknown;
    YesNoUnknown psychosis = YesNoUnknown::unknown;
    YesNoUnknown addiction = YesNoUnknown::unknown;
    YesNoUnknown personality_disorder = YesNoUnknown::unknown;
    Suicidality suicidality = Suicidality::none;
    std::optional<Prose> suicidality_note;  // needed unless none
    std::optional<Prose> personality;
    std::vector<Medication> medication;
    Prose summary;
};
BOOST_DESCRIBE_STRUCT(Evaluation, (),
                      (diagnoses, earlier_treatments, family_psychosis, psychosis, addiction, personality_disorder,
                       suicidality, suicidality_note, personality, medication, summary))

// Field errors: "diagnosis_needed" "one_main_diagnosis" "not_icd10" "note_needed"
Done check(const Evaluation&, const std::string& pointer);
bool looks_like_icd10(std::string_view code);

}  // namespace afterglow::clinic
