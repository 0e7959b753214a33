// Erasing a person over HTTP, and what is left of her in the files: nothing that anybody could read. Faults are planted into
// the erasing, and each must be found.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "backup/backup.h"
#include "desk/accounts.h"
#include "desk/passwords.h"
#include "journal/verify.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "views/projection.h"

namespace afterglow::input {
namespace {

namespace fs = std::filesystem;
using harness::Clinic;
using harness::parsed;
using harness::Person;

// In everything that anybody writes about her.
constexpr const char* kMark = "Zdislava";

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Files in which the mark can be read.
std::string marked(const fs::path& folder) {
    std::string found;
    for (const auto& each : fs::recursive_directory_iterator(folder)) {
        if (each.is_regular_file() && bytes_of(each.path()).find(kMark) != std::string::npos)
            found += each.path().filename().string() + " ";
    }
    return found;
}

class ErasureTest : public testing::Test {
protected:
    ErasureTest() {
        for (const auto& [user, role] : {std::pair("eva", clinic::Role::coordinator),
                                         {"petr", clinic::Role::psychiatrist},
                                         {"milan", clinic::Role::manager}})
            clinic_.hire(user, {role});
    }

    void must(const harness::Reply& reply) { ASSERT_EQ(reply.status, 200) << reply.text; }
    Person person(const std::string& user) {
        Person person(clinic_.port(), user);
        must(person.sign_in());
        return person;
    }

