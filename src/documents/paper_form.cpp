#include "documents/paper_form.h"

#include <algorithm>

namespace afterglow::documents {
namespace {

using namespace words;

constexpr std::size_t kMostRows = 200;  // to write in, of one table
constexpr double kRowHeight = 22;

class Writer {
public:
    Writer(const PaperFormSheet& sheet, Language language)
        : sheet_(sheet),
          language_(language),
          document_(setup_of(sheet.printing,
                             {.title = kPaperForm.in(language),
                              .about = sheet.person ? about(*sheet.person, language) : std::string()},
                             language)) {}

    std::string pdf() {
        document_.title(in(kPaperForm), bold(in(kTypedInLater)));
        identity();
        readiness();
        order();
        time_out();
        doses();
        vitals();
        events();
        adverse_events();
        ending();
        return document_.pdf();
    }

private:
    std::string in(const Phrase& phrase) const { return phrase.in(language_); }
    Rich yes_no() const { return tick(in(kYes)) + Rich("   ") + tick(in(kNo)); }
    Rich yes_no_unknown() const { return yes_no() + Rich("   ") + tick(in(kUnknown)); }
    void fields(const std::vector<Phrase>& labels, int columns) {
        std::vector<std::string> texts;
        for (const Phrase& label : labels) texts.push_back(in(label));
        document_.fields(texts, columns);
    }
    void questions(const std::vector<std::string>& texts, const Phrase& heading);
    void blank_table(const std::vector<Column>& columns, std::size_t rows);

    void identity();
    void readiness();
    void order();
    void time_out();
    void doses();
    void vitals();
    void events();
    void adverse_events();
    void ending();
    Rich suicidality() const;

