// Every sequence of what people and mail servers do, to a length, through the machine of emergency access (P23), against a
// ledger that knows only who opened what when, who closed it, what reached the privacy lead and who looked at it.

#include "clinic/emergency/emergency.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "clinic/random.h"
#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

const StaffId kOpener = id<StaffId>(905), kLead = id<StaffId>(906);
const PatientId kOther = id<PatientId>(802);
const EmergencyId kEmergency = id<EmergencyId>(501);
constexpr Milliseconds kLimit = minutes(60), kTick = minutes(25);

Act act_of(const StaffId& who, Instant when) {
    Act act = at(when);
    act.who = who;
    return act;
}

// ---- one by one --------------------------------------------------------------------------------------------------------------

struct EmergencyTest : ::testing::Test {
    World world;
    const Emergency& emergency() { return world.get<Emergency>(stream_of(kEmergency)); }
    static EmergencyGrounds grounds() { return {.patient_known = true, .reads_anyway = false, .another_open = false}; }
    Result<Events> opening(const EmergencyGrounds& grounds, Instant when = kNow, const Pack& rules = pack()) {
        Act act = act_of(kOpener, when);
        act.rules = &rules;
        return decide(emergency(), OpenEmergency{kEmergency, kPatient, {"unconscious"}}, grounds, act);
    }
    void open() { world.apply(opening(grounds()), act_of(kOpener, kNow)); }
    std::string closing(const StaffId& who, Instant when) {
        return code_of(decide(emergency(), CloseEmergency{kEmergency}, act_of(who, when)));
    }
    std::string reviewing(const StaffId& who, Instant when) {
        return code_of(decide(emergency(), ReviewEmergency{kEmergency, {"was right"}}, act_of(who, when)));
    }
};

TEST_F(EmergencyTest, IsOpenForAnHourAndNoMillisecondLonger) {
    open();
    EXPECT_EQ(emergency().staff, kOpener);
    EXPECT_EQ(emergency().patient, kPatient);
    EXPECT_TRUE(is_open(emergency(), kNow));
    EXPECT_TRUE(is_open(emergency(), kNow + kLimit - Milliseconds{1}));
    EXPECT_FALSE(is_open(emergency(), kNow + kLimit));
    EXPECT_FALSE(is_open(Emergency{}, kNow));
}

TEST_F(EmergencyTest, APackMayMakeItShorter) {
    Pack rules = pack();
    rules.emergency_minutes.value = 15;
    world.apply(opening(grounds(), kNow, rules), act_of(kOpener, kNow));
    EXPECT_FALSE(is_open(emergency(), kNow + minutes(15)));
}

TEST_F(EmergencyTest, NeedsItsGrounds) {
    EmergencyGrounds nobody = grounds(), anyway = grounds(), another = grounds();
    nobody.patient_known = false;
    anyway.reads_anyway = true;
    another.another_open = true;
    EXPECT_EQ(code_of(opening(nobody)), "/patient patient_unknown");
    EXPECT_EQ(code_of(opening(anyway)), "emergency_not_needed");
    EXPECT_EQ(code_of(opening(another)), "emergency_another_open");
    open();
    EXPECT_EQ(code_of(opening(grounds())), "already_exists");
}

TEST_F(EmergencyTest, IsClosedByItsHolderOnlyAndOnce) {
    EXPECT_EQ(closing(kOpener, kNow), "emergency_unknown");
    open();
    EXPECT_EQ(closing(kLead, kNow), "emergency_not_yours");
    EXPECT_EQ(closing(kOpener, kNow + kLimit), "emergency_over");
    EXPECT_EQ(closing(kOpener, kNow + minutes(1)), "ok");
    world.apply(decide(emergency(), CloseEmergency{kEmergency}, act_of(kOpener, kNow + minutes(1))),
                act_of(kOpener, kNow + minutes(1)));
    EXPECT_FALSE(is_open(emergency(), kNow + minutes(1)));
    EXPECT_EQ(closing(kOpener, kNow + minutes(2)), "emergency_over");
}

TEST_F(EmergencyTest, IsReviewedBySomebodyElseWhenItIsOver) {
    EXPECT_EQ(reviewing(kLead, kNow), "emergency_unknown");
    open();
    EXPECT_EQ(reviewing(kLead, kNow), "emergency_still_open");
    EXPECT_EQ(reviewing(kOpener, kNow + kLimit), "emergency_own");
    EXPECT_EQ(reviewing(kLead, kNow + kLimit), "ok");
    world.apply(decide(emergency(), ReviewEmergency{kEmergency, {"was right"}}, act_of(kLead, kNow + kLimit)),
                act_of(kLead, kNow + kLimit));
    EXPECT_EQ(emergency().reviewed_by, kLead);
    EXPECT_EQ(emergency().finding->value, "was right");
    EXPECT_EQ(reviewing(kLead, kNow + kLimit), "emergency_reviewed");
}

