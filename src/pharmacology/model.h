#pragma once
// A pharmacokinetic model as data: what stands in models/*.toml, member by member. docs/reference/models.md describes the
// format; read_model.h reads and checks it. Every number has its source and its evidence tag.

#include <optional>
#include <string>
#include <vector>

#include "base/described.h"
#include "base/words.h"

namespace afterglow::pharmacology {

// What the states of a model stand for. `mixture`: the model knows the racemate as one substance.
enum class Species { s, r, mixture };
BOOST_DESCRIBE_ENUM(Species, s, r, mixture)

enum class Drug { racemate, esketamine, arketamine };
BOOST_DESCRIBE_ENUM(Drug, racemate, esketamine, arketamine)

enum class DrugRoute {
    iv,
    im,
    sc,
    oral,
    oral_tablet,
    oral_prolonged,
    sublingual,
    sublingual_spat,
    nasal,
    nasal_racemic,
    rectal,
};
BOOST_DESCRIBE_ENUM(DrugRoute, iv, im, sc, oral, oral_tablet, oral_prolonged, sublingual, sublingual_spat, nasal,
                    nasal_racemic, rectal)

enum class Analyte { ketamine, norketamine, dehydronorketamine, hydroxynorketamine };
BOOST_DESCRIBE_ENUM(Analyte, ketamine, norketamine, dehydronorketamine, hydroxynorketamine)

enum class Site { arterial, venous };
BOOST_DESCRIBE_ENUM(Site, arterial, venous)

enum class Spread { lognormal, logit };  // value * exp(eta); or expit(logit(value) + eta)
BOOST_DESCRIBE_ENUM(Spread, lognormal, logit)

enum class AmountUnit { mg, umol };
BOOST_DESCRIBE_ENUM(AmountUnit, mg, umol)

struct Population {
    std::string text;
    std::int64_t people = 0;
    std::string source;
    Evidence evidence = Evidence::M;
};
BOOST_DESCRIBE_STRUCT(Population, (), (text, people, source, evidence))

// Of what the model was made; outside it, results are marked or refused.
enum class Bounded { weight_kg, age_years, dose_mg, dose_mg_per_kg, duration_h, until_h };
BOOST_DESCRIBE_ENUM(Bounded, weight_kg, age_years, dose_mg, dose_mg_per_kg, duration_h, until_h)
enum class Outside { mark, refuse };
BOOST_DESCRIBE_ENUM(Outside, mark, refuse)
struct Range {
    Bounded of = Bounded::weight_kg;
    double min = 0, max = 0;
    Outside outside = Outside::mark;
    std::string source;
    Evidence evidence = Evidence::M;
};
BOOST_DESCRIBE_STRUCT(Range, (), (of, min, max, outside, source, evidence))

struct Scale {
    std::string expression;  // "size^0.75"
    std::string source;
    Evidence evidence = Evidence::M;
};
BOOST_DESCRIBE_STRUCT(Scale, (), (expression, source, evidence))
struct Variability {
    double omega2 = 0;                // between people
    std::optional<double> occasion2;  // and from one occasion to the next in the same person
    Spread spread = Spread::lognormal;
    std::string source;
    Evidence evidence = Evidence::M;
};
BOOST_DESCRIBE_STRUCT(Variability, (), (omega2, occasion2, spread, source, evidence))
struct SpeciesFactor {
    Species species = Species::r;
    double factor = 1;
    std::string source;
    Evidence evidence = Evidence::M;
};
BOOST_DESCRIBE_STRUCT(SpeciesFactor, (), (species, factor, source, evidence))

struct Parameter {
    std::string name;
    double value = 0;
    std::string unit;
    std::string source;
    Evidence evidence = Evidence::M;
    std::optional<Scale> scale;
    std::optional<Variability> variability;
    std::optional<std::string> shares_variability_of;  // another parameter's eta
    std::optional<std::vector<SpeciesFactor>> factors;
};
BOOST_DESCRIBE_STRUCT(Parameter, (),
                      (name, value, unit, source, evidence, scale, variability, shares_variability_of, factors))

// Follows from parameters and from the variables size, weight_kg, age_years, height_cm, female, dose_mg, sprays.
struct Formula {
    std::string name, expression, unit;
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(Formula, (), (name, expression, unit, note))

struct Covariance {
    std::string first, second;
    double value = 0;
    std::string source;
    Evidence evidence = Evidence::M;
};
BOOST_DESCRIBE_STRUCT(Covariance, (), (first, second, value, source, evidence))

struct Compartment {
    std::string name;
    std::optional<std::string> volume;  // a parameter, if it has a concentration
};
BOOST_DESCRIBE_STRUCT(Compartment, (), (name, volume))

// An amount moves from one compartment to another, or out of the body (`to` = "outside"): at clearance / volume, or at a
// rate; of which a fraction.
struct Flow {
    std::string from, to;
    std::optional<std::string> clearance, rate, fraction;
};
BOOST_DESCRIBE_STRUCT(Flow, (), (from, to, clearance, rate, fraction))

// A concentration that runs after that of a compartment and takes nothing from it: c' = in * source - out * c.
struct Follower {
    std::string name, follows, in, out;
};
BOOST_DESCRIBE_STRUCT(Follower, (), (name, follows, in, out))

struct Input {
    DrugRoute route = DrugRoute::iv;
    std::string enters;
    std::string fraction;                 // of the dose: a parameter or formula, or "1"
    std::optional<std::string> duration;  // a parameter; absent: as the dose is given
    std::optional<std::string> lag;
    std::optional<std::string> more_than_dose_because;  // if the fractions of a route add up to more than 1
};
BOOST_DESCRIBE_STRUCT(Input, (), (route, enters, fraction, duration, lag, more_than_dose_because))

struct Residual {
    double proportional = 0;
    std::optional<double> additive_ng_ml;
    std::string source;
    Evidence evidence = Evidence::M;
};
BOOST_DESCRIBE_STRUCT(Residual, (), (proportional, additive_ng_ml, source, evidence))
struct Output {
    Analyte analyte = Analyte::ketamine;
    Site site = Site::venous;
    std::string of;  // a compartment with a volume, or a follower
    std::optional<Residual> residual;
    std::optional<Words> warning;
};
BOOST_DESCRIBE_STRUCT(Output, (), (analyte, site, of, residual, warning))

// Which parameters a measured interaction acts upon: availability by mouth is multiplied by the ratio, clearance divided.
struct Handles {
    std::optional<std::string> availability, clearance;
};
BOOST_DESCRIBE_STRUCT(Handles, (), (availability, clearance))

struct RegressionDose {
    double at_h = 0;
    DrugRoute route = DrugRoute::iv;
    Drug drug = Drug::racemate;
    double dose_mg = 0;
    double duration_h = 0;
};
BOOST_DESCRIBE_STRUCT(RegressionDose, (), (at_h, route, drug, dose_mg, duration_h))
enum class Measure { cmax, tmax_h, auc, value };
BOOST_DESCRIBE_ENUM(Measure, cmax, tmax_h, auc, value)
struct Expectation {
    std::string of;  // a curve: "ketamine_venous_ng_ml"
    Measure what = Measure::cmax;
    std::optional<double> at_h;  // of `value`
    double is = 0;
    std::optional<double> tolerance;  // relative; absent: only reported
    std::string source;
    Evidence evidence = Evidence::M;
};
BOOST_DESCRIBE_STRUCT(Expectation, (), (of, what, at_h, is, tolerance, source, evidence))
struct Regression {
    std::string name;
    double weight_kg = 70;
    std::optional<double> age_years;
    double until_h = 24;
    std::vector<RegressionDose> doses;
    std::vector<Expectation> expect;
};
BOOST_DESCRIBE_STRUCT(Regression, (), (name, weight_kg, age_years, until_h, doses, expect))

struct Model {
    std::string id, name;
    bool published = true;
    std::string source;
    Words about;
    std::vector<Words> cannot_say;
    Population population;
    std::vector<Species> species;
    AmountUnit amounts = AmountUnit::mg;
    std::vector<Drug> drugs;
    std::optional<std::string> drives_effects;  // the compartment or follower behind the effect site
    std::vector<Range> ranges;
    std::vector<Parameter> parameters;
    std::optional<std::vector<Formula>> formulas;
    std::optional<std::vector<Covariance>> covariances;
    std::vector<Compartment> compartments;
    std::vector<Flow> flows;
    std::optional<std::vector<Follower>> followers;
    std::vector<Input> inputs;
    std::vector<Output> outputs;
    std::optional<Handles> interactions;
    std::vector<Regression> regressions;
};
BOOST_DESCRIBE_STRUCT(Model, (),
                      (id, name, published, source, about, cannot_say, population, species, amounts, drugs,
                       drives_effects, ranges, parameters, formulas, covariances, compartments, flows, followers,
                       inputs, outputs, interactions, regressions))

}  // namespace afterglow::pharmacology
