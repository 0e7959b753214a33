#pragma once
// The waiting list, by indication: people whose complaint the clinic does not treat yet, and who agreed to be told when
// it does. Opening an indication is an event; everybody waiting for it is then to be told, and each notice is recorded.

#include "clinic/inquiry/inquiry.h"

namespace afterglow::clinic {

struct WaitingPerson {
    Name name;
    std::optional<Text<254>> email;
    std::optional<Text<40>> phone;
    Language language = Language::cs;
    Code indication;
    bool consent_to_be_told = false;
    std::optional<InquiryId> inquiry;
};
BOOST_DESCRIBE_STRUCT(WaitingPerson, (), (name, email, phone, language, indication, consent_to_be_told, inquiry))

struct JoinWaitingList {
    WaitingId waiting;
    WaitingPerson person;
};
BOOST_DESCRIBE_STRUCT(JoinWaitingList, (), (waiting, person))
struct RecordNotice {
    WaitingId waiting;
    AnswerBy by = AnswerBy::email;
    Prose words;
};
BOOST_DESCRIBE_STRUCT(RecordNotice, (), (waiting, by, words))
struct LeaveWaitingList {
    WaitingId waiting;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(LeaveWaitingList, (), (waiting, reason))
struct OpenIndication {
    Code indication;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(OpenIndication, (), (indication, reason))
struct CloseIndication {
    Code indication;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(CloseIndication, (), (indication, reason))

struct WaitingListJoined {
    WaitingId waiting;
    WaitingPerson person;
};
BOOST_DESCRIBE_STRUCT(WaitingListJoined, (), (waiting, person))
struct NoticeRecorded {
    AnswerBy by = AnswerBy::email;
    Prose words;
};
BOOST_DESCRIBE_STRUCT(NoticeRecorded, (), (by, words))
struct WaitingListLeft {
    Line reason;
};
BOOST_DESCRIBE_STRUCT(WaitingListLeft, (), (reason))
struct IndicationOpened {
    Code indication;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(IndicationOpened, (), (indication, reason))
struct IndicationClosed {
    Code indication;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(IndicationClosed, (), (indication, reason))

enum class WaitingStatus { waiting, told, left };
BOOST_DESCRIBE_ENUM(WaitingStatus, waiting, told, left)

struct Waiting {
    static constexpr const char* kKind = "waiting";
    using Event = std::variant<WaitingListJoined, NoticeRecorded, WaitingListLeft>;

    WaitingId id;
    WaitingStatus status = WaitingStatus::waiting;
    WaitingPerson person;
    Instant joined_at;
    std::optional<Instant> told_at;
    std::optional<Prose> told_words;
    std::optional<Line> left_reason;
    bool exists() const { return !id.value.empty(); }
};
BOOST_DESCRIBE_STRUCT(Waiting, (), (id, status, person, joined_at, told_at, told_words, left_reason))

// Which indications the clinic has opened or closed since the pack's own setting. One stream per clinic.
struct IndicationChange {
    Code indication;
    bool open = false;
    Instant at;
    StaffId by;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(IndicationChange, (), (indication, open, at, by, reason))
struct Admission {
    static constexpr const char* kKind = "admission";
    using Event = std::variant<IndicationOpened, IndicationClosed>;
    std::vector<IndicationChange> changes;
};
BOOST_DESCRIBE_STRUCT(Admission, (), (changes))

inline std::string stream_of(const WaitingId& id) { return "waiting:" + id.value; }
inline const std::string kAdmissionStream = "admission:clinic";

bool is_open(const Admission& admission, const Indication& indication);

// Refusals: "already_exists" "waiting_unknown" "waiting_ended" "indication_unknown" "indication_open" "indication_not_open"
// "consent_to_be_told_needed" "contact_needed" "not_an_email" "not_a_phone"
Result<Events> decide(const Waiting&, const Admission&, const JoinWaitingList&, const Context&);
Result<Events> decide(const Waiting&, const Admission&, const RecordNotice&, const Context&);
Result<Events> decide(const Waiting&, const LeaveWaitingList&, const Context&);
Result<Events> decide(const Admission&, const OpenIndication&, const Context&);
Result<Events> decide(const Admission&, const CloseIndication&, const Context&);

void evolve(Waiting&, const WaitingListJoined&, const Meta&);
void evolve(Waiting&, const NoticeRecorded&, const Meta&);
void evolve(Waiting&, const WaitingListLeft&, const Meta&);
void evolve(Admission&, const IndicationOpened&, const Meta&);
void evolve(Admission&, const IndicationClosed&, const Meta&);

}  // namespace afterglow::clinic
