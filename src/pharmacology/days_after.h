#pragma once
// The days after: what the drug does to a mood score, apart from what everything else does. Phenomenological, evidence C.

#include "pharmacology/asked.h"
#include "pharmacology/plan.h"

namespace afterglow::pharmacology {

// How finely the effect site is followed, and how long after the last dose: then it is empty enough.
inline constexpr double kMoodStepH = 1.0 / 30, kWashedOutH = 24;

// What is left of expectation, care and time: 1 from one day after the first dose on, then less with the days since the
// latest dose; 0 before, where it is unknown.
double placebo_share(const Antidepressant& constants, std::span<const Dose> doses, double time_h);
// A lognormal factor of mean 1 for how much the drug does in one person, from that person's eta.
double response_factor(const Antidepressant& constants, double eta);

DaysAfter days_after(const Effects& effects, const Plan& plan, const Understood& question, double days,
                     std::uint64_t seed);

}  // namespace afterglow::pharmacology
