#include "documents/samples.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

namespace afterglow::documents::sample {
namespace {

namespace fs = std::filesystem;

clinic::Vitals vitals(int systolic, int diastolic, int heart_rate, int spo2) {
    clinic::Vitals vitals;
    vitals.systolic_mmhg = systolic;
    vitals.diastolic_mmhg = diastolic;
    vitals.heart_rate_bpm = heart_rate;
    vitals.spo2_percent = spo2;
    return vitals;
}

Written written(const char* time, const char* by = "Mgr. Tereza Dvořáčková") {
    return {.by = by, .happened_at = at(time), .recorded_at = at(time)};
}

std::vector<VitalsPart> measurements() {
    std::vector<VitalsPart> parts;
    parts.push_back({.written = written("09:40"), .vitals = vitals(124, 78, 72, 98)});
    parts.back().vitals.weight_kg = Kilograms{81'400};
    parts.push_back({.written = written("10:20"), .vitals = vitals(151, 94, 96, 97), .device = "BPM-2"});
    parts.back().vitals.dissociation_0_10 = 6;
    parts.push_back({.written = written("10:35"), .vitals = vitals(184, 88, 98, 97)});
    parts.back().written.corrected_because = "přepis: 148, ne 184";
    parts.push_back({.written = written("10:35"), .vitals = vitals(148, 88, 98, 97)});
    parts.back().written.recorded_at = at("10:52");
    parts.push_back({.written = written("10:55"), .vitals = vitals(141, 86, 90, 96), .device = "BPM-2"});
    parts.back().vitals.dissociation_0_10 = 8;
    parts.back().vitals.nausea_0_10 = 4;
    parts.push_back({.written = written("11:25"), .vitals = vitals(132, 80, 84, 98), .device = "BPM-2"});
    parts.push_back(
        {.written = written("12:20"), .vitals = vitals(126, 79, 76, 98), .note = "vsedě, klidně dýchá, orientovaná"});
    parts.back().vitals.sedation_moaas = 5;
    parts.back().vitals.dissociation_0_10 = 0;
    return parts;
}

std::vector<CheckLine> checks(const std::vector<std::string>& texts) {
    std::vector<CheckLine> lines;
    for (const std::string& text : texts) lines.push_back({text, clinic::YesNoUnknown::yes, ""});
    return lines;
}

std::vector<std::string> readiness_checks() {
    return {"Totožnost ověřena dvěma údaji (jméno a datum narození)",
            "Informovaný souhlas je podepsaný a dnes platí",
            "Doba nalačno dodržena podle pokynů kliniky",
            "Dnes užité léky zapsány; přerušení léků podle rozhodnutí lékaře dodrženo",
            "Žádný alkohol, benzodiazepiny ani konopí",
            "Psychický stav dnes zhodnocen",
            "Na myšlenky na sebevraždu jsme se dnes ptali",
            "Výchozí tlak, tep a saturace změřeny",
            "Doprovod domů je domluven a známe na něj telefon",
            "Lékař je na pracovišti po celou dobu sezení"};
}
std::vector<std::string> discharge_checks() {
    return {"Před odchodem jsme se ptali na myšlenky na sebevraždu; nové riziko není",
            "Doprovod je na místě a známe jeho jméno",
            "Písemné pokyny předány, i s dnem a hodinou, do kdy neřídit",
            "Tlak v rozmezí 20 % od výchozího a nižší než 160/100",
            "Plně při vědomí (MOAA/S 5)",
            "Chodí bez pomoci"};
}

std::vector<MarkPart> marks() {
    using clinic::MarkKind;
    return {
        {written("10:12"), MarkKind::music, "Playlist 2, tiše"},
        {written("10:27"), MarkKind::said, "„Jako bych plavala. Je to dobré.“"},
        {written("10:41"), MarkKind::touch_offered, "ruka na rameno"},
        {written("10:41"), MarkKind::touch_accepted, ""},
        {written("10:57"), MarkKind::physician_called, "nevolnost"},
        {written("10:59"), MarkKind::physician_arrived, "MUDr. Kučera"},
        {written("11:03"), MarkKind::rescue_drug, "ondansetron 4 mg, do žíly"},
        {written("11:48"), MarkKind::toilet, "s doprovodem, jistá chůze"},
        {written("12:05"), MarkKind::observation,
         "Sama vypráví o obrazech z dětství; pláče, potom se usmívá. Přála si chvíli ticha, zůstala jsem vedle ní a po "
         "deseti minutách pokračovala ve vyprávění."}};
}

std::vector<DosePart> doses() {
    DosePart first{.written = written("10:04"),
                   .medicine = "Calypsol 50 mg/ml",
                   .dose_mg = {57'000},
                   .volume_ml = "1.14",
                   .route = clinic::Route::intramuscular,
                   .site = "levý hýžďový sval",
                   .lot = "CA-23119",
                   .expires = *parse_date("2027-08-31"),
                   .prepared_by = "Bc. Jiří Šťastný",
                   .wasted = WastePart{{443'000}, "Mgr. Tereza Dvořáčková"}};
    DosePart second = first;
    second.written = written("10:38");
    second.dose_mg = {20'500};
    second.volume_ml = "0.41";
    second.additional = true;
    second.reason = "prožitek mělký, lékař na místě souhlasí";
    second.wasted.reset();
    return {first, second};
}

ReleasePart release() {
    ReleasePart part{.written = written("13:10", "MUDr. Petr Kučera"),
                     .patient_signature = "Žofie Příkladová-Říčná",
                     .escort = "Aleš Říčný, manžel, +420 600 000 001",
                     .instructions_given = true,
                     .no_driving_until = at("10:38") + hours(24)};
    part.written.signature = {"MUDr. Petr Kučera", at("13:10"), "release"};
    return part;
}

}  // namespace

Instant at(const char* time) {
    return *to_instant(*parse_local_time(std::string("2026-11-23T") + time), "Europe/Prague");
}

Printing printing() {
    return {.establishment = "Klinika Ukázka, s. r. o.",
            .establishment_lines = {"Příkladná 12, 602 00 Brno · IČO 00000000", "Ambulance psychiatrie"},
            .printed_at = at("13:25"),
            .printed_by = "Bc. Jiří Šťastný",
            .rules = "cz-outpatient 1"};
}

Person person() {
    return {.name = "Žofie Příkladová-Říčná",
            .birth_date = *parse_date("1987-05-09"),
            .id = "0b1f8c3e-5a44-4c0e-9b5b-0a6f3f6f2c11"};
}

SessionRecordSheet session_record() {
    SessionRecordSheet sheet{.printing = printing(),
                             .person = person(),
                             .allergies = {"penicilin"},
                             .session = "6f0a5f2e-5d0a-4a5e-8a55-3f5b8f0d9f10",
                             .opened_at = at("09:31"),
                             .therapists = {"Mgr. Tereza Dvořáčková", "Bc. Jiří Šťastný"},
                             .physician = "MUDr. Petr Kučera",
                             .room = "Modrý pokoj"};
    ReadinessPart readiness{
        .written = written("09:45"),
        .identified_by = {clinic::Identifier::name, clinic::Identifier::birth_date},
        .last_food_at = at("06:30"),
        .last_drink_at = at("07:45"),
        .drugs_taken = "Sertralin 50 mg ráno; lamotrigin včera večer vynechán podle lékaře.",
        .checks = checks(readiness_checks()),
        .mental_state = "Klidná, trochu napjatá z očekávání, orientovaná, bez psychotických příznaků.",
        .escort = "Aleš Říčný, manžel, +420 600 000 001"};
    readiness.checks[2].answer = clinic::YesNoUnknown::unknown;
    readiness.checks[2].note = "voda v 7:45, lékař ví";
    readiness.written.addenda = {{"MUDr. Petr Kučera", "Napití v 7:45 zváženo, není překážkou.", at("09:50")}};
    sheet.readiness = {readiness};
    OrderPart order{.written = written("09:52", "MUDr. Petr Kučera"),
                    .medicine = "Calypsol",
                    .route = clinic::Route::intramuscular,
                    .total_mg = {57'000},
                    .per_kg = MilligramsPerKilogram{700},
                    .weight_kg = Kilograms{81'400},
                    .rescue = {"ondansetron 4 mg i.v. na nevolnost", "urapidil 12,5 mg i.v. na tlak"},
                    .weighed = {"Systolický tlak nad 140: lékař zváží přínos a riziko a rozhodne"}};
    order.written.signature = {"MUDr. Petr Kučera", at("09:52"), "order"};
    sheet.orders = {order};
    sheet.time_outs = {{.written = written("10:01"),
                        .identity = true,
                        .consent = true,
                        .allergies = true,
                        .medicine_and_dose = true,
                        .monitoring_ready = true,
                        .witness = "Bc. Jiří Šťastný"}};
    sheet.doses = doses();
    sheet.vitals = measurements();
    sheet.marks = marks();
    sheet.dosing_ended_at = at("11:10");
    sheet.alarms = {
        {"SpO₂ pod 92 %", at("10:46"), at("10:47"), "Mgr. Tereza Dvořáčková", false, "čidlo spadlo z prstu"}};
    sheet.adverse_events = {{.written = written("11:05"),
                             .what = "Nevolnost se zvracením",
                             .onset_at = at("10:56"),
                             .grade = 2,
                             .action = "poloha na boku, ondansetron 4 mg",
                             .outcome = clinic::AdverseOutcome::resolved,
                             .dose = "57 mg, 10:04"}};
    sheet.discharges = {{.written = written("12:45"), .checks = checks(discharge_checks())}};
    sheet.releases = {release()};
    sheet.close_outs = {{.written = written("13:20"),
                         .summary = "Sezení proběhlo klidně, jedna příhoda (nevolnost) odezněla. Integrace ve čtvrtek.",
                         .adverse_events = 1}};
    return sheet;
}

InstructionsSheet instructions() {
    return {.printing = printing(),
            .person = person(),
            .no_driving_until = at("10:38") + hours(24),
            .contacts = {{"Klinika, do 20:00", "+420 500 000 000"}, {"Lékař, v noci", "+420 500 000 112"}},
            .medication_resume = "Lamotrigin zase od zítřejšího rána, sertralin beze změny.",
            .escort = clinic::Contact{{"Aleš Říčný"}, {"+420 600 000 001"}, Line{"manžel"}},
            .next = NextAppointment{at("14:00") + days(3), "Integrační sezení", "Modrý pokoj"}};
}

EmergencySheet emergency_page() {
    EmergencySheet sheet{
        .printing = printing(),
        .person = person(),
        .allergies = {"penicilin"},
        .medication = std::vector<std::string>{"sertralin 50 mg denně", "lamotrigin 100 mg, dnes vynechán"},
        .diagnoses = std::vector<std::string>{"F33.1 Periodická depresivní porucha, středně těžká"},
        .weight_kg = Kilograms{81'400},
        .events = {{at("10:56"), "Nevolnost se zvracením; poloha na boku"}},
        .rescue_authorised = {"ondansetron 4 mg i.v. na nevolnost", "urapidil 12,5 mg i.v. na tlak"},
        .rescue_given = {{at("11:03"), "ondansetron 4 mg i.v."}},
        .facts = {{"Po podání zůstat pod dohledem nejméně 120 minut", "pravidla kliniky"}},
        .contacts = {{"Klinika", "+420 500 000 000"},
                     {"MUDr. Petr Kučera, na místě", "+420 500 000 112"},
                     {"Aleš Říčný, manžel", "+420 600 000 001"}}};
    for (const DosePart& dose : doses())
        sheet.doses.push_back({dose.written.happened_at, dose.medicine, dose.dose_mg, dose.route, dose.site});
    for (const VitalsPart& part : measurements()) {
        if (!part.written.corrected_because) sheet.measurements.push_back({part.written.happened_at, part.vitals});
    }
    return sheet;
}

PaperFormSheet paper_form() {
    return {.printing = printing(), .readiness = readiness_checks(), .discharge = discharge_checks()};
}

RegisterSheet register_pages(int rows) {
    RegisterSheet sheet{
        .printing = printing(),
        .medicine = "Calypsol 50 mg/ml, injekční roztok, 5 × 10 ml",
        .from = *parse_date("2026-11-01"),
        .to = *parse_date("2026-11-30"),
        .opening_mg = "10000",
        .closing_mg = "9500.5",
        .verification = {"Ověřeno událostí: 18 412, beze změny",
                         "Hlava řetězu: 9f2c1d7ab3e84c5db6a0e1f2233445566778899aabbccddeeff00112233445566",
                         "Ověřeno 30. 11. 2026 18:00"}};
    for (int i = 0; i < rows; ++i) {
        RegisterRow row{.number = i + 1, .at = at("08:00") + minutes(17 * i), .balance_mg = std::to_string(10'000 + i)};
        if (i % 5 == 0) {
            row.kind = "příjem";
            row.document = fmt::format("DL 2026/{}", 1000 + i);
            row.received_mg = "2500";
            row.note = "Distributor Ukázka, a. s.";
        } else {
            row.kind = "výdej";
            row.patient = "Žofie Příkladová-Říčná";
            row.session = fmt::format("sezení {}", i);
            row.prescriber = "MUDr. Petr Kučera";
            row.issued_mg = "57";
            row.wasted_mg = i % 2 ? "443" : "";
            row.prepared_by = "Bc. Jiří Šťastný";
            row.given_by = "Mgr. Tereza Dvořáčková";
            row.witness = "MUDr. Petr Kučera";
        }
        if (i == 6) row.corrected_by = 8;
        if (i == 7) row.corrects = 7;
        sheet.rows.push_back(row);
    }
    sheet.inventories = {{at("17:30"), "9500.5", "9500.5", "0", "Bc. Jiří Šťastný", "MUDr. Petr Kučera", ""}};
    return sheet;
}

// ---- reading ----------------------------------------------------------------------------------------------------------

namespace {

struct TemporaryFile {
    fs::path path = fs::temp_directory_path() / fmt::format("afterglow-documents-{}.pdf", getpid());
    explicit TemporaryFile(const std::string& content) { std::ofstream(path, std::ios::binary) << content; }
    ~TemporaryFile() {
        std::error_code ignored;
        fs::remove(path, ignored);
    }
};

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string out;
    char buffer[4096];
    while (const std::size_t count = fread(buffer, 1, sizeof buffer, pipe.get())) out.append(buffer, count);
    return out;
}

}  // namespace

bool can_read_pdf() { return !output_of("command -v pdftotext").empty(); }

std::vector<std::string> pages_of(const std::string& pdf) {
    const TemporaryFile file(pdf);
    const std::string text = output_of(fmt::format("pdftotext -enc UTF-8 '{}' -", file.path.string()));
    std::vector<std::string> pages;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find('\f', from), text.size());
        pages.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return pages;
}

std::string squeezed(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) == "\u00A0") {
            ++i;
        } else if (!std::isspace(static_cast<unsigned char>(text[i]))) {
            out += text[i];
        }
    }
    return out;
}

void keep(const std::string& pdf, const std::string& name) {
    const char* folder = std::getenv("AFTERGLOW_SAMPLES");  // NOLINT(concurrency-mt-unsafe): tests run one by one
    if (!folder) return;
    fs::create_directories(folder);
    std::ofstream(fs::path(folder) / (name + ".pdf"), std::ios::binary) << pdf;
}

}  // namespace afterglow::documents::sample
