#include "clinic/pack/pack.h"

#include <algorithm>

namespace afterglow::clinic {
namespace {

template <class T, class Matches>
const T* find_first(const std::vector<T>& items, Matches matches) {
    const auto found = std::find_if(items.begin(), items.end(), matches);
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

const Indication* find_indication(const Pack& pack, std::string_view code) {
    return find_first(pack.indications, [&](const Indication& each) { return each.code == code; });
}
const Criterion* find_criterion(const Pack& pack, std::string_view id) {
    return find_first(pack.criteria, [&](const Criterion& each) { return each.id == id; });
}
const DoseRule* find_dose(const Pack& pack, Route route) {
    return find_first(pack.doses, [&](const DoseRule& each) { return each.route == route; });
}
const PlausibilityRule* find_plausibility(const Pack& pack, Measure measure) {
    return find_first(pack.plausibility, [&](const PlausibilityRule& each) { return each.measure == measure; });
}
const AppointmentRule* find_appointment(const Pack& pack, BookingKind kind) {
    return find_first(pack.appointments, [&](const AppointmentRule& each) { return each.kind == kind; });
}
const Instrument* find_instrument(const Pack& pack, std::string_view id) {
    return find_first(pack.instruments, [&](const Instrument& each) { return each.id == id; });
}
const SeverityBand* find_band(const Instrument& instrument, std::int64_t total) {
    const SeverityBand* found = nullptr;
    for (const SeverityBand& each : instrument.bands) {
        if (each.from <= total) found = &each;
    }
    return found;
}
const ConsentText* find_consent(const Pack& pack, std::string_view id, std::int64_t version, Language language) {
    return find_first(pack.consents, [&](const ConsentText& each) {
        return each.id == id && each.version == version && each.language == language;
    });
}

NumberRule usual_emergency_minutes() {
    NumberRule rule;
    rule.id = "emergency-minutes";
    rule.text = {"Záznam otevřený v nouzi se po 60 minutách sám zavře",
                 "A record that was opened in an emergency closes by itself after 60 minutes",
                 "Запис, відкритий у невідкладному випадку, через 60 хвилин закривається сам"};
    rule.source = "Our own limit; 45 CFR 164.312(a)(2)(ii) asks for a procedure and names no time";
    rule.evidence = Evidence::C;
    rule.author = "Afterglow project";
    rule.since = parse_date("2026-11-23").value();
    rule.value = kLongestEmergencyMinutes;
    return rule;
}

const Rule* find_rule(const Pack& pack, std::string_view id) {
    const auto in = [&](const auto& rules) -> const Rule* {
        return find_first(rules, [&](const Rule& each) { return each.id == id; });
    };
    for (const Rule* rule :
         {in(pack.criteria), in(pack.doses), in(pack.plausibility), in(pack.start), in(pack.readiness),
          in(pack.discharge), in(pack.monitoring), in(pack.alarms), in(pack.appointments)}) {
        if (rule) return rule;
    }
    const CoursePolicy& course = pack.course;
    const AlarmPolicy& alarms = pack.alarm_policy;
    for (const NumberRule* rule : std::initializer_list<const NumberRule*>{&alarms.pause_longest_s,
                                                                           &alarms.remind_s,
                                                                           &alarms.escalate_high_s,
                                                                           &alarms.escalate_medium_s,
                                                                           &alarms.escalate_low_s,
                                                                           &alarms.device_silence_s,
                                                                           &alarms.check_overdue_min,
                                                                           &pack.morning.send_hour,
                                                                           &pack.morning.answer_by_hour,
                                                                           &pack.answer_within_hours,
                                                                           &pack.no_driving_hours,
                                                                           &pack.observation_min_minutes,
                                                                           &pack.clock_skew_max_minutes,
                                                                           &pack.follow_up_days,
                                                                           &pack.record_kept_years,
                                                                           &pack.emergency_minutes,
                                                                           &pack.age_min_years,
                                                                           &course.sessions_min,
                                                                           &course.hours_min,
                                                                           &course.hours_max,
                                                                           &course.weeks_min,
                                                                           &course.weeks_max,
                                                                           &course.days_between_doses_min}) {
        if (rule->id == id) return rule;
    }
    return nullptr;
}

}  // namespace afterglow::clinic
