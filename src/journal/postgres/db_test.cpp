#include "journal/postgres/db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "base/types.h"
#include "journal/postgres/schema.h"
#include "journal/postgres/test_server.h"

namespace afterglow::journal {
namespace {

using testing::HasSubstr;

struct PostgresDbTest : testing::Test {
    TestServer& server = TestServer::the();
    std::string schema = server.new_name("s");
    PostgresDb db{{.server = server.connection(), .schema = schema}};

    void SetUp() override { server.exec("CREATE SCHEMA " + schema); }

    static StorageError failure_of(const std::function<void()>& act) {
        try {
            act();
        } catch (const StorageError& error) {
            return error;
        }
        ADD_FAILURE() << "no StorageError";
        return {StorageFault::other, ""};
    }
    PostgresDb reader() { return PostgresDb({.server = server.connection(), .schema = schema, .read_only = true}); }
};

TEST_F(PostgresDbTest, ValuesComeBackAsTheyWere) {
    db.exec("CREATE TABLE t (a INTEGER, b REAL, c TEXT, d BLOB, e TEXT, f TEXT, g INTEGER)");
    const std::string text("a'\\ž"), bytes("\xff\0\x01", 3);
    db.run("INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", -7, 2.5, text, Blob{bytes},
           std::optional<std::string>(), PatientId{"p1"}, std::optional<std::int64_t>());
    auto row = db.query("SELECT a, b, c, d, e, f, g, a < 0, ?1 FROM t", std::optional<std::int64_t>(1LL << 40));
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.int64(0), -7);
    EXPECT_EQ(row.text(0), "-7");
    EXPECT_EQ(row.real(1), 2.5);
    EXPECT_EQ(row.text(2), text);
    EXPECT_EQ(row.blob(3), bytes);
    EXPECT_TRUE(row.is_null(4));
    EXPECT_EQ(row.optional_string(5), "p1");
    EXPECT_EQ(row.optional_int64(6), std::nullopt);
    EXPECT_TRUE(row.boolean(7));
    EXPECT_EQ(row.optional_int64(8), 1LL << 40);
    EXPECT_FALSE(row.step());
}

TEST_F(PostgresDbTest, EmptyTextAndEmptyBlobAreNotNull) {
    auto row = db.query("SELECT ?1, ?2", std::string_view(), Blob{});
    ASSERT_TRUE(row.step());
    EXPECT_FALSE(row.is_null(0));
    EXPECT_FALSE(row.is_null(1));
}

TEST_F(PostgresDbTest, TheTypeOfAValueMayChange) {
    for (int i = 0; i < 2; ++i) {
        auto number = db.query("SELECT ?1", 5);
        ASSERT_TRUE(number.step());
        EXPECT_EQ(number.int64(0), 5);
    }
    auto text = db.query("SELECT ?1", "five");
    ASSERT_TRUE(text.step());
    EXPECT_EQ(text.text(0), "five");
}

TEST_F(PostgresDbTest, TheSameStatementMayRunInsideItself) {
    db.exec("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2), (3)");
    int pairs = 0;
    auto outer = db.prepare("SELECT a FROM t");
    while (outer.step()) {
        auto inner = db.prepare("SELECT a FROM t");
        while (inner.step()) ++pairs;
    }
    EXPECT_EQ(pairs, 9);
}

TEST_F(PostgresDbTest, TheCacheHasALimitAndTheServerForgetsToo) {
    for (std::size_t i = 0; i < 2 * Db::kMaxCachedStatements; ++i) {
        auto row = db.prepare("SELECT " + std::to_string(i));
        ASSERT_TRUE(row.step());
        EXPECT_EQ(row.int64(0), static_cast<std::int64_t>(i));
    }
    auto kept = db.prepare("SELECT count(*) FROM pg_prepared_statements");
    ASSERT_TRUE(kept.step());
    EXPECT_LE(kept.int64(0), static_cast<std::int64_t>(Db::kMaxCachedStatements) + 1);
}

TEST_F(PostgresDbTest, ReplacingAndCounting) {
    db.exec("CREATE TABLE t (id TEXT PRIMARY KEY, n INTEGER) STRICT");
    db.run("INSERT OR REPLACE INTO t VALUES (?1, ?2)", "a", 1);
    EXPECT_EQ(db.changes(), 1);
    db.run("INSERT OR REPLACE INTO t VALUES (?1, ?2)", "a", 2);
    EXPECT_EQ(db.changes(), 1);
    auto row = db.prepare("SELECT n FROM t");
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.int64(0), 2);
    db.run("DELETE FROM t WHERE n > ?1", 5);
    EXPECT_EQ(db.changes(), 0);
}

TEST_F(PostgresDbTest, TextIsOrderedByItsBytes) {
    db.exec("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('b'), ('B'), ('á'), ('a'), ('Z')");
    std::string all;
    auto rows = db.prepare("SELECT a FROM t ORDER BY a");
    while (rows.step()) all += rows.text(0);
    EXPECT_EQ(all, "BZabá");
}

