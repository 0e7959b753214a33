#pragma once
// One group of people, one in each lane, from rate constants to outputs. Included by one translation unit for each
// instruction set; everything is a template of it, so that no two of them share a symbol.
//
// Each block is made symmetric and then diagonal by rotations (Jacobi); the eigenvectors of the whole matrix follow
// block by block, downstream. Then z_k' = rate_k z_k + drive_k for every mode k, and an output is a sum of modes.
//
// Sums of modes can cancel. So every quantity has a companion, its bound: the same sums of absolute values, with the
// elements of orthogonal matrices taken as 1. Its ratio to the output's peak says how many digits are lost.

#include <xsimd/xsimd.hpp>

#include "pharmacology/linear/modes.h"

namespace afterglow::pharmacology {

template <class Arch> class ModesGroup {
public:
    using Batch = xsimd::batch<double, Arch>;
    using Mask = xsimd::batch_bool<double, Arch>;
    static constexpr int kLanes = static_cast<int>(Batch::size);

    // Group g of the people: the lanes from g * kLanes on. Its part of the scratch lasts; another part is for
    // what is needed for a moment only, and common to all.
    ModesGroup(const ModesPlan& plan, const ModesPeople& people, int group)
        : plan_(plan), people_(people), first_(group * kLanes) {
        const int n = plan.states;
        double* free = people.scratch;
        const auto take = [&free](int batches) {
            double* const begin = free;
            free += batches * kLanes;
            return begin;
        };
        symmetric_ = take(n * n);
        vectors_ = take(n * n);
        scale_ = take(n);
        shares_ = take(n);
        steps_ = take(2 * n);  // also holds what is computed on the way to the eigenvectors

        free += static_cast<std::size_t>(group) * plan.group_batches * kLanes;
        right_ = take(n * n);
        right_bound_ = take(n * n);
        rate_ = take(n);
        state_ = take(n);
        drive_ = take(n);
        bound_ = take(n);
        largest_ = take(n);
        left_ = take(plan.inputs * n);
        left_bound_ = take(plan.inputs * n);
        table_ = take(2 * plan.slots * n);
        peak_ = take(plan.outputs);
        failed_ = take(1);
    }

    void prepare() {
        put(failed_, 0, Batch(0.0));
        decompose();
        separate();
        couple();
        for (int u = 0; u < plan_.inputs; ++u) excite(u);
        tabulate();
        for (int k = 0; k < plan_.states; ++k) {
            put(state_, k, Batch(0.0));
            put(drive_, k, Batch(0.0));
            put(bound_, k, Batch(0.0));
            put(largest_, k, Batch(0.0));
        }
        for (int o = 0; o < plan_.outputs; ++o) put(peak_, o, Batch(0.0));
    }

    void enter(const ModesPiece& piece, bool first) {
        if (!first) advance(piece.advance);
        if (piece.changes) change_input(piece);
        for (int k = 0; k < plan_.states; ++k) put(largest_, k, xsimd::max(get(largest_, k), get(bound_, k)));
    }

    template <bool Driven> void observe(const ModesPiece& piece, int o) {
        const ModesOutput& output = plan_.output[o];
        const bool steps = piece.times > 1;
        for (int j = 0; j < output.modes; ++j) {
            const int k = output.mode[j];
            const Batch weight = get(right_, at(output.state, k));
            put(shares_, j, weight * get(state_, k));
            if (!steps) continue;
            const Multiplier both = multiplier(k, piece.step);
            put(steps_, 2 * j, both.value);
            if (Driven) put(steps_, 2 * j + 1, weight * get(drive_, k) * both.integral);
        }
        double* const row = row_of(output, piece.first_time);
        put(peak_, o, xsimd::max(get(peak_, o), write<Driven>(output.modes, row, piece.times)));
    }

    void judge() {
        for (int k = 0; k < plan_.states; ++k) {
            fail(!(get(rate_, k) * Batch(plan_.horizon_h) < Batch(1.0)));  // grows
        }
        for (int o = 0; o < plan_.outputs; ++o) {
            const ModesOutput& output = plan_.output[o];
            Batch bound(0.0);
            for (int j = 0; j < output.modes; ++j) {
                const int k = output.mode[j];
                bound = xsimd::fma(get(right_bound_, at(output.state, k)), get(largest_, k), bound);
            }
            Mask lost = too_much_lost(bound, get(peak_, o));
            if (xsimd::any(lost && get(failed_, 0) == Batch(0.0))) lost = too_much_lost(bound, peak_of(output));
            fail(lost);
        }
        for (int lane = 0; lane < kLanes; ++lane) people_.failed[first_ + lane] = failed_[lane] != 0;
    }

private:
    static constexpr double kLargestNumber = 1e300;
    static constexpr int kMostSweeps = 16;
    static constexpr int kMostUnrolled = 8;

    // --- memory ------------------------------------------------------------------------------------------------------

    static Batch get(const double* array, int i) { return Batch::load_aligned(array + i * kLanes); }
    static void put(double* array, int i, const Batch& value) { value.store_aligned(array + i * kLanes); }
    static void add(double* array, int i, const Batch& value) { put(array, i, get(array, i) + value); }
    int at(int row, int column) const { return row * plan_.states + column; }

    Batch element(int index) const { return Batch::load_unaligned(people_.elements + index * people_.stride + first_); }
    Batch element(int row, int column) const {
        const int index = plan_.element_at[at(row, column)];
        return index < 0 ? Batch(0.0) : element(index);
    }
    Batch amount(const ModesDose& dose) const {
        return Batch::load_unaligned(people_.amounts + dose.index * people_.stride + first_);
    }
    double* row_of(const ModesOutput& output, int time) const {
        return people_.result + (static_cast<std::size_t>(output.index) * plan_.times + time) * people_.stride + first_;
    }

    // --- eigenvalues and eigenvectors of the blocks ------------------------------------------------------------------

    void decompose() {
        for (int b = 0; b < plan_.blocks; ++b) {
            const int begin = plan_.block_begin[b], end = plan_.block_begin[b + 1];
            put(scale_, begin, Batch(1.0));
            if (end - begin == 1) {
                put(rate_, begin, element(begin, begin));
                put(vectors_, at(begin, begin), Batch(1.0));
                continue;
            }
            symmetrise(begin, end);
            diagonalise(begin, end);
            for (int i = begin; i < end; ++i) put(rate_, i, get(symmetric_, at(i, i)));
        }
    }

    // Equal transit compartments have coinciding rates, between which the closed form divides by zero. A pair is moved apart
    // around its middle, by a share of the rate beyond what lies between them anyway: the response changes by the square
    // of that share. Three at one place cannot be helped so; they are left to the exponential.
    void separate() {
        for (int k = 0; k < plan_.states; ++k) put(shares_, k, Batch(0.0));
        for (int k = 1; k < plan_.states; ++k) {
            for (int j = 0; j < plan_.block_begin[plan_.block_of[k]]; ++j) {
                if (plan_.reaches[at(k, j)]) move_apart(j, k);
            }
        }
    }
    void move_apart(int j, int k) {
        const Batch middle = (get(rate_, j) + get(rate_, k)) * Batch(0.5);
        const Batch half = (get(rate_, k) - get(rate_, j)) * Batch(0.5);
        const Batch apart = middle * Batch(plan_.apart);
        const Mask near = xsimd::abs(half) < xsimd::abs(apart);
        if (!xsimd::any(near)) return;
        fail(near & (get(shares_, j) + get(shares_, k) > Batch(0.0)));
        const Batch moved = xsimd::sqrt(xsimd::fma(half, half, apart * apart));
        put(rate_, j, xsimd::select(near, middle - moved, get(rate_, j)));
        put(rate_, k, xsimd::select(near, middle + moved, get(rate_, k)));
        put(shares_, j, xsimd::select(near, Batch(1.0), get(shares_, j)));
        put(shares_, k, xsimd::select(near, Batch(1.0), get(shares_, k)));
    }

    void symmetrise(int begin, int end) {
        for (int i = begin; i < end; ++i) {
            for (int j = begin; j < end; ++j) {
                put(symmetric_, at(i, j), Batch(0.0));
                put(vectors_, at(i, j), Batch(i == j ? 1.0 : 0.0));
            }
            put(symmetric_, at(i, i), element(i, i));
        }
        for (int child = begin + 1; child < end; ++child) {
            const int parent = plan_.parent[child];
            const Batch out = element(child, parent), back = element(parent, child);
            fail(!(out * back > Batch(0.0)));
            const Batch ratio = xsimd::sqrt(out / back);
            put(scale_, child, get(scale_, parent) * ratio);
            put(symmetric_, at(child, parent), out / ratio);
            put(symmetric_, at(parent, child), out / ratio);
        }
    }

    void diagonalise(int begin, int end) {
        for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
            if (sweep > 0 && !xsimd::any(unfinished(begin, end))) return;
            for (int p = begin; p < end; ++p) {
                for (int q = p + 1; q < end; ++q) rotate(begin, end, p, q);
            }
            if (end - begin == 2) return;  // one rotation is exact
        }
        fail(unfinished(begin, end));
    }

