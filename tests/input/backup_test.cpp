// `afterglow backup` beside a clinic at work, and `restore`: what comes back is the clinic as it was, and what is not as it
// was does not come back.

#include "backup/backup.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "desk/passwords.h"
#include "journal/schema.h"
#include "journal/verify.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "tests/harness/process.h"

namespace afterglow::input {
namespace {

namespace fs = std::filesystem;
using harness::Clinic;
using harness::Output;
using harness::parsed;
using harness::run_program;
using harness::TemporaryFolder;

constexpr const char* kMarker = "Zdislava Nezapomenutelna";

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void ask(Clinic& clinic) {
    clinic.perform(
        "record-inquiry",
        parsed(
            R"({"inquiry":")" + desk::new_uuid() + R"(","channel":"phone","question":{"name":")" + kMarker +
            R"(","phone":"601 234 567","language":"cs","question":"?","answer_by":"phone","consent_to_contact":true}})"));
}

// Every event from the first to the last, as bytes.
std::string journal_of(const fs::path& data, const fs::path& key, std::int64_t events) {
    const auto db = journal::open_for_reading({.data = data, .key = key});
    std::string all;
    journal::JournalReader(*db).for_each(1, [&](const journal::StoredEvent& event) {
        all += event.stream + event.name + event.meta.command_id + event.payload + "\n";
        return event.sequence < events;
    });
    return all;
}

class BackupTest : public testing::Test {
protected:
    BackupTest() {
        clinic_.hire("eva", {clinic::Role::coordinator});
        for (int i = 0; i < 10; ++i) ask(clinic_);
        fs::create_directory(to());
    }
    fs::path data() const { return clinic_.root() / "clinic"; }
    fs::path to() const { return folder_.path() / "backups"; }
    fs::path restored() const { return folder_.path() / "restored"; }
    fs::path key() const { return data().string() + ".key"; }

    Output backup(const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments{"backup", "--data", data().string(), "--to", to().string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_program(arguments);
    }
    Output restore(const fs::path& from) {
        return run_program(
            {"restore", "--from", from.string(), "--data", restored().string(), "--key", key().string()});
    }
    std::vector<fs::path> files() const {
        std::vector<fs::path> all;
        for (const auto& each : fs::directory_iterator(to())) all.push_back(each.path());
        std::ranges::sort(all);
        return all;
    }
    std::string left_in(const fs::path& folder) const {
        std::string names;
        for (const auto& each : fs::directory_iterator(folder)) names += each.path().filename().string() + " ";
        return names;
    }

    TemporaryFolder folder_{"backup"};
    Clinic clinic_;
};

TEST_F(BackupTest, ComesBackAsItWas) {
    const Output made = backup();
    ASSERT_EQ(made.status, 0) << made.out;
    ASSERT_EQ(files().size(), 1u) << left_in(to());
    const auto noted = backup::newest(clinic_.store_options());
    ASSERT_TRUE(noted);
    ask(clinic_);  // later than the backup

    const Output back = restore(files()[0]);
    ASSERT_EQ(back.status, 0) << back.out;
    const Output verified = run_program({"verify", "--data", restored().string(), "--key", key().string()});
    EXPECT_EQ(verified.status, 0) << verified.out;
    EXPECT_EQ(journal_of(restored(), key(), 1 << 30), journal_of(data(), key(), noted->events));
    EXPECT_NE(journal_of(restored(), key(), 1 << 30), journal_of(data(), key(), 1 << 30));

    harness::ServerProcess server(restored(), {"--key", key().string()});  // and a clinic goes on with it
    EXPECT_GT(server.port(), 0);
}

TEST_F(BackupTest, IsMadeWhileEverybodyWorks) {
    std::atomic<bool> stop = false;
    std::atomic<int> asked = 0;
    std::thread work([&] {
        while (!stop) ask(clinic_), ++asked;
    });
    int backups = 0;
    while (backups < 5 || asked < 50) {
        const Output made = backup();
        EXPECT_EQ(made.status, 0) << made.out;
        ++backups;
    }
    stop = true;
    work.join();
    EXPECT_EQ(files().size(), static_cast<std::size_t>(backups));
    for (const fs::path& each : files()) {
        const Output back = restore(each);
        EXPECT_EQ(back.status, 0) << back.out;
        const auto events = journal::JournalReader(*journal::open_for_reading({.data = restored()})).length();
        EXPECT_EQ(journal_of(restored(), key(), events), journal_of(data(), key(), events));
        fs::remove_all(restored());
        fs::remove(restored().string() + ".anchors");
    }
}

TEST_F(BackupTest, HoldsNothingReadableOfAnybody) {
    ASSERT_EQ(backup().status, 0);
    std::string plain = bytes_of(data() / "clinic.db");
    if (fs::exists(data() / "clinic.db-wal")) plain += bytes_of(data() / "clinic.db-wal");
    ASSERT_NE(plain.find(kMarker), std::string::npos) << "the scan must be able to find it";
    const std::string sealed = bytes_of(files()[0]);
    for (const char* readable : {kMarker, "Zdislava", "601 234 567", "SQLite format", "InquiryRecorded", "eva"})
        EXPECT_EQ(sealed.find(readable), std::string::npos) << readable;
    EXPECT_EQ(left_in(clinic_.root()).find("scratch"), std::string::npos) << "plain copies are left over";
}

TEST_F(BackupTest, ADamagedOneIsRefusedAndNothingIsPutAnywhere) {
    ASSERT_EQ(backup().status, 0);
    std::string bytes = bytes_of(files()[0]);
    const fs::path wrong = folder_.path() / "wrong";
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 4);
    std::ofstream(wrong, std::ios::binary) << bytes;
    const Output back = restore(wrong);
    EXPECT_EQ(back.status, 1);
    EXPECT_NE(back.out.find("was changed"), std::string::npos) << back.out;
    EXPECT_FALSE(fs::exists(restored()));
    EXPECT_FALSE(fs::exists(restored().string() + ".anchors"));
}

