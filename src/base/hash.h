#pragma once
// SHA-256 (FIPS 180-4) of a text, as 64 lower-case hex digits.

#include <string>
#include <string_view>

namespace afterglow {

std::string sha256_hex(std::string_view text);

}  // namespace afterglow
