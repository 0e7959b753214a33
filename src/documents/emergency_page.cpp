#include "documents/emergency_page.h"

#include <algorithm>

#include "documents/vitals_table.h"

namespace afterglow::documents {
namespace {

using namespace words;

class Writer {
public:
    Writer(const EmergencySheet& sheet, Language language)
        : sheet_(sheet),
          language_(language),
          clock_{sheet.printing.zone, language},
          day_(clock_.date(sheet.printing.printed_at)),
          document_(setup_of(
              sheet.printing,
              {.title = kEmergency.in(language), .about = about(sheet.person, language), .text_pt = 8.8, .air = 0.62},
              language)) {}

    std::string pdf() {
        const Phrase& lead = sheet_.doses.empty() ? kEmergencyLeadNoDose : kEmergencyLead;
        document_.title(in(kEmergency), filled(lead, language_, {{"at", clock_.full(sheet_.printing.printed_at)}}));
        identity();
        given();
        measured();
        happened();
        rescue();
        ketamine();
        contacts();
        return document_.pdf();
    }

private:
    std::string in(const Phrase& phrase) const { return phrase.in(language_); }
    std::string at(Instant instant) const { return clock_.brief(instant, day_); }
    std::string known(const std::optional<std::vector<std::string>>& list) const {
        if (!list) return in(kNotKnown);
        return list->empty() ? in(kNone) : lines_of(*list);
    }
    std::string events(const std::vector<EmergencyEvent>& events) const {
        std::vector<std::string> lines;
        for (const EmergencyEvent& each : events) lines.push_back(at(each.at) + "  " + each.what);
        return lines_of(lines);
    }

    void identity();
    void given();
    void measured();
    void happened();
    void rescue();
    void ketamine();
    void contacts();

