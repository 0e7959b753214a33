#include "pharmacology/quantity.h"

#include <charconv>
#include <cmath>
#include <initializer_list>
#include <string>
#include <utility>

namespace afterglow::pharmacology {
namespace {

struct Unit {
    std::string_view name;
    double factor;
};
using Units = std::initializer_list<Unit>;

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

// Takes a number and a unit from the front; no value if there is none.
std::optional<double> take(std::string_view& text, Units units) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc{} || !std::isfinite(number) || number < 0) return std::nullopt;
    std::string_view rest = without_blanks(text.substr(static_cast<std::size_t>(end - text.data())));
    std::size_t length = 0;
    while (length < rest.size() && !(rest[length] >= '0' && rest[length] <= '9') && rest[length] != ' ') ++length;
    for (const Unit& unit : units) {
        if (rest.substr(0, length) != unit.name) continue;
        text = without_blanks(rest.substr(length));
        return number * unit.factor;
    }
    return std::nullopt;
}

Refusal unreadable(std::string_view text, const char* expected) {
    return refuse("quantity_unreadable", {{"text", std::string(text)}, {"expected", expected}});
}

Result<double> read_one(std::string_view text, Units units, const char* expected) {
    std::string_view rest = without_blanks(text);
    const auto value = take(rest, units);
    if (!value || !rest.empty()) return unreadable(text, expected);
    return *value;
}

}  // namespace

Result<DoseText> read_dose(std::string_view text) {
    std::string_view rest = without_blanks(text);
    if (const auto mg = take(rest, {{"mg", 1}, {"g", 1000}, {"ug", 1e-3}, {"\u00b5g", 1e-3}, {"\u03bcg", 1e-3}});
        mg && rest.empty())
        return DoseText{mg, std::nullopt};
    rest = without_blanks(text);
    if (const auto per_kg = take(rest, {{"mg/kg", 1}, {"ug/kg", 1e-3}, {"\u00b5g/kg", 1e-3}, {"\u03bcg/kg", 1e-3}});
        per_kg && rest.empty())
        return DoseText{std::nullopt, per_kg};
    return unreadable(text, "70mg, 0.5mg/kg");
}

Result<double> read_hours(std::string_view text) {
    std::string_view rest = without_blanks(text);
    double hours = 0;
    bool any = false;
    while (!rest.empty()) {
        const auto part = take(rest, {{"h", 1}, {"min", 1.0 / 60}, {"s", 1.0 / 3600}, {"d", 24}});
        if (!part) return unreadable(text, "40min, 4h, 1h30min, 2d");
        hours += *part;
        any = true;
    }
    if (!any) return unreadable(text, "40min, 4h, 1h30min, 2d");
    return hours;
}

Result<double> read_kilograms(std::string_view text) { return read_one(text, {{"kg", 1}, {"g", 1e-3}}, "70kg"); }
Result<double> read_centimetres(std::string_view text) { return read_one(text, {{"cm", 1}, {"m", 100}}, "175cm"); }
Result<double> read_years(std::string_view text) { return read_one(text, {{"y", 1}, {"years", 1}}, "45y"); }

}  // namespace afterglow::pharmacology
