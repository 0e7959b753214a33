#pragma once
// The shape of a policy pack: the clinic's rules as data. Every number that a rule uses comes from here, with its source
// and evidence tag; the program holds no clinical constant. src/policy reads packs from files and checks them.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "base/types.h"
#include "base/words.h"
#include "clinic/staff/role.h"

namespace afterglow::clinic {

using afterglow::Evidence;
using afterglow::Language;
using afterglow::Words;

struct Rule {
    std::string id;  // "cz.contraindication.pregnancy"; stable, unique in the pack
    Words text;
    std::string source;
    Evidence evidence = Evidence::M;
    std::string author;
    Date since;
};
BOOST_DESCRIBE_STRUCT(Rule, (), (id, text, source, evidence, author, since))

// A rule that is one whole number: hours to answer, hours without driving, days between dosing sessions.
struct NumberRule : Rule {
    std::int64_t value = 0;
};
BOOST_DESCRIBE_STRUCT(NumberRule, (Rule), (value))

struct Indication {
    std::string code;  // "depression"
    Words name;
    std::vector<std::string> icd10;  // "F32", "F33"
    bool open = true;                // whether the clinic admits it at the start; opening later is an event
    std::string source;
    Evidence evidence = Evidence::M;
};
BOOST_DESCRIBE_STRUCT(Indication, (), (code, name, icd10, open, source, evidence))

enum class CriterionKind { indication, psychiatric_contraindication, other_contraindication, condition };
BOOST_DESCRIBE_ENUM(CriterionKind, indication, psychiatric_contraindication, other_contraindication, condition)

// One question of the decision. Indications and conditions must be answered yes, contraindications no.
struct Criterion : Rule {
    CriterionKind kind = CriterionKind::condition;
};
BOOST_DESCRIBE_STRUCT(Criterion, (Rule), (kind))

enum class Route { oral, intramuscular, intravenous };
BOOST_DESCRIBE_ENUM(Route, oral, intramuscular, intravenous)

// Limits of one dose by one route: in mg (`dose_mg`), or in mg per kg of the weight measured that day (`dose_mg_per_kg`).
struct DoseRule : Rule {
    Route route = Route::oral;
    std::optional<Milligrams> min_mg, max_mg;
    std::optional<MilligramsPerKilogram> min_mg_per_kg, max_mg_per_kg;
    std::string medicine;  // registered name
    bool per_kilogram() const { return max_mg_per_kg.has_value(); }
};
BOOST_DESCRIBE_STRUCT(DoseRule, (Rule), (route, min_mg, max_mg, min_mg_per_kg, max_mg_per_kg, medicine))

enum class Measure {
    systolic_mmhg,
    diastolic_mmhg,
    heart_rate_bpm,
    spo2_percent,
    respiratory_rate_per_min,
    sedation_moaas,
    dissociation_0_10,
    nausea_0_10,
    distress_0_10,
    weight_kg,
    height_cm,
    temperature_c,
};
BOOST_DESCRIBE_ENUM(Measure, systolic_mmhg, diastolic_mmhg, heart_rate_bpm, spo2_percent, respiratory_rate_per_min,
                    sedation_moaas, dissociation_0_10, nausea_0_10, distress_0_10, weight_kg, height_cm, temperature_c)

// Outside `possible` a value is refused as a slip of the pen; outside `usual` it must be typed twice.
struct PlausibilityRule : Rule {
    Measure measure = Measure::systolic_mmhg;
    double possible_min = 0, possible_max = 0;
    double usual_min = 0, usual_max = 0;
};
BOOST_DESCRIBE_STRUCT(PlausibilityRule, (Rule), (measure, possible_min, possible_max, usual_min, usual_max))

// What a value above a start rule's limit asks for. `weigh`: the physician sees the rule and decides, nothing is held back,
// however well the rule is verified. `hold`: the dose is held back when the rule is verified or confirmed.
enum class StartAction { weigh, hold };
BOOST_DESCRIBE_ENUM(StartAction, weigh, hold)

// "Do not start above this". Several rules may speak about one measure: weigh above 140, hold above 159.
struct StartRule : Rule {
    Measure measure = Measure::systolic_mmhg;
    double hold_above = 0;
    StartAction action = StartAction::hold;
};
BOOST_DESCRIBE_STRUCT(StartRule, (Rule), (measure, hold_above, action))

// Something to check before the dose (`readiness`), or before the person leaves (`discharge`).
struct CheckRule : Rule {};
BOOST_DESCRIBE_STRUCT(CheckRule, (Rule), ())

// How often to measure: every `every_min` minutes from `from_min` until `until_min` minutes after the last dose by a route.
struct MonitoringRule : Rule {
    Route route = Route::oral;
    std::int64_t from_min = 0, until_min = 0, every_min = 15;
};
BOOST_DESCRIBE_STRUCT(MonitoringRule, (Rule), (route, from_min, until_min, every_min))

// IEC 60601-1-8.
enum class AlarmPriority { low, medium, high };
BOOST_DESCRIBE_ENUM(AlarmPriority, low, medium, high)

// An alarm condition: the measure lies above `above` or below `below`, for at least `for_s` seconds. An unverified rule
// informs: its alarm has the lowest priority until a clinician has confirmed the rule.
struct AlarmRule : Rule {
    Measure measure = Measure::systolic_mmhg;
    std::optional<double> above, below;
    AlarmPriority priority = AlarmPriority::medium;
    std::int64_t for_s = 0;
};
BOOST_DESCRIBE_STRUCT(AlarmRule, (Rule), (measure, above, below, priority, for_s))

// A time after which something missing is itself an alarm condition.
struct AlarmDelay : NumberRule {
    AlarmPriority priority = AlarmPriority::medium;
};
BOOST_DESCRIBE_STRUCT(AlarmDelay, (NumberRule), (priority))

struct AlarmPolicy {
    NumberRule pause_longest_s;                                     // no pause is longer
    NumberRule remind_s;                                            // acknowledged, and still there: again
    NumberRule escalate_high_s, escalate_medium_s, escalate_low_s;  // unacknowledged for so long: escalated
    AlarmDelay device_silence_s;                                    // a monitor that sent readings is silent
    AlarmDelay check_overdue_min;                                   // minutes past the time of a check
};
BOOST_DESCRIBE_STRUCT(AlarmPolicy, (),
                      (pause_longest_s, remind_s, escalate_high_s, escalate_medium_s, escalate_low_s, device_silence_s,
                       check_overdue_min))

// One of the things a person is asked about on the morning after.
struct MorningItem {
    std::string code;  // "headache"
    Words text;
    bool worrying = false;  // said "yes": somebody of the clinic calls
    std::string source;
    Evidence evidence = Evidence::M;
};
BOOST_DESCRIBE_STRUCT(MorningItem, (), (code, text, worrying, source, evidence))

// The message on the morning after a dosing session, and the questions behind its link.
struct MorningPolicy {
    NumberRule send_hour;       // of the next day, local
    NumberRule answer_by_hour;  // no answer by then: a task
    Words subject, greeting, body, closing;
    std::vector<MorningItem> items;
};
BOOST_DESCRIBE_STRUCT(MorningPolicy, (), (send_hour, answer_by_hour, subject, greeting, body, closing, items))

// How long a record that was opened in an emergency stays open at the most. 45 CFR 164.312(a)(2)(ii) asks for a procedure and
// names no time; this one is our own: long enough for an ambulance to come, short enough to be looked at as one event.
inline constexpr std::int64_t kLongestEmergencyMinutes = 60;
NumberRule usual_emergency_minutes();  // where a pack says nothing

enum class BookingKind { interview, evaluation, examination, preparation, dosing, integration, outcome, other };
BOOST_DESCRIBE_ENUM(BookingKind, interview, evaluation, examination, preparation, dosing, integration, outcome, other)

struct AppointmentRule : Rule {
    BookingKind kind = BookingKind::other;
    std::int64_t usual_min = 60;  // minutes
    std::int64_t shortest_min = 15, longest_min = 480;
    bool online = false;
};
BOOST_DESCRIBE_STRUCT(AppointmentRule, (Rule), (kind, usual_min, shortest_min, longest_min, online))

struct Room {
    std::string code;
    Words name;
};
BOOST_DESCRIBE_STRUCT(Room, (), (code, name))

struct Insurer {
    std::string code;  // "111"
    std::string name;
    bool contracted = false;
};
BOOST_DESCRIBE_STRUCT(Insurer, (), (code, name, contracted))

// One version of a consent in one language. Versions are never edited: a new text is a new version.
struct ConsentText {
    std::string id;  // "treatment"
    std::int64_t version = 1;
    Language language = Language::cs;
    std::string title;
    std::string body;    // Markdown: paragraphs, headings, lists
    std::string sha256;  // of the body, lower-case hex
    std::string note;  // for the clinic, not for the person who signs: "template, to be approved by ..."; may be empty
};
BOOST_DESCRIBE_STRUCT(ConsentText, (), (id, version, language, title, body, sha256, note))

// The standing words of the letter that tells a person that the therapy is not indicated.
struct LetterWords {
    Words greeting, opening, reasons_heading, alternatives_heading, closing;
};
BOOST_DESCRIBE_STRUCT(LetterWords, (), (greeting, opening, reasons_heading, alternatives_heading, closing))

struct CoursePolicy {
    NumberRule sessions_min;            // preparation + dosing + integration together
    NumberRule hours_min, hours_max;    // of these sessions together
    NumberRule weeks_min, weeks_max;    // over which they are spread
    NumberRule days_between_doses_min;  // at least this many days from one dosing session to the next
};
BOOST_DESCRIBE_STRUCT(CoursePolicy, (),
                      (sessions_min, hours_min, hours_max, weeks_min, weeks_max, days_between_doses_min))

struct SeverityBand {
    std::int64_t from = 0;  // total at which the band begins
    std::string code;       // "moderate"
    Words name;
};
BOOST_DESCRIBE_STRUCT(SeverityBand, (), (from, code, name))

struct InstrumentItem {
    std::string link_id;
    std::string loinc;  // may be empty
    Words text;
    bool safety = false;  // an answer above zero raises a safety task, whatever the total
};
BOOST_DESCRIBE_STRUCT(InstrumentItem, (), (link_id, loinc, text, safety))

struct InstrumentOption {
    std::int64_t value = 0;
    Words text;
};
BOOST_DESCRIBE_STRUCT(InstrumentOption, (), (value, text))

// A questionnaire with sum scoring. Read from a FHIR Questionnaire.
struct Instrument {
    std::string id;  // "phq-9"
    std::int64_t version = 1;
    Words title, instruction;
    std::vector<InstrumentItem> items;
    std::vector<InstrumentOption> options;
    std::vector<SeverityBand> bands;  // ascending; the first begins at 0
    std::string source;               // of the bands
    Evidence evidence = Evidence::M;  // of the bands
    std::string wording_source;       // of the questions and answers in their languages
    Evidence wording_evidence = Evidence::M;
    std::string loinc, total_loinc;  // of the whole questionnaire and of its total; may be empty
    std::string copyright;
    std::int64_t max_total() const {
        return static_cast<std::int64_t>(items.size()) * (options.empty() ? 0 : options.back().value);
    }
};
BOOST_DESCRIBE_STRUCT(Instrument, (),
                      (id, version, title, instruction, items, options, bands, source, evidence, wording_source,
                       wording_evidence, loinc, total_loinc, copyright))

struct Pack {
    std::string id;  // "cz-outpatient"
    std::int64_t version = 1;
    Words name;
    std::string zone;  // "Europe/Prague"
    std::string clinic_name;
    std::vector<std::string> clinic_address;  // lines, on every page of the register
    std::optional<std::string> clinic_phone;  // where a person calls after a session
    std::vector<Language> languages;
    std::vector<Role>
        second_factor_for;  // who may do nothing before they have a second factor; all others may have one
    NumberRule answer_within_hours;
    NumberRule no_driving_hours;
    NumberRule observation_min_minutes;  // from the dose to the release, at least
    NumberRule clock_skew_max_minutes;   // how far in the future a device's clock may claim to be
    NumberRule follow_up_days;           // after the close
    NumberRule record_kept_years;        // after its last entry, at least; then it may be erased
    NumberRule age_min_years;
    NumberRule emergency_minutes = usual_emergency_minutes();  // how long a record opened in an emergency stays open
    std::optional<std::string> privacy_email;                  // who is written to about it
    CoursePolicy course;
    std::vector<Indication> indications;
    std::vector<Criterion> criteria;
    std::vector<DoseRule> doses;
    std::vector<PlausibilityRule> plausibility;
    std::vector<StartRule> start;
    std::vector<CheckRule> readiness;
    std::vector<CheckRule> discharge;
    std::vector<MonitoringRule> monitoring;
    std::vector<AlarmRule> alarms;
    AlarmPolicy alarm_policy;
    MorningPolicy morning;
    std::vector<AppointmentRule> appointments;
    std::vector<Room> rooms;
    std::vector<Insurer> insurers;
    std::vector<ConsentText> consents;
    LetterWords refusal_letter;
    std::vector<Instrument> instruments;
    std::string sha256;  // of all the files it was read from: what a decision is recorded under, beside id and version
};
BOOST_DESCRIBE_STRUCT(Pack, (),
                      (id, version, name, zone, clinic_name, clinic_address, clinic_phone, languages, second_factor_for,
                       answer_within_hours, no_driving_hours, observation_min_minutes, clock_skew_max_minutes,
                       follow_up_days, record_kept_years, age_min_years, emergency_minutes, privacy_email, course,
                       indications, criteria, doses, plausibility, start, readiness, discharge, monitoring, alarms,
                       alarm_policy, morning, appointments, rooms, insurers, consents, refusal_letter, instruments,
                       sha256))

const Indication* find_indication(const Pack& pack, std::string_view code);
const Criterion* find_criterion(const Pack& pack, std::string_view id);
const DoseRule* find_dose(const Pack& pack, Route route);
const PlausibilityRule* find_plausibility(const Pack& pack, Measure measure);
const AppointmentRule* find_appointment(const Pack& pack, BookingKind kind);
const SeverityBand* find_band(const Instrument& instrument, std::int64_t total);  // the one that `total` falls into
const Instrument* find_instrument(const Pack& pack, std::string_view id);
const ConsentText* find_consent(const Pack& pack, std::string_view id, std::int64_t version, Language language);
const Rule* find_rule(const Pack& pack, std::string_view id);  // any rule with this id

}  // namespace afterglow::clinic
