#pragma once
// What follows from concentrations: models/effects.toml as data. The equations are in effects.cpp; every constant of them
// stands in the file with its source and can be replaced there.

#include <optional>
#include <span>
#include <vector>

#include "pharmacology/model.h"

namespace afterglow::pharmacology {

struct Constant {
    double value = 0;
    std::string unit, source;
    Evidence evidence = Evidence::M;
};
BOOST_DESCRIBE_STRUCT(Constant, (), (value, unit, source, evidence))

struct EffectSite {
    Constant half_life_min;
    Constant potency_r;  // of arketamine in S-equivalents
};
BOOST_DESCRIBE_STRUCT(EffectSite, (), (half_life_min, potency_r))

// maximum * C^gamma / (c50^gamma + C^gamma); `omega`: lognormal spread between people of c50 or of the maximum.
struct Dissociation {
    Constant maximum, c50_ng_ml, gamma, omega, session_factor, session_floor;
};
BOOST_DESCRIBE_STRUCT(Dissociation, (), (maximum, c50_ng_ml, gamma, omega, session_factor, session_floor))

struct Rise {
    Constant maximum, c50_ng_ml;
};
BOOST_DESCRIBE_STRUCT(Rise, (), (maximum, c50_ng_ml))
struct Circulation {
    Rise systolic_mmhg, diastolic_mmhg, heart_rate_fraction, cardiac_output_percent;
    Constant resting_heart_rate_bpm;           // where none was measured
    Constant omega, age_per_year, age_origin;  // x (1 + age_per_year (age - age_origin))
    Constant site_factor_low, site_factor_high;
};
BOOST_DESCRIBE_STRUCT(Circulation, (),
                      (systolic_mmhg, diastolic_mmhg, heart_rate_fraction, cardiac_output_percent,
                       resting_heart_rate_bpm, omega, age_per_year, age_origin, site_factor_low, site_factor_high))

// expit(intercept + slope ln C)
struct Logit {
    Constant intercept, slope;
};
BOOST_DESCRIBE_STRUCT(Logit, (), (intercept, slope))
struct Sedation {
    Logit sedated, unresponsive;  // MOAA/S <= 4, <= 1
};
BOOST_DESCRIBE_STRUCT(Sedation, (), (sedated, unresponsive))

struct MaximumByRoute {
    std::vector<DrugRoute> routes;
    Constant maximum_points;
};
BOOST_DESCRIBE_STRUCT(MaximumByRoute, (), (routes, maximum_points))
struct Antidepressant {
    Constant stimulus_c50_ng_ml, stimulus_gamma, signal_half_life_h, gain_per_h, gain_half_life_d, gain_half;
    std::vector<MaximumByRoute> maxima;
    Constant person_omega;
    Constant placebo_mean, placebo_sd, placebo_half_life_d;
    Constant baseline_mean, baseline_sd, residual_sd, remission_at_most;
    std::vector<Words> cannot_say;
};
BOOST_DESCRIBE_STRUCT(Antidepressant, (),
                      (stimulus_c50_ng_ml, stimulus_gamma, signal_half_life_h, gain_per_h, gain_half_life_d, gain_half,
                       maxima, person_omega, placebo_mean, placebo_sd, placebo_half_life_d, baseline_mean, baseline_sd,
                       residual_sd, remission_at_most, cannot_say))

struct Effects {
    EffectSite effect_site;
    Dissociation dissociation;
    Circulation circulation;
    Sedation sedation;
    Antidepressant antidepressant;
};
BOOST_DESCRIBE_STRUCT(Effects, (), (effect_site, dissociation, circulation, sedation, antidepressant))

// ---- the equations -----------------------------------------------------------------------------------------------------
// `c_eq_ng_ml`: effect site in S-equivalents; `c_s_ng_ml`: its esketamine alone; `z`: a standard normal number of the
// person, 0 for the typical one. Never negative, never NaN for finite, non-negative concentrations.

double cadss(const Dissociation& constants, double c_eq_ng_ml, double z, std::int64_t session_number);
// `age_years` without value: no correction for age. `site_factor`: what a clinic's own measurements say, 1 if nothing.
double rise(const Circulation& constants, const Rise& of, double c_s_ng_ml, double z, std::optional<double> age_years,
            double site_factor);
double probability(const Logit& constants, double c_eq_ng_ml);

// How the antidepressant signal builds and fades (phenomenological, evidence C), for one person's effect-site curve.
struct GainCurve {
    std::vector<double> times_h, gain;
};
// `c_eq_ng_ml[i]` at i * step_h, zero thereafter. Returns the synaptic gain S at `times_h`, which ascend.
GainCurve antidepressant_gain(const Antidepressant& constants, std::span<const double> c_eq_ng_ml, double step_h,
                              std::vector<double> times_h);
// MADRS points that the drug takes away, of a person who responds `person` times as much as the typical one.
double drug_points(const Antidepressant& constants, double maximum_points, double gain, double person);
double maximum_points(const Antidepressant& constants, DrugRoute route);

}  // namespace afterglow::pharmacology
