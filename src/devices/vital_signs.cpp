#include "devices/vital_signs.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <numbers>
#include <optional>
#include <string>

#include "base/described.h"

namespace afterglow::devices {

namespace {

enum Sign : std::size_t { kSystolic, kDiastolic, kHeartRate, kSpo2, kBreathing, kTemperature };

constexpr double kRoundingHours = 1e-9;  // 14 min is 14 min, in whatever way it was added up

// ---- noise ----------------------------------------------------------------------------------------------------------
// Invented: how far values wander (standard deviation) and how slowly (correlation from one grid step to the next).

struct Wandering {
    double spread, memory;
};
constexpr std::array<Wandering, 6> kWandering{Wandering{3.5, 0.97}, {2.5, 0.97}, {2.5, 0.93},
                                              {0.5, 0.95},          {0.9, 0.94}, {0.05, 0.995}};

// SplitMix64 (Steele, Lea, Flood 2014) and Box and Muller 1958: the same numbers with every standard library.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    double normal() {
        const double radius = std::sqrt(-2 * std::log(uniform()));
        return radius * std::cos(2 * std::numbers::pi * uniform());
    }

private:
    double uniform() { return (static_cast<double>(next() >> 11) + 0.5) * 0x1.0p-53; }  // in (0, 1)
    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15ULL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    std::uint64_t state_;
};

// ---- curves ---------------------------------------------------------------------------------------------------------

double interpolated(const std::vector<double>& times, const std::vector<double>& values, double at) {
    if (times.empty() || at < times.front()) return 0;
    const auto after = std::ranges::upper_bound(times, at);
    if (after == times.end()) return values.back();
    const auto i = static_cast<std::size_t>(after - times.begin());
    const double share = (at - times[i - 1]) / (times[i] - times[i - 1]);
    return values[i - 1] + share * (values[i] - values[i - 1]);
}

// 0 to 1: up within the first quarter of the trouble, then there, down within the last.
double strength(const MonitorTrouble& trouble, double minutes) {
    const double into = minutes - trouble.at_min;
    if (trouble.for_min <= 0 || into < 0 || into > trouble.for_min) return 0;
    const double slope = trouble.for_min / 4;
    return std::clamp(std::min(into, trouble.for_min - into) / slope, 0.0, 1.0);
}

// ---- text -----------------------------------------------------------------------------------------------------------

std::optional<double> eat_number(std::string_view& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc() || !std::isfinite(value) || value < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

std::optional<double> parse_minutes(std::string_view text) {
    const auto number = eat_number(text);
    if (!number) return std::nullopt;
    const double in_minutes = text == "s" ? *number / 60 : text == "min" ? *number : text == "h" ? *number * 60 : -1;
    if (in_minutes < 0 || in_minutes > kMaxSessionHours * 60) return std::nullopt;
    return in_minutes;
}

double usual_minutes(MonitorTroubleKind kind) {
    switch (kind) {
        case MonitorTroubleKind::crisis: return 10;
        case MonitorTroubleKind::desaturation: return 4;
        case MonitorTroubleKind::panic: return 8;
        case MonitorTroubleKind::vomiting: return 3;
        case MonitorTroubleKind::silence: return 2;
        case MonitorTroubleKind::wrong_unit:
        case MonitorTroubleKind::wrong_patient:
        case MonitorTroubleKind::malformed: return 0;
    }
    std::abort();
}

std::optional<MonitorTrouble> parse_trouble(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos) return std::nullopt;
    std::string name(text.substr(0, at));
    std::ranges::replace(name, '-', '_');
    const auto kind = enum_from<MonitorTroubleKind>(name);
    const std::string_view times = text.substr(at + 1);
    const std::size_t plus = times.find('+');
    const auto begin = parse_minutes(times.substr(0, plus));
    if (!kind || !begin) return std::nullopt;
    if (plus == std::string_view::npos) return MonitorTrouble{*kind, *begin, usual_minutes(*kind)};
    const auto length = parse_minutes(times.substr(plus + 1));
    if (!length) return std::nullopt;
    return MonitorTrouble{*kind, *begin, *length};
}

}  // namespace

Result<RestingSigns> parse_resting_signs(std::string_view text) {
    struct Bounds {
        double min, max;
    };
    static constexpr std::array<Bounds, 5> kBounds{Bounds{60, 250}, {30, 150}, {30, 200}, {70, 100}, {4, 40}};
    const auto unreadable = [&] { return refuse("baseline_unreadable", {{"text", std::string(text)}}); };
    std::array<double, 5> values{};
    std::string_view rest = text;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto value = eat_number(rest);
        if (!value || *value < kBounds[i].min || *value > kBounds[i].max) return unreadable();
        values[i] = *value;
        if (i + 1 == values.size()) break;
        if (!rest.starts_with('/')) return unreadable();
        rest.remove_prefix(1);
    }
    if (!rest.empty() || values[1] >= values[0]) return unreadable();
    RestingSigns signs;
    signs.systolic_mmhg = values[0];
    signs.diastolic_mmhg = values[1];
    signs.heart_rate_bpm = values[2];
    signs.spo2_percent = values[3];
    signs.respiratory_rate_per_min = values[4];
    return signs;
}

Result<std::vector<MonitorTrouble>> parse_troubles(std::string_view text) {
    std::vector<MonitorTrouble> troubles;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const std::string_view one = text.substr(0, comma);
        const auto trouble = parse_trouble(one);
        if (!trouble) return refuse("trouble_unreadable", {{"text", std::string(one)}});
        if (troubles.size() == kMaxTroubles)
            return refuse("too_many_troubles", {{"max", std::to_string(kMaxTroubles)}});
        troubles.push_back(*trouble);
        text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
    }
    return troubles;
}

