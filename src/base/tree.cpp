#include "base/tree.h"

#include <algorithm>

namespace afterglow {

const Tree* Tree::find(std::string_view name) const {
    const Table* table = as<Table>();
    if (!table) return nullptr;
    const auto found = std::find_if(table->begin(), table->end(), [&](const Field& each) { return each.name == name; });
    return found == table->end() ? nullptr : &found->value;
}

std::string_view Tree::kind() const {
    static constexpr std::string_view kKinds[] = {
        "nothing", "true or false", "a whole number", "a number with a fraction", "a text", "a date",
        "a list",  "a table",       "a time"};
    return kKinds[content.index()];
}

Place place_of_offset(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const std::string_view line = before.substr(before.rfind('\n') + 1);  // npos + 1 is 0
    const auto starts_character = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; };
    return {static_cast<int>(lines) + 1,
            static_cast<int>(std::count_if(line.begin(), line.end(), starts_character)) + 1};
}

}  // namespace afterglow
