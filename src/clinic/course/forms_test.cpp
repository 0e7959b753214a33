// The checks of the course's forms by themselves: evaluation, examination, plan, consent.

#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

TEST(Evaluation, Checks) {
    const auto code = [](auto change) {
        Evaluation form = evaluation();
        change(form);
        return code_of(check(form, ""));
    };
    EXPECT_EQ(code([](Evaluation&) {}), "ok");
    EXPECT_EQ(code([](Evaluation& f) { f.diagnoses.clear(); }), "/diagnoses diagnosis_needed");
    EXPECT_EQ(code([](Evaluation& f) { f.diagnoses[0].main = false; }), "/diagnoses one_main_diagnosis");
    EXPECT_EQ(code([](Evaluation& f) { f.diagnoses.push_back(f.diagnoses[0]); }), "/diagnoses one_main_diagnosis");
    EXPECT_EQ(code([](Evaluation& f) { f.diagnoses[0].icd10 = {"depressed"}; }), "/diagnoses/0/icd10 not_icd10");
    EXPECT_EQ(code([](Evaluation& f) { f.suicidality = Suicidality::passive_thoughts; }),
              "/suicidality_note note_needed");
}

TEST(Evaluation, CodesOfIcd10) {
    for (const char* good : {"F33", "F33.1", "F06.32", "G43.901"}) EXPECT_TRUE(looks_like_icd10(good)) << good;
    for (const char* bad : {"", "F", "F3", "f33.1", "F33.", "F331", "F33.1x", "33.1", "F33.12345"})
        EXPECT_FALSE(looks_like_icd10(bad)) << bad;
}

TEST(Examination, Checks) {
    const auto code = [](auto change) {
        Examination form = examination();
        change(form);
        return code_of(check(form, pack(), ""));
    };
    EXPECT_EQ(code([](Examination&) {}), "ok");
    EXPECT_EQ(code([](Examination& f) { f.measured.vitals.weight_kg.reset(); }),
              "/measured/vitals/weight_kg weight_needed");
    EXPECT_EQ(code([](Examination& f) { f.measured.vitals.diastolic_mmhg.reset(); }),
              "/measured/vitals/systolic_mmhg pressure_needed");
    EXPECT_EQ(code([](Examination& f) { f.ecg = Finding::abnormal; }), "/findings_note note_needed");
    EXPECT_EQ(code([](Examination& f) { f.measured.vitals.systolic_mmhg = 1200; }),
              "/measured/vitals/systolic_mmhg not_possible");
}

struct PlanTest : ::testing::Test {
    template <class Change>
    std::string code(Change change, const Act& act = {}) {
        Plan form = plan();
        change(form);
        return code_of(check(form, act, ""));
    }
};

