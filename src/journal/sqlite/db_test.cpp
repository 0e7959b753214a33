#include "journal/sqlite/db.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/types.h"
#include "journal/test_clinic.h"

namespace afterglow::journal {
namespace {

struct DbTest : testing::Test {
    TemporaryFolder folder;
    SqliteDb db{folder.path() / "x.db", {.mode = SqliteDb::Mode::create}};

    StorageFault fault_of(const std::function<void()>& act) {
        try {
            act();
        } catch (const StorageError& error) {
            return error.fault();
        }
        ADD_FAILURE() << "no StorageError";
        return StorageFault::other;
    }
};

TEST_F(DbTest, ValuesComeBackAsTheyWere) {
    db.exec("CREATE TABLE t (a, b, c, d, e, f)");
    const std::string text("a\0ž", 4), bytes("\xff\0\x01", 3);
    db.run("INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5, ?6)", -7, 2.5, text, Blob{bytes}, std::optional<std::string>(),
           PatientId{"p1"});
    auto row = db.query("SELECT a, b, c, d, e, f, typeof(d), ?1 FROM t", std::optional<std::int64_t>(1LL << 40));
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.int64(0), -7);
    EXPECT_EQ(row.real(1), 2.5);
    EXPECT_EQ(row.text(2), text);
    EXPECT_EQ(row.blob(3), bytes);
    EXPECT_TRUE(row.is_null(4));
    EXPECT_EQ(row.optional_string(4), std::nullopt);
    EXPECT_EQ(row.optional_string(5), "p1");
    EXPECT_EQ(row.text(6), "blob");
    EXPECT_EQ(row.optional_int64(7), 1LL << 40);
    EXPECT_FALSE(row.step());
}

TEST_F(DbTest, EmptyTextAndEmptyBlobAreNotNull) {
    auto row = db.query("SELECT typeof(?1), typeof(?2)", std::string_view(), Blob{});
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.text(0), "text");
    EXPECT_EQ(row.text(1), "blob");
}

TEST_F(DbTest, TheSameStatementMayRunInsideItself) {
    db.exec("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)");
    int pairs = 0;
    constexpr auto kSql = "SELECT a FROM t";
    auto outer = db.prepare(kSql);
    while (outer.step()) {
        auto inner = db.prepare(kSql);
        while (inner.step()) ++pairs;
    }
    EXPECT_EQ(pairs, 9);
}

TEST_F(DbTest, ABorrowedStatementForgetsItsValues) {
    db.query("SELECT ?1", 5).run();
    auto row = db.prepare("SELECT ?1");
    ASSERT_TRUE(row.step());
    EXPECT_TRUE(row.is_null(0));
}

TEST_F(DbTest, TheCacheHasALimit) {
    for (std::size_t i = 0; i < 2 * Db::kMaxCachedStatements; ++i) {
        auto row = db.prepare("SELECT " + std::to_string(i));
        ASSERT_TRUE(row.step());
        EXPECT_EQ(row.int64(0), static_cast<std::int64_t>(i));
    }
}

TEST_F(DbTest, FailuresSayWhatKindTheyAre) {
    db.exec("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    EXPECT_EQ(fault_of([&] { db.exec("nonsense"); }), StorageFault::other);
    EXPECT_EQ(fault_of([&] { SqliteDb(folder.path() / "absent.db", {}); }), StorageFault::io);
    SqliteDb reader(folder.path() / "x.db", {.mode = SqliteDb::Mode::read_only});
    EXPECT_EQ(fault_of([&] { reader.run("DELETE FROM t"); }), StorageFault::read_only);
    db.exec("PRAGMA max_page_count = 3");
    EXPECT_EQ(fault_of([&] { db.run("INSERT INTO t VALUES (zeroblob(100000))"); }), StorageFault::full);
    std::ofstream(folder.path() / "letter.db") << std::string(5000, 'x');
    EXPECT_EQ(fault_of([&] { SqliteDb(folder.path() / "letter.db", {}).exec("SELECT * FROM t"); }),
              StorageFault::corrupt);
}

TEST_F(DbTest, DoubleQuotesAreNamesOnly) { EXPECT_THROW(db.exec("SELECT \"text\""), StorageError); }

TEST_F(DbTest, ASnapshotDoesNotMove) {
    db.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (a)");
    SqliteDb reader(folder.path() / "x.db", {.mode = SqliteDb::Mode::read_only});
    const auto count = [&] {
        auto row = reader.prepare("SELECT count(*) FROM t");
        row.step();
        return row.int64(0);
    };
    {
        const Snapshot snapshot(reader);
        EXPECT_EQ(count(), 0);
        db.run("INSERT INTO t VALUES (1)");
        EXPECT_EQ(count(), 0);
    }
    EXPECT_EQ(count(), 1);
}

}  // namespace
}  // namespace afterglow::journal
