#pragma once
// One e-mail to one person, handed to the clinic's mail server. What matters afterwards is whether it may be sent again:
// a message that may have been accepted is never sent twice.

#include <chrono>
#include <optional>
#include <string>

#include "base/time.h"
#include "base/words.h"

namespace afterglow::documents {

inline constexpr std::size_t kMaxMailText = 256 * 1024;  // bytes
inline constexpr std::size_t kMaxMailLine = 400;         // bytes of a subject or of a name

enum class MailSecurity { none, starttls, tls };

struct MailServer {
    std::string host;
    int port = 25;
    MailSecurity security = MailSecurity::starttls;
    std::optional<std::string> user, password;  // never sent unencrypted, but to this machine itself
    std::optional<std::string> ca_file;         // instead of the system's authorities
};

struct MailMessage {
    std::string message_id;  // "3f2a...@clinic.example", chosen by the caller: a repeat can be recognised by it
    std::string from_name, from_address;
    std::string to_address;
    std::string subject;
    std::string text;  // plain text, UTF-8
    afterglow::Language language = afterglow::Language::cs;
    Instant date;
};

enum class MailOutcome {
    sent,              // the server took it
    refused_for_now,   // it surely did not; it may later
    refused_for_good,  // it surely did not, and will not take this message
    unknown,           // the connection broke after the message and before the answer: never send it again
};

struct MailResult {
    MailOutcome outcome = MailOutcome::refused_for_now;
    std::string text;  // for the log: the server's last answer, or what went wrong
};

// A 5xx answer before the sender is named (greeting, TLS, sign-in) is about the server's settings, not about the message:
// refused_for_now. Takes at most twice the timeout. Safe to call from several threads.
MailResult send_mail(const MailServer& server, const MailMessage& message, std::chrono::seconds timeout);

}  // namespace afterglow::documents
