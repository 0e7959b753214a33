#pragma once
// What stands behind a curve: the weakest evidence among the numbers it depends on, and all their sources.

#include <span>
#include <string>
#include <vector>

#include "pharmacology/effects.h"
#include "pharmacology/plan.h"

namespace afterglow::pharmacology {

struct Provenance {
    Evidence evidence = Evidence::R;
    std::vector<std::string> sources;

    void add(Evidence of, const std::string& source);
    void add(const Constant& constant) { add(constant.evidence, constant.source); }
};

// Of the concentration of `state` after these doses: only what lies between them counts.
Provenance provenance(const Model& model, std::span<const Dose> doses, const std::string& state);

}  // namespace afterglow::pharmacology
