#pragma once
// One connection to the database of a clinic, and the statements run on it: the same for SQLite (sqlite/db.h) and
// PostgreSQL (postgres/db.h). Everything that touches the database goes through here, so that every error is looked at in
// one place and becomes a StorageError.
//
//   auto statement = db.query("SELECT name, born FROM person WHERE id = ?1", id);
//   while (statement.step()) use(statement.text(0), statement.optional_int64(1));
//   db.run("DELETE FROM draft WHERE id = ?1", id);
//
// SQL texts are constants: they are the key of the statement cache, and nothing a user typed ever becomes part of one.
// A connection belongs to one thread at a time.

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.h"

namespace afterglow::journal {

// What is wrong with the storage, as far as somebody can do something about it.
enum class StorageFault {
    full,          // no space left: free some, writing goes on by itself
    read_only,     // the folder or file may not be written
    io,            // the disk or file system failed
    corrupt,       // the content is not what was written
    busy,          // another connection holds the database for too long
    unreachable,   // the database server does not answer: writing goes on by itself when it does
    newer_format,  // written by a newer version of this program
    locked,        // another server is running on the folder
    key,           // the key file is missing, wrong or readable by others
    other,
};
std::string_view storage_fault_name(StorageFault fault);  // "full", "read_only", …

// A disk that says no. `what()` is a plain sentence for the person who runs the server.
class StorageError : public std::runtime_error {
public:
    StorageError(StorageFault fault, const std::string& text) : std::runtime_error(text), fault_(fault) {}
    StorageFault fault() const { return fault_; }

private:
    StorageFault fault_;
};

struct Blob {
    std::string_view bytes;
};

enum class ValueType { integer, real, text, blob, unknown };

// A statement that was sent ahead failed (Db::run_ahead). Which one it was is in the text; nothing of the transaction counts.
class PipelineFailure : public StorageError {
public:
    using StorageError::StorageError;
};

// What a value of this C++ type is in the database; a NULL has a type, too.
template <class T>
constexpr ValueType value_type() {
    if constexpr (std::integral<T> || std::same_as<T, Instant>) return ValueType::integer;
    if constexpr (std::floating_point<T>) return ValueType::real;
    if constexpr (std::same_as<T, Blob>) return ValueType::blob;
    return ValueType::text;
}

// A compiled statement of one connection: what each database does in its own way. Used through Statement.
class Compiled {
public:
    virtual ~Compiled() = default;
    virtual void bind_null(int position, ValueType type) = 0;
    virtual void bind_blob(int position, std::string_view bytes) = 0;
    virtual void bind_text(int position, std::string_view text) = 0;
    virtual void bind_int64(int position, std::int64_t value) = 0;
    virtual void bind_double(int position, double value) = 0;
    virtual bool step() = 0;
    virtual void run();  // to the end, ignoring rows
    virtual void reset() = 0;
    virtual void clear() = 0;  // reset, and forget the bound values
    virtual bool is_null(int column) const = 0;
    virtual ValueType type(int column) const = 0;  // of the value in this row; unknown: NULL
    virtual std::int64_t int64(int column) const = 0;
    virtual double real(int column) const = 0;
    virtual std::string_view text(int column) const = 0;
    virtual std::string_view blob(int column) const = 0;
    virtual int column_count() const = 0;
    virtual std::string_view column_name(int column) const = 0;
};

// A prepared statement borrowed from its connection's cache; given back, reset, when it goes out of scope.
class Statement {
public:
    Statement(Compiled& cached, bool& in_use) : compiled_(&cached), in_use_(&in_use) {}
    explicit Statement(std::unique_ptr<Compiled> own) : own_(std::move(own)), compiled_(own_.get()) {}
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    // Positions count from 1, as in ?1. The values are copied.
    Statement& bind(int position, std::nullptr_t) { return compiled_->bind_null(position, ValueType::unknown), *this; }
    Statement& bind(int position, Blob value) { return compiled_->bind_blob(position, value.bytes), *this; }
    Statement& bind(int position, std::string_view value) { return compiled_->bind_text(position, value), *this; }
    Statement& bind(int position, const std::string& value) { return bind(position, std::string_view(value)); }
    Statement& bind(int position, const char* value) { return bind(position, std::string_view(value)); }
    Statement& bind(int position, Instant value) { return compiled_->bind_int64(position, value.ms), *this; }
    template <std::integral T>
    Statement& bind(int position, T value) {
        return compiled_->bind_int64(position, static_cast<std::int64_t>(value)), *this;
    }
    template <std::floating_point T>
    Statement& bind(int position, T value) {
        return compiled_->bind_double(position, value), *this;
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
        return value ? bind(position, *value) : (compiled_->bind_null(position, value_type<T>()), *this);
    }

    template <class... Values>
    Statement& bind_all(const Values&... values) {
        int position = 0;
        (bind(++position, values), ...);
        return *this;
    }

    bool step() { return compiled_->step(); }  // true: there is a row
    void run() { compiled_->run(); }           // to the end, ignoring rows
    void reset() { compiled_->reset(); }       // ready for other values; the bound ones stay until bound again

