#pragma once
// The secret that makes the journal's chain unforgeable. It lies in a file outside the data folder, so that somebody
// who holds (or edits) the data folder alone cannot make a chain that verifies. Whoever backs up the data must keep the
// key file too, elsewhere: without it the record can still be read, but no longer be proved or continued.

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "journal/files.h"

namespace afterglow::journal {

using Key = std::array<unsigned char, 32>;

class Keys {
public:
    // `StorageFault::key` if the file is missing, malformed or readable by others.
    static Keys load(Files& files, const std::filesystem::path& path);
    // Makes a new key file; durable when this returns.
    static Keys create(Files& files, const std::filesystem::path& path);

    explicit Keys(const Key& secret);
    ~Keys();  // wipes
    Keys(const Keys&) = default;
    Keys& operator=(const Keys&) = default;

    const std::string& id() const { return id_; }  // 16 hexadecimal digits; tells keys apart, says nothing about them
    const Key& chain_key() const { return chain_; }
    const Key& anchor_seed() const { return anchor_seed_; }  // of the Ed25519 key pair
    const Key& anchor_public_key() const { return anchor_public_; }
    Key wrapping_key() const { return derive("persons_", 1); }  // of the keys of persons
    // A further key for another purpose; `context` is 8 characters, for ever.
    Key derive(std::string_view context, std::uint64_t number) const;

private:
    Key secret_;
    std::string id_;
    Key chain_;
    Key anchor_seed_;
    Key anchor_public_;
};

}  // namespace afterglow::journal
