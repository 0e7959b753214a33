#pragma once
// For property tests: choices that are even from the first case on, and whether a planted fault is found out.
// (rc::gen::inRange begins with a narrow range that widens; a command that is seldom chosen would seldom be tried.)

#include <rapidcheck.h>
#include <rapidcheck/detail/TestListenerAdapter.h>

#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <random>
#include <vector>

namespace afterglow::clinic::example {

// A whole number from 0 to n - 1, each as likely.
inline int pick(int n) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, n)); }
inline bool one_in(int n) { return pick(n) == 0; }

template <class T>
T pick_of(std::vector<T> options) {
    return options[static_cast<std::size_t>(pick(static_cast<int>(options.size())))];
}
template <class T>
T pick_of(std::initializer_list<T> options) {
    return pick_of(std::vector<T>(options));
}

// Quietly, without making the counterexample small.
template <class Property>
bool is_refuted(Property property, int cases = 500) {
    rc::detail::TestParams params;
    params.seed = 1;
    params.maxSuccess = cases;
    params.disableShrinking = true;
    rc::detail::TestListenerAdapter quiet;
    return rc::detail::checkTestable(property, rc::detail::TestMetadata{}, params, quiet)
        .template is<rc::detail::FailureResult>();
}

// Calls `run` for `cases` random cases; for looking at how far a search goes.
template <class Run>
void for_cases(int cases, Run run) {
    (void)is_refuted(run, cases);
}

// ---- histories too many for rapidcheck: AFTERGLOW_SEED repeats a run, AFTERGLOW_LONG=1 makes it long ---------------------------

inline std::uint64_t seed() {
    static const std::uint64_t value = [] {
        const char* given = std::getenv("AFTERGLOW_SEED");
        return given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    }();
    return value;
}
inline bool is_long() { return std::getenv("AFTERGLOW_LONG") != nullptr; }

struct Dice {
    std::mt19937_64 random;
    explicit Dice(std::uint64_t seed) : random(seed) {}
    // From 0 to n - 1.
    int pick(int n) { return static_cast<int>(random() % static_cast<std::uint64_t>(n)); }
    bool one_in(int n) { return pick(n) == 0; }
    // From 0 to n, both included.
    std::int64_t up_to(std::int64_t n) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n + 1));
    }
    template <class T>
    T pick_of(std::initializer_list<T> options) {
        return options.begin()[pick(static_cast<int>(options.size()))];
    }
};

}  // namespace afterglow::clinic::example
