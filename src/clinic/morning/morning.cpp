#include "clinic/morning/morning.h"

#include <array>

namespace afterglow::clinic {
namespace {

constexpr std::array<std::int64_t, 5> kAgainAfterMinutes{1, 5, 15, 30, 60};
constexpr std::int64_t kOutcomeWithinMinutes = 10;  // after that whoever was sending is gone
constexpr std::int64_t kLinkDays = 7;

Done check_exists(const Morning& morning) {
    if (!morning.exists()) return refuse_as(RefusalKind::not_found, "morning_unknown");
    return done();
}

// The hour of a local day. One that the clocks skip is the hour after it; one that comes twice, the earlier.
Instant at_hour(Date day, std::int64_t hour, const std::string& zone) {
    for (std::int64_t later = 0;; ++later) {
        const LocalTime local{static_cast<std::int64_t>(day.days) * 1440 + (hour + later) * 60};
        const auto at = to_instant(local, zone, Fold::earlier);
        if (at.ok()) return *at;
    }
}

bool is_sent_or_uncertain(const Morning& morning) {
    return morning.outcome == MessageOutcome::sent || morning.outcome == MessageOutcome::unknown ||
           morning.outcome == MessageOutcome::refused_for_good;
}

// When the next attempt is due, if there is to be one. None once it is said that no answer came: somebody calls.
std::optional<Instant> attempt_at(const Morning& morning) {
    if (!morning.email || morning.sending_since || is_sent_or_uncertain(morning)) return std::nullopt;
    if (morning.answer || morning.reported) return std::nullopt;
    const Instant at = morning.again_at.value_or(morning.send_at);
    if (at >= morning.answer_by) return std::nullopt;
    return at;
}

}  // namespace

void plan_morning(Events& events, const SessionId& session, const PatientId& patient, const CourseId& course,
                  Language language, const std::optional<Text<254>>& email, const Context& context) {
    const std::string& zone = context.pack.zone;
    const Date next{to_local(context.happened_at, zone).date().days + 1};
    const MorningPolicy& rules = context.pack.morning;
    events.add(morning_stream(session),
               MorningPlanned{session, patient, course, language, email, at_hour(next, rules.send_hour.value, zone),
                              at_hour(next, rules.answer_by_hour.value, zone)});
}

bool message_due(const Morning& morning, Instant now) {
    const auto at = attempt_at(morning);
    return at && *at <= now && now < morning.answer_by;
}

std::optional<Instant> due_at(const Morning& morning) {
    std::optional<Instant> due = attempt_at(morning);
    const auto consider = [&](Instant at) { due = due ? std::min(*due, at) : at; };
    if (morning.sending_since) consider(*morning.sending_since + minutes(kOutcomeWithinMinutes));
    if (!morning.answer && !morning.reported) consider(morning.answer_by);
    return due;
}

Result<Events> decide(const Morning& morning, const BeginMessage&, const Context& context) {
    TRY(check_exists(morning));
    if (!message_due(morning, context.now)) return refuse("message_not_due");
    return one_event(morning_stream(morning.session), MessageStarted{morning.attempts + 1});
}

Result<Events> decide(const Morning& morning, const FinishMessage& command, const Context& context) {
    TRY(check_exists(morning));
    if (!morning.sending_since) return refuse("message_not_started");
    std::optional<Instant> again;
    if (command.outcome == MessageOutcome::refused_for_now) {
        const auto step =
            std::min<std::size_t>(static_cast<std::size_t>(morning.attempts) - 1, kAgainAfterMinutes.size() - 1);
        again = context.now + minutes(kAgainAfterMinutes[step]);
    }
    Events events = one_event(morning_stream(morning.session), MessageFinished{command.outcome, command.text, again});
    if (command.outcome == MessageOutcome::unknown || command.outcome == MessageOutcome::refused_for_good)
        raise_task(events, TaskKind::message_uncertain, morning.patient, morning.course, context);
    return events;
}

Result<Events> decide(const Morning& morning, const LookAfterMorning&, const Context& context) {
    TRY(check_exists(morning));
    Events events;
    if (morning.sending_since && *morning.sending_since + minutes(kOutcomeWithinMinutes) <= context.now) {
        events.add(morning_stream(morning.session),
                   MessageFinished{MessageOutcome::unknown, Line{"the program ended while it was sending"}, {}});
        raise_task(events, TaskKind::message_uncertain, morning.patient, morning.course, context);
        return events;  // a task for each act: no answer is looked at next time
    }
    if (!morning.answer && !morning.reported && morning.answer_by <= context.now) {
        events.add(morning_stream(morning.session), MorningUnanswered{});
        raise_task(events, TaskKind::morning_no_answer, morning.patient, morning.course, context);
    }
    return events;
}

Result<Events> decide(const Morning& morning, const AnswerMorning& command, const Context& context) {
    TRY(check_exists(morning));
    if (morning.answer) return refuse("morning_answered");
    if (context.now > morning.answer_by + days(kLinkDays)) return refuse("link_too_old");
    bool worrying = command.form.call_me;
    for (std::size_t i = 0; i < command.form.items.size(); ++i) {
        const auto& items = context.pack.morning.items;
        const auto item = std::ranges::find(items, command.form.items[i].value, &MorningItem::code);
        if (item == items.end()) return refuse_field("/form/items/" + std::to_string(i), "item_unknown");
        worrying = worrying || item->worrying;
    }
    Events events = one_event(morning_stream(morning.session), MorningAnswered{command.form, worrying});
    if (worrying) raise_task(events, TaskKind::morning_worrying, morning.patient, morning.course, context);
    return events;
}

void evolve(Morning& morning, const MorningPlanned& event, const Meta&) {
    morning.session = event.session;
    morning.patient = event.patient;
    morning.course = event.course;
    morning.language = event.language;
    morning.email = event.email;
    morning.send_at = event.send_at;
    morning.answer_by = event.answer_by;
}
void evolve(Morning& morning, const MessageStarted& event, const Meta& meta) {
    morning.attempts = event.attempt;
    morning.sending_since = meta.recorded_at;
}
void evolve(Morning& morning, const MessageFinished& event, const Meta&) {
    morning.sending_since.reset();
    morning.outcome = event.outcome;
    morning.outcome_text = event.text;
    morning.again_at = event.again_at;
}
void evolve(Morning& morning, const MorningAnswered& event, const Meta& meta) {
    morning.answer = event.form;
    morning.answered_at = meta.recorded_at;
    morning.worrying = event.worrying;
}
void evolve(Morning& morning, const MorningUnanswered&, const Meta&) { morning.reported = true; }

}  // namespace afterglow::clinic
