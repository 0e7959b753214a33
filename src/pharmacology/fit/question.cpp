#include "pharmacology/fit/question.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "pharmacology/expression.h"
#include "pharmacology/field_check.h"
#include "pharmacology/names.h"

namespace afterglow::pharmacology {
namespace {

constexpr double kMinutesPerHour = 60;
constexpr double kMaxHours = 24 * 366, kMaxDays = 366;
constexpr double kMinNgMl = 1e-6, kMaxNgMl = 1e6;
constexpr double kMaxCadss = 92, kMaxMadrs = 60, kMaxPhq9 = 27;
constexpr double kMinRiseMmhg = -100, kMaxRiseMmhg = 200;
// Clearances, volumes and the deep exchange of ketamine, the clearance of norketamine, as models call them.
constexpr std::array kUsuallyFree{"cl", "kel", "v1", "vc", "q3", "v3", "cln"};

// The parameters with spread behind a parameter or formula.
void add_behind(const Model& model, const std::string& name, std::vector<std::string>& found) {
    const auto parameter = std::ranges::find(model.parameters, name, &Parameter::name);
    if (parameter != model.parameters.end()) {
        if (parameter->variability) found.push_back(name);
        return;
    }
    if (!model.formulas) return;
    const auto formula = std::ranges::find(*model.formulas, name, &Formula::name);
    if (formula == model.formulas->end()) return;
    const std::vector<std::string> names = names_of_values(model);
    const Expression expression(formula->expression, names);
    for (const std::size_t used : expression.uses()) add_behind(model, names[used], found);
}

// Whose eta a parameter has: its own, or the one it shares.
std::optional<std::size_t> eta_of(const Model& model, const std::string& name) {
    const auto parameter = std::ranges::find(model.parameters, name, &Parameter::name);
    if (parameter == model.parameters.end()) return std::nullopt;
    const std::vector<std::string> etas = eta_names(model);
    const auto found = std::ranges::find(etas, parameter->shares_variability_of.value_or(name));
    if (found == etas.end()) return std::nullopt;
    return static_cast<std::size_t>(found - etas.begin());
}

class Reader : FieldCheck {
public:
    Reader(const Library& library, const FitAsked& asked) : library_(library), asked_(asked) {}

    Result<FitQuestion> read() {
        question_.samples = asked_.samples.value_or(std::vector<Sample>{});
        question_.effects = asked_.effects.value_or(std::vector<EffectSample>{});
        question_.scales = asked_.scales.value_or(std::vector<ScaleSample>{});
        if (question_.samples.size() + question_.effects.size() + question_.scales.size() < kFewestMeasurements)
            return refuse("fit_too_few_samples", {{"min", std::to_string(kFewestMeasurements)}});
        check_numbers();
        if (!all_right()) return refusal();
        question_.regimen = TRY(understand_regimen());
        find_outputs();
        find_free();
        if (!all_right()) return refusal();
        return std::move(question_);
    }

private:
    const Model& model() const { return *question_.regimen.model; }

    void check_numbers() {
        double first_h = asked_.doses.empty() ? -1 : kMaxHours;
        for (const DoseAsked& each : asked_.doses) first_h = std::min(first_h, each.at_h);
        const auto check_time = [&](const std::string& at, double at_h) {
            between(at + "/at_h", at_h, 0, kMaxHours);
            if (at_h <= first_h) wrong(at + "/at_h", "sample_before_first_dose");
        };
        for (std::size_t i = 0; i < question_.samples.size(); ++i) {
            const std::string at = fmt::format("/samples/{}", i);
            check_time(at, question_.samples[i].at_h);
            between(at + "/ng_ml", question_.samples[i].ng_ml, kMinNgMl, kMaxNgMl);
            between(at + "/limit_ng_ml", question_.samples[i].limit_ng_ml, kMinNgMl, kMaxNgMl);
        }
        for (std::size_t i = 0; i < question_.effects.size(); ++i) {
            const std::string at = fmt::format("/effects/{}", i);
            check_time(at, question_.effects[i].at_h);
            const bool is_cadss = question_.effects[i].quantity == Quantity::cadss;
            between(at + "/value", question_.effects[i].value, is_cadss ? 0 : kMinRiseMmhg,
                    is_cadss ? kMaxCadss : kMaxRiseMmhg);
        }
        for (std::size_t i = 0; i < question_.scales.size(); ++i) {
            const std::string at = fmt::format("/scales/{}", i);
            const ScaleSample& score = question_.scales[i];
            between(at + "/day", score.day, -kMaxDays, kMaxDays);
            between(at + "/points", score.points, 0, score.scale == MoodScale::madrs ? kMaxMadrs : kMaxPhq9);
        }
    }

