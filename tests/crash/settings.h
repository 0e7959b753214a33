#pragma once
// How much the suites do, and from which seed: AFTERGLOW_SEED replays a run, AFTERGLOW_CRASH_STATES makes it longer.

#include <sqlite3.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

namespace afterglow::crash {

inline std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text && *text ? std::strtoull(text, nullptr, 10) : otherwise;
}

// One for the whole run; printed by every suite.
inline std::uint64_t seed() {
    static const std::uint64_t value = number_from_environment("AFTERGLOW_SEED", std::random_device{}());
    return value;
}

inline std::uint64_t wanted_states() { return number_from_environment("AFTERGLOW_CRASH_STATES", 24'000); }

// SQLite's own random numbers (salts of the log) follow the seed, too.
inline void seed_sqlite(std::uint64_t seed) {
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, static_cast<int>(seed & 0x7fffffff) | 1, nullptr);
    sqlite3_randomness(0, nullptr);
}

}  // namespace afterglow::crash
