// Rules of style that neither the compiler nor clang-format holds.

#include <gtest/gtest.h>

#include <cctype>
#include <regex>
#include <string>
#include <vector>

#include "tests/tidy/source_files.h"

namespace afterglow::tidy {
namespace {

std::string header_without_guard(const SourceFile& file) {
    if (!is_header(file) || file.text.starts_with("#pragma once\n")) return "";
    return file.path + ":1: a header begins with #pragma once\n";
}

std::string using_in_header(const SourceFile& file) {
    if (!is_header(file)) return "";
    return for_each_line(file, [](std::string_view line) {
        return line.starts_with("using namespace") ? "a header opens no namespace for its readers" : "";
    });
}

std::string untidy_ends(const SourceFile& file) {
    if (file.path.starts_with("tests/fuzz/") && !is_cpp(file) && !file.path.ends_with(".txt"))
        return "";  // seeds: bytes, not lines
    if (file.text.empty()) return file.path + ": an empty file\n";
    if (file.text.back() != '\n') return file.path + ": the last line has no end\n";
    return for_each_line(file, [](std::string_view line) {
        return line.ends_with(' ') || line.ends_with('\t') || line.ends_with('\r') ? "white space at the end" : "";
    });
}

// Paths of one machine and addresses of package registries mean nothing to the next reader.
// (The pieces are joined here so that this file does not complain about itself.)
std::string local_names(const SourceFile& file) {
    static const std::vector<std::string> names = {
        std::string("/wo") + "rk/",       std::string("/ro") + "ot/",         std::string("/ho") + "me/",
        std::string("registry.") + "npm", std::string("deb.") + "debian.org",
    };
    return for_each_line(file, [](std::string_view line) -> std::string {
        for (const std::string& name : names) {
            const std::size_t at = line.find(name);
            const bool inside_a_path = at > 0 && at != std::string_view::npos && std::isalnum(line[at - 1]);
            if (at != std::string_view::npos && !inside_a_path) return "names a place of one machine: " + name;
        }
        return "";
    });
}

// g++ 12 destroys such temporaries twice: name the closure or the aggregate, then std::move it (docs/decisions/0002).
std::string temporary_in_co_await(const SourceFile& file) {
    if (!is_cpp(file) || !file.path.starts_with("src/")) return "";
    static const std::regex dangerous(R"(co_await\b[^;]*(\[[^\]]+\]\s*(\(|\{|mutable)|\b[A-Z]\w*\{[^}]))");
    return for_each_line(file, [](std::string_view line) {
        if (line.find("co_await") == std::string_view::npos) return "";
        return std::regex_search(line.begin(), line.end(), dangerous)
                   ? "a capturing closure or aggregate within co_await"
                   : "";
    });
}

TEST(Style, HeadersBeginWithPragmaOnce) { EXPECT_EQ(complaints(header_without_guard), ""); }
TEST(Style, HeadersOpenNoNamespace) { EXPECT_EQ(complaints(using_in_header), ""); }
TEST(Style, LinesEndTidily) { EXPECT_EQ(complaints(untidy_ends), ""); }
TEST(Style, NoNamesOfOneMachine) { EXPECT_EQ(complaints(local_names), ""); }
TEST(Style, NoTemporariesInCoAwait) { EXPECT_EQ(complaints(temporary_in_co_await), ""); }

TEST(Style, PlantedFaultsAreFound) {
    EXPECT_NE(header_without_guard({"a.h", "// why\n#pragma once\n"}), "");
    EXPECT_NE(using_in_header({"a.h", "#pragma once\nusing namespace std;\n"}), "");
    EXPECT_NE(untidy_ends({"a.md", "no end"}), "");
    EXPECT_NE(untidy_ends({"a.md", "a \nb\n"}), "");
    EXPECT_NE(local_names({"a.md", std::string("see /ho") + "me/ana/x\n"}), "");
    EXPECT_NE(temporary_in_co_await({"src/a.cpp", "    co_await post(pool, [socket] { close(socket); });\n"}), "");
    EXPECT_NE(temporary_in_co_await({"src/a.cpp", "    co_await send(Answer{200, text});\n"}), "");
}

TEST(Style, GoodCodeIsLeftAlone) {
    EXPECT_EQ(header_without_guard({"a.h", "#pragma once\n// why\n"}), "");
    EXPECT_EQ(local_names({"a.ts", std::string("import(\"../screens/ho") + "me/Home\")\n"}), "");
    EXPECT_EQ(temporary_in_co_await({"src/a.cpp", "    co_await send(std::move(answer), buffers[0]);\n"}), "");
    EXPECT_EQ(temporary_in_co_await({"src/a.cpp", "    co_await group(read_request(stream), deadline(timer));\n"}), "");
}

}  // namespace
}  // namespace afterglow::tidy
