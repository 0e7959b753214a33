#pragma once
// For the tests of this folder: the shipped models, a small model of one's own, questions that are easily written.

#include <stdexcept>
#include <string>

#include "pharmacology/simulate.h"

namespace afterglow::pharmacology {

inline std::string models_folder() { return std::string(AFTERGLOW_SOURCE_DIR) + "/models"; }

inline const Library& library() {
    static const Library read = [] {
        LibraryReading reading = read_library(models_folder());
        if (!reading.library) throw std::runtime_error(print_mistakes(reading.mistakes));
        return std::move(*reading.library);
    }();
    return read;
}

// A depot and a compartment; every number in it is an example.
inline std::string small_model() {
    return R"(id = "small"
name = "Small"
published = false
source = "example"
about = { cs = "a", en = "a", uk = "a" }
cannot_say = []
species = ["mixture"]
amounts = "mg"
drugs = ["racemate"]
ranges = []
regressions = []
[population]
text = "nobody"
people = 0
source = "example"
evidence = "M"
[[parameters]]
name = "V"
value = 30.0
unit = "L"
source = "example"
evidence = "M"
scale = { expression = "size", source = "example", evidence = "M" }
variability = { omega2 = 0.09, spread = "lognormal", source = "example", evidence = "M" }
[[parameters]]
name = "CL"
value = 15.0
unit = "L/h"
source = "example"
evidence = "M"
variability = { omega2 = 0.04, spread = "lognormal", source = "example", evidence = "M" }
[[parameters]]
name = "ka"
value = 0.5
unit = "1/h"
source = "example"
evidence = "M"
[[parameters]]
name = "half"
value = 0.5
unit = "1"
source = "example"
evidence = "M"
[[compartments]]
name = "depot"
[[compartments]]
name = "central"
volume = "V"
[[flows]]
from = "depot"
to = "central"
rate = "ka"
[[flows]]
from = "central"
to = "outside"
clearance = "CL"
[[inputs]]
route = "iv"
enters = "central"
fraction = "1"
[[inputs]]
route = "oral"
enters = "depot"
fraction = "half"
[[outputs]]
analyte = "ketamine"
site = "venous"
of = "central"
)";
}

inline SimulationAsked ask(DrugRoute route, Drug drug, double dose_mg, std::optional<double> duration_min = {}) {
    SimulationAsked asked;
    asked.doses.push_back({.at_h = 0, .route = route, .drug = drug, .dose_mg = dose_mg, .duration_min = duration_min});
    return asked;
}

inline Simulation simulated(const SimulationAsked& asked, const SimulationOptions& options = {},
                            const Library& from = library()) {
    auto simulation = simulate(from, asked, options);
    if (!simulation.ok()) {
        std::string text = simulation.refusal().code;
        for (const FieldError& each : simulation.refusal().errors) text += " " + each.pointer + " " + each.code;
        throw std::runtime_error(text);
    }
    return std::move(*simulation);
}

inline const Curve& curve(const Simulation& simulation, std::string_view name) {
    for (const Curve& each : simulation.curves) {
        if (each.name == name) return each;
    }
    throw std::runtime_error("no curve " + std::string(name));
}

// The first field that was refused and why: "/doses/0/route route_not_in_model".
inline std::string refused(const SimulationAsked& asked) {
    const auto simulation = simulate(library(), asked);
    if (simulation.ok()) return "ok";
    const Refusal& refusal = simulation.refusal();
    return refusal.errors.empty() ? refusal.code : refusal.errors.front().pointer + " " + refusal.errors.front().code;
}

}  // namespace afterglow::pharmacology
