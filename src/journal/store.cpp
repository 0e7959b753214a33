#include "journal/store.h"

#include <sodium.h>

#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "journal/postgres/db.h"
#include "journal/schema.h"
#include "journal/tables.h"

namespace afterglow::journal {
namespace {

constexpr int kWriterCacheKib = 16384;
constexpr std::chrono::milliseconds kSilence{kBusyTimeoutMs + 2'000};  // of a database server: after it has waited, too

std::int64_t next_serial() {
    static std::atomic<std::int64_t> last{0};
    return ++last;
}

std::string new_uuid() {
    std::array<unsigned char, 16> bytes;
    randombytes_buf(bytes.data(), bytes.size());
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);  // RFC 9562, version 4
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", bytes[i]);
        text += digits;
    }
    return text;
}

std::int64_t pragma(Db& db, std::string_view sql) {
    auto row = db.prepare(sql);
    return row.step() ? row.int64(0) : 0;
}

std::optional<std::string> meta_value(Db& db, std::string_view name) {
    auto row = db.query("SELECT value FROM meta WHERE name = ?1", name);
    return row.step() ? std::optional(row.string(0)) : std::nullopt;
}

void expect_pragma(Db& db, const char* sql, std::string_view wanted) {
    auto row = db.prepare(sql);
    if (!row.step() || row.text(0) != wanted) {
        throw StorageError(StorageFault::other, db.place() +
                                                    ": the file system does not allow the mode that keeps data safe (" +
                                                    sql + " was refused); use a local disk");
    }
}

// Why the anchors contradict the journal; empty if they do not.
std::string contradiction(const AnchorRecord& record, const std::string& clinic, JournalReader& journal) {
    const Head head = journal.head();
    if (!record.present)
        return head.length == 0 ? ""
                                : "the anchors file is missing, so nothing tells whether the end of the journal is";
    if (record.bad_lines > 0)
        return std::to_string(record.bad_lines) + " lines of the anchors file are damaged or not signed with this key";
    const auto furthest = record.furthest();
    if (!furthest) return "";
    if (record.clinic != clinic) return "the anchors are those of another clinic";
    if (furthest->head.length > head.length) {
        return "the journal ends at event " + std::to_string(head.length) + ", but had " +
               std::to_string(furthest->head.length) + " events on " + to_text(furthest->at);
    }
    if (furthest->head.length > 0 && journal.mac_at(furthest->head.length) != furthest->head.mac) {
        return "event " + std::to_string(furthest->head.length) + " of the journal is not the one that was there on " +
               to_text(furthest->at);
    }
    return "";
}

// The anchors to go on with.
AnchorRecord check_anchors(const StoreOptions& options, const Keys& keys, const std::string& clinic,
                           JournalReader journal) {
    Files& files = options.disk();
    const auto path = options.anchors_path();
    AnchorRecord record = read_newest_anchors(files, path, keys);
    if (!record.present && options.join) return {};
    const std::string wrong = contradiction(record, clinic, journal);
    if (wrong.empty()) return record;
    if (!options.accept_restored) {
        throw StorageError(
            StorageFault::corrupt,
            path.string() + ": " + wrong +
                (options.on_server() && !record.present
                     ? ". If this is a further server of the clinic, start once with --join. If"
                     : ". If") +
                " the data was put back from a backup on purpose, start once with --accept-restored; otherwise "
                "keep everything as it is and find out what happened");
    }
    if (record.present) {
        files.rename(path, path.string() + ".before-" + std::to_string(options.now().ms));
        files.sync_folder(parent(path));
    }
    return {};
}

// What an earlier process wrote and did not live to sync is taken for committed by SQLite, and so for done by those who
// ask again. It must be as durable as what this process answers for.
void sync_leftovers(Files& files, const std::filesystem::path& database) {
    for (const auto& path : {database, std::filesystem::path(database) += "-wal"}) {
        if (const auto file = files.open(path, Files::Access::write)) file->sync();
    }
}

Keys open_keys(const StoreOptions& options, bool clinic_exists) {
    const auto path = options.key_path();
    // A new key for old data would make the whole journal look forged.
    if (clinic_exists || options.disk().exists(path)) return Keys::load(options.disk(), path);
    return Keys::create(options.disk(), path);
}

}  // namespace

Instant system_now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

std::filesystem::path StoreOptions::folder() const {
    // Without "/" at the end, else "<data>.key" would lie inside.
    const auto path = data.lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}
