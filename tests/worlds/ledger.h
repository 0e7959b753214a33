#pragma once
// The tester's own account of one session: which alarms there must have been, from what was accepted and when, by the rules
// of the clinic's pack. It never asks the server. Written apart from the program, so that a mistake there is not made here.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "clinic/watch/watch.h"

namespace afterglow::worlds {

using clinic::AlarmPriority;
using clinic::AlarmSource;
using clinic::Measure;
using Values = std::map<Measure, double>;

struct Expected {
    std::int64_t number = 0;
    std::string rule;
    AlarmSource source = AlarmSource::device;
    AlarmPriority priority = AlarmPriority::low;
    Instant raised_at;
    bool there = true;          // its condition
    bool acknowledged = false;  // and not reminded since
    bool escalated = false;     // since it was raised or reminded
    bool over = false;
    Instant escalate_at, remind_at;

    // What must be in the journal of it.
    std::size_t acknowledgements = 0;
    std::optional<bool> actionable;  // as the first who acknowledged it said
    std::vector<Instant> escalations;

    bool calls() const { return !over && !acknowledged; }
};

struct Counts {
    std::int64_t raised = 0, acknowledged = 0, escalated = 0, actionable = 0, not_actionable = 0, not_said = 0;
    bool operator==(const Counts&) const = default;
};

class Ledger {
public:
    Ledger(const clinic::Pack& pack, const std::set<std::string>& confirmed) : pack_(&pack), confirmed_(&confirmed) {}

    // Accepted by the desk: measured at `at`, decided at `now`.
    void device(const Values& values, Instant at, Instant now);
    void typed(const Values& values, Instant at, Instant now);
    void dosed(clinic::Route route, Instant at);
    void acknowledged(std::int64_t number, std::optional<bool> actionable, Instant now);
    void look_after(Instant now);  // the keeper's round

    const std::vector<Expected>& alarms() const { return alarms_; }
    const std::optional<clinic::PlannedCheck>& check() const { return check_; }
    Counts counts() const;
    // An alarm whose condition passed and that nobody has acknowledged.
    bool has_latched() const;

private:
    Expected* open(const std::string& rule, AlarmSource source);
    void begin(const clinic::Rule& rule, AlarmPriority priority, AlarmSource source, Instant now);
    void end(const std::string& rule, AlarmSource source);
    void observe(AlarmSource source, const Values& values, Instant at, Instant now);
    void check_made(Instant at);
    void plan(Instant from);
    bool is_outdated(Measure measure, AlarmSource source, Instant at) const;
    Milliseconds patience(AlarmPriority priority) const;

    const clinic::Pack* pack_;
    const std::set<std::string>* confirmed_;
    std::vector<Expected> alarms_;
    std::map<std::string, Instant> noticed_;            // since when a device's condition lasts
    std::map<Measure, Instant> by_device_, by_people_;  // the newest measurement
    std::optional<Instant> silent_at_, dosed_at_;
    clinic::Route route_ = clinic::Route::oral;
    std::optional<clinic::PlannedCheck> check_;
};

}  // namespace afterglow::worlds
