#include "identity/journey.h"

#include <sodium.h>

#include <algorithm>

#include "webauthn/bytes.h"

namespace afterglow::identity {
namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kMaxNextBytes = 500;

unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes_of(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string random_text() {
    std::string bytes(32, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return webauthn::to_base64url(bytes);
}

}  // namespace

Journey make_journey(std::string next, std::optional<std::string> session, Instant now) {
    return {random_text(), random_text(), random_text(), std::move(next), std::move(session), now + kJourneyLasts};
}

std::string seal(const Journey& journey, const SealingKey& key, const std::string& issuer) {
    const std::string text = to_json(journey);
    std::string box(kNonceBytes + text.size() + kTagBytes, '\0');
    randombytes_buf(box.data(), kNonceBytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(box) + kNonceBytes, nullptr, bytes_of(text), text.size(),
                                               bytes_of(issuer), issuer.size(), nullptr, bytes_of(box), key.data());
    return webauthn::to_base64url(box);
}

std::optional<Journey> unseal(const std::string& sealed, const SealingKey& key, const std::string& issuer,
                              Instant now) {
    const auto box = webauthn::from_base64url(sealed);
    if (!box || box->size() < kNonceBytes + kTagBytes) return std::nullopt;
    std::string text(box->size() - kNonceBytes - kTagBytes, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(text), nullptr, nullptr, bytes_of(*box) + kNonceBytes,
                                                   box->size() - kNonceBytes, bytes_of(issuer), issuer.size(),
                                                   bytes_of(*box), key.data()) != 0)
        return std::nullopt;
    auto journey = from_json<Journey>(text);
    if (!journey.ok() || journey->until <= now) return std::nullopt;
    return std::move(*journey);
}

std::string safe_next(std::string_view next) {
    const bool plain = next.size() <= kMaxNextBytes &&
                       std::all_of(next.begin(), next.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '\\'; });
    const bool path =
        next.starts_with('/') && !next.starts_with("//") && !next.starts_with("/sign-in") && !next.starts_with("/api");
    return plain && path ? std::string(next) : "/today";
}

}  // namespace afterglow::identity
