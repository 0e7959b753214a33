#include "pharmacology/fit/fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "pharmacology/days_after.h"
#include "pharmacology/fit/exposure.h"
#include "pharmacology/fit/minimise.h"
#include "pharmacology/fit/mood.h"
#include "pharmacology/fit/question.h"
#include "pharmacology/names.h"
#include "pharmacology/provenance.h"

namespace afterglow::pharmacology {
namespace {

// Where a model states no residual of its own: as KAT-C1's venous ketamine, chosen between Otto 2021 (0.236) and Simons
// 2022 (0.11) [C].
constexpr double kUsualProportional = 0.20;
constexpr const char* kUsualProportionalSource = "Residual as of KAT-C1: between Otto 2021 and Simons 2022";
// Assumed, evidence C: from one reading to the next in the same person.
constexpr double kPressureSd = 7;  // mmHg
constexpr const char* kPressureSdSource = "Assumed: SD 7 mmHg of a pressure reading";
constexpr double kPhq9Sd = 2.5;  // points; that of MADRS, 3, stands in effects.toml
constexpr const char* kPhq9Source = "Assumed: SD 2.5 points of PHQ-9, and PHQ-9 = 27 MADRS / 60 x 1.05";
// The standard error of measurement, SD 9.2 x sqrt(1 - alpha 0.74), both from J Affect Disord 2018;227:11 [C].
constexpr double kCadssSd = 4.7;
constexpr const char* kCadssSdSource = "SD 4.7 points of CADSS: 9.2 x sqrt(1 - 0.74), from J Affect Disord 2018;227:11";

constexpr double kMostOmegas = 3;
constexpr double kSmallestAdditive =
    1e-6;                             // of the highest sample: keeps the variance above 0 where nothing is expected
constexpr double kLittleSaid = 0.95;  // of omega: an error as large as that, and the samples said nothing

// A parameter that is estimated, whichever kind it is.
struct Estimated {
    std::string name, unit;
    double omega = 0;
    std::function<double(double)> value;  // in the person, from eta
};

class Fitting {
public:
    Fitting(const Library& library, const FitAsked& asked, FitQuestion question)
        : effects_(library.effects),
          asked_(asked),
          question_(std::move(question)),
          model_(*question_.regimen.model),
          plan_(model_, effects_.effect_site, asked.person, question_.regimen.doses, question_.regimen.multipliers),
          individual_(plan_.individual()) {}

    Result<Fit> run() {
        fit_exposure();
        fit_mood();
        TRY(check());
        return report();
    }

private:
    const Columns& columns() const { return question_.free.columns; }

    // ---- concentrations and effects ---------------------------------------------------------------------------------

    void fit_exposure() {
        Posterior posterior;
        std::vector<Observed> observed;
        for (std::size_t i = 0; i < question_.samples.size(); ++i) {
            observed.push_back(observed_sample(i));
            posterior.measurements.push_back(measured_sample(i));
        }
        for (const EffectSample& each : question_.effects) {
            observed.push_back(
                {each.at_h, each.quantity, effect_site_parts(plan_, effects_.effect_site, each.quantity)});
            const double sd = each.quantity == Quantity::cadss ? kCadssSd : kPressureSd;
            posterior.measurements.push_back({.observed = each.value, .additive = sd});
        }
        posterior.omega = omega_ = omega_of_exposure();
        Exposure exposure(plan_, individual_, effects_, question_.regimen, std::move(observed), columns());
        posterior.predict = [&](std::span<const double> etas, std::size_t points, std::span<double> predictions) {
            exposure.predict(etas, points, predictions);
        };
        exposure_ = minimise(posterior);
        add_residuals(posterior, exposure_);
    }

    Observed observed_sample(std::size_t i) const {
        const Sample& sample = question_.samples[i];
        Observed observed{.at_h = sample.at_h};
        for (std::size_t s = 0; s < plan_.species().size(); ++s) {
            if (!sample.enantiomer || *sample.enantiomer == plan_.species()[s])
                observed.parts.push_back({s, question_.output_of_sample[i]});
        }
        return observed;
    }

    Measurement measured_sample(std::size_t i) const {
        const Sample& sample = question_.samples[i];
        const auto& residual = model_.outputs[question_.output_of_sample[i]].residual;
        Measurement measurement{.observed = sample.ng_ml, .below_limit = sample.below_limit.value_or(false)};
        measurement.proportional = residual ? residual->proportional : kUsualProportional;
        const double stated = residual ? residual->additive_ng_ml.value_or(0) : 0;
        const auto limit = limit_of(sample);
        measurement.additive = std::max(limit ? *limit / 2 : stated, kSmallestAdditive * highest_sample());
        return measurement;
    }
    // The limit of its own, or the one that another sample of the same substance was below.
    std::optional<double> limit_of(const Sample& sample) const {
        if (sample.below_limit.value_or(false)) return sample.ng_ml;
        if (sample.limit_ng_ml) return sample.limit_ng_ml;
        for (const Sample& other : question_.samples) {
            if (other.below_limit.value_or(false) && other.analyte == sample.analyte &&
                other.enantiomer == sample.enantiomer)
                return other.ng_ml;
        }
        return std::nullopt;
    }
    double highest_sample() const { return std::ranges::max(question_.samples, {}, &Sample::ng_ml).ng_ml; }

