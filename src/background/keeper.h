#pragma once
// What is due by itself: alarms to escalate, silent monitors, overdue checks, messages of the morning, notices to the privacy
// lead. Everything that is due
// is in the views with its time, so nothing is forgotten by a restart: what came due meanwhile is done at the start.

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "background/mail_settings.h"
#include "desk/desk.h"

namespace afterglow::background {

class Keeper {
public:
    // Without `mail` no message is sent; who was to be written to is called instead.
    Keeper(desk::Desk& desk, std::optional<MailSettings> mail);
    ~Keeper();

    // One round, as the threads make them; for tests with a clock of their own.
    void look_after_sessions();
    void look_after_mornings();
    void look_after_emergencies();

private:
    void send_message(const SessionId& session);
    void tell_privacy_lead(const clinic::Emergency& emergency);
    void give(const char* command, const std::string& data);

    desk::Desk& desk_;
    std::optional<MailSettings> mail_;
    // When the next attempt may be made to tell the privacy lead; after a restart that is at once.
    std::mutex telling_;  // one at a time, so that nobody is told twice
    std::map<EmergencyId, std::chrono::steady_clock::time_point> told_again_;
    std::jthread sessions_, mornings_, emergencies_;  // apart: a slow mail server keeps no alarm waiting
};

}  // namespace afterglow::background
