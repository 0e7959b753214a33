#pragma once
// Passwords: the rules of NIST SP 800-63B-4 (at least 15 characters where the password is the only factor, no rules of
// composition, no periodic change, a blocklist) and Argon2id hashes (libsodium; 19 MiB and 2 passes, the minimum that
// OWASP's Password Storage Cheat Sheet gives).

#include <string>
#include <string_view>

#include "base/result.h"

namespace afterglow::desk {

inline constexpr std::size_t kMinPasswordCharacters = 15;
inline constexpr std::size_t kMaxPasswordBytes = 512;

// Field error codes at `pointer`: "password_too_short" {min} "password_too_long" "password_common" "password_is_name".
Done check_new_password(std::string_view password, std::string_view user, std::string_view name,
                        const std::string& pointer);

std::string hash_password(std::string_view password);  // takes tens of milliseconds
bool password_fits(const std::string& hash, std::string_view password);
const std::string& hash_of_nobody();  // to spend the same time on users that do not exist

// Six words from a short list with a number: easy to type once, hard to guess (made with the system's randomness).
std::string invent_password();
std::string random_token();  // 32 random bytes, base64url
// Version 7 (RFC 9562): begins with the time, so that the indexes of the database grow at their end.
std::string new_uuid();

}  // namespace afterglow::desk