    Mask unfinished(int begin, int end) const {
        Batch off(0.0), norm(0.0);
        for (int i = begin; i < end; ++i) {
            const Batch diagonal = get(symmetric_, at(i, i));
            norm = xsimd::fma(diagonal, diagonal, norm);
            for (int j = begin; j < i; ++j) {
                const Batch value = get(symmetric_, at(i, j));
                off = xsimd::fma(value, value, off);
            }
        }
        return off > Batch(1e-34) * norm;
    }

    void rotate(int begin, int end, int p, int q) {
        const Batch off = get(symmetric_, at(p, q));
        const Batch app = get(symmetric_, at(p, p)), aqq = get(symmetric_, at(q, q));
        const Batch apart = aqq - app, twice = off + off;
        const Batch below = xsimd::abs(apart) + xsimd::sqrt(xsimd::fma(apart, apart, twice * twice));
        const Batch size = xsimd::select(below > Batch(0.0), twice / below, Batch(0.0));
        const Batch tangent = xsimd::select(apart < Batch(0.0), -size, size);
        const Batch cosine = Batch(1.0) / xsimd::sqrt(xsimd::fma(tangent, tangent, Batch(1.0)));
        const Batch sine = tangent * cosine;

        put(symmetric_, at(p, p), app - tangent * off);
        put(symmetric_, at(q, q), aqq + tangent * off);
        put(symmetric_, at(p, q), Batch(0.0));
        put(symmetric_, at(q, p), Batch(0.0));
        for (int i = begin; i < end; ++i) {
            turn(vectors_, at(i, p), at(i, q), cosine, sine);
            if (i == p || i == q) continue;
            turn(symmetric_, at(i, p), at(i, q), cosine, sine);
            put(symmetric_, at(p, i), get(symmetric_, at(i, p)));
            put(symmetric_, at(q, i), get(symmetric_, at(i, q)));
        }
    }
    static void turn(double* array, int p, int q, const Batch& cosine, const Batch& sine) {
        const Batch x = get(array, p), y = get(array, q);
        put(array, p, cosine * x - sine * y);
        put(array, q, sine * x + cosine * y);
    }

