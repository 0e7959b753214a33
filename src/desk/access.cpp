#include "desk/access.h"

namespace afterglow::desk {
namespace {

using clinic::Role;
using enum Permission;

Permissions set_of(std::initializer_list<Permission> list) {
    Permissions permissions;
    for (const Permission each : list) permissions.add(each);
    return permissions;
}

}  // namespace

Permissions granted_by(Role role) {
    Permissions granted = set_of({anyone, signed_in});
    if (role != Role::network_manager) granted.add(read_calendar);
    switch (role) {
        case Role::coordinator:
            granted.add(set_of({handle_inquiries, open_indications, book, read_people, register_people, interview,
                                read_figures, open_in_emergency}));
            break;
        case Role::psychiatrist:
            granted.add(
                set_of({book,        read_people,   register_people, read_records,     interview,    evaluate,
                        fill_scales, move_courses,  assess,          decide,           take_consent, plan,
                        prepare,     integrate,     record_outcomes, attend_sessions,  order_doses,  release_people,
                        add_addenda, close_tasks,   confirm_rules,   open_indications, read_figures, explore_doses,
                        rehearse,    read_register, witness_drugs}));
            break;
        case Role::physician:
            granted.add(
                set_of({book,         read_people,   register_people, read_records,  examine,      fill_scales,
                        move_courses, assess,        decide,          take_consent,  plan,         attend_sessions,
                        order_doses,  give_doses,    release_people,  add_addenda,   close_tasks,  confirm_rules,
                        read_figures, explore_doses, rehearse,        read_register, handle_drugs, witness_drugs}));
            break;
        case Role::therapist:
            granted.add(set_of({book, read_people, register_people, read_records, interview, fill_scales, move_courses,
                                assess, take_consent, plan, prepare, integrate, record_outcomes, attend_sessions,
                                add_addenda, close_tasks, rehearse, witness_drugs}));
            break;
        case Role::nurse:
            granted.add(set_of({book, read_people, register_people, read_records, fill_scales, attend_sessions,
                                give_doses, add_addenda, rehearse, read_register, handle_drugs, witness_drugs}));
            break;
        case Role::custodian: granted.add(set_of({read_register, keep_register, handle_drugs, witness_drugs})); break;
        case Role::billing: granted.add(set_of({read_people, open_in_emergency})); break;
        case Role::manager:
            granted.add(set_of({handle_inquiries, open_indications, read_people, read_figures, read_access_log,
                                read_register, erase_records, open_in_emergency, review_emergency_access}));
            break;
        case Role::inspector: granted.add(set_of({read_access_log, read_register})); break;
        case Role::administrator: granted.add(set_of({manage_staff, read_access_log, review_emergency_access})); break;
        case Role::network_manager: granted.add(read_network_figures); break;
    }
    return granted;
}

Permissions denied_by(Role role) {
    Permissions denied;
    if (role == Role::inspector) {  // looks, and changes nothing, whatever else this person is here
        denied.add(set_of({handle_inquiries,
                           open_indications,
                           book,
                           register_people,
                           interview,
                           evaluate,
                           examine,
                           fill_scales,
                           move_courses,
                           assess,
                           decide,
                           take_consent,
                           plan,
                           prepare,
                           integrate,
                           record_outcomes,
                           attend_sessions,
                           order_doses,
                           give_doses,
                           release_people,
                           add_addenda,
                           close_tasks,
                           confirm_rules,
                           manage_staff,
                           rehearse,
                           erase_records,
                           keep_register,
                           handle_drugs,
                           witness_drugs,
                           open_in_emergency,
                           review_emergency_access}));
    }
    return denied;
}

Permissions permissions_of(std::span<const Role> roles) {
    Permissions permissions;
    for (const Role role : roles) permissions.add(granted_by(role));
    for (const Role role : roles) permissions.remove(denied_by(role));
    return permissions;
}

}  // namespace afterglow::desk
