#pragma once
// What a fuzzer takes for a finding.

#include <cstdlib>

inline void require(bool holds) {
    if (!holds) std::abort();
}
