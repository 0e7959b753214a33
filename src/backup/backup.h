#pragma once
// A clinic's backup: one sealed file with the database and the anchors as they were at one moment, made beside a running
// server. It counts only when it has restored itself: what was written is read again, opened in a scratch folder and
// verified, event by event and view by view. The key is not in it; without the key file nobody can restore it.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/time.h"
#include "journal/store.h"

namespace afterglow::backup {

struct Backup {
    std::filesystem::path file;
    Instant made_at;
    std::int64_t events = 0;
    std::int64_t bytes = 0;
};

using Progress = std::function<void(const std::string& step)>;  // "copying", "sealing", …
using MakeTables = std::function<void(journal::Db&)>;           // those that are neither the journal's nor views

// Makes a backup in `folder` and removes all but the newest `keep` of this clinic there (0: none). Throws StorageError;
// then no file was added and nothing was removed.
Backup make(const journal::StoreOptions& clinic, const MakeTables& make_tables, const std::filesystem::path& folder,
            int keep, const Progress& progress = {});

// The newest backup that was proved, as noted beside the data; none if there is none, or the note cannot be read.
std::optional<Backup> newest(const journal::StoreOptions& clinic);

// Puts a backup into the data folder or the schema, which must not hold anything yet, and verifies it. The anchors come
// along unless there are some. Throws StorageError; then nothing was put there.
struct Restored {
    Backup backup;
    bool anchors_are_ahead = false;  // those that were there know of later events: start with --accept-restored
};
Restored restore(const std::filesystem::path& file, const journal::StoreOptions& to, const MakeTables& make_tables,
                 const Progress& progress = {});

// A clinic that makes one every night is late after so long.
inline constexpr std::int64_t kLateAfterHours = 26;
bool is_late(const std::optional<Backup>& newest, Instant now);

}  // namespace afterglow::backup
