#pragma once
// Names as people search for them: without case and diacritics, words sorted out ("Šťastný  Ján" -> "stastny jan").

#include <string>
#include <string_view>

namespace afterglow::views {

// At most 400 bytes of input are looked at.
std::string searchable(std::string_view name);

}  // namespace afterglow::views
