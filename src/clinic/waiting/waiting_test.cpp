#include "clinic/waiting/waiting.h"

#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

const WaitingId kWaiting = id<WaitingId>(2);

WaitingPerson person() {
    WaitingPerson made;
    made.name = {"Example Person"};
    made.email = Text<254>{"someone@example.org"};
    made.indication = {"pain"};
    made.consent_to_be_told = true;
    return made;
}

struct WaitingTest : ::testing::Test {
    World world;
    const Waiting& waiting() { return world.get<Waiting>(stream_of(kWaiting)); }
    const Admission& admission() { return world.get<Admission>(kAdmissionStream); }
    void join() { world.apply(decide(waiting(), admission(), JoinWaitingList{kWaiting, person()}, Act{}), Act{}); }
    void open() { world.apply(decide(admission(), OpenIndication{{"pain"}, {"a new physician"}}, Act{}), Act{}); }
    template <class Change>
    std::string joining(Change change) {
        WaitingPerson changed = person();
        change(changed);
        return code_of(decide(waiting(), admission(), JoinWaitingList{kWaiting, changed}, Act{}));
    }
    std::string telling() {
        return code_of(decide(waiting(), admission(), RecordNotice{kWaiting, AnswerBy::email, {"We open."}}, Act{}));
    }
};

TEST_F(WaitingTest, OnesWhoWaitAreToldWhenTheIndicationOpens) {
    join();
    EXPECT_EQ(waiting().joined_at, kNow);
    EXPECT_EQ(telling(), "indication_not_open");
    open();
    world.apply(decide(waiting(), admission(), RecordNotice{kWaiting, AnswerBy::email, {"We open."}}, Act{}), Act{});
    EXPECT_EQ(waiting().status, WaitingStatus::told);
    EXPECT_EQ(waiting().told_words->value, "We open.");
    EXPECT_EQ(telling(), "waiting_ended");
}

TEST_F(WaitingTest, OneMayLeave) {
    EXPECT_EQ(code_of(decide(waiting(), LeaveWaitingList{kWaiting, {"x"}}, Act{})), "waiting_unknown");
    join();
    world.apply(decide(waiting(), LeaveWaitingList{kWaiting, {"found help"}}, Act{}), Act{});
    EXPECT_EQ(waiting().status, WaitingStatus::left);
    EXPECT_EQ(waiting().left_reason->value, "found help");
    EXPECT_EQ(code_of(decide(waiting(), LeaveWaitingList{kWaiting, {"x"}}, Act{})), "waiting_ended");
}

TEST_F(WaitingTest, JoiningNeedsConsentAWayBackAndAClosedIndication) {
    EXPECT_EQ(telling(), "waiting_unknown");
    EXPECT_EQ(joining([](WaitingPerson& p) { p.indication = {"hay fever"}; }), "/person/indication indication_unknown");
    EXPECT_EQ(joining([](WaitingPerson& p) { p.indication = {"depression"}; }), "/person/indication indication_open");
    EXPECT_EQ(joining([](WaitingPerson& p) { p.consent_to_be_told = false; }),
              "/person/consent_to_be_told consent_to_be_told_needed");
    EXPECT_EQ(joining([](WaitingPerson& p) { p.email.reset(); }), "/person/email contact_needed");
    EXPECT_EQ(joining([](WaitingPerson& p) { p.email->value = "x"; }), "/person/email not_an_email");
    EXPECT_EQ(joining([](WaitingPerson& p) { p.phone = Text<40>{"x"}; }), "/person/phone not_a_phone");
    join();
    EXPECT_EQ(joining([](WaitingPerson&) {}), "already_exists");
}

TEST_F(WaitingTest, AnIndicationOpensAndClosesByAnAct) {
    const Indication& pain = *find_indication(pack(), "pain");
    EXPECT_FALSE(is_open(admission(), pain));
    EXPECT_EQ(code_of(decide(admission(), CloseIndication{{"pain"}, {"x"}}, Act{})), "indication_not_open");
    open();
    EXPECT_TRUE(is_open(admission(), pain));
    EXPECT_EQ(code_of(decide(admission(), OpenIndication{{"pain"}, {"x"}}, Act{})), "indication_open");
    world.apply(decide(admission(), CloseIndication{{"pain"}, {"nobody to treat it"}}, Act{}), Act{});
    EXPECT_FALSE(is_open(admission(), pain));
    EXPECT_EQ(admission().changes.size(), 2u);
    EXPECT_EQ(code_of(decide(admission(), OpenIndication{{"x"}, {"x"}}, Act{})), "/indication indication_unknown");
    EXPECT_EQ(code_of(decide(admission(), CloseIndication{{"x"}, {"x"}}, Act{})), "/indication indication_unknown");
}

}  // namespace
}  // namespace afterglow::clinic
