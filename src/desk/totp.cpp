#include "desk/totp.h"

#include <fmt/format.h>
#include <liboath/oath.h>
#include <sodium.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace afterglow::desk {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's: no i, l, o, u
constexpr std::size_t kRecoveryCharacters = 12;

void start_oath() {
    static const int started = oath_init();
    if (started != OATH_OK) throw std::runtime_error("liboath does not start");
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char each : text) {
        const bool plain = (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') ||
                           (each >= '0' && each <= '9') || each == '-' || each == '.' || each == '_';
        out += plain ? std::string(1, each) : fmt::format("%{:02X}", static_cast<unsigned char>(each));
    }
    return out;
}

}  // namespace

TotpSecret make_totp_secret() {
    TotpSecret secret;
    randombytes_buf(secret.data(), secret.size());
    return secret;
}

std::int64_t totp_step(Instant at) { return at.ms / 1000 / kTotpStepSeconds; }

std::string totp_code(const TotpSecret& secret, std::int64_t step) {
    start_oath();
    char code[kTotpDigits + 1];
    const int made =
        oath_totp_generate(reinterpret_cast<const char*>(secret.data()), secret.size(),
                           static_cast<time_t>(step * kTotpStepSeconds), kTotpStepSeconds, 0, kTotpDigits, code);
    if (made != OATH_OK) throw std::runtime_error(std::string("liboath: ") + oath_strerror(made));
    return code;
}

std::optional<std::int64_t> accepted_step(const TotpSecret& secret, std::string_view code, Instant now,
                                          std::int64_t last_step) {
    if (code.size() != kTotpDigits) return std::nullopt;
    std::optional<std::int64_t> accepted;
    const std::int64_t middle = totp_step(now);
    for (std::int64_t step = middle - kTotpDriftSteps; step <= middle + kTotpDriftSteps; ++step) {
        const bool fits = sodium_memcmp(totp_code(secret, step).data(), code.data(), kTotpDigits) == 0;
        if (fits && step > last_step && !accepted) accepted = step;
    }
    return accepted;
}

std::string totp_base32(const TotpSecret& secret) {
    start_oath();
    char* text = nullptr;
    std::size_t length = 0;
    if (oath_base32_encode(reinterpret_cast<const char*>(secret.data()), secret.size(), &text, &length) != OATH_OK)
        throw std::runtime_error("liboath: no memory");
    const std::unique_ptr<char, decltype(&std::free)> owned(text, &std::free);
    return {text, length};
}

std::string totp_uri(const TotpSecret& secret, std::string_view clinic, std::string_view user) {
    return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}", percent_encoded(clinic), percent_encoded(user),
                       totp_base32(secret));
}

std::vector<std::string> make_recovery_codes() {
    std::vector<std::string> codes;
    while (codes.size() < kRecoveryCodes) {
        std::string code;
        for (std::size_t i = 0; i < kRecoveryCharacters; ++i) {
            if (i > 0 && i % 4 == 0) code += '-';
            code += kAlphabet[randombytes_uniform(kAlphabet.size())];
        }
        codes.push_back(std::move(code));
    }
    return codes;
}

std::optional<std::string> plain_recovery_code(std::string_view typed) {
    std::string code;
    for (char each : typed) {
        if (each == '-' || each == ' ') continue;
        if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
        if (each == 'o') each = '0';
        if (each == 'i' || each == 'l') each = '1';
        if (kAlphabet.find(each) == std::string_view::npos || code.size() == kRecoveryCharacters) return std::nullopt;
        code += each;
    }
    if (code.size() != kRecoveryCharacters) return std::nullopt;
    return code;
}

}  // namespace afterglow::desk
