// Making: whole or not at all, the same from the same seed, passwords of true chance and told once.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "journal/verify.h"
#include "tests/demo/made.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "views/projection.h"
#include "views/queries.h"

namespace afterglow::demo {
namespace {

namespace fs = std::filesystem;
using harness::TemporaryFolder;

std::string content(const fs::path& file) {
    std::stringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

// What the journal says, but for the passwords: those are nobody's but chance's.
std::string told(const fs::path& data) {
    std::string text;
    const auto db = journal::open_for_reading({.data = data});
    journal::JournalReader(*db).for_each(1, [&](const journal::StoredEvent& event) {
        if (event.name == "PasswordChanged") return true;
        text += event.stream + " " + std::to_string(event.version) + " " + event.name + " " + event.meta.command_id +
                " " + event.meta.who + " " + to_text(event.meta.happened_at) + " " + to_text(event.meta.recorded_at) +
                " " + event.payload + "\n";
        return true;
    });
    return text;
}

// ---- whole, and kept like any other clinic --------------------------------------------------------------------------------

TEST(Making, IsWholeAndVerified) {
    ASSERT_EQ(made().output.status, 0) << made().output.out;
    const journal::Verification found = journal::verify({.data = made().data});
    EXPECT_TRUE(found.ok()) << found.summary();
    EXPECT_GT(found.events, 1000);
    const auto live = journal::open_for_reading({.data = made().data});
    const auto differences = views::differences(*live);
    EXPECT_TRUE(differences.empty()) << differences.front();
    for (const char* left : {"clinic.making", "clinic.key.making", "clinic.anchors.making"})
        EXPECT_FALSE(fs::exists(made().folder.path() / left)) << left;
}

// A clinic of very many people goes that far back; the hours of days before 1970 are counted from their midnights, too.
TEST(Making, BeginsBefore1970) {
    const TemporaryFolder folder{"demo"};
    const harness::Output made = make(folder.path() / "clinic", {"--now", "1970-02-03T09:20:00Z"});
    EXPECT_EQ(made.status, 0) << made.out;
}

TEST(Making, EveryEventIsInItsTime) {
    const Instant now = *parse_instant(kNow);
    Instant before{0};
    int happened_later = 0;
    journal::JournalReader(views_of_made()).for_each(1, [&](const journal::StoredEvent& event) {
        EXPECT_LE(before, event.meta.recorded_at) << event.stream << " " << event.name;
        EXPECT_LE(event.meta.recorded_at, now);
        happened_later += event.meta.happened_at > event.meta.recorded_at;
        before = event.meta.recorded_at;
        return true;
    });
    EXPECT_EQ(happened_later, 0);
    EXPECT_GT(before, now - hours(1)) << "something happens up to now";
}

TEST(Making, RefusesAFolderThatIsThere) {
    const TemporaryFolder folder("demo");
    fs::create_directory(folder.path() / "clinic");
    std::ofstream(folder.path() / "clinic" / "mine") << "mine";
    const harness::Output output = make(folder.path() / "clinic", {});
    EXPECT_EQ(output.status, 1);
    EXPECT_NE(output.out.find("is there already"), std::string::npos) << output.out;
    EXPECT_EQ(content(folder.path() / "clinic" / "mine"), "mine");
    EXPECT_FALSE(fs::exists(folder.path() / "clinic.key"));
}

TEST(Making, RefusesAKeyThatIsThere) {
    const TemporaryFolder folder("demo");
    std::ofstream(folder.path() / "clinic.key") << "another clinic's";
    EXPECT_EQ(make(folder.path() / "clinic", {}).status, 1);
    EXPECT_EQ(content(folder.path() / "clinic.key"), "another clinic's");
    EXPECT_FALSE(fs::exists(folder.path() / "clinic"));
}

TEST(Making, LeavesNothingWhenItCannot) {
    const TemporaryFolder folder("demo");
    const fs::path nowhere = folder.path() / "no" / "such" / "place.json";
    EXPECT_EQ(make(folder.path() / "clinic", {"--now", kNow, "--accounts", nowhere}).status, 1);
    EXPECT_EQ(make(folder.path() / "clinic", {"--now", "yesterday"}).status, 1);
    EXPECT_EQ(make(folder.path() / "clinic", {"--policy", folder.path()}).status, 1);
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Making, BeginsAnewAfterAnInterruptedRun) {
    const TemporaryFolder folder("demo");
    fs::create_directory(folder.path() / "clinic.making");
    std::ofstream(folder.path() / "clinic.making" / "clinic.db") << "half a clinic";
    std::ofstream(folder.path() / "clinic.key.making") << "half a key";
    const harness::Output output = make(folder.path() / "clinic", {"--now", kNow});
    EXPECT_EQ(output.status, 0) << output.out;
    EXPECT_FALSE(fs::exists(folder.path() / "clinic.making"));
}

TEST(Making, LeavesAloneWhatAnotherRunIsMaking) {
    const TemporaryFolder folder("demo");
    fs::create_directory(folder.path() / "clinic.making");
    std::ofstream(folder.path() / "clinic.making" / "clinic.db") << "half a clinic";
    const auto other_run = journal::real_files().lock(folder.path() / "clinic.making" / "lock");
    EXPECT_EQ(make(folder.path() / "clinic", {"--now", kNow}).status, 1);
    EXPECT_EQ(content(folder.path() / "clinic.making" / "clinic.db"), "half a clinic");
    EXPECT_FALSE(fs::exists(folder.path() / "clinic"));
}

// ---- the seed ---------------------------------------------------------------------------------------------------------------

TEST(Making, SameSeedSameClinicOtherPasswords) {
    const TemporaryFolder folder("demo");
    const fs::path accounts = folder.path() / "accounts.json";
    ASSERT_EQ(make(folder.path() / "clinic", {"--seed", "1", "--now", kNow, "--accounts", accounts}).status, 0);
    EXPECT_EQ(told(folder.path() / "clinic"), told(made().data));
    const std::string text = content(accounts);
    for (const auto& [user, password] : made().passwords) EXPECT_EQ(text.find(password), std::string::npos) << user;
}

TEST(Making, AnotherSeedMakesOthers) {
    const TemporaryFolder folder("demo");
    ASSERT_EQ(make(folder.path() / "clinic", {"--seed", "2", "--now", kNow}).status, 0);
    journal::SqliteDb db(folder.path() / "clinic" / "clinic.db", {.mode = journal::SqliteDb::Mode::read_only});
    const auto ours = views::find_patients(views_of_made(), "", 100), theirs = views::find_patients(db, "", 100);
    ASSERT_EQ(ours.size(), theirs.size());
    for (const auto& our : ours) {
        for (const auto& their : theirs) EXPECT_NE(our.id, their.id);
    }
}

TEST(Making, MorePeopleAreOfEarlierYears) {
    const TemporaryFolder folder("demo");
    const harness::Output output = make(folder.path() / "clinic", {"--people", "40", "--now", kNow});
    ASSERT_EQ(output.status, 0) << output.out;
    journal::SqliteDb db(folder.path() / "clinic" / "clinic.db", {.mode = journal::SqliteDb::Mode::read_only});
    EXPECT_EQ(views::find_patients(db, "", 1000).size(), views::find_patients(views_of_made(), "", 1000).size() + 10);
    EXPECT_EQ(views::running_courses(db, 1000).size(), views::running_courses(views_of_made(), 1000).size());
}

// Any hour of any day, over both changes of the clocks.
class AnyMoment : public testing::TestWithParam<const char*> {};

TEST_P(AnyMoment, HasThreeSessionsAndBookingsToday) {
    const TemporaryFolder folder("demo");
    const harness::Output output = make(folder.path() / "clinic", {"--now", GetParam()});
    ASSERT_EQ(output.status, 0) << output.out;
    journal::SqliteDb db(folder.path() / "clinic" / "clinic.db", {.mode = journal::SqliteDb::Mode::read_only});
    EXPECT_EQ(views::running_sessions(db).size(), 3U);
    const Date today = to_local(*parse_instant(GetParam()), "Europe/Prague").date();
    EXPECT_GE(views::bookings(db, today, today).size(), 4U);
    EXPECT_TRUE(journal::verify({.data = folder.path() / "clinic"}).ok());
}

INSTANTIATE_TEST_SUITE_P(Making, AnyMoment,
                         testing::Values("2026-11-28T13:00:00Z",                          // a Saturday
                                         "2026-11-23T23:05:00Z", "2026-11-23T23:35:00Z",  // just after midnight
                                         "2026-10-25T01:30:00Z",                          // an hour that happens twice
                                         "2026-03-29T01:10:00Z",  // after one that does not happen
                                         "2028-02-29T20:00:00Z"));

// Rules of other clinics: other rooms, routes, languages and indications.
TEST(Making, FollowsOtherPolicyPacks) {
    for (const char* pack : {"ua-hospital", "infusion"}) {
        const TemporaryFolder folder("demo");
        const harness::Output output = make(
            folder.path() / "clinic", {"--policy", harness::source_path(std::string("policy/") + pack), "--now", kNow});
        EXPECT_EQ(output.status, 0) << pack << ": " << output.out;
    }
}

// ---- passwords --------------------------------------------------------------------------------------------------------------

TEST(Making, PasswordsAreToldOnceAndKeptNowhere) {
    ASSERT_GE(made().passwords.size(), 11U);
    std::string files;
    for (const auto& each : fs::recursive_directory_iterator(made().data)) files += content(each.path());
    files += content(made().folder.path() / "clinic.anchors");
    for (const auto& [user, password] : made().passwords) {
        EXPECT_GE(password.size(), 20U);
        EXPECT_NE(made().output.out.find(user + " "), std::string::npos);
        EXPECT_NE(made().output.out.find(password), std::string::npos) << user;
        EXPECT_EQ(files.find(password), std::string::npos) << user;
    }
    struct stat file{};
    ASSERT_EQ(::stat((made().folder.path() / "accounts.json").c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 0777U, 0600U);
}

TEST(Making, AccountsAreOnlyWrittenWhenAsked) {
    const TemporaryFolder folder("demo");
    ASSERT_EQ(make(folder.path() / "clinic", {"--now", kNow}).status, 0);
    std::set<std::string> names;
    for (const auto& each : fs::directory_iterator(folder.path())) names.insert(each.path().filename());
    EXPECT_EQ(names, (std::set<std::string>{"clinic", "clinic.anchors", "clinic.key"}));
}

TEST(Making, EverybodySignsInAndSeesTheDay) {
    const TemporaryFolder folder("demo");
    const fs::path accounts = folder.path() / "accounts.json";
    ASSERT_EQ(make(folder.path() / "clinic", {"--accounts", accounts}).status, 0);
    const harness::ServerProcess server(folder.path() / "clinic");
    const Json list = harness::parsed(content(accounts));
    for (const Json& each : *list.array()) {
        harness::Person person(server.port(), harness::text_at(each, "/user"));
        const harness::Reply me = person.sign_in(harness::text_at(each, "/password"));
        EXPECT_EQ(me.status, 200) << me.text;
        EXPECT_EQ(harness::text_at(me.json, "/name"), harness::text_at(each, "/name"));
        EXPECT_EQ(person.get("/api/v1/today").status, 200) << person.user;
    }
}

}  // namespace
}  // namespace afterglow::demo
