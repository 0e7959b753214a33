#include "main/pharmacology/many.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "pharmacology/curves.h"
#include "pharmacology/plan.h"

namespace afterglow {
namespace {

namespace ph = pharmacology;

constexpr std::size_t kPeopleAtOnce = 1024;
constexpr std::size_t kMaxRows = 10'000'000;

// A file of plain comma-separated values with a header; numbers and names only, so no quoting.
struct Csv {
    std::string path;
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
    std::vector<int> lines;

    [[noreturn]] void complain(std::size_t row, const std::string& what) const {
        throw std::runtime_error(fmt::format("{}:{}: {}", path, lines[row], what));
    }
    std::size_t column(const std::string& name) const {
        const auto found = std::ranges::find(header, name);
        if (found == header.end()) throw std::runtime_error(fmt::format("{}:1: there is no column {}", path, name));
        return static_cast<std::size_t>(found - header.begin());
    }
    double number(std::size_t row, std::size_t column) const {
        const std::string& text = rows[row][column];
        double value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
            complain(row, fmt::format("\"{}\" in the column {} is no number", text, header[column]));
        return value;
    }
};

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

Csv read_csv(const std::string& path) {
    Csv csv{.path = path, .header = {}, .rows = {}, .lines = {}};
    std::ifstream file(path);
    if (!file) throw std::runtime_error(path + ": cannot be opened");
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (line.empty() || line == "\r") continue;
        auto cells = split(line);
        if (csv.header.empty()) {
            csv.header = std::move(cells);
            continue;
        }
        if (cells.size() != csv.header.size())
            throw std::runtime_error(
                fmt::format("{}:{}: {} cells, but the header has {}", path, number, cells.size(), csv.header.size()));
        if (csv.rows.size() >= kMaxRows) throw std::runtime_error(fmt::format("{}: more than {} rows", path, kMaxRows));
        csv.rows.push_back(std::move(cells));
        csv.lines.push_back(number);
    }
    if (csv.header.empty()) throw std::runtime_error(path + ": is empty; the first line names the columns");
    return csv;
}

std::vector<ph::Dose> read_regimen(const std::string& path) {
    const Csv csv = read_csv(path);
    const std::size_t time = csv.column("time_h"), route = csv.column("route"), drug = csv.column("drug"),
                      dose = csv.column("dose_mg"), duration = csv.column("duration_h");
    std::vector<ph::Dose> doses;
    for (std::size_t row = 0; row < csv.rows.size(); ++row) {
        std::string route_name = csv.rows[row][route];
        std::ranges::replace(route_name, '-', '_');
        const auto known_route = enum_from<ph::DrugRoute>(route_name);
        const auto known_drug = enum_from<ph::Drug>(csv.rows[row][drug]);
        if (!known_route) csv.complain(row, "there is no route " + csv.rows[row][route]);
        if (!known_drug) csv.complain(row, "there is no drug " + csv.rows[row][drug]);
        doses.push_back({.at_h = csv.number(row, time),
                         .route = *known_route,
                         .drug = *known_drug,
                         .dose_mg = csv.number(row, dose),
                         .duration_h = csv.number(row, duration)});
        const ph::Dose& each = doses.back();
        if (each.at_h < 0 || each.dose_mg <= 0 || each.duration_h < 0)
            csv.complain(row, "a time and a duration are not negative, and a dose is above 0");
    }
    if (doses.empty()) throw std::runtime_error(path + ": has no dose");
    return doses;
}

std::vector<double> read_times(const std::string& path) {
    const Csv csv = read_csv(path);
    const std::size_t time = csv.column("time_h");
    std::vector<double> times;
    for (std::size_t row = 0; row < csv.rows.size(); ++row) {
        times.push_back(csv.number(row, time));
        if (times.back() < 0 || (times.size() > 1 && times.back() <= times[times.size() - 2]))
            csv.complain(row, "times ascend, from 0 on");
    }
    if (times.empty()) throw std::runtime_error(path + ": has no time");
    return times;
}

// A row for each person, in the order of the model's etas; parameters without a column have none.
std::vector<double> read_etas(const std::string& path, const std::vector<std::string>& names, std::size_t& people) {
    const Csv csv = read_csv(path);
    for (const std::string& each : csv.header) {
        if (std::ranges::find(names, each) == names.end())
            throw std::runtime_error(fmt::format("{}:1: the model has no variable parameter {}; it has: {}", path, each,
                                                 fmt::join(names, ", ")));
    }
    people = csv.rows.size();
    std::vector<double> etas(names.size() * people);
    for (std::size_t row = 0; row < people; ++row) {
        for (std::size_t column = 0; column < csv.header.size(); ++column) {
            const auto index = static_cast<std::size_t>(std::ranges::find(names, csv.header[column]) - names.begin());
            etas[row * names.size() + index] = csv.number(row, column);
        }
    }
    return etas;
}

class Table {
public:
    Table(std::ostream& stream, const ph::CurveSet& set) : stream_(stream) {
        stream_ << "person,time_h";
        for (const ph::Curve& each : set.headings()) stream_ << ',' << each.name;
        stream_ << "\r\n";
        columns_ = set.size();
    }
    void write(std::size_t first, std::size_t people, std::span<const double> times, std::span<const double> rows) {
        for (std::size_t p = 0; p < people; ++p) {
            text_.clear();
            for (std::size_t t = 0; t < times.size(); ++t) {
                fmt::format_to(std::back_inserter(text_), "{},{:.8g}", first + p + 1, times[t]);
                for (std::size_t c = 0; c < columns_; ++c)
                    fmt::format_to(std::back_inserter(text_), ",{:.8g}", rows[(c * times.size() + t) * people + p]);
                text_ += "\r\n";
            }
            stream_ << text_;
        }
    }

private:
    std::ostream& stream_;
    std::size_t columns_ = 0;
    std::string text_;
};

std::optional<ph::Model> model_named(const ph::Library& library, const std::string& name) {
    if (const ph::Model* model = library.find(name)) return *model;
    ph::ModelReading reading = ph::read_model(name);
    if (!reading.model) fmt::print(stderr, "{}", print_mistakes(reading.mistakes));
    return std::move(reading.model);
}

}  // namespace