TEST_F(PostgresDbTest, FailuresSayWhatKindTheyAre) {
    db.exec("CREATE TABLE t (a INTEGER)");
    EXPECT_EQ(failure_of([&] { db.exec("nonsense"); }).fault(), StorageFault::other);
    PostgresDb reading = reader();
    EXPECT_EQ(failure_of([&] { reading.run("DELETE FROM t"); }).fault(), StorageFault::read_only);
    const StorageError refused =
        failure_of([] { PostgresDb({.server = "host=/nowhere password=secret dbname=d", .schema = "s"}); });
    EXPECT_EQ(refused.fault(), StorageFault::unreachable);
    EXPECT_THAT(refused.what(), testing::Not(HasSubstr("secret")));
    EXPECT_THAT(refused.what(), HasSubstr("no connection"));
    server.exec("CREATE ROLE guest LOGIN");
    PostgresDb guest({.server = server.connection() + " user=guest", .schema = schema});
    EXPECT_EQ(failure_of([&] { guest.exec(("CREATE TABLE " + schema + ".u (a INTEGER)").c_str()); }).fault(),
              StorageFault::read_only);
    for (const char* name : {"", "A", "a b", "a\"b", "1a", "pg_temp"}) EXPECT_FALSE(is_schema_name(name)) << name;
}

TEST_F(PostgresDbTest, ACommitOfABrokenTransactionIsAFailure) {
    db.exec("CREATE TABLE t (a INTEGER); BEGIN; INSERT INTO t VALUES (1)");
    EXPECT_THROW(db.exec("nonsense"), StorageError);
    EXPECT_THROW(db.run("COMMIT"), StorageError);
    EXPECT_FALSE(db.in_transaction());
}

TEST_F(PostgresDbTest, WhatIsSentAheadIsThereForTheNextQuestion) {
    db.exec(
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) STRICT; CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)");
    db.run_ahead(true);
    db.begin_writing();
    constexpr int kRows = 1000;  // more than may be on their way
    for (int i = 1; i <= kRows; ++i) {
        db.run("INSERT INTO t VALUES (?1, ?2)", i, std::string(200, 'x'));
        if (i % 300 == 0) {
            auto row = db.query("SELECT count(*) FROM t");
            ASSERT_TRUE(row.step());
            EXPECT_EQ(row.int64(0), i);
        }
    }
    db.run("COMMIT");
    EXPECT_FALSE(db.in_transaction());
    auto other = reader();
    auto row = other.query("SELECT count(*) FROM t");
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.int64(0), kRows);
}

TEST_F(PostgresDbTest, AFailureOfWhatWasSentAheadComesLater) {
    db.exec("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) STRICT; CREATE TABLE t (a INTEGER PRIMARY KEY)");
    db.run("INSERT INTO t VALUES (?1)", 1);
    db.run_ahead(true);
    const auto fails_at = [&](const std::function<void()>& last) {
        db.begin_writing();
        db.run("INSERT INTO t VALUES (?1)", 2);
        db.run("INSERT INTO t VALUES (?1)", 1);  // no failure here
        db.run("INSERT INTO t VALUES (?1)", 3);
        try {
            last();
            ADD_FAILURE() << "it was taken for done";
        } catch (const PipelineFailure& failure) {
            EXPECT_THAT(failure.what(), HasSubstr("23505"));
        }
        db.recover();
        EXPECT_FALSE(db.in_transaction());
    };
    fails_at([&] { db.query("SELECT 1").step(); });
    fails_at([&] { db.run("COMMIT"); });
    fails_at([&] { db.exec("CREATE TABLE u (a INTEGER)"); });
    auto row = db.query("SELECT count(*) FROM t");
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.int64(0), 1);
}

TEST_F(PostgresDbTest, OthersAreToldWithTheCommit) {
    db.exec("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) STRICT");
    auto other = reader();
    other.wait_for_others(std::chrono::milliseconds(1), -1);  // from now on it listens
    const auto waited = [&](std::chrono::seconds at_most) {
        const auto begun = std::chrono::steady_clock::now();
        other.wait_for_others(at_most, -1);
        return std::chrono::steady_clock::now() - begun;
    };
    db.begin_writing();
    db.tell_others();
    EXPECT_GE(waited(std::chrono::seconds(1)), std::chrono::milliseconds(990)) << "before it is committed";
    db.run("COMMIT");
    EXPECT_LT(waited(std::chrono::seconds(60)), std::chrono::seconds(60));
}

TEST_F(PostgresDbTest, ASnapshotDoesNotMove) {
    db.exec("CREATE TABLE t (a INTEGER)");
    PostgresDb reading = reader();
    const auto count = [&] {
        auto row = reading.prepare("SELECT count(*) FROM t");
        row.step();
        return row.int64(0);
    };
    {
        const Snapshot snapshot(reading);
        EXPECT_EQ(count(), 0);
        db.run("INSERT INTO t VALUES (1)");
        EXPECT_EQ(count(), 0);
    }
    EXPECT_EQ(count(), 1);
}

