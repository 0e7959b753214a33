#include "documents/mail/mime.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sodium.h>

#include <sstream>

namespace afterglow::documents {
namespace {

using testing::HasSubstr;

std::string decoded(std::string_view base64) {
    std::string out(base64.size(), '\0');
    std::size_t size = 0;
    sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), base64.data(), base64.size(), "\r\n",
                      &size, nullptr, sodium_base64_VARIANT_ORIGINAL);
    return out.substr(0, size);
}

// As a mail reader puts encoded words together again (RFC 2047, 6.2).
std::string read_words(const std::string& header) {
    if (!header.starts_with("=?")) return header;
    std::string out, word;
    for (std::istringstream in(header); in >> word;) {
        EXPECT_LE(word.size(), 75u);
        EXPECT_TRUE(word.starts_with("=?UTF-8?B?") && word.ends_with("?="));
        out += decoded(std::string_view(word).substr(10, word.size() - 12));
    }
    return out;
}

MailMessage message() {
    return {.message_id = "1@clinic.example",
            .from_name = "Klinika",
            .from_address = "clinic@clinic.example",
            .to_address = "a@b.example",
            .subject = "Dobrý den",
            .text = "Ahoj",
            .date = *parse_instant("1970-01-01T00:00:00Z")};
}

TEST(Addresses, GoodOnes) {
    for (const char* each :
         {"a@b.cz", "first.last+tag@sub.example.org", "o'neil@x-y.example", "1@2.example", "a@localhost"})
        EXPECT_TRUE(is_address(each)) << each;
}

TEST(Addresses, BadOnes) {
    for (const char* each : {"",         "@",       "a@",          "@b",           "a b@c.d", "a@b@c",
                             "a..b@c.d", ".a@b.c",  "a.@b.c",      "a@b..c",       "a@-b.c",  "a@b-.c",
                             "a@b.c.",   "<a@b.c>", "a@b.c>",      "a@b,c",        "a\n@b.c", "a@b.c\r\nX: y",
                             "ž@b.c",    "a@ž.c",   "\"a b\"@c.d", "a@[127.0.0.1]"})
        EXPECT_FALSE(is_address(each)) << each;
    EXPECT_FALSE(is_address(std::string(65, 'a') + "@b.c"));
    EXPECT_FALSE(is_address("a@" + std::string(64, 'b') + ".c"));
    EXPECT_FALSE(is_address(std::string("a@b.c\0", 6)));
}

TEST(MessageIds, WithAndWithoutBrackets) {
    EXPECT_TRUE(is_message_id("<1@x.example>"));
    EXPECT_TRUE(is_message_id("1@x.example"));
    for (const char* each : {"", "1", "<1@x", "1@x>", "1@x y", "1@x\r\n", "@x", "1@"})
        EXPECT_FALSE(is_message_id(each)) << each;
    EXPECT_THAT(mime_text(message()), HasSubstr("Message-ID: <1@clinic.example>\r\n"));
}

TEST(Mime, PlainWordsStayPlain) {
    EXPECT_EQ(encoded_words("Your session on Monday"), "Your session on Monday");
    EXPECT_NE(encoded_words("Smith, John"), "Smith, John");  // a comma would make two senders
    EXPECT_NE(encoded_words("=?UTF-8?B?eA==?="), "=?UTF-8?B?eA==?=");
}

TEST(Mime, WordsComeBackAsTheyWere) {
    for (const std::string text :
         {"Příští úterý v 10:00", "Понеділок, 23 листопада 2026 р., сесія о 14:00 – чекаємо на Вас",
          "😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "a", "Žluťoučký kůň pěl ďábelské ódy, a pěl je dlouho do noci"})
        EXPECT_EQ(read_words(encoded_words(text)), text);
}

RC_GTEST_PROP(Mime, AnyWordsComeBack, ()) {
    std::string text;
    for (const int point :
         *rc::gen::container<std::vector<int>>(rc::gen::element(0x20, 0x61, 0x3c, 0x159, 0x457, 0x20ac, 0x1F600)))
        text += point < 0x80 ? std::string(1, static_cast<char>(point))
                : point < 0x800
                    ? std::string{static_cast<char>(0xC0 | point >> 6), static_cast<char>(0x80 | (point & 63))}
                : point < 0x10000
                    ? std::string{static_cast<char>(0xE0 | point >> 12), static_cast<char>(0x80 | (point >> 6 & 63)),
                                  static_cast<char>(0x80 | (point & 63))}
                    : std::string{static_cast<char>(0xF0 | point >> 18), static_cast<char>(0x80 | (point >> 12 & 63)),
                                  static_cast<char>(0x80 | (point >> 6 & 63)), static_cast<char>(0x80 | (point & 63))};
    RC_ASSERT(read_words(encoded_words(text)) == text);
}

TEST(Mime, TheTextComesBackWithLineEndsOfMail) {
    MailMessage each = message();
    each.text = "Dobrý den,\n.\n..\r\nщасливої дороги\rkonec";
    const std::string mime = mime_text(each);
    const std::string body = mime.substr(mime.find("\r\n\r\n") + 4);
    EXPECT_EQ(decoded(body), "Dobrý den,\r\n.\r\n..\r\nщасливої дороги\r\nkonec");
}

TEST(Mime, LinesAreShortEndWithCrLfAndNeverBeginWithADot) {
    MailMessage each = message();
    each.subject = std::string(400, 'x');
    for (int i = 0; i < 2000; ++i) each.text += ".\nřeč ";
    const std::string mime = mime_text(each);
    ASSERT_TRUE(mime.ends_with("\r\n"));
    std::size_t lines = 0;
    for (std::size_t from = 0; from < mime.size(); ++lines) {
        const std::size_t to = mime.find("\r\n", from);
        const std::string line = mime.substr(from, to - from);
        EXPECT_LE(line.size(), 78u);
        EXPECT_FALSE(line.starts_with('.'));
        EXPECT_EQ(line.find_first_of("\r\n"), std::string::npos);
        from = to + 2;
    }
    EXPECT_GT(lines, 100u);
}

TEST(Mime, HeadersSayWhatTheyMust) {
    MailMessage each = message();
    each.language = afterglow::Language::uk;
    const std::string mime = mime_text(each);
    for (const char* header :
         {"Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n", "From: Klinika\r\n <clinic@clinic.example>\r\n",
          "\r\nTo: a@b.example\r\n", "\r\nMIME-Version: 1.0\r\n", "\r\nContent-Type: text/plain; charset=UTF-8\r\n",
          "\r\nContent-Transfer-Encoding: base64\r\n", "\r\nContent-Language: uk\r\n",
          "\r\nAuto-Submitted: auto-generated\r\n"})
        EXPECT_THAT(mime, HasSubstr(header));
}

TEST(Mime, AnEmptyMessageIsOne) {
    MailMessage each = message();
    each.text = each.subject = each.from_name = "";
    EXPECT_EQ(mistake_in(each), "");
    EXPECT_THAT(mime_text(each), HasSubstr("\r\n\r\n"));
}

}  // namespace
}  // namespace afterglow::documents
