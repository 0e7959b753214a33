#pragma once
// Random numbers that belong to a person and not to a thread: the same seed gives the same people, however they are shared
// out.

#include <cmath>
#include <cstdint>
#include <numbers>

namespace afterglow::pharmacology {

// SplitMix64 (Steele, Lea, Flood 2014), begun at a place of its own for each person.
class PersonalRandom {
public:
    PersonalRandom(std::uint64_t seed, std::uint64_t person)
        : state_(mix(seed) ^ mix(person + 0x632BE59BD9B4E019ULL)) {}

    double uniform() { return (static_cast<double>(next() >> 11) + 0.5) * 0x1.0p-53; }  // in (0, 1)
    double normal() {                                                                   // Box and Muller 1958
        const double radius = std::sqrt(-2 * std::log(uniform()));
        return radius * std::cos(2 * std::numbers::pi * uniform());
    }

private:
    static std::uint64_t mix(std::uint64_t z) {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    std::uint64_t next() { return mix(state_ += 0x9E3779B97F4A7C15ULL); }
    std::uint64_t state_;
};

}  // namespace afterglow::pharmacology
