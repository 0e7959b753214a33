#include "journal/anchors.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "journal/test_clinic.h"

namespace afterglow::journal {
namespace {

constexpr std::size_t kLine = 320;
constexpr Instant kNow{1'800'000'000'000};

Head head_at(std::int64_t length) {
    Head head{.length = length};
    head.mac.fill(static_cast<unsigned char>(length));
    return head;
}

struct AnchorsTest : testing::Test {
    TemporaryFolder folder;
    std::filesystem::path path = folder.path() / "anchors";
    Keys keys{Key{1, 2, 3}};

    Anchors open() { return {real_files(), path, keys, "clinic", read_newest_anchors(real_files(), path, keys)}; }
    AnchorRecord record() { return read_anchors(real_files(), path, keys); }
    std::string content() {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        return text.str();
    }
    void write(const std::string& text) { std::ofstream(path) << text; }
};

TEST_F(AnchorsTest, WhatWasWrittenComesBack) {
    EXPECT_FALSE(record().present);
    {
        Anchors anchors = open();
        EXPECT_EQ(record().furthest(), std::nullopt);
        anchors.anchor(head_at(10), kNow);
        anchors.anchor(head_at(10), kNow);
        anchors.anchor(head_at(20), kNow + minutes(1));
        anchors.note_head(head_at(21), kNow);
        anchors.note_head(head_at(22), kNow);
        anchors.note_head(head_at(23), kNow);
    }
    const AnchorRecord read = record();
    ASSERT_EQ(read.anchors.size(), 2u);
    EXPECT_EQ(read.anchors[0], (Anchor{head_at(10), kNow}));
    EXPECT_EQ(read.anchors[1].at, kNow + minutes(1));
    EXPECT_EQ(read.furthest()->head, head_at(23));
    EXPECT_EQ(read.clinic, "clinic");
    EXPECT_EQ(read.bad_lines, 0);
}

TEST_F(AnchorsTest, TheOlderSlotIsOverwrittenAlsoAfterOpening) {
    for (std::int64_t length = 1; length < 8; ++length) {
        open().note_head(head_at(length), kNow);
        const std::string text = content();
        // However the next write to one slot ends, the other still holds this head.
        std::string torn = text;
        const std::size_t newest =
            text.substr(0, kLine).find("000" + std::to_string(length) + " ") != std::string::npos ? 0 : kLine;
        torn[newest + 100] ^= 1;
        write(torn);
        EXPECT_EQ(record().latest_head, length == 1 ? std::nullopt : std::optional(Anchor{head_at(length - 1), kNow}));
        write(text);
    }
}

TEST_F(AnchorsTest, TheNewestAreReadWithoutTheOthers) {
    {
        Anchors anchors = open();
        for (std::int64_t length = 1; length <= 30; ++length) anchors.anchor(head_at(length), kNow);
        anchors.note_head(head_at(31), kNow);
    }
    const AnchorRecord newest = read_newest_anchors(real_files(), path, keys);
    EXPECT_EQ(newest.anchors.size(), 2u);
    EXPECT_EQ(newest.furthest(), record().furthest());
    EXPECT_EQ(newest.end, record().end);
    std::string text = content();
    text[text.size() - 2 * kLine + 50] ^= 1;
    write(text);
    EXPECT_EQ(read_newest_anchors(real_files(), path, keys).bad_lines, 1);
}

TEST_F(AnchorsTest, ATornEndIsDroppedAndWrittenOver) {
    open().anchor(head_at(1), kNow);
    const std::string one = content();
    open().anchor(head_at(2), kNow);
    const std::string two = content();
    ASSERT_EQ(two.size(), one.size() + kLine);
    for (std::size_t cut = one.size(); cut < two.size(); ++cut) {
        write(two.substr(0, cut));
        EXPECT_EQ(record().anchors.size(), 1u);
        EXPECT_EQ(record().bad_lines, 0);
        write(two.substr(0, cut) + std::string(two.size() - cut, '\0'));
        open().anchor(head_at(3), kNow);
        ASSERT_EQ(record().anchors.size(), 2u);
        EXPECT_EQ(record().anchors[1].head, head_at(3));
        EXPECT_EQ(record().bad_lines, 0);
    }
}

TEST_F(AnchorsTest, EveryForgedCharacterIsNoticed) {
    {
        Anchors anchors = open();
        anchors.anchor(head_at(1), kNow);
        anchors.anchor(head_at(2), kNow);
    }
    const std::string good = content();
    for (std::size_t i = 2 * kLine; i < 3 * kLine; ++i) {
        std::string bad = good;
        bad[i] ^= 2;
        write(bad);
        const AnchorRecord read = record();
        EXPECT_TRUE(read.bad_lines == 1 && read.anchors.size() == 1) << i;
    }
}

TEST_F(AnchorsTest, AnotherKeySignsNothingHere) {
    open().anchor(head_at(1), kNow);
    keys = Keys(Key{9});
    EXPECT_TRUE(record().anchors.empty());
}

TEST_F(AnchorsTest, DueAfterAThousandEventsOrTenMinutes) {
    Anchors anchors = open();
    EXPECT_FALSE(anchors.due(head_at(0), kNow + days(1)));
    anchors.note_head(head_at(1), kNow);
    EXPECT_FALSE(anchors.due(head_at(1), kNow + minutes(9)));
    EXPECT_TRUE(anchors.due(head_at(1), kNow + minutes(10)));
    EXPECT_TRUE(anchors.due(head_at(1000), kNow));
    EXPECT_FALSE(anchors.due(head_at(999), kNow));
    EXPECT_TRUE(anchors.due(head_at(999), kNow - days(1)));  // the clock was set back
    anchors.anchor(head_at(1), kNow);
    EXPECT_FALSE(anchors.due(head_at(1), kNow + days(1)));
}

}  // namespace
}  // namespace afterglow::journal
