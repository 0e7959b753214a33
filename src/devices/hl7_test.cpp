#include "devices/hl7.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace afterglow::devices {
namespace {

const std::string kHeader =
    "MSH|^~\\&|VSP^080019FFFE134535^EUI-64|GE Healthcare|||20261122100400||ORU^R01^ORU_R01|M7|P|2.6";

std::string with(const std::string& segments) { return kHeader + "\r" + segments; }
std::string in_charset(const std::string& charset, const std::string& segments) {
    return kHeader + "||||||" + charset + "\r" + segments;
}

std::string code_of(const std::string& text) {
    const auto message = read_message(text);
    return message.ok() ? "" : message.refusal().code;
}
std::string parameter(const Refusal& refusal, const std::string& name) {
    for (const auto& [each, value] : refusal.parameters) {
        if (each == name) return value;
    }
    return "?";
}
std::string where(const std::string& text) {
    const auto message = read_message(text);
    if (message.ok()) return "ok";
    const Refusal& refusal = message.refusal();
    return parameter(refusal, "segment") + "[" + parameter(refusal, "sequence") + "]-" + parameter(refusal, "field");
}

TEST(Hl7, ReadsFieldsRepetitionsComponentsAndSubcomponents) {
    const auto message = read_message(with("PID|1||A1^^^MR~B2&x^y||NOVAK^JAN\rOBX|1\rOBX|2|NM\r"));
    ASSERT_TRUE(message.ok());
    EXPECT_EQ(message->type(), "ORU^R01");
    EXPECT_EQ(message->control_id(), "M7");
    EXPECT_EQ(message->version(), "2.6");
    EXPECT_EQ(message->header().text(1), "|");
    EXPECT_EQ(message->header().text(2), "^~\\&");
    EXPECT_EQ(message->header().text(3, 2), "080019FFFE134535");
    const Segment& patient = *message->find("PID");
    ASSERT_EQ(patient.field(3).size(), 2U);
    EXPECT_EQ(patient.text(3), "A1");
    EXPECT_EQ(patient.text(3, 4), "MR");
    EXPECT_EQ(text_of(patient.field(3)[1], 1, 2), "x");
    EXPECT_EQ(patient.text(5, 2), "JAN");
    EXPECT_EQ(patient.text(99), "");
    EXPECT_EQ(message->find("ZZZ"), nullptr);
    EXPECT_EQ(message->segments[3].sequence, 2);
}

TEST(Hl7, TakesEveryLineEnd) {
    for (const std::string end : {"\r", "\n", "\r\n"}) {
        const auto message = read_message(kHeader + end + "PID|1" + end + "PV1|2");
        ASSERT_TRUE(message.ok());
        EXPECT_EQ(message->segments.size(), 3U);
    }
}

TEST(Hl7, TakesTheSeparatorsOfTheMessage) {
    const auto message = read_message("MSH*:+!%*A*B***20261122**ORU:R01*7*P*2.3\rPID***1:2+3%4*x!S!y!F!\r");
    ASSERT_TRUE(message.ok());
    EXPECT_EQ(message->type(), "ORU^R01");
    EXPECT_EQ(message->find("PID")->text(3, 2), "2");
    EXPECT_EQ(text_of(message->find("PID")->field(3)[1], 1, 2), "4");
    EXPECT_EQ(message->find("PID")->text(4), "x:y*");
}

TEST(Hl7, UnderstandsEscapes) {
    const auto message =
        read_message(with("NTE|a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f|\\X48C3A9\\|\\H\\bold\\N\\\\.br\\next\\.in4\\"));
    ASSERT_TRUE(message.ok());
    EXPECT_EQ(message->find("NTE")->text(1), "a|b^c&d~e\\f");
    EXPECT_EQ(message->find("NTE")->text(2), "H\xC3\xA9");
    EXPECT_EQ(message->find("NTE")->text(3), "bold\nnext");
}

TEST(Hl7, RefusesEscapesThatSayNothing) {
    for (const std::string text : {"a\\b", "\\Q\\", "\\X4\\", "\\X4G\\", "\\X\\", "\\XFF\\", "\\\\", "\\C2842\\"}) {
        EXPECT_EQ(code_of(with("NTE|1|" + text)), "escape_wrong") << text;
        EXPECT_EQ(where(with("NTE|1|" + text)), "NTE[1]-2") << text;
    }
}

TEST(Hl7, ConvertsCharacterSets) {
    const auto name = [](const std::string& charset, const std::string& bytes) {
        const auto message = read_message(in_charset(charset, "PID|||1||" + bytes));
        return message.ok() ? message->find("PID")->text(5) : message.refusal().code;
    };
    EXPECT_EQ(name("", "Nov\xC3\xA1k"), "Nov\xC3\xA1k");
    EXPECT_EQ(name("UNICODE UTF-8", "Nov\xC3\xA1k"), "Nov\xC3\xA1k");
    EXPECT_EQ(name("8859/1", "Nov\xE1k"), "Nov\xC3\xA1k");
    EXPECT_EQ(name("8859/2", "\xA9 \xE8 \xF8"), "\xC5\xA0 \xC4\x8D \xC5\x99");
    EXPECT_EQ(name("8859/2~UNICODE UTF-8", "\xE8"), "\xC4\x8D");
    EXPECT_EQ(name("8859/2", "\\XE8\\"), "\xC4\x8D");
    EXPECT_EQ(name("ASCII", "Novak"), "Novak");
    EXPECT_EQ(name("ASCII", "Nov\xC3\xA1k"), "charset_mismatch");
    EXPECT_EQ(name("", "Nov\xE1k"), "charset_mismatch");
    EXPECT_EQ(name("UNICODE UTF-8", "\xC0\xAF"), "charset_mismatch");
    EXPECT_EQ(name("UNICODE UTF-8", "\xED\xA0\x80"), "charset_mismatch");
    EXPECT_EQ(name("8859/1", "\x85"), "charset_mismatch");
    EXPECT_EQ(name("KS X 1001", "x"), "charset_unknown");
    EXPECT_EQ(where(in_charset("UTF-8", "")), "MSH[1]-18");
}

TEST(Hl7, SaysWhereItIsWrong) {
    EXPECT_EQ(code_of(""), "message_empty");
    EXPECT_EQ(code_of("\r\n\r"), "message_empty");
    EXPECT_EQ(code_of("PID|1"), "header_missing");
    EXPECT_EQ(code_of("MSH|"), "header_missing");
    EXPECT_EQ(code_of("FHS|^~\\&|"), "header_missing");
    EXPECT_EQ(code_of("MSH|^~^&|A"), "encoding_characters_wrong");
    EXPECT_EQ(code_of("MSH|^~\\|A|B"), "encoding_characters_wrong");
    EXPECT_EQ(code_of("MSHA^~\\&A"), "encoding_characters_wrong");
    EXPECT_EQ(code_of(with(kHeader)), "header_repeated");
    EXPECT_EQ(code_of(with("pid|1")), "segment_name_wrong");
    EXPECT_EQ(code_of(with("PI|1")), "segment_name_wrong");
    EXPECT_EQ(code_of(with("PIDX|1")), "segment_name_wrong");
    EXPECT_EQ(code_of(with(std::string("PID|1|\0", 7))), "control_character");
    EXPECT_EQ(where(with("PID|1\rPID|1|\x01")), "PID[2]-2");
    EXPECT_EQ(code_of("MSH|^~\\&|A|B|||20261122||ORU^R01||P|2.6"), "required_field_missing");
    EXPECT_EQ(where("MSH|^~\\&|A|B|||20261122||ORU^R01||P|2.6"), "MSH[1]-10");
    EXPECT_EQ(code_of("MSH|^~\\&|A|B|||20261122||ORU^R01|1|P|3.0"), "version_unknown");
}

// ---- limits ---------------------------------------------------------------------------------------------------------

std::string repeated(const std::string& text, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
}

TEST(Hl7Limits, Bytes) {
    const std::string begin = with("NTE|");
    EXPECT_EQ(code_of(begin + std::string(kMaxMessageBytes - begin.size(), 'x')), "");
    const auto message = read_message(begin + std::string(kMaxMessageBytes - begin.size() + 1, 'x'));
    ASSERT_FALSE(message.ok());
    EXPECT_EQ(message.refusal().code, "message_too_large");
    EXPECT_EQ(message.refusal().kind, RefusalKind::too_large);
}

TEST(Hl7Limits, Segments) {
    EXPECT_EQ(code_of(with(repeated("NTE|1\r", kMaxSegments - 1))), "");
    EXPECT_EQ(code_of(with(repeated("NTE|1\r", kMaxSegments))), "too_many_segments");
}

TEST(Hl7Limits, Fields) {
    EXPECT_EQ(code_of(with("NTE" + std::string(kMaxFields, '|'))), "");
    EXPECT_EQ(code_of(with("NTE" + std::string(kMaxFields + 1, '|'))), "too_many_fields");
}

TEST(Hl7Limits, Parts) {
    for (const char separator : {'~', '^', '&'}) {
        EXPECT_EQ(code_of(with("NTE|" + std::string(kMaxParts - 1, separator))), "");
        EXPECT_EQ(code_of(with("NTE|" + std::string(kMaxParts, separator))), "too_many_parts");
    }
}

// ---- properties -----------------------------------------------------------------------------------------------------

TEST(Hl7, ReadsTheHeaderOfAMessageWhoseRestIsWrong) {
    const auto header = read_header(with("PID|\\Q\\\rnonsense"));
    ASSERT_TRUE(header.ok());
    EXPECT_EQ(header->control_id(), "M7");
    EXPECT_EQ(header->segments.size(), 1U);
    EXPECT_TRUE(read_header(with("PID|\xFF")).ok());
}

RC_GTEST_PROP(Hl7Properties, EscapingComesBack, ()) {
    const auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127));
    const auto message = read_message(with("NTE|" + escaped(text)));
    RC_ASSERT(message.ok());
    RC_ASSERT(message->find("NTE")->text(1) == text);
}

RC_GTEST_PROP(Hl7Properties, FieldsAreWrittenAsTheyWereRead, ()) {
    const auto raw = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab^~&1 ")));
    const auto message = read_message(with("NTE|" + raw));
    RC_ASSERT(message.ok());
    RC_ASSERT(written(message->find("NTE")->field(1)) == raw);
}

RC_GTEST_PROP(Hl7Properties, NoMutationThrows, ()) {
    std::string text = with("PID|||A1^^^MR||NOVAK^JAN\rPV1||I|^^2\rOBR|1\rOBX|1|NM|150456^X^MDC||98|%|||||F\\E\\\r");
    const auto changes = *rc::gen::container<std::vector<std::pair<std::size_t, unsigned char>>>(
        rc::gen::pair(rc::gen::inRange<std::size_t>(0, text.size()), rc::gen::arbitrary<unsigned char>()));
    for (const auto& [at, byte] : changes) text[at] = static_cast<char>(byte);
    const auto message = read_message(text);
    if (!message.ok()) RC_ASSERT(!message.refusal().code.empty());
}

}  // namespace
}  // namespace afterglow::devices
