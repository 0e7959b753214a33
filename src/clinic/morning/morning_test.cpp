#include "clinic/morning/morning.h"

#include <gtest/gtest.h>

#include "clinic/random.h"
#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

const Instant kSendAt = *parse_instant("2026-11-24T08:00:00Z");    // 9:00 in Prague, the day after kNow
const Instant kAnswerBy = *parse_instant("2026-11-24T12:00:00Z");  // 13:00
const std::optional<Text<254>> kEmail = Text<254>{"someone@example.org"};

MorningPlanned planned(const Act& act, const std::optional<Text<254>>& email = kEmail) {
    Events events;
    plan_morning(events, kSession, kPatient, kCourse, Language::uk, email, act);
    return *from_json<MorningPlanned>(events.list().at(0).payload);
}

struct MorningTest : ::testing::Test {
    World world;
    const Morning& morning() { return world.get<Morning>(morning_stream(kSession)); }

    void plan(const std::optional<Text<254>>& email = kEmail) {
        Events events;
        plan_morning(events, kSession, kPatient, kCourse, Language::uk, email, Act{});
        world.apply(events, Act{});
    }
    template <class Command>
    std::string code(const Command& command, Instant when) {
        return code_of(decide(morning(), command, at(when)));
    }
    template <class Command>
    void act_on(const Command& command, Instant when) {
        const Act act = at(when);
        world.apply(decide(morning(), command, act), act);
    }
    void begin(Instant when) { act_on(BeginMessage{kSession}, when); }
    void finish(MessageOutcome outcome, Instant when) { act_on(FinishMessage{kSession, outcome, {"250 ok"}}, when); }
    void look(Instant when) { act_on(LookAfterMorning{kSession}, when); }
    std::vector<std::string> due(Instant when) {
        const auto decided = decide(morning(), LookAfterMorning{kSession}, at(when));
        std::vector<std::string> names;
        for (const DecidedEvent& each : decided->list()) names.push_back(each.name);
        return names;
    }
    using Names = std::vector<std::string>;
    std::string answering(const MorningForm& form, Instant when = kSendAt + hours(1)) {
        return code(AnswerMorning{kSession, form}, when);
    }
    std::vector<TaskKind> tasks() {
        std::vector<TaskKind> kinds;
        for (const std::string& stream : world.streams_of_kind("task")) kinds.push_back(world.get<Task>(stream).kind);
        return kinds;
    }
    using Kinds = std::vector<TaskKind>;
};

// ---- when ----------------------------------------------------------------------------------------------------------------------------

TEST_F(MorningTest, IsTheNextDayOfTheClinic) {
    plan();
    EXPECT_EQ(morning().send_at, kSendAt);
    EXPECT_EQ(morning().answer_by, kAnswerBy);
    EXPECT_EQ(morning().language, Language::uk);
    EXPECT_EQ(morning().patient, kPatient);
    EXPECT_EQ(morning().course, kCourse);
    // Half an hour before midnight UTC it is tomorrow in Prague already.
    EXPECT_EQ(planned(at(*parse_instant("2026-11-23T23:30:00Z"))).send_at, *parse_instant("2026-11-25T08:00:00Z"));
}

struct Edge {
    const char* zone;
    int hour;
    const char* session;
    const char* send_at;
};

// Clocks that are changed in the night between do not move the hour; one that is skipped is the hour after it, one that comes
// twice the earlier.
TEST_F(MorningTest, TheHourIsTheClinicsAcrossChangesOfTheClock) {
    const Edge edges[] = {
        {"Europe/Prague", 9, "2026-03-28T15:00:00Z", "2026-03-29T07:00:00Z"},        // forward
        {"Europe/Prague", 9, "2026-10-24T15:00:00Z", "2026-10-25T08:00:00Z"},        // back
        {"Europe/Prague", 2, "2026-03-28T15:00:00Z", "2026-03-29T01:00:00Z"},        // 2:00 is skipped: 3:00
        {"Europe/Prague", 2, "2026-10-24T15:00:00Z", "2026-10-25T00:00:00Z"},        // 2:00 comes twice
        {"America/New_York", 9, "2026-03-07T20:00:00Z", "2026-03-08T13:00:00Z"},     // forward
        {"America/New_York", 9, "2026-11-01T02:00:00Z", "2026-11-01T14:00:00Z"},     // still 31 October there; back
        {"Australia/Lord_Howe", 2, "2026-10-03T03:00:00Z", "2026-10-03T16:00:00Z"},  // half an hour is skipped: 3:00
        {"Pacific/Apia", 9, "2026-11-23T09:00:00Z", "2026-11-23T20:00:00Z"},         // a day ahead
        {"America/Sao_Paulo", 0, "2018-11-03T15:00:00Z", "2018-11-04T03:00:00Z"},    // midnight is skipped
        {"Asia/Kathmandu", 9, "2026-11-23T09:00:00Z", "2026-11-24T03:15:00Z"},
        {"UTC", 23, "2026-02-28T09:00:00Z", "2026-03-01T23:00:00Z"},
    };
    for (const Edge& edge : edges) {
        Pack rules = pack();
        rules.zone = edge.zone;
        rules.morning.send_hour.value = edge.hour;
        Act act = at(*parse_instant(edge.session));
        act.rules = &rules;
        EXPECT_EQ(to_text(planned(act).send_at), to_text(*parse_instant(edge.send_at))) << edge.zone << edge.session;
    }
}

