#pragma once
// For tests and benchmarks: the closed form by a chosen instruction set.

#include <vector>

#include "pharmacology/linear/linear.h"
#include "pharmacology/linear/modes.h"

namespace afterglow::pharmacology {

// Those this machine has, the fastest first.
const std::vector<const Modes*>& instruction_sets();

void solve_by(const Modes& modes, const LinearShape& shape, std::span<const LinearDose> doses,
              const LinearPeople& people, std::span<const double> times_h, std::span<double> result);

}  // namespace afterglow::pharmacology
