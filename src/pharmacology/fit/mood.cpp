#include "pharmacology/fit/mood.h"

#include <algorithm>
#include <cmath>

namespace afterglow::pharmacology {
namespace {

constexpr double kHoursPerDay = 24;

// What is left of expectation, care and time, from one day after the first dose on.
double placebo_share(const Antidepressant& constants, std::span<const Dose> doses, double time_h) {
    double first_h = doses.front().at_h, last_h = -1;
    for (const Dose& each : doses) {
        first_h = std::min(first_h, each.at_h);
        if (each.at_h <= time_h) last_h = std::max(last_h, each.at_h);
    }
    if (last_h < 0 || time_h < first_h + kHoursPerDay) return 0;
    const double since_d = std::max(0.0, (time_h - last_h) / kHoursPerDay - 1);
    return std::exp2(-since_d / constants.placebo_half_life_d.value);
}

}  // namespace

double response_factor(const Antidepressant& constants, double eta) {
    const double omega = constants.person_omega.value;
    return std::exp(eta - omega * omega / 2);
}

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
