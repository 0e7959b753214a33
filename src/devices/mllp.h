#pragma once
// MLLP (HL7 Minimal Lower Layer Protocol, release 1): each message stands between 0B hex and 1C 0D hex. The reader takes
// bytes as they come, in pieces of any size, and gives what it finds in them; how they were cut makes no difference.
//
//   FrameReader reader;
//   reader.feed(bytes);
//   while (auto found = reader.next()) { ... }

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "devices/hl7.h"

namespace afterglow::devices {

inline constexpr char kFrameBegin = '\x0B', kFrameEnd = '\x1C', kFrameReturn = '\r';

struct Frame {
    enum class Kind {
        message,    // `text` is what stood in the frame
        garbage,    // bytes outside of frames; once for each gap. CR and LF between frames are no garbage
        broken,     // 0B within a frame (which then begins there anew), or 1C without 0D after it
        too_large,  // more than the bound; the rest of the frame is passed over
    };
    Kind kind = Kind::message;
    std::string text;  // of messages only
    bool operator==(const Frame&) const = default;
};

// Holds at most one unfinished frame, and what next() has not fetched yet.
class FrameReader {
public:
    explicit FrameReader(std::size_t max_bytes = kMaxMessageBytes) : max_bytes_(max_bytes) {}

    void feed(std::string_view bytes);
    std::optional<Frame> next();
    bool has_next() const { return !found_.empty(); }
    bool is_within_frame() const { return state_ == State::within || state_ == State::ending; }

private:
    enum class State {
        between,
        in_garbage,
        within,    // a frame
        ending,    // 1C was seen
        skipping,  // the rest of a frame that was given up
        skipping_end,
    };
    void take(char c);
    void take_between(char c);
    void take_within(char c);
    void take_ending(char c);
    void give_up(Frame::Kind kind);
    void begin();

    std::size_t max_bytes_;
    State state_ = State::between;
    std::string text_;
    std::deque<Frame> found_;
};

// 0B, text, 1C 0D.
std::string framed(std::string_view text);

}  // namespace afterglow::devices
