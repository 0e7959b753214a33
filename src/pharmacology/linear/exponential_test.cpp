#include "pharmacology/linear/exponential.h"

#include <gtest/gtest.h>

#include <cmath>

namespace afterglow::pharmacology {
namespace {

SquareMatrix matrix(int size, std::initializer_list<double> values) {
    SquareMatrix m(size, size);
    int i = 0;
    for (double value : values) m(i / size, i % size) = value, ++i;
    return m;
}

TEST(Exponential, OfDiagonal) {
    const SquareMatrix e = exponential(matrix(2, {-3, 0, 0, 0.5}));
    EXPECT_NEAR(e(0, 0), std::exp(-3), 1e-15);
    EXPECT_NEAR(e(1, 1), std::exp(0.5), 1e-14);
    EXPECT_EQ(e(0, 1), 0);
}

// Some elements off the diagonal are negative: no compartments.
TEST(Exponential, OfARotation) {
    const SquareMatrix e = exponential(matrix(2, {0, -1, 1, 0}));
    EXPECT_NEAR(e(0, 0), std::cos(1), 1e-14);
    EXPECT_NEAR(e(1, 0), std::sin(1), 1e-14);
}

TEST(Exponential, OfNothing) { EXPECT_EQ(exponential(SquareMatrix(0, 0)).size(), 0); }

// A chain of n equal rates k, within a time so short that kt is small: (kt)^n / n! down to 1e-30, each to twelve digits.
TEST(Exponential, KeepsTheDigitsOfTinyElements) {
    constexpr int kStates = 8;
    const double kt = 1e-3;
    SquareMatrix m = SquareMatrix::Zero(kStates, kStates);
    for (int s = 0; s < kStates; ++s) {
        m(s, s) = -kt;
        if (s > 0) m(s, s - 1) = kt;
    }
    const SquareMatrix e = exponential(m);
    double expected = std::exp(-kt);
    for (int s = 0; s < kStates; ++s) {
        EXPECT_NEAR(e(s, 0) / expected, 1, 1e-12);
        expected *= kt / (s + 1);
    }
}

// Fast and slow together: 1e4 and 1e-3.
TEST(Exponential, OfStiffRates) {
    const double fast = 1e4, slow = 1e-3;
    const SquareMatrix e = exponential(matrix(2, {-fast, 0, fast, -slow}));
    EXPECT_NEAR(e(1, 0), fast / (fast - slow) * (std::exp(-slow) - std::exp(-fast)), 1e-11);
    EXPECT_NEAR(e(1, 1), std::exp(-slow), 1e-11);
}

}  // namespace
}  // namespace afterglow::pharmacology
