#include "main/pharmacology/csv.h"

#include <charconv>
#include <cmath>
#include <fstream>

namespace afterglow {
namespace {

std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
        if (c == ',') {
            cells.emplace_back();
        } else if (c != '\r' && c != ' ') {
            cells.back() += c;
        }
    }
    return cells;
}

bool among(const std::vector<std::string>& list, const std::string& name) {
    return std::ranges::find(list, name) != list.end();
}

}  // namespace

void CsvRow::complain(const std::string& what) const {
    throw std::runtime_error(fmt::format("{}:{}: {}", header_->path, line_, what));
}

std::string CsvRow::text(const std::string& column) const {
    const auto found = std::ranges::find(header_->columns, column);
    return found == header_->columns.end() ? "" : cells_[static_cast<std::size_t>(found - header_->columns.begin())];
}

std::optional<double> CsvRow::number(const std::string& column) const {
    const std::string cell = text(column);
    if (cell.empty()) return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(value))
        complain(fmt::format("\"{}\" in the column {} is no number; write it like 12.5", cell, column));
    return value;
}

double CsvRow::needed_number(const std::string& column) const {
    const auto value = number(column);
    if (!value) complain(fmt::format("the column {} is empty; a number is needed here", column));
    return *value;
}

std::optional<bool> CsvRow::yes_or_no(const std::string& column) const {
    const std::string cell = text(column);
    if (cell.empty()) return std::nullopt;
    if (cell == "yes" || cell == "true" || cell == "1") return true;
    if (cell == "no" || cell == "false" || cell == "0") return false;
    complain(fmt::format("\"{}\" in the column {}; write yes or no, or leave it empty", cell, column));
}

void CsvFile::check_columns(const std::vector<std::string>& needed, const std::vector<std::string>& possible) const {
    for (const std::string& each : needed) {
        if (!among(header->columns, each))
            throw std::runtime_error(fmt::format("{}:1: there is no column {}; the first line is {}", header->path,
                                                 each, fmt::join(needed, ",")));
    }
    for (const std::string& each : header->columns) {
        if (!among(needed, each) && !among(possible, each))
            throw std::runtime_error(fmt::format("{}:1: the column {} is not known; known are {}{}{}", header->path,
                                                 each, fmt::join(needed, ", "), possible.empty() ? "" : ", ",
                                                 fmt::join(possible, ", ")));
    }
}

CsvFile read_csv(const std::string& path, std::size_t max_rows) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error(path + ": cannot be opened");
    CsvFile csv;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (line.empty() || line == "\r") continue;
        auto cells = split(line);
        if (!csv.header) {
            csv.header = std::make_shared<const CsvHeader>(CsvHeader{path, std::move(cells)});
            continue;
        }
        if (cells.size() != csv.header->columns.size())
            throw std::runtime_error(
                fmt::format("{}:{}: {} cells, but the header has {}; an empty cell needs its comma", path, number,
                            cells.size(), csv.header->columns.size()));
        if (csv.rows.size() >= max_rows)
            throw std::runtime_error(fmt::format("{}:{}: more than {} rows", path, number, max_rows));
        csv.rows.emplace_back(csv.header, number, std::move(cells));
    }
    if (!csv.header) throw std::runtime_error(path + ": is empty; the first line names the columns");
    return csv;
}

}  // namespace afterglow
