// `afterglow verify` on a copied database that somebody has worked on with the triggers out of the way: it says that
// something is wrong, and where; views are mended from the journal.

#include <gtest/gtest.h>

#include <filesystem>

#include "desk/passwords.h"
#include "journal/schema.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/process.h"

namespace afterglow::input {
namespace {

namespace fs = std::filesystem;
using harness::Clinic;
using harness::Output;
using harness::parsed;
using harness::run_program;
using harness::TemporaryFolder;

// A clinic in which something has happened, made once; each test works on a copy.
const fs::path& original() {
    static const TemporaryFolder folder("verify");
    static const bool made = [] {
        Clinic clinic({.root = folder.path()});
        clinic.hire("eva", {clinic::Role::coordinator});
        for (int i = 0; i < 20; ++i) {
            clinic.perform(
                "record-inquiry",
                parsed(
                    R"({"inquiry":")" + desk::new_uuid() + R"(","channel":"phone","question":{"name":"Jana )" +
                    std::to_string(i) +
                    R"(","phone":"601 234 567","language":"cs","question":"?","answer_by":"phone","consent_to_contact":true}})"));
        }
        return true;
    }();
    (void)made;
    return folder.path();
}

class Verify : public testing::Test {
protected:
    Verify() { fs::copy(original(), folder_.path(), fs::copy_options::recursive); }

    // With the journal's triggers away while it happens, and back again afterwards.
    void tamper(const char* script) {
        journal::SqliteDb db(data() / "clinic.db", {});
        for (const char* trigger : {"journal_keeps_rows", "journal_keeps_content", "journal_grows_at_the_end"})
            db.prepare("DROP TRIGGER " + std::string(trigger)).run();
        db.exec(script);
        for (const journal::SchemaObject& each : journal::kSchema) {
            if (each.sql.starts_with("CREATE TRIGGER")) db.exec(std::string(each.sql).c_str());
        }
    }
    Output verify(const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments{"verify", "--data", data().string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_program(arguments);
    }
    void expect_found(const std::string& place) {
        const Output output = verify();
        EXPECT_EQ(output.status, 1) << output.out;
        EXPECT_NE(output.out.find(place), std::string::npos) << output.out;
    }
    fs::path data() const { return folder_.path() / "clinic"; }
    TemporaryFolder folder_;
};

TEST_F(Verify, NothingIsWrong) {
    const Output output = verify();
    EXPECT_EQ(output.status, 0) << output.out;
    EXPECT_EQ(std::count(output.out.begin(), output.out.end(), '\n'), 1);
}

TEST_F(Verify, TamperingByOrdinaryMeansIsRefusedByTheFile) {
    journal::SqliteDb db(data() / "clinic.db", {});
    EXPECT_ANY_THROW(db.exec("UPDATE journal SET who = 'x' WHERE sequence = 3"));
    EXPECT_ANY_THROW(db.exec("DELETE FROM journal WHERE sequence = 3"));
    EXPECT_ANY_THROW(
        db.exec("INSERT INTO journal SELECT 999, 'x', 1, name, 1, command_id, command_digest, who, 0, 0, NULL, "
                "payload, mac FROM journal LIMIT 1"));
}

TEST_F(Verify, AnEditedText) {
    tamper("UPDATE journal SET payload = (SELECT payload FROM journal WHERE sequence = 10) WHERE sequence = 9");
    expect_found("event 9");
}
TEST_F(Verify, AnEditedTime) {
    tamper("UPDATE journal SET happened_at = happened_at - 3600000 WHERE sequence = 5");
    expect_found("event 5");
}
TEST_F(Verify, AnEditedAuthor) {
    tamper("UPDATE journal SET who = '00000000-0000-0000-0000-000000000002' WHERE sequence = 6");
    expect_found("event 6");
}
TEST_F(Verify, ADeletedRow) {
    tamper("DELETE FROM journal WHERE sequence = 8");
    expect_found("8");
}
TEST_F(Verify, ADeletedRowWithTheRestMovedUp) {
    tamper("DELETE FROM journal WHERE sequence = 8; UPDATE journal SET sequence = sequence - 1 WHERE sequence > 8");
    expect_found("event 8");
}
TEST_F(Verify, AnInsertedRow) {
    tamper(
        "INSERT INTO journal SELECT max(sequence) + 1, 'inquiry:00000000-0000-4000-8000-000000000009', 1, name, 1, "
        "command_id, command_digest, who, happened_at, "
        "recorded_at, NULL, payload, mac FROM journal");
    expect_found("event ");
}
TEST_F(Verify, TwoRowsChangedPlaces) {
    tamper(
        "UPDATE journal SET sequence = -1 WHERE sequence = 10; UPDATE journal SET sequence = 10 WHERE sequence = 11; "
        "UPDATE journal SET sequence = 11 WHERE sequence = -1");
    expect_found("event 10");
}
TEST_F(Verify, ACutEnd) {
    tamper("DELETE FROM journal WHERE sequence > 15");
    expect_found("15");
}
TEST_F(Verify, AnEmptiedJournal) {
    tamper("DELETE FROM journal");
    EXPECT_EQ(verify().status, 1);
}
TEST_F(Verify, TriggersLeftAway) {
    journal::SqliteDb(data() / "clinic.db", {}).exec("DROP TRIGGER journal_keeps_rows");
    expect_found("journal_keeps_rows");
}
TEST_F(Verify, RandomBytesInTheFile) {
    const fs::path file = data() / "clinic.db";
    {
        journal::SqliteDb(file, {}).exec("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    std::FILE* bytes = std::fopen(file.c_str(), "r+b");
    ASSERT_NE(bytes, nullptr);
    std::fseek(bytes, 4096 * 3, SEEK_SET);
    const std::string noise(4096, '\x5a');
    std::fwrite(noise.data(), 1, noise.size(), bytes);
    std::fclose(bytes);
    EXPECT_EQ(verify().status, 1);
}

// ---- views ----------------------------------------------------------------------------------------------------------------------

TEST_F(Verify, AChangedRowOfAViewIsFoundAndMended) {
    journal::SqliteDb(data() / "clinic.db", {}).exec("UPDATE inquiry SET name = 'Hana' WHERE name = 'Jana 3'");
    expect_found("inquiry");
    const Output mended = verify({"--rebuild"});
    EXPECT_EQ(mended.status, 0) << mended.out;
    EXPECT_EQ(verify().status, 0);
}
TEST_F(Verify, AMissingOrAddedRowOfAView) {
    journal::SqliteDb(data() / "clinic.db", {}).exec("DELETE FROM document WHERE rowid = 3");
    expect_found("document");
    EXPECT_EQ(verify({"--rebuild"}).status, 0);
    journal::SqliteDb(data() / "clinic.db", {}).exec("INSERT INTO story VALUES ('nobody', 1)");
    expect_found("story");
    EXPECT_EQ(verify({"--rebuild"}).status, 0);
}
TEST_F(Verify, RebuildingDoesNotHideADamagedJournal) {
    tamper("UPDATE journal SET happened_at = happened_at - 1 WHERE sequence = 5");
    EXPECT_EQ(verify({"--rebuild"}).status, 1);
    EXPECT_EQ(verify().status, 1);
}
TEST_F(Verify, AFolderThatIsNone) {
    const Output output = run_program({"verify", "--data", (folder_.path() / "nowhere").string()});
    EXPECT_EQ(output.status, 1);
    EXPECT_FALSE(fs::exists(folder_.path() / "nowhere"));
}

}  // namespace
}  // namespace afterglow::input
