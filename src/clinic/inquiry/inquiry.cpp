#include "clinic/inquiry/inquiry.h"

#include <algorithm>

namespace afterglow::clinic {
namespace {

Done check_open(const Inquiry& inquiry) {
    if (!inquiry.exists()) return refuse_as(RefusalKind::not_found, "inquiry_unknown");
    if (inquiry.status != InquiryStatus::open) return refuse("inquiry_not_open");
    return done();
}

Done check_question(const Question& question) {
    if (!question.consent_to_contact) return refuse_field("/question/consent_to_contact", "consent_to_contact_needed");
    if (question.email && !looks_like_email(question.email->value))
        return refuse_field("/question/email", "not_an_email");
    if (question.phone && !looks_like_phone(question.phone->value))
        return refuse_field("/question/phone", "not_a_phone");
    if (question.answer_by == AnswerBy::email && !question.email)
        return refuse_field("/question/email", "contact_needed");
    if (question.answer_by == AnswerBy::phone && !question.phone)
        return refuse_field("/question/phone", "contact_needed");
    return done();
}

}  // namespace

bool looks_like_email(std::string_view text) {
    const auto at = text.find('@');
    if (at == std::string_view::npos || at == 0 || text.find('@', at + 1) != std::string_view::npos) return false;
    const std::string_view domain = text.substr(at + 1);
    return text.find_first_of(" \t\n\r,;<>\"") == std::string_view::npos &&
           domain.find('.') != std::string_view::npos && domain.front() != '.' && domain.back() != '.';
}

bool looks_like_phone(std::string_view text) {
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits >= 6 && digits <= 15 && text.find_first_not_of("+0123456789 -()/.") == std::string_view::npos;
}

Result<Events> decide(const Inquiry& inquiry, const ReceiveInquiry& command, const Context& context) {
    if (inquiry.exists()) return refuse("already_exists");
    TRY(check_question(command.question));
    return one_event(stream_of(command.inquiry),
                     InquiryReceived{command.inquiry, command.question, command.channel,
                                     context.happened_at + hours(context.pack.answer_within_hours.value)});
}

Result<Events> decide(const Inquiry& inquiry, const TakeInquiry& command, const Context& context) {
    TRY(check_open(inquiry));
    return one_event(stream_of(command.inquiry), InquiryTaken{command.owner.value_or(context.who)});
}

Result<Events> decide(const Inquiry& inquiry, const AnswerInquiry& command, const Context& context) {
    if (!inquiry.exists()) return refuse_as(RefusalKind::not_found, "inquiry_unknown");
    if (inquiry.status == InquiryStatus::closed) return refuse("inquiry_not_open");
    if (context.happened_at < start_of_minute(inquiry.received_at))
        return refuse_field("/happened_at", "before_question");
    return one_event(stream_of(command.inquiry),
                     InquiryAnswered{command.by, command.answer, context.happened_at <= inquiry.due_at});
}

Result<Events> decide(const Inquiry& inquiry, const CloseInquiry& command, const Context&) {
    TRY(check_open(inquiry));
    return one_event(stream_of(command.inquiry), InquiryClosed{command.reason});
}

Result<Events> decide(const Inquiry& inquiry, const ReopenInquiry& command, const Context&) {
    if (!inquiry.exists()) return refuse_as(RefusalKind::not_found, "inquiry_unknown");
    if (inquiry.status == InquiryStatus::open) return refuse("inquiry_is_open");
    return one_event(stream_of(command.inquiry), InquiryReopened{command.reason});
}

void evolve(Inquiry& inquiry, const InquiryReceived& event, const Meta& meta) {
    inquiry.id = event.inquiry;
    inquiry.question = event.question;
    inquiry.channel = event.channel;
    inquiry.received_at = meta.happened_at;
    inquiry.due_at = event.due_at;
}
void evolve(Inquiry& inquiry, const InquiryTaken& event, const Meta&) { inquiry.owner = event.owner; }
void evolve(Inquiry& inquiry, const InquiryAnswered& event, const Meta& meta) {
    inquiry.status = InquiryStatus::answered;
    if (!inquiry.owner) inquiry.owner = meta.who;
    inquiry.answers.push_back({meta.who, meta.happened_at, event.by, event.answer});
    if (!inquiry.in_time) inquiry.in_time = event.in_time;
}
void evolve(Inquiry& inquiry, const InquiryClosed& event, const Meta&) {
    inquiry.status = InquiryStatus::closed;
    inquiry.closed_reason = event.reason;
}
void evolve(Inquiry& inquiry, const InquiryReopened&, const Meta&) {
    inquiry.status = InquiryStatus::open;
    inquiry.closed_reason.reset();
}

}  // namespace afterglow::clinic
