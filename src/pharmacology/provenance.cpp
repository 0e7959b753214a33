#include "pharmacology/provenance.h"

#include <algorithm>
#include <set>

#include "pharmacology/expression.h"
#include "pharmacology/names.h"

namespace afterglow::pharmacology {
namespace {

using Names = std::set<std::string>;

// What drug that enters here can reach, or, the other way, what can reach `state`.
Names reached(const Model& model, Names from, bool backwards) {
    const auto step = [&](const std::string& source, const std::string& target) {
        const std::string &a = backwards ? target : source, &b = backwards ? source : target;
        return from.contains(a) && from.insert(b).second;
    };
    for (bool grew = true; grew;) {
        grew = false;
        for (const Flow& each : model.flows) grew = step(each.from, each.to) || grew;
        if (!model.followers) continue;
        for (const Follower& each : *model.followers) grew = step(each.follows, each.name) || grew;
    }
    return from;
}

class Collector {
public:
    explicit Collector(const Model& model) : model_(model), names_(names_of_values(model)) {}

    void use(const std::string& name) {
        const auto parameter = std::ranges::find(model_.parameters, name, &Parameter::name);
        if (parameter != model_.parameters.end()) return use(*parameter);
        if (!model_.formulas) return;
        const auto formula = std::ranges::find(*model_.formulas, name, &Formula::name);
        if (formula == model_.formulas->end()) return;
        const Expression expression(formula->expression, names_);
        for (const std::size_t used : expression.uses()) use(names_[used]);
    }
    void use(const std::optional<std::string>& name) {
        if (name) use(*name);
    }

    Provenance found;

private:
    void use(const Parameter& parameter) {
        found.add(parameter.evidence, parameter.source);
        if (parameter.scale) found.add(parameter.scale->evidence, parameter.scale->source);
        if (!parameter.factors) return;
        for (const SpeciesFactor& each : *parameter.factors) found.add(each.evidence, each.source);
    }
    const Model& model_;
    std::vector<std::string> names_;
};

}  // namespace

void Provenance::add(Evidence of, const std::string& source) {
    evidence = std::max(evidence, of);
    if (std::ranges::find(sources, source) == sources.end()) sources.push_back(source);
}

Provenance provenance(const Model& model, std::span<const Dose> doses, const std::string& state) {
    Collector collector(model);
    Names entered;
    for (const Input& input : model.inputs) {
        if (std::ranges::none_of(doses, [&](const Dose& dose) { return dose.route == input.route; })) continue;
        entered.insert(input.enters);
        collector.use(input.fraction);
        collector.use(input.duration);
        collector.use(input.lag);
    }
    const Names downstream = reached(model, entered, false), upstream = reached(model, {state}, true);
    const auto counts = [&](const std::string& name) { return downstream.contains(name) && upstream.contains(name); };
    for (const Flow& each : model.flows) {
        if (!counts(each.from)) continue;
        collector.use(each.clearance);
        collector.use(each.rate);
        collector.use(each.fraction);
    }
    for (const Compartment& each : model.compartments) {
        if (counts(each.name)) collector.use(each.volume);
    }
    if (model.followers) {
        for (const Follower& each : *model.followers) {
            if (!counts(each.name)) continue;
            collector.use(each.in);
            collector.use(each.out);
        }
    }
    return collector.found;
}

}  // namespace afterglow::pharmacology
