#include "pharmacology/linear/exponential.h"

#include <unsupported/Eigen/MatrixFunctions>

#include <algorithm>
#include <cmath>

namespace afterglow::pharmacology {
namespace {

bool has_only_inflows(const SquareMatrix& matrix) {
    for (int i = 0; i < matrix.rows(); ++i) {
        for (int j = 0; j < matrix.cols(); ++j) {
            if (i != j && !(matrix(i, j) >= 0)) return false;
        }
    }
    return true;
}

// exp(M) = exp(-shift) exp(M + shift I): nothing in M + shift I is negative, so Taylor's series and the squarings only
// add and multiply, and nothing cancels.
SquareMatrix exponential_of_inflows(const SquareMatrix& matrix) {
    const int n = static_cast<int>(matrix.rows());
    const double shift = std::max(0.0, -matrix.diagonal().minCoeff());
    SquareMatrix rest = matrix;
    rest.diagonal().array() += shift;

    int exponent = 0;
    std::frexp(std::max(shift, rest.cwiseAbs().rowwise().sum().maxCoeff()), &exponent);
    const int squarings = std::max(0, exponent);
    rest *= std::ldexp(1.0, -squarings);

    // A state n - 1 steps away is first reached by the power n - 1; the other terms are for its digits.
    const int terms = n + 15;
    SquareMatrix sum = SquareMatrix::Identity(n, n);
    for (int k = terms; k > 0; --k) sum = SquareMatrix::Identity(n, n) + (rest * sum).eval() / k;
    sum *= std::exp(-std::ldexp(shift, -squarings));
    for (int k = 0; k < squarings; ++k) sum = (sum * sum).eval();
    return sum;
}

}  // namespace

SquareMatrix exponential(const SquareMatrix& matrix) {
    if (matrix.rows() == 0) return matrix;
    if (has_only_inflows(matrix)) return exponential_of_inflows(matrix);
    return matrix.exp();
}

ExponentialSolver::ExponentialSolver(const System& system, const Schedule& schedule, int times)
    : system_(system),
      schedule_(schedule),
      times_(times),
      propagators_(schedule.durations_h.size()),
      known_(schedule.durations_h.size()) {}

void ExponentialSolver::solve(const double* elements, const double* amounts, double* result, std::size_t stride) {
    load(elements, stride);
    state_.setZero(matrix_.rows());
    bool first = true;
    for (const Piece& piece : schedule_.pieces) {
        if (!first) state_ = (propagator(piece.advance) * state_).eval();
        first = false;
        if (piece.changes) change_input(piece, amounts, stride);

        const Vector at_base = state_;
        for (int t = 0; t < piece.times; ++t) {
            if (t > 0) state_ = (propagator(piece.step) * state_).eval();
            write(piece.first_time + t, result, stride);
        }
        state_ = at_base;
    }
}

void ExponentialSolver::load(const double* elements, std::size_t stride) {
    const int n = system_.states, inputs = static_cast<int>(system_.inputs.size());
    matrix_.setZero(n + inputs, n + inputs);
    for (const SystemElement& e : system_.elements) matrix_(e.row, e.column) = elements[e.index * stride];
    for (int u = 0; u < inputs; ++u) matrix_(system_.inputs[u], n + u) = 1;
    std::ranges::fill(known_, 0);
}

const SquareMatrix& ExponentialSolver::propagator(int duration) {
    if (!known_[duration]) {
        propagators_[duration] = exponential(matrix_ * schedule_.durations_h[duration]);
        known_[duration] = 1;
    }
    return propagators_[duration];
}

void ExponentialSolver::change_input(const Piece& piece, const double* amounts, std::size_t stride) {
    const int n = system_.states;
    const auto dose = [&](int d) -> const SystemDose& { return system_.doses[schedule_.lists[d]]; };
    for (int d = piece.boluses.begin; d < piece.boluses.end; ++d) {
        state_(system_.inputs[dose(d).input]) += amounts[dose(d).index * stride];
    }
    state_.tail(system_.inputs.size()).setZero();
    for (int d = piece.running.begin; d < piece.running.end; ++d) {
        state_(n + dose(d).input) += amounts[dose(d).index * stride] / dose(d).duration_h;
    }
}

void ExponentialSolver::write(int time, double* result, std::size_t stride) const {
    for (const SystemOutput& output : system_.outputs) {
        result[(static_cast<std::size_t>(output.index) * times_ + time) * stride] = state_(output.state);
    }
}

}  // namespace afterglow::pharmacology
