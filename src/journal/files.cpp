#include "journal/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "journal/sqlite/db.h"

namespace afterglow::journal {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const char* doing) {
    const int error = errno;
    StorageFault fault = StorageFault::io;
    if (error == ENOSPC || error == EDQUOT) fault = StorageFault::full;
    if (error == EROFS || error == EACCES || error == EPERM) fault = StorageFault::read_only;
    throw StorageError(fault, path.string() + ": cannot " + doing + ": " + std::strerror(error));
}

class Descriptor {
public:
    Descriptor(const std::filesystem::path& path, int flags, mode_t mode = 0) {
        do {
            descriptor_ = ::open(path.c_str(), flags | O_CLOEXEC, mode);
        } while (descriptor_ < 0 && errno == EINTR);
    }
    ~Descriptor() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    bool ok() const { return descriptor_ >= 0; }
    int get() const { return descriptor_; }

private:
    int descriptor_;
};

class RealFile final : public File {
public:
    RealFile(std::filesystem::path path, int flags) : path_(std::move(path)), descriptor_(path_, flags, 0600) {}
    bool ok() const { return descriptor_.ok(); }

    std::string read(std::int64_t offset, std::size_t count) override {
        std::string bytes(count, '\0');
        std::size_t have = 0;
        while (have < count) {
            const ssize_t got =
                ::pread(descriptor_.get(), bytes.data() + have, count - have, offset + static_cast<off_t>(have));
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) fail(path_, "read");
            if (got == 0) break;
            have += static_cast<std::size_t>(got);
        }
        bytes.resize(have);
        return bytes;
    }
    std::int64_t size() override {
        struct stat status{};
        if (::fstat(descriptor_.get(), &status) != 0) fail(path_, "look at");
        return status.st_size;
    }
    void write(std::int64_t offset, std::string_view bytes) override {
        while (!bytes.empty()) {
            const ssize_t put = ::pwrite(descriptor_.get(), bytes.data(), bytes.size(), offset);
            if (put < 0 && errno == EINTR) continue;
            if (put < 0) fail(path_, "write");
            bytes.remove_prefix(static_cast<std::size_t>(put));
            offset += put;
        }
    }
    void truncate(std::int64_t size) override {
        if (::ftruncate(descriptor_.get(), size) != 0) fail(path_, "shorten");
    }
    void sync() override {
        if (::fsync(descriptor_.get()) != 0) fail(path_, "sync");
    }

private:
    std::filesystem::path path_;
    Descriptor descriptor_;
};

class RealLock final : public FolderLock {
public:
    explicit RealLock(const std::filesystem::path& path) : descriptor_(path, O_RDWR | O_CREAT, 0600) {
        if (!descriptor_.ok()) fail(path, "open");
        if (::flock(descriptor_.get(), LOCK_EX | LOCK_NB) != 0) {
            if (errno != EWOULDBLOCK) fail(path, "lock");
            throw StorageError(StorageFault::locked, path.parent_path().string() +
                                                         ": another server is running on this folder (process " +
                                                         holder() + "); stop it first or use another folder");
        }
        const std::string process = std::to_string(::getpid()) + "\n";
        if (::ftruncate(descriptor_.get(), 0) != 0 ||
            ::pwrite(descriptor_.get(), process.data(), process.size(), 0) < 0)
            fail(path, "write");
    }

private:
    std::string holder() const {
        char text[32];
        const ssize_t length = ::pread(descriptor_.get(), text, sizeof text, 0);
        std::string process;
        for (ssize_t i = 0; i < length && text[i] >= '0' && text[i] <= '9'; ++i) process += text[i];
        return process.empty() ? "unknown" : process;
    }

    Descriptor descriptor_;
};

class RealFiles final : public Files {
public:
    std::unique_ptr<File> open(const std::filesystem::path& path, Access access) override {
        auto file = std::make_unique<RealFile>(path, access == Access::read ? O_RDONLY : O_RDWR);
        if (file->ok()) return file;
        if (errno == ENOENT) return nullptr;
        fail(path, "open");
    }
    std::unique_ptr<File> create(const std::filesystem::path& path) override {
        auto file = std::make_unique<RealFile>(path, O_RDWR | O_CREAT | O_EXCL);
        if (!file->ok()) fail(path, "create");
        return file;
    }
    void rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
        if (::rename(from.c_str(), to.c_str()) != 0) fail(from, "rename");
    }
    bool exists(const std::filesystem::path& path) override {
        struct stat status{};
        if (::stat(path.c_str(), &status) == 0) return true;
        if (errno == ENOENT) return false;
        fail(path, "look at");
    }
    bool others_may_read(const std::filesystem::path& path) override {
        struct stat status{};
        if (::stat(path.c_str(), &status) != 0) fail(path, "look at");
        return (status.st_mode & 077) != 0;
    }
    void make_folder(const std::filesystem::path& path) override {
        if (::mkdir(path.c_str(), 0700) == 0) {
            sync_folder(parent(path));
        } else if (errno != EEXIST) {
            fail(path, "create the folder");
        }
    }
    void sync_folder(const std::filesystem::path& path) override {
        const Descriptor folder(path, O_RDONLY | O_DIRECTORY);
        if (!folder.ok()) fail(path, "open the folder");
        if (::fsync(folder.get()) != 0) fail(path, "sync the folder");
    }
    std::unique_ptr<FolderLock> lock(const std::filesystem::path& lock_file) override {
        return std::make_unique<RealLock>(lock_file);
    }
};

}  // namespace

Files& real_files() {
    static RealFiles files;
    return files;
}

std::filesystem::path parent(const std::filesystem::path& path) {
    const auto folder = path.parent_path();
    return folder.empty() ? "." : folder;
}

std::string read_all(Files& files, const std::filesystem::path& path, std::size_t max_bytes) {
    const auto file = files.open(path, Files::Access::read);
    return file ? file->read(0, max_bytes) : std::string();
}

}  // namespace afterglow::journal
