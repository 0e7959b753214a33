#include "clinic/inquiry/inquiry.h"

#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

const InquiryId kInquiry = id<InquiryId>(1);
const std::string kStream = stream_of(kInquiry);

struct InquiryTest : ::testing::Test {
    World world;
    const Inquiry& inquiry() { return world.get<Inquiry>(kStream); }
    template <class Command>
    void run(const Command& command, const Act& act = {}) {
        world.apply(decide(inquiry(), command, act), act);
    }
    template <class Command>
    std::string code(const Command& command, const Act& act = {}) {
        return code_of(decide(inquiry(), command, act));
    }
    void receive() { run(ReceiveInquiry{kInquiry, question(), Channel::phone}); }
};

TEST_F(InquiryTest, AnAnswerIsPromisedWithinThePacksHours) {
    receive();
    EXPECT_EQ(inquiry().due_at, kNow + hours(pack().answer_within_hours.value));
    EXPECT_EQ(inquiry().received_at, kNow);
    EXPECT_EQ(inquiry().status, InquiryStatus::open);
}

TEST_F(InquiryTest, AnAnswerAtTheLastMomentKeepsThePromise) {
    receive();
    run(AnswerInquiry{kInquiry, AnswerBy::phone, {"Yes."}}, at(inquiry().due_at));
    EXPECT_EQ(inquiry().in_time, true);
    EXPECT_EQ(inquiry().owner, kClinician);
}

TEST_F(InquiryTest, ALateAnswerBreaksItForEver) {
    receive();
    run(AnswerInquiry{kInquiry, AnswerBy::phone, {"Yes."}}, at(inquiry().due_at + minutes(1)));
    run(ReopenInquiry{kInquiry, {"asks again"}});
    run(AnswerInquiry{kInquiry, AnswerBy::phone, {"Once more."}});
    EXPECT_EQ(inquiry().in_time, false);
    EXPECT_EQ(inquiry().answers.size(), 2u);
}

TEST_F(InquiryTest, AnAnswerIsNotOlderThanItsQuestion) {
    receive();
    EXPECT_EQ(code(AnswerInquiry{kInquiry, AnswerBy::phone, {"Yes."}}, at(kNow - minutes(1))),
              "/happened_at before_question");
}

TEST_F(InquiryTest, TakingNamesAnOwner) {
    receive();
    run(TakeInquiry{kInquiry, {}});
    EXPECT_EQ(inquiry().owner, kClinician);
    run(TakeInquiry{kInquiry, kSecond});
    EXPECT_EQ(inquiry().owner, kSecond);
}

TEST_F(InquiryTest, ClosedAndOpenedAgain) {
    receive();
    EXPECT_EQ(code(ReopenInquiry{kInquiry, {"why"}}), "inquiry_is_open");
    run(CloseInquiry{kInquiry, {"asked twice"}});
    EXPECT_EQ(inquiry().closed_reason->value, "asked twice");
    EXPECT_EQ(code(TakeInquiry{kInquiry, {}}), "inquiry_not_open");
    EXPECT_EQ(code(AnswerInquiry{kInquiry, AnswerBy::email, {"x"}}), "inquiry_not_open");
    EXPECT_EQ(code(CloseInquiry{kInquiry, {"x"}}), "inquiry_not_open");
    run(ReopenInquiry{kInquiry, {"not the same"}});
    EXPECT_EQ(inquiry().status, InquiryStatus::open);
    EXPECT_FALSE(inquiry().closed_reason);
}

TEST_F(InquiryTest, NothingIsDoneWithAnInquiryThatIsNotThere) {
    EXPECT_EQ(code(TakeInquiry{kInquiry, {}}), "inquiry_unknown");
    EXPECT_EQ(code(AnswerInquiry{kInquiry, AnswerBy::email, {"x"}}), "inquiry_unknown");
    EXPECT_EQ(code(CloseInquiry{kInquiry, {"x"}}), "inquiry_unknown");
    EXPECT_EQ(code(ReopenInquiry{kInquiry, {"x"}}), "inquiry_unknown");
    receive();
    EXPECT_EQ(code(ReceiveInquiry{kInquiry, question(), Channel::phone}), "already_exists");
}

TEST_F(InquiryTest, AQuestionNeedsConsentAndAWayBack) {
    const auto code_with = [&](auto change) {
        Question changed = question();
        change(changed);
        return code(ReceiveInquiry{kInquiry, changed, Channel::public_form});
    };
    EXPECT_EQ(code_with([](Question& q) { q.consent_to_contact = false; }),
              "/question/consent_to_contact consent_to_contact_needed");
    EXPECT_EQ(code_with([](Question& q) { q.email.reset(); }), "/question/email contact_needed");
    EXPECT_EQ(code_with([](Question& q) { q.answer_by = AnswerBy::phone; }), "/question/phone contact_needed");
    EXPECT_EQ(code_with([](Question& q) { q.email->value = "nobody"; }), "/question/email not_an_email");
    EXPECT_EQ(code_with([](Question& q) { q.phone = Text<40>{"call me"}; }), "/question/phone not_a_phone");
}

TEST(Address, Looks) {
    for (const char* good : {"a@b.cz", "first.last+tag@sub.example.org", "jiří@příklad.cz"})
        EXPECT_TRUE(looks_like_email(good)) << good;
    for (const char* bad :
         {"", "@b.cz", "a@", "a@b", "a@@b.cz", "a b@c.cz", "a@.cz", "a@b.", "a@b.cz,c@d.cz", "<a@b.cz>"}) {
        EXPECT_FALSE(looks_like_email(bad)) << bad;
    }
    for (const char* good : {"+420 600 123 456", "(02) 123-456", "600123456"})
        EXPECT_TRUE(looks_like_phone(good)) << good;
    for (const char* bad : {"", "12345", "+420 600 123 456 789 0", "600123456 after five"})
        EXPECT_FALSE(looks_like_phone(bad)) << bad;
}

}  // namespace
}  // namespace afterglow::clinic
