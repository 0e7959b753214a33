#include "backup/sealed.h"

#include <charconv>
#include <sstream>

#include "journal/sqlite/db.h"

namespace afterglow::backup {
namespace {

using journal::StorageError;
using journal::StorageFault;

constexpr std::string_view kKind = "afterglow backup ";
constexpr int kVersion = 1;
constexpr std::size_t kMaxLine = 200;
constexpr std::size_t kChunk = 64 * 1024;
constexpr std::size_t kHeader = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kMore = crypto_secretstream_xchacha20poly1305_ABYTES;  // a sealed chunk is longer by so much
constexpr unsigned char kFinal = crypto_secretstream_xchacha20poly1305_TAG_FINAL;
constexpr unsigned char kMessage = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string line_of(const Label& label) {
    return std::string(kKind) + std::to_string(kVersion) + " " + label.clinic + " " + label.key_id + " " +
           to_text(label.made_at) + " " + std::to_string(label.events) + "\n";
}

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& text,
                       StorageFault fault = StorageFault::corrupt) {
    throw StorageError(fault, path.string() + ": " + text);
}

std::unique_ptr<journal::File> open_sealed(journal::Files& files, const std::filesystem::path& path) {
    auto file = files.open(path, journal::Files::Access::read);
    if (!file) fail(path, "there is no such file", StorageFault::other);
    return file;
}

struct FirstLine {
    std::string text;  // with its line feed
    Label label;
};

FirstLine first_line(journal::File& file, const std::filesystem::path& path) {
    const std::string start = file.read(0, kMaxLine);
    const std::size_t end = start.find('\n');
    if (!start.starts_with(kKind) || end == std::string::npos) fail(path, "this is not a backup of Afterglow");
    FirstLine line{.text = start.substr(0, end + 1), .label = {}};
    std::istringstream words(line.text.substr(kKind.size()));
    int version = 0;
    std::string time;
    words >> version;
    if (version > kVersion)
        fail(path, "made by a newer version of Afterglow; restore it with that version", StorageFault::newer_format);
    words >> line.label.clinic >> line.label.key_id >> time >> line.label.events;
    const auto made_at = parse_instant(time);
    if (!words || !made_at.ok()) fail(path, "its first line is damaged");
    line.label.made_at = *made_at;
    return line;
}

journal::Key key_of(const journal::Keys& keys) { return keys.derive("backup__", 1); }

}  // namespace

Label read_label(journal::Files& files, const std::filesystem::path& path) {
    const auto file = open_sealed(files, path);
    return first_line(*file, path).label;
}

// ---- sealing --------------------------------------------------------------------------------------------------------------

Sealer::Sealer(journal::Files& files, const std::filesystem::path& path, const Label& label, const journal::Keys& keys)
    : file_(files.create(path)), line_(line_of(label)) {
    const journal::Key key = key_of(keys);
    std::string header(kHeader, '\0');
    crypto_secretstream_xchacha20poly1305_init_push(&state_, bytes_of(header), key.data());
    append(line_);
    append(header);
}

void Sealer::write(std::string_view bytes) {
    while (!bytes.empty()) {
        // The last chunk is held back: it gets the mark of the end.
        if (pending_.size() == kChunk) push(pending_, kMessage), pending_.clear();
        const std::size_t some = std::min(bytes.size(), kChunk - pending_.size());
        pending_ += bytes.substr(0, some);
        bytes.remove_prefix(some);
    }
}

void Sealer::close() {
    push(pending_, kFinal);
    file_->sync();
    file_.reset();
}

void Sealer::push(std::string_view chunk, unsigned char tag) {
    std::string sealed(chunk.size() + kMore, '\0');
    crypto_secretstream_xchacha20poly1305_push(&state_, bytes_of(sealed), nullptr, bytes_of(chunk), chunk.size(),
                                               bytes_of(std::string_view(line_)), line_.size(), tag);
    append(sealed);
}

void Sealer::append(std::string_view bytes) {
    file_->write(size_, bytes);
    size_ += static_cast<std::int64_t>(bytes.size());
}

// ---- unsealing ------------------------------------------------------------------------------------------------------------

Label unseal(journal::Files& files, const std::filesystem::path& path, const journal::Keys& keys,
             const std::function<void(std::string_view)>& take) {
    const auto file = open_sealed(files, path);
    const FirstLine line = first_line(*file, path);
    if (line.label.key_id != keys.id()) {
        fail(path,
             "it was made with the key " + line.label.key_id + ", and this is the key " + keys.id() +
                 "; name the clinic's key file with --key",
             StorageFault::key);
    }
    auto at = static_cast<std::int64_t>(line.text.size());
    const std::string header = file->read(at, kHeader);
    at += static_cast<std::int64_t>(header.size());
    const journal::Key key = key_of(keys);
    crypto_secretstream_xchacha20poly1305_state state;
    if (header.size() != kHeader ||
        crypto_secretstream_xchacha20poly1305_init_pull(&state, bytes_of(std::string_view(header)), key.data()) != 0)
        fail(path, "it is damaged at its beginning");

    std::string chunk(kChunk, '\0');
    for (unsigned char tag = kMessage; tag != kFinal;) {
        const std::string sealed = file->read(at, kChunk + kMore);
        unsigned long long length = 0;
        if (sealed.size() < kMore || crypto_secretstream_xchacha20poly1305_pull(
                                         &state, bytes_of(chunk), &length, &tag, bytes_of(std::string_view(sealed)),
                                         sealed.size(), bytes_of(std::string_view(line.text)), line.text.size()) != 0)
            fail(path, "it is cut off or was changed, at or after byte " + std::to_string(at));
        at += static_cast<std::int64_t>(sealed.size());
        take(std::string_view(chunk).substr(0, length));
    }
    if (at != file->size()) fail(path, "something was added at its end");
    return line.label;
}

}  // namespace afterglow::backup
