#pragma once
// A file that can be read, or changed unnoticed, only by who has the clinic's key. Its first line is plain text and says
// whose it is; the content follows in chunks (secretstream of libsodium, XChaCha20-Poly1305), each bound to that line and
// to its place. A file that was cut, changed or put together from several is refused.
//
//   afterglow backup 1 <clinic's UUID> <id of the key> <made at, RFC 3339> <events of the journal>

#include <sodium.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"
#include "journal/files.h"
#include "journal/keys.h"

namespace afterglow::backup {

struct Label {
    std::string clinic;
    std::string key_id;
    Instant made_at;
    std::int64_t events = 0;
};

// StorageError: corrupt if the file is none of this kind, newer_format if it is of a later one.
Label read_label(journal::Files& files, const std::filesystem::path& path);

class Sealer {
public:
    // A new file; StorageErrors of the disk.
    Sealer(journal::Files& files, const std::filesystem::path& path, const Label& label, const journal::Keys& keys);
    void write(std::string_view bytes);
    void close();  // durable when this returns
    std::int64_t size() const { return size_; }

private:
    void push(std::string_view chunk, unsigned char tag);
    void append(std::string_view bytes);

    std::unique_ptr<journal::File> file_;
    std::string line_;
    crypto_secretstream_xchacha20poly1305_state state_;
    std::string pending_;
    std::int64_t size_ = 0;
};

// Gives the content to `take` in order. StorageError: key if it was sealed with another key; corrupt if anything of it is
// not as it was sealed, in which case what was taken so far must not be used.
Label unseal(journal::Files& files, const std::filesystem::path& path, const journal::Keys& keys,
             const std::function<void(std::string_view)>& take);

}  // namespace afterglow::backup
