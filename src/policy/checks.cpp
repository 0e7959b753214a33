#include "policy/checks.h"

#include <algorithm>
#include <concepts>
#include <functional>
#include <set>

namespace afterglow::policy {
namespace {

using namespace clinic;

template <class T>
concept HasSource = requires(const T& each) {
    { each.source } -> std::convertible_to<std::string>;
    { each.evidence } -> std::convertible_to<Evidence>;
};

bool is_code(std::string_view text) {
    return !text.empty() && text.size() <= 80 &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") == std::string_view::npos;
}

bool is_email(std::string_view text) {
    const std::size_t at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == text.npos &&
           text.size() <= 254 && std::ranges::all_of(text, [](char each) { return each > ' ' && each < 0x7F; });
}

class Checks {
public:
    Checks(const Pack& pack, const Places& places, Mistakes& mistakes)
        : pack_(pack), places_(places), mistakes_(mistakes) {}

    void run() {
        ids();
        sources();
        numbers();
        course();
        indications();
        criteria();
        doses();
        plausibility();
        start();
        monitoring();
        monitoring_without_gaps();
        alarms();
        morning();
        emergency();
        appointments();
        lists();
        clinic();
    }

private:
    // Says `text` about a member, if the member was read at all.
    template <class T>
    void mistake(const T& member, std::string code, std::string text) {
        const Where* where = places_.find(member);
        if (where) mistakes_.push_back({where->file, where->place, where->pointer, std::move(code), std::move(text)});
    }
    template <class... T>
    bool known(const T&... members) const {
        return (places_.find(members) && ...);
    }

