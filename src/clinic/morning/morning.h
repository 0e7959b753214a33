#pragma once
// The morning after a dosing session: a message with a link, the answer behind it, and what happens when there is none. The
// message is an outbox: that it is being sent is recorded before the mail server is spoken to, and how that ended after it.
// When nobody can know how it ended, it is not sent again; somebody calls.

#include "clinic/task/task.h"

namespace afterglow::clinic {

// ---- forms ------------------------------------------------------------------------------------------------------------------

struct MorningForm {
    std::vector<Code> items;  // of the pack's list: those that are so
    std::optional<Prose> words;
    bool call_me = false;
};
BOOST_DESCRIBE_STRUCT(MorningForm, (), (items, words, call_me))

enum class MessageOutcome { sent, refused_for_now, refused_for_good, unknown };
BOOST_DESCRIBE_ENUM(MessageOutcome, sent, refused_for_now, refused_for_good, unknown)

// ---- commands: all but the answer are the program's own ---------------------------------------------------------------------

struct BeginMessage {
    SessionId session;
};
BOOST_DESCRIBE_STRUCT(BeginMessage, (), (session))
struct FinishMessage {
    SessionId session;
    MessageOutcome outcome = MessageOutcome::unknown;
    Line text;  // what the mail server said
};
BOOST_DESCRIBE_STRUCT(FinishMessage, (), (session, outcome, text))
struct LookAfterMorning {
    SessionId session;
};
BOOST_DESCRIBE_STRUCT(LookAfterMorning, (), (session))
struct AnswerMorning {  // from the link
    SessionId session;
    MorningForm form;
};
BOOST_DESCRIBE_STRUCT(AnswerMorning, (), (session, form))

// ---- events -----------------------------------------------------------------------------------------------------------------

struct MorningPlanned {
    SessionId session;
    PatientId patient;
    CourseId course;
    Language language = Language::cs;
    std::optional<Text<254>> email;  // none: nobody can be written to, somebody calls
    Instant send_at, answer_by;
};
BOOST_DESCRIBE_STRUCT(MorningPlanned, (), (session, patient, course, language, email, send_at, answer_by))
struct MessageStarted {
    std::int64_t attempt = 1;
};
BOOST_DESCRIBE_STRUCT(MessageStarted, (), (attempt))
struct MessageFinished {
    MessageOutcome outcome = MessageOutcome::unknown;
    Line text;
    std::optional<Instant> again_at;
};
BOOST_DESCRIBE_STRUCT(MessageFinished, (), (outcome, text, again_at))
struct MorningAnswered {
    MorningForm form;
    bool worrying = false;
};
BOOST_DESCRIBE_STRUCT(MorningAnswered, (), (form, worrying))
struct MorningUnanswered {
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(MorningUnanswered, (), (note))

// ---- state ------------------------------------------------------------------------------------------------------------------

struct Morning {
    static constexpr const char* kKind = "morning";
    using Event = std::variant<MorningPlanned, MessageStarted, MessageFinished, MorningAnswered, MorningUnanswered>;

    SessionId session;
    PatientId patient;
    CourseId course;
    Language language = Language::cs;
    std::optional<Text<254>> email;
    Instant send_at, answer_by;
    std::int64_t attempts = 0;
    std::optional<Instant> sending_since;  // begun, and nobody has said yet how it ended
    std::optional<MessageOutcome> outcome;
    std::optional<Line> outcome_text;
    std::optional<Instant> again_at;
    std::optional<MorningForm> answer;
    std::optional<Instant> answered_at;
    bool worrying = false;
    bool reported = false;  // that no answer came
    bool exists() const { return !session.value.empty(); }
};
BOOST_DESCRIBE_STRUCT(Morning, (),
                      (session, patient, course, language, email, send_at, answer_by, attempts, sending_since, outcome,
                       outcome_text, again_at, answer, answered_at, worrying, reported))

inline std::string morning_stream(const SessionId& id) { return "morning:" + id.value; }

// The person leaves now: the message of the next morning is planned.
void plan_morning(Events&, const SessionId&, const PatientId&, const CourseId&, Language,
                  const std::optional<Text<254>>& email, const Context&);

bool message_due(const Morning&, Instant now);
std::optional<Instant> due_at(const Morning&);

// Refusals: "morning_unknown" "morning_answered" "link_too_old" "item_unknown" "message_not_due" "message_not_started"
Result<Events> decide(const Morning&, const BeginMessage&, const Context&);
Result<Events> decide(const Morning&, const FinishMessage&, const Context&);
Result<Events> decide(const Morning&, const LookAfterMorning&, const Context&);
Result<Events> decide(const Morning&, const AnswerMorning&, const Context&);

void evolve(Morning&, const MorningPlanned&, const Meta&);
void evolve(Morning&, const MessageStarted&, const Meta&);
void evolve(Morning&, const MessageFinished&, const Meta&);
void evolve(Morning&, const MorningAnswered&, const Meta&);
void evolve(Morning&, const MorningUnanswered&, const Meta&);

}  // namespace afterglow::clinic