TEST_F(PlanTest, Checks) {
    EXPECT_EQ(code([](Plan&) {}), "ok");
    EXPECT_EQ(code([](Plan& f) { f.therapists.clear(); }), "/therapists one_or_two_therapists");
    EXPECT_EQ(code([](Plan& f) { f.therapists = {kSecond, kSecond}; }), "/therapists one_or_two_therapists");
    EXPECT_EQ(code([](Plan& f) { f.therapists = {kClinician, kSecond, kThird}; }), "/therapists one_or_two_therapists");
    EXPECT_EQ(code([](Plan& f) { f.route = Route::intravenous; }), "/route route_not_in_pack");
    EXPECT_EQ(code([](Plan& f) { f.dose_min_mg.reset(); }), "/dose_min_mg dose_needed");
    EXPECT_EQ(code([](Plan& f) { f.dose_max_mg.reset(); }), "/dose_max_mg dose_needed");
    EXPECT_EQ(code([](Plan& f) { f.dose_min_mg = Milligrams{49'999}; }), "/dose_min_mg dose_below_limit");
    EXPECT_EQ(code([](Plan& f) { f.dose_max_mg = Milligrams{120'001}; }), "/dose_max_mg dose_above_limit");
    EXPECT_EQ(code([](Plan& f) { std::swap(f.dose_min_mg, f.dose_max_mg); }), "/dose_max_mg range_upside_down");
    EXPECT_EQ(code([](Plan& f) { f.dose_max_mg_per_kg.emplace(); }), "/dose_min_mg_per_kg dose_unit_differs");
    EXPECT_EQ(code([](Plan& f) { f.route = Route::intramuscular; }), "/dose_min_mg dose_unit_differs");
}

TEST_F(PlanTest, FewerSessionsNeedAReason) {
    const auto fewer = [](Plan& f) { f.integration_sessions = {1}; };
    EXPECT_EQ(code(fewer), "fewer_sessions_than_usual");
    EXPECT_EQ(code([&](Plan& f) { fewer(f), f.overrides = {{{"ex.sessions"}, {"lives abroad"}}}; }), "ok");
}

TEST(Consent, IsToExactlyTheTextThatWasShown) {
    const auto code = [](auto change) {
        ConsentForm form = consent();
        change(form);
        return code_of(check(form, pack(), ""));
    };
    EXPECT_EQ(code([](ConsentForm&) {}), "ok");
    EXPECT_EQ(code([](ConsentForm& f) { f.version = 2; }), "/text consent_text_unknown");
    EXPECT_EQ(code([](ConsentForm& f) { f.language = Language::uk; }), "/text consent_text_unknown");
    EXPECT_EQ(code([](ConsentForm& f) { f.text_sha256 = {std::string(64, '0')}; }),
              "/text_sha256 consent_text_differs");
    EXPECT_EQ(code([](ConsentForm& f) { f.understood = false; }), "/understood understanding_needed");
    EXPECT_EQ(code([](ConsentForm& f) { f.questions_answered = false; }), "/questions_answered understanding_needed");
}

struct ConsentTest : ::testing::Test {
    World world;
    ConsentTest() { world.open_course(); }
    EntryId sign_one(Instant when) { return world.on_course(SignConsent{kCourse, consent()}, signing(when)); }
    void withdraw(const EntryId& which, Instant when) {
        world.on_course(WithdrawConsent{kCourse, which, {}}, at(when));
    }
    const Entry<ConsentForm>* valid() {
        return valid_consent(world.course().consents, world.course().withdrawals, "treatment");
    }
};

TEST_F(ConsentTest, ValidUntilItIsWithdrawnAndNewWhenSignedAgain) {
    EXPECT_EQ(valid(), nullptr);
    const EntryId first = sign_one(kNow);
    EXPECT_EQ(valid()->id, first);
    withdraw(first, kNow + hours(1));
    EXPECT_EQ(valid(), nullptr);
    const EntryId second = sign_one(kNow + hours(2));
    EXPECT_EQ(valid()->id, second);
}

// A person who signed twice and took the second back does not want the therapy on the strength of the first.
TEST_F(ConsentTest, AnOlderOneNeverComesBackToLife) {
    const EntryId first = sign_one(kNow);
    const EntryId second = sign_one(kNow + hours(1));
    withdraw(second, kNow + hours(2));
    EXPECT_EQ(valid(), nullptr);
    withdraw(first, kNow + hours(3));
    EXPECT_EQ(valid(), nullptr);
}

TEST_F(ConsentTest, AWithdrawalSaidToHaveBeenEarlierStillCounts) {
    const EntryId only = sign_one(kNow);
    Act act;
    act.at = kNow - minutes(5);
    world.on_course(WithdrawConsent{kCourse, only, {}}, act);
    EXPECT_EQ(valid(), nullptr);
}

TEST_F(ConsentTest, WithdrawingAnOlderOneLaterEndsTheNewerToo) {
    const EntryId first = sign_one(kNow);
    sign_one(kNow + hours(1));
    withdraw(first, kNow + hours(2));
    EXPECT_EQ(valid(), nullptr);
}

}  // namespace
}  // namespace afterglow::clinic
