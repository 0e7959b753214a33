// From the clinic's states to the sheets.

#include <gtest/gtest.h>

#include "documents/emergency_page.h"
#include "documents/paper_form.h"
#include "documents/session_record.h"

namespace afterglow::documents {
namespace {

const Instant kStart = *parse_instant("2026-11-23T09:00:00Z");
const StaffId kTherapist{"00000000-0000-4000-8000-000000000901"};

std::string name_of(const StaffId& id) { return id == kTherapist ? "Tereza" : "someone"; }

template <class Form>
clinic::Entry<Form> entry(const char* id, Instant at, Form form) {
    return {EntryId{id}, kTherapist, at, at + minutes(5), std::move(form), {}, {}, {}, {}};
}

clinic::Pack pack() {
    clinic::Pack pack;
    pack.zone = "Europe/Prague";
    pack.id = "test";
    pack.version = 7;
    clinic::CheckRule check;
    check.id = "test.check";
    check.text = {"Kontrola", "A check", "Перевірка"};
    pack.readiness = {check};
    check.id = "test.discharge";
    check.text = {"Propuštění", "A criterion", "Критерій"};
    pack.discharge = {check};
    pack.rooms = {{"blue", {"Modrý", "Blue", "Синя"}}};
    pack.no_driving_hours.text = {"neřídit", "no driving", "не керувати"};
    pack.no_driving_hours.source = "a source";
    return pack;
}

clinic::Session session() {
    clinic::Session session;
    session.id = SessionId{"00000000-0000-4000-8000-000000000601"};
    session.room = Code{"blue"};
    session.therapists = {kTherapist};
    session.opened_at = kStart;
    clinic::Measured measured;
    measured.vitals.systolic_mmhg = 184;
    auto wrong = entry("w", kStart + minutes(10), measured);
    wrong.corrected_by = EntryId{"r"};
    measured.vitals.systolic_mmhg = 148;
    auto right = entry("r", kStart + minutes(10), measured);
    right.correction = clinic::Correction{EntryId{"w"}, Line{"a slip"}};
    session.vitals = {wrong, right};
    clinic::Dose dose;
    dose.medicine = "Calypsol";
    dose.dose.dose_mg = {57'000};
    session.doses = {entry("d", kStart + minutes(4), dose)};
    clinic::AdverseEvent adverse{.what = {"Nausea"}, .onset_at = kStart + minutes(20), .action = {"rest"}};
    adverse.dose = EntryId{"d"};
    session.adverse_events = {entry("a", kStart + minutes(21), adverse)};
    clinic::Readiness readiness;
    readiness.checks = {{Code{"test.check"}, clinic::YesNoUnknown::no, Line{"why"}}, {Code{"gone"}, {}, {}}};
    session.readiness = {entry("x", kStart, readiness)};
    session.readiness[0].addenda = {{EntryId{"y"}, kTherapist, kStart + minutes(30), Prose{"later"}}};
    session.marks = {entry("m", kStart + minutes(22), clinic::Mark{clinic::MarkKind::rescue_drug, Prose{"a drug"}})};
    return session;
}

TEST(SheetsOf, ASessionGivesNamesAndWords) {
    const SessionRecordSheet sheet = session_record_of(session(), pack(), name_of, Language::en);
    EXPECT_EQ(sheet.room, "Blue");
    EXPECT_EQ(sheet.therapists, std::vector<std::string>{"Tereza"});
    ASSERT_EQ(sheet.readiness.size(), 1u);
    EXPECT_EQ(sheet.readiness[0].checks[0].text, "A check");
    EXPECT_EQ(sheet.readiness[0].checks[1].text, "gone");  // a rule that the pack no longer has
    EXPECT_EQ(sheet.readiness[0].written.addenda[0].text, "later");
    EXPECT_EQ(sheet.readiness[0].written.recorded_at, kStart + minutes(5));
    EXPECT_EQ(sheet.doses[0].written.by, "Tereza");
    EXPECT_EQ(sheet.doses[0].prepared_by, "someone");
    EXPECT_EQ(sheet.adverse_events[0].dose, "57\u00A0mg, 10:04");
}

TEST(SheetsOf, AWrongEntryHasTheReasonOfTheRightOne) {
    const SessionRecordSheet sheet = session_record_of(session(), pack(), name_of, Language::en);
    ASSERT_EQ(sheet.vitals.size(), 2u);
    EXPECT_EQ(sheet.vitals[0].written.corrected_because, "a slip");
    EXPECT_FALSE(sheet.vitals[1].written.corrected_because);
}

TEST(SheetsOf, TheEmergencyPageHasOnlyWhatStands) {
    const EmergencySheet sheet = emergency_page_of(session(), pack(), Language::en);
    ASSERT_EQ(sheet.measurements.size(), 1u);
    EXPECT_EQ(sheet.measurements[0].vitals.systolic_mmhg, 148);
    EXPECT_EQ(sheet.doses[0].at, kStart + minutes(4));
    EXPECT_EQ(sheet.events[0].what, "Nausea; rest");
    EXPECT_EQ(sheet.rescue_given[0].what, "a drug");
    EXPECT_FALSE(sheet.medication);
    EXPECT_EQ(sheet.facts[1].source, "a source");
}

TEST(SheetsOf, ManyMeasurementsLeaveTheLast) {
    clinic::Session many = session();
    for (int i = 0; i < 40; ++i) many.vitals.push_back(entry("v", kStart + minutes(30 + i), many.vitals[1].data));
    const EmergencySheet sheet = emergency_page_of(many, pack(), Language::en);
    ASSERT_EQ(sheet.measurements.size(), kEmergencyMeasurements);
    EXPECT_EQ(sheet.measurements.back().at, kStart + minutes(69));
}

TEST(SheetsOf, ThePaperFormHasThePacksChecks) {
    const PaperFormSheet sheet = paper_form_of(pack(), Language::uk);
    EXPECT_EQ(sheet.readiness, std::vector<std::string>{"Перевірка"});
    EXPECT_EQ(sheet.discharge, std::vector<std::string>{"Критерій"});
    EXPECT_EQ(sheet.printing.rules, "test 7");
}

}  // namespace
}  // namespace afterglow::documents
