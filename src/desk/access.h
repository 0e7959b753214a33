#pragma once
// Who may do what: the one place where that is decided. A role grants permissions; a role or an account can also deny
// some; a denial always outweighs a grant. Nothing is permitted that is not granted here.

#include <boost/describe.hpp>

#include <bitset>
#include <span>
#include <vector>

#include "clinic/staff/staff.h"

namespace afterglow::desk {

enum class Permission {
    anyone,            // no account needed
    signed_in,         // any account
    handle_inquiries,  // inquiries and the waiting list
    open_indications,  // decide which complaints the clinic takes
    read_calendar,
    book,
    read_people,  // names, contacts, where on the path
    register_people,
    read_records,  // everything that was said and found
    interview,
    evaluate,
    examine,
    fill_scales,
    move_courses,
    assess,  // answer criteria
    decide,  // on admission
    take_consent,
    plan,
    prepare,
    integrate,
    record_outcomes,
    attend_sessions,  // open a dosing session, record what happens in it
    order_doses,
    explore_doses,  // what a dose would do
    give_doses,
    release_people,
    rehearse,       // a session on a simulated person
    read_register,  // of controlled drugs
    keep_register,  // receive, move, count; open and close days and months
    handle_drugs,   // waste, correct
    witness_drugs,  // be the second of two people
    add_addenda,
    close_tasks,
    confirm_rules,
    read_figures,
    read_network_figures,  // of all clinics of the installation, small counts hidden
    manage_staff,
    read_access_log,
    erase_records,
    open_in_emergency,        // a record that one may not read otherwise, for a reason and a time
    review_emergency_access,  // look at each of these, and say what is to be thought of it
    act_as_program,           // what the program does by itself; nobody is granted it
};
BOOST_DESCRIBE_ENUM(Permission, anyone, signed_in, handle_inquiries, open_indications, read_calendar, book, read_people,
                    register_people, read_records, interview, evaluate, examine, fill_scales, move_courses, assess,
                    decide, take_consent, plan, prepare, integrate, record_outcomes, attend_sessions, order_doses,
                    explore_doses, give_doses, release_people, rehearse, read_register, keep_register, handle_drugs,
                    witness_drugs, add_addenda, close_tasks, confirm_rules, read_figures, read_network_figures,
                    manage_staff, read_access_log, erase_records, open_in_emergency, review_emergency_access,
                    act_as_program)

class Permissions {
public:
    bool has(Permission permission) const { return bits_.test(static_cast<std::size_t>(permission)); }
    void add(Permission permission) { bits_.set(static_cast<std::size_t>(permission)); }
    void add(const Permissions& others) { bits_ |= others.bits_; }
    void remove(const Permissions& others) { bits_ &= ~others.bits_; }
    bool operator==(const Permissions&) const = default;

private:
    std::bitset<64> bits_;
};

Permissions granted_by(clinic::Role role);
Permissions denied_by(clinic::Role role);

// What somebody with these roles may do: all that any of them grants, less all that any of them denies.
Permissions permissions_of(std::span<const clinic::Role> roles);

}  // namespace afterglow::desk
