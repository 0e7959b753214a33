#pragma once
// A clinic with somebody in every role and one of everything that a path in the route table names.

#include <map>
#include <string>
#include <vector>

#include "clinic/staff/staff.h"
#include "tests/harness/clinic.h"
#include "tests/harness/person.h"

namespace afterglow::access {

using clinic::Role;
std::vector<Role> all_roles_there_are();

class House {
public:
    explicit House(harness::ClinicOptions options = {});

    harness::Clinic clinic;
    StaffId administrator;  // signs nothing in by itself
    StaffId expendable;     // whose password may be reset
    PatientId patient;
    CourseId course;  // with a decision against, so that there is a letter
    SessionId session;
    std::string morning_token;  // of its morning after
    InquiryId inquiry;

    // Somebody signed in with these roles, hired now.
    harness::Person with_roles(const std::vector<Role>& roles);
    // The route's path with ids of things that are there.
    std::string path_of(const http::Route& route) const;
    // Asks as this person, whatever the route is; the body is none that any command could take.
    harness::Reply knock(harness::Person& person, const http::Route& route) const;

private:
    int hired_ = 0;
};

}  // namespace afterglow::access
