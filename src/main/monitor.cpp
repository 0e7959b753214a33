// `afterglow monitor`: a simulated bedside monitor. It plays the vital signs of an invented person through a session and
// sends them as HL7 over MLLP, with the troubles one asks for. For rehearsals and for trying the connection; nothing it
// sends was measured.

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <csignal>
#include <thread>

#include "devices/acknowledgement.h"
#include "devices/mllp_client.h"
#include "devices/observation.h"
#include "devices/vital_signs.h"
#include "main/commands.h"
#include "main/pharmacology/asking.h"
#include "pharmacology/quantity.h"
#include "pharmacology/simulate.h"

namespace afterglow {
namespace {

namespace ph = pharmacology;
using devices::MonitorTroubleKind;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kFirstPause{1'000}, kLongestPause{30'000};  // before connecting anew
constexpr double kMmhgPerKpa = 7.50062;
constexpr double kRoundingHours = 1e-9;

std::atomic<bool> interrupted = false;

struct Wanted {
    std::string to, bed, patient, models = shipped("models");
    std::string weight = "70kg", route = "iv", dose = "35mg", every = "1s", length = "2h", pressure_every = "5min";
    std::string baseline = "120/75/70/98/14", trouble;
    double speed = 1;
    std::int64_t seed = 1;
    bool quiet = false;
};

struct Place {
    std::string host;
    std::uint16_t port = 0;
};

// What was asked for, understood. Times are of the session.
struct Play {
    Place to;
    double every_h = 0, length_h = 0, pressure_every_h = 0;
    devices::RestingSigns resting;
    std::vector<devices::MonitorTrouble> troubles;
    ph::SimulationAsked dose;
};

// ---- the options ----------------------------------------------------------------------------------------------------

// "127.0.0.1:2575", "[::1]:2575"
Result<Place> parse_place(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    Place place;
    if (colon == std::string::npos || colon == 0) return refuse("place_unreadable");
    place.host = text.substr(0, colon);
    if (place.host.starts_with('[') && place.host.ends_with(']')) place.host = place.host.substr(1, colon - 2);
    const std::string port = text.substr(colon + 1);
    const bool plain = !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string::npos;
    const int number = plain ? std::stoi(port) : 0;
    if (number < 1 || number > 65535) return refuse("place_unreadable");
    place.port = static_cast<std::uint16_t>(number);
    return place;
}

const char* hint_for(const std::string& code) {
    if (code == "place_unreadable") return "give a host and a port, such as 127.0.0.1:2575";
    if (code == "baseline_unreadable")
        return "give systolic/diastolic/heart rate/oxygen saturation/respiratory rate, such as 120/75/70/98/14";
    if (code == "trouble_unreadable")
        return "give kind@time or kind@time+length, such as crisis@25min,silence@40min+2min; kinds: crisis, "
               "desaturation, "
               "panic, vomiting, silence, wrong-unit, wrong-patient, malformed";
    if (code == "too_many_troubles") return "that is too much trouble for one session";
    if (code == "route_unknown") return "give iv, im or oral";
    if (code == "time_not_positive") return "give a time above nought";
    return nullptr;
}

template <class T, class Reader>
Done read_option(const char* option, const std::string& text, Reader reader, T& into) {
    auto value = reader(text);
    if (!value.ok()) return refuse_field(option, value.refusal().code, value.refusal().parameters);
    into = std::move(value).value();
    return done();
}

Result<double> read_length(const std::string& text) {
    const double hours = TRY(ph::read_hours(text));
    if (!(hours > 0) || hours > devices::kMaxSessionHours) return refuse("time_not_positive");
    return hours;
}

Result<ph::DrugRoute> read_route(const std::string& text) {
    const auto route = text == "oral" || text == "iv" || text == "im" ? enum_from<ph::DrugRoute>(text) : std::nullopt;
    if (!route) return refuse("route_unknown");
    return *route;
}

Result<ph::SimulationAsked> dose_of(const Wanted& wanted, double length_h) {
    ph::SimulationAsked asked;
    ph::DoseAsked dose;
    ph::DoseText amount;
    TRY(read_option("--weight", wanted.weight, ph::read_kilograms, asked.person.weight_kg));
    TRY(read_option("--route", wanted.route, read_route, dose.route));
    TRY(read_option("--dose", wanted.dose, ph::read_dose, amount));
    dose.dose_mg = amount.mg ? *amount.mg : *amount.mg_per_kg * asked.person.weight_kg;
    if (dose.route == ph::DrugRoute::iv) dose.duration_min = 40;
    asked.doses = {dose};
    asked.until_h = std::max(length_h, 0.5);
    asked.every_min = 0.5;
    return asked;
}

Result<Play> understand(const Wanted& wanted) {
    Play play;
    TRY(read_option("--to", wanted.to, parse_place, play.to));
    TRY(read_option("--every", wanted.every, read_length, play.every_h));
    TRY(read_option("--for", wanted.length, read_length, play.length_h));
    TRY(read_option("--pressure-every", wanted.pressure_every, read_length, play.pressure_every_h));
    TRY(read_option("--baseline", wanted.baseline, devices::parse_resting_signs, play.resting));
    TRY(read_option("--trouble", wanted.trouble, devices::parse_troubles, play.troubles));
    play.dose = TRY(dose_of(wanted, play.length_h));
    play.dose.resting_heart_rate_bpm = play.resting.heart_rate_bpm;
    return play;
}

int complain_about(const Refusal& refusal) {
    for (const FieldError& each : refusal.errors) {
        if (const char* hint = hint_for(each.code)) {
            fmt::print(stderr, "afterglow: {}: {}\n", each.pointer, hint);
            return 1;
        }
    }
    return complain(refusal, std::identity());
}

// ---- the person -----------------------------------------------------------------------------------------------------

devices::ExpectedRises rises_of(const ph::Simulation& simulation) {
    devices::ExpectedRises rises;
    rises.time_h = simulation.times_h;
    rises.systolic_mmhg = rises.diastolic_mmhg = rises.heart_rate_bpm = std::vector<double>(rises.time_h.size(), 0.0);
    for (const ph::Curve& curve : simulation.curves) {
        if (curve.quantity == ph::Quantity::systolic_rise) rises.systolic_mmhg = curve.typical;
        if (curve.quantity == ph::Quantity::diastolic_rise) rises.diastolic_mmhg = curve.typical;
        if (curve.quantity == ph::Quantity::heart_rate_rise) rises.heart_rate_bpm = curve.typical;
    }
    return rises;
}

Instant now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

// False when it was interrupted.
bool sleep_until(Clock::time_point until) {
    while (!interrupted && Clock::now() < until)
        std::this_thread::sleep_for(std::min<Clock::duration>(100ms, until - Clock::now()));
    return !interrupted;
}

// ---- the monitor ----------------------------------------------------------------------------------------------------

class Monitor {
public:
    Monitor(const Wanted& wanted, Play play, devices::VitalSigns person)
        : wanted_(wanted), play_(std::move(play)), person_(std::move(person)) {}