// Whatever day it is and whatever the clocks do: the day after, at the hour or in the hour after it, and before the answer.
TEST_F(MorningTest, EveryDayOfTwelveZones) {
    for (const char* zone :
         {"Europe/Prague", "Europe/London", "Europe/Kyiv", "America/New_York", "America/St_Johns", "America/Santiago",
          "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tehran", "Pacific/Apia", "Pacific/Chatham", "UTC"}) {
        Pack rules = pack();
        rules.zone = zone;
        for (int day = 0; day < 400; ++day) {
            Act act = at(kNow + days(day) + minutes(37 * (day % 39)));
            act.rules = &rules;
            const MorningPlanned plan = planned(act);
            const LocalTime sent = to_local(plan.send_at, zone);
            ASSERT_EQ(sent.date().days, to_local(act.at, zone).date().days + 1) << zone << " " << to_text(act.at);
            ASSERT_EQ(sent.minutes % 1440, 9 * 60) << zone << " " << to_text(act.at);
            ASSERT_EQ(to_local(plan.answer_by, zone).minutes % 1440, 13 * 60);
            ASSERT_LT(plan.send_at, plan.answer_by);
        }
    }
}

// ---- sending --------------------------------------------------------------------------------------------------------------------------

TEST_F(MorningTest, NothingIsSentBeforeItsHour) {
    EXPECT_EQ(code(BeginMessage{kSession}, kSendAt), "morning_unknown");
    plan();
    EXPECT_EQ(due_at(morning()), kSendAt);
    EXPECT_EQ(code(BeginMessage{kSession}, kSendAt - minutes(1)), "message_not_due");
    EXPECT_EQ(code(BeginMessage{kSession}, kAnswerBy), "message_not_due");  // too late: somebody calls
    EXPECT_EQ(code(BeginMessage{kSession}, kSendAt), "ok");
    EXPECT_EQ(code(FinishMessage{kSession, MessageOutcome::sent, {"x"}}, kSendAt), "message_not_started");
}

TEST_F(MorningTest, AMessageThatWasSentIsNotSentAgain) {
    plan();
    begin(kSendAt);
    EXPECT_EQ(code(BeginMessage{kSession}, kSendAt), "message_not_due");  // being sent
    finish(MessageOutcome::sent, kSendAt + minutes(1));
    EXPECT_EQ(morning().outcome, MessageOutcome::sent);
    EXPECT_EQ(morning().outcome_text->value, "250 ok");
    for (int minute = 0; minute < 600; minute += 7)
        EXPECT_EQ(code(BeginMessage{kSession}, kSendAt + minutes(minute)), "message_not_due");
    EXPECT_EQ(due_at(morning()), kAnswerBy);
    EXPECT_TRUE(tasks().empty());
}

TEST_F(MorningTest, NorOneOfWhichNobodyKnowsHowItEnded) {
    for (const MessageOutcome outcome : {MessageOutcome::unknown, MessageOutcome::refused_for_good}) {
        world = World{};
        plan();
        begin(kSendAt);
        finish(outcome, kSendAt + minutes(1));
        EXPECT_EQ(tasks(), Kinds{TaskKind::message_uncertain});
        EXPECT_EQ(code(BeginMessage{kSession}, kSendAt + hours(2)), "message_not_due");
        EXPECT_EQ(due_at(morning()), kAnswerBy);
    }
}

