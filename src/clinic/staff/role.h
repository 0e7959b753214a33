#pragma once
// What somebody is at the clinic; what each may do is decided in desk/access.cpp.

#include <boost/describe.hpp>

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

}  // namespace afterglow::clinic
