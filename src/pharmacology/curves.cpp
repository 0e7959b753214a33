#include "pharmacology/curves.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "pharmacology/names.h"
#include "pharmacology/provenance.h"

namespace afterglow::pharmacology {
namespace {

const char* site_name(Site site) { return site == Site::arterial ? "arterial" : "venous"; }

// Only ketamine is known from both sites; the metabolites' columns carry none.
std::string name_of(Analyte analyte, std::optional<Species> enantiomer, Site site) {
    std::string name = enantiomer ? std::string(enum_name(*enantiomer)) + "_" : "";
    name += enum_name(analyte);
    if (analyte == Analyte::ketamine) name += std::string("_") + site_name(site);
    return name + "_ng_ml";
}

Curve concentration_curve(const Output& output, std::optional<Species> enantiomer) {
    Curve curve;
    curve.name = name_of(output.analyte, enantiomer, output.site);
    curve.quantity = Quantity::concentration;
    curve.analyte = output.analyte;
    curve.enantiomer = enantiomer;
    curve.site = output.site;
    curve.unit = "ng/mL";
    curve.warning = output.warning;
    return curve;
}

Curve effect_curve(const char* name, Quantity quantity, const char* unit) {
    Curve curve;
    curve.name = name;
    curve.quantity = quantity;
    curve.unit = unit;
    return curve;
}

}  // namespace

std::vector<Part> effect_site_parts(const Plan& plan, const EffectSite& constants, Quantity quantity) {
    const bool circulation = quantity == Quantity::systolic_rise || quantity == Quantity::diastolic_rise ||
                             quantity == Quantity::heart_rate_rise || quantity == Quantity::cardiac_output_rise;
    const double of_r = circulation ? 0 : constants.potency_r.value;
    std::vector<Part> parts;
    for (std::size_t s = 0; s < plan.species().size(); ++s) {
        const Species species = plan.species()[s];
        const double weight = species == Species::s ? 1 : species == Species::r ? of_r : (1 + of_r) / 2;
        if (weight > 0) parts.push_back({s, plan.outputs() - 1, weight});
    }
    return parts;
}

CurveSet::CurveSet(const Model& model, const Effects& effects, const Plan& plan, const Understood& question)
    : model_(model), effects_(effects), question_(question) {
    add_concentrations(plan);
    if (plan.has_effect_site()) add_effects(plan);
}

void CurveSet::add(Curve heading, std::vector<Part> parts) { specs_.push_back({std::move(heading), std::move(parts)}); }

void CurveSet::add_concentrations(const Plan& plan) {
    for (std::size_t o = 0; o < model_.outputs.size(); ++o) {
        const Output& output = model_.outputs[o];
        const Provenance origin = provenance(model_, question_.doses, output.of);
        const auto add_of = [&](std::optional<Species> enantiomer, std::vector<Part> parts) {
            Curve curve = concentration_curve(output, enantiomer);
            curve.evidence = origin.evidence;
            curve.sources = origin.sources;
            add(std::move(curve), std::move(parts));
        };
        std::vector<Part> all;
        for (std::size_t s = 0; s < plan.species().size(); ++s) all.push_back({s, o});
        add_of(std::nullopt, all);
        if (model_.species.front() == Species::mixture) continue;
        for (std::size_t s = 0; s < plan.species().size(); ++s) add_of(plan.species()[s], {{s, o}});
    }
}

void CurveSet::add_effects(const Plan& plan) {
    const Provenance drug = provenance(model_, question_.doses, *model_.drives_effects);
    const auto add_effect = [&](const char* name, Quantity quantity, const char* unit,
                                std::initializer_list<const Constant*> constants) {
        Curve curve = effect_curve(name, quantity, unit);
        Provenance origin = drug;
        origin.add(effects_.effect_site.half_life_min);
        origin.add(effects_.effect_site.potency_r);
        for (const Constant* each : constants) origin.add(*each);
        curve.evidence = origin.evidence;
        curve.sources = origin.sources;
        add(std::move(curve), effect_site_parts(plan, effects_.effect_site, quantity));
    };
    const Dissociation& d = effects_.dissociation;
    const Circulation& c = effects_.circulation;
    const Sedation& s = effects_.sedation;
    add_effect("effect_site_s_equivalent_ng_ml", Quantity::effect_site, "ng/mL", {});
    add_effect("cadss", Quantity::cadss, "points", {&d.maximum, &d.c50_ng_ml, &d.gamma, &d.omega});
    add_effect("systolic_rise_mmhg", Quantity::systolic_rise, "mmHg",
               {&c.systolic_mmhg.maximum, &c.systolic_mmhg.c50_ng_ml, &c.omega});
    add_effect("diastolic_rise_mmhg", Quantity::diastolic_rise, "mmHg",
               {&c.diastolic_mmhg.maximum, &c.diastolic_mmhg.c50_ng_ml, &c.omega});
    add_effect("heart_rate_rise_bpm", Quantity::heart_rate_rise, "bpm",
               {&c.heart_rate_fraction.maximum, &c.heart_rate_fraction.c50_ng_ml, &c.omega});
    add_effect("cardiac_output_rise_percent", Quantity::cardiac_output_rise, "%",
               {&c.cardiac_output_percent.maximum, &c.cardiac_output_percent.c50_ng_ml, &c.omega});
    add_effect("sedated_probability", Quantity::sedated, "probability", {&s.sedated.intercept, &s.sedated.slope});
    add_effect("unresponsive_probability", Quantity::unresponsive, "probability",
               {&s.unresponsive.intercept, &s.unresponsive.slope});
}

std::vector<Curve> CurveSet::headings() const {
    std::vector<Curve> curves;
    for (const Spec& each : specs_) curves.push_back(each.heading);
    return curves;
}

Done CurveSet::keep(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        if (std::ranges::none_of(specs_, [&](const Spec& each) { return each.heading.name == name; }))
            return refuse("curve_unknown", {{"curve", name}});
    }
    std::erase_if(specs_, [&](const Spec& each) { return std::ranges::find(names, each.heading.name) == names.end(); });
    return done();
}