TEST_F(BackupTest, NothingIsWrittenOver) {
    ASSERT_EQ(backup().status, 0);
    fs::create_directory(restored());
    std::ofstream(restored() / "clinic.db") << "somebody's";
    const Output back = restore(files()[0]);
    EXPECT_EQ(back.status, 1);
    EXPECT_NE(back.out.find("something in this folder already"), std::string::npos) << back.out;
    EXPECT_EQ(bytes_of(restored() / "clinic.db"), "somebody's");
}

TEST_F(BackupTest, AnchorsThatKnowMoreAreSaid) {
    ASSERT_EQ(backup().status, 0);
    ask(clinic_);
    clinic_.stop();  // the last anchor
    fs::rename(data(), data().string() + ".lost");
    const Output back = run_program({"restore", "--from", files()[0].string(), "--data", data().string()});
    EXPECT_EQ(back.status, 0) << back.out;
    EXPECT_NE(back.out.find("--accept-restored"), std::string::npos) << back.out;
}

// The proof is no ceremony: a clinic whose journal was changed makes no backup, and an older good one stays.
TEST_F(BackupTest, ADamagedClinicMakesNone) {
    ASSERT_EQ(backup().status, 0);
    {
        journal::SqliteDb db(data() / "clinic.db", {});
        db.prepare("DROP TRIGGER journal_keeps_content").run();
        db.exec("UPDATE journal SET payload = zeroblob(length(payload)) WHERE sequence = 5");
        for (const journal::SchemaObject& each : journal::kSchema) {
            if (each.sql.find("journal_keeps_content") != std::string_view::npos)
                db.exec(std::string(each.sql).c_str());
        }
    }
    const Output made = backup({"--keep", "1"});
    EXPECT_EQ(made.status, 1) << made.out;
    EXPECT_NE(made.out.find("event 5"), std::string::npos) << made.out;
    EXPECT_EQ(files().size(), 1u) << left_in(to());
}

