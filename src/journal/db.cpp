#include "journal/db.h"

namespace afterglow::journal {

std::string_view storage_fault_name(StorageFault fault) {
    switch (fault) {
        case StorageFault::full: return "full";
        case StorageFault::read_only: return "read_only";
        case StorageFault::io: return "io";
        case StorageFault::corrupt: return "corrupt";
        case StorageFault::busy: return "busy";
        case StorageFault::unreachable: return "unreachable";
        case StorageFault::newer_format: return "newer_format";
        case StorageFault::locked: return "locked";
        case StorageFault::key: return "key";
        case StorageFault::other: break;
    }
    return "other";
}

// ---- statements -----------------------------------------------------------------------------------------------------

Statement::Statement(Statement&& other) noexcept
    : own_(std::move(other.own_)),
      compiled_(std::exchange(other.compiled_, nullptr)),
      in_use_(std::exchange(other.in_use_, nullptr)) {}

Statement::~Statement() {
    if (!in_use_) return;
    compiled_->clear();  // a payload must not stay in memory for as long as the cache lives
    *in_use_ = false;
}

void Compiled::run() {
    while (step()) {
    }
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

std::vector<std::string> column_of(Statement rows) {
    std::vector<std::string> values;
    while (rows.step()) values.push_back(rows.string(0));
    return values;
}

// ---- connection -----------------------------------------------------------------------------------------------------

Statement Db::prepare(std::string_view sql) {
    const auto found = cache_.find(sql);
    if (found == cache_.end()) {
        if (cache_.size() >= kMaxCachedStatements) {
            std::erase_if(cache_, [](const auto& entry) { return !*entry.second.in_use; });
        }
        auto compiled = compile(sql);
        auto [fresh, inserted] =
            cache_.emplace(std::string(sql), Cached{std::move(compiled), std::make_unique<bool>(true)});
        return {*fresh->second.compiled, *fresh->second.in_use};
    }
    Cached& cached = found->second;
    if (*cached.in_use) return Statement(compile(sql));  // somebody further up is in the middle of its rows
    *cached.in_use = true;
    return {*cached.compiled, *cached.in_use};
}

Snapshot::Snapshot(Db& db) : db_(db), began_(!db.in_transaction()) {
    if (began_) db_.begin_reading();
}
Snapshot::~Snapshot() {
    try {
        if (began_ && db_.in_transaction()) db_.run("COMMIT");  // nothing was written
    } catch (const StorageError&) {
        // The next query on this connection meets the same fault and reports it.
    }
}

}  // namespace afterglow::journal
