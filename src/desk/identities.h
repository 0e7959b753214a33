#pragma once
// Accounts connected with a person at the clinic's identity provider. A connection is made by whoever is signed in to the
// account and knows its password, never guessed from an address or a name. What the provider says replaces the password, not
// the second factor.

#include <functional>
#include <optional>
#include <string>

#include "desk/second_factor.h"
#include "identity/id_token.h"

namespace afterglow::desk {

struct IdentityKept {
    Instant since;
    std::optional<Instant> used_at;
};
struct IdentityTaken {  // by an administrator, the last time
    Instant at;
    StaffId by;
    std::string reason;
};

class Identities {
public:
    Identities(Desk& desk, Accounts& accounts, SecondFactor& second_factor)
        : desk_(desk), accounts_(accounts), second_factor_(second_factor) {}
    static void make_tables(journal::Db& db);

    static std::optional<IdentityKept> kept(journal::Db& db, const StaffId& staff, const std::string& issuer);
    static bool any(journal::Db& db, const StaffId& staff);  // with whatever provider
    static std::optional<IdentityTaken> taken(journal::Db& db, const StaffId& staff);

    // `state`: of the question that the provider answered; each is answered once. Refusals: "sign_in_too_old" (answered
    // before), "identity_unknown" (also of somebody who has left), "account_locked", "held_back" {seconds},
    // "second_factor_wanted" {ticket, ways}.
    void sign_in(const identity::Identity& who, const std::string& state, const std::string& address,
                 std::function<void(Result<SignIn>)> then);
    // Refusals: "sign_in_too_old", "identity_taken" (another account has it), "identity_there_already" (this one has another).
    void connect(const StaffId& staff, const identity::Identity& who, const std::string& state,
                 std::function<void(Done)> then);
    // Refusals: those of a password; "nothing_changed".
    void disconnect(const AtBrowser& who, const std::string& issuer, const std::string& password,
                    std::function<void(Done)> then);
    // By an administrator: also ends all their sign-ins. Refusals: "own_identity" "staff_unknown" "nothing_changed".
    void take_away(const StaffId& staff, const StaffId& by, const Line& reason, std::function<void(Done)> then);

private:
    Result<views::StaffRow> redeem(journal::Transaction& transaction, const identity::Identity& who,
                                   const std::string& state, const std::string& address);
    void go_on(const views::StaffRow& staff, const std::string& address, std::function<void(Result<SignIn>)> then);
    bool spend(journal::Db& db, const std::string& state) const;

    Desk& desk_;
    Accounts& accounts_;
    SecondFactor& second_factor_;
};

}  // namespace afterglow::desk
