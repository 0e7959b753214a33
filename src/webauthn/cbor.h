#pragma once
// As much of CBOR (RFC 8949) as authenticators write (CTAP2's canonical form): whole numbers, byte and text strings, arrays
// and maps of known length, false and true. Anything else is refused: indefinite lengths, tags, floating point, numbers in
// a longer form than they need, keys twice.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace afterglow::webauthn {

inline constexpr int kMaxCborDepth = 4;           // CTAP2, 6: nothing an authenticator says is nested deeper
inline constexpr std::size_t kMaxCborItems = 64;  // in one array or map

class Cbor {
public:
    struct Bytes {
        std::string value;
        bool operator==(const Bytes&) const = default;
    };
    using Array = std::vector<Cbor>;
    using Map = std::vector<std::pair<Cbor, Cbor>>;

    Cbor(bool value) : content_(value) {}
    Cbor(std::int64_t value) : content_(value) {}
    Cbor(std::string text) : content_(std::move(text)) {}
    Cbor(Bytes bytes) : content_(std::move(bytes)) {}
    Cbor(Array items) : content_(std::move(items)) {}
    Cbor(Map members) : content_(std::move(members)) {}

    const std::int64_t* whole() const { return std::get_if<std::int64_t>(&content_); }
    const std::string* text() const { return std::get_if<std::string>(&content_); }
    const std::string* bytes() const {
        const auto* found = std::get_if<Bytes>(&content_);
        return found ? &found->value : nullptr;
    }
    const Map* map() const { return std::get_if<Map>(&content_); }
    const Cbor* find(const Cbor& key) const;  // in a map
    bool operator==(const Cbor& other) const { return content_ == other.content_; }

private:
    std::variant<bool, std::int64_t, std::string, Bytes, Array, Map> content_;
};

// The item at the beginning of `bytes`, which then begin after it; nothing if there is none.
std::optional<Cbor> take_cbor(std::string_view& bytes);

}  // namespace afterglow::webauthn
