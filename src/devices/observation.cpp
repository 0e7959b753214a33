#include "devices/observation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <string_view>

namespace afterglow::devices {

namespace {

// ---- what is known --------------------------------------------------------------------------------------------------
// Where the numbers were read:
// - ISO/IEEE 11073-10101 (MDC), as monitors and gateways really send them: GE B40/B20 Patient Monitor HL7 Reference Manual
//   2062665-001 G, pages 15 and 24 (147842, 150456, 151562, 150344; units 264864, 264928, 266016, 262688, 268192);
//   messages of Mindray monitors and their eGateway (150301, 150302, 149530, 151578); Continua H.812 observation upload and
//   implementations of it (150021, 150022, 149530, 149546, 150364).
// - LOINC: HL7 FHIR R4, "Observation Vital Signs" (8480-6, 8462-4, 8867-4, 2708-6, 9279-1, 8310-5), US Core pulse oximetry
//   (59408-5); 8889-8 stands beside 149530 in IHE PCD test messages.

enum class Measure { systolic, diastolic, heart_rate, spo2, respiratory_rate, temperature };

struct Kind {
    std::string_view name;
    std::string_view unit;  // as a refusal says it
    std::span<const std::string_view> units;
    double min, max;  // what could be measured at all
};

constexpr std::array<std::string_view, 4> kPressureUnits{"mm[Hg]", "mmHg", "266016", "MDC_DIM_MMHG"};
constexpr std::array<std::string_view, 12> kRateUnits{"/min",
                                                      "1/min",
                                                      "{beats}/min",
                                                      "{beat}/min",
                                                      "bpm",
                                                      "264864",
                                                      "MDC_DIM_BEAT_PER_MIN",
                                                      "{breaths}/min",
                                                      "{breath}/min",
                                                      "rpm",
                                                      "264928",
                                                      "MDC_DIM_RESP_PER_MIN"};
constexpr std::array<std::string_view, 3> kShareUnits{"%", "262688", "MDC_DIM_PERCENT"};
constexpr std::array<std::string_view, 3> kTemperatureUnits{"Cel", "268192", "MDC_DIM_DEGC"};

const Kind& kind_of(Measure measure) {
    static constexpr std::array<Kind, 6> kKinds{
        Kind{"systolic pressure", "mm[Hg]", kPressureUnits, 0, 400},
        Kind{"diastolic pressure", "mm[Hg]", kPressureUnits, 0, 400},
        Kind{"heart rate", "/min", kRateUnits, 0, 400},
        Kind{"oxygen saturation", "%", kShareUnits, 0, 100},
        Kind{"respiratory rate", "/min", kRateUnits, 0, 200},
        Kind{"temperature", "Cel", kTemperatureUnits, 0, 50},
    };
    return kKinds[static_cast<std::size_t>(measure)];
}

struct KnownCode {
    std::string_view system, code;
    Measure measure;
    int rank;  // the lower goes before the higher
};
constexpr int kLastRank = 2;
constexpr std::array<KnownCode, 20> kCodes{{
    {"MDC", "150021", Measure::systolic, 0},          // MDC_PRESS_BLD_NONINV_SYS
    {"MDC", "150301", Measure::systolic, 0},          // MDC_PRESS_CUFF_SYS
    {"LN", "8480-6", Measure::systolic, 0},           // Systolic blood pressure
    {"MDC", "150022", Measure::diastolic, 0},         // MDC_PRESS_BLD_NONINV_DIA
    {"MDC", "150302", Measure::diastolic, 0},         // MDC_PRESS_CUFF_DIA
    {"LN", "8462-4", Measure::diastolic, 0},          // Diastolic blood pressure
    {"MDC", "147842", Measure::heart_rate, 0},        // MDC_ECG_HEART_RATE
    {"LN", "8867-4", Measure::heart_rate, 0},         // Heart rate
    {"MDC", "149530", Measure::heart_rate, 1},        // MDC_PULS_OXIM_PULS_RATE
    {"LN", "8889-8", Measure::heart_rate, 1},         // Heart rate by pulse oximetry
    {"MDC", "149546", Measure::heart_rate, 2},        // MDC_PULS_RATE_NON_INV
    {"MDC", "150456", Measure::spo2, 0},              // MDC_PULS_OXIM_SAT_O2
    {"LN", "59408-5", Measure::spo2, 0},              // Oxygen saturation by pulse oximetry
    {"LN", "2708-6", Measure::spo2, 0},               // Oxygen saturation in arterial blood
    {"MDC", "151562", Measure::respiratory_rate, 0},  // MDC_RESP_RATE
    {"MDC", "151578", Measure::respiratory_rate, 0},  // MDC_TTHOR_RESP_RATE
    {"LN", "9279-1", Measure::respiratory_rate, 0},   // Respiratory rate
    {"MDC", "150344", Measure::temperature, 0},       // MDC_TEMP
    {"MDC", "150364", Measure::temperature, 0},       // MDC_TEMP_BODY
    {"LN", "8310-5", Measure::temperature, 0},        // Body temperature
}};

constexpr double kNoValue = 8'388'607;  // the "not a number" of the 11073 format, written out as a number

const KnownCode* find_code(std::string_view code, std::string_view system) {
    if (code.empty()) return nullptr;
    const auto* found =
        std::ranges::find_if(kCodes, [&](const KnownCode& each) { return each.code == code && each.system == system; });
    return found == kCodes.end() ? nullptr : found;
}

// OBX-3 holds two identifiers: code^text^system^code^text^system.
const KnownCode* find_code(const Segment& obx) {
    const KnownCode* found = find_code(obx.text(3, 1), obx.text(3, 3));
    return found ? found : find_code(obx.text(3, 4), obx.text(3, 6));
}

Parameters place(const Segment& segment, int field) {
    return {
        {"segment", segment.name}, {"sequence", std::to_string(segment.sequence)}, {"field", std::to_string(field)}};
}

Refusal wrong(std::string code, const Segment& segment, int field, Parameters more = {}) {
    Parameters parameters = place(segment, field);
    parameters.insert(parameters.end(), more.begin(), more.end());
    return refuse(std::move(code), std::move(parameters));
}

// ---- numbers --------------------------------------------------------------------------------------------------------

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

// The type NM: digits, perhaps a sign and a decimal point. No exponents, no "inf".
std::optional<double> parse_number(std::string_view text) {
    text = trimmed(text);
    const bool has_sign = text.starts_with('+') || text.starts_with('-');
    const std::string_view digits = has_sign ? text.substr(1) : text;
    const bool plain = std::ranges::all_of(digits, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    if (!plain || digits.empty() || digits.size() > 20) return std::nullopt;
    double value = 0;
    const char* const last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, value, std::chars_format::fixed);
    if (error != std::errc() || end != last) return std::nullopt;
    return text.starts_with('-') ? -value : value;
}

// ---- one observation ------------------------------------------------------------------------------------------------

struct Observed {
    const KnownCode* code = nullptr;
    double value = 0;
    Instant at;
};

bool has_valid_status(const Segment& obx) {
    const std::string& status = obx.text(11);
    return status == "F" || status == "P" || status == "R" || status == "C";
}

Done check_unit(const Segment& obx, const Kind& kind) {
    const std::string& unit = obx.text(6, 1);
    const auto is_known = [&](const std::string& text) {
        return std::ranges::find(kind.units, text) != kind.units.end();
    };
    if (is_known(unit) || is_known(obx.text(6, 4))) return done();
    return wrong("unit_unknown", obx, 6,
                 {{"observation", std::string(kind.name)}, {"unit", unit}, {"expected", std::string(kind.unit)}});
}

// Nothing: there is no value, and the monitor says so.
Result<std::optional<double>> read_value(const Segment& obx, const Kind& kind) {
    const std::string name(kind.name);
    const std::string& text = obx.text(5);
    if (trimmed(text).empty()) return std::optional<double>();
    const std::string& type = obx.text(2);
    if (type != "NM" && type != "ST")
        return wrong("value_type_unknown", obx, 2, {{"observation", name}, {"type", type}});
    const auto value = parse_number(text);
    const HlField& field = obx.field(5);
    const bool is_one = field.size() == 1 && field.front().size() == 1 && field.front().front().size() == 1;
    if (!value || !is_one)
        return wrong("value_not_a_number", obx, 5, {{"observation", name}, {"value", written(field)}});
    if (*value < 0 || *value == kNoValue) return std::optional<double>();
    TRY(check_unit(obx, kind));
    if (*value < kind.min || *value > kind.max)
        return wrong("value_out_of_range", obx, 5,
                     {{"observation", name},
                      {"value", text},
                      {"min", fmt::format("{}", kind.min)},
                      {"max", fmt::format("{}", kind.max)}});
    return value;
}

// ---- the message ----------------------------------------------------------------------------------------------------

class ObservationReader {
public:
    ObservationReader(const Message& message, const std::string& zone) : message_(message), zone_(zone) {}