TEST_F(MorningTest, OneThatWasRefusedForNowIsTriedAgainEverMoreSeldom) {
    plan();
    Instant now = kSendAt;
    for (const int pause : {1, 5, 15, 30, 60, 60}) {
        begin(now);
        finish(MessageOutcome::refused_for_now, now);
        EXPECT_EQ(due_at(morning()), now + minutes(pause));
        EXPECT_EQ(code(BeginMessage{kSession}, now + minutes(pause) - Milliseconds{1}), "message_not_due");
        now = now + minutes(pause);
    }
    EXPECT_EQ(morning().attempts, 6);
    EXPECT_TRUE(tasks().empty());
    begin(now);  // after 171 minutes
    finish(MessageOutcome::refused_for_now, now);
    EXPECT_EQ(morning().again_at, now + minutes(60));
    begin(now + minutes(60));
    finish(MessageOutcome::refused_for_now, now + minutes(60));
    EXPECT_EQ(due_at(morning()), kAnswerBy);  // the next attempt would be too late
}

TEST_F(MorningTest, WhenTheProgramDiedWhileSendingNobodyKnows) {
    plan();
    begin(kSendAt);
    EXPECT_EQ(due_at(morning()), kSendAt + minutes(10));
    EXPECT_EQ(due(kSendAt + minutes(10) - Milliseconds{1}), Names{});
    look(kSendAt + minutes(10));
    EXPECT_EQ(morning().outcome, MessageOutcome::unknown);
    EXPECT_EQ(tasks(), Kinds{TaskKind::message_uncertain});
    EXPECT_EQ(code(FinishMessage{kSession, MessageOutcome::sent, {"x"}}, kSendAt + minutes(11)), "message_not_started");
    EXPECT_EQ(code(BeginMessage{kSession}, kSendAt + minutes(11)), "message_not_due");
}

// ---- answers ----------------------------------------------------------------------------------------------------------------------------

TEST_F(MorningTest, NoAnswerIsOneTask) {
    plan();
    begin(kSendAt);
    finish(MessageOutcome::sent, kSendAt);
    EXPECT_EQ(due(kAnswerBy - Milliseconds{1}), Names{});
    look(kAnswerBy);
    EXPECT_TRUE(morning().reported);
    EXPECT_EQ(tasks(), Kinds{TaskKind::morning_no_answer});
    EXPECT_FALSE(due_at(morning()));
    EXPECT_EQ(due(kAnswerBy + days(3)), Names{});
    EXPECT_EQ(answering({}, kAnswerBy + days(1)), "ok");  // better late
}

TEST_F(MorningTest, WhoHasNoAddressIsCalled) {
    plan({});
    EXPECT_EQ(due_at(morning()), kAnswerBy);
    EXPECT_EQ(code(BeginMessage{kSession}, kSendAt), "message_not_due");
    look(kAnswerBy);
    EXPECT_EQ(tasks(), Kinds{TaskKind::morning_no_answer});
    EXPECT_FALSE(due_at(morning()));
}

// With no mail server, or after a night without power: what could not be sent in time is not due for ever.
TEST_F(MorningTest, WhatWasNeverSentIsReportedOnceAndThenDueNoMore) {
    plan();
    look(kAnswerBy + hours(1));
    EXPECT_EQ(tasks(), Kinds{TaskKind::morning_no_answer});
    EXPECT_FALSE(due_at(morning()));
}

TEST_F(MorningTest, AnAnswerIsGivenOnce) {
    EXPECT_EQ(answering({}), "morning_unknown");
    plan();
    EXPECT_EQ(answering({{{"tail"}}, {}, false}), "/form/items/0 item_unknown");
    act_on(AnswerMorning{kSession, {{{"headache"}}, Prose{"Slept well."}, false}}, kSendAt + hours(1));
    EXPECT_FALSE(morning().worrying);
    EXPECT_EQ(morning().answered_at, kSendAt + hours(1));
    EXPECT_EQ(morning().answer->words->value, "Slept well.");
    EXPECT_TRUE(tasks().empty());
    EXPECT_EQ(answering({}), "morning_answered");
    EXPECT_FALSE(due_at(morning()));
    EXPECT_EQ(due(kAnswerBy), Names{});
    EXPECT_EQ(code(BeginMessage{kSession}, kSendAt + hours(1)), "message_not_due");  // nothing to ask for any more
}

