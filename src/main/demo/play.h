#pragma once
// The script performed by the desk, through the ordinary write path, in the order of its times.

#include <string>

#include "desk/desk.h"
#include "main/demo/world.h"

namespace afterglow::demo {

struct Account {
    std::string user, name, password;
    std::vector<clinic::Role> roles;
    std::string what_to_try;
};
BOOST_DESCRIBE_STRUCT(Account, (), (user, name, password, roles, what_to_try))

// The people of staff, each with a password of true chance. Throws if the desk refuses.
std::vector<Account> add_team(desk::Desk& desk, const World& world, Instant at);

// How many commands were performed. Throws std::runtime_error with the first command that was refused and why.
std::int64_t perform(desk::Desk& desk, const World& world, const std::vector<Act>& acts);

}  // namespace afterglow::demo
