// The same code against a mail server that others wrote: Exim, started here with a configuration, a spool and a port of its
// own, delivering into a file.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <signal.h>
#include <sodium.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <thread>

#include "documents/mail/mail.h"
#include "documents/mail/scripted_server.h"

namespace afterglow::documents {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
namespace fs = std::filesystem;

constexpr const char* kExim = "/usr/sbin/exim4";
constexpr const char* kEximUser = "Debian-exim";

constexpr const char* kConfiguration = R"(
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port} : {tls_port}
tls_on_connect_ports = {tls_port}
tls_certificate = {folder}/certificate.pem
tls_privatekey = {folder}/key.pem
primary_hostname = mail.clinic.example
domainlist local_domains = people.example
keep_environment =
acl_smtp_rcpt = rcpt
acl_smtp_data = accept
begin acl
rcpt:
  defer local_parts = later
  accept domains = +local_domains
  deny message = no such domain here
begin routers
everyone:
  driver = accept
  transport = file
begin transports
file:
  driver = appendfile
  file = {folder}/box/all
  user = {user}
begin retry
)";

std::string read(const fs::path& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

bool is_installed(const char* program) { return access(program, X_OK) == 0; }

// Starts with the first test that needs it and ends with the last one.
class Exim {
public:
    Exim() : folder_(fs::temp_directory_path() / fmt::format("afterglow-exim-{}", getpid())) {
        const passwd* user = getpwnam(kEximUser);  // NOLINT(concurrency-mt-unsafe): one thread
        for (const char* part : {"spool", "log", "box"}) {
            fs::create_directories(folder_ / part);
            if (user && chown((folder_ / part).c_str(), user->pw_uid, user->pw_gid) != 0) return;
        }
        make_certificate();
        std::ofstream(folder_ / "configuration")
            << fmt::format(fmt::runtime(kConfiguration), fmt::arg("folder", folder_.string()), fmt::arg("port", port),
                           fmt::arg("tls_port", tls_port), fmt::arg("user", kEximUser));
        process_ = fork();
        if (process_ == 0) {
            setpgid(0, 0);
            execl(kExim, kExim, "-C", (folder_ / "configuration").c_str(), "-bdf", nullptr);
            _exit(1);
        }
        wait_until([&] { return read(folder_ / "log/mainlog").find("daemon started") != std::string::npos; });
    }
    ~Exim() {
        if (process_ > 0) {
            kill(process_, SIGTERM);
            waitpid(process_, nullptr, 0);
        }
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Exim(const Exim&) = delete;
    Exim& operator=(const Exim&) = delete;

    // What was delivered; waits for it.
    std::string box() const {
        const fs::path file = folder_ / "box/all";
        wait_until([&] { return fs::exists(file) && read(file).ends_with("\n\n"); });
        return read(file);
    }
    MailServer server(MailSecurity security) const {
        return {.host = "127.0.0.1",
                .port = security == MailSecurity::tls ? tls_port : port,
                .security = security,
                .user = {},
                .password = {},
                .ca_file = (folder_ / "certificate.pem").string()};
    }
    std::string log() const { return read(folder_ / "log/mainlog"); }

    const int port = free_port(), tls_port = free_port();

private:
    void make_certificate() const {
        const std::string command = fmt::format(
            "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 "
            "-keyout '{0}/key.pem' -out '{0}/certificate.pem' 2>/dev/null && chgrp {1} '{0}/key.pem' && chmod 640 "
            "'{0}/key.pem'",
            folder_.string(), kEximUser);
        EXPECT_EQ(std::system(command.c_str()), 0) << "no certificate";  // NOLINT(concurrency-mt-unsafe): one thread
    }
    template <class Condition>
    static void wait_until(Condition&& condition) {
        for (int i = 0; i < 200 && !condition(); ++i) std::this_thread::sleep_for(50ms);
    }

    fs::path folder_;
    pid_t process_ = -1;
};

struct RealServer : testing::Test {
    std::optional<Exim> exim;
    void SetUp() override {
        if (!is_installed(kExim))
            GTEST_SKIP() << "NOT CHECKED: exim4-daemon-light is not installed, so no real mail server was asked";
        if (geteuid() != 0) GTEST_SKIP() << "NOT CHECKED: Exim needs root to deliver; no real mail server was asked";
        exim.emplace();
    }
};

MailMessage message(const std::string& to) {
    return {.message_id = "7c1e-42@clinic.example",
            .from_name = "Клініка Приклад, психіатрія",
            .from_address = "clinic@clinic.example",
            .to_address = to + "@people.example",
            .subject = "Jak se Vám dnes daří? Ozvěte se nám prosím, budeme rádi. 10:00",
            .text = "Dobrý den,\n.\njak jste spala?\n",
            .language = afterglow::Language::cs,
            .date = *parse_instant("2026-11-23T12:25:00Z")};
}

std::string decoded_body(const std::string& mail) {
    const std::string body = mail.substr(mail.find("\n\n") + 2);
    std::string out(body.size(), '\0');
    std::size_t size = 0;
    sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), body.data(), body.size(), "\r\n", &size,
                      nullptr, sodium_base64_VARIANT_ORIGINAL);
    return out.substr(0, size);
}

