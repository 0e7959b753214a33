#include "pharmacology/plan.h"

#include <gtest/gtest.h>

#include "pharmacology/testing.h"

namespace afterglow::pharmacology {
namespace {

Model small(const std::string& what = "", const std::string& with = "") {
    std::string text = small_model();
    if (!what.empty()) text.replace(text.find(what), what.size(), with);
    ModelReading reading = read_model_text(text, "small.toml");
    if (!reading.model) throw std::runtime_error(print_mistakes(reading.mistakes));
    return std::move(*reading.model);
}

std::vector<double> solved(const Model& model, const std::vector<Dose>& doses, const std::vector<double>& times_h,
                           const std::vector<double>& etas = {}, std::size_t people = 1) {
    const Plan plan(model, library().effects.effect_site, {}, doses);
    std::vector<double> result(plan.outputs() * times_h.size() * people);
    plan.solve(etas, people, times_h, result);
    return result;
}

TEST(Plans, GiveTheFormulaOfOneCompartment) {
    const auto values = solved(small(), {{.route = DrugRoute::iv, .dose_mg = 30, .duration_h = 2}}, {1, 2, 5});
    const double k = 0.5, rate = 15.0 / 30 * 1000;  // ng/mL per h
    EXPECT_NEAR(values[0], rate / k * (1 - std::exp(-k)), 1e-6);
    EXPECT_NEAR(values[1], rate / k * (1 - std::exp(-2 * k)), 1e-6);
    EXPECT_NEAR(values[2], rate / k * (1 - std::exp(-2 * k)) * std::exp(-3 * k), 1e-6);
}

// ka = CL / V: the two exponentials become one.
TEST(Plans, AbsorptionAsFastAsElimination) {
    const auto values = solved(small(), {{.route = DrugRoute::oral, .dose_mg = 60}}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    for (int h = 1; h <= 10; ++h)
        EXPECT_NEAR(values[static_cast<std::size_t>(h - 1)], 1000 * 0.5 * h * std::exp(-0.5 * h), 1e-5);
}

TEST(Plans, ALagPutsItOff) {
    Model model = small();
    Parameter delay = model.parameters.back();
    delay.name = "delay";
    delay.unit = "h";
    delay.value = 1.5;
    model.parameters.push_back(delay);
    const std::vector<Dose> dose{{.route = DrugRoute::oral, .dose_mg = 60}};
    const auto at_once = solved(model, dose, {0.5, 2});
    model.inputs[1].lag = "delay";
    const auto later = solved(model, dose, {1.4, 2, 3.5});
    EXPECT_EQ(later[0], 0);
    EXPECT_NEAR(later[1], at_once[0], 1e-9);
    EXPECT_NEAR(later[2], at_once[1], 1e-9);
}

TEST(Plans, EtasActOnTheirParameter) {
    const Model model = small();
    const std::vector<Dose> dose{{.route = DrugRoute::iv, .dose_mg = 30, .duration_h = 1}};
    // V twice as large in the second person, CL half in the third.
    const auto values = solved(model, dose, {1e-9, 1}, {0, 0, std::log(2.0), 0, 0, -std::log(2.0)}, 3);
    EXPECT_LT(values[3 + 1], values[3 + 0]);
    EXPECT_GT(values[3 + 2], values[3 + 0]);
    const auto alone = solved(model, dose, {1e-9, 1}, {std::log(2.0), 0}, 1);
    EXPECT_NEAR(alone[1], values[3 + 1], 1e-9);
}

TEST(Plans, RefuseWhatTheModelDoesNotKnow) {
    const Model model = small();
    EXPECT_THROW(Plan(model, library().effects.effect_site, {}, {{.route = DrugRoute::nasal, .dose_mg = 1}}),
                 std::invalid_argument);
    EXPECT_THROW(Plan(model, library().effects.effect_site, {},
                      {{.route = DrugRoute::iv, .drug = Drug::esketamine, .dose_mg = 1}}),
                 std::invalid_argument);
}

}  // namespace
}  // namespace afterglow::pharmacology
