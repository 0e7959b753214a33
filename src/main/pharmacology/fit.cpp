// `afterglow fit`: one person's own parameters, from doses and samples in a file.

#include "pharmacology/fit/fit.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "desk/texts.h"
#include "main/commands.h"
#include "pharmacology/quantity.h"
#include "pharmacology/table.h"

namespace afterglow {
namespace {

namespace ph = pharmacology;

constexpr std::array kColumns{"kind",       "time_h",  "route", "drug",  "dose_mg",
                              "duration_h", "analyte", "site",  "ng_ml", "below_limit"};
constexpr std::array kMoreColumns{"enantiomer", "limit_ng_ml", "other_arm"};  // may be absent
constexpr std::size_t kMaxRows = 1000;
constexpr double kMinutesPerHour = 60;

struct Wanted {
    std::string folder = "models", model, data, weight, height, age, sex, format = "text";
    std::vector<std::string> free, with;
};

// One line of the file: names and numbers only, so no quoting. Empty cells say nothing.
class Row {
public:
    Row(const std::string& place, const std::vector<std::string>& header, std::vector<std::string> cells)
        : place_(place), header_(header), cells_(std::move(cells)) {}

    [[noreturn]] void complain(const std::string& what) const { throw std::runtime_error(place_ + ": " + what); }

    std::string text(const std::string& column) const {
        const auto found = std::ranges::find(header_, column);
        return found == header_.end() ? "" : cells_[static_cast<std::size_t>(found - header_.begin())];
    }
    std::optional<double> number(const std::string& column) const {
        const std::string cell = text(column);
        if (cell.empty()) return std::nullopt;
        double value = 0;
        const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
        if (error != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(value))
            complain(fmt::format("\"{}\" in the column {} is no number; write it like 12.5", cell, column));
        return value;
    }
    double needed_number(const std::string& column) const {
        const auto value = number(column);
        if (!value) complain(fmt::format("the column {} is empty; a {} needs it", column, text("kind")));
        return *value;
    }
    std::optional<bool> yes_or_no(const std::string& column) const {
        const std::string cell = text(column);
        if (cell.empty()) return std::nullopt;
        if (cell == "yes" || cell == "true" || cell == "1") return true;
        if (cell == "no" || cell == "false" || cell == "0") return false;
        complain(fmt::format("\"{}\" in the column {}; write yes or no, or leave it empty", cell, column));
    }
    template <DescribedEnum E>
    E one_of(const std::string& column) const {
        std::string cell = text(column);
        std::ranges::replace(cell, '-', '_');
        const auto value = enum_from<E>(cell);
        if (value) return *value;
        std::string allowed;
        for_each_enumerator<E>(
            [&](E, std::string_view name) { allowed += (allowed.empty() ? "" : ", ") + std::string(name); });
        complain(fmt::format("\"{}\" in the column {}; write one of: {}", text(column), column, allowed));
    }
    void must_be_empty(std::initializer_list<const char*> columns) const {
        for (const char* each : columns) {
            if (!text(each).empty()) complain(fmt::format("a {} has no {}; leave that cell empty", text("kind"), each));
        }
    }

private:
    std::string place_;
    const std::vector<std::string>& header_;
    std::vector<std::string> cells_;
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

// Doses and samples, and on which line each stands.
class DataFile {
public:
    explicit DataFile(std::string path) : path_(std::move(path)) {
        std::ifstream file(path_);
        if (!file) throw std::runtime_error(path_ + ": cannot be opened");
        std::string line;
        for (int number = 1; std::getline(file, line); ++number) {
            if (line.empty() || line == "\r") continue;
            if (header_.empty()) {
                read_header(line);
            } else {
                read_row(line, number);
            }
        }
        if (header_.empty())
            throw std::runtime_error(
                fmt::format("{}: is empty; the first line is {}", path_, fmt::join(kColumns, ",")));
    }

    const std::vector<ph::DoseAsked>& doses() const { return doses_; }
    const std::vector<ph::Sample>& samples() const { return samples_; }

