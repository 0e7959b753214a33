// The simulation itself: does it forget what was not synced, and keep what was?

#include "tests/crash/simulated_disk.h"

#include <gtest/gtest.h>

#include "tests/crash/power.h"

namespace afterglow::crash {
namespace {

struct SimulatedDiskTest : testing::Test {
    SimulatedDisk disk;
    Random random{5};

    Contents after(Loss loss) {
        PowerCut power(1);
        for (const Step& step : disk.log()) power.apply(step);
        return power.after(loss, random);
    }
};

TEST_F(SimulatedDiskTest, OnlyWhatWasSyncedSurvivesADrop) {
    const auto file = disk.create("/a/one");
    file->write(0, "first");
    EXPECT_EQ(after(Loss::drop), Contents{});
    file->sync();
    EXPECT_EQ(after(Loss::drop), Contents{});  // its name is not durable yet
    disk.sync_folder("/a");
    EXPECT_EQ(after(Loss::drop), (Contents{{"/a/one", "first"}}));
    file->write(5, " second");
    EXPECT_EQ(after(Loss::drop), (Contents{{"/a/one", "first"}}));
    EXPECT_EQ(after(Loss::keep), (Contents{{"/a/one", "first second"}}));
    file->truncate(2);
    disk.rename("/a/one", "/a/two");
    EXPECT_EQ(after(Loss::keep), (Contents{{"/a/two", "fi"}}));
    EXPECT_EQ(after(Loss::keep), disk.contents());
    file->sync();
    EXPECT_EQ(after(Loss::drop), (Contents{{"/a/one", "fi"}}));
}

TEST_F(SimulatedDiskTest, TearsHappenAtSectors) {
    const auto file = disk.create("/a/one");
    disk.sync_folder("/a");
    file->write(100, std::string(3000, 'x'));
    bool torn = false;
    for (int i = 0; i < 200; ++i) {
        const std::string bytes = after(Loss::tear_512)["/a/one"];
        for (std::size_t at = 512; at < bytes.size(); ++at) {
            if (bytes[at] != bytes[at - 1]) {
                EXPECT_EQ(at % 512, 0u);
                torn = true;
            }
        }
    }
    EXPECT_TRUE(torn);
}

TEST_F(SimulatedDiskTest, AFailedSyncMayLoseForEver) {
    const auto file = disk.create("/a/one");
    disk.sync_folder("/a");
    file->write(0, "x");
    disk.fail([](Call call) { return call == Call::sync ? SQLITE_IOERR_FSYNC : SQLITE_OK; });
    EXPECT_ANY_THROW(file->sync());
    disk.mend();
    file->sync();
    EXPECT_EQ(disk.contents()["/a/one"], "x");
    int lost = 0;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        PowerCut power(seed);
        for (const Step& step : disk.log()) power.apply(step);
        if (power.after(Loss::keep, random)["/a/one"].empty()) ++lost;
    }
    EXPECT_GT(lost, 5);
    EXPECT_LT(lost, 45);
}

TEST_F(SimulatedDiskTest, SqliteRunsOnIt) {
    const auto open = [&] {
        sqlite3* db = nullptr;
        EXPECT_EQ(sqlite3_open_v2("/a/x.db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, disk.vfs_name()),
                  SQLITE_OK);
        return db;
    };
    sqlite3* one = open();
    EXPECT_EQ(sqlite3_exec(one, "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)", nullptr,
                           nullptr, nullptr),
              SQLITE_OK);
    sqlite3* two = open();
    EXPECT_EQ(sqlite3_exec(one, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(two, "SELECT * FROM t", nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(two, "INSERT INTO t VALUES (2)", nullptr, nullptr, nullptr), SQLITE_BUSY);
    EXPECT_EQ(sqlite3_exec(one, "COMMIT", nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(two, "INSERT INTO t VALUES (2)", nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_TRUE(disk.contents().contains("/a/x.db-wal"));
    sqlite3_close(one);
    sqlite3_close(two);
    EXPECT_FALSE(disk.contents().contains("/a/x.db-wal"));
}

}  // namespace
}  // namespace afterglow::crash
