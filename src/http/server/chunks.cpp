#include "http/server/chunks.h"

#include <algorithm>

namespace afterglow::http {

namespace {

constexpr int kMaxSizeDigits = 8;  // 4 GiB; the bound of a body is far below

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}
bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

}  // namespace

std::size_t ChunkDecoder::take(std::string_view input, std::string& body) {
    std::size_t used = 0;
    while (used < input.size() && state_ == State::more) {
        if (at_ != At::data) {
            take_character(input[used++]);
            continue;
        }
        const std::size_t piece = std::min(size_, input.size() - used);
        body.append(input.substr(used, piece));
        used += piece;
        size_ -= piece;
        if (size_ == 0) at_ = At::data_return;
    }
    return used;
}

void ChunkDecoder::take_character(char c) {
    const auto expect = [&](char wanted, At next) {
        if (c != wanted) state_ = State::malformed;
        at_ = next;
    };
    switch (at_) {
        case At::size:
            if (const int digit = hex_value(c); digit >= 0 && digits_ < kMaxSizeDigits) {
                size_ = size_ * 16 + static_cast<std::size_t>(digit);
                ++digits_;
            } else if (digits_ > 0 && c == ';') {
                at_ = At::extension;  // section 7.1.1: what is not understood is ignored, and we understand none
            } else if (digits_ > 0) {
                expect('\r', At::size_line_feed);
            } else {
                state_ = State::malformed;
            }
            return;
        case At::extension:
            if (c == '\r') {
                at_ = At::size_line_feed;
            } else if (is_control(c)) {
                state_ = State::malformed;
            }
            return;
        case At::size_line_feed:
            expect('\n', At::size);
            end_size_line();
            return;
        case At::data_return: expect('\r', At::data_line_feed); return;
        case At::data_line_feed: expect('\n', At::size); return;
        case At::last_return:
            // Section 7.1.2: fields after the body would be merged into a header that was already judged.
            if (c != '\r') state_ = State::has_trailer;
            at_ = At::last_line_feed;
            return;
        case At::last_line_feed: state_ = c == '\n' ? State::done : State::malformed; return;
        case At::data: return;  // taken whole by take()
    }
}

void ChunkDecoder::end_size_line() {
    if (state_ != State::more) return;
    digits_ = 0;
    if (size_ == 0) {
        at_ = At::last_return;
    } else if (size_ > max_body_bytes_ - taken_) {
        state_ = State::too_large;
    } else {
        taken_ += size_;
        at_ = At::data;
    }
}

}  // namespace afterglow::http
