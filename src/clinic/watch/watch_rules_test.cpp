// Random hours in a dosing room: readings in and out of their limits, late ones, silence, doses, people who acknowledge or do
// not, a program that is killed and comes back. What the room knows is kept here, and every alarm condition is accounted for:
// acknowledged by a person, or escalated (P25); the burden is what people said of it (P28).
//
// AFTERGLOW_LONG=1 makes it ten thousand sessions; AFTERGLOW_SEED repeats a run.

#include <gtest/gtest.h>

#include <map>

#include "clinic/dosing/dosing.h"
#include "clinic/random.h"
#include "clinic/testing.h"
#include "clinic/watch/watch.h"

namespace afterglow::clinic {
namespace {

using namespace example;

constexpr int kActs = 120;
constexpr Milliseconds seconds(std::int64_t n) { return {n * 1000}; }

// What the clinic could get wrong, planted.
struct Faults {
    bool clears_on_recovery = false;   // an alarm whose condition has gone is gone
    bool counts_self_cleared = false;  // as if somebody had acted on it
    bool forgets_when_killed = false;  // alarms live in the memory of the program
    bool keeper_sleeps = false;        // nobody looks after what is due
    bool twice_escalated = false;      // the escalation is not recorded as done
};

// One alarm, as the room saw it.
struct Seen {
    std::string rule;
    AlarmSource source = AlarmSource::typed;
    bool condition = true, answered = false, escalated = false;
    std::optional<bool> label;  // what was said of it, the first time
    bool labelled = false;
    Instant escalate_at;
    bool over() const { return answered && !condition; }
};
// The newest value of one measure from one source, and since when it has been outside the limits.
struct Newest {
    double value = 0;
    Instant at;
    std::optional<Instant> outside_since;
};

class Room {
public:
    Room(std::uint64_t seed, Faults faults) : dice_(seed), faults_(faults) {
        fold_all(one_event(watch_stream(kSession), WatchBegan{kSession, kPatient, kCourse, {}, false}),
                 example::at(now_));
        session_.id = kSession;
        session_.stage = SessionStage::dosed;
    }
    void act() {
        now_ = now_ +
               dice_.pick_of({seconds(1), seconds(1), seconds(10), seconds(10), seconds(45), minutes(4), minutes(17)});
        look_after();
        switch (dice_.pick(12)) {
            case 0: dose(); break;
            case 1:
            case 2:
            case 3: type(); break;
            case 4:
            case 5:
            case 6: acknowledge(); break;
            case 7: pause(); break;
            default: receive(); break;
        }
        if (dice_.one_in(10)) kill();
        check();
    }
    std::string complaint;  // the first
    std::int64_t raised() const { return static_cast<std::int64_t>(seen_.size()); }
    std::int64_t escalations() const { return escalations_; }
    void check_journal() {
        Watch again;
        for (const auto& [event, meta] : journal_)
            kind_of_stream(event.stream).fold(&again, event.name, *parse_json(event.payload), meta);
        if (to_json(again) != to_json(watch_)) complain("the journal folds to something else");
    }

private:
    Dice dice_;
    Faults faults_;
    Instant now_ = kNow;
    Watch watch_;
    Session session_;
    std::vector<std::pair<DecidedEvent, Meta>> journal_;
    std::map<std::int64_t, Seen> seen_;
    std::map<std::pair<Measure, AlarmSource>, Newest> newest_;
    std::optional<Instant> heard_;  // a device
    std::int64_t escalations_ = 0;

    void complain(const std::string& what) {
        if (complaint.empty()) complaint = what;
    }

    // ---- what happens

