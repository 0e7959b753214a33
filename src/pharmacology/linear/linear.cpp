#include "pharmacology/linear/linear.h"

#ifdef __x86_64__
#include <xmmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cmath>
#include <new>
#include <stdexcept>
#include <string>

#include "pharmacology/linear/exponential.h"
#include "pharmacology/linear/schedule.h"
#include "pharmacology/linear/solve.h"
#include "pharmacology/linear/system.h"

namespace afterglow::pharmacology {
namespace {

thread_local int by_matrix_exponential = 0;

void require(bool fine, const char* sentence) {
    if (!fine) throw std::invalid_argument(sentence);
}

bool all_finite(std::span<const double> values) {
    constexpr std::uint64_t kExponent = 0x7ff0'0000'0000'0000;
    bool fine = true;
    for (double value : values) fine &= (std::bit_cast<std::uint64_t>(value) & kExponent) != kExponent;
    return fine;
}

void check_shape(const LinearShape& shape) {
    require(shape.states >= 0 && shape.states <= kMaxStates, "The number of states is out of range.");
    const auto is_state = [&](int state) { return state >= 0 && state < shape.states; };
    require(std::ranges::all_of(shape.outputs, is_state), "An output is no state.");
    std::vector<char> seen(shape.states * shape.states);
    for (const Element& element : shape.elements) {
        require(is_state(element.row) && is_state(element.column), "An element of the matrix lies outside of it.");
        require(!seen[element.row * shape.states + element.column]++, "An element of the matrix is named twice.");
    }
}

void check_doses(const LinearShape& shape, std::span<const LinearDose> doses) {
    for (const LinearDose& dose : doses) {
        require(dose.state >= 0 && dose.state < shape.states, "A dose goes to no state.");
        require(dose.start_h >= 0 && dose.duration_h >= 0, "A dose begins before 0 or lasts less than 0.");
        require(std::isfinite(dose.start_h + dose.duration_h), "The time of a dose is not finite.");
    }
}

void check_people(const LinearShape& shape, std::size_t doses, const LinearPeople& people) {
    require(people.people >= 0, "The number of people is negative.");
    require(people.elements.size() == shape.elements.size() * people.people,
            "There must be one value for every element of the matrix and person.");
    require(people.amounts.size() == doses * people.people, "There must be one amount for every dose and person.");
    require(all_finite(people.elements), "An element of the matrix is not finite.");
    require(all_finite(people.amounts), "An amount is not finite.");
}

void check_times(std::span<const double> times_h) {
    require(all_finite(times_h), "A time is not finite.");
    require(std::ranges::is_sorted(times_h), "The times do not ascend.");
    require(times_h.empty() || times_h.front() >= 0, "A time lies before 0.");
}

// Modes that have died out would otherwise pass through denormal numbers, at a hundredth of the speed.
class TinyIsZero {
public:
#ifdef __x86_64__
    TinyIsZero() : before_(_mm_getcsr()) { _mm_setcsr(before_ | kFlushToZero | kDenormalsAreZero); }
    ~TinyIsZero() { _mm_setcsr(before_); }

private:
    static constexpr unsigned kFlushToZero = 0x8000, kDenormalsAreZero = 0x0040;
    unsigned before_;
#else
    TinyIsZero() {}
#endif
public:
    TinyIsZero(const TinyIsZero&) = delete;
    TinyIsZero& operator=(const TinyIsZero&) = delete;
};

// The plan of the modes and what its pointers point to.
constexpr double kLargestLoss = 3e5;  // of 2e-16 and some: stays within 1e-9
constexpr double kNoBound = 1e11;

class Plan {
public:
    Plan(const System& system, const Schedule& schedule, std::span<const double> times_h) {
        put_system(system);
        put_schedule(system, schedule);
        plan_.times = static_cast<int>(times_h.size());
        plan_.horizon_h = times_h.back();
        plan_.largest_loss = kLargestLoss;
        const int n = plan_.states;
        plan_.common_batches = (2 * n + 4) * n;
        plan_.group_batches = (2 * n + 5 + 2 * plan_.inputs + 2 * plan_.slots) * n + plan_.outputs + 1;
    }
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;
    const ModesPlan& get() const { return plan_; }
    const ModesPlan& without_bound(double apart) {
        plan_.largest_loss = kNoBound;
        plan_.apart = apart;
        return plan_;
    }

private:
    static constexpr int kMostSlots = 64;

