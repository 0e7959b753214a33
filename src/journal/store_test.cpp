#include "journal/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "journal/schema.h"
#include "journal/test_clinic.h"
#include "journal/verify.h"

namespace afterglow::journal {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

struct StoreTest : testing::Test {
    TestClinic clinic;

    StorageError failure_of_opening() {
        try {
            Store::open(clinic.options);
        } catch (const StorageError& error) {
            return error;
        }
        ADD_FAILURE() << "it opens";
        return {StorageFault::other, ""};
    }
    void close() { clinic.store.reset(); }
    fs::path file() { return clinic.options.database_path(); }
};

TEST_F(StoreTest, AClinicComesBackAsItWas) {
    append_events(*clinic.store, 3);
    const std::string id = clinic.store->clinic();
    const Head head = clinic.store->journal().head();
    clinic.now = {clinic.now.ms + 5000};
    clinic.reopen();
    EXPECT_EQ(clinic.store->clinic(), id);
    EXPECT_EQ(clinic.store->created_at().ms, clinic.now.ms - 5000);
    EXPECT_EQ(clinic.store->journal().head(), head);
    EXPECT_EQ(id.size(), 36u);
}

TEST_F(StoreTest, ReadersSeeWhatIsCommitted) {
    const auto reader = clinic.store->open_reader();
    append_events(*clinic.store, 2);
    EXPECT_EQ(JournalReader(*reader).length(), 2);
    EXPECT_THROW(reader->exec("CREATE TABLE t (a)"), StorageError);
}

TEST_F(StoreTest, KeyAndAnchorsLieOutsideTheFolder) {
    EXPECT_TRUE(fs::exists(clinic.folder.path() / "data.key"));
    EXPECT_TRUE(fs::exists(clinic.folder.path() / "data.anchors"));
    StoreOptions slash = clinic.options;
    slash.data = clinic.options.data.string() + "/";
    EXPECT_EQ(slash.key_path(), clinic.options.key_path());
}

TEST_F(StoreTest, ASecondServerIsRefusedAndToldWhoIsFirst) {
    const StorageError error = failure_of_opening();
    EXPECT_EQ(error.fault(), StorageFault::locked);
    EXPECT_THAT(error.what(), HasSubstr(std::to_string(::getpid())));
}

TEST_F(StoreTest, ANewerFormatIsRefusedAndNotTouched) {
    SKIP_ON_POSTGRES();
    clinic.store->db().exec(("PRAGMA user_version = " + std::to_string(kFormat + 1)).c_str());
    close();
    EXPECT_EQ(failure_of_opening().fault(), StorageFault::newer_format);
}

TEST_F(StoreTest, SomethingElseIsRefused) {
    SKIP_ON_POSTGRES();
    close();
    fs::remove(file());
    SqliteDb(file(), {.mode = SqliteDb::Mode::create}).exec("CREATE TABLE recipes (name)");
    EXPECT_EQ(failure_of_opening().fault(), StorageFault::corrupt);
    std::ofstream(file()) << std::string(10'000, 'x');
    EXPECT_EQ(failure_of_opening().fault(), StorageFault::corrupt);
}

TEST_F(StoreTest, WithoutItsKeyAClinicDoesNotOpen) {
    append_events(*clinic.store, 1);
    close();
    fs::rename(clinic.options.key_path(), clinic.folder.path() / "elsewhere");
    EXPECT_EQ(failure_of_opening().fault(), StorageFault::key);
    Keys::create(real_files(), clinic.options.key_path());
    EXPECT_EQ(failure_of_opening().fault(), StorageFault::key);
    clinic.options.key = clinic.folder.path() / "elsewhere";
    clinic.reopen();
}

TEST_F(StoreTest, NothingIsMadeUnlessAsked) {
    StoreOptions options{.data = clinic.folder.path() / "other", .create = false};
    EXPECT_THROW(Store::open(options), StorageError);
    EXPECT_FALSE(fs::exists(options.data));
    EXPECT_THROW(verify(options), StorageError);
}

// Runs in a process of its own without root's rights, for which nothing is read-only.
bool holds_without_rights(const std::function<bool()>& claim) {
    const pid_t child = ::fork();
    if (child == 0) {
        constexpr uid_t kNobody = 65534;
        const bool changed = ::geteuid() != 0 || ::setuid(kNobody) == 0;
        ::_exit(changed && claim() ? 0 : 1);
    }
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_F(StoreTest, AReadOnlyFolderIsToldApart) {
    SKIP_ON_POSTGRES();
    append_events(*clinic.store, 3);
    close();
    if (::geteuid() == 0) {
        for (const auto& each : fs::recursive_directory_iterator(clinic.folder.path()))
            ASSERT_EQ(::chown(each.path().c_str(), 65534, 65534), 0);
        ASSERT_EQ(::chown(clinic.folder.path().c_str(), 65534, 65534), 0);
    }
    fs::permissions(clinic.options.data / "lock", fs::perms::owner_read);
    fs::permissions(file(), fs::perms::owner_read);
    fs::permissions(clinic.options.data, fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_TRUE(holds_without_rights([&] { return failure_of_opening().fault() == StorageFault::read_only; }));
    EXPECT_TRUE(
        holds_without_rights([&] { return verify(clinic.options).ok() && verify(clinic.options).events == 3; }));
    fs::permissions(clinic.options.data, fs::perms::owner_all);
}

TEST_F(StoreTest, AnOldCopyIsNotContinuedUnlessAccepted) {
    SKIP_ON_POSTGRES();
    append_events(*clinic.store, 2);
    close();
    fs::copy_file(file(), clinic.folder.path() / "copy");
    clinic.reopen();
    append_events(*clinic.store, 2);
    clinic.reopen();  // opening notes the head
    close();
    fs::copy_file(clinic.folder.path() / "copy", file(), fs::copy_options::overwrite_existing);
    EXPECT_EQ(failure_of_opening().fault(), StorageFault::corrupt);
    EXPECT_EQ(failure_of_opening().fault(), StorageFault::corrupt);

    clinic.options.accept_restored = true;
    clinic.reopen();
    append_events(*clinic.store, 2);
    clinic.options.accept_restored = false;
    clinic.reopen();
    EXPECT_TRUE(verify(clinic.options).ok());
    EXPECT_TRUE(fs::exists(clinic.folder.path() / ("data.anchors.before-" + std::to_string(clinic.now.ms))));
}

// A whole clinic as it was after each event, with the files beside it as they are now.
TEST_F(StoreTest, AnOldBackupPutBackIsFoundHoweverOldItIs) {
    constexpr int kEvents = 8;
    const bool on_server = tests_run_on_postgres();
    const std::string live = on_server ? TestServer::the().new_database() : "";
    if (on_server) {
        close();
        clinic.options.data = clinic.folder.path() / "own";
        clinic.options.server = TestServer::the().connection(live);
        clinic.reopen();
    }
    std::vector<StoreOptions> backups;
    for (int events = 0; events < kEvents; ++events) {
        close();
        StoreOptions backup = clinic.options;
        if (on_server) {
            backup.server = TestServer::the().connection(TestServer::the().new_database(live));
        } else {
            backup.data = clinic.folder.path() / ("backup-" + std::to_string(events));
            fs::copy(clinic.options.data, backup.data);
        }
        backup.key = clinic.options.key_path();
        backup.anchors = clinic.options.anchors_path();
        backups.push_back(backup);
        clinic.reopen();
        append_events(*clinic.store, 1, "s/" + std::to_string(events % 3));
        clinic.reopen();  // opening notes the head
    }
    close();
    const AnchorRecord no_anchors{.present = true, .anchors = {}, .latest_head = {}, .bad_lines = 0, .clinic = {}};
    for (const StoreOptions& backup : backups) {
        EXPECT_FALSE(verify(backup).ok()) << backup.data;
        const auto db = open_for_reading(backup);
        EXPECT_TRUE(verify(*db, Keys::load(real_files(), backup.key), no_anchors).ok())
            << "planted: nothing but the anchors can know";
        try {
            Store::open(backup);
            ADD_FAILURE() << "it opens";
        } catch (const StorageError& error) {
            EXPECT_EQ(error.fault(), StorageFault::corrupt);
        }
    }
    EXPECT_TRUE(verify(clinic.options).ok());
}

TEST_F(StoreTest, MissingAnchorsAreNoticed) {
    append_events(*clinic.store, 2);
    close();
    fs::remove(clinic.options.anchors_path());
    EXPECT_EQ(failure_of_opening().fault(), StorageFault::corrupt);
    clinic.options.accept_restored = true;
    clinic.reopen();
}

TEST_F(StoreTest, AVanishedDatabaseIsNotReplacedByAnEmptyOne) {
    SKIP_ON_POSTGRES();
    append_events(*clinic.store, 2);
    clinic.reopen();
    close();
    fs::remove(file());
    EXPECT_EQ(failure_of_opening().fault(), StorageFault::corrupt);
}

}  // namespace
}  // namespace afterglow::journal
