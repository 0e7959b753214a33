#include "background/monitors.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "clinic/watch/watch.h"
#include "desk/passwords.h"

namespace afterglow::background {
namespace {

constexpr Milliseconds kToldAgainAfter = minutes(1);

bool same_letters(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) {
        const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
        return small(x) == small(y);
    });
}

// "860314/1234" is written without the stroke by many systems.
std::string digits(std::string_view text) {
    std::string out;
    for (const char each : text) {
        if (each >= '0' && each <= '9') out += each;
    }
    return out;
}

bool is_patient(const views::RunningWatch& watch, const std::vector<std::string>& ids) {
    return std::ranges::any_of(ids, [&](const std::string& id) {
        if (same_letters(id, watch.patient.value)) return true;
        return watch.national_id &&
               (id == *watch.national_id || (digits(id).size() >= 6 && digits(id) == digits(*watch.national_id)));
    });
}

// The same message sent again is the same command: it is done once.
CommandId command_of(const devices::MonitorReading& reading) {
    const std::string hash =
        sha256_hex(reading.sending_application + "\n" + reading.sending_facility + "\n" + reading.device + "\n" +
                   reading.control_id + "\n" + std::to_string(reading.measured_at.ms));
    return {fmt::format("{}-{}-8{}-8{}-{}", hash.substr(0, 8), hash.substr(8, 4), hash.substr(13, 3),
                        hash.substr(17, 3), hash.substr(20, 12))};
}

// As a line of the record: what does not fit into one is left out; nothing at all is "-".
Line line_of(std::string_view text) {
    std::string line;
    int characters = 0;
    for (const char each : text) {
        const auto byte = static_cast<unsigned char>(each);
        const bool begins = (byte & 0xC0) != 0x80;
        if (begins && ++characters > Line::kMax) break;
        line += byte < 0x20 || byte == 0x7F ? ' ' : each;
    }
    return {is_blank(line) ? "-" : line};
}

clinic::Vitals vitals_of(const devices::MonitorReading& reading) {
    clinic::Vitals vitals;
    vitals.systolic_mmhg = reading.systolic_mmhg;
    vitals.diastolic_mmhg = reading.diastolic_mmhg;
    vitals.heart_rate_bpm = reading.heart_rate_bpm;
    vitals.spo2_percent = reading.spo2_percent;
    vitals.respiratory_rate_per_min = reading.respiratory_rate_per_min;
    return vitals;
}

// What the sender is told about our own refusals.
devices::Problem own_problem(const Refusal& refusal) {
    using devices::Hl7Error;
    const std::string code = refusal.errors.empty() ? refusal.code : refusal.errors.front().code;
    const auto parameter = [&](std::string_view name) {
        for (const auto& [key, value] : refusal.parameters) {
            if (key == name) return value;
        }
        return std::string();
    };
    const std::string bed = parameter("bed");
    if (code == "nobody_named")
        return {Hl7Error::required_field_missing,
                code,
                "The message names neither a bed (PV1-3) nor a patient (PID-3); send at least one of them.",
                "PV1",
                1,
                3};
    if (code == "unknown_bed")
        return {Hl7Error::unknown_key,
                code,
                "No dosing session is running at the bed \"" + bed +
                    "\"; check PV1-3 against the room codes of the clinic, or open the session first.",
                "PV1",
                1,
                3};
    if (code == "unknown_patient")
        return {Hl7Error::unknown_key,
                code,
                "No dosing session is running for this patient; check PID-3, or open the session first.",
                "PID",
                1,
                3};
    if (code == "wrong_patient")
        return {Hl7Error::unknown_key,
                code,
                "Somebody else is in the session at the bed \"" + bed +
                    "\"; check which patient is set in the monitor. The reading was not taken.",
                "PID",
                1,
                3};
    if (code == "bed_ambiguous")
        return {Hl7Error::unknown_key,
                code,
                "Several sessions are running at the bed \"" + bed + "\"; send the patient's identifier in PID-3 too.",
                "PV1",
                1,
                3};
    if (code == "not_possible")
        return {Hl7Error::table_value_not_found,
                code,
                "A value is outside of what is possible for a person; check the sensor.",
                "OBX",
                1,
                5};
    if (code == "reading_too_old" || code == "in_future")
        return {Hl7Error::data_type,
                code,
                "The time of the reading is before the session began or in the future; check the monitor's clock.",
                "OBX",
                1,
                14};
    if (code == "nothing_measured")
        return {Hl7Error::table_value_not_found,
                code,
                "The message has no value that the record keeps; see the list of observations in the manual.",
                "OBX",
                1,
                3};
    if (code == "command_reused")
        return {Hl7Error::data_type,
                code,
                "Another message with this control id and time was taken before; give each message an id of its own.",
                "MSH",
                1,
                10};
    return {Hl7Error::internal, code, "The reading could not be stored now (" + code + "); send it again.", "", 1, 0};
}

}  // namespace

