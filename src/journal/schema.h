#pragma once
// The tables of clinic.db that this folder owns. Views are created by those above, in the same file.
//
// Every object is created by exactly the text given here, and SQLite keeps that text: `verify` compares it.

#include <array>
#include <string_view>

namespace afterglow::journal {

inline constexpr int kFormat = 2;                  // of the database
inline constexpr int kApplicationId = 0x41464731;  // "AFG1": what the program `file` sees

struct SchemaObject {
    std::string_view name;
    std::string_view sql;
    int since = 1;  // format
};

inline constexpr std::array<SchemaObject, 7> kSchema{{
    {"meta", "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"},
    {"journal", R"(CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_version INTEGER NOT NULL,
    command_id TEXT NOT NULL,
    command_digest TEXT NOT NULL,
    who TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    key_id TEXT,
    payload BLOB NOT NULL,
    mac BLOB NOT NULL,
    UNIQUE (stream, version)
) STRICT)"},
    {"journal_command", "CREATE INDEX journal_command ON journal (command_id)"},
    {"journal_keeps_rows",
     "CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal "
     "BEGIN SELECT raise(ABORT, 'the journal only grows: no row is deleted'); END"},
    {"journal_keeps_content",
     "CREATE TRIGGER journal_keeps_content BEFORE UPDATE ON journal "
     "BEGIN SELECT raise(ABORT, 'the journal only grows: no row is changed'); END"},
    {"journal_grows_at_the_end",
     "CREATE TRIGGER journal_grows_at_the_end BEFORE INSERT ON journal "
     "WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM journal) "
     "BEGIN SELECT raise(ABORT, 'the journal only grows at its end'); END"},
    // persons.h; wrapped: NULL once the person was erased
    {"person_key", "CREATE TABLE person_key (id TEXT PRIMARY KEY, person TEXT NOT NULL UNIQUE, wrapped BLOB) STRICT",
     2},
}};

}  // namespace afterglow::journal
