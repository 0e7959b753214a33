// Fits of one person's parameters: per second of one core's time, whole answers and their parts, in one run.
//   pharmacology_fit_bench [models] [rounds]

#include "pharmacology/fit/fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <vector>

#include "pharmacology/fit/question.h"

namespace afterglow::pharmacology {
namespace {

constexpr double kSecondsEach = 0.3;
constexpr double kGoal = 5000;

// Per second of processor time, after one run for warming up.
double rate(const std::function<void()>& work) {
    work();
    const std::clock_t begun = std::clock();
    double spent = 0, done = 0;
    for (; spent < kSecondsEach; ++done) {
        work();
        spent = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
    }
    return done / spent;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

// Three etas, five samples. An example, no real person's.
FitAsked question() {
    FitAsked asked;
    asked.model = Code{"otto-2021"};
    asked.doses = {{.at_h = 0, .route = DrugRoute::iv, .drug = Drug::esketamine, .dose_mg = 10, .duration_min = 30}};
    asked.samples = {{{.at_h = 0.5, .ng_ml = 52},
                      {.at_h = 1, .ng_ml = 24},
                      {.at_h = 2, .ng_ml = 13},
                      {.at_h = 4, .analyte = Analyte::norketamine, .ng_ml = 13},
                      {.at_h = 6, .ng_ml = 4.1}}};
    return asked;
}

int run(const char* folder, int rounds) {
    const LibraryReading reading = read_library(folder);
    if (!reading.library) {
        fmt::print(stderr, "{}", print_mistakes(reading.mistakes));
        return 1;
    }
    const FitAsked asked = question();
    const auto once = fit(*reading.library, asked);
    if (!once.ok()) {
        fmt::print(stderr, "the fit was refused: {}\n", once.refusal().code);
        return 1;
    }
    std::vector<double> whole, questions;
    for (int i = 0; i < rounds; ++i) {
        whole.push_back(rate([&] { (void)fit(*reading.library, asked); }));
        questions.push_back(rate([&] { (void)understand(*reading.library, asked); }));
    }
    fmt::print(
        "fits/s per core, {} etas to {} samples of otto-2021: {:.0f} (goal {:.0f}), {} iterations; of the time, the "
        "question takes {:.0f} %\n",
        once->etas.size(), asked.samples->size(), median(whole), kGoal, once->iterations,
        100 * median(whole) / median(questions));
    return 0;
}

}  // namespace
}  // namespace afterglow::pharmacology

int main(int argc, char** argv) {
    return afterglow::pharmacology::run(argc > 1 ? argv[1] : "models", argc > 2 ? std::atoi(argv[2]) : 5);
}
