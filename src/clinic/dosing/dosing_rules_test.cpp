// Rules that hold for dosing sessions whatever is commanded in whatever order.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "clinic/dosing/dosing.h"
#include "clinic/random.h"
#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

constexpr int kCommands = 60;
const std::vector<SessionId> kSessions{kSession, id<SessionId>(602), id<SessionId>(603)};

// How a command is decided; a planted fault is another way.
struct Deciders {
    Result<Events> (*give)(const Session&, const Course&, const GiveDose&, const Context&) = decide;
    Result<Events> (*release)(const Session&, const ReleasePatient&, const Context&) = decide;
};

struct Step {
    World& world;
    const SessionId session_id;
    Act act;
    const Deciders& deciders;
    const Session& session() const { return world.session(session_id); }

    template <class Command>
    Result<Events> run(const Command& command) const {
        if constexpr (requires { decide(session(), world.course(), command, Context(act)); }) {
            return decide(session(), world.course(), command, act);
        } else {
            return decide(session(), command, act);
        }
    }
    Result<Events> run(const GiveDose& command) const { return deciders.give(session(), world.course(), command, act); }
    Result<Events> run(const ReleasePatient& command) const { return deciders.release(session(), command, act); }

    Result<Events> before_dose() const {
        switch (pick(6)) {
            case 0: {
                Readiness form = readiness();
                form.suicidality = pick_of({Suicidality::none, Suicidality::none, Suicidality::active_thoughts});
                return run(RecordInSession<Readiness>{session_id, form, {}});
            }
            case 1: return run(RecordInSession<Measured>{session_id, pressure(pick_of({120, 120, 170}), 80), {}});
            case 2: return run(OrderDose{session_id, oral(pick_of({40, 60, 60, 100, 130}))});
            case 3: return run(TakeTimeOut{session_id, time_out()});
            default: {
                DoseForm form = dose(pick_of({50, 60, 100}));
                form.reason = Line{"x"};
                return run(GiveDose{session_id, form});
            }
        }
    }
    Result<Events> after_dose() const {
        switch (pick(6)) {
            case 0: return run(EndDosing{session_id, {}});
            case 1: return run(RecordInSession<Discharge>{session_id, discharge(), {}});
            case 2: return run(ReleasePatient{session_id, release()});
            case 3: return run(CloseOut{session_id, {{"x"}, {count_adverse_events(session())}}});
            case 4:
                if (one_in(10)) return run(CancelSession{session_id, {"x"}});
                [[fallthrough]];
            default: return run(RecordInSession<Mark>{session_id, Mark{}, {}});
        }
    }
    Result<Events> around() const {
        const Course& course = world.course();
        switch (pick(7)) {
            case 0: return decide(course, WithdrawConsent{kCourse, course.consents.back().id, {}}, act);
            case 1: return decide(course, SignConsent{kCourse, consent()}, act);
            case 2:
                return decide(course, Decide{kCourse, decision(pick_of({Verdict::indicated, Verdict::not_indicated}))},
                              act);
            case 3:
                return decide(
                    course,
                    AssessCriteria{kCourse,
                                   {{{"ex.somatic"}, pick_of({YesNoUnknown::yes, YesNoUnknown::no}), Line{"x"}}}},
                    act);
            default: return run(OpenSession{session_id, kCourse, {}, {kSecond}, kThird});
        }
    }
};

// Mostly what comes next in an ordinary session, so that many come to their end.
Result<Events> next_of(const Step& step) {
    const Session& session = step.session();
    const SessionId& which = step.session_id;
    if (!session.exists()) return step.run(OpenSession{which, kCourse, {}, {kSecond}, kThird});
    const Course& course = step.world.course();
    if (!is_indicated(course)) return decide(course, Decide{kCourse, decision(Verdict::indicated)}, step.act);
    if (!valid_consent(course.consents, course.withdrawals, "treatment"))
        return decide(course, SignConsent{kCourse, consent()}, step.act);
    switch (session.stage) {
        case SessionStage::arrival:
            if (session.readiness.empty() || one_in(5))
                return step.run(RecordInSession<Readiness>{which, readiness(), {}});
            if (session.vitals.empty() || one_in(5))
                return step.run(RecordInSession<Measured>{which, pressure(120, 80), {}});
            if (session.orders.empty()) return step.run(OrderDose{which, oral(60)});
            if (session.time_outs.empty()) return step.run(TakeTimeOut{which, time_out()});
            return step.run(GiveDose{which, dose(60)});
        case SessionStage::dosed: return step.run(EndDosing{which, {}});
        case SessionStage::recovery:
            if (session.discharges.empty()) return step.run(RecordInSession<Discharge>{which, discharge(), {}});
            return step.run(ReleasePatient{which, release()});
        case SessionStage::released: return step.run(CloseOut{which, {{"x"}, {0}}});
        case SessionStage::closed:
        case SessionStage::cancelled: break;
    }
    return refuse("session_over");
}

