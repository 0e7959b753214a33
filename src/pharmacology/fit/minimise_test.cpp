#include "pharmacology/fit/minimise.h"

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include <cmath>

namespace afterglow::pharmacology {
namespace {

// Falling exponentials whose size and rate are lognormal.
Posterior decay(std::vector<double> times_h, std::vector<double> observed, double proportional, double additive) {
    Posterior posterior;
    for (const double each : observed) posterior.measurements.push_back({each, false, proportional, additive});
    posterior.omega = (Eigen::Matrix2d() << 0.09, 0.02, 0.02, 0.16).finished();
    posterior.predict = [times_h](std::span<const double> etas, std::size_t points, std::span<double> predictions) {
        for (std::size_t i = 0; i < times_h.size(); ++i) {
            for (std::size_t p = 0; p < points; ++p)
                predictions[i * points + p] =
                    10 * std::exp(etas[2 * p]) * std::exp(-0.5 * std::exp(etas[2 * p + 1]) * times_h[i]);
        }
    };
    return posterior;
}

TEST(Minimise, TheGradientIsThatOfTheObjective) {
    const Posterior posterior = decay({0.5, 1, 2, 4}, {9, 8, 3, 1.5}, 0.2, 0.3);
    const Eigen::Vector2d at(0.21, -0.34);
    const Place place = look(posterior, at);
    for (int i = 0; i < 2; ++i) {
        Eigen::Vector2d step = Eigen::Vector2d::Zero();
        step[i] = 1e-5;
        const double slope = (look(posterior, at + step).objective - look(posterior, at - step).objective) / 2e-5;
        EXPECT_NEAR(place.gradient[i], slope, 1e-4 * (1 + std::abs(slope)));
    }
}

TEST(Minimise, EndsWhereNothingNearIsLower) {
    const Posterior posterior = decay({0.5, 1, 2, 4}, {12, 7, 5, 0.9}, 0.2, 0.3);
    const Minimum minimum = minimise(posterior);
    ASSERT_TRUE(minimum.converged);
    EXPECT_LT(minimum.iterations, 20);
    for (const double angle : {0.0, 0.7, 1.4, 2.1, 2.8, 3.5, 4.2, 4.9, 5.6}) {
        const Eigen::VectorXd near = minimum.etas + 0.01 * Eigen::Vector2d(std::cos(angle), std::sin(angle));
        EXPECT_GT(look(posterior, near).objective, minimum.objective);
    }
}

// A straight line with additive errors: the posterior is normal, and known.
TEST(Minimise, OfALineIsTheKnownAnswer) {
    Posterior posterior;
    posterior.omega = (Eigen::Matrix2d() << 4, 1, 1, 9).finished();
    posterior.predict = [](std::span<const double> etas, std::size_t points, std::span<double> predictions) {
        for (std::size_t i = 0; i < 4; ++i) {
            for (std::size_t p = 0; p < points; ++p)
                predictions[i * points + p] = etas[2 * p] + etas[2 * p + 1] * static_cast<double>(i);
        }
    };
    Eigen::Vector4d observed(1.2, 2.9, 4.1, 7.3);
    for (const double each : observed) posterior.measurements.push_back({each, false, 0, 0.5});
    Eigen::Matrix<double, 4, 2> design;
    design << 1, 0, 1, 1, 1, 2, 1, 3;
    const Eigen::Matrix2d precision = posterior.omega.inverse() + design.transpose() * design / 0.25;
    const Eigen::Vector2d expected = precision.inverse() * design.transpose() * observed / 0.25;
    const Minimum minimum = minimise(posterior);
    ASSERT_TRUE(minimum.converged);
    EXPECT_LT((minimum.etas - expected).norm(), 1e-7);
    EXPECT_LT((minimum.covariance - precision.inverse()).norm(), 1e-6);
    EXPECT_FALSE(minimum.expected_covariance);
}

TEST(Minimise, WithoutMeasurementsThePriorIsLeft) {
    Posterior posterior = decay({}, {}, 0.2, 0.3);
    const Minimum minimum = minimise(posterior);
    EXPECT_TRUE(minimum.converged);
    EXPECT_EQ(minimum.etas.norm(), 0);
    EXPECT_LT((minimum.covariance - posterior.omega).norm(), 1e-12);
}

TEST(Minimise, SaysWhenItDoesNotSettle) {
    Posterior posterior;
    posterior.omega = Eigen::MatrixXd::Identity(1, 1);
    posterior.measurements = {{1, false, 0, 1e-6}};
    posterior.predict = [](std::span<const double> etas, std::size_t points, std::span<double> predictions) {
        for (std::size_t p = 0; p < points; ++p) predictions[p] = std::sin(1e7 * etas[p]);  // of no use to anybody
    };
    EXPECT_FALSE(minimise(posterior).converged);
}

}  // namespace
}  // namespace afterglow::pharmacology
