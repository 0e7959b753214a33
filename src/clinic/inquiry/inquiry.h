#pragma once
// An inquiry: somebody has a question. The clinic promises an answer within the hours of its policy pack.

#include "clinic/record/record.h"

namespace afterglow::clinic {

enum class Channel { public_form, phone, email, in_person };
BOOST_DESCRIBE_ENUM(Channel, public_form, phone, email, in_person)

enum class AnswerBy { email, phone };
BOOST_DESCRIBE_ENUM(AnswerBy, email, phone)

struct Question {
    Name name;
    std::optional<Text<254>> email;
    std::optional<Text<40>> phone;
    Language language = Language::cs;
    Text<4'000> question;
    std::optional<Line> complaint;
    AnswerBy answer_by = AnswerBy::email;
    bool consent_to_contact = false;
};
BOOST_DESCRIBE_STRUCT(Question, (), (name, email, phone, language, question, complaint, answer_by, consent_to_contact))

// Commands
struct ReceiveInquiry {
    InquiryId inquiry;
    Question question;
    Channel channel = Channel::public_form;
};
BOOST_DESCRIBE_STRUCT(ReceiveInquiry, (), (inquiry, question, channel))
struct TakeInquiry {
    InquiryId inquiry;
    std::optional<StaffId> owner;  // somebody else; the person acting if absent
};
BOOST_DESCRIBE_STRUCT(TakeInquiry, (), (inquiry, owner))
struct AnswerInquiry {
    InquiryId inquiry;
    AnswerBy by = AnswerBy::email;
    Prose answer;
};
BOOST_DESCRIBE_STRUCT(AnswerInquiry, (), (inquiry, by, answer))
struct CloseInquiry {
    InquiryId inquiry;
    Line reason;  // spam, twice the same, withdrawn
};
BOOST_DESCRIBE_STRUCT(CloseInquiry, (), (inquiry, reason))
struct ReopenInquiry {
    InquiryId inquiry;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(ReopenInquiry, (), (inquiry, reason))

// Events
struct InquiryReceived {
    InquiryId inquiry;
    Question question;
    Channel channel = Channel::public_form;
    Instant due_at;
};
BOOST_DESCRIBE_STRUCT(InquiryReceived, (), (inquiry, question, channel, due_at))
struct InquiryTaken {
    StaffId owner;
};
BOOST_DESCRIBE_STRUCT(InquiryTaken, (), (owner))
struct InquiryAnswered {
    AnswerBy by = AnswerBy::email;
    Prose answer;
    bool in_time = false;
};
BOOST_DESCRIBE_STRUCT(InquiryAnswered, (), (by, answer, in_time))
struct InquiryClosed {
    Line reason;
};
BOOST_DESCRIBE_STRUCT(InquiryClosed, (), (reason))
struct InquiryReopened {
    Line reason;
};
BOOST_DESCRIBE_STRUCT(InquiryReopened, (), (reason))

enum class InquiryStatus { open, answered, closed };
BOOST_DESCRIBE_ENUM(InquiryStatus, open, answered, closed)

struct InquiryAnswer {
    StaffId by;
    Instant at;
    AnswerBy channel = AnswerBy::email;
    Prose answer;
};
BOOST_DESCRIBE_STRUCT(InquiryAnswer, (), (by, at, channel, answer))

struct Inquiry {
    static constexpr const char* kKind = "inquiry";
    using Event = std::variant<InquiryReceived, InquiryTaken, InquiryAnswered, InquiryClosed, InquiryReopened>;

    InquiryId id;
    InquiryStatus status = InquiryStatus::open;
    Question question;
    Channel channel = Channel::public_form;
    Instant received_at, due_at;
    std::optional<StaffId> owner;
    std::vector<InquiryAnswer> answers;
    std::optional<bool> in_time;  // of the first answer
    std::optional<Line> closed_reason;
    bool exists() const { return !id.value.empty(); }
};
BOOST_DESCRIBE_STRUCT(Inquiry, (),
                      (id, status, question, channel, received_at, due_at, owner, answers, in_time, closed_reason))

inline std::string stream_of(const InquiryId& id) { return "inquiry:" + id.value; }

// Refusals: "already_exists" "inquiry_unknown" "inquiry_not_open" "inquiry_is_open" "before_question" "consent_to_contact_needed"
// "contact_needed" "not_an_email" "not_a_phone"
Result<Events> decide(const Inquiry&, const ReceiveInquiry&, const Context&);
Result<Events> decide(const Inquiry&, const TakeInquiry&, const Context&);
Result<Events> decide(const Inquiry&, const AnswerInquiry&, const Context&);
Result<Events> decide(const Inquiry&, const CloseInquiry&, const Context&);
Result<Events> decide(const Inquiry&, const ReopenInquiry&, const Context&);

void evolve(Inquiry&, const InquiryReceived&, const Meta&);
void evolve(Inquiry&, const InquiryTaken&, const Meta&);
void evolve(Inquiry&, const InquiryAnswered&, const Meta&);
void evolve(Inquiry&, const InquiryClosed&, const Meta&);
void evolve(Inquiry&, const InquiryReopened&, const Meta&);

// Loose checks of form, since only an answer shows that an address works.
bool looks_like_email(std::string_view text);
bool looks_like_phone(std::string_view text);

}  // namespace afterglow::clinic
