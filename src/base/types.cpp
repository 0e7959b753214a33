#include "base/types.h"

#include <fmt/format.h>

namespace afterglow {
namespace {

std::string thousandths(std::int64_t value) {
    const char* sign = value < 0 ? "-" : "";
    const std::int64_t size = value < 0 ? -value : value;
    std::string text = fmt::format("{}{}.{:03}", sign, size / 1000, size % 1000);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

}  // namespace

bool is_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char character = text[i];
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool hex = (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
        if (dash ? character != '-' : !hex) return false;
    }
    return true;
}

std::string to_text(Milligrams amount) { return thousandths(amount.micrograms); }
std::string to_text(Kilograms weight) { return thousandths(weight.grams); }
std::string to_text(MilligramsPerKilogram dose) { return thousandths(dose.micrograms_per_kg); }

}  // namespace afterglow