    void kill() {
        Watch again = from_json<Watch>(to_json(watch_)).value();
        if (to_json(again) != to_json(watch_)) complain("the state is another one after it was read again");
        if (faults_.forgets_when_killed) again.alarms.clear();
        watch_ = again;
    }
    Act happening(Instant measured) {
        Act act = example::at(now_);
        act.at = std::max(measured, kNow);
        return act;
    }
    Vitals values() {
        Vitals vitals;
        const int which = dice_.pick(7);
        if (which != 1) vitals.systolic_mmhg = dice_.pick_of({80, 90, 120, 120, 120, 160, 161, 200});
        if (which == 1 || which == 2) vitals.heart_rate_bpm = dice_.pick_of({44, 45, 80, 120, 130, 130, 130});
        if (which == 3) vitals.spo2_percent = dice_.pick_of({85, 92, 97});
        if (which == 4) vitals.nausea_0_10 = dice_.pick_of({2, 7, 8});
        return vitals;
    }
    Instant measured() { return now_ - dice_.pick_of({seconds(0), seconds(0), seconds(0), seconds(5), seconds(90)}); }

    void receive() {
        const Act act = happening(measured());
        const ReceiveReading command{kSession, {{"monitor"}, {"1"}, values()}};
        const auto decided = decide(watch_, session_, command, act);
        if (!decided.ok()) return complain("a reading was refused: " + code_of(decided));
        fold_all(*decided, act);
        heard_ = now_;
        note(command.reading.vitals, AlarmSource::device, act.at);
    }
    void type() {
        const Act act = happening(measured());
        const Vitals vitals = values();
        Events events;
        observe(events, watch_, session_, vitals, AlarmSource::typed, act);
        fold_all(events, act);
        session_.vitals.push_back({.id = act.command, .happened_at = act.at, .data = {vitals, {}, {}}});
        note(vitals, AlarmSource::typed, act.at);
    }
    void dose() {
        const Act act = example::at(now_);
        const Route route = dice_.pick_of({Route::oral, Route::oral, Route::intramuscular});
        Events events;
        plan_checks_after_dose(events, watch_, route, act);
        fold_all(events, act);
        session_.doses.push_back({.id = act.command, .happened_at = now_, .data = {example::dose(100, route), {}, {}}});
    }
    void acknowledge() {
        if (watch_.alarms.empty()) return;
        const Alarm alarm = watch_.alarms[static_cast<std::size_t>(dice_.pick(static_cast<int>(watch_.alarms.size())))];
        const Act act = example::at(now_);
        const std::optional<bool> actionable =
            dice_.pick_of({std::optional<bool>(true), std::optional<bool>(false), std::optional<bool>()});
        const auto decided = decide(watch_, AcknowledgeAlarm{kSession, alarm.alarm, actionable, {}}, act);
        if (decided.ok() != signals(alarm.state)) complain("an acknowledgement was taken or refused wrongly");
        if (!decided.ok()) return;
        Seen& seen = seen_[alarm.alarm];
        if (!seen.labelled) seen.label = actionable, seen.labelled = true;
        fold_all(*decided, act);
    }
    void pause() {
        const Act act = example::at(now_);
        const auto decided = dice_.one_in(3) ? decide(watch_, EndPause{kSession}, act)
                                             : decide(watch_, PauseAlarms{kSession, {1 + dice_.pick(150)}}, act);
        if (decided.ok()) fold_all(*decided, act);
        if (watch_.paused_until && *watch_.paused_until > now_ + seconds(120)) complain("a pause is too long");
    }

    // As the keeper does; sometimes the program was not there for a while, and everything is due at once.
    void look_after() {
        if (faults_.keeper_sleeps) return;
        const bool was_away = dice_.one_in(4);
        for (int times = 0;; ++times) {
            const auto due = due_at(watch_);
            if (!due || *due > now_) break;
            if (times == 100) return complain("what is due stays due");
            look_after_at(was_away ? now_ : *due, *due);
        }
        const auto due = due_at(watch_);
        const Instant before = due ? *due - Milliseconds{1} : now_ + days(1);
        if (!decide(watch_, LookAfter{kSession}, example::at(before))->list().empty())
            complain("something is due before its time");
        if (due && decide(watch_, LookAfter{kSession}, example::at(*due))->list().empty())
            complain("nothing is done when something is due");
    }
    void look_after_at(Instant when, Instant due) {
        const Act act = example::at(when);
        const auto decided = decide(watch_, LookAfter{kSession}, act);
        if (decided->list().empty()) complain("nothing is done when something is due");
        fold_all(*decided, act);
        const auto next = due_at(watch_);
        if (next && *next <= due && !faults_.twice_escalated) complain("what was done is due again");
    }

