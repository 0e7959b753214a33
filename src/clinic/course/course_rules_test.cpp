// Rules that hold for a course whatever is commanded in whatever order.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "clinic/course/course.h"
#include "clinic/random.h"
#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

constexpr int kCommands = 60;

// Everything that was ever recorded, with the text it was recorded with.
template <class Form>
void remember(const std::vector<Entry<Form>>& entries, std::map<std::string, std::string>& memory) {
    for (const Entry<Form>& each : entries)
        memory[each.id.value] = to_json(each.data) + (each.signature ? to_json(*each.signature) : "");
}

std::map<std::string, std::string> memory_of(const Course& course) {
    std::map<std::string, std::string> memory;
    remember(course.interviews, memory), remember(course.evaluations, memory), remember(course.examinations, memory);
    remember(course.scales, memory), remember(course.decisions, memory), remember(course.consents, memory),
        remember(course.plans, memory);
    remember(course.preparations, memory), remember(course.integrations, memory), remember(course.outcomes, memory);
    return memory;
}

EntryId any_entry(const Course& course) {
    std::vector<EntryId> ids{id<EntryId>(404)};
    for (const auto& [entry, text] : memory_of(course)) ids.push_back({entry});
    return ids[static_cast<std::size_t>(pick(static_cast<int>(ids.size())))];
}

std::optional<Correction> any_correction(const Course& course) {
    if (pick(3) > 0) return std::nullopt;
    return Correction{any_entry(course), {"x"}};
}

template <class Form>
Result<Events> record(const Course& course, const Form& form, const Act& act) {
    return decide(course, Record<Form>{kCourse, form, any_correction(course)}, act);
}

Result<Events> any_form(const Course& course, const Act& act) {
    switch (pick(8)) {
        case 0: return record(course, interview(), act);
        case 1: return record(course, evaluation(), act);
        case 2: return record(course, examination(), act);
        case 3: return record(course, mood({0, 0, 0, 0, pick(2)}), act);
        case 4: return record(course, plan(), act);
        case 5: return record(course, preparation(), act);
        case 6: return record(course, integration(), act);
        default: return record(course, outcome(), act);
    }
}

Result<Events> any_move(const Course& course, const Act& act) {
    // Often the next phase, so that long paths come about.
    const int next = std::min(static_cast<int>(course.phase) + 1, 7);
    const int to = pick(4) ? next : pick(8);
    return decide(course, MoveCourse{kCourse, static_cast<Phase>(to), Line{"x"}}, act);
}

// What is missing on the way on, or the way on itself, so that many courses come to their end.
Result<Events> next_of(const Course& course, const Act& act) {
    if (course.status != CourseStatus::active) return decide(course, ResumeCourse{kCourse, {}}, act);
    if (course.phase == Phase::outcome) return record(course, outcome(), act);
    const Phase next = static_cast<Phase>(static_cast<int>(course.phase) + 1);
    const auto missing = missing_for(course, next);
    if (missing.empty()) return decide(course, MoveCourse{kCourse, next, {}}, act);
    switch (next) {
        case Phase::evaluation: return record(course, interview(), act);
        case Phase::examination: return record(course, evaluation(), act);
        case Phase::decision: return record(course, examination(), act);
        case Phase::preparation: return decide(course, Decide{kCourse, decision(Verdict::indicated)}, act);
        case Phase::outcome: return record(course, integration(course.doses.front().session), act);
        case Phase::interview:
        case Phase::dosing:
        case Phase::integration: break;
    }
    return record(course, plan(), act);
}

Result<Events> any_status(const Course& course, const Act& act) {
    switch (pick(8)) {
        case 0: return decide(course, HoldCourse{kCourse, {"x"}}, act);
        case 1: return decide(course, PostponeCourse{kCourse, {"x"}, {}}, act);
        case 2:
            if (one_in(2)) break;
            return decide(
                course,
                EndCourse{kCourse, pick_of({Ending::completed, Ending::not_indicated, Ending::abandoned}), {"x"}, {}},
                act);
        default: break;
    }
    return decide(course, ResumeCourse{kCourse, {}}, act);
}

Result<Events> any_signed(const Course& course, const Act& act) {
    switch (pick(5)) {
        case 0: return decide(course, AssessCriteria{kCourse, answers_in_favour()}, act);
        case 1: return decide(course, SignConsent{kCourse, consent()}, act);
        case 2: return decide(course, WithdrawConsent{kCourse, any_entry(course), {}}, act);
        case 3: return decide(course, AddCourseAddendum{kCourse, any_entry(course), {"Also"}}, act);
        default:
            return decide(
                course,
                Decide{kCourse, decision(pick_of({Verdict::indicated, Verdict::indicated, Verdict::not_indicated}))},
                act);
    }
}

