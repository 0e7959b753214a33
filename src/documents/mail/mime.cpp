#include "documents/mail/mime.h"

#include <fmt/format.h>
#include <sodium.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace afterglow::documents {
namespace {

constexpr std::size_t kEncodedLine = 76;  // RFC 2045: the longest line of base64
constexpr std::size_t kWordBytes = 45;    // makes an encoded word of 72 characters; RFC 2047 allows 75

bool is_letter_or_digit(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}
// RFC 5322 atext
bool is_atom_character(char byte) {
    return is_letter_or_digit(byte) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(byte) != std::string_view::npos;
}

template <class Check>
bool dotted(std::string_view text, Check&& part_is_good) {
    while (true) {
        const std::size_t dot = std::min(text.find('.'), text.size());
        if (!part_is_good(text.substr(0, dot))) return false;
        if (dot == text.size()) return true;
        text.remove_prefix(dot + 1);
    }
}
bool is_atom(std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), is_atom_character);
}
bool is_domain_label(std::string_view part) {
    return !part.empty() && part.size() <= 63 && part.front() != '-' && part.back() != '-' &&
           std::all_of(part.begin(), part.end(), [](char byte) { return is_letter_or_digit(byte) || byte == '-'; });
}

std::string base64(std::string_view bytes) {
    std::string out(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    out.pop_back();  // the NUL
    return out;
}

std::string in_lines(const std::string& encoded) {
    std::string out;
    for (std::size_t at = 0; at < encoded.size(); at += kEncodedLine) out += encoded.substr(at, kEncodedLine) + "\r\n";
    return out;
}

// Every line end becomes CRLF, as text in mail has it.
std::string with_crlf(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
            out += "\r\n";
        } else if (text[i] == '\n') {
            out += "\r\n";
        } else {
            out += text[i];
        }
    }
    return out;
}

bool is_utf8(std::string_view text) {
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < size;) {
        UChar32 character = 0;
        U8_NEXT(text.data(), at, size, character);
        if (character < 0) return false;
    }
    return true;
}

bool breaks_line(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

std::string bracketed(const std::string& message_id) {
    return message_id.starts_with('<') ? message_id : "<" + message_id + ">";
}

// "Mon, 23 Nov 2026 12:25:00 +0000"
std::string rfc5322_date(Instant at) {
    constexpr const char* kDays[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};  // 1970-01-01 was a Thursday
    constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::string text = to_text(at);
    const std::int32_t days = (*parse_date(text.substr(0, 10))).days;
    return fmt::format("{}, {} {} {} {} +0000", kDays[((days % 7) + 7) % 7], text.substr(8, 2),
                       kMonths[std::stoi(text.substr(5, 2)) - 1], text.substr(0, 4), text.substr(11, 8));
}

// Where the next encoded word ends: at most kWordBytes on, never within a character.
std::size_t end_of_word(std::string_view text, std::size_t from) {
    std::size_t to = std::min(from + kWordBytes, text.size());
    while (to < text.size() && (static_cast<unsigned char>(text[to]) & 0xC0) == 0x80) --to;
    return to;
}

std::string from_header(const MailMessage& message) {
    if (message.from_name.empty()) return message.from_address;
    return encoded_words(message.from_name) + "\r\n <" + message.from_address + ">";
}

}  // namespace

bool is_address(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || text.size() > 254 || at > 64) return false;
    return dotted(text.substr(0, at), is_atom) && dotted(text.substr(at + 1), is_domain_label);
}

bool is_message_id(std::string_view text) {
    if (text.starts_with('<') && text.ends_with('>')) text = text.substr(1, text.size() - 2);
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || text.size() > 250) return false;
    return dotted(text.substr(0, at), is_atom) && dotted(text.substr(at + 1), is_atom);
}

std::string mistake_in(const MailMessage& message) {
    if (!is_address(message.from_address)) return "mail_from_address";
    if (!is_address(message.to_address)) return "mail_to_address";
    if (!is_message_id(message.message_id)) return "mail_message_id";
    for (const std::string* line : {&message.subject, &message.from_name}) {
        if (breaks_line(*line)) return "mail_line_break";
        if (line->size() > kMaxMailLine) return "mail_line_too_long";
        if (!is_utf8(*line)) return "mail_not_utf8";
    }
    if (message.text.size() > kMaxMailText) return "mail_text_too_long";
    if (!is_utf8(message.text)) return "mail_not_utf8";
    return "";
}

std::string encoded_words(std::string_view text) {
    const bool plain = text.size() <= 60 && std::all_of(text.begin(), text.end(), [](char byte) {
                           return is_letter_or_digit(byte) || byte == ' ' || byte == '-';
                       });
    if (plain && text.find("  ") == std::string_view::npos) return std::string(text);
    std::string out;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = end_of_word(text, from);
        if (!out.empty()) out += "\r\n ";
        out += "=?UTF-8?B?" + base64(text.substr(from, to - from)) + "?=";
        from = to;
    }
    return out;
}

std::string mime_text(const MailMessage& message) {
    const auto language = message.language;
    return fmt::format(
        "Date: {}\r\n"
        "From: {}\r\n"
        "To: {}\r\n"
        "Subject:\r\n {}\r\n"
        "Message-ID: {}\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=UTF-8\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "Content-Language: {}\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "\r\n{}",
        rfc5322_date(message.date), from_header(message), message.to_address, encoded_words(message.subject),
        bracketed(message.message_id),
        language == afterglow::Language::cs   ? "cs"
        : language == afterglow::Language::uk ? "uk"
                                              : "en",
        in_lines(base64(with_crlf(message.text))));
}

}  // namespace afterglow::documents
