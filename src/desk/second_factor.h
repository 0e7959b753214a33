#pragma once
// The second step of signing in, and what somebody does about their own second factors. A password that was right earns a
// ticket: for five minutes and a few codes, it and a code (or a passkey, see passkeys.h) begin a sign-in. A wrong code counts
// as a wrong password does; both counts end only with a whole sign-in, else whoever has the password could guess for ever.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "desk/factors.h"
#include "journal/writer.h"

namespace afterglow::desk {

inline constexpr Milliseconds kTicketLasts = minutes(5);
inline constexpr int kWrongCodesPerTicket = 5;  // then the password is asked again

struct TotpOffer {
    std::string secret;  // base32, for those who type it
    std::string uri;     // for those who scan it
};
struct RecoveryCodes {
    std::vector<std::string> recovery_codes;  // shown once; none if those made before hold
};
BOOST_DESCRIBE_STRUCT(RecoveryCodes, (), (recovery_codes))

// Somebody at a browser, signed in.
struct AtBrowser {
    views::StaffRow staff;
    std::string address;
};

class SecondFactor {
public:
    SecondFactor(Desk& desk, Accounts& accounts);

    // ---- signing in
    // The ticket, and which ways there are, as parameters of the refusal "second_factor_wanted" (unauthenticated).
    void ask_for(const views::StaffRow& staff, std::function<void(Refusal)> then, Through through = Through::clinic);
    // Refusals: "ticket_spent"; those of Accounts::held_back; "account_locked"; those of Factors::take_code.
    void sign_in_with_code(const std::string& ticket, const std::string& code, const std::string& address,
                           std::function<void(Result<SignIn>)> then);
    // Whose it is, while it holds.
    std::optional<views::StaffRow> holder_of(journal::Db& db, const std::string& ticket) const;
    // What stood in place of the password when it was given.
    static Through way_of(const std::string& ticket);
    static void spend_ticket(journal::Db& db, const std::string& ticket);
    // The clinic asks for a second factor of them, and they have none.
    bool is_missing(const views::StaffRow& staff);
    bool is_required(const views::StaffRow& staff) const;

    // ---- one's own factors; a password is asked for again, and where something is taken away a code, too
    void offer_totp(const AtBrowser& who, const std::string& password, std::function<void(Result<TotpOffer>)> then);
    void confirm_totp(const AtBrowser& who, const std::string& code, std::function<void(Result<RecoveryCodes>)> then);
    void remove_totp(const AtBrowser& who, const std::string& password, const std::string& code,
                     std::function<void(Done)> then);
    void remove_passkey(const AtBrowser& who, const std::string& id, const std::string& password,
                        const std::string& code, std::function<void(Done)> then);
    void new_recovery_codes(const AtBrowser& who, const std::string& password, const std::string& code,
                            std::function<void(Result<RecoveryCodes>)> then);

    // By an administrator: all factors of `staff` are gone, and all their sign-ins end. Refusals: "own_factor"
    // "staff_unknown" "nothing_changed".
    void reset(const StaffId& staff, const StaffId& by, const Line& reason, std::function<void(Done)> then);

    const Factors& factors() const { return factors_; }

    // The password, again; a wrong one is told at its field.
    void with_password(const AtBrowser& who, const std::string& password, std::function<void(Done)> then);
    // A further factor of theirs was stored: says so in the journal, and makes recovery codes with the first.
    RecoveryCodes added(journal::Transaction& transaction, const StaffId& staff, const clinic::SecondFactorAdded& what,
                        bool first);

private:
    template <class Event>
    void note(journal::Transaction& transaction, const StaffId& about, const StaffId& by, const Event& event);
    Result<Factors::Took> use_code(journal::Transaction& transaction, const AtBrowser& who, const std::string& code);
    Result<views::StaffRow> redeem(journal::Transaction& transaction, const std::string& ticket,
                                   const std::string& code, const std::string& address);
    void with_password_and_code(const AtBrowser& who, const std::string& password, const std::string& code,
                                std::function<Done(journal::Transaction&)> run, std::function<void(Done)> then);
    void removed(journal::Transaction& transaction, const StaffId& staff, const clinic::SecondFactorRemoved& what);

    Desk& desk_;
    Accounts& accounts_;
    Factors factors_;
};

}  // namespace afterglow::desk
