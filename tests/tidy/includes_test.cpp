// The direction of dependencies, as the table "The house" in ARCHITECTURE.md states it.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/tidy/source_files.h"

namespace afterglow::tidy {
namespace {

struct Folder {
    std::set<std::string> knows;
    bool pure = false;  // no I/O, clock, threads, randomness
};
using House = std::map<std::string, Folder>;

// Rows of the table look like: | `src/views` | what it is for | base, clinic, journal |
House read_house(const std::string& architecture) {
    static const std::regex row(R"(\n\| `src/(\w+)` \|([^\n]*)\| ([^|\n]*) \|)");
    House house;
    std::set<std::string> above;
    for (std::sregex_iterator match(architecture.begin(), architecture.end(), row), end; match != end; ++match) {
        const std::string name = (*match)[1], purpose = (*match)[2], knows = (*match)[3];
        Folder& folder = house[name];
        folder.pure = purpose.find("Pure") != std::string::npos;
        for (const std::string& other : above) {
            if (knows == "all above" || std::regex_search(knows, std::regex("\\b" + other + "\\b"))) {
                folder.knows.insert(other);
            }
        }
        above.insert(name);
    }
    return house;
}

House house() {
    const auto& files = repository();
    const auto file = std::ranges::find(files, "ARCHITECTURE.md", &SourceFile::path);
    return file == files.end() ? House{} : read_house(file->text);
}

std::optional<std::string> folder_of(const std::string& path) {
    static const std::regex in_src(R"(src/(\w+)/.*)");
    std::smatch match;
    if (!std::regex_match(path, match, in_src)) return std::nullopt;
    return match[1];
}

std::string judge_own(const House& house, const std::string& from, const std::string& included) {
    const std::string to = included.substr(0, included.find('/'));
    if (!house.contains(to)) return "write \"" + included + "\" as a path from src/";
    if (from == to || house.at(from).knows.contains(to)) return "";
    return "src/" + from + " must not know src/" + to + " (\"" + included + "\"): see the table in ARCHITECTURE.md";
}

std::string judge_foreign(const std::string& from, const std::string& included) {
    static const std::regex impure(
        "(chrono|thread|mutex|shared_mutex|condition_variable|future|atomic|stop_token|semaphore|random|ctime|time.h|"
        "iostream|fstream|cstdio|filesystem|sqlite3.h|sodium.h|sys/.*|unistd.h|boost/asio.*|boost/beast.*|spdlog/.*|"
        "openssl/.*|date/tz.h)");
    if (!std::regex_match(included, impure)) return "";
    return "src/" + from + " is pure and must not include <" + included + ">";
}

std::string wrong_includes(const House& house, const SourceFile& file) {
    const auto from = folder_of(file.path);
    if (!from || !is_cpp(file)) return "";
    if (!house.contains(*from)) return file.path + ": src/" + *from + " is not in the table of ARCHITECTURE.md\n";

    // random.h makes cases for property tests; no program is made of it.
    const bool of_tests = file.path.ends_with("_test.cpp") || file.path == "src/clinic/random.h";
    const bool pure = house.at(*from).pure && !of_tests;
    return for_each_line(file, [&](std::string_view line) -> std::string {
        static const std::regex include(R"re(\s*#\s*include\s*(["<])([^">]+)[">].*)re");
        std::cmatch match;
        if (!std::regex_match(line.begin(), line.end(), match, include)) return "";
        if (match[1] == "\"") return judge_own(house, *from, match[2]);
        return pure ? judge_foreign(*from, match[2]) : "";
    });
}

TEST(Includes, PointUpwardsInTheTableOfArchitecture) {
    const House table = house();
    EXPECT_EQ(complaints([&](const SourceFile& file) { return wrong_includes(table, file); }), "");
}

TEST(Includes, TheTableIsRead) {
    const House table = house();
    ASSERT_GE(table.size(), 8u);
    EXPECT_TRUE(table.at("base").knows.empty());
    EXPECT_EQ(table.at("clinic").knows, (std::set<std::string>{"base"}));
    EXPECT_EQ(table.at("main").knows.size(), table.size() - 1);
    EXPECT_TRUE(table.at("clinic").pure);
    EXPECT_FALSE(table.at("journal").pure);
}

// The table itself cannot turn an arrow round: a folder named below the row is not known.
TEST(Includes, OnlyFoldersAboveAreKnown) {
    const House table = read_house("\n| `src/base` | values | clinic |\n| `src/clinic` | rules | base |\n");
    EXPECT_TRUE(table.at("base").knows.empty());
    EXPECT_EQ(table.at("clinic").knows, (std::set<std::string>{"base"}));
}

TEST(Includes, PlantedFaultsAreFound) {
    const House table = house();
    const auto found = [&](const char* path, const char* text) { return !wrong_includes(table, {path, text}).empty(); };

    EXPECT_TRUE(found("src/base/time.h", "#include \"journal/journal.h\"\n"));
    EXPECT_TRUE(found("src/clinic/dosing/decide.cpp", "#pragma once\n  #  include \"desk/desk.h\"  // why\n"));
    EXPECT_TRUE(found("src/clinic/dosing/decide.cpp", "#include <chrono>\n"));
    EXPECT_TRUE(found("src/clinic/dosing/decide.cpp", "#include <sqlite3.h>\n"));
    EXPECT_TRUE(found("src/clinic/dosing/decide.cpp", "#include \"events.h\"\n"));
    EXPECT_TRUE(found("src/journal/append.cpp", "#include \"../desk/desk.h\"\n"));
    EXPECT_TRUE(found("src/cellar/wine.cpp", "\n"));

    EXPECT_FALSE(found("src/desk/desk.cpp", "#include \"clinic/dosing/decide.h\"\n#include <thread>\n"));
    EXPECT_FALSE(found("src/clinic/dosing/decide_test.cpp", "#include <random>\n"));
    EXPECT_FALSE(found("src/base/time.h", "// #include \"desk/desk.h\"\n"));
}

}  // namespace
}  // namespace afterglow::tidy
