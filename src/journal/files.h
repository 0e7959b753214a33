#pragma once
// The door to the files beside the database: key, anchors, lock. Production uses real_files(); the crash tests put a
// simulated disk here (and under SQLite, as a VFS) to cut its power at any write. Failures are StorageErrors.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace afterglow::journal {

class File {
public:
    virtual ~File() = default;
    virtual std::string read(std::int64_t offset, std::size_t count) = 0;  // shorter at the end of the file
    virtual std::int64_t size() = 0;
    virtual void write(std::int64_t offset, std::string_view bytes) = 0;
    virtual void truncate(std::int64_t size) = 0;
    virtual void sync() = 0;
};

// Held for as long as the object lives; the operating system lets go of it when the process dies.
class FolderLock {
public:
    virtual ~FolderLock() = default;
};

class Files {
public:
    enum class Access { read, write };
    virtual ~Files() = default;
    virtual std::unique_ptr<File> open(const std::filesystem::path& path, Access access) = 0;  // null: there is none
    virtual std::unique_ptr<File> create(const std::filesystem::path& path) = 0;               // new, mode 0600
    virtual void rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
    virtual bool exists(const std::filesystem::path& path) = 0;
    virtual bool others_may_read(const std::filesystem::path& path) = 0;
    virtual void make_folder(const std::filesystem::path& path) = 0;  // mode 0700; nothing to do if it is there
    virtual void sync_folder(const std::filesystem::path& path) = 0;  // makes new names in it durable
    virtual std::unique_ptr<FolderLock> lock(
        const std::filesystem::path& lock_file) = 0;  // StorageFault::locked, says who
};

Files& real_files();

std::filesystem::path parent(const std::filesystem::path& path);  // "." for a bare name

// Reads a whole small file; empty if there is none.
std::string read_all(Files& files, const std::filesystem::path& path, std::size_t max_bytes);

}  // namespace afterglow::journal
