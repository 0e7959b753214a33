#include "journal/verify.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sqlite3.h>

#include <map>
#include <random>

#include "journal/postgres/db.h"
#include "journal/postgres/schema.h"
#include "journal/row.h"
#include "journal/schema.h"
#include "journal/test_clinic.h"

namespace afterglow::journal {
namespace {

constexpr const char* kClinic = "5e1f0a52-0000-4000-8000-000000000001";

std::unique_ptr<Db> empty_database() {
    if (tests_run_on_postgres()) {
        TestServer& server = TestServer::the();
        auto db = std::make_unique<PostgresDb>(
            PostgresDb::Options{.server = server.connection(), .schema = server.new_name("victim_")});
        db->make_schema();
        db->exec_as_is(kPostgresSchema);
        db->run("INSERT INTO meta VALUES ('clinic', ?1)", kClinic);
        return db;
    }
    auto db = std::make_unique<SqliteDb>(":memory:", SqliteDb::Options{.mode = SqliteDb::Mode::create});
    for (const SchemaObject& object : kSchema) db->exec(std::string(object.sql).c_str());
    db->run("INSERT INTO meta VALUES ('clinic', ?1)", kClinic);
    return db;
}

// Something to work on that leaves the original as it was: a copy, or a transaction that is never committed.
class Workpiece {
public:
    explicit Workpiece(Db& original) : db_(original) {
        if (auto* sqlite = dynamic_cast<SqliteDb*>(&original)) {
            copy_ = std::make_unique<SqliteDb>(":memory:", SqliteDb::Options{.mode = SqliteDb::Mode::create});
            sqlite3_backup* backup = sqlite3_backup_init(copy_->handle(), "main", sqlite->handle(), "main");
            sqlite3_backup_step(backup, -1);
            EXPECT_EQ(sqlite3_backup_finish(backup), SQLITE_OK);
        } else {
            db_.exec("BEGIN");
        }
    }
    ~Workpiece() {
        if (!copy_) db_.recover();
    }
    Workpiece(const Workpiece&) = delete;
    Db& db() { return copy_ ? *copy_ : db_; }

private:
    Db& db_;
    std::unique_ptr<SqliteDb> copy_;
};

void drop_triggers(Db& db) {
    if (db.shared()) return db.exec("ALTER TABLE journal DISABLE TRIGGER USER");
    for (const SchemaObject& object : kSchema) {
        if (object.sql.starts_with("CREATE TRIGGER")) db.exec(("DROP TRIGGER " + std::string(object.name)).c_str());
    }
}
void put_triggers_back(Db& db) {
    if (db.shared()) return db.exec("ALTER TABLE journal ENABLE TRIGGER USER");
    for (const SchemaObject& object : kSchema) {
        if (object.sql.starts_with("CREATE TRIGGER")) db.exec(std::string(object.sql).c_str());
    }
}

// Somebody who has the database file and this program's source, and as much of the key as `key` says.
class Attacker {
public:
    Attacker(Db& original, const Keys& key) : piece_(original), chain_(key.chain_key(), kClinic) {
        drop_triggers(piece_.db());
    }

    // Puts back whatever would give the work away at first sight.
    Db& leave() {
        put_triggers_back(piece_.db());
        return piece_.db();
    }

