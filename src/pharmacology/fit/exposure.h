#pragma once
// What is expected at the times of samples and of effects, for many sets of etas at once.

#include <span>
#include <vector>

#include "pharmacology/curves.h"
#include "pharmacology/effects.h"
#include "pharmacology/plan.h"

namespace afterglow::pharmacology {

struct Observed {
    double at_h = 0;
    Quantity quantity = Quantity::concentration;
    std::vector<Part> parts;  // what is added up: for effects, the effect site
};

// Which etas the columns of a table are. Those of the model come first.
struct Columns {
    std::vector<std::size_t> of_model;  // places among the model's etas
    bool cadss_c50 = false, pressure_maximum = false;

    std::size_t size() const { return of_model.size() + (cadss_c50 ? 1 : 0) + (pressure_maximum ? 1 : 0); }
};

// Belongs to one thread, and what it is made of outlives it.
class Exposure {
public:
    Exposure(const Plan& plan, Individual& individual, const Effects& effects, const Understood& question,
             std::vector<Observed> observed, Columns columns);

    // A row of etas for each point; predictions[i * points + p] of observed i.
    void predict(std::span<const double> etas, std::size_t points, std::span<double> predictions);

private:
    void solve(std::span<const double> etas, std::size_t points);
    double effect(Quantity quantity, double concentration, const double* etas) const;

    const Plan& plan_;
    Individual& individual_;
    const Effects& effects_;
    const Understood& question_;
    std::vector<Observed> observed_;
    std::vector<std::size_t> time_of_;  // of what is observed
    Columns columns_;
    std::vector<double> times_h_, model_etas_, concentrations_;
};

}  // namespace afterglow::pharmacology
