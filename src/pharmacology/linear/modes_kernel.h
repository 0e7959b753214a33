#pragma once
// One group of people, one in each lane, from rate constants to outputs. Included by one translation unit for each
// instruction set; everything is a template of it, so that no two of them share a symbol.
//
// Each block is made symmetric and diagonal by rotations (Jacobi); the eigenvectors of the whole matrix follow block by
// block, downstream. Then z_k' = rate_k z_k + drive_k for every mode k, and an output is a sum of modes.
//
// Sums of modes can cancel. So every quantity has a companion, its bound: the same sums of absolute values, with the
// elements of orthogonal matrices taken as 1. Its ratio to the output's peak says how many digits are lost.

#include <xsimd/xsimd.hpp>

#include "pharmacology/linear/modes.h"

namespace afterglow::pharmacology {

inline constexpr double kLargestLoss = 1e5;  // of 2e-16, to stay within 1e-10
inline constexpr double kLargestNumber = 1e300;
inline constexpr int kMostSweeps = 16;
inline constexpr int kUnrolledModes = 8;

// exp(x) and exp(x) - 1, both to the last digits, for |x| < 700.
template <class Batch> struct Exponential {
    Batch value, minus_one;
};

template <class Arch> class ModesGroup {
public:
    using Batch = xsimd::batch<double, Arch>;
    static constexpr int kLanes = static_cast<int>(Batch::size);

    ModesGroup(const ModesPlan& plan, const ModesPeople& people) : plan_(plan), people_(people) {
        place_scratch();
    }

    void run() {
        failed_ = Batch(0.0);
        decompose();
        couple();
        for (int u = 0; u < plan_.inputs; ++u) excite(u);
        tabulate();
        clear(state_, 4 * plan_.states);  // state, drive, bound, largest
        clear(peak_, plan_.outputs);
        for (int p = 0; p < plan_.pieces; ++p) follow(plan_.piece[p], p == 0);
        judge();
    }

    static std::size_t scratch_batches(const ModesPlan& plan) {
        ModesGroup group(plan, ModesPeople{});
        return static_cast<std::size_t>(group.end_ - static_cast<double*>(nullptr)) / kLanes;
    }

private:
    // --- memory ------------------------------------------------------------------------------------------------------

    static Batch get(const double* array, int i) { return Batch::load_aligned(array + i * kLanes); }
    static void put(double* array, int i, const Batch& value) { value.store_aligned(array + i * kLanes); }
    static void add(double* array, int i, const Batch& value) { put(array, i, get(array, i) + value); }
    static void clear(double* array, int count) {
        for (int i = 0; i < count; ++i) put(array, i, Batch(0.0));
    }
    int at(int row, int column) const { return row * plan_.states + column; }
};

}  // namespace afterglow::pharmacology