    Eigen::MatrixXd omega_of_exposure() const {
        const Eigen::MatrixXd all = omega_of(model_);
        const auto size = static_cast<Eigen::Index>(columns().size());
        Eigen::MatrixXd omega = Eigen::MatrixXd::Zero(size, size);
        const auto of_model = static_cast<Eigen::Index>(columns().of_model.size());
        for (Eigen::Index i = 0; i < of_model; ++i) {
            for (Eigen::Index j = 0; j < of_model; ++j) omega(i, j) = all(place_of_eta(i), place_of_eta(j));
        }
        Eigen::Index next = of_model;
        const auto put = [&](bool free, double sd) {
            if (free) omega(next, next) = sd * sd, ++next;
        };
        put(columns().cadss_c50, effects_.dissociation.omega.value);
        put(columns().pressure_maximum, effects_.circulation.omega.value);
        return omega;
    }
    Eigen::Index place_of_eta(Eigen::Index column) const {
        return static_cast<Eigen::Index>(columns().of_model[static_cast<std::size_t>(column)]);
    }

    // ---- mood -------------------------------------------------------------------------------------------------------

    void fit_mood() {
        const FreeParameters& free = question_.free;
        if (!free.any_of_mood() && question_.scales.empty()) return;
        const Antidepressant& constants = effects_.antidepressant;
        const std::vector<double> site = question_.scales.empty() ? std::vector<double>{} : effect_site_curve();
        const Mood mood(constants, question_.regimen.doses, question_.regimen.benefit_factor, question_.scales, site,
                        kMoodStepH);
        Posterior posterior;
        for (const ScaleSample& each : question_.scales)
            posterior.measurements.push_back(
                {.observed = each.points,
                 .additive = each.scale == MoodScale::madrs ? constants.residual_sd.value : kPhq9Sd});
        std::vector<double> variances;
        if (free.mood_response) variances.push_back(std::pow(constants.person_omega.value, 2));
        if (free.placebo_points) variances.push_back(std::pow(constants.placebo_sd.value, 2));
        if (free.baseline_points) variances.push_back(std::pow(constants.baseline_sd.value, 2));
        posterior.omega =
            Eigen::Map<Eigen::VectorXd>(variances.data(), static_cast<Eigen::Index>(variances.size())).asDiagonal();
        posterior.predict = [&](std::span<const double> etas, std::size_t points, std::span<double> predictions) {
            for (std::size_t p = 0; p < points; ++p) {
                const double* next = etas.data() + p * variances.size();
                const double response = free.mood_response ? *next++ : 0;
                const double placebo = free.placebo_points ? *next++ : 0;
                const double baseline = free.baseline_points ? *next++ : 0;
                for (std::size_t i = 0; i < question_.scales.size(); ++i)
                    predictions[i * points + p] = mood.points(i, response, placebo, baseline);
            }
        };
        mood_ = minimise(posterior);
        add_residuals(posterior, mood_);
    }

    // Of this person, as far as the samples said.
    std::vector<double> effect_site_curve() {
        double last_h = 0;
        for (const Dose& each : question_.regimen.doses) last_h = std::max(last_h, each.at_h);
        std::vector<double> times_h(static_cast<std::size_t>((last_h + kWashedOutH) / kMoodStepH) + 1);
        for (std::size_t i = 0; i < times_h.size(); ++i) times_h[i] = static_cast<double>(i) * kMoodStepH;
        std::vector<double> all(plan_.species().size() * plan_.outputs() * times_h.size()), curve(times_h.size());
        plan_.solve(individual_, model_etas(), 1, times_h, all);
        for (const Part& part : effect_site_parts(plan_, effects_.effect_site, Quantity::effect_site)) {
            const std::size_t first = (part.species * plan_.outputs() + part.output) * times_h.size();
            for (std::size_t i = 0; i < curve.size(); ++i) curve[i] += part.weight * std::max(0.0, all[first + i]);
        }
        return curve;
    }
    std::vector<double> model_etas() const {
        std::vector<double> etas(plan_.etas());
        for (std::size_t i = 0; i < columns().of_model.size(); ++i)
            etas[columns().of_model[i]] = exposure_.etas[static_cast<Eigen::Index>(i)];
        return etas;
    }

