#include "base/csv.h"

#include <algorithm>
#include <string_view>

namespace afterglow {

namespace {

// What a spreadsheet calculates, also written in full width.
bool begins_a_formula(std::string_view text) {
    constexpr std::string_view kSigns[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
    text.remove_prefix(std::min(text.find_first_not_of(" \""), text.size()));
    return std::any_of(std::begin(kSigns), std::end(kSigns), [&](auto sign) { return text.starts_with(sign); });
}

// Some spreadsheets part cells at other signs than the comma, and do not ask whether these are quoted.
bool parts_cells(char sign) { return sign == ';' || sign == '\t' || sign == '\n' || sign == '\r'; }

bool is_number(const std::string& text) { return text.find_first_not_of("+-0123456789.") == std::string::npos; }

std::string without_formulas(const std::string& text) {
    std::string safe;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((i == 0 || parts_cells(text[i - 1])) && begins_a_formula(std::string_view(text).substr(i))) safe += '\'';
        safe += text[i];
    }
    return safe;
}

}  // namespace

std::string csv_cell(const std::string& text) {
    const std::string safe = is_number(text) ? text : without_formulas(text);
    if (safe.find_first_of(",;\t\"\n\r") == std::string::npos) return safe;
    std::string quoted = "\"";
    for (const char each : safe) quoted += each == '"' ? std::string("\"\"") : std::string(1, each);
    return quoted + "\"";
}

}  // namespace afterglow
