#pragma once
// What the pictures of this program have in common.

#include <array>
#include <string>
#include <string_view>

namespace afterglow::pharmacology {

// Lines differ in both, so that they can be told apart without colours.
inline constexpr std::array kLineColours{"#1b5e8c", "#b3541e", "#3c7a3c", "#7a3c7a", "#8c7a1b", "#4a4a4a"};
inline constexpr std::array kLineDashes{"", "6 3", "2 3", "8 3 2 3", "1 2", "10 4"};

std::string escaped(std::string_view text);         // for the content of an element
double nice_step(double range, double most_steps);  // 1, 2 or 5 times a power of ten: at most so many steps

}  // namespace afterglow::pharmacology