    // "/samples/3/at_h" -> "data.csv:5"; other fields as they are.
    std::string place_of(const std::string& pointer) const {
        for (const auto& [prefix, lines] :
             {std::pair{std::string("/doses/"), &dose_lines_}, std::pair{std::string("/samples/"), &sample_lines_}}) {
            std::size_t index = 0;
            if (!pointer.starts_with(prefix)) continue;
            std::from_chars(pointer.data() + prefix.size(), pointer.data() + pointer.size(), index);
            if (index < lines->size()) return fmt::format("{}:{}", path_, (*lines)[index]);
        }
        return pointer;
    }

private:
    void read_header(const std::string& line) {
        header_ = split(line);
        const auto among = [](const auto& list, const std::string& name) {
            return std::ranges::find(list, name) != list.end();
        };
        for (const char* each : kColumns) {
            if (!among(header_, each))
                throw std::runtime_error(fmt::format("{}:1: there is no column {}; the first line is {}", path_, each,
                                                     fmt::join(kColumns, ",")));
        }
        for (const std::string& each : header_) {
            if (!among(kColumns, each) && !among(kMoreColumns, each))
                throw std::runtime_error(fmt::format("{}:1: the column {} is not known; besides {} there may be {}",
                                                     path_, each, fmt::join(kColumns, ","),
                                                     fmt::join(kMoreColumns, ",")));
        }
    }

    void read_row(const std::string& line, int number) {
        auto cells = split(line);
        const std::string place = fmt::format("{}:{}", path_, number);
        if (cells.size() != header_.size())
            throw std::runtime_error(fmt::format("{}: {} cells, but the header has {}; an empty cell needs its comma",
                                                 place, cells.size(), header_.size()));
        if (doses_.size() + samples_.size() >= kMaxRows)
            throw std::runtime_error(fmt::format("{}: more than {} rows; one person has fewer", place, kMaxRows));
        const Row row(place, header_, std::move(cells));
        const std::string kind = row.text("kind");
        if (kind == "dose") {
            add_dose(row);
            dose_lines_.push_back(number);
        } else if (kind == "sample") {
            add_sample(row);
            sample_lines_.push_back(number);
        } else {
            row.complain(fmt::format("\"{}\" in the column kind; write dose or sample", kind));
        }
    }

    void add_dose(const Row& row) {
        row.must_be_empty({"analyte", "site", "ng_ml", "below_limit", "enantiomer", "limit_ng_ml", "other_arm"});
        ph::DoseAsked dose{.at_h = row.needed_number("time_h"),
                           .route = row.one_of<ph::DrugRoute>("route"),
                           .drug = row.one_of<ph::Drug>("drug"),
                           .dose_mg = row.needed_number("dose_mg"),
                           .duration_min = {}};
        if (const auto hours = row.number("duration_h")) dose.duration_min = *hours * kMinutesPerHour;
        doses_.push_back(dose);
    }

    void add_sample(const Row& row) {
        row.must_be_empty({"route", "drug", "dose_mg", "duration_h"});
        ph::Sample sample{.at_h = row.needed_number("time_h"),
                          .analyte = row.one_of<ph::Analyte>("analyte"),
                          .site = row.one_of<ph::Site>("site"),
                          .enantiomer = {},
                          .ng_ml = row.needed_number("ng_ml"),
                          .below_limit = row.yes_or_no("below_limit"),
                          .limit_ng_ml = row.number("limit_ng_ml"),
                          .other_arm = row.yes_or_no("other_arm")};
        if (!row.text("enantiomer").empty()) sample.enantiomer = row.one_of<ph::Species>("enantiomer");
        samples_.push_back(sample);
    }

