#pragma once
// What a test sees of the server's process from outside.

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <string>

namespace afterglow::net {

std::size_t open_descriptors(pid_t process);
double resident_mib(pid_t process);
bool within(double seconds, const std::function<bool()>& condition);

// How much larger the numbers of a long run are.
bool is_long();

// What is to be recorded, with a name that can be found again.
std::string inquiry(const std::string& id, const std::string& name);

}  // namespace afterglow::net