    int run() {
        const auto begin = Clock::now();
        const auto real = [&](double hours) {
            return std::chrono::duration_cast<Clock::duration>(
                std::chrono::duration<double>(hours * 3600 / wanted_.speed));
        };
        double last_h = -1;
        for (double number = 0; number * play_.every_h <= play_.length_h + kRoundingHours;) {
            const double at_h = number * play_.every_h;
            if (!sleep_until(begin + real(at_h))) break;
            take_reading(last_h, at_h);
            last_h = at_h;
            // Readings for which there was no time are left out, as a monitor would.
            const double now_h = std::chrono::duration<double>(Clock::now() - begin).count() * wanted_.speed / 3600;
            number = std::max(number + 1, std::ceil(now_h / play_.every_h));
        }
        fmt::print(
            "{} sent, {} accepted, {} refused{}\n", sent_, accepted_, refused_,
            sent_ > accepted_ + refused_ ? fmt::format(", {} without an answer", sent_ - accepted_ - refused_) : "");
        return sent_ > 0 ? 0 : 1;
    }

private:
    void take_reading(double last_h, double at_h) {
        if (person_.happens(MonitorTroubleKind::silence, at_h, at_h)) return say(at_h, "silent");
        const bool wrong_unit = person_.happens(MonitorTroubleKind::wrong_unit, last_h, at_h);
        const bool has_pressure = wrong_unit || at_h + kRoundingHours >= next_pressure_h_;
        if (!connect()) return;
        devices::MonitorReading reading = reading_at(at_h, has_pressure);
        if (person_.happens(MonitorTroubleKind::wrong_patient, last_h, at_h)) reading.patient_ids = {"WRONG-PATIENT"};
        std::string text = wrong_unit ? in_kilopascals(reading) : devices::written(reading);
        if (person_.happens(MonitorTroubleKind::malformed, last_h, at_h)) text = text.substr(0, text.rfind("OBX|") + 2);
        while (has_pressure && next_pressure_h_ <= at_h + kRoundingHours) next_pressure_h_ += play_.pressure_every_h;
        ++sent_;
        const auto answer = client_->ask(text);
        say(at_h, words_of(reading) + "  " + (answer.ok() ? outcome(*answer) : lost(answer.refusal())));
    }

