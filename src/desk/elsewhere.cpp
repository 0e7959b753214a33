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

Refusal storage_failed() { return refuse_as(RefusalKind::unavailable, "storage_failed"); }
Refusal switch_spent() { return refuse_as(RefusalKind::unauthenticated, "switch_spent"); }

}  // namespace

void Accounts::give_ticket(Ticket::Purpose purpose, const Elsewhere& whose,
                           std::function<void(Result<std::string>)> then) {
    const auto given = std::make_shared<Result<std::string>>(std::string());
    desk_.with_transaction(
        [this, purpose, whose, given](journal::Transaction& transaction) {
            *given = Tickets::give(transaction.db, purpose, whose, desk_.now());
            return given->ok();
        },
        [given, then](const std::exception_ptr& failure) {
            then(failure ? Result<std::string>(storage_failed()) : *given);
        });
}

void Accounts::link(const StaffId& staff, const std::string& code, std::function<void(Done)> then) {
    const auto outcome = std::make_shared<Done>(done());
    desk_.with_transaction(
        [this, staff, code, outcome](journal::Transaction& transaction) {
            const Instant now = desk_.now();
            const auto whose = Tickets::take(transaction.db, Ticket::Purpose::link, code, now);
            if (!whose.ok()) {
                *outcome = refuse_field("/code", "link_code_spent");
                return false;
            }
            if (views::staff_linked_with(transaction.db, whose->clinic, whose->staff)) {
                *outcome = refuse_field("/code", "already_linked");
                return true;  // the code is spent all the same
            }
            clinic::Events events;
            events.add(clinic::stream_of(staff),
                       clinic::AccountLinked{whose->clinic, whose->clinic_name, whose->staff});
            desk_.append_within(transaction, events.list(), {{new_uuid()}, staff, now, now}, "");
            return true;
        },
        [outcome, then](const std::exception_ptr& failure) { then(failure ? Done(storage_failed()) : *outcome); });
}

void Accounts::enter(const std::string& ticket, const std::string& address, MayLeave may_leave,
                     std::function<void(Result<SignIn>)> then) {
    struct Found {
        Result<Elsewhere> whose = switch_spent();
        std::optional<views::StaffRow> staff;
    };
    const auto found = std::make_shared<Found>();
    const auto let_in = [this, found, address, may_leave, then](const std::exception_ptr& failure) {
        if (failure) return then(storage_failed());
        if (!found->whose.ok() || !found->staff || !desk_.may_act(*found->staff) || !may_leave(*found->whose))
            return then(switch_spent());
        // The other clinic's word stands for the password, not for this clinic's second factor.
        if (Factors::any(desk_.reader(), found->staff->id))
            return desk_.second_factor().ask_for(*found->staff, [then](Refusal wanted) { then(std::move(wanted)); });
        const SignIn made = begin_sign_in(*found->staff);
        clinic::Events events;
        events.add(clinic::access_stream(to_local(desk_.now(), desk_.pack().zone).date()),
                   clinic::SwitchedHere{found->staff->id, found->whose->clinic_name, address});
        desk_.append(events.list(), found->staff->id, [then, made](const std::exception_ptr& not_logged) {
            if (not_logged) return then(storage_failed());
            then(made);
        });
    };
    desk_.with_transaction(
        [this, ticket, found](journal::Transaction& transaction) {
            found->whose = Tickets::take(transaction.db, Ticket::Purpose::enter, ticket, desk_.now());
            if (!found->whose.ok()) return false;
            found->staff = views::staff_linked_with(transaction.db, found->whose->clinic, found->whose->staff);
            return true;
        },
        let_in);
}

}  // namespace afterglow::desk