// `look(before, after, course before)` is asked about the session after each command.
template <class Look>
void random_sessions(World& world, const Deciders& deciders, Look look) {
    world.course_in(Phase::preparation);
    Instant now = kNow;
    for (int i = 0; i < kCommands; ++i) {
        now = now + minutes(pick_of({1, 5, 40}));
        if (pick(25) == 0) now = now + days(pick_of({1, 7}));
        Act act = signing(now - minutes(pick_of({0, 0, 0, 10})));  // sometimes it happened a while ago
        act.now = now;
        act.who = pick_of({kClinician, kThird});
        act.witness = pick_of({kClinician, kSecond});
        const Step step{world,
                        world.course().open_session && pick(4) ? *world.course().open_session : pick_of(kSessions), act,
                        deciders};
        const Session before = step.session();
        const Course course = world.course();
        const int what = pick(16);
        const auto decided = what > 11   ? next_of(step)
                             : what < 6  ? step.before_dose()
                             : what < 10 ? step.after_dose()
                                         : step.around();
        if (decided.ok()) world.apply(decided, act);
        look(before, step.session(), course);
    }
}

const Entry<Order>* order_of(const Session& session, const Entry<Dose>& dose) {
    return find_entry(session.orders, dose.data.order);
}

bool has_time_out_by_two(const Session& session, const Entry<Dose>& dose) {
    return std::any_of(session.time_outs.begin(), session.time_outs.end(), [&](const Entry<WitnessedTimeOut>& each) {
        return each.data.order == dose.data.order && each.data.witness != each.by &&
               each.happened_at <= dose.happened_at;
    });
}

// What must have been so the moment a dose was given; `session` and `course` are as they were just before.
bool was_right(const Session& session, const Course& course, const Entry<Dose>& given) {
    const Entry<Order>* order = order_of(session, given);
    const Entry<ConsentForm>* consent = valid_consent(course.consents, course.withdrawals, "treatment");
    const Entry<Readiness>* readiness = standing(session.readiness);
    if (!order || !order->signature || !consent || !readiness || !is_indicated(course) || is_decision_outdated(course))
        return false;
    const bool baseline = std::any_of(session.vitals.begin(), session.vitals.end(),
                                      [&](const auto& each) { return each.happened_at <= given.happened_at; });
    const std::int64_t mg = given.data.dose.dose_mg.micrograms;
    return baseline && has_time_out_by_two(session, given) &&
           readiness->data.suicidality < Suicidality::active_thoughts && consent->happened_at <= given.happened_at &&
           order->happened_at <= given.happened_at && mg <= order->data.total_mg.micrograms &&
           order->data.total_mg.micrograms >= 50'000 && order->data.total_mg.micrograms <= 120'000 &&
           course.phase >= Phase::preparation &&
           (session.stage == SessionStage::arrival || session.stage == SessionStage::dosed);
}

void check_doses(const Deciders& deciders) {
    World world;
    random_sessions(world, deciders, [](const Session& before, const Session& after, const Course& course) {
        if (after.doses.size() > before.doses.size()) RC_ASSERT(was_right(before, course, after.doses.back()));
    });
}

RC_GTEST_PROP(DosingRules, NoDoseWithoutAllItRestsOn, ()) { check_doses({}); }

