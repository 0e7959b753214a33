#include "devices/hl7.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <optional>

namespace afterglow::devices {

namespace {

// ---- characters -----------------------------------------------------------------------------------------------------

enum class Charset { unnamed, ascii, utf8, latin1, latin2 };

// ISO 8859-2 from 0xA0 on.
constexpr std::array<char16_t, 96> kLatin2{
    0x0A0, 0x104, 0x2D8, 0x141, 0x0A4, 0x13D, 0x15A, 0x0A7, 0x0A8, 0x160, 0x15E, 0x164, 0x179, 0x0AD, 0x17D, 0x17B,
    0x0B0, 0x105, 0x2DB, 0x142, 0x0B4, 0x13E, 0x15B, 0x2C7, 0x0B8, 0x161, 0x15F, 0x165, 0x17A, 0x2DD, 0x17E, 0x17C,
    0x154, 0x0C1, 0x0C2, 0x102, 0x0C4, 0x139, 0x106, 0x0C7, 0x10C, 0x0C9, 0x118, 0x0CB, 0x11A, 0x0CD, 0x0CE, 0x10E,
    0x110, 0x143, 0x147, 0x0D3, 0x0D4, 0x150, 0x0D6, 0x0D7, 0x158, 0x16E, 0x0DA, 0x170, 0x0DC, 0x0DD, 0x162, 0x0DF,
    0x155, 0x0E1, 0x0E2, 0x103, 0x0E4, 0x13A, 0x107, 0x0E7, 0x10D, 0x0E9, 0x119, 0x0EB, 0x11B, 0x0ED, 0x0EE, 0x10F,
    0x111, 0x144, 0x148, 0x0F3, 0x0F4, 0x151, 0x0F6, 0x0F7, 0x159, 0x16F, 0x0FA, 0x171, 0x0FC, 0x0FD, 0x163, 0x2D9};

std::optional<Charset> charset_of(std::string_view name) {
    if (name.empty()) return Charset::unnamed;
    if (name == "ASCII") return Charset::ascii;
    if (name == "UNICODE UTF-8") return Charset::utf8;
    if (name == "8859/1") return Charset::latin1;
    if (name == "8859/2") return Charset::latin2;
    return std::nullopt;
}

unsigned char byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

bool continues(std::string_view text, std::size_t from, std::size_t count) {
    if (text.size() - from < count) return false;
    for (std::size_t i = from; i < from + count; ++i) {
        if ((byte_at(text, i) & 0xC0) != 0x80) return false;
    }
    return true;
}

// The bytes of the well-formed character (RFC 3629) at `at`; 0 if there is none.
std::size_t character_length(std::string_view text, std::size_t at) {
    const unsigned first = byte_at(text, at);
    const std::size_t more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    if ((first >= 0x80 && first < 0xC2) || first > 0xF4 || !continues(text, at + 1, more)) return 0;
    const unsigned second = more > 0 ? byte_at(text, at + 1) : 0;
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
    if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
    return more + 1;
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = character_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void append_utf8(std::string& out, char16_t character) {
    if (character < 0x80) {
        out += static_cast<char>(character);
        return;
    }
    out += static_cast<char>(0xC0 | (character >> 6));  // both tables end below U+0800
    out += static_cast<char>(0x80 | (character & 0x3F));
}

std::optional<std::string> to_utf8(std::string_view bytes, Charset charset) {
    const bool is_latin = charset == Charset::latin1 || charset == Charset::latin2;
    if (!is_latin) {
        const bool fits = charset == Charset::ascii ? is_ascii(bytes) : is_utf8(bytes);
        return fits ? std::optional(std::string(bytes)) : std::nullopt;
    }
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (const char each : bytes) {
        const auto byte = static_cast<unsigned char>(each);
        if (byte >= 0x80 && byte < 0xA0) return std::nullopt;  // C1 controls: most often another character set
        append_utf8(out, charset == Charset::latin2 && byte >= 0xA0 ? kLatin2[byte - 0xA0] : char16_t{byte});
    }
    return out;
}

bool is_forbidden(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\r' && c != '\n') || byte == 0x7F;
}

// ---- where something is wrong ---------------------------------------------------------------------------------------

struct Where {
    std::string segment;
    int sequence = 1;
    std::size_t field = 0;
};

Refusal wrong(std::string code, const Where& where, Parameters more = {}) {
    Parameters parameters{{"segment", where.segment},
                          {"sequence", std::to_string(where.sequence)},
                          {"field", std::to_string(where.field)}};
    parameters.insert(parameters.end(), more.begin(), more.end());
    return refuse_as(RefusalKind::malformed, std::move(code), std::move(parameters));
}

// ---- escape sequences -----------------------------------------------------------------------------------------------

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    return std::nullopt;
}

std::optional<std::string> bytes_of_hex(std::string_view digits) {
    if (digits.empty() || digits.size() % 2 != 0) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const auto high = hex_digit(digits[i]), low = hex_digit(digits[i + 1]);
        if (!high || !low) return std::nullopt;
        out += static_cast<char>(*high * 16 + *low);
    }
    return out;
}

// What stands between two escape characters, in UTF-8. \H\ and \N\ (emphasis) and formatting such as \.in4\ say nothing
// here; \.br\ is a line end.
std::optional<std::string> meaning_of(std::string_view escape, const Separators& separators, Charset charset) {
    if (escape == "F") return std::string(1, separators.field);
    if (escape == "S") return std::string(1, separators.component);
    if (escape == "R") return std::string(1, separators.repetition);
    if (escape == "E") return std::string(1, separators.escape);
    if (escape == "T") return std::string(1, separators.subcomponent);
    if (escape == "H" || escape == "N") return "";
    if (escape == ".br") return "\n";
    if (escape.starts_with('.')) return "";
    if (!escape.starts_with('X')) return std::nullopt;
    const auto bytes = bytes_of_hex(escape.substr(1));
    return bytes ? to_utf8(*bytes, charset) : std::nullopt;
}

// ---- the reader -----------------------------------------------------------------------------------------------------

class Reader {
public:
    Reader(std::string_view text, Charset charset, bool header_only)
        : rest_(text), charset_(charset), header_only_(header_only) {}