    Result<MonitorReading> read() {
        const Segment& header = message_.header();
        if (message_.type() != "ORU^R01") return wrong("message_type_unknown", header, 9, {{"type", message_.type()}});
        TRY(check_one_patient());
        for (const Segment& segment : message_.segments) {
            if (segment.name == "OBR") request_ = &segment;
            if (segment.name == "OBX") TRY(read_observed(segment));
        }
        if (observed_.empty())
            return wrong("nothing_understood", header, 0,
                         {{"observations", std::to_string(observations_)}, {"left_out", std::to_string(left_out_)}});
        read_identity(header);
        take_values();
        return std::move(reading_);
    }

    MonitorReading read_addressee() {
        read_identity(message_.header());
        return std::move(reading_);
    }

private:
    Done check_one_patient() const {
        for (const Segment& segment : message_.segments) {
            if ((segment.name == "PID" || segment.name == "PV1") && segment.sequence > 1)
                return wrong("several_patients", segment, 0);
        }
        return done();
    }

    Done read_observed(const Segment& obx) {
        if (reading_.device.empty()) reading_.device = obx.text(18);
        if (obx.text(5).empty() && obx.text(2).empty()) return done();  // a heading of the containment tree
        ++observations_;
        const KnownCode* code = find_code(obx);
        if (!code) return done();
        ++left_out_;
        if (!has_valid_status(obx)) return done();
        const auto value = TRY(read_value(obx, kind_of(code->measure)));
        if (!value) return done();
        observed_.push_back({code, *value, TRY(time_of(obx))});
        --left_out_;
        return done();
    }

