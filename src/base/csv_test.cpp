#include "base/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

// P20: no word that somebody wrote is calculated by the spreadsheet of who opens a table. The rule is looked at from the side
// of a spreadsheet: a reader of its own parts the table, at commas as written and at the other signs regardless of quotes.

namespace afterglow {
namespace {

using Cells = std::vector<std::string>;
using Writer = std::string (*)(const std::string&);

// RFC 4180.
Cells parted_as_written(const std::string& row) {
    Cells cells{""};
    bool quoted = false;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i] == '"' && quoted && i + 1 < row.size() && row[i + 1] == '"') {
            cells.back() += row[++i];
        } else if (row[i] == '"') {
            quoted = !quoted;
        } else if (row[i] == ',' && !quoted) {
            cells.emplace_back();
        } else {
            cells.back() += row[i];
        }
    }
    return cells;
}

Cells parted_regardless(const std::string& row) {
    Cells cells{""};
    for (const char each : row) {
        std::string(";\t\n\r").find(each) == std::string::npos ? void(cells.back() += each)
                                                               : void(cells.emplace_back());
    }
    return cells;
}

bool calculates(const std::string& cell) {
    const std::size_t at = cell.find_first_not_of(" \"");
    if (at == std::string::npos || cell.find_first_not_of("+-0123456789.\",") == std::string::npos) return false;
    for (const char* sign : {"=", "+", "-", "@", "\t", "\r", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"}) {
        if (cell.compare(at, std::string(sign).size(), sign) == 0) return true;
    }
    return false;
}

bool is_calculated(Writer write, const std::string& words) {
    const std::string row = "x," + write(words) + ",y";
    for (const Cells& cells : {parted_as_written(row), parted_regardless(row)}) {
        for (const std::string& each : cells) {
            if (calculates(each)) return true;
        }
    }
    return false;
}

const std::string kWritten[] = {
    "=1+1",  "+1;cmd",       "@SUM(A1)", "-2+3",     "\t=1",      "\r=1",       "a;=1",
    "a\t=1", "a\n=1+1",      "a\r\n@x",  "a;\"=1\"", "\uFF1D1+1", "a; =1",      "\"=1\"",
    "-5",    "+420 600 000", "a,=1",     "plain",    "a;b",       "\"quoted\"", "\u017E\u010F;=1",
};

TEST(Csv, NothingIsCalculated) {
    for (const std::string& words : kWritten) EXPECT_FALSE(is_calculated(csv_cell, words)) << words;
}

RC_GTEST_PROP(Csv, NothingIsCalculatedWhateverIsWritten, ()) {
    const auto words = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("=+-@\t\r\n;,\" a1'")));
    RC_ASSERT(!is_calculated(csv_cell, words));
}

RC_GTEST_PROP(Csv, EveryWordComesBack, ()) {
    const auto words = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("=;,\" a1\n")));
    std::string back = parted_as_written("x," + csv_cell(words)).at(1);
    std::erase(back, '\'');
    RC_ASSERT(back == words);
}

TEST(Csv, NumbersStayNumbers) {
    EXPECT_EQ(csv_cell("-5.25"), "-5.25");
    EXPECT_EQ(csv_cell("\u017Dofie, \"Z\""), "\"\u017Dofie, \"\"Z\"\"\"");
}

std::string quoted_only(const std::string& text) {
    std::string out = "\"";
    for (const char each : text) out += each == '"' ? std::string("\"\"") : std::string(1, each);
    return out + "\"";
}
std::string beginning_only(const std::string& text) { return quoted_only(calculates(text) ? "'" + text : text); }

TEST(Csv, PlantedWritersAreSeen) {
    const auto seen = [](Writer write) {
        return std::any_of(std::begin(kWritten), std::end(kWritten),
                           [&](const auto& words) { return is_calculated(write, words); });
    };
    EXPECT_TRUE(seen(quoted_only));
    EXPECT_TRUE(seen(beginning_only));
    EXPECT_TRUE(seen([](const std::string& text) { return text; }));
    EXPECT_FALSE(seen(csv_cell));
}

}  // namespace
}  // namespace afterglow
