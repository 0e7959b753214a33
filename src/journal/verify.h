#pragma once
// Is the journal what was written? Walks the whole chain and compares it with the anchors. Finds any edit, deletion,
// insertion, reordering and replacement of rows, and a missing end back to the last line of the anchors file.
// Does not disturb a running server: reads on its own connections.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "journal/journal.h"
#include "journal/store.h"

namespace afterglow::journal {

enum class FindingKind {
    changed_row,      // its MAC does not fit it and the row before
    missing_rows,     // a gap in the sequence
    extra_rows,       // a sequence below 1, or a row out of its type
    broken_stream,    // versions of a stream have a gap or go backwards
    truncated,        // shorter than an anchor says
    replaced,         // an anchor's MAC is not the journal's: another history
    anchors_missing,  // no anchors file: a missing end could not be told
    anchors_damaged,  // lines of the file are unreadable or not signed with the key
    schema_changed,   // a table, index or trigger of the journal is not as the program made it
    unreadable,       // SQLite cannot read the file
    meta_wrong,       // clinic id or format are not there
};
std::string_view finding_kind_name(FindingKind kind);

struct Finding {
    FindingKind kind;
    std::int64_t sequence = 0;  // where; 0 if not at one row
    std::string stream;         // of that row, if known
    std::string text;           // one line: what is wrong and where
};

struct Verification {
    std::vector<Finding> findings;  // at most kMaxFindings, in order of sequence
    std::int64_t events = 0;        // rows walked
    Head head;
    std::optional<Anchor> furthest_anchor;
    double seconds = 0;
    bool ok() const { return findings.empty(); }
    std::string summary() const;  // one line
};
inline constexpr std::size_t kMaxFindings = 20;

// Throws StorageError only if there is nothing to look at (no folder, no key); damage is a finding.
Verification verify(const StoreOptions& options);

// A connection for looking at a clinic beside a running server, or in a folder where nothing may be written.
std::unique_ptr<Db> open_for_reading(const StoreOptions& options);

// The same on a connection that is already open.
Verification verify(Db& db, const Keys& keys, const AnchorRecord& anchors);

}  // namespace afterglow::journal