    // ---- the answer -------------------------------------------------------------------------------------------------

    void add_residuals(const Posterior& posterior, const Minimum& minimum) {
        for (std::size_t m = 0; m < posterior.measurements.size(); ++m) {
            const Measurement& measurement = posterior.measurements[m];
            const std::size_t samples = question_.samples.size();
            const bool is_scale = &minimum == &mood_;
            const bool is_effect = !is_scale && m >= samples;
            FitResidual residual{.of = is_scale    ? MeasurementKind::scale
                                       : is_effect ? MeasurementKind::effect
                                                   : MeasurementKind::sample,
                                 .index = static_cast<std::int64_t>(is_effect ? m - samples : m),
                                 .predicted = minimum.predictions[m],
                                 .observed = measurement.observed,
                                 .weighted = 0,
                                 .below_limit = {}};
            if (measurement.below_limit) {
                residual.below_limit = true;
            } else {
                const double sd = standard_deviation(measurement, residual.predicted);
                residual.weighted = (measurement.observed - residual.predicted) / sd;
            }
            fit_.residuals.push_back(residual);
        }
    }

    std::vector<Estimated> estimated() {
        std::vector<Estimated> all;
        for (std::size_t i = 0; i < columns().of_model.size(); ++i) all.push_back(of_model(i));
        const auto lognormal = [](double typical) { return [=](double eta) { return typical * std::exp(eta); }; };
        const auto around = [](double mean) { return [=](double eta) { return mean + eta; }; };
        const Constant& c50 = effects_.dissociation.c50_ng_ml;
        const Constant& maximum = effects_.circulation.systolic_mmhg.maximum;
        const Antidepressant& mood = effects_.antidepressant;
        const FreeParameters& free = question_.free;
        if (columns().cadss_c50)
            all.push_back({kCadssC50, c50.unit, effects_.dissociation.omega.value, lognormal(c50.value)});
        if (columns().pressure_maximum)
            all.push_back({kPressureMaximum, maximum.unit, effects_.circulation.omega.value, lognormal(maximum.value)});
        if (free.mood_response)
            all.push_back({kMoodResponse, "1", mood.person_omega.value,
                           [&](double eta) { return response_factor(effects_.antidepressant, eta); }});
        if (free.placebo_points)
            all.push_back({kPlaceboPoints, "points", mood.placebo_sd.value, around(mood.placebo_mean.value)});
        if (free.baseline_points)
            all.push_back({kBaselinePoints, "points", mood.baseline_sd.value, around(mood.baseline_mean.value)});
        return all;
    }
    Estimated of_model(std::size_t column) {
        const std::string& name = plan_.names_of_etas()[columns().of_model[column]];
        const auto parameter = std::ranges::find(model_.parameters, name, &Parameter::name);
        const double omega = std::sqrt(omega_.diagonal()[static_cast<Eigen::Index>(column)]);
        return {name, parameter->unit, omega, [this, name](double) { return value_in_person(name); }};
    }
    double value_in_person(const std::string& name) {
        const double first_mg = question_.regimen.doses.front().dose_mg;
        const auto values = individual_.values(model_.species.front(), asked_.person, first_mg, model_etas());
        return values[individual_.index_of(name)];
    }

    Eigen::VectorXd all_etas() const {
        Eigen::VectorXd all(exposure_.etas.size() + mood_.etas.size());
        all.head(exposure_.etas.size()) = exposure_.etas;
        all.tail(mood_.etas.size()) = mood_.etas;
        return all;
    }

    Done check() {
        const std::vector<Estimated> all = estimated();
        const Eigen::VectorXd etas = all_etas();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const double eta = etas[static_cast<Eigen::Index>(i)], limit = kMostOmegas * all[i].omega;
            if (std::abs(eta) > limit)
                return refuse("fit_implausible", {{"parameter", all[i].name},
                                                  {"eta", fmt::format("{:.3g}", eta)},
                                                  {"limit", fmt::format("{:.3g}", limit)}});
        }
        if (!exposure_.converged || !mood_.converged) return refuse("fit_not_converged");
        return done();
    }

    Fit report() {
        fit_.model = model_.id;
        fit_.model_name = model_.name;
        fit_.published = model_.published;
        fit_.converged = true;
        fit_.iterations = exposure_.iterations + mood_.iterations;
        fit_.objective = exposure_.objective + mood_.objective;
        put_etas();
        put_warnings();
        put_sources();
        return std::move(fit_);
    }

