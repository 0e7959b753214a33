#pragma once
// One question over HTTPS to an identity provider. No redirects, no proxies of the environment, certificates verified,
// bounded in time and size. Waits: never from a thread that serves others.

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"

namespace afterglow::identity {

inline constexpr std::size_t kMaxAnswerBytes = 1 << 20;

struct Ask {
    std::string url;
    std::optional<std::string> form = {};  // posted, if there is one
    std::string user = {}, password = {};  // of a form: HTTP Basic, as RFC 6749, 2.3.1 encodes them
};
struct Fetched {
    long status = 0;
    std::string body;
};
// Refusal: "unreachable" {why} (unavailable).
using Fetch = std::function<Result<Fetched>(const Ask&, std::chrono::milliseconds)>;

// `ca_file`: instead of the system's authorities.
Fetch fetch_with_curl(std::optional<std::string> ca_file);

// https, or http to this machine itself; without user, password and fragment.
bool is_safe_address(const std::string& url);

// As in a form: application/x-www-form-urlencoded.
std::string form_encoded(const std::string& text);

}  // namespace afterglow::identity
