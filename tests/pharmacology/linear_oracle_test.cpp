// The closed form and the matrix exponential against an integrator that knows nothing of either; and faults planted on
// purpose, which the comparison must report.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "pharmacology/linear/solve.h"
#include "pharmacology/linear/testing.h"
#include "tests/pharmacology/cvode.h"

namespace afterglow::pharmacology {
namespace {

using testing::Case;

constexpr double kAgreement = 1e-6;
constexpr double kNegligible = 1e-7;  // of what was dosed: of smaller peaks the integrator knows fewer digits

double dosed(const Case& c) {
    double most = 0;
    for (double amount : c.amounts) most = std::max(most, amount);
    return most;
}

std::vector<double> integrated(const Case& c) {
    std::vector<double> result(c.shape.outputs.size() * c.times_h.size() * c.people);
    solve_by_cvode(c.shape, c.doses, c.view(), c.times_h, {}, 0, c.people, result);
    return result;
}

double difference(const Case& c, const std::vector<double>& actual, const std::vector<double>& expected) {
    return testing::worst_difference(c, actual, expected, kNegligible * dosed(c));
}

RC_GTEST_PROP(LinearOracle, EveryMethodAgreesWithIntegration, ()) {
    const Case c = testing::random_case(*rc::gen::arbitrary<std::uint64_t>(), 2);
    const auto expected = integrated(c);
    RC_ASSERT(difference(c, c.solved(Method::automatic), expected) <= kAgreement);
    RC_ASSERT(difference(c, c.solved(Method::closed_form), expected) <= kAgreement);
    RC_ASSERT(difference(c, c.solved(Method::matrix_exponential), expected) <= kAgreement);
    for (const Modes* modes : instruction_sets()) {
        std::vector<double> result(expected.size());
        solve_by(*modes, c.shape, c.doses, c.view(), c.times_h, result);
        RC_ASSERT(difference(c, result, expected) <= kAgreement);
    }
}

// --- planted faults ------------------------------------------------------------------------------------------------------

// Depot, central, peripheral, metabolite; a bolus and an infusion into the depot.
Case four_states() {
    Case c;
    c.people = 1;
    c.shape.states = 4;
    c.shape.outputs = {1, 3};
    testing::set_transfers(c, {{0, 1}, {1, testing::kOut}, {1, 2}, {2, 1}, {1, 3}, {3, testing::kOut}},
                           {1.2, 0.3, 0.5, 0.2, 0.1, 0.05});
    c.doses = {{0, 0, 0}, {0, 24, 2}};
    c.amounts = {100, 50};
    for (int t = 0; t < 96; ++t) c.times_h.push_back(0.5 * t);
    return c;
}

double& element(Case& c, int row, int column) {
    const auto found = std::ranges::find(c.shape.elements, Element{row, column});
    return c.elements[found - c.shape.elements.begin()];
}

class PlantedFaults : public ::testing::Test {
protected:
    Case right_ = four_states();
    Case wrong_ = four_states();
    std::vector<double> expected_ = integrated(right_);

    double reported() const { return difference(right_, wrong_.solved(), expected_); }
};

TEST_F(PlantedFaults, NoneIsPlanted) { EXPECT_LE(reported(), kAgreement); }

TEST_F(PlantedFaults, TwoRateConstantsSwapped) {
    // To the peripheral and back: 0.5 and 0.2 1/h.
    element(wrong_, 2, 1) = 0.2;
    element(wrong_, 1, 2) = 0.5;
    element(wrong_, 1, 1) += 0.3;
    element(wrong_, 2, 2) -= 0.3;
    EXPECT_GT(reported(), 0.01);
}

TEST_F(PlantedFaults, HoursForMinutes) {
    wrong_.doses[1].duration_h *= 60;
    EXPECT_GT(reported(), 0.01);
}

TEST_F(PlantedFaults, MinutesForHours) {
    for (double& rate : wrong_.elements) rate /= 60;
    EXPECT_GT(reported(), 0.01);
}

TEST_F(PlantedFaults, ADoseForgotten) {
    wrong_.amounts[1] = 0;
    EXPECT_GT(reported(), 0.01);
}

TEST_F(PlantedFaults, AnInfusionGivenAtOnce) {
    wrong_.doses[1].duration_h = 0;
    EXPECT_GT(reported(), 0.01);
}

TEST_F(PlantedFaults, ARateWrongInTheSixthDigit) {
    element(wrong_, 3, 3) *= 1 + 1e-5;
    EXPECT_GT(reported(), kAgreement);
}

TEST_F(PlantedFaults, OutputsExchanged) {
    std::swap(wrong_.shape.outputs[0], wrong_.shape.outputs[1]);
    EXPECT_GT(reported(), 0.01);
}

// Two compartments by their two modes, the formula of the textbooks; `modes` of them.
std::vector<double> by_modes(const Case& c, double out, double forth, double back, int modes) {
    const double sum = out + forth + back, root = std::sqrt(sum * sum - 4 * out * back);
    const double fast = (sum + root) / 2, slow = (sum - root) / 2;
    std::vector<double> result;
    for (double t : c.times_h) {
        double value = (back - slow) / (fast - slow) * std::exp(-slow * t);
        if (modes > 1) value += (fast - back) / (fast - slow) * std::exp(-fast * t);
        result.push_back(c.amounts[0] * value);
    }
    return result;
}

TEST(PlantedFault, AModeDropped) {
    Case c;
    c.people = 1;
    c.shape.states = 2;
    c.shape.outputs = {0};
    testing::set_transfers(c, {{0, testing::kOut}, {0, 1}, {1, 0}}, {0.3, 0.5, 0.2});
    c.doses = {{0, 0, 0}};
    c.amounts = {100};
    for (int t = 0; t < 48; ++t) c.times_h.push_back(0.5 * t);
    const auto expected = integrated(c);
    EXPECT_LE(difference(c, c.solved(), expected), kAgreement);
    EXPECT_LE(difference(c, by_modes(c, 0.3, 0.5, 0.2, 2), expected), kAgreement);
    EXPECT_GT(difference(c, by_modes(c, 0.3, 0.5, 0.2, 1), expected), 0.01);
}

}  // namespace
}  // namespace afterglow::pharmacology