    std::string path_;
    std::vector<std::string> header_;
    std::vector<ph::DoseAsked> doses_;
    std::vector<ph::Sample> samples_;
    std::vector<int> dose_lines_, sample_lines_;
};

std::string say(const std::string& code, const Parameters& parameters = {}) {
    return text_of(code, clinic::Language::en, parameters);
}

int complain(const Refusal& refusal, const DataFile& data) {
    if (refusal.errors.empty()) fmt::print(stderr, "afterglow: {}\n", say(refusal.code, refusal.parameters));
    for (const FieldError& each : refusal.errors)
        fmt::print(stderr, "afterglow: {}: {}\n", data.place_of(each.pointer), say(each.code, each.parameters));
    return 1;
}

template <class Reader, class Into>
void read_option(const char* option, const std::string& text, Reader reader, Into& into) {
    if (text.empty()) return;
    const auto value = reader(text);
    if (!value.ok())
        throw std::runtime_error(fmt::format("{}: {}", option, say(value.refusal().code, value.refusal().parameters)));
    into = *value;
}

ph::FitAsked asked_of(const Wanted& wanted, const DataFile& data) {
    ph::FitAsked asked;
    if (!wanted.model.empty()) asked.model = Code{wanted.model};
    read_option("--weight", wanted.weight, ph::read_kilograms, asked.person.weight_kg);
    read_option("--height", wanted.height, ph::read_centimetres, asked.person.height_cm);
    read_option("--age", wanted.age, ph::read_years, asked.person.age_years);
    if (!wanted.sex.empty()) asked.person.sex = enum_from<ph::BodySex>(wanted.sex);
    asked.doses = data.doses();
    asked.samples = data.samples();
    if (!wanted.free.empty()) asked.free = wanted.free;
    if (!wanted.with.empty()) asked.with.emplace();
    for (const std::string& each : wanted.with) asked.with->push_back({each});
    return asked;
}

void print_text(const ph::Fit& fit) {
    const auto number = ph::number_text;
    fmt::print("{}, estimated from {} samples in {} steps; -2 ln of the posterior density {}\n\n", fit.model_name,
               fit.residuals.size(), fit.iterations, number(fit.objective));
    fmt::print("{:<18} {:>12} {:<8} {:>10} {:>10} {:>10} {:>10}\n", "parameter", "value", "unit", "eta", "omega",
               "ratio", "error");
    for (const ph::EtaFit& each : fit.etas)
        fmt::print("{:<18} {:>12.5g} {:<8} {:>10.4f} {:>10.4f} {:>10.3f} {:>10.4f}\n", each.parameter, each.value,
                   each.unit, each.eta, each.omega, each.ratio, each.standard_error);
    fmt::print("\n{:<8} {:>12} {:>12} {:>10}\n", "sample", "measured", "expected", "weighted");
    for (const ph::FitResidual& each : fit.residuals)
        fmt::print("{:<8} {:>12} {:>12.5g} {:>10}\n", each.index + 1,
                   fmt::format("{}{:.5g}", each.below_limit ? "<" : "", each.observed), each.predicted,
                   each.below_limit ? "" : fmt::format("{:.3f}", each.weighted));
    fmt::print("\n");
    for (const std::string& each : fit.warnings) fmt::print("note: {}\n", say(each));
    fmt::print("evidence {}: {}\n", enum_name(fit.evidence), fmt::join(fit.sources, "; "));
}

int run(const Wanted& wanted) {
    ph::LibraryReading reading = ph::read_library(wanted.folder);
    if (!reading.library) {
        fmt::print(stderr, "{}", print_mistakes(reading.mistakes));
        return 1;
    }
    const DataFile data(wanted.data);
    const auto fit = ph::fit(*reading.library, asked_of(wanted, data));
    if (!fit.ok()) return complain(fit.refusal(), data);
    if (wanted.format == "json") {
        fmt::print("{}\n", to_json(*fit));
    } else {
        print_text(*fit);
    }
    return 0;
}

}  // namespace

void add_fit(CLI::App& app, int& status) {
    auto wanted = std::make_shared<Wanted>();
    CLI::App* command =
        app.add_subcommand("fit", "One person's own parameters from what was measured: the most probable ones");
    command->add_option("--models", wanted->folder, "The folder of the models")->capture_default_str();
    command->add_option("--model", wanted->model, "Which model; else the default of the first dose's route");
    command
        ->add_option("--data", wanted->data,
                     fmt::format("Doses and samples: {}; cells that do not apply stay empty", fmt::join(kColumns, ",")))
        ->required();
    command->add_option("--free", wanted->free, "Estimate this parameter instead of the usual ones; several times");
    command->add_option("--weight", wanted->weight, "70kg; 70 kg if not given");
    command->add_option("--height", wanted->height, "175cm");
    command->add_option("--age", wanted->age, "45y");
    command->add_option("--sex", wanted->sex, "female or male")->check(CLI::IsMember({"female", "male"}));
    command->add_option("--with", wanted->with, "What else the person takes: \"ticlopidine 250mg bid\"; several times");
    command->add_option("--format", wanted->format, "text or json")
        ->capture_default_str()
        ->check(CLI::IsMember({"text", "json"}));
    command->callback([=, &status] { status = run(*wanted); });
}

}  // namespace afterglow
