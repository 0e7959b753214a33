// Any bytes into the reader of MLLP frames, as one piece and in small ones. How they are cut makes no difference, no
// frame is larger than allowed, and what was found can be framed again.

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "devices/mllp.h"
#include "tests/fuzz/require.h"

namespace {

using namespace afterglow::devices;

constexpr std::size_t kMax = 64;

std::vector<Frame> read(std::string_view bytes, std::size_t step) {
    FrameReader reader(kMax);
    std::vector<Frame> frames;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        reader.feed(bytes.substr(at, step));
        while (auto found = reader.next()) frames.push_back(std::move(*found));
    }
    return frames;
}

void check(const Frame& frame) {
    if (frame.kind != Frame::Kind::message) return require(frame.text.empty());
    require(frame.text.size() <= kMax);
    require(frame.text.find_first_of("\x0B\x1C") == std::string::npos);
    require(read(framed(frame.text), 3) == std::vector<Frame>{frame});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::vector<Frame> whole = read(bytes, std::max<std::size_t>(size, 1));
    require(whole == read(bytes, 1));
    require(whole == read(bytes, 7));
    for (const Frame& each : whole) check(each);
    return 0;
}
