#include "desk/texts.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include "base/described.h"

namespace afterglow {
namespace {

using clinic::Language;
namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool is_source(const fs::path& path) {
    const std::string name = path.filename().string();
    return (name.ends_with(".cpp") || name.ends_with(".h")) && !name.ends_with("_test.cpp") &&
           !name.starts_with("texts.");
}

// The sources below `folder`, joined.
std::string sources(const char* folder) {
    std::string all;
    const fs::path root = fs::path(AFTERGLOW_SOURCE_DIR) / "src" / folder;
    if (!fs::exists(root)) return all;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        const bool for_machines =
            entry.path().string().find("/http/server/") != std::string::npos;  // its refusals end in its log
        if (is_source(entry.path()) && !for_machines) all += contents(entry.path()) + "\n";
    }
    return all;
}

// Codes wherever a refusal or a wrong field is made. A code chosen between two (`a ? "x" : "y"`) counts as both.
std::set<std::string> codes_in(const std::string& source) {
    static const std::vector<std::regex> makers{
        std::regex(R"re(\brefuse\(\s*"([a-z0-9_]+)")re"),
        std::regex(R"re(\brefuse\(\w+\([^()]*\)\s*\?\s*"([a-z0-9_]+)")re"),
        std::regex(R"re(\brefuse\(\w+\([^()]*\)\s*\?\s*"[a-z0-9_]+"\s*:\s*"([a-z0-9_]+)")re"),
        std::regex(R"re(\brefuse_as\(\s*RefusalKind::\w+,\s*"([a-z0-9_]+)")re"),
        std::regex(R"re(\brefuse_field\([^;]*?,\s*"([a-z0-9_]+)"\s*[,)])re"),
        std::regex(R"re(\brefuse_by_rule\([^;]*?,\s*"([a-z0-9_]+)"\s*[,)])re"),
        std::regex(R"re(errors\.push_back\(\{[^;{}]*?,\s*"([a-z0-9_]+)"\s*,)re"),
        std::regex(R"re(\bread_parsed\([^;]*?,\s*"([a-z0-9_]+)"\s*,)re"),
        std::regex(R"re(\bwrong\([^;]*?,\s*"([a-z0-9_]+)"\s*[,)])re"),
        std::regex(R"re(\bneed\([^;]*?,\s*"([a-z0-9_]+)"\s*\))re"),
        std::regex(R"re(\{"missing",\s*"([a-z0-9_]+)"\})re"),
        std::regex(R"re(\bcode_for\(simdjson[^}]*?return\s*"([a-z0-9_]+)")re"),
    };
    std::set<std::string> codes;
    for (const std::regex& maker : makers) {
        for (auto match = std::sregex_iterator(source.begin(), source.end(), maker); match != std::sregex_iterator();
             ++match)
            codes.insert((*match)[1]);
    }
    return codes;
}

std::set<std::string> codes_with_texts() {
    std::set<std::string> codes;
    for (const CodeText& text : all_texts()) codes.insert(std::string(text.code));
    return codes;
}

// The placeholders of a text, each once.
std::set<std::string> placeholders(std::string_view text) {
    static const std::regex placeholder(R"(\{([^{}]*)\})");
    const std::string copy(text);
    std::set<std::string> names;
    for (auto match = std::sregex_iterator(copy.begin(), copy.end(), placeholder); match != std::sregex_iterator();
         ++match)
        names.insert((*match)[1]);
    return names;
}

TEST(Texts, EveryCodeOfTheSourcesHasOne) {
    const std::set<std::string> known = codes_with_texts();
    for (const char* folder : {"base", "clinic", "desk", "forecast", "http"}) {
        for (const std::string& code : codes_in(sources(folder)))
            EXPECT_TRUE(known.contains(code)) << folder << ": no text for " << code;
    }
}

TEST(Texts, TheSearchFindsCodesInEveryShape) {
    const auto found = codes_in(R"(
        refuse("a1"); refuse(is_x(y) ? "a2" : "a3"); refuse_as(RefusalKind::not_found, "a4");
        refuse_field(pointer + "/weight_kg", "a5", {{"unit", "mg"}}); refuse_by_rule(rule.id, "a6");
        errors.push_back({at, "a7", {{"min", "0"}}}); need(standing(x), "a8"); refuse("x", {{"missing", "a9"}});)");
    EXPECT_EQ(found, (std::set<std::string>{"a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "x"}));
    EXPECT_GT(codes_in(sources("clinic")).size(), 120u);
}

// Said by the command line, or by the desk, the journal or the HTTP interface in other ways than by the functions above.
const std::set<std::string> kElsewhere{
    "not_signed_in",     "not_permitted",      "wrong_password",   "held_back",      "password_too_short",
    "password_too_long", "password_common",    "password_is_name", "password_same",  "csrf_missing",
    "not_found",         "method_not_allowed", "body_too_large",   "command_reused", "stale",
    "in_future",         "too_many_waiting",   "stopping",         "storage_full",   "storage_read_only",
    "storage_failed",    "too_many_inquiries", "internal",         "route_unknown",  "drug_unknown",
    "interval_needed",
};

TEST(Texts, NoneIsWithoutUse) {
    const std::string all = sources("base") + sources("clinic") + sources("desk") + sources("http") +
                            sources("pharmacology") + sources("forecast") + sources("identity");
    for (const CodeText& text : all_texts()) {
        const std::string code(text.code);
        EXPECT_TRUE(all.find('"' + code + '"') != std::string::npos || kElsewhere.contains(code))
            << code << " is said nowhere";
    }
}

TEST(Texts, EachIsThereOnceInEveryLanguageWithTheSameParameters) {
    std::map<std::string_view, int> times;
    for (const CodeText& text : all_texts()) {
        EXPECT_EQ(++times[text.code], 1) << text.code;
        for (const std::string_view words : {text.cs, text.en, text.uk}) {
            EXPECT_GT(words.size(), 8u) << text.code;
            EXPECT_EQ(placeholders(words), placeholders(text.en)) << text.code;
        }
        EXPECT_NE(text.cs, text.en) << text.code;
        EXPECT_NE(text.uk, text.en) << text.code;
    }
}

TEST(Texts, EachIsASentence) {
    for (const CodeText& text : all_texts()) {
        for (const std::string_view words : {text.cs, text.en, text.uk}) {
            const bool ends_well = words.ends_with('.') || words.ends_with('?') || words.ends_with('}');
            EXPECT_TRUE(ends_well) << words;
        }
    }
}

// A few Latin letters look like Cyrillic ones: a word of both is a slip.
TEST(Texts, NoWordMixesAlphabets) {
    static const std::regex mixed(
        "([A-Za-z](\xD0[\x80-\xBF]|\xD1[\x80-\xBF]|\xD2[\x90-\x91]))|((\xD0[\x80-\xBF]|\xD1[\x80-\xBF]|\xD2[\x90-\x91])"
        "[A-Za-z])");
    for (const CodeText& text : all_texts()) EXPECT_FALSE(std::regex_search(std::string(text.uk), mixed)) << text.uk;
}

TEST(Texts, ParametersAreWrittenAsTheLanguageDoes) {
    EXPECT_EQ(text_of("dose_above_limit", Language::cs, {{"max", "1.5"}, {"unit", "mg/kg"}}),
              "Dávka je vyšší, než pravidla kliniky dovolují. Nejvýše 1,5 mg/kg.");
    EXPECT_EQ(text_of("dose_above_limit", Language::uk, {{"max", "1.5"}, {"unit", "mg/kg"}}),
              "Доза вища, ніж дозволяють правила клініки. Щонайбільше 1,5 мг/кг.");
    EXPECT_EQ(
        text_of("taken", Language::cs, {{"who", "room"}, {"from", "2026-11-23T09:00"}, {"to", "2026-11-23T10:00"}}),
        "Obsazeno: od 23. 11. 2026 09:00 do 23. 11. 2026 10:00 už má jiný termín tato místnost. Zvolte prosím jiný "
        "čas.");
    EXPECT_EQ(
        text_of("local_time_skipped", Language::en, {{"at", "2027-03-28T02:30"}}),
        "The time 02:30 on 2027-03-28 does not exist, because clocks go forward that day. Please choose another.");
}

TEST(Texts, WhatIsMissingIsSaidInWords) {
    EXPECT_EQ(text_of("phase_missing", Language::en, {{"missing", "interview_missing"}}),
              "Something is missing before this step. The record of the initial interview is missing.");
}

TEST(Texts, AnUnknownCodeIsItsOwnText) {
    EXPECT_EQ(text_of("no_such_code", Language::cs), "no_such_code");
    EXPECT_EQ(text_of("too_long", Language::en), "The text is too long. Largest number of characters: ….");
}

}  // namespace
}  // namespace afterglow
