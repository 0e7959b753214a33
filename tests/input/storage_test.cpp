// A disk that is full, a folder that may not be written, data of a newer version, a second server, a taken port: said
// plainly, nothing lost, and usable again when the cause is gone.

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "desk/passwords.h"
#include "http/server/test_client.h"
#include "journal/schema.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "tests/harness/process.h"
#include "views/projection.h"

namespace afterglow::input {
namespace {

using harness::Clinic;
using harness::Output;
using harness::parsed;
using harness::Person;
using harness::Reply;
using harness::run_program;
using harness::ServerProcess;
using harness::TemporaryFolder;
using http::testing::eventually;

// A small disk of its own; only for root. Its absence is said loudly: a test that did not run has shown nothing.
class SmallDisk {
public:
    explicit SmallDisk(const char* size)
        : mounted_(::mount("none", folder_.path().c_str(), "tmpfs", 0, (std::string("size=") + size).c_str()) == 0) {
        if (!mounted_) std::fprintf(stderr, "\n*** NOT TESTED: this needs the right to mount a small disk ***\n\n");
    }
    ~SmallDisk() {
        if (mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
    }
    bool is_there() const { return mounted_; }
    bool make_read_only() const {
        return ::mount("none", folder_.path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) == 0;
    }
    const std::filesystem::path& path() const { return folder_.path(); }

private:
    TemporaryFolder folder_{"disk"};
    bool mounted_;
};

Json question() {
    std::string words;
    for (int i = 0; i < 100; ++i) words += "long words of a long question ";
    return parsed(
        R"({"inquiry":")" + desk::new_uuid() +
        R"(","channel":"phone","question":{"name":"Jana","phone":"601 234 567","language":"cs","question":")" + words +
        R"(","answer_by":"phone","consent_to_contact":true}})");
}

std::vector<std::string> serve(const std::filesystem::path& data) {
    return {"serve",
            "--data",
            data.string(),
            "--port",
            "0",
            "--web",
            "",
            "--policy",
            harness::source_path("policy/cz-outpatient"),
            "--instruments",
            harness::source_path("instruments")};
}

bool says(const Output& output, const std::string& words) { return output.out.find(words) != std::string::npos; }

TEST(Storage, AFullDiskStopsWritingAndNothingElse) {
    const SmallDisk disk("3m");
    if (!disk.is_there()) GTEST_SKIP() << "needs the right to mount";
    Clinic clinic({.root = disk.path()});
    clinic.hire("eva", {clinic::Role::coordinator});
    Person eva(clinic.port(), "eva");
    ASSERT_EQ(eva.sign_in().status, 200);
    ASSERT_EQ(eva.command("record-inquiry", question()).status, 200);
    const std::filesystem::path filler = disk.path() / "somebody-elses-film";
    std::ofstream(filler) << std::string(1'000'000, 'x');

    int acknowledged = 1;
    Reply reply;
    for (int i = 0; i < 2000; ++i) {
        reply = eva.command("record-inquiry", question());
        if (reply.status != 200) break;
        ++acknowledged;
    }
    EXPECT_EQ(reply.status, 503) << reply.text;
    EXPECT_EQ(reply.code(), "storage_full");
    EXPECT_EQ(eva.get("/api/v1/inquiries").status, 200);
    EXPECT_EQ(eva.get("/healthz").status, 503);
    EXPECT_EQ(harness::text_at(eva.get("/healthz").json, "/problem"), "full");
    EXPECT_EQ(eva.command("record-inquiry", question()).code(), "storage_full");

    std::filesystem::remove(filler);
    EXPECT_TRUE(eventually([&] { return eva.command("record-inquiry", question()).status == 200; }));
    ++acknowledged;
    EXPECT_TRUE(eventually([&] { return eva.get("/healthz").status == 200; }));
    EXPECT_EQ(Person(clinic.port(), "eva").sign_in().status, 200);
    clinic.stop();
    EXPECT_EQ(clinic.complaints(), "");
    journal::SqliteDb db(clinic.store_options().database_path(), {.mode = journal::SqliteDb::Mode::read_only});
    auto count = db.query("SELECT count(*) FROM inquiry");
    count.step();
    EXPECT_GE(count.int64(0), acknowledged);
    std::printf("%d inquiries fitted on the disk\n", acknowledged);
}

TEST(Storage, ADamagedRowFailsWhatNeedsItAndNothingElse) {
    Clinic clinic;
    clinic.hire("eva", {clinic::Role::coordinator});
    clinic.hire("milan", {clinic::Role::manager});
    Person eva(clinic.port(), "eva"), milan(clinic.port(), "milan");
    ASSERT_EQ(eva.sign_in().status, 200);
    ASSERT_EQ(milan.sign_in().status, 200);
    ASSERT_EQ(milan.get("/api/v1/staff").status, 200);
    const auto damage = [&](const char* sql) {
        journal::SqliteDb(clinic.store_options().database_path(), {.mode = journal::SqliteDb::Mode::read_write})
            .run(sql);
    };
    for (const char* sql : {R"(UPDATE staff SET roles = '["coordinqtor"]' WHERE user = 'eva')",
                            R"(UPDATE staff SET roles = '["coordinator' WHERE user = 'eva')",
                            R"(UPDATE staff SET roles = '["coordinator"]', language = 'cz' WHERE user = 'eva')"}) {
        SCOPED_TRACE(sql);
        damage(sql);
        EXPECT_EQ(milan.get("/api/v1/staff").code(), "storage_unreadable");
        EXPECT_EQ(milan.get("/api/v1/staff").status, 503);
        EXPECT_EQ(milan.get("/api/v1/today").status, 200);
        EXPECT_EQ(milan.get("/healthz").status, 200);
    }
    damage(R"(UPDATE staff SET roles = '["coordinator"]', language = 'cs' WHERE user = 'eva')");
    EXPECT_EQ(milan.get("/api/v1/staff").status, 200);
    EXPECT_EQ(eva.command("record-inquiry", question()).status, 200);
}

TEST(Storage, AReadOnlyFolderIsRefused) {
    const SmallDisk disk("8m");
    if (!disk.is_there()) GTEST_SKIP() << "needs the right to mount";
    harness::add_account(disk.path() / "clinic", "eva", {"coordinator"});
    ASSERT_TRUE(disk.make_read_only());
    const Output output = run_program(serve(disk.path() / "clinic"));
    EXPECT_EQ(output.status, 1);
    EXPECT_TRUE(says(output, "Read-only") || says(output, "may not be written")) << output.out;
    const Output verified = run_program({"verify", "--data", (disk.path() / "clinic").string()});
    EXPECT_EQ(verified.status, 0) << verified.out;
}

class Folder : public testing::Test {
protected:
    std::filesystem::path data() const { return folder_.path() / "clinic"; }
    void make() {
        Clinic clinic({.root = folder_.path()});
        clinic.hire("eva", {clinic::Role::coordinator});
    }
    TemporaryFolder folder_;
};

TEST_F(Folder, OfANewerVersion) {
    make();
    journal::SqliteDb(data() / "clinic.db", {})
        .exec(("PRAGMA user_version = " + std::to_string(journal::kFormat + 1)).c_str());
    for (const auto& arguments : {serve(data()), std::vector<std::string>{"verify", "--data", data().string()}}) {
        const Output output = run_program(arguments);
        EXPECT_EQ(output.status, 1);
        EXPECT_TRUE(says(output, "newer")) << output.out;
    }
    journal::SqliteDb(data() / "clinic.db", {}).exec("PRAGMA user_version = 1");
    EXPECT_EQ(run_program({"verify", "--data", data().string()}).status, 0);
}

// The tables of another version: other columns, another shape of the states. They follow from the journal, so nobody is asked.
TEST_F(Folder, WithViewsOfAnotherVersion) {
    make();
    {
        journal::SqliteDb db(data() / "clinic.db", {});
        db.exec("DROP TABLE staff; CREATE TABLE staff (id TEXT PRIMARY KEY); UPDATE views_form SET form = 'another'");
    }
    const Output output = run_program({"verify", "--data", data().string()});
    EXPECT_EQ(output.status, 1);
    EXPECT_TRUE(says(output, "--rebuild")) << output.out;
    {
        ServerProcess server(data());
        EXPECT_EQ(Person(server.port(), "eva").sign_in().status, 200);
        EXPECT_EQ(server.stop().status, 0);
    }
    EXPECT_EQ(run_program({"verify", "--data", data().string()}).status, 0);
}

TEST_F(Folder, ASecondServerOnIt) {
    make();
    ServerProcess first(data());
    const Output second = run_program(serve(data()));
    EXPECT_EQ(second.status, 1);
    EXPECT_TRUE(says(second, "another")) << second.out;
    Person eva(first.port(), "eva");
    EXPECT_EQ(eva.sign_in().status, 200);
    EXPECT_EQ(first.stop().status, 0);
}

TEST_F(Folder, ATakenPort) {
    make();
    TemporaryFolder elsewhere;
    ServerProcess first(data());
    std::vector<std::string> arguments = serve(elsewhere.path() / "clinic");
    arguments[4] = std::to_string(first.port());
    const Output second = run_program(arguments);
    EXPECT_EQ(second.status, 1);
    EXPECT_TRUE(says(second, std::to_string(first.port()))) << second.out;
}

TEST_F(Folder, WithoutItsKeyOrWithAnother) {
    make();
    std::filesystem::rename(folder_.path() / "clinic.key", folder_.path() / "kept.key");
    const Output none = run_program(serve(data()));
    EXPECT_EQ(none.status, 1);
    EXPECT_TRUE(says(none, "key")) << none.out;
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "clinic.key"))
        << "a new key would hide the loss of the old one";
    {
        Clinic other;
        other.stop();
        std::filesystem::copy(other.root() / "clinic.key", folder_.path() / "clinic.key");
    }
    const Output wrong = run_program(serve(data()));
    EXPECT_EQ(wrong.status, 1);
    EXPECT_TRUE(says(wrong, "key")) << wrong.out;
}

