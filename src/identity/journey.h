#pragma once
// What a browser carries to the provider and back, in a cookie that only this clinic can read and make: so that an answer
// counts only in the browser that asked, for what it asked, within ten minutes. The servers of a clinic have one key.

#include <array>
#include <optional>
#include <string>

#include "base/described.h"
#include "base/time.h"

namespace afterglow::identity {

inline constexpr Milliseconds kJourneyLasts = minutes(10);

struct Journey {
    std::string state, nonce, verifier;
    std::string next;                    // the page to show then
    std::optional<std::string> session;  // of who connects their account; none: somebody signs in
    Instant until;
};
BOOST_DESCRIBE_STRUCT(Journey, (), (state, nonce, verifier, next, session, until))

using SealingKey = std::array<unsigned char, 32>;

Journey make_journey(std::string next, std::optional<std::string> session, Instant now);
// Letters of base64url.
std::string seal(const Journey& journey, const SealingKey& key, const std::string& issuer);
// Nothing: not sealed by this clinic, for another provider, or too old.
std::optional<Journey> unseal(const std::string& sealed, const SealingKey& key, const std::string& issuer, Instant now);

// A path of this web app to go on to; "/today" for anything else.
std::string safe_next(std::string_view next);

}  // namespace afterglow::identity
