#include "webauthn/ceremonies.h"

#include <algorithm>

#include "webauthn/authenticator_data.h"
#include "webauthn/bytes.h"

namespace afterglow::webauthn {
namespace {

Refusal no(const char* code) { return refuse_as(RefusalKind::invalid, code); }

// Steps 7.1.5 to 10 and 7.2.9 to 14 are the same but for the type.
Done check_client_data(const std::string& json, std::string_view type, const Expected& expected) {
    // 7.1.5 and 6, 7.2.9 and 10: the bytes are UTF-8, and JSON.
    const auto client = read_client_data(json);
    if (!client) return no("client_data");
    // 7.1.7, 7.2.11: made for this ceremony and not for the other.
    if (client->type != type) return no("type");
    // 7.1.8, 7.2.12: an answer to this very challenge.
    const auto challenge = from_base64url(client->challenge);
    if (!challenge || expected.challenge.empty() || !same_bytes(*challenge, expected.challenge)) return no("challenge");
    // 7.1.9, 7.2.13: asked by our own page, not by one that looks like it, nor from within another's.
    if (client->origin != expected.origin || client->cross_origin) return no("origin");
    // 7.1.10, 7.2.14: we bind no tokens, so that nothing can be bound to one.
    if (client->token_bound) return no("token_binding");
    return done();
}

Done check_flags(const AuthenticatorData& data, const Expected& expected) {
    // 7.1.13, 7.2.15: made for our domain.
    if (!same_bytes(data.rp_id_hash, sha256(expected.rp_id))) return no("rp_id");
    // 7.1.14, 7.2.16: somebody was there.
    if (!data.user_present) return no("user_absent");
    // 7.1.15, 7.2.17: it was the owner, where that is asked for.
    if (expected.verified && !data.user_verified) return no("user_unverified");
    return done();
}

}  // namespace

Result<Registered> check_registration(const Attested& sent, const Expected& expected) {
    // 1 to 4 happen in the browser.
    TRY(check_client_data(sent.client_data, "webauthn.create", expected));  // 5 to 10
    // 11: the hash of the client data is needed only where an attestation signs it; "none" does not.
    // 12: decode the attestation object.
    std::string_view rest = sent.attestation_object;
    const auto object = take_cbor(rest);
    if (!object || !rest.empty()) return no("attestation_object");
    const Cbor *format = object->find(std::string("fmt")), *statement = object->find(std::string("attStmt")),
               *bytes = object->find(std::string("authData"));
    if (!format || !format->text() || !statement || !bytes || !bytes->bytes()) return no("attestation_object");
    const auto data = read_authenticator_data(*bytes->bytes());
    if (!data) return no("attestation_object");
    TRY(check_flags(*data, expected));  // 13 to 15
    if (!data->credential) return no("no_credential");
    // 16: a key of an algorithm that we offered.
    if (!PublicKey::from(std::string_view(data->credential->public_key))) return no("algorithm");
    // 17: we ask for no extensions, and what comes unasked is ignored.
    // 18 to 21: we ask for no attestation, and there is nothing to trust in one.
    if (*format->text() != "none") return no("attestation_format");
    if (!statement->map() || !statement->map()->empty()) return no("attestation_statement");
    // 22: that nobody else has this credential, the caller checks as it stores it. 23 and 24: stored, or failed.
    return Registered{data->credential->id, data->credential->public_key, data->sign_count, data->backup_eligible,
                      data->backed_up,      data->user_verified};
}

Result<SignedInWith> check_authentication(const Asserted& sent, const Expected& expected,
                                          const std::optional<std::vector<std::string>>& allowed,
                                          const std::optional<Known>& known) {
    // 1 to 4 happen in the browser; we ask for no extensions.
    // 5: one of the credentials that were asked for.
    if (allowed && std::find(allowed->begin(), allowed->end(), sent.id) == allowed->end())
        return no("credential_not_allowed");
    // 7: a credential that we know. (Before 6, which speaks of its owner.)
    if (!known || known->id != sent.id) return no("credential_unknown");
    // 6: its owner is who they say; who is not known otherwise has to say it.
    if (!allowed && !sent.user_handle) return no("user_handle_missing");
    if (sent.user_handle && !same_bytes(*sent.user_handle, known->user_handle)) return no("user_handle");
    // 8: the parts, as sent.
    TRY(check_client_data(sent.client_data, "webauthn.get", expected));  // 9 to 14
    const auto data = read_authenticator_data(sent.authenticator_data);
    if (!data) return no("authenticator_data");
    TRY(check_flags(*data, expected));  // 15 to 17
    // 18: no extensions were asked for.
    // 19 and 20: signed with the key that was registered, over what the authenticator and the browser say.
    const auto key = PublicKey::from(std::string_view(known->public_key));
    if (!key || !key->signed_this(sent.authenticator_data + sha256(sent.client_data), sent.signature))
        return no("signature");
    // 21: a counter that does not grow may mean a copied key. Keys that are synced on purpose do not count reliably.
    const bool counts = data->sign_count != 0 || known->sign_count != 0;
    const bool went_back = counts && data->sign_count <= known->sign_count;
    if (went_back && !data->backup_eligible) return no("counter");
    // 22: all is well.
    return SignedInWith{std::max(data->sign_count, known->sign_count), data->backed_up, data->user_verified, went_back};
}

}  // namespace afterglow::webauthn
