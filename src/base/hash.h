#pragma once
// SHA-256 (FIPS 180-4) of a text, as 64 lower-case hex digits.

#include <span>
#include <string>
#include <string_view>

namespace afterglow {

std::string sha256_hex(std::string_view text);
// 32 hexadecimal digits that nobody can make, or guess the text by, without the key (BLAKE2b).
std::string keyed_hash_hex(std::string_view text, std::span<const unsigned char, 32> key);

}  // namespace afterglow
