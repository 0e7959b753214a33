#pragma once
// What else the person takes: models/interactions.toml as data. A measured ratio acts on the route on which it was measured
// and on no other; where there is none, the result says so.

#include <optional>
#include <vector>

#include "pharmacology/model.h"

namespace afterglow::pharmacology {

enum class InteractionKind {
    exposure,       // ketamine's own concentrations
    dissociation,   // factor on CADSS
    benefit,        // factor on the antidepressant effect
    more_sedation,  // the rest are alerts without a number
    blood_pressure_up,
    blood_pressure_down,
    overlapping_block,
    seizure_threshold,
};
BOOST_DESCRIBE_ENUM(InteractionKind, exposure, dissociation, benefit, more_sedation, blood_pressure_up,
                    blood_pressure_down, overlapping_block, seizure_threshold)

struct InteractionEffect {
    InteractionKind kind = InteractionKind::exposure;
    std::optional<std::vector<DrugRoute>> routes;  // where it was measured; absent: wherever the drug is given
    std::optional<double> factor;                  // exposure: ratio of AUC
    std::optional<double> cmax_factor;
    std::string source;
    Evidence evidence = Evidence::M;
    bool assumed = false;  // the direction is known, the number was chosen here
};
BOOST_DESCRIBE_STRUCT(InteractionEffect, (), (kind, routes, factor, cmax_factor, source, evidence, assumed))

struct Interaction {
    std::string id;  // "ticlopidine"
    Words name;
    std::optional<std::string> at;  // the dose at which it was measured: "250 mg bid"
    std::vector<std::string> also;  // other names to find it by: trade names, members of a class
    std::vector<InteractionEffect> effects;
};
BOOST_DESCRIBE_STRUCT(Interaction, (), (id, name, at, also, effects))

struct Interactions {
    std::vector<Interaction> interactions;
};
BOOST_DESCRIBE_STRUCT(Interactions, (), (interactions))

}  // namespace afterglow::pharmacology