    // --- eigenvectors of the whole -----------------------------------------------------------------------------------

    // right_[i][k]: what of mode k is in state i.
    void couple() {
        for (int b = 0; b < plan_.blocks; ++b) {
            const int begin = plan_.block_begin[b], end = plan_.block_begin[b + 1];
            for (int k = 0; k < begin; ++k) {
                if (plan_.reaches[at(begin, k)]) carry(k, begin, end);
            }
            for (int i = begin; i < end; ++i) {
                for (int k = begin; k < end; ++k) {
                    put(right_, at(i, k), get(scale_, i) * get(vectors_, at(i, k)));
                    put(right_bound_, at(i, k), get(scale_, i));
                }
            }
        }
    }

    // The part of mode k in a block downstream of its own: (A - rate_k) v = -inflow, solved in the block's own modes.
    void carry(int k, int begin, int end) {
        Batch inflow_bound(0.0);
        for (int i = begin; i < end; ++i) {
            Batch inflow(0.0), bound(0.0);
            gather(i, k, begin, inflow, bound);
            put(shares_, i, inflow / get(scale_, i));
            inflow_bound += bound / get(scale_, i);
        }
        Batch all(0.0);
        for (int j = begin; j < end; ++j) {
            Batch share(0.0);
            for (int i = begin; i < end; ++i) {
                share = xsimd::fma(get(vectors_, at(i, j)), get(shares_, i), share);
            }
            const Batch gap = get(rate_, k) - get(rate_, j);
            put(steps_, j, xsimd::select(inflow_bound == Batch(0.0), Batch(0.0), share / gap));
            all += xsimd::select(inflow_bound == Batch(0.0), Batch(0.0), inflow_bound / xsimd::abs(gap));
        }
        for (int i = begin; i < end; ++i) {
            Batch sum(0.0);
            for (int j = begin; j < end; ++j) sum = xsimd::fma(get(vectors_, at(i, j)), get(steps_, j), sum);
            put(right_, at(i, k), get(scale_, i) * sum);
            put(right_bound_, at(i, k), get(scale_, i) * all);
        }
    }

