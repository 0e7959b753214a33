#pragma once
// Links that need no password: whoever has one may do one thing about one session. A link holds its own proof (a keyed hash
// with a key that lies outside the data), so that nothing about it is stored and nothing in the data folder can make one.

#include <optional>
#include <string>
#include <string_view>

#include "base/types.h"
#include "journal/keys.h"

namespace afterglow::desk {

// 36 characters of the session's id, a dot, 32 hexadecimal digits.
std::string morning_token(const journal::Keys& keys, const SessionId& session);
// The session of a token that was made with this key; nothing for any other text.
std::optional<SessionId> read_morning_token(const journal::Keys& keys, std::string_view token);

}  // namespace afterglow::desk
