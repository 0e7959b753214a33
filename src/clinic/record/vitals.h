#pragma once
// Measurements of a body, and their plausibility: outside what is possible a value is refused, outside what is usual it
// must be typed twice. The limits are the policy pack's.

#include "clinic/record/record.h"

namespace afterglow::clinic {

// Member names are the names of `Measure`; a test holds that.
struct Vitals {
    std::optional<std::int64_t> systolic_mmhg, diastolic_mmhg, heart_rate_bpm, spo2_percent, respiratory_rate_per_min;
    std::optional<std::int64_t> sedation_moaas, dissociation_0_10, nausea_0_10, distress_0_10;
    std::optional<Kilograms> weight_kg;
    std::optional<std::int64_t> height_cm;
};
BOOST_DESCRIBE_STRUCT(Vitals, (),
                      (systolic_mmhg, diastolic_mmhg, heart_rate_bpm, spo2_percent, respiratory_rate_per_min,
                       sedation_moaas, dissociation_0_10, nausea_0_10, distress_0_10, weight_kg, height_cm))

// `again` repeats, typed a second time, the values that are outside the usual range.
struct Measured {
    Vitals vitals;
    std::optional<Vitals> again;
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(Measured, (), (vitals, again, note))

// The value of one measure, or nothing.
std::optional<double> value_of(const Vitals& vitals, Measure measure);

// Field errors below `pointer`: "nothing_measured" "not_possible" {min,max} "type_again" {min,max}
// "typed_differently" "pressures_swapped".
Done check_measured(const Measured& measured, const Pack& pack, const std::string& pointer);

}  // namespace afterglow::clinic
