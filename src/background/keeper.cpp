#include "background/keeper.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <condition_variable>

#include "background/privacy_notice.h"
#include "clinic/morning/morning.h"
#include "clinic/watch/watch.h"
#include "desk/links.h"
#include "desk/passwords.h"
#include "journal/stored.h"
#include "views/queries.h"

namespace afterglow::background {
namespace {

constexpr std::chrono::milliseconds kSessionsEvery{500};
constexpr std::chrono::milliseconds kMorningsEvery{5000};
constexpr std::chrono::milliseconds kEmergenciesEvery{2000};
constexpr std::chrono::seconds kMailTimeout{30};
// A notice that was not taken is sent again within a minute of the mail server's return; one that it will not have, seldom.
constexpr std::chrono::seconds kNoticeAgainAfter{20};
constexpr std::chrono::minutes kRefusedNoticeAgainAfter{15};

// Does something again and again until it is stopped; what fails is tried again next time.
void repeat(const std::stop_token& stop, std::chrono::milliseconds every, const std::function<void()>& act) {
    std::mutex mutex;
    std::condition_variable_any wake;
    while (!stop.stop_requested()) {
        try {
            act();
        } catch (const std::exception& error) {
            spdlog::error("what is due could not be done: {}", error.what());
        }
        std::unique_lock lock(mutex);
        wake.wait_for(lock, stop, every, [] { return false; });
    }
}

SessionId session_in(const std::string& stream) { return {stream.substr(stream.find(':') + 1)}; }

clinic::MessageOutcome outcome_of(documents::MailOutcome outcome) {
    switch (outcome) {
        case documents::MailOutcome::sent: return clinic::MessageOutcome::sent;
        case documents::MailOutcome::refused_for_now: return clinic::MessageOutcome::refused_for_now;
        case documents::MailOutcome::refused_for_good: return clinic::MessageOutcome::refused_for_good;
        case documents::MailOutcome::unknown: return clinic::MessageOutcome::unknown;
    }
    return clinic::MessageOutcome::unknown;
}

// Fits into a line of the record.
std::string line_of(std::string text) {
    for (char& each : text) {
        if (static_cast<unsigned char>(each) < 0x20) each = ' ';
    }
    if (text.size() > 300) text.resize(300);
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0x80) != 0) text.pop_back();
    return text.find_first_not_of(' ') == std::string::npos ? "-" : text;
}

}  // namespace

Keeper::Keeper(desk::Desk& desk, std::optional<MailSettings> mail) : desk_(desk), mail_(std::move(mail)) {
    sessions_ = std::jthread(
        [this](const std::stop_token& stop) { repeat(stop, kSessionsEvery, [this] { look_after_sessions(); }); });
    mornings_ = std::jthread(
        [this](const std::stop_token& stop) { repeat(stop, kMorningsEvery, [this] { look_after_mornings(); }); });
    emergencies_ = std::jthread(
        [this](const std::stop_token& stop) { repeat(stop, kEmergenciesEvery, [this] { look_after_emergencies(); }); });
}

Keeper::~Keeper() = default;

void Keeper::give(const char* command, const std::string& data) {
    const auto answer = desk_.perform(command, {.staff = clinic::kSystem, .name = "", .address = ""},
                                      {.id = {desk::new_uuid()}}, parse_json(data).value());
    // Somebody may have been faster; what is still due comes again.
    if (!answer.ok()) spdlog::debug("{}: {}", command, answer.refusal().code);
}

void Keeper::look_after_sessions() {
    for (const views::DueRow& row : views::due(desk_.reader(), clinic::Watch::kKind, desk_.now()))
        give("look-after-session", to_json(clinic::LookAfter{session_in(row.stream)}));
}