    // ---- what came of it

    void fold_all(const Events& events, const Context& context) {
        for (const DecidedEvent& event : events.list()) {
            if (!event.stream.starts_with("watch:")) continue;  // a task
            const Meta meta{context.command, context.who, context.happened_at, context.now};
            journal_.emplace_back(event, meta);
            note_event(event, context.now);
            const Watch before = watch_;
            kind_of_stream(event.stream).fold(&watch_, event.name, *parse_json(event.payload), meta);
            plant(event, before);
        }
    }
    void plant(const DecidedEvent& event, const Watch& before) {
        if (event.name == "AlarmConditionEnded") {
            const auto number = from_json<AlarmConditionEnded>(event.payload)->alarm;
            const bool alone = std::ranges::find(before.alarms, number, &Alarm::alarm)->state == AlarmState::active;
            if (alone && faults_.counts_self_cleared) ++watch_.burden.actionable;
            if (alone && faults_.clears_on_recovery)
                std::erase_if(watch_.alarms, [&](const Alarm& each) { return each.alarm == number; });
        }
        if (event.name == "AlarmEscalated" && faults_.twice_escalated) watch_.alarms[0].escalated_at.reset();
    }
    void note_event(const DecidedEvent& event, Instant now) {
        const auto number = [&] { return *parse_json(event.payload)->find("alarm")->integer(); };
        if (event.name == "AlarmRaised") {
            const AlarmRaised raised = *from_json<AlarmRaised>(event.payload);
            if (raised.alarm != static_cast<std::int64_t>(seen_.size()) + 1) complain("numbers are not given in order");
            seen_[raised.alarm] = {
                .rule = raised.rule.value, .source = raised.source, .escalate_at = raised.escalate_at};
        } else if (event.name == "AlarmConditionBegan") {
            seen_[number()].condition = true;
        } else if (event.name == "AlarmConditionEnded") {
            seen_[number()].condition = false;
        } else if (event.name == "AlarmAcknowledged") {
            seen_[number()].answered = true;
        } else if (event.name == "AlarmReminded") {
            Seen& seen = seen_[number()];
            if (!seen.answered || !seen.condition) complain("an alarm reminds that should not");
            seen.answered = seen.escalated = false;
            seen.escalate_at = from_json<AlarmReminded>(event.payload)->escalate_at;
        } else if (event.name == "AlarmEscalated") {
            Seen& seen = seen_[number()];
            if (seen.escalated || seen.answered || now < seen.escalate_at) complain("an alarm is escalated wrongly");
            seen.escalated = true;
            ++escalations_;
        }
    }
    void note(const Vitals& vitals, AlarmSource source, Instant at) {
        for_each_enumerator<Measure>([&](Measure measure, std::string_view) {
            const auto value = value_of(vitals, measure);
            Newest& newest = newest_[{measure, source}];
            if (!value || at < newest.at) return;
            newest.value = *value, newest.at = at;
            const AlarmRule* rule = rule_of(measure);
            const bool outside =
                rule && ((rule->above && *value > *rule->above) || (rule->below && *value < *rule->below));
            if (!outside) newest.outside_since.reset();
            if (outside && !newest.outside_since) newest.outside_since = at;
        });
    }
    static const AlarmRule* rule_of(Measure measure) {
        const auto found = std::ranges::find(pack().alarms, measure, &AlarmRule::measure);
        return found == pack().alarms.end() ? nullptr : &*found;
    }

    // ---- what must be so

