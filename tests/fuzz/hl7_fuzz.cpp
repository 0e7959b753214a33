// Any bytes into the HL7 reader and into what reads a monitor's observations. Nothing may crash, what is read must come
// back when it is written, and every answer must be readable itself.

#include <cstdint>
#include <string>
#include <string_view>

#include "devices/acknowledgement.h"
#include "devices/hl7.h"
#include "devices/observation.h"
#include "tests/fuzz/require.h"

namespace {

using namespace afterglow;
using namespace afterglow::devices;

const std::string kZone = "Europe/Prague";
const AckHeader kAck{.at = {1'795'341'840'000}, .control_id = "A1"};

void check_limits(const Message& message) {
    require(!message.segments.empty() && message.segments.size() <= kMaxSegments);
    require(message.header().name == "MSH" && !message.control_id().empty());
    for (const Segment& segment : message.segments) {
        require(segment.name.size() == 3 && segment.sequence >= 1 && segment.fields.size() <= kMaxFields);
        for (const HlField& field : segment.fields) {
            require(field.size() <= kMaxParts);
            for (const HlRepetition& repetition : field) require(repetition.size() <= kMaxParts);
        }
    }
}

// Fields written with the usual separators are read as they were.
void check_fields(const Message& message) {
    std::string text = "MSH|^~\\&|||||||ORU^R01|1|P|2.6||||||UNICODE UTF-8\r";
    for (const Segment& segment : message.segments) {
        if (segment.name == "MSH") continue;
        text += segment.name;
        for (const HlField& field : segment.fields) text += "|" + written(field);
        text += "\r";
    }
    const auto again = read_message(text);
    if (!again.ok()) return require(again.refusal().code == "message_too_large");
    require(again->segments.size() == message.segments.size());
    for (std::size_t i = 1; i < message.segments.size(); ++i) {
        const Segment& was = message.segments[i];
        const Segment& is = again->segments[i];
        require(is.name == was.name && is.sequence == was.sequence && is.fields.size() == was.fields.size());
        for (std::size_t number = 1; number <= was.fields.size(); ++number)
            require(written(is.field(number)) == written(was.field(number)));
    }
}

void check_answer(const std::string& answer) {
    const auto ack = read_acknowledgement(answer);
    require(ack.ok() || ack.refusal().code == "message_too_large");
}

void check_reading(const MonitorReading& reading) {
    require(!reading.control_id.empty());
    require(reading.systolic_mmhg || reading.diastolic_mmhg || reading.heart_rate_bpm || reading.spo2_percent ||
            reading.respiratory_rate_per_min || reading.temperature_c);
    require(reading.systolic_mmhg.value_or(0) >= 0 && reading.systolic_mmhg.value_or(0) <= 400);
    require(reading.spo2_percent.value_or(0) >= 0 && reading.spo2_percent.value_or(0) <= 100);
    const auto message = read_message(written(reading));
    if (!message.ok()) return require(message.refusal().code == "message_too_large");
    const auto again = read_observation(*message, kZone);
    require(again.ok() && again->measured_at == reading.measured_at);
    require(again->systolic_mmhg == reading.systolic_mmhg && again->heart_rate_bpm == reading.heart_rate_bpm);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto message = read_message(bytes);
    if (!message.ok()) {
        require(!message.refusal().code.empty());
        check_answer(acknowledge_refusal(bytes, message.refusal(), kAck));
        return 0;
    }
    require(read_header(bytes).ok());
    check_limits(*message);
    check_fields(*message);
    const auto reading = read_observation(*message, kZone);
    if (reading.ok()) {
        check_reading(*reading);
        check_answer(acknowledgement(&*message, AckCode::aa, std::nullopt, kAck));
    } else {
        check_answer(acknowledge_refusal(bytes, reading.refusal(), kAck));
    }
    return 0;
}
