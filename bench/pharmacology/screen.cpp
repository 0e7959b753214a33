// One simulation as the dose explorer asks for it: all curves, bands from 1,000 people, the days after.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "pharmacology/simulate.h"

int main() {
    using namespace afterglow::pharmacology;
    const LibraryReading reading = read_library("models");
    if (!reading.library) {
        fmt::print(stderr, "{}", afterglow::print_mistakes(reading.mistakes));
        return 1;
    }
    constexpr int kTimes = 21;
    for (const auto& [route, duration] :
         {std::pair{DrugRoute::iv, std::optional(40.0)}, {DrugRoute::im, {}}, {DrugRoute::nasal, {}}}) {
        SimulationAsked asked;
        const Drug drug = route == DrugRoute::nasal ? Drug::esketamine : Drug::racemate;
        asked.doses.push_back({.at_h = 0, .route = route, .drug = drug, .dose_mg = 56, .duration_min = duration});
        asked.population = 1000;
        asked.days = 14;
        std::vector<double> ms;
        for (int i = 0; i < kTimes; ++i) {
            const auto begin = std::chrono::steady_clock::now();
            if (!simulate(*reading.library, asked, {.threads = 2}).ok()) return 1;
            ms.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
        }
        std::ranges::sort(ms);
        fmt::print(
            "{:<58} {:12.1f}   goal 50\n",
            fmt::format("a simulation for the screen, {}, ms (median of {})", afterglow::enum_name(route), kTimes),
            ms[kTimes / 2]);
    }
}