std::filesystem::path StoreOptions::beside(std::string_view ending) const { return folder() += ending; }
std::filesystem::path StoreOptions::key_path() const { return key.empty() ? beside(".key") : key; }
std::filesystem::path StoreOptions::anchors_path() const { return anchors.empty() ? beside(".anchors") : anchors; }
std::filesystem::path StoreOptions::erased_path() const { return anchors_path() += ".erased"; }
std::filesystem::path StoreOptions::database_path() const { return folder() / "clinic.db"; }

struct Store::Opened {
    StoreOptions options;
    std::unique_ptr<FolderLock> lock;
    Keys keys;
    std::unique_ptr<Db> db;
    Identity identity;
    AnchorRecord anchors;
};

std::unique_ptr<Store> Store::open(StoreOptions options) {
    Opened opened = options.on_server() ? open_server(std::move(options)) : open_folder(std::move(options));
    return std::unique_ptr<Store>(new Store(std::move(opened)));
}

Store::Store(Opened opened)
    : serial_(next_serial()),
      options_(std::move(opened.options)),
      lock_(std::move(opened.lock)),
      keys_(opened.keys),
      identity_(std::move(opened.identity)),
      db_(std::move(opened.db)),
      journal_(*db_, keys_, identity_.clinic),
      anchors_(options_.disk(), options_.anchors_path(), keys_, identity_.clinic, opened.anchors) {
    db_->unlock(keys_.wrapping_key());
    if (journal_.head().length > 0) anchors_.note_head(journal_.head(), now());
}

Store::Opened Store::open_folder(StoreOptions options) {
    Files& files = options.disk();
    const auto file = options.database_path();
    if (!options.create && !files.exists(file)) {
        throw StorageError(StorageFault::other, options.folder().string() + ": there is no clinic in this folder");
    }
    files.make_folder(options.folder());
    auto lock = files.lock(options.folder() / "lock");
    Keys keys = open_keys(options, files.exists(file));
    sync_leftovers(files, file);
    auto db = std::make_unique<SqliteDb>(
        file, SqliteDb::Options{.mode = options.create ? SqliteDb::Mode::create : SqliteDb::Mode::read_write,
                                .cache_kib = kWriterCacheKib,
                                .vfs = options.vfs});

    // EXTRA while the files are new, so that their names are as durable as their content (see create_clinic).
    db->exec("PRAGMA synchronous = EXTRA");
    const bool is_new = check_format(*db);
    expect_pragma(*db, "PRAGMA journal_mode = WAL", "wal");
    Identity identity = is_new ? create_clinic(*db, keys, options.now()) : read_identity(*db, keys);
    if (!is_new) upgrade(*db);
    // Each time: the process that made the files may not have come so far.
    for (const auto& folder : {options.folder(), parent(options.key_path())}) files.sync_folder(folder);
    AnchorRecord anchors = check_anchors(options, keys, identity.clinic, JournalReader(*db));

    db->exec("PRAGMA synchronous = FULL");
    db->take_over_the_log();  // the writer moves it into the file, after it has answered
    db->exec("PRAGMA journal_size_limit = 16777216");
    return {std::move(options), std::move(lock),     std::move(keys),
            std::move(db),      std::move(identity), std::move(anchors)};
}

bool Store::check_format(SqliteDb& db) {
    const std::int64_t format = db.format();
    // Also after a crash during creation: it is one transaction.
    if (format == 0 && db.tables().empty()) return true;
    if (pragma(db, "PRAGMA application_id") != kApplicationId || format == 0) {
        throw StorageError(StorageFault::corrupt, db.place() + ": this is not the database of a clinic");
    }
    require_known_format(db, format);
    return false;
}

void require_known_format(const Db& db, std::int64_t format) {
    if (format <= kFormat) return;
    throw StorageError(StorageFault::newer_format, db.place() + ": written by a newer version of Afterglow (format " +
                                                       std::to_string(format) + "; this version knows up to " +
                                                       std::to_string(kFormat) +
                                                       "). Install that version; nothing was changed");
}

// In one transaction: after a power cut it is as before, or done.
template <class AnyDb>
void Store::upgrade(AnyDb& db) {
    if (db.format() >= kFormat) return;
    db.begin_writing();  // another server may be about to do the same
    upgrade_tables(db);
    db.run("COMMIT");
}

