#pragma once
// Counts what was looked at and what was wrong; prints one line.

#include <chrono>
#include <cstdint>
#include <iostream>
#include <string>

#include "tests/crash/settings.h"

namespace afterglow::crash {

struct Tally {
    std::uint64_t states = 0;
    std::uint64_t lost = 0;  // states with something wrong
    std::string first_complaint = {};
    std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();

    void note(const std::string& complaint, const std::string& where) {
        ++states;
        if (complaint.empty()) return;
        if (lost++ == 0) first_complaint = complaint + " (" + where + ")";
    }
    void print(const std::string& name) const {
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - started;
        std::cout << name << ": " << states << " states, " << lost << " lost, " << seconds.count()
                  << " s, AFTERGLOW_SEED=" << seed();
        if (lost > 0) std::cout << "; first: " << first_complaint;
        std::cout << '\n';
    }
};

}  // namespace afterglow::crash
