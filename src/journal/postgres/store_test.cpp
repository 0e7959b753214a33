// What is particular to a clinic on PostgreSQL: several servers, and a database server that comes and goes.

#include "journal/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "journal/schema.h"
#include "journal/test_clinic.h"
#include "journal/verify.h"
#include "journal/writer.h"

namespace afterglow::journal {
namespace {

using testing::HasSubstr;

struct PostgresStoreTest : testing::Test {
    TestServer& server = TestServer::the();
    TemporaryFolder folder;
    StoreOptions options{
        .data = folder.path() / "first", .server = server.connection(), .schema = server.new_name("shared_")};
    std::unique_ptr<Store> store = Store::open(options);

    // A further server's: the same key, anchors of its own.
    StoreOptions second() {
        StoreOptions other = options;
        other.anchors = folder.path() / "second.anchors";
        return other;
    }
    static std::string failure_of_opening(const StoreOptions& options, StorageFault fault) {
        try {
            Store::open(options);
        } catch (const StorageError& error) {
            EXPECT_EQ(error.fault(), fault) << error.what();
            return error.what();
        }
        ADD_FAILURE() << "it opens";
        return "";
    }
    static std::function<bool(Transaction&)> append(const std::string& stream) {
        return [=](Transaction& transaction) {
            transaction.journal.append(test_event(stream), test_meta());
            return true;
        };
    }
};

TEST_F(PostgresStoreTest, AFurtherServerJoinsOnce) {
    append_events(*store, 2);
    EXPECT_THAT(failure_of_opening(second(), StorageFault::corrupt), HasSubstr("--join"));
    StoreOptions joining = second();
    joining.join = true;
    const std::string clinic = Store::open(joining)->clinic();
    EXPECT_EQ(clinic, store->clinic());
    Store::open(second());
    failure_of_opening(options, StorageFault::locked);  // one server for each anchors file
}

TEST_F(PostgresStoreTest, ServersByTurnsMakeOneChain) {
    StoreOptions joining = second();
    joining.join = true;
    const auto other = Store::open(joining);
    std::vector<std::int64_t> moved;
    Writer one(*store, {.on_moved = [&](const Head& before) { moved.push_back(before.length); }});
    Writer two(*other);
    for (int i = 0; i < 10; ++i) {
        EXPECT_TRUE(one.perform(append("a")));
        EXPECT_TRUE(two.perform(append("a")));
    }
    one.stop();
    two.stop();
    EXPECT_EQ(moved, (std::vector<std::int64_t>{1, 3, 5, 7, 9, 11, 13, 15, 17}));
    EXPECT_EQ(store->journal().streams_since({.length = 19}), std::vector<std::string>{"a"});
    for (const StoreOptions& each : {options, second()}) {
        const Verification verification = verify(each);
        EXPECT_TRUE(verification.ok()) << verification.summary();
        EXPECT_EQ(verification.events, 20);
    }
}

TEST_F(PostgresStoreTest, ServersAtOnceMakeOneChain) {
    constexpr int kServers = 3, kEach = 100;
    std::vector<std::thread> servers;
    std::atomic<int> failed = 0;
    for (int number = 0; number < kServers; ++number) {
        servers.emplace_back([&, number] {
            StoreOptions mine = options;
            mine.anchors = folder.path() / (std::to_string(number) + ".anchors");
            mine.join = true;
            const auto joined = Store::open(mine);
            Writer writer(*joined);
            for (int i = 0; i < kEach; ++i) {
                try {
                    writer.perform(append("s/" + std::to_string(i % 2)));
                } catch (const std::exception& error) {
                    ++failed;
                }
            }
        });
    }
    for (std::thread& each : servers) each.join();
    EXPECT_EQ(failed, 0);
    const Verification verification = verify(options);
    EXPECT_TRUE(verification.ok()) << verification.summary();
    EXPECT_EQ(verification.events, kServers * kEach);
}

TEST_F(PostgresStoreTest, TheMacsAreThoseOfSqlite) {
    const TemporaryFolder elsewhere;
    StoreOptions file{.data = elsewhere.path() / "data", .key = options.key_path()};
    const auto sqlite = Store::open(file);
    // The same clinic: its id is in every MAC.
    sqlite->db().run("UPDATE meta SET value = ?1 WHERE name = 'clinic'", store->clinic());
    Journal same(sqlite->db(), store->keys(), store->clinic());
    for (const char* stream : {"a", "ž", "a"}) {
        store->journal().append(test_event(stream, std::string("\0\xff", 2)), test_meta());
        same.append(test_event(stream, std::string("\0\xff", 2)), test_meta());
    }
    EXPECT_EQ(store->journal().head(), same.head());
    EXPECT_EQ(JournalReader(store->db()).head(), same.head());
}

TEST_F(PostgresStoreTest, ANewerFormatIsRefused) {
    store->db().run("UPDATE meta SET value = ?1 WHERE name = 'format'", std::to_string(kFormat + 1));
    store.reset();
    failure_of_opening(options, StorageFault::newer_format);
    EXPECT_THROW(verify(options), StorageError);
}

TEST_F(PostgresStoreTest, ASchemaOfSomethingElseIsRefused) {
    StoreOptions other{.data = folder.path() / "other", .server = server.connection(), .schema = server.new_name("x")};
    server.exec("CREATE SCHEMA " + other.schema + "; CREATE TABLE " + other.schema + ".recipes (name text)");
    failure_of_opening(other, StorageFault::corrupt);
    other.create = false;
    EXPECT_THAT(failure_of_opening(other, StorageFault::other), HasSubstr("no clinic"));
}

TEST_F(PostgresStoreTest, AVanishedClinicIsNotReplacedByAnEmptyOne) {
    append_events(*store, 2);
    store.reset();
    store = Store::open(options);  // opening notes the head
    store.reset();
    server.exec("DROP SCHEMA " + options.schema + " CASCADE");
    failure_of_opening(options, StorageFault::corrupt);
}

TEST_F(PostgresStoreTest, ATornEndIsFound) {
    append_events(*store, 5);
    store.reset();
    store = Store::open(options);
    store.reset();
    server.exec("ALTER TABLE " + options.schema + ".journal DISABLE TRIGGER USER; DELETE FROM " + options.schema +
                ".journal WHERE sequence > 3; ALTER TABLE " + options.schema + ".journal ENABLE TRIGGER USER");
    failure_of_opening(options, StorageFault::corrupt);
    EXPECT_EQ(verify(options).findings.front().kind, FindingKind::truncated);
}

// A database server of its own, to be stopped.
TEST(PostgresWriterTest, ALostServerStopsWritingAndWritingGoesOnByItself) {
    TestServer server;
    const TemporaryFolder folder;
    const StoreOptions options{.data = folder.path() / "data", .server = server.connection()};
    const auto store = Store::open(options);
    std::atomic<int> resets = 0;
    Writer writer(*store, {.on_reset = [&] { ++resets; }});
    const auto append = [](Transaction& transaction) {
        transaction.journal.append(test_event("a"), test_meta());
        return true;
    };
    EXPECT_TRUE(writer.perform(append));
    for (int round = 0; round < 3; ++round) {
        // In the middle of a command, and between two.
        if (round != 1) server.crash();
        try {
            writer.perform([&](Transaction& transaction) {
                if (round == 1) server.crash();
                return append(transaction);
            });
            ADD_FAILURE() << "it was stored";
        } catch (const StorageError& error) {
            EXPECT_EQ(error.fault(), StorageFault::unreachable) << error.what();
        }
        EXPECT_FALSE(writer.healthy());
        EXPECT_EQ(writer.health().fault, StorageFault::unreachable);
        server.start();
        for (int i = 0; i < 100 && !writer.healthy(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
        EXPECT_TRUE(writer.healthy());
        EXPECT_TRUE(writer.perform(append));
    }
    EXPECT_GE(resets, 3);
    writer.stop();
    const Verification verification = verify(options);
    EXPECT_TRUE(verification.ok()) << verification.summary();
    EXPECT_EQ(verification.events, 4);
}

TEST(PostgresWriterTest, AFullTablespaceIsSaid) {
    // The server's own limit stands for the disk's.
    TestServer& server = TestServer::the();
    const TemporaryFolder folder;
    const StoreOptions options{
        .data = folder.path() / "data", .server = server.connection(), .schema = server.new_name("full_")};
    const auto store = Store::open(options);
    Writer writer(*store);
    try {
        writer.perform([](Transaction& transaction) {
            transaction.journal.append(test_event("a"), test_meta());
            transaction.db.exec("DO $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$");
            return true;
        });
        FAIL() << "it was stored";
    } catch (const StorageError& error) {
        EXPECT_EQ(error.fault(), StorageFault::full);
    }
    EXPECT_EQ(JournalReader(*store->open_reader()).length(), 0);
}

}  // namespace
}  // namespace afterglow::journal
