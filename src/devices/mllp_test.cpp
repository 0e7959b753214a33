#include "devices/mllp.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace afterglow::devices {
namespace {

using Kind = Frame::Kind;

std::vector<Frame> all(FrameReader& reader) {
    std::vector<Frame> frames;
    while (auto found = reader.next()) frames.push_back(std::move(*found));
    return frames;
}
std::vector<Frame> read(std::string_view bytes, std::size_t max = 20) {
    FrameReader reader(max);
    reader.feed(bytes);
    return all(reader);
}
Frame text(std::string what) { return {Kind::message, std::move(what)}; }
const Frame kGarbage{Kind::garbage, ""}, kBroken{Kind::broken, ""}, kTooLarge{Kind::too_large, ""};
using Frames = std::vector<Frame>;

TEST(FrameReader, TakesFrames) {
    EXPECT_EQ(read(framed("one")), Frames{text("one")});
    EXPECT_EQ(read(framed("one") + framed("") + framed("three")), (Frames{text("one"), text(""), text("three")}));
    EXPECT_EQ(read("\x0Bone"), Frames{});
    EXPECT_EQ(read("\x0Bone\x1C"), Frames{});
    EXPECT_EQ(read(framed("a\rb\r")), Frames{text("a\rb\r")});
}

TEST(FrameReader, ReportsGarbageOnceForEachGap) {
    EXPECT_EQ(read("abc" + framed("one") + "x" + framed("two") + "yz"),
              (Frames{kGarbage, text("one"), kGarbage, text("two"), kGarbage}));
    EXPECT_EQ(read("\r\n" + framed("one") + "\r\n\n" + framed("two")), (Frames{text("one"), text("two")}));
}

TEST(FrameReader, StartsAnewWhereAFrameBegins) {
    EXPECT_EQ(read("\x0Bhalf" + framed("whole")), (Frames{kBroken, text("whole")}));
    EXPECT_EQ(read("\x0Bhalf\x1C" + framed("whole")), (Frames{kBroken, text("whole")}));
}

TEST(FrameReader, DoesNotTakeAMessageCutAtAStrayEnd) {
    EXPECT_EQ(read("\x0Bz\x1C"
                   "y\x1C\r" +
                   framed("whole")),
              (Frames{kBroken, text("whole")}));
    EXPECT_EQ(read("\x0Bz\x1C\x1C\r" + framed("whole")), (Frames{kBroken, text("whole")}));
}

TEST(FrameReader, PassesOverWhatIsTooLarge) {
    EXPECT_EQ(read(framed(std::string(20, 'x'))), Frames{text(std::string(20, 'x'))});
    EXPECT_EQ(read(framed(std::string(21, 'x')) + framed("next")), (Frames{kTooLarge, text("next")}));
    EXPECT_EQ(read("\x0B" + std::string(100, 'x') + framed("next")), (Frames{kTooLarge, text("next")}));
}

TEST(FrameReader, KnowsWhetherAFrameIsUnfinished) {
    FrameReader reader;
    EXPECT_FALSE(reader.is_within_frame());
    reader.feed("\x0Bx");
    EXPECT_TRUE(reader.is_within_frame());
    reader.feed("\x1C");
    EXPECT_TRUE(reader.is_within_frame());
    reader.feed("\r");
    EXPECT_FALSE(reader.is_within_frame());
}

RC_GTEST_PROP(FrameReaderProperties, HowBytesAreCutMakesNoDifference, ()) {
    const auto bytes = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("\x0B\x1C\r\nab")));
    const auto cuts = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(1, 8));
    FrameReader whole(4), pieces(4);
    whole.feed(bytes);
    std::string_view rest = bytes;
    for (const std::size_t cut : cuts) {
        pieces.feed(rest.substr(0, cut));
        rest.remove_prefix(std::min(cut, rest.size()));
    }
    pieces.feed(rest);
    RC_ASSERT(all(whole) == all(pieces));
}

RC_GTEST_PROP(FrameReaderProperties, WhatWasFramedComesBack, ()) {
    const auto texts = *rc::gen::container<std::vector<std::string>>(
        rc::gen::container<std::string>(rc::gen::inRange<char>(0x20, 0x7F)));
    std::string bytes;
    Frames expected;
    for (const std::string& each : texts) {
        bytes += framed(each);
        expected.push_back(text(each));
    }
    RC_ASSERT(read(bytes, kMaxMessageBytes) == expected);
}

}  // namespace
}  // namespace afterglow::devices
