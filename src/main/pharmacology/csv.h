#pragma once
// Files of comma-separated values with a header: names and numbers only, so no quoting. What is wrong is thrown as
// std::runtime_error, "file:line: what, and how to mend it".

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/described.h"

namespace afterglow {

struct CsvHeader {
    std::string path;
    std::vector<std::string> columns;
};

// Empty cells say nothing.
class CsvRow {
public:
    CsvRow(std::shared_ptr<const CsvHeader> header, int line, std::vector<std::string> cells)
        : header_(std::move(header)), line_(line), cells_(std::move(cells)) {}

    int line() const { return line_; }
    [[noreturn]] void complain(const std::string& what) const;
    const std::string& cell(std::size_t column) const { return cells_[column]; }
    std::string text(const std::string& column) const;  // empty if there is no such column
    std::optional<double> number(const std::string& column) const;
    double needed_number(const std::string& column) const;
    std::optional<bool> yes_or_no(const std::string& column) const;
    // The enumerator of that name; "-" is read as "_".
    template <DescribedEnum E>
    E one_of(const std::string& column) const {
        std::string name = text(column);
        std::ranges::replace(name, '-', '_');
        if (const auto value = enum_from<E>(name)) return *value;
        std::string allowed;
        for_each_enumerator<E>(
            [&](E, std::string_view each) { allowed.append(allowed.empty() ? "" : ", ").append(each); });
        complain(fmt::format("\"{}\" in the column {}; write one of: {}", text(column), column, allowed));
    }

private:
    std::shared_ptr<const CsvHeader> header_;
    int line_;
    std::vector<std::string> cells_;
};

struct CsvFile {
    std::shared_ptr<const CsvHeader> header;
    std::vector<CsvRow> rows;

    // All of `needed` and nothing but them and `possible`.
    void check_columns(const std::vector<std::string>& needed, const std::vector<std::string>& possible = {}) const;
};
CsvFile read_csv(const std::string& path, std::size_t max_rows);

}  // namespace afterglow
