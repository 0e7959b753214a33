#pragma once
// A disk in memory that knows what would survive if its power were cut now, and that can be told to fail. It stands
// under the Store in place of the real one: as journal::Files, and as the VFS `vfs_name()` under SQLite.
//
// A write is durable once its file was synced, a name (created, renamed, removed) once its folder was. Until then it
// may survive or not, whole or in part, in any order. Every change goes into a log, so that the disk can be put back
// into the state of any moment.

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "journal/files.h"

namespace afterglow::crash {

enum class Act { create, write, truncate, sync, sync_folder, remove, rename, failed_sync };

struct Step {
    Act act;
    int inode = 0;
    std::string path;     // create, remove, rename, sync_folder
    std::string to;       // rename
    std::int64_t at = 0;  // write: offset; truncate: size
    std::string data;     // write
};

using Contents = std::map<std::string, std::string>;  // path -> bytes

// An operation about to happen, for those who decide whether it fails.
enum class Call { read, write, truncate, sync, size, open, remove, exists, lock, memory, rename, sync_folder };

int failure_of(Call call);  // SQLite's code for it

struct Inode {
    int number = 0;
    std::string bytes;
    // As POSIX locks on the database file and on its shared memory.
    int shared = 0;
    const void* reserved = nullptr;
    const void* exclusive = nullptr;
    std::vector<std::unique_ptr<char[]>> memory;
    std::array<int, SQLITE_SHM_NLOCK> memory_shared{};
    std::array<const void*, SQLITE_SHM_NLOCK> memory_exclusive{};
};

class SimulatedDisk final : public journal::Files {
public:
    SimulatedDisk();
    ~SimulatedDisk() override;
    const char* vfs_name() const { return vfs_name_.c_str(); }

    // What is in the files, as programs see it.
    Contents contents() const;
    // Puts other files in place of all and forgets the log. `numbers`: of their inodes in the log of another disk that
    // this one goes on with; new files get numbers that one has not.
    void replace_contents(const Contents& contents, const std::map<std::string, int>& numbers = {});
    // The process dies: whatever programs do with open files from now on has no effect, until revive().
    void freeze();
    void revive();

    std::vector<Step> log() const;
    std::size_t log_length() const;
    void keep_log(bool keep) { keep_log_ = keep; }

    // Asked before each operation: SQLITE_OK, or the code it fails with. kPretend: it says it succeeded, and does not.
    static constexpr int kPretend = -1;
    void fail(std::function<int(Call)> fault);
    void mend() { fail(nullptr); }

    // journal::Files
    std::unique_ptr<journal::File> open(const std::filesystem::path& path, Access access) override;
    std::unique_ptr<journal::File> create(const std::filesystem::path& path) override;
    void rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
    bool exists(const std::filesystem::path& path) override;
    bool others_may_read(const std::filesystem::path&) override { return false; }
    void make_folder(const std::filesystem::path&) override {}
    void sync_folder(const std::filesystem::path& path) override;
    std::unique_ptr<journal::FolderLock> lock(const std::filesystem::path& lock_file) override;

    // The operations both doors share; each returns an SQLite result code.
    std::recursive_mutex& mutex() const { return mutex_; }
    std::shared_ptr<Inode> find(const std::string& path);
    std::shared_ptr<Inode> make(const std::string& path);
    std::shared_ptr<Inode> make_nameless();
    int read(Inode& inode, std::int64_t offset, char* out, std::size_t count);
    int write(Inode& inode, std::int64_t offset, std::string_view bytes);
    int truncate(Inode& inode, std::int64_t size);
    int sync(Inode& inode);
    int sync_folder_of(const std::string& path);
    int remove(const std::string& path);
    int ask(Call call);

private:
    void record(Step step);
    void register_vfs();

    mutable std::recursive_mutex mutex_;
    std::map<std::string, std::shared_ptr<Inode>> names_;
    std::vector<Step> log_;
    std::function<int(Call)> fault_;
    bool keep_log_ = true;
    bool frozen_ = false;
    int next_inode_ = 1;
    std::string vfs_name_;
    std::unique_ptr<sqlite3_vfs> vfs_;
};

}  // namespace afterglow::crash