TEST_F(PostgresDbTest, ATableMadeAnewIsReadAgain) {
    db.exec("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1)");
    PostgresDb reading = reader();
    const auto first = [&] {
        auto row = reading.prepare("SELECT * FROM t");
        return row.step() ? row.string(0) : "";
    };
    EXPECT_EQ(first(), "1");
    db.exec("DROP TABLE t; CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t VALUES ('x', 'y')");
    EXPECT_THROW(first(), StorageError);
    EXPECT_EQ(first(), "x");
}

TEST_F(PostgresDbTest, TheSchemaIsThatOfItsPortrait) {
    EXPECT_FALSE(db.has_table("journal"));
    db.exec(kPostgresSchema);
    EXPECT_TRUE(db.has_table("journal"));
    EXPECT_EQ(db.schema_faults(), std::vector<std::string>());
    for (const char* act :
         {"ALTER TABLE journal DISABLE TRIGGER journal_keeps_rows", "DROP TRIGGER journal_keeps_content ON journal",
          "CREATE OR REPLACE FUNCTION journal_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN "
          "OLD; "
          "END $$",
          "CREATE RULE r AS ON INSERT TO journal DO ALSO DELETE FROM meta", "CREATE TABLE more () INHERITS (journal)",
          "ALTER TABLE journal ENABLE ROW LEVEL SECURITY", "ALTER TABLE journal ALTER who DROP NOT NULL",
          "DROP INDEX journal_command", "ALTER TABLE journal ADD note text",
          "CREATE TRIGGER t AFTER INSERT ON journal EXECUTE FUNCTION suppress_redundant_updates_trigger()"}) {
        db.exec("BEGIN");
        db.exec(act);
        EXPECT_FALSE(db.schema_faults().empty()) << act;
        db.exec("ROLLBACK");
    }
}

struct PostgresServerTest : testing::Test {
    static PostgresDb connect(const TestServer& server, bool read_only) {
        return PostgresDb({.server = server.connection(), .schema = "s", .read_only = read_only});
    }
};

TEST_F(PostgresServerTest, AServerThatForgetsIsRefused) {
    const TestServer server({"fsync=off"});
    try {
        connect(server, false);
        FAIL() << "it connects";
    } catch (const StorageError& error) {
        EXPECT_THAT(error.what(), HasSubstr("fsync"));
    }
    connect(server, true);
    PostgresDb({.server = server.connection(), .schema = "s", .allow_unsafe = true});
}

TEST_F(PostgresServerTest, AfterALostConnectionItConnectsAgain) {
    TestServer server;
    PostgresDb writing = connect(server, false), reading = connect(server, true);
    writing.exec("CREATE SCHEMA s; CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1)");
    const auto count = [](PostgresDb& db) {
        auto row = db.prepare("SELECT count(*) FROM t");
        row.step();
        return row.int64(0);
    };
    EXPECT_EQ(count(reading), 1);
    writing.exec("BEGIN; INSERT INTO t VALUES (2)");
    server.crash();
    EXPECT_THROW(count(reading), StorageError);
    try {
        writing.run("INSERT INTO t VALUES (3)");
        ADD_FAILURE() << "it writes";
    } catch (const StorageError& error) {
        EXPECT_EQ(error.fault(), StorageFault::unreachable) << error.what();
    }
    EXPECT_FALSE(writing.in_transaction());
    EXPECT_THROW(writing.recover(), StorageError);
    EXPECT_THROW(writing.run("INSERT INTO t VALUES (4)"), StorageError);
    server.start();
    EXPECT_EQ(count(reading), 1);
    // Never by itself: a transaction would go on without its beginning.
    EXPECT_THROW(writing.run("INSERT INTO t VALUES (5)"), StorageError);
    writing.recover();
    EXPECT_EQ(count(writing), 1);
}

// The connection is there, and nobody answers: with a question, ahead of one, and with a script.
TEST_F(PostgresDbTest, ASilentServerIsTakenForLost) {
    PostgresDb impatient({.server = server.connection(), .schema = schema, .silence = std::chrono::milliseconds(200)});
    impatient.exec("CREATE TABLE t (a INTEGER)");
    const std::function<void()> acts[] = {
        [&] { impatient.prepare("SELECT a FROM t").step(); },
        [&] { impatient.exec("SELECT 1"); },
        [&] {
            impatient.run("INSERT INTO t VALUES (1)");
            impatient.run("COMMIT");
        },
    };
    for (const auto& act : acts) {
        impatient.begin_reading();
        impatient.exec("COMMIT");
        auto own = impatient.query("SELECT CAST(pg_backend_pid() AS BIGINT)");
        ASSERT_TRUE(own.step());
        const auto backend = static_cast<pid_t>(own.int64(0));
        impatient.exec("BEGIN");
        impatient.run_ahead(true);
        ASSERT_EQ(::kill(backend, SIGSTOP), 0);
        EXPECT_EQ(failure_of(act).fault(), StorageFault::unreachable);
        EXPECT_FALSE(impatient.in_transaction());
        impatient.recover();
        impatient.run_ahead(false);
        ::kill(backend, SIGCONT);
        auto rows = impatient.prepare("SELECT count(*) FROM t");
        ASSERT_TRUE(rows.step());
        EXPECT_EQ(rows.int64(0), 0);
    }
}

}  // namespace
}  // namespace afterglow::journal
