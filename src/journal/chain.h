#pragma once
// How one row of the journal becomes bytes and those bytes a MAC. The layout is part of the on-disk format (README.md).

#include <sodium/crypto_auth_hmacsha256.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "journal/keys.h"

namespace afterglow::journal {

using Mac = std::array<unsigned char, 32>;

// What the MAC covers besides the MAC before and the clinic. Views: this is built for every row verified.
struct ChainLink {
    std::int64_t sequence;
    std::string_view stream;
    std::int64_t version;
    std::string_view name;
    std::int64_t name_version;
    std::string_view command_id;
    std::string_view command_digest;
    std::string_view who;
    std::int64_t happened_at_ms;
    std::int64_t recorded_at_ms;
    std::optional<std::string_view> key_id;
    std::string_view payload;
};

class Chain {
public:
    Chain(const Key& key, std::string clinic);
    Mac mac(const Mac& previous, const ChainLink& link);

private:
    crypto_auth_hmacsha256_state keyed_;  // with the key already absorbed; copied for each row
    std::string clinic_;
    std::string buffer_;
};

}  // namespace afterglow::journal
