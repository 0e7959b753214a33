#pragma once
// The answer to an HL7 message (ACK, original mode): accepted, or what is wrong with it, where, and how to mend it.
//
//   MSH|^~\&|AFTERGLOW|||...          sender and receiver changed places
//   MSA|AE|<control id of the message>
//   ERR||OBX^2^6|103^Table value not found^HL70357|E|unit_unknown^^99AFTERGLOW|||<plain English>
//
// Versions before 2.5 have no ERR-2 to ERR-8; for them the place also stands in ERR-1 and the text in MSA-3.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "devices/hl7.h"

namespace afterglow::devices {

enum class AckCode {
    aa,  // accepted
    ae,  // the content is wrong: sending it again unchanged is of no use
    ar,  // rejected for another reason: not a message for us, nobody fits it, or we cannot now
};

// HL7 table 0357.
enum class Hl7Error {
    segment_sequence = 100,
    required_field_missing = 101,
    data_type = 102,
    table_value_not_found = 103,
    unsupported_message_type = 200,
    unknown_key = 204,
    internal = 207,
};

struct Problem {
    Hl7Error error = Hl7Error::internal;
    std::string code;     // ours, snake_case, stable
    std::string text;     // one or two plain English sentences: what is wrong, how to mend it
    std::string segment;  // empty: the message as a whole
    int sequence = 1;
    int field = 0;  // 0: the segment as a whole
};

// What the answer says of itself.
struct AckHeader {
    Instant at;
    std::string control_id;  // ours; at most 20 characters in versions before 2.7
};

// One answer, without frame; segments end with CR, text in UTF-8. `original` null: nothing of the message could be read,
// and MSA-2 stays empty.
std::string acknowledgement(const Message* original, AckCode code, const std::optional<Problem>& problem,
                            const AckHeader& header);

// What a refusal of read_message() or read_observation() says to the sender. A refusal with another code becomes an internal
// error; whoever has codes of its own makes its own Problem.
Problem problem_of(const Refusal& refusal);
// How a message with this problem is answered: ae for content (100 to 103), ar for the others.
AckCode ack_code_of(Hl7Error error);

// The whole answer to a message that was refused; its header is used if that much can be read. A message that is no HL7 is
// answered with ar.
std::string acknowledge_refusal(std::string_view bytes, const Refusal& refusal, const AckHeader& header);

// What an answer says.
struct ReadAck {
    std::string control_id;      // MSA-2: of the message that is answered
    AckCode code = AckCode::ar;  // MSA-1
    std::string text;            // ERR-8, else MSA-3
    std::string problem;         // ERR-5: our code, if it was given
};
// Refusals: those of read_message, and "answer_unreadable" when there is no MSA with a known code.
Result<ReadAck> read_acknowledgement(std::string_view bytes);

}  // namespace afterglow::devices
