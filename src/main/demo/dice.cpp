#include "main/demo/dice.h"

#include <fmt/format.h>

namespace afterglow::demo {

Dice Dice::of(std::string_view what, std::int64_t number) const {
    std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
    for (const char each : what) hash = (hash ^ static_cast<unsigned char>(each)) * 1099511628211ULL;
    Dice own(state_ ^ hash ^ (static_cast<std::uint64_t>(number) * 0x9E3779B97F4A7C15ULL));
    own.next();
    return own;
}

// SplitMix64 (Steele, Lea, Flood 2014).
std::uint64_t Dice::next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

std::int64_t Dice::between(std::int64_t lo, std::int64_t hi) {
    return lo + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(hi - lo + 1));
}

std::string Dice::uuid() {
    const std::uint64_t a = next(), b = next();
    return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", a >> 32, (a >> 16) & 0xFFFF, a & 0xFFF,
                       0x8000 | ((b >> 48) & 0x3FFF), b & 0xFFFFFFFFFFFFULL);
}

}  // namespace afterglow::demo