    void edit(std::int64_t at, const std::string& column) {
        static const std::map<std::string, const char*> kEdits{
            {"stream", "UPDATE journal SET stream = stream || 'x' WHERE sequence = ?1"},
            {"version", "UPDATE journal SET version = version + 1000 WHERE sequence = ?1"},
            {"name", "UPDATE journal SET name = 'DoseRefused' WHERE sequence = ?1"},
            {"name_version", "UPDATE journal SET name_version = name_version + 1 WHERE sequence = ?1"},
            {"command_id", "UPDATE journal SET command_id = 'another' WHERE sequence = ?1"},
            {"command_digest", "UPDATE journal SET command_digest = upper(command_digest) || '0' WHERE sequence = ?1"},
            {"who", "UPDATE journal SET who = 'staff/ben' WHERE sequence = ?1"},
            {"happened_at", "UPDATE journal SET happened_at = happened_at - 1 WHERE sequence = ?1"},
            {"recorded_at", "UPDATE journal SET recorded_at = recorded_at + 1 WHERE sequence = ?1"},
            {"key_id", "UPDATE journal SET key_id = '' WHERE sequence = ?1"},
        };
        static const std::map<std::string, std::pair<const char*, std::string>> kOfBytes{
            {"payload", {"UPDATE journal SET payload = ?2 WHERE sequence = ?1", "{}"}},
            {"mac", {"UPDATE journal SET mac = ?2 WHERE sequence = ?1", std::string(32, '\0')}},
            {"mac size", {"UPDATE journal SET mac = ?2 WHERE sequence = ?1", ""}},
        };
        if (const auto found = kOfBytes.find(column); found != kOfBytes.end()) {
            db().run(found->second.first, at, Blob{found->second.second});
        } else {
            db().run(kEdits.at(column), at);
        }
    }
    static std::vector<std::string> columns() {
        return {"stream",      "version",     "name",   "name_version", "command_id", "command_digest", "who",
                "happened_at", "recorded_at", "key_id", "payload",      "mac",        "mac size"};
    }
    void remove(std::int64_t at) { db().run("DELETE FROM journal WHERE sequence = ?1", at); }
    void close_gap(std::int64_t at) {
        db().run("UPDATE journal SET sequence = -sequence WHERE sequence > ?1", at);
        db().run("UPDATE journal SET sequence = -sequence - 1 WHERE sequence < 0");
    }
    void insert_copy_before(std::int64_t at) {
        db().run("UPDATE journal SET sequence = -sequence WHERE sequence >= ?1", at);
        db().run("UPDATE journal SET sequence = -sequence + 1 WHERE sequence < 0");
        db().run(
            "INSERT INTO journal SELECT ?1, stream, version + 1000, name, name_version, command_id, command_digest, "
            "who, happened_at, "
            "recorded_at, key_id, payload, mac FROM journal WHERE sequence <> ?1 LIMIT 1",
            at);
    }
    void insert_at(std::int64_t number) {
        db().run(
            "INSERT INTO journal SELECT ?1, stream, (SELECT max(version) + 1000 FROM journal), name, name_version, "
            "command_id, command_digest, "
            "who, happened_at, "
            "recorded_at, key_id, payload, mac FROM journal LIMIT 1",
            number);
    }
    void swap(std::int64_t one, std::int64_t two) {
        db().run("UPDATE journal SET sequence = 0 WHERE sequence = ?1", one);
        db().run("UPDATE journal SET sequence = ?1 WHERE sequence = ?2", one, two);
        db().run("UPDATE journal SET sequence = ?1 WHERE sequence = 0", two);
    }
    void truncate(std::int64_t length) { db().run("DELETE FROM journal WHERE sequence > ?1", length); }

    // Computes the chain again from `from` on, with the attacker's key.
    void hash_again(std::int64_t from) {
        Mac previous{};
        auto rows = db().query("SELECT " AFTERGLOW_JOURNAL_COLUMNS ", mac FROM journal ORDER BY sequence");
        std::vector<std::pair<std::int64_t, Mac>> macs;
        while (rows.step()) {
            const ChainLink link = read_link(rows);
            if (link.sequence >= from) {
                previous = chain_.mac(previous, link);
                macs.emplace_back(link.sequence, previous);
            } else {
                const std::string_view stored = rows.blob(kMacColumn);
                std::copy(stored.begin(), stored.end(), previous.begin());
            }
        }
        for (const auto& [sequence, mac] : macs) {
            db().run("UPDATE journal SET mac = ?2 WHERE sequence = ?1", sequence,
                     Blob{{reinterpret_cast<const char*>(mac.data()), mac.size()}});
        }
    }
    void forge_end(std::int64_t length) {
        insert_at(length + 1);
        hash_again(length + 1);
    }

private:
    Db& db() { return piece_.db(); }
    Workpiece piece_;
    Chain chain_;
};

// A journal of random rows and its anchors: every fourth head, as if it had been time, and the latest.
struct Victim {
    Keys keys{Key{42}};
    std::unique_ptr<Db> db = empty_database();
    std::int64_t length = 0;
    AnchorRecord anchors{.present = true, .anchors = {}, .latest_head = {}, .bad_lines = 0, .clinic = kClinic};