    Result<Message> read() {
        while (!rest_.empty()) {
            const std::size_t end = std::min(rest_.find_first_of("\r\n"), rest_.size());
            const std::string_view line = rest_.substr(0, end);
            rest_.remove_prefix(std::min(end + 1, rest_.size()));
            if (line.empty()) continue;  // the LF of a CRLF
            TRY(read_segment(line));
            if (header_only_) break;
        }
        if (message_.segments.empty()) return refuse_as(RefusalKind::malformed, "message_empty");
        TRY(check_header());
        return std::move(message_);
    }

private:
    Done read_segment(std::string_view line) {
        if (message_.segments.size() == kMaxSegments)
            return wrong("too_many_segments", {}, {{"max", std::to_string(kMaxSegments)}});
        if (message_.segments.empty()) return read_header_segment(line);
        Segment segment;
        segment.name = line.substr(0, 3);
        TRY(check_name(line));
        segment.sequence = 1 + static_cast<int>(std::ranges::count(message_.segments, segment.name, &Segment::name));
        where_ = {segment.name, segment.sequence, 0};
        if (segment.name == "MSH") return wrong("header_repeated", where_);
        if (line.size() > 3) TRY(read_fields(line.substr(4), segment));
        message_.segments.push_back(std::move(segment));
        return done();
    }

    Done check_name(std::string_view line) {
        const std::string_view name = line.substr(0, 3);
        const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
        const bool good = name.size() == 3 && is_capital(name[0]) && std::ranges::all_of(name.substr(1), [&](char c) {
                              return is_capital(c) || (c >= '0' && c <= '9');
                          });
        if (good && (line.size() == 3 || line[3] == message_.separators.field)) return done();
        const std::string shown(is_utf8(name) ? name : "?");
        return wrong("segment_name_wrong", {"", static_cast<int>(message_.segments.size()) + 1, 0}, {{"name", shown}});
    }

