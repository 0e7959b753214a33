#include "journal/keys.h"

#include <sodium.h>

#include <optional>

#include "journal/hex.h"
#include "journal/sqlite/db.h"

namespace afterglow::journal {
namespace {

constexpr std::size_t kMaxKeyFileBytes = 4096;
constexpr std::string_view kFirstLine = "afterglow key 1";

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& text) {
    throw StorageError(StorageFault::key, path.string() + ": " + text);
}

void start_sodium() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
}

std::string file_text(const Keys& keys, const Key& secret) {
    return std::string(kFirstLine) +
           "\n"
           "# Proves that the journal was not changed. Keep a copy in a safe place, never beside the data or its "
           "backups.\n"
           "id " +
           keys.id() + "\nsecret " + to_hex(secret) + "\n";
}

std::optional<std::string_view> value_of(std::string_view text, std::string_view name) {
    for (std::size_t start = 0; start < text.size();) {
        std::size_t end = text.find('\n', start);
        if (end == std::string_view::npos) end = text.size();
        const std::string_view line = text.substr(start, end - start);
        if (line.starts_with(name) && line.size() > name.size() && line[name.size()] == ' ')
            return line.substr(name.size() + 1);
        start = end + 1;
    }
    return std::nullopt;
}

}  // namespace

Keys::Keys(const Key& secret) : secret_(secret) {
    start_sodium();
    const Key id = derive("identity", 1);
    id_ = to_hex(std::span(id).first(8));
    chain_ = derive("journal_", 1);
    anchor_seed_ = derive("anchors_", 1);
    unsigned char secret_key[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(anchor_public_.data(), secret_key, anchor_seed_.data());
    sodium_memzero(secret_key, sizeof secret_key);
}

Keys::~Keys() {
    sodium_memzero(secret_.data(), secret_.size());
    sodium_memzero(chain_.data(), chain_.size());
    sodium_memzero(anchor_seed_.data(), anchor_seed_.size());
}

Key Keys::derive(std::string_view context, std::uint64_t number) const {
    if (context.size() != crypto_kdf_CONTEXTBYTES)
        throw std::invalid_argument("the context of a derived key is 8 characters");
    Key key;
    crypto_kdf_derive_from_key(key.data(), key.size(), number, context.data(), secret_.data());
    return key;
}

Keys Keys::load(Files& files, const std::filesystem::path& path) {
    if (!files.exists(path)) {
        fail(path,
             "the key file is missing. The journal cannot be proved or continued without it; put it back from where it "
             "was "
             "kept safe, or name its place with --key");
    }
    if (files.others_may_read(path))
        fail(path, "others may read the key file; allow only its owner: chmod 600 " + path.string());

    std::string text = read_all(files, path, kMaxKeyFileBytes);
    if (!text.starts_with(kFirstLine)) fail(path, "this is not an Afterglow key file (or one of a newer version)");
    const auto secret = array_from_hex<32>(value_of(text, "secret").value_or(""));
    const std::string id(value_of(text, "id").value_or(""));
    sodium_memzero(text.data(), text.size());
    if (!secret) fail(path, "the key file is damaged: its secret is not 64 hexadecimal digits");
    Keys keys(*secret);
    if (id != keys.id()) fail(path, "the key file is damaged: its id does not fit its secret");
    return keys;
}

Keys Keys::create(Files& files, const std::filesystem::path& path) {
    start_sodium();
    Key secret;
    randombytes_buf(secret.data(), secret.size());
    Keys keys(secret);
    // Under its own name only once it is whole: a power cut leaves no half of a key.
    const auto draft = std::filesystem::path(path.string() + ".new");
    auto file = files.open(draft, Files::Access::write);
    if (!file) file = files.create(draft);
    file->truncate(0);
    file->write(0, file_text(keys, secret));
    file->sync();
    files.rename(draft, path);
    files.sync_folder(parent(path));
    sodium_memzero(secret.data(), secret.size());
    return keys;
}

}  // namespace afterglow::journal