    void put_system(const System& system) {
        plan_.states = system.states;
        plan_.blocks = static_cast<int>(system.block_begin.size()) - 1;
        plan_.inputs = static_cast<int>(system.inputs.size());
        plan_.outputs = static_cast<int>(system.outputs.size());
        plan_.block_begin = system.block_begin.data();
        plan_.block_of = system.block_of.data();
        plan_.parent = system.parent.data();
        plan_.row_begin = system.row_begin.data();
        plan_.element_at = system.element_at.data();
        plan_.reaches = system.reaches.data();
        plan_.input_state = system.inputs.data();
        for (const SystemElement& e : system.elements) elements_.push_back({e.column, e.index});
        plan_.elements = elements_.data();
        put_outputs(system);
    }

    void put_outputs(const System& system) {
        output_modes_.resize(system.outputs.size() * system.states);
        for (std::size_t o = 0; o < system.outputs.size(); ++o) {
            int* const modes = output_modes_.data() + o * system.states;
            const SystemOutput& output = system.outputs[o];
            int count = 0;
            for (int k = 0; k < system.states; ++k) {
                if (system.reached(output.state, k)) modes[count++] = k;
            }
            outputs_.push_back({output.state, output.index, count, modes});
        }
        plan_.output = outputs_.data();
    }

    void put_schedule(const System& system, const Schedule& schedule) {
        for (const SystemDose& dose : system.doses) doses_.push_back({dose.input, dose.index, dose.duration_h});
        plan_.doses = doses_.data();
        for (std::size_t d = 0; d < schedule.durations_h.size(); ++d) {
            const bool worth_it = schedule.uses[d] > 1 && plan_.slots < kMostSlots;
            durations_.push_back({schedule.durations_h[d], worth_it ? plan_.slots++ : -1});
        }
        plan_.duration = durations_.data();
        plan_.durations = static_cast<int>(durations_.size());
        const int* const lists = schedule.lists.data();
        bool driven = false;
        for (const Piece& piece : schedule.pieces) {
            if (piece.changes) driven = piece.running.begin != piece.running.end;
            pieces_.push_back({piece.advance, piece.step, piece.first_time, piece.times, piece.changes, driven,
                               lists + piece.boluses.begin, lists + piece.boluses.end, lists + piece.begun.begin,
                               lists + piece.begun.end, lists + piece.running.begin, lists + piece.running.end});
        }
        plan_.piece = pieces_.data();
        plan_.pieces = static_cast<int>(pieces_.size());
    }

    ModesPlan plan_;
    std::vector<ModesElement> elements_;
    std::vector<int> output_modes_;
    std::vector<ModesOutput> outputs_;
    std::vector<ModesDose> doses_;
    std::vector<ModesDuration> durations_;
    std::vector<ModesPiece> pieces_;
};

class AlignedDoubles {
public:
    explicit AlignedDoubles(std::size_t count)
        : at_(static_cast<double*>(::operator new(count * sizeof(double), kAlignment))) {}
    ~AlignedDoubles() { ::operator delete(at_, kAlignment); }
    AlignedDoubles(const AlignedDoubles&) = delete;
    AlignedDoubles& operator=(const AlignedDoubles&) = delete;
    double* get() const { return at_; }

private:
    static constexpr std::align_val_t kAlignment{64};
    double* at_;
};

// Where a person's numbers begin; a table may have no rows (a system that nothing leaves).
const double* column(std::span<const double> table, int person) {
    return table.empty() ? nullptr : table.data() + person;
}

class Solution {
public:
    Solution(const LinearShape& shape, std::span<const LinearDose> doses, const LinearPeople& people,
             std::span<const double> times_h, std::span<double> result)
        : shape_(shape),
          people_(people),
          times_h_(times_h),
          result_(result),
          system_(make_system(shape, doses)),
          schedule_(make_schedule(system_.doses, times_h)),
          failed_(people.people, 1) {
        write_zeros();
    }

