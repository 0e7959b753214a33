#include "webauthn/cbor.h"

#include <limits>

namespace afterglow::webauthn {
namespace {

struct Head {
    unsigned major = 0;
    std::uint64_t argument = 0;
};

std::optional<std::uint64_t> take_number(std::string_view& bytes, std::size_t width) {
    if (bytes.size() < width) return std::nullopt;
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < width; ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
    bytes.remove_prefix(width);
    return number;
}

// The shortest form only: 23 stands in the head, 24 behind it.
std::optional<Head> take_head(std::string_view& bytes) {
    const auto first = take_number(bytes, 1);
    if (!first) return std::nullopt;
    const unsigned major = static_cast<unsigned>(*first >> 5), low = *first & 31;
    if (low < 24) return Head{major, low};
    if (low > 27) return std::nullopt;    // reserved, or of indefinite length
    if (major == 7) return std::nullopt;  // floating point
    const std::size_t width = std::size_t{1} << (low - 24);
    const auto number = take_number(bytes, width);
    const std::uint64_t smallest = width == 1 ? 24 : std::uint64_t{1} << (8 * width / 2);
    if (!number || *number < smallest) return std::nullopt;
    return Head{major, *number};
}

std::optional<std::string> take_string(std::string_view& bytes, std::uint64_t length) {
    if (bytes.size() < length) return std::nullopt;
    std::string taken(bytes.substr(0, length));
    bytes.remove_prefix(length);
    return taken;
}

std::optional<Cbor> take(std::string_view& bytes, int depth);

std::optional<Cbor> take_array(std::string_view& bytes, std::uint64_t count, int depth) {
    Cbor::Array items;
    for (std::uint64_t i = 0; i < count; ++i) {
        auto item = take(bytes, depth + 1);
        if (!item) return std::nullopt;
        items.push_back(std::move(*item));
    }
    return Cbor(std::move(items));
}

std::optional<Cbor> take_map(std::string_view& bytes, std::uint64_t count, int depth) {
    Cbor::Map members;
    for (std::uint64_t i = 0; i < count; ++i) {
        auto key = take(bytes, depth + 1);
        if (!key || !(key->whole() || key->text())) return std::nullopt;
        for (const auto& [known, value] : members) {
            if (known == *key) return std::nullopt;
        }
        auto value = take(bytes, depth + 1);
        if (!value) return std::nullopt;
        members.emplace_back(std::move(*key), std::move(*value));
    }
    return Cbor(std::move(members));
}

std::optional<Cbor> take(std::string_view& bytes, int depth) {
    if (depth > kMaxCborDepth) return std::nullopt;
    const auto head = take_head(bytes);
    if (!head) return std::nullopt;
    if (head->major <= 1) {
        if (head->argument > std::uint64_t(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
        const auto number = static_cast<std::int64_t>(head->argument);
        return Cbor(head->major == 0 ? number : -1 - number);
    }
    if (head->major == 2 || head->major == 3) {
        auto taken = take_string(bytes, head->argument);
        if (!taken) return std::nullopt;
        return head->major == 2 ? Cbor(Cbor::Bytes{std::move(*taken)}) : Cbor(std::move(*taken));
    }
    if (head->major == 7 && (head->argument == 20 || head->argument == 21)) return Cbor(head->argument == 21);
    if (head->argument > kMaxCborItems) return std::nullopt;
    if (head->major == 4) return take_array(bytes, head->argument, depth);
    if (head->major == 5) return take_map(bytes, head->argument, depth);
    return std::nullopt;  // a tag
}

}  // namespace

const Cbor* Cbor::find(const Cbor& key) const {
    if (!map()) return nullptr;
    for (const auto& [known, value] : *map()) {
        if (known == key) return &value;
    }
    return nullptr;
}

std::optional<Cbor> take_cbor(std::string_view& bytes) { return take(bytes, 1); }

}  // namespace afterglow::webauthn
