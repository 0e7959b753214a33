#include "pharmacology/fit/mood.h"

#include <algorithm>
#include <cmath>

#include "pharmacology/days_after.h"

namespace afterglow::pharmacology {
namespace {

constexpr double kHoursPerDay = 24;

}  // namespace

Mood::Mood(const Antidepressant& constants, std::span<const Dose> doses, double benefit_factor,
           std::vector<ScaleSample> scores, std::span<const double> c_eq_ng_ml, double step_h)
    : constants_(constants), scores_(std::move(scores)) {
    const double maximum = maximum_points(constants, doses.front().route);
    std::vector<double> times_h;
    for (const ScaleSample& each : scores_) times_h.push_back(std::max(0.0, each.day * kHoursPerDay));
    std::ranges::sort(times_h);
    const GainCurve curve = antidepressant_gain(constants, c_eq_ng_ml, step_h, times_h);
    for (const ScaleSample& each : scores_) {
        const double at_h = std::max(0.0, each.day * kHoursPerDay);
        const auto place = std::ranges::lower_bound(curve.times_h, at_h) - curve.times_h.begin();
        const double gain = curve.gain[static_cast<std::size_t>(place)];
        typical_drug_points_.push_back(benefit_factor * drug_points(constants, maximum, gain, 1));
        placebo_share_.push_back(placebo_share(constants, doses, each.day * kHoursPerDay));
    }
}

double Mood::madrs(std::size_t score, double response_eta, double placebo_eta, double baseline_eta) const {
    const double drug = typical_drug_points_[score] * response_factor(constants_, response_eta);
    const double placebo = placebo_share_[score] * (constants_.placebo_mean.value + placebo_eta);
    return std::max(0.0, constants_.baseline_mean.value + baseline_eta - placebo - drug);
}

double Mood::points(std::size_t score, double response_eta, double placebo_eta, double baseline_eta) const {
    const double of_madrs = scores_[score].scale == MoodScale::phq9 ? kPhq9PerMadrs : 1;
    return of_madrs * madrs(score, response_eta, placebo_eta, baseline_eta);
}

}  // namespace afterglow::pharmacology