    devices::MonitorReading reading_at(double at_h, bool has_pressure) {
        const devices::VitalValues values = person_.at(at_h);
        devices::MonitorReading reading;
        reading.measured_at = now();
        reading.control_id = fmt::format("{}-{}", reading.measured_at.ms / 1000, ++number_);
        reading.sending_application = "AFTERGLOW-MONITOR";
        reading.sending_facility = "REHEARSAL";
        reading.device = "SIM-" + wanted_.bed;
        reading.bed = wanted_.bed;
        if (!wanted_.patient.empty()) reading.patient_ids = {wanted_.patient};
        if (has_pressure) {
            reading.systolic_mmhg = values.systolic_mmhg;
            reading.diastolic_mmhg = values.diastolic_mmhg;
        }
        reading.heart_rate_bpm = values.heart_rate_bpm;
        reading.spo2_percent = values.spo2_percent;
        reading.respiratory_rate_per_min = values.respiratory_rate_per_min;
        return reading;
    }

    static std::string in_kilopascals(devices::MonitorReading reading) {
        static constexpr std::string_view kUnit = "266016^MDC_DIM_MMHG^MDC";
        for (auto* each : {&reading.systolic_mmhg, &reading.diastolic_mmhg})
            *each = std::llround(static_cast<double>(**each) / kMmhgPerKpa);
        std::string text = devices::written(reading);
        for (std::size_t at = 0; (at = text.find(kUnit)) != std::string::npos;)
            text.replace(at, kUnit.size(), "kPa^kilopascal^UCUM");
        return text;
    }

    static std::string words_of(const devices::MonitorReading& reading) {
        const std::string pressure =
            reading.systolic_mmhg ? fmt::format("{}/{}", *reading.systolic_mmhg, *reading.diastolic_mmhg) : "";
        return fmt::format("BP {:7}  HR {:3}  SpO2 {:3}  RR {:2}", pressure, *reading.heart_rate_bpm,
                           *reading.spo2_percent, *reading.respiratory_rate_per_min);
    }

    std::string outcome(const std::string& answer) {
        const auto ack = devices::read_acknowledgement(answer);
        if (!ack.ok()) return "unreadable answer";
        if (ack->code == devices::AckCode::aa) {
            ++accepted_;
            return "accepted";
        }
        ++refused_;
        is_refused_ = true;
        return "refused: " + ack->text;
    }

    static std::string lost(const Refusal& refusal) {
        if (refusal.code == "answer_late") return "no answer";
        if (refusal.code == "connection_lost") return "connection lost";
        return "unreadable answer";
    }

    // A refusal is said even when all else is quiet.
    void say(double at_h, const std::string& text) {
        if (!wanted_.quiet || is_refused_) {
            const auto seconds = std::llround(at_h * 3600);
            fmt::print("{} +{}:{:02}:{:02}  {}\n", to_text(now()).substr(11, 8), seconds / 3600, seconds / 60 % 60,
                       seconds % 60, text);
            std::fflush(stdout);
        }
        is_refused_ = false;
    }

