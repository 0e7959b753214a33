#pragma once
// Bytes as texts hold them, and the base64url form (RFC 4648, without padding) in which browsers and servers exchange them.

#include <optional>
#include <string>
#include <string_view>

namespace afterglow::webauthn {

inline constexpr std::size_t kMaxEncodedBytes = 16'384;  // of anything a browser sends

std::string to_base64url(std::string_view bytes);
// Nothing for a text that is not exactly the form of some bytes, or too long.
std::optional<std::string> from_base64url(std::string_view text);
std::string sha256(std::string_view bytes);               // 32 bytes
bool same_bytes(std::string_view a, std::string_view b);  // takes as long whatever they are

}  // namespace afterglow::webauthn