// A whole dosing session, if the course allows one to open.
void maybe_dose(World& world, int number) {
    const SessionId session_id = number == 0 ? kSession : id<SessionId>(6000 + number);
    const Act act;
    const auto opened =
        decide(world.session(session_id), world.course(), OpenSession{session_id, kCourse, {}, {kSecond}, kThird}, act);
    if (!opened.ok()) return;
    world.apply(opened, act);
    const bool with_dose = one_in(2);
    Events events;
    if (with_dose) events.add(stream_of(kCourse), CourseDoseGiven{session_id, {100'000}, Route::oral});
    events.add(stream_of(kCourse), CourseSessionEnded{session_id});
    world.apply(events, Act{});
}

// Runs random commands; `look(before, after)` is asked after each that was accepted.
template <class Look>
void random_course(World& world, Look look) {
    world.open_course();
    for (int i = 0; i < kCommands; ++i) {
        const Course before = world.course();
        const Act act = signing();
        const int what = pick(15);
        if (what == 9) {
            maybe_dose(world, i);
        } else {
            const auto decided = what > 9   ? next_of(before, act)
                                 : what < 4 ? any_form(before, act)
                                 : what < 6 ? any_signed(before, act)
                                 : what < 8 ? any_move(before, act)
                                            : any_status(before, act);
            if (decided.ok()) world.apply(decided, act);
        }
        look(before, world.course());
    }
}

bool is_legal_step(Phase from, Phase to, bool dosed) {
    if (to <= from) return true;
    if (to == Phase::dosing) return dosed && from >= Phase::preparation;
    return static_cast<int>(to) == static_cast<int>(from) + 1;
}

RC_GTEST_PROP(CourseRules, ThePathIsLegalAndDosingBeginsWithADose, ()) {
    World world;
    random_course(world, [](const Course& before, const Course& after) {
        RC_ASSERT(is_legal_step(before.phase, after.phase, !after.doses.empty()));
        RC_ASSERT((after.phase != Phase::dosing && after.phase != Phase::integration) || !after.doses.empty());
        RC_ASSERT(after.path.size() >= before.path.size());
        RC_ASSERT(after.path.back().phase == after.phase && after.path.back().status == after.status);
    });
}

RC_GTEST_PROP(CourseRules, NothingThatWasRecordedEverChangesOrDisappears, ()) {
    World world;
    random_course(world, [](const Course& before, const Course& after) {
        const auto now = memory_of(after);
        for (const auto& [entry, text] : memory_of(before)) RC_ASSERT(now.contains(entry) && now.at(entry) == text);
    });
}

template <class Form>
bool are_linked_both_ways(const std::vector<Entry<Form>>& entries) {
    return std::all_of(entries.begin(), entries.end(), [&](const Entry<Form>& each) {
        const Entry<Form>* wrong = each.correction ? find_entry(entries, each.correction->entry) : nullptr;
        if (each.correction && (!wrong || wrong->corrected_by != each.id || wrong->signature)) return false;
        const Entry<Form>* right = each.corrected_by ? find_entry(entries, *each.corrected_by) : nullptr;
        return !each.corrected_by || (right && right->correction && right->correction->entry == each.id);
    });
}

RC_GTEST_PROP(CourseRules, ACorrectionAndWhatItCorrectsShowEachOther, ()) {
    World world;
    random_course(world, [](const Course&, const Course&) {});
    const Course& course = world.course();
    RC_ASSERT(are_linked_both_ways(course.interviews) && are_linked_both_ways(course.evaluations) &&
              are_linked_both_ways(course.examinations));
    RC_ASSERT(are_linked_both_ways(course.scales) && are_linked_both_ways(course.decisions) &&
              are_linked_both_ways(course.consents));
    RC_ASSERT(are_linked_both_ways(course.plans) && are_linked_both_ways(course.preparations) &&
              are_linked_both_ways(course.outcomes));
}

RC_GTEST_PROP(CourseRules, AnEndedCourseStaysEndedAndTakesNoNewForms, ()) {
    World world;
    random_course(world, [](const Course& before, const Course& after) {
        if (before.status != CourseStatus::ended) return;
        RC_ASSERT(after.status == CourseStatus::ended && after.phase == before.phase && after.ending == before.ending);
        const auto fresh = [](const auto& old_ones, const auto& new_ones) {
            return new_ones.size() > old_ones.size() && !new_ones.back().correction;
        };
        RC_ASSERT(!fresh(before.interviews, after.interviews) && !fresh(before.plans, after.plans) &&
                  !fresh(before.decisions, after.decisions));
        RC_ASSERT(!fresh(before.consents, after.consents) && !fresh(before.preparations, after.preparations) &&
                  before.sessions == after.sessions);
    });
}

RC_GTEST_PROP(CourseRules, ConsentThatWasWithdrawnNeverComesBack, ()) {
    World world;
    random_course(world, [](const Course& before, const Course& after) {
        const auto valid = [](const Course& course) {
            return valid_consent(course.consents, course.withdrawals, "treatment");
        };
        if (!valid(before) && valid(after)) RC_ASSERT(after.consents.size() > before.consents.size());
        if (after.withdrawals.size() > before.withdrawals.size()) RC_ASSERT(!valid(after));
    });
}

// Would the search above notice? A course that lets anybody move anywhere, and one that forgets what it corrects.
TEST(CourseRules, APathWithoutRulesIsFound) {
    EXPECT_TRUE(is_refuted([] {
        const Phase from = static_cast<Phase>(pick(8)), to = static_cast<Phase>(pick(8));
        RC_ASSERT(is_legal_step(from, to, false));
    }));
}

TEST(CourseRules, TheSearchGoesFar) {
    std::set<Phase> phases;
    std::size_t corrected = 0, ended = 0;
    for_cases(100, [&] {
        World world;
        random_course(world, [&](const Course&, const Course& after) { phases.insert(after.phase); });
        for (const auto& each : world.course().interviews) corrected += each.corrected_by.has_value();
        ended += world.course().status == CourseStatus::ended;
    });
    EXPECT_EQ(phases.size(), 8u);
    EXPECT_GT(corrected, 5u);
    EXPECT_GT(ended, 5u);
}

}  // namespace
}  // namespace afterglow::clinic