    void treat() {
        Person eva = person("eva"), petr = person("petr");
        must(eva.command("record-inquiry", parsed(R"({"inquiry":")" + inquiry_ + R"(","channel":"phone","question":
            {"name":"Zdislava","phone":"601 234 567","language":"cs","question":"I am Zdislava","answer_by":"phone",
            "consent_to_contact":true}})")));
        must(eva.command("join-waiting-list",
                         parsed(R"({"waiting":")" + desk::new_uuid() + R"(","person":{"name":"Zdislava",
            "phone":"601 234 567","language":"cs","indication":"eating_disorders","consent_to_be_told":true,"inquiry":")" +
                                inquiry_ + R"("}})")));
        must(eva.command("register-patient", parsed(R"({"patient":")" + patient_ + R"(","inquiry":")" + inquiry_ + R"(",
            "not_the_same_as":[],"details":{"given_name":"Zdislava","family_name":"Z Lemberka","birth_date":"1980-01-01",
            "language":"cs","email":"Zdislava@example.org","allergies":[]}})")));
        must(eva.command("open-course", parsed(R"({"patient":")" + patient_ + R"(","course":")" + course_ + R"(",
            "indication":"depression","language":"cs"})")));
        must(eva.command("book", parsed(R"({"booking":")" + desk::new_uuid() + R"(","appointment":{"kind":"other",
            "starts":"2026-12-07T10:00","length_min":50,"staff":[")" +
                                        clinic_staff() + R"("],"patient":")" + patient_ +
                                        R"(","note":"Zdislava comes with her sister"}})")));
        must(petr.command("record-interview", parsed(R"({"course":")" + course_ + R"(","form":{"expectations":
            "Zdislava wants to sleep","language":"cs","insurer_code":"111","therapists_wanted":1,"first_therapy":true,
            "subsidy_interest":false,"goes_on":"yes"}})")));
        must(eva.command("request-erasure",
                         parsed(R"({"patient":")" + patient_ + R"(","words":"Zdislava wrote a letter"})")));
    }
    std::string clinic_staff() { return person("petr").sign_in().json.find("staff")->string()->c_str(); }

    void erase() {
        clinic_.clock().advance(days(6 * 366));
        Person milan = person("milan");
        must(milan.command("erase-patient", parsed(R"({"patient":")" + patient_ + R"("})"),
                           {.witness = std::pair{"petr", std::string(harness::kPassword)}}));
    }

    // Then puts the data of before back, as an administrator does who starts with --accept-restored.
    void erase_and_restore(const std::function<void()>& meanwhile = [] {}) {
        clinic_.stop();
        journal::StoreOptions options = clinic_.store_options();
        const fs::path older = options.folder().string() + ".older";
        fs::copy(options.folder(), older);
        clinic_.start();
        erase();
        clinic_.stop();
        fs::remove_all(options.folder());
        fs::rename(older, options.folder());
        meanwhile();
        options.accept_restored = true;
        journal::Store::open(options).reset();
        clinic_.start();
    }

    // What is wrong after the erasing: the first finding; empty if nothing is.
    std::string found() {
        clinic_.stop();
        const journal::StoreOptions options = clinic_.store_options();
        if (const auto verification = journal::verify(options); !verification.ok())
            return "verify: " + verification.summary();
        const auto db = journal::open_for_reading(options);
        if (const auto differences = views::differences(*db); !differences.empty())
            return "views: " + differences.front();
        if (const std::string files = marked(options.folder()); !files.empty()) return "readable in " + files;
        std::string readable;
        journal::JournalReader(*db).for_each(1, [&](const journal::StoredEvent& event) {
            if (event.payload.find(kMark) != std::string::npos) readable = "opens: " + event.name;
            return readable.empty();
        });
        return readable;
    }

    Clinic clinic_;
    const std::string patient_ = desk::new_uuid(), inquiry_ = desk::new_uuid(), course_ = desk::new_uuid();
};

TEST_F(ErasureTest, LeavesNothingOfHerInAnyFile) {
    treat();
    ASSERT_NE(marked(clinic_.store_options().folder()), "") << "the test looks for something that is there";
    erase();
    EXPECT_EQ(found(), "");
}

// The journal alone, from the first word on: who has the database and not the key reads nothing of her there.
TEST_F(ErasureTest, TheJournalHoldsNoReadableWordOfAnybody) {
    treat();
    clinic_.stop();
    journal::SqliteDb db(clinic_.store_options().database_path(), {.mode = journal::SqliteDb::Mode::read_only});
    auto rows = db.prepare("SELECT name, payload FROM journal");
    int sealed = 0;
    while (rows.step()) {
        EXPECT_EQ(std::string(rows.blob(1)).find(kMark), std::string::npos) << rows.text(0);
        ++sealed;
    }
    EXPECT_GT(sealed, 8);
}

TEST_F(ErasureTest, BackupsHoldNoReadableMarkEvenBefore) {
    treat();
    const harness::TemporaryFolder backups("backups");
    backup::make(clinic_.store_options(), desk::Accounts::make_tables, backups.path(), 0, {});
    EXPECT_EQ(marked(backups.path()), "");
    EXPECT_GT(std::distance(fs::directory_iterator(backups.path()), {}), 0);
}

TEST_F(ErasureTest, ARunningServerForgetsHerToo) {
    treat();
    Person petr = person("petr");
    must(petr.get("/api/v1/patients/" + patient_ + "/record"));
    erase();
    petr = person("petr");
    for (const char* page : {"", "/record", "/story", "/erasure"})
        EXPECT_EQ(petr.get("/api/v1/patients/" + patient_ + page).status, 404) << page;
    EXPECT_TRUE(petr.command("hold-course", parsed(R"({"course":")" + course_ + R"(","reason":"x"})"))
                    .refuses("course_unknown"));
    EXPECT_EQ(petr.get("/api/v1/patients?search=zdi").text.find(kMark), std::string::npos);
}

// A backup that is older than the erasure brings her back; whoever opens it erases her again.
TEST_F(ErasureTest, AnOlderBackupDoesNotBringHerBack) {
    treat();
    erase_and_restore();
    Person petr = person("petr");
    EXPECT_EQ(petr.get("/api/v1/patients/" + patient_).status, 404);
    EXPECT_EQ(found(), "");
}

// ---- planted faults ---------------------------------------------------------------------------------------------------------

// As if the erasing had forgotten something: it is put back behind the program's back.
class ErasurePlanted : public ErasureTest {
protected:
    void behind(const std::string& sql) {
        clinic_.stop();
        journal::open_for_writing(clinic_.store_options())->exec(sql.c_str());
    }
};

TEST_F(ErasurePlanted, AKeyThatIsStillThereIsFound) {
    treat();
    journal::SqliteDb db(clinic_.store_options().database_path(), {});
    auto row = db.query("SELECT id, wrapped FROM person_key WHERE person = ?1", "patient:" + patient_);
    ASSERT_TRUE(row.step());
    const std::string id = row.string(0), wrapped(row.blob(1));
    row.reset();
    erase();
    clinic_.stop();
    db.run("UPDATE person_key SET wrapped = ?2 WHERE id = ?1", id, journal::Blob{wrapped});
    EXPECT_NE(found().find("patient:" + patient_ + " was erased, but the key is there"), std::string::npos) << found();
}

TEST_F(ErasurePlanted, AListThatIsLostBringsHerBack) {
    treat();
    erase_and_restore([this] { fs::remove(clinic_.store_options().erased_path()); });
    EXPECT_EQ(person("petr").get("/api/v1/patients/" + patient_).status, 200);
}

TEST_F(ErasurePlanted, ARowThatIsStillThereIsFound) {
    treat();
    erase();
    behind("INSERT INTO waiting VALUES ('w', 'left', 'Zdislava', 'depression', 'cs', NULL, NULL, 1, NULL, NULL)");
    EXPECT_EQ(found().substr(0, 6), "views:") << found();
}

TEST_F(ErasurePlanted, AnErasureThatNobodyDecidedIsFound) {
    treat();
    behind("UPDATE person_key SET wrapped = NULL WHERE person LIKE 'inquiry:%'");
    EXPECT_NE(found().find("though nobody erased this person"), std::string::npos) << found();
}

TEST_F(ErasurePlanted, AMissingKeyIsFound) {
    treat();
    behind("DELETE FROM person_key WHERE person LIKE 'inquiry:%'");
    EXPECT_THROW(found(), journal::StorageError);
}

// What was deleted without being overwritten lies in the file's free pages.
TEST_F(ErasurePlanted, WordsInFreePagesAreFound) {
    treat();
    {
        clinic_.stop();
        const auto db = journal::open_for_writing(clinic_.store_options());
        db->exec(
            "PRAGMA secure_delete = OFF; CREATE TABLE left_over (t TEXT); "
            "INSERT INTO left_over VALUES ('Zdislava' || hex(zeroblob(9000))); DELETE FROM left_over; DROP TABLE "
            "left_over");
    }
    clinic_.start();
    erase();
    EXPECT_EQ(found().substr(0, 12), "readable in ") << found();
}

}  // namespace
}  // namespace afterglow::input
