#include "devices/mllp.h"

#include <utility>

namespace afterglow::devices {

void FrameReader::feed(std::string_view bytes) {
    for (const char c : bytes) take(c);
}

std::optional<Frame> FrameReader::next() {
    if (found_.empty()) return std::nullopt;
    Frame frame = std::move(found_.front());
    found_.pop_front();
    return frame;
}

void FrameReader::take(char c) {
    switch (state_) {
        case State::between:
        case State::in_garbage: return take_between(c);
        case State::within: return take_within(c);
        case State::ending: return take_ending(c);
        case State::skipping:
        case State::skipping_end:
            if (c == kFrameBegin) return begin();
            if (state_ == State::skipping_end && c == kFrameReturn) {
                state_ = State::between;
            } else {
                state_ = c == kFrameEnd ? State::skipping_end : State::skipping;
            }
    }
}

void FrameReader::take_between(char c) {
    if (c == kFrameBegin) return begin();
    if (state_ == State::in_garbage || c == '\r' || c == '\n') return;
    found_.push_back({Frame::Kind::garbage, ""});
    state_ = State::in_garbage;
}

void FrameReader::take_within(char c) {
    if (c == kFrameBegin) {
        give_up(Frame::Kind::broken);
        return begin();
    }
    if (c == kFrameEnd) {
        state_ = State::ending;
    } else if (text_.size() == max_bytes_) {
        give_up(Frame::Kind::too_large);
    } else {
        text_ += c;
    }
}

// The end is 1C 0D and not 1C alone: a message cut at a stray 1C would look whole.
void FrameReader::take_ending(char c) {
    if (c == kFrameReturn) {
        found_.push_back({Frame::Kind::message, std::exchange(text_, {})});
        state_ = State::between;
        return;
    }
    give_up(Frame::Kind::broken);
    if (c == kFrameBegin) return begin();
    if (c == kFrameEnd) state_ = State::skipping_end;
}

void FrameReader::give_up(Frame::Kind kind) {
    found_.push_back({kind, ""});
    std::string().swap(text_);
    state_ = State::skipping;
}

void FrameReader::begin() {
    text_.clear();
    state_ = State::within;
}

std::string framed(std::string_view text) {
    std::string out(1, kFrameBegin);
    out += text;
    out += kFrameEnd;
    out += kFrameReturn;
    return out;
}

}  // namespace afterglow::devices
