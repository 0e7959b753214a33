#include "journal/persons.h"

#include <sodium.h>

#include "journal/hex.h"

namespace afterglow::journal {
namespace {

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

template <class Key>
std::string sealed_with(const Key& key, std::string_view words, std::string_view about) {
    std::string sealed(kNonce + words.size() + kTag, '\0');
    randombytes_buf(sealed.data(), kNonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(sealed) + kNonce, nullptr, bytes(words), words.size(),
                                               bytes(about), about.size(), nullptr, bytes(sealed), key.data());
    return sealed;
}

template <class Key>
std::optional<std::string> opened_with(const Key& key, std::string_view sealed, std::string_view about) {
    if (sealed.size() < kNonce + kTag) return std::nullopt;
    std::string words(sealed.size() - kNonce - kTag, '\0');
    const int wrong = crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(words), nullptr, nullptr, bytes(sealed) + kNonce,
                                                                 sealed.size() - kNonce, bytes(about), about.size(),
                                                                 bytes(sealed), key.data());
    return wrong ? std::nullopt : std::optional(std::move(words));
}

std::string about(const SealedPlace& place) {
    return std::string(place.stream) + "\n" + std::to_string(place.version) + "\n" + std::string(place.name);
}
std::string about_key(const std::string& id, const std::string& person) { return id + "\n" + person; }

}  // namespace

PersonKeys::~PersonKeys() {
    for (auto& [id, key] : keys_) {
        if (key) sodium_memzero(key->data(), key->size());
    }
}

const PersonKeys::Key& PersonKeys::wrapping_key() const {
    if (!db_.wrapping_key()) {
        throw StorageError(StorageFault::key,
                           db_.place() +
                               ": what is written about people is sealed, and the clinic's key file is not "
                               "there to open it. Put it back, or name its place with --key");
    }
    return *db_.wrapping_key();
}

PersonKeys::Sealed PersonKeys::seal(const std::string& person, const SealedPlace& place, std::string_view words) {
    const std::string id = key_of(person);
    const std::optional<Key>& its = key(id);
    if (!its) throw PersonErased();
    return {id, sealed_with(*its, words, about(place))};
}

std::optional<std::string> PersonKeys::open(std::string_view key_id, const SealedPlace& place,
                                            std::string_view sealed) {
    const std::optional<Key>& its = key(std::string(key_id));
    if (!its) return std::nullopt;
    auto words = opened_with(*its, sealed, about(place));
    if (!words) {
        throw StorageError(StorageFault::corrupt, db_.place() + ": event " + std::to_string(place.version) + " of " +
                                                      std::string(place.stream) +
                                                      " is not what was sealed there; run verify");
    }
    return words;
}

void PersonKeys::erase(const std::string& person) {
    const std::string id = key_of(person);  // made if there is none: an erased person stays known as one
    db_.run("UPDATE person_key SET wrapped = NULL WHERE id = ?1", id);
    forget();
}

std::vector<std::string> PersonKeys::erased(Db& db) {
    if (!db.has_table("person_key")) return {};  // of an earlier format
    return column_of(db.prepare("SELECT person FROM person_key WHERE wrapped IS NULL ORDER BY person"));
}

std::string PersonKeys::key_of(const std::string& person) {
    if (const auto kept = of_person_.find(person); kept != of_person_.end()) return kept->second;
    if (of_person_.size() >= kMaxKept) forget();
    auto row = db_.query("SELECT id FROM person_key WHERE person = ?1", person);
    return of_person_[person] = row.step() ? row.string(0) : make(person);
}

std::string PersonKeys::make(const std::string& person) {
    std::array<unsigned char, 16> number;
    randombytes_buf(number.data(), number.size());
    const std::string id = to_hex(number);
    Key fresh;
    crypto_aead_xchacha20poly1305_ietf_keygen(fresh.data());
    const std::string_view secret(reinterpret_cast<const char*>(fresh.data()), fresh.size());
    db_.run("INSERT INTO person_key (id, person, wrapped) VALUES (?1, ?2, ?3)", id, person,
            Blob{sealed_with(wrapping_key(), secret, about_key(id, person))});
    keys_[id] = fresh;
    made_ = true;
    return id;
}

const std::optional<PersonKeys::Key>& PersonKeys::key(const std::string& id) {
    if (const auto kept = keys_.find(id); kept != keys_.end()) return kept->second;
    if (keys_.size() >= kMaxKept) forget();
    auto row = db_.query("SELECT person, wrapped FROM person_key WHERE id = ?1", id);
    if (!row.step()) {
        throw StorageError(StorageFault::corrupt, db_.place() +
                                                      ": a person's key is missing though nobody erased the person (" +
                                                      id + "); put the table person_key back from a backup");
    }
    if (row.is_null(1)) return keys_[id] = std::nullopt;
    const auto secret = opened_with(wrapping_key(), row.blob(1), about_key(id, row.string(0)));
    if (!secret || secret->size() != Key{}.size())
        throw StorageError(StorageFault::corrupt, db_.place() + ": the key of a person is damaged (" + id + ")");
    std::optional<Key>& its = keys_[id];
    std::copy(secret->begin(), secret->end(), its.emplace().begin());
    return its;
}

}  // namespace afterglow::journal