int simulate_many(const ph::Library& library, const std::string& name, const ManyFiles& files, const std::string& out,
                  const std::function<bool(double)>& progress) {
    const auto model = model_named(library, name.empty() ? "kat-c1" : name);
    if (!model) return 1;
    if (files.times.empty()) throw std::runtime_error("--times is needed beside --regimen");
    ph::Understood question;
    question.model = &*model;
    question.doses = read_regimen(files.regimen);
    const std::vector<double> times = read_times(files.times);
    const ph::Plan plan(*model, library.effects.effect_site, {}, question.doses);
    std::size_t people = 1;
    std::vector<double> etas(plan.etas());
    if (!files.etas.empty()) etas = read_etas(files.etas, plan.names_of_etas(), people);
    const ph::CurveSet set(*model, library.effects, plan, question);

    std::ofstream file;
    if (out != "-") file.open(out, std::ios::binary | std::ios::trunc);
    std::ostream& stream = out == "-" ? std::cout : file;
    Table table(stream, set);
    for (std::size_t first = 0; first < people; first += kPeopleAtOnce) {
        const std::size_t some = std::min(kPeopleAtOnce, people - first);
        std::vector<double> rows(set.size() * times.size() * some);
        const std::vector<ph::Person> typical(some);
        set.evaluate(plan, std::span(etas).subspan(first * plan.etas(), some * plan.etas()), typical, times, rows);
        table.write(first, some, times, rows);
        if (!stream.good()) throw std::runtime_error(out + " could not be written whole");
        if (!progress(static_cast<double>(first + some) / static_cast<double>(people))) return 130;
    }
    stream.flush();
    if (!stream.good()) throw std::runtime_error(out + " could not be written whole");
    return 0;
}

}  // namespace afterglow
