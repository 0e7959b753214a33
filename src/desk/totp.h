#pragma once
// Codes of an authenticator app (TOTP, RFC 6238: HMAC-SHA-1, 30 seconds, six digits, which is what every app knows), and
// recovery codes for the day on which the phone is lost.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace afterglow::desk {

inline constexpr std::int64_t kTotpStepSeconds = 30;
inline constexpr unsigned kTotpDigits = 6;
inline constexpr std::int64_t kTotpDriftSteps = 1;  // how far a phone's clock may be off, either way
inline constexpr std::size_t kRecoveryCodes = 10;

using TotpSecret = std::array<unsigned char, 20>;
TotpSecret make_totp_secret();
std::int64_t totp_step(Instant at);
std::string totp_code(const TotpSecret& secret, std::int64_t step);
// The step that `code` belongs to, if it is one around `now` that lies after `last_step`: no code counts twice.
std::optional<std::int64_t> accepted_step(const TotpSecret& secret, std::string_view code, Instant now,
                                          std::int64_t last_step);
std::string totp_base32(const TotpSecret& secret);
std::string totp_uri(const TotpSecret& secret, std::string_view clinic, std::string_view user);

// "k7mt-2x9q-h4wd": 60 random bits, without letters and digits that look like one another.
std::vector<std::string> make_recovery_codes();
// As it is kept, whatever case and spaces it was typed with; nothing if it cannot be one.
std::optional<std::string> plain_recovery_code(std::string_view typed);

}  // namespace afterglow::desk
