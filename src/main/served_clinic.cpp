#include "main/served_clinic.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "views/queries.h"

namespace afterglow {
namespace {

void warn_without_accounts(desk::Desk& desk, const ClinicPlaces& places) {
    if (!views::all_staff(desk.reader()).empty()) return;
    spdlog::warn(
        "this clinic has no accounts yet: stop, and add one with `afterglow user add {} --role administrator ...`",
        places.place());
}

std::string text_of(const Refusal& refusal) {
    std::string text = refusal.code;
    for (const auto& [name, value] : refusal.parameters) text += " " + name + "=" + value;
    return text;
}

}  // namespace

std::unique_ptr<ServedClinic> ServedClinic::open(ServingOptions options) {
    auto pack = load_pack(options.places);
    if (!pack) return nullptr;
    std::unique_ptr<ServedClinic> made(new ServedClinic(std::move(options)));
    const ServingOptions& chosen = made->options_;
    made->clinic_ =
        open_clinic(chosen.places, std::move(*pack), true,
                    {.max_group = chosen.max_group, .now = [clock = &made->clock_] { return clock->now(); }});
    warn_without_accounts(made->desk(), chosen.places);
    auto app = http::App::make(made->desk(), {.web_folder = chosen.web,
                                              .secure_cookie = chosen.secure_cookie,
                                              .origin = chosen.origin,
                                              .library = chosen.library,
                                              .device_troubles = &made->troubles_,
                                              .network = chosen.network,
                                              .provider = chosen.provider});
    if (!app.ok()) {
        fmt::print(stderr, "afterglow: cannot start: {}\n", text_of(app.refusal()));
        return nullptr;
    }
    made->app_ = std::move(*app);
    return made;
}

ServedClinic::~ServedClinic() {
    if (app_) end_background();
    finish();
}

void ServedClinic::finish() {
    if (app_) app_->finish_asking();
    clinic_.desk.reset();
}

bool ServedClinic::begin_background() {
    if (options_.mllp) {
        auto started = background::Monitors::start(desk(), troubles_, *options_.mllp);
        if (!started.ok()) {
            fmt::print(stderr, "afterglow: {}\n", http::start_refusal_text(started.refusal()));
            return false;
        }
        monitors_ = std::move(*started);
        fmt::print("Monitors are awaited at {}:{} (HL7 over MLLP)\n", options_.mllp->address, monitors_->port());
    }
    keeper_ = std::make_unique<background::Keeper>(desk(), options_.mail);
    rehearsals_ = std::make_unique<background::Rehearsals>(desk(), options_.library);
    return true;
}

void ServedClinic::end_background() {
    rehearsals_.reset();
    keeper_.reset();
    monitors_.reset();
    app_->live().stop();
}

}  // namespace afterglow
