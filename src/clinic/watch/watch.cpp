#include "clinic/watch/watch.h"

#include <fmt/format.h>

#include <algorithm>

#include "clinic/dosing/dosing.h"

namespace afterglow::clinic {
namespace {

constexpr Milliseconds seconds(std::int64_t n) { return {n * 1000}; }

Done check_runs(const Watch& watch) {
    if (!watch.exists()) return refuse_as(RefusalKind::not_found, "watch_unknown");
    if (watch.ended_at) return refuse("watch_over");
    return done();
}

Alarm* find_alarm(Watch& watch, std::int64_t number) {
    const auto found = std::ranges::find(watch.alarms, number, &Alarm::alarm);
    return found == watch.alarms.end() ? nullptr : &*found;
}
const Alarm* find_alarm(const Watch& watch, std::string_view rule, AlarmSource source) {
    const auto found = std::ranges::find_if(
        watch.alarms, [&](const Alarm& each) { return each.rule.value == rule && each.source == source; });
    return found == watch.alarms.end() ? nullptr : &*found;
}
const NoticedCondition* find_noticed(const Watch& watch, std::string_view rule) {
    const auto found =
        std::ranges::find_if(watch.noticed, [&](const NoticedCondition& each) { return each.rule.value == rule; });
    return found == watch.noticed.end() ? nullptr : &*found;
}

// Whether an alarm of this source has its condition there. Silence and overdue checks are one condition each, whichever rule
// of the pack an alarm was raised by.
bool is_raised(const Watch& watch, AlarmSource source) {
    return std::ranges::any_of(
        watch.alarms, [&](const Alarm& each) { return each.source == source && each.state != AlarmState::latched; });
}

std::int64_t escalation_s(const AlarmPolicy& policy, AlarmPriority priority) {
    switch (priority) {
        case AlarmPriority::high: return policy.escalate_high_s.value;
        case AlarmPriority::medium: return policy.escalate_medium_s.value;
        case AlarmPriority::low: return policy.escalate_low_s.value;
    }
    return policy.escalate_low_s.value;
}

// Adds alarms to a decision; each gets the next number.
class Raising {
public:
    Raising(Events& events, const Watch& watch, const Context& context)
        : events_(events), watch_(watch), context_(context), next_(watch.burden.raised + 1) {}

