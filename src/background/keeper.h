#pragma once
// What is due by itself: alarms to escalate, silent monitors, overdue checks, messages of the morning. Everything that is due
// is in the views with its time, so nothing is forgotten by a restart: what came due meanwhile is done at the start.

#include <optional>
#include <string>
#include <thread>

#include "desk/desk.h"
#include "documents/mail/mail.h"

namespace afterglow::background {

struct MailSettings {
    documents::MailServer server;
    std::string from_address;
    std::string public_url;  // of the clinic's pages, without a slash at the end: what links begin with
};

class Keeper {
public:
    // Without `mail` no message is sent; who was to be written to is called instead.
    Keeper(desk::Desk& desk, std::optional<MailSettings> mail);
    ~Keeper();

    // One round, as the threads make them; for tests with a clock of their own.
    void look_after_sessions();
    void look_after_mornings();

private:
    void send_message(const SessionId& session);
    void give(const char* command, const std::string& data);

    desk::Desk& desk_;
    std::optional<MailSettings> mail_;
    std::jthread sessions_, mornings_;  // apart: a slow mail server keeps no alarm waiting
};

}  // namespace afterglow::background
