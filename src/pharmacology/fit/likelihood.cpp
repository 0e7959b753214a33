#include "pharmacology/fit/likelihood.h"

#include <cmath>
#include <numbers>

namespace afterglow::pharmacology {
namespace {

constexpr double kFarOut = -30;  // beyond it, the function itself gets too small for a double

double variance(const Measurement& m, double predicted) {
    const double part = m.proportional * predicted;
    return part * part + m.additive * m.additive;
}

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double normal_density(double z) {
    constexpr double kInverseRootOfTwoPi = 0.3989422804014327;
    return kInverseRootOfTwoPi * std::exp(-0.5 * z * z);
}

}  // namespace

double ln_normal_cdf(double z) {
    if (z > kFarOut) return std::log(normal_cdf(z));
    return -0.5 * z * z - std::log(-z) - 0.5 * std::log(2 * std::numbers::pi) + std::log1p(-1 / (z * z));
}

double slope_of_ln_normal_cdf(double z) {
    if (z > kFarOut) return normal_density(z) / normal_cdf(z);
    return -z - 1 / z;
}

double standard_deviation(const Measurement& m, double predicted) { return std::sqrt(variance(m, predicted)); }

double minus_two_ln_likelihood(const Measurement& m, double predicted) {
    const double s2 = variance(m, predicted), apart = m.observed - predicted;
    if (m.below_limit) return -2 * ln_normal_cdf(apart / std::sqrt(s2));
    return apart * apart / s2 + std::log(s2);
}

Likelihood likelihood(const Measurement& m, double predicted) {
    const double s2 = variance(m, predicted), apart = m.observed - predicted;
    const double s2_slope = 2 * m.proportional * m.proportional * predicted;
    if (m.below_limit) {
        const double s = std::sqrt(s2), z = apart / s;
        const double z_slope = -(1 + 0.5 * z * s2_slope / s) / s;
        const double ratio = slope_of_ln_normal_cdf(z);
        return {-2 * ln_normal_cdf(z), -2 * ratio * z_slope, 2 * ratio * (ratio + z) * z_slope * z_slope};
    }
    const double growth = s2_slope / s2;
    return {apart * apart / s2 + std::log(s2), -2 * apart / s2 + growth * (1 - apart * apart / s2),
            2 / s2 + growth * growth};
}

}  // namespace afterglow::pharmacology
