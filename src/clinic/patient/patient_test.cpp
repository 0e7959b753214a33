#include "clinic/patient/patient.h"

#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

const std::string kStream = stream_of(kPatient);

struct PatientTest : ::testing::Test {
    World world;
    const Patient& patient() { return world.get<Patient>(kStream); }
    void enrol() {
        world.apply(decide(patient(), RegisterPatient{kPatient, patient_details(), {}, {}}, {}, Act{}), Act{});
    }
    template <class Change>
    std::string with(Change change) {
        PatientDetails changed = patient_details();
        change(changed);
        return code_of(decide(Patient{}, RegisterPatient{kPatient, changed, {}, {}}, {}, Act{}));
    }
};

TEST_F(PatientTest, DetailsThatChangeStayVisible) {
    enrol();
    PatientDetails changed = patient_details();
    changed.family_name = {"Another"};
    world.apply(decide(patient(), AmendPatient{kPatient, changed, {"married"}}, Act{}), Act{});
    EXPECT_EQ(patient().details.family_name.value, "Another");
    ASSERT_EQ(patient().history.size(), 2u);
    EXPECT_EQ(patient().history[0].details.family_name.value, "Patient");
    EXPECT_FALSE(patient().history[0].reason);
    EXPECT_EQ(patient().history[1].reason->value, "married");
}

TEST_F(PatientTest, SomebodyAlikeMustBeToldApart) {
    const std::vector<LookAlike> alike{{id<PatientId>(5), "Example Patient", *parse_date("1980-05-01")}};
    const auto warned = decide(patient(), RegisterPatient{kPatient, patient_details(), {}, {}}, alike, Act{});
    ASSERT_EQ(code_of(warned), "look_alike");
    EXPECT_NE(warned.refusal().current.find(uuid(5)), std::string::npos);
    EXPECT_EQ(
        code_of(decide(patient(), RegisterPatient{kPatient, patient_details(), {id<PatientId>(6)}, {}}, alike, Act{})),
        "look_alike");
    EXPECT_EQ(
        code_of(decide(patient(), RegisterPatient{kPatient, patient_details(), {id<PatientId>(5)}, {}}, alike, Act{})),
        "ok");
}

TEST_F(PatientTest, WhatCannotBeIsRefused) {
    EXPECT_EQ(code_of(decide(patient(), AmendPatient{kPatient, patient_details(), {"x"}}, Act{})), "patient_unknown");
    EXPECT_EQ(with([](PatientDetails& d) { d.birth_date = *parse_date("2026-11-24"); }),
              "/details/birth_date born_in_future");
    EXPECT_EQ(with([](PatientDetails& d) { d.birth_date = *parse_date("2026-11-23"); }), "ok");
    EXPECT_EQ(with([](PatientDetails& d) { d.email = Text<254>{"x"}; }), "/details/email not_an_email");
    EXPECT_EQ(with([](PatientDetails& d) { d.phone = Text<40>{"x"}; }), "/details/phone not_a_phone");
    EXPECT_EQ(with([](PatientDetails& d) { d.escort = Contact{{"A"}, {"x"}, {}}; }),
              "/details/escort/phone not_a_phone");
    EXPECT_EQ(with([](PatientDetails& d) { d.emergency_contact = Contact{{"A"}, {"x"}, {}}; }),
              "/details/emergency_contact/phone not_a_phone");
    EXPECT_EQ(with([](PatientDetails& d) { d.insurer_code = Code{"999"}; }), "/details/insurer_code insurer_unknown");
    EXPECT_EQ(with([](PatientDetails& d) { d.insurer_code = Code{"111"}; }), "ok");
    enrol();
    EXPECT_EQ(code_of(decide(patient(), RegisterPatient{kPatient, patient_details(), {}, {}}, {}, Act{})),
              "already_exists");
    EXPECT_EQ(code_of(decide(patient(), AmendPatient{kPatient, patient_details(), {"x"}}, Act{})), "nothing_changed");
}

}  // namespace
}  // namespace afterglow::clinic
