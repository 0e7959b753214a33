#include "main/pharmacology/many.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "main/pharmacology/csv.h"
#include "pharmacology/curves.h"
#include "pharmacology/plan.h"

namespace afterglow {
namespace {

namespace ph = pharmacology;

constexpr std::size_t kPeopleAtOnce = 1024;
constexpr std::size_t kMaxRows = 10'000'000;

std::vector<ph::Dose> read_regimen(const std::string& path) {
    const CsvFile csv = read_csv(path, kMaxRows);
    csv.check_columns({"time_h", "route", "drug", "dose_mg", "duration_h"});
    std::vector<ph::Dose> doses;
    for (const CsvRow& row : csv.rows) {
        doses.push_back({.at_h = row.needed_number("time_h"),
                         .route = row.one_of<ph::DrugRoute>("route"),
                         .drug = row.one_of<ph::Drug>("drug"),
                         .dose_mg = row.needed_number("dose_mg"),
                         .duration_h = row.number("duration_h").value_or(0)});
        const ph::Dose& each = doses.back();
        if (each.at_h < 0 || each.dose_mg <= 0 || each.duration_h < 0)
            row.complain("a time and a duration are not negative, and a dose is above 0");
    }
    if (doses.empty()) throw std::runtime_error(path + ": has no dose");
    return doses;
}

std::vector<double> read_times(const std::string& path) {
    const CsvFile csv = read_csv(path, kMaxRows);
    csv.check_columns({"time_h"});
    std::vector<double> times;
    for (const CsvRow& row : csv.rows) {
        times.push_back(row.needed_number("time_h"));
        if (times.back() < 0 || (times.size() > 1 && times.back() <= times[times.size() - 2]))
            row.complain("times ascend, from 0 on");
    }
    if (times.empty()) throw std::runtime_error(path + ": has no time");
    return times;
}

// A row for each person, in the order of the model's etas; parameters without a column have none.
std::vector<double> read_etas(const std::string& path, const std::vector<std::string>& names, std::size_t& people) {
    const CsvFile csv = read_csv(path, kMaxRows);
    csv.check_columns({}, names);
    people = csv.rows.size();
    std::vector<double> etas;
    etas.reserve(names.size() * people);
    for (const CsvRow& row : csv.rows) {
        for (const std::string& each : names) etas.push_back(row.number(each).value_or(0));
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
