#include "journal/sqlite/db.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <climits>

#include "journal/schema.h"

namespace afterglow::journal {
namespace {

StorageFault fault_of(int code, int system_errno) {
    if (system_errno == ENOSPC || system_errno == EDQUOT) return StorageFault::full;
    switch (code & 0xff) {
        case SQLITE_FULL: return StorageFault::full;
        case SQLITE_READONLY:
        case SQLITE_PERM: return StorageFault::read_only;
        case SQLITE_CANTOPEN:
            return system_errno == EACCES || system_errno == EROFS ? StorageFault::read_only : StorageFault::io;
        case SQLITE_IOERR: return StorageFault::io;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return StorageFault::corrupt;
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return StorageFault::busy;
        default: return StorageFault::other;
    }
}

std::string_view plain(StorageFault fault) {
    switch (fault) {
        case StorageFault::full: return "the disk is full";
        case StorageFault::read_only: return "the file or its folder may not be written";
        case StorageFault::io: return "the disk does not read or write";
        case StorageFault::corrupt: return "the file is damaged or not a database";
        case StorageFault::busy: return "another program holds the database";
        case StorageFault::unreachable:
        case StorageFault::newer_format:
        case StorageFault::locked:
        case StorageFault::key:
        case StorageFault::other: break;
    }
    return "it cannot be used";
}

constexpr int kPatientCheckpoint = 16;  // times what is worth it: readers hinder it, wait for them a little
constexpr int kPatientCheckpointMs = 100;
constexpr std::uintmax_t kRoomToGoOn = 256 * 1024;  // bytes free on a disk that was full

}  // namespace

// ---- statements -----------------------------------------------------------------------------------------------------

class SqliteStatement final : public Compiled {
public:
    SqliteStatement(SqliteDb& db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}
    ~SqliteStatement() override { sqlite3_finalize(statement_); }

