#pragma once
// The general way: a propagator exp(A h) for every duration h, person by person.

#include <Eigen/Core>

#include <vector>

#include "pharmacology/linear/schedule.h"
#include "pharmacology/linear/system.h"

namespace afterglow::pharmacology {

// Room for every state and for an input to every state; nothing of this size needs the heap.
using SquareMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, 2 * kMaxStates, 2 * kMaxStates>;

// exp(matrix). If nothing off the diagonal is negative, as among compartments, every single element is good to about
// twelve digits, however small it is beside the others.
SquareMatrix exponential(const SquareMatrix& matrix);

// One person. The columns of `elements` and `amounts` are `stride` apart, those of `result` too.
class ExponentialSolver {
public:
    ExponentialSolver(const System& system, const Schedule& schedule, int times);
    void solve(const double* elements, const double* amounts, double* result, std::size_t stride);

private:
    using Vector = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, 2 * kMaxStates, 1>;

    void load(const double* elements, std::size_t stride);
    const SquareMatrix& propagator(int duration);
    void change_input(const Piece& piece, const double* amounts, std::size_t stride);
    void write(int time, double* result, std::size_t stride) const;

    const System& system_;
    const Schedule& schedule_;
    int times_;
    SquareMatrix matrix_;  // A, and beside it a column for every input
    Vector state_;         // and below it the inputs
    std::vector<SquareMatrix> propagators_;
    std::vector<char> known_;
};

}  // namespace afterglow::pharmacology
