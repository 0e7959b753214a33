#pragma once
// The clinic's people and what they are. Passwords are not here: the journal says that one was changed, never what it is.

#include "clinic/record/record.h"

namespace afterglow::clinic {

enum class Role {
    coordinator,
    psychiatrist,
    physician,
    therapist,
    nurse,
    custodian,
    billing,
    manager,
    inspector,
    administrator,
    network_manager  // of several clinics together: sees their figures and nothing else
};
BOOST_DESCRIBE_ENUM(Role, coordinator, psychiatrist, physician, therapist, nurse, custodian, billing, manager,
                    inspector, administrator, network_manager)

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

struct Staff {
    static constexpr const char* kKind = "staff";
    using Event = std::variant<StaffAdded, RolesChanged, StaffDismissed, StaffReinstated, PasswordChanged,
                               LanguageChanged, AccountLinked, AccountUnlinked>;

    StaffId id;
    UserName user;
    Name name;
    std::vector<Role> roles;
    Language language = Language::cs;
    bool active = true;
    Instant added_at;
    std::optional<Instant> password_changed_at;
    std::optional<Date> until;
    std::vector<AccountLinked> links;
    bool exists() const { return !id.value.empty(); }
};
BOOST_DESCRIBE_STRUCT(Staff, (), (id, user, name, roles, language, active, added_at, password_changed_at, until, links))

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

// ---- what was read, and who came and went: one stream per day, never folded into anything but its own count ----------

struct RecordRead {
    StaffId staff;
    PatientId patient;
    std::string what;        // the route
    std::int64_t times = 1;  // within the second from happened_at
};
BOOST_DESCRIBE_STRUCT(RecordRead, (), (staff, patient, what, times))
struct SignedIn {
    StaffId staff;
    std::string from;  // network address
};
BOOST_DESCRIBE_STRUCT(SignedIn, (), (staff, from))
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
    using Event = std::variant<RecordRead, SignedIn, SignedOut, GuessingHeldBack, SwitchedHere, NetworkFiguresRead>;
    std::int64_t entries = 0;
};
BOOST_DESCRIBE_STRUCT(AccessDay, (), (entries))
inline std::string access_stream(Date day) { return "access:" + to_text(day); }
void evolve(AccessDay&, const RecordRead&, const Meta&);
void evolve(AccessDay&, const SignedIn&, const Meta&);
void evolve(AccessDay&, const SignedOut&, const Meta&);
void evolve(AccessDay&, const GuessingHeldBack&, const Meta&);
void evolve(AccessDay&, const SwitchedHere&, const Meta&);
void evolve(AccessDay&, const NetworkFiguresRead&, const Meta&);

}  // namespace afterglow::clinic
