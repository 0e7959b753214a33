#pragma once
// What the doses of a session are expected to do to this person: from the clinic's record to a question for the pharmacology
// engine, and its answer as the room draws it. Expected, never measured; it informs and decides nothing.

#include <optional>
#include <string>
#include <vector>

#include "clinic/dosing/dosing.h"
#include "pharmacology/simulate.h"

namespace afterglow::forecast {

struct ExpectedCurve {
    std::string name;  // "systolic_rise_mmhg": added to what the person has at rest
    std::string unit;
    Evidence evidence = Evidence::M;
    std::vector<double> p05, p50, p95;
};
BOOST_DESCRIBE_STRUCT(ExpectedCurve, (), (name, unit, evidence, p05, p50, p95))

struct RestingVitals {  // the last typed before the first dose
    std::optional<std::int64_t> systolic_mmhg, diastolic_mmhg, heart_rate_bpm;
};
BOOST_DESCRIBE_STRUCT(RestingVitals, (), (systolic_mmhg, diastolic_mmhg, heart_rate_bpm))

struct ExpectedCourse {
    std::optional<Instant> dosed_at;  // the first dose: minute 0
    bool planned = false;             // nothing was given yet: as ordered
    std::string model;                // its name
    Evidence evidence = Evidence::M;  // the weakest
    std::vector<std::string> sources;
    std::vector<Words> notes;
    std::vector<double> minutes;
    std::vector<ExpectedCurve> curves;
    RestingVitals baseline;
};
BOOST_DESCRIBE_STRUCT(ExpectedCourse, (),
                      (dosed_at, planned, model, evidence, sources, notes, minutes, curves, baseline))

struct ForecastOptions {
    std::int64_t population = 500;
    double hours = 4;
    double every_min = 2;
};

// In a rehearsal that runs faster than real, minutes are those of the room's clock.
// Refusals: "nothing_expected" when nothing is ordered or given, or the weight is not known; those of the engine.
Result<ExpectedCourse> expected_course(const pharmacology::Library&, const clinic::Session&, const clinic::Patient&,
                                       const std::string& zone, const ForecastOptions& options = {});

}  // namespace afterglow::forecast