    void put_etas() {
        const std::vector<Estimated> all = estimated();
        const Eigen::VectorXd etas = all_etas();
        const Eigen::Index first = exposure_.etas.size(), size = etas.size();
        Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(size, size);
        covariance.topLeftCorner(first, first) = exposure_.covariance;
        covariance.bottomRightCorner(size - first, size - first) = mood_.covariance;
        for (Eigen::Index i = 0; i < size; ++i) {
            const Estimated& each = all[static_cast<std::size_t>(i)];
            fit_.etas.push_back({.parameter = each.name,
                                 .eta = etas[i],
                                 .omega = each.omega,
                                 .ratio = etas[i] / each.omega,
                                 .standard_error = std::sqrt(covariance(i, i)),
                                 .value = each.value(etas[i]),
                                 .unit = each.unit});
            const Eigen::VectorXd row = covariance.row(i);
            fit_.covariance.emplace_back(row.begin(), row.end());
        }
    }

    void put_warnings() {
        const auto warn = [&](bool so, const char* code) {
            if (so) fit_.warnings.emplace_back(code);
        };
        const auto any_sample = [&](auto&& is) { return std::ranges::any_of(question_.samples, is); };
        const auto is_infusion = [](const Dose& dose) { return dose.route == DrugRoute::iv; };
        warn(!model_.published, "fit_model_not_published");
        warn(std::ranges::any_of(question_.regimen.notes,
                                 [](const Note& note) { return note.kind == NoteKind::outside_range; }),
             "fit_outside_range");
        warn(std::ranges::any_of(question_.regimen.doses, is_infusion) &&
                 any_sample([](const Sample& sample) { return sample.other_arm == false; }),
             "fit_arm_of_infusion");
        warn(std::ranges::any_of(question_.output_of_sample,
                                 [&](std::size_t output) { return !model_.outputs[output].residual; }),
             "fit_residual_assumed");
        warn(!question_.effects.empty(), "fit_effect_error_assumed");
        warn(has_phq9(), "fit_phq9_converted");
        warn(!question_.scales.empty(), "fit_mood_of_calibration");
        warn(std::ranges::any_of(fit_.etas,
                                 [](const EtaFit& each) { return each.standard_error > kLittleSaid * each.omega; }),
             "fit_says_little");
        warn(exposure_.expected_covariance || mood_.expected_covariance, "fit_covariance_expected");
    }
    bool has_phq9() const {
        return std::ranges::any_of(question_.scales,
                                   [](const ScaleSample& each) { return each.scale == MoodScale::phq9; });
    }

    void put_sources() {
        Provenance origin;
        origin.add(model_.population.evidence, model_.source);
        const auto add_all = [&](const std::string& state) {
            const Provenance behind = provenance(model_, question_.regimen.doses, state);
            origin.evidence = std::max(origin.evidence, behind.evidence);
            for (const std::string& each : behind.sources) origin.add(behind.evidence, each);
        };
        for (const std::size_t output : question_.output_of_sample) {
            add_all(model_.outputs[output].of);
            const auto& residual = model_.outputs[output].residual;
            origin.add(residual ? residual->evidence : Evidence::C,
                       residual ? residual->source : kUsualProportionalSource);
        }
        for (const std::size_t eta : columns().of_model) {
            const auto parameter = std::ranges::find(model_.parameters, plan_.names_of_etas()[eta], &Parameter::name);
            origin.add(parameter->variability->evidence, parameter->variability->source);
        }
        if (!question_.effects.empty() || !question_.scales.empty()) add_all(*model_.drives_effects);
        for (const EffectSample& each : question_.effects) {
            const bool is_cadss = each.quantity == Quantity::cadss;
            origin.add(is_cadss ? effects_.dissociation.c50_ng_ml : effects_.circulation.systolic_mmhg.maximum);
            origin.add(is_cadss ? effects_.dissociation.omega : effects_.circulation.omega);
            origin.add(Evidence::C, is_cadss ? kCadssSdSource : kPressureSdSource);
        }
        if (!question_.scales.empty()) {
            const Antidepressant& mood = effects_.antidepressant;
            for (const Constant* each : {&mood.gain_per_h, &mood.gain_half_life_d, &mood.person_omega,
                                         &mood.placebo_mean, &mood.placebo_sd, &mood.baseline_mean, &mood.residual_sd})
                origin.add(*each);
        }
        if (has_phq9()) origin.add(Evidence::C, kPhq9Source);
        fit_.evidence = origin.evidence;
        fit_.sources = origin.sources;
    }

    const Effects& effects_;
    const FitAsked& asked_;
    FitQuestion question_;
    const Model& model_;
    Plan plan_;
    Individual individual_;
    Eigen::MatrixXd omega_;  // of the etas behind concentrations and effects
    Minimum exposure_, mood_{.converged = true};
    Fit fit_;
};

}  // namespace

Result<Fit> fit(const Library& library, const FitAsked& asked) {
    return Fitting(library, asked, TRY(understand(library, asked))).run();
}

}  // namespace afterglow::pharmacology
