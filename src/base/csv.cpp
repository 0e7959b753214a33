#include "base/csv.h"

#include <string_view>

namespace afterglow {

std::string csv_cell(const std::string& text) {
    std::string safe = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos &&
                               text.find_first_not_of("+-0123456789.") != std::string::npos
                           ? "'" + text
                           : text;
    if (safe.find_first_of(",\"\n\r") == std::string::npos) return safe;
    std::string quoted = "\"";
    for (const char each : safe) quoted += each == '"' ? std::string("\"\"") : std::string(1, each);
    return quoted + "\"";
}

}  // namespace afterglow
