#pragma once
// Instants are UTC; local times belong to the clinic's zone. Conversions across daylight-saving edges are explicit:
// a local time that does not exist or exists twice is a refusal, never a guess.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace afterglow {

// Milliseconds since 1970-01-01T00:00:00Z. In JSON: RFC 3339, "2026-11-22T10:04:00.000Z".
struct Instant {
    std::int64_t ms = 0;
    auto operator<=>(const Instant&) const = default;
};

// A calendar date of the proleptic Gregorian calendar, as days since 1970-01-01. In JSON: "2026-11-22".
struct Date {
    std::int32_t days = 0;
    auto operator<=>(const Date&) const = default;
};

// Wall-clock time in the clinic's zone, to the minute. In JSON: "2026-11-22T14:30".
struct LocalTime {
    std::int64_t minutes = 0;  // since 1970-01-01T00:00 local
    auto operator<=>(const LocalTime&) const = default;
    Date date() const { return {static_cast<std::int32_t>(minutes >= 0 ? minutes / 1440 : (minutes - 1439) / 1440)}; }
    std::int64_t minute_of_day() const { return minutes - std::int64_t{date().days} * 1440; }  // 0 to 1439
};

struct Milliseconds {
    std::int64_t count = 0;
    auto operator<=>(const Milliseconds&) const = default;
};
constexpr Milliseconds minutes(std::int64_t n) { return {n * 60'000}; }
// Times that people type have no seconds: what happened in the same minute did not happen earlier.
constexpr Instant start_of_minute(Instant at) { return {at.ms - at.ms % 60'000}; }
constexpr Milliseconds hours(std::int64_t n) { return {n * 3'600'000}; }
constexpr Milliseconds days(std::int64_t n) { return {n * 86'400'000}; }
constexpr Instant operator+(Instant at, Milliseconds span) { return {at.ms + span.count}; }
constexpr Instant operator-(Instant at, Milliseconds span) { return {at.ms - span.count}; }
constexpr Milliseconds operator-(Instant later, Instant earlier) { return {later.ms - earlier.ms}; }

std::string to_text(Instant at);
std::string to_text(Date date);
std::string to_text(LocalTime at);

// Refusals: "not_an_instant", "not_a_date", "not_a_local_time" (also for 31 February and for years outside 1900..2200).
Result<Instant> parse_instant(std::string_view text);
Result<Date> parse_date(std::string_view text);
Result<LocalTime> parse_local_time(std::string_view text);

// Which of two instants a repeated local hour (clocks set back) means.
enum class Fold { none, earlier, later };

// Refusals: "unknown_zone" {zone}; "local_time_skipped" {at} when clocks are set forward over it;
// "local_time_ambiguous" {at} when it happens twice and `fold` does not say which.
Result<Instant> to_instant(LocalTime at, const std::string& zone, Fold fold = Fold::none);
// Throws std::runtime_error for an unknown zone (zones are checked when the policy pack is loaded).
LocalTime to_local(Instant at, const std::string& zone);

Date years_later(Date from, int years);  // 29 February: 1 March, if there is none
int years_between(Date born, Date on);   // completed years of age; born on 29 February: birthday on 1 March

}  // namespace afterglow
