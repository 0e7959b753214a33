#pragma once
// What is asked of a fit, looked through: everything in it exists and lies within bounds.

#include "pharmacology/asked.h"
#include "pharmacology/fit/exposure.h"
#include "pharmacology/fit/fit.h"

namespace afterglow::pharmacology {

inline constexpr std::size_t kFewestMeasurements = 2;

struct FreeParameters {
    Columns columns;
    bool mood_response = false, placebo_points = false, baseline_points = false;

    bool any_of_mood() const { return mood_response || placebo_points || baseline_points; }
};

struct FitQuestion {
    Understood regimen;
    FreeParameters free;
    std::vector<Sample> samples;
    std::vector<EffectSample> effects;
    std::vector<ScaleSample> scales;
    std::vector<std::size_t> output_of_sample;  // among the model's outputs
};

Result<FitQuestion> understand(const Library& library, const FitAsked& asked);

}  // namespace afterglow::pharmacology