void Keeper::look_after_mornings() {
    for (const views::DueRow& row : views::due(desk_.reader(), clinic::Morning::kKind, desk_.now())) {
        const auto found = views::document(desk_.reader(), row.stream);
        if (!found) continue;
        const auto morning = journal::stored<clinic::Morning>(found->body);
        if (!clinic::message_due(morning, desk_.now())) {
            give("look-after-morning", to_json(clinic::LookAfterMorning{morning.session}));
        } else if (mail_) {
            send_message(morning.session);
        }
    }
}

void Keeper::look_after_emergencies() {
    if (!mail_ || !desk_.pack().privacy_email) return;
    const std::lock_guard lock(telling_);
    const auto due = views::due(desk_.reader(), clinic::Emergency::kKind, desk_.now());
    if (due.empty()) told_again_.clear();
    for (const views::DueRow& row : due) {
        const auto found = views::document(desk_.reader(), row.stream);
        if (!found) continue;
        const auto emergency = journal::stored<clinic::Emergency>(found->body);
        const auto again = told_again_.find(emergency.id);
        if (again == told_again_.end() || std::chrono::steady_clock::now() >= again->second)
            tell_privacy_lead(emergency);
    }
}

// The journal hears of it when the mail server took it: whoever dies in between sends it again.
void Keeper::tell_privacy_lead(const clinic::Emergency& emergency) {
    const auto staff = views::staff_by_id(desk_.reader(), emergency.staff.value);
    const auto message = privacy_notice(*mail_, desk_.pack(), emergency, staff ? staff->name : "", desk_.now());
    const documents::MailResult result = documents::send_mail(mail_->server, message, kMailTimeout);
    if (result.outcome == documents::MailOutcome::sent) {
        told_again_.erase(emergency.id);
    } else {
        spdlog::warn("the privacy lead was not told of an emergency access: {}", result.text);
        const bool for_good = result.outcome == documents::MailOutcome::refused_for_good;
        told_again_[emergency.id] = std::chrono::steady_clock::now() +
                                    (for_good ? std::chrono::seconds(kRefusedNoticeAgainAfter) : kNoticeAgainAfter);
    }
    give("record-privacy-notice", to_json(clinic::RecordPrivacyNotice{emergency.id, outcome_of(result.outcome)}));
}

// That it is being sent is in the journal before the mail server hears of it.
void Keeper::send_message(const SessionId& session) {
    const auto begun =
        desk_.perform("begin-message", {.staff = clinic::kSystem, .name = "", .address = ""},
                      {.id = {desk::new_uuid()}}, parse_json(to_json(clinic::BeginMessage{session})).value());
    if (!begun.ok()) return;
    const auto found = views::document(desk_.reader(), clinic::morning_stream(session));
    const auto morning = journal::stored<clinic::Morning>(found->body);
    const clinic::Pack& pack = desk_.pack();
    const clinic::MorningPolicy& words = pack.morning;
    const std::string token = desk::morning_token(desk_.store().keys(), session);
    const std::string domain = mail_->from_address.substr(mail_->from_address.find('@') + 1);
    documents::MailMessage message;
    message.message_id = fmt::format("morning-{}@{}", session.value, domain);
    message.from_name = pack.clinic_name;
    message.from_address = mail_->from_address;
    message.to_address = morning.email->value;
    message.language = morning.language;
    message.date = desk_.now();
    message.subject = words.subject.in(morning.language);
    message.text = fmt::format("{}\n\n{}\n\n{}/morning/{}\n\n{}\n\n{}\n", words.greeting.in(morning.language),
                               words.body.in(morning.language), mail_->public_url, token,
                               words.closing.in(morning.language), pack.clinic_name);
    if (pack.clinic_phone) message.text += *pack.clinic_phone + "\n";
    const documents::MailResult result = documents::send_mail(mail_->server, message, kMailTimeout);
    if (result.outcome != documents::MailOutcome::sent)
        spdlog::warn("the message of a morning was not sent: {}", result.text);
    give("finish-message",
         to_json(clinic::FinishMessage{session, outcome_of(result.outcome), Line{line_of(result.text)}}));
}

}  // namespace afterglow::background
