#include "policy/instruments.h"

#include <gtest/gtest.h>

#include <map>

#include "base/tree.h"
#include "clinic/scales/scales.h"
#include "policy/read_pack.h"

namespace afterglow::policy {
namespace {

using clinic::Instrument;
using clinic::Pack;

const Pack& pack() {
    static const PackReading reading =
        read_pack(AFTERGLOW_SOURCE_DIR "/policy/cz-outpatient", AFTERGLOW_SOURCE_DIR "/instruments");
    return reading.pack.value();
}

// The answers to all items in order, each from 0 to 3.
clinic::Scale scored(const std::string& id, const std::vector<int>& values) {
    const Instrument& instrument = *find_instrument(pack(), id);
    clinic::ScaleAnswers answers{.instrument = {id}};
    for (std::size_t i = 0; i < values.size(); ++i)
        answers.answers.push_back({{instrument.items[i].link_id}, {values[i]}});
    return score(answers, pack(), "/answers").value();
}
// Answers whose sum is `total`, the last item last.
std::vector<int> answers_for(int items, int total) {
    std::vector<int> values(static_cast<std::size_t>(items), 0);
    for (int& each : values) {
        each = std::min(3, total);
        total -= each;
    }
    return values;
}

// pharmacology notes, section 5: 0-27, bands from 5, 10, 15, 20
TEST(Phq9, TotalsAndBands) {
    const Instrument& phq9 = *find_instrument(pack(), "phq-9");
    EXPECT_EQ(phq9.items.size(), 9u);
    EXPECT_EQ(phq9.max_total(), 27);
    const std::map<int, std::string> begins = {
        {0, "minimal"}, {5, "mild"}, {10, "moderate"}, {15, "moderately_severe"}, {20, "severe"}};
    for (int total = 0; total <= 27; ++total) {
        const clinic::Scale scale = scored("phq-9", answers_for(9, total));
        EXPECT_EQ(scale.total, total);
        EXPECT_EQ(scale.severity, std::prev(begins.upper_bound(total))->second) << total;
        EXPECT_EQ(find_band(phq9, total)->code, scale.severity);
    }
}

TEST(Phq9, OnlyTheNinthItemRaisesTheSafetyFlagWhateverTheTotal) {
    for (std::size_t item = 0; item < 9; ++item) {
        for (int value = 0; value <= 3; ++value) {
            std::vector<int> values(9, 0);
            values[item] = value;
            EXPECT_EQ(scored("phq-9", values).safety, item == 8 && value > 0) << item << " " << value;
        }
    }
    EXPECT_FALSE(scored("phq-9", {3, 3, 3, 3, 3, 3, 3, 3, 0}).safety);
}

// 0-21, bands from 5, 10, 15; no safety item
TEST(Gad7, TotalsAndBands) {
    const Instrument& gad7 = *find_instrument(pack(), "gad-7");
    EXPECT_EQ(gad7.items.size(), 7u);
    EXPECT_EQ(gad7.max_total(), 21);
    const std::map<int, std::string> begins = {{0, "minimal"}, {5, "mild"}, {10, "moderate"}, {15, "severe"}};
    for (int total = 0; total <= 21; ++total) {
        const clinic::Scale scale = scored("gad-7", answers_for(7, total));
        EXPECT_EQ(scale.total, total);
        EXPECT_EQ(scale.severity, std::prev(begins.upper_bound(total))->second) << total;
        EXPECT_FALSE(scale.safety);
    }
}

// Code beside text, since a wrong code looks as good as a right one (44260-8 is question 9, not 4).
TEST(Instruments, LoincCodesStandAtTheRightQuestions) {
    const std::vector<std::pair<std::string, std::string>> phq9 = {
        {"44250-9", "Little interest"}, {"44255-8", "Feeling down"},       {"44259-0", "Trouble falling"},
        {"44254-1", "Feeling tired"},   {"44251-7", "Poor appetite"},      {"44258-2", "Feeling bad about yourself"},
        {"44252-5", "Trouble concen"},  {"44253-3", "Moving or speaking"}, {"44260-8", "Thoughts that you would be"}};
    const std::vector<std::pair<std::string, std::string>> gad7 = {
        {"69725-0", "Feeling nervous"},  {"68509-9", "Not being able"},    {"69733-4", "Worrying too much"},
        {"69734-2", "Trouble relaxing"}, {"69735-9", "Being so restless"}, {"69689-8", "Becoming easily"},
        {"69736-7", "Feeling afraid"}};
    const auto expect = [](const std::string& id, const auto& codes) {
        const Instrument& instrument = *find_instrument(pack(), id);
        ASSERT_EQ(instrument.items.size(), codes.size());
        for (std::size_t i = 0; i < codes.size(); ++i) {
            EXPECT_EQ(instrument.items[i].loinc, codes[i].first);
            EXPECT_TRUE(instrument.items[i].text.en.starts_with(codes[i].second)) << instrument.items[i].text.en;
        }
    };
    expect("phq-9", phq9);
    expect("gad-7", gad7);
    EXPECT_EQ(find_instrument(pack(), "phq-9")->loinc, "44249-1");
    EXPECT_EQ(find_instrument(pack(), "phq-9")->total_loinc, "44261-6");
    EXPECT_EQ(find_instrument(pack(), "gad-7")->loinc, "69737-5");
    EXPECT_EQ(find_instrument(pack(), "gad-7")->total_loinc, "70274-6");
}

TEST(Instruments, WordingIsMarkedUnverified) {
    for (const Instrument& each : pack().instruments) {
        EXPECT_EQ(each.wording_evidence, clinic::Evidence::M);
        EXPECT_NE(each.wording_source.find("unverified"), std::string::npos);
        EXPECT_FALSE(each.copyright.empty());
    }
}

TEST(JsonTree, PlacesAndStrictness) {
    const TreeOrError good = parse_json_tree("{\"a\": [1,\n  {\"ž\": \"x\", \"b\": true}]}");
    const Tree* list = std::get<Tree>(good).find("a");
    ASSERT_TRUE(list && list->as<Tree::List>());
    const Tree& second = (*list->as<Tree::List>())[1];
    EXPECT_EQ(second.place, (Place{2, 3}));
    EXPECT_EQ(second.find("b")->place, (Place{2, 19}));  // columns count characters
    for (const char* bad : {"", "{", "[1,]", "{\"a\":1,}", "{\"a\":1 \"b\":2}", "[1] 2", "{\"a\":1,\"a\":2}", "\"x",
                            "\"\n\"", "01", "nul", "{a:1}", "[1 2]"}) {
        EXPECT_TRUE(std::holds_alternative<SyntaxError>(parse_json_tree(bad))) << bad;
    }
    EXPECT_TRUE(std::holds_alternative<SyntaxError>(parse_json_tree(std::string(200'000, '['))));
}

}  // namespace
}  // namespace afterglow::policy
