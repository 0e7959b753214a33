#pragma once
// The clinic's people and what they are. Passwords are not here: the journal says that one was changed, never what it is.

#include "clinic/record/record.h"
#include "clinic/staff/role.h"

namespace afterglow::clinic {

using UserName = Text<60>;

struct AddStaff {
    StaffId staff;
    UserName user;
    Name name;
    std::vector<Role> roles;
    Language language = Language::cs;
    std::optional<Date> until;  // the last day of access: an inspector's visit, a locum
};
BOOST_DESCRIBE_STRUCT(AddStaff, (), (staff, user, name, roles, language, until))
struct ChangeRoles {
    StaffId staff;
    std::vector<Role> roles;
    std::optional<Date> until;
};
BOOST_DESCRIBE_STRUCT(ChangeRoles, (), (staff, roles, until))
struct DismissStaff {
    StaffId staff;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(DismissStaff, (), (staff, reason))
struct ReinstateStaff {
    StaffId staff;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(ReinstateStaff, (), (staff, reason))

// Nobody switches here from other clinics into this account any more.
struct UnlinkAccount {
    StaffId staff;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(UnlinkAccount, (), (staff, reason))

struct StaffAdded {
    StaffId staff;
    UserName user;
    Name name;
    std::vector<Role> roles;
    Language language = Language::cs;
    std::optional<Date> until;
};
BOOST_DESCRIBE_STRUCT(StaffAdded, (), (staff, user, name, roles, language, until))
struct RolesChanged {
    std::vector<Role> roles;
    std::optional<Date> until;
};
BOOST_DESCRIBE_STRUCT(RolesChanged, (), (roles, until))
struct StaffDismissed {
    Line reason;
};
BOOST_DESCRIBE_STRUCT(StaffDismissed, (), (reason))
struct StaffReinstated {
    Line reason;
};
BOOST_DESCRIBE_STRUCT(StaffReinstated, (), (reason))
struct PasswordChanged {
    bool by_administrator = false;
};
BOOST_DESCRIBE_STRUCT(PasswordChanged, (), (by_administrator))
struct LanguageChanged {
    Language language = Language::cs;
};
BOOST_DESCRIBE_STRUCT(LanguageChanged, (), (language))

// The same person has an account in another clinic of the installation, and may switch from there to this one.
struct AccountLinked {
    std::string clinic;  // the other clinic's id, and its name at that time
    std::string clinic_name;
    StaffId elsewhere;  // the account there
};
BOOST_DESCRIBE_STRUCT(AccountLinked, (), (clinic, clinic_name, elsewhere))
struct AccountUnlinked {
    Line reason;
};
BOOST_DESCRIBE_STRUCT(AccountUnlinked, (), (reason))

// The second factor of signing in. What it is made of (secrets, codes, keys) is kept beside the journal, as passwords are.
enum class FactorKind { totp, passkey };
BOOST_DESCRIBE_ENUM(FactorKind, totp, passkey)
struct SecondFactorAdded {
    FactorKind kind = FactorKind::totp;
    std::string label;  // of a passkey, as its owner calls it
};
BOOST_DESCRIBE_STRUCT(SecondFactorAdded, (), (kind, label))
struct SecondFactorRemoved {
    FactorKind kind = FactorKind::totp;
    std::string label;
};
BOOST_DESCRIBE_STRUCT(SecondFactorRemoved, (), (kind, label))
struct RecoveryCodesMade {
    std::int64_t codes = 0;  // those made before are worth nothing any more
};
BOOST_DESCRIBE_STRUCT(RecoveryCodesMade, (), (codes))
struct RecoveryCodeUsed {
    std::int64_t left = 0;
};
BOOST_DESCRIBE_STRUCT(RecoveryCodeUsed, (), (left))
struct SecondFactorReset {  // by an administrator: all of them are gone
    Line reason;
};
BOOST_DESCRIBE_STRUCT(SecondFactorReset, (), (reason))

// The person at an identity provider (OpenID Connect) who may sign in to this account.
struct IdentityConnected {
    std::string issuer, subject;
};
BOOST_DESCRIBE_STRUCT(IdentityConnected, (), (issuer, subject))
struct IdentityDisconnected {
    std::string issuer;
};
BOOST_DESCRIBE_STRUCT(IdentityDisconnected, (), (issuer))
struct IdentityTakenAway {  // by an administrator
    Line reason;
};
BOOST_DESCRIBE_STRUCT(IdentityTakenAway, (), (reason))

struct Staff {
    static constexpr const char* kKind = "staff";
    using Event =
        std::variant<StaffAdded, RolesChanged, StaffDismissed, StaffReinstated, PasswordChanged, LanguageChanged,
                     SecondFactorAdded, SecondFactorRemoved, RecoveryCodesMade, RecoveryCodeUsed, SecondFactorReset,
                     AccountLinked, AccountUnlinked, IdentityConnected, IdentityDisconnected, IdentityTakenAway>;