    const EmergencySheet& sheet_;
    Language language_;
    Clock clock_;
    Date day_;
    Document document_;
};

void Writer::identity() {
    const Person& person = sheet_.person;
    const int age = years_between(person.birth_date, day_);
    std::vector<Pair> pairs{
        {in(kName), scaled(bold(person.name), 1.25)},
        {in(kBorn), scaled(bold(date_text(person.birth_date, language_) + " (" + std::to_string(age) + ")"), 1.25)},
        {in(kAllergies), scaled(bold(allergies_text(sheet_.allergies, language_)), 1.25)},
        {in(kWeight), sheet_.weight_kg ? kg_text(*sheet_.weight_kg, language_) : in(kNotKnown)},
        {in(kMedication), known(sheet_.medication)},
        {in(kDiagnoses), known(sheet_.diagnoses)},
    };
    if (person.national_id) pairs.push_back({in(kNationalId), *person.national_id});
    if (!person.id.empty()) pairs.push_back({in(kPersonId), small(person.id)});
    document_.pairs(pairs, 3);
}

void Writer::given() {
    if (sheet_.doses.empty()) return;
    document_.heading(in(kGiven));
    Table table{.columns = {{in(kTime), 1}, {in(kMedicine), 2}, {in(kDose), 1.4}, {in(kRouteAndSite), 3}}};
    for (const EmergencyDose& dose : sheet_.doses) {
        table.rows.push_back({.cells = {bold(at(dose.at)), dose.medicine, bold(mg_text(dose.mg, language_)),
                                        joined({word(dose.route, language_), dose.site})}});
    }
    document_.table(table);
}

void Writer::measured() {
    document_.heading(in(kLastMeasurements));
    if (sheet_.measurements.empty()) return document_.paragraph(in(kNothingRecorded), 2);
    std::vector<VitalsRow> rows;
    for (const EmergencyMeasurement& each : sheet_.measurements) {
        rows.push_back({.time = at(each.at),
                        .since = sheet_.doses.empty() ? "" : minutes_between(sheet_.doses.front().at, each.at),
                        .vitals = each.vitals});
    }
    document_.table(vitals_table(rows, language_));
}

void Writer::happened() {
    if (sheet_.events.empty()) return;
    document_.heading(in(kWhatHappened));
    document_.paragraph(events(sheet_.events), 2);
}

void Writer::rescue() {
    const std::string given = events(sheet_.rescue_given);
    const std::string authorised = lines_of(sheet_.rescue_authorised);
    document_.space(4);
    document_.pairs({{in(kRescueGiven), given.empty() ? Rich(in(kNone)) : bold(given)},
                     {in(kRescue), authorised.empty() ? in(kNone) : authorised}},
                    2);
}

void Writer::ketamine() {
    document_.heading(in(kAboutKetamine));
    document_.paragraph(in(kKetamineFacts), 1);
    document_.paragraph(small(in(kKetamineSource)), 2);
    for (const EmergencyFact& fact : sheet_.facts) {
        document_.paragraph(
            Rich(fact.text) + small(" (" + filled(kSourceIs, language_, {{"source", fact.source}}) + ")"), 3);
    }
}

void Writer::contacts() {
    if (sheet_.contacts.empty()) return;
    document_.together([&] {
        document_.heading(in(kEmergencyContacts));
        std::vector<Pair> pairs;
        for (const ContactLine& each : sheet_.contacts) pairs.push_back({each.who, bold(each.where)});
        document_.pairs(pairs, 3);
    });
}

template <class Form>
std::vector<const clinic::Entry<Form>*> standing_entries(const std::vector<clinic::Entry<Form>>& entries) {
    std::vector<const clinic::Entry<Form>*> all;
    for (const auto& entry : entries) {
        if (!entry.corrected_by) all.push_back(&entry);
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const auto* a, const auto* b) { return a->happened_at < b->happened_at; });
    return all;
}

void fill_what_happened(EmergencySheet& sheet, const clinic::Session& session) {
    for (const auto* entry : standing_entries(session.adverse_events))
        sheet.events.push_back({entry->data.onset_at, entry->data.what.value + "; " + entry->data.action.value});
    for (const auto* entry : standing_entries(session.marks)) {
        if (entry->data.kind == clinic::MarkKind::rescue_drug)
            sheet.rescue_given.push_back({entry->happened_at, entry->data.words ? entry->data.words->value : "?"});
    }
    if (const auto* order = clinic::standing(session.orders)) {
        for (const Line& drug : order->data.order.rescue) sheet.rescue_authorised.push_back(drug.value);
    }
}

}  // namespace

std::string emergency_page_pdf(const EmergencySheet& sheet, Language language) { return Writer(sheet, language).pdf(); }

EmergencySheet emergency_page_of(const clinic::Session& session, const clinic::Pack& pack, Language language) {
    EmergencySheet sheet;
    sheet.printing.zone = pack.zone;
    for (const auto* entry : standing_entries(session.doses)) {
        const clinic::DoseForm& dose = entry->data.dose;
        sheet.doses.push_back(
            {entry->happened_at, entry->data.medicine, dose.dose_mg, dose.route, dose.site ? dose.site->value : ""});
    }
    const auto vitals = standing_entries(session.vitals);
    for (std::size_t i = vitals.size() > kEmergencyMeasurements ? vitals.size() - kEmergencyMeasurements : 0;
         i < vitals.size(); ++i)
        sheet.measurements.push_back({vitals[i]->happened_at, vitals[i]->data.vitals});
    for (const auto* entry : vitals) {
        if (entry->data.vitals.weight_kg) sheet.weight_kg = entry->data.vitals.weight_kg;
    }
    fill_what_happened(sheet, session);
    for (const clinic::Rule* rule : {static_cast<const clinic::Rule*>(&pack.observation_min_minutes),
                                     static_cast<const clinic::Rule*>(&pack.no_driving_hours)})
        sheet.facts.push_back({rule->text.in(language), rule->source});
    return sheet;
}

}  // namespace afterglow::documents
