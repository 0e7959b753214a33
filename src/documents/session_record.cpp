#include "documents/session_record.h"

#include <algorithm>

#include "documents/trend.h"
#include "documents/vitals_table.h"

namespace afterglow::documents {
namespace {

using namespace words;

class Writer {
public:
    Writer(const SessionRecordSheet& sheet, Language language)
        : sheet_(sheet),
          language_(language),
          clock_{sheet.printing.zone, language},
          day_(clock_.date(sheet.opened_at)),
          document_(setup_of(sheet.printing,
                             {.title = kSessionRecord.in(language), .about = about(sheet.person, language)},
                             language)) {}

    std::string pdf() {
        identity();
        readiness();
        orders();
        time_outs();
        doses();
        vitals();
        events();
        alarms();
        adverse_events();
        discharges();
        releases();
        close_outs();
        signatures();
        return document_.pdf();
    }

private:
    std::string in(const Phrase& phrase) const { return phrase.in(language_); }
    std::string at(Instant instant) const { return clock_.brief(instant, day_); }
    std::string yes_no(bool yes) const { return yes ? in(kYes) : in(kNo); }

    // The time when it was so, and when it was written down if that was noticeably later.
    Rich times(const Written& written) const {
        Rich rich(at(written.happened_at));
        const std::int64_t apart = (written.recorded_at - written.happened_at).count;
        if (std::abs(apart) > minutes(1).count)
            rich += small("\n" + filled(kEnteredAt, language_, {{"time", at(written.recorded_at)}}));
        return rich;
    }
    std::string who_and_when(const Written& written) const {
        std::vector<std::string> parts{written.by, at(written.happened_at)};
        if (std::abs((written.recorded_at - written.happened_at).count) > minutes(1).count)
            parts.push_back(filled(kEnteredAt, language_, {{"time", at(written.recorded_at)}}));
        return joined(parts);
    }
    std::vector<std::string> additions(const Written& written) const {
        std::vector<std::string> lines;
        if (written.corrected_because)
            lines.push_back(filled(kCorrected, language_, {{"reason", *written.corrected_because}}));
        for (const Addition& each : written.addenda) {
            lines.push_back(
                filled(kAddendum, language_, {{"text", each.text}, {"who", each.by}, {"at", at(each.recorded_at)}}));
        }
        return lines;
    }
    // What stands below a row: the note (struck with the rest of a corrected entry), then the reason and addenda.
    Rich below(const Written& written, const std::vector<std::string>& notes) const {
        Rich rich(joined(notes, " · "));
        if (written.corrected_because) rich = struck(std::move(rich));
        const std::string more = lines_of(additions(written));
        if (!rich.empty() && !more.empty()) rich += "\n";
        return more.empty() ? rich : rich + Rich(more);
    }
    void add_row(Table& table, const Written& written, std::vector<Rich> cells,
                 const std::vector<std::string>& notes = {}) {
        if (written.corrected_because) {
            for (Rich& cell : cells) cell = struck(std::move(cell));
        }
        const Rich more = below(written, notes);
        table.rows.push_back({.cells = std::move(cells), .with_next = !more.empty(), .ruled = more.empty()});
        if (!more.empty()) table.rows.push_back({.cells = {more}, .spanning = true});
    }
    // A form outside a table: its values, then what was added to it.
    void add_form(const Written& written, std::vector<Pair> pairs, int columns) {
        std::erase_if(pairs, [](const Pair& pair) { return pair.value.empty(); });
        if (written.corrected_because) {
            for (Pair& pair : pairs) pair.value = struck(std::move(pair.value));
        }
        document_.pairs(pairs, columns);
    }
    void add_long(const Written& written, const Phrase& label, const std::string& text) {
        if (text.empty()) return;
        Rich rich(text);
        if (written.corrected_because) rich = struck(std::move(rich));
        document_.paragraph(small(in(label) + "\n") + rich, 3);
    }
    void add_additions(const Written& written) {
        for (const std::string& line : additions(written)) document_.paragraph(line, 3);
    }
    void add_checks(const Written& written, const std::vector<CheckLine>& checks, const Phrase& heading) {
        if (checks.empty()) return;
        Table table{.columns = {{in(heading), 5}, {in(kAnswer), 1}, {in(kNote), 2.4}}, .scale = 0.95};
        for (const CheckLine& check : checks) {
            // An answer that stops or is not known must not be overlooked.
            const std::string answer = word(check.answer, language_);
            const bool plain = check.answer == clinic::YesNoUnknown::yes;
            std::vector<Rich> cells{check.text, plain ? Rich(answer) : bold(answer), check.note};
            if (written.corrected_because) {
                for (Rich& cell : cells) cell = struck(std::move(cell));
            }
            table.rows.push_back({.cells = std::move(cells)});
        }
        document_.table(table);
    }
    void nothing() { document_.paragraph(in(kNothingRecorded), 2); }