    Result<Instant> time_of(const Segment& obx) const {
        if (!obx.text(14).empty()) return time_in(obx, 14);
        if (request_ && !request_->text(7).empty()) return time_in(*request_, 7);
        if (!message_.header().text(7).empty()) return time_in(message_.header(), 7);
        return wrong("time_missing", obx, 14);
    }

    Result<Instant> time_in(const Segment& segment, int field) const {
        auto at = parse_hl7_time(segment.text(static_cast<std::size_t>(field)), zone_);
        if (!at.ok()) return wrong(at.refusal().code, segment, field, at.refusal().parameters);
        return at;
    }

    void read_identity(const Segment& header) {
        reading_.control_id = header.text(10);
        reading_.sending_application = header.text(3);
        reading_.sending_facility = header.text(4);
        if (reading_.device.empty()) reading_.device = header.text(3, 2);
        if (reading_.device.empty()) reading_.device = header.text(3);
        if (const Segment* patient = message_.find("PID")) read_patient(*patient);
        const Segment* visit = message_.find("PV1");
        for (const std::size_t part : {3, 2, 1}) {
            if (visit && !reading_.bed && !visit->text(3, part).empty()) reading_.bed = visit->text(3, part);
        }
    }

    void read_patient(const Segment& patient) {
        for (const HlRepetition& each : patient.field(3)) {
            if (const std::string& id = text_of(each, 1); !id.empty()) reading_.patient_ids.push_back(id);
        }
        const std::string& family = patient.text(5, 1);
        const std::string& given = patient.text(5, 2);
        const std::string name = given + (given.empty() || family.empty() ? "" : " ") + family;
        if (!name.empty()) reading_.patient_name = name;
    }

    void take_values() {
        reading_.measured_at = std::ranges::max_element(observed_, {}, &Observed::at)->at;
        std::erase_if(observed_, [&](const Observed& each) { return each.at < reading_.measured_at - kOneReading; });
        for (int rank = 0; rank <= kLastRank; ++rank) {
            for (const Observed& each : observed_) {
                if (each.code->rank == rank) take(each);
            }
        }
    }

    void take(const Observed& observed) {
        const auto whole = [&](std::optional<std::int64_t>& into) {
            if (!into) into = std::llround(observed.value);
        };
        switch (observed.code->measure) {
            case Measure::systolic: return whole(reading_.systolic_mmhg);
            case Measure::diastolic: return whole(reading_.diastolic_mmhg);
            case Measure::heart_rate: return whole(reading_.heart_rate_bpm);
            case Measure::spo2: return whole(reading_.spo2_percent);
            case Measure::respiratory_rate: return whole(reading_.respiratory_rate_per_min);
            case Measure::temperature:
                if (!reading_.temperature_c) reading_.temperature_c = observed.value;
        }
    }

