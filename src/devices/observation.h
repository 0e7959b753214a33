#pragma once
// What a bedside monitor's message (ORU^R01) says about a patient: one reading. Only what is understood without doubt is
// taken; a value whose unit is not known is refused, never converted. docs/reference/monitors.md says the same to people.
//
//   Result<MonitorReading> reading = read_observation(message, "Europe/Prague");
//
// An observation is known by its code (OBX-3, either of its two identifiers) of ISO/IEEE 11073-10101 (MDC) or LOINC (LN);
// others are passed over. Left out, without refusing the message, are observations
// - whose status (OBX-11) is not F, P, R or C: X says that the monitor has no valid value;
// - without a value, or with a number by which monitors say "no value": negative, or 8388607;
// - measured more than kOneReading before the latest of the message: a monitor repeats an old blood pressure beside fresh
//   heart rates, and it was reported when it was fresh.
// Of several values for one thing the first counts; a heart rate by ECG goes before one by pulse oximeter, that before one
// of the cuff.
//
// Refusals, all with {segment, sequence, field} as in hl7.h:
//
//   "message_type_unknown" {type}                        MSH-9 is not ORU^R01
//   "several_patients"                                   more than one PID or PV1: whose values are these?
//   "unit_unknown" {observation, unit, expected}         also when OBX-6 is empty (unit is then empty)
//   "value_not_a_number" {observation, value}
//   "value_type_unknown" {observation, type}             OBX-2 is neither NM nor ST
//   "value_out_of_range" {observation, value, min, max}  beyond what could be measured; not a clinical judgement
//   "time_missing"                                       no OBX-14, no OBR-7, no MSH-7
//   "time_unreadable" {value}                            not YYYYMMDDHHMM[SS[.S...]][+ZZZZ], or no such day
//   "local_time_skipped", "local_time_ambiguous" {at}    see base/time.h; the monitor should send its offset
//   "unknown_zone" {zone}
//   "nothing_understood" {observations, left_out}        no known observation with a value; left_out of them known

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "devices/hl7.h"

namespace afterglow::devices {

inline constexpr Milliseconds kOneReading = minutes(2);

struct MonitorReading {
    std::string control_id;                   // MSH-10
    std::string sending_application;          // MSH-3
    std::string sending_facility;             // MSH-4
    std::string device;                       // OBX-18, else the second component of MSH-3, else the first
    std::optional<std::string> bed;           // PV1-3: bed, else room, else point of care
    std::vector<std::string> patient_ids;     // PID-3, each repetition
    std::optional<std::string> patient_name;  // PID-5: given name, family name
    Instant measured_at;                      // the latest of the observations taken
    std::optional<std::int64_t> systolic_mmhg, diastolic_mmhg, heart_rate_bpm, spo2_percent, respiratory_rate_per_min;
    std::optional<double> temperature_c;
};
BOOST_DESCRIBE_STRUCT(MonitorReading, (),
                      (control_id, sending_application, sending_facility, device, bed, patient_ids, patient_name,
                       measured_at, systolic_mmhg, diastolic_mmhg, heart_rate_bpm, spo2_percent,
                       respiratory_rate_per_min, temperature_c))

// `zone`: of times that carry no offset; the clinic's, as in its policy pack.
Result<MonitorReading> read_observation(const Message& message, const std::string& zone);

// Who it is from and about, without its values: of a message that read_observation() refused.
MonitorReading read_addressee(const Message& message);
// HL7 date and time: "20261122100400.250+0100". Refusals: "time_unreadable" {value}, and those of to_instant.
Result<Instant> parse_hl7_time(std::string_view text, const std::string& zone);
std::string to_hl7_time(Instant at);  // UTC: "20261122090400.250+0000"

// The message that read_observation() reads as `reading`, with MDC codes, in UTF-8, sent at `reading.measured_at`. What
// simulated monitors send. `reading.device` goes into OBX-18.
std::string written(const MonitorReading& reading);

}  // namespace afterglow::devices
