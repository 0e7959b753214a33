#include "journal/chain.h"

#include <array>

namespace afterglow::journal {
namespace {

void put(std::string& out, std::int64_t number) {
    auto bits = static_cast<std::uint64_t>(number);
    std::array<char, 8> bytes;
    for (char& byte : bytes) {
        byte = static_cast<char>(bits & 0xff);
        bits >>= 8;
    }
    out.append(bytes.data(), bytes.size());
}

// The length before each text makes two different rows never the same bytes.
void put(std::string& out, std::string_view text) {
    put(out, static_cast<std::int64_t>(text.size()));
    out.append(text);
}

constexpr std::int64_t kAbsent = -1;

}  // namespace

Chain::Chain(const Key& key, std::string clinic) : clinic_(std::move(clinic)) {
    crypto_auth_hmacsha256_init(&keyed_, key.data(), key.size());
}

Mac Chain::mac(const Mac& previous, const ChainLink& link) {
    buffer_.clear();
    buffer_.append("afterglow journal 1\n");
    buffer_.append(reinterpret_cast<const char*>(previous.data()), previous.size());
    put(buffer_, link.sequence);
    put(buffer_, clinic_);
    put(buffer_, link.stream);
    put(buffer_, link.version);
    put(buffer_, link.name);
    put(buffer_, link.name_version);
    put(buffer_, link.command_id);
    put(buffer_, link.command_digest);
    put(buffer_, link.who);
    put(buffer_, link.happened_at_ms);
    put(buffer_, link.recorded_at_ms);
    if (link.key_id) {
        put(buffer_, *link.key_id);
    } else {
        put(buffer_, kAbsent);
    }
    put(buffer_, link.payload);

    crypto_auth_hmacsha256_state state = keyed_;
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(buffer_.data()), buffer_.size());
    Mac mac;
    crypto_auth_hmacsha256_final(&state, mac.data());
    return mac;
}

}  // namespace afterglow::journal
