#pragma once
// A clinic carried from one place to another, between a folder and a schema of PostgreSQL in either direction: the same
// journal with the same MACs, so that key and anchors, which stay where they are, hold there as they did here.

#include "backup/backup.h"
#include "journal/journal.h"

namespace afterglow::backup {

// Puts the clinic that `from` shows into an empty place, folds its views there and verifies it. An earlier try that ended
// before that is gone on with. Throws StorageError.
journal::Head settle_in(journal::Db& from, const journal::StoreOptions& to, const MakeTables& make_tables,
                        const Progress& progress);

// The same for the clinic at `from`, which no server may be running on. Only when the other place is verified is the first
// one marked: it is not opened any more, but nothing in it is removed. Throws StorageError; then the clinic is where it was.
journal::Head move(const journal::StoreOptions& from, const journal::StoreOptions& to, const MakeTables& make_tables,
                   const Progress& progress = {});

}  // namespace afterglow::backup
