#pragma once
// A message in the form that mail servers carry (RFC 5322, 2045, 2047). Nothing that a person typed can add a header.

#include <string>
#include <string_view>

#include "documents/mail/mail.h"

namespace afterglow::documents {

// "local@domain" in ASCII, no quoting, no comments; the lengths of RFC 5321.
bool is_address(std::string_view text);
// As an address, with or without angle brackets.
bool is_message_id(std::string_view text);

// Empty, or the code of what is wrong: "mail_from_address" "mail_to_address" "mail_message_id" "mail_line_break"
// "mail_line_too_long" "mail_text_too_long" "mail_not_utf8".
std::string mistake_in(const MailMessage& message);

// Lines end with CRLF, none begins with a dot. The message has no mistake.
std::string mime_text(const MailMessage& message);

// One header's words, encoded if they are not plain ASCII, in lines of at most 76 characters.
std::string encoded_words(std::string_view text);

}  // namespace afterglow::documents