MatchedWatch match(const devices::MonitorReading& reading, const std::vector<views::RunningWatch>& running) {
    const bool has_bed = reading.bed && !reading.bed->empty();
    if (!has_bed && reading.patient_ids.empty()) return {{}, afterglow::refuse("nobody_named")};
    std::vector<const views::RunningWatch*> here;
    for (const views::RunningWatch& each : running) {
        if (!has_bed || (each.room && same_letters(*each.room, *reading.bed))) here.push_back(&each);
    }
    if (has_bed && here.empty()) return {{}, afterglow::refuse("unknown_bed", {{"bed", *reading.bed}})};
    if (reading.patient_ids.empty()) {
        if (here.size() > 1) return {{}, afterglow::refuse("bed_ambiguous", {{"bed", *reading.bed}})};
        return {here.front()->session, {}};
    }
    for (const views::RunningWatch* each : here) {
        if (is_patient(*each, reading.patient_ids)) return {each->session, {}};
    }
    if (!has_bed) return {{}, afterglow::refuse("unknown_patient")};
    return {here.size() == 1 ? std::optional(here.front()->session) : std::nullopt,
            afterglow::refuse("wrong_patient", {{"bed", *reading.bed}})};
}

Result<std::unique_ptr<Monitors>> Monitors::start(desk::Desk& desk, desk::DeviceTroubles& troubles,
                                                  devices::MllpOptions options) {
    std::unique_ptr<Monitors> monitors(new Monitors(desk, troubles));
    options.on_trouble = [](const std::string& text) { spdlog::warn("monitors: {}", text); };
    monitors->server_ = TRY(devices::MllpServer::start(
        std::move(options),
        [self = monitors.get()](const std::string& message, const std::string& peer, const devices::MllpReply& reply) {
            self->take(message, peer, reply);
        }));
    return monitors;
}

// What waits for the disk comes back here.
Monitors::~Monitors() {
    server_.reset();
    std::unique_lock lock(mutex_);
    came_back_.wait(lock, [this] { return under_way_ == 0; });
}

devices::AckHeader Monitors::header() const { return {desk_.now(), desk::new_uuid().substr(0, 20)}; }

void Monitors::take(const std::string& bytes, const std::string& peer, const devices::MllpReply& reply) {
    auto message = devices::read_message(bytes);
    const auto reading = message.ok() ? devices::read_observation(*message, desk_.pack().zone)
                                      : Result<devices::MonitorReading>(message.refusal());
    if (!reading.ok()) {
        const devices::Problem problem = devices::problem_of(reading.refusal());
        // Whose it was may still be readable, so that the people of that room see it.
        devices::MonitorReading known;
        MatchedWatch matched;
        if (message.ok()) {
            known = devices::read_addressee(*message);
            matched.session = match(known, views::running_watches(desk_.reader())).session;
        }
        refuse(known, peer, matched, problem);
        return reply(devices::acknowledge_refusal(bytes, reading.refusal(), header()));
    }
    const MatchedWatch matched = match(*reading, views::running_watches(desk_.reader()));
    const auto refused = [this, reading = *reading, peer, reply, message = *message](const MatchedWatch& whose,
                                                                                     const Refusal& refusal) {
        const devices::Problem problem = own_problem(refusal);
        refuse(reading, peer, whose, problem);
        reply(devices::acknowledgement(&message, devices::ack_code_of(problem.error), problem, header()));
    };
    if (matched.refusal) return refused(matched, *matched.refusal);
    const clinic::ReceiveReading command{*matched.session,
                                         {line_of(reading->device), line_of(reading->control_id), vitals_of(*reading)}};
    {
        const std::lock_guard lock(mutex_);
        ++under_way_;
    }
    desk_.submit(*desk::find_command("receive-reading"), {.staff = clinic::kSystem, .name = "", .address = peer},
                 {.id = command_of(*reading), .happened_at = reading->measured_at},
                 parse_json(to_json(command)).value(),
                 [this, refused, matched, message = *message, reply](const Result<desk::Answer>& answer) {
                     if (answer.ok()) {
                         reply(devices::acknowledgement(&message, devices::AckCode::aa, {}, header()));
                     } else {
                         refused(matched, answer.refusal());
                     }
                     const std::lock_guard lock(mutex_);
                     --under_way_;
                     came_back_.notify_all();
                 });
}

// In the watch of the session it belongs to, so that the room sees it; else where the whole clinic does.
void Monitors::refuse(const devices::MonitorReading& reading, const std::string& peer, const MatchedWatch& matched,
                      const devices::Problem& problem) {
    if (!matched.session) {
        return troubles_.add({desk_.now(), problem.code, problem.text, reading.device, reading.bed.value_or(""), peer});
    }
    if (!is_new(matched.session->value + problem.code)) return;
    clinic::DeviceRefusal refusal{Code{problem.code}, line_of(problem.text), {}, {}};
    if (!reading.device.empty()) refusal.device = line_of(reading.device);
    if (reading.bed && !reading.bed->empty()) refusal.bed = line_of(*reading.bed);
    desk_.submit(*desk::find_command("refuse-reading"), {.staff = clinic::kSystem, .name = "", .address = peer},
                 {.id = {desk::new_uuid()}},
                 parse_json(to_json(clinic::RefuseReading{*matched.session, refusal})).value(),
                 [](const Result<desk::Answer>&) {});
}

// A monitor that sends something wrong sends it every second: the journal hears of it once a minute.
bool Monitors::is_new(const std::string& what) {
    const Instant now = desk_.now();
    const std::lock_guard lock(mutex_);
    std::erase_if(told_, [&](const auto& each) {  // also those of a clock that was set back
        return now - each.second > kToldAgainAfter || each.second > now;
    });
    return told_.emplace(what, now).second;
}

}  // namespace afterglow::background
