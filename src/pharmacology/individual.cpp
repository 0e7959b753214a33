#include "pharmacology/individual.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "pharmacology/names.h"

namespace afterglow::pharmacology {
namespace {

constexpr double kLargeBmi = 35;
constexpr double kAdjustedShare = 0.4;
constexpr double kCmPerInch = 2.54;

// Devine 1974: 50 kg (men) or 45.5 kg (women) plus 2.3 kg for each inch above 60.
double ideal_weight_kg(const Covariates& person) {
    const double base = person.sex == BodySex::female ? 45.5 : 50;
    return base + 2.3 * std::max(0.0, *person.height_cm / kCmPerInch - 60);
}

double spread(const Variability& how, double typical, double eta) {
    if (how.spread == Spread::lognormal) return typical * std::exp(eta);
    return 1 / (1 + (1 - typical) / typical * std::exp(-eta));
}

const Variability* variability_of(const Model& model, const Parameter& parameter) {
    if (parameter.variability) return &*parameter.variability;
    if (!parameter.shares_variability_of) return nullptr;
    const auto other = std::ranges::find(model.parameters, *parameter.shares_variability_of, &Parameter::name);
    return &*other->variability;
}

int eta_index(const std::vector<std::string>& etas, const Parameter& parameter) {
    const std::string& name = parameter.shares_variability_of ? *parameter.shares_variability_of : parameter.name;
    const auto found = std::ranges::find(etas, name);
    return found == etas.end() ? -1 : static_cast<int>(found - etas.begin());
}

}  // namespace

double size_of(const Covariates& person) {
    double weight_kg = person.weight_kg;
    if (person.height_cm) {
        const double height_m = *person.height_cm / 100;
        const double ideal_kg = ideal_weight_kg(person);
        if (weight_kg / (height_m * height_m) > kLargeBmi && weight_kg > ideal_kg)
            weight_kg = ideal_kg + kAdjustedShare * (weight_kg - ideal_kg);
    }
    return weight_kg / kReferenceWeightKg;
}

std::vector<std::string> eta_names(const Model& model) {
    std::vector<std::string> names;
    for (const Parameter& each : model.parameters) {
        if (each.variability) names.push_back(each.name);
    }
    return names;
}

Eigen::MatrixXd omega_of(const Model& model) {
    const std::vector<std::string> names = eta_names(model);
    const auto size = static_cast<Eigen::Index>(names.size());
    Eigen::MatrixXd omega = Eigen::MatrixXd::Zero(size, size);
    const auto index = [&](const std::string& name) {
        return static_cast<Eigen::Index>(std::ranges::find(names, name) - names.begin());
    };
    for (const Parameter& each : model.parameters) {
        if (!each.variability) continue;
        const Eigen::Index i = index(each.name);
        omega(i, i) = each.variability->omega2 + each.variability->occasion2.value_or(0);
    }
    if (model.covariances) {
        for (const Covariance& each : *model.covariances) {
            omega(index(each.first), index(each.second)) = each.value;
            omega(index(each.second), index(each.first)) = each.value;
        }
    }
    return omega;
}

Individual::Individual(const Model& model, std::vector<Multiplier> multipliers)
    : model_(model), names_(names_of_values(model)), typical_(names_.size()), values_(names_.size()) {
    const std::span<const std::string> names(names_);
    const std::vector<std::string> etas = eta_names(model);
    varies_.assign(names_.size(), false);
    for (std::size_t i = 0; i < model.parameters.size(); ++i) {
        const Parameter& each = model.parameters[i];
        scales_.push_back(each.scale ? std::optional(Expression(each.scale->expression, names.first(kVariables)))
                                     : std::nullopt);
        eta_of_.push_back(eta_index(etas, each));
        varies_[kVariables + i] = eta_of_.back() >= 0;
    }
    const std::size_t first_formula = kVariables + model.parameters.size();
    for (std::size_t i = first_formula; i < names_.size(); ++i) {
        formulas_.emplace_back((*model.formulas)[i - first_formula].expression, names.first(i));
        for (const std::size_t used : formulas_.back().uses()) varies_[i] = varies_[i] || varies_[used];
    }
    factor_.assign(names_.size(), 1);
    capped_.assign(names_.size(), false);
    for (const Multiplier& each : multipliers) {
        factor_[index_of(each.name)] *= each.factor;
        if (each.at_most_one) capped_[index_of(each.name)] = true;
    }
}

std::size_t Individual::index_of(const std::string& name) const {
    const auto found = std::ranges::find(names_, name);
    if (found == names_.end()) throw std::invalid_argument("there is no parameter " + name);
    return static_cast<std::size_t>(found - names_.begin());
}

void Individual::multiply(std::size_t value) {
    values_[value] *= factor_[value];
    if (capped_[value]) values_[value] = std::min(values_[value], 1.0);
}

void Individual::prepare(Species species, const Covariates& person, double dose_mg) {
    species_ = species;
    typical_[kSize] = size_of(person);
    typical_[kWeightKg] = person.weight_kg;
    typical_[kAgeYears] = person.age_years.value_or(kUnknownAgeYears);
    typical_[kHeightCm] = person.height_cm.value_or(kUnknownHeightCm);
    typical_[kFemale] = person.sex == BodySex::female ? 1 : 0;
    typical_[kDoseMg] = dose_mg;
    typical_[kSprays] = std::max(1.0, std::round(dose_mg / 28));
    for (std::size_t i = 0; i < model_.parameters.size(); ++i) {
        const Parameter& each = model_.parameters[i];
        double value = each.value;
        if (scales_[i]) value *= (*scales_[i])(typical_);
        if (each.factors) {
            for (const SpeciesFactor& factor : *each.factors) {
                if (factor.species == species) value *= factor.factor;
            }
        }
        typical_[kVariables + i] = value;
    }
    values_ = typical_;
    for (std::size_t i = kVariables; i < kVariables + model_.parameters.size(); ++i) multiply(i);
    for (std::size_t i = 0; i < formulas_.size(); ++i) {
        const std::size_t value = kVariables + model_.parameters.size() + i;
        values_[value] = formulas_[i](values_);
        multiply(value);
    }
}

std::span<const double> Individual::with_etas(std::span<const double> etas) {
    for (std::size_t i = 0; i < model_.parameters.size(); ++i) {
        const std::size_t value = kVariables + i;
        if (!varies_[value]) continue;
        const double eta = etas.empty() ? 0 : etas[static_cast<std::size_t>(eta_of_[i])];
        values_[value] = spread(*variability_of(model_, model_.parameters[i]), typical_[value], eta);
        multiply(value);
    }
    for (std::size_t i = 0; i < formulas_.size(); ++i) {
        const std::size_t value = kVariables + model_.parameters.size() + i;
        if (!varies_[value]) continue;
        values_[value] = formulas_[i](values_);
        multiply(value);
    }
    return values_;
}

std::span<const double> Individual::values(Species species, const Covariates& person, double dose_mg,
                                           std::span<const double> etas) {
    prepare(species, person, dose_mg);
    return with_etas(etas);
}

}  // namespace afterglow::pharmacology
