#pragma once
// What the named queries answer: rows of the views, as the interface shows them.

#include "clinic/calendar/calendar.h"
#include "clinic/confirmation/confirmation.h"
#include "clinic/course/course.h"
#include "clinic/dosing/dosing.h"
#include "clinic/emergency/emergency.h"
#include "clinic/inquiry/inquiry.h"
#include "clinic/morning/morning.h"
#include "clinic/patient/patient.h"
#include "clinic/staff/staff.h"
#include "clinic/stock/register.h"
#include "clinic/task/task.h"
#include "clinic/waiting/waiting.h"
#include "clinic/watch/watch.h"

namespace afterglow::views {

struct InquiryRow {
    InquiryId id;
    clinic::InquiryStatus status = clinic::InquiryStatus::open;
    std::string name;
    clinic::Language language = clinic::Language::cs;
    clinic::Channel channel = clinic::Channel::public_form;
    std::string question;  // its beginning
    Instant received_at, due_at;
    std::optional<StaffId> owner;
    std::optional<Instant> answered_at;
    std::optional<bool> in_time;
};
BOOST_DESCRIBE_STRUCT(InquiryRow, (),
                      (id, status, name, language, channel, question, received_at, due_at, owner, answered_at, in_time))

struct WaitingRow {
    WaitingId id;
    clinic::WaitingStatus status = clinic::WaitingStatus::waiting;
    std::string name;
    std::string indication;
    clinic::Language language = clinic::Language::cs;
    std::optional<std::string> email, phone;
    Instant joined_at;
    std::optional<Instant> told_at;
};
BOOST_DESCRIBE_STRUCT(WaitingRow, (), (id, status, name, indication, language, email, phone, joined_at, told_at))

struct PatientRow {
    PatientId id;
    std::string given_name, family_name;
    Date birth_date;
    std::optional<CourseId> course;  // the newest
    std::optional<clinic::Phase> phase;
    std::optional<clinic::CourseStatus> status;
    std::optional<std::string> indication;
};
BOOST_DESCRIBE_STRUCT(PatientRow, (), (id, given_name, family_name, birth_date, course, phase, status, indication))

struct CourseRow {
    CourseId id;
    PatientId patient;
    std::string patient_name;
    std::string indication;
    std::int64_t cycle = 1;
    clinic::Phase phase = clinic::Phase::interview;
    clinic::CourseStatus status = clinic::CourseStatus::active;
    std::optional<clinic::Ending> ending;
    Instant opened_at, changed_at;
    std::optional<Instant> ended_at;
    std::optional<SessionId> open_session;
    RawJson<std::vector<clinic::PathStep>> path;
    RawJson<std::vector<clinic::Entry<clinic::Interview>>> interviews;  // what those who book and ask may read
};
BOOST_DESCRIBE_STRUCT(CourseRow, (),
                      (id, patient, patient_name, indication, cycle, phase, status, ending, opened_at, changed_at,
                       ended_at, open_session, path, interviews))

struct SessionRow {
    SessionId id;
    CourseId course;
    PatientId patient;
    std::string patient_name;
    clinic::SessionStage stage = clinic::SessionStage::arrival;
    std::optional<std::string> room;
    Instant opened_at;
    std::optional<Instant> dosed_at, measured_at;
    std::optional<std::int64_t> systolic_mmhg, diastolic_mmhg, heart_rate_bpm, spo2_percent;
    std::int64_t adverse_events = 0;
    bool rehearsal = false;
    std::optional<clinic::AlarmPriority> alarm;  // the highest among alarms that signal
    std::int64_t alarms_open = 0;
    bool escalated = false;
    std::optional<Instant> next_check_at;
    clinic::Vitals device;  // the newest values of a monitor
    std::optional<Instant> device_at;
};
BOOST_DESCRIBE_STRUCT(SessionRow, (),
                      (id, course, patient, patient_name, stage, room, opened_at, dosed_at, measured_at, systolic_mmhg,
                       diastolic_mmhg, heart_rate_bpm, spo2_percent, adverse_events, rehearsal, alarm, alarms_open,
                       escalated, next_check_at, device, device_at))

struct ReadingRow {
    Instant at, received_at;
    std::string device;
    RawJson<clinic::Vitals> vitals;
};
BOOST_DESCRIBE_STRUCT(ReadingRow, (), (at, received_at, device, vitals))

struct AlarmRow {
    std::int64_t alarm = 0;
    std::string rule;
    clinic::AlarmSource source = clinic::AlarmSource::typed;
    clinic::AlarmPriority priority = clinic::AlarmPriority::low;
    bool unverified = false;
    std::optional<clinic::Measure> measure;
    std::optional<double> value, limit;
    Instant raised_at;
    std::optional<Instant> escalated_at, acknowledged_at;
    std::optional<StaffId> acknowledged_by;
    std::optional<bool> actionable;
    std::optional<std::string> words;
    std::optional<Instant> ended_at;
};
BOOST_DESCRIBE_STRUCT(AlarmRow, (),
                      (alarm, rule, source, priority, unverified, measure, value, limit, raised_at, escalated_at,
                       acknowledged_at, acknowledged_by, actionable, words, ended_at))

struct RegisterRow {
    std::int64_t number = 0;
    EntryId entry;
    StockId stock;
    std::string medicine;
    Milligrams strength_mg_per_ml;
    std::string lot;
    Date expires;
    clinic::MoveKind kind = clinic::MoveKind::received;
    Instant at, recorded_at;
    bool late = false;  // entered on a later day than it happened
    std::string place;
    std::optional<std::string> to_place;
    std::int64_t change_micrograms = 0, balance_micrograms = 0, lot_balance_micrograms = 0;
    std::int64_t medicine_balance_micrograms = 0;
    std::optional<std::int64_t> to_balance_micrograms, expected_micrograms;
    std::int64_t containers = 0;  // sealed ones, more or less
    std::optional<SessionId> session;
    std::optional<PatientId> patient;
    std::optional<std::string> patient_name;
    StaffId who;
    std::optional<StaffId> prescriber, prepared_by, witness;
    std::optional<std::string> other_party, document, reason, method, note;
    std::optional<std::int64_t> corrects_number, corrected_by_number;
};
BOOST_DESCRIBE_STRUCT(RegisterRow, (),
                      (number, entry, stock, medicine, strength_mg_per_ml, lot, expires, kind, at, recorded_at, late,
                       place, to_place, change_micrograms, balance_micrograms, lot_balance_micrograms,
                       medicine_balance_micrograms, to_balance_micrograms, expected_micrograms, containers, session,
                       patient, patient_name, who, prescriber, prepared_by, witness, other_party, document, reason,
                       method, note, corrects_number, corrected_by_number))

struct RegisterFilter {
    std::optional<Instant> from, to;  // from included, to not
    std::optional<std::string> medicine, place;
    std::optional<StockId> stock;
    std::optional<PatientId> patient;
};
struct BalanceLine {
    std::string medicine;
    Milligrams strength_mg_per_ml;
    std::int64_t micrograms = 0;
};
BOOST_DESCRIBE_STRUCT(BalanceLine, (), (medicine, strength_mg_per_ml, micrograms))

struct DiscrepancyRow {
    StockId stock;
    std::string medicine, lot;
    RawJson<clinic::Discrepancy> discrepancy;
};
BOOST_DESCRIBE_STRUCT(DiscrepancyRow, (), (stock, medicine, lot, discrepancy))

enum class RegisterDayKind { day_opened, day_closed, month_closed };
BOOST_DESCRIBE_ENUM(RegisterDayKind, day_opened, day_closed, month_closed)
struct RegisterDayRow {
    RegisterDayKind kind = RegisterDayKind::day_opened;
    Date day;
    Instant at;
    StaffId who;
    RawJson<std::vector<clinic::StockBalance>> balances;
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(RegisterDayRow, (), (kind, day, at, who, balances, note))

struct TaskRow {
    TaskId id;
    clinic::TaskKind kind = clinic::TaskKind::suicidality;
    PatientId patient;
    std::string patient_name;
    CourseId course;
    EntryId because_of;
    Instant raised_at;
    std::optional<Instant> closed_at;
    std::optional<StaffId> closed_by;
    std::optional<std::string> what_was_done;
};
BOOST_DESCRIBE_STRUCT(TaskRow, (),
                      (id, kind, patient, patient_name, course, because_of, raised_at, closed_at, closed_by,
                       what_was_done))

struct BookingRow {
    RawJson<clinic::Booking> booking;
    Date day;
    std::optional<std::string> patient_name;
};
BOOST_DESCRIBE_STRUCT(BookingRow, (), (booking, day, patient_name))

struct StaffRow {
    StaffId id;
    std::string user, name;
    std::vector<clinic::Role> roles;
    bool active = true;
    clinic::Language language = clinic::Language::cs;
    std::optional<Date> until;  // the last day of access
};
BOOST_DESCRIBE_STRUCT(StaffRow, (), (id, user, name, roles, active, language, until))

// A person whose record somebody asked to have erased, is held, or was erased.
struct ErasureRow {
    std::string person;  // "patient:…", "inquiry:…", "waiting:…"
    std::optional<Instant> requested_at, held_at, erased_at;
    std::optional<StaffId> erased_by;
    std::optional<PatientId> patient;  // while the record is there
    std::optional<std::string> patient_name;
    std::optional<Date> kept_until;  // the last day of retention
};
BOOST_DESCRIBE_STRUCT(ErasureRow, (),
                      (person, requested_at, held_at, erased_at, erased_by, patient, patient_name, kept_until))

// One thing that happened, for the story of a person. `payload` is the event as stored.
struct StoryEntry {
    std::int64_t sequence = 0;
    std::string stream;
    std::string name;
    EntryId command;
    StaffId who;
    Instant happened_at, recorded_at;
    RawJson<Json> payload;
};
BOOST_DESCRIBE_STRUCT(StoryEntry, (), (sequence, stream, name, command, who, happened_at, recorded_at, payload))

struct AccessRow {
    std::int64_t sequence = 0;
    Instant at;
    std::string kind;  // the event's name: RecordRead, SignedIn...
    std::optional<StaffId> staff;
    std::optional<PatientId> patient;
    std::optional<std::string> what;
    std::int64_t times = 1;
    std::optional<std::string> patient_name;
    std::optional<EmergencyId> emergency;  // under which opening
};
BOOST_DESCRIBE_STRUCT(AccessRow, (), (sequence, at, kind, staff, patient, what, times, patient_name, emergency))

// What was read under an opening.
struct EmergencyRead {
    std::string what;
    std::int64_t times = 0;
    Instant first_at, last_at;
};
BOOST_DESCRIBE_STRUCT(EmergencyRead, (), (what, times, first_at, last_at))
struct EmergencyRow {
    EmergencyId id;
    StaffId staff;
    PatientId patient;
    std::optional<std::string> patient_name;
    std::string reason;
    Instant opened_at, ends_at;
    std::optional<Instant> closed_at;
    std::optional<Instant> told_at;  // the privacy lead, by e-mail
    std::optional<Instant> reviewed_at;
    std::optional<StaffId> reviewed_by;
    std::optional<std::string> finding;
    std::vector<EmergencyRead> reads;  // in the list
};
BOOST_DESCRIBE_STRUCT(EmergencyRow, (),
                      (id, staff, patient, patient_name, reason, opened_at, ends_at, closed_at, told_at, reviewed_at,
                       reviewed_by, finding, reads))

struct WeekKept {
    Date monday;
    std::int64_t answered = 0, in_time = 0;
};
BOOST_DESCRIBE_STRUCT(WeekKept, (), (monday, answered, in_time))
struct PhaseCount {
    clinic::Phase phase = clinic::Phase::interview;
    clinic::CourseStatus status = clinic::CourseStatus::active;
    std::int64_t courses = 0;
};
BOOST_DESCRIBE_STRUCT(PhaseCount, (), (phase, status, courses))
struct EndingCount {
    clinic::Ending ending = clinic::Ending::completed;
    std::int64_t courses = 0;
};
BOOST_DESCRIBE_STRUCT(EndingCount, (), (ending, courses))
struct ChangeCount {
    clinic::Change change = clinic::Change::no_change;
    std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(ChangeCount, (), (change, people))
struct BeforeAfter {
    std::string instrument;
    std::int64_t people = 0;  // who have both
    double before_mean = 0, after_mean = 0;
};
BOOST_DESCRIBE_STRUCT(BeforeAfter, (), (instrument, people, before_mean, after_mean))
struct AlarmWeek {
    Date monday;
    std::int64_t raised = 0, acknowledged = 0, escalated = 0, actionable = 0, not_actionable = 0, not_said = 0;
};
BOOST_DESCRIBE_STRUCT(AlarmWeek, (), (monday, raised, acknowledged, escalated, actionable, not_actionable, not_said))
struct Figures {
    std::vector<WeekKept> weeks;  // the last eight, oldest first
    std::int64_t inquiries_open = 0, inquiries_late = 0;
    std::vector<PhaseCount> phases;
    std::vector<EndingCount> endings;
    std::vector<ChangeCount> changes;  // the patients' own verdicts at the end of treatment
    std::vector<BeforeAfter> scales;
    std::vector<AlarmWeek> alarms;  // the last eight weeks, oldest first; rehearsals are not counted
};
BOOST_DESCRIBE_STRUCT(Figures, (), (weeks, inquiries_open, inquiries_late, phases, endings, changes, scales, alarms))

}  // namespace afterglow::views
