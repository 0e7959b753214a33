#include "pharmacology/plan.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "pharmacology/names.h"

namespace afterglow::pharmacology {
namespace {

constexpr double kNgMlPerMgL = 1000;
constexpr double kMinutesPerHour = 60;

// How much of a dose of this drug is this species.
double share_of(Species species, Drug drug) {
    if (species == Species::mixture) return 1;
    if (drug == Drug::racemate) return 0.5;
    return (drug == Drug::esketamine) == (species == Species::s) ? 1 : 0;
}

}  // namespace

Plan::Plan(const Model& model, const EffectSite& effect_site, Covariates person, std::vector<Dose> doses,
           std::vector<Multiplier> multipliers)
    : model_(model),
      person_(std::move(person)),
      doses_(std::move(doses)),
      multipliers_(std::move(multipliers)),
      names_(names_of_values(model)),
      eta_names_(pharmacology::eta_names(model)),
      effect_rate_per_h_(std::numbers::ln2 * kMinutesPerHour / effect_site.half_life_min.value) {
    lay_out_states();
    lay_out_doses();
}

int Plan::value_index(const std::string& name) const {
    const auto found = std::ranges::find(names_, name);
    return found == names_.end() ? -1 : static_cast<int>(found - names_.begin());
}

int Plan::state_of(const std::string& name) const {
    const auto compartment = std::ranges::find(model_.compartments, name, &Compartment::name);
    if (compartment != model_.compartments.end()) return static_cast<int>(compartment - model_.compartments.begin());
    const auto follower = std::ranges::find(*model_.followers, name, &Follower::name);
    return static_cast<int>(model_.compartments.size() +
                            static_cast<std::size_t>(follower - model_.followers->begin()));
}

std::size_t Plan::element(int row, int column) {
    const Element wanted{row, column};
    const auto found = std::ranges::find(shape_.elements, wanted);
    if (found != shape_.elements.end()) return static_cast<std::size_t>(found - shape_.elements.begin());
    shape_.elements.push_back(wanted);
    constants_.push_back(0);
    return shape_.elements.size() - 1;
}

void Plan::add_flow(const Flow& flow) {
    const int from = state_of(flow.from);
    Term term{.element = 0,
              .sign = 1,
              .rate = static_cast<std::size_t>(value_index(flow.clearance ? *flow.clearance : *flow.rate))};
    const auto& compartment = model_.compartments[static_cast<std::size_t>(from)];
    if (flow.clearance) term.volume = value_index(*compartment.volume);
    if (flow.fraction) term.fraction = value_index(*flow.fraction);
    if (flow.to != kOutsideBody) {
        term.element = element(state_of(flow.to), from);
        terms_.push_back(term);
    }
    term.element = element(from, from);
    term.sign = -1;
    terms_.push_back(term);
}

void Plan::lay_out_states() {
    const auto volume_behind = [&](const std::string& name) {
        const auto found = std::ranges::find(model_.compartments, name, &Compartment::name);
        return found == model_.compartments.end() ? -1 : value_index(*found->volume);
    };
    shape_.states = static_cast<int>(model_.compartments.size() + (model_.followers ? model_.followers->size() : 0));
    for (int i = 0; i < static_cast<int>(model_.compartments.size()); ++i) element(i, i);
    for (const Flow& each : model_.flows) add_flow(each);
    if (model_.followers) {
        for (const Follower& each : *model_.followers) {
            const int self = state_of(each.name);
            terms_.push_back({.element = element(self, state_of(each.follows)),
                              .sign = 1,
                              .rate = static_cast<std::size_t>(value_index(each.in)),
                              .volume = volume_behind(each.follows)});
            terms_.push_back(
                {.element = element(self, self), .sign = -1, .rate = static_cast<std::size_t>(value_index(each.out))});
        }
    }
    const double unit = model_.amounts == AmountUnit::mg ? kNgMlPerMgL : 0;
    for (const Output& each : model_.outputs) {
        shape_.outputs.push_back(state_of(each.of));
        volume_of_output_.push_back(volume_behind(each.of));
        ng_ml_per_unit_.push_back(unit > 0 ? unit : molar_mass(each.analyte));
    }
    if (!has_effect_site()) return;
    const int effect = shape_.states++;
    effect_volume_ = volume_behind(*model_.drives_effects);
    constants_[element(effect, effect)] = -effect_rate_per_h_;
    element(effect, state_of(*model_.drives_effects));  // its value depends on the volume: see solve_together
    shape_.outputs.push_back(effect);
    volume_of_output_.push_back(-1);
    ng_ml_per_unit_.push_back(unit > 0 ? unit : molar_mass(Analyte::ketamine));
}

void Plan::lay_out_doses() {
    for (std::size_t dose = 0; dose < doses_.size(); ++dose) {
        const Dose& each = doses_[dose];
        if (std::ranges::find(model_.drugs, each.drug) == model_.drugs.end())
            throw std::invalid_argument(std::string("the model ") + model_.id + " does not know " +
                                        std::string(enum_name(each.drug)));
        const std::size_t before = entries_.size();
        for (const Input& input : model_.inputs) {
            if (input.route != each.route) continue;
            Entry entry{.dose = dose,
                        .state = static_cast<std::size_t>(state_of(input.enters)),
                        .fraction = value_index(input.fraction),
                        .duration = input.duration ? value_index(*input.duration) : -1,
                        .lag = input.lag ? value_index(*input.lag) : -1};
            if (entry.fraction < 0) entry.share = std::stod(input.fraction);
            entries_.push_back(entry);
        }
        if (entries_.size() == before)
            throw std::invalid_argument(std::string("the model ") + model_.id + " does not know the route " +
                                        std::string(enum_name(each.route)));
    }
}

double Plan::amount(const Entry& entry, Species species, std::span<const double> values) const {
    const Dose& dose = doses_[entry.dose];
    const double fraction = entry.fraction < 0 ? entry.share : values[static_cast<std::size_t>(entry.fraction)];
    const double units = model_.amounts == AmountUnit::mg ? 1 : 1000 / molar_mass(Analyte::ketamine);
    return dose.dose_mg * share_of(species, dose.drug) * fraction * units * dose.exposure_factor;
}

std::vector<LinearDose> Plan::timeline(std::span<const double> values) const {
    std::vector<LinearDose> result;
    for (const Entry& each : entries_) {
        const Dose& dose = doses_[each.dose];
        double duration_h = each.duration < 0 ? dose.duration_h : values[static_cast<std::size_t>(each.duration)];
        if (each.duration < 0 && dose.route == DrugRoute::iv) duration_h = std::max(duration_h, kShortestInfusionH);
        const double lag_h = each.lag < 0 ? 0 : values[static_cast<std::size_t>(each.lag)];
        result.push_back({static_cast<int>(each.state), dose.at_h + lag_h, duration_h});
    }
    return result;
}

bool Plan::timeline_varies(const Individual& individual) const {
    const auto varies = [&](int value) { return value >= 0 && individual.varies(static_cast<std::size_t>(value)); };
    return std::ranges::any_of(entries_, [&](const Entry& each) { return varies(each.duration) || varies(each.lag); });
}

void Plan::solve(std::span<const double> etas, std::size_t people, std::span<const double> times_h,
                 std::span<double> result, Method method) const {
    Individual own = individual();
    solve(own, etas, people, times_h, result, method);
}

void Plan::solve(Individual& individual, std::span<const double> etas, std::size_t people,
                 std::span<const double> times_h, std::span<double> result, Method method) const {
    const std::size_t size = outputs() * times_h.size() * people;
    for (std::size_t s = 0; s < model_.species.size(); ++s)
        solve_species(model_.species[s], individual, etas, people, times_h, result.subspan(s * size, size), method);
}

void Plan::solve_species(Species species, Individual& individual, std::span<const double> etas, std::size_t people,
                         std::span<const double> times_h, std::span<double> result, Method method) const {
    if (people == 1 || !timeline_varies(individual))
        return solve_together(species, individual, etas, people, times_h, result, method);
    const std::size_t cells = outputs() * times_h.size();
    std::vector<double> one(cells);
    for (std::size_t p = 0; p < people; ++p) {
        solve_together(species, individual, etas.empty() ? etas : etas.subspan(p * this->etas(), this->etas()), 1,
                       times_h, one, method);
        for (std::size_t i = 0; i < cells; ++i) result[i * people + p] = one[i];
    }
}

void Plan::solve_together(Species species, Individual& individual, std::span<const double> etas, std::size_t people,
                          std::span<const double> times_h, std::span<double> result, Method method) const {
    std::vector<double> elements(shape_.elements.size() * people), amounts(entries_.size() * people),
        scales(outputs() * people);
    const auto etas_of = [&](std::size_t p) {
        return etas.empty() ? etas : etas.subspan(p * this->etas(), this->etas());
    };
    std::vector<LinearDose> doses;
    double prepared_mg = -1;
    for (std::size_t d = doses_.size(); d-- > 0;) {  // the first dose last: its values serve the elements
        if (doses_[d].dose_mg != prepared_mg) individual.prepare(species, person_, doses_[d].dose_mg);
        prepared_mg = doses_[d].dose_mg;
        for (std::size_t p = 0; p < people; ++p) {
            const std::span<const double> values = individual.with_etas(etas_of(p));
            for (std::size_t e = 0; e < entries_.size(); ++e) {
                if (entries_[e].dose == d) amounts[e * people + p] = amount(entries_[e], species, values);
            }
        }
    }
    if (doses_.empty()) individual.prepare(species, person_, 0);
    const std::size_t effect = shape_.elements.size() - 1;
    for (std::size_t p = 0; p < people; ++p) {
        const std::span<const double> values = individual.with_etas(etas_of(p));
        for (std::size_t i = 0; i < constants_.size(); ++i) elements[i * people + p] = constants_[i];
        for (const Term& term : terms_) {
            double rate = term.sign * values[term.rate];
            if (term.volume >= 0) rate /= values[static_cast<std::size_t>(term.volume)];
            if (term.fraction >= 0) rate *= values[static_cast<std::size_t>(term.fraction)];
            elements[term.element * people + p] += rate;
        }
        if (has_effect_site())
            elements[effect * people + p] =
                effect_rate_per_h_ / (effect_volume_ < 0 ? 1 : values[static_cast<std::size_t>(effect_volume_)]);
        for (std::size_t o = 0; o < outputs(); ++o) {
            const int volume = volume_of_output_[o];
            scales[o * people + p] = ng_ml_per_unit_[o] / (volume < 0 ? 1 : values[static_cast<std::size_t>(volume)]);
        }
        if (p == 0) doses = timeline(values);
    }
    pharmacology::solve(shape_, doses, {static_cast<int>(people), elements, amounts}, times_h, result, method);
    for (std::size_t o = 0; o < outputs(); ++o) {
        for (std::size_t t = 0; t < times_h.size(); ++t) {
            double* row = result.data() + (o * times_h.size() + t) * people;
            for (std::size_t p = 0; p < people; ++p) row[p] *= scales[o * people + p];
        }
    }
}

}  // namespace afterglow::pharmacology
