#pragma once
// The `afterglow` program itself, as a process of its own: run to its end, or serving until it is stopped or killed.

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace afterglow::harness {

struct Output {
    int status = -1;  // of exit; -signal if it was killed
    std::string out;  // standard output and standard error together
};

// Runs `afterglow` with these arguments; `input` goes to its standard input.
Output run_program(const std::vector<std::string>& arguments, const std::string& input = "");

// Starts it and kills it after so long, as a crash would.
void run_and_kill(const std::vector<std::string>& arguments, int after_ms);

struct ClinicsFile {  // of several clinics
    std::filesystem::path path;
};

// `afterglow serve` on a folder or a file of clinics, at any free port.
class ServerProcess {
public:
    explicit ServerProcess(const std::filesystem::path& data, std::vector<std::string> more = {});
    explicit ServerProcess(const ClinicsFile& clinics);
    ~ServerProcess();  // killed if it still runs

    std::uint16_t port() const { return port_; }
    double seconds_to_ready() const { return seconds_to_ready_; }
    pid_t id() const { return child_; }
    void kill();    // as a crash would
    Output stop();  // as an administrator would; what it wrote, and its status

private:
    void start_with(std::vector<std::string> arguments);
    int wait();
    pid_t child_ = -1;
    int output_ = -1;
    std::string written_;
    std::thread listening_;  // to what it writes: a full pipe would stop it
    std::uint16_t port_ = 0;
    double seconds_to_ready_ = 0;
};

// Adds an account with kPassword; `more` says where the clinic is, if not in the folder.
void add_account(const std::filesystem::path& data, const std::string& user, const std::vector<std::string>& roles,
                 const std::vector<std::string>& more = {});

}  // namespace afterglow::harness
