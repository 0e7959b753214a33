#pragma once
// What a text holds, character by character. All take valid UTF-8.

#include <cstddef>
#include <string_view>

namespace afterglow {

std::size_t count_characters(std::string_view text);

// Nothing one could see: spaces of every kind, and the characters without width.
bool is_blank(std::string_view text);

// Characters below U+0020 other than line feed and tab, and U+007F.
bool has_control_character(std::string_view text);

}  // namespace afterglow
