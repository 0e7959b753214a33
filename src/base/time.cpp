#include "base/time.h"

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <optional>

namespace afterglow {
namespace {

struct Cursor {
    std::string_view rest;

    std::optional<int> digits(std::size_t count) {
        if (rest.size() < count) return std::nullopt;
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (rest[i] < '0' || rest[i] > '9') return std::nullopt;
            value = value * 10 + (rest[i] - '0');
        }
        rest.remove_prefix(count);
        return value;
    }
    bool eat(char wanted) {
        if (rest.empty() || rest.front() != wanted) return false;
        rest.remove_prefix(1);
        return true;
    }
};

std::optional<Date> eat_date(Cursor& cursor) {
    const auto year = cursor.digits(4);
    if (!year || !cursor.eat('-')) return std::nullopt;
    const auto month = cursor.digits(2);
    if (!month || !cursor.eat('-')) return std::nullopt;
    const auto day = cursor.digits(2);
    if (!day || *year < 1900 || *year > 2200) return std::nullopt;
    const date::year_month_day ymd{date::year{*year}, date::month{static_cast<unsigned>(*month)},
                                   date::day{static_cast<unsigned>(*day)}};
    if (!ymd.ok()) return std::nullopt;
    return Date{static_cast<std::int32_t>(date::sys_days{ymd}.time_since_epoch().count())};
}

std::optional<int> eat_minutes(Cursor& cursor) {
    const auto hour = cursor.digits(2);
    if (!hour || *hour > 23 || !cursor.eat(':')) return std::nullopt;
    const auto minute = cursor.digits(2);
    if (!minute || *minute > 59) return std::nullopt;
    return *hour * 60 + *minute;
}

date::year_month_day ymd_of(Date date) { return date::year_month_day{date::sys_days{date::days{date.days}}}; }

const date::time_zone* find_zone(const std::string& zone) {
    try {
        return date::locate_zone(zone);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

}  // namespace

std::string to_text(Date date) {
    const auto ymd = ymd_of(date);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                       static_cast<unsigned>(ymd.day()));
}

std::string to_text(Instant at) {
    constexpr std::int64_t kDay = 86'400'000;
    const std::int64_t day = at.ms >= 0 ? at.ms / kDay : (at.ms - kDay + 1) / kDay;
    const std::int64_t ms = at.ms - day * kDay;
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", to_text(Date{static_cast<std::int32_t>(day)}), ms / 3'600'000,
                       ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
}

std::string to_text(LocalTime at) {
    const std::int64_t minute = at.minute_of_day();
    return fmt::format("{}T{:02}:{:02}", to_text(at.date()), minute / 60, minute % 60);
}

Result<Date> parse_date(std::string_view text) {
    Cursor cursor{text};
    const auto date = eat_date(cursor);
    if (!date || !cursor.rest.empty()) return refuse("not_a_date");
    return *date;
}

Result<LocalTime> parse_local_time(std::string_view text) {
    Cursor cursor{text};
    const auto date = eat_date(cursor);
    if (!date || !cursor.eat('T')) return refuse("not_a_local_time");
    const auto minute = eat_minutes(cursor);
    if (!minute || !cursor.rest.empty()) return refuse("not_a_local_time");
    return LocalTime{std::int64_t{date->days} * 1440 + *minute};
}

Result<Instant> parse_instant(std::string_view text) {
    Cursor cursor{text};
    const auto date = eat_date(cursor);
    if (!date || !cursor.eat('T')) return refuse("not_an_instant");
    const auto minute = eat_minutes(cursor);
    if (!minute || !cursor.eat(':')) return refuse("not_an_instant");
    const auto second = cursor.digits(2);
    if (!second || *second > 59) return refuse("not_an_instant");
    int ms = 0;
    if (cursor.eat('.')) {
        int scale = 100;
        std::size_t count = 0;
        while (const auto digit = cursor.digits(1)) {
            ms += *digit * scale;
            scale /= 10;
            ++count;
        }
        if (count == 0 || count > 9) return refuse("not_an_instant");
    }
    std::int64_t offset_minutes = 0;
    if (!cursor.eat('Z')) {
        const bool behind = cursor.eat('-');
        if (!behind && !cursor.eat('+')) return refuse("not_an_instant");
        const auto offset = eat_minutes(cursor);
        if (!offset) return refuse("not_an_instant");
        offset_minutes = behind ? -*offset : *offset;
    }
    if (!cursor.rest.empty()) return refuse("not_an_instant");
    const Instant at{((std::int64_t{date->days} * 1440 + *minute - offset_minutes) * 60 + *second) * 1000 + ms};
    // The offset may lead out of the years that can be written and read again.
    const std::string written = to_text(at);
    if (written < "1900" || written > "2201") return refuse("not_an_instant");
    return at;
}

Result<Instant> to_instant(LocalTime at, const std::string& zone, Fold fold) {
    const date::time_zone* found = find_zone(zone);
    if (!found) return refuse("unknown_zone", {{"zone", zone}});
    const date::local_time<std::chrono::minutes> local{std::chrono::minutes{at.minutes}};
    const auto info = found->get_info(local);
    if (info.result == date::local_info::nonexistent) return refuse("local_time_skipped", {{"at", to_text(at)}});
    if (info.result == date::local_info::ambiguous && fold == Fold::none) {
        return refuse("local_time_ambiguous", {{"at", to_text(at)}});
    }
    const auto offset =
        fold == Fold::later && info.result == date::local_info::ambiguous ? info.second.offset : info.first.offset;
    return Instant{at.minutes * 60'000 - std::chrono::duration_cast<std::chrono::milliseconds>(offset).count()};
}

LocalTime to_local(Instant at, const std::string& zone) {
    const date::sys_time<std::chrono::milliseconds> utc{std::chrono::milliseconds{at.ms}};
    const auto local = date::locate_zone(zone)->to_local(utc);
    return LocalTime{date::floor<std::chrono::minutes>(local.time_since_epoch()).count()};
}

Date years_later(Date from, int years) {
    auto later = ymd_of(from) + date::years(years);
    if (!later.ok()) later = later.year() / date::March / 1;
    return {static_cast<std::int32_t>(date::sys_days(later).time_since_epoch().count())};
}

int years_between(Date born, Date on) {
    const auto from = ymd_of(born);
    const auto to = ymd_of(on);
    const int years = static_cast<int>(to.year()) - static_cast<int>(from.year());
    const bool before_birthday = std::pair(to.month(), to.day()) < std::pair(from.month(), from.day());
    return years - (before_birthday ? 1 : 0);
}

}  // namespace afterglow
