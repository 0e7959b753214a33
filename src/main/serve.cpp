#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <fstream>

#include "background/keeper.h"
#include "background/monitors.h"
#include "background/rehearsals.h"
#include "desk/clock.h"
#include "http/app.h"
#include "http/server/security_headers.h"
#include "main/commands.h"
#include "views/queries.h"

namespace afterglow {
namespace {

struct Serve {
    ClinicPlaces places;
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::string web = shipped("web/dist"), models = shipped("models");
    std::string certificate, certificate_key;
    int threads = 2;
    bool behind_tls = false;
    bool no_group_commit = false;
    std::optional<std::uint16_t> mllp_port;
    std::string mllp_address = "127.0.0.1";
    std::string public_url, origin;
    std::string smtp, smtp_security = "starttls", smtp_user, smtp_password_file, smtp_ca_file, mail_from;
};

// "mail.example.org:587"; what is wrong with the options is said, and nothing is returned.
std::optional<std::optional<background::MailSettings>> mail_settings(const Serve& serve) {
    if (serve.smtp.empty()) return std::optional<background::MailSettings>{};
    const auto wrong = [](const std::string& text) {
        fmt::print(stderr, "afterglow: {}\n", text);
        return std::nullopt;
    };
    background::MailSettings mail;
    const std::size_t colon = serve.smtp.rfind(':');
    mail.server.host = serve.smtp.substr(0, colon);
    if (colon != std::string::npos) mail.server.port = std::atoi(serve.smtp.c_str() + colon + 1);
    if (mail.server.host.empty() || mail.server.port < 1 || mail.server.port > 65535)
        return wrong("--smtp needs a host and a port, such as mail.example.org:587");
    mail.server.security = serve.smtp_security == "none"  ? documents::MailSecurity::none
                           : serve.smtp_security == "tls" ? documents::MailSecurity::tls
                                                          : documents::MailSecurity::starttls;
    if (serve.mail_from.find('@') == std::string::npos)
        return wrong("--smtp needs --mail-from, the address that messages come from");
    mail.from_address = serve.mail_from;
    if (!serve.smtp_user.empty()) {
        std::ifstream file(serve.smtp_password_file);
        std::string password;
        if (!std::getline(file, password) || password.empty())
            return wrong("--smtp-user needs --smtp-password-file, a file with the password in its first line");
        mail.server.user = serve.smtp_user;
        mail.server.password = password;
    }
    if (!serve.smtp_ca_file.empty()) mail.server.ca_file = serve.smtp_ca_file;
    if (serve.public_url.empty())
        return wrong("--smtp needs --public-url, the address at which people reach this clinic, for the links");
    mail.public_url = serve.public_url;
    while (mail.public_url.ends_with('/')) mail.public_url.pop_back();
    return std::optional(mail);
}

http::ServerOptions server_options(const Serve& serve) {
    http::ServerOptions options;
    options.address = serve.address;
    options.port = serve.port;
    options.threads = serve.threads;
    options.stop_on_signals = true;
    if (!serve.certificate.empty()) options.tls = http::TlsFiles{serve.certificate, serve.certificate_key};
    options.common_headers = http::security_headers(options.tls.has_value() || serve.behind_tls);
    options.on_failure = [](const std::string& text) { spdlog::error("{}", text); };
    return options;
}

// Scheme, host and port of where browsers find the clinic; of `--public-url` if nothing is said. Nothing: it is wrong.
std::optional<std::string> origin_of(const Serve& serve) {
    const std::string& url = serve.origin.empty() ? serve.public_url : serve.origin;
    if (url.empty()) return "";
    const std::size_t host = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : std::string::npos;
    if (host == std::string::npos || host == url.size()) return std::nullopt;
    const std::size_t end = url.find('/', host);
    const bool only_origin = end == std::string::npos || end + 1 == url.size();
    if (!serve.origin.empty() && !only_origin) return std::nullopt;
    return url.substr(0, end);
}

// Private words must not end up in a core file.
void forbid_core_dumps() {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

int run(const Serve& serve) {
    forbid_core_dumps();
    auto pack = load_pack(serve.places);
    if (!pack) return 1;
    desk::ForwardClock clock(journal::system_now);
    OpenClinic clinic = open_clinic(serve.places, std::move(*pack), true,
                                    {.max_group = serve.no_group_commit ? std::size_t{1} : std::size_t{256},
                                     .now = [&clock] { return clock.now(); }});
    if (views::all_staff(clinic.desk->reader()).empty()) {
        spdlog::warn(
            "this clinic has no accounts yet: stop, and add one with `afterglow user add {} --role administrator ...`",
            serve.places.place());
    }
    auto models = load_models(serve.models);
    if (!models) return 1;
    const auto mail = mail_settings(serve);
    if (!mail) return 1;
    const auto origin = origin_of(serve);
    if (!origin) {
        fmt::print(stderr,
                   "afterglow: --origin (or --public-url) needs an address such as https://clinic.example.org\n");
        return 1;
    }
    const auto library = std::make_shared<const pharmacology::Library>(std::move(*models));
    desk::DeviceTroubles troubles;
    auto app = http::App::make(*clinic.desk, {.web_folder = serve.web,
                                              .secure_cookie = !serve.certificate.empty() || serve.behind_tls,
                                              .origin = *origin,
                                              .library = library,
                                              .device_troubles = &troubles});
    if (!app.ok()) {
        std::string details;
        for (const auto& [name, value] : app.refusal().parameters) details += " " + name + "=" + value;
        fmt::print(stderr, "afterglow: cannot start: {}{}\n", app.refusal().code, details);
        return 1;
    }
    auto server = http::Server::start(server_options(serve), [&](http::Request request, http::Responder responder) {
        (*app)->handle(std::move(request), std::move(responder));
    });
    if (!server.ok()) {
        fmt::print(stderr, "afterglow: {}\n", http::start_refusal_text(server.refusal()));
        return 1;
    }
    (*app)->set_server(server->get());
    std::unique_ptr<background::Monitors> monitors;
    if (serve.mllp_port) {
        auto started = background::Monitors::start(*clinic.desk, troubles,
                                                   {.address = serve.mllp_address, .port = *serve.mllp_port});
        if (!started.ok()) {
            fmt::print(stderr, "afterglow: {}\n", http::start_refusal_text(started.refusal()));
            return 1;
        }
        monitors = std::move(*started);
        fmt::print("Monitors are awaited at {}:{} (HL7 over MLLP)\n", serve.mllp_address, monitors->port());
    }
    auto keeper = std::make_unique<background::Keeper>(*clinic.desk, *mail);
    auto rehearsals = std::make_unique<background::Rehearsals>(*clinic.desk, library);
    const char* scheme = serve.certificate.empty() ? "http" : "https";
    fmt::print("Afterglow is at {}://{}:{}\n", scheme, serve.address, (*server)->port());
    std::fflush(stdout);
    (*server)->wait();
    // Nobody gives commands any more; then the desk finishes what it took, with the application still there to answer.
    rehearsals.reset();
    keeper.reset();
    monitors.reset();
    (*app)->live().stop();
    server->reset();
    clinic.desk.reset();
    spdlog::info("stopped");
    return 0;
}

}  // namespace

void add_serve(CLI::App& app, int& status) {
    auto serve = std::make_shared<Serve>();
    CLI::App* command = app.add_subcommand("serve", "Serve a clinic in the browser");
    serve->places.add_data_options(*command);
    serve->places.add_policy_options(*command);
    command->add_option("--address", serve->address, "The address to listen at")->capture_default_str();
    command->add_option("--port", serve->port, "The port to listen at; 0 for any free one")->capture_default_str();
    command->add_option("--models", serve->models, "The folder of the pharmacological models")->capture_default_str();
    command->add_option("--web", serve->web, "The folder of the built web app; empty for the interface only")
        ->capture_default_str();
    CLI::Option* certificate = command->add_option("--tls-certificate", serve->certificate, "PEM file: serve over TLS");
    CLI::Option* key = command->add_option("--tls-key", serve->certificate_key, "PEM file of the certificate's key");
    certificate->needs(key);
    key->needs(certificate);
    command->add_flag("--behind-tls", serve->behind_tls, "A proxy in front speaks TLS: mark cookies as secure");
    command->add_option("--threads", serve->threads, "Threads that serve connections")
        ->capture_default_str()
        ->check(CLI::Range(1, 64));
    command->add_flag("--accept-restored", serve->places.accept_restored,
                      "The journal was put back from a backup on purpose: begin new anchors, keep the old ones aside");
    command->add_flag("--join", serve->places.join,
                      "With --store, once: a further server of the clinic begins anchors of its own");
    command->add_option("--mllp", serve->mllp_port,
                        "Take bedside monitors' HL7 messages at this port; 0 for any free one");
    command->add_option("--mllp-address", serve->mllp_address, "The address for that")->capture_default_str();
    command->add_option("--smtp", serve->smtp, "HOST:PORT of the mail server: messages of the morning after are sent");
    command->add_option("--smtp-security", serve->smtp_security, "starttls, tls or none")
        ->capture_default_str()
        ->check(CLI::IsMember({"starttls", "tls", "none"}));
    command->add_option("--smtp-user", serve->smtp_user, "Sign in to the mail server as");
    command->add_option("--smtp-password-file", serve->smtp_password_file,
                        "A file with the password in its first line");
    command->add_option("--smtp-ca-file", serve->smtp_ca_file,
                        "PEM file of the authority of the mail server's certificate");
    command->add_option("--mail-from", serve->mail_from, "The address that messages come from");
    command->add_option("--public-url", serve->public_url, "Where people reach this clinic, for links in messages");
    command->add_option("--origin", serve->origin,
                        "Where browsers find this clinic, such as https://clinic.example.org: passkeys work there and "
                        "nowhere else; --public-url if nothing is said, else http://localhost at the port");
    command->add_flag("--no-group-commit", serve->no_group_commit,
                      "One transaction for each command; slower, for comparison");
    command->callback([serve, &status] { status = run(*serve); });
}

}  // namespace afterglow