    void raise(const Rule& rule, AlarmPriority priority, AlarmSource source, std::optional<Measure> measure = {},
               std::optional<double> value = {}, std::optional<double> limit = {}) {
        const bool unverified = !holds_back(rule, context_);
        if (unverified) priority = AlarmPriority::low;
        events_.add(stream(), AlarmRaised{next_++, Code{rule.id}, source, priority, unverified, measure, value, limit,
                                          context_.now + seconds(escalation_s(context_.pack.alarm_policy, priority))});
    }
    void begin(const Rule& rule, AlarmPriority priority, AlarmSource source, std::optional<Measure> measure = {},
               std::optional<double> value = {}, std::optional<double> limit = {}) {
        const Alarm* alarm = find_alarm(watch_, rule.id, source);
        if (!alarm) return raise(rule, priority, source, measure, value, limit);
        if (alarm->state == AlarmState::latched) events_.add(stream(), AlarmConditionBegan{alarm->alarm});
    }
    void end(std::string_view rule, AlarmSource source) {
        const Alarm* alarm = find_alarm(watch_, rule, source);
        if (alarm && alarm->state != AlarmState::latched) events_.add(stream(), AlarmConditionEnded{alarm->alarm});
    }
    void end_all(AlarmSource source) {
        for (const Alarm& each : watch_.alarms) {
            if (each.source == source && each.state != AlarmState::latched)
                events_.add(stream(), AlarmConditionEnded{each.alarm});
        }
    }
    std::string stream() const { return watch_stream(watch_.session); }

private:
    Events& events_;
    const Watch& watch_;
    const Context& context_;
    std::int64_t next_;
};

// A value measured before one that is known already says nothing about now.
bool is_stale(const Watch& watch, const Session& session, Measure measure, AlarmSource source, Instant measured_at) {
    if (source == AlarmSource::device) {
        return std::ranges::any_of(watch.latest, [&](const LatestValue& each) {
            return each.measure == measure && each.measured_at > measured_at;
        });
    }
    return std::ranges::any_of(session.vitals, [&](const Entry<Measured>& each) {
        return !each.corrected_by && each.happened_at > measured_at && value_of(each.data.vitals, measure);
    });
}

void observe_rule(Events& events, Raising& raising, const Watch& watch, const AlarmRule& rule, double value,
                  AlarmSource source, const Context& context) {
    const NoticedCondition* noticed = find_noticed(watch, rule.id);
    const bool too_high = rule.above && value > *rule.above, too_low = rule.below && value < *rule.below;
    if (!too_high && !too_low) {
        raising.end(rule.id, source);
        if (noticed && source == AlarmSource::device) events.add(raising.stream(), ConditionPassed{Code{rule.id}});
        return;
    }
    const std::optional<double> limit = too_high ? rule.above : rule.below;
    // What people typed they have looked at: only a device's value must last.
    const bool waits = source == AlarmSource::device && rule.for_s > 0 && !find_alarm(watch, rule.id, source);
    if (waits && !noticed) {
        events.add(raising.stream(), ConditionNoticed{Code{rule.id}});
    } else if (!waits || context.happened_at - noticed->since >= seconds(rule.for_s)) {
        raising.begin(rule, rule.priority, source, rule.measure, value, limit);
    }
}

const Entry<Dose>* last_dose(const Session& session) {
    const Entry<Dose>* last = nullptr;
    for (const Entry<Dose>& each : session.doses) {
        if (!each.corrected_by && (!last || each.happened_at > last->happened_at)) last = &each;
    }
    return last;
}

// The rule for this minute after the dose; before the first, the first.
const MonitoringRule* monitoring_at(const Pack& pack, Route route, Milliseconds since_dose) {
    const MonitoringRule* first = nullptr;
    for (const MonitoringRule& each : pack.monitoring) {
        if (each.route != route) continue;
        if (since_dose >= minutes(each.from_min) && since_dose < minutes(each.until_min)) return &each;
        if (!first || each.from_min < first->from_min) first = &each;
    }
    return first && since_dose < minutes(first->from_min) ? first : nullptr;
}

// The next check after one at `from`.
void plan_check(Events& events, const Watch& watch, Route route, Instant dosed_at, Instant from,
                const Context& context) {
    const MonitoringRule* rule = monitoring_at(context.pack, route, from - dosed_at);
    if (!rule) {
        if (watch.next_check) events.add(watch_stream(watch.session), ChecksOver{});
        return;
    }
    const Instant at = from + minutes(rule->every_min);
    events.add(watch_stream(watch.session),
               CheckPlanned{Code{rule->id}, at, at + minutes(context.pack.alarm_policy.check_overdue_min.value)});
}

}  // namespace

std::optional<Instant> due_at(const Watch& watch) {
    if (!watch.runs()) return std::nullopt;
    std::optional<Instant> due;
    const auto consider = [&](Instant at) { due = due ? std::min(*due, at) : at; };
    for (const Alarm& alarm : watch.alarms) {
        if (signals(alarm.state) && !alarm.escalated_at) consider(alarm.escalate_at);
        if (alarm.state == AlarmState::acknowledged && alarm.remind_at) consider(*alarm.remind_at);
    }
    if (watch.last && watch.last->silent_at && !is_raised(watch, AlarmSource::silence))
        consider(*watch.last->silent_at);
    if (watch.next_check && !is_raised(watch, AlarmSource::overdue)) consider(watch.next_check->overdue_at);
    return due;
}

// ---- what follows from the acts of the room -------------------------------------------------------------------------------

void observe(Events& events, const Watch& watch, const Session& session, const Vitals& vitals, AlarmSource source,
             const Context& context) {
    if (!watch.runs()) return;
    Raising raising(events, watch, context);
    for (const AlarmRule& rule : context.pack.alarms) {
        const auto value = value_of(vitals, rule.measure);
        if (!value || is_stale(watch, session, rule.measure, source, context.happened_at)) continue;
        observe_rule(events, raising, watch, rule, *value, source, context);
    }
    const Entry<Dose>* dose = last_dose(session);
    const bool being_checked = session.stage == SessionStage::dosed || session.stage == SessionStage::recovery;
    if (!vitals.systolic_mmhg || !dose || !being_checked || context.happened_at < dose->happened_at) return;
    // One typed in late does not put the next check off.
    for (const AlarmSource each : {AlarmSource::typed, AlarmSource::device}) {
        if (is_stale(watch, session, Measure::systolic_mmhg, each, context.happened_at)) return;
    }
    raising.end_all(AlarmSource::overdue);
    plan_check(events, watch, dose->data.dose.route, dose->happened_at, context.happened_at, context);
}

void plan_checks_after_dose(Events& events, const Watch& watch, Route route, const Context& context) {
    if (watch.runs()) plan_check(events, watch, route, context.happened_at, context.happened_at, context);
}

void end_checks(Events& events, const Watch& watch) {
    if (!watch.runs()) return;
    for (const Alarm& alarm : watch.alarms) {
        if (alarm.source == AlarmSource::overdue && alarm.state != AlarmState::latched)
            events.add(watch_stream(watch.session), AlarmConditionEnded{alarm.alarm});
    }
    if (watch.next_check) events.add(watch_stream(watch.session), ChecksOver{});
}

// ---- decide ---------------------------------------------------------------------------------------------------------------

Result<Events> decide(const Watch& watch, const Session& session, const ReceiveReading& command,
                      const Context& context) {
    TRY(check_runs(watch));
    if (context.happened_at < start_of_minute(watch.began_at)) return refuse("reading_too_old");
    bool any = false;
    Refusal refusal = refuse("invalid_fields");
    for_each_enumerator<Measure>([&](Measure measure, std::string_view name) {
        const auto value = value_of(command.reading.vitals, measure);
        if (!value) return;
        any = true;
        const PlausibilityRule* rule = find_plausibility(context.pack, measure);
        if (rule && (*value < rule->possible_min || *value > rule->possible_max))
            refusal.errors.push_back(
                {"/reading/vitals/" + std::string(name),
                 "not_possible",
                 {{"min", fmt::format("{}", rule->possible_min)}, {"max", fmt::format("{}", rule->possible_max)}}});
    });
    if (!any) return refuse_field("/reading/vitals", "nothing_measured");
    if (!refusal.errors.empty()) return refusal;

    const AlarmDelay& silence = context.pack.alarm_policy.device_silence_s;
    Events events;
    events.add(watch_stream(watch.session), ReadingReceived{command.reading, context.now + seconds(silence.value)});
    Raising raising(events, watch, context);
    raising.end_all(AlarmSource::silence);
    observe(events, watch, session, command.reading.vitals, AlarmSource::device, context);
    return events;
}

Result<Events> decide(const Watch& watch, const RefuseReading& command, const Context&) {
    TRY(check_runs(watch));
    return one_event(watch_stream(watch.session), ReadingRefused{command.refusal});
}

// What is due by now and has not been done. Nothing due: no events.
Result<Events> decide(const Watch& watch, const LookAfter&, const Context& context) {
    TRY(check_runs(watch));
    Events events;
    Raising raising(events, watch, context);
    const AlarmPolicy& policy = context.pack.alarm_policy;
    bool task = false;
    for (const Alarm& alarm : watch.alarms) {
        if (signals(alarm.state) && !alarm.escalated_at && alarm.escalate_at <= context.now) {
            events.add(raising.stream(), AlarmEscalated{alarm.alarm});
            task = task || !alarm.unverified;
        }
        if (alarm.state == AlarmState::acknowledged && alarm.remind_at && *alarm.remind_at <= context.now)
            events.add(raising.stream(),
                       AlarmReminded{alarm.alarm, context.now + seconds(escalation_s(policy, alarm.priority))});
    }
    if (watch.last && watch.last->silent_at && *watch.last->silent_at <= context.now &&
        !is_raised(watch, AlarmSource::silence))
        raising.begin(policy.device_silence_s, policy.device_silence_s.priority, AlarmSource::silence);
    if (watch.next_check && watch.next_check->overdue_at <= context.now && !is_raised(watch, AlarmSource::overdue)) {
        // The delay is the clinic's own choice; the protocol it belongs to may be unverified, and then it informs only.
        const Rule* rule = find_rule(context.pack, watch.next_check->rule.value);
        raising.begin(rule ? *rule : policy.check_overdue_min, policy.check_overdue_min.priority, AlarmSource::overdue);
    }
    if (task && !watch.rehearsal) raise_task(events, TaskKind::alarm_unanswered, watch.patient, watch.course, context);
    return events;
}

Result<Events> decide(const Watch& watch, const AcknowledgeAlarm& command, const Context& context) {
    if (!watch.exists()) return refuse_as(RefusalKind::not_found, "watch_unknown");
    const auto alarm = std::ranges::find(watch.alarms, command.alarm, &Alarm::alarm);
    if (alarm == watch.alarms.end()) {
        const bool ended = command.alarm >= 1 && command.alarm <= watch.burden.raised;
        return refuse_field("/alarm", ended ? "alarm_acknowledged" : "alarm_unknown");
    }
    if (alarm->state == AlarmState::acknowledged) return refuse_field("/alarm", "alarm_acknowledged");
    return one_event(watch_stream(watch.session),
                     AlarmAcknowledged{command.alarm, command.actionable, command.words,
                                       context.now + seconds(context.pack.alarm_policy.remind_s.value)});
}

Result<Events> decide(const Watch& watch, const PauseAlarms& command, const Context& context) {
    TRY(check_runs(watch));
    const NumberRule& longest = context.pack.alarm_policy.pause_longest_s;
    if (command.seconds.value > longest.value)
        return refuse_field("/seconds", "pause_too_long", {{"max", std::to_string(longest.value)}});
    return one_event(watch_stream(watch.session), AlarmsPaused{context.now + seconds(command.seconds.value)});
}

Result<Events> decide(const Watch& watch, const EndPause&, const Context& context) {
    TRY(check_runs(watch));
    if (!AudioPause{watch.paused_until}.holds(context.now)) return Events{};
    return one_event(watch_stream(watch.session), AlarmPauseEnded{});
}

Result<Events> decide(const Watch& watch, const RecordContactLost& command, const Context& context) {
    if (!watch.exists()) return refuse_as(RefusalKind::not_found, "watch_unknown");
    if (command.until < context.happened_at || command.until > context.now + minutes(5))
        return refuse_field("/until", "contact_upside_down");
    return one_event(watch_stream(watch.session), ContactLost{command.until});
}

// ---- evolve ---------------------------------------------------------------------------------------------------------------

namespace {

void move(Watch& watch, std::int64_t number, AlarmInput input, const Meta& meta) {
    Alarm* alarm = find_alarm(watch, number);
    if (!alarm) return;
    alarm->state = after(alarm->state, input);
    if (input == AlarmInput::condition_ends) alarm->condition_ended_at = meta.happened_at;
    if (input == AlarmInput::condition_begins) alarm->condition_ended_at.reset();
}

void drop_ended(Watch& watch) {
    std::erase_if(watch.alarms, [](const Alarm& each) { return each.state == AlarmState::ended; });
}

}  // namespace

void evolve(Watch& watch, const WatchBegan& event, const Meta& meta) {
    watch.session = event.session;
    watch.patient = event.patient;
    watch.course = event.course;
    watch.room = event.room;
    watch.rehearsal = event.rehearsal;
    watch.began_at = meta.happened_at;
}
void evolve(Watch& watch, const ReadingReceived& event, const Meta& meta) {
    for_each_enumerator<Measure>([&](Measure measure, std::string_view) {
        const auto value = value_of(event.reading.vitals, measure);
        if (!value) return;
        const auto known = std::ranges::find(watch.latest, measure, &LatestValue::measure);
        if (known == watch.latest.end()) {
            watch.latest.push_back({measure, *value, meta.happened_at});
        } else if (known->measured_at <= meta.happened_at) {
            *known = {measure, *value, meta.happened_at};
        }
    });
    watch.last = LastReading{event.reading, meta.happened_at, meta.recorded_at, event.silent_at};
}
void evolve(Watch& watch, const ReadingRefused& event, const Meta& meta) {
    watch.last_refusal = event.refusal;
    watch.last_refusal_at = meta.recorded_at;
}
void evolve(Watch& watch, const CheckPlanned& event, const Meta&) {
    watch.next_check = PlannedCheck{event.rule, event.at, event.overdue_at};
}
void evolve(Watch& watch, const ChecksOver&, const Meta&) { watch.next_check.reset(); }
void evolve(Watch& watch, const ConditionNoticed& event, const Meta& meta) {
    watch.noticed.push_back({event.rule, meta.happened_at});
}
void evolve(Watch& watch, const ConditionPassed& event, const Meta&) {
    std::erase_if(watch.noticed, [&](const NoticedCondition& each) { return each.rule == event.rule; });
}
void evolve(Watch& watch, const AlarmRaised& event, const Meta& meta) {
    watch.alarms.push_back({.alarm = event.alarm,
                            .rule = event.rule,
                            .source = event.source,
                            .priority = event.priority,
                            .unverified = event.unverified,
                            .measure = event.measure,
                            .value = event.value,
                            .limit = event.limit,
                            .state = AlarmState::active,
                            .raised_at = meta.recorded_at,
                            .escalate_at = event.escalate_at});
    ++watch.burden.raised;
}
void evolve(Watch& watch, const AlarmConditionBegan& event, const Meta& meta) {
    move(watch, event.alarm, AlarmInput::condition_begins, meta);
}
void evolve(Watch& watch, const AlarmConditionEnded& event, const Meta& meta) {
    move(watch, event.alarm, AlarmInput::condition_ends, meta);
    drop_ended(watch);
}
void evolve(Watch& watch, const AlarmAcknowledged& event, const Meta& meta) {
    Alarm* alarm = find_alarm(watch, event.alarm);
    if (!alarm) return;
    // An alarm that reminded is acknowledged more than once and counted once.
    if (!alarm->acknowledged_at) {
        ++watch.burden.acknowledged;
        ++(!event.actionable   ? watch.burden.not_said
           : *event.actionable ? watch.burden.actionable
                               : watch.burden.not_actionable);
    }
    alarm->acknowledged_at = meta.recorded_at;
    alarm->acknowledged_by = meta.who;
    alarm->remind_at = event.remind_at;
    move(watch, event.alarm, AlarmInput::acknowledged, meta);
    drop_ended(watch);
}
void evolve(Watch& watch, const AlarmReminded& event, const Meta& meta) {
    if (Alarm* alarm = find_alarm(watch, event.alarm)) {
        alarm->escalate_at = event.escalate_at;
        alarm->escalated_at.reset();
        alarm->remind_at.reset();
    }
    move(watch, event.alarm, AlarmInput::reminded, meta);
}
void evolve(Watch& watch, const AlarmEscalated& event, const Meta& meta) {
    Alarm* alarm = find_alarm(watch, event.alarm);
    if (!alarm) return;
    alarm->escalated_at = meta.recorded_at;
    ++watch.burden.escalated;
}
void evolve(Watch& watch, const AlarmsPaused& event, const Meta&) { watch.paused_until = event.until; }
void evolve(Watch& watch, const AlarmPauseEnded&, const Meta&) { watch.paused_until.reset(); }
void evolve(Watch&, const ContactLost&, const Meta&) {}
void evolve(Watch& watch, const WatchEnded&, const Meta& meta) {
    watch.ended_at = meta.happened_at;
    watch.next_check.reset();
    watch.noticed.clear();
}

}  // namespace afterglow::clinic
