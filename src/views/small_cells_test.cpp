// P18: what network managers see of several clinics. Every table of a size is enumerated; those that look the same when shown
// are what a reader cannot tell apart. No hidden count may be the same in all of them.

#include "views/small_cells.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

namespace afterglow::views {
namespace {

using Counts = std::vector<std::int64_t>;
using Hide = std::function<ShownCounts(const Counts&, std::int64_t)>;

Hide the_program() { return hide_small; }

std::string text_of(const ShownCounts& shown) {
    std::string text;
    for (const auto& each : shown.counts) text += (each ? std::to_string(*each) : "·") + " ";
    return text + "= " + (shown.total ? std::to_string(*shown.total) : "·");
}

std::vector<Counts> all_tables(std::size_t clinics, std::int64_t most) {
    std::vector<Counts> tables{{}};
    for (std::size_t i = 0; i < clinics; ++i) {
        std::vector<Counts> longer;
        for (const Counts& each : tables) {
            for (std::int64_t count = 0; count <= most; ++count) {
                longer.push_back(each);
                longer.back().push_back(count);
            }
        }
        tables = std::move(longer);
    }
    return tables;
}

struct Found {
    std::int64_t tables = 0, hidden = 0, totals_over_hidden = 0;
    std::vector<std::string> determined;
};

// `insider`: the reader knows this clinic's own count, too.
void look(std::size_t clinics, std::int64_t minimum, const Hide& hide, std::optional<std::size_t> insider,
          Found& found) {
    struct Seen {
        ShownCounts shown;
        std::vector<std::set<std::int64_t>> possible;
    };
    std::map<std::string, Seen> looks;
    for (const Counts& table : all_tables(clinics, minimum + 1)) {
        const ShownCounts shown = hide(table, minimum);
        std::string look = text_of(shown);
        if (insider) look += " own " + std::to_string(table[*insider]);
        Seen& seen = looks.try_emplace(look, Seen{shown, std::vector<std::set<std::int64_t>>(clinics)}).first->second;
        for (std::size_t i = 0; i < clinics; ++i) seen.possible[i].insert(table[i]);
        ++found.tables;
    }
    for (const auto& [look, seen] : looks) {
        for (std::size_t i = 0; i < clinics; ++i) {
            if (seen.shown.counts[i] || i == insider) continue;
            ++found.hidden;
            if (seen.shown.total) ++found.totals_over_hidden;
            if (seen.possible[i].size() < 2)
                found.determined.push_back(look + ": clinic " + std::to_string(i) + " has " +
                                           std::to_string(*seen.possible[i].begin()));
        }
    }
}

Found look_at_everything(const Hide& hide) {
    Found found;
    for (std::size_t clinics = 1; clinics <= 4; ++clinics) {
        for (const std::int64_t minimum : {3, 4, 5, 6}) {
            look(clinics, minimum, hide, std::nullopt, found);
            for (std::size_t insider = 0; insider < clinics; ++insider) look(clinics, minimum, hide, insider, found);
        }
    }
    return found;
}

TEST(SmallCells, NoHiddenCountIsDetermined) {
    const Found found = look_at_everything(the_program());
    EXPECT_EQ(found.determined, std::vector<std::string>{});
    EXPECT_GT(found.totals_over_hidden, 100);  // totals are of use: they are shown where they may be
    std::printf("%lld tables, %lld hidden counts, %lld beside a total, 0 determined\n",
                static_cast<long long>(found.tables), static_cast<long long>(found.hidden),
                static_cast<long long>(found.totals_over_hidden));
}

TEST(SmallCells, NoSmallCountIsShown) {
    for (const Counts& table : all_tables(3, 12)) {
        const ShownCounts shown = hide_small(table, 10);
        for (std::size_t i = 0; i < table.size(); ++i) {
            const bool small = table[i] > 0 && table[i] < 10;
            EXPECT_EQ(shown.counts[i].has_value(), !small);
            if (!small) EXPECT_EQ(*shown.counts[i], table[i]);
        }
        if (shown.total) EXPECT_FALSE(*shown.total > 0 && *shown.total < 10);
    }
}

// ---- planted faults -------------------------------------------------------------------------------------------------------

std::int64_t sum(const Counts& counts) {
    std::int64_t all = 0;
    for (const std::int64_t each : counts) all += each;
    return all;
}

TEST(SmallCells, PlantedOnlyPrimarySuppressionIsFound) {
    const Found found = look_at_everything([](const Counts& counts, std::int64_t minimum) {
        ShownCounts shown = hide_small(counts, minimum);
        shown.total = sum(counts);
        return shown;
    });
    EXPECT_FALSE(found.determined.empty());
}

TEST(SmallCells, PlantedTotalOverTwoIsFoundByAnInsider) {
    const Hide two_suffice = [](const Counts& counts, std::int64_t minimum) {
        ShownCounts shown = hide_small(counts, minimum);
        std::int64_t hidden = 0, of_hidden = 0;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (!shown.counts[i]) ++hidden, of_hidden += counts[i];
        }
        if (hidden == 2 && of_hidden > hidden && of_hidden < hidden * (minimum - 1)) shown.total = sum(counts);
        return shown;
    };
    EXPECT_FALSE(look_at_everything(two_suffice).determined.empty());
}

TEST(SmallCells, PlantedMinimumOffByOneIsFound) {
    const Found found = look_at_everything(
        [](const Counts& counts, std::int64_t) { return hide_small(counts, 2); });  // hidden: exactly the ones
    EXPECT_FALSE(found.determined.empty());
}

// ---- the lines -----------------------------------------------------------------------------------------------------------

Figures figures_of(std::int64_t open, std::int64_t late) {
    Figures figures;
    figures.inquiries_open = open;
    figures.inquiries_late = late;
    figures.scales = {{"phq9", open, 17.5, 9.25}};
    figures.alarms = {{.monday = {20'000}, .raised = 60, .acknowledged = 45, .actionable = 20, .not_actionable = 25}};
    figures.weeks = {{.monday = {20'000}, .answered = 25, .in_time = 12}};
    return figures;
}
const NetworkLine& line(const std::vector<NetworkLine>& lines, const std::string& figure, const std::string& category) {
    for (const NetworkLine& each : lines) {
        if (each.figure == figure && each.category == category) return each;
    }
    throw std::runtime_error("no line " + figure + " " + category);
}

TEST(SmallCells, LinesOfClinics) {
    const auto lines = network_lines({figures_of(30, 12), figures_of(40, 36)}, 10);
    EXPECT_EQ(line(lines, "inquiries_open", "late").total.count, 48);
    EXPECT_EQ(line(lines, "inquiries_open", "in_time").clinics[0].count, 18);
    // 4 of 40: neither they nor what would give them away is shown.
    EXPECT_EQ(line(lines, "inquiries_open", "in_time").clinics[1].count, std::nullopt);
    EXPECT_EQ(line(lines, "inquiries_open", "in_time").total.count, std::nullopt);
    EXPECT_EQ(line(lines, "alarms", "not_acknowledged").total.count, 30);
    EXPECT_EQ(line(lines, "inquiries_answered", "late").clinics[1].count, 13);
    EXPECT_EQ(line(lines, "scales", "phq9").clinics[0].before_mean, 17.5);
    EXPECT_EQ(line(lines, "scales", "phq9").total.before_mean, std::nullopt);
    EXPECT_EQ(line(network_lines({figures_of(4, 0), figures_of(40, 0)}, 10), "scales", "phq9").clinics[0].before_mean,
              std::nullopt);
}

// What lines there are says nothing either, but for the scales and weeks that a clinic has.
TEST(SmallCells, TheSameLinesWhateverTheCounts) {
    EXPECT_EQ(network_lines({Figures{}, Figures{}}, 10).size(), network_lines({Figures{}, Figures{}}, 3).size());
    EXPECT_GT(network_lines({Figures{}}, 10).size(), 25U);
}

}  // namespace
}  // namespace afterglow::views