    bool has_modes() const { return system_.trees; }

    void solve_by_modes(const Modes& modes) {
        if (schedule_.pieces.empty()) return;
        const TinyIsZero tiny_is_zero;
        const Plan plan(system_, schedule_, times_h_);
        const std::size_t batches = plan.get().common_batches + std::size_t{kGroups} * plan.get().group_batches;
        const AlignedDoubles scratch(batches * modes.lanes);
        const int begin = std::min(people_before_alignment(), people_.people);
        const int whole = (people_.people - begin) / modes.lanes;
        ModesPeople people{.stride = stride(), .scratch = scratch.get()};
        for (int group = 0; group < whole; group += kGroups) {
            const int first = begin + group * modes.lanes;
            people.groups = std::min(kGroups, whole - group);
            people.elements = column(people_.elements, first);
            people.amounts = column(people_.amounts, first);
            people.result = result_.data() + first;
            people.failed = failed_.data() + first;
            modes.solve(plan.get(), people);
        }
        solve_few(modes, plan.get(), scratch.get(), 0, begin);
        solve_few(modes, plan.get(), scratch.get(), begin + whole * modes.lanes, people_.people);
    }

    // The bound on lost digits is far too strict for long chains. Whoever fails it is solved again without it, three times:
    // with coinciding rates moved apart by one, two and three steps, and with everything shaken by a few roundings. What it
    // would be without moving follows from two of them (the change goes with the square: Richardson's extrapolation); where
    // two such estimates agree, they are right.
    void ask_for_second_opinions(const Modes& modes) {
        if (schedule_.pieces.empty()) return;
        std::vector<int> doubtful;
        for (int p = 0; p < people_.people; ++p) {
            if (failed_[p]) doubtful.push_back(p);
        }
        // A value or two may agree by chance where there are none but lost digits.
        if (doubtful.empty() || times_h_.size() < kEnoughTimes + schedule_.silent_times) return;
        const TinyIsZero tiny_is_zero;
        Plan plan(system_, schedule_, times_h_);
        const std::size_t batches = plan.get().common_batches + static_cast<std::size_t>(plan.get().group_batches);
        const AlignedDoubles scratch(batches * modes.lanes);
        for (std::size_t first = 0; first < doubtful.size(); first += modes.lanes) {
            const std::size_t some = std::min<std::size_t>(modes.lanes, doubtful.size() - first);
            second_opinion(modes, plan, scratch.get(), std::span(doubtful).subspan(first, some));
        }
    }

    int solve_failed_by_exponential() {
        if (schedule_.pieces.empty()) return 0;
        ExponentialSolver solver(system_, schedule_, static_cast<int>(times_h_.size()));
        int count = 0;
        for (int p = 0; p < people_.people; ++p) {
            if (!failed_[p]) continue;
            solver.solve(column(people_.elements, p), column(people_.amounts, p), result_.data() + p, stride());
            require_finite(p);
            ++count;
        }
        return count;
    }

private:
    static constexpr int kGroups = 64;  // at once: their scratch fits in the second cache
    static constexpr double kFewRoundings = 1e-15;
    static constexpr std::size_t kEnoughTimes = 8;
    static constexpr double kStepApart = 3e-4;
    static constexpr double kOpinionsAgree = 1e-10;  // of the peak

    struct Opinion {
        std::vector<double> result;
        std::vector<unsigned char> failed;
    };
    Opinion opinion(const Modes& modes, const ModesPlan& plan, double* scratch, std::span<const int> people,
                    std::size_t steps) const {
        const std::size_t lanes = modes.lanes;
        // Not shaken at one step; at two and three in ways of their own.
        const auto shaken = [&](std::size_t row) {
            const std::size_t way = steps == 1 ? 2 : (row + steps) % 3;
            return way == 0 ? 1 - kFewRoundings : way == 1 ? 1 + kFewRoundings : 1.0;
        };
        const auto gathered = [&](std::span<const double> table, bool shake) {
            std::vector<double> part;
            for (std::size_t row = 0; row < table.size() / stride(); ++row) {
                for (std::size_t lane = 0; lane < lanes; ++lane) {
                    const double value = table[row * stride() + people[std::min(lane, people.size() - 1)]];
                    part.push_back(shake ? value * shaken(row) : value);
                }
            }
            return part;
        };
        const std::vector<double> elements = gathered(people_.elements, true),
                                  amounts = gathered(people_.amounts, false);
        Opinion opinion{std::vector<double>(rows() * lanes), std::vector<unsigned char>(lanes)};
        modes.solve(plan,
                    {1, lanes, elements.data(), amounts.data(), opinion.result.data(), opinion.failed.data(), scratch});
        return opinion;
    }