    // MSH|^~\&|... : the separators announce themselves.
    Done read_header_segment(std::string_view line) {
        where_ = {"MSH", 1, 2};
        if (!line.starts_with("MSH") || line.size() < 8) return wrong("header_missing", {"MSH", 1, 0});
        const char field = line[3];
        const std::string_view signs = line.substr(4, line.find(field, 4) - 4);
        const std::string all = field + std::string(signs);
        if (signs.size() < 4 || signs.size() > 5 || !are_signs(all)) return wrong("encoding_characters_wrong", where_);
        message_.separators = {field, signs[0], signs[1], signs[2], signs[3]};
        Segment header{.name = "MSH", .fields = {}, .sequence = 1};
        header.fields.push_back({{{std::string(1, field)}}});
        header.fields.push_back({{{std::string(signs)}}});
        const std::string_view rest = line.substr(4 + signs.size());
        if (!rest.empty()) TRY(read_fields(rest.substr(1), header));
        message_.segments.push_back(std::move(header));
        return done();
    }

    // Different visible signs, no letters, digits or spaces.
    static bool are_signs(std::string_view signs) {
        return std::ranges::all_of(signs, [&](char c) {
            const bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            return c > ' ' && c < 0x7F && !is_letter && std::ranges::count(signs, c) == 1;
        });
    }

    Done read_fields(std::string_view text, Segment& segment) {
        while (true) {
            where_.field = segment.fields.size() + 1;
            if (where_.field > kMaxFields)
                return wrong("too_many_fields", where_, {{"max", std::to_string(kMaxFields)}});
            const std::size_t end = text.find(message_.separators.field);
            segment.fields.push_back(TRY(read_field(text.substr(0, end))));
            if (end == std::string_view::npos) return done();
            text.remove_prefix(end + 1);
        }
    }

    Result<HlField> read_field(std::string_view text) {
        HlField field;
        if (text.empty()) return field;
        if (std::ranges::any_of(text, is_forbidden)) return wrong("control_character", where_);
        for (const std::string_view repetition : TRY(split(text, message_.separators.repetition))) {
            HlRepetition& components = field.emplace_back();
            for (const std::string_view component : TRY(split(repetition, message_.separators.component))) {
                HlComponent& subcomponents = components.emplace_back();
                for (const std::string_view each : TRY(split(component, message_.separators.subcomponent)))
                    subcomponents.push_back(TRY(unescape(each)));
            }
        }
        return field;
    }

    Result<std::vector<std::string_view>> split(std::string_view text, char separator) const {
        std::vector<std::string_view> parts;
        while (true) {
            if (parts.size() == kMaxParts) return wrong("too_many_parts", where_, {{"max", std::to_string(kMaxParts)}});
            const std::size_t end = text.find(separator);
            parts.push_back(text.substr(0, end));
            if (end == std::string_view::npos) return parts;
            text.remove_prefix(end + 1);
        }
    }

    Result<std::string> unescape(std::string_view text) const {
        std::string out;
        while (true) {
            const std::size_t begin = text.find(message_.separators.escape);
            out += text.substr(0, begin);
            if (begin == std::string_view::npos) return out;
            const std::size_t end = text.find(message_.separators.escape, begin + 1);
            const std::string_view escape =
                text.substr(begin + 1, end == std::string_view::npos ? end : end - begin - 1);
            const auto meaning =
                end == std::string_view::npos ? std::nullopt : meaning_of(escape, message_.separators, charset_);
            if (!meaning) return wrong("escape_wrong", where_, {{"escape", std::string(escape)}});
            out += *meaning;
            text.remove_prefix(end + 1);
        }
    }

    Done check_header() const {
        struct Required {
            std::size_t field;
            const char* name;
        };
        const Segment& header = message_.segments.front();
        for (const Required each : {Required{9, "message type"}, {10, "message control id"}, {12, "version"}}) {
            if (header.text(each.field).empty())
                return wrong("required_field_missing", {"MSH", 1, each.field}, {{"name", each.name}});
        }
        if (message_.version().starts_with("2.")) return done();
        return wrong("version_unknown", {"MSH", 1, 12}, {{"version", message_.version()}});
    }

