#include "documents/pages.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace afterglow::documents {
namespace {

Slice slice(double height, bool with_next = false) {
    Slice slice;
    slice.height = height;
    slice.with_next = with_next;
    return slice;
}

std::vector<std::size_t> counts(const std::vector<PageContent>& pages) {
    std::vector<std::size_t> counts;
    for (const PageContent& page : pages) counts.push_back(page.size());
    return counts;
}
using Counts = std::vector<std::size_t>;

TEST(Pages, AnEmptyDocumentHasOnePage) { EXPECT_EQ(counts(break_into_pages({}, {100, 100})), Counts{0}); }

TEST(Pages, FillUpAndGoOn) {
    EXPECT_EQ(counts(break_into_pages({slice(60), slice(40), slice(50), slice(50)}, {100, 100})), (Counts{2, 2}));
    EXPECT_EQ(counts(break_into_pages({slice(60), slice(40), slice(50)}, {80, 100})), (Counts{1, 2}));
}

TEST(Pages, SpaceAboveIsLostAtTheTopOfAPage) {
    Slice second = slice(100);
    second.before = 30;
    const auto pages = break_into_pages({slice(60), second}, {100, 100});
    ASSERT_EQ(counts(pages), (Counts{1, 1}));
    EXPECT_EQ(pages[1][0].top, 0);
}

TEST(Pages, WhatBelongsTogetherMovesTogether) {
    EXPECT_EQ(counts(break_into_pages({slice(70), slice(20, true), slice(20)}, {100, 100})), (Counts{1, 2}));
}

TEST(Pages, WhatNoPageCanHoldIsBroken) {
    const std::vector<Slice> slices{slice(10), slice(60, true), slice(60, true), slice(60)};
    EXPECT_EQ(counts(break_into_pages(slices, {100, 100})), (Counts{2, 1, 1}));
    EXPECT_EQ(counts(break_into_pages({slice(500), slice(10)}, {100, 100})), (Counts{1, 1}));
}

TEST(Pages, ATableRepeatsItsHeader) {
    const auto header = std::make_shared<const Slice>(slice(10));
    std::vector<Slice> slices{slice(10, true)};
    for (int i = 0; i < 5; ++i) {
        slices.push_back(slice(30));
        slices.back().header = header;
    }
    const auto pages = break_into_pages(slices, {100, 100});
    EXPECT_EQ(counts(pages), (Counts{4, 3}));
    EXPECT_EQ(pages[1][0].slice, header.get());
    EXPECT_EQ(pages[1][1].top, 10);
}

TEST(Pages, ANewPageOnRequest) {
    Slice second = slice(10);
    second.on_new_page = true;
    EXPECT_EQ(counts(break_into_pages({slice(10, true), second}, {100, 100})), (Counts{1, 1}));
    EXPECT_EQ(counts(break_into_pages({second}, {100, 100})), Counts{1});
}

// Whatever the heights: nothing is lost or turned round, and what fits on a page is within it.
RC_GTEST_PROP(Pages, HoldEverythingInOrder, ()) {
    std::vector<Slice> slices;
    for (const int each : *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 140)))
        slices.push_back(slice(each, each % 3 == 0));
    std::vector<const Slice*> placed;
    for (const PageContent& page : break_into_pages(slices, {80, 100})) {
        for (const Placed& each : page) {
            placed.push_back(each.slice);
            RC_ASSERT(page.size() == 1 || each.top + each.slice->height <= 100.02);
        }
    }
    RC_ASSERT(placed.size() == slices.size());
    for (std::size_t i = 0; i < placed.size(); ++i) RC_ASSERT(placed[i] == &slices[i]);
}

}  // namespace
}  // namespace afterglow::documents
