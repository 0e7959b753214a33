#pragma once
// HL7 version 2 messages ("pipes and hats") as bedside monitors send them: a small, strict reader and a writer of single
// values. It knows the form of a message, not its meaning; what a monitor's message means is in observation.h.
//
//   Result<Message> message = read_message(bytes);   // bytes of one message, without its MLLP frame
//   const Segment* patient = message->find("PID");
//   if (patient) use(patient->text(3));              // PID-3, first repetition, first component, unescaped, UTF-8
//
// Numbers of fields, components and subcomponents count from 1, as in the standard; MSH-1 is the separator itself.
// Bad input is never an exception. Refusals carry {segment, sequence, field} as far as they are known (`sequence` is which
// of the segments of that name, from 1; `field` 0 is the segment as a whole), and some more:
//
//   "message_empty"                     nothing, or only line ends
//   "message_too_large" {bytes, max}    kind too_large
//   "header_missing"                    the first segment is no MSH
//   "header_repeated"                   two messages in one
//   "encoding_characters_wrong"         MSH-2 is not four or five different signs
//   "charset_unknown" {charset}         MSH-18 names none of those below
//   "charset_mismatch" {charset}        the bytes are not what MSH-18 says
//   "control_character"                 below U+0020 other than tab and line ends, or U+007F
//   "segment_name_wrong" {name}         not a capital letter and two of A-Z and 0-9
//   "too_many_segments" {max}, "too_many_fields" {max}, "too_many_parts" {max}
//   "escape_wrong" {escape}             an escape sequence that is not closed or not known
//   "required_field_missing" {name}     MSH-9, MSH-10 or MSH-12
//   "version_unknown" {version}         MSH-12 does not begin with "2."
//
// Character sets (MSH-18): none given, ASCII, UNICODE UTF-8, 8859/1, 8859/2. Without MSH-18 valid UTF-8 is accepted too.
// Not for: batches (FHS, BHS), continued messages (DSC), two-byte character sets.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace afterglow::devices {

inline constexpr std::size_t kMaxMessageBytes = 64 * 1024;
inline constexpr std::size_t kMaxSegments = 500;
inline constexpr std::size_t kMaxFields = 200;  // of one segment
inline constexpr std::size_t kMaxParts = 64;    // repetitions of a field, components of those, subcomponents of these

struct Separators {
    char field = '|', component = '^', repetition = '~', escape = '\\', subcomponent = '&';
    bool operator==(const Separators&) const = default;
};

using HlComponent = std::vector<std::string>;   // subcomponents
using HlRepetition = std::vector<HlComponent>;  // components
using HlField = std::vector<HlRepetition>;      // repetitions; empty: the field is empty

struct Segment {
    std::string name;
    std::vector<HlField> fields;  // fields[0] is field 1
    int sequence = 1;             // which of the segments of its name

    // Empty if it is not there.
    const std::string& text(std::size_t field, std::size_t component = 1, std::size_t subcomponent = 1) const;
    const HlField& field(std::size_t number) const;
    bool operator==(const Segment&) const = default;
};
const std::string& text_of(const HlRepetition& repetition, std::size_t component, std::size_t subcomponent = 1);

struct Message {
    Separators separators;
    std::vector<Segment> segments;  // the first is MSH

    const Segment& header() const { return segments.front(); }
    const Segment* find(std::string_view name) const;  // the first of that name, or null
    std::string type() const;                          // MSH-9: "ORU^R01"
    const std::string& control_id() const { return header().text(10); }
    const std::string& version() const { return header().text(12); }
    bool operator==(const Message&) const = default;
};

Result<Message> read_message(std::string_view bytes);

// The MSH segment alone, so that a message whose rest is wrong can be answered by its control id.
Result<Message> read_header(std::string_view bytes);

// Escapes what would otherwise be taken for a separator; control characters become \Xdd\.
std::string escaped(std::string_view text, const Separators& separators = {});

// A field as text, with separators and escapes.
std::string written(const HlField& field, const Separators& separators = {});

}  // namespace afterglow::devices
