#include "desk/links.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

namespace afterglow::desk {
namespace {

constexpr const char* kContext = "morning1";
constexpr std::size_t kIdLength = 36;

std::string proof(const journal::Keys& keys, const std::string& session) {
    const journal::Key key = keys.derive(kContext, 0);
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(session.data()), session.size(),
                       key.data(), key.size());
    std::string text;
    for (const unsigned char byte : hash) text += fmt::format("{:02x}", byte);
    return text;
}

}  // namespace

std::string morning_token(const journal::Keys& keys, const SessionId& session) {
    return session.value + "." + proof(keys, session.value);
}

std::optional<SessionId> read_morning_token(const journal::Keys& keys, std::string_view token) {
    if (token.size() != kIdLength + 33 || token[kIdLength] != '.') return std::nullopt;
    const std::string session(token.substr(0, kIdLength));
    if (!is_uuid(session)) return std::nullopt;
    const std::string expected = proof(keys, session);
    if (sodium_memcmp(expected.data(), token.data() + kIdLength + 1, expected.size()) != 0) return std::nullopt;
    return SessionId{session};
}

}  // namespace afterglow::desk