    void identity();
    void readiness();
    void orders();
    void time_outs();
    void doses();
    void vitals();
    void trend();
    void events();
    void alarms();
    void adverse_events();
    void discharges();
    void releases();
    void close_outs();
    void signatures();
    std::string since_dose(Instant instant) const;
    const DosePart* first_dose() const;

    const SessionRecordSheet& sheet_;
    Language language_;
    Clock clock_;
    Date day_;
    Document document_;
};

void Writer::identity() {
    const Person& person = sheet_.person;
    document_.title(in(kSessionRecord), Rich(clock_.spelled_out(sheet_.opened_at)));
    std::vector<Pair> pairs{{in(kName), bold(person.name)},
                            {in(kBorn), date_text(person.birth_date, language_)},
                            {in(kPersonId), small(person.id)},
                            {in(kNationalId), person.national_id.value_or("")},
                            {in(kAllergies), bold(allergies_text(sheet_.allergies, language_))},
                            {in(kTherapists), joined(sheet_.therapists)},
                            {in(kPhysician), sheet_.physician},
                            {in(kRoom), sheet_.room},
                            {in(kSessionNumber), small(sheet_.session)}};
    std::erase_if(pairs, [](const Pair& pair) { return pair.value.empty(); });
    document_.pairs(pairs, 3);
    if (!sheet_.cancelled_reason.empty())
        document_.paragraph(bold(filled(kCancelled, language_, {{"reason", sheet_.cancelled_reason}})), 6);
}

void Writer::readiness() {
    document_.heading(in(kReadiness));
    if (sheet_.readiness.empty()) nothing();
    for (const ReadinessPart& part : sheet_.readiness) {
        std::vector<std::string> identifiers;
        for (const clinic::Identifier each : part.identified_by) identifiers.push_back(word(each, language_));
        add_form(part.written,
                 {{in(kRecordedBy), who_and_when(part.written)},
                  {in(kIdentifiedBy), joined(identifiers)},
                  {in(kSuicidality), word(part.suicidality, language_)},
                  {in(kLastFood), part.last_food_at ? at(*part.last_food_at) : ""},
                  {in(kLastDrink), part.last_drink_at ? at(*part.last_drink_at) : ""},
                  {in(kEscort), part.escort}},
                 3);
        add_long(part.written, kDrugsTaken, part.drugs_taken);
        add_long(part.written, kMentalState, part.mental_state);
        add_checks(part.written, part.checks, kCheck);
        add_additions(part.written);
    }
}

void Writer::orders() {
    document_.heading(in(kOrder));
    if (sheet_.orders.empty()) nothing();
    for (const OrderPart& part : sheet_.orders) {
        std::string dose = mg_text(part.total_mg, language_);
        if (part.per_kg && part.weight_kg) {
            dose += "\n" + filled(kPerKilogram, language_,
                                  {{"dose", decimal_text(to_text(*part.per_kg), language_)},
                                   {"weight", decimal_text(to_text(*part.weight_kg), language_)}});
        }
        add_form(part.written,
                 {{in(kOrderedBy), who_and_when(part.written)},
                  {in(kMedicine), part.medicine},
                  {in(kDose), dose},
                  {in(kRoute), word(part.route, language_)},
                  {in(kRescue), lines_of(part.rescue)}},
                 3);
        add_long(part.written, kWeighed, lines_of(part.weighed));
        add_long(part.written, kSetAside, lines_of(part.set_aside));
        add_long(part.written, kNote, part.note);
        add_additions(part.written);
    }
}

void Writer::time_outs() {
    document_.heading(in(kTimeOut));
    if (sheet_.time_outs.empty()) return nothing();
    Table table{.columns = {{in(kTime), 1.1},
                            {in(kTimeOutIdentity), 1},
                            {in(kTimeOutConsent), 1},
                            {in(kAllergies), 1},
                            {in(kTimeOutMedicine), 1.4},
                            {in(kTimeOutMonitoring), 1.3},
                            {in(kCheckedBy), 2.4}},
                .scale = 0.95};
    for (const TimeOutPart& part : sheet_.time_outs) {
        add_row(
            table, part.written,
            {times(part.written), yes_no(part.identity), yes_no(part.consent), yes_no(part.allergies),
             yes_no(part.medicine_and_dose), yes_no(part.monitoring_ready), lines_of({part.written.by, part.witness})},
            {part.note});
    }
    document_.table(table);
}

void Writer::doses() {
    document_.heading(in(kDoses));
    if (sheet_.doses.empty()) return nothing();
    Table table{.columns = {{in(kTime), 1},
                            {in(kMedicine), 1.2},
                            {in(kAmount), 1},
                            {in(kRouteAndSite), 2.15},
                            {in(kLot), 1.15},
                            {in(kExpires), 1.35},
                            {in(kPreparedBy), 1.3},
                            {in(kGivenBy), 1.3}},
                .scale = 0.95};
    for (const DosePart& part : sheet_.doses) {
        std::vector<std::string> notes;
        if (part.additional) notes.push_back(in(kAdditional));
        if (!part.reason.empty()) notes.push_back(filled(kReason, language_, {{"reason", part.reason}}));
        if (part.wasted) {
            notes.push_back(filled(part.wasted->witness.empty() ? kWastedAlone : kWasted, language_,
                                   {{"mg", mg_text(part.wasted->mg, language_)}, {"who", part.wasted->witness}}));
        }
        const std::string volume =
            part.volume_ml ? decimal_text(*part.volume_ml, language_) + (language_ == Language::uk ? " мл" : " ml")
                           : "";
        add_row(table, part.written,
                {times(part.written), part.medicine,
                 bold(mg_text(part.dose_mg, language_)) + Rich(volume.empty() ? "" : "\n" + volume),
                 lines_of({word(part.route, language_), part.site}), part.lot, date_text(part.expires, language_),
                 part.prepared_by, part.written.by},
                notes);
    }
    document_.table(table);
}

const DosePart* Writer::first_dose() const {
    const DosePart* first = nullptr;
    for (const DosePart& part : sheet_.doses) {
        if (part.written.corrected_because) continue;
        if (!first || part.written.happened_at < first->written.happened_at) first = &part;
    }
    return first;
}
std::string Writer::since_dose(Instant instant) const {
    const DosePart* dose = first_dose();
    return dose ? minutes_between(dose->written.happened_at, instant) : "";
}

void Writer::vitals() {
    document_.heading(in(kVitals));
    if (sheet_.vitals.empty()) return nothing();
    trend();
    std::vector<VitalsRow> rows;
    for (const VitalsPart& part : sheet_.vitals) {
        const std::string source = part.device.empty() ? in(kTyped) : joined({in(kDevice), part.device}, " ");
        rows.push_back({.time = times(part.written),
                        .since = since_dose(part.written.happened_at),
                        .vitals = part.vitals,
                        .source = lines_of({source, part.written.by}),
                        .struck = part.written.corrected_because.has_value(),
                        .below = below(part.written, {part.note})});
    }
    document_.table(vitals_table(rows, language_));
}

void Writer::trend() {
    Trend trend{.clock = clock_};
    for (const VitalsPart& part : sheet_.vitals) {
        if (!part.written.corrected_because) trend.points.push_back({part.written.happened_at, part.vitals});
    }
    for (const DosePart& part : sheet_.doses) {
        if (!part.written.corrected_because)
            trend.doses.push_back({part.written.happened_at, mg_text(part.dose_mg, language_)});
    }
    const auto earlier = [](const auto& a, const auto& b) { return a.at < b.at; };
    std::stable_sort(trend.points.begin(), trend.points.end(), earlier);
    std::stable_sort(trend.doses.begin(), trend.doses.end(), earlier);
    if (!is_worth_drawing(trend)) return;
    document_.figure(150,
                     [trend](cairo_t* cairo, double width, double height) { draw_trend(cairo, width, height, trend); });
}

void Writer::events() {
    document_.heading(in(kEvents));
    struct Event {
        Written written;
        std::string what, words;
    };
    std::vector<Event> events{{{.happened_at = sheet_.opened_at, .recorded_at = sheet_.opened_at}, in(kOpened), ""}};
    for (const MarkPart& part : sheet_.marks) events.push_back({part.written, word(part.kind, language_), part.words});
    if (sheet_.dosing_ended_at)
        events.push_back(
            {{.happened_at = *sheet_.dosing_ended_at, .recorded_at = *sheet_.dosing_ended_at}, in(kDosingEnded), ""});
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.written.happened_at < b.written.happened_at; });
    Table table{.columns = {{in(kTime), 1.1}, {in(kSinceDose), 0.8}, {in(kWhat), 1.6}, {"", 4.1}, {in(kBy), 2.1}},
                .scale = 0.95};
    for (const Event& event : events) {
        add_row(
            table, event.written,
            {times(event.written), since_dose(event.written.happened_at), event.what, event.words, event.written.by});
    }
    document_.table(table);
}