TEST_F(RealServer, DeliversWhatWasSent) {
    const MailResult result = send_mail(exim->server(MailSecurity::none), message("zofie"), 10s);
    ASSERT_EQ(result.outcome, MailOutcome::sent) << result.text << exim->log();
    EXPECT_THAT(result.text, HasSubstr("250 OK id="));
    const std::string box = exim->box();
    EXPECT_THAT(box, HasSubstr("Message-ID: <7c1e-42@clinic.example>\n"));
    EXPECT_THAT(box, HasSubstr("To: zofie@people.example\n"));
    EXPECT_THAT(box, HasSubstr("Auto-Submitted: auto-generated\n"));
    EXPECT_EQ(decoded_body(box), "Dobrý den,\r\n.\r\njak jste spala?\r\n");
}

TEST_F(RealServer, EncryptsAndChecksTheCertificate) {
    for (const MailSecurity security : {MailSecurity::starttls, MailSecurity::tls}) {
        const std::string to = security == MailSecurity::tls ? "tls" : "starttls";
        const MailResult result = send_mail(exim->server(security), message(to), 10s);
        ASSERT_EQ(result.outcome, MailOutcome::sent) << result.text << exim->log();
        EXPECT_THAT(exim->box(), HasSubstr("with esmtps"));

        MailServer stranger = exim->server(security);
        stranger.ca_file.reset();
        EXPECT_EQ(send_mail(stranger, message("nobody"), 10s).outcome, MailOutcome::refused_for_now);
    }
}

TEST_F(RealServer, RefusesForGoodAndForNow) {
    MailMessage elsewhere = message("zofie");
    elsewhere.to_address = "zofie@elsewhere.example";
    const MailResult refused = send_mail(exim->server(MailSecurity::none), elsewhere, 10s);
    EXPECT_EQ(refused.outcome, MailOutcome::refused_for_good);
    EXPECT_EQ(refused.text, "550 no such domain here");
    EXPECT_EQ(send_mail(exim->server(MailSecurity::none), message("later"), 10s).outcome, MailOutcome::refused_for_now);
}

TEST_F(RealServer, TakesALargeMessage) {
    MailMessage large = message("large");
    large.text.clear();
    while (large.text.size() < kMaxMailText - 100) large.text += "řádek dlouhého dopisu\n.\n";
    ASSERT_EQ(send_mail(exim->server(MailSecurity::starttls), large, 20s).outcome, MailOutcome::sent);
    EXPECT_GT(exim->box().size(), kMaxMailText);
}

}  // namespace
}  // namespace afterglow::documents
