#pragma once
// A linear system by numerical integration: SUNDIALS CVODE, BDF, dense.

#include <vector>

#include "pharmacology/linear/linear.h"

namespace afterglow::pharmacology {

struct CvodeTolerances {
    double relative = 1e-10;
    double absolute = 1e-15;  // in units of what is dosed; below that the corrector meets only rounding errors
};

// Begins anew whenever the input changes, as the integrator must not step over that. Throws std::runtime_error if the
// integrator gives up. Result as in solve(), for the people from `begin` to `end` only; the rest is left alone.
void solve_by_cvode(const LinearShape& shape, std::span<const LinearDose> doses, const LinearPeople& people,
                    std::span<const double> times_h, const CvodeTolerances& tolerances, int begin, int end,
                    std::span<double> result);

}  // namespace afterglow::pharmacology
