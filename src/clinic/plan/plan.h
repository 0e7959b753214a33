#pragma once
// The plan of a course: form of treatment, sessions, route and range of dose, therapists, language, medication pauses.

#include "clinic/eligibility/eligibility.h"
#include "clinic/evaluation/evaluation.h"

namespace afterglow::clinic {

struct PlannedMedication {
    Line name;
    MedicationPlan plan = MedicationPlan::keep;
    std::optional<Line> when;  // "one day before each session, again the day after"
};
BOOST_DESCRIBE_STRUCT(PlannedMedication, (), (name, plan, when))

struct Plan {
    TreatmentForm form = TreatmentForm::therapy_centred;
    Ranged<0, 30> preparation_sessions;
    Ranged<1, 30> dosing_sessions;
    Ranged<0, 60> integration_sessions;
    Route route = Route::oral;
    std::optional<Milligrams> dose_min_mg, dose_max_mg;
    std::optional<MilligramsPerKilogram> dose_min_mg_per_kg, dose_max_mg_per_kg;
    std::vector<StaffId> therapists;  // one or two
    Language language = Language::cs;
    std::vector<PlannedMedication> medication;
    std::vector<Override> overrides;
    std::optional<Prose> note;
};
BOOST_DESCRIBE_STRUCT(Plan, (),
                      (form, preparation_sessions, dosing_sessions, integration_sessions, route, dose_min_mg,
                       dose_max_mg, dose_min_mg_per_kg, dose_max_mg_per_kg, therapists, language, medication, overrides,
                       note))

// Field errors: "one_or_two_therapists" "route_not_in_pack" "dose_needed" "dose_unit_differs" {unit} "dose_below_limit" {min}
// "dose_above_limit" {max} "range_upside_down". Rule: "fewer_sessions_than_usual" {min}.
Done check(const Plan&, const Context&, const std::string& pointer);

}  // namespace afterglow::clinic
