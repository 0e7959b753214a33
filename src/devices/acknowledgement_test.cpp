#include "devices/acknowledgement.h"

#include <gtest/gtest.h>

#include "devices/observation.h"

namespace afterglow::devices {
namespace {

const AckHeader kAck{.at = {1'795'341'840'000}, .control_id = "A1"};

std::string message(const std::string& version, const std::string& rest) {
    return "MSH|^~\\&|VSP^0800^EUI-64|Ward 2|AG|Clinic & Co|20261122100400+0100||ORU^R01^ORU_R01|M7|P|" + version +
           "\r" + rest;
}

TEST(Acknowledgement, AcceptsWithSenderAndReceiverSwapped) {
    const auto original = read_message(message("2.6", ""));
    ASSERT_TRUE(original.ok());
    EXPECT_EQ(
        acknowledgement(&*original, AckCode::aa, std::nullopt, kAck),
        "MSH|^~\\&|AG|Clinic & Co|VSP^0800^EUI-64|Ward 2|20261122100400.000+0000||ACK^R01^ACK|A1|P|2.6||||||UNICODE "
        "UTF-8\rMSA|AA|M7\r");
}

TEST(Acknowledgement, SaysWhatIsWrongWhereAndHowToMendIt) {
    const std::string text =
        message("2.6", "OBX|1|NM|150456^^MDC||98|%|||||F\rOBX|2|NM|150021^^MDC||16|kPa^kilopascal^UCUM|||||F\r");
    const auto refused = read_observation(*read_message(text), "Europe/Prague");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(
        acknowledge_refusal(text, refused.refusal(), kAck),
        "MSH|^~\\&|AG|Clinic & Co|VSP^0800^EUI-64|Ward 2|20261122100400.000+0000||ACK^R01^ACK|A1|P|2.6||||||UNICODE "
        "UTF-8\rMSA|AE|M7\rERR||OBX^2^6|103^Table value not found^HL70357|E|unit_unknown^^99AFTERGLOW|||The unit "
        "\"kPa\" of the systolic pressure is not taken; nothing was converted. Set the monitor to mm[Hg].\r");
}

TEST(Acknowledgement, OldVersionsHaveTheTextInMsa) {
    const std::string text = message("2.3.1", "OBX|1|NM|150021^^MDC||abc|mmHg|||||F\r");
    const auto refused = read_observation(*read_message(text), "Europe/Prague");
    const std::string ack = acknowledge_refusal(text, refused.refusal(), kAck);
    EXPECT_NE(ack.find("||ACK|A1|P|2.3.1|"), std::string::npos) << ack;
    EXPECT_NE(ack.find("MSA|AE|M7|The value \"abc\" of the systolic"), std::string::npos) << ack;
    EXPECT_NE(ack.find("ERR|OBX^1^5^102&Data type error&HL70357|OBX^1^5|102^"), std::string::npos) << ack;
}

TEST(Acknowledgement, AnswersWhatIsNoMessage) {
    for (const std::string text : {"", "hello", "GET / HTTP/1.1", "MSH|^~\\&|A|B", "\xFF\xFE"}) {
        const auto refused = read_message(text);
        ASSERT_FALSE(refused.ok());
        const auto ack = read_acknowledgement(acknowledge_refusal(text, refused.refusal(), kAck));
        ASSERT_TRUE(ack.ok());
        EXPECT_EQ(ack->code, AckCode::ar);
        EXPECT_EQ(ack->control_id, "");
        EXPECT_EQ(ack->problem, refused.refusal().code);
    }
}

TEST(Acknowledgement, UsesTheHeaderOfAMessageWhoseRestIsWrong) {
    const std::string text = message("2.6", "OBX|\\Q\\");
    const auto ack = read_acknowledgement(acknowledge_refusal(text, read_message(text).refusal(), kAck));
    ASSERT_TRUE(ack.ok());
    EXPECT_EQ(ack->control_id, "M7");
    EXPECT_EQ(ack->code, AckCode::ar);
    EXPECT_EQ(ack->problem, "escape_wrong");
}

// Every refusal of the library has words of its own, with no parameter left open.
TEST(Acknowledgement, HasWordsForEveryRefusal) {
    for (const std::string code : {"message_empty",
                                   "message_too_large",
                                   "header_missing",
                                   "header_repeated",
                                   "encoding_characters_wrong",
                                   "charset_unknown",
                                   "charset_mismatch",
                                   "control_character",
                                   "segment_name_wrong",
                                   "too_many_segments",
                                   "too_many_fields",
                                   "too_many_parts",
                                   "escape_wrong",
                                   "required_field_missing",
                                   "version_unknown",
                                   "message_type_unknown",
                                   "several_patients",
                                   "unit_unknown",
                                   "value_not_a_number",
                                   "value_type_unknown",
                                   "value_out_of_range",
                                   "time_missing",
                                   "time_unreadable",
                                   "local_time_skipped",
                                   "local_time_ambiguous",
                                   "unknown_zone",
                                   "nothing_understood",
                                   "frame_broken"}) {
        const Problem problem = problem_of(refuse(code));
        EXPECT_EQ(problem.text.find("could not take"), std::string::npos) << code;
        EXPECT_EQ(problem.text.find_first_of("{}|^~\\&"), std::string::npos) << code;
        EXPECT_EQ(problem.error == Hl7Error::internal, code == "unknown_zone") << code;
    }
    const Problem unknown = problem_of(refuse("disk_full"));
    EXPECT_EQ(unknown.error, Hl7Error::internal);
    EXPECT_NE(unknown.text.find("disk_full"), std::string::npos);
}

TEST(Acknowledgement, DoesNotGrowWithWhatItComplainsAbout) {
    std::string long_value;
    for (int i = 0; i < 5000; ++i) long_value += "\xC4\x8D";
    const Problem problem =
        problem_of(refuse("value_not_a_number", {{"value", "x" + long_value}, {"observation", "o"}}));
    EXPECT_LT(problem.text.size(), 300U);
    EXPECT_TRUE(read_message(acknowledgement(nullptr, AckCode::ar, problem, kAck)).ok());
}

TEST(Acknowledgement, ContentIsAnErrorTheRestIsARejection) {
    EXPECT_EQ(ack_code_of(Hl7Error::table_value_not_found), AckCode::ae);
    EXPECT_EQ(ack_code_of(Hl7Error::unsupported_message_type), AckCode::ar);
    EXPECT_EQ(ack_code_of(Hl7Error::unknown_key), AckCode::ar);
    EXPECT_EQ(ack_code_of(Hl7Error::internal), AckCode::ar);
}

TEST(Acknowledgement, OfAnotherProgramIsRead) {
    const auto old = read_acknowledgement("MSH|^~\\&|A|B|C|D|20261122||ACK|9|P|2.3\rMSA|AE|M7|No such bed\r");
    ASSERT_TRUE(old.ok());
    EXPECT_EQ(old->text, "No such bed");
    EXPECT_EQ(read_acknowledgement("MSH|^~\\&|A|B|C|D|20261122||ACK|9|P|2.3\rMSA|XX|M7\r").refusal().code,
              "answer_unreadable");
    EXPECT_EQ(read_acknowledgement("MSH|^~\\&|A|B|C|D|20261122||ACK|9|P|2.3\r").refusal().code, "answer_unreadable");
}

}  // namespace
}  // namespace afterglow::devices