    void second_opinion(const Modes& modes, Plan& plan, double* scratch, std::span<const int> people) {
        const Opinion one = opinion(modes, plan.without_bound(kStepApart), scratch, people, 1);
        const Opinion two = opinion(modes, plan.without_bound(2 * kStepApart), scratch, people, 2);
        const Opinion three = opinion(modes, plan.without_bound(3 * kStepApart), scratch, people, 3);
        const std::size_t lanes = modes.lanes;
        std::vector<double> estimate(one.result.size()), other(one.result.size());
        for (std::size_t i = 0; i < estimate.size(); ++i) {
            estimate[i] = (4 * one.result[i] - two.result[i]) / 3;
            other[i] = (9 * two.result[i] - 4 * three.result[i]) / 5;
        }
        empty_at_first(estimate, lanes);
        empty_at_first(other, lanes);
        for (std::size_t lane = 0; lane < people.size(); ++lane) {
            if (one.failed[lane] || two.failed[lane] || three.failed[lane] || !agree(estimate, other, lanes, lane))
                continue;
            for (const SystemOutput& output : system_.outputs) {
                for (std::size_t t = schedule_.silent_times; t < times_h_.size(); ++t) {
                    const std::size_t row = output.index * times_h_.size() + t;
                    result_[row * stride() + people[lane]] = estimate[row * lanes + lane];
                }
            }
            failed_[people[lane]] = 0;
        }
    }

    // At the moment of the first dose only what it enters holds something; anything else would be lost digits.
    void empty_at_first(std::vector<double>& estimate, std::size_t lanes) const {
        const double start_h = std::ranges::min(system_.doses, {}, &SystemDose::start_h).start_h;
        if (times_h_[schedule_.silent_times] != start_h) return;
        for (const SystemOutput& output : system_.outputs) {
            if (std::ranges::find(system_.inputs, output.state) != system_.inputs.end()) continue;
            const std::size_t row = output.index * times_h_.size() + schedule_.silent_times;
            std::fill_n(estimate.begin() + row * lanes, lanes, 0.0);
        }
    }

    bool agree(const std::vector<double>& estimate, const std::vector<double>& other, std::size_t lanes,
               std::size_t lane) const {
        for (const SystemOutput& output : system_.outputs) {
            double peak = 0, apart = 0;
            for (std::size_t t = schedule_.silent_times; t < times_h_.size(); ++t) {
                const std::size_t at = (output.index * times_h_.size() + t) * lanes + lane;
                peak = std::max(peak, std::abs(estimate[at]));
                apart = std::max(apart, std::abs(estimate[at] - other[at]));
            }
            if (!(apart <= kOpinionsAgree * peak)) return false;
        }
        return true;
    }

    std::size_t stride() const { return people_.people; }
    std::size_t rows() const { return shape_.outputs.size() * times_h_.size(); }

    // What no dose reaches, and the times before the first one.
    void write_zeros() {
        std::vector<char> written(shape_.outputs.size());
        for (const SystemOutput& output : system_.outputs) written[output.index] = 1;
        for (std::size_t o = 0; o < shape_.outputs.size(); ++o) {
            const std::size_t times = written[o] ? schedule_.silent_times : times_h_.size();
            std::fill_n(result_.begin() + o * times_h_.size() * stride(), times * stride(), 0.0);
        }
    }