void Writer::alarms() {
    if (sheet_.alarms.empty()) return;
    document_.heading(in(kAlarms));
    Table table{.columns = {{in(kRaised), 1}, {in(kWhat), 3.4}, {in(kAcknowledged), 2.6}, {in(kActionable), 1.2}},
                .scale = 0.95};
    for (const AlarmPart& part : sheet_.alarms) {
        const std::string acknowledged =
            part.acknowledged_at ? joined({at(*part.acknowledged_at), part.acknowledged_by}) : in(kNotAcknowledged);
        table.rows.push_back({.cells = {at(part.raised_at), lines_of({part.kind, part.note}), acknowledged,
                                        part.actionable ? yes_no(*part.actionable) : "–"}});
    }
    document_.table(table);
}

void Writer::adverse_events() {
    document_.heading(in(kAdverseEvents));
    if (sheet_.adverse_events.empty()) return nothing();
    Table table{
        .columns = {{in(kOnset), 1.1}, {in(kWhat), 2.4}, {in(kGrade), 1.3}, {in(kAction), 2.4}, {in(kOutcome), 1.4}},
        .scale = 0.95};
    for (const AdverseEventPart& part : sheet_.adverse_events) {
        std::vector<std::string> notes;
        if (part.serious) notes.push_back(in(kSerious));
        if (!part.dose.empty()) notes.push_back(filled(kRelatedDose, language_, {{"dose", part.dose}}));
        if (!part.reported_to.empty()) notes.push_back(filled(kReportedTo, language_, {{"to", part.reported_to}}));
        notes.push_back(in(kRecordedBy) + ": " + who_and_when(part.written));
        add_row(table, part.written,
                {at(part.onset_at), part.serious ? bold(part.what) : Rich(part.what), grade_text(part.grade, language_),
                 part.action, word(part.outcome, language_)},
                notes);
    }
    document_.table(table);
}

