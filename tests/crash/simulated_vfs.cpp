// SQLite's side of the simulated disk. It does what SQLite's own VFS for Unix does (os_unix.c), where that matters for
// durability: the name of a new journal or log is synced with its first sync, that of a new database file is not.

#include <unistd.h>

#include <atomic>
#include <new>

#include "tests/crash/simulated_disk.h"

namespace afterglow::crash {
namespace {

constexpr int kSectorSize = 4096;
constexpr int kMaxPath = 512;

struct OpenFile {
    sqlite3_file base;  // must be first: SQLite sees only this
    SimulatedDisk* disk;
    std::shared_ptr<Inode> inode;
    std::string path;
    bool sync_name;
    int lock;
    unsigned memory_shared, memory_exclusive;
};

OpenFile& as(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }

int close_file(sqlite3_file* file) {
    OpenFile& open = as(file);
    file->pMethods->xUnlock(file, SQLITE_LOCK_NONE);
    open.~OpenFile();
    return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* out, int count, sqlite3_int64 offset) {
    return as(file).disk->read(*as(file).inode, offset, static_cast<char*>(out), static_cast<std::size_t>(count));
}
int write_file(sqlite3_file* file, const void* data, int count, sqlite3_int64 offset) {
    const int code = as(file).disk->write(*as(file).inode, offset,
                                          {static_cast<const char*>(data), static_cast<std::size_t>(count)});
    return code;
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) { return as(file).disk->truncate(*as(file).inode, size); }

int sync_file(sqlite3_file* file, int) {
    OpenFile& open = as(file);
    const std::lock_guard lock(open.disk->mutex());
    if (const int code = open.disk->sync(*open.inode)) return code;
    if (open.sync_name) {
        open.sync_name = false;
        open.disk->sync_folder_of(open.path);  // os_unix.c ignores a failure, too
    }
    return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    const std::lock_guard lock(as(file).disk->mutex());
    if (as(file).disk->ask(Call::size)) return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(as(file).inode->bytes.size());
    return SQLITE_OK;
}

// ---- locks on the database file -------------------------------------------------------------------------------------

int lock_file(sqlite3_file* file, int wanted) {
    OpenFile& open = as(file);
    const std::lock_guard lock(open.disk->mutex());
    Inode& inode = *open.inode;
    if (open.lock >= wanted) return SQLITE_OK;
    if (open.disk->ask(Call::lock) > 0) return SQLITE_IOERR_LOCK;
    const void* me = file;
    if (inode.exclusive && inode.exclusive != me) return SQLITE_BUSY;
    if (open.lock == SQLITE_LOCK_NONE) ++inode.shared;
    if (wanted >= SQLITE_LOCK_RESERVED) {
        if (inode.reserved && inode.reserved != me) return SQLITE_BUSY;
        inode.reserved = me;
    }
    if (wanted == SQLITE_LOCK_EXCLUSIVE) {
        if (inode.shared > 1) return SQLITE_BUSY;
        inode.exclusive = me;
    }
    open.lock = wanted;
    return SQLITE_OK;
}

int unlock_file(sqlite3_file* file, int wanted) {
    OpenFile& open = as(file);
    const std::lock_guard lock(open.disk->mutex());
    Inode& inode = *open.inode;
    if (open.lock <= wanted) return SQLITE_OK;
    if (inode.reserved == file) inode.reserved = nullptr;
    if (inode.exclusive == file) inode.exclusive = nullptr;
    if (wanted == SQLITE_LOCK_NONE) --inode.shared;
    open.lock = wanted;
    return SQLITE_OK;
}

int check_reserved(sqlite3_file* file, int* reserved) {
    const std::lock_guard lock(as(file).disk->mutex());
    *reserved = as(file).inode->reserved != nullptr;
    return SQLITE_OK;
}

int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return kSectorSize; }
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

// ---- shared memory of the write-ahead log ---------------------------------------------------------------------------

int map_memory(sqlite3_file* file, int region, int size, int extend, volatile void** out) {
    OpenFile& open = as(file);
    const std::lock_guard lock(open.disk->mutex());
    *out = nullptr;
    if (open.disk->ask(Call::memory) > 0) return SQLITE_IOERR_SHMMAP;
    auto& memory = open.inode->memory;
    const auto index = static_cast<std::size_t>(region);
    if (memory.size() <= index && !extend) return SQLITE_OK;
    while (memory.size() <= index) memory.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
    *out = memory[index].get();
    return SQLITE_OK;
}

int lock_memory(sqlite3_file* file, int offset, int count, int flags) {
    OpenFile& open = as(file);
    const std::lock_guard lock(open.disk->mutex());
    Inode& inode = *open.inode;
    const unsigned mask = ((1U << count) - 1) << offset;
    const auto each = [&](auto&& act) {
        for (int slot = offset; slot < offset + count; ++slot) act(static_cast<std::size_t>(slot), 1U << slot);
    };
    if (flags & SQLITE_SHM_UNLOCK) {
        each([&](std::size_t slot, unsigned bit) {
            if (open.memory_shared & bit) --inode.memory_shared[slot];
            if (open.memory_exclusive & bit) inode.memory_exclusive[slot] = nullptr;
        });
        open.memory_shared &= ~mask;
        open.memory_exclusive &= ~mask;
        return SQLITE_OK;
    }
    if (open.disk->ask(Call::lock) > 0) return SQLITE_IOERR_SHMLOCK;
    bool busy = false;
    each([&](std::size_t slot, unsigned bit) {
        const int others = inode.memory_shared[slot] - ((open.memory_shared & bit) ? 1 : 0);
        if (inode.memory_exclusive[slot] && inode.memory_exclusive[slot] != file) busy = true;
        if ((flags & SQLITE_SHM_EXCLUSIVE) && others > 0) busy = true;
    });
    if (busy) return SQLITE_BUSY;
    each([&](std::size_t slot, unsigned bit) {
        if (flags & SQLITE_SHM_EXCLUSIVE) {
            inode.memory_exclusive[slot] = file;
        } else if (!(open.memory_shared & bit)) {
            ++inode.memory_shared[slot];
        }
    });
    (flags & SQLITE_SHM_EXCLUSIVE ? open.memory_exclusive : open.memory_shared) |= mask;
    return SQLITE_OK;
}

void memory_barrier(sqlite3_file*) { std::atomic_thread_fence(std::memory_order_seq_cst); }

int unmap_memory(sqlite3_file* file, int remove) {
    const std::lock_guard lock(as(file).disk->mutex());
    if (remove) as(file).inode->memory.clear();
    return SQLITE_OK;
}

constexpr sqlite3_io_methods kMethods{
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = size_of_file,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_memory,
    .xShmLock = lock_memory,
    .xShmBarrier = memory_barrier,
    .xShmUnmap = unmap_memory,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

// ---- the VFS --------------------------------------------------------------------------------------------------------

SimulatedDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<SimulatedDisk*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    SimulatedDisk& disk = disk_of(vfs);
    const std::lock_guard lock(disk.mutex());
    file->pMethods = nullptr;
    if (disk.ask(Call::open) > 0) return SQLITE_CANTOPEN;
    const bool is_log = (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL)) != 0;
    const std::string path = name ? name : "";
    auto inode = name ? disk.find(path) : disk.make_nameless();
    if (!inode) {
        if (!(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
        inode = disk.make(path);
    }
    new (file) OpenFile{.base = {.pMethods = &kMethods},
                        .disk = &disk,
                        .inode = std::move(inode),
                        .path = path,
                        .sync_name = is_log && (flags & SQLITE_OPEN_CREATE),
                        .lock = SQLITE_LOCK_NONE,
                        .memory_shared = 0,
                        .memory_exclusive = 0};
    if (out_flags) *out_flags = flags;
    return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, const char* name, int sync_name) {
    SimulatedDisk& disk = disk_of(vfs);
    const std::lock_guard lock(disk.mutex());
    if (const int code = disk.remove(name)) return code == SQLITE_IOERR_DELETE_NOENT ? code : SQLITE_IOERR_DELETE;
    return sync_name && disk.sync_folder_of(name) != SQLITE_OK ? SQLITE_IOERR_DIR_FSYNC : SQLITE_OK;
}

int is_there(sqlite3_vfs* vfs, const char* name, int, int* result) {
    SimulatedDisk& disk = disk_of(vfs);
    if (disk.ask(Call::exists)) return SQLITE_IOERR_ACCESS;
    const auto inode = disk.find(name);
    // As os_unix.c: an empty journal counts as none.
    *result = inode && !inode->bytes.empty();
    return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
}

}  // namespace

void SimulatedDisk::register_vfs() {
    static std::atomic<int> count = 0;
    vfs_name_ = "simulated-" + std::to_string(++count);
    const sqlite3_vfs& real = *sqlite3_vfs_find(nullptr);
    vfs_ = std::make_unique<sqlite3_vfs>(sqlite3_vfs{
        .iVersion = 2,
        .szOsFile = sizeof(OpenFile),
        .mxPathname = kMaxPath,
        .pNext = nullptr,
        .zName = vfs_name_.c_str(),
        .pAppData = static_cast<SimulatedDisk*>(this),
        .xOpen = open_file,
        .xDelete = remove_file,
        .xAccess = is_there,
        .xFullPathname = full_path,
        .xDlOpen = nullptr,
        .xDlError = nullptr,
        .xDlSym = nullptr,
        .xDlClose = nullptr,
        .xRandomness = real.xRandomness,
        .xSleep = real.xSleep,
        .xCurrentTime = real.xCurrentTime,
        .xGetLastError = nullptr,
        .xCurrentTimeInt64 = real.xCurrentTimeInt64,
        .xSetSystemCall = nullptr,
        .xGetSystemCall = nullptr,
        .xNextSystemCall = nullptr,
    });
    sqlite3_vfs_register(vfs_.get(), 0);
}

}  // namespace afterglow::crash