    void bind_null(int position, ValueType) override { check(sqlite3_bind_null(statement_, position)); }
    void bind_blob(int position, std::string_view bytes) override {
        const char* data = bytes.empty() ? "" : bytes.data();  // a null pointer would bind NULL
        check(sqlite3_bind_blob64(statement_, position, data, bytes.size(), SQLITE_TRANSIENT));
    }
    void bind_text(int position, std::string_view text) override {
        const char* data = text.empty() ? "" : text.data();
        check(sqlite3_bind_text64(statement_, position, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    }
    void bind_int64(int position, std::int64_t value) override {
        check(sqlite3_bind_int64(statement_, position, value));
    }
    void bind_double(int position, double value) override { check(sqlite3_bind_double(statement_, position, value)); }

    bool step() override {
        const int code = sqlite3_step(statement_);
        if (code == SQLITE_ROW) return true;
        if (code != SQLITE_DONE) db_.fail(code, sqlite3_sql(statement_));
        return false;
    }
    void reset() override {
        sqlite3_reset(statement_);
    }  // repeats the code of the last step, which was looked at there
    void clear() override {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }

    bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
    ValueType type(int column) const override {
        switch (sqlite3_column_type(statement_, column)) {
            case SQLITE_INTEGER: return ValueType::integer;
            case SQLITE_FLOAT: return ValueType::real;
            case SQLITE_TEXT: return ValueType::text;
            case SQLITE_BLOB: return ValueType::blob;
            default: return ValueType::unknown;
        }
    }
    std::int64_t int64(int column) const override { return sqlite3_column_int64(statement_, column); }
    double real(int column) const override { return sqlite3_column_double(statement_, column); }
    std::string_view text(int column) const override {
        return bytes_at(reinterpret_cast<const char*>(sqlite3_column_text(statement_, column)), column);
    }
    std::string_view blob(int column) const override {
        return bytes_at(static_cast<const char*>(sqlite3_column_blob(statement_, column)), column);
    }
    int column_count() const override { return sqlite3_column_count(statement_); }
    std::string_view column_name(int column) const override { return sqlite3_column_name(statement_, column); }

private:
    void check(int code) {
        if (code != SQLITE_OK) db_.fail(code, sqlite3_sql(statement_));
    }
    std::string_view bytes_at(const char* data, int column) const {
        if (!data) return {};
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }

    SqliteDb& db_;
    sqlite3_stmt* statement_;
};

// ---- connection -----------------------------------------------------------------------------------------------------

SqliteDb::SqliteDb(const std::filesystem::path& file, const Options& options) : file_(file), options_(options) {
    // A connection is used by one thread at a time, so SQLite's own locks around it are not needed.
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    switch (options.mode) {
        case Mode::read_only: flags |= SQLITE_OPEN_READONLY; break;
        case Mode::unchanging: flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI; break;
        case Mode::read_write: flags |= SQLITE_OPEN_READWRITE; break;
        case Mode::create:
            flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI;
            break;  // it may attach one
    }
    const int code = sqlite3_open_v2(name().c_str(), &db_, flags, options.vfs);
    try {
        if (code != SQLITE_OK) fail(code, "open");
        set_up();
    } catch (...) {
        sqlite3_close_v2(db_);
        throw;
    }
}

SqliteDb::~SqliteDb() {
    forget_statements();
    sqlite3_close_v2(db_);
}

std::string SqliteDb::name() const {
    return options_.mode == Mode::unchanging ? "file:" + uri_escaped(file_.string()) + "?immutable=1" : file_.string();
}

std::string SqliteDb::uri_escaped(std::string_view path) {
    std::string out;
    for (const char c : path) {
        if (c == '?' || c == '#' || c == '%') {
            constexpr char kDigits[] = "0123456789abcdef";
            out += {'%', kDigits[static_cast<unsigned char>(c) >> 4], kDigits[c & 15]};
        } else {
            out += c;
        }
    }
    return out;
}

void SqliteDb::set_up() {
    sqlite3_busy_timeout(db_, kBusyTimeoutMs);
    // Against files made to harm: no code from the schema, no writing to SQLite's own tables.
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // "text" in double quotes is a name, and if there is none an error.
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
    const std::string script = "PRAGMA cache_size = -" + std::to_string(options_.cache_kib) +
                               ";"
                               "PRAGMA temp_store = MEMORY;"
                               "PRAGMA mmap_size = 0;"
                               "PRAGMA cell_size_check = ON;"
                               // What is deleted is overwritten: an erased person leaves nothing behind.
                               "PRAGMA secure_delete = ON;"
                               // Else REPLACE would delete rows without asking the triggers that refuse it.
                               "PRAGMA recursive_triggers = ON;";
    exec(script.c_str());
}

void SqliteDb::exec(const char* script) {
    const int code = sqlite3_exec(db_, script, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code, script);
}

std::unique_ptr<Compiled> SqliteDb::compile(std::string_view sql) {
    if (sql.size() > INT_MAX) throw std::invalid_argument("a statement of more than 2 GB");
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &statement, nullptr);
    if (code != SQLITE_OK) fail(code, sql);
    if (!statement) throw std::invalid_argument("an empty statement");
    return std::make_unique<SqliteStatement>(*this, statement);
}

std::int64_t SqliteDb::changes() const { return sqlite3_changes64(db_); }
bool SqliteDb::in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }

void SqliteDb::fail(int code, std::string_view doing) const {
    const bool disk_was_asked =
        (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN || (code & 0xff) == SQLITE_FULL;
    const StorageFault fault = fault_of(code, db_ && disk_was_asked ? sqlite3_system_errno(db_) : 0);
    std::string text = file_.string();
    text.append(": ").append(plain(fault));
    text.append(" (")
        .append(db_ ? sqlite3_errmsg(db_) : sqlite3_errstr(code))
        .append("; code ")
        .append(std::to_string(code));
    text.append("; doing: ").append(doing.substr(0, 80)).append(")");
    throw StorageError(fault, text);
}

void SqliteDb::begin_writing() { run("BEGIN IMMEDIATE"); }
void SqliteDb::begin_reading() { run("BEGIN"); }
void SqliteDb::recover() {
    if (in_transaction()) run("ROLLBACK");
}

bool SqliteDb::has_table(std::string_view name) {
    return query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1", name).step();
}

std::vector<std::string> SqliteDb::tables() {
    return column_of(
        prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"));
}

std::int64_t SqliteDb::format() {
    auto row = prepare("PRAGMA user_version");
    return row.step() ? row.int64(0) : 0;
}

// ---- upkeep ---------------------------------------------------------------------------------------------------------

void SqliteDb::take_over_the_log() {
    exec("PRAGMA wal_autocheckpoint = 0");
    sqlite3_wal_hook(
        db_,
        [](void* db, sqlite3*, const char*, int pages) {
            static_cast<SqliteDb*>(db)->log_pages_ = pages;
            return SQLITE_OK;
        },
        this);
}

void SqliteDb::keep_house(int worth_pages) {
    if (empty_the_log_)
        empty_the_log_ =
            sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr) != SQLITE_OK;
    if (log_pages_ >= worth_pages) checkpoint(log_pages_ >= kPatientCheckpoint * worth_pages);
}

// Moves the write-ahead log into the database file. Not being able to is no loss: everything stays in the log.
void SqliteDb::checkpoint(bool patient) {
    if (patient) sqlite3_busy_timeout(db_, kPatientCheckpointMs);
    const int code = sqlite3_wal_checkpoint_v2(
        db_, nullptr, patient ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (patient) sqlite3_busy_timeout(db_, kBusyTimeoutMs);
    log_pages_ = 0;  // the next commit tells how long it still is
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) {
        throw StorageError(StorageFault::io, place() + ": the log cannot be moved into the database: " +
                                                 sqlite3_errstr(code) + " (code " + std::to_string(code) + ")");
    }
}

void SqliteDb::forbid_overlaps(const std::string& table) {
    exec(fmt::format(
             "CREATE TRIGGER {0}_overlaps BEFORE INSERT ON {0} WHEN EXISTS (SELECT 1 FROM {0} WHERE day = NEW.day "
             "AND whom = NEW.whom AND starts_at < NEW.ends_at AND NEW.starts_at < ends_at) "
             "BEGIN SELECT RAISE(ABORT, 'what is taken cannot be taken again'); END",
             table)
             .c_str());
}

bool SqliteDb::forbids_overlaps(const std::string& table) {
    return query("SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND name = ?1", table + "_overlaps").step();
}

void SqliteDb::touch() {
    exec(("PRAGMA user_version = " + std::to_string(kFormat)).c_str());  // writes the first page as it was
}

// On a full disk the smallest changes may still fit while all others are refused: that is not being well again.
bool SqliteDb::has_room() const {
    std::error_code unknown;
    const auto space = std::filesystem::space(file_.parent_path(), unknown);
    return unknown || space.available >= kRoomToGoOn;
}

// ---- for verify -----------------------------------------------------------------------------------------------------

std::vector<std::string> SqliteDb::schema_faults() {
    std::vector<std::string> faults;
    const std::int64_t written_with = format();
    for (const SchemaObject& object : kSchema) {
        if (object.since > 1 && object.since > written_with) continue;  // of an earlier format
        auto row = query("SELECT sql FROM sqlite_schema WHERE name = ?1", object.name);
        if (!row.step() || row.text(0) != object.sql) {
            faults.push_back("`" + std::string(object.name) +
                             "` is missing in the database or not as the program made it");
        }
    }
    auto strange = prepare(
        "SELECT name FROM sqlite_schema WHERE tbl_name = 'journal' AND type = 'trigger' "
        "AND name NOT IN ('journal_keeps_rows', 'journal_keeps_content', 'journal_grows_at_the_end')");
    while (strange.step()) faults.push_back("somebody added the trigger `" + strange.string(0) + "` to the journal");
    return faults;
}

// An index that lies would hide rows from everybody who asks by stream or command.
std::vector<std::string> SqliteDb::damage(std::size_t max) {
    std::vector<std::string> damage;
    auto row = prepare("PRAGMA integrity_check(journal)");
    while (damage.size() < max && row.step()) {
        if (row.text(0) != "ok") damage.push_back(row.string(0));
    }
    return damage;
}

namespace {

// A temporary database, gone when closed, to which the live one is attached.
class SqliteScratch final : public Scratch {
public:
    explicit SqliteScratch(std::string live) : live_(std::move(live)) { db_.exec("BEGIN"); }
    Db& db() override { return db_; }
    void finish() override {
        db_.exec("COMMIT");
        db_.query("ATTACH ?1 AS live", live_).run();
    }
    std::string_view live() const override { return "live"; }
    std::string_view made() const override { return "main"; }

private:
    std::string live_;
    SqliteDb db_{"", {.mode = SqliteDb::Mode::create, .cache_kib = 8192}};
};

}  // namespace

std::unique_ptr<Scratch> SqliteDb::scratch() { return std::make_unique<SqliteScratch>(name()); }

}  // namespace afterglow::journal