void Writer::discharges() {
    document_.heading(in(kDischarge));
    if (sheet_.discharges.empty()) nothing();
    for (const DischargePart& part : sheet_.discharges) {
        add_form(part.written,
                 {{in(kRecordedBy), who_and_when(part.written)}, {in(kSuicidality), word(part.suicidality, language_)}},
                 3);
        add_checks(part.written, part.checks, kCriterion);
        add_long(part.written, kNote, part.note);
        add_additions(part.written);
    }
}

void Writer::releases() {
    document_.heading(in(kRelease));
    if (sheet_.releases.empty()) nothing();
    for (const ReleasePart& part : sheet_.releases) {
        add_form(part.written,
                 {{in(kReleasedAt), at(part.written.happened_at)},
                  {in(kEscort), part.escort},
                  {in(kNoDrivingUntil), bold(clock_.spelled_out(part.no_driving_until))},
                  {in(kInstructionsGiven), yes_no(part.instructions_given)},
                  {in(kPatientSignature), part.patient_signature},
                  {in(kClinicianSignature), part.written.signature ? part.written.signature->name : part.written.by}},
                 3);
        add_long(part.written, kSetAside, lines_of(part.set_aside));
        add_additions(part.written);
    }
}

void Writer::close_outs() {
    document_.heading(in(kCloseOut));
    if (sheet_.close_outs.empty()) nothing();
    for (const CloseOutPart& part : sheet_.close_outs) {
        add_form(
            part.written,
            {{in(kRecordedBy), who_and_when(part.written)}, {in(kAdverseCount), std::to_string(part.adverse_events)}},
            3);
        add_long(part.written, kSummary, part.summary);
        add_additions(part.written);
    }
}

void Writer::signatures() {
    Table table{.columns = {{in(kMeaning), 2}, {in(kName), 3}, {in(kTime), 2}}};
    const auto add = [&](const Written& written) {
        if (!written.signature) return;
        table.rows.push_back({.cells = {meaning_text(written.signature->meaning, language_), written.signature->name,
                                        clock_.full(written.signature->at)}});
    };
    for (const auto& part : sheet_.readiness) add(part.written);
    for (const auto& part : sheet_.orders) add(part.written);
    for (const auto& part : sheet_.discharges) add(part.written);
    for (const auto& part : sheet_.releases) {
        add(part.written);
        table.rows.push_back(
            {.cells = {in(kPatientSignature), part.patient_signature, clock_.full(part.written.happened_at)}});
    }
    for (const auto& part : sheet_.close_outs) add(part.written);
    if (table.rows.empty()) return;
    document_.together([&] {
        document_.heading(in(kSignatures));
        document_.table(table);
    });
}

}  // namespace

std::string session_record_pdf(const SessionRecordSheet& sheet, Language language) {
    return Writer(sheet, language).pdf();
}

}  // namespace afterglow::documents
