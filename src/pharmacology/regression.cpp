#include "pharmacology/regression.h"

#include <algorithm>
#include <numbers>

#include "pharmacology/curves.h"

namespace afterglow::pharmacology {
namespace {

constexpr double kStepH = 1.0 / 240;  // a quarter of a minute: peaks and areas to the third digit and better

std::vector<double> times_of(const Regression& regression) {
    std::vector<double> times;
    const auto steps = static_cast<std::size_t>(std::ceil(regression.until_h / kStepH));
    for (std::size_t i = 0; i <= steps; ++i)
        times.push_back(regression.until_h * static_cast<double>(i) / static_cast<double>(steps));
    return times;
}

double measure(const Expectation& expectation, std::span<const double> times_h, std::span<const double> values) {
    const auto highest = std::ranges::max_element(values);
    switch (expectation.what) {
        case Measure::cmax: return *highest;
        case Measure::tmax_h: return times_h[static_cast<std::size_t>(highest - values.begin())];
        case Measure::auc: {
            double area = 0;
            for (std::size_t i = 1; i < values.size(); ++i)
                area += (times_h[i] - times_h[i - 1]) * (values[i] + values[i - 1]) / 2;
            return area;
        }
        case Measure::value: {
            const double step_h = times_h[1] - times_h[0];
            const double place =
                std::clamp(expectation.at_h.value_or(0) / step_h, 0.0, static_cast<double>(values.size() - 1));
            const auto at = std::min(static_cast<std::size_t>(place), values.size() - 2);
            return std::lerp(values[at], values[at + 1], place - static_cast<double>(at));
        }
    }
    return 0;
}

Understood question_of(const Model& model, const Regression& regression) {
    Understood question;
    question.model = &model;
    question.age_years = regression.age_years;
    for (const RegressionDose& each : regression.doses)
        question.doses.push_back({.at_h = each.at_h,
                                  .route = each.route,
                                  .drug = each.drug,
                                  .dose_mg = each.dose_mg,
                                  .duration_h = each.duration_h});
    question.times_h = times_of(regression);
    return question;
}

}  // namespace

std::vector<RegressionRow> run_regressions(const Library& library, const Model& model) {
    std::vector<RegressionRow> rows;
    for (const Regression& regression : model.regressions) {
        const auto row_of = [&](const Expectation& each) {
            return RegressionRow{model.id, regression.name, each.of,     each.what,     each.at_h, each.is,
                                 0,        each.tolerance,  each.source, each.evidence, ""};
        };
        try {
            const Understood question = question_of(model, regression);
            const Plan plan(
                model, library.effects.effect_site,
                {.weight_kg = regression.weight_kg, .height_cm = {}, .age_years = regression.age_years, .sex = {}},
                question.doses);
            const CurveSet set(model, library.effects, plan, question);
            const std::vector<Curve> headings = set.headings();
            const std::size_t times = question.times_h.size();
            std::vector<double> values(set.size() * times);
            const Person typical;
            set.evaluate(plan, {}, {&typical, 1}, question.times_h, values);
            for (const Expectation& each : regression.expect) {
                RegressionRow row = row_of(each);
                const auto found = std::ranges::find(headings, each.of, &Curve::name);
                if (found == headings.end()) {
                    row.problem = "the model has no curve " + each.of;
                } else {
                    const auto index = static_cast<std::size_t>(found - headings.begin());
                    row.got = measure(each, question.times_h, std::span(values).subspan(index * times, times));
                }
                rows.push_back(std::move(row));
            }
        } catch (const std::invalid_argument& error) {
            for (const Expectation& each : regression.expect) {
                rows.push_back(row_of(each));
                rows.back().problem = error.what();
            }
        }
    }
    return rows;
}

}  // namespace afterglow::pharmacology
