#pragma once
// What somebody is answered who has just signed in, by whatever way: who they are, what they may do, and the cookie.

#include <string>
#include <vector>

#include "http/app.h"

namespace afterglow::http {

// Another clinic of the installation where this person has an account, too.
struct ClinicToSwitchTo {
    std::string host;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(ClinicToSwitchTo, (), (host, name))

struct Me {
    StaffId staff;
    std::string user, name;
    std::vector<clinic::Role> roles;
    std::vector<desk::Permission> permissions;
    clinic::Language language = clinic::Language::cs;
    std::string csrf_token;
    std::string clinic_name;
    std::string zone;
    std::vector<ClinicToSwitchTo> clinics;
    bool second_factor_missing = false;  // nothing is open but giving oneself one
};
BOOST_DESCRIBE_STRUCT(Me, (),
                      (staff, user, name, roles, permissions, language, csrf_token, clinic_name, zone, clinics,
                       second_factor_missing))

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

std::string session_cookie(const Call& call, const std::string& token, bool ends);
std::vector<ClinicToSwitchTo> clinics_to_switch_to(const Call& call, const StaffId& staff);

}  // namespace afterglow::http
