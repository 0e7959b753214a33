#include "clinic/staff/staff.h"

namespace afterglow::clinic {
namespace {

bool has_role(const std::vector<Role>& roles, Role wanted) {
    return std::find(roles.begin(), roles.end(), wanted) != roles.end();
}

Done check_active(const Staff& staff) {
    if (!staff.exists()) return refuse_as(RefusalKind::not_found, "staff_unknown");
    if (!staff.active) return refuse("dismissed");
    return done();
}

Done check_until(const std::optional<Date>& until, const Context& context) {
    if (until && *until < to_local(context.now, context.pack.zone).date())
        return refuse_field("/until", "date_in_past");
    return done();
}

}  // namespace

Result<Events> decide(const Staff& staff, const AddStaff& command, bool user_taken, const Context& context) {
    if (staff.exists() || command.staff == kPublic || command.staff == kSystem) return refuse("already_exists");
    if (command.user.value.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-_") != std::string::npos) {
        return refuse_field("/user", "user_name_form");
    }
    if (user_taken) return refuse_field("/user", "user_taken");
    if (command.roles.empty()) return refuse_field("/roles", "roles_needed");
    TRY(check_until(command.until, context));
    return one_event(stream_of(command.staff), StaffAdded{command.staff, command.user, command.name, command.roles,
                                                          command.language, command.until});
}

Result<Events> decide(const Staff& staff, const ChangeRoles& command, bool others_administer, const Context& context) {
    TRY(check_active(staff));
    if (command.roles.empty()) return refuse_field("/roles", "roles_needed");
    if (command.roles == staff.roles && command.until == staff.until) return refuse("nothing_changed");
    TRY(check_until(command.until, context));
    if (context.who == command.staff) return refuse("own_roles");
    const bool stops_administering =
        has_role(staff.roles, Role::administrator) && !has_role(command.roles, Role::administrator);
    if (stops_administering && !others_administer) return refuse("last_administrator");
    return one_event(stream_of(command.staff), RolesChanged{command.roles, command.until});
}

Result<Events> decide(const Staff& staff, const DismissStaff& command, bool others_administer, const Context&) {
    TRY(check_active(staff));
    if (has_role(staff.roles, Role::administrator) && !others_administer) return refuse("last_administrator");
    return one_event(stream_of(command.staff), StaffDismissed{command.reason});
}

Result<Events> decide(const Staff& staff, const ReinstateStaff& command, const Context&) {
    if (!staff.exists()) return refuse_as(RefusalKind::not_found, "staff_unknown");
    if (staff.active) return refuse("not_dismissed");
    return one_event(stream_of(command.staff), StaffReinstated{command.reason});
}

Result<Events> decide(const Staff& staff, const UnlinkAccount& command, const Context&) {
    if (!staff.exists()) return refuse_as(RefusalKind::not_found, "staff_unknown");
    if (staff.links.empty()) return refuse("not_linked");
    return one_event(stream_of(command.staff), AccountUnlinked{command.reason});
}

void evolve(Staff& staff, const StaffAdded& event, const Meta& meta) {
    staff.id = event.staff;
    staff.user = event.user;
    staff.name = event.name;
    staff.roles = event.roles;
    staff.language = event.language;
    staff.added_at = meta.recorded_at;
    staff.until = event.until;
}
void evolve(Staff& staff, const RolesChanged& event, const Meta&) {
    staff.roles = event.roles;
    staff.until = event.until;
}
void evolve(Staff& staff, const StaffDismissed&, const Meta&) { staff.active = false; }
void evolve(Staff& staff, const StaffReinstated&, const Meta&) { staff.active = true; }
void evolve(Staff& staff, const PasswordChanged&, const Meta& meta) { staff.password_changed_at = meta.recorded_at; }
void evolve(Staff& staff, const LanguageChanged& event, const Meta&) { staff.language = event.language; }
void evolve(Staff& staff, const AccountLinked& event, const Meta&) { staff.links.push_back(event); }
void evolve(Staff& staff, const AccountUnlinked&, const Meta&) { staff.links.clear(); }
void evolve(Staff& staff, const SecondFactorAdded&, const Meta&) { ++staff.second_factors; }
void evolve(Staff& staff, const SecondFactorRemoved&, const Meta&) { --staff.second_factors; }
void evolve(Staff&, const RecoveryCodesMade&, const Meta&) {}
void evolve(Staff&, const RecoveryCodeUsed&, const Meta&) {}
void evolve(Staff& staff, const SecondFactorReset&, const Meta&) { staff.second_factors = 0; }
void evolve(Staff&, const IdentityConnected&, const Meta&) {}
void evolve(Staff&, const IdentityDisconnected&, const Meta&) {}
void evolve(Staff&, const IdentityTakenAway&, const Meta&) {}

void evolve(AccessDay& day, const RecordRead&, const Meta&) { ++day.entries; }
void evolve(AccessDay& day, const RecordReadInEmergency&, const Meta&) { ++day.entries; }
void evolve(AccessDay& day, const SignedIn&, const Meta&) { ++day.entries; }
void evolve(AccessDay& day, const SignedInThroughProvider&, const Meta&) { ++day.entries; }
void evolve(AccessDay& day, const SignedOut&, const Meta&) { ++day.entries; }
void evolve(AccessDay& day, const GuessingHeldBack&, const Meta&) { ++day.entries; }
void evolve(AccessDay& day, const SwitchedHere&, const Meta&) { ++day.entries; }
void evolve(AccessDay& day, const NetworkFiguresRead&, const Meta&) { ++day.entries; }

}  // namespace afterglow::clinic
