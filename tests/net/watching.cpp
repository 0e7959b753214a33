#include "tests/net/watching.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/crash/settings.h"

namespace afterglow::net {

std::size_t open_descriptors(pid_t process) {
    std::error_code error;
    std::size_t count = 0;
    for (auto each = std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/fd", error);
         !error && each != std::filesystem::directory_iterator(); each.increment(error))
        ++count;
    return count;
}

double resident_mib(pid_t process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
    }
    return 0;
}

bool within(double seconds, const std::function<bool()>& condition) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return true;
}

bool is_long() { return crash::number_from_environment("AFTERGLOW_LONG", 0) != 0; }

std::string inquiry(const std::string& id, const std::string& name) {
    return R"({"inquiry":")" + id + R"(","channel":"phone","question":{"name":")" + name +
           R"(","phone":"601 234 567","language":"cs","question":"?","answer_by":"phone","consent_to_contact":true}})";
}

}  // namespace afterglow::net
