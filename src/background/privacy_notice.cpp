#include "background/privacy_notice.h"

#include <fmt/format.h>

namespace afterglow::background {
namespace {

const Words kSubject{"Záznam byl otevřen v nouzi", "A record was opened in an emergency",
                     "Запис відкрито в невідкладному випадку"};
const Words kOpened{
    "{staff} má od {from} nouzový přístup k záznamu jednoho člověka, nejdéle do {until}. Komu záznam patří a proč byl "
    "otevřen, najdete v Afterglow:",
    "{staff} has emergency access to one person's record from {from}, until {until} at the latest. Whose record it is "
    "and why it was opened is written in Afterglow:",
    "{staff} має екстрений доступ до запису однієї людини з {from}, щонайдовше до {until}. Чий це запис і чому його "
    "відкрито, написано в Afterglow:"};
const Words kReview{"Až přístup skončí, prosím posuďte ho tam.", "Please review it there when it has ended.",
                    "Коли доступ закінчиться, розгляньте його там, будь ласка."};

std::string clock_text(Instant at, const std::string& zone) {
    std::string text = to_text(to_local(at, zone));  // 2026-11-23T10:04
    text[10] = ' ';
    return text.substr(0, 16);
}

}  // namespace

documents::MailMessage privacy_notice(const MailSettings& mail, const clinic::Pack& pack,
                                      const clinic::Emergency& emergency, const std::string& staff_name, Instant now) {
    const Language language = pack.languages.empty() ? Language::cs : pack.languages.front();
    documents::MailMessage message;
    message.message_id =
        fmt::format("emergency-{}@{}", emergency.id.value, mail.from_address.substr(mail.from_address.find('@') + 1));
    message.from_name = pack.clinic_name;
    message.from_address = mail.from_address;
    message.to_address = pack.privacy_email.value_or("");
    message.language = language;
    message.date = now;
    message.subject = kSubject.in(language);
    const std::string opened = fmt::format(fmt::runtime(kOpened.in(language)), fmt::arg("staff", staff_name),
                                           fmt::arg("from", clock_text(emergency.opened_at, pack.zone)),
                                           fmt::arg("until", clock_text(emergency.ends_at, pack.zone)));
    message.text = fmt::format("{}\n\n{}/emergency-access\n\n{}\n\n{}\n", opened, mail.public_url, kReview.in(language),
                               pack.clinic_name);
    return message;
}

}  // namespace afterglow::background
