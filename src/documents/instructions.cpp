#include "documents/instructions.h"

namespace afterglow::documents {
namespace {

using namespace words;

std::vector<Rich> in_all(const std::vector<Phrase>& phrases, Language language) {
    std::vector<Rich> texts;
    for (const Phrase& phrase : phrases) texts.push_back(phrase.in(language));
    return texts;
}

Rich contacts_text(const std::vector<ContactLine>& contacts) {
    Rich text;
    for (const ContactLine& each : contacts) {
        if (!text.empty()) text += "\n";
        text += Rich(each.who + "  ") + bold(each.where);
    }
    return text;
}

void add_people_and_plans(Document& document, const InstructionsSheet& sheet, Language language) {
    const Clock clock{sheet.printing.zone, language};
    std::vector<Pair> pairs;
    if (!sheet.contacts.empty()) pairs.push_back({kContacts.in(language), contacts_text(sheet.contacts)});
    if (sheet.escort) pairs.push_back({kGoHomeWith.in(language), contact_text(*sheet.escort)});
    if (sheet.medication_resume) pairs.push_back({kMedicationResume.in(language), *sheet.medication_resume});
    if (sheet.next) {
        const std::string more = joined({sheet.next->what, sheet.next->where});
        pairs.push_back({kNextAppointment.in(language),
                         bold(clock.spelled_out(sheet.next->at)) + Rich(more.empty() ? "" : "\n" + more)});
    }
    if (sheet.note) pairs.push_back({kNote.in(language), *sheet.note});
    if (pairs.empty()) return;
    document.together([&] {
        document.space(10);
        document.pairs(pairs, 2);
    });
}

}  // namespace

std::string instructions_pdf(const InstructionsSheet& sheet, Language language) {
    const Clock clock{sheet.printing.zone, language};
    Document document(setup_of(
        sheet.printing, {.title = kInstructions.in(language), .about = about(sheet.person, language), .text_pt = 10.2},
        language));
    document.title(kInstructions.in(language), filled(kForWhom, language, {{"name", about(sheet.person, language)}}));
    document.framed({kDoNotDrive.in(language), scaled(bold(clock.spelled_out(sheet.no_driving_until)), 1.85),
                     scaled(kDoNotDriveMore.in(language), 0.95)});
    const auto section = [&](const Phrase& heading, const std::vector<Phrase>& items) {
        document.together([&] {
            document.heading(heading.in(language));
            document.bullets(in_all(items, language));
        });
    };
    section(kToday, {kToday1, kToday2, kToday3, kToday4, kToday5});
    section(kNormal, {kNormal1, kNormal2, kNormal3});
    section(kCallUs, {kCallUs1, kCallUs2, kCallUs3});
    document.together([&] {
        document.heading(kCall112.in(language));
        document.paragraph(kCall112What.in(language), 1);
    });
    add_people_and_plans(document, sheet, language);
    return document.pdf();
}

}  // namespace afterglow::documents
