#include "journal/verify.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <future>
#include <limits>
#include <thread>

#include "journal/chain.h"
#include "journal/postgres/db.h"
#include "journal/row.h"
#include "journal/schema.h"

namespace afterglow::journal {
namespace {

constexpr std::int64_t kFirstPossible = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kEventsWorthAThread = 20'000;

std::string at(std::int64_t sequence) { return "event " + std::to_string(sequence); }

// Walks the rows `after` < sequence <= `up_to`.
class Walk {
public:
    Walk(Db& db, const Keys& keys, const std::string& clinic) : db_(db), chain_(keys.chain_key(), clinic) {}

    void rows(std::int64_t after, std::int64_t up_to) {
        if (after > 0) {
            start_behind(after);
        } else {
            after = 0;
        }
        expected_ = after + 1;
        std::int64_t behind = after > 0 ? after : kFirstPossible;
        for (std::int64_t rows_read = kRowsOfAPage; rows_read == kRowsOfAPage && findings.size() < kMaxFindings;) {
            auto row = db_.query("SELECT " AFTERGLOW_JOURNAL_COLUMNS
                                 ", mac FROM journal WHERE sequence > ?1 AND sequence <= ?2 ORDER BY sequence LIMIT ?3",
                                 behind, up_to, kRowsOfAPage);
            for (rows_read = 0; findings.size() < kMaxFindings && row.step(); ++rows_read) {
                look_at(row);
                behind = row.int64(0);
            }
        }
        if (findings.size() < kMaxFindings) expect_up_to(up_to + 1, "");
    }

    std::vector<Finding> findings;
    std::int64_t events = 0;
    Mac last_mac{};

private:
    void start_behind(std::int64_t sequence) {
        auto row = db_.query("SELECT mac FROM journal WHERE sequence = ?1", sequence);
        // If it is missing, the walk that ends there says so.
        previous_known_ = row.step() && take_mac(row.blob(0));
    }

    bool take_mac(std::string_view bytes) {
        if (bytes.size() != last_mac.size()) return false;
        std::memcpy(last_mac.data(), bytes.data(), bytes.size());
        return true;
    }

    void expect_up_to(std::int64_t sequence, const std::string& stream) {
        if (sequence <= expected_) return;
        const std::int64_t missing = sequence - expected_;
        add(FindingKind::missing_rows, expected_, stream,
            missing == 1
                ? at(expected_) + " is missing"
                : "events " + std::to_string(expected_) + " to " + std::to_string(sequence - 1) + " are missing");
        previous_known_ = false;
    }

    void look_at(const Statement& row) {
        ++events;
        const ChainLink link = read_link(row);
        const std::string stream(link.stream);
        if (link.sequence < 1) {
            add(FindingKind::extra_rows, link.sequence, stream,
                "a row has the impossible number " + std::to_string(link.sequence));
            return;
        }
        expect_up_to(link.sequence, stream);
        expected_ = link.sequence + 1;

        const std::string_view stored = row.blob(kMacColumn);
        if (previous_known_) {
            const Mac wanted = chain_.mac(last_mac, link);
            if (stored.size() != wanted.size() || std::memcmp(stored.data(), wanted.data(), wanted.size()) != 0) {
                add(FindingKind::changed_row, link.sequence, stream,
                    at(link.sequence) + " (" + stream + " version " + std::to_string(link.version) + ", " +
                        std::string(link.name) + ") is not what was written there");
            }
        }
        previous_known_ = take_mac(stored);
    }

    void add(FindingKind kind, std::int64_t sequence, const std::string& stream, const std::string& text) {
        findings.push_back({.kind = kind, .sequence = sequence, .stream = stream, .text = text});
    }

    Db& db_;
    Chain chain_;
    std::int64_t expected_ = 1;
    bool previous_known_ = true;  // last_mac is that of the row before
};

class Examination {
public:
    Examination(Db& db, const Keys& keys, const AnchorRecord& anchors) : db_(db), keys_(keys), anchors_(anchors) {}

    // Further connections let it use more processors.
    Verification run(const std::vector<std::unique_ptr<Db>>& more) {
        const auto started = std::chrono::steady_clock::now();
        try {
            look(more);
        } catch (const StorageError& error) {
            add(FindingKind::unreadable, 0, error.what());
        }
        result_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        return std::move(result_);
    }

private:
    void look(const std::vector<std::unique_ptr<Db>>& more) {
        const Snapshot snapshot(db_);
        const auto clinic = clinic_id();
        if (!clinic) return;
        compare_schema();
        const std::int64_t length = std::max<std::int64_t>(JournalReader(db_).length(), 0);
        auto indices = std::async(more.empty() ? std::launch::deferred : std::launch::async,
                                  [&db = more.empty() ? db_ : *more.back()] { return db.damage(kMaxFindings); });
        walk(*clinic, length, more);
        compare_anchors(*clinic, length);
        check_streams();
        for (const std::string& text : indices.get())
            add(FindingKind::unreadable, 0, "the database is damaged: " + text);
    }

