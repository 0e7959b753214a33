#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <fstream>

#include "http/network.h"
#include "http/server/security_headers.h"
#include "identity/settings.h"
#include "main/clinics_file.h"
#include "main/commands.h"
#include "main/served_clinic.h"

namespace afterglow {
namespace {

struct Serve {
    ClinicPlaces places;
    std::string clinics;  // a file that names several, instead of `places`
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::string web = shipped("web/dist"), models = shipped("models");
    std::string certificate, certificate_key;
    std::optional<int> threads;
    bool behind_tls = false;
    bool no_group_commit = false;
    std::optional<std::uint16_t> mllp_port;
    std::string mllp_address = "127.0.0.1";
    std::string public_url, origin, identity_provider;
    std::string smtp, smtp_security = "starttls", smtp_user, smtp_password_file, smtp_ca_file, mail_from;
};

// "mail.example.org:587"; what is wrong with the options is said, and nothing is returned.
std::optional<std::optional<background::MailSettings>> mail_settings(const Serve& serve, const std::string& public_url,
                                                                     const std::string& from) {
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
    if (from.find('@') == std::string::npos)
        return wrong("--smtp needs --mail-from (mail_from among several clinics), the address that messages come from");
    mail.from_address = from;
    if (!serve.smtp_user.empty()) {
        std::ifstream file(serve.smtp_password_file);
        std::string password;
        if (!std::getline(file, password) || password.empty())
            return wrong("--smtp-user needs --smtp-password-file, a file with the password in its first line");
        mail.server.user = serve.smtp_user;
        mail.server.password = password;
    }
    if (!serve.smtp_ca_file.empty()) mail.server.ca_file = serve.smtp_ca_file;
    if (public_url.empty())
        return wrong(
            "--smtp needs --public-url (public_url among several clinics), the address at which people reach this "
            "clinic, for the links");
    mail.public_url = public_url;
    while (mail.public_url.ends_with('/')) mail.public_url.pop_back();
    return std::optional(mail);
}

// A thread that asks a database server waits for it; others can go on meanwhile.
constexpr int kThreads = 2, kThreadsOnDatabaseServer = 8;

http::ServerOptions server_options(const Serve& serve) {
    http::ServerOptions options;
    options.address = serve.address;
    options.port = serve.port;
    options.threads = serve.threads.value_or(serve.places.store.empty() ? kThreads : kThreadsOnDatabaseServer);
    options.stop_on_signals = true;
    if (!serve.certificate.empty()) options.tls = http::TlsFiles{serve.certificate, serve.certificate_key};
    options.common_headers = http::security_headers(options.tls.has_value() || serve.behind_tls);
    options.on_failure = [](const std::string& text) { spdlog::error("{}", text); };
    return options;
}

// Scheme, host and port of an address. Nothing: it is none. `whole`: there must be nothing more in it.
std::optional<std::string> origin_in(const std::string& url, bool whole) {
    const std::size_t host = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : std::string::npos;
    if (host == std::string::npos || host == url.size()) return std::nullopt;
    const std::size_t end = url.find('/', host);
    const bool only_origin = end == std::string::npos || end + 1 == url.size();
    if (whole && !only_origin) return std::nullopt;
    return url.substr(0, end);
}

// Where browsers find the one clinic; of `--public-url` if nothing is said. Nothing: it is wrong, which was said.
std::optional<std::string> origin_of(const Serve& serve) {
    const std::string& url = serve.origin.empty() ? serve.public_url : serve.origin;
    if (url.empty()) return "";
    auto origin = origin_in(url, !serve.origin.empty());
    if (!origin)
        fmt::print(stderr,
                   "afterglow: --origin (or --public-url) needs an address such as https://clinic.example.org\n");
    return origin;
}
// The same of one among several: of its public_url, or by its name at this port.
std::optional<std::string> origin_of(const Serve& serve, const ClinicEntry& entry) {
    if (entry.public_url) {
        auto origin = origin_in(*entry.public_url, false);
        if (!origin) fmt::print(stderr, "afterglow: public_url needs an address such as https://clinic.example.org\n");
        return origin;
    }
    if (serve.behind_tls) return "https://" + entry.host;
    return (serve.certificate.empty() ? "http://" : "https://") + entry.host + ":" + std::to_string(serve.port);
}

// The provider that a file names, if one is. Nothing: something is wrong, which was said.
std::optional<std::shared_ptr<identity::Provider>> provider_of(const std::string& file, const std::string& origin) {
    if (file.empty()) return std::shared_ptr<identity::Provider>();
    if (origin.empty()) {
        fmt::print(stderr,
                   "afterglow: --identity-provider needs --origin (or --public-url), the address to which the provider "
                   "sends people back\n");
        return std::nullopt;
    }
    identity::SettingsReading reading = identity::read_provider_file(file);
    if (!reading.settings) {
        fmt::print(stderr, "{}", print_mistakes(reading.mistakes));
        return std::nullopt;
    }
    return std::make_shared<identity::Provider>(std::move(*reading.settings));
}

// Private words must not end up in a core file.
void forbid_core_dumps() {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

// ---- one clinic, or several ---------------------------------------------------------------------------------------------------

struct ToServe {
    std::string host, name;  // among several
    ServingOptions options;
};

ServingOptions common_options(const Serve& serve) {
    ServingOptions options;
    options.places = serve.places;
    options.web = serve.web;
    options.secure_cookie = !serve.certificate.empty() || serve.behind_tls;
    options.max_group = serve.no_group_commit ? 1 : 256;
    return options;
}

// What is wrong was said, and nothing is returned.
std::optional<std::vector<ToServe>> the_one_clinic(const Serve& serve) {
    ToServe one{"", "", common_options(serve)};
    const auto mail = mail_settings(serve, serve.public_url, serve.mail_from);
    const auto origin = origin_of(serve);
    if (!mail || !origin) return std::nullopt;
    auto provider = provider_of(serve.identity_provider, *origin);
    if (!provider) return std::nullopt;
    one.options.mail = *mail;
    one.options.origin = *origin;
    one.options.provider = std::move(*provider);
    if (serve.mllp_port)
        one.options.mllp = devices::MllpOptions{.address = serve.mllp_address, .port = *serve.mllp_port};
    return std::vector{std::move(one)};
}

ClinicPlaces places_of(const ClinicEntry& entry, const ClinicPlaces& common) {
    ClinicPlaces places = common;
    places.data = entry.data.value_or("");
    places.store = entry.store.value_or("");
    places.clinic = entry.schema.value_or(common.clinic);
    places.key = entry.key.value_or("");
    places.anchors = entry.anchors.value_or("");
    places.policy = entry.policy.value_or(common.policy);
    places.instruments = entry.instruments.value_or(common.instruments);
    return places;
}

std::optional<std::vector<ToServe>> clinics_of(const Serve& serve, const ClinicsFile& file) {
    std::vector<ToServe> all;
    for (const ClinicEntry& entry : file.clinic) {
        ToServe one{entry.host, entry.name, common_options(serve)};
        one.options.places = places_of(entry, serve.places);
        const auto mail = mail_settings(serve, entry.public_url.value_or(""), entry.mail_from.value_or(""));
        const auto origin = origin_of(serve, entry);
        auto provider = provider_of(entry.identity_provider.value_or(""), origin.value_or(""));
        if (!mail || !origin || !provider) {
            fmt::print(stderr, "afterglow: this concerns the clinic at {} in {}\n", entry.host, serve.clinics);
            return std::nullopt;
        }
        one.options.mail = *mail;
        one.options.origin = *origin;
        one.options.provider = std::move(*provider);
        if (entry.mllp_port)
            one.options.mllp = devices::MllpOptions{.address = serve.mllp_address,
                                                    .port = static_cast<std::uint16_t>(*entry.mllp_port)};
        all.push_back(std::move(one));
    }
    return all;
}

// A clinic of the same id, which a copied folder has.
const http::Member* twin_of(const ServedClinic& clinic, const http::Network& network) {
    for (const http::Member& each : network.members()) {
        if (each.desk->store().clinic() == clinic.desk().store().clinic()) return &each;
    }
    return nullptr;
}

// Opens each. Nothing if one could not be opened: which, and why, was printed.
std::optional<std::vector<std::unique_ptr<ServedClinic>>> open_all(std::vector<ToServe> wanted, http::Network& network,
                                                                   const Serve& serve) {
    auto models = load_models(serve.models);
    if (!models) return std::nullopt;
    const auto library = std::make_shared<const pharmacology::Library>(std::move(*models));
    std::vector<std::unique_ptr<ServedClinic>> opened;
    for (ToServe& each : wanted) {
        const bool several = !each.host.empty();
        each.options.library = library;
        each.options.network = several ? &network : nullptr;
        const auto of_which = [&] { return several ? " of the clinic at " + each.host : std::string(); };
        try {
            auto clinic = ServedClinic::open(std::move(each.options));
            if (!clinic && several) fmt::print(stderr, "afterglow: the clinic at {} cannot be served\n", each.host);
            if (!clinic) return std::nullopt;
            if (const http::Member* twin = twin_of(*clinic, network))
                throw std::runtime_error("this is a copy of the clinic at " + twin->host +
                                         ", and links between accounts could not tell them apart");
            network.add({each.host, each.name, &clinic->desk(), &clinic->app()});
            opened.push_back(std::move(clinic));
        } catch (const std::exception& error) {
            if (!several) throw;
            throw std::runtime_error("the data" + of_which() + ": " + error.what());
        }
    }
    return opened;
}

http::Handler handler_of(ServedClinic& only) {
    return [app = &only.app()](http::Request request, http::Responder responder) {
        app->handle(std::move(request), std::move(responder));
    };
}
http::Handler handler_of(const http::Network& network) {
    return [&network](http::Request request, http::Responder responder) {
        network.handle(std::move(request), std::move(responder));
    };
}

void say_where(const Serve& serve, const http::Network& network, std::uint16_t port) {
    const char* scheme = serve.certificate.empty() ? "http" : "https";
    fmt::print("Afterglow is at {}://{}:{}\n", scheme, serve.address, port);
    if (!serve.clinics.empty()) {
        for (const http::Member& each : network.members())
            fmt::print("  {}: {}://{}:{}\n", each.name, scheme, each.host, port);
    }
    std::fflush(stdout);
}

int serve_all(const Serve& serve, std::vector<ToServe> wanted, std::int64_t smallest_count) {
    http::Network network(smallest_count);
    auto clinics = open_all(std::move(wanted), network, serve);
    if (!clinics) return 1;
    auto server = http::Server::start(server_options(serve),
                                      serve.clinics.empty() ? handler_of(*clinics->front()) : handler_of(network));
    if (!server.ok()) {
        fmt::print(stderr, "afterglow: {}\n", http::start_refusal_text(server.refusal()));
        return 1;
    }
    // The server's own counts are of all clinics together: none of several shows them.
    if (serve.clinics.empty()) clinics->front()->app().set_server(server->get());
    for (const auto& each : *clinics) {
        if (!each->begin_background()) return 1;
    }
    say_where(serve, network, (*server)->port());
    (*server)->wait();
    for (const auto& each : *clinics) each->end_background();
    server->reset();
    // What one clinic began in another is finished before either goes: a switch goes there and back.
    for (int there_and_back = 0; there_and_back < 3; ++there_and_back) {
        for (const auto& each : *clinics) each->desk().flush_reads();
    }
    for (const auto& each : *clinics) each->finish();
    spdlog::info("stopped");
    return 0;
}

int run(const Serve& serve) {
    forbid_core_dumps();
    if (serve.clinics.empty()) {
        auto one = the_one_clinic(serve);
        return one ? serve_all(serve, std::move(*one), views::kSmallestCountShown) : 1;
    }
    const ClinicsReading reading = read_clinics_file(serve.clinics);
    if (!reading.file) {
        fmt::print(stderr, "{}", print_mistakes(reading.mistakes));
        return 1;
    }
    auto several = clinics_of(serve, *reading.file);
    return several ? serve_all(serve, std::move(*several),
                               reading.file->smallest_count.value_or(views::kSmallestCountShown))
                   : 1;
}

}  // namespace

void add_serve(CLI::App& app, int& status) {
    auto serve = std::make_shared<Serve>();
    CLI::App* command = app.add_subcommand("serve", "Serve a clinic in the browser");
    serve->places.add_data_options(*command);
    serve->places.add_policy_options(*command);
    CLI::Option* clinics =
        command->add_option("--clinics", serve->clinics, "Serve several clinics, named in this TOML file, at one port");
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
    command->add_option("--threads", serve->threads, "Threads that serve connections (2; with --store 8)")
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
    command->add_option("--identity-provider", serve->identity_provider,
                        "TOML file of an OpenID Connect provider through which staff may sign in, too");
    command->add_flag("--no-group-commit", serve->no_group_commit,
                      "One transaction for each command; slower, for comparison");
    // What is of one clinic stands in the file.
    for (const char* of_one : {"--data", "--store", "--clinic", "--key", "--anchors", "--accept-restored", "--join",
                               "--mllp", "--mail-from", "--public-url", "--origin", "--identity-provider"})
        clinics->excludes(command->get_option(of_one));
    command->callback([serve, &status] { status = run(*serve); });
}

}  // namespace afterglow
