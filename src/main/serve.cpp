#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

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
    std::string web = "web/dist", models = "models";
    std::string certificate, certificate_key;
    int threads = 2;
    bool behind_tls = false;
    bool no_group_commit = false;
};

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

// Private words must not end up in a core file.
void forbid_core_dumps() {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

int run(const Serve& serve) {
    forbid_core_dumps();
    auto pack = load_pack(serve.places);
    if (!pack) return 1;
    OpenClinic clinic = open_clinic(serve.places, std::move(*pack), true,
                                    {.max_group = serve.no_group_commit ? std::size_t{1} : std::size_t{256}});
    if (views::all_staff(clinic.desk->reader()).empty()) {
        spdlog::warn(
            "this clinic has no accounts yet: stop, and add one with `afterglow user add --data {} --role "
            "administrator ...`",
            serve.places.data);
    }
    auto models = load_models(serve.models);
    if (!models) return 1;
    auto app =
        http::App::make(*clinic.desk, {.web_folder = serve.web,
                                       .secure_cookie = !serve.certificate.empty() || serve.behind_tls,
                                       .library = std::make_shared<const pharmacology::Library>(std::move(*models))});
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
    const char* scheme = serve.certificate.empty() ? "http" : "https";
    fmt::print("Afterglow is at {}://{}:{}\n", scheme, serve.address, (*server)->port());
    std::fflush(stdout);
    (*server)->wait();
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
    command->add_flag("--no-group-commit", serve->no_group_commit,
                      "One transaction for each command; slower, for comparison");
    command->callback([serve, &status] { status = run(*serve); });
}

}  // namespace afterglow
