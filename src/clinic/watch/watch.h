#pragma once
// Watching over a dosing session: what monitors send, when the next check is due, and every alarm from its beginning to the
// person who acknowledged it. A stream of its own beside the session's, so that a reading each second costs no more at the
// end of a session than at its beginning. What ended is in the views and in the journal; the state holds what still matters.

#include "clinic/record/vitals.h"
#include "clinic/task/task.h"
#include "clinic/watch/alarm.h"

namespace afterglow::clinic {

struct Session;

// ---- forms ------------------------------------------------------------------------------------------------------------------

// What a monitor measured. Kept apart from what people type.
struct DeviceReading {
    Line device;      // as it calls itself
    Line control_id;  // of its message
    Vitals vitals;
};
BOOST_DESCRIBE_STRUCT(DeviceReading, (), (device, control_id, vitals))

// Why a message of a device was not taken.
struct DeviceRefusal {
    Code code;  // "wrong_patient", "unit_unknown"
    Line text;  // as the device was told
    std::optional<Line> device, bed;
};
BOOST_DESCRIBE_STRUCT(DeviceRefusal, (), (code, text, device, bed))

// ---- commands ---------------------------------------------------------------------------------------------------------------

struct ReceiveReading {  // the program's own, for a device
    SessionId session;
    DeviceReading reading;
};
BOOST_DESCRIBE_STRUCT(ReceiveReading, (), (session, reading))
struct RefuseReading {  // the program's own
    SessionId session;
    DeviceRefusal refusal;
};
BOOST_DESCRIBE_STRUCT(RefuseReading, (), (session, refusal))
struct LookAfter {  // the program's own: what is due by now
    SessionId session;
};
BOOST_DESCRIBE_STRUCT(LookAfter, (), (session))
struct AcknowledgeAlarm {
    SessionId session;
    std::int64_t alarm = 0;
    std::optional<bool> actionable;  // did it ask for an act? Counts the burden; may be left open
    std::optional<Line> words;
};
BOOST_DESCRIBE_STRUCT(AcknowledgeAlarm, (), (session, alarm, actionable, words))
struct PauseAlarms {
    SessionId session;
    Ranged<1, 3600> seconds;
};
BOOST_DESCRIBE_STRUCT(PauseAlarms, (), (session, seconds))
struct EndPause {
    SessionId session;
};
BOOST_DESCRIBE_STRUCT(EndPause, (), (session))
struct RecordContactLost {  // a screen was out of contact: said by itself when it is back
    SessionId session;
    Instant until;  // happened_at: from when
};
BOOST_DESCRIBE_STRUCT(RecordContactLost, (), (session, until))

// ---- events -----------------------------------------------------------------------------------------------------------------

struct WatchBegan {
    SessionId session;
    PatientId patient;
    CourseId course;
    std::optional<Code> room;
    bool rehearsal = false;
};
BOOST_DESCRIBE_STRUCT(WatchBegan, (), (session, patient, course, room, rehearsal))
struct ReadingReceived {
    DeviceReading reading;
    std::optional<Instant> silent_at;  // when its silence becomes an alarm
};
BOOST_DESCRIBE_STRUCT(ReadingReceived, (), (reading, silent_at))
struct ReadingRefused {
    DeviceRefusal refusal;
};
BOOST_DESCRIBE_STRUCT(ReadingRefused, (), (refusal))
struct CheckPlanned {
    Code rule;
    Instant at, overdue_at;
};
BOOST_DESCRIBE_STRUCT(CheckPlanned, (), (rule, at, overdue_at))
struct ChecksOver {  // nothing more is planned
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(ChecksOver, (), (note))
struct ConditionNoticed {  // an alarm condition that must last before it is an alarm
    Code rule;
};
BOOST_DESCRIBE_STRUCT(ConditionNoticed, (), (rule))
struct ConditionPassed {
    Code rule;
};
BOOST_DESCRIBE_STRUCT(ConditionPassed, (), (rule))

enum class AlarmSource { typed, device, silence, overdue };
BOOST_DESCRIBE_ENUM(AlarmSource, typed, device, silence, overdue)

struct AlarmRaised {
    std::int64_t alarm = 0;  // counts from 1 in each session
    Code rule;
    AlarmSource source = AlarmSource::typed;
    AlarmPriority priority = AlarmPriority::low;
    bool unverified = false;  // the rule informs only: nobody of the clinic has confirmed it
    std::optional<Measure> measure;
    std::optional<double> value, limit;
    Instant escalate_at;
};
BOOST_DESCRIBE_STRUCT(AlarmRaised, (), (alarm, rule, source, priority, unverified, measure, value, limit, escalate_at))
struct AlarmConditionBegan {  // again, while the alarm was still latched
    std::int64_t alarm = 0;
};
BOOST_DESCRIBE_STRUCT(AlarmConditionBegan, (), (alarm))
struct AlarmConditionEnded {
    std::int64_t alarm = 0;
};
BOOST_DESCRIBE_STRUCT(AlarmConditionEnded, (), (alarm))
struct AlarmAcknowledged {
    std::int64_t alarm = 0;
    std::optional<bool> actionable;
    std::optional<Line> words;
    Instant remind_at;  // its condition still there by then: it signals again
};
BOOST_DESCRIBE_STRUCT(AlarmAcknowledged, (), (alarm, actionable, words, remind_at))
struct AlarmReminded {
    std::int64_t alarm = 0;
    Instant escalate_at;
};
BOOST_DESCRIBE_STRUCT(AlarmReminded, (), (alarm, escalate_at))
struct AlarmEscalated {
    std::int64_t alarm = 0;
};
BOOST_DESCRIBE_STRUCT(AlarmEscalated, (), (alarm))
struct AlarmsPaused {
    Instant until;
};
BOOST_DESCRIBE_STRUCT(AlarmsPaused, (), (until))
struct AlarmPauseEnded {
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(AlarmPauseEnded, (), (note))
struct ContactLost {
    Instant until;
};
BOOST_DESCRIBE_STRUCT(ContactLost, (), (until))
struct WatchEnded {
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(WatchEnded, (), (note))

// ---- state ------------------------------------------------------------------------------------------------------------------

struct Alarm {
    std::int64_t alarm = 0;
    Code rule;
    AlarmSource source = AlarmSource::typed;
    AlarmPriority priority = AlarmPriority::low;
    bool unverified = false;
    std::optional<Measure> measure;
    std::optional<double> value, limit;
    AlarmState state = AlarmState::active;
    Instant raised_at, escalate_at;
    std::optional<Instant> condition_ended_at, escalated_at, acknowledged_at, remind_at;
    std::optional<StaffId> acknowledged_by;
};
BOOST_DESCRIBE_STRUCT(Alarm, (),
                      (alarm, rule, source, priority, unverified, measure, value, limit, state, raised_at, escalate_at,
                       condition_ended_at, escalated_at, acknowledged_at, remind_at, acknowledged_by))

struct PlannedCheck {
    Code rule;
    Instant at, overdue_at;
};
BOOST_DESCRIBE_STRUCT(PlannedCheck, (), (rule, at, overdue_at))

struct LastReading {
    DeviceReading reading;
    Instant measured_at, received_at;
    std::optional<Instant> silent_at;
};
BOOST_DESCRIBE_STRUCT(LastReading, (), (reading, measured_at, received_at, silent_at))

struct LatestValue {
    Measure measure = Measure::systolic_mmhg;
    double value = 0;
    Instant measured_at;
};
BOOST_DESCRIBE_STRUCT(LatestValue, (), (measure, value, measured_at))

struct NoticedCondition {
    Code rule;
    Instant since;
};
BOOST_DESCRIBE_STRUCT(NoticedCondition, (), (rule, since))

// How much the alarms asked of people. raised = acknowledged + open; each acknowledged one is counted once below.
struct AlarmBurden {
    std::int64_t raised = 0, acknowledged = 0, escalated = 0;
    std::int64_t actionable = 0, not_actionable = 0, not_said = 0;
};
BOOST_DESCRIBE_STRUCT(AlarmBurden, (), (raised, acknowledged, escalated, actionable, not_actionable, not_said))

struct Watch {
    static constexpr const char* kKind = "watch";
    using Event =
        std::variant<WatchBegan, ReadingReceived, ReadingRefused, CheckPlanned, ChecksOver, ConditionNoticed,
                     ConditionPassed, AlarmRaised, AlarmConditionBegan, AlarmConditionEnded, AlarmAcknowledged,
                     AlarmReminded, AlarmEscalated, AlarmsPaused, AlarmPauseEnded, ContactLost, WatchEnded>;

