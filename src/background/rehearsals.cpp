#include "background/rehearsals.h"

#include <spdlog/spdlog.h>

#include <condition_variable>

#include "clinic/dosing/dosing.h"
#include "clinic/watch/watch.h"
#include "desk/passwords.h"
#include "forecast/forecast.h"
#include "journal/stored.h"
#include "views/queries.h"

namespace afterglow::background {
namespace {

constexpr std::chrono::milliseconds kEvery{1000};
constexpr std::int64_t kPressureEveryMin = 5;  // of the simulated person's time
constexpr double kSimulatedHours = 12;

std::optional<devices::MonitorTroubleKind> kind_of(clinic::TroubleKind kind) {
    switch (kind) {
        case clinic::TroubleKind::pressure_crisis: return devices::MonitorTroubleKind::crisis;
        case clinic::TroubleKind::vomiting: return devices::MonitorTroubleKind::vomiting;
        case clinic::TroubleKind::panic: return devices::MonitorTroubleKind::panic;
        case clinic::TroubleKind::desaturation: return devices::MonitorTroubleKind::desaturation;
        case clinic::TroubleKind::monitor_lost: return devices::MonitorTroubleKind::silence;
        case clinic::TroubleKind::network_lost: return std::nullopt;  // the browser's to play
    }
    return std::nullopt;
}

// In the time of the room: a person who lives five times faster has everything in a fifth of the time.
std::vector<devices::MonitorTrouble> troubles_of(const clinic::RehearsalForm& form) {
    const double speed = clinic::pace_of(form);
    std::vector<devices::MonitorTrouble> troubles;
    for (const clinic::Trouble& each : form.troubles) {
        if (const auto kind = kind_of(each.kind))
            troubles.push_back({*kind, static_cast<double>(each.at_min.value) / speed,
                                static_cast<double>(each.for_min.value) / speed});
    }
    return troubles;
}

}  // namespace

Rehearsals::Rehearsals(desk::Desk& desk, std::shared_ptr<const pharmacology::Library> library)
    : desk_(desk), library_(std::move(library)) {
    thread_ = std::jthread([this](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any wake;
        while (!stop.stop_requested()) {
            try {
                play();
            } catch (const std::exception& error) {
                spdlog::error("a rehearsal could not go on: {}", error.what());
            }
            std::unique_lock lock(mutex);
            wake.wait_for(lock, stop, kEvery, [] { return false; });
        }
    });
}

Rehearsals::~Rehearsals() = default;

void Rehearsals::play() {
    std::set<SessionId> running;
    for (const views::RunningWatch& each : views::running_watches(desk_.reader())) {
        if (!each.rehearsal) continue;
        running.insert(each.session);
        play(each.session);
    }
    std::erase_if(people_, [&](const auto& each) { return !running.contains(each.first); });
}

// Anew after each dose.
void Rehearsals::make(Person& person, const SessionId& id) {
    const auto found = views::document(desk_.reader(), clinic::stream_of(id));
    const auto session = journal::stored<clinic::Session>(found->body);
    if (person.signs && person.doses == session.doses.size()) return;
    devices::ExpectedRises rises;
    const auto expected =
        forecast::expected_course(*library_, session, clinic::rehearsal_patient(session), desk_.pack().zone,
                                  {.population = 200, .hours = kSimulatedHours, .every_min = 2});
    if (expected.ok() && !expected->planned) {
        for (const double minute : expected->minutes) rises.time_h.push_back(minute / 60);
        for (const forecast::ExpectedCurve& each : expected->curves) {
            if (each.name == "systolic_rise_mmhg") rises.systolic_mmhg = each.p50;
            if (each.name == "diastolic_rise_mmhg") rises.diastolic_mmhg = each.p50;
            if (each.name == "heart_rate_rise_bpm") rises.heart_rate_bpm = each.p50;
        }
    }
    const clinic::RehearsalForm& form = *session.rehearsal;
    person.doses = session.doses.size();
    person.dosed_at = session.doses.empty() ? session.opened_at + hours(6) : session.doses.front().happened_at;
    person.signs = std::make_unique<devices::VitalSigns>(
        std::move(rises), devices::RestingSigns{}, static_cast<std::uint64_t>(form.seed.value), troubles_of(form));
}

void Rehearsals::play(const SessionId& id) {
    Person& person = people_[id];
    if (*person.under_way) return;
    make(person, id);
    const Instant now = desk_.now();
    const double at_h = static_cast<double>((now - person.dosed_at).count) / 3.6e6;
    const bool silent = person.signs->happens(devices::MonitorTroubleKind::silence, at_h - 1e-9, at_h);
    person.last_h = at_h;
    if (silent) return;
    const devices::VitalValues values = person.signs->at(at_h);
    clinic::Vitals vitals;
    vitals.heart_rate_bpm = values.heart_rate_bpm;
    vitals.spo2_percent = values.spo2_percent;
    vitals.respiratory_rate_per_min = values.respiratory_rate_per_min;
    if (now >= person.next_pressure) {
        vitals.systolic_mmhg = values.systolic_mmhg;
        vitals.diastolic_mmhg = values.diastolic_mmhg;
        const auto found = views::document(desk_.reader(), clinic::stream_of(id));
        const double speed = clinic::pace_of(*journal::stored<clinic::Session>(found->body).rehearsal);
        person.next_pressure =
            now +
            Milliseconds{static_cast<std::int64_t>(static_cast<double>(minutes(kPressureEveryMin).count) / speed)};
    }
    const clinic::ReceiveReading command{id, {Line{"rehearsal"}, Line{"rehearsal"}, vitals}};
    *person.under_way = true;
    desk_.submit(*desk::find_command("receive-reading"), {.staff = clinic::kSystem, .name = "", .address = ""},
                 {.id = {desk::new_uuid()}, .happened_at = now}, parse_json(to_json(command)).value(),
                 [under_way = person.under_way](const Result<desk::Answer>&) { *under_way = false; });
}

}  // namespace afterglow::background