    std::string_view rest_;
    Charset charset_;
    bool header_only_;
    Message message_;
    Where where_;
};

// MSH-18 has to be known before anything is read: a plain look at the raw header, where the name is plain ASCII.
std::string_view charset_name(std::string_view bytes) {
    bytes.remove_prefix(std::min(bytes.find_first_not_of("\r\n"), bytes.size()));
    std::string_view line = bytes.substr(0, bytes.find_first_of("\r\n"));
    if (line.size() < 5) return "";
    const char field = line[3];
    for (int i = 1; i < 18; ++i) {
        const std::size_t end = line.find(field);
        if (end == std::string_view::npos) return "";
        line.remove_prefix(end + 1);
    }
    line = line.substr(0, line.find(field));
    return line.substr(0, line.find('~'));  // the first set is the default one
}

Result<Message> read(std::string_view bytes, bool header_only) {
    if (bytes.size() > kMaxMessageBytes)
        return refuse_as(RefusalKind::too_large, "message_too_large",
                         {{"bytes", std::to_string(bytes.size())}, {"max", std::to_string(kMaxMessageBytes)}});
    if (header_only) {
        bytes.remove_prefix(std::min(bytes.find_first_not_of("\r\n"), bytes.size()));
        bytes = bytes.substr(0, bytes.find_first_of("\r\n"));
    }
    const std::string_view name = charset_name(bytes);
    const auto charset = charset_of(name);
    const Where where{"MSH", 1, 18};
    if (!charset)
        return wrong("charset_unknown", where, {{"charset", is_utf8(name) ? std::string(name) : std::string("?")}});
    const auto text = to_utf8(bytes, *charset);
    if (!text) return wrong("charset_mismatch", where, {{"charset", name.empty() ? "ASCII" : std::string(name)}});
    return Reader(*text, *charset, header_only).read();
}

const std::string kNothing;
const HlField kEmptyField;

}  // namespace

// ---- looking things up ----------------------------------------------------------------------------------------------

const std::string& text_of(const HlRepetition& repetition, std::size_t component, std::size_t subcomponent) {
    assert(component > 0 && subcomponent > 0);
    if (component > repetition.size() || subcomponent > repetition[component - 1].size()) return kNothing;
    return repetition[component - 1][subcomponent - 1];
}

const HlField& Segment::field(std::size_t number) const {
    assert(number > 0);
    return number > fields.size() ? kEmptyField : fields[number - 1];
}

const std::string& Segment::text(std::size_t number, std::size_t component, std::size_t subcomponent) const {
    const HlField& found = field(number);
    return found.empty() ? kNothing : text_of(found.front(), component, subcomponent);
}

const Segment* Message::find(std::string_view name) const {
    const auto found = std::ranges::find(segments, name, &Segment::name);
    return found == segments.end() ? nullptr : &*found;
}

std::string Message::type() const { return header().text(9, 1) + "^" + header().text(9, 2); }

Result<Message> read_message(std::string_view bytes) { return read(bytes, false); }
Result<Message> read_header(std::string_view bytes) { return read(bytes, true); }

// ---- writing --------------------------------------------------------------------------------------------------------

std::string escaped(std::string_view text, const Separators& separators) {
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    const auto escape = [&](std::string_view name) {
        out += separators.escape;
        out += name;
        out += separators.escape;
    };
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == separators.field) {
            escape("F");
        } else if (c == separators.component) {
            escape("S");
        } else if (c == separators.repetition) {
            escape("R");
        } else if (c == separators.escape) {
            escape("E");
        } else if (c == separators.subcomponent) {
            escape("T");
        } else if (byte < 0x20 || byte == 0x7F) {
            escape(std::string{'X', kHex[byte >> 4], kHex[byte & 15]});
        } else {
            out += c;
        }
    }
    return out;
}

std::string written(const HlField& field, const Separators& separators) {
    std::string out;
    for (std::size_t i = 0; i < field.size(); ++i) {
        if (i > 0) out += separators.repetition;
        for (std::size_t j = 0; j < field[i].size(); ++j) {
            if (j > 0) out += separators.component;
            for (std::size_t k = 0; k < field[i][j].size(); ++k) {
                if (k > 0) out += separators.subcomponent;
                out += escaped(field[i][j][k], separators);
            }
        }
    }
    return out;
}

}  // namespace afterglow::devices
