#include "clinic/staff/staff.h"

#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

AddStaff add(std::vector<Role> roles = {Role::administrator}) {
    return {kSecond, {"jana.n"}, {"Jana N."}, roles, Language::uk};
}

struct StaffTest : ::testing::Test {
    World world;
    const Staff& staff() { return world.get<Staff>(stream_of(kSecond)); }
    void run(const Result<Events>& decided) { world.apply(decided, Act{}); }
    void added() { run(decide(staff(), add(), false, Act{})); }
};

TEST_F(StaffTest, AddedChangedDismissedReinstated) {
    added();
    EXPECT_TRUE(staff().active);
    EXPECT_EQ(staff().language, Language::uk);
    run(decide(staff(), ChangeRoles{kSecond, {Role::nurse, Role::therapist}}, true, Act{}));
    EXPECT_EQ(staff().roles, (std::vector{Role::nurse, Role::therapist}));
    run(decide(staff(), DismissStaff{kSecond, {"left"}}, true, Act{}));
    EXPECT_FALSE(staff().active);
    EXPECT_EQ(code_of(decide(staff(), ChangeRoles{kSecond, {Role::nurse}}, true, Act{})), "dismissed");
    EXPECT_EQ(code_of(decide(staff(), DismissStaff{kSecond, {"x"}}, true, Act{})), "dismissed");
    run(decide(staff(), ReinstateStaff{kSecond, {"came back"}}, Act{}));
    EXPECT_TRUE(staff().active);
    EXPECT_EQ(code_of(decide(staff(), ReinstateStaff{kSecond, {"x"}}, Act{})), "not_dismissed");
}

TEST_F(StaffTest, TheLastAdministratorStays) {
    added();
    EXPECT_EQ(code_of(decide(staff(), ChangeRoles{kSecond, {Role::nurse}}, false, Act{})), "last_administrator");
    EXPECT_EQ(code_of(decide(staff(), ChangeRoles{kSecond, {Role::nurse, Role::administrator}}, false, Act{})), "ok");
    EXPECT_EQ(code_of(decide(staff(), DismissStaff{kSecond, {"x"}}, false, Act{})), "last_administrator");
}

TEST_F(StaffTest, NobodyChangesTheirOwnRoles) {
    added();
    Act own;
    own.who = kSecond;
    EXPECT_EQ(code_of(decide(staff(), ChangeRoles{kSecond, {Role::physician}}, true, own)), "own_roles");
}

TEST_F(StaffTest, Refusals) {
    EXPECT_EQ(code_of(decide(staff(), ChangeRoles{kSecond, {Role::nurse}}, true, Act{})), "staff_unknown");
    EXPECT_EQ(code_of(decide(staff(), DismissStaff{kSecond, {"x"}}, true, Act{})), "staff_unknown");
    EXPECT_EQ(code_of(decide(staff(), ReinstateStaff{kSecond, {"x"}}, Act{})), "staff_unknown");
    EXPECT_EQ(code_of(decide(staff(), add({}), false, Act{})), "/roles roles_needed");
    EXPECT_EQ(code_of(decide(staff(), add(), true, Act{})), "/user user_taken");
    AddStaff shouting = add();
    shouting.user = {"Jana N"};
    EXPECT_EQ(code_of(decide(staff(), shouting, false, Act{})), "/user user_name_form");
    added();
    EXPECT_EQ(code_of(decide(staff(), add(), false, Act{})), "already_exists");
    EXPECT_EQ(code_of(decide(staff(), ChangeRoles{kSecond, {}}, true, Act{})), "/roles roles_needed");
    EXPECT_EQ(code_of(decide(staff(), ChangeRoles{kSecond, {Role::administrator}}, true, Act{})), "nothing_changed");
}

TEST_F(StaffTest, LinkedAndUnlinked) {
    EXPECT_EQ(code_of(decide(staff(), UnlinkAccount{kSecond, {"x"}}, Act{})), "staff_unknown");
    added();
    EXPECT_EQ(code_of(decide(staff(), UnlinkAccount{kSecond, {"x"}}, Act{})), "not_linked");
    run(one_event(stream_of(kSecond), AccountLinked{"another clinic's id", "Elsewhere", kSecond}));
    EXPECT_EQ(staff().links.size(), 1U);
    run(decide(staff(), UnlinkAccount{kSecond, {"left there"}}, Act{}));
    EXPECT_TRUE(staff().links.empty());
}

// Acts of the public form and of the program itself are recorded under these ids: nobody may sign in as one of them.
TEST_F(StaffTest, ReservedIdsAreNobodys) {
    for (const StaffId& reserved : {kPublic, kSystem}) {
        AddStaff pretender = add();
        pretender.staff = reserved;
        EXPECT_EQ(code_of(decide(Staff{}, pretender, false, Act{})), "already_exists");
    }
}

TEST_F(StaffTest, WhatTheDeskRecordsIsFolded) {
    added();
    run(one_event(stream_of(kSecond), PasswordChanged{true}));
    run(one_event(stream_of(kSecond), LanguageChanged{Language::en}));
    run(one_event(stream_of(kSecond), SecondFactorAdded{FactorKind::totp, ""}));
    run(one_event(stream_of(kSecond), SecondFactorAdded{FactorKind::passkey, "phone"}));
    run(one_event(stream_of(kSecond), RecoveryCodesMade{10}));
    run(one_event(stream_of(kSecond), RecoveryCodeUsed{9}));
    run(one_event(stream_of(kSecond), SecondFactorRemoved{FactorKind::totp, ""}));
    EXPECT_EQ(staff().second_factors, 1);
    run(one_event(stream_of(kSecond), SecondFactorReset{{"the phone was lost"}}));
    EXPECT_EQ(staff().second_factors, 0);
    run(one_event(stream_of(kSecond), IdentityConnected{"https://provider.example", "248289761001"}));
    run(one_event(stream_of(kSecond), IdentityDisconnected{"https://provider.example"}));
    run(one_event(stream_of(kSecond), IdentityTakenAway{{"left the hospital"}}));
    EXPECT_EQ(staff().password_changed_at, kNow);
    EXPECT_EQ(staff().language, Language::en);
    const std::string today = access_stream(*parse_date("2026-11-23"));
    run(one_event(today, SignedIn{kSecond, "127.0.0.1"}));
    run(one_event(today, SignedInThroughProvider{kSecond, "127.0.0.1"}));
    run(one_event(today, RecordRead{kSecond, kPatient, "/api/v1/patients", 1}));
    run(one_event(today, SignedOut{kSecond}));
    run(one_event(today, GuessingHeldBack{"jana.n", "127.0.0.1", 7}));
    run(one_event(today, SwitchedHere{kSecond, "Elsewhere", "127.0.0.1"}));
    run(one_event(today, NetworkFiguresRead{kSecond}));
    EXPECT_EQ(world.get<AccessDay>(today).entries, 7);
}

}  // namespace
}  // namespace afterglow::clinic