    std::optional<std::string> clinic_id() {
        auto row = db_.query("SELECT value FROM meta WHERE name = 'clinic'");
        if (row.step()) return row.string(0);
        add(FindingKind::meta_wrong, 0, "the clinic's id is missing in the table `meta`");
        return std::nullopt;
    }

    void compare_schema() {
        for (const std::string& fault : db_.schema_faults()) add(FindingKind::schema_changed, 0, fault);
    }

    void walk(const std::string& clinic, std::int64_t length, const std::vector<std::unique_ptr<Db>>& more) {
        const auto walkers =
            static_cast<std::int64_t>(std::max<std::size_t>(more.size(), 1));  // the last has other work
        const auto parts = std::min(walkers, length / kEventsWorthAThread + 1);
        std::vector<std::future<Walk>> others;
        for (std::int64_t part = 1; part < parts; ++part) {
            others.push_back(
                std::async(std::launch::async,
                           [this, &clinic, &db = *more[static_cast<std::size_t>(part - 1)], length, part, parts] {
                               Walk walk(db, keys_, clinic);
                               walk.rows(length * part / parts, length * (part + 1) / parts);
                               return walk;
                           }));
        }
        Walk first(db_, keys_, clinic);
        first.rows(0, length / parts);
        take(first);
        for (auto& other : others) take(other.get());
        result_.head.length = length;
    }

    void take(const Walk& walk) {
        result_.events += walk.events;
        if (walk.events > 0) result_.head.mac = walk.last_mac;
        for (const Finding& finding : walk.findings) {
            if (result_.findings.size() < kMaxFindings) result_.findings.push_back(finding);
        }
    }

    void compare_anchors(const std::string& clinic, std::int64_t length) {
        result_.furthest_anchor = anchors_.furthest();
        if (!anchors_.present) {
            if (length > 0)
                add(FindingKind::anchors_missing, 0,
                    "the anchors file is missing: a missing end of the journal could not be told");
            return;
        }
        if (anchors_.bad_lines > 0) {
            add(FindingKind::anchors_damaged, 0,
                std::to_string(anchors_.bad_lines) +
                    " lines of the anchors file are damaged or not signed with the key");
        }
        if (!anchors_.clinic.empty() && anchors_.clinic != clinic) {
            add(FindingKind::meta_wrong, 0,
                "the anchors are those of clinic " + anchors_.clinic + ", the database says it is " + clinic);
            return;
        }
        const auto furthest = anchors_.furthest();
        if (!furthest) return;
        if (furthest->head.length > length) {
            add(FindingKind::truncated, length + 1,
                "the journal ends at " + at(length) + ", but had " + std::to_string(furthest->head.length) +
                    " events on " + to_text(furthest->at) + ": its end is missing");
        }
        for (const Anchor& anchor : anchors_.anchors) {
            if (disagrees(anchor, length)) return;
        }
        if (anchors_.latest_head) disagrees(*anchors_.latest_head, length);
    }

    // Only for a row that fits the chain: then the whole journal up to it is another one.
    bool disagrees(const Anchor& anchor, std::int64_t length) {
        if (anchor.head.length == 0 || anchor.head.length > length) return false;
        auto row = db_.query("SELECT mac FROM journal WHERE sequence = ?1", anchor.head.length);
        if (!row.step()) return false;  // already found to be missing
        const std::string_view mac = row.blob(0);
        if (mac.size() == anchor.head.mac.size() && std::memcmp(mac.data(), anchor.head.mac.data(), mac.size()) == 0)
            return false;
        add(FindingKind::replaced, anchor.head.length,
            at(anchor.head.length) + " is not the one that was there on " + to_text(anchor.at) +
                ": the journal was replaced by another one");
        return true;
    }

    // The chain already proves it against outsiders; this is about ourselves.
    void check_streams() {
        auto row = db_.prepare(
            "SELECT stream, count(*), min(version), max(version) FROM journal GROUP BY stream "
            "HAVING min(version) <> 1 OR max(version) <> count(*)");
        while (result_.findings.size() < kMaxFindings && row.step()) {
            result_.findings.push_back({.kind = FindingKind::broken_stream,
                                        .sequence = 0,
                                        .stream = row.string(0),
                                        .text = "the versions of " + row.string(0) + " have a gap"});
        }
    }

