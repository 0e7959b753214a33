#include "documents/register_pages.h"

namespace afterglow::documents {
namespace {

using namespace words;

std::vector<Column> columns_of(Language language) {
    return {{kNumber.in(language), 0.62, Align::right},
            {kTime.in(language), 1.25},
            {kKind.in(language), 1.15},
            {kReference.in(language), 2.1},
            {kPrescriber.in(language), 1.4},
            {kReceived.in(language), 0.95, Align::right},
            {kIssued.in(language), 0.95, Align::right},
            {kWastedMg.in(language), 0.95, Align::right},
            {kReturned.in(language), 1.0, Align::right},
            {kBalance.in(language), 1.1, Align::right},
            {kPreparedBy.in(language), 1.35},
            {kGivenBy.in(language), 1.35},
            {kWitness.in(language), 1.35},
            {kNote.in(language), 1.9}};
}

std::string note_of(const RegisterRow& row, Language language) {
    std::vector<std::string> parts;
    if (row.corrects) parts.push_back(filled(kCorrectionOf, language, {{"n", std::to_string(*row.corrects)}}));
    if (row.corrected_by) parts.push_back(filled(kCorrectedBy, language, {{"n", std::to_string(*row.corrected_by)}}));
    parts.push_back(row.note);
    return lines_of(parts);
}

Row row_of(const RegisterRow& row, const Clock& clock) {
    const Language language = clock.language;
    const auto mg = [&](const std::string& text) { return Rich(decimal_text(text, language)); };
    return {.cells = {
                std::to_string(row.number), lines_of({date_text(clock.date(row.at), language), clock.time(row.at)}),
                row.kind, lines_of({row.document, row.patient, row.session}), row.prescriber, mg(row.received_mg),
                mg(row.issued_mg), mg(row.wasted_mg), mg(row.returned_mg), bold(decimal_text(row.balance_mg, language)),
                row.prepared_by, row.given_by, row.witness, note_of(row, language)}};
}

void add_inventories(Document& document, const RegisterSheet& sheet, const Clock& clock) {
    if (sheet.inventories.empty()) return;
    const Language language = clock.language;
    document.heading(kInventories.in(language));
    Table table{.columns = {{kTime.in(language), 1.3},
                            {kExpected.in(language), 1.1, Align::right},
                            {kCounted.in(language), 1.1, Align::right},
                            {kVariance.in(language), 1, Align::right},
                            {kCountedBy.in(language), 1.5},
                            {kWitness.in(language), 1.5},
                            {kNote.in(language), 3}}};
    for (const InventoryRow& row : sheet.inventories) {
        table.rows.push_back(
            {.cells = {clock.full(row.at), decimal_text(row.expected_mg, language),
                       decimal_text(row.counted_mg, language), bold(decimal_text(row.variance_mg, language)),
                       row.counted_by, row.witness, row.note}});
    }
    document.table(table);
}

void add_end(Document& document, const RegisterSheet& sheet, Language language) {
    document.together([&] {
        if (!sheet.verification.empty()) {
            document.heading(kVerification.in(language));
            for (const std::string& text : sheet.verification) document.paragraph(text, 2);
        }
        document.space(8);
        document.fields({kResponsible.in(language), kSignature.in(language), kDate.in(language)}, 3);
    });
}

}  // namespace

std::string register_pages_pdf(const RegisterSheet& sheet, Language language) {
    const Clock clock{sheet.printing.zone, language};
    const std::string period = filled(
        kPeriodText, language, {{"from", date_text(sheet.from, language)}, {"to", date_text(sheet.to, language)}});
    Document document(setup_of(sheet.printing,
                               {.title = kRegister.in(language),
                                .about = joined({sheet.medicine, period}),
                                .paper = Paper::a4_landscape,
                                .text_pt = 8},
                               language));
    document.title(kRegister.in(language));
    document.pairs({{kMedicine.in(language), bold(sheet.medicine)},
                    {kPeriod.in(language), period},
                    {kOpeningBalance.in(language), bold(decimal_text(sheet.opening_mg, language))},
                    {kClosingBalance.in(language), bold(decimal_text(sheet.closing_mg, language))}},
                   4);
    document.space(6);
    if (sheet.rows.empty()) {
        document.paragraph(kNoRows.in(language));
    } else {
        Table table{.columns = columns_of(language), .scale = 0.92};
        for (const RegisterRow& row : sheet.rows) table.rows.push_back(row_of(row, clock));
        document.table(table);
    }
    add_inventories(document, sheet, clock);
    add_end(document, sheet, language);
    return document.pdf();
}

}  // namespace afterglow::documents