    void gather(int i, int k, int begin, Batch& inflow, Batch& bound) const {
        for (int e = plan_.row_begin[i]; e < plan_.row_begin[i + 1]; ++e) {
            const int column = plan_.elements[e].column;
            if (column >= begin || !plan_.reaches[at(column, k)]) continue;
            const Batch value = element(plan_.elements[e].index);
            inflow = xsimd::fma(value, get(right_, at(column, k)), inflow);
            bound = xsimd::fma(xsimd::abs(value), get(right_bound_, at(column, k)), bound);
        }
    }

    // left_[u][k]: how much of mode k one unit in the input's state is. The modes must sum up to nothing downstream.
    void excite(int u) {
        const int source = plan_.input_state[u], source_block = plan_.block_of[source];
        for (int b = 0; b < plan_.blocks; ++b) {
            const int begin = plan_.block_begin[b], end = plan_.block_begin[b + 1];
            if (b == source_block) {
                excite_source(u, source, begin, end);
            } else if (plan_.reaches[at(begin, source)]) {
                excite_downstream(u, source, begin, end);
            } else {
                for (int k = begin; k < end; ++k) {
                    put(left_, at(u, k), Batch(0.0));
                    put(left_bound_, at(u, k), Batch(0.0));
                }
            }
        }
    }
    void excite_source(int u, int source, int begin, int end) {
        const Batch unit = Batch(1.0) / get(scale_, source);
        for (int k = begin; k < end; ++k) {
            put(left_, at(u, k), unit * get(vectors_, at(source, k)));
            put(left_bound_, at(u, k), unit);
        }
    }
    void excite_downstream(int u, int source, int begin, int end) {
        Batch all(0.0);
        for (int i = begin; i < end; ++i) {
            Batch sum(0.0), bound(0.0);
            for (int k = 0; k < begin; ++k) {
                if (!plan_.reaches[at(begin, k)] || !plan_.reaches[at(k, source)]) continue;
                sum = xsimd::fma(get(right_, at(i, k)), get(left_, at(u, k)), sum);
                bound = xsimd::fma(get(right_bound_, at(i, k)), get(left_bound_, at(u, k)), bound);
            }
            put(shares_, i, sum / get(scale_, i));
            all += bound / get(scale_, i);
        }
        for (int k = begin; k < end; ++k) {
            Batch sum(0.0);
            for (int i = begin; i < end; ++i) sum = xsimd::fma(get(vectors_, at(i, k)), get(shares_, i), sum);
            put(left_, at(u, k), -sum);
            put(left_bound_, at(u, k), all);
        }
    }

    // --- time --------------------------------------------------------------------------------------------------------

    // What a mode becomes within a duration: value * z + integral * drive.
    struct Multiplier {
        Batch value, integral;
    };

    Multiplier multiplier(int k, double hours) const {
        const Batch rate = get(rate_, k);
        const Multiplier both = exponential(rate * Batch(hours));
        return {both.value, xsimd::select(rate == Batch(0.0), Batch(hours), both.integral / rate)};
    }
    Multiplier multiplier(int k, int duration) const {
        const ModesDuration& wanted = plan_.duration[duration];
        if (wanted.slot < 0) return multiplier(k, wanted.hours);
        const int place = 2 * at(wanted.slot, k);
        return {get(table_, place), get(table_, place + 1)};
    }

    void tabulate() {
        for (int d = 0; d < plan_.durations; ++d) {
            const ModesDuration& duration = plan_.duration[d];
            if (duration.slot < 0) continue;
            for (int k = 0; k < plan_.states; ++k) {
                const Multiplier both = multiplier(k, duration.hours);
                put(table_, 2 * at(duration.slot, k), both.value);
                put(table_, 2 * at(duration.slot, k) + 1, both.integral);
            }
        }
    }

