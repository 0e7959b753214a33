#pragma once
// A model's own table: what it is to give for some regimens, and what it gives now.

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "pharmacology/library.h"

namespace afterglow::pharmacology {

struct RegressionRow {
    std::string model, regression, of;
    Measure what = Measure::cmax;
    std::optional<double> at_h;
    double is = 0, got = 0;
    std::optional<double> tolerance;  // relative
    std::string source;
    Evidence evidence = Evidence::M;
    std::string problem;  // why there is no number, if there is none

    double deviation() const { return is == 0 ? got : got / is - 1; }  // relative
    bool drifts() const { return !problem.empty() || (tolerance && !(std::abs(deviation()) <= *tolerance)); }
};

std::vector<RegressionRow> run_regressions(const Library& library, const Model& model);

}  // namespace afterglow::pharmacology