    Victim(std::mt19937_64& random, std::int64_t events) : length(events) {
        Journal journal(*db, keys, kClinic);
        for (std::int64_t i = 1; i <= events; ++i) {
            journal.append(test_event("s/" + std::to_string(random() % 3),
                                      std::string(random() % 200, static_cast<char>('a' + random() % 26))),
                           test_meta("command " + std::to_string(random() % 5)));
            if (i % 4 == 0) anchors.anchors.push_back({journal.head(), {i}});
            anchors.latest_head = Anchor{journal.head(), {i}};
        }
    }
};

using Missed = std::map<std::string, int>;

// All attacks at all positions; how many of each were not found.
struct Campaign {
    const Victim& victim;
    const Keys& attackers_key;
    const AnchorRecord& anchors;
    Missed missed = {};
    int tried = 0;

    void attempt(const std::string& name, const std::function<void(Attacker&)>& attack) {
        Attacker attacker(*victim.db, attackers_key);
        attack(attacker);
        Db& db = attacker.leave();
        const Verification verification = verify(db, victim.keys, anchors);
        ++tried;
        if (verification.ok()) {
            ++missed[name];
            return;
        }
        const std::string line = verification.summary();
        EXPECT_TRUE(!line.empty() && line.find('\n') == std::string::npos) << line;
    }

    void run() {
        for (std::int64_t at = 1; at <= victim.length; ++at) {
            for (const std::string& column : Attacker::columns()) {
                attempt("edit " + column, [&](Attacker& attacker) { attacker.edit(at, column); });
            }
            attempt("edit and hash again", [&](Attacker& attacker) {
                attacker.edit(at, "payload");
                attacker.hash_again(at);
            });
            attempt("delete", [&](Attacker& attacker) { attacker.remove(at); });
            attempt("delete and close the gap", [&](Attacker& attacker) {
                attacker.remove(at);
                attacker.close_gap(at);
            });
            attempt("insert", [&](Attacker& attacker) { attacker.insert_copy_before(at); });
            attempt("insert and hash again", [&](Attacker& attacker) {
                attacker.insert_copy_before(at);
                attacker.hash_again(at);
            });
            for (std::int64_t other = at + 1; other <= victim.length; ++other) {
                attempt("reorder", [&](Attacker& attacker) { attacker.swap(at, other); });
            }
            attempt("truncate, or restore an old copy", [&](Attacker& attacker) { attacker.truncate(at - 1); });
            attempt("fork: another end of the same length", [&](Attacker& attacker) {
                attacker.edit(at, "who");
                attacker.hash_again(at);
            });
            attempt("fork: shorter, forged end", [&](Attacker& attacker) {
                attacker.truncate(at - 1);
                if (at > 1) attacker.forge_end(at - 1);
            });
        }
        for (const std::int64_t number : {std::int64_t{0}, std::int64_t{-1}, victim.length + 1, victim.length + 2}) {
            attempt("insert outside", [&](Attacker& attacker) { attacker.insert_at(number); });
        }
    }
};

RC_GTEST_PROP(Verify, FindsEveryAttackAtEveryPosition, ()) {
    std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
    const Victim victim(random, *rc::gen::inRange<std::int64_t>(2, 9));
    const Keys guessed(Key{43});
    RC_ASSERT(verify(*victim.db, victim.keys, victim.anchors).ok());
    Campaign campaign{victim, guessed, victim.anchors};
    campaign.run();
    for (const auto& [name, count] : campaign.missed) RC_LOG() << name << ": " << count << '\n';
    RC_ASSERT(campaign.missed.empty());
}

// The suite above is only worth something if it notices a weaker design.

TEST(VerifyPlanted, AChainWithoutSecretKeyMissesForgeries) {
    std::mt19937_64 random(1);
    const Victim victim(random, 6);
    const AnchorRecord no_anchors{.present = true, .anchors = {}, .latest_head = {}, .bad_lines = 0, .clinic = {}};
    Campaign campaign{victim, victim.keys, no_anchors};  // a plain hash is a key that everybody has
    campaign.run();
    EXPECT_EQ(campaign.missed["edit and hash again"], 6);
    EXPECT_EQ(campaign.missed["fork: another end of the same length"], 6);
}

TEST(VerifyPlanted, AChainWithoutAnchorsMissesTruncation) {
    std::mt19937_64 random(1);
    const Victim victim(random, 6);
    const AnchorRecord no_anchors{.present = true, .anchors = {}, .latest_head = {}, .bad_lines = 0, .clinic = {}};
    const Keys guessed(Key{43});
    Campaign campaign{victim, guessed, no_anchors};
    campaign.run();
    // Also the last row deleted, and a forged end that was cut to nothing.
    EXPECT_EQ(campaign.missed, (Missed{{"truncate, or restore an old copy", 6},
                                       {"delete", 1},
                                       {"delete and close the gap", 1},
                                       {"fork: shorter, forged end", 1}}));
}

TEST(VerifyPlanted, EvenTheKeyDoesNotHelpAgainstAnchors) {
    std::mt19937_64 random(1);
    const Victim victim(random, 6);
    Campaign campaign{victim, victim.keys, victim.anchors};
    campaign.run();
    // What is added after the last head is the only thing a holder of the key can do unseen.
    EXPECT_EQ(campaign.missed, Missed{});
}

// ---- what it says ---------------------------------------------------------------------------------------------------

struct VerifyText : testing::Test {
    std::mt19937_64 random{7};
    Victim victim{random, 8};
    Keys guessed{Key{43}};

