#include "pharmacology/check_model.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "pharmacology/expression.h"
#include "pharmacology/individual.h"
#include "pharmacology/names.h"

namespace afterglow::pharmacology {
namespace {

constexpr std::array kUnits{"L", "L/h", "1/h", "h", "1", "L/kg", "L/h/kg"};
constexpr double kMassTolerance = 1e-9;

class Check {
public:
    Check(const Model& model, const Places& places, Mistakes& mistakes)
        : model_(model), places_(places), mistakes_(mistakes), names_(names_of_values(model)) {}

    void all() {
        check_names();
        check_numbers();
        check_expressions();
        check_flows();
        check_followers();
        check_inputs();
        check_outputs();
        check_covariances();
        if (mistakes_.empty()) check_values();
    }

private:
    template <class T>
    void mistake(const T& at, const char* code, const std::string& text) {
        const Where* where = places_.find(at);
        if (!where) return;  // it was absent or wrong itself
        mistakes_.push_back({where->file, where->place, where->pointer, code, text});
    }

    // ---- names --------------------------------------------------------------------------------------------------------

    void check_names() {
        std::set<std::string> seen;
        const auto take = [&](const std::string& name) {
            if (name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") !=
                    std::string::npos ||
                std::isdigit(static_cast<unsigned char>(name.front()))) {
                mistake(name, "bad_name", fmt::format("\"{}\" is no name; use letters, digits and _.", name));
            }
            if (!seen.insert(name).second)
                mistake(name, "name_twice", fmt::format("The name \"{}\" is taken already; choose another.", name));
        };
        for (const char* name : kVariableNames) seen.insert(name);
        for (const Parameter& each : model_.parameters) take(each.name);
        for (const Formula& each : formulas()) take(each.name);
        seen = {kOutsideBody};
        for (const Compartment& each : model_.compartments) take(each.name);
        for (const Follower& each : followers()) take(each.name);
        if (model_.species.empty()) mistake(model_, "no_species", "The model needs at least one species.");
    }
    const std::vector<Formula>& formulas() const { return model_.formulas ? *model_.formulas : no_formulas_; }
    const std::vector<Follower>& followers() const { return model_.followers ? *model_.followers : no_followers_; }

    const Compartment* compartment(const std::string& name) const {
        const auto found = std::ranges::find(model_.compartments, name, &Compartment::name);
        return found == model_.compartments.end() ? nullptr : &*found;
    }
    // A compartment with a volume, or a follower declared before `limit`.
    bool has_concentration(const std::string& name) const {
        if (const Compartment* found = compartment(name)) return found->volume.has_value();
        return std::ranges::find(followers(), name, &Follower::name) != followers().end();
    }
    const std::string* unit_of(const std::string& name) const {
        const auto parameter = std::ranges::find(model_.parameters, name, &Parameter::name);
        if (parameter != model_.parameters.end()) return &parameter->unit;
        const auto formula = std::ranges::find(formulas(), name, &Formula::name);
        return formula == formulas().end() ? nullptr : &formula->unit;
    }
    // A parameter or formula of this unit.
    void check_use(const std::string& name, const std::string& unit, const char* what) {
        const std::string* given = unit_of(name);
        if (!given) return mistake(name, "unknown_parameter", fmt::format("There is no parameter \"{}\".", name));
        if (unit_after_scaling(*given) != unit)
            mistake(name, "wrong_unit",
                    fmt::format("{} needs {}, but \"{}\" is in {}.", what, unit, name, unit_after_scaling(*given)));
    }
    // "L/kg" with the scale "weight_kg" is a volume.
    static std::string unit_after_scaling(const std::string& unit) {
        return unit.ends_with("/kg") ? unit.substr(0, unit.size() - 3) : unit;
    }

    // ---- numbers ------------------------------------------------------------------------------------------------------

