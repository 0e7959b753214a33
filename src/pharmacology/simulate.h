#pragma once
// The whole answer to "what will this dose do": curves with bands, sums of exposure, the days after, what to mind, and what
// cannot be said. Everything is expected, nothing measured.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/types.h"
#include "pharmacology/individual.h"
#include "pharmacology/library.h"

namespace afterglow::pharmacology {

struct DoseAsked {
    double at_h = 0;
    DrugRoute route = DrugRoute::iv;
    Drug drug = Drug::racemate;
    double dose_mg = 0;
    std::optional<double> duration_min;  // of an infusion
};
BOOST_DESCRIBE_STRUCT(DoseAsked, (), (at_h, route, drug, dose_mg, duration_min))

struct SimulationAsked {
    std::optional<Code> model;  // absent: the default of the first dose's route
    Covariates person;
    std::vector<DoseAsked> doses;
    std::optional<std::vector<Code>> with;  // interactions, by id
    double until_h = 4;
    double every_min = 2;
    std::optional<std::int64_t> population;  // people behind the bands; absent: no bands
    std::optional<std::int64_t> seed;        // absent: 1
    std::optional<std::int64_t> session_number;
    std::optional<double> resting_heart_rate_bpm;
    std::optional<double> days;  // how far the days after are followed; absent: not at all
};
BOOST_DESCRIBE_STRUCT(SimulationAsked, (),
                      (model, person, doses, with, until_h, every_min, population, seed, session_number,
                       resting_heart_rate_bpm, days))

enum class Quantity {
    concentration,
    effect_site,
    cadss,
    systolic_rise,
    diastolic_rise,
    heart_rate_rise,
    cardiac_output_rise,
    sedated,       // probability of MOAA/S <= 4
    unresponsive,  // probability of MOAA/S <= 1
};
BOOST_DESCRIBE_ENUM(Quantity, concentration, effect_site, cadss, systolic_rise, diastolic_rise, heart_rate_rise,
                    cardiac_output_rise, sedated, unresponsive)

struct Band {
    std::vector<double> p05, p50, p95;
};
BOOST_DESCRIBE_STRUCT(Band, (), (p05, p50, p95))

struct Summary {
    double maximum = 0, maximum_at_h = 0;
    std::optional<double> auc_h;        // of concentrations: within the time asked for
    std::optional<double> half_life_h;  // terminal
};
BOOST_DESCRIBE_STRUCT(Summary, (), (maximum, maximum_at_h, auc_h, half_life_h))

struct Curve {
    std::string name;  // as the column of a file: "ketamine_venous_ng_ml"
    Quantity quantity = Quantity::concentration;
    std::optional<Analyte> analyte;
    std::optional<Species> enantiomer;  // absent: both together
    std::optional<Site> site;
    std::string unit;
    std::vector<double> typical;  // at the times of the simulation
    std::optional<Band> band;
    Summary summary;
    Evidence evidence = Evidence::M;  // the weakest of the numbers behind it
    std::vector<std::string> sources;
    std::optional<Words> warning;
};
BOOST_DESCRIBE_STRUCT(Curve, (),
                      (name, quantity, analyte, enantiomer, site, unit, typical, band, summary, evidence, sources,
                       warning))

struct DayShare {
    double day = 0;
    double response = 0, remission = 0;  // shares of the people, 0 to 1
};
BOOST_DESCRIBE_STRUCT(DayShare, (), (day, response, remission))
// MADRS points taken away: by the drug, and by everything else (expectation, care, time), which are never added up here.
struct DaysAfter {
    std::vector<double> times_d;
    std::vector<double> drug_points;
    Band drug_band;
    std::vector<double> placebo_points;  // from the first day on; before it 0 and unknown
    std::vector<DayShare> shares;        // days 1, 3, 7, 14... after the last dose, of people like those of the studies
    double baseline_points = 0;
    Evidence evidence = Evidence::C;
    std::vector<std::string> sources;
    std::vector<Words> cannot_say;
};
BOOST_DESCRIBE_STRUCT(DaysAfter, (),
                      (times_d, drug_points, drug_band, placebo_points, shares, baseline_points, evidence, sources,
                       cannot_say))

enum class NoteKind {
    calibrated_here,           // the model is our own calibration, not published
    outside_range,             // what: the bound; value, min, max
    interaction_applied,       // what: the interaction; value: the factor
    interaction_not_measured,  // on this route; nothing was applied
    benefit_factor,            // the antidepressant effect was multiplied by value
    dissociation_factor,
    alert,       // what: the interaction, and the kind of it; no number
    few_people,  // value: how many
};
BOOST_DESCRIBE_ENUM(NoteKind, calibrated_here, outside_range, interaction_applied, interaction_not_measured,
                    benefit_factor, dissociation_factor, alert, few_people)
struct Note {
    NoteKind kind = NoteKind::alert;
    std::string what;
    std::optional<InteractionKind> effect;
    std::optional<double> value, min, max;
    std::optional<bool> assumed;
    std::string source;
    Evidence evidence = Evidence::M;
};
BOOST_DESCRIBE_STRUCT(Note, (), (kind, what, effect, value, min, max, assumed, source, evidence))

struct Simulation {
    std::string model, model_name;
    bool published = true;
    Population population;
    Words about;
    std::vector<Words> cannot_say;
    std::vector<double> times_h;
    std::vector<Curve> curves;
    std::optional<DaysAfter> days_after;
    std::vector<Note> notes;
    std::int64_t simulated_people = 0;
    std::int64_t seed = 1;
};
BOOST_DESCRIBE_STRUCT(Simulation, (),
                      (model, model_name, published, population, about, cannot_say, times_h, curves, days_after, notes,
                       simulated_people, seed))

inline constexpr std::int64_t kMaxPopulation = 1'000'000;
inline constexpr std::size_t kMaxTimes = 100'000;
inline constexpr std::size_t kMaxDoses = 200;

struct SimulationOptions {
    int threads = 1;
    std::int64_t max_cells = 8'000'000;                 // people x times x curves at once: what bounds the memory
    std::function<bool(double)> progress = nullptr;     // share done; false: stop, and the refusal is "stopped"
    std::optional<std::vector<std::string>> only = {};  // names of curves; absent: all
};

// Refuses (422, with the field): a model, route, drug or interaction that is not known, numbers out of bounds, and what lies
// outside a range that the model refuses. The same seed gives the same numbers, whatever the number of threads.
Result<Simulation> simulate(const Library& library, const SimulationAsked& asked,
                            const SimulationOptions& options = {});

}  // namespace afterglow::pharmacology
