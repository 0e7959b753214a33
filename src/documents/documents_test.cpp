// What the printed pages say, as a reader of the PDF finds it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <functional>

#include "documents/samples.h"

namespace afterglow::documents {
namespace {

using sample::squeezed;
using testing::HasSubstr;

constexpr std::array kLanguages{Language::cs, Language::en, Language::uk};

struct Printed {
    const char* name;
    std::function<std::string(Language)> pdf;
};
std::vector<Printed> every_document() {
    return {{"session-record", [](Language in) { return session_record_pdf(sample::session_record(), in); }},
            {"instructions", [](Language in) { return instructions_pdf(sample::instructions(), in); }},
            {"emergency", [](Language in) { return emergency_page_pdf(sample::emergency_page(), in); }},
            {"paper-form", [](Language in) { return paper_form_pdf(sample::paper_form(), in); }},
            {"register", [](Language in) { return register_pages_pdf(sample::register_pages(40), in); }}};
}

struct DocumentsTest : testing::Test {
    void SetUp() override {
        if (!sample::can_read_pdf())
            GTEST_SKIP() << "NOT CHECKED: pdftotext (poppler-utils) is not installed, so nobody reads the PDFs";
    }
};

// All values of one document, squeezed, with what is missing.
void expect_says(const std::string& pdf, const std::vector<std::string>& values) {
    std::string all;
    for (const std::string& page : sample::pages_of(pdf)) all += squeezed(page);
    for (const std::string& value : values)
        EXPECT_NE(all.find(squeezed(value)), std::string::npos) << "it does not say: " << value;
}

TEST_F(DocumentsTest, EveryPageNamesTheEstablishmentAndItsNumber) {
    for (const Printed& each : every_document()) {
        for (const Language in : kLanguages) {
            const std::string pdf = each.pdf(in);
            sample::keep(pdf, std::string(each.name) + "-" + std::string(enum_name(in)));
            const auto pages = sample::pages_of(pdf);
            ASSERT_FALSE(pages.empty()) << each.name;
            for (std::size_t i = 0; i < pages.size(); ++i) {
                EXPECT_THAT(pages[i], HasSubstr("Klinika Ukázka, s. r. o.")) << each.name << " " << i;
                EXPECT_THAT(squeezed(pages[i]), HasSubstr(squeezed(page_of(i + 1, pages.size(), in)))) << each.name;
                EXPECT_THAT(pages[i], HasSubstr("cz-outpatient 1")) << each.name;
                EXPECT_THAT(pages[i], HasSubstr("13:25")) << each.name;
            }
        }
    }
}

TEST_F(DocumentsTest, PagesOfARecordNameThePerson) {
    for (const Language in : kLanguages) {
        for (const std::string& page : sample::pages_of(session_record_pdf(sample::session_record(), in))) {
            EXPECT_THAT(page, HasSubstr("Žofie Příkladová-Říčná"));
            EXPECT_THAT(squeezed(page), HasSubstr(squeezed(date_text(sample::person().birth_date, in))));
        }
    }
}

// The letters of every language come out of the PDF as they went in.
TEST_F(DocumentsTest, LettersStayWhatTheyAre) {
    const std::string cs = "Příliš žluťoučký kůň úpěl ďábelské ódy", uk = "Ґанок, їжак, єнот, щука, п’ять";
    SessionRecordSheet sheet = sample::session_record();
    sheet.close_outs[0].summary = cs + " – " + uk;
    expect_says(session_record_pdf(sheet, Language::uk), {cs, uk, "Запис сесії", "Небажані події", "Критерії виписки"});
    expect_says(session_record_pdf(sheet, Language::cs), {cs, uk, "Nežádoucí příhody", "Kritéria propuštění"});
}

TEST_F(DocumentsTest, SessionRecordSaysEverything) {
    const SessionRecordSheet sheet = sample::session_record();
    std::vector<std::string> values{"pondělí 23. listopadu 2026, 09:31",
                                    "9. 5. 1987",
                                    sheet.person.id,
                                    sheet.session,
                                    "penicilin",
                                    "Mgr. Tereza Dvořáčková",
                                    "Bc. Jiří Šťastný",
                                    "MUDr. Petr Kučera",
                                    "Modrý pokoj",
                                    "06:30",
                                    "07:45",
                                    "voda v 7:45, lékař ví",
                                    "Dodatek: Napití v 7:45 zváženo, není překážkou. (MUDr. Petr Kučera, 09:50)",
                                    "0,7 mg/kg při 81,4 kg",
                                    "urapidil 12,5 mg i.v. na tlak",
                                    "10:01",
                                    "57 mg",
                                    "20,5 mg",
                                    "1,14 ml",
                                    "CA-23119",
                                    "31. 8. 2027",
                                    "levý hýžďový sval",
                                    "další dávka",
                                    "důvod: prožitek mělký, lékař na místě souhlasí",
                                    "Zbytek 443 mg znehodnocen, svědek Mgr. Tereza Dvořáčková",
                                    "přístroj BPM-2",
                                    "ručně",
                                    "SpO₂ pod 92 %",
                                    "10:47",
                                    "Nevolnost se zvracením",
                                    "2 střední",
                                    "souvisí s dávkou 57 mg, 10:04",
                                    "úterý 24. listopadu 2026, 10:38",
                                    "23. 11. 2026 13:10",
                                    "Podávání ukončeno",
                                    "11:10"};
    for (const MarkPart& mark : sheet.marks) values.push_back(mark.words);
    for (const CheckLine& check : sheet.readiness[0].checks) values.push_back(check.text);
    for (const CheckLine& check : sheet.discharges[0].checks) values.push_back(check.text);
    for (const VitalsPart& part : sheet.vitals)
        values.push_back(std::to_string(*part.vitals.systolic_mmhg) + "/" +
                         std::to_string(*part.vitals.diastolic_mmhg));
    expect_says(session_record_pdf(sheet, Language::cs), values);
}

// A value typed late stands at the time when it was measured; when it was entered is said only if that differs.
TEST_F(DocumentsTest, TheTimeIsWhenItWasSo) {
    SessionRecordSheet sheet = sample::session_record();
    VitalsPart late = sheet.vitals[0];
    late.written.happened_at = sample::at("10:07");
    late.written.recorded_at = sample::at("12:41");
    VitalsPart prompt = late;
    prompt.written.happened_at = sample::at("10:09");
    prompt.written.recorded_at = sample::at("10:10");
    sheet.vitals = {late, prompt};
    expect_says(session_record_pdf(sheet, Language::cs), {"10:07", "zapsáno 12:41"});
    const auto pages = sample::pages_of(session_record_pdf(sheet, Language::cs));
    for (const std::string& page : pages) EXPECT_THAT(squeezed(page), testing::Not(HasSubstr("zapsáno10:10")));
}

TEST_F(DocumentsTest, ACorrectionShowsBoth) {
    SessionRecordSheet sheet = sample::session_record();
    sheet.marks[3].written.corrected_because = "dotek nepřijala";
    expect_says(session_record_pdf(sheet, Language::cs),
                {"184/88", "148/88", "Opraveno: přepis: 148, ne 184", "Opraveno: dotek nepřijala"});
}

TEST_F(DocumentsTest, InstructionsSayUntilWhen) {
    expect_says(instructions_pdf(sample::instructions(), Language::cs),
                {"úterý 24. listopadu 2026, 10:38", "+420 500 000 112", "Lamotrigin zase od zítřejšího rána",
                 "Aleš Říčný", "čtvrtek 26. listopadu 2026, 14:00", "Volejte 112"});
    expect_says(instructions_pdf(sample::instructions(), Language::en),
                {"Tuesday 24 November 2026, 10:38", "Call 112"});
    expect_says(instructions_pdf(sample::instructions(), Language::uk),
                {"вівторок, 24 листопада 2026 р., 10:38", "Телефонуйте 112"});
}

// Who gets it has seconds: it fits on one page, in each language.
TEST_F(DocumentsTest, EmergencyAndInstructionsAreOnePage) {
    for (const Language in : kLanguages) {
        EXPECT_EQ(sample::pages_of(emergency_page_pdf(sample::emergency_page(), in)).size(), 1u);
        EXPECT_EQ(sample::pages_of(instructions_pdf(sample::instructions(), in)).size(), 1u);
    }
    expect_says(emergency_page_pdf(sample::emergency_page(), Language::cs),
                {"penicilin", "F33.1", "sertralin 50 mg denně", "10:04", "57 mg", "do svalu", "126/79",
                 "ondansetron 4 mg i.v.", "zdroj: pravidla kliniky", "+420 600 000 001", "(39)"});
}

TEST_F(DocumentsTest, NotRecordedIsNotNone) {
    EmergencySheet sheet = sample::emergency_page();
    sheet.medication.reset();
    sheet.diagnoses = std::vector<std::string>{};
    sheet.doses.clear();
    expect_says(emergency_page_pdf(sheet, Language::en), {"not recordednone", "has not been given ketamine yet"});
}

TEST_F(DocumentsTest, ThePaperFormAsksWhatTheScreenAsks) {
    PaperFormSheet sheet = sample::paper_form();
    sheet.person = sample::person();
    std::vector<std::string> values = sheet.readiness;
    values.insert(values.end(), sheet.discharge.begin(), sheet.discharge.end());
    for (const char* each :
         {"se skutečnými časy", "Žofie Příkladová-Říčná", "nevíme", "Kontrola ve dvou", "Podané dávky", "Šarže", "Tlak",
          "Co se dělo", "Nežádoucí příhody", "Neřídit do", "Podpis klienta", "Uzavření sezení"})
        values.emplace_back(each);
    expect_says(paper_form_pdf(sheet, Language::cs), values);
}

TEST_F(DocumentsTest, TheRegisterSaysEverything) {
    expect_says(register_pages_pdf(sample::register_pages(12), Language::cs),
                {"Calypsol 50 mg/ml, injekční roztok, 5 × 10 ml", "od 1. 11. 2026 do 30. 11. 2026", "9500,5",
                 "DL 2026/1000", "sezení 3", "2500", "443", "oprava č. 7", "opraveno č. 8", "Inventury",
                 "Ověřeno událostí: 18 412", "9f2c1d7ab3e84c5db6a0e1f2233445566778899aabbccddeeff00112233445566"});
}

TEST_F(DocumentsTest, AThousandRowsFlowOverPages) {
    const auto pages = sample::pages_of(register_pages_pdf(sample::register_pages(1000), Language::cs));
    EXPECT_GT(pages.size(), 40u);
    std::string all;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        EXPECT_THAT(pages[i], HasSubstr("Klinika Ukázka, s. r. o."));
        EXPECT_THAT(squeezed(pages[i]), HasSubstr(squeezed(page_of(i + 1, pages.size(), Language::cs))));
        if (i + 1 < pages.size())
            EXPECT_THAT(pages[i], HasSubstr("Předepsal(a)")) << "page " << i << " has no header row";
        all += squeezed(pages[i]);
    }
    for (int row = 1; row < 1000; ++row) {
        if (row % 5 != 0) EXPECT_THAT(all, HasSubstr("sezení" + std::to_string(row)));
    }
}

TEST_F(DocumentsTest, LongTextsAreAllThere) {
    SessionRecordSheet sheet = sample::session_record();
    std::string long_text;
    for (int i = 0; i < 2500; ++i) long_text += "slovo" + std::to_string(i) + " ";
    sheet.marks[0].words = long_text;
    sheet.close_outs[0].summary = long_text;
    sheet.person.name = std::string(120, 'W');
    sheet.printing.establishment = "Klinika " + std::string(112, 'M');
    const auto pages = sample::pages_of(session_record_pdf(sheet, Language::cs));
    std::string all;
    for (const std::string& page : pages) {
        all += squeezed(page);
        EXPECT_THAT(squeezed(page), HasSubstr(std::string(112, 'M')));
    }
    for (int i = 0; i < 2500; ++i) EXPECT_THAT(all, HasSubstr("slovo" + std::to_string(i)));
    EXPECT_LT(pages.size(), 30u);
}

// ---- what needs no reader of PDFs ---------------------------------------------------------------------------------------

TEST(Documents, TheSameInputGivesTheSameBytes) {
    for (const Printed& each : every_document()) {
        for (const Language in : kLanguages) EXPECT_EQ(each.pdf(in), each.pdf(in)) << each.name;
    }
}

TEST(Documents, EmptyInputsPrint) {
    for (const Language in : kLanguages) {
        EXPECT_TRUE(session_record_pdf({}, in).starts_with("%PDF-"));
        EXPECT_TRUE(instructions_pdf({}, in).starts_with("%PDF-"));
        EXPECT_TRUE(emergency_page_pdf({}, in).starts_with("%PDF-"));
        EXPECT_TRUE(paper_form_pdf({}, in).starts_with("%PDF-"));
        EXPECT_TRUE(register_pages_pdf({}, in).starts_with("%PDF-"));
    }
}

TEST(Documents, AnyTextPrints) {
    const std::vector<std::string> texts{"",
                                         " ",
                                         "\n\n\n",
                                         "\t",
                                         std::string("a\0b", 3),
                                         "\x01\x1b[31m\x7f",
                                         "\xff\xfe\xC3",
                                         "\xED\xA0\x80",
                                         "<b>&amp;</b> {who} %s",
                                         "שלום مرحبا नमस्ते 漢字 😀👩‍👩‍👧",
                                         "\u202E\u2066obrácený",
                                         "\u2028\u2029\uFFFC\uFEFF",
                                         "a" + std::string(3000, '\xCC') + std::string(3000, '\x81'),
                                         std::string(5000, 'x')};
    for (const std::string& text : texts) {
        SessionRecordSheet sheet = sample::session_record();
        sheet.person.name = sheet.printing.establishment = sheet.printing.printed_by = sheet.room = text;
        sheet.marks[0].words = sheet.doses[0].lot = sheet.vitals[0].note = sheet.close_outs[0].summary = text;
        EXPECT_TRUE(session_record_pdf(sheet, Language::uk).starts_with("%PDF-")) << text.substr(0, 20);
        RegisterSheet pages = sample::register_pages(3);
        pages.medicine = pages.rows[0].note = pages.rows[1].balance_mg = pages.verification[0] = text;
        EXPECT_TRUE(register_pages_pdf(pages, Language::cs).starts_with("%PDF-"));
    }
}

TEST(Documents, TheFileSaysWhatItIs) {
    const std::string pdf = session_record_pdf(sample::session_record(), Language::uk);
    EXPECT_THAT(pdf, HasSubstr("/Lang (uk-UA)"));
    EXPECT_THAT(pdf, HasSubstr("/StructTreeRoot"));
    EXPECT_THAT(pdf, HasSubstr("20261123122500Z"));
    // The table of objects is where the file says it is.
    const std::size_t at = pdf.rfind("startxref\n") + 10;
    EXPECT_EQ(pdf.substr(std::stoul(pdf.substr(at)), 5), "xref\n");
}

}  // namespace
}  // namespace afterglow::documents
