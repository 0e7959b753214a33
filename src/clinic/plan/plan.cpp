#include "clinic/plan/plan.h"

namespace afterglow::clinic {
namespace {

template <class Dose>
Done check_range(const std::optional<Dose>& lower, const std::optional<Dose>& upper, const std::optional<Dose>& min,
                 const std::optional<Dose>& max, const std::string& pointer, const std::string& unit) {
    if (!lower) return refuse_field(pointer + "/dose_min_" + unit, "dose_needed");
    if (!upper) return refuse_field(pointer + "/dose_max_" + unit, "dose_needed");
    if (*lower > *upper) return refuse_field(pointer + "/dose_max_" + unit, "range_upside_down");
    if (min && *lower < *min)
        return refuse_field(pointer + "/dose_min_" + unit, "dose_below_limit",
                            {{"min", to_text(*min)}, {"unit", unit}});
    if (max && *upper > *max)
        return refuse_field(pointer + "/dose_max_" + unit, "dose_above_limit",
                            {{"max", to_text(*max)}, {"unit", unit}});
    return done();
}

}  // namespace

Done check(const Plan& plan, const Context& context, const std::string& pointer) {
    const bool same_twice = plan.therapists.size() == 2 && plan.therapists[0] == plan.therapists[1];
    if (plan.therapists.empty() || plan.therapists.size() > 2 || same_twice)
        return refuse_field(pointer + "/therapists", "one_or_two_therapists");
    const DoseRule* rule = find_dose(context.pack, plan.route);
    if (!rule) return refuse_field(pointer + "/route", "route_not_in_pack");
    if (rule->per_kilogram()) {
        if (plan.dose_min_mg || plan.dose_max_mg)
            return refuse_field(pointer + "/dose_min_mg", "dose_unit_differs", {{"unit", "mg/kg"}});
        TRY(check_range(plan.dose_min_mg_per_kg, plan.dose_max_mg_per_kg, rule->min_mg_per_kg, rule->max_mg_per_kg,
                        pointer, "mg_per_kg"));
    } else {
        if (plan.dose_min_mg_per_kg || plan.dose_max_mg_per_kg)
            return refuse_field(pointer + "/dose_min_mg_per_kg", "dose_unit_differs", {{"unit", "mg"}});
        TRY(check_range(plan.dose_min_mg, plan.dose_max_mg, rule->min_mg, rule->max_mg, pointer, "mg"));
    }
    const NumberRule& sessions = context.pack.course.sessions_min;
    const std::int64_t planned =
        plan.preparation_sessions.value + plan.dosing_sessions.value + plan.integration_sessions.value;
    if (planned < sessions.value && holds_back(sessions, context) && !is_overridden(plan.overrides, sessions.id)) {
        return refuse_by_rule(sessions.id, "fewer_sessions_than_usual", {{"min", std::to_string(sessions.value)}});
    }
    return done();
}

}  // namespace afterglow::clinic
