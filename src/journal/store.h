#pragma once
// One clinic's data. On SQLite a folder holds everything (clinic.db and SQLite's files beside it, and a lock file); on
// PostgreSQL a schema does. The key and the anchors are files outside of it. Opening checks what must hold before anything
// is written: one server per folder, or per anchors file; a format this program knows, the right key, and a journal that
// is at least as long as the anchors say.
//
//   auto store = Store::open({.data = "/var/lib/afterglow"});
//   auto store = Store::open({.data = "/var/lib/afterglow", .server = "postgres://db/network", .schema = "prague"});
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
    std::filesystem::path data;          // on PostgreSQL only for the names of the two files
    std::filesystem::path key = {};      // default: "<data>.key"
    std::filesystem::path anchors = {};  // default: "<data>.anchors"
    std::string server = {};             // of PostgreSQL, as libpq takes it; empty: SQLite in `data`
    std::string schema = "clinic";       // the clinic's on that server
    bool create = true;                  // make a new clinic if the folder has none
    // The journal was put back from a backup on purpose: keep the contradicting anchors aside and begin new ones.
    bool accept_restored = false;
    // A further server of a clinic that others serve already: it has the key, and no anchors yet.
    bool join = false;

    bool allow_unsafe = false;  // a database server that forgets; this and the next three are the world, for tests
    const char* vfs = nullptr;
    Files* files = nullptr;  // default: real_files()
    std::function<Instant()> now = system_now;

    std::filesystem::path folder() const;
    std::filesystem::path beside(std::string_view ending) const;
    std::filesystem::path key_path() const;
    std::filesystem::path anchors_path() const;
    std::filesystem::path erased_path() const;  // erased.h; beside the anchors
    std::filesystem::path database_path() const;
    bool on_server() const { return !server.empty(); }
    Files& disk() const { return files ? *files : real_files(); }
};

// What the table meta of a clinic that was moved away says; its value: where to.
inline constexpr std::string_view kMovedTo = "moved_to";

// A connection to a clinic that is there, past everything that opening a Store checks: for what makes or mends one.
std::unique_ptr<Db> open_for_writing(const StoreOptions& options);

// Lets a connection read what is sealed, if the clinic's key file is there. StorageError, key: it is not as it must be.
void unlock(Db& db, const StoreOptions& options);

// StorageError newer_format, which says what to do, if a version to come made it.
void require_known_format(const Db& db, std::int64_t format);

class Store {
public:
    // StorageError: locked, read_only, full, newer_format, key, corrupt, io.
    static std::unique_ptr<Store> open(StoreOptions options);

    const std::string& clinic() const { return identity_.clinic; }  // the clinic's UUID
    Instant created_at() const { return identity_.created_at; }
    std::int64_t serial() const { return serial_; }  // which opening this is; never the same again in one process
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
    static Opened open_folder(StoreOptions options);
    static Opened open_server(StoreOptions options);
    static bool check_format(SqliteDb& db);  // true: nothing is in it yet
    static Identity create_clinic(SqliteDb& db, const Keys& keys, Instant now);
    static Identity create_clinic(class PostgresDb& db, const Keys& keys, Instant now);
    template <class AnyDb>
    static void upgrade(AnyDb& db);
    static Identity new_identity(Db& db, const Keys& keys, Instant now);
    static Identity read_identity(Db& db, const Keys& keys);

    std::int64_t serial_;
    StoreOptions options_;
    std::unique_ptr<FolderLock> lock_;  // first, so that it is let go of last
    Keys keys_;
    Identity identity_;
    std::unique_ptr<Db> db_;
    Journal journal_;
    Anchors anchors_;
};

}  // namespace afterglow::journal
