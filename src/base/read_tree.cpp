#include "base/read_tree.h"

#include <algorithm>

#include "base/text.h"

namespace afterglow {
namespace {

std::optional<double> number_of(const Tree& tree) {
    if (const auto* whole = tree.as<std::int64_t>()) return static_cast<double>(*whole);
    if (const auto* real = tree.as<double>(); real && std::isfinite(*real)) return *real;
    return std::nullopt;
}

// Amounts are kept in thousandths; a fourth decimal would be lost silently, so it is refused.
std::optional<std::int64_t> thousandths(const Tree& tree, const std::string& pointer, Reading& reading) {
    const auto number = number_of(tree);
    if (!number) {
        reading.wrong_type(tree, pointer, "a number");
        return std::nullopt;
    }
    if (*number <= 0 || *number > 100'000) {
        reading.mistake(tree.place, pointer, "out_of_range",
                        fmt::format("{} must be above 0 and at most 100000.", dotted(pointer)));
        return std::nullopt;
    }
    const double scaled = *number * 1000;
    if (std::abs(scaled - std::round(scaled)) > 1e-6) {
        reading.mistake(tree.place, pointer, "too_precise",
                        fmt::format("{} has more than three decimals; round it.", dotted(pointer)));
        return std::nullopt;
    }
    return static_cast<std::int64_t>(std::llround(scaled));
}

}  // namespace

void Reading::wrong_type(const Tree& tree, const std::string& pointer, std::string_view expected) {
    mistake(tree.place, pointer, "wrong_type",
            fmt::format("{} must be {}, but this is {}.", dotted(pointer), expected, tree.kind()));
}

std::string dotted(std::string_view pointer) {
    std::string name;
    while (!pointer.empty()) {
        const std::size_t slash = pointer.rfind('/');
        const std::string_view part = pointer.substr(slash + 1);
        const bool is_index = !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
        if (is_index && !name.empty()) break;  // what stands before an index is a list: the line says which entry
        name = std::string(part) + (name.empty() ? "" : "." + name);
        pointer = slash == std::string_view::npos ? std::string_view() : pointer.substr(0, slash);
    }
    return name.empty() ? "The file" : '"' + name + '"';
}

void read(const Tree& tree, std::string& out, const std::string& pointer, Reading& reading) {
    const auto* text = tree.as<std::string>();
    if (!text) return reading.wrong_type(tree, pointer, "a text in quotes");
    if (is_blank(*text))
        return reading.mistake(tree.place, pointer, "empty_text",
                               fmt::format("{} is empty; write the text.", dotted(pointer)));
    if (text->size() > kMaxTextBytes) {
        return reading.mistake(tree.place, pointer, "too_long",
                               fmt::format("{} is {} bytes long; at most {} are read. Shorten it.", dotted(pointer),
                                           text->size(), kMaxTextBytes));
    }
    if (has_control_character(*text)) {
        return reading.mistake(tree.place, pointer, "control_character",
                               fmt::format("{} has an invisible control character in it; remove it.", dotted(pointer)));
    }
    out = *text;
    reading.note(out, tree.place, pointer);
}

void read(const Tree& tree, std::int64_t& out, const std::string& pointer, Reading& reading) {
    const auto* whole = tree.as<std::int64_t>();
    if (!whole) return reading.wrong_type(tree, pointer, "a whole number without quotes");
    if (*whole < -1'000'000'000 || *whole > 1'000'000'000) {
        return reading.mistake(tree.place, pointer, "out_of_range",
                               fmt::format("{} is far too large a number.", dotted(pointer)));
    }
    out = *whole;
    reading.note(out, tree.place, pointer);
}

void read(const Tree& tree, double& out, const std::string& pointer, Reading& reading) {
    const auto number = number_of(tree);
    if (!number) return reading.wrong_type(tree, pointer, "a number without quotes");
    if (std::abs(*number) > 1e9)
        return reading.mistake(tree.place, pointer, "out_of_range",
                               fmt::format("{} is far too large a number.", dotted(pointer)));
    out = *number;
    reading.note(out, tree.place, pointer);
}

void read(const Tree& tree, bool& out, const std::string& pointer, Reading& reading) {
    const auto* boolean = tree.as<bool>();
    if (!boolean) return reading.wrong_type(tree, pointer, "true or false without quotes");
    out = *boolean;
    reading.note(out, tree.place, pointer);
}

void read(const Tree& tree, Date& out, const std::string& pointer, Reading& reading) {
    const auto* date = tree.as<Date>();
    if (!date) return reading.wrong_type(tree, pointer, "a date without quotes, like 2026-11-22,");
    out = *date;
    reading.note(out, tree.place, pointer);
}

void read(const Tree& tree, Milligrams& out, const std::string& pointer, Reading& reading) {
    const auto amount = thousandths(tree, pointer, reading);
    if (!amount) return;
    out.micrograms = *amount;
    reading.note(out, tree.place, pointer);
}

void read(const Tree& tree, MilligramsPerKilogram& out, const std::string& pointer, Reading& reading) {
    const auto amount = thousandths(tree, pointer, reading);
    if (!amount) return;
    out.micrograms_per_kg = *amount;
    reading.note(out, tree.place, pointer);
}

}  // namespace afterglow