// ---- events of a version to come -------------------------------------------------------------------------------------------------

void append(const std::filesystem::path& data, const journal::NewEvent& event) {
    const auto store = journal::Store::open({.data = data});
    store->db().exec("BEGIN IMMEDIATE");
    const Instant now = harness::kMonday;
    store->journal().append(event, {desk::new_uuid(), std::string(32, '0'), clinic::kSystem.value, now, now});
    store->db().exec("COMMIT");
}

TEST_F(Folder, WithAnEventOfAVersionToCome) {
    const std::string patient = "patient:" + desk::new_uuid();
    for (const journal::NewEvent& event :
         {journal::NewEvent{patient, "PatientCloned", 1, "{}", {}},
          journal::NewEvent{patient, "PatientRegistered", 2, "{}", {}},
          journal::NewEvent{"spaceship:" + desk::new_uuid(), "Launched", 1, "{}", {}}}) {
        TemporaryFolder place;
        {
            Clinic clinic({.root = place.path()});
            clinic.hire("eva", {clinic::Role::coordinator});
        }
        append(place.path() / "clinic", event);
        const Output output = run_program(serve(place.path() / "clinic"));
        EXPECT_EQ(output.status, 1) << event.name;
        EXPECT_TRUE(says(output, event.name)) << output.out;
        EXPECT_TRUE(says(output, "newer")) << output.out;
        const Output verified = run_program({"verify", "--data", (place.path() / "clinic").string()});
        EXPECT_EQ(verified.status, 1) << event.name;
        EXPECT_TRUE(says(verified, event.name)) << verified.out;
    }
}

}  // namespace
}  // namespace afterglow::input