    void check_numbers() {
        for (const Parameter& each : model_.parameters) {
            check_unit(each.unit);
            const bool may_be_zero = each.unit != "L" && each.unit != "L/kg";
            if (each.value < 0 || (each.value == 0 && !may_be_zero))
                mistake(each.value, "not_positive", fmt::format("\"{}\" must be above 0.", each.name));
            if (each.unit.ends_with("/kg") &&
                (!each.scale || each.scale->expression.find("weight_kg") == std::string::npos))
                mistake(each.unit, "per_kg_unscaled",
                        fmt::format("\"{}\" is per kg; give it the scale \"weight_kg\".", each.name));
            if (each.variability && each.variability->omega2 < 0)
                mistake(each.variability->omega2, "not_positive", "A variance is not negative.");
            if (each.shares_variability_of) check_shared(each);
            if (each.factors) {
                for (const SpeciesFactor& factor : *each.factors) {
                    if (std::ranges::find(model_.species, factor.species) == model_.species.end())
                        mistake(factor.species, "unknown_species", "The model does not have this species.");
                }
            }
        }
        for (const Formula& each : formulas()) check_unit(each.unit);
        for (const Range& each : model_.ranges) {
            if (each.min > each.max) mistake(each.max, "empty_range", "max lies below min.");
        }
    }
    void check_unit(const std::string& unit) {
        if (std::ranges::find(kUnits, unit) == kUnits.end())
            mistake(unit, "unknown_unit",
                    fmt::format("\"{}\" is no unit known here; use one of: {}.", unit, fmt::join(kUnits, ", ")));
    }
    void check_shared(const Parameter& parameter) {
        const auto other = std::ranges::find(model_.parameters, *parameter.shares_variability_of, &Parameter::name);
        if (other == model_.parameters.end() || !other->variability)
            mistake(*parameter.shares_variability_of, "no_variability",
                    fmt::format("There is no parameter \"{}\" with a variability.", *parameter.shares_variability_of));
    }

    // ---- expressions --------------------------------------------------------------------------------------------------

    void check_expressions() {
        const std::span<const std::string> all(names_);
        for (const Parameter& each : model_.parameters) {
            if (each.scale) check_expression(each.scale->expression, all.first(kVariables));
        }
        for (std::size_t i = 0; i < formulas().size(); ++i)
            check_expression(formulas()[i].expression, all.first(kVariables + model_.parameters.size() + i));
    }
    void check_expression(const std::string& text, std::span<const std::string> names) {
        try {
            Expression(text, names);
        } catch (const ExpressionError& error) {
            mistake(text, "bad_expression", error.text);
        }
    }

    // ---- structure ----------------------------------------------------------------------------------------------------

    void check_flows() {
        for (const Compartment& each : model_.compartments) {
            if (each.volume) check_use(*each.volume, "L", "A volume");
        }
        for (const Flow& each : model_.flows) {
            const Compartment* from = compartment(each.from);
            if (!from)
                mistake(each.from, "flow_from_nowhere", fmt::format("There is no compartment \"{}\".", each.from));
            if (each.to != kOutsideBody && !compartment(each.to))
                mistake(
                    each.to, "flow_to_nowhere",
                    fmt::format("There is no compartment \"{}\"; out of the body is \"{}\".", each.to, kOutsideBody));
            if (each.from == each.to) mistake(each.to, "flow_to_itself", "A flow leads somewhere else.");
            if (each.clearance.has_value() == each.rate.has_value()) {
                mistake(each, "clearance_or_rate", "A flow has either a clearance or a rate.");
            } else if (each.clearance) {
                check_use(*each.clearance, "L/h", "A clearance");
                if (from && !from->volume)
                    mistake(*each.clearance, "no_volume",
                            fmt::format("\"{}\" has no volume; give it one, or the flow a rate.", each.from));
            } else {
                check_use(*each.rate, "1/h", "A rate");
            }
            if (each.fraction) check_use(*each.fraction, "1", "A fraction");
        }
    }

    void check_followers() {
        std::set<std::string> before;
        for (const Follower& each : followers()) {
            const Compartment* followed = compartment(each.follows);
            if (!(followed && followed->volume) && !before.contains(each.follows))
                mistake(
                    each.follows, "nothing_to_follow",
                    fmt::format("There is no compartment with a volume and no earlier follower \"{}\".", each.follows));
            check_use(each.in, "1/h", "A rate");
            check_use(each.out, "1/h", "A rate");
            before.insert(each.name);
        }
    }

    void check_inputs() {
        for (const Input& each : model_.inputs) {
            if (!compartment(each.enters))
                mistake(each.enters, "unknown_compartment",
                        fmt::format("There is no compartment \"{}\".", each.enters));
            if (!is_number(each.fraction)) check_use(each.fraction, "1", "A fraction");
            if (each.duration) check_use(*each.duration, "h", "A duration");
            if (each.lag) check_use(*each.lag, "h", "A lag");
        }
        if (model_.interactions) {
            if (model_.interactions->availability)
                check_use(*model_.interactions->availability, "1", "An availability");
            if (model_.interactions->clearance) check_use(*model_.interactions->clearance, "L/h", "A clearance");
        }
        if (model_.drives_effects && !has_concentration(*model_.drives_effects))
            mistake(*model_.drives_effects, "no_concentration",
                    fmt::format("There is no concentration \"{}\".", *model_.drives_effects));
    }
    static bool is_number(const std::string& text) {
        return !text.empty() && text.find_first_not_of("0123456789.") == std::string::npos;
    }

