#include "devices/acknowledgement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "devices/observation.h"

namespace afterglow::devices {

namespace {

std::string_view name_of(AckCode code) {
    switch (code) {
        case AckCode::aa: return "AA";
        case AckCode::ae: return "AE";
        case AckCode::ar: return "AR";
    }
    std::abort();
}

std::string_view words_of(Hl7Error error) {
    switch (error) {
        case Hl7Error::segment_sequence: return "Segment sequence error";
        case Hl7Error::required_field_missing: return "Required field missing";
        case Hl7Error::data_type: return "Data type error";
        case Hl7Error::table_value_not_found: return "Table value not found";
        case Hl7Error::unsupported_message_type: return "Unsupported message type";
        case Hl7Error::unknown_key: return "Unknown key identifier";
        case Hl7Error::internal: return "Application internal error";
    }
    std::abort();
}

// ---- the answer -----------------------------------------------------------------------------------------------------

bool is_before_2_5(std::string_view version) { return version.size() >= 3 && version[2] >= '0' && version[2] < '5'; }

struct Addressee {
    std::string application, facility, our_application = "AFTERGLOW", our_facility, processing = "P", version = "2.6";
    std::string control_id, event;
};

Addressee addressee_of(const Message* original) {
    Addressee to;
    if (!original) return to;
    const Segment& header = original->header();
    to.application = written(header.field(3));
    to.facility = written(header.field(4));
    if (!header.field(5).empty()) to.our_application = written(header.field(5));
    to.our_facility = written(header.field(6));
    if (!header.field(11).empty()) to.processing = written(header.field(11));
    to.version = written(header.field(12));
    to.control_id = written(header.field(10));
    to.event = escaped(header.text(9, 2));
    return to;
}

std::string place_of(const Problem& problem) {
    if (problem.segment.empty()) return "";
    const std::string segment = escaped(problem.segment) + "^" + std::to_string(problem.sequence);
    return problem.field > 0 ? segment + "^" + std::to_string(problem.field) : segment;
}

std::string error_segment(const Problem& problem, bool is_old) {
    const int number = static_cast<int>(problem.error);
    const std::string_view words = words_of(problem.error);
    const std::string place = place_of(problem);
    std::string old_place;
    if (is_old && !place.empty())
        old_place = fmt::format("{}{}{}&{}&HL70357", place, problem.field > 0 ? "^" : "^^", number, words);
    return fmt::format("ERR|{}|{}|{}^{}^HL70357|E|{}^^99AFTERGLOW|||{}\r", old_place, place, number, words,
                       escaped(problem.code), escaped(problem.text));
}

// ---- the words ------------------------------------------------------------------------------------------------------

struct Wording {
    std::string_view code;
    Hl7Error error;
    std::string_view text;  // {name}: a parameter
};

// Without the usual separators, which an answer would have to escape.
constexpr std::array<Wording, 28> kWordings{{
    {"message_empty", Hl7Error::segment_sequence,
     "The frame holds no message. Send an observation message (ORU, R01) in it."},
    {"message_too_large", Hl7Error::segment_sequence,
     "The message is larger than {max} bytes. Send fewer observations in one message, and no waveforms."},
    {"header_missing", Hl7Error::segment_sequence,
     "The message does not begin with an MSH segment. Begin each message with MSH and its encoding characters."},
    {"header_repeated", Hl7Error::segment_sequence,
     "A second MSH segment stands in the message. Send each message in a frame of its own."},
    {"encoding_characters_wrong", Hl7Error::data_type,
     "MSH-2 must be four different signs. Set the usual encoding characters in the monitor."},
    {"charset_unknown", Hl7Error::table_value_not_found,
     "The character set \"{charset}\" in MSH-18 is not known here. Send UNICODE UTF-8, 8859/1, 8859/2 or ASCII."},
    {"charset_mismatch", Hl7Error::data_type,
     "The bytes of the message are not {charset}. Name the character set that is really sent in MSH-18, best UNICODE "
     "UTF-8."},
    {"control_character", Hl7Error::data_type,
     "{segment}-{field} holds a control character. Leave it out, or send it as a hexadecimal escape sequence."},
    {"segment_name_wrong", Hl7Error::segment_sequence,
     "Segment {sequence} of the message is called \"{name}\", which is no segment name. Each segment must begin with "
     "three characters such as OBX, and end with a carriage return only at its end."},
    {"too_many_segments", Hl7Error::segment_sequence,
     "The message has more than {max} segments. Send fewer observations in one message."},
    {"too_many_fields", Hl7Error::data_type,
     "{segment} has more than {max} fields. Send the fields of the standard only."},
    {"too_many_parts", Hl7Error::data_type,
     "{segment}-{field} has more than {max} repetitions, components or subcomponents. Send no waveforms here."},
    {"escape_wrong", Hl7Error::data_type,
     "{segment}-{field} holds the escape sequence \"{escape}\", which is not known or not closed. In text, the escape "
     "character itself must be sent as the escape sequence E."},
    {"required_field_missing", Hl7Error::required_field_missing,
     "{segment}-{field} ({name}) is empty. The monitor must fill it in."},
    {"version_unknown", Hl7Error::table_value_not_found,
     "Version \"{version}\" in MSH-12 is not known here. Send HL7 version 2, such as 2.6."},
    {"message_type_unknown", Hl7Error::unsupported_message_type,
     "Messages of type {type} are not taken here. Send observations (ORU, R01) and switch other messages off."},
    {"several_patients", Hl7Error::segment_sequence,
     "The message has a second {segment} segment, so that it is not certain whose values these are. Send one message "
     "for each patient."},
    {"unit_unknown", Hl7Error::table_value_not_found,
     "The unit \"{unit}\" of the {observation} is not taken; nothing was converted. Set the monitor to {expected}."},
    {"value_not_a_number", Hl7Error::data_type,
     "The value \"{value}\" of the {observation} is no number. Send one number with a decimal point, or status X in "
     "OBX-11 when there is none."},
    {"value_type_unknown", Hl7Error::data_type,
     "The {observation} is sent with the value type \"{type}\". Send a number as NM (or ST)."},
    {"value_out_of_range", Hl7Error::data_type,
     "The {observation} of {value} cannot be: it must lie from {min} to {max}. Check the sensor and the unit."},
    {"time_missing", Hl7Error::required_field_missing,
     "No time of measurement is given. Send it in OBX-14, OBR-7 or MSH-7."},
    {"time_unreadable", Hl7Error::data_type,
     "The time \"{value}\" in {segment}-{field} cannot be read. Send it as YYYYMMDDHHMMSS with the offset, such as "
     "20261122100400+0100."},
    {"local_time_skipped", Hl7Error::data_type,
     "The time {at} in {segment}-{field} does not exist: clocks were set forward over it. Set the monitor's clock, or "
     "send the offset with the time."},
    {"local_time_ambiguous", Hl7Error::data_type,
     "The time {at} in {segment}-{field} happens twice, since clocks are set back. Send the offset with the time, such "
     "as +0100."},
    {"unknown_zone", Hl7Error::internal,
     "The clinic's time zone \"{zone}\" is not known to the server. Tell whoever runs the server."},
    {"nothing_understood", Hl7Error::table_value_not_found,
     "None of the {observations} observations is a vital sign known here with a valid value ({left_out} were known but "
     "had no valid value or status). See which codes are taken, and check OBX-3, OBX-5 and OBX-11."},
    {"frame_broken", Hl7Error::segment_sequence,
     "A frame began or ended in the middle of another. Frame each message as 0B hex, message, 1C hex, 0D hex."},
}};

std::string value_of(const Parameters& parameters, std::string_view name) {
    const auto found =
        std::ranges::find_if(parameters, [&](const auto& each) { return std::string_view(each.first) == name; });
    return found == parameters.end() ? "" : found->second;
}

// Long values are shown by their beginning: an answer must not grow with what it complains about.
std::string shortened(std::string text) {
    constexpr std::size_t kMax = 60;
    if (text.size() <= kMax) return text;
    std::size_t end = kMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + "...";
}

std::string filled(std::string_view text, const Parameters& parameters) {
    std::string out;
    while (true) {
        const std::size_t begin = text.find('{');
        out += text.substr(0, begin);
        if (begin == std::string_view::npos) return out;
        const std::size_t end = text.find('}', begin);
        out += shortened(value_of(parameters, text.substr(begin + 1, end - begin - 1)));
        text.remove_prefix(end + 1);
    }
}

int number_of(const std::string& text, int otherwise) {
    return text.empty() || text.size() > 6 ? otherwise : std::atoi(text.c_str());
}

}  // namespace

std::string acknowledgement(const Message* original, AckCode code, const std::optional<Problem>& problem,
                            const AckHeader& header) {
    const Addressee to = addressee_of(original);
    const bool is_old = is_before_2_5(to.version);
    const std::string type = is_old ? "ACK" : "ACK^" + (to.event.empty() ? std::string("R01") : to.event) + "^ACK";
    std::string out = fmt::format("MSH|^~\\&|{}|{}|{}|{}|{}||{}|{}|{}|{}||||||UNICODE UTF-8\r", to.our_application,
                                  to.our_facility, to.application, to.facility, to_hl7_time(header.at), type,
                                  escaped(header.control_id), to.processing, to.version);
    out += fmt::format("MSA|{}|{}", name_of(code), to.control_id);
    if (problem && is_old) out += "|" + escaped(problem->text);
    out += '\r';
    if (problem) out += error_segment(*problem, is_old);
    return out;
}

Problem problem_of(const Refusal& refusal) {
    Problem problem;
    problem.code = refusal.code;
    problem.segment = value_of(refusal.parameters, "segment");
    problem.sequence = number_of(value_of(refusal.parameters, "sequence"), 1);
    problem.field = number_of(value_of(refusal.parameters, "field"), 0);
    const auto* found = std::ranges::find(kWordings, std::string_view(refusal.code), &Wording::code);
    if (found == kWordings.end()) {
        problem.text = "The server could not take the message (" + refusal.code + "). Tell whoever runs the server.";
        return problem;
    }
    problem.error = found->error;
    const bool has_no_unit = refusal.code == "unit_unknown" && value_of(refusal.parameters, "unit").empty();
    problem.text = filled(
        has_no_unit ? "The {observation} has no unit. Set the monitor to send {expected} in OBX-6." : found->text,
        refusal.parameters);
    return problem;
}

AckCode ack_code_of(Hl7Error error) {
    return static_cast<int>(error) < static_cast<int>(Hl7Error::unsupported_message_type) ? AckCode::ae : AckCode::ar;
}

std::string acknowledge_refusal(std::string_view bytes, const Refusal& refusal, const AckHeader& header) {
    const Problem problem = problem_of(refusal);
    const auto original = read_header(bytes.substr(0, kMaxMessageBytes));
    if (!original.ok()) return acknowledgement(nullptr, AckCode::ar, problem, header);
    const bool is_form = refusal.kind == RefusalKind::malformed || refusal.kind == RefusalKind::too_large;
    return acknowledgement(&*original, is_form ? AckCode::ar : ack_code_of(problem.error), problem, header);
}

Result<ReadAck> read_acknowledgement(std::string_view bytes) {
    const Message message = TRY(read_message(bytes));
    const Segment* answer = message.find("MSA");
    if (!answer) return refuse("answer_unreadable");
    ReadAck ack;
    ack.control_id = answer->text(2);
    const std::string& code = answer->text(1);
    if (code != "AA" && code != "AE" && code != "AR" && code != "CA" && code != "CE" && code != "CR")
        return refuse("answer_unreadable");
    ack.code = code[1] == 'A' ? AckCode::aa : code[1] == 'E' ? AckCode::ae : AckCode::ar;
    ack.text = answer->text(3);
    const Segment* error = message.find("ERR");
    if (error && !error->text(8).empty()) ack.text = error->text(8);
    if (error) ack.problem = error->text(5);
    return ack;
}

}  // namespace afterglow::devices