    // Vectors that lie across two lines of the cache cost a quarter of the speed.
    int people_before_alignment() const {
        constexpr std::uintptr_t kLine = 64;
        const bool rows_agree = stride() * sizeof(double) % kLine == 0;
        const auto behind = reinterpret_cast<std::uintptr_t>(result_.data()) % kLine;
        return rows_agree && behind ? static_cast<int>((kLine - behind) / sizeof(double)) : 0;
    }

    // Those at the ends, not enough for all lanes, in a table of their own: the last one is repeated.
    void solve_few(const Modes& modes, const ModesPlan& plan, double* scratch, int begin, int end) {
        const int lanes = modes.lanes;
        for (; begin < end; begin += lanes) {
            const int count = std::min(lanes, end - begin);
            const std::vector<double> elements = widened(people_.elements, begin, lanes);
            const std::vector<double> amounts = widened(people_.amounts, begin, lanes);
            std::vector<double> result(rows() * lanes);
            std::vector<unsigned char> failed(lanes);
            modes.solve(plan, {1, static_cast<std::size_t>(lanes), elements.data(), amounts.data(), result.data(),
                               failed.data(), scratch});
            for (std::size_t row = 0; row < rows(); ++row) {
                std::copy_n(result.begin() + row * lanes, count, result_.begin() + row * stride() + begin);
            }
            std::copy_n(failed.begin(), count, failed_.begin() + begin);
        }
    }
    std::vector<double> widened(std::span<const double> table, int begin, int lanes) const {
        std::vector<double> wide;
        for (std::size_t row = 0; row < table.size() / stride(); ++row) {
            for (int lane = 0; lane < lanes; ++lane) {
                wide.push_back(table[row * stride() + std::min(begin + lane, people_.people - 1)]);
            }
        }
        return wide;
    }

    void require_finite(int person) const {
        for (std::size_t row = 0; row < rows(); ++row) {
            require(std::isfinite(result_[row * stride() + person]), "A result is too large for a number.");
        }
    }

    const LinearShape& shape_;
    const LinearPeople& people_;
    std::span<const double> times_h_;
    std::span<double> result_;
    System system_;
    Schedule schedule_;
    std::vector<unsigned char> failed_;
};

void check(const LinearShape& shape, std::span<const LinearDose> doses, const LinearPeople& people,
           std::span<const double> times_h, std::span<double> result) {
    check_shape(shape);
    check_doses(shape, doses);
    check_people(shape, doses.size(), people);
    check_times(times_h);
    require(result.size() == shape.outputs.size() * times_h.size() * people.people,
            "The result must have room for every output, time and person.");
}

void solve_checked(const Modes* modes, const LinearShape& shape, std::span<const LinearDose> doses,
                   const LinearPeople& people, std::span<const double> times_h, std::span<double> result) {
    by_matrix_exponential = 0;
    check(shape, doses, people, times_h, result);
    if (result.empty()) return;
    Solution solution(shape, doses, people, times_h, result);
    if (modes && solution.has_modes()) {
        solution.solve_by_modes(*modes);
        solution.ask_for_second_opinions(*modes);
    }
    by_matrix_exponential = solution.solve_failed_by_exponential();
}

}  // namespace

const std::vector<const Modes*>& instruction_sets() {
    static const std::vector<const Modes*> sets = [] {
        std::vector<const Modes*> found;
#ifdef __x86_64__
        if (__builtin_cpu_supports("avx512f")) found.push_back(&kModesAvx512);
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) found.push_back(&kModesAvx2);
#endif
        found.push_back(&kModesPortable);
        return found;
    }();
    return sets;
}

void solve_by(const Modes& modes, const LinearShape& shape, std::span<const LinearDose> doses,
              const LinearPeople& people, std::span<const double> times_h, std::span<double> result) {
    solve_checked(&modes, shape, doses, people, times_h, result);
}

void solve(const LinearShape& shape, std::span<const LinearDose> doses, const LinearPeople& people,
           std::span<const double> times_h, std::span<double> result, Method method) {
    const Modes* const modes = method == Method::matrix_exponential ? nullptr : instruction_sets().front();
    solve_checked(modes, shape, doses, people, times_h, result);
}

int solved_by_matrix_exponential() { return by_matrix_exponential; }

}  // namespace afterglow::pharmacology
