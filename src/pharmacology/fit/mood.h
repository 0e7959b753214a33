#pragma once
// Mood scores in the days after, of one person: how the drug works, what everything else does, and how it was before.

#include <span>
#include <vector>

#include "pharmacology/fit/fit.h"
#include "pharmacology/plan.h"

namespace afterglow::pharmacology {

// PHQ-9 points of a MADRS score: an aid for showing, roughly right at best (evidence C). PHQ-9 scores of people who
// have no MADRS are compared through it, for want of anything better.
inline constexpr double kPhq9PerMadrs = 27.0 / 60 * 1.05;

class Mood {
public:
    // `c_eq_ng_ml[i]` at i * step_h: the effect site in S-equivalents.
    Mood(const Antidepressant& constants, std::span<const Dose> doses, double benefit_factor,
         std::vector<ScaleSample> scores, std::span<const double> c_eq_ng_ml, double step_h);

    double madrs(std::size_t score, double response_eta, double placebo_eta, double baseline_eta) const;
    double points(std::size_t score, double response_eta, double placebo_eta, double baseline_eta) const;

private:
    const Antidepressant& constants_;
    std::vector<ScaleSample> scores_;
    std::vector<double> typical_drug_points_, placebo_share_;  // of each score
};

}  // namespace afterglow::pharmacology