    Result<Understood> understand_regimen() {
        SimulationAsked asked{
            .model = asked_.model, .person = asked_.person, .doses = asked_.doses, .with = asked_.with};
        asked.session_number = asked_.session_number;
        asked.until_h = 1;
        for (const Sample& each : question_.samples) asked.until_h = std::max(asked.until_h, each.at_h);
        for (const EffectSample& each : question_.effects) asked.until_h = std::max(asked.until_h, each.at_h);
        asked.every_min = asked.until_h * kMinutesPerHour;  // the times themselves are not wanted
        auto understood = pharmacology::understand(library_, asked);
        if (!understood.ok()) {
            for (FieldError& each : understood.refusal().errors) {
                if (each.pointer == "/until_h") each.pointer = "/samples";
            }
        }
        return understood;
    }

    void find_outputs() {
        for (std::size_t i = 0; i < question_.samples.size(); ++i) {
            const auto output = output_for(question_.samples[i]);
            if (!output) wrong(fmt::format("/samples/{}", i), "output_not_in_model", {{"model", model().name}});
            question_.output_of_sample.push_back(output.value_or(0));
        }
        const bool drives = model().drives_effects.has_value();
        for (std::size_t i = 0; i < question_.effects.size(); ++i) {
            const Quantity quantity = question_.effects[i].quantity;
            const bool fitted = quantity == Quantity::cadss || quantity == Quantity::systolic_rise ||
                                quantity == Quantity::diastolic_rise;
            if (!fitted) wrong(fmt::format("/effects/{}/quantity", i), "effect_not_fitted");
            if (fitted && !drives)
                wrong(fmt::format("/effects/{}", i), "output_not_in_model", {{"model", model().name}});
        }
        if (!question_.scales.empty() && !drives) wrong("/scales", "output_not_in_model", {{"model", model().name}});
    }

    // Of the metabolites, models know one concentration only, whatever the site.
    std::optional<std::size_t> output_for(const Sample& sample) const {
        if (sample.enantiomer && std::ranges::find(model().species, *sample.enantiomer) == model().species.end())
            return std::nullopt;
        std::optional<std::size_t> found;
        for (std::size_t i = 0; i < model().outputs.size(); ++i) {
            const Output& output = model().outputs[i];
            if (output.analyte != sample.analyte) continue;
            if (output.site == sample.site) return i;
            if (output.analyte != Analyte::ketamine) found = i;
        }
        return found;
    }

    // ---- what is estimated ------------------------------------------------------------------------------------------

    void find_free() {
        if (asked_.free) {
            for (std::size_t i = 0; i < asked_.free->size(); ++i) {
                const std::string& name = (*asked_.free)[i];
                if (!set_free(name)) wrong(fmt::format("/free/{}", i), "parameter_unknown", {{"parameter", name}});
            }
        } else {
            set_usually_free();
        }
        std::vector<std::size_t>& columns = question_.free.columns.of_model;
        std::ranges::sort(columns);
        const auto same = std::ranges::unique(columns);
        columns.erase(same.begin(), same.end());
        if (all_right() && columns.empty() && question_.free.columns.size() == 0 && !question_.free.any_of_mood())
            wrong("/free", "fit_nothing_free", {{"model", model().name}});
    }
    bool set_free(const std::string& name) {
        FreeParameters& free = question_.free;
        if (model().drives_effects) {
            if (name == kCadssC50) return free.columns.cadss_c50 = true;
            if (name == kPressureMaximum) return free.columns.pressure_maximum = true;
            if (name == kMoodResponse) return free.mood_response = true;
            if (name == kPlaceboPoints) return free.placebo_points = true;
            if (name == kBaselinePoints) return free.baseline_points = true;
        }
        const auto eta = eta_of(model(), name);
        if (eta) free.columns.of_model.push_back(*eta);
        return eta.has_value();
    }
    // What nothing measured depends on stays typical.
    void set_usually_free() {
        if (!question_.samples.empty()) {
            for (const std::string& each : free_by_default(model(), asked_.doses)) set_free(each);
        }
        for (const EffectSample& each : question_.effects)
            set_free(each.quantity == Quantity::cadss ? kCadssC50 : kPressureMaximum);
        if (question_.scales.empty()) return;
        for (const char* each : {kMoodResponse, kPlaceboPoints, kBaselinePoints}) set_free(each);
    }

    const Library& library_;
    const FitAsked& asked_;
    FitQuestion question_;
};

}  // namespace

std::vector<std::string> free_by_default(const Model& model, const std::vector<DoseAsked>& doses) {
    std::vector<std::string> names;
    for (const char* each : kUsuallyFree) add_behind(model, each, names);
    for (const Input& input : model.inputs) {
        if (std::ranges::none_of(doses, [&](const DoseAsked& dose) { return dose.route == input.route; })) continue;
        add_behind(model, input.fraction, names);
        for (const Flow& flow : model.flows) {
            if (flow.from == input.enters && flow.rate) add_behind(model, *flow.rate, names);
        }
    }
    std::vector<std::string> in_order;
    for (const std::string& each : eta_names(model)) {
        if (std::ranges::find(names, each) != names.end()) in_order.push_back(each);
    }
    return in_order;
}

Result<FitQuestion> understand(const Library& library, const FitAsked& asked) { return Reader(library, asked).read(); }

}  // namespace afterglow::pharmacology
