#include "pharmacology/fit/minimise.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>

namespace afterglow::pharmacology {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int kMaxIterations = 60;
constexpr double kLongestStep = 2;      // omegas, in one iteration
constexpr double kFarthest = 8;         // omegas: much farther than anything that is accepted
constexpr double kSmallEnough = 1e-9;   // expected gain of another step
constexpr double kMeansNothing = 1e-2;  // expected gain that no step finds: the slope is by differences, not exact
constexpr double kRounding = 1e-11;     // of the objective
constexpr double kFirstDamping = 1e-2, kDampingFactor = 10, kMaxDamping = 1e9;
constexpr double kStepShare = 0.01, kLargestStep = 2e-3;  // of differences: of omega; never longer

VectorXd omegas(const Posterior& posterior) { return posterior.omega.diagonal().cwiseSqrt(); }

VectorXd difference_steps(const Posterior& posterior) {
    return (kStepShare * omegas(posterior)).cwiseMin(kLargestStep);
}

// The predictions at some points, the etas of each in a column.
class Predictions {
public:
    Predictions(const Posterior& posterior, const MatrixXd& points)
        : points_(static_cast<std::size_t>(points.cols())),
          measurements_(posterior.measurements),
          values_(posterior.measurements.size() * points_) {
        if (values_.empty()) return;
        posterior.predict({points.data(), static_cast<std::size_t>(points.size())}, points_, values_);
    }
    double at(std::size_t measurement, Index point) const {
        return values_[measurement * points_ + static_cast<std::size_t>(point)];
    }
    double likelihood_at(Index point) const {
        double sum = 0;
        for (std::size_t m = 0; m < measurements_.size(); ++m)
            sum += minus_two_ln_likelihood(measurements_[m], at(m, point));
        return sum;
    }

private:
    std::size_t points_;
    const std::vector<Measurement>& measurements_;
    std::vector<double> values_;
};

// A step further and a step back along every eta, the point itself first.
MatrixXd star(const VectorXd& etas, const VectorXd& steps) {
    MatrixXd points = etas.replicate(1, 1 + 2 * etas.size());
    for (Index i = 0; i < etas.size(); ++i) {
        points(i, 1 + 2 * i) += steps[i];
        points(i, 2 + 2 * i) -= steps[i];
    }
    return points;
}

class Search {
public:
    explicit Search(const Posterior& posterior)
        : posterior_(posterior),
          precision_(posterior.omega.llt().solve(MatrixXd::Identity(posterior.omega.rows(), posterior.omega.cols()))),
          omegas_(omegas(posterior)),
          steps_(difference_steps(posterior)) {}

    Place look(const VectorXd& etas) const {
        const Predictions all(posterior_, star(etas, steps_));
        const Index n = etas.size();
        Place place{.etas = etas, .objective = 0, .gradient = 2 * (precision_ * etas), .information = precision_};
        place.above.resize(n);
        place.below.resize(n);
        for (Index i = 0; i < n; ++i) {
            place.above[i] = all.likelihood_at(1 + 2 * i);
            place.below[i] = all.likelihood_at(2 + 2 * i);
        }
        VectorXd row(n);
        for (std::size_t m = 0; m < posterior_.measurements.size(); ++m) {
            const Likelihood here = likelihood(posterior_.measurements[m], all.at(m, 0));
            for (Index i = 0; i < n; ++i) row[i] = (all.at(m, 1 + 2 * i) - all.at(m, 2 + 2 * i)) / (2 * steps_[i]);
            place.likelihood += here.value;
            place.gradient += here.slope * row;
            place.information += 0.5 * here.curvature * row * row.transpose();
            place.predictions.push_back(all.at(m, 0));
        }
        place.objective = place.likelihood + etas.dot(precision_ * etas);
        return place;
    }

    Minimum run() {
        Place place = look(VectorXd::Zero(posterior_.omega.rows()));
        Minimum found;
        double damping = 0;
        for (; found.iterations < kMaxIterations && damping < kMaxDamping; ++found.iterations) {
            if (expected_gain(place) < kSmallEnough) {
                found.converged = true;
                break;
            }
            Place next = look(bounded(place.etas, step(place, damping)));
            if (next.objective <= place.objective + kRounding * std::abs(place.objective)) {
                place = std::move(next);
                damping = damping > kFirstDamping ? damping / kDampingFactor : 0;
            } else {
                damping = std::max(kFirstDamping, damping * kDampingFactor);
            }
        }
        found.converged = found.converged || (damping >= kMaxDamping && expected_gain(place) < kMeansNothing);
        put_covariance(place, found);
        found.etas = place.etas;
        found.objective = place.objective;
        found.predictions = std::move(place.predictions);
        return found;
    }

private:
    VectorXd step(const Place& place, double damping) const {
        MatrixXd matrix = place.information;
        matrix.diagonal() *= 1 + damping;
        return -0.5 * matrix.ldlt().solve(place.gradient);
    }
    double expected_gain(const Place& place) const { return -0.5 * place.gradient.dot(step(place, 0)); }

    VectorXd bounded(const VectorXd& etas, const VectorXd& step) const {
        if (etas.size() == 0) return etas;
        const double longest = (step.array().abs() / omegas_.array()).maxCoeff();
        const VectorXd next = etas + step * std::min(1.0, kLongestStep / std::max(longest, kLongestStep));
        return next.cwiseMin(kFarthest * omegas_).cwiseMax(-kFarthest * omegas_);
    }

    // Second differences of the likelihood; the prior's part is known.
    MatrixXd half_hessian(const Place& place) const {
        const Index n = place.etas.size();
        MatrixXd hessian = MatrixXd::Zero(n, n);
        for (Index i = 0; i < n; ++i)
            hessian(i, i) = (place.above[i] - 2 * place.likelihood + place.below[i]) / (steps_[i] * steps_[i]);
        MatrixXd corners = place.etas.replicate(1, n * (n - 1));
        Index corner = 0;
        for (Index i = 0; i < n; ++i) {
            for (Index j = 0; j < i; ++j, corner += 2) {
                corners(i, corner) += steps_[i], corners(j, corner) += steps_[j];
                corners(i, corner + 1) -= steps_[i], corners(j, corner + 1) -= steps_[j];
            }
        }
        const Predictions at_corners(posterior_, corners);
        corner = 0;
        for (Index i = 0; i < n; ++i) {
            for (Index j = 0; j < i; ++j, corner += 2) {
                const double sum = at_corners.likelihood_at(corner) + at_corners.likelihood_at(corner + 1) +
                                   2 * place.likelihood - place.above[i] - place.below[i] - place.above[j] -
                                   place.below[j];
                hessian(i, j) = hessian(j, i) = sum / (2 * steps_[i] * steps_[j]);
            }
        }
        return 0.5 * hessian + precision_;
    }

    void put_covariance(const Place& place, Minimum& found) const {
        const MatrixXd one = MatrixXd::Identity(place.etas.size(), place.etas.size());
        const auto root = half_hessian(place).llt();
        found.expected_covariance = root.info() != Eigen::Success;
        found.covariance =
            found.expected_covariance ? MatrixXd(place.information.llt().solve(one)) : MatrixXd(root.solve(one));
    }

    const Posterior& posterior_;
    MatrixXd precision_;
    VectorXd omegas_, steps_;
};

}  // namespace

Place look(const Posterior& posterior, const VectorXd& etas) { return Search(posterior).look(etas); }

Minimum minimise(const Posterior& posterior) { return Search(posterior).run(); }

}  // namespace afterglow::pharmacology
