#include "tests/harness/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "tests/harness/clinic.h"
#include "tests/harness/temporary.h"

namespace afterglow::harness {
namespace {

struct Child {
    pid_t id;
    int input, output;  // our ends
};

Child start(std::vector<std::string> arguments) {
    int in[2], out[2];
    if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipes");
    arguments.insert(arguments.begin(), AFTERGLOW_BINARY);
    std::vector<char*> words;
    for (std::string& each : arguments) words.push_back(each.data());
    words.push_back(nullptr);
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("no process");
    if (child == 0) {
        ::dup2(in[0], 0), ::dup2(out[1], 1), ::dup2(out[1], 2);
        ::execv(words[0], words.data());
        ::_exit(127);
    }
    ::close(in[0]), ::close(out[1]);
    return {child, in[1], out[0]};
}

// False at the end.
bool read_some(int from, std::string& into) {
    char piece[4096];
    const ssize_t n = ::read(from, piece, sizeof piece);
    if (n <= 0) return false;
    into.append(piece, static_cast<std::size_t>(n));
    return true;
}

int status_of(pid_t child) {
    int status = 0;
    if (::waitpid(child, &status, 0) != child) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

// Those of the project, where no others are named.
std::vector<std::string> with_policy(std::vector<std::string> arguments) {
    if (std::find(arguments.begin(), arguments.end(), "--policy") != arguments.end()) return arguments;
    for (const std::string& each : {std::string("--policy"), source_path("policy/cz-outpatient"),
                                    std::string("--instruments"), source_path("instruments")}) {
        arguments.push_back(each);
    }
    return arguments;
}

}  // namespace

void run_and_kill(const std::vector<std::string>& arguments, int after_ms) {
    const Child child = start(arguments);
    std::this_thread::sleep_for(std::chrono::milliseconds(after_ms));
    ::kill(child.id, SIGKILL);
    status_of(child.id);
    ::close(child.input), ::close(child.output);
}

Output run_program(const std::vector<std::string>& arguments, const std::string& input) {
    const Child child = start(arguments);
    if (!input.empty() && ::write(child.input, input.data(), input.size()) < 0) throw std::runtime_error("no input");
    ::close(child.input);
    Output output;
    while (read_some(child.output, output.out)) {
    }
    ::close(child.output);
    output.status = status_of(child.id);
    return output;
}

ServerProcess::ServerProcess(const std::filesystem::path& data, std::vector<std::string> more) {
    std::vector<std::string> arguments{"serve", "--data", data.string(), "--port", "0", "--web", ""};
    arguments.insert(arguments.end(), more.begin(), more.end());
    start_with(with_policy(std::move(arguments)));
}

ServerProcess::ServerProcess(const ClinicsFile& clinics) {
    start_with(with_policy({"serve", "--clinics", clinics.path.string(), "--port", "0", "--web", ""}));
}

void ServerProcess::start_with(std::vector<std::string> arguments) {
    const auto begin = std::chrono::steady_clock::now();
    const Child child = start(arguments);
    ::close(child.input);
    child_ = child.id;
    output_ = child.output;
    const std::string before = "://127.0.0.1:";  // "Afterglow is at https://127.0.0.1:443"
    std::size_t at = 0;
    while ((at = written_.find(before)) == std::string::npos || written_.find('\n', at) == std::string::npos) {
        if (!read_some(output_, written_)) throw std::runtime_error("the server did not start: " + written_);
    }
    port_ = static_cast<std::uint16_t>(std::stoi(written_.substr(at + before.size())));
    seconds_to_ready_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    listening_ = std::thread([this] {
        while (read_some(output_, written_)) {
        }
    });
}

ServerProcess::~ServerProcess() { kill(); }

int ServerProcess::wait() {
    if (listening_.joinable()) listening_.join();
    ::close(output_);
    const int status = status_of(child_);
    child_ = -1;
    return status;
}

void ServerProcess::kill() {
    if (child_ < 0) return;
    ::kill(child_, SIGKILL);
    wait();
}

Output ServerProcess::stop() {
    ::kill(child_, SIGTERM);
    const int status = wait();
    return {status, written_};
}

void add_account(const std::filesystem::path& data, const std::string& user, const std::vector<std::string>& roles,
                 const std::vector<std::string>& more) {
    std::vector<std::string> arguments = with_policy(
        {"user", "add", "--data", data.string(), "--user", user, "--name", "Example Person", "--password-stdin"});
    for (const std::string& role : roles) arguments.insert(arguments.end(), {"--role", role});
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Output output = run_program(arguments, std::string(kPassword) + "\n");
    if (output.status != 0) throw std::runtime_error("no account: " + output.out);
}

}  // namespace afterglow::harness