bool is_orderly(const Session& before, const Session& after) {
    if (after.stage < before.stage) return false;
    if (after.stage == SessionStage::cancelled)
        return before.stage == SessionStage::arrival || before.stage == SessionStage::cancelled;
    if (static_cast<int>(after.stage) - static_cast<int>(before.stage) > 1) return false;
    if (!after.releases.empty() &&
        (!after.dosing_ended_at || after.releases.back().happened_at < *after.dosing_ended_at))
        return false;
    if (!after.close_outs.empty() && after.releases.empty()) return false;
    return std::all_of(after.doses.begin(), after.doses.end(), [&](const Entry<Dose>& each) {
        return !after.dosing_ended_at || each.happened_at <= *after.dosing_ended_at;
    });
}

RC_GTEST_PROP(DosingRules, StagesFollowOneAnother, ()) {
    World world;
    random_sessions(world, {}, [](const Session& before, const Session& after, const Course&) {
        RC_ASSERT(is_orderly(before, after));
    });
}

RC_GTEST_PROP(DosingRules, NothingOfOneSessionAppearsInAnother, ()) {
    World world;
    random_sessions(world, {}, [&](const Session&, const Session&, const Course&) {});
    std::set<std::string> ids;
    std::size_t count = 0;
    const auto collect = [&](const auto& entries) {
        for (const auto& each : entries) ids.insert(each.id.value), ++count;
    };
    std::size_t doses = 0;
    for (const SessionId& each : kSessions) {
        const Session& session = world.session(each);
        collect(session.readiness), collect(session.vitals), collect(session.orders), collect(session.time_outs),
            collect(session.doses);
        collect(session.marks), collect(session.discharges), collect(session.releases), collect(session.close_outs);
        for (const Entry<Dose>& dose : session.doses) RC_ASSERT(order_of(session, dose) != nullptr);
        doses += session.doses.size();
    }
    RC_ASSERT(ids.size() == count);
    RC_ASSERT(world.course().doses.size() == doses);
}

RC_GTEST_PROP(DosingRules, OneOpenSessionAtATime, ()) {
    World world;
    random_sessions(world, {}, [&](const Session&, const Session&, const Course&) {
        int open = 0;
        for (const std::string& stream : world.streams_of_kind("session")) {
            const Session& session = world.get<Session>(stream);
            open += session.exists() && session.stage < SessionStage::closed;
        }
        RC_ASSERT(open <= 1 && (open == 1) == world.course().open_session.has_value());
    });
}

RC_GTEST_PROP(DosingRules, WhatIsSignedNeverChanges, ()) {
    World world;
    random_sessions(world, {}, [](const Session& before, const Session& after, const Course&) {
        for (const Entry<Order>& each : before.orders)
            RC_ASSERT(to_json(find_entry(after.orders, each.id)->data) == to_json(each.data));
        for (const Entry<Release>& each : before.releases)
            RC_ASSERT(to_json(find_entry(after.releases, each.id)->data) == to_json(each.data));
        for (const Entry<Order>& each : after.orders)
            RC_ASSERT(each.signature->content_sha256 == sha256_hex(to_json(each.data)));
    });
}

// ---- planted faults: the rules of above notice ------------------------------------------------------------------------------------

// As if the rule were not there: decides on a course that says yes to everything.
Result<Events> trusting_give(const Session& session, const Course& course, const GiveDose& command,
                             const Context& context) {
    Course agreeable = course;
    agreeable.withdrawals.clear();
    return decide(session, agreeable, command, context);
}
Result<Events> reopening_give(const Session& session, const Course& course, const GiveDose& command,
                              const Context& context) {
    Session reopened = session;
    if (session.exists()) reopened.stage = SessionStage::dosed;
    return decide(reopened, course, command, context);
}

TEST(DosingRules, ADoseOnWithdrawnConsentIsFound) {
    EXPECT_TRUE(is_refuted([] { check_doses({.give = trusting_give}); }, 2'000));
}
TEST(DosingRules, ADoseAfterTheEndIsFound) {
    EXPECT_TRUE(is_refuted([] { check_doses({.give = reopening_give}); }, 2'000));
}

TEST(DosingRules, TheSearchGoesFar) {
    std::map<SessionStage, int> reached;
    std::size_t doses = 0;
    for_cases(100, [&] {
        World world;
        random_sessions(world, {},
                        [&](const Session&, const Session& after, const Course&) { ++reached[after.stage]; });
        doses += world.course().doses.size();
    });
    EXPECT_GT(doses, 20u);
    EXPECT_EQ(reached.size(), 6u);
}

}  // namespace
}  // namespace afterglow::clinic