VitalSigns::VitalSigns(ExpectedRises rises, const RestingSigns& resting, std::uint64_t seed,
                       std::vector<MonitorTrouble> troubles)
    : rises_(std::move(rises)),
      resting_{resting.systolic_mmhg, resting.diastolic_mmhg,           resting.heart_rate_bpm,
               resting.spo2_percent,  resting.respiratory_rate_per_min, resting.temperature_c},
      troubles_(std::move(troubles)) {
    assert(rises_.systolic_mmhg.size() == rises_.time_h.size());
    assert(rises_.diastolic_mmhg.size() == rises_.time_h.size());
    assert(rises_.heart_rate_bpm.size() == rises_.time_h.size());
    assert(std::ranges::is_sorted(rises_.time_h));
    noise_.resize(static_cast<std::size_t>(kMaxSessionHours * 3600 / kNoiseStepSeconds) + 1);
    for (std::size_t sign = 0; sign < kSigns; ++sign) {
        const Wandering& wandering = kWandering[sign];
        Dice dice(seed * kSigns + sign);
        double value = wandering.spread * dice.normal();
        for (Signs& each : noise_) {
            each[sign] = value;
            value = wandering.memory * value +
                    wandering.spread * std::sqrt(1 - wandering.memory * wandering.memory) * dice.normal();
        }
    }
}

VitalSigns::Signs VitalSigns::noise(double hours) const {
    const double place = std::clamp(hours * 3600 / kNoiseStepSeconds, 0.0, static_cast<double>(noise_.size() - 1));
    const auto i = static_cast<std::size_t>(place);
    const std::size_t next = std::min(i + 1, noise_.size() - 1);
    Signs signs{};
    for (std::size_t sign = 0; sign < kSigns; ++sign)
        signs[sign] = noise_[i][sign] + (place - static_cast<double>(i)) * (noise_[next][sign] - noise_[i][sign]);
    return signs;
}

void VitalSigns::add_rises(Signs& signs, double hours) const {
    signs[kSystolic] += interpolated(rises_.time_h, rises_.systolic_mmhg, hours);
    signs[kDiastolic] += interpolated(rises_.time_h, rises_.diastolic_mmhg, hours);
    signs[kHeartRate] += interpolated(rises_.time_h, rises_.heart_rate_bpm, hours);
}

// Invented for rehearsal, not clinical data: large enough to be seen and to set off what should be set off.
void VitalSigns::add_trouble(Signs& signs, const MonitorTrouble& trouble, double hours) const {
    const double minutes = hours * 60;
    const double share = strength(trouble, minutes);
    const double wave = std::sin(2 * std::numbers::pi * (minutes - trouble.at_min) / 0.7);
    switch (trouble.kind) {
        case MonitorTroubleKind::crisis:
            signs[kSystolic] += 75 * share;
            signs[kDiastolic] += 40 * share;
            signs[kHeartRate] += 30 * share;
            return;
        case MonitorTroubleKind::desaturation:
            signs[kSpo2] -= 13 * share;
            signs[kBreathing] -= 7 * share;
            signs[kHeartRate] += 10 * share;
            return;
        case MonitorTroubleKind::panic:
            signs[kHeartRate] += 40 * share;
            signs[kBreathing] += 14 * share;
            signs[kSystolic] += 22 * share;
            signs[kDiastolic] += 10 * share;
            return;
        case MonitorTroubleKind::vomiting:
            signs[kHeartRate] += (8 + 15 * wave) * share;
            signs[kSpo2] -= (2 + 2 * wave) * share;
            signs[kBreathing] += 4 * wave * share;
            signs[kSystolic] += 10 * share;
            return;
        case MonitorTroubleKind::silence:
        case MonitorTroubleKind::wrong_unit:
        case MonitorTroubleKind::wrong_patient:
        case MonitorTroubleKind::malformed: return;
    }
}

VitalValues VitalSigns::at(double hours) const {
    Signs signs = noise(hours);
    for (std::size_t sign = 0; sign < kSigns; ++sign) signs[sign] += resting_[sign];
    add_rises(signs, hours);
    for (const MonitorTrouble& each : troubles_) add_trouble(signs, each, hours);
    const auto whole = [&](Sign sign, double min, double max) {
        return static_cast<std::int64_t>(std::llround(std::clamp(signs[sign], min, max)));
    };
    VitalValues values;
    values.systolic_mmhg = whole(kSystolic, 50, 280);
    values.diastolic_mmhg = std::min(whole(kDiastolic, 40, 270), values.systolic_mmhg - 10);
    values.heart_rate_bpm = whole(kHeartRate, 25, 220);
    values.spo2_percent = whole(kSpo2, 50, 100);
    values.respiratory_rate_per_min = whole(kBreathing, 3, 60);
    values.temperature_c = std::round(std::clamp(signs[kTemperature], 30.0, 43.0) * 10) / 10;
    return values;
}

bool VitalSigns::happens(MonitorTroubleKind kind, double after_h, double until_h) const {
    return std::ranges::any_of(troubles_, [&](const MonitorTrouble& each) {
        const double end_h = (each.at_min + each.for_min) / 60;
        return each.kind == kind && each.at_min / 60 <= until_h + kRoundingHours && end_h > after_h + kRoundingHours;
    });
}

}  // namespace afterglow::devices
