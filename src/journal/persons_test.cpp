#include "journal/persons.h"

#include <gtest/gtest.h>

#include "journal/journal.h"
#include "journal/test_clinic.h"
#include "journal/verify.h"

namespace afterglow::journal {
namespace {

struct PersonsTest : testing::Test {
    TestClinic clinic;
    Db& db = clinic.store->db();
    Journal& journal = clinic.store->journal();

    StoredEvent append(const std::string& person, const std::string& words) {
        NewEvent event = test_event("note:" + person, words);
        event.person = person;
        return journal.append(event, test_meta());
    }
    void commit(const std::function<void()>& run) {
        db.begin_writing();
        run();
        db.run("COMMIT");
    }
    std::vector<StoredEvent> notes_of(const std::string& person) {
        return JournalReader(db).read_stream("note:" + person);
    }
    std::string raw(std::int64_t sequence) {
        auto row = db.query("SELECT payload FROM journal WHERE sequence = ?1", sequence);
        return row.step() ? std::string(row.blob(0)) : "";
    }
    void expect_in_order() {
        clinic.store.reset();
        const Verification verification = verify(clinic.options);
        EXPECT_TRUE(verification.ok()) << verification.summary();
    }
};

TEST_F(PersonsTest, WordsAreSealedAndComeBack) {
    commit([&] {
        append("patient:jana", "she said");
        append("patient:adam", "he said");
        append("patient:jana", "and more");
    });
    EXPECT_EQ(raw(1).find("she said"), std::string::npos);
    const auto events = notes_of("patient:jana");
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[0].payload, "she said");
    EXPECT_EQ(events[1].payload, "and more");
    EXPECT_EQ(events[0].key_id, events[1].key_id);
    EXPECT_NE(events[0].key_id, notes_of("patient:adam").at(0).key_id);
    expect_in_order();
}

TEST_F(PersonsTest, AnErasedPersonIsGoneAndTheChainStillVerifies) {
    commit([&] { append("patient:jana", "she said"), append("patient:adam", "he said"); });
    commit([&] { journal.erase("patient:jana"); });
    const auto hers = notes_of("patient:jana");
    ASSERT_EQ(hers.size(), 1u);
    EXPECT_TRUE(hers[0].erased);
    EXPECT_EQ(hers[0].payload, "");
    EXPECT_EQ(notes_of("patient:adam").at(0).payload, "he said");
    EXPECT_THROW(append("patient:jana", "once more"), PersonErased);
    EXPECT_EQ(PersonKeys::erased(db), std::vector<std::string>{"patient:jana"});
    expect_in_order();
}

TEST_F(PersonsTest, WhoWasNeverWrittenAboutCanBeErasedToo) {
    commit([&] { journal.erase("patient:nobody"); });
    EXPECT_THROW(append("patient:nobody", "a word"), PersonErased);
}

// A key that was made in a transaction which did not last is not used again.
TEST_F(PersonsTest, AKeyIsNotThereIfItsTransactionIsNot) {
    db.begin_writing();
    const auto mark = journal.mark();
    append("patient:jana", "she said");
    db.run("ROLLBACK");
    journal.roll_back_to(mark);
    commit([&] { append("patient:jana", "she said"); });
    EXPECT_EQ(notes_of("patient:jana").at(0).payload, "she said");
}

// The event that the key was made for failed, and so nothing but the key had been written.
TEST_F(PersonsTest, NorIfItsEventFailed) {
    commit([&] { append("patient:adam", "he said"); });
    db.begin_writing();
    const auto mark = journal.mark();
    NewEvent event = test_event("note:patient:adam", "a second first event");
    event.person = "patient:jana";
    EXPECT_THROW(
        {
            journal.append(event, test_meta(), 0);
            db.query("SELECT 1").step();  // on PostgreSQL it was sent ahead
        },
        StorageError);
    db.recover();
    journal.roll_back_to(mark);
    commit([&] { append("patient:jana", "she said"); });
    EXPECT_EQ(notes_of("patient:jana").at(0).payload, "she said");
}

TEST_F(PersonsTest, WithoutTheKeyFileNothingSealedIsRead) {
    commit([&] { append("patient:jana", "she said"); });
    StoreOptions keyless = clinic.options;
    keyless.key = clinic.folder.path() / "nowhere";
    const auto other = open_for_reading(keyless);
    try {
        JournalReader(*other).read_stream("note:patient:jana");
        FAIL() << "it was read";
    } catch (const StorageError& error) {
        EXPECT_EQ(error.fault(), StorageFault::key);
    }
}

TEST_F(PersonsTest, WhatIsSealedIsReadNowhereElse) {
    commit([&] { append("patient:jana", "she said"), append("patient:jana", "and more"); });
    PersonKeys keys(db);
    const std::string id = *notes_of("patient:jana").at(0).key_id;
    EXPECT_EQ(keys.open(id, {"note:patient:jana", 1, "DoseGiven"}, raw(1)), "she said");
    for (const SealedPlace& elsewhere :
         {SealedPlace{"note:patient:jana", 2, "DoseGiven"}, SealedPlace{"note:patient:adam", 1, "DoseGiven"},
          SealedPlace{"note:patient:jana", 1, "DoseTaken"}})
        EXPECT_THROW(keys.open(id, elsewhere, raw(1)), StorageError);
}

// Each byte of what is kept, turned over: never read as something else.
TEST_F(PersonsTest, EveryDamageIsFound) {
    commit([&] { append("patient:jana", "she said"); });
    const std::string sealed = raw(1), id = *notes_of("patient:jana").at(0).key_id;
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        std::string damaged = sealed;
        damaged[at] ^= 1;
        EXPECT_THROW(PersonKeys(db).open(id, {"note:patient:jana", 1, "DoseGiven"}, damaged), StorageError) << at;
    }
    auto row = db.query("SELECT wrapped FROM person_key");
    ASSERT_TRUE(row.step());
    const std::string wrapped(row.blob(0));
    row.reset();
    for (std::size_t at = 0; at < wrapped.size(); ++at) {
        std::string damaged = wrapped;
        damaged[at] ^= 1;
        db.run("UPDATE person_key SET wrapped = ?1", Blob{damaged});
        EXPECT_THROW(notes_of("patient:jana"), StorageError) << at;
    }
    db.run("DELETE FROM person_key");
    EXPECT_THROW(notes_of("patient:jana"), StorageError) << "missing, and nobody erased her";
}

}  // namespace
}  // namespace afterglow::journal
