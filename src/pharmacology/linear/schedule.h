#pragma once
// The time axis, the same for all people: cut where the input changes, and into runs of equally spaced times.

#include <span>
#include <vector>

#include "pharmacology/linear/system.h"

namespace afterglow::pharmacology {

// Ends of a list within Schedule::lists.
struct ListRange {
    int begin = 0, end = 0;
};

// A piece begins at its base. There its input changes, if it does; then come its times: the first at the base itself,
// the others step by step.
struct Piece {
    int advance = 0;  // duration from the base of the piece before; unused in the first one
    int step = 0;     // duration between its times; unused if there are fewer than two
    int first_time = 0, times = 0;
    bool changes = false;
    // Of Schedule::doses: given at once here; infusions that begin here; all infusions that run from here on.
    ListRange boluses, begun, running;
};

struct Schedule {
    int silent_times = 0;  // before the first dose
    std::vector<Piece> pieces;
    std::vector<int> lists;
    std::vector<double> durations_h;
    std::vector<int> uses;  // of every duration
};

// Rounding errors of the chain of steps within a run stay small as long as it is short.
inline constexpr int kLongestRun = 32;

Schedule make_schedule(std::span<const SystemDose> doses, std::span<const double> times_h);

}  // namespace afterglow::pharmacology
