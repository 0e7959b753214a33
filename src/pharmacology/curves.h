#pragma once
// From the concentrations of one species each to the curves that are shown: sums, effects, their names and their sources.

#include <span>
#include <vector>

#include "pharmacology/asked.h"
#include "pharmacology/plan.h"

namespace afterglow::pharmacology {

// How somebody answers to a concentration: standard normal numbers, 0 for the typical person.
struct Person {
    double dissociation_z = 0, circulation_z = 0;
};

// A share in a sum of concentrations.
struct Part {
    std::size_t species = 0, output = 0;
    double weight = 1;
};
// What effects follow: the effect site in S-equivalents, or its esketamine alone, which is what moves the circulation.
std::vector<Part> effect_site_parts(const Plan& plan, const EffectSite& constants, Quantity quantity);

class CurveSet {
public:
    CurveSet(const Model& model, const Effects& effects, const Plan& plan, const Understood& question);

    std::size_t size() const { return specs_.size(); }
    std::vector<Curve> headings() const;  // without values
    // Leaves only those with these names; refuses an unknown one.
    Done keep(const std::vector<std::string>& names);

    // rows[(c * times + t) * people + p]. `etas`: a row for each person, empty for the typical one. For several threads.
    void evaluate(const Plan& plan, std::span<const double> etas, std::span<const Person> people,
                  std::span<const double> times_h, std::span<double> rows) const;

private:
    struct Spec {
        Curve heading;
        std::vector<Part> parts;  // what is added up: for effects, the effect site
    };
    void add_concentrations(const Plan& plan);
    void add_effects(const Plan& plan);
    void add(Curve heading, std::vector<Part> parts);
    void apply(const Spec& spec, std::span<const Person> people, std::span<double> row) const;

    const Model& model_;
    const Effects& effects_;
    Understood question_;
    std::vector<Spec> specs_;
};

}  // namespace afterglow::pharmacology
