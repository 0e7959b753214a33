#pragma once
// A question looked through: everything in it exists, lies within bounds, and is turned into what the solver takes.

#include <vector>

#include "base/result.h"
#include "pharmacology/plan.h"
#include "pharmacology/simulate.h"

namespace afterglow::pharmacology {

struct Understood {
    const Model* model = nullptr;
    std::vector<Dose> doses;
    std::vector<Multiplier> multipliers;
    std::vector<double> times_h;
    double dissociation_factor = 1, benefit_factor = 1;
    std::int64_t session_number = 1;
    std::optional<double> age_years, resting_heart_rate_bpm;
    std::vector<Note> notes;
};

Result<Understood> understand(const Library& library, const SimulationAsked& asked);

}  // namespace afterglow::pharmacology