    // exp(x) and exp(x) - 1, both to the last digits: x = n ln 2 + r, and Taylor's series of exp(r) - 1.
    static Multiplier exponential(const Batch& wanted) {
        const Batch x = xsimd::min(xsimd::max(wanted, Batch(-707.0)), Batch(707.0));
        const Batch shift(6755399441055744.0);  // 1.5 * 2^52: what is added to it is rounded to a whole number
        const Batch shifted = xsimd::fma(x, Batch(1.4426950408889634), shift);
        const Batch whole = shifted - shift;
        Batch r = xsimd::fma(whole, Batch(-6.93147180369123816490e-01), x);
        r = xsimd::fma(whole, Batch(-1.90821492927058770002e-10), r);

        const Batch r2 = r * r, r4 = r2 * r2, r8 = r4 * r4;
        const auto pair = [&r](double low, double high) { return xsimd::fma(r, Batch(high), Batch(low)); };
        const auto four = [&r2](const Batch& low, const Batch& high) { return xsimd::fma(r2, high, low); };
        const Batch a = four(pair(1.0 / 2, 1.0 / 6), pair(1.0 / 24, 1.0 / 120));
        const Batch b = four(pair(1.0 / 720, 1.0 / 5040), pair(1.0 / 40320, 1.0 / 362880));
        const Batch c = four(pair(1.0 / 3628800, 1.0 / 39916800), pair(1.0 / 479001600, 1.0 / 6227020800));
        const Batch series = xsimd::fma(r8, c, xsimd::fma(r4, b, a));
        const Batch small = xsimd::fma(r2, series, r);

        using Bits = xsimd::batch<int64_t, Arch>;
        const Bits exponent = (xsimd::bitwise_cast<Bits>(shifted) << 52) + xsimd::bitwise_cast<Bits>(Batch(1.0));
        const Batch power = xsimd::bitwise_cast<Batch>(exponent);
        return {xsimd::fma(power, small, power), xsimd::fma(power, small, power - Batch(1.0))};
    }

    void advance(int duration) {
        for (int k = 0; k < plan_.states; ++k) {
            const Multiplier both = multiplier(k, duration);
            put(state_, k, xsimd::fma(get(state_, k), both.value, get(drive_, k) * both.integral));
            put(bound_, k, get(bound_, k) * both.value);
        }
    }

    void change_input(const ModesPiece& piece) {
        for (const int* d = piece.boluses; d != piece.boluses_end; ++d) {
            const ModesDose& dose = plan_.doses[*d];
            const Batch given = amount(dose);
            for (int k = 0; k < plan_.states; ++k) {
                add(state_, k, given * get(left_, at(dose.input, k)));
                add(bound_, k, xsimd::abs(given) * get(left_bound_, at(dose.input, k)));
            }
        }
        for (const int* d = piece.begun; d != piece.begun_end; ++d) begin_infusion(plan_.doses[*d]);
        for (int k = 0; k < plan_.states; ++k) put(drive_, k, Batch(0.0));
        for (const int* d = piece.running; d != piece.running_end; ++d) {
            const ModesDose& dose = plan_.doses[*d];
            const Batch rate = amount(dose) / Batch(dose.duration_h);
            for (int k = 0; k < plan_.states; ++k) add(drive_, k, rate * get(left_, at(dose.input, k)));
        }
    }
    // The bound counts an infusion as given at once, or as its steady state if that is less.
    void begin_infusion(const ModesDose& dose) {
        const Batch given = xsimd::abs(amount(dose));
        for (int k = 0; k < plan_.states; ++k) {
            const Batch eliminated = xsimd::abs(get(rate_, k)) * Batch(dose.duration_h);
            const Batch most = given / xsimd::max(eliminated, Batch(1.0));
            add(bound_, k, most * get(left_bound_, at(dose.input, k)));
        }
    }

    template <bool Driven> Batch write(int modes, double* row, int times) {
        switch (modes) {
            case 1: return write_unrolled<1, Driven>(row, times);
            case 2: return write_unrolled<2, Driven>(row, times);
            case 3: return write_unrolled<3, Driven>(row, times);
            case 4: return write_unrolled<4, Driven>(row, times);
            case 5: return write_unrolled<5, Driven>(row, times);
            case 6: return write_unrolled<6, Driven>(row, times);
            case 7: return write_unrolled<7, Driven>(row, times);
            case 8: return write_unrolled<8, Driven>(row, times);
            default: return write_any<Driven>(modes, row, times);
        }
    }

