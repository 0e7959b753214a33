#include "tests/worlds/ledger.h"

#include <algorithm>

namespace afterglow::worlds {

using clinic::Evidence;
using clinic::Rule;

namespace {

Milliseconds seconds(std::int64_t n) { return {n * 1000}; }

}  // namespace

Expected* Ledger::open(const std::string& rule, AlarmSource source) {
    const auto found = std::ranges::find_if(
        alarms_, [&](const Expected& each) { return !each.over && each.rule == rule && each.source == source; });
    return found == alarms_.end() ? nullptr : &*found;
}

Milliseconds Ledger::patience(AlarmPriority priority) const {
    const clinic::AlarmPolicy& policy = pack_->alarm_policy;
    if (priority == AlarmPriority::high) return seconds(policy.escalate_high_s.value);
    if (priority == AlarmPriority::medium) return seconds(policy.escalate_medium_s.value);
    return seconds(policy.escalate_low_s.value);
}

void Ledger::begin(const Rule& rule, AlarmPriority priority, AlarmSource source, Instant now) {
    if (Expected* alarm = open(rule.id, source)) {
        alarm->there = true;
        return;
    }
    Expected alarm;
    alarm.number = static_cast<std::int64_t>(alarms_.size()) + 1;
    alarm.rule = rule.id;
    alarm.source = source;
    // What nobody has verified informs, and no more than that.
    alarm.priority = rule.evidence == Evidence::M && !confirmed_->contains(rule.id) ? AlarmPriority::low : priority;
    alarm.raised_at = now;
    alarm.escalate_at = now + patience(alarm.priority);
    alarms_.push_back(alarm);
}

void Ledger::end(const std::string& rule, AlarmSource source) {
    Expected* alarm = open(rule, source);
    if (!alarm) return;
    alarm->there = false;
    alarm->over = alarm->acknowledged;
}

bool Ledger::is_outdated(Measure measure, AlarmSource source, Instant at) const {
    const auto& known = source == AlarmSource::device ? by_device_ : by_people_;
    const auto found = known.find(measure);
    return found != known.end() && found->second > at;
}

void Ledger::observe(AlarmSource source, const Values& values, Instant at, Instant now) {
    for (const clinic::AlarmRule& rule : pack_->alarms) {
        const auto value = values.find(rule.measure);
        if (value == values.end() || is_outdated(rule.measure, source, at)) continue;
        const bool bad = (rule.above && value->second > *rule.above) || (rule.below && value->second < *rule.below);
        if (!bad) {
            end(rule.id, source);
            if (source == AlarmSource::device) noticed_.erase(rule.id);
            continue;
        }
        if (source == AlarmSource::device && rule.for_s > 0 && !open(rule.id, source)) {
            const auto [since, is_new] = noticed_.emplace(rule.id, at);
            if (is_new || at - since->second < seconds(rule.for_s)) continue;
        }
        begin(rule, rule.priority, source, now);
    }
    if (values.contains(Measure::systolic_mmhg)) check_made(at);
    auto& known = source == AlarmSource::device ? by_device_ : by_people_;
    for (const auto& [measure, value] : values) {
        Instant& newest = known.try_emplace(measure, at).first->second;
        newest = std::max(newest, at);
    }
}

void Ledger::check_made(Instant at) {
    if (!dosed_at_ || at < *dosed_at_) return;
    for (const AlarmSource each : {AlarmSource::device, AlarmSource::typed}) {
        if (is_outdated(Measure::systolic_mmhg, each, at)) return;
    }
    if (check_) end(check_->rule.value, AlarmSource::overdue);
    plan(at);
}

void Ledger::plan(Instant from) {
    const auto rule = std::ranges::find_if(pack_->monitoring, [&](const clinic::MonitoringRule& each) {
        return each.route == route_ && from - *dosed_at_ >= minutes(each.from_min) &&
               from - *dosed_at_ < minutes(each.until_min);
    });
    if (rule == pack_->monitoring.end()) {
        check_.reset();
        return;
    }
    const Instant at = from + minutes(rule->every_min);
    check_ = clinic::PlannedCheck{Code{rule->id}, at, at + minutes(pack_->alarm_policy.check_overdue_min.value)};
}

void Ledger::device(const Values& values, Instant at, Instant now) {
    silent_at_ = now + seconds(pack_->alarm_policy.device_silence_s.value);
    end(pack_->alarm_policy.device_silence_s.id, AlarmSource::silence);
    observe(AlarmSource::device, values, at, now);
}

void Ledger::typed(const Values& values, Instant at, Instant now) { observe(AlarmSource::typed, values, at, now); }

void Ledger::dosed(clinic::Route route, Instant at) {
    route_ = route;
    dosed_at_ = at;
    plan(at);
}

void Ledger::acknowledged(std::int64_t number, std::optional<bool> actionable, Instant now) {
    Expected& alarm = alarms_.at(static_cast<std::size_t>(number) - 1);
    if (alarm.acknowledgements++ == 0) alarm.actionable = actionable;
    alarm.acknowledged = true;
    alarm.remind_at = now + seconds(pack_->alarm_policy.remind_s.value);
    alarm.over = !alarm.there;
}

void Ledger::look_after(Instant now) {
    for (Expected& each : alarms_) {
        if (each.calls() && !each.escalated && each.escalate_at <= now) {
            each.escalated = true;
            each.escalations.push_back(now);
        } else if (!each.over && each.acknowledged && each.remind_at <= now) {
            each.acknowledged = each.escalated = false;
            each.escalate_at = now + patience(each.priority);
        }
    }
    const clinic::AlarmPolicy& policy = pack_->alarm_policy;
    if (silent_at_ && *silent_at_ <= now)
        begin(policy.device_silence_s, policy.device_silence_s.priority, AlarmSource::silence, now);
    if (check_ && check_->overdue_at <= now) {
        const auto rule = std::ranges::find(pack_->monitoring, check_->rule.value, &clinic::MonitoringRule::id);
        begin(*rule, policy.check_overdue_min.priority, AlarmSource::overdue, now);
    }
}

Counts Ledger::counts() const {
    Counts counts;
    for (const Expected& each : alarms_) {
        ++counts.raised;
        counts.escalated += static_cast<std::int64_t>(each.escalations.size());
        if (each.acknowledgements == 0) continue;
        ++counts.acknowledged;
        ++(!each.actionable ? counts.not_said : *each.actionable ? counts.actionable : counts.not_actionable);
    }
    return counts;
}

bool Ledger::has_latched() const {
    return std::ranges::any_of(alarms_, [](const Expected& each) { return each.calls() && !each.there; });
}

}  // namespace afterglow::worlds
