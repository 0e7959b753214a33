// The algebra of roles: all that is granted less all that is denied, whatever the order; a denial never opens anything.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "clinic/random.h"
#include "desk/access.h"

namespace afterglow::access {
namespace {

using clinic::Role;
using desk::Permission;
using desk::Permissions;

using Roles = std::vector<Role>;
using Judge = Permissions (*)(std::span<const Role>);

constexpr int kRoles = static_cast<int>(Role::administrator) + 1;
Roles some_roles() {
    return *rc::gen::container<Roles>(
        rc::gen::map(rc::gen::inRange(0, kRoles), [](int each) { return static_cast<Role>(each); }));
}

bool is_within(const Permissions& small, const Permissions& large) {
    Permissions both = large;
    both.add(small);
    return both == large;
}

// What deny-wins means, in terms of one permission at a time.
template <Judge judge>
struct DenyWins {
    void operator()() const {
        const Roles roles = some_roles();
        const Permissions permitted = judge(roles);
        for_each_enumerator<Permission>([&](Permission each, std::string_view) {
            bool granted = false, denied = false;
            for (const Role role : roles) {
                granted = granted || desk::granted_by(role).has(each);
                denied = denied || desk::denied_by(role).has(each);
            }
            RC_ASSERT(permitted.has(each) == (granted && !denied));
        });
    }
};

// Somebody who becomes an inspector, too, may not do more of what an inspector is denied than before.
template <Judge judge>
struct AddingADenialNeverGrants {
    void operator()() const {
        Roles roles = some_roles();
        const Role added = *rc::gen::map(rc::gen::inRange(0, kRoles), [](int each) { return static_cast<Role>(each); });
        const Permissions before = judge(roles);
        roles.insert(
            roles.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(roles.size()) + 1), added);
        Permissions most = before;
        most.add(desk::granted_by(added));
        const Permissions after = judge(roles);
        RC_ASSERT(is_within(after, most));
        for_each_enumerator<Permission>([&](Permission each, std::string_view) {
            RC_ASSERT(!(after.has(each) && desk::denied_by(added).has(each)));
        });
    }
};

RC_GTEST_PROP(Roles, DenyWins, ()) { DenyWins<desk::permissions_of>{}(); }
RC_GTEST_PROP(Roles, AddingADenialNeverGrants, ()) { AddingADenialNeverGrants<desk::permissions_of>{}(); }

RC_GTEST_PROP(Roles, OrderAndRepetitionDoNotMatter, ()) {
    Roles roles = some_roles();
    const Permissions permitted = desk::permissions_of(roles);
    std::reverse(roles.begin(), roles.end());
    RC_ASSERT(desk::permissions_of(roles) == permitted);
    roles.insert(roles.end(), roles.begin(), roles.end());
    RC_ASSERT(desk::permissions_of(roles) == permitted);
}

TEST(Roles, NobodyMayAnythingWithoutARole) { EXPECT_EQ(desk::permissions_of({}), Permissions{}); }

TEST(Roles, WhatOnlySomeMay) {
    const auto who_may = [](Permission permission) {
        std::string names;
        for_each_enumerator<Role>([&](Role role, std::string_view name) {
            const Roles only{role};
            if (desk::permissions_of(only).has(permission)) names += std::string(name) + " ";
        });
        return names;
    };
    EXPECT_EQ(who_may(Permission::decide), "psychiatrist physician ");
    EXPECT_EQ(who_may(Permission::order_doses), "psychiatrist physician ");
    EXPECT_EQ(who_may(Permission::release_people), "psychiatrist physician ");
    EXPECT_EQ(who_may(Permission::give_doses), "physician nurse ");
    EXPECT_EQ(who_may(Permission::manage_staff), "administrator ");
    EXPECT_EQ(who_may(Permission::read_records), "psychiatrist physician therapist nurse ");
    EXPECT_EQ(who_may(Permission::read_access_log), "manager inspector administrator ");
    EXPECT_EQ(who_may(Permission::open_in_emergency), "coordinator billing manager ");
    EXPECT_EQ(who_may(Permission::review_emergency_access), "manager administrator ");
}

// ---- planted: a grant that outweighs a denial --------------------------------------------------------------------------------

Permissions allow_over_deny(std::span<const Role> roles) {
    Permissions permissions;
    for (const Role role : roles) permissions.remove(desk::denied_by(role));
    for (const Role role : roles) permissions.add(desk::granted_by(role));
    return permissions;
}

// The denial of one role is forgotten when the next one grants.
Permissions in_order(std::span<const Role> roles) {
    Permissions permissions;
    for (const Role role : roles) {
        permissions.add(desk::granted_by(role));
        permissions.remove(desk::denied_by(role));
    }
    return permissions;
}

TEST(RolesPlanted, AllowOverDenyIsFound) {
    EXPECT_TRUE(clinic::example::is_refuted(DenyWins<allow_over_deny>{}));
    EXPECT_TRUE(clinic::example::is_refuted(AddingADenialNeverGrants<allow_over_deny>{}));
    EXPECT_TRUE(clinic::example::is_refuted(DenyWins<in_order>{}));
    EXPECT_FALSE(clinic::example::is_refuted(DenyWins<desk::permissions_of>{}));
}

}  // namespace
}  // namespace afterglow::access