Store::Identity Store::new_identity(Db& db, const Keys& keys, Instant now) {
    Identity identity{.clinic = new_uuid(), .created_at = now};
    const auto put = [&](const char* name, const std::string& value) {
        db.run("INSERT INTO meta VALUES (?1, ?2)", name, value);
    };
    put("clinic", identity.clinic);
    put("created_at", std::to_string(now.ms));
    put("key", keys.id());
    return identity;
}

Store::Identity Store::create_clinic(SqliteDb& db, const Keys& keys, Instant now) {
    db.begin_writing();
    make_tables(db);
    Identity identity = new_identity(db, keys, now);
    db.exec("COMMIT");
    return identity;
}

// ---- on a server ----------------------------------------------------------------------------------------------------

Store::Opened Store::open_server(StoreOptions options) {
    Files& files = options.disk();
    auto lock = files.lock(options.anchors_path() += ".lock");
    auto db = std::make_unique<PostgresDb>(PostgresDb::Options{
        .server = options.server, .schema = options.schema, .allow_unsafe = options.allow_unsafe, .silence = kSilence});
    const std::int64_t format = db->format();
    require_known_format(*db, format);
    if (format == 0 && !options.create)
        throw StorageError(StorageFault::other, db->place() + ": there is no clinic in this schema");
    Keys keys = open_keys(options, format != 0);
    files.sync_folder(parent(options.key_path()));
    Identity identity = format == 0 ? create_clinic(*db, keys, options.now()) : read_identity(*db, keys);
    if (format != 0) upgrade(*db);
    AnchorRecord anchors = check_anchors(options, keys, identity.clinic, JournalReader(*db));
    return {std::move(options), std::move(lock),     std::move(keys),
            std::move(db),      std::move(identity), std::move(anchors)};
}

// Another server may be about to do the same: whoever comes second finds the clinic there.
Store::Identity Store::create_clinic(PostgresDb& db, const Keys& keys, Instant now) {
    db.begin_creating();
    if (db.format() != 0) {
        db.exec("ROLLBACK");
        return read_identity(db, keys);
    }
    make_tables(db);
    Identity identity = new_identity(db, keys, now);
    db.run("COMMIT");
    return identity;
}

// ---- both -----------------------------------------------------------------------------------------------------------

void unlock(Db& db, const StoreOptions& options) {
    if (options.disk().exists(options.key_path()))
        db.unlock(Keys::load(options.disk(), options.key_path()).wrapping_key());
}

std::unique_ptr<Db> open_for_writing(const StoreOptions& options) {
    std::unique_ptr<Db> db;
    if (options.on_server()) {
        db = std::make_unique<PostgresDb>(PostgresDb::Options{
            .server = options.server, .schema = options.schema, .allow_unsafe = options.allow_unsafe});
    } else {
        db = std::make_unique<SqliteDb>(options.database_path(),
                                        SqliteDb::Options{.cache_kib = kWriterCacheKib, .vfs = options.vfs});
    }
    unlock(*db, options);
    return db;
}

Store::Identity Store::read_identity(Db& db, const Keys& keys) {
    if (const auto place = meta_value(db, kMovedTo)) {
        throw StorageError(StorageFault::other, db.place() + ": this clinic was moved to " + *place +
                                                    "; serve it there. What is here was only left in case");
    }
    const auto clinic = meta_value(db, "clinic"), created_at = meta_value(db, "created_at"),
               key = meta_value(db, "key");
    if (!clinic || !created_at || !key)
        throw StorageError(StorageFault::corrupt, db.place() + ": the table `meta` is damaged");
    if (*key != keys.id()) {
        throw StorageError(StorageFault::key, db.place() + ": the key file holds key " + keys.id() +
                                                  ", but this clinic's is " + *key + ". Name the right one with --key");
    }
    Identity identity{.clinic = *clinic, .created_at = {}};
    std::from_chars(created_at->data(), created_at->data() + created_at->size(), identity.created_at.ms);
    return identity;
}

std::unique_ptr<Db> Store::open_reader(int cache_kib) const {
    std::unique_ptr<Db> db;
    if (options_.on_server()) {
        db = std::make_unique<PostgresDb>(PostgresDb::Options{
            .server = options_.server, .schema = options_.schema, .read_only = true, .silence = kSilence});
    } else {
        db = std::make_unique<SqliteDb>(
            options_.database_path(),
            SqliteDb::Options{.mode = SqliteDb::Mode::read_only, .cache_kib = cache_kib, .vfs = options_.vfs});
    }
    db->unlock(keys_.wrapping_key());
    return db;
}

}  // namespace afterglow::journal
