#include "desk/links.h"

#include <sodium.h>

#include "base/hash.h"

namespace afterglow::desk {
namespace {

constexpr const char* kContext = "morning1";
constexpr std::size_t kIdLength = 36;

std::string proof(const journal::Keys& keys, const std::string& session) {
    return keyed_hash_hex(session, keys.derive(kContext, 0));
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
