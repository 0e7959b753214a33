#pragma once
// What the models say where studies have observed something.

#include <optional>
#include <string>
#include <vector>

#include "main/pharmacology/observed.h"

namespace afterglow {

struct Prediction {
    std::optional<double> value;     // absent: the model has no such curve
    bool within_range = false;       // of an observed range
    std::optional<bool> holds = {};  // if there is a tolerance for this model
};

struct ComparedRow {
    std::string label, unit, note;
    std::optional<double> observed, sd, low, high;
    std::string in_words;
    std::optional<double> accept;
    Evidence evidence = Evidence::M;
    std::vector<Prediction> predictions;  // in the order of the study's models

    std::optional<double> ratio(std::size_t model) const;
};

// Over all rows with one observed number.
struct Agreement {
    std::size_t rows = 0;
    double geometric_mean_ratio = 0, median_absolute_error = 0;
};

// What is drawn: a measured curve and what each model says.
struct DrawnSeries {
    std::string label;
    std::vector<double> time_h, observed_ng_ml;
    std::vector<std::vector<double>> predicted;  // for each model, at `grid_h`; empty: it has no such curve
};

struct ComparedStudy {
    const ObservedStudy* study = nullptr;
    std::vector<ComparedRow> rows;
    std::vector<std::string> outside;  // of a model's range: sentences
    std::vector<double> grid_h;
    std::vector<DrawnSeries> drawn;

    Agreement agreement(std::size_t model) const;
    bool made_from_it(std::size_t model) const;
};

// Adds to the file's mistakes what no model can be asked.
std::vector<ComparedStudy> compare(const pharmacology::Library& library, ObservedFile& file);

}  // namespace afterglow