// ---- every sequence ------------------------------------------------------------------------------------------------------------

enum class Input { open_one, open_other, close, time, mail_fails, mail_works, review, review_own, restart };
constexpr Input kInputs[] = {Input::open_one,   Input::open_other, Input::close,      Input::time,   Input::mail_fails,
                             Input::mail_works, Input::review,     Input::review_own, Input::restart};

using Emergencies = std::vector<Emergency>;

// The machine as it is; a planted fault is another one.
struct Machine {
    static bool reads(const Emergencies& all, const PatientId& patient, Instant now) {
        return std::ranges::any_of(all,
                                   [&](const auto& each) { return is_open(each, now) && each.patient == patient; });
    }
    static bool another_open(const Emergencies& all, Instant now) {
        return std::ranges::any_of(all, [&](const auto& each) { return is_open(each, now); });
    }
    static bool to_tell(const Emergency& emergency, int) { return due_at(emergency).has_value(); }
    static MessageOutcome remembered(MessageOutcome outcome, int) { return outcome; }
    static StaffId reviewer(const StaffId& who) { return who; }
    static bool survives_a_restart(const DecidedEvent&) { return true; }
};
struct IgnoresTheTime : Machine {
    static bool reads(const Emergencies& all, const PatientId& patient, Instant) {
        return std::ranges::any_of(all, [&](const auto& each) { return !each.closed_at && each.patient == patient; });
    }
};
struct OpensEveryRecord : Machine {
    static bool reads(const Emergencies& all, const PatientId&, Instant now) { return another_open(all, now); }
};
struct IsMadeLonger : Machine {
    static bool another_open(const Emergencies&, Instant) { return false; }
};
struct OmitsTheNoticeOnRetry : Machine {
    static MessageOutcome remembered(MessageOutcome outcome, int attempts) {
        return attempts > 1 ? MessageOutcome::sent : outcome;
    }
};
struct TellsOnlyOnce : Machine {
    static bool to_tell(const Emergency& emergency, int attempts) { return due_at(emergency) && attempts == 0; }
};
struct ReviewsItsOwn : Machine {
    static StaffId reviewer(const StaffId&) { return kLead; }
};
struct ForgetsTheClose : Machine {
    static bool survives_a_restart(const DecidedEvent& event) { return event.name != "EmergencyClosed"; }
};

struct Opening {
    PatientId patient;
    Instant at;
    bool closed = false, told = false, reviewed = false;
    bool open(Instant now) const { return !closed && now - at < kLimit; }
};

struct Stored {
    DecidedEvent event;
    Meta meta;
    std::size_t opening = 0;
};