    // Every key of a list once. `key(item)` is the member that must be unique.
    template <class T, class Key>
    void unique(const std::vector<T>& items, std::string code, Key key) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (!known(key(items[i]), key(items[j])) || key(items[i]) != key(items[j])) continue;
                mistake(key(items[i]), code,
                        fmt::format("The same value already stands in line {}; each may be there once.",
                                    places_.find(key(items[j]))->place.line));
                break;
            }
        }
    }

    // Every value of an enum at least once, so that the program never looks for a rule in vain.
    template <class E, class T>
    void complete(const std::vector<T>& items, E T::* member, std::string code) {
        if (!known(items)) return;
        for_each_enumerator<E>([&](E value, std::string_view name) {
            const bool found = std::any_of(items.begin(), items.end(), [&](const T& each) {
                return !known(each.*member) || each.*member == value;
            });
            if (!found) mistake(items, code, fmt::format("There is no entry for \"{}\"; add one.", name));
        });
    }

    template <class T>
    void ordered(const T& lower, const T& upper, std::string code, const std::string& names) {
        if (known(lower, upper) && lower > upper)
            mistake(lower, std::move(code),
                    fmt::format("{}: the lower limit is above the upper one; exchange or correct them.", names));
    }

    void ids() {
        std::map<std::string, const Where*> seen;
        auto visit = [&](const auto& each) {
            using T = std::decay_t<decltype(each)>;
            if constexpr (std::derived_from<T, Rule>) {
                const Where* where = places_.find(each.id);
                if (!where) return;
                if (!is_code(each.id))
                    mistake(
                        each.id, "bad_id",
                        "An id has only small letters a-z, digits, dots, hyphens and underscores, at most 80 of them.");
                const auto [found, is_new] = seen.emplace(each.id, where);
                if (!is_new)
                    mistake(each.id, "duplicate_id",
                            fmt::format("The id \"{}\" is already used in {}:{}; ids are unique in the pack.", each.id,
                                        found->second->file, found->second->place.line));
            }
        };
        walk(pack_, visit);
    }

    void sources() {
        auto visit = [&](const auto& each) {
            using T = std::decay_t<decltype(each)>;
            if constexpr (HasSource<T> &&
                          !std::same_as<T, Instrument>) {  // instruments are checked where they are read
                if (!known(each.source, each.evidence) || each.evidence != Evidence::M ||
                    each.source.find("unverified") != std::string::npos)
                    return;
                mistake(each.source, "unverified_not_said",
                        "The evidence tag is M (from memory), so the source must say \"unverified\"; say so, or check "
                        "the source and change the tag.");
            }
        };
        walk(pack_, visit);
    }

    void numbers() {
        auto visit = [&](const auto& each) {
            using T = std::decay_t<decltype(each)>;
            if constexpr (std::derived_from<T, NumberRule>) {
                if (known(each.value) && (each.value < 1 || each.value > 100'000))
                    mistake(each.value, "out_of_range", "The value must be at least 1 and at most 100000.");
            }
        };
        walk(pack_, visit);
        if (known(pack_.version) && pack_.version < 1) mistake(pack_.version, "out_of_range", "Versions count from 1.");
    }

    void course() {
        const CoursePolicy& course = pack_.course;
        ordered(course.hours_min.value, course.hours_max.value, "min_above_max", "hours_min and hours_max");
        ordered(course.weeks_min.value, course.weeks_max.value, "min_above_max", "weeks_min and weeks_max");
    }

    void indications() {
        unique(pack_.indications, "duplicate_id",
               [](const Indication& each) -> const std::string& { return each.code; });
        for (const Indication& each : pack_.indications) {
            if (known(each.code) && !is_code(each.code))
                mistake(
                    each.code, "bad_id",
                    "A code has only small letters a-z, digits, dots, hyphens and underscores, at most 80 of them.");
            for (const std::string& code : each.icd10) {
                const bool fits = code.size() >= 3 && code[0] >= 'A' && code[0] <= 'Z' &&
                                  code.find_first_not_of("0123456789.-", 1) == std::string::npos;
                if (known(code) && !fits)
                    mistake(code, "bad_icd10",
                            fmt::format("\"{}\" is not an ICD-10 code; write it like F32 or F32.1.", code));
            }
        }
    }

    void criteria() { complete(pack_.criteria, &Criterion::kind, "missing_kind"); }

    void doses() {
        unique(pack_.doses, "duplicate_route", [](const DoseRule& each) -> const Route& { return each.route; });
        for (const DoseRule& each : pack_.doses) {
            const bool in_mg = each.min_mg || each.max_mg, per_kg = each.min_mg_per_kg || each.max_mg_per_kg;
            if (in_mg && per_kg)
                mistake(each, "dose_unit",
                        "The dose is limited both in mg and in mg/kg; a route has one of them. Remove the other.");
            if (!in_mg && !per_kg)
                mistake(each, "dose_unit",
                        "The dose has no limits; add min_mg and max_mg, or min_mg_per_kg and max_mg_per_kg.");
            if (each.min_mg.has_value() != each.max_mg.has_value())
                mistake(each, "dose_half", "Only one of min_mg and max_mg is there; add the other.");
            if (each.min_mg_per_kg.has_value() != each.max_mg_per_kg.has_value())
                mistake(each, "dose_half", "Only one of min_mg_per_kg and max_mg_per_kg is there; add the other.");
            if (each.min_mg && each.max_mg) ordered(*each.min_mg, *each.max_mg, "min_above_max", "min_mg and max_mg");
            if (each.min_mg_per_kg && each.max_mg_per_kg)
                ordered(*each.min_mg_per_kg, *each.max_mg_per_kg, "min_above_max", "min_mg_per_kg and max_mg_per_kg");
        }
    }

    void plausibility() {
        unique(pack_.plausibility, "duplicate_measure",
               [](const PlausibilityRule& each) -> const Measure& { return each.measure; });
        complete(pack_.plausibility, &PlausibilityRule::measure, "missing_measure");
        for (const PlausibilityRule& each : pack_.plausibility) {
            ordered(each.possible_min, each.possible_max, "min_above_max", "possible_min and possible_max");
            ordered(each.usual_min, each.usual_max, "min_above_max", "usual_min and usual_max");
            if (known(each.usual_min, each.possible_min) && each.usual_min < each.possible_min)
                mistake(each.usual_min, "usual_outside_possible",
                        "usual_min lies below possible_min; what is usual must be possible.");
            if (known(each.usual_max, each.possible_max) && each.usual_max > each.possible_max)
                mistake(each.usual_max, "usual_outside_possible",
                        "usual_max lies above possible_max; what is usual must be possible.");
        }
    }

    void start() {
        for (const StartRule& each : pack_.start) {
            if (!known(each.measure, each.hold_above)) continue;
            const PlausibilityRule* limits = find_plausibility(pack_, each.measure);
            if (!limits || !known(limits->possible_min, limits->possible_max)) continue;
            if (limits->possible_min > limits->possible_max) continue;  // said already
            if (each.hold_above < limits->possible_min || each.hold_above > limits->possible_max) {
                mistake(each.hold_above, "outside_possible",
                        fmt::format("{} is not a possible value of {} (session.toml says {} to {}).", each.hold_above,
                                    enum_name(each.measure), limits->possible_min, limits->possible_max));
            }
        }
    }

    void monitoring() {
        for (const MonitoringRule& each : pack_.monitoring) {
            if (!known(each.from_min, each.until_min, each.every_min)) continue;
            ordered(each.from_min, each.until_min, "min_above_max", "from_min and until_min");
            if (each.every_min < 1 || each.every_min > 240)
                mistake(each.every_min, "out_of_range", "Checks are at least 1 and at most 240 minutes apart.");
            for (const MonitoringRule& other : pack_.monitoring) {
                if (&other == &each) break;
                if (!known(other.from_min, other.until_min, other.route) || other.route != each.route) continue;
                if (each.from_min < other.until_min && other.from_min < each.until_min)
                    mistake(each.from_min, "overlap",
                            fmt::format("These minutes overlap with those of \"{}\"; for each minute one rule holds.",
                                        other.id));
            }
        }
    }

    // From the dose on without a gap: a check that falls into one would be the last.
    void monitoring_without_gaps() {
        if (!known(pack_.monitoring, pack_.doses)) return;
        for (const DoseRule& dose : pack_.doses) {
            if (!known(dose.route)) continue;
            std::map<std::int64_t, const MonitoringRule*> spans;
            for (const MonitoringRule& each : pack_.monitoring) {
                if (!known(each.route, each.from_min, each.until_min)) return;
                if (each.route == dose.route) spans[each.from_min] = &each;
            }
            if (spans.empty()) {
                mistake(dose.route, "missing_monitoring",
                        "monitoring.toml does not say how often to measure after a dose by this route; add a rule.");
                continue;
            }
            std::int64_t until = 0;
            for (const auto& [from, rule] : spans) {
                if (from > until)
                    mistake(rule->from_min, "gap",
                            fmt::format("Nothing says how often to measure from minute {} to minute {}; close the gap.",
                                        until, from));
                until = std::max(until, rule->until_min);
            }
        }
    }

    void alarms() {
        for (const AlarmRule& each : pack_.alarms) {
            if (!known(each)) continue;
            if (!each.above && !each.below) mistake(each, "no_limit", "The alarm has no limit; add above, or below.");
            if (each.above && each.below && *each.below > *each.above)
                mistake(each, "min_above_max", "The lower limit is above the upper one; exchange or correct them.");
            if (known(each.for_s) && (each.for_s < 0 || each.for_s > 600))
                mistake(each.for_s, "out_of_range", "A condition is waited for at most 600 seconds.");
            const PlausibilityRule* limits = known(each.measure) ? find_plausibility(pack_, each.measure) : nullptr;
            if (!limits || !known(limits->possible_min, limits->possible_max)) continue;
            if (limits->possible_min > limits->possible_max) continue;  // said already
            for (const auto& limit : {each.above, each.below}) {
                if (limit && (*limit < limits->possible_min || *limit > limits->possible_max))
                    mistake(each, "outside_possible",
                            fmt::format("{} is not a possible value of {} (session.toml says {} to {}).", *limit,
                                        enum_name(each.measure), limits->possible_min, limits->possible_max));
            }
        }
    }

    void morning() {
        const MorningPolicy& morning = pack_.morning;
        for (const NumberRule* hour : {&morning.send_hour, &morning.answer_by_hour}) {
            if (known(hour->value) && hour->value > 23)
                mistake(hour->value, "out_of_range", "An hour of the day is at most 23.");
        }
        ordered(morning.send_hour.value, morning.answer_by_hour.value, "min_above_max", "send_hour and answer_by_hour");
        unique(morning.items, "duplicate_id", [](const MorningItem& each) -> const std::string& { return each.code; });
    }

    void emergency() {
        const NumberRule& minutes = pack_.emergency_minutes;
        if (known(minutes.value) && (minutes.value < 5 || minutes.value > kLongestEmergencyMinutes))
            mistake(minutes.value, "out_of_range",
                    fmt::format("A record that was opened in an emergency stays open for 5 to {} minutes.",
                                kLongestEmergencyMinutes));
        const auto& email = pack_.privacy_email;
        if (email && known(*email) && !is_email(*email))
            mistake(*email, "bad_email",
                    "This is not an e-mail address; write one such as privacy@clinic.example.org.");
    }

    void appointments() {
        unique(pack_.appointments, "duplicate_kind",
               [](const AppointmentRule& each) -> const BookingKind& { return each.kind; });
        complete(pack_.appointments, &AppointmentRule::kind, "missing_kind");
        for (const AppointmentRule& each : pack_.appointments) {
            ordered(each.shortest_min, each.usual_min, "min_above_max", "shortest_min and usual_min");
            ordered(each.usual_min, each.longest_min, "min_above_max", "usual_min and longest_min");
            if (known(each.shortest_min) && each.shortest_min < 1)
                mistake(each.shortest_min, "out_of_range", "An appointment lasts at least one minute.");
            if (known(each.longest_min) && each.longest_min > 24 * 60)
                mistake(each.longest_min, "out_of_range", "An appointment lasts at most a day (1440 minutes).");
        }
    }

    void lists() {
        const auto not_empty = [&](const auto& items, std::string_view what) {
            if (known(items) && items.empty())
                mistake(items, "empty_list", fmt::format("There is no {} at all; add at least one.", what));
        };
        not_empty(pack_.languages, "language");
        not_empty(pack_.indications, "indication");
        not_empty(pack_.doses, "dose");
        not_empty(pack_.readiness, "check before the dose");
        not_empty(pack_.discharge, "check before leaving");
        not_empty(pack_.rooms, "room");
        unique(pack_.languages, "duplicate_language", [](const Language& each) -> const Language& { return each; });
        unique(pack_.rooms, "duplicate_id", [](const Room& each) -> const std::string& { return each.code; });
        unique(pack_.insurers, "duplicate_id", [](const Insurer& each) -> const std::string& { return each.code; });
        for (const Room& each : pack_.rooms) {
            if (known(each.code) && !is_code(each.code))
                mistake(
                    each.code, "bad_id",
                    "A code has only small letters a-z, digits, dots, hyphens and underscores, at most 80 of them.");
        }
    }

    void clinic() {
        if (known(pack_.id) && !is_code(pack_.id))
            mistake(pack_.id, "bad_id",
                    "An id has only small letters a-z, digits, dots, hyphens and underscores, at most 80 of them.");
        const auto noon = parse_local_time("2026-01-15T12:00");  // no zone changes its clocks then
        if (!known(pack_.zone) || !noon || to_instant(*noon, pack_.zone)) return;
        mistake(
            pack_.zone, "unknown_zone",
            fmt::format("There is no time zone \"{}\"; use a name of the IANA list, like Europe/Prague.", pack_.zone));
    }

    const Pack& pack_;
    const Places& places_;
    Mistakes& mistakes_;
};

}  // namespace

void check_pack(const Pack& pack, const Places& places, Mistakes& mistakes) { Checks(pack, places, mistakes).run(); }

}  // namespace afterglow::policy
