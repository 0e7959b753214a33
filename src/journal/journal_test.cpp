#include "journal/journal.h"

#include <gtest/gtest.h>

#include "journal/hex.h"
#include "journal/test_clinic.h"

namespace afterglow::journal {
namespace {

struct JournalTest : testing::Test {
    TestClinic clinic;
    Store& store = *clinic.store;
    Journal& journal = store.journal();
    Db& db = store.db();
};

TEST_F(JournalTest, EventsComeBackAsTheyWere) {
    const NewEvent event{.stream = "patient/ž",
                         .name = "PatientRegistered",
                         .name_version = 3,
                         .payload = std::string("\0\xff{", 3),
                         .person = "person:k1"};
    const StoredEvent first = journal.append(event, test_meta("c1"));
    const StoredEvent second = journal.append(test_event("patient/ž"), test_meta("c2"));
    journal.append(test_event("patient/2"), test_meta("c2"));
    EXPECT_EQ(first.sequence, 1);
    EXPECT_EQ(second.version, 2);

    const auto stream = journal.read_stream("patient/ž");
    ASSERT_EQ(stream.size(), 2u);
    EXPECT_EQ(stream[0].payload, event.payload);
    EXPECT_EQ(stream[0].name, event.name);
    EXPECT_EQ(stream[0].name_version, 3);
    EXPECT_TRUE(stream[0].key_id);
    EXPECT_EQ(stream[0].meta.who, "staff/ana");
    EXPECT_EQ(stream[0].meta.happened_at, test_meta().happened_at);
    EXPECT_EQ(stream[0].meta.recorded_at, test_meta().recorded_at);
    EXPECT_EQ(stream[0].meta.command_digest, test_meta().command_digest);
    EXPECT_EQ(stream[1].key_id, std::nullopt);
    EXPECT_EQ(journal.read_stream("patient/ž", 1).size(), 1u);
    EXPECT_EQ(journal.events_of_command("c2").size(), 2u);
    EXPECT_EQ(journal.events_of_command("c3").size(), 0u);
    EXPECT_EQ(journal.stream_version("patient/ž"), 2);
    EXPECT_EQ(journal.stream_version("patient/none"), 0);
    EXPECT_EQ(journal.length(), 3);

    std::vector<std::int64_t> seen;
    journal.for_each(2, [&](const StoredEvent& each) {
        seen.push_back(each.sequence);
        return true;
    });
    EXPECT_EQ(seen, (std::vector<std::int64_t>{2, 3}));
}

TEST_F(JournalTest, TheHeadFollowsSavepoints) {
    db.begin_writing();
    journal.append(test_event("a"), test_meta());
    const auto mark = journal.mark();
    db.run("SAVEPOINT job");
    journal.append(test_event("a"), test_meta());
    db.run("ROLLBACK TO job");
    journal.roll_back_to(mark);
    db.run("RELEASE job");
    journal.append(test_event("a"), test_meta());
    db.run("COMMIT");
    EXPECT_EQ(journal.head().length, 2);
    EXPECT_EQ(journal.head(), JournalReader(db).head());
    EXPECT_EQ(journal.stream_version("a"), 2);
}

TEST_F(JournalTest, NothingInItCanBeChanged) {
    append_events(store, 3);
    if (tests_run_on_postgres()) {
        EXPECT_THROW(db.exec("TRUNCATE journal"), StorageError);
        EXPECT_THROW(db.exec("INSERT INTO journal SELECT * FROM journal WHERE sequence = 2 ON CONFLICT (sequence) DO "
                             "UPDATE SET who = 'staff/ben'"),
                     StorageError);
    }
    EXPECT_THROW(db.exec("UPDATE journal SET who = 'staff/ben'"), StorageError);
    EXPECT_THROW(db.exec("DELETE FROM journal"), StorageError);
    EXPECT_THROW(db.exec("INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE sequence = 2"), StorageError);
    EXPECT_THROW(db.exec("INSERT OR REPLACE INTO journal SELECT 4, stream, version, name, name_version, command_id, "
                         "command_digest, who, "
                         "happened_at, recorded_at, key_id, payload, mac FROM journal WHERE sequence = 2"),
                 StorageError);
    EXPECT_THROW(
        db.exec(
            "INSERT INTO journal SELECT 9, stream, version + 9, name, name_version, command_id, command_digest, who, "
            "happened_at, recorded_at, key_id, payload, mac FROM journal WHERE sequence = 2"),
        StorageError);
    EXPECT_EQ(journal.length(), 3);
}

TEST_F(JournalTest, WhatIsTooLongIsNotStored) {
    EXPECT_THROW(journal.append(test_event(""), test_meta()), std::invalid_argument);
    EXPECT_THROW(journal.append(test_event(std::string(kMaxNameBytes + 1, 's')), test_meta()), std::invalid_argument);
    EXPECT_THROW(journal.append(test_event("s", std::string(kMaxPayloadBytes + 1, 'p')), test_meta()),
                 std::invalid_argument);
    EventMeta meta = test_meta();
    meta.command_digest = "short";
    EXPECT_THROW(journal.append(test_event("s"), meta), std::invalid_argument);
    EXPECT_EQ(journal.length(), 0);
    journal.append(test_event("s", std::string(kMaxPayloadBytes, 'p')), test_meta());
}

// Part of the format: the bytes under the MAC must never change. The values were computed by another program, from the
// layout in README.md.
TEST(Chain, TheMacStaysAsItIs) {
    Key key;
    key.fill(1);
    Chain chain(key, "5e1f0a52-0000-4000-8000-000000000001");
    ChainLink link{.sequence = 1,
                   .stream = "session/1",
                   .version = 1,
                   .name = "DoseGiven",
                   .name_version = 2,
                   .command_id = "c1",
                   .command_digest = "00112233445566778899aabbccddeeff",
                   .who = "staff/ana",
                   .happened_at_ms = 1'790'000'000'000,
                   .recorded_at_ms = 1'790'000'000'250,
                   .key_id = {},
                   .payload = R"({"mg":70.5})"};
    const Mac first = chain.mac(Mac{}, link);
    EXPECT_EQ(to_hex(first), "cc44cd1f3a5e60a85e56ebb190c99d98f058dd757df6df874c3001f922243b42");
    link.sequence = 2;
    link.key_id = "k";
    EXPECT_EQ(to_hex(chain.mac(first, link)), "0747df7fd4f519a314b9e32be300fcac13149ba4cbf79fad1b945275cff0966d");
}

TEST(Chain, TextMovedBetweenFieldsIsAnotherRow) {
    Chain chain(Key{}, "c");
    ChainLink one{}, two{};
    one.stream = "ab", one.name = "c";
    two.stream = "a", two.name = "bc";
    EXPECT_NE(chain.mac(Mac{}, one), chain.mac(Mac{}, two));
    ChainLink absent{}, empty{};
    empty.key_id = "";
    EXPECT_NE(chain.mac(Mac{}, absent), chain.mac(Mac{}, empty));
}

}  // namespace
}  // namespace afterglow::journal
