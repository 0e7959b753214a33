#include "documents/sheet.h"

namespace afterglow::documents {

Setup setup_of(const Printing& printing, const DocumentKind& kind, Language language) {
    const Clock clock{printing.zone, language};
    std::vector<std::string> footer{filled(words::kPrinted, language, {{"at", clock.full(printing.printed_at)}})};
    if (!printing.printed_by.empty())
        footer.push_back(filled(words::kPrintedBy, language, {{"who", printing.printed_by}}));
    if (!printing.rules.empty()) footer.push_back(filled(words::kRules, language, {{"pack", printing.rules}}));
    return {.title = kind.title,
            .establishment = printing.establishment,
            .establishment_lines = printing.establishment_lines,
            .about = kind.about,
            .footer = joined(footer, " · "),
            .language = language,
            .created_at = printing.printed_at,
            .paper = kind.paper,
            .text_pt = kind.text_pt,
            .air = kind.air};
}

std::string about(const Person& person, Language language) {
    const std::string born = filled(words::kBornShort, language, {{"date", date_text(person.birth_date, language)}});
    return joined({person.name, born});
}

std::string joined(const std::vector<std::string>& items, std::string_view separator) {
    std::string out;
    for (const std::string& item : items) {
        if (!out.empty() && !item.empty()) out += separator;
        out += item;
    }
    return out;
}
std::string lines_of(const std::vector<std::string>& items) { return joined(items, "\n"); }

std::string allergies_text(const std::vector<std::string>& allergies, Language language) {
    return allergies.empty() ? words::kNoAllergies.in(language) : joined(allergies);
}

std::string contact_text(const clinic::Contact& contact) {
    return joined({contact.name.value, contact.relation ? contact.relation->value : "", contact.phone.value});
}

}  // namespace afterglow::documents