    void add(FindingKind kind, std::int64_t sequence, const std::string& text) {
        if (result_.findings.size() < kMaxFindings)
            result_.findings.push_back({.kind = kind, .sequence = sequence, .stream = {}, .text = text});
    }

    Db& db_;
    const Keys& keys_;
    const AnchorRecord& anchors_;
    Verification result_;
};

std::unique_ptr<Db> connect_for_reading(const StoreOptions& options) {
    if (options.on_server()) {
        return std::make_unique<PostgresDb>(
            PostgresDb::Options{.server = options.server, .schema = options.schema, .read_only = true});
    }
    const SqliteDb::Options reading{.mode = SqliteDb::Mode::read_only, .cache_kib = 2048, .vfs = options.vfs};
    try {
        auto db = std::make_unique<SqliteDb>(options.database_path(), reading);
        db->query("SELECT count(*) FROM sqlite_schema").run();
        return db;
    } catch (const StorageError& error) {
        if (error.fault() == StorageFault::corrupt) throw;
        // In a folder where SQLite cannot make the files it shares with a server, there is none either.
        if (options.disk().exists(options.database_path().string() + "-wal")) throw;
        SqliteDb::Options unchanging = reading;
        unchanging.mode = SqliteDb::Mode::unchanging;
        return std::make_unique<SqliteDb>(options.database_path(), unchanging);
    }
}

}  // namespace

std::unique_ptr<Db> open_for_reading(const StoreOptions& options) {
    auto db = connect_for_reading(options);
    require_known_format(*db, db->format());
    unlock(*db, options);
    return db;
}

std::string_view finding_kind_name(FindingKind kind) {
    switch (kind) {
        case FindingKind::changed_row: return "changed_row";
        case FindingKind::missing_rows: return "missing_rows";
        case FindingKind::extra_rows: return "extra_rows";
        case FindingKind::broken_stream: return "broken_stream";
        case FindingKind::truncated: return "truncated";
        case FindingKind::replaced: return "replaced";
        case FindingKind::anchors_missing: return "anchors_missing";
        case FindingKind::anchors_damaged: return "anchors_damaged";
        case FindingKind::schema_changed: return "schema_changed";
        case FindingKind::meta_wrong: return "meta_wrong";
        case FindingKind::unreadable: break;
    }
    return "unreadable";
}

std::string Verification::summary() const {
    if (!ok()) {
        std::string line = findings.front().text;
        if (findings.size() > 1)
            line += " (and " + std::to_string(findings.size() - 1) +
                    (findings.size() == kMaxFindings ? " or more" : "") + " other findings)";
        return line;
    }
    std::string line = std::to_string(events) + " events, every one as it was written";
    if (furthest_anchor)
        line += "; compared with " + std::to_string(furthest_anchor->head.length) + " events anchored on " +
                to_text(furthest_anchor->at);
    return line;
}

Verification verify(Db& db, const Keys& keys, const AnchorRecord& anchors) {
    return Examination(db, keys, anchors).run({});
}

Verification verify(const StoreOptions& options) {
    Files& files = options.disk();
    if (!options.on_server() && !files.exists(options.database_path())) {
        throw StorageError(StorageFault::other, options.folder().string() + ": there is no clinic in this folder");
    }
    const Keys keys = Keys::load(files, options.key_path());
    // The anchors before the journal: a server that is running adds to the journal first.
    const AnchorRecord anchors = read_anchors(files, options.anchors_path(), keys);
    std::vector<std::unique_ptr<Db>> connections;
    try {
        const unsigned wanted = std::clamp(std::thread::hardware_concurrency(), 2U, 4U);
        for (unsigned i = 0; i < wanted; ++i) connections.push_back(open_for_reading(options));
    } catch (const StorageError& error) {
        if (error.fault() != StorageFault::corrupt) throw;
        Verification result;
        result.findings.push_back({.kind = FindingKind::unreadable, .sequence = 0, .stream = {}, .text = error.what()});
        return result;
    }
    const auto db = std::move(connections.back());
    connections.pop_back();
    if (db->format() == 0 && db->shared())
        throw StorageError(StorageFault::other, db->place() + ": there is no clinic in this schema");
    return Examination(*db, keys, anchors).run(connections);
}

}  // namespace afterglow::journal