    const PaperFormSheet& sheet_;
    Language language_;
    Document document_;
};

void Writer::questions(const std::vector<std::string>& texts, const Phrase& heading) {
    Table table{.columns = {{in(heading), 3.6}, {in(kAnswer), 1.75}, {in(kNote), 1.6}}};
    for (const std::string& text : texts)
        table.rows.push_back({.cells = {text, yes_no_unknown(), ""}, .least_height = 17});
    if (!texts.empty()) document_.table(table);
}

void Writer::blank_table(const std::vector<Column>& columns, std::size_t rows) {
    Table table{.columns = columns, .grid = true};
    for (std::size_t i = 0; i < std::min(rows, kMostRows); ++i)
        table.rows.push_back({.cells = std::vector<Rich>(columns.size()), .least_height = kRowHeight});
    document_.table(table);
}

void Writer::identity() {
    if (sheet_.person) {
        const Person& person = *sheet_.person;
        std::vector<Pair> pairs{{in(kName), bold(person.name)},
                                {in(kBorn), bold(date_text(person.birth_date, language_))},
                                {in(kAllergies), bold(allergies_text(sheet_.allergies, language_))},
                                {in(kPersonId), person.id}};
        if (person.national_id) pairs.push_back({in(kNationalId), *person.national_id});
        document_.pairs(pairs, 2);
        fields({kSessionDate, kRoom, kTherapists, kPhysician}, 2);
    } else {
        fields({kFullName, kBorn, kAllergies, kSessionDate, kTherapists, kPhysician, kRoom}, 2);
    }
}

Rich Writer::suicidality() const {
    Rich rich(in(kSuicidality) + ":   ");
    for_each_enumerator<clinic::Suicidality>(
        [&](clinic::Suicidality each, std::string_view) { rich += tick(word(each, language_)) + Rich("   "); });
    return rich;
}

void Writer::readiness() {
    document_.heading(in(kReadiness));
    Rich identified(in(kIdentifiedBy) + ":   ");
    for_each_enumerator<clinic::Identifier>(
        [&](clinic::Identifier each, std::string_view) { identified += tick(word(each, language_)) + Rich("   "); });
    document_.paragraph(identified);
    fields({kLastFoodAt, kLastDrinkAt, kWeightToday}, 3);
    fields({kDrugsTaken, kMentalState}, 1);
    document_.space(8);
    document_.paragraph(suicidality());
    fields({kEscortPhone, kSignatureAndTime}, 2);
    document_.space(6);
    questions(sheet_.readiness, kCheck);
}

void Writer::order() {
    document_.together([&] {
        document_.heading(in(kOrder));
        Rich routes(in(kRoute) + ":   ");
        for_each_enumerator<clinic::Route>(
            [&](clinic::Route each, std::string_view) { routes += tick(word(each, language_)) + Rich("   "); });
        document_.paragraph(routes);
        fields({kMedicine, kDoseMg, kSignatureAndTime}, 3);
        fields({kRescueShort, kNote}, 1);
    });
}

void Writer::time_out() {
    document_.together([&] {
        document_.heading(in(kTimeOut));
        Rich points;
        for (const Phrase& each : {kTimeOutIdentity, kTimeOutConsent, kAllergies, kTimeOutMedicine, kTimeOutMonitoring})
            points += tick(in(each)) + Rich("   ");
        document_.paragraph(points);
        fields({kTime, kCheckedBy, kWitness}, 3);
    });
}

void Writer::doses() {
    document_.together([&] {
        document_.heading(in(kDoses));
        blank_table({{in(kTime), 0.8},
                     {in(kMedicine), 1.2},
                     {in(kDoseMg), 0.9},
                     {in(kLot), 1},
                     {in(kExpires), 1.2},
                     {in(kRouteAndSite), 1.3},
                     {in(kPreparedBy), 1.35},
                     {in(kGivenBy), 1.25},
                     {in(kWastedColumn), 1.7}},
                    sheet_.dose_rows);
    });
}

void Writer::vitals() {
    using clinic::Measure;
    document_.heading(in(kVitals));
    std::vector<Column> columns{{in(kMeasuredAt), 1.1}, {in_two_lines(in(kPressure)), 1.2}};
    for (const Measure each :
         {Measure::heart_rate_bpm, Measure::spo2_percent, Measure::respiratory_rate_per_min, Measure::sedation_moaas,
          Measure::dissociation_0_10, Measure::nausea_0_10, Measure::distress_0_10})
        columns.push_back({in_two_lines(short_name(each).in(language_)), 1});
    columns.push_back({in(kMeasuredBy), 1.4});
    blank_table(columns, sheet_.vitals_rows);
}

void Writer::events() {
    document_.heading(in(kEvents));
    blank_table({{in(kTime), 0.9}, {in(kWhatHappenedSaid), 6}, {in(kBy), 1.3}}, sheet_.event_rows);
    document_.together([&] { fields({kEndOfDosingAt, kSignatureAndTime}, 2); });
}

void Writer::adverse_events() {
    document_.together([&] {
        document_.heading(in(kAdverseEvents));
        Table table{.columns = {{in(kOnset), 0.8},
                                {in(kWhat), 2},
                                {in(kGrade) + "\n1–5", 0.85},
                                {in(kAction), 2},
                                {in(kOutcome), 1.3},
                                {in(kSeriousQuestion), 1.05},
                                {in(kReportedToShort), 1.2}},
                    .grid = true};
        for (std::size_t i = 0; i < std::min(sheet_.adverse_event_rows, kMostRows); ++i)
            table.rows.push_back({.cells = {"", "", "", "", "", tick(in(kYes)) + Rich("\n") + tick(in(kNo)), ""},
                                  .least_height = kRowHeight * 1.4});
        document_.table(table);
    });
}

void Writer::ending() {
    document_.together([&] {
        document_.heading(in(kDischarge));
        questions(sheet_.discharge, kCriterion);
    });
    document_.together([&] {
        document_.space(4);
        document_.paragraph(suicidality());
        fields({kSignatureAndTime, kNote}, 2);
    });
    document_.together([&] {
        document_.heading(in(kRelease));
        document_.paragraph(Rich(in(kInstructionsGiven) + ":   ") + yes_no());
        fields({kReleasedAt, kNoDrivingUntil, kEscortPhone}, 3);
        fields({kPatientSignature, kClinicianSignature}, 2);
    });
    document_.together([&] {
        document_.heading(in(kCloseOut));
        document_.paragraph(in(kSummary), 2);
        document_.ruled_lines(3);
        fields({kAdverseCount, kSignatureAndTime, kTypedInBy}, 3);
    });
}

}  // namespace

std::string paper_form_pdf(const PaperFormSheet& sheet, Language language) { return Writer(sheet, language).pdf(); }

PaperFormSheet paper_form_of(const clinic::Pack& pack, Language language) {
    PaperFormSheet sheet;
    sheet.printing.zone = pack.zone;
    sheet.printing.rules = pack.id + " " + std::to_string(pack.version);
    for (const clinic::CheckRule& rule : pack.readiness) sheet.readiness.push_back(rule.text.in(language));
    for (const clinic::CheckRule& rule : pack.discharge) sheet.discharge.push_back(rule.text.in(language));
    return sheet;
}

}  // namespace afterglow::documents
