#include "journal/sqlite/db.h"

#include <sqlite3.h>

#include <cerrno>
#include <climits>

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
        case StorageFault::newer_format:
        case StorageFault::locked:
        case StorageFault::key:
        case StorageFault::other: break;
    }
    return "it cannot be used";
}

}  // namespace

std::string_view storage_fault_name(StorageFault fault) {
    switch (fault) {
        case StorageFault::full: return "full";
        case StorageFault::read_only: return "read_only";
        case StorageFault::io: return "io";
        case StorageFault::corrupt: return "corrupt";
        case StorageFault::busy: return "busy";
        case StorageFault::newer_format: return "newer_format";
        case StorageFault::locked: return "locked";
        case StorageFault::key: return "key";
        case StorageFault::other: break;
    }
    return "other";
}

// ---- statements -----------------------------------------------------------------------------------------------------

Statement::Statement(Db& db, sqlite3_stmt* statement, bool* in_use)
    : db_(&db), statement_(statement), in_use_(in_use) {}

Statement::Statement(Statement&& other) noexcept
    : db_(other.db_), statement_(other.statement_), in_use_(other.in_use_) {
    other.statement_ = nullptr;
}

Statement::~Statement() {
    if (!statement_) return;
    if (!in_use_) {
        sqlite3_finalize(statement_);
        return;
    }
    sqlite3_reset(statement_);           // repeats the code of the last step, which was looked at there
    sqlite3_clear_bindings(statement_);  // a payload must not stay in memory for as long as the cache lives
    *in_use_ = false;
}

void Statement::check(int code) {
    if (code != SQLITE_OK) db_->fail(code, sqlite3_sql(statement_));
}

Statement& Statement::bind(int position, std::nullptr_t) {
    check(sqlite3_bind_null(statement_, position));
    return *this;
}
Statement& Statement::bind(int position, Blob value) {
    const char* data = value.bytes.empty() ? "" : value.bytes.data();  // a null pointer would bind NULL
    check(sqlite3_bind_blob64(statement_, position, data, value.bytes.size(), SQLITE_TRANSIENT));
    return *this;
}
Statement& Statement::bind(int position, std::string_view value) {
    const char* data = value.empty() ? "" : value.data();
    check(sqlite3_bind_text64(statement_, position, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}
Statement& Statement::bind_int64(int position, std::int64_t value) {
    check(sqlite3_bind_int64(statement_, position, value));
    return *this;
}
Statement& Statement::bind_double(int position, double value) {
    check(sqlite3_bind_double(statement_, position, value));
    return *this;
}

bool Statement::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) db_->fail(code, sqlite3_sql(statement_));
    return false;
}

void Statement::run() {
    while (step()) {
    }
}

void Statement::reset() { sqlite3_reset(statement_); }

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
std::int64_t Statement::int64(int column) const { return sqlite3_column_int64(statement_, column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }

std::string_view Statement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)))
                : std::string_view();
}
std::string_view Statement::blob(int column) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)))
                : std::string_view();
}

std::optional<std::int64_t> Statement::optional_int64(int column) const {
    return is_null(column) ? std::nullopt : std::optional(int64(column));
}
std::optional<double> Statement::optional_real(int column) const {
    return is_null(column) ? std::nullopt : std::optional(real(column));
}
std::optional<std::string> Statement::optional_string(int column) const {
    return is_null(column) ? std::nullopt : std::optional(string(column));
}
std::optional<Instant> Statement::optional_instant(int column) const {
    return is_null(column) ? std::nullopt : std::optional(instant(column));
}
int Statement::column_count() const { return sqlite3_column_count(statement_); }
std::string_view Statement::column_name(int column) const { return sqlite3_column_name(statement_, column); }

// ---- connection -----------------------------------------------------------------------------------------------------

Db::Db(const std::filesystem::path& file, const Options& options) : file_(file), options_(options) {
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

Db::~Db() {
    for (auto& [sql, cached] : cache_) sqlite3_finalize(cached.statement);
    sqlite3_close_v2(db_);
}

std::string Db::name() const {
    return options_.mode == Mode::unchanging ? "file:" + uri_escaped(file_.string()) + "?immutable=1" : file_.string();
}

std::string Db::uri_escaped(std::string_view path) {
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

void Db::set_up() {
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
                               // Else REPLACE would delete rows without asking the triggers that refuse it.
                               "PRAGMA recursive_triggers = ON;";
    exec(script.c_str());
}

void Db::exec(const char* script) {
    const int code = sqlite3_exec(db_, script, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code, script);
}

Statement Db::prepare(std::string_view sql) {
    const auto found = cache_.find(sql);
    if (found == cache_.end()) {
        if (cache_.size() >= kMaxCachedStatements) forget_idle_statements();
        auto [fresh, inserted] = cache_.emplace(std::string(sql), Cached{compile(sql), std::make_unique<bool>(true)});
        return {*this, fresh->second.statement, fresh->second.in_use.get()};
    }
    Cached& cached = found->second;
    if (*cached.in_use) return {*this, compile(sql), nullptr};  // somebody further up is in the middle of its rows
    *cached.in_use = true;
    return {*this, cached.statement, cached.in_use.get()};
}

sqlite3_stmt* Db::compile(std::string_view sql) {
    if (sql.size() > INT_MAX) throw std::invalid_argument("a statement of more than 2 GB");
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &statement, nullptr);
    if (code != SQLITE_OK) fail(code, sql);
    if (!statement) throw std::invalid_argument("an empty statement");
    return statement;
}

void Db::forget_idle_statements() {
    std::erase_if(cache_, [](auto& entry) {
        if (*entry.second.in_use) return false;
        sqlite3_finalize(entry.second.statement);
        return true;
    });
}

std::int64_t Db::changes() const { return sqlite3_changes64(db_); }
bool Db::in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }

void Db::fail(int code, std::string_view doing) const {
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
    throw StorageError(fault, text, code);
}

Snapshot::Snapshot(Db& db) : db_(db) { db_.run("BEGIN"); }
Snapshot::~Snapshot() {
    try {
        if (db_.in_transaction()) db_.run("COMMIT");  // nothing was written
    } catch (const StorageError&) {
        // The next query on this connection meets the same fault and reports it.
    }
}

}  // namespace afterglow::journal
