#include "pharmacology/linear/linear.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

#include "pharmacology/linear/solve.h"
#include "pharmacology/linear/testing.h"

namespace afterglow::pharmacology {
namespace {

using namespace testing;  // NOLINT

constexpr Method kMethods[] = {Method::automatic, Method::closed_form, Method::matrix_exponential};
constexpr double kAgreement = 1e-9;

// One person; every state is an output.
Case one_person(int states, const std::vector<Transfer>& transfers, const std::vector<double>& rates,
                const std::vector<LinearDose>& doses, const std::vector<double>& amounts,
                const std::vector<double>& times_h) {
    Case c;
    c.people = 1;
    c.shape.states = states;
    for (int s = 0; s < states; ++s) c.shape.outputs.push_back(s);
    set_transfers(c, transfers, rates);
    c.doses = doses;
    c.amounts = amounts;
    c.times_h = times_h;
    return c;
}

std::vector<double> grid(double step_h, int count) {
    std::vector<double> times;
    for (int t = 0; t < count; ++t) times.push_back(step_h * t);
    return times;
}

// Every method gives what the formula says, to `tolerance` of the peak.
template <class Formula>
void expect_formula(const Case& c, int output, Formula formula, double tolerance = 1e-11) {
    std::vector<double> expected;
    for (double time_h : c.times_h) expected.push_back(formula(time_h));
    const double peak = std::abs(*std::ranges::max_element(expected, {}, [](double x) { return std::abs(x); }));
    for (Method method : kMethods) {
        const auto result = c.solved(method);
        for (int t = 0; t < static_cast<int>(c.times_h.size()); ++t) {
            EXPECT_NEAR(c.at(result, output, t), expected[t], tolerance * peak) << "at " << c.times_h[t] << " h";
        }
    }
}

// --- formulas derived by hand --------------------------------------------------------------------------------------------

TEST(Linear, BolusIntoOneCompartment) {
    const Case c = one_person(1, {{0, kOut}}, {0.3}, {{0, 2, 0}}, {100}, grid(0.5, 60));
    expect_formula(c, 0, [](double t) { return t < 2 ? 0 : 100 * std::exp(-0.3 * (t - 2)); });
}

TEST(Linear, InfusionIntoOneCompartment) {
    const Case c = one_person(1, {{0, kOut}}, {0.3}, {{0, 1, 4}}, {100}, grid(0.25, 99));
    const auto during = [](double h) { return 25 / 0.3 * -std::expm1(-0.3 * h); };
    expect_formula(c, 0, [&](double t) {
        if (t < 1) return 0.0;
        return t < 5 ? during(t - 1) : during(4) * std::exp(-0.3 * (t - 5));
    });
}

TEST(Linear, InfusionLongerThanObserved) {
    const Case c = one_person(1, {{0, kOut}}, {2.0}, {{0, 0, 1000}}, {1000}, grid(0.1, 40));
    expect_formula(c, 0, [](double t) { return -std::expm1(-2 * t) / 2; });
}

TEST(Linear, InfusionsLongerThanTheIntervalOverlap) {
    const Case c = one_person(1, {{0, kOut}}, {0.1}, {{0, 0, 10}, {0, 4, 10}, {0, 8, 10}}, {10, 20, 30}, grid(0.7, 50));
    const auto one = [](double rate, double since) {
        if (since <= 0) return 0.0;
        return rate / 0.1 * -std::expm1(-0.1 * std::min(since, 10.0)) * std::exp(-0.1 * std::max(since - 10, 0.0));
    };
    expect_formula(c, 0, [&](double t) { return one(1, t) + one(2, t - 4) + one(3, t - 8); });
}

TEST(Linear, AbsorptionFromADepot) {
    const Case c = one_person(2, {{0, 1}, {1, kOut}}, {1.5, 0.2}, {{0, 0, 0}}, {100}, grid(0.4, 70));
    expect_formula(c, 1, [](double t) { return 150 / 1.3 * (std::exp(-0.2 * t) - std::exp(-1.5 * t)); });
}

constexpr double kPairMovedApart = 1e-10;

TEST(Linear, AbsorptionAsFastAsElimination) {
    Case c = one_person(2, {{0, 1}, {1, kOut}}, {0.5, 0.5}, {{0, 0, 0}}, {100}, grid(0.4, 70));
    const auto formula = [](double t) { return 50 * t * std::exp(-0.5 * t); };
    expect_formula(c, 1, formula, kPairMovedApart);
    c.solved();
    EXPECT_EQ(solved_by_matrix_exponential(), 1) << "the depot by itself would show that the rates were moved";
    c.shape.outputs = {1};
    expect_formula(c, 0, formula, kPairMovedApart);
    c.solved();
    EXPECT_EQ(solved_by_matrix_exponential(), 0);
}

TEST(Linear, AbsorptionNearlyAsFastAsElimination) {
    for (double apart : {1e-15, 1e-12, 1e-9, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3}) {
        const double fast = 0.5 * (1 + apart), gap = fast - 0.5;
        const Case c = one_person(2, {{0, 1}, {1, kOut}}, {fast, 0.5}, {{0, 0, 0}}, {100}, grid(0.4, 70));
        expect_formula(
            c, 1, [&](double t) { return 100 * fast * std::exp(-0.5 * t) * -std::expm1(-gap * t) / gap; },
            kPairMovedApart);
    }
}

TEST(Linear, EqualTransitCompartments) {
    std::vector<Transfer> chain;
    for (int s = 0; s < 8; ++s) chain.push_back({s, s < 7 ? s + 1 : kOut});
    const Case c = one_person(8, chain, std::vector<double>(8, 2.0), {{0, 0, 0}}, {100}, grid(0.1, 150));
    expect_formula(c, 7, [](double t) { return 100 * std::pow(2 * t, 7) / 5040 * std::exp(-2 * t); });
    c.solved();
    EXPECT_EQ(solved_by_matrix_exponential(), 1) << "more than two at one place";
}

TEST(Linear, TwoCompartments) {
    const double k10 = 0.4, k12 = 0.7, k21 = 0.15, sum = k10 + k12 + k21;
    const double root = std::sqrt(sum * sum - 4 * k10 * k21), alpha = (sum + root) / 2, beta = (sum - root) / 2;
    const Case c = one_person(2, {{0, kOut}, {0, 1}, {1, 0}}, {k10, k12, k21}, {{0, 0, 0}}, {100}, grid(0.3, 100));
    expect_formula(c, 0, [&](double t) {
        return 100 / (alpha - beta) * ((alpha - k21) * std::exp(-alpha * t) + (k21 - beta) * std::exp(-beta * t));
    });
    expect_formula(c, 1,
                   [&](double t) { return 100 * k12 / (alpha - beta) * (std::exp(-beta * t) - std::exp(-alpha * t)); });
}

// The area under the curve is a state of its own that nothing leaves: a mode of rate 0.
TEST(Linear, AreaUnderTheCurve) {
    Case c = one_person(2, {{0, kOut}}, {0.25}, {{0, 0, 3}}, {100}, {0, 3, 10, 500});
    c.shape.elements.push_back({1, 0});
    c.elements.push_back(1);
    for (Method method : kMethods) EXPECT_NEAR(c.at(c.solved(method), 1, 3), 100 / 0.25, 1e-9);
}

TEST(Linear, InfusionThatNothingLeaves) {
    const Case c = one_person(2, {{0, 1}, {1, 0}}, {0.5, 0.5}, {{0, 1, 2}}, {10}, grid(0.5, 30));
    for (Method method : kMethods) {
        const auto result = c.solved(method);
        for (int t = 6; t < 30; ++t) EXPECT_NEAR(c.at(result, 0, t) + c.at(result, 1, t), 10, 1e-12);
    }
}

// What is observed before anything could happen is a tiny part of every mode.
TEST(Linear, TheBeginningOfAChain) {
    std::vector<Transfer> chain;
    for (int s = 0; s < 4; ++s) chain.push_back({s, s < 3 ? s + 1 : kOut});
    const Case c = one_person(4, chain, {1e-3, 2e-3, 3e-3, 4e-3}, {{0, 0, 0}}, {1}, {1e-3});
    const double expected = 1e-3 * 2e-3 * 3e-3 * 1e-9 / 6;  // the next term is smaller by 1e-6
    for (Method method : kMethods) EXPECT_NEAR(c.at(c.solved(method), 3, 0) / expected, 1, 1e-5);
    const auto a = c.solved(Method::closed_form), b = c.solved(Method::matrix_exponential);
    EXPECT_LE(worst_difference(c, a, b), kAgreement);
}

TEST(Linear, GrowthIsSolvedToo) {
    Case c = one_person(1, {{0, kOut}}, {-0.1}, {{0, 0, 0}}, {1}, grid(1, 60));
    expect_formula(c, 0, [](double t) { return std::exp(0.1 * t); });
    c.times_h = {1e5};
    for (Method method : kMethods) EXPECT_THROW(c.solved(method), std::invalid_argument);
}

// Recirculation: round and round, so no block of it is a tree.
TEST(Linear, ACycleIsSolvedByTheMatrixExponential) {
    const Case c = one_person(3, {{0, 1}, {1, 2}, {2, 0}}, {0.5, 1.5, 0.7}, {{0, 0, 0}}, {10}, grid(1, 40));
    for (Method method : kMethods) {
        const auto result = c.solved(method);
        EXPECT_EQ(solved_by_matrix_exponential(), 1);
        for (int t = 0; t < 40; ++t) {
            EXPECT_NEAR(c.at(result, 0, t) + c.at(result, 1, t) + c.at(result, 2, t), 10, 1e-12);
        }
    }
}

// --- nothing, and little -------------------------------------------------------------------------------------------------

TEST(Linear, NoDosesGiveZeros) {
    const Case c = one_person(1, {{0, kOut}}, {0.3}, {}, {}, grid(1, 5));
    for (Method method : kMethods) EXPECT_EQ(c.solved(method), std::vector<double>(5, 0.0));
}

// Found under the sanitizer: a table without rows has no second person's place in it.
TEST(Linear, ManyPeopleInASystemWithoutRates) {
    Case c;
    c.people = 40;
    c.shape.states = 1;
    c.shape.outputs = {0};
    c.doses = {{0, 0, 0}};
    c.amounts.assign(40, 3.0);
    c.times_h = grid(1, 5);
    for (Method method : kMethods) EXPECT_EQ(c.solved(method), std::vector<double>(200, 3.0));
}

TEST(Linear, NobodyNoTimesNoOutputs) {
    Case c = one_person(1, {{0, kOut}}, {0.3}, {{0, 0, 0}}, {1}, {});
    EXPECT_TRUE(c.solved().empty());
    c.times_h = {1};
    c.shape.outputs.clear();
    EXPECT_TRUE(c.solved().empty());
    c.shape.outputs = {0};
    c.people = 0;
    c.elements.clear();
    c.amounts.clear();
    EXPECT_TRUE(c.solved().empty());
}

TEST(Linear, BeforeTheFirstDoseAndAtIt) {
    const Case c = one_person(1, {{0, kOut}}, {0.3}, {{0, 2, 0}}, {7}, {0, 1, 2, 2});
    for (Method method : kMethods) EXPECT_EQ(c.solved(method), (std::vector<double>{0, 0, 7, 7}));
}

TEST(Linear, StatesNoDoseReachesStayEmpty) {
    const Case c = one_person(2, {{0, 1}, {1, kOut}}, {0.5, 0.1}, {{1, 0, 0}}, {7}, grid(1, 5));
    for (Method method : kMethods) EXPECT_EQ(c.at(c.solved(method), 0, 3), 0);
}

TEST(Linear, ZeroRatesBetweenCompartments) {
    const Case c = one_person(3, {{0, kOut}, {0, 1}, {1, 0}, {0, 2}, {2, kOut}}, {0.3, 0, 0, 0, 0.3}, {{0, 0, 0}},
                              {100}, grid(0.5, 60));
    expect_formula(c, 0, [](double t) { return 100 * std::exp(-0.3 * t); });
    expect_formula(c, 2, [](double) { return 0.0; });
}

TEST(Linear, VeryShortInfusionsGiveTheirAmount) {
    const Case c = one_person(1, {{0, kOut}}, {0.01}, {{0, 1000, 1e-9}, {0, 1000, 1e-14}}, {3, 4}, {1000.5, 1001});
    for (Method method : kMethods) EXPECT_NEAR(c.at(c.solved(method), 0, 1), 7 * std::exp(-0.01), 1e-7);
}

TEST(Linear, ManyEqualStepsLoseNothing) {
    const Case c = one_person(1, {{0, kOut}}, {1e-3}, {{0, 0, 0}}, {1}, grid(0.1, 20'000));
    expect_formula(c, 0, [](double t) { return std::exp(-1e-3 * t); });
}

// --- refusals ------------------------------------------------------------------------------------------------------------

class Refusals : public ::testing::Test {
protected:
    Case c = one_person(2, {{0, 1}, {1, kOut}}, {0.5, 0.1}, {{0, 0, 1}}, {7}, {0, 1, 2});
    void expect_refused() const {
        for (Method method : kMethods) EXPECT_THROW(c.solved(method), std::invalid_argument);
    }
    static constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    static constexpr double kInfinity = std::numeric_limits<double>::infinity();
};

TEST_F(Refusals, ElementNotFinite) {
    for (double bad : {kNan, kInfinity, -kInfinity}) {
        c.elements[1] = bad;
        expect_refused();
    }
}
TEST_F(Refusals, AmountNotFinite) { c.amounts[0] = kNan, expect_refused(); }
TEST_F(Refusals, TimeNotFinite) { c.times_h[2] = kInfinity, expect_refused(); }
TEST_F(Refusals, TimesDescend) { c.times_h = {0, 2, 1}, expect_refused(); }
TEST_F(Refusals, TimeBeforeZero) { c.times_h[0] = -1, expect_refused(); }
TEST_F(Refusals, DoseBeforeZero) { c.doses[0].start_h = -1, expect_refused(); }
TEST_F(Refusals, DoseNotFinite) { c.doses[0].duration_h = kNan, expect_refused(); }
TEST_F(Refusals, DoseLastsLessThanNothing) { c.doses[0].duration_h = -1, expect_refused(); }
TEST_F(Refusals, DoseToNoState) { c.doses[0].state = 2, expect_refused(); }
TEST_F(Refusals, OutputIsNoState) { c.shape.outputs[0] = -1, expect_refused(); }
TEST_F(Refusals, ElementOutside) { c.shape.elements[0].row = 2, expect_refused(); }
TEST_F(Refusals, ElementTwice) { c.shape.elements[0] = c.shape.elements[1], expect_refused(); }
TEST_F(Refusals, TooManyStates) { c.shape.states = kMaxStates + 1, expect_refused(); }
TEST_F(Refusals, TooFewElements) { c.elements.pop_back(), expect_refused(); }
TEST_F(Refusals, TooFewAmounts) { c.amounts.clear(), expect_refused(); }
TEST_F(Refusals, ResultTooSmall) {
    std::vector<double> result(5);
    EXPECT_THROW(solve(c.shape, c.doses, c.view(), c.times_h, result), std::invalid_argument);
}

// --- both methods, every instruction set -----------------------------------------------------------------------------------

RC_GTEST_PROP(LinearProperties, EveryInstructionSetAgreesWithTheMatrixExponential, ()) {
    const Case c = random_case(*rc::gen::arbitrary<std::uint64_t>(), *rc::gen::inRange(1, 20));
    const auto expected = c.solved(Method::matrix_exponential);
    for (const Modes* modes : instruction_sets()) {
        std::vector<double> result(expected.size());
        solve_by(*modes, c.shape, c.doses, c.view(), c.times_h, result);
        RC_ASSERT(worst_difference(c, result, expected) <= kAgreement);
    }
}

// Depot, central, peripheral, metabolite; a bolus a day.
Case four_states(std::uint64_t seed, int people) {
    Random random(seed);
    Case c;
    c.people = people;
    c.shape.states = 4;
    c.shape.outputs = {1, 3};
    std::vector<double> rates;
    for (double typical : {1.2, 0.3, 0.5, 0.2, 0.1, 0.05}) {
        for (int p = 0; p < people; ++p) rates.push_back(typical * random.log_uniform(0.6, 1.6));
    }
    set_transfers(c, {{0, 1}, {1, kOut}, {1, 2}, {2, 1}, {1, 3}, {3, kOut}}, rates);
    c.doses = {{0, 0, 0}, {0, 24, 0}};
    c.amounts.assign(2 * people, 10);
    c.times_h = grid(0.5, 96);
    return c;
}

RC_GTEST_PROP(LinearProperties, MostPeopleAreSolvedInClosedForm, ()) {
    four_states(*rc::gen::arbitrary<std::uint64_t>(), 100).solved();
    RC_ASSERT(solved_by_matrix_exponential() <= 5);  // about one in 300 has to
}

// Rates that coincide for one person, among others for whom they do not.
TEST(Linear, OnePersonsCoincidingRatesDoNotDisturbTheOthers) {
    Case c;
    c.people = 21;
    c.shape.states = 2;
    c.shape.outputs = {1};
    std::vector<double> rates(2 * 21, 0.5);
    for (int p = 0; p < 21; ++p) rates[p] = 0.5 + 0.1 * std::abs(p - 13);
    set_transfers(c, {{0, 1}, {1, kOut}}, rates);
    c.doses = {{0, 0, 0}};
    c.amounts.assign(21, 10);
    c.times_h = grid(0.3, 40);
    const auto result = c.solved();
    EXPECT_EQ(solved_by_matrix_exponential(), 0);
    EXPECT_LE(worst_difference(c, result, c.solved(Method::matrix_exponential)), kAgreement);
}

TEST(Linear, TenThousandPeopleAsOneByOne) {
    const Case many = four_states(42, 10'003);
    const auto result = many.solved();
    for (int p : {0, 1, 5'000, 9'999, 10'002}) {
        Case one = many;
        one.people = 1;
        one.elements.clear();
        one.amounts.clear();
        for (std::size_t e = p; e < many.elements.size(); e += many.people) one.elements.push_back(many.elements[e]);
        for (std::size_t d = p; d < many.amounts.size(); d += many.people) one.amounts.push_back(many.amounts[d]);
        std::vector<double> expected;
        for (std::size_t row = p; row < result.size(); row += many.people) expected.push_back(result[row]);
        EXPECT_LE(worst_difference(one, one.solved(), expected), kAgreement) << "person " << p;
    }
}

TEST(Linear, TwoThreadsDoNotDisturbEachOther) {
    const Case a = random_case(7, 500), b = random_case(8, 500);
    const auto expected_a = a.solved(), expected_b = b.solved();
    std::vector<double> result_b;
    std::thread other([&] { result_b = b.solved(); });
    EXPECT_EQ(a.solved(), expected_a);
    other.join();
    EXPECT_EQ(result_b, expected_b);
}

// --- properties of every linear system -------------------------------------------------------------------------------------

// A random case whose losses go to one more state, so that nothing is lost; all states are outputs.
Case closed_case(std::uint64_t seed) {
    Random random(seed);
    Case c;
    c.people = 3;
    RandomTransfers network(random);
    const int sink = network.states;
    for (Transfer& transfer : network.transfers) transfer.to = transfer.to == kOut ? sink : transfer.to;
    c.shape.states = network.states + 1;
    c.shape.outputs.resize(c.shape.states);
    std::iota(c.shape.outputs.begin(), c.shape.outputs.end(), 0);
    std::vector<double> rates;
    for (std::size_t t = 0; t < network.transfers.size() * c.people; ++t) rates.push_back(random.log_uniform(1e-3, 10));
    set_transfers(c, network.transfers, rates);
    const double horizon_h = random.log_uniform(1, 500);
    c.doses = random_doses(random, network.states, horizon_h);
    c.times_h = random_times(random, horizon_h);
    for (std::size_t d = 0; d < c.doses.size() * c.people; ++d) c.amounts.push_back(random.log_uniform(1, 1000));
    return c;
}

double given(const Case& c, int person, double time_h) {
    double sum = 0;
    for (std::size_t d = 0; d < c.doses.size(); ++d) {
        const LinearDose& dose = c.doses[d];
        if (dose.start_h > time_h) continue;
        const double part = dose.duration_h > 0 ? std::min(1.0, (time_h - dose.start_h) / dose.duration_h) : 1;
        sum += part * c.amounts[d * c.people + person];
    }
    return sum;
}

RC_GTEST_PROP(LinearProperties, NothingIsLost, ()) {
    const Case c = closed_case(*rc::gen::arbitrary<std::uint64_t>());
    for (Method method : kMethods) {
        const auto result = c.solved(method);
        for (int p = 0; p < c.people; ++p) {
            const double all = given(c, p, 1e9);
            for (int t = 0; t < static_cast<int>(c.times_h.size()); ++t) {
                double sum = 0;
                for (int s = 0; s < c.shape.states; ++s) sum += c.at(result, s, t, p);
                RC_ASSERT(std::abs(sum - given(c, p, c.times_h[t])) <= 1e-9 * all);
            }
        }
    }
}

RC_GTEST_PROP(LinearProperties, NothingIsNegative, ()) {
    const Case c = random_case(*rc::gen::arbitrary<std::uint64_t>());
    double given_to_all = 0;
    for (double amount : c.amounts) given_to_all += amount;
    for (double value : c.solved()) RC_ASSERT(value >= -1e-9 * given_to_all);
}

RC_GTEST_PROP(LinearProperties, TwiceTheDoseIsTwiceTheOutput, ()) {
    Case c = random_case(*rc::gen::arbitrary<std::uint64_t>());
    auto expected = c.solved();
    for (double& value : expected) value *= 2;
    for (double& amount : c.amounts) amount *= 2;
    RC_ASSERT(worst_difference(c, c.solved(), expected) <= kAgreement);
}

RC_GTEST_PROP(LinearProperties, DosesAddUp, ()) {
    Case c = random_case(*rc::gen::arbitrary<std::uint64_t>());
    const auto expected = c.solved();
    const Case all = c;
    std::vector<double> sum(expected.size());
    for (std::size_t d = 0; d < all.doses.size(); ++d) {
        c.doses = {all.doses[d]};
        c.amounts.assign(all.amounts.begin() + d * c.people, all.amounts.begin() + (d + 1) * c.people);
        const auto part = c.solved();
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += part[i];
    }
    RC_ASSERT(worst_difference(c, sum, expected) <= kAgreement);
}

RC_GTEST_PROP(LinearProperties, LaterIsTheSameLater, ()) {
    Case c = random_case(*rc::gen::arbitrary<std::uint64_t>());
    // Whole sixty-fourths of an hour, so that shifting rounds nothing.
    for (double& time_h : c.times_h) time_h = std::round(time_h * 64) / 64;
    for (LinearDose& dose : c.doses) dose.start_h = std::round(dose.start_h * 64) / 64;
    for (LinearDose& dose : c.doses) dose.duration_h = std::round(dose.duration_h * 64) / 64;
    const auto now = c.solved();
    for (double& time_h : c.times_h) time_h += 48;
    for (LinearDose& dose : c.doses) dose.start_h += 48;
    RC_ASSERT(worst_difference(c, c.solved(), now) <= kAgreement);
}

}  // namespace
}  // namespace afterglow::pharmacology
