#include "desk/second_factor.h"

#include <algorithm>

#include "base/hash.h"
#include "desk/passwords.h"
#include "views/queries.h"

namespace afterglow::desk {
namespace {

constexpr const char* kFromProvider = "provider.";  // begins a ticket; its hash is kept with it

Refusal ticket_spent() { return refuse("ticket_spent"); }

std::string ways_of(const FactorsKept& kept) {
    std::string ways = kept.totp_since ? "totp " : "";
    if (!kept.passkeys.empty()) ways += "passkey ";
    return ways + "recovery";
}

}  // namespace

SecondFactor::SecondFactor(Desk& desk, Accounts& accounts)
    : desk_(desk), accounts_(accounts), factors_(desk.store().keys()) {}

template <class Event>
void SecondFactor::note(journal::Transaction& transaction, const StaffId& about, const StaffId& by,
                        const Event& event) {
    clinic::Events events;
    events.add(clinic::stream_of(about), event);
    desk_.append_within(transaction, events, by);
}

// ---- signing in -----------------------------------------------------------------------------------------------------------

void SecondFactor::ask_for(const views::StaffRow& staff, std::function<void(Refusal)> then, Through through) {
    const std::string ticket = (through == Through::provider ? kFromProvider : "") + random_token();
    const std::string ways = ways_of(Factors::kept(desk_.reader(), staff.id));
    const Instant now = desk_.now();
    desk_.within<Nothing>(
        [staff = staff.id, hash = sha256_hex(ticket), now](journal::Transaction& transaction) {
            transaction.db.run("DELETE FROM sign_in_ticket WHERE until <= ?1", now);
            transaction.db.run("INSERT INTO sign_in_ticket (hash, staff, until, wrong_codes) VALUES (?1, ?2, ?3, 0)",
                               hash, staff, now + kTicketLasts);
            return done();
        },
        [then = std::move(then), ticket, ways](Done stored) {
            if (!stored.ok()) return then(stored.refusal());
            then(refuse_as(RefusalKind::unauthenticated, "second_factor_wanted", {{"ticket", ticket}, {"ways", ways}}));
        });
}

std::optional<views::StaffRow> SecondFactor::holder_of(journal::Db& db, const std::string& ticket) const {
    std::string staff;
    {
        auto row = db.query("SELECT staff FROM sign_in_ticket WHERE hash = ?1 AND until > ?2 AND wrong_codes < ?3",
                            sha256_hex(ticket), desk_.now(), kWrongCodesPerTicket);
        if (!row.step()) return std::nullopt;
        staff = row.string(0);
    }
    auto holder = views::staff_by_id(db, staff);
    if (!holder || !desk_.may_act(*holder)) return std::nullopt;
    return holder;
}

void SecondFactor::spend_ticket(journal::Db& db, const std::string& ticket) {
    db.run("DELETE FROM sign_in_ticket WHERE hash = ?1", sha256_hex(ticket));
}

// Counts the failure durably, in the transaction that found it.
Result<Factors::Took> SecondFactor::use_code(journal::Transaction& transaction, const AtBrowser& who,
                                             const std::string& code) {
    const StaffId& staff = who.staff.id;
    {
        auto failures = transaction.db.query("SELECT failures FROM credential WHERE staff = ?1", staff);
        if (!failures.step() || failures.int64(0) >= kFailuresBeforeLock)
            return refuse_as(RefusalKind::too_many, "account_locked");
    }
    auto took = factors_.take_code(transaction.db, staff, code, desk_.now());
    if (!took.ok()) {
        transaction.db.run("UPDATE credential SET failures = failures + 1 WHERE staff = ?1", staff);
        accounts_.remember_failure(who.staff.user, who.address);
        return took;
    }
    if (*took == Factors::Took::recovery) {
        const std::int64_t left = Factors::kept(transaction.db, staff).recovery_codes_left;
        note(transaction, staff, staff, clinic::RecoveryCodeUsed{left});
    }
    return took;
}

Result<views::StaffRow> SecondFactor::redeem(journal::Transaction& transaction, const std::string& ticket,
                                             const std::string& code, const std::string& address) {
    const auto holder = holder_of(transaction.db, ticket);
    if (!holder) return ticket_spent();
    const auto took = use_code(transaction, {*holder, address}, code);
    if (!took.ok()) {
        transaction.db.run("UPDATE sign_in_ticket SET wrong_codes = wrong_codes + 1 WHERE hash = ?1",
                           sha256_hex(ticket));
        return took.refusal();
    }
    spend_ticket(transaction.db, ticket);
    return *holder;
}

void SecondFactor::sign_in_with_code(const std::string& ticket, const std::string& code, const std::string& address,
                                     std::function<void(Result<SignIn>)> then) {
    const auto holder = holder_of(desk_.reader(), ticket);
    if (!holder) return then(ticket_spent());
    if (const auto held = accounts_.check_held_back(holder->user, address); !held.ok()) return then(held.refusal());
    desk_.within<views::StaffRow>(
        [this, ticket, code, address](journal::Transaction& transaction) {
            return redeem(transaction, ticket, code, address);
        },
        [this, ticket, address, then](Result<views::StaffRow> staff) {
            if (!staff.ok()) return then(staff.refusal());
            accounts_.complete_sign_in(*staff, address, then, way_of(ticket));
        });
}

Through SecondFactor::way_of(const std::string& ticket) {
    return ticket.starts_with(kFromProvider) ? Through::provider : Through::clinic;
}

bool SecondFactor::is_required(const views::StaffRow& staff) const {
    const auto& roles = desk_.pack().second_factor_for;
    return std::any_of(staff.roles.begin(), staff.roles.end(),
                       [&](clinic::Role each) { return std::find(roles.begin(), roles.end(), each) != roles.end(); });
}

bool SecondFactor::is_missing(const views::StaffRow& staff) {
    return is_required(staff) && !Factors::any(desk_.reader(), staff.id);
}

// ---- one's own factors ------------------------------------------------------------------------------------------------------

void SecondFactor::with_password(const AtBrowser& who, const std::string& password, std::function<void(Done)> then) {
    accounts_.authenticate(who.staff.user, password, who.address,
                           [then = std::move(then)](const Result<views::StaffRow>& checked) {
                               then(checked.ok() ? done() : refused_at("/password", checked.refusal()));
                           });
}

void SecondFactor::with_password_and_code(const AtBrowser& who, const std::string& password, const std::string& code,
                                          std::function<Done(journal::Transaction&)> run,
                                          std::function<void(Done)> then) {
    with_password(who, password, [this, who, code, run = std::move(run), then](const Done& fits) {
        if (!fits.ok()) return then(fits.refusal());
        desk_.within<Nothing>(
            [this, who, code, run](journal::Transaction& transaction) -> Done {
                TRY(use_code(transaction, who, code));
                return run(transaction);
            },
            then);
    });
}

RecoveryCodes SecondFactor::added(journal::Transaction& transaction, const StaffId& staff,
                                  const clinic::SecondFactorAdded& what, bool first) {
    note(transaction, staff, staff, what);
    if (!first) return {};
    note(transaction, staff, staff, clinic::RecoveryCodesMade{kRecoveryCodes});
    return {factors_.new_recovery_codes(transaction.db, staff)};
}

void SecondFactor::removed(journal::Transaction& transaction, const StaffId& staff,
                           const clinic::SecondFactorRemoved& what) {
    note(transaction, staff, staff, what);
    if (!Factors::any(transaction.db, staff)) Factors::remove_all(transaction.db, staff);
}

void SecondFactor::offer_totp(const AtBrowser& who, const std::string& password,
                              std::function<void(Result<TotpOffer>)> then) {
    with_password(who, password, [this, who, then](const Done& fits) {
        if (!fits.ok()) return then(fits.refusal());
        const TotpSecret secret = make_totp_secret();
        desk_.within<TotpOffer>(
            [this, who, secret](journal::Transaction& transaction) -> Result<TotpOffer> {
                if (Factors::kept(transaction.db, who.staff.id).totp_since) return refuse("totp_there_already");
                factors_.offer_totp(transaction.db, who.staff.id, secret, desk_.now());
                return TotpOffer{totp_base32(secret), totp_uri(secret, desk_.pack().clinic_name, who.staff.user)};
            },
            then);
    });
}

void SecondFactor::confirm_totp(const AtBrowser& who, const std::string& code,
                                std::function<void(Result<RecoveryCodes>)> then) {
    desk_.within<RecoveryCodes>(
        [this, staff = who.staff.id, code](journal::Transaction& transaction) -> Result<RecoveryCodes> {
            const bool first = !Factors::any(transaction.db, staff);
            TRY(factors_.confirm_totp(transaction.db, staff, code, desk_.now()));
            return added(transaction, staff, {clinic::FactorKind::totp, ""}, first);
        },
        std::move(then));
}

void SecondFactor::remove_totp(const AtBrowser& who, const std::string& password, const std::string& code,
                               std::function<void(Done)> then) {
    with_password_and_code(
        who, password, code,
        [this, staff = who.staff.id](journal::Transaction& transaction) -> Done {
            if (!Factors::kept(transaction.db, staff).totp_since) return refuse("nothing_changed");
            Factors::remove_totp(transaction.db, staff);
            removed(transaction, staff, {clinic::FactorKind::totp, ""});
            return done();
        },
        std::move(then));
}

void SecondFactor::remove_passkey(const AtBrowser& who, const std::string& id, const std::string& password,
                                  const std::string& code, std::function<void(Done)> then) {
    with_password_and_code(
        who, password, code,
        [this, staff = who.staff.id, id](journal::Transaction& transaction) -> Done {
            const auto passkey = Factors::passkey(transaction.db, id);
            if (!passkey || passkey->staff != staff) return refuse_as(RefusalKind::not_found, "passkey_unknown");
            Factors::remove_passkey(transaction.db, id);
            removed(transaction, staff, {clinic::FactorKind::passkey, passkey->label});
            return done();
        },
        std::move(then));
}

void SecondFactor::new_recovery_codes(const AtBrowser& who, const std::string& password, const std::string& code,
                                      std::function<void(Result<RecoveryCodes>)> then) {
    const auto made = std::make_shared<RecoveryCodes>();
    with_password_and_code(
        who, password, code,
        [this, staff = who.staff.id, made](journal::Transaction& transaction) {
            made->recovery_codes = factors_.new_recovery_codes(transaction.db, staff);
            note(transaction, staff, staff, clinic::RecoveryCodesMade{kRecoveryCodes});
            return done();
        },
        [made, then = std::move(then)](const Done& outcome) {
            if (!outcome.ok()) return then(outcome.refusal());
            then(*made);
        });
}

// ---- by an administrator ------------------------------------------------------------------------------------------------------

void SecondFactor::reset(const StaffId& staff, const StaffId& by, const Line& reason, std::function<void(Done)> then) {
    if (staff == by) return then(refuse("own_factor"));
    desk_.within<Nothing>(
        [this, staff, by, reason](journal::Transaction& transaction) -> Done {
            if (!views::staff_by_id(transaction.db, staff.value))
                return refuse_as(RefusalKind::not_found, "staff_unknown");
            if (!Factors::any(transaction.db, staff)) return refuse("nothing_changed");
            Factors::remove_all(transaction.db, staff);
            Factors::note_reset(transaction.db, staff, {desk_.now(), by, reason.value});
            transaction.db.run("DELETE FROM sign_in WHERE staff = ?1", staff);
            note(transaction, staff, by, clinic::SecondFactorReset{reason});
            return done();
        },
        [this, staff, then = std::move(then)](const Done& outcome) {
            if (outcome.ok()) accounts_.forget_sign_ins(staff);
            then(outcome);
        });
}

}  // namespace afterglow::desk
