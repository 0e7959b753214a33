#include "documents/vitals_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace afterglow::documents {
namespace {

using clinic::Measure;

bool any(const std::vector<VitalsRow>& rows, Measure measure) {
    return std::any_of(rows.begin(), rows.end(),
                       [&](const VitalsRow& row) { return clinic::value_of(row.vitals, measure).has_value(); });
}

// Columns of their own; blood pressure is one column.
std::vector<Measure> measured(const std::vector<VitalsRow>& rows) {
    std::vector<Measure> all;
    for_each_enumerator<Measure>([&](Measure measure, std::string_view) {
        if (measure == Measure::systolic_mmhg || measure == Measure::diastolic_mmhg) return;
        if (any(rows, measure)) all.push_back(measure);
    });
    return all;
}

bool any_text(const std::vector<VitalsRow>& rows, std::string VitalsRow::* text) {
    return std::any_of(rows.begin(), rows.end(), [&](const VitalsRow& row) { return !(row.*text).empty(); });
}

}  // namespace

std::string pressure_text(const clinic::Vitals& vitals) {
    if (!vitals.systolic_mmhg && !vitals.diastolic_mmhg) return "";
    const auto text = [](const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : "–"; };
    return text(vitals.systolic_mmhg) + "/" + text(vitals.diastolic_mmhg);
}

std::string value_text(const clinic::Vitals& vitals, Measure measure, Language language) {
    const auto value = clinic::value_of(vitals, measure);
    return value ? decimal_text(fmt::format("{:.6g}", *value), language) : "";
}

Table vitals_table(const std::vector<VitalsRow>& rows, Language language) {
    const std::vector<Measure> measures = measured(rows);
    const bool since = any_text(rows, &VitalsRow::since), source = any_text(rows, &VitalsRow::source);
    Table table{.scale = 0.92};
    table.columns.push_back({words::kMeasuredAt.in(language), 1.5});
    if (since) table.columns.push_back({words::kSinceDose.in(language), 1});
    table.columns.push_back({in_two_lines(words::kPressure.in(language)), 1.15, Align::right});
    for (const Measure measure : measures)
        table.columns.push_back({in_two_lines(short_name(measure).in(language)), 0.95, Align::right});
    if (source) table.columns.push_back({words::kSource.in(language), 2.3});
    for (const VitalsRow& row : rows) {
        std::vector<Rich> cells{row.time};
        if (since) cells.push_back(row.since);
        cells.push_back(pressure_text(row.vitals));
        for (const Measure measure : measures) cells.push_back(value_text(row.vitals, measure, language));
        if (source) cells.push_back(row.source);
        if (row.struck) {
            for (Rich& cell : cells) cell = struck(std::move(cell));
        }
        const bool more = !row.below.empty();
        table.rows.push_back({.cells = std::move(cells), .with_next = more, .ruled = !more});
        if (more) table.rows.push_back({.cells = {row.below}, .spanning = true});
    }
    return table;
}

}  // namespace afterglow::documents
