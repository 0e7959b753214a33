#pragma once
// What the documents have in common. Every document is made from plain values: nothing is looked up here.

#include <optional>
#include <string>
#include <vector>

#include "documents/layout.h"
#include "documents/words.h"

namespace afterglow::documents {

// In whose name, when and by whom it is printed: on every page.
struct Printing {
    std::string establishment;
    std::vector<std::string> establishment_lines;  // address, company number
    std::string zone = "Europe/Prague";
    Instant printed_at;
    std::string printed_by;
    std::string rules;  // the policy pack and its version: "cz-outpatient 3"
};

struct Person {
    std::string name;
    Date birth_date;
    std::string id;
    std::optional<std::string> national_id;
};

// A way to reach somebody: "Clinic, until 20:00", "+420 ...".
struct ContactLine {
    std::string who, where;
};

struct DocumentKind {
    std::string title, about;
    Paper paper = Paper::a4_portrait;
    double text_pt = 9;
    double air = 1;
};
Setup setup_of(const Printing& printing, const DocumentKind& kind, Language language);
std::string about(const Person& person, Language language);  // for the head of every page

std::string joined(const std::vector<std::string>& items, std::string_view separator = ", ");
// One item after another, each on a line of its own.
std::string lines_of(const std::vector<std::string>& items);
std::string allergies_text(const std::vector<std::string>& allergies, Language language);
std::string contact_text(const clinic::Contact& contact);

}  // namespace afterglow::documents
