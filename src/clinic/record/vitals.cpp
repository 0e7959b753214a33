#include "clinic/record/vitals.h"

#include <fmt/format.h>

namespace afterglow::clinic {
namespace {

double number(std::int64_t value) { return static_cast<double>(value); }
double number(Kilograms value) { return value.kg(); }

// Calls visit(measure's name, measure, value) for every value that is there.
template <class F>
void for_each_value(const Vitals& vitals, F&& visit) {
    for_each_member<Vitals>([&](std::string_view name, auto member) {
        const auto measure = enum_from<Measure>(name);
        if (measure && vitals.*member) visit(name, *measure, number(*(vitals.*member)));
    });
}

}  // namespace

std::optional<double> value_of(const Vitals& vitals, Measure measure) {
    std::optional<double> found;
    for_each_value(vitals, [&](std::string_view, Measure each, double value) {
        if (each == measure) found = value;
    });
    return found;
}

Done check_measured(const Measured& measured, const Pack& pack, const std::string& pointer) {
    Refusal refusal = refuse("invalid_fields");
    bool any = false;
    for_each_value(measured.vitals, [&](std::string_view name, Measure measure, double value) {
        any = true;
        const std::string at = pointer + "/vitals/" + std::string(name);
        const PlausibilityRule* rule = find_plausibility(pack, measure);
        if (!rule) return;
        if (value < rule->possible_min || value > rule->possible_max) {
            refusal.errors.push_back(
                {at,
                 "not_possible",
                 {{"min", fmt::format("{}", rule->possible_min)}, {"max", fmt::format("{}", rule->possible_max)}}});
        } else if (value < rule->usual_min || value > rule->usual_max) {
            const auto again = measured.again ? value_of(*measured.again, measure) : std::nullopt;
            const std::string again_at = pointer + "/again/" + std::string(name);
            if (!again) {
                refusal.errors.push_back(
                    {again_at,
                     "type_again",
                     {{"min", fmt::format("{}", rule->usual_min)}, {"max", fmt::format("{}", rule->usual_max)}}});
            } else if (*again != value) {
                refusal.errors.push_back({again_at, "typed_differently", {}});
            }
        }
    });
    const auto& [systolic, diastolic] = std::pair(measured.vitals.systolic_mmhg, measured.vitals.diastolic_mmhg);
    if (systolic && diastolic && *systolic <= *diastolic)
        refusal.errors.push_back({pointer + "/vitals/diastolic_mmhg", "pressures_swapped", {}});
    if (!any) refusal.errors.push_back({pointer + "/vitals", "nothing_measured", {}});
    if (refusal.errors.empty()) return done();
    return refusal;
}

}  // namespace afterglow::clinic
