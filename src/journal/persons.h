#pragma once
// Keys of persons. What the journal holds about a person is sealed (XChaCha20-Poly1305) with a key of that person's alone.
// The keys are in the table person_key, wrapped with a key that is derived from the clinic's secret and so lies outside the
// data. Erasing a person's key erases the person: what is sealed stays where it is, the chain over it still verifies, and
// nobody can read it any more.

#include <sodium/crypto_aead_xchacha20poly1305.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "journal/db.h"

namespace afterglow::journal {

// Somebody wants to write about a person who was erased.
class PersonErased : public std::runtime_error {
public:
    PersonErased() : std::runtime_error("this person was erased") {}
};

// Which event it is: what is sealed can be opened nowhere else.
struct SealedPlace {
    std::string_view stream;
    std::int64_t version;
    std::string_view name;
};

// Belongs to one connection, as that does to one thread.
class PersonKeys {
public:
    explicit PersonKeys(Db& db) : db_(db) {}
    ~PersonKeys();
    PersonKeys(const PersonKeys&) = default;
    PersonKeys& operator=(const PersonKeys&) = delete;

    struct Sealed {
        std::string key_id;  // 32 hexadecimal digits
        std::string bytes;   // nonce, ciphertext, tag: 40 bytes longer than the words
    };
    // With the key of `person` ("patient:…"), which is made if there is none yet. Within a writing transaction. PersonErased.
    Sealed seal(const std::string& person, const SealedPlace& place, std::string_view words);

    // Nothing if the person was erased. StorageError: key (the wrapping key is not at hand), corrupt (not what was sealed
    // there, or the person's key is missing and nobody erased it).
    std::optional<std::string> open(std::string_view key_id, const SealedPlace& place, std::string_view sealed);

    // Within a writing transaction. The person's key is gone with its commit; an erased person stays known as one.
    void erase(const std::string& person);
    static std::vector<std::string> erased(Db& db);  // persons, in order

    // Another connection wrote: whatever is kept here may be untrue.
    void forget() { keys_.clear(), of_person_.clear(); }
    // A transaction was undone, or a part of it: a key that was made in it is not there.
    void undone() {
        if (std::exchange(made_, false)) forget();
    }

private:
    using Key = std::array<unsigned char, crypto_aead_xchacha20poly1305_ietf_KEYBYTES>;
    const Key& wrapping_key() const;
    std::string key_of(const std::string& person);
    std::string make(const std::string& person);
    const std::optional<Key>& key(const std::string& id);  // nothing: erased

    static constexpr std::size_t kMaxKept = 4096;
    Db& db_;
    std::unordered_map<std::string, std::optional<Key>> keys_;
    std::unordered_map<std::string, std::string> of_person_;
    bool made_ = false;  // a key, in this transaction or in one that was committed since
};

}  // namespace afterglow::journal
