// Linear models: people per second by the closed form on every instruction set here, by the matrix exponential and by
// numerical integration. Everything is measured in one run, the compared things in turn, so that the ratios hold on a
// noisy machine; the median of the rounds counts. People per second are per second of one core's time.
//   pharmacology_bench [rounds]

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "pharmacology/linear/linear.h"
#include "pharmacology/linear/solve.h"
#include "pharmacology/linear/testing.h"
#include "tests/pharmacology/cvode.h"

namespace afterglow::pharmacology {
namespace {

constexpr int kPeople = 10'000, kTimes = 200;
constexpr int kPeopleByExponential = 1'000, kPeopleByCvode = 40;
constexpr double kCoefficientOfVariation = 0.3;  // an example
constexpr CvodeTolerances kUsualTolerances = {.relative = 1e-6, .absolute = 1e-9};

// Of this process only, so that neighbours on the machine count less.
double processor_seconds(const std::function<void()>& work) {
    const std::clock_t begun = std::clock();
    work();
    return static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
}
double wall_seconds(const std::function<void()>& work) {
    const auto begun = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

double log_normal(testing::Random& random, double typical) {
    return typical *
           std::exp(std::sqrt(std::log1p(kCoefficientOfVariation * kCoefficientOfVariation)) * random.normal());
}

// Depot, central, two peripherals, two metabolites in a chain; clearance (L/h) and central volume (L) vary.
testing::Case six_states(int people, int infusions) {
    enum { depot, central, shallow, deep, metabolite, second };
    using testing::kOut;
    const std::vector<testing::Transfer> transfers = {
        {depot, central}, {central, kOut}, {central, metabolite}, {central, shallow}, {shallow, central},
        {central, deep},  {deep, central}, {metabolite, second},  {metabolite, kOut}, {second, kOut},
    };
    testing::Case c;
    c.people = people;
    c.shape.states = 6;
    c.shape.outputs = {central, metabolite, second};
    testing::Random random(1);
    std::vector<double> rates(transfers.size() * people);
    for (int p = 0; p < people; ++p) {
        const double clearance = log_normal(random, 90), volume = log_normal(random, 100);
        const double of_person[] = {
            1.2, 0.4 * clearance / volume, 0.6 * clearance / volume, 60 / volume, 0.6, 8 / volume, 0.05, 0.15, 0.05,
            0.09};
        for (std::size_t t = 0; t < transfers.size(); ++t) rates[t * people + p] = of_person[t];
    }
    testing::set_transfers(c, transfers, rates);
    for (int i = 0; i < infusions; ++i)
        c.doses.push_back({.state = central, .start_h = 8.0 * i, .duration_h = 40. / 60});
    c.amounts.assign(static_cast<std::size_t>(infusions) * people, 35.0);
    for (int t = 0; t < kTimes; ++t) c.times_h.push_back(48.0 * t / kTimes);
    return c;
}

std::size_t result_size(const testing::Case& c) { return c.shape.outputs.size() * c.times_h.size() * c.people; }

class Rates {
public:
    void note(const std::string& what, double rate) { rates_[what].push_back(rate); }
    double of(const std::string& what) const { return median(rates_.at(what)); }

private:
    std::map<std::string, std::vector<double>> rates_;
};

constexpr double kSecondsEach = 0.3;

// Per second of processor time, after one run for warming up.
double rate(double amount, const std::function<void()>& work) {
    work();
    double spent = 0, done = 0;
    while (spent < kSecondsEach) {
        spent += processor_seconds(work);
        done += amount;
    }
    return done / spent;
}

void row(const std::string& what, const std::string& value, const std::string& remark = "") {
    fmt::print("{:<58} {:>12}   {}\n", what, value, remark);
}

class Comparison {
public:
    explicit Comparison(int infusions)
        : all_(six_states(kPeople, infusions)),
          half_(six_states(kPeople / 2, infusions)),
          few_(six_states(kPeopleByExponential, infusions)),
          fewer_(six_states(kPeopleByCvode, infusions)),
          result_(result_size(all_)),
          second_result_(result_size(half_)) {}

    void measure_round() {
        for (const Modes* modes : instruction_sets()) {
            rates_.note(modes->name, rate(kPeople, [&] {
                            solve_by(*modes, all_.shape, all_.doses, all_.view(), all_.times_h, result_);
                        }));
        }
        note_cores("", [&] { solve_half(result_); }, [&] { solve_half(second_result_); });
        note_cores(", counting", count_for_a_while, count_for_a_while);
        rates_.note("exponential", rate(few_.people, [&] { few_.solved(Method::matrix_exponential); }));
        rates_.note("cvode", rate(fewer_.people, [&] {
                        solve_by_cvode(fewer_.shape, fewer_.doses, fewer_.view(), fewer_.times_h, kUsualTolerances, 0,
                                       fewer_.people, result_);
                    }));
        rates_.note("memory", rate(result_.size() * sizeof(double), [&] { fill_memory(); }));
    }

    void print() {
        const double best = rates_.of(instruction_sets().front()->name), cvode = rates_.of("cvode");
        const double row_bytes = static_cast<double>(result_.size()) * sizeof(double) / kPeople;
        for (const Modes* modes : instruction_sets()) {
            const double people = rates_.of(modes->name);
            row(fmt::format("people/s, closed form, {} ({} at once)", modes->name, modes->lanes),
                fmt::format("{:.0f}", people), fmt::format("{:.0f} ns each", 1e9 / people));
        }
        row("people/s, matrix exponential", fmt::format("{:.0f}", rates_.of("exponential")));
        row("people/s, CVODE (BDF, 1e-6)", fmt::format("{:.0f}", cvode));
        row("  closed form, of CVODE", fmt::format("{:.0f}", best / cvode), "goal 500");
        row("  matrix exponential, of CVODE", fmt::format("{:.1f}", rates_.of("exponential") / cvode));
        row("two cores, of one", fmt::format("{:.2f}", rates_.of("two cores") / rates_.of("one core")), "goal 1.8");
        row("  a loop that only counts: what the machine had free",
            fmt::format("{:.2f}", rates_.of("two cores, counting") / rates_.of("one core, counting")));
        row("result written, GB/s", fmt::format("{:.1f}", best * row_bytes / 1e9));
        row("  memory filled, GB/s", fmt::format("{:.1f}", rates_.of("memory") / 1e9),
            fmt::format("distance from the limit: {:.1f}", rates_.of("memory") / (best * row_bytes)));
        row("solved by the matrix exponential, of 10000", fmt::format("{}", count_failed()));
        row("largest difference from CVODE (BDF, 1e-10), of the peak", fmt::format("{:.0e}", difference_from_cvode()));
    }

private:
    void solve_half(std::vector<double>& result) const {
        solve(half_.shape, half_.doses, half_.view(), half_.times_h, std::span(result).first(result_size(half_)));
    }
    // The same two halves one after the other, and by two threads; in turn, and the fastest of each: the one that
    // neighbours on the machine disturbed least.
    void note_cores(const std::string& what, const std::function<void()>& first, const std::function<void()>& second) {
        double one = INFINITY, two = INFINITY;
        for (double spent = 0; spent < 4 * kSecondsEach;) {
            const double after = wall_seconds([&] { first(), second(); });
            const double together = wall_seconds([&] {
                std::thread other(second);
                first();
                other.join();
            });
            one = std::min(one, after);
            two = std::min(two, together);
            spent += after + together;
        }
        rates_.note("one core" + what, 1 / one);
        rates_.note("two cores" + what, 1 / two);
    }
    static void count_for_a_while() {
        for (int i = 0; i < 5'000'000; ++i) asm volatile("" : : : "memory");
    }
    void fill_memory() {
        std::memset(result_.data(), 0, result_.size() * sizeof(double));
        asm volatile("" : : "r"(result_.data()) : "memory");
    }
    int count_failed() {
        all_.solved();
        return solved_by_matrix_exponential();
    }
    double difference_from_cvode() {
        std::vector<double> expected(result_size(fewer_));
        solve_by_cvode(fewer_.shape, fewer_.doses, fewer_.view(), fewer_.times_h, {}, 0, fewer_.people, expected);
        return testing::worst_difference(fewer_, fewer_.solved(), expected);
    }

    testing::Case all_, half_, few_, fewer_;
    std::vector<double> result_, second_result_;
    Rates rates_;
};

void run(int rounds) {
    Comparison one(1), six(6);
    for (int round = 1; round <= rounds; ++round) {
        fmt::print(stderr, "round {} of {} ...\n", round, rounds);
        one.measure_round();
        six.measure_round();
    }
    fmt::print("\n{} people, six states, {} times, 3 outputs\n", kPeople, kTimes);
    fmt::print("\none infusion\n");
    one.print();
    fmt::print("\nsix infusions\n");
    six.print();
}

}  // namespace
}  // namespace afterglow::pharmacology

int main(int count, char** arguments) {
    afterglow::pharmacology::run(count > 1 ? std::max(1, std::atoi(arguments[1])) : 3);
}