    const Message& message_;
    const std::string zone_;
    const Segment* request_ = nullptr;  // the OBR above
    std::vector<Observed> observed_;
    int observations_ = 0, left_out_ = 0;
    MonitorReading reading_;
};

// ---- time -----------------------------------------------------------------------------------------------------------

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    if (text.size() < at + count) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(at, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

// +HHMM or -HHMM, in minutes.
std::optional<int> offset_minutes(std::string_view text) {
    const auto hours = digits(text, 1, 2), minutes = digits(text, 3, 2);
    if (text.size() != 5 || !hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
    return (text.front() == '-' ? -1 : 1) * (*hours * 60 + *minutes);
}

// "", "04", "04.25": milliseconds within the minute.
std::optional<int> milliseconds_of(std::string_view text) {
    if (text.empty()) return 0;
    const auto seconds = digits(text, 0, 2);
    if (!seconds || *seconds > 59) return std::nullopt;
    if (text.size() == 2) return *seconds * 1000;
    const std::string_view fraction = text.substr(3);
    if (text[2] != '.' || fraction.empty() || fraction.size() > 6 || !digits(fraction, 0, fraction.size()))
        return std::nullopt;
    const std::string padded = std::string(fraction) + "00";
    return *seconds * 1000 + *digits(padded, 0, 3);
}

// "202611221004" as "2026-11-22T10:04", which base/time.h reads.
Result<LocalTime> parse_minute(std::string_view text) {
    if (!digits(text, 0, 8) || !digits(text, 8, 4)) return refuse("time_unreadable");
    std::string dashed(text.substr(0, 4));
    dashed.append("-").append(text.substr(4, 2)).append("-").append(text.substr(6, 2)).append("T");
    dashed.append(text.substr(8, 2)).append(":").append(text.substr(10, 2));
    return parse_local_time(dashed);
}

// ---- writing --------------------------------------------------------------------------------------------------------

void add_observation(std::string& out, int& number, std::string_view code, std::string_view value,
                     std::string_view unit, const MonitorReading& reading) {
    out += fmt::format("OBX|{}|NM|{}^MDC|1.0.0.{}|{}|{}^MDC|||||R|||{}||||{}\r", number, code, number, value, unit,
                       to_hl7_time(reading.measured_at), escaped(reading.device));
    ++number;
}

void add_whole(std::string& out, int& number, std::string_view code, std::optional<std::int64_t> value,
               std::string_view unit, const MonitorReading& reading) {
    if (value) add_observation(out, number, code, std::to_string(*value), unit, reading);
}

}  // namespace

Result<MonitorReading> read_observation(const Message& message, const std::string& zone) {
    return ObservationReader(message, zone).read();
}

MonitorReading read_addressee(const Message& message) { return ObservationReader(message, "").read_addressee(); }

Result<Instant> parse_hl7_time(std::string_view text, const std::string& zone) {
    const auto unreadable = [&] { return refuse("time_unreadable", {{"value", std::string(text)}}); };
    const std::size_t sign = text.find_first_of("+-");
    const std::string_view local = text.substr(0, sign);
    const auto minute = parse_minute(local);
    if (!minute.ok()) return unreadable();
    const auto ms = milliseconds_of(local.substr(12));
    if (!ms) return unreadable();
    if (sign == std::string_view::npos) return TRY(to_instant(*minute, zone)) + Milliseconds{*ms};
    const auto offset = offset_minutes(text.substr(sign));
    if (!offset) return unreadable();
    return Instant{(minute->minutes - *offset) * 60'000 + *ms};
}

std::string to_hl7_time(Instant at) {
    std::string out;
    for (const char c : to_text(at)) {  // 2026-11-22T10:04:00.000Z
        if ((c >= '0' && c <= '9') || c == '.') out += c;
    }
    return out + "+0000";
}

std::string written(const MonitorReading& reading) {
    std::string patients;
    for (const std::string& each : reading.patient_ids) patients += (patients.empty() ? "" : "~") + escaped(each);
    const std::string at = to_hl7_time(reading.measured_at);
    std::string out = fmt::format("MSH|^~\\&|{}|{}|||{}||ORU^R01^ORU_R01|{}|P|2.6||||||UNICODE UTF-8\r",
                                  escaped(reading.sending_application), escaped(reading.sending_facility), at,
                                  escaped(reading.control_id));
    out += fmt::format("PID|||{}||{}\r", patients, escaped(reading.patient_name.value_or("")));
    out += fmt::format("PV1||U|^^{}\r", escaped(reading.bed.value_or("")));
    out += fmt::format("OBR|1|||182777000^monitoring of patient^SCT|||{}\r", at);
    int number = 1;
    static constexpr std::string_view kMmhg = "266016^MDC_DIM_MMHG", kBeats = "264864^MDC_DIM_BEAT_PER_MIN";
    add_whole(out, number, "150021^MDC_PRESS_BLD_NONINV_SYS", reading.systolic_mmhg, kMmhg, reading);
    add_whole(out, number, "150022^MDC_PRESS_BLD_NONINV_DIA", reading.diastolic_mmhg, kMmhg, reading);
    add_whole(out, number, "147842^MDC_ECG_HEART_RATE", reading.heart_rate_bpm, kBeats, reading);
    add_whole(out, number, "150456^MDC_PULS_OXIM_SAT_O2", reading.spo2_percent, "262688^MDC_DIM_PERCENT", reading);
    add_whole(out, number, "151562^MDC_RESP_RATE", reading.respiratory_rate_per_min, "264928^MDC_DIM_RESP_PER_MIN",
              reading);
    if (reading.temperature_c)
        add_observation(out, number, "150344^MDC_TEMP", fmt::format("{:.1f}", *reading.temperature_c),
                        "268192^MDC_DIM_DEGC", reading);
    return out;
}

}  // namespace afterglow::devices
