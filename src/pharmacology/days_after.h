#pragma once
// The days after: what the drug does to a mood score, apart from what everything else does. Phenomenological, evidence C.

#include "pharmacology/asked.h"
#include "pharmacology/plan.h"

namespace afterglow::pharmacology {

DaysAfter days_after(const Effects& effects, const Plan& plan, const Understood& question, double days,
                     std::uint64_t seed);

}  // namespace afterglow::pharmacology
