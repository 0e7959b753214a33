#include "base/text.h"

#include <gtest/gtest.h>

namespace afterglow {
namespace {

TEST(Text, WhatNobodyCanSeeIsBlank) {
    for (const char* text : {"", " ", "\t\r\n", "\u00a0", "\u2003", "\u200b", "\ufeff \u2060", "\u3000\u00ad"})
        EXPECT_TRUE(is_blank(text)) << '"' << text << '"';
    for (const char* text : {".", " a", "\u0160", "\u0407 ", "\u200b\U0001F642"}) EXPECT_FALSE(is_blank(text)) << text;
}

TEST(Text, CharactersAreNotBytes) {
    EXPECT_EQ(count_characters("P\u0159\u00edb\u011bh"), 6u);
    EXPECT_EQ(count_characters("\U0001F642"), 1u);
}

TEST(Text, LinesMayBreakAndNothingElseControls) {
    EXPECT_FALSE(has_control_character("a\n\tb\u0159"));
    for (const char* text : {"\r", "\x01", "\x7f"}) EXPECT_TRUE(has_control_character(text));
}

}  // namespace
}  // namespace afterglow
