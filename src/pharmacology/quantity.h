#pragma once
// Amounts as people write them: "0.5mg/kg", "40min", "70 kg", "1h30min". Nothing is guessed: a number without its unit is
// refused, and so is a unit that does not fit.

#include <optional>
#include <string_view>

#include "base/result.h"

namespace afterglow::pharmacology {

struct DoseText {
    std::optional<double> mg, mg_per_kg;  // one of them
};
// Each refuses with "quantity_unreadable" {text, expected} if it is anything else.
Result<DoseText> read_dose(std::string_view text);       // mg, mg/kg, ug, µg/kg, g
Result<double> read_hours(std::string_view text);        // s, min, h, d, and sums such as 1h30min
Result<double> read_kilograms(std::string_view text);    // kg, g
Result<double> read_centimetres(std::string_view text);  // cm, m
Result<double> read_years(std::string_view text);        // y, years

}  // namespace afterglow::pharmacology
