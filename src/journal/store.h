#pragma once
// One clinic's data on disk. A folder holds everything (clinic.db and SQLite's files beside it, and a lock file); the
// key and the anchors lie outside it. Opening checks what must hold before anything is written: one server per folder,
// a format this program knows, the right key, and a journal that is at least as long as the anchors say.
//
//   auto store = Store::open({.data = "/var/lib/afterglow"});
//   Writer writer(*store, {});
//   auto reader = store->open_reader();   // one for each reading thread

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/time.h"
#include "journal/anchors.h"
#include "journal/files.h"
#include "journal/journal.h"
#include "journal/keys.h"
#include "journal/sqlite/db.h"

namespace afterglow::journal {

Instant system_now();

struct StoreOptions {
    std::filesystem::path data;
    std::filesystem::path key = {};      // default: "<data>.key"
    std::filesystem::path anchors = {};  // default: "<data>.anchors"
    bool create = true;                  // make a new clinic if the folder has none
    // The journal was put back from a backup on purpose: keep the contradicting anchors aside and begin new ones.
    bool accept_restored = false;

    const char* vfs = nullptr;  // these three are the world, for tests
    Files* files = nullptr;     // default: real_files()
    std::function<Instant()> now = system_now;

    std::filesystem::path folder() const;
    std::filesystem::path beside(std::string_view ending) const;
    std::filesystem::path key_path() const;
    std::filesystem::path anchors_path() const;
    std::filesystem::path database_path() const;
    Files& disk() const { return files ? *files : real_files(); }
};

class Store {
public:
    // StorageError: locked, read_only, full, newer_format, key, corrupt, io.
    static std::unique_ptr<Store> open(StoreOptions options);

    const std::string& clinic() const { return identity_.clinic; }  // the clinic's UUID
    Instant created_at() const { return identity_.created_at; }
    const Keys& keys() const { return keys_; }
    const StoreOptions& options() const { return options_; }
    Instant now() const { return options_.now(); }

    // For the one thread that writes.
    Db& db() { return *db_; }
    Journal& journal() { return journal_; }
    Anchors& anchors() { return anchors_; }

    // A reading connection of its own; it sees every commit that was answered before its query began.
    std::unique_ptr<Db> open_reader(int cache_kib = 512) const;

private:
    struct Identity {
        std::string clinic;
        Instant created_at;
    };
    struct Opened;
    explicit Store(Opened opened);
    static Opened open_parts(StoreOptions options);
    static bool check_format(SqliteDb& db);  // true: nothing is in it yet
    static Identity create_clinic(Db& db, const Keys& keys, Instant now);
    static Identity read_identity(Db& db, const Keys& keys);

    StoreOptions options_;
    std::unique_ptr<FolderLock> lock_;  // first, so that it is let go of last
    Keys keys_;
    Identity identity_;
    std::unique_ptr<Db> db_;
    Journal journal_;
    Anchors anchors_;
};

}  // namespace afterglow::journal
