#pragma once
// One clinic while it is served: its store, desk and application, and what works for it in the background. A process serves
// one or several; they share the listening port, the pharmacological models and nothing else.

#include <memory>
#include <optional>
#include <string>

#include "background/keeper.h"
#include "background/monitors.h"
#include "background/rehearsals.h"
#include "desk/clock.h"
#include "http/app.h"
#include "main/commands.h"

namespace afterglow {

struct ServingOptions {
    ClinicPlaces places;
    std::string web;
    bool secure_cookie = false;
    std::string origin;  // where browsers find it: passkeys work there
    std::size_t max_group = 256;
    std::shared_ptr<const pharmacology::Library> library;
    std::optional<background::MailSettings> mail;
    std::optional<devices::MllpOptions> mllp;
    const http::Network* network = nullptr;  // if it is one of several
    std::shared_ptr<identity::Provider> provider;
};

class ServedClinic {
public:
    // Nothing if it could not be opened: the reason was printed.
    static std::unique_ptr<ServedClinic> open(ServingOptions options);
    ~ServedClinic();

    desk::Desk& desk() const { return *clinic_.desk; }
    http::App& app() { return *app_; }

    // Once requests are answered. False: the reason was printed.
    bool begin_background();
    // In this order at the end: everybody stops giving commands; the server stops; the desk finishes what it took, with the
    // application still there to answer.
    void end_background();
    void finish();

private:
    explicit ServedClinic(ServingOptions options) : options_(std::move(options)) {}

    ServingOptions options_;
    desk::ForwardClock clock_{journal::system_now};
    OpenClinic clinic_;
    desk::DeviceTroubles troubles_;
    std::unique_ptr<http::App> app_;
    std::unique_ptr<background::Monitors> monitors_;
    std::unique_ptr<background::Keeper> keeper_;
    std::unique_ptr<background::Rehearsals> rehearsals_;
};

}  // namespace afterglow
