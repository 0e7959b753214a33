#pragma once
// What the clinic's privacy lead is written when somebody opened a record in an emergency: that it was, by whom and when, and
// where to look. Whose record and why is read in the clinic, not in anybody's mailbox.

#include "background/mail_settings.h"
#include "clinic/emergency/emergency.h"

namespace afterglow::background {

// To `pack.privacy_email`, in the pack's first language. The same message each time it is made: a repeat can be recognised.
documents::MailMessage privacy_notice(const MailSettings& mail, const clinic::Pack& pack,
                                      const clinic::Emergency& emergency, const std::string& staff_name, Instant now);

}  // namespace afterglow::background