    // Columns count from 0. Views are valid until the next step or reset.
    bool is_null(int column) const { return compiled_->is_null(column); }
    ValueType type(int column) const { return compiled_->type(column); }
    std::int64_t int64(int column) const { return compiled_->int64(column); }
    double real(int column) const { return compiled_->real(column); }
    std::string_view text(int column) const { return compiled_->text(column); }
    std::string_view blob(int column) const { return compiled_->blob(column); }
    std::string string(int column) const { return std::string(text(column)); }
    bool boolean(int column) const { return int64(column) != 0; }
    Instant instant(int column) const { return {int64(column)}; }
    std::optional<std::int64_t> optional_int64(int column) const;
    std::optional<double> optional_real(int column) const;
    std::optional<std::string> optional_string(int column) const;
    std::optional<Instant> optional_instant(int column) const;
    int column_count() const { return compiled_->column_count(); }
    std::string_view column_name(int column) const { return compiled_->column_name(column); }

private:
    std::unique_ptr<Compiled> own_;  // null if it is the cache's
    Compiled* compiled_;
    bool* in_use_ = nullptr;  // the cache's mark
};

std::vector<std::string> column_of(Statement rows);  // the first column of all rows, as texts

inline constexpr int kBusyTimeoutMs = 5000;  // how long to wait for another connection

// Two sets of tables with the same names: the live ones, and those that are made to compare them with.
class Scratch;

class Db {
public:
    static constexpr std::size_t kMaxCachedStatements = 256;

    virtual ~Db() = default;
    Db(const Db&) = delete;
    Db& operator=(const Db&) = delete;

    virtual void exec(const char* script) = 0;  // one or several statements without values; rows are ignored

    Statement prepare(std::string_view sql);
    template <class... Values>
    Statement query(std::string_view sql, const Values&... values) {
        Statement statement = prepare(sql);
        statement.bind_all(values...);
        return statement;
    }
    template <class... Values>
    void run(std::string_view sql, const Values&... values) {
        query(sql, values...).run();
    }
    // The same, waited for: how many rows it changed.
    template <class... Values>
    std::int64_t run_and_count(std::string_view sql, const Values&... values) {
        auto statement = query(sql, values...);
        while (statement.step()) {
        }
        return changes();
    }
    virtual std::int64_t changes() const = 0;  // how many rows the last statement changed, unless it was sent ahead

    // A transaction that may write: waits until nobody else writes. It ends with COMMIT or ROLLBACK.
    virtual void begin_writing() = 0;
    // Within it, a database server need not be waited for after each statement that is only run: they are sent ahead and
    // looked at together with the next one that asks for rows, or the COMMIT. Their failure comes then: PipelineFailure.
    virtual void run_ahead(bool /*wanted*/) {}
    // A transaction in which all queries see the database as it is at the first of them.
    virtual void begin_reading() = 0;
    virtual bool in_transaction() const = 0;  // false again if the database rolled back by itself
    // After a failure: out of the transaction, and connected again.
    virtual void recover() = 0;

    virtual std::string place() const = 0;  // for people: the file, or the server and schema; never a password
    virtual bool has_table(std::string_view name) = 0;
    virtual std::vector<std::string> tables() = 0;  // all of the clinic, by name
    // Within begin_writing(): from now on a table with the columns day, whom, starts_at and ends_at takes no row whose time
    // overlaps that of another row with the same day and whom. The insertion fails as StorageFault::other.
    virtual void forbid_overlaps(const std::string& table) = 0;
    virtual bool forbids_overlaps(const std::string& table) = 0;
    virtual std::int64_t format() = 0;  // which kFormat it was written with; 0: nothing is in it yet

    // With which the keys of persons are wrapped (persons.h); without it nothing that is sealed can be read here.
    using WrappingKey = std::array<unsigned char, 32>;
    void unlock(const WrappingKey& key) { wrapping_key_ = key; }
    const std::optional<WrappingKey>& wrapping_key() const { return wrapping_key_; }

    // Other servers may write to it while this one runs.
    virtual bool shared() const { return false; }
    // To the others, within begin_writing(): that something was written, as soon as it is committed.
    virtual void tell_others() {}
    // Waits until another connection told so, at most so long, or until `wake` (a file descriptor) can be read.
    virtual void wait_for_others(std::chrono::milliseconds /*at_most*/, int /*wake*/) {}
    virtual int others() { return 0; }  // how many further connections of this program the clinic has, if it is shared

    // ---- upkeep, for the writer
    // Puts what was written last where it belongs, if it is worth it (SQLite's log). Throws StorageError.
    virtual void keep_house(int /*worth_pages*/) {}
    // Something was erased: with the next keep_house() the log that still has it goes, as soon as nobody reads in it.
    virtual void leave_no_trace() {}
    virtual void touch() = 0;  // writes something that changes nothing: whether it can. Within begin_writing().
    virtual bool has_room() const { return true; }  // enough to go on after it was full

    // ---- for verify
    virtual std::vector<std::string> schema_faults() = 0;  // what is not as the program made it: one line each
    virtual std::vector<std::string> damage(std::size_t max) = 0;
    virtual std::unique_ptr<Scratch> scratch() = 0;

protected:
    Db() = default;
    virtual std::unique_ptr<Compiled> compile(std::string_view sql) = 0;
    void forget_statements() { cache_.clear(); }  // before the connection goes

private:
    struct Cached {
        std::unique_ptr<Compiled> compiled;
        std::unique_ptr<bool> in_use;
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::unordered_map<std::string, Cached, TextHash, std::equal_to<>> cache_;
    std::optional<WrappingKey> wrapping_key_;
};

class Scratch {
public:
    virtual ~Scratch() = default;               // everything made is gone
    virtual Db& db() = 0;                       // tables created here are the made ones
    virtual void finish() = 0;                  // they are made: from now on db() can read both
    virtual std::string_view live() const = 0;  // the schema of each, to be written before a table's name
    virtual std::string_view made() const = 0;
};

// While it lives, all queries of a reading connection see the database as it is at the first of them. Within a
// transaction, which has its own way of seeing, it does nothing.
class Snapshot {
public:
    explicit Snapshot(Db& db);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    Db& db_;
    const bool began_;
};

}  // namespace afterglow::journal
