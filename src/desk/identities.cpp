#include "desk/identities.h"

#include "base/hash.h"
#include "identity/journey.h"
#include "views/queries.h"

namespace afterglow::desk {
namespace {

Refusal sign_in_too_old() { return refuse_as(RefusalKind::unauthenticated, "sign_in_too_old"); }
Refusal unknown() { return refuse_as(RefusalKind::unauthenticated, "identity_unknown"); }

std::optional<std::string> account_of(journal::Db& db, const identity::Identity& who) {
    auto row = db.query("SELECT staff FROM identity WHERE issuer = ?1 AND subject = ?2", who.issuer, who.subject);
    if (!row.step()) return std::nullopt;
    return row.string(0);
}

template <class Event>
void note(Desk& desk, journal::Transaction& transaction, const StaffId& about, const StaffId& by, const Event& event) {
    clinic::Events events;
    events.add(clinic::stream_of(about), event);
    desk.append_within(transaction, events, by);
}

}  // namespace

void Identities::make_tables(journal::Db& db) {
    db.exec(R"sql(
CREATE TABLE IF NOT EXISTS identity (  -- one person there is one account here, and the other way round
    issuer TEXT NOT NULL, subject TEXT NOT NULL, staff TEXT NOT NULL, connected_at INTEGER NOT NULL, used_at INTEGER,
    PRIMARY KEY (issuer, subject), UNIQUE (issuer, staff)
) STRICT;
CREATE TABLE IF NOT EXISTS identity_taken (
    staff TEXT PRIMARY KEY, at INTEGER NOT NULL, by_staff TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;
)sql");
}

std::optional<IdentityKept> Identities::kept(journal::Db& db, const StaffId& staff, const std::string& issuer) {
    auto row = db.query("SELECT connected_at, used_at FROM identity WHERE staff = ?1 AND issuer = ?2", staff, issuer);
    if (!row.step()) return std::nullopt;
    return IdentityKept{row.instant(0), row.optional_instant(1)};
}

bool Identities::any(journal::Db& db, const StaffId& staff) {
    auto row = db.query("SELECT 1 FROM identity WHERE staff = ?1", staff);
    return row.step();
}

std::optional<IdentityTaken> Identities::taken(journal::Db& db, const StaffId& staff) {
    auto row = db.query("SELECT at, by_staff, reason FROM identity_taken WHERE staff = ?1", staff);
    if (!row.step()) return std::nullopt;
    return IdentityTaken{row.instant(0), {row.string(1)}, row.string(2)};
}

// An answer counts once, whatever the provider says of its code; kept as long as the question could still be answered.
bool Identities::spend(journal::Db& db, const std::string& state) const {
    const Instant now = desk_.now();
    db.run("DELETE FROM spent_challenge WHERE until <= ?1", now);
    return db.run_and_count("INSERT INTO spent_challenge (hash, until) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING",
                            sha256_hex("provider " + state), now + identity::kJourneyLasts) == 1;
}

// ---- signing in -------------------------------------------------------------------------------------------------------------

Result<views::StaffRow> Identities::redeem(journal::Transaction& transaction, const identity::Identity& who,
                                           const std::string& state, const std::string& address) {
    if (!spend(transaction.db, state)) return sign_in_too_old();
    const auto account = account_of(transaction.db, who);
    auto staff = account ? views::staff_by_id(transaction.db, *account) : std::nullopt;
    if (!staff || !desk_.may_act(*staff)) return unknown();
    TRY(accounts_.check_held_back(staff->user, address));
    {
        auto failures = transaction.db.query("SELECT failures FROM credential WHERE staff = ?1", staff->id);
        if (!failures.step() || failures.int64(0) >= kFailuresBeforeLock)
            return refuse_as(RefusalKind::too_many, "account_locked");
    }
    transaction.db.run("UPDATE identity SET used_at = ?3 WHERE issuer = ?1 AND subject = ?2", who.issuer, who.subject,
                       desk_.now());
    return *staff;
}

void Identities::go_on(const views::StaffRow& staff, const std::string& address,
                       std::function<void(Result<SignIn>)> then) {
    if (Factors::any(desk_.reader(), staff.id))
        return second_factor_.ask_for(staff, std::move(then), Through::provider);
    accounts_.complete_sign_in(staff, address, std::move(then), Through::provider);
}

void Identities::sign_in(const identity::Identity& who, const std::string& state, const std::string& address,
                         std::function<void(Result<SignIn>)> then) {
    desk_.within<views::StaffRow>(
        [this, who, state, address](journal::Transaction& transaction) {
            return redeem(transaction, who, state, address);
        },
        [this, address, then = std::move(then)](const Result<views::StaffRow>& staff) {
            if (!staff.ok()) return then(staff.refusal());
            go_on(*staff, address, then);
        });
}

// ---- one's own ----------------------------------------------------------------------------------------------------------------

void Identities::connect(const StaffId& staff, const identity::Identity& who, const std::string& state,
                         std::function<void(Done)> then) {
    desk_.within<Nothing>(
        [this, staff, who, state](journal::Transaction& transaction) -> Done {
            if (!spend(transaction.db, state)) return sign_in_too_old();
            const auto account = account_of(transaction.db, who);
            if (account && *account != staff.value) return refuse("identity_taken");
            if (kept(transaction.db, staff, who.issuer)) return refuse("identity_there_already");
            transaction.db.run("INSERT INTO identity (issuer, subject, staff, connected_at) VALUES (?1, ?2, ?3, ?4)",
                               who.issuer, who.subject, staff, desk_.now());
            note(desk_, transaction, staff, staff, clinic::IdentityConnected{who.issuer, who.subject});
            return done();
        },
        std::move(then));
}

void Identities::disconnect(const AtBrowser& who, const std::string& issuer, const std::string& password,
                            std::function<void(Done)> then) {
    second_factor_.with_password(
        who, password, [this, staff = who.staff.id, issuer, then = std::move(then)](const Done& fits) {
            if (!fits.ok()) return then(fits.refusal());
            desk_.within<Nothing>(
                [this, staff, issuer](journal::Transaction& transaction) -> Done {
                    if (transaction.db.run_and_count("DELETE FROM identity WHERE staff = ?1 AND issuer = ?2", staff,
                                                     issuer) == 0)
                        return refuse("nothing_changed");
                    note(desk_, transaction, staff, staff, clinic::IdentityDisconnected{issuer});
                    return done();
                },
                then);
        });
}

// ---- by an administrator --------------------------------------------------------------------------------------------------------

void Identities::take_away(const StaffId& staff, const StaffId& by, const Line& reason,
                           std::function<void(Done)> then) {
    if (staff == by) return then(refuse("own_identity"));
    desk_.within<Nothing>(
        [this, staff, by, reason](journal::Transaction& transaction) -> Done {
            journal::Db& db = transaction.db;
            if (!views::staff_by_id(db, staff.value)) return refuse_as(RefusalKind::not_found, "staff_unknown");
            if (db.run_and_count("DELETE FROM identity WHERE staff = ?1", staff) == 0) return refuse("nothing_changed");
            db.run(
                "INSERT INTO identity_taken (staff, at, by_staff, reason) VALUES (?1, ?2, ?3, ?4) "
                "ON CONFLICT (staff) DO UPDATE SET at = ?2, by_staff = ?3, reason = ?4",
                staff, desk_.now(), by, reason.value);
            db.run("DELETE FROM sign_in WHERE staff = ?1", staff);
            db.run("DELETE FROM sign_in_ticket WHERE staff = ?1", staff);
            note(desk_, transaction, staff, by, clinic::IdentityTakenAway{reason});
            return done();
        },
        [this, staff, then = std::move(then)](const Done& outcome) {
            if (outcome.ok()) accounts_.forget_sign_ins(staff);
            then(outcome);
        });
}

}  // namespace afterglow::desk