    StaffId id;
    UserName user;
    Name name;
    std::vector<Role> roles;
    Language language = Language::cs;
    bool active = true;
    Instant added_at;
    std::optional<Instant> password_changed_at;
    std::optional<Date> until;
    std::int64_t second_factors = 0;
    std::vector<AccountLinked> links;
    bool exists() const { return !id.value.empty(); }
};
BOOST_DESCRIBE_STRUCT(Staff, (),
                      (id, user, name, roles, language, active, added_at, password_changed_at, until, second_factors,
                       links))

inline std::string stream_of(const StaffId& id) { return "staff:" + id.value; }

// `user_taken`: somebody has this user name already. `others_administer`: another active administrator exists.
// Refusals: "already_exists" "staff_unknown" "roles_needed" "user_taken" "last_administrator" "own_roles" "dismissed" "not_dismissed"
// "user_name_form" "date_in_past" "not_linked"
Result<Events> decide(const Staff&, const AddStaff&, bool user_taken, const Context&);
Result<Events> decide(const Staff&, const ChangeRoles&, bool others_administer, const Context&);
Result<Events> decide(const Staff&, const DismissStaff&, bool others_administer, const Context&);
Result<Events> decide(const Staff&, const ReinstateStaff&, const Context&);
Result<Events> decide(const Staff&, const UnlinkAccount&, const Context&);

void evolve(Staff&, const StaffAdded&, const Meta&);
void evolve(Staff&, const RolesChanged&, const Meta&);
void evolve(Staff&, const StaffDismissed&, const Meta&);
void evolve(Staff&, const StaffReinstated&, const Meta&);
void evolve(Staff&, const PasswordChanged&, const Meta&);
void evolve(Staff&, const LanguageChanged&, const Meta&);
void evolve(Staff&, const AccountLinked&, const Meta&);
void evolve(Staff&, const AccountUnlinked&, const Meta&);
void evolve(Staff&, const SecondFactorAdded&, const Meta&);
void evolve(Staff&, const SecondFactorRemoved&, const Meta&);
void evolve(Staff&, const RecoveryCodesMade&, const Meta&);
void evolve(Staff&, const RecoveryCodeUsed&, const Meta&);
void evolve(Staff&, const SecondFactorReset&, const Meta&);
void evolve(Staff&, const IdentityConnected&, const Meta&);
void evolve(Staff&, const IdentityDisconnected&, const Meta&);
void evolve(Staff&, const IdentityTakenAway&, const Meta&);

// ---- what was read, and who came and went: one stream per day, never folded into anything but its own count ----------

struct RecordRead {
    StaffId staff;
    PatientId patient;
    std::string what;        // the route
    std::int64_t times = 1;  // within the second from happened_at
};
BOOST_DESCRIBE_STRUCT(RecordRead, (), (staff, patient, what, times))
// The same by somebody who had the record open in an emergency.
struct RecordReadInEmergency {
    StaffId staff;
    PatientId patient;
    std::string what;
    std::int64_t times = 1;
    EmergencyId emergency;
};
BOOST_DESCRIBE_STRUCT(RecordReadInEmergency, (), (staff, patient, what, times, emergency))
struct SignedIn {
    StaffId staff;
    std::string from;  // network address
};
BOOST_DESCRIBE_STRUCT(SignedIn, (), (staff, from))
struct SignedInThroughProvider {  // which vouched for them instead of a password
    StaffId staff;
    std::string from;
};
BOOST_DESCRIBE_STRUCT(SignedInThroughProvider, (), (staff, from))
struct SignedOut {
    StaffId staff;
};
BOOST_DESCRIBE_STRUCT(SignedOut, (), (staff))
struct GuessingHeldBack {
    std::string user;
    std::string from;
    std::int64_t failures = 0;
};
BOOST_DESCRIBE_STRUCT(GuessingHeldBack, (), (user, from, failures))

// Came from another clinic of the installation, without a password of this one.
struct SwitchedHere {
    StaffId staff;
    std::string clinic_name;  // where they had signed in
    std::string from;
};
BOOST_DESCRIBE_STRUCT(SwitchedHere, (), (staff, clinic_name, from))
struct NetworkFiguresRead {
    StaffId staff;
};
BOOST_DESCRIBE_STRUCT(NetworkFiguresRead, (), (staff))

struct AccessDay {
    static constexpr const char* kKind = "access";
    using Event = std::variant<RecordRead, SignedIn, SignedOut, GuessingHeldBack, SwitchedHere, NetworkFiguresRead,
                               RecordReadInEmergency, SignedInThroughProvider>;
    std::int64_t entries = 0;
};
BOOST_DESCRIBE_STRUCT(AccessDay, (), (entries))
inline std::string access_stream(Date day) { return "access:" + to_text(day); }
void evolve(AccessDay&, const RecordRead&, const Meta&);
void evolve(AccessDay&, const RecordReadInEmergency&, const Meta&);
void evolve(AccessDay&, const SignedIn&, const Meta&);
void evolve(AccessDay&, const SignedInThroughProvider&, const Meta&);
void evolve(AccessDay&, const SignedOut&, const Meta&);
void evolve(AccessDay&, const GuessingHeldBack&, const Meta&);
void evolve(AccessDay&, const SwitchedHere&, const Meta&);
void evolve(AccessDay&, const NetworkFiguresRead&, const Meta&);

}  // namespace afterglow::clinic
