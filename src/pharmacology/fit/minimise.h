#pragma once
// The most probable etas: scoring steps (Gauss and Newton's, with the expected curvature), damped where they overshoot.

#include <Eigen/Core>

#include <functional>
#include <span>
#include <vector>

#include "pharmacology/fit/likelihood.h"

namespace afterglow::pharmacology {

// predictions[m * points + p] of measurement m at the etas of point p, which are etas[p * number of etas + i].
using Predict = std::function<void(std::span<const double> etas, std::size_t points, std::span<double> predictions)>;

struct Posterior {
    Predict predict;
    std::vector<Measurement> measurements;
    Eigen::MatrixXd omega;  // variances and covariances of the etas
};

struct Minimum {
    Eigen::VectorXd etas;
    double objective = 0;
    int iterations = 0;
    bool converged = false;
    std::vector<double> predictions;
    Eigen::MatrixXd covariance;        // Laplace: the inverse of half the numeric Hessian
    bool expected_covariance = false;  // where that has no inverse, the expected curvature served
};

// All etas that a step needs, those perturbed included, are predicted in one call.
Minimum minimise(const Posterior& posterior);

// The objective at one point, its gradient and half its expected second derivatives: for tests as well.
struct Place {
    Eigen::VectorXd etas;
    double objective = 0;
    Eigen::VectorXd gradient;
    Eigen::MatrixXd information;
    std::vector<double> predictions;  // at the point itself
    Eigen::VectorXd above, below;     // the likelihood's part of the objective, a step further and a step back
    double likelihood = 0;            // and at the point
};
Place look(const Posterior& posterior, const Eigen::VectorXd& etas);

}  // namespace afterglow::pharmacology