template <class M>
class Life {
public:
    void take(Input input) {
        switch (input) {
            case Input::open_one: return open(kPatient);
            case Input::open_other: return open(kOther);
            case Input::close: return close();
            case Input::time: now_ = now_ + kTick; return;
            case Input::mail_fails: return tell(MessageOutcome::refused_for_now);
            case Input::mail_works: return tell(MessageOutcome::sent);
            case Input::review: return review(kLead);
            case Input::review_own: return review(kOpener);
            case Input::restart: return restart();
        }
    }
    bool is_right() const {
        if (!agreed_) return false;
        for (const PatientId& patient : {kPatient, kOther}) {
            const bool may = std::ranges::any_of(
                ledger_, [&](const auto& each) { return each.patient == patient && each.open(now_); });
            if (M::reads(all_, patient, now_) != may) return false;
        }
        for (std::size_t i = 0; i < ledger_.size(); ++i) {
            if (M::to_tell(all_[i], attempts_[i]) != (!ledger_[i].told && !ledger_[i].reviewed)) return false;
            if (all_[i].reviewed_at.has_value() != ledger_[i].reviewed) return false;
        }
        return true;
    }

private:
    // What was decided is stored and folded; whether it was allowed is as the ledger says.
    bool settle(std::size_t i, const Result<Events>& decided, const Act& act, bool allowed) {
        agreed_ = agreed_ && decided.ok() == allowed;
        if (!decided.ok()) return false;
        for (const DecidedEvent& event : decided->list()) {
            const Meta meta{act.command, act.who, act.at, act.now};
            history_.push_back(std::make_shared<const Stored>(Stored{event, meta, i}));
            fold(all_[i], *history_.back());
        }
        return true;
    }
    static void fold(Emergency& emergency, const Stored& stored) {
        kind_of_stream(stored.event.stream)
            .fold(&emergency, stored.event.name, parse_json(stored.event.payload).value(), stored.meta);
    }
    void open(const PatientId& patient) {
        const Act act = act_of(kOpener, now_);
        const bool allowed = std::ranges::none_of(ledger_, [&](const auto& each) { return each.open(now_); });
        const EmergencyId next = id<EmergencyId>(500 + static_cast<int>(all_.size()));
        all_.emplace_back();
        attempts_.push_back(0);
        const EmergencyGrounds grounds{
            .patient_known = true, .reads_anyway = false, .another_open = M::another_open(all_, now_)};
        if (settle(all_.size() - 1, decide(all_.back(), OpenEmergency{next, patient, {"why"}}, grounds, act), act,
                   allowed)) {
            ledger_.push_back({patient, now_});
        } else {
            all_.pop_back();
            attempts_.pop_back();
        }
    }
    void close() {
        if (all_.empty()) return;
        const Act act = act_of(kOpener, now_);
        const std::size_t i = all_.size() - 1;
        if (settle(i, decide(all_[i], CloseEmergency{all_[i].id}, act), act, ledger_[i].open(now_)))
            ledger_[i].closed = true;
    }
    void tell(MessageOutcome outcome) {
        const Act act = act_of(kSystem, now_);
        for (std::size_t i = 0; i < all_.size(); ++i) {
            if (!M::to_tell(all_[i], attempts_[i])) continue;
            ++attempts_[i];
            if (outcome == MessageOutcome::sent) ledger_[i].told = true;  // the mail server has it
            settle(i, decide(all_[i], RecordPrivacyNotice{all_[i].id, M::remembered(outcome, attempts_[i])}, act), act,
                   true);
        }
    }
    void review(const StaffId& who) {
        if (all_.empty()) return;
        const Act act = act_of(M::reviewer(who), now_);
        const std::size_t i = all_.size() - 1;
        const bool allowed = who != kOpener && !ledger_[i].reviewed && !ledger_[i].open(now_);
        if (settle(i, decide(all_[i], ReviewEmergency{all_[i].id, {"finding"}}, act), act, allowed))
            ledger_[i].reviewed = true;
    }
    void restart() {
        for (Emergency& each : all_) each = {};
        for (const auto& stored : history_) {
            if (M::survives_a_restart(stored->event)) fold(all_[stored->opening], *stored);
        }
    }

    Emergencies all_;
    std::vector<int> attempts_;  // since the beginning, of which some machines know
    std::vector<std::shared_ptr<const Stored>> history_;
    std::vector<Opening> ledger_;
    Instant now_ = kNow;
    bool agreed_ = true;
};

// How many sequences of at most `length` more inputs go wrong; `count` counts all of them.
template <class M>
std::int64_t violations(const Life<M>& life, int length, std::int64_t& count) {
    if (length == 0) return 0;
    std::int64_t wrong = 0;
    for (const Input input : kInputs) {
        Life<M> next = life;
        next.take(input);
        ++count;
        wrong += next.is_right() ? violations(next, length - 1, count) : 1;
    }
    return wrong;
}
template <class M>
std::int64_t violations(int length) {
    std::int64_t count = 0;
    return violations(Life<M>{}, length, count);
}

TEST(EmergencyMachine, EverySequence) {
    const int length = is_long() ? 7 : 6;
    std::int64_t count = 0;
    EXPECT_EQ(violations(Life<Machine>{}, length, count), 0);
    EXPECT_EQ(count, is_long() ? 5'380'839 : 597'870);  // 9 + 9² + …
    std::printf("%lld sequences\n", static_cast<long long>(count));
}

TEST(EmergencyMachinePlanted, EachIsFound) {
    EXPECT_GT(violations<IgnoresTheTime>(4), 0);
    EXPECT_GT(violations<OpensEveryRecord>(4), 0);
    EXPECT_GT(violations<IsMadeLonger>(4), 0);
    EXPECT_GT(violations<OmitsTheNoticeOnRetry>(4), 0);
    EXPECT_GT(violations<TellsOnlyOnce>(4), 0);
    EXPECT_GT(violations<ReviewsItsOwn>(4), 0);
    EXPECT_GT(violations<ForgetsTheClose>(4), 0);
}

}  // namespace
}  // namespace afterglow::clinic
