#include "pharmacology/effects.h"

#include <boost/numeric/odeint.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace afterglow::pharmacology {
namespace {

constexpr double kHoursPerDay = 24;
constexpr double kTolerance = 1e-9;

double power(double base, double exponent) {
    if (exponent == 1) return base;
    if (exponent == 1.5) return base * std::sqrt(base);
    if (exponent == 2) return base * base;
    return std::pow(base, exponent);
}

double hill(double maximum, double c50, double gamma, double concentration) {
    const double drive = power(std::max(0.0, concentration), gamma);
    return maximum * drive / (power(c50, gamma) + drive);
}

}  // namespace

double cadss(const Dissociation& constants, double c_eq_ng_ml, double z, std::int64_t session_number) {
    const double c50 = constants.c50_ng_ml.value * std::exp(constants.omega.value * z);
    const double habit = std::max(constants.session_floor.value,
                                  std::pow(constants.session_factor.value, static_cast<double>(session_number - 1)));
    return habit * hill(constants.maximum.value, c50, constants.gamma.value, c_eq_ng_ml);
}

double rise(const Circulation& constants, const Rise& of, double c_s_ng_ml, double z, std::optional<double> age_years,
            double site_factor) {
    const double by_age =
        age_years ? std::max(0.0, 1 + constants.age_per_year.value * (*age_years - constants.age_origin.value)) : 1;
    return site_factor * by_age * std::exp(constants.omega.value * z) *
           hill(of.maximum.value, of.c50_ng_ml.value, 1, c_s_ng_ml);
}

double probability(const Logit& constants, double c_eq_ng_ml) {
    if (c_eq_ng_ml <= 0) return 0;
    return 1 / (1 + std::exp(-(constants.intercept.value + constants.slope.value * std::log(c_eq_ng_ml))));
}

GainCurve antidepressant_gain(const Antidepressant& constants, std::span<const double> c_eq_ng_ml, double step_h,
                              std::vector<double> times_h) {
    using State = std::array<double, 2>;  // the signal, the synaptic gain
    const double signal_rate = std::numbers::ln2 / constants.signal_half_life_h.value;
    const double loss_rate = std::numbers::ln2 / (constants.gain_half_life_d.value * kHoursPerDay);
    const double end_h = step_h * static_cast<double>(c_eq_ng_ml.size());
    const auto concentration = [&](double time_h) {
        if (time_h >= end_h || c_eq_ng_ml.empty()) return 0.0;
        const double place = time_h / step_h;
        const auto at = std::min(static_cast<std::size_t>(place), c_eq_ng_ml.size() - 1);
        const double next = at + 1 < c_eq_ng_ml.size() ? c_eq_ng_ml[at + 1] : 0;
        return std::lerp(c_eq_ng_ml[at], next, place - static_cast<double>(at));
    };
    const auto flow = [&](const State& state, State& change, double time_h) {
        const double stimulus =
            hill(1, constants.stimulus_c50_ng_ml.value, constants.stimulus_gamma.value, concentration(time_h));
        change[0] = signal_rate * (stimulus - state[0]);
        change[1] = constants.gain_per_h.value * state[0] - loss_rate * state[1];
    };
    GainCurve curve{std::move(times_h), {}};
    State state{0, 0};
    namespace odeint = boost::numeric::odeint;
    auto stepper = odeint::make_controlled(kTolerance, kTolerance, odeint::runge_kutta_dopri5<State>());
    double time_h = 0;
    for (const double next_h : curve.times_h) {
        // No step longer than the curve's own, while there is drug: it would step over a dose.
        while (time_h < next_h) {
            const double until_h = time_h < end_h ? std::min(next_h, time_h + step_h) : next_h;
            odeint::integrate_adaptive(stepper, flow, state, time_h, until_h, std::min(step_h, until_h - time_h));
            time_h = until_h;
        }
        curve.gain.push_back(state[1]);
    }
    return curve;
}

double drug_points(const Antidepressant& constants, double maximum_points, double gain, double person) {
    return maximum_points * gain / (constants.gain_half.value + gain) * person;
}

double maximum_points(const Antidepressant& constants, DrugRoute route) {
    for (const MaximumByRoute& each : constants.maxima) {
        if (std::ranges::find(each.routes, route) != each.routes.end()) return each.maximum_points.value;
    }
    throw std::invalid_argument("effects.toml has no maximum for the route " + std::string(enum_name(route)));
}

}  // namespace afterglow::pharmacology
