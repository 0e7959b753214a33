#include "webauthn/bytes.h"

#include <sodium.h>

namespace afterglow::webauthn {
namespace {
constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

const unsigned char* unsigned_bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
}  // namespace

std::string to_base64url(std::string_view bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
    sodium_bin2base64(text.data(), text.size(), unsigned_bytes(bytes), bytes.size(), kVariant);
    text.pop_back();  // the zero at its end
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    if (text.size() > kMaxEncodedBytes) return std::nullopt;
    std::string bytes(text.size(), '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                          nullptr, &length, &end, kVariant) != 0 ||
        end != text.data() + text.size())
        return std::nullopt;
    bytes.resize(length);
    // libsodium 1.0.18 takes some bytes above 0x7f for letters; one text for some bytes, and no other.
    if (to_base64url(bytes) != text) return std::nullopt;
    return bytes;
}

std::string sha256(std::string_view bytes) {
    std::string digest(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()), unsigned_bytes(bytes), bytes.size());
    return digest;
}

bool same_bytes(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace afterglow::webauthn
