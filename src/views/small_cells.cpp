#include "views/small_cells.h"

#include <map>
#include <numeric>
#include <tuple>

#include "base/described.h"

namespace afterglow::views {
namespace {

// Of the hidden counts, each from 1 to minimum-1, the sum becomes known by the total. Whoever knows one of them knows the sum
// of the others, which must lie between the least and the most that these can be.
bool total_may_be_shown(std::int64_t hidden, std::int64_t sum_of_hidden, std::int64_t minimum) {
    if (hidden == 0) return true;
    const std::int64_t others = hidden - 1, most = minimum - 1;
    return others >= 2 && sum_of_hidden - most > others && sum_of_hidden - 1 < others * most;
}

using Key = std::tuple<std::string, std::string, std::optional<std::string>, std::optional<std::int32_t>>;
struct Row {
    std::vector<std::int64_t> counts;
    std::vector<std::optional<BeforeAfter>> means;
};

class Table {
public:
    explicit Table(std::size_t clinics) : clinics_(clinics) {}
    Row& at(const char* figure, std::string_view category, std::optional<std::string> detail = {},
            std::optional<Date> week = {}) {
        const Key key{figure, category, std::move(detail), week ? std::optional(week->days) : std::nullopt};
        auto [found, is_new] = index_.try_emplace(key, rows.size());
        if (is_new) rows.emplace_back(key, Row{std::vector<std::int64_t>(clinics_), {}});
        return rows[found->second].second;
    }
    std::vector<std::pair<Key, Row>> rows;  // in the order they were first named

private:
    std::size_t clinics_;
    std::map<Key, std::size_t> index_;
};

// Every category there is, so that the lines that are there say nothing.
void name_all_categories(Table& table) {
    table.at("inquiries_open", "late");
    table.at("inquiries_open", "in_time");
    for_each_enumerator<clinic::Phase>([&](clinic::Phase, std::string_view phase) {
        for_each_enumerator<clinic::CourseStatus>([&](clinic::CourseStatus status, std::string_view name) {
            if (status != clinic::CourseStatus::ended) table.at("courses", phase, std::string(name));
        });
    });
    for_each_enumerator<clinic::Ending>([&](clinic::Ending, std::string_view name) { table.at("endings", name); });
    for_each_enumerator<clinic::Change>([&](clinic::Change, std::string_view name) { table.at("changes", name); });
}

void add(Table& table, const Figures& figures, std::size_t clinic) {
    table.at("inquiries_open", "late").counts[clinic] = figures.inquiries_late;
    table.at("inquiries_open", "in_time").counts[clinic] = figures.inquiries_open - figures.inquiries_late;
    for (const PhaseCount& each : figures.phases)
        table.at("courses", enum_name(each.phase), std::string(enum_name(each.status))).counts[clinic] = each.courses;
    for (const EndingCount& each : figures.endings)
        table.at("endings", enum_name(each.ending)).counts[clinic] = each.courses;
    for (const ChangeCount& each : figures.changes)
        table.at("changes", enum_name(each.change)).counts[clinic] = each.people;
    for (const WeekKept& each : figures.weeks) {
        table.at("inquiries_answered", "in_time", {}, each.monday).counts[clinic] = each.in_time;
        table.at("inquiries_answered", "late", {}, each.monday).counts[clinic] = each.answered - each.in_time;
    }
    for (const AlarmWeek& each : figures.alarms) {
        table.at("alarms", "actionable", {}, each.monday).counts[clinic] = each.actionable;
        table.at("alarms", "not_actionable", {}, each.monday).counts[clinic] = each.not_actionable;
        table.at("alarms", "not_said", {}, each.monday).counts[clinic] = each.not_said;
        table.at("alarms", "not_acknowledged", {}, each.monday).counts[clinic] = each.raised - each.acknowledged;
    }
    for (const BeforeAfter& each : figures.scales) {
        Row& row = table.at("scales", each.instrument);
        row.counts[clinic] = each.people;
        row.means.resize(row.counts.size());
        row.means[clinic] = each;
    }
}

NetworkLine line_of(const Key& key, const Row& row, std::int64_t minimum) {
    NetworkLine line{std::get<0>(key), std::get<1>(key), std::get<2>(key), {}, {}, {}};
    if (std::get<3>(key)) line.week = Date{*std::get<3>(key)};
    const ShownCounts shown = hide_small(row.counts, minimum);
    line.total.count = shown.total;
    for (std::size_t i = 0; i < row.counts.size(); ++i) {
        NetworkCell cell{shown.counts[i], {}, {}};
        // The means of all clinics together would give away that of a hidden one: there are none.
        if (cell.count && i < row.means.size() && row.means[i]) {
            cell.before_mean = row.means[i]->before_mean;
            cell.after_mean = row.means[i]->after_mean;
        }
        line.clinics.push_back(cell);
    }
    return line;
}

}  // namespace

ShownCounts hide_small(const std::vector<std::int64_t>& counts, std::int64_t minimum) {
    ShownCounts shown;
    std::int64_t hidden = 0, sum_of_hidden = 0;
    for (const std::int64_t count : counts) {
        const bool small = count > 0 && count < minimum;
        shown.counts.push_back(small ? std::nullopt : std::optional(count));
        if (!small) continue;
        ++hidden;
        sum_of_hidden += count;
    }
    if (total_may_be_shown(hidden, sum_of_hidden, minimum))
        shown.total = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    return shown;
}

std::vector<NetworkLine> network_lines(const std::vector<Figures>& clinics, std::int64_t minimum) {
    Table table(clinics.size());
    name_all_categories(table);
    for (std::size_t i = 0; i < clinics.size(); ++i) add(table, clinics[i], i);
    std::vector<NetworkLine> lines;
    for (const auto& [key, row] : table.rows) lines.push_back(line_of(key, row, minimum));
    return lines;
}

}  // namespace afterglow::views
