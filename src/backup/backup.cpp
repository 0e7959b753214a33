#include "backup/backup.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <vector>

#include "backup/move.h"
#include "backup/sealed.h"
#include "journal/copy.h"
#include "journal/sqlite/db.h"
#include "journal/verify.h"
#include "views/projection.h"

namespace afterglow::backup {
namespace {

namespace fs = std::filesystem;
using journal::StorageError;
using journal::StorageFault;

constexpr std::size_t kMaxAnchorsBytes = std::size_t{1} << 30;
constexpr std::size_t kPiece = 256 * 1024;
constexpr std::string_view kEnding = ".backup";

[[noreturn]] void fail(const fs::path& path, const std::string& text, StorageFault fault = StorageFault::other) {
    throw StorageError(fault, path.string() + ": " + text);
}

// A folder for plain copies, on the disk of the data itself; gone when the work is done, and before the next begins.
class Scratch {
public:
    Scratch(journal::Files& files, fs::path path) : path_(std::move(path)) {
        files.make_folder(path_);
        lock_ = files.lock(path_ / "lock");
        empty();
    }
    ~Scratch() {
        std::error_code ignored;  // the next one removes it
        fs::remove_all(path_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    fs::path folder(journal::Files& files, const char* name) const {
        files.make_folder(path_ / name);
        return path_ / name;
    }

private:
    void empty() {
        for (const auto& each : fs::directory_iterator(path_)) {
            if (each.path().filename() != "lock") fs::remove_all(each.path());
        }
    }
    fs::path path_;
    std::unique_ptr<journal::FolderLock> lock_;
};

// ---- the content: how long the anchors are, the anchors, the database ---------------------------------------------------

using Length = std::array<char, 8>;

Length length_of(const std::string& anchors) {
    Length bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>((anchors.size() >> (8 * i)) & 0xff);
    return bytes;
}

void pour_file(journal::Files& files, const fs::path& from, Sealer& into) {
    const auto file = files.open(from, journal::Files::Access::read);
    for (std::int64_t at = 0;;) {
        const std::string piece = file->read(at, kPiece);
        if (piece.empty()) return;
        into.write(piece);
        at += static_cast<std::int64_t>(piece.size());
    }
}

// Takes the content as it comes and writes it into two files.
class Unpacking {
public:
    Unpacking(journal::Files& files, const journal::StoreOptions& to)
        : anchors_(files.create(to.anchors_path())), database_(files.create(to.database_path())) {}

    void take(std::string_view bytes) {
        while (!bytes.empty() && length_.size() < Length().size()) length_ += bytes[0], bytes.remove_prefix(1);
        if (bytes.empty()) return;
        if (anchors_left_ < 0) anchors_left_ = anchors_length();
        const std::string_view anchors = bytes.substr(0, static_cast<std::size_t>(anchors_left_));
        anchors_->write(anchors_at_, anchors);
        anchors_at_ += static_cast<std::int64_t>(anchors.size());
        anchors_left_ -= static_cast<std::int64_t>(anchors.size());
        bytes.remove_prefix(anchors.size());
        database_->write(database_at_, bytes);
        database_at_ += static_cast<std::int64_t>(bytes.size());
    }
    void close() {
        anchors_->sync();
        database_->sync();
    }

private:
    std::int64_t anchors_length() const {
        std::int64_t length = 0;
        for (std::size_t i = 0; i < length_.size(); ++i)
            length |= static_cast<std::int64_t>(static_cast<unsigned char>(length_[i])) << (8 * i);
        return length;
    }

    std::unique_ptr<journal::File> anchors_, database_;
    std::string length_;
    std::int64_t anchors_left_ = -1, anchors_at_ = 0, database_at_ = 0;
};

// ---- proving --------------------------------------------------------------------------------------------------------------

// The sealed file, unpacked into `folder` and verified: chain, anchors, every view. Where the chain ends.
journal::Head unpack(const fs::path& file, const journal::StoreOptions& to, const journal::Keys& keys,
                     const Progress& progress) {
    progress("reading it back");
    Unpacking unpacking(to.disk(), to);
    const Label label = unseal(to.disk(), file, keys, [&](std::string_view bytes) { unpacking.take(bytes); });
    unpacking.close();
    progress("verifying it");
    const journal::Verification verification = journal::verify(to);
    if (!verification.ok())
        fail(file, "what it holds is not in order: " + verification.summary(), StorageFault::corrupt);
    views::bring_up_to_date(*journal::open_for_writing(to));  // it may have been made by an earlier version
    const auto db = journal::open_for_reading(to);
    const std::vector<std::string> differences = views::differences(*db);
    if (!differences.empty())
        fail(file, "its views differ from its journal: " + differences.front(), StorageFault::corrupt);
    if (verification.head.length != label.events)
        fail(file, "it holds another number of events than it says", StorageFault::corrupt);
    return verification.head;
}

journal::StoreOptions unpacked(const journal::StoreOptions& clinic, const fs::path& folder) {
    return {.data = folder,
            .key = clinic.key_path(),
            .anchors = folder / "anchors",
            .create = false,
            .files = clinic.files,
            .now = clinic.now};
}

// ---- names and notes ------------------------------------------------------------------------------------------------------

std::string prefix_of(const std::string& clinic) { return "afterglow-" + clinic.substr(0, 8) + "-"; }

// "afterglow-1f2e3d4c-20261122T021500123Z.backup": by name is by age.
std::string name_of(const std::string& clinic, Instant at) {
    std::string time = to_text(at);
    std::erase_if(time, [](char each) { return each == '-' || each == ':' || each == '.'; });
    return prefix_of(clinic) + time + std::string(kEnding);
}

void remove_old(const fs::path& folder, const std::string& clinic, int keep) {
    if (keep <= 0) return;
    std::vector<fs::path> all;
    for (const auto& each : fs::directory_iterator(folder)) {
        const std::string name = each.path().filename().string();
        if (name.starts_with(prefix_of(clinic)) && name.ends_with(kEnding)) all.push_back(each.path());
    }
    std::ranges::sort(all);
    for (std::size_t i = 0; i + static_cast<std::size_t>(keep) < all.size(); ++i) fs::remove(all[i]);
}

fs::path note_path(const journal::StoreOptions& clinic) { return clinic.beside(".last-backup"); }

void note(const journal::StoreOptions& clinic, const Backup& backup) {
    journal::Files& files = clinic.disk();
    const fs::path path = note_path(clinic), draft = path.string() + ".new";
    auto file = files.open(draft, journal::Files::Access::write);
    if (!file) file = files.create(draft);
    file->truncate(0);
    file->write(0, to_text(backup.made_at) + " " + std::to_string(backup.events) + " " + std::to_string(backup.bytes) +
                       " " + backup.file.string() + "\n");
    file->sync();
    files.rename(draft, path);
    files.sync_folder(journal::parent(path));
}

void silent(const std::string&) {}

std::string clinic_of(journal::Db& db) {
    auto row = db.query("SELECT value FROM meta WHERE name = 'clinic'");
    return row.step() ? row.string(0) : "";
}

// One moment of the database, as a SQLite file, while others write.
void copy_database(const journal::StoreOptions& clinic, const MakeTables& make_tables, journal::Db& live,
                   const journal::StoreOptions& to) {
    if (!clinic.on_server()) {
        to.disk().make_folder(to.folder());
        live.run("VACUUM INTO ?1", to.database_path().string());
        return;
    }
    const journal::Snapshot moment(live);
    journal::copy_clinic(live, to, views::all_tables(), make_tables);
    views::bring_up_to_date(*journal::open_for_writing(to));
}

}  // namespace

// ---- making ---------------------------------------------------------------------------------------------------------------

Backup make(const journal::StoreOptions& clinic, const MakeTables& make_tables, const fs::path& folder, int keep,
            const Progress& told) {
    const Progress progress = told ? told : Progress(silent);
    journal::Files& files = clinic.disk();
    if (!clinic.on_server() && !files.exists(clinic.database_path()))
        fail(clinic.folder(), "there is no clinic in this folder");
    if (!files.exists(folder)) fail(folder, "there is no such folder; make it, or mount the disk it is on");
    const journal::Keys keys = journal::Keys::load(files, clinic.key_path());
    const Scratch scratch(files, clinic.beside(".backup-scratch"));

    progress("copying the database");
    // The anchors before the journal: a server that is running adds to the journal first.
    const std::string anchors = journal::read_all(files, clinic.anchors_path(), kMaxAnchorsBytes);
    const journal::StoreOptions scratch_copy = unpacked(clinic, scratch.folder(files, "copy"));
    const fs::path copy = scratch_copy.database_path();
    Backup backup{.file = {}, .made_at = clinic.now()};
    const auto live = journal::open_for_reading(clinic);
    if (live->format() == 0) fail(live->place(), "there is no clinic in this place");
    copy_database(clinic, make_tables, *live, scratch_copy);
    journal::SqliteDb copied(copy, {.mode = journal::SqliteDb::Mode::read_only});
    const std::string id = clinic_of(copied);
    const journal::Head head = journal::JournalReader(copied).head();
    backup.events = head.length;
    backup.file = folder / name_of(id, backup.made_at);

    progress("sealing it");
    const fs::path part = backup.file.string() + ".part";
    try {
        Sealer sealer(files, part, {id, keys.id(), backup.made_at, head.length}, keys);
        const Length length = length_of(anchors);
        sealer.write({length.data(), length.size()});
        sealer.write(anchors);
        pour_file(files, copy, sealer);
        sealer.close();
        backup.bytes = sealer.size();

        const journal::Head proved = unpack(part, unpacked(clinic, scratch.folder(files, "proof")), keys, progress);
        if (proved != head || journal::JournalReader(*live).mac_at(head.length).value_or(journal::Mac{}) != head.mac)
            fail(part, "what was restored from it is not the clinic's journal", StorageFault::corrupt);
        files.rename(part, backup.file);
        files.sync_folder(folder);
    } catch (...) {
        std::error_code ignored;
        fs::remove(part, ignored);
        throw;
    }
    note(clinic, backup);
    remove_old(folder, id, keep);
    return backup;
}

std::optional<Backup> newest(const journal::StoreOptions& clinic) {
    std::istringstream words(journal::read_all(clinic.disk(), note_path(clinic), 8192));
    Backup backup;
    std::string time, file;
    words >> time >> backup.events >> backup.bytes;
    std::getline(words >> std::ws, file);
    const auto made_at = parse_instant(time);
    if (!words || !made_at.ok()) return std::nullopt;
    backup.made_at = *made_at;
    backup.file = file;
    return backup;
}

bool is_late(const std::optional<Backup>& newest, Instant now) {
    return !newest || now - newest->made_at > hours(kLateAfterHours);
}

// ---- restoring ------------------------------------------------------------------------------------------------------------

namespace {

void expect_nothing_in(const journal::StoreOptions& to) {
    if (!to.on_server()) {
        if (!fs::exists(to.folder()) || fs::is_empty(to.folder())) return;
        fail(to.folder(),
             "there is something in this folder already; nothing was changed. Name an empty one, or one that is not "
             "there");
    }
    const auto there = journal::open_for_reading(to);
    if (there->tables().empty()) return;
    fail(there->place(), "there is something in this schema already; nothing was changed. Name another with --clinic");
}

}  // namespace

Restored restore(const fs::path& file, const journal::StoreOptions& to, const MakeTables& make_tables,
                 const Progress& told) {
    const Progress progress = told ? told : Progress(silent);
    journal::Files& files = to.disk();
    const Label label = read_label(files, file);
    const journal::Keys keys = journal::Keys::load(files, to.key_path());
    expect_nothing_in(to);

    Restored restored{.backup = {.file = file, .made_at = label.made_at, .events = label.events}};
    restored.backup.bytes = static_cast<std::int64_t>(fs::file_size(file));
    const Scratch scratch(files, to.beside(".backup-scratch"));
    const journal::StoreOptions proof = unpacked(to, scratch.folder(files, "proof"));
    const journal::Head head = unpack(file, proof, keys, progress);

    progress("putting it in its place");
    if (files.exists(to.anchors_path())) {
        const auto known = journal::read_anchors(files, to.anchors_path(), keys).furthest();
        restored.anchors_are_ahead = known && known->head.length > head.length;
    } else {
        // Copied and not moved: the anchors may lie on another disk.
        const auto anchors = files.create(to.anchors_path());
        anchors->write(0, journal::read_all(files, proof.anchors_path(), kMaxAnchorsBytes));
        anchors->sync();
        files.sync_folder(journal::parent(to.anchors_path()));
    }
    if (to.on_server()) {
        journal::SqliteDb proved(proof.database_path(), {.mode = journal::SqliteDb::Mode::read_only});
        settle_in(proved, to, make_tables, progress);
        return restored;
    }
    fs::remove(to.folder());  // an empty one
    fs::remove(proof.anchors_path());
    files.rename(proof.folder(), to.folder());
    files.sync_folder(journal::parent(to.folder()));
    return restored;
}

}  // namespace afterglow::backup