    void check() {
        check_each();
        check_conditions();
        check_burden();
    }
    void check_each() {
        for (const auto& [number, seen] : seen_) {
            const auto alarm = std::ranges::find(watch_.alarms, number, &Alarm::alarm);
            if (alarm == watch_.alarms.end()) {
                if (!seen.over()) complain("an alarm was dropped: " + seen.rule);
                continue;
            }
            if (seen.over()) complain("an alarm did not end: " + seen.rule);
            if (signals(alarm->state) == seen.answered) complain("an alarm does not signal as it must: " + seen.rule);
        }
        // Looked at before the last act: what was due a second ago is done.
        for (const auto& [number, seen] : seen_) {
            if (!seen.answered && !seen.escalated && seen.escalate_at < now_)
                complain("nobody was called: " + seen.rule);
        }
    }
    bool is_there(std::string_view rule, AlarmSource source) const {
        return std::ranges::any_of(seen_, [&](const auto& each) {
            return each.second.source == source && each.second.condition && (rule.empty() || each.second.rule == rule);
        });
    }
    void check_conditions() {
        for (const auto& [key, newest] : newest_) {
            const AlarmRule* rule = rule_of(key.first);
            if (!rule) continue;
            const bool there = is_there(rule->id, key.second);
            const bool waits = key.second == AlarmSource::device && rule->for_s > 0;
            const bool must =
                newest.outside_since && (!waits || newest.at - *newest.outside_since >= seconds(rule->for_s));
            if (must && !there) complain("a condition without an alarm: " + rule->id);
            if (!newest.outside_since && there) complain("an alarm without its condition: " + rule->id);
        }
        const bool silent = heard_ && now_ - *heard_ >= seconds(pack().alarm_policy.device_silence_s.value);
        if (silent != is_there({}, AlarmSource::silence)) complain("silence and its alarm do not go together");
        if (watch_.next_check && watch_.next_check->overdue_at < now_ && !is_there({}, AlarmSource::overdue))
            complain("an overdue check without an alarm");
    }
    // Counted again from what was seen and said.
    void check_burden() {
        AlarmBurden burden{.raised = raised(), .escalated = escalations_};
        for (const auto& [number, seen] : seen_) {
            if (!seen.labelled) continue;
            ++burden.acknowledged;
            ++(!seen.label ? burden.not_said : *seen.label ? burden.actionable : burden.not_actionable);
        }
        if (to_json(burden) != to_json(watch_.burden)) complain("the burden is not what people said");
    }
};

std::string first_complaint(std::uint64_t seed, Faults faults = {}) {
    Room room(seed, faults);
    for (int i = 0; i < kActs && room.complaint.empty(); ++i) room.act();
    if (room.complaint.empty()) room.check_journal();
    return room.complaint;
}

TEST(WatchRules, EveryConditionIsAccountedFor) {
    const std::uint64_t sessions = is_long() ? 10'000 : 400;
    for (std::uint64_t i = 0; i < sessions; ++i)
        ASSERT_EQ(first_complaint(seed() + i), "") << "AFTERGLOW_SEED=" << seed() + i;
}

TEST(WatchRules, TheSearchGoesFar) {
    std::int64_t raised = 0, escalated = 0;
    for (std::uint64_t i = 0; i < 50; ++i) {
        Room room(seed() + i, {});
        for (int k = 0; k < kActs; ++k) room.act();
        raised += room.raised(), escalated += room.escalations();
    }
    EXPECT_GT(raised, 500);
    EXPECT_GT(escalated, 100);
}

// ---- planted faults: the same look finds them -------------------------------------------------------------------------------------

bool is_found(Faults faults) {
    for (std::uint64_t i = 0; i < 50; ++i) {
        if (!first_complaint(seed() + i, faults).empty()) return true;
    }
    return false;
}

TEST(WatchRules, AnAlarmClearedByRecoveryIsFound) { EXPECT_TRUE(is_found({.clears_on_recovery = true})); }
TEST(WatchRules, AnAlarmForgottenByAKillIsFound) { EXPECT_TRUE(is_found({.forgets_when_killed = true})); }
TEST(WatchRules, ATimerThatNobodyKeepsIsFound) { EXPECT_TRUE(is_found({.keeper_sleeps = true})); }
TEST(WatchRules, ASelfClearedAlarmCountedAsActedOnIsFound) { EXPECT_TRUE(is_found({.counts_self_cleared = true})); }
TEST(WatchRules, AnEscalationDoneTwiceIsFound) { EXPECT_TRUE(is_found({.twice_escalated = true})); }

}  // namespace
}  // namespace afterglow::clinic