    void check_outputs() {
        std::set<std::pair<Analyte, Site>> seen;
        for (const Output& each : model_.outputs) {
            if (!has_concentration(each.of))
                mistake(each.of, "no_concentration",
                        fmt::format("There is no follower and no compartment with a volume \"{}\".", each.of));
            if (!seen.insert({each.analyte, each.site}).second)
                mistake(each.analyte, "output_twice", "This analyte is returned twice from the same site.");
        }
        if (model_.outputs.empty()) mistake(model_, "no_output", "The model returns nothing; add [[outputs]].");
    }

    void check_covariances() {
        if (!model_.covariances) return;
        for (const Covariance& each : *model_.covariances) {
            for (const std::string* name : {&each.first, &each.second}) {
                const auto found = std::ranges::find(model_.parameters, *name, &Parameter::name);
                if (found == model_.parameters.end() || !found->variability)
                    mistake(*name, "no_variability",
                            fmt::format("There is no parameter \"{}\" with a variability.", *name));
            }
        }
        if (!mistakes_.empty()) return;
        const Eigen::MatrixXd omega = omega_of(model_);
        if (Eigen::LLT<Eigen::MatrixXd>(omega).info() != Eigen::Success)
            mistake(*model_.covariances, "not_a_covariance", "The variances and covariances contradict each other.");
    }

    // ---- values of an ordinary person -----------------------------------------------------------------------------------

    void check_values() {
        Individual individual(model_);
        for (const Species species : model_.species) {
            const std::span<const double> values = individual.values(species, Covariates{}, kReferenceDoseMg, {});
            for (std::size_t i = 0; i < formulas().size(); ++i) {
                if (!std::isfinite(values[kVariables + model_.parameters.size() + i]))
                    mistake(formulas()[i].expression, "no_value",
                            fmt::format("\"{}\" has no finite value for a person of 70 kg.", formulas()[i].name));
            }
            check_mass(values);
        }
    }

    // What leaves a compartment at one rate must arrive as a whole.
    void check_mass(std::span<const double> values) {
        std::map<std::pair<std::string, std::string>, std::pair<double, const Flow*>> shares;
        for (const Flow& each : model_.flows) {
            auto& [sum, last] = shares[{each.from, each.clearance ? *each.clearance : *each.rate}];
            sum += each.fraction ? value(*each.fraction, values) : 1;
            last = &each;
        }
        for (const auto& [key, share] : shares) {
            const auto& [sum, flow] = share;
            if (std::abs(sum - 1) > kMassTolerance)
                mistake(*flow, "mass_not_conserved",
                        fmt::format("Of what leaves \"{}\" by \"{}\", {:.6g} arrives; the fractions must add up to 1.",
                                    key.first, key.second, sum));
        }
        std::map<DrugRoute, std::pair<double, const Input*>> entering;
        for (const Input& each : model_.inputs) {
            auto& [sum, last] = entering[each.route];
            sum += is_number(each.fraction) ? std::stod(each.fraction) : value(each.fraction, values);
            last = &each;
        }
        for (const auto& [route, share] : entering) {
            const auto& [sum, input] = share;
            if (sum > 1 + kMassTolerance && !input->more_than_dose_because)
                mistake(
                    *input, "mass_not_conserved",
                    fmt::format("By this route {:.6g} times the dose enters; say why in more_than_dose_because.", sum));
        }
    }
    double value(const std::string& name, std::span<const double> values) const {
        const auto found = std::ranges::find(names_, name);
        return values[static_cast<std::size_t>(found - names_.begin())];
    }

    static constexpr double kReferenceDoseMg = 28;
    const Model& model_;
    const Places& places_;
    Mistakes& mistakes_;
    std::vector<std::string> names_;
    std::vector<Formula> no_formulas_;
    std::vector<Follower> no_followers_;
};

}  // namespace

void check_model(const Model& model, const Places& places, Mistakes& mistakes) { Check(model, places, mistakes).all(); }

}  // namespace afterglow::pharmacology