    SessionId session;
    PatientId patient;
    CourseId course;
    std::optional<Code> room;
    bool rehearsal = false;
    Instant began_at;
    std::optional<Instant> ended_at;
    std::optional<LastReading> last;
    std::vector<LatestValue> latest;  // of a device, of each measure
    std::optional<DeviceRefusal> last_refusal;
    std::optional<Instant> last_refusal_at;
    std::optional<PlannedCheck> next_check;
    std::vector<NoticedCondition> noticed;
    std::vector<Alarm> alarms;  // those that have not ended
    std::optional<Instant> paused_until;
    AlarmBurden burden;
    bool exists() const { return !session.value.empty(); }
    bool runs() const { return exists() && !ended_at; }
};
BOOST_DESCRIBE_STRUCT(Watch, (),
                      (session, patient, course, room, rehearsal, began_at, ended_at, last, latest, last_refusal,
                       last_refusal_at, next_check, noticed, alarms, paused_until, burden))

inline std::string watch_stream(const SessionId& id) { return "watch:" + id.value; }

// When something of this session will be due by itself: an alarm to escalate, a silent monitor, an overdue check.
std::optional<Instant> due_at(const Watch&);

// ---- what follows from the acts of the room ---------------------------------------------------------------------------------

// Measurements of people or of a device: begins and ends alarm conditions, and plans the next check if blood pressure is
// among them. Nothing happens in a watch that has ended.
void observe(Events&, const Watch&, const Session&, const Vitals&, AlarmSource, const Context&);
// A dose was given by `route` at context.happened_at.
void plan_checks_after_dose(Events&, const Watch&, Route route, const Context&);
void end_checks(Events&, const Watch&);

// Refusals: "watch_unknown" "watch_over" "alarm_unknown" "alarm_acknowledged" "pause_too_long" {max} "reading_too_old"
// "reading_in_future" "nothing_measured" "contact_upside_down"
Result<Events> decide(const Watch&, const Session&, const ReceiveReading&, const Context&);
Result<Events> decide(const Watch&, const RefuseReading&, const Context&);
Result<Events> decide(const Watch&, const LookAfter&, const Context&);
Result<Events> decide(const Watch&, const AcknowledgeAlarm&, const Context&);
Result<Events> decide(const Watch&, const PauseAlarms&, const Context&);
Result<Events> decide(const Watch&, const EndPause&, const Context&);
Result<Events> decide(const Watch&, const RecordContactLost&, const Context&);

void evolve(Watch&, const WatchBegan&, const Meta&);
void evolve(Watch&, const ReadingReceived&, const Meta&);
void evolve(Watch&, const ReadingRefused&, const Meta&);
void evolve(Watch&, const CheckPlanned&, const Meta&);
void evolve(Watch&, const ChecksOver&, const Meta&);
void evolve(Watch&, const ConditionNoticed&, const Meta&);
void evolve(Watch&, const ConditionPassed&, const Meta&);
void evolve(Watch&, const AlarmRaised&, const Meta&);
void evolve(Watch&, const AlarmConditionBegan&, const Meta&);
void evolve(Watch&, const AlarmConditionEnded&, const Meta&);
void evolve(Watch&, const AlarmAcknowledged&, const Meta&);
void evolve(Watch&, const AlarmReminded&, const Meta&);
void evolve(Watch&, const AlarmEscalated&, const Meta&);
void evolve(Watch&, const AlarmsPaused&, const Meta&);
void evolve(Watch&, const AlarmPauseEnded&, const Meta&);
void evolve(Watch&, const ContactLost&, const Meta&);
void evolve(Watch&, const WatchEnded&, const Meta&);

}  // namespace afterglow::clinic
