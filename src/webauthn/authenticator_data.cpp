#include "webauthn/authenticator_data.h"

#include "base/json.h"
#include "webauthn/cbor.h"

namespace afterglow::webauthn {
namespace {

constexpr std::size_t kHashBytes = 32, kAaguidBytes = 16;
constexpr unsigned kUserPresent = 0x01, kUserVerified = 0x04, kBackupEligible = 0x08, kBackedUp = 0x10,
                   kHasCredential = 0x40, kHasExtensions = 0x80;

std::optional<std::string_view> take(std::string_view& bytes, std::size_t count) {
    if (bytes.size() < count) return std::nullopt;
    const std::string_view taken = bytes.substr(0, count);
    bytes.remove_prefix(count);
    return taken;
}

std::uint32_t number(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char each : bytes) value = value << 8 | static_cast<unsigned char>(each);
    return value;
}

std::optional<NewCredential> take_credential(std::string_view& bytes) {
    if (!take(bytes, kAaguidBytes)) return std::nullopt;
    const auto length = take(bytes, 2);
    if (!length || number(*length) == 0 || number(*length) > kMaxCredentialIdBytes) return std::nullopt;
    const auto id = take(bytes, number(*length));
    if (!id) return std::nullopt;
    const std::string_view from = bytes;
    if (!take_cbor(bytes)) return std::nullopt;
    return NewCredential{std::string(*id), std::string(from.substr(0, from.size() - bytes.size()))};
}

const std::string* text_of(const Json& json, std::string_view name) {
    const Json* found = json.find(name);
    return found ? found->string() : nullptr;
}

}  // namespace

std::optional<AuthenticatorData> read_authenticator_data(std::string_view bytes) {
    const auto hash = take(bytes, kHashBytes), flags_byte = take(bytes, 1), count = take(bytes, 4);
    if (!hash || !flags_byte || !count) return std::nullopt;
    const unsigned flags = number(*flags_byte);
    AuthenticatorData data{.rp_id_hash = std::string(*hash),
                           .user_present = (flags & kUserPresent) != 0,
                           .user_verified = (flags & kUserVerified) != 0,
                           .backup_eligible = (flags & kBackupEligible) != 0,
                           .backed_up = (flags & kBackedUp) != 0,
                           .sign_count = number(*count),
                           .credential = {}};
    if (data.backed_up && !data.backup_eligible) return std::nullopt;
    if (flags & kHasCredential) {
        data.credential = take_credential(bytes);
        if (!data.credential) return std::nullopt;
    }
    if (flags & kHasExtensions) {
        const auto extensions = take_cbor(bytes);
        if (!extensions || !extensions->map()) return std::nullopt;
    }
    if (!bytes.empty()) return std::nullopt;
    return data;
}

std::optional<ClientData> read_client_data(std::string_view json) {
    const auto parsed = parse_json(json);
    if (!parsed.ok() || !parsed->object()) return std::nullopt;
    const std::string *type = text_of(*parsed, "type"), *challenge = text_of(*parsed, "challenge"),
                      *origin = text_of(*parsed, "origin");
    if (!type || !challenge || !origin) return std::nullopt;
    ClientData data{*type, *challenge, *origin, false, false};
    if (const Json* cross = parsed->find("crossOrigin"); cross && cross->boolean())
        data.cross_origin = *cross->boolean();
    if (const Json* binding = parsed->find("tokenBinding"); binding && !binding->is_null()) {
        const std::string* status = text_of(*binding, "status");
        data.token_bound = !status || *status != "supported";
    }
    return data;
}

}  // namespace afterglow::webauthn
