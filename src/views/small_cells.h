#pragma once
// Counts of several clinics side by side, with small ones hidden: whoever sees them learns of no group of people smaller
// than the minimum, also not by subtraction, and also not if they know one clinic's counts from elsewhere.
//
// A count from 1 to minimum-1 is hidden. The total of the line is hidden too, unless at least three counts are, and what they
// have in common leaves each of them open even to somebody who knows one of the others.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "views/rows.h"

namespace afterglow::views {

// An example, which each installation replaces by its own choice: not a number from medicine or law.
inline constexpr std::int64_t kSmallestCountShown = 10;
inline constexpr std::int64_t kLeastSmallestCount = 3;  // below it, "hidden" would say which count it was

struct ShownCounts {
    std::vector<std::optional<std::int64_t>> counts;  // by clinic; nothing: hidden
    std::optional<std::int64_t> total;
};
ShownCounts hide_small(const std::vector<std::int64_t>& counts, std::int64_t minimum);

// ---- the figures of several clinics ---------------------------------------------------------------------------------------

struct NetworkCell {
    std::optional<std::int64_t> count;              // nothing: hidden
    std::optional<double> before_mean, after_mean;  // of a scale
};
BOOST_DESCRIBE_STRUCT(NetworkCell, (), (count, before_mean, after_mean))
// One count in all clinics. No line is a sum of others, and none is a part of another: else they could be subtracted.
struct NetworkLine {
    std::string figure;    // "inquiries_open" "inquiries_answered" "courses" "endings" "changes" "scales" "alarms"
    std::string category;  // "late", "interview", "completed", "phq9", …
    std::optional<std::string> detail;  // a course's status
    std::optional<Date> week;           // its Monday
    std::vector<NetworkCell> clinics;
    NetworkCell total;
};
BOOST_DESCRIBE_STRUCT(NetworkLine, (), (figure, category, detail, week, clinics, total))

std::vector<NetworkLine> network_lines(const std::vector<Figures>& clinics, std::int64_t minimum);

}  // namespace afterglow::views
