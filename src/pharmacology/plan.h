#pragma once
// A model, a person and a regimen turned into linear systems, one for each species, and solved for one or many sets of etas.

#include <span>
#include <string>
#include <vector>

#include "pharmacology/effects.h"
#include "pharmacology/individual.h"
#include "pharmacology/linear/linear.h"

namespace afterglow::pharmacology {

// An infusion whose rate changes or pauses is several doses, one after the other.
struct Dose {
    double at_h = 0;
    DrugRoute route = DrugRoute::iv;
    Drug drug = Drug::racemate;
    double dose_mg = 0;
    double duration_h = 0;       // of an infusion; elsewhere the model knows
    double exposure_factor = 1;  // an interaction measured on this route, where the model has no better handle
};

// The shortest time in which somebody empties a syringe: an intravenous bolus is no shorter.
inline constexpr double kShortestInfusionH = 1.0 / 60;

class Plan {
public:
    // Throws std::invalid_argument if the model has no such route or does not know the drug.
    Plan(const Model& model, const EffectSite& effect_site, Covariates person, std::vector<Dose> doses,
         std::vector<Multiplier> multipliers = {});

    const Model& model() const { return model_; }
    const std::vector<Species>& species() const { return model_.species; }
    // Concentrations that are returned: model.outputs in their order, then the effect site if there is one.
    std::size_t outputs() const { return shape_.outputs.size(); }
    bool has_effect_site() const { return model_.drives_effects.has_value(); }
    std::size_t etas() const { return eta_names_.size(); }
    const std::vector<std::string>& names_of_etas() const { return eta_names_; }

    // result[((s * outputs + o) * times + t) * people + p] in ng/mL. `etas`: a row of etas() values for each person; empty
    // for the typical person. Several threads may call it at once.
    void solve(std::span<const double> etas, std::size_t people, std::span<const double> times_h,
               std::span<double> result, Method method = Method::automatic) const;

    // The same for who calls it often: to make an individual costs more than to solve for one.
    Individual individual() const { return Individual(model_, multipliers_); }
    void solve(Individual& individual, std::span<const double> etas, std::size_t people,
               std::span<const double> times_h, std::span<double> result, Method method = Method::automatic) const;

private:
    struct Term {  // adds sign * rate [/ volume] [* fraction] to an element
        std::size_t element;
        double sign;
        std::size_t rate;
        int volume = -1, fraction = -1;
    };
    struct Entry {  // a dose as it enters one state
        std::size_t dose, state;
        int fraction;       // a value, or -1
        double share = 1;   // if it is a number
        int duration, lag;  // values, or -1
    };
    void lay_out_states();
    void lay_out_doses();
    std::size_t element(int row, int column);
    void add_flow(const Flow& flow);
    int state_of(const std::string& name) const;
    int value_index(const std::string& name) const;
    void solve_species(Species species, Individual& individual, std::span<const double> etas, std::size_t people,
                       std::span<const double> times_h, std::span<double> result, Method method) const;
    void solve_together(Species species, Individual& individual, std::span<const double> etas, std::size_t people,
                        std::span<const double> times_h, std::span<double> result, Method method) const;
    double amount(const Entry& entry, Species species, std::span<const double> values) const;
    std::vector<LinearDose> timeline(std::span<const double> values) const;
    bool timeline_varies(const Individual& individual) const;

    const Model& model_;
    Covariates person_;
    std::vector<Dose> doses_;
    std::vector<Multiplier> multipliers_;
    std::vector<std::string> names_, eta_names_;
    double effect_rate_per_h_ = 0;
    LinearShape shape_;
    std::vector<Term> terms_;
    std::vector<double> constants_;  // of the elements, added to the terms (the effect site's own rate)
    std::vector<Entry> entries_;
    std::vector<int> volume_of_output_;  // a value, or -1
    std::vector<double> ng_ml_per_unit_;
    int effect_volume_ = -1;
};

}  // namespace afterglow::pharmacology
