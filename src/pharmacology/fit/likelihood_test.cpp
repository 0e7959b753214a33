#include "pharmacology/fit/likelihood.h"

#include <gtest/gtest.h>

#include <cmath>

namespace afterglow::pharmacology {
namespace {

constexpr double kStep = 1e-5;

double numeric_slope(const Measurement& measurement, double predicted) {
    return (minus_two_ln_likelihood(measurement, predicted + kStep) -
            minus_two_ln_likelihood(measurement, predicted - kStep)) /
           (2 * kStep);
}

TEST(Likelihood, SlopesAreThoseOfTheValue) {
    for (const bool below : {false, true}) {
        for (const double predicted : {0.3, 1.0, 4.0, 9.0, 50.0}) {
            const Measurement measurement{5, below, 0.2, 0.5};
            const Likelihood here = likelihood(measurement, predicted);
            EXPECT_NEAR(here.value, minus_two_ln_likelihood(measurement, predicted), 1e-12);
            EXPECT_NEAR(here.slope, numeric_slope(measurement, predicted), 1e-5 * (1 + std::abs(here.slope)))
                << below << predicted;
            EXPECT_GE(here.curvature, 0);
        }
    }
}

// The mean of the second derivative over samples drawn about the prediction, by quadrature.
TEST(Likelihood, CurvatureIsTheExpectedOne) {
    const double predicted = 7;
    Measurement measurement{0, false, 0.2, 0.5};
    const double sd = standard_deviation(measurement, predicted);
    double mean = 0;
    for (double z = -8; z <= 8; z += 0.01) {
        measurement.observed = predicted + z * sd;
        const double second = (minus_two_ln_likelihood(measurement, predicted + 1e-3) -
                               2 * minus_two_ln_likelihood(measurement, predicted) +
                               minus_two_ln_likelihood(measurement, predicted - 1e-3)) /
                              1e-6;
        mean += second * std::exp(-z * z / 2) / std::sqrt(2 * M_PI) * 0.01;
    }
    EXPECT_NEAR(likelihood(measurement, predicted).curvature, mean, 1e-4);
}

TEST(Likelihood, BelowTheLimitIsTheProbabilityOfBeingThere) {
    EXPECT_NEAR(std::exp(ln_normal_cdf(-1.959963984540054)), 0.025, 1e-12);
    EXPECT_NEAR(ln_normal_cdf(0), -std::log(2), 1e-14);
    EXPECT_NEAR(ln_normal_cdf(-30.0001), ln_normal_cdf(-29.9999), 0.01);
    EXPECT_NEAR(slope_of_ln_normal_cdf(-30.0001), slope_of_ln_normal_cdf(-29.9999), 0.01);
    const Measurement measurement{2, true, 0.2, 1};
    EXPECT_NEAR(minus_two_ln_likelihood(measurement, 2), -2 * std::log(0.5), 1e-12);
    EXPECT_LT(minus_two_ln_likelihood(measurement, 0.1), minus_two_ln_likelihood(measurement, 1));
    EXPECT_TRUE(std::isfinite(minus_two_ln_likelihood({1, true, 1e-4, 1e-4}, 100)));
}

}  // namespace
}  // namespace afterglow::pharmacology