    Finding first_finding(const std::function<void(Attacker&)>& attack) {
        Attacker attacker(*victim.db, guessed);
        attack(attacker);
        Db& db = attacker.leave();
        const Verification verification = verify(db, victim.keys, victim.anchors);
        return verification.ok() ? Finding{FindingKind::unreadable, -1, {}, {}} : verification.findings.front();
    }
};

TEST_F(VerifyText, NamesKindAndPlace) {
    const Finding edited = first_finding([](Attacker& attacker) { attacker.edit(5, "who"); });
    EXPECT_EQ(edited.kind, FindingKind::changed_row);
    EXPECT_EQ(edited.sequence, 5);
    auto row = victim.db->prepare("SELECT stream FROM journal WHERE sequence = 5");
    ASSERT_TRUE(row.step());
    EXPECT_EQ(edited.stream, row.text(0));
    const Finding deleted = first_finding([](Attacker& attacker) { attacker.remove(3); });
    EXPECT_EQ(deleted.kind, FindingKind::missing_rows);
    EXPECT_EQ(deleted.sequence, 3);
    const Finding truncated = first_finding([](Attacker& attacker) { attacker.truncate(6); });
    EXPECT_EQ(truncated.kind, FindingKind::truncated);
    EXPECT_EQ(truncated.sequence, 7);
    const Finding extra = first_finding([](Attacker& attacker) { attacker.insert_at(-4); });
    EXPECT_EQ(extra.kind, FindingKind::extra_rows);
}

TEST_F(VerifyText, ADeletedRowIsOneFinding) {
    Attacker attacker(*victim.db, guessed);
    attacker.remove(1);
    Db& db = attacker.leave();
    const Verification verification = verify(db, victim.keys, victim.anchors);
    // The gap in the sequence and, since it was the first of a stream, the one in its versions.
    ASSERT_FALSE(verification.ok());
    EXPECT_EQ(verification.findings.front().text, "event 1 is missing");
}

TEST_F(VerifyText, AChangedSchemaIsFound) {
    SKIP_ON_POSTGRES();  // PostgresDbTest.TheSchemaIsThatOfItsPortrait
    Workpiece piece(*victim.db);
    piece.db().exec("DROP TRIGGER journal_keeps_content");
    EXPECT_EQ(verify(piece.db(), victim.keys, victim.anchors).findings.front().kind, FindingKind::schema_changed);
    Workpiece other(*victim.db);
    other.db().exec("CREATE TRIGGER t AFTER INSERT ON journal BEGIN DELETE FROM meta; END");
    EXPECT_EQ(verify(other.db(), victim.keys, victim.anchors).findings.front().kind, FindingKind::schema_changed);
}

TEST_F(VerifyText, AnotherHistoryUnderTheSameKeyIsFound) {
    std::mt19937_64 other_random(8);
    const Victim other(other_random, 8);
    EXPECT_EQ(verify(*other.db, victim.keys, victim.anchors).findings.front().kind, FindingKind::replaced);
}

TEST_F(VerifyText, AnchorsMissingDamagedOrOfAnotherClinic) {
    AnchorRecord record = victim.anchors;
    record.bad_lines = 1;
    EXPECT_EQ(verify(*victim.db, victim.keys, record).findings.front().kind, FindingKind::anchors_damaged);
    record = victim.anchors;
    record.clinic = "another";
    EXPECT_EQ(verify(*victim.db, victim.keys, record).findings.front().kind, FindingKind::meta_wrong);
    EXPECT_EQ(verify(*victim.db, victim.keys, {}).findings.front().kind, FindingKind::anchors_missing);
}

TEST_F(VerifyText, FindingsHaveALimit) {
    Attacker attacker(*victim.db, guessed);
    for (std::int64_t number = 0; number < 50; ++number) attacker.insert_at(-number);
    Db& db = attacker.leave();
    EXPECT_EQ(verify(db, victim.keys, victim.anchors).findings.size(), kMaxFindings);
}

// ---- on files -------------------------------------------------------------------------------------------------------

TEST(VerifyFolder, WalksInPartsAndCountsAll) {
    TestClinic clinic;
    append_events(*clinic.store, 45'000);
    clinic.reopen();
    Verification verification = verify(clinic.options);
    EXPECT_TRUE(verification.ok()) << verification.summary();
    EXPECT_EQ(verification.events, 45'000);
    EXPECT_EQ(verification.head, clinic.store->journal().head());

    // Around the borders of the parts.
    Db& db = clinic.store->db();
    drop_triggers(db);
    db.exec(
        "UPDATE journal SET who = 'x' WHERE sequence IN (15000, 22500, 22501); DELETE FROM journal WHERE sequence = "
        "30000");
    put_triggers_back(db);
    verification = verify(clinic.options);
    std::vector<std::int64_t> places;
    for (const Finding& finding : verification.findings) {
        if (finding.sequence > 0) places.push_back(finding.sequence);
    }
    EXPECT_EQ(places, (std::vector<std::int64_t>{15000, 22500, 22501, 30000}));
}

TEST(VerifyFolder, ADamagedFileIsAFinding) {
    SKIP_ON_POSTGRES();
    TestClinic clinic;
    append_events(*clinic.store, 2000);
    clinic.reopen();
    clinic.store.reset();
    int unnoticed = 0;
    std::mt19937_64 random(3);
    const auto size = std::filesystem::file_size(clinic.options.database_path());
    for (int i = 0; i < 40; ++i) {
        const auto file = real_files().open(clinic.options.database_path(), Files::Access::write);
        const auto offset = static_cast<std::int64_t>(random() % (size - 600));
        const std::string before = file->read(offset, 600);
        file->write(offset, std::string(600, static_cast<char>(random())));
        const bool content_is_the_same = file->read(offset, 600) == before;
        if (!content_is_the_same && verify(clinic.options).ok()) ++unnoticed;
        file->write(offset, before);
    }
    EXPECT_LE(unnoticed, 2);  // unused space within pages
    EXPECT_TRUE(verify(clinic.options).ok());
}

}  // namespace
}  // namespace afterglow::journal
