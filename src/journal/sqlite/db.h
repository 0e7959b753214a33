#pragma once
// One connection to the SQLite file of a clinic, and the statements run on it. Everything that touches the database
// goes through here, so that every error code is looked at in one place and becomes a StorageError.
//
//   auto statement = db.query("SELECT name, born FROM person WHERE id = ?1", id);
//   while (statement.step()) use(statement.text(0), statement.optional_int64(1));
//   db.run("DELETE FROM draft WHERE id = ?1", id);
//
// SQL texts are constants: they are the key of the statement cache, and nothing a user typed ever becomes part of one.
// A connection belongs to one thread at a time.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/time.h"

struct sqlite3;
struct sqlite3_stmt;

namespace afterglow::journal {

// What is wrong with the storage, as far as somebody can do something about it.
enum class StorageFault {
    full,          // no space left: free some, writing goes on by itself
    read_only,     // the folder or file may not be written
    io,            // the disk or file system failed
    corrupt,       // the content is not what was written
    busy,          // another connection holds the database for too long
    newer_format,  // written by a newer version of this program
    locked,        // another server is running on the folder
    key,           // the key file is missing, wrong or readable by others
    other,
};
std::string_view storage_fault_name(StorageFault fault);  // "full", "read_only", …

// A disk that says no. `what()` is a plain sentence for the person who runs the server.
class StorageError : public std::runtime_error {
public:
    StorageError(StorageFault fault, const std::string& text, int sqlite_code = 0)
        : std::runtime_error(text), fault_(fault), sqlite_code_(sqlite_code) {}
    StorageFault fault() const { return fault_; }
    int sqlite_code() const { return sqlite_code_; }  // the extended result code, 0 if SQLite was not asked

private:
    StorageFault fault_;
    int sqlite_code_;
};

struct Blob {
    std::string_view bytes;
};

class Db;

// A prepared statement borrowed from its connection's cache; given back, reset, when it goes out of scope.
class Statement {
public:
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    // Positions count from 1, as in ?1. The values are copied.
    Statement& bind(int position, std::nullptr_t);
    Statement& bind(int position, Blob value);
    Statement& bind(int position, std::string_view value);
    Statement& bind(int position, const std::string& value) { return bind(position, std::string_view(value)); }
    Statement& bind(int position, const char* value) { return bind(position, std::string_view(value)); }
    Statement& bind(int position, Instant value) { return bind_int64(position, value.ms); }
    template <std::integral T>
    Statement& bind(int position, T value) {
        return bind_int64(position, static_cast<std::int64_t>(value));
    }
    template <std::floating_point T>
    Statement& bind(int position, T value) {
        return bind_double(position, value);
    }
    // The small value types of base/types.h that carry a text: Id, Text.
    template <class T>
        requires requires(const T& each) {
            { each.value } -> std::convertible_to<std::string_view>;
        }
    Statement& bind(int position, const T& value) {
        return bind(position, std::string_view(value.value));
    }
    template <class T>
    Statement& bind(int position, const std::optional<T>& value) {
        return value ? bind(position, *value) : bind(position, nullptr);
    }

    template <class... Values>
    Statement& bind_all(const Values&... values) {
        int position = 0;
        (bind(++position, values), ...);
        return *this;
    }

    bool step();   // true: there is a row
    void run();    // to the end, ignoring rows
    void reset();  // ready for other values; the bound ones stay until bound again

    // Columns count from 0. Views are valid until the next step or reset.
    bool is_null(int column) const;
    std::int64_t int64(int column) const;
    double real(int column) const;
    std::string_view text(int column) const;
    std::string_view blob(int column) const;
    std::string string(int column) const { return std::string(text(column)); }
    bool boolean(int column) const { return int64(column) != 0; }
    Instant instant(int column) const { return {int64(column)}; }
    std::optional<std::int64_t> optional_int64(int column) const;
    std::optional<double> optional_real(int column) const;
    std::optional<std::string> optional_string(int column) const;
    std::optional<Instant> optional_instant(int column) const;
    int column_count() const;
    std::string_view column_name(int column) const;
    sqlite3_stmt* handle() const { return statement_; }

private:
    friend class Db;
    Statement(Db& db, sqlite3_stmt* statement, bool* in_use);
    Statement& bind_int64(int position, std::int64_t value);
    Statement& bind_double(int position, double value);
    void check(int code);

    Db* db_;
    sqlite3_stmt* statement_;
    bool* in_use_;  // the cache's mark; null if this statement is not from the cache
};

inline constexpr int kBusyTimeoutMs = 5000;  // how long to wait for another connection

class Db {
public:
    enum class Mode {
        read_only,
        unchanging,  // read only, promising that nobody writes meanwhile: for a folder where nothing can be created
        read_write,
        create,
    };
    struct Options {
        Mode mode = Mode::read_write;
        int cache_kib = 1024;       // of pages, per connection
        const char* vfs = nullptr;  // another door to the disk, for tests
    };
    static constexpr std::size_t kMaxCachedStatements = 256;

    Db(const std::filesystem::path& file, const Options& options);
    ~Db();
    Db(const Db&) = delete;
    Db& operator=(const Db&) = delete;

    void exec(const char* script);  // one or several statements without values; rows are ignored

    Statement prepare(std::string_view sql);
    template <class... Values>
    Statement query(std::string_view sql, const Values&... values) {
        Statement statement = prepare(sql);
        statement.bind_all(values...);
        return statement;
    }
    // Runs a statement to its end; how many rows it changed.
    template <class... Values>
    std::int64_t run(std::string_view sql, const Values&... values) {
        query(sql, values...).run();
        return changes();
    }

    std::int64_t changes() const;
    bool in_transaction() const;  // false again if SQLite rolled back by itself, as it may on a failing disk
    bool read_only() const { return options_.mode == Mode::read_only || options_.mode == Mode::unchanging; }
    const std::filesystem::path& file() const { return file_; }
    std::string name() const;                // under which a connection of Mode::create can attach the same file
    sqlite3* handle() const { return db_; }  // for functions and collations of one's own

private:
    friend class Statement;
    struct Cached {
        sqlite3_stmt* statement;
        std::unique_ptr<bool> in_use;
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    [[noreturn]] void fail(int code, std::string_view doing) const;
    static std::string uri_escaped(std::string_view path);
    void set_up();
    sqlite3_stmt* compile(std::string_view sql);
    void forget_idle_statements();

    std::filesystem::path file_;
    Options options_;
    sqlite3* db_ = nullptr;
    std::unordered_map<std::string, Cached, TextHash, std::equal_to<>> cache_;
};

// While it lives, all queries of a reading connection see the database as it is at the first of them.
class Snapshot {
public:
    explicit Snapshot(Db& db);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    Db& db_;
};

}  // namespace afterglow::journal
