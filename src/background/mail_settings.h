#pragma once
// How a clinic sends its messages.

#include <string>

#include "documents/mail/mail.h"

namespace afterglow::background {

struct MailSettings {
    documents::MailServer server;
    std::string from_address;
    std::string public_url;  // of the clinic's pages, without a slash at the end: what links begin with
};

}  // namespace afterglow::background
