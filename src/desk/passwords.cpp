#include "desk/passwords.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "journal/store.h"

namespace afterglow::desk {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemoryBytes = 19 * 1024 * 1024;

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& each : out) {
        if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
    }
    return out;
}

// The shortest piece whose repetition makes the whole text ("abcabcabc" -> 3).
std::size_t period(std::string_view text) {
    for (std::size_t length = 1; length <= text.size() / 2; ++length) {
        if (text.size() % length == 0 && text.substr(length) == text.substr(0, text.size() - length)) return length;
    }
    return text.size();
}

// "abcdefgh…", "123456789…", "987654321…": every character one more, or one less, than the one before.
bool is_a_run(std::string_view text) {
    int up = 0, down = 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
        up += text[i] == text[i - 1] + 1;
        down += text[i] == text[i - 1] - 1;
    }
    return static_cast<std::size_t>(std::max(up, down)) + 4 >= text.size();
}

// Pieces of passwords that everybody thinks of. A password that is nothing but such pieces and digits is common.
constexpr std::array kCommonPieces{
    "password", "heslo",     "пароль",   "qwertyuiop", "qwertzuiop", "asdfghjkl", "yxcvbnm",  "zxcvbnm",
    "qwerty",   "qwertz",    "asdfgh",   "letmein",    "welcome",    "iloveyou",  "admin",    "master",
    "secret",   "afterglow", "ketamine", "ketamin",    "clinic",     "klinika",   "klinik",   "doctor",
    "therapy",  "terapie",   "monkey",   "dragon",     "football",   "sunshine",  "princess", "shadow",
    "summer",   "winter",    "spring",   "autumn",     "login",      "correct",   "horse",    "battery",
    "staple",   "changeme",  "default",  "test",       "user",       "hello",     "abc",      "trustno",
};

std::string without_common_pieces(std::string text) {
    for (const char* piece : kCommonPieces) {
        for (std::size_t at; (at = text.find(piece)) != std::string::npos;)
            text.erase(at, std::string_view(piece).size());
    }
    std::erase_if(text, [](char each) {
        return (each >= '0' && each <= '9') || each == ' ' || each == '-' || each == '_' || each == '.' || each == '!';
    });
    return text;
}

bool is_common(std::string_view password) {
    const std::string plain = lower(password);
    return period(plain) <= 4 || is_a_run(plain) || without_common_pieces(plain).size() < 4;
}

bool contains_name(std::string_view password, std::string_view name) {
    std::string left = lower(password);
    const std::string lowered = lower(name);
    if (lowered.size() < 4 || left.find(lowered) == std::string::npos) return false;
    for (std::size_t at; (at = left.find(lowered)) != std::string::npos;) left.erase(at, lowered.size());
    return left.size() < 8;  // what is left without the name must still be a password of some length
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

constexpr std::array kWords{
    "alder",   "amber",   "anchor",  "apple",   "april",   "arbor",   "autumn",  "bakery",   "balcony", "bamboo",
    "barley",  "basil",   "basket",  "beacon",  "birch",   "blanket", "bottle",  "bramble",  "breeze",  "bridge",
    "brook",   "butter",  "button",  "cabin",   "candle",  "canyon",  "carpet",  "castle",   "cedar",   "cello",
    "chalk",   "cherry",  "chimney", "cinder",  "citrus",  "clover",  "cobalt",  "coffee",   "copper",  "coral",
    "cotton",  "cricket", "crystal", "curtain", "daisy",   "dolphin", "drizzle", "dune",     "ember",   "fabric",
    "falcon",  "feather", "fern",    "fiddle",  "flannel", "forest",  "fossil",  "fountain", "galaxy",  "garden",
    "ginger",  "glacier", "granite", "gravel",  "hammock", "harbor",  "hazel",   "heather",  "hickory", "honey",
    "indigo",  "island",  "ivory",   "jasmine", "juniper", "kettle",  "lagoon",  "lantern",  "laurel",  "lavender",
    "lemon",   "lilac",   "linen",   "lobster", "lotus",   "magnet",  "mango",   "maple",    "marble",  "meadow",
    "mellow",  "mineral", "mirror",  "mosaic",  "muffin",  "nectar",  "nutmeg",  "oasis",    "ocean",   "olive",
    "orchard", "oyster",  "paddle",  "paper",   "pebble",  "pepper",  "pigeon",  "pillow",   "planet",  "plum",
    "pocket",  "poplar",  "prairie", "quartz",  "quilt",   "rabbit",  "raven",   "ribbon",   "river",   "rocket",
    "saddle",  "saffron", "satin",   "shelter", "silver",  "sparrow", "spruce",  "velvet",
};
static_assert(kWords.size() == 128);

}  // namespace

Done check_new_password(std::string_view password, std::string_view user, std::string_view name,
                        const std::string& pointer) {
    if (password.size() > kMaxPasswordBytes)
        return refuse_field(pointer, "password_too_long", {{"max", std::to_string(kMaxPasswordBytes)}});
    if (count_characters(password) < kMinPasswordCharacters) {
        return refuse_field(pointer, "password_too_short", {{"min", std::to_string(kMinPasswordCharacters)}});
    }
    if (contains_name(password, user) || contains_name(password, name))
        return refuse_field(pointer, "password_is_name");
    if (is_common(password)) return refuse_field(pointer, "password_common");
    return done();
}

std::string hash_password(std::string_view password) {
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), kPasses, kMemoryBytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::runtime_error("no memory to hash a password");
    }
    hash.resize(hash.find('\0'));
    return hash;
}

bool password_fits(const std::string& hash, std::string_view password) {
    if (password.size() > kMaxPasswordBytes) return false;
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

const std::string& hash_of_nobody() {
    static const std::string hash = hash_password(random_token());
    return hash;
}

std::string invent_password() {
    std::string password;
    for (int i = 0; i < 6; ++i) password += std::string(kWords[randombytes_uniform(kWords.size())]) + "-";
    return password + std::to_string(randombytes_uniform(9000) + 1000);
}

std::string random_token() {
    unsigned char bytes[32];
    randombytes_buf(bytes, sizeof bytes);
    std::string text(sodium_base64_ENCODED_LEN(sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.resize(text.find('\0'));
    return text;
}

std::string new_uuid() {
    unsigned char b[16];
    randombytes_buf(b, sizeof b);
    auto ms = static_cast<std::uint64_t>(journal::system_now().ms);
    for (int i = 5; i >= 0; --i, ms >>= 8) b[i] = static_cast<unsigned char>(ms & 0xff);
    b[6] = static_cast<unsigned char>((b[6] & 0x0f) | 0x70);
    b[8] = static_cast<unsigned char>((b[8] & 0x3f) | 0x80);
    return fmt::format("{:02x}-{:02x}-{:02x}-{:02x}-{:02x}", fmt::join(b, b + 4, ""), fmt::join(b + 4, b + 6, ""),
                       fmt::join(b + 6, b + 8, ""), fmt::join(b + 8, b + 10, ""), fmt::join(b + 10, b + 16, ""));
}

}  // namespace afterglow::desk
