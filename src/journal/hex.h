#pragma once
// Bytes as lower-case hexadecimal text and back.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace afterglow::journal {

std::string to_hex(std::span<const unsigned char> bytes);
bool from_hex(std::string_view text,
              std::span<unsigned char> out);  // false: not exactly that many bytes in hexadecimal

template <std::size_t N>
std::optional<std::array<unsigned char, N>> array_from_hex(std::string_view text) {
    std::array<unsigned char, N> bytes;
    if (!from_hex(text, bytes)) return std::nullopt;
    return bytes;
}

}  // namespace afterglow::journal
