#pragma once
// One person's own parameters from what was measured in that person: maximum a-posteriori estimates from
// concentrations, from effects during a session, and from mood scores in the days after.
//
// Minimised is sum_j [(y_j - f_j)^2 / s_j^2 + ln s_j^2] + eta' Omega^-1 eta, with s_j^2 = (b f_j)^2 + a^2. A sample
// below the limit of quantification counts by its likelihood of being there (method M3). Parameters that are
// not free stay typical. Mood scores are fitted after all else, at the exposure that was found: they say next to
// nothing about it.

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/types.h"
#include "pharmacology/individual.h"
#include "pharmacology/library.h"
#include "pharmacology/simulate.h"

namespace afterglow::pharmacology {

struct Sample {
    double at_h = 0;  // from the same moment as the doses
    Analyte analyte = Analyte::ketamine;
    Site site = Site::venous;
    std::optional<Species> enantiomer;  // absent: both together
    double ng_ml = 0;
    std::optional<bool> below_limit;    // then `ng_ml` is the limit of quantification
    std::optional<double> limit_ng_ml;  // of quantification, if known
    std::optional<bool> other_arm;      // than the one the infusion ran into
};
BOOST_DESCRIBE_STRUCT(Sample, (), (at_h, analyte, site, enantiomer, ng_ml, below_limit, limit_ng_ml, other_arm))

struct EffectSample {
    double at_h = 0;
    Quantity quantity = Quantity::cadss;  // cadss, systolic_rise or diastolic_rise
    double value = 0;                     // points or mmHg
};
BOOST_DESCRIBE_STRUCT(EffectSample, (), (at_h, quantity, value))

enum class MoodScale { madrs, phq9 };
BOOST_DESCRIBE_ENUM(MoodScale, madrs, phq9)
struct ScaleSample {
    double day = 0;  // at_h / 24; up to the first dose: how the person was before
    MoodScale scale = MoodScale::madrs;
    double points = 0;
};
BOOST_DESCRIBE_STRUCT(ScaleSample, (), (day, scale, points))

// Parameters that are no part of a model of concentrations; see effects.toml.
inline constexpr const char* kCadssC50 = "cadss_c50";                // ng/mL at the effect site
inline constexpr const char* kPressureMaximum = "pressure_maximum";  // mmHg systolic; the diastolic one goes with it
inline constexpr const char* kMoodResponse = "mood_response";        // 1: as large a drug effect as the mean person's
inline constexpr const char* kPlaceboPoints = "placebo_points";      // MADRS points of everything but the drug
inline constexpr const char* kBaselinePoints = "baseline_points";    // MADRS before

struct FitAsked {
    std::optional<Code> model;  // absent: the default of the first dose's route
    Covariates person;
    std::vector<DoseAsked> doses;
    std::optional<std::vector<Code>> with;  // interactions, by id
    std::optional<std::int64_t> session_number;
    std::optional<std::vector<Sample>> samples;
    std::optional<std::vector<EffectSample>> effects;
    std::optional<std::vector<ScaleSample>> scales;
    std::optional<std::vector<std::string>> free;  // names of parameters to estimate; absent: see free_by_default
};
BOOST_DESCRIBE_STRUCT(FitAsked, (), (model, person, doses, with, session_number, samples, effects, scales, free))

struct EtaFit {
    std::string parameter;
    double eta = 0;
    double omega = 0;           // SD of eta between people
    double ratio = 0;           // eta / omega: near 0, the person is like others or the samples say little
    double standard_error = 0;  // of eta; near omega, the samples say little
    double value = 0;           // the parameter in this person, of the model's first species
    std::string unit;
};
BOOST_DESCRIBE_STRUCT(EtaFit, (), (parameter, eta, omega, ratio, standard_error, value, unit))

enum class MeasurementKind { sample, effect, scale };
BOOST_DESCRIBE_ENUM(MeasurementKind, sample, effect, scale)
struct FitResidual {
    MeasurementKind of = MeasurementKind::sample;
    std::int64_t index = 0;  // in the list of its kind, from 0
    double predicted = 0, observed = 0;
    double weighted = 0;              // (observed - predicted) / SD; 0 of a sample below the limit
    std::optional<bool> below_limit;  // then `observed` is the limit
};
BOOST_DESCRIBE_STRUCT(FitResidual, (), (of, index, predicted, observed, weighted, below_limit))

struct Fit {
    std::string model, model_name;
    bool published = true;
    bool converged = false;  // always, unless refused
    std::int64_t iterations = 0;
    std::vector<EtaFit> etas;
    std::vector<std::vector<double>> covariance;  // of the etas, in their order (Laplace)
    double objective = 0;                         // -2 ln of the posterior density, without its constants
    std::vector<FitResidual> residuals;
    std::vector<std::string> warnings;  // codes that texts have words for
    Evidence evidence = Evidence::M;    // the weakest of the numbers behind it
    std::vector<std::string> sources;
};
BOOST_DESCRIBE_STRUCT(Fit, (),
                      (model, model_name, published, converged, iterations, etas, covariance, objective, residuals,
                       warnings, evidence, sources))

// CL, V1, Q3, V3, CLn, and fractions and rates of the routes that the regimen uses: those that the model has.
std::vector<std::string> free_by_default(const Model& model, const std::vector<DoseAsked>& doses);

// Refuses what simulate() refuses, and: fewer than two measurements ("fit_too_few_samples"), an analyte, site or effect
// that the model does not return ("output_not_in_model"), a name of no parameter ("parameter_unknown"), a sample that
// is not after the first dose ("sample_before_first_dose"), "fit_not_converged", and a parameter more than three omegas
// from the typical one ("fit_implausible" {parameter, eta, limit}). The same question gives the same answer.
Result<Fit> fit(const Library& library, const FitAsked& asked);

}  // namespace afterglow::pharmacology
