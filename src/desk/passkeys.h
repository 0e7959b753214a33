#pragma once
// Passkeys: as the second step of signing in, and instead of a password where the authenticator makes sure of the person.
// Challenges hold their own proof (a keyed hash with a key outside the data) of what they are for and until when, so that
// nobody fills a table by asking for them; only those that were signed are kept, until they run out, as spent.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "desk/second_factor.h"
#include "webauthn/ceremonies.h"

namespace afterglow::desk {

inline constexpr Milliseconds kChallengeLasts = minutes(5);

// Under which name and address this clinic is known to browsers.
struct RelyingParty {
    std::string origin;  // "https://clinic.example.org"
    std::string id;      // "clinic.example.org"
};
RelyingParty relying_party(const std::string& origin);

// For navigator.credentials.create(); bytes in base64url.
struct PasskeyOffer {
    std::string challenge, rp_id, rp_name, user_handle, user_name, display_name;
    std::vector<std::int64_t> algorithms;  // of COSE
    std::vector<std::string> exclude;      // what the person has already
    std::int64_t timeout_ms = 0;
};
BOOST_DESCRIBE_STRUCT(PasskeyOffer, (),
                      (challenge, rp_id, rp_name, user_handle, user_name, display_name, algorithms, exclude,
                       timeout_ms))
// For navigator.credentials.get().
struct PasskeyQuestion {
    std::string challenge, rp_id;
    std::vector<std::string> allow;  // none: whichever the person chooses
    bool verified = false;           // ask the authenticator to make sure of the person
    std::int64_t timeout_ms = 0;
};
BOOST_DESCRIBE_STRUCT(PasskeyQuestion, (), (challenge, rp_id, allow, verified, timeout_ms))

struct NewPasskey {
    Text<60> label;
    std::string challenge, client_data, attestation_object;
};
BOOST_DESCRIBE_STRUCT(NewPasskey, (), (label, challenge, client_data, attestation_object))
struct PasskeyAnswer {
    std::optional<std::string> ticket;  // of the password; without one, the passkey stands for both
    std::string challenge, id, client_data, authenticator_data, signature;
    std::optional<std::string> user_handle;
};
BOOST_DESCRIBE_STRUCT(PasskeyAnswer, (),
                      (ticket, challenge, id, client_data, authenticator_data, signature, user_handle))

class Passkeys {
public:
    Passkeys(Desk& desk, Accounts& accounts, SecondFactor& second_factor);

    // Refusals: those of a password; "too_many_passkeys".
    void offer(const AtBrowser& who, const RelyingParty& party, const std::string& password,
               std::function<void(Result<PasskeyOffer>)> then);
    // Refusals: "challenge_spent" "passkey_refused" "passkey_there_already" "too_many_passkeys".
    void add(const AtBrowser& who, const RelyingParty& party, const NewPasskey& made,
             std::function<void(Result<RecoveryCodes>)> then);
    // Refusals: "ticket_spent".
    Result<PasskeyQuestion> ask(const RelyingParty& party, const std::optional<std::string>& ticket);
    // Refusals: "ticket_spent" "challenge_spent" "passkey_refused".
    void sign_in(const RelyingParty& party, const PasskeyAnswer& answer, const std::string& address,
                 std::function<void(Result<SignIn>)> then);

    // The bytes of a challenge for one purpose, and whether some bytes are such a challenge that holds at `now`.
    std::string make_challenge(const std::string& purpose, Instant now) const;
    bool holds(const std::string& challenge, const std::string& purpose, Instant now) const;

private:
    // False: it was spent before.
    bool spend(journal::Db& db, const std::string& challenge) const;
    Result<RecoveryCodes> store(journal::Transaction& transaction, const StaffId& staff, PasskeyRow row,
                                const std::string& challenge);
    struct Verified {
        views::StaffRow staff;
        webauthn::SignedInWith with;
    };
    Result<Verified> verify(journal::Db& db, const RelyingParty& party, const PasskeyAnswer& answer) const;
    Result<views::StaffRow> redeem(journal::Transaction& transaction, const RelyingParty& party,
                                   const PasskeyAnswer& answer) const;
    std::string proof(const std::string& purpose, const std::string& bytes) const;

    Desk& desk_;
    Accounts& accounts_;
    SecondFactor& second_factor_;
    journal::Key key_;
};

}  // namespace afterglow::desk
