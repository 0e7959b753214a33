#pragma once
// The chunked transfer coding (RFC 9112 section 7.1), read strictly. Beast's parser is not used for it: version 1.81
// aborts on an assertion when the last chunk of an empty body arrives byte by byte, lets a bare line feed pass inside
// extensions and merges trailers into the header.

#include <cstdint>
#include <string>
#include <string_view>

namespace afterglow::http {

class ChunkDecoder {
public:
    enum class State { more, done, malformed, has_trailer, too_large };

    explicit ChunkDecoder(std::size_t max_body_bytes) : max_body_bytes_(max_body_bytes) {}
    // Appends data to `body` and returns how much of `input` was taken: all of it unless the state is no longer `more`.
    std::size_t take(std::string_view input, std::string& body);
    State state() const { return state_; }

private:
    enum class At { size, extension, size_line_feed, data, data_return, data_line_feed, last_return, last_line_feed };
    void take_character(char c);
    void end_size_line();

    std::size_t max_body_bytes_;
    std::size_t taken_ = 0;  // data of all chunks so far, the announced rest of this one included
    std::size_t size_ = 0;   // of this chunk, then what is left of it
    int digits_ = 0;
    At at_ = At::size;
    State state_ = State::more;
};

}  // namespace afterglow::http