    // Tries once, and not before a pause that doubles with each failure.
    bool connect() {
        if (client_ && client_->is_open()) return true;
        if (Clock::now() < next_try_) return false;
        auto connected = devices::MllpClient::connect(play_.to.host, play_.to.port);
        if (connected.ok()) {
            client_ = std::move(connected).value();
            pause_ = kFirstPause;
            return true;
        }
        const std::string reason = connected.refusal().code == "host_unknown"
                                       ? "the host is not known"
                                       : connected.refusal().parameters.back().second;
        fmt::print(stderr, "afterglow: {} cannot be reached ({}); trying again in {} s\n", wanted_.to, reason,
                   pause_.count() / 1000);
        next_try_ = Clock::now() + pause_;
        pause_ = std::min(2 * pause_, kLongestPause);
        return false;
    }

    const Wanted& wanted_;
    Play play_;
    devices::VitalSigns person_;
    std::optional<devices::MllpClient> client_;
    Clock::time_point next_try_ = Clock::now();
    std::chrono::milliseconds pause_ = kFirstPause;
    double next_pressure_h_ = 0;
    std::int64_t number_ = 0, sent_ = 0, accepted_ = 0, refused_ = 0;
    bool is_refused_ = false;
};

int run(const Wanted& wanted) {
    auto play = understand(wanted);
    if (!play.ok()) return complain_about(play.refusal());
    const auto library = load_models(wanted.models);
    if (!library) return 1;
    const auto simulation = ph::simulate(*library, play->dose);
    if (!simulation.ok()) return complain(simulation.refusal(), std::identity());
    std::signal(SIGINT, [](int) { interrupted = true; });
    std::signal(SIGTERM, [](int) { interrupted = true; });
    devices::VitalSigns person(rises_of(*simulation), play->resting, static_cast<std::uint64_t>(wanted.seed),
                               play->troubles);
    return Monitor(wanted, std::move(play).value(), std::move(person)).run();
}

}  // namespace

void add_monitor(CLI::App& app, int& status) {
    auto wanted = std::make_shared<Wanted>();
    CLI::App* command =
        app.add_subcommand("monitor", "A simulated bedside monitor: plays an invented session over HL7 (MLLP)");
    command->add_option("--to", wanted->to, "Where to send: 127.0.0.1:2575")->required();
    command->add_option("--bed", wanted->bed, "The bed, as the server knows it (PV1-3)")->required();
    command->add_option("--patient", wanted->patient, "The patient's identifier (PID-3)");
    command->add_option("--weight", wanted->weight, "Of the invented person")->capture_default_str();
    command->add_option("--route", wanted->route, "iv (over 40 min), im or oral")->capture_default_str();
    command->add_option("--dose", wanted->dose, "With its unit: 0.5mg/kg, 35mg")->capture_default_str();
    command->add_option("--speed", wanted->speed, "How much faster than life the session passes")
        ->capture_default_str()
        ->check(CLI::Range(0.01, 1000.0));
    command->add_option("--every", wanted->every, "From one reading to the next, of the session")
        ->capture_default_str();
    command->add_option("--pressure-every", wanted->pressure_every, "From one blood pressure to the next")
        ->capture_default_str();
    command->add_option("--for", wanted->length, "How long the session lasts")->capture_default_str();
    command->add_option("--seed", wanted->seed, "The same seed, the same values")->capture_default_str();
    command->add_option("--baseline", wanted->baseline, "Systolic/diastolic/heart rate/oxygen/breathing at rest")
        ->capture_default_str();
    command->add_option(
        "--trouble", wanted->trouble,
        "What happens: crisis@25min,silence@40min+2min; also desaturation, panic, vomiting, wrong-unit, "
        "wrong-patient, malformed");
    command->add_option("--models", wanted->models, "The folder of the models")->capture_default_str();
    command->add_flag("--quiet", wanted->quiet, "Say only what is refused, and the sum");
    command->callback([=, &status] { status = run(*wanted); });
}

}  // namespace afterglow
