#pragma once
// Vital signs of an invented person through a session, for rehearsals and simulated monitors. **Not clinical data**: what
// a dose does to pressure and pulse is given by the caller (the pharmacology engine's expected rises); the rest (noise,
// oxygen, breathing, troubles) is invented here so that screens, alarms and people can be tried.
//
//   const VitalSigns person(rises, {}, seed, TRY(parse_troubles("crisis@25min,silence@40min+2min")));
//   VitalValues now = person.at(0.75);   // 45 minutes after the dose
//
// The same arguments give the same values, in any order and from any thread; noise is a first-order autoregression on a
// grid of kNoiseStep, so that neighbouring values are alike.

#include <boost/describe.hpp>

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace afterglow::devices {

inline constexpr double kNoiseStepSeconds = 10;
inline constexpr double kMaxSessionHours = 12;  // noise and troubles end there; later values are those of the end
inline constexpr std::size_t kMaxTroubles = 32;

// Expected rises over what the person has at rest. All four are equally long; `time_h` (since the dose) goes up. Between
// the times values are interpolated; before the first and without any times there is no rise; after the last it stays.
struct ExpectedRises {
    std::vector<double> time_h;
    std::vector<double> systolic_mmhg, diastolic_mmhg, heart_rate_bpm;
};

struct RestingSigns {
    double systolic_mmhg = 120, diastolic_mmhg = 75, heart_rate_bpm = 70, spo2_percent = 98;
    double respiratory_rate_per_min = 14, temperature_c = 36.6;
};
// "120/75/70/98/14": systolic, diastolic, heart rate, oxygen saturation, respiratory rate. Refusal: "baseline_unreadable"
// {text}, also outside of 60-250, 30-150, 30-200, 70-100, 4-40.
Result<RestingSigns> parse_resting_signs(std::string_view text);

enum class MonitorTroubleKind {
    // What happens to the person: the values show it.
    crisis,        // of hypertension: pressure and pulse far up
    desaturation,  // slow breathing, oxygen down
    panic,         // fast pulse and breathing, pressure up
    vomiting,      // pulse up and down, an unquiet oxygen sensor
    // What happens to the monitor: the caller plays it, see happens().
    silence,        // no messages
    wrong_unit,     // pressure in kPa
    wrong_patient,  // another patient's identifier
    malformed,      // a message that is cut off
};
BOOST_DESCRIBE_ENUM(MonitorTroubleKind, crisis, desaturation, panic, vomiting, silence, wrong_unit, wrong_patient,
                    malformed)

struct MonitorTrouble {
    MonitorTroubleKind kind = MonitorTroubleKind::crisis;
    double at_min = 0;   // since the dose
    double for_min = 0;  // 0: an instant
};
// "crisis@25min,silence@40min+2min": kind@begin[+length], times in s, min or h; kinds with - or _. Without a length: crisis
// 10 min, desaturation 4 min, panic 8 min, vomiting 3 min, silence 2 min, the others an instant. Empty: none. Refusal:
// "trouble_unreadable" {text}, "too_many_troubles" {max}.
Result<std::vector<MonitorTrouble>> parse_troubles(std::string_view text);

struct VitalValues {
    std::int64_t systolic_mmhg = 0, diastolic_mmhg = 0, heart_rate_bpm = 0, spo2_percent = 0;
    std::int64_t respiratory_rate_per_min = 0;
    double temperature_c = 0;
    bool operator==(const VitalValues&) const = default;
};

class VitalSigns {
public:
    // Asserts the shape of `rises`.
    VitalSigns(ExpectedRises rises, const RestingSigns& resting, std::uint64_t seed,
               std::vector<MonitorTrouble> troubles);

    // Any time; negative is before the dose. Values stay within what a monitor shows (pressure 40-280, pulse 25-220, oxygen
    // 50-100, breathing 3-60), diastolic at least 10 below systolic.
    VitalValues at(double hours_since_dose) const;

    // Is there a trouble of this kind at some time after `after_h` and until `until_h`? Instants are met once, whatever the
    // rhythm in which one asks. With both equal: does it go on just then?
    bool happens(MonitorTroubleKind kind, double after_h, double until_h) const;

private:
    static constexpr std::size_t kSigns = 6;
    using Signs = std::array<double, kSigns>;
    Signs noise(double hours) const;
    void add_rises(Signs& signs, double hours) const;
    void add_trouble(Signs& signs, const MonitorTrouble& trouble, double hours) const;

    ExpectedRises rises_;
    Signs resting_;
    std::vector<MonitorTrouble> troubles_;
    std::vector<Signs> noise_;
};

}  // namespace afterglow::devices