TEST_F(MorningTest, AWorryingAnswerIsATask) {
    plan();
    act_on(AnswerMorning{kSession, {{{"headache"}, {"very-low"}}, {}, false}}, kSendAt + hours(1));
    EXPECT_TRUE(morning().worrying);
    EXPECT_EQ(tasks(), Kinds{TaskKind::morning_worrying});
}

TEST_F(MorningTest, SoIsTheWishToBeCalled) {
    plan();
    act_on(AnswerMorning{kSession, {{}, {}, true}}, kSendAt + hours(1));
    EXPECT_EQ(tasks(), Kinds{TaskKind::morning_worrying});
}

TEST_F(MorningTest, ALinkIsGoodForAWeek) {
    plan();
    EXPECT_EQ(answering({}, kAnswerBy + days(7)), "ok");
    EXPECT_EQ(answering({}, kAnswerBy + days(7) + Milliseconds{1}), "link_too_old");
}

// ---- whatever happens in whatever order ---------------------------------------------------------------------------------------------

struct History : MorningTest {
    void TestBody() override {}

    // As the keeper does: what is due is sent, or looked after. True if something came of it.
    bool keep(Instant now, Dice& dice, bool has_mail) {
        if (!message_due(morning(), now)) {
            const Act act = at(now);
            const auto decided = decide(morning(), LookAfterMorning{kSession}, act);
            world.apply(decided, act);
            return !decided->list().empty();
        }
        if (!has_mail) return true;  // it waits for the time of the answer
        begin(now);
        if (!dice.one_in(6)) finish(outcome(dice), now);  // else the program dies
        return true;
    }
    static MessageOutcome outcome(Dice& dice) {
        return dice.pick_of({MessageOutcome::sent, MessageOutcome::refused_for_now, MessageOutcome::refused_for_now,
                             MessageOutcome::refused_for_good, MessageOutcome::unknown});
    }
    std::int64_t count(TaskKind kind) {
        const auto kinds = tasks();
        return std::ranges::count(kinds, kind);
    }
};

TEST(MorningRules, NothingIsForgottenSentTwiceOrDueForEver) {
    for (std::uint64_t world = 0; world < (is_long() ? 50'000u : 2'000u); ++world) {
        SCOPED_TRACE("AFTERGLOW_SEED=" + std::to_string(seed() + world));
        Dice dice(seed() + world);
        History history;
        history.plan(dice.one_in(6) ? std::nullopt : kEmail);
        const bool has_mail = !dice.one_in(6), answers = dice.one_in(2);
        int rounds = 0;
        for (Instant now = kNow; now < kAnswerBy + days(2); ++rounds) {
            const auto due = due_at(history.morning());
            const bool waits_for_mail = !has_mail && message_due(history.morning(), now);
            const Instant next = waits_for_mail ? kAnswerBy : due.value_or(kAnswerBy + days(2));
            now =
                std::max(now, next) + minutes(dice.one_in(4) ? dice.pick(600) : 0);  // the program was down for a while
            if (now >= kAnswerBy + days(2)) break;
            // Looked after before it is due, nothing happens; when it is, something does, and then it is due later.
            if (due) ASSERT_TRUE(history.due(*due - Milliseconds{1}).empty());
            const bool was_over =
                history.morning().outcome && *history.morning().outcome != MessageOutcome::refused_for_now;
            const std::int64_t attempts = history.morning().attempts;
            ASSERT_TRUE(history.keep(now, dice, has_mail));
            ASSERT_FALSE(was_over && history.morning().attempts > attempts);
            ASSERT_LT(rounds, 50);
            if (answers && now > kSendAt && dice.one_in(3) && !history.morning().answer)
                history.act_on(AnswerMorning{kSession, {}}, now);
        }
        ASSERT_FALSE(due_at(history.morning()));
        ASSERT_EQ(history.count(TaskKind::morning_no_answer), history.morning().reported ? 1 : 0);
        ASSERT_TRUE(history.morning().reported || history.morning().answer);  // someone answered, or somebody calls
        const bool uncertain = history.morning().outcome == MessageOutcome::unknown ||
                               history.morning().outcome == MessageOutcome::refused_for_good;
        ASSERT_EQ(history.count(TaskKind::message_uncertain), uncertain ? 1 : 0);
    }
}

}  // namespace
}  // namespace afterglow::clinic
