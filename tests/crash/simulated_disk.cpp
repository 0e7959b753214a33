#include "tests/crash/simulated_disk.h"

#include <algorithm>
#include <cstring>

#include "journal/sqlite/db.h"

namespace afterglow::crash {
namespace {

constexpr int kNameless = 0;  // temporary files are nobody's loss
constexpr int kFirstOfSecondDisk = 1'000'000;

using journal::StorageError;
using journal::StorageFault;

void check(int code, const std::string& path) {
    if (code == SQLITE_OK || code == SimulatedDisk::kPretend) return;
    throw StorageError((code & 0xff) == SQLITE_FULL ? StorageFault::full : StorageFault::io,
                       path + ": simulated fault");
}

class SimulatedFile final : public journal::File {
public:
    SimulatedFile(SimulatedDisk& disk, std::shared_ptr<Inode> inode, std::string path)
        : disk_(disk), inode_(std::move(inode)), path_(std::move(path)) {}

    std::string read(std::int64_t offset, std::size_t count) override {
        const std::lock_guard lock(disk_.mutex());
        const std::size_t size = inode_->bytes.size(), from = std::min(static_cast<std::size_t>(offset), size);
        std::string bytes(std::min(count, size - from), '\0');
        const int code = disk_.read(*inode_, offset, bytes.data(), bytes.size());
        check(code, path_);
        return bytes;
    }
    std::int64_t size() override {
        const std::lock_guard lock(disk_.mutex());
        check(disk_.ask(Call::size), path_);
        return static_cast<std::int64_t>(inode_->bytes.size());
    }
    void write(std::int64_t offset, std::string_view bytes) override {
        check(disk_.write(*inode_, offset, bytes), path_);
    }
    void truncate(std::int64_t size) override { check(disk_.truncate(*inode_, size), path_); }
    void sync() override { check(disk_.sync(*inode_), path_); }

private:
    SimulatedDisk& disk_;
    std::shared_ptr<Inode> inode_;
    std::string path_;
};

}  // namespace

int failure_of(Call call) {
    switch (call) {
        case Call::read: return SQLITE_IOERR_READ;
        case Call::write: return SQLITE_IOERR_WRITE;
        case Call::truncate: return SQLITE_IOERR_TRUNCATE;
        case Call::sync: return SQLITE_IOERR_FSYNC;
        case Call::size: return SQLITE_IOERR_FSTAT;
        case Call::open: return SQLITE_CANTOPEN;
        case Call::remove: return SQLITE_IOERR_DELETE;
        case Call::exists: return SQLITE_IOERR_ACCESS;
        case Call::lock: return SQLITE_IOERR_LOCK;
        case Call::memory: return SQLITE_IOERR_SHMMAP;
        case Call::rename:
        case Call::sync_folder: break;
    }
    return SQLITE_IOERR_DIR_FSYNC;
}

SimulatedDisk::SimulatedDisk() { register_vfs(); }
SimulatedDisk::~SimulatedDisk() { sqlite3_vfs_unregister(vfs_.get()); }

Contents SimulatedDisk::contents() const {
    const std::lock_guard lock(mutex_);
    Contents contents;
    for (const auto& [path, inode] : names_) contents[path] = inode->bytes;
    return contents;
}

void SimulatedDisk::replace_contents(const Contents& contents, const std::map<std::string, int>& numbers) {
    const std::lock_guard lock(mutex_);
    names_.clear();
    log_.clear();
    if (!numbers.empty()) next_inode_ = kFirstOfSecondDisk;
    for (const auto& [path, bytes] : contents) {
        const auto inode = make_nameless();
        const auto known = numbers.find(path);
        inode->number = known == numbers.end() ? next_inode_++ : known->second;
        inode->bytes = bytes;
        names_[path] = inode;
    }
}

void SimulatedDisk::freeze() {
    const std::lock_guard lock(mutex_);
    frozen_ = true;
}

void SimulatedDisk::revive() {
    const std::lock_guard lock(mutex_);
    frozen_ = false;
    for (auto& [path, inode] : names_) {
        const auto fresh = make_nameless();  // without the locks of the dead
        fresh->number = inode->number;
        fresh->bytes = inode->bytes;
        inode = fresh;
    }
}

std::vector<Step> SimulatedDisk::log() const {
    const std::lock_guard lock(mutex_);
    return log_;
}
std::size_t SimulatedDisk::log_length() const {
    const std::lock_guard lock(mutex_);
    return log_.size();
}

void SimulatedDisk::record(Step step) {
    if (keep_log_) log_.push_back(std::move(step));
}

void SimulatedDisk::fail(std::function<int(Call)> fault) {
    const std::lock_guard lock(mutex_);
    fault_ = std::move(fault);
}

int SimulatedDisk::ask(Call call) {
    const std::lock_guard lock(mutex_);
    if (frozen_) return call == Call::read || call == Call::size || call == Call::exists ? SQLITE_OK : kPretend;
    return fault_ ? fault_(call) : SQLITE_OK;
}

// ---- operations -----------------------------------------------------------------------------------------------------

std::shared_ptr<Inode> SimulatedDisk::find(const std::string& path) {
    const std::lock_guard lock(mutex_);
    const auto found = names_.find(path);
    return found == names_.end() ? nullptr : found->second;
}

std::shared_ptr<Inode> SimulatedDisk::make(const std::string& path) {
    const std::lock_guard lock(mutex_);
    auto inode = make_nameless();
    inode->number = next_inode_++;
    names_[path] = inode;
    record({.act = Act::create, .inode = inode->number, .path = path, .to = {}, .data = {}});
    return inode;
}

std::shared_ptr<Inode> SimulatedDisk::make_nameless() {
    auto inode = std::make_shared<Inode>();
    inode->number = kNameless;
    return inode;
}

int SimulatedDisk::read(Inode& inode, std::int64_t offset, char* out, std::size_t count) {
    const std::lock_guard lock(mutex_);
    if (const int code = ask(Call::read)) return code;
    const std::size_t from = std::min(static_cast<std::size_t>(offset), inode.bytes.size());
    const std::size_t have = std::min(count, inode.bytes.size() - from);
    if (have > 0) std::memcpy(out, inode.bytes.data() + from, have);
    if (have == count) return SQLITE_OK;
    std::memset(out + have, 0, count - have);
    return SQLITE_IOERR_SHORT_READ;
}

int SimulatedDisk::write(Inode& inode, std::int64_t offset, std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    const int code = ask(Call::write);
    if (code == kPretend) return SQLITE_OK;
    // A write that fails has often written something.
    if (code != SQLITE_OK) bytes = bytes.substr(0, bytes.size() / 2);
    const std::size_t end = static_cast<std::size_t>(offset) + bytes.size();
    if (inode.bytes.size() < end) inode.bytes.resize(end);
    bytes.copy(inode.bytes.data() + offset, bytes.size());
    if (inode.number != kNameless && !bytes.empty()) {
        record(
            {.act = Act::write, .inode = inode.number, .path = {}, .to = {}, .at = offset, .data = std::string(bytes)});
    }
    return code;
}

int SimulatedDisk::truncate(Inode& inode, std::int64_t size) {
    const std::lock_guard lock(mutex_);
    const int code = ask(Call::truncate);
    if (code == kPretend) return SQLITE_OK;
    if (code != SQLITE_OK) return code;
    if (inode.number != kNameless && static_cast<std::size_t>(size) != inode.bytes.size()) {
        record({.act = Act::truncate, .inode = inode.number, .path = {}, .to = {}, .at = size, .data = {}});
    }
    inode.bytes.resize(static_cast<std::size_t>(size));
    return SQLITE_OK;
}

int SimulatedDisk::sync(Inode& inode) {
    const std::lock_guard lock(mutex_);
    const int code = ask(Call::sync);
    if (inode.number == kNameless || code == kPretend) return code == kPretend ? SQLITE_OK : code;
    record({.act = code == SQLITE_OK ? Act::sync : Act::failed_sync,
            .inode = inode.number,
            .path = {},
            .to = {},
            .data = {}});
    return code;
}

int SimulatedDisk::sync_folder_of(const std::string& path) {
    const std::lock_guard lock(mutex_);
    const int code = ask(Call::sync_folder);
    if (code == kPretend) return SQLITE_OK;
    if (code == SQLITE_OK) {
        record({.act = Act::sync_folder, .path = journal::parent(path).string(), .to = {}, .data = {}});
    }
    return code;
}

int SimulatedDisk::remove(const std::string& path) {
    const std::lock_guard lock(mutex_);
    const int code = ask(Call::remove);
    if (code != SQLITE_OK) return code == kPretend ? SQLITE_OK : code;
    if (names_.erase(path) == 0) return SQLITE_IOERR_DELETE_NOENT;
    record({.act = Act::remove, .path = path, .to = {}, .data = {}});
    return SQLITE_OK;
}

// ---- journal::Files -------------------------------------------------------------------------------------------------

std::unique_ptr<journal::File> SimulatedDisk::open(const std::filesystem::path& path, Access) {
    const std::lock_guard lock(mutex_);
    check(ask(Call::open), path.string());
    auto inode = find(path.string());
    return inode ? std::make_unique<SimulatedFile>(*this, std::move(inode), path.string()) : nullptr;
}

std::unique_ptr<journal::File> SimulatedDisk::create(const std::filesystem::path& path) {
    const std::lock_guard lock(mutex_);
    check(ask(Call::open), path.string());
    if (find(path.string())) throw StorageError(StorageFault::io, path.string() + ": exists already");
    return std::make_unique<SimulatedFile>(*this, make(path.string()), path.string());
}

void SimulatedDisk::rename(const std::filesystem::path& from, const std::filesystem::path& to) {
    const std::lock_guard lock(mutex_);
    check(ask(Call::rename), from.string());
    auto inode = find(from.string());
    if (!inode) throw StorageError(StorageFault::io, from.string() + ": is not there");
    names_.erase(from.string());
    names_[to.string()] = std::move(inode);
    record({.act = Act::rename, .path = from.string(), .to = to.string(), .data = {}});
}

bool SimulatedDisk::exists(const std::filesystem::path& path) {
    check(ask(Call::exists), path.string());
    return find(path.string()) != nullptr;
}

void SimulatedDisk::sync_folder(const std::filesystem::path& path) {
    check(sync_folder_of((path / "x").string()), path.string());
}

std::unique_ptr<journal::FolderLock> SimulatedDisk::lock(const std::filesystem::path& lock_file) {
    check(ask(Call::lock), lock_file.string());
    return std::make_unique<journal::FolderLock>();
}

}  // namespace afterglow::crash
