// Accounts of people who belong to several clinics of one installation: how two accounts are linked, and how somebody who is
// signed in at one clinic is let into another.

#include "clinic/staff/staff.h"
#include "desk/accounts.h"
#include "desk/desk.h"
#include "desk/passwords.h"
#include "desk/second_factor.h"
#include "views/queries.h"

namespace afterglow::desk {
namespace {

Refusal switch_spent() { return refuse_as(RefusalKind::unauthenticated, "switch_spent"); }

}  // namespace

void Accounts::give_ticket(Ticket::Purpose purpose, const Elsewhere& whose,
                           std::function<void(Result<std::string>)> then) {
    desk_.within<std::string>(
        [this, purpose, whose](journal::Transaction& transaction) {
            return Tickets::give(transaction.db, purpose, whose, desk_.now());
        },
        std::move(then));
}

void Accounts::link(const StaffId& staff, const std::string& code, std::function<void(Done)> then) {
    desk_.within<Nothing>(
        [this, staff, code](journal::Transaction& transaction) -> Done {
            const auto whose = Tickets::take(transaction.db, Ticket::Purpose::link, code, desk_.now());
            if (!whose.ok()) return refuse_field("/code", "link_code_spent");
            if (views::staff_linked_with(transaction.db, whose->clinic, whose->staff))
                return refuse_field("/code", "already_linked");  // the code is spent all the same
            clinic::Events events;
            events.add(clinic::stream_of(staff),
                       clinic::AccountLinked{whose->clinic, whose->clinic_name, whose->staff});
            desk_.append_within(transaction, events, staff);
            return done();
        },
        std::move(then));
}

void Accounts::enter(const std::string& ticket, const std::string& address, MayLeave may_leave,
                     std::function<void(Result<SignIn>)> then) {
    struct Came {
        Elsewhere from;
        std::optional<views::StaffRow> staff;
    };
    desk_.within<Came>(
        [this, ticket](journal::Transaction& transaction) -> Result<Came> {
            const Elsewhere from = TRY(Tickets::take(transaction.db, Ticket::Purpose::enter, ticket, desk_.now()));
            return Came{from, views::staff_linked_with(transaction.db, from.clinic, from.staff)};
        },
        [this, address, may_leave, then](const Result<Came>& came) {
            if (!came.ok()) return then(came.refusal());
            if (!came->staff || !desk_.may_act(*came->staff) || !may_leave(came->from)) return then(switch_spent());
            const views::StaffRow& staff = *came->staff;
            // The other clinic's word stands for the password, not for this clinic's second factor.
            if (Factors::any(desk_.reader(), staff.id)) return desk_.second_factor().ask_for(staff, then);
            clinic::Events events;
            events.add(clinic::access_stream(to_local(desk_.now(), desk_.pack().zone).date()),
                       clinic::SwitchedHere{staff.id, came->from.clinic_name, address});
            begin_logged(staff, events, then);
        });
}

}  // namespace afterglow::desk
