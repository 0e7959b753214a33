// Any bytes as what a passkey and the browser before it say. The first byte says which part; nothing may crash, what is taken
// must keep its limits, and no bytes may pass for an answer that a key has signed.

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/fuzz/require.h"
#include "webauthn/authenticator_data.h"
#include "webauthn/bytes.h"
#include "webauthn/cbor.h"
#include "webauthn/ceremonies.h"

namespace {

using namespace afterglow;
using namespace afterglow::webauthn;

const Expected kExpected{"0123456789abcdef", "https://clinic.example.org", "clinic.example.org", false};
const std::string kClientData =
    R"({"type":"webauthn.create","challenge":"MDEyMzQ1Njc4OWFiY2RlZg","origin":"https://clinic.example.org"})";

void read_attestation(const std::string& bytes) {
    const auto registered = check_registration({kClientData, bytes}, kExpected);
    if (!registered.ok()) return require(!registered.refusal().code.empty());
    require(!registered->id.empty() && registered->id.size() <= kMaxCredentialIdBytes);
    require(PublicKey::from(std::string_view(registered->public_key)).has_value());
    // Nobody has signed with it.
    const Known known{registered->id, registered->public_key, "handle", 0};
    const Asserted sent{registered->id, kClientData, bytes, "no signature", "handle"};
    require(!check_authentication(sent, kExpected, std::nullopt, known).ok());
}

void read_data(const std::string& bytes) {
    const auto data = read_authenticator_data(bytes);
    if (!data) return;
    require(data->rp_id_hash.size() == 32 && (data->backup_eligible || !data->backed_up));
    if (data->credential)
        require(!data->credential->id.empty() && data->credential->id.size() <= kMaxCredentialIdBytes);
}

void read_client(const std::string& bytes) {
    if (const auto client = read_client_data(bytes))
        require(client->type.size() + client->origin.size() <= bytes.size());
    if (const auto decoded = from_base64url(bytes)) require(to_base64url(*decoded) == bytes);
}

void read_key(const std::string& bytes) {
    if (const auto key = PublicKey::from(std::string_view(bytes))) require(!key->signed_this("data", "signature"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 4) {
        case 0: read_attestation(bytes); break;
        case 1: read_data(bytes); break;
        case 2: read_client(bytes); break;
        case 3: read_key(bytes); break;
    }
    return 0;
}