TEST_F(BackupTest, ViewsThatDoNotFollowMakeNone) {
    {
        journal::SqliteDb db(data() / "clinic.db", {});
        db.exec("DELETE FROM inquiry WHERE rowid = (SELECT min(rowid) FROM inquiry)");
    }
    const Output made = backup();
    EXPECT_EQ(made.status, 1);
    EXPECT_NE(made.out.find("views differ"), std::string::npos) << made.out;
    EXPECT_TRUE(files().empty()) << left_in(to());
}

TEST_F(BackupTest, OldOnesGo) {
    std::ofstream(to() / "afterglow-of-somebody.backup") << "not ours";
    for (int i = 0; i < 4; ++i) ASSERT_EQ(backup({"--keep", "2"}).status, 0);
    EXPECT_EQ(files().size(), 3u) << left_in(to());
    EXPECT_EQ(restore(files()[0]).status, 0);
}

TEST_F(BackupTest, ItsAgeIsTold) {
    const auto status = [&] { return run_program({"backup", "--status", "--data", data().string()}); };
    EXPECT_EQ(status().status, 1);
    EXPECT_NE(status().out.find("no backup yet"), std::string::npos);
    ASSERT_EQ(backup().status, 0);
    EXPECT_EQ(status().status, 0) << status().out;
    fs::remove(files()[0]);
    EXPECT_EQ(status().status, 1);
    EXPECT_NE(status().out.find("no longer where it was put"), std::string::npos) << status().out;

    const auto newest = backup::newest(clinic_.store_options());
    EXPECT_FALSE(backup::is_late(newest, newest->made_at + hours(backup::kLateAfterHours)));
    EXPECT_TRUE(backup::is_late(newest, newest->made_at + hours(backup::kLateAfterHours) + minutes(1)));
    EXPECT_TRUE(backup::is_late({}, newest->made_at));
}

TEST_F(BackupTest, TheAdministratorSeesItsAge) {
    const auto seen_by = [&](const char* user, clinic::Role role) {
        clinic_.hire(user, {role});
        harness::Person person(clinic_.port(), user);
        person.sign_in();
        return person.get("/api/v1/today").text;
    };
    EXPECT_NE(seen_by("ada", clinic::Role::administrator).find(R"("backup":{"late":true})"), std::string::npos);
    EXPECT_EQ(seen_by("eda", clinic::Role::coordinator).find(R"("backup")"), std::string::npos);
    ASSERT_EQ(backup().status, 0);
    EXPECT_NE(seen_by("ida", clinic::Role::administrator).find(R"("made_at":)"), std::string::npos);
}

TEST_F(BackupTest, WhatIsMissingIsNamed) {
    fs::remove(to());
    EXPECT_NE(backup().out.find("there is no such folder"), std::string::npos);
    EXPECT_NE(restore(folder_.path() / "none").out.find("there is no such file"), std::string::npos);
    EXPECT_NE(run_program({"backup", "--data", data().string()}).out.find("--to"), std::string::npos);
    EXPECT_NE(run_program({"backup", "--data", (folder_.path() / "x").string(), "--to", folder_.path().string()})
                  .out.find("there is no clinic"),
              std::string::npos);
}

// Killed at any moment it leaves nothing that looks like a backup and is none, and the next one is made.
TEST_F(BackupTest, KilledItLeavesNoHalf) {
    for (int i = 0; i < 20; ++i)
        harness::run_and_kill({"backup", "--data", data().string(), "--to", to().string()}, 5 + 4 * i);
    ASSERT_EQ(backup().status, 0);
    EXPECT_EQ(left_in(clinic_.root()).find("scratch"), std::string::npos);
    for (const fs::path& each : files()) {
        if (each.extension() != ".backup") continue;
        const Output back = restore(each);
        EXPECT_EQ(back.status, 0) << back.out;
        fs::remove_all(restored());
        fs::remove(restored().string() + ".anchors");
    }
}

}  // namespace
}  // namespace afterglow::input
