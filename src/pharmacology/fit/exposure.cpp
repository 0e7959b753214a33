#include "pharmacology/fit/exposure.h"

#include <algorithm>

namespace afterglow::pharmacology {

Exposure::Exposure(const Plan& plan, Individual& individual, const Effects& effects, const Understood& question,
                   std::vector<Observed> observed, Columns columns)
    : plan_(plan),
      individual_(individual),
      effects_(effects),
      question_(question),
      observed_(std::move(observed)),
      columns_(std::move(columns)) {
    for (const Observed& each : observed_) times_h_.push_back(each.at_h);
    std::ranges::sort(times_h_);
    const auto same = std::ranges::unique(times_h_);
    times_h_.erase(same.begin(), same.end());
    for (const Observed& each : observed_)
        time_of_.push_back(static_cast<std::size_t>(std::ranges::lower_bound(times_h_, each.at_h) - times_h_.begin()));
}

void Exposure::solve(std::span<const double> etas, std::size_t points) {
    model_etas_.assign(plan_.etas() * points, 0);
    for (std::size_t p = 0; p < points; ++p) {
        for (std::size_t i = 0; i < columns_.of_model.size(); ++i)
            model_etas_[p * plan_.etas() + columns_.of_model[i]] = etas[p * columns_.size() + i];
    }
    concentrations_.resize(plan_.species().size() * plan_.outputs() * times_h_.size() * points);
    plan_.solve(individual_, model_etas_, points, times_h_, concentrations_);
}

double Exposure::effect(Quantity quantity, double concentration, const double* etas) const {
    const double* other = etas + columns_.of_model.size();
    const double c50_eta = columns_.cadss_c50 ? *other++ : 0;
    const double maximum_eta = columns_.pressure_maximum ? *other : 0;
    const Circulation& circulation = effects_.circulation;
    const auto rise_of = [&](const Rise& of) {
        return rise(circulation, of, concentration, maximum_eta / circulation.omega.value, question_.age_years, 1);
    };
    if (quantity == Quantity::cadss)
        return question_.dissociation_factor * cadss(effects_.dissociation, concentration,
                                                     c50_eta / effects_.dissociation.omega.value,
                                                     question_.session_number);
    if (quantity == Quantity::systolic_rise) return rise_of(circulation.systolic_mmhg);
    if (quantity == Quantity::diastolic_rise) return rise_of(circulation.diastolic_mmhg);
    return concentration;
}

void Exposure::predict(std::span<const double> etas, std::size_t points, std::span<double> predictions) {
    // Where the model's own etas are held, one solution serves all points.
    const bool held = columns_.of_model.empty();
    const std::size_t people = held ? 1 : points;
    if (!held || concentrations_.empty()) solve(etas, people);
    for (std::size_t i = 0; i < observed_.size(); ++i) {
        for (std::size_t p = 0; p < points; ++p) {
            double concentration = 0;
            for (const Part& part : observed_[i].parts) {
                const std::size_t row = (part.species * plan_.outputs() + part.output) * times_h_.size() + time_of_[i];
                concentration += part.weight * concentrations_[row * people + (held ? 0 : p)];
            }
            predictions[i * points + p] =
                effect(observed_[i].quantity, std::max(0.0, concentration), etas.data() + p * columns_.size());
        }
    }
}

}  // namespace afterglow::pharmacology