    // The hottest loop: everything in registers, one multiplication and one addition for each mode and time. Returns the
    // larger of the first and the last value, a cheap lower bound of the peak.
    template <int Count, bool Driven> Batch write_unrolled(double* row, int times) {
        Batch share[Count], value[Count], input[Count];
        for (int j = 0; j < Count; ++j) {
            share[j] = get(shares_, j);
            value[j] = get(steps_, 2 * j);
            if (Driven) input[j] = get(steps_, 2 * j + 1);
        }
        Batch sum = total<0, Count>(share);
        const Batch first = xsimd::abs(sum);
        sum.store_unaligned(row);
        for (int t = 1; t < times; ++t) {
            for (int j = 0; j < Count; ++j) {
                share[j] = Driven ? xsimd::fma(share[j], value[j], input[j]) : share[j] * value[j];
            }
            sum = total<0, Count>(share);
            row += people_.stride;
            sum.store_unaligned(row);
        }
        return xsimd::max(first, xsimd::abs(sum));
    }
    template <int Begin, int End> static Batch total(const Batch* share) {
        if constexpr (End - Begin == 1) {
            return share[Begin];
        } else {
            constexpr int kMiddle = (Begin + End) / 2;
            return total<Begin, kMiddle>(share) + total<kMiddle, End>(share);
        }
    }

    template <bool Driven> Batch write_any(int modes, double* row, int times) {
        Batch peak(0.0);
        for (int t = 0; t < times; ++t) {
            Batch sum(0.0);
            for (int j = 0; j < modes; ++j) {
                Batch share = get(shares_, j);
                sum += share;
                if (t + 1 == times) continue;
                share *= get(steps_, 2 * j);
                put(shares_, j, Driven ? share + get(steps_, 2 * j + 1) : share);
            }
            sum.store_unaligned(row);
            row += people_.stride;
            peak = xsimd::max(peak, xsimd::abs(sum));
        }
        return peak;
    }

    // --- digits ------------------------------------------------------------------------------------------------------

    void fail(const Mask& lanes) { put(failed_, 0, xsimd::select(lanes, Batch(1.0), get(failed_, 0))); }
    Mask too_much_lost(const Batch& bound, const Batch& peak) const {
        return !(bound <= Batch(plan_.largest_loss) * peak) || !(bound < Batch(kLargestNumber));
    }
    Batch peak_of(const ModesOutput& output) const {
        Batch peak(0.0);
        for (int t = plan_.piece[0].first_time; t < plan_.times; ++t) {
            peak = xsimd::max(peak, xsimd::abs(Batch::load_unaligned(row_of(output, t))));
        }
        return peak;
    }

    const ModesPlan& plan_;
    const ModesPeople& people_;
    int first_;
    double *symmetric_, *vectors_, *right_, *right_bound_;  // states x states
    double *scale_, *rate_, *state_, *drive_, *bound_, *largest_, *shares_, *steps_;
    double *left_, *left_bound_;  // inputs x states
    double *table_, *peak_;
    double* failed_;  // 0 or 1
};

// Piece by piece and output by output, not group by group: neighbouring groups fill the same pages of the result, and
// those would otherwise be looked up anew for every single time.
template <class Arch> void solve_modes(const ModesPlan& plan, const ModesPeople& people) {
    using Group = ModesGroup<Arch>;
    for (int g = 0; g < people.groups; ++g) Group(plan, people, g).prepare();
    for (int p = 0; p < plan.pieces; ++p) {
        const ModesPiece& piece = plan.piece[p];
        for (int g = 0; g < people.groups; ++g) Group(plan, people, g).enter(piece, p == 0);
        if (piece.times == 0) continue;
        for (int o = 0; o < plan.outputs; ++o) {
            for (int g = 0; g < people.groups; ++g) {
                if (piece.driven) {
                    Group(plan, people, g).template observe<true>(piece, o);
                } else {
                    Group(plan, people, g).template observe<false>(piece, o);
                }
            }
        }
    }
    for (int g = 0; g < people.groups; ++g) Group(plan, people, g).judge();
}

template <class Arch> constexpr Modes modes_of(const char* name) {
    return {name, static_cast<int>(xsimd::batch<double, Arch>::size), &solve_modes<Arch>};
}

}  // namespace afterglow::pharmacology
