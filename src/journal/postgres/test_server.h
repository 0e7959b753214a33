#pragma once
// For tests: a PostgreSQL server of one's own in a temporary folder, reached through a socket in it (or over TLS, if asked
// for) and by nobody else; stopped and removed at the end of the program. A program of tests runs on it if AFTERGLOW_TEST_STORE is "postgres".

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace afterglow::journal {

inline bool tests_run_on_postgres() {
    const char* store = std::getenv("AFTERGLOW_TEST_STORE");
    return store && std::string_view(store) == "postgres";
}

class TestServer {
public:
    // The program's one server, started when first asked for. Without PostgreSQL the program ends here and says so.
    static TestServer& the() {
        static TestServer server;
        return server;
    }

    struct Certificate {
        std::filesystem::path certificate, key;
    };
    explicit TestServer(const std::vector<std::string>& settings = {}, const Certificate& tls = {}) {
        if (!std::filesystem::exists(program("initdb"))) {
            std::puts("PostgreSQL is not installed: skipped");
            std::fflush(stdout);
            std::_Exit(0);
        }
        const std::filesystem::path memory = "/dev/shm";
        const auto place = std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
        std::string made = (place / "afterglow-postgres-XXXXXX").string();
        if (!::mkdtemp(made.data())) throw std::runtime_error("no temporary folder");
        folder_ = made;
        if (::geteuid() == 0 && ::chown(made.c_str(), kNobody, kNobody) != 0) throw std::runtime_error("no chown");
        const std::string data = (folder_ / "data").string();
        run({program("initdb"), "-D", data, "-U", "afterglow", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust",
             "--no-sync"});
        arguments_ = {program("postgres"),
                      "-D",
                      data,
                      "-k",
                      folder_.string(),
                      "-c",
                      "listen_addresses=",
                      "-c",
                      "max_connections=200",
                      "-c",
                      "shared_buffers=32MB",
                      "-c",
                      "log_min_messages=panic"};
        for (const std::string& setting : settings) arguments_.insert(arguments_.end(), {"-c", setting});
        if (!tls.certificate.empty()) offer_tls(tls);
        start();
    }
    ~TestServer() {
        stop();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    TestServer(const TestServer&) = delete;

    void start() {
        child_ = spawn(arguments_);
        for (int i = 0; i < 600; ++i) {
            if (PQping(connection().c_str()) == PQPING_OK) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        throw std::runtime_error("PostgreSQL does not start");
    }
    void stop() {
        if (child_ > 0) ::kill(child_, SIGINT), ::waitpid(child_, nullptr, 0);
        child_ = -1;
    }
    void crash() {
        if (child_ > 0) ::kill(child_, SIGQUIT), ::waitpid(child_, nullptr, 0);  // at once, without a checkpoint
        child_ = -1;
    }

    std::string connection(const std::string& database = "postgres") const {
        return "host=" + folder_.string() + " port=" + std::to_string(port_) + " user=afterglow dbname=" + database;
    }
    // For whoever stands in between.
    std::filesystem::path socket() const { return folder_ / (".s.PGSQL." + std::to_string(port_)); }
    std::uint16_t port() const { return port_; }  // of 127.0.0.1, with a certificate only
    void exec(const std::string& sql) const {
        PGconn* connection = PQconnectdb(this->connection().c_str());
        PGresult* result = PQexec(connection, sql.c_str());
        const ExecStatusType status = PQresultStatus(result);
        const std::string text = PQerrorMessage(connection);
        PQclear(result);
        PQfinish(connection);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(text);
    }
    std::string new_name(const std::string& beginning) { return beginning + std::to_string(++names_); }
    // An empty database, or a copy of one that nobody is connected to.
    std::string new_database(const std::string& copy_of = "template0") {
        const std::string name = new_name("clinic");
        exec("CREATE DATABASE " + name + " TEMPLATE " + copy_of);
        return name;
    }

    void drop_database(const std::string& name) const { exec("DROP DATABASE " + name + " WITH (FORCE)"); }

private:
    static constexpr unsigned kNobody = 65534;  // the server refuses to run as root

    void offer_tls(const Certificate& tls) {
        port_ = free_port();
        const std::filesystem::path own[] = {folder_ / "certificate", folder_ / "key"};
        std::filesystem::copy_file(tls.certificate, own[0]);
        std::filesystem::copy_file(tls.key, own[1]);
        for (const auto& each : own) {
            std::filesystem::permissions(each, std::filesystem::perms::owner_read);
            if (::geteuid() == 0 && ::chown(each.c_str(), kNobody, kNobody) != 0) throw std::runtime_error("no chown");
        }
        for (const std::string& setting :
             {std::string("listen_addresses=127.0.0.1"), "port=" + std::to_string(port_), std::string("ssl=on"),
              "ssl_cert_file=" + own[0].string(), "ssl_key_file=" + own[1].string()})
            arguments_.insert(arguments_.end(), {"-c", setting});
    }
    static std::uint16_t free_port() {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const bool bound = ::bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                           ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
        ::close(probe);
        if (!bound) throw std::runtime_error("no free port");
        return ntohs(address.sin_port);
    }

    static std::string program(const std::string& name) { return std::string(AFTERGLOW_POSTGRES_BIN) + "/" + name; }

    pid_t spawn(const std::vector<std::string>& arguments) const {
        std::vector<char*> words;
        for (const std::string& each : arguments) words.push_back(const_cast<char*>(each.c_str()));
        words.push_back(nullptr);
        const pid_t child = ::fork();
        if (child < 0) throw std::runtime_error("no process");
        if (child > 0) return child;
        if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0))
            ::_exit(126);
        ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
        const int nothing = ::open("/dev/null", O_WRONLY);
        ::dup2(nothing, 1), ::dup2(nothing, 2);
        if (::chdir(folder_.c_str()) == 0) ::execv(words[0], words.data());
        ::_exit(127);
    }
    void run(const std::vector<std::string>& arguments) const {
        int status = 0;
        ::waitpid(spawn(arguments), &status, 0);
        if (status != 0) throw std::runtime_error(arguments[0] + " failed");
    }

    std::filesystem::path folder_;
    std::vector<std::string> arguments_;
    std::uint16_t port_ = 5432;  // without a certificate only a part of the socket's name
    pid_t child_ = -1;
    int names_ = 0;
};

}  // namespace afterglow::journal