void CurveSet::evaluate(const Plan& plan, std::span<const double> etas, std::span<const Person> people,
                        std::span<const double> times_h, std::span<double> rows) const {
    const std::size_t times = times_h.size(), count = people.size();
    std::vector<double> concentrations(plan.species().size() * plan.outputs() * times * count);
    plan.solve(etas, count, times_h, concentrations);
    for (std::size_t c = 0; c < specs_.size(); ++c) {
        for (std::size_t t = 0; t < times; ++t) {
            const std::span<double> row = rows.subspan((c * times + t) * count, count);
            std::ranges::fill(row, 0);
            for (const Part& part : specs_[c].parts) {
                const double* from =
                    concentrations.data() + ((part.species * plan.outputs() + part.output) * times + t) * count;
                for (std::size_t p = 0; p < count; ++p) row[p] += part.weight * from[p];
            }
            // Rounding leaves some zeros a little below zero.
            for (double& value : row) value = std::max(value, 0.0);
            apply(specs_[c], people, row);
        }
    }
}

void CurveSet::apply(const Spec& spec, std::span<const Person> people, std::span<double> row) const {
    const auto each = [&](auto&& of) {
        for (std::size_t p = 0; p < row.size(); ++p) row[p] = of(row[p], people[p]);
    };
    const Circulation& circulation = effects_.circulation;
    const auto rise_of = [&](const Rise& of, double unit) {
        each([&](double c, const Person& person) {
            return unit * rise(circulation, of, c, person.circulation_z, question_.age_years, 1);
        });
    };
    switch (spec.heading.quantity) {
        case Quantity::concentration:
        case Quantity::effect_site: break;
        case Quantity::cadss:
            each([&](double c, const Person& person) {
                return question_.dissociation_factor *
                       cadss(effects_.dissociation, c, person.dissociation_z, question_.session_number);
            });
            break;
        case Quantity::systolic_rise: rise_of(circulation.systolic_mmhg, 1); break;
        case Quantity::diastolic_rise: rise_of(circulation.diastolic_mmhg, 1); break;
        case Quantity::heart_rate_rise:
            rise_of(circulation.heart_rate_fraction,
                    question_.resting_heart_rate_bpm.value_or(circulation.resting_heart_rate_bpm.value));
            break;
        case Quantity::cardiac_output_rise: rise_of(circulation.cardiac_output_percent, 1); break;
        case Quantity::sedated:
            each([&](double c, const Person&) { return probability(effects_.sedation.sedated, c); });
            break;
        case Quantity::unresponsive:
            each([&](double c, const Person&) { return probability(effects_.sedation.unresponsive, c); });
            break;
    }
}

}  // namespace afterglow::pharmacology
