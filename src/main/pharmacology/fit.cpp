// `afterglow fit`: one person's own parameters, from doses and samples in a file.

#include "pharmacology/fit/fit.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "main/commands.h"
#include "main/pharmacology/asking.h"
#include "main/pharmacology/csv.h"
#include "pharmacology/quantity.h"
#include "pharmacology/table.h"

namespace afterglow {
namespace {

namespace ph = pharmacology;

const std::vector<std::string> kColumns{"kind",       "time_h",  "route", "drug",  "dose_mg",
                                        "duration_h", "analyte", "site",  "ng_ml", "below_limit"};
const std::vector<std::string> kMoreColumns{"enantiomer", "limit_ng_ml", "other_arm"};  // may be absent
constexpr std::size_t kMaxRows = 1000;
constexpr double kMinutesPerHour = 60;

struct Wanted {
    std::string folder = shipped("models"), model, data, weight, height, age, sex, format = "text";
    std::vector<std::string> free, with;
};

// Doses and samples, and on which line each stands.
class DataFile {
public:
    explicit DataFile(std::string path) : path_(std::move(path)) {
        const CsvFile csv = read_csv(path_, kMaxRows);
        csv.check_columns(kColumns, kMoreColumns);
        for (const CsvRow& row : csv.rows) read_row(row);
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
    void read_row(const CsvRow& row) {
        const std::string kind = row.text("kind");
        if (kind == "dose") {
            add_dose(row);
            dose_lines_.push_back(row.line());
        } else if (kind == "sample") {
            add_sample(row);
            sample_lines_.push_back(row.line());
        } else {
            row.complain(fmt::format("\"{}\" in the column kind; write dose or sample", kind));
        }
    }

    static void must_be_empty(const CsvRow& row, std::initializer_list<const char*> columns) {
        for (const char* each : columns) {
            if (!row.text(each).empty())
                row.complain(fmt::format("a {} has no {}; leave that cell empty", row.text("kind"), each));
        }
    }

    void add_dose(const CsvRow& row) {
        must_be_empty(row, {"analyte", "site", "ng_ml", "below_limit", "enantiomer", "limit_ng_ml", "other_arm"});
        ph::DoseAsked dose{.at_h = row.needed_number("time_h"),
                           .route = row.one_of<ph::DrugRoute>("route"),
                           .drug = row.one_of<ph::Drug>("drug"),
                           .dose_mg = row.needed_number("dose_mg"),
                           .duration_min = {}};
        if (const auto hours = row.number("duration_h")) dose.duration_min = *hours * kMinutesPerHour;
        doses_.push_back(dose);
    }

    void add_sample(const CsvRow& row) {
        must_be_empty(row, {"route", "drug", "dose_mg", "duration_h"});
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
    std::vector<ph::DoseAsked> doses_;
    std::vector<ph::Sample> samples_;
    std::vector<int> dose_lines_, sample_lines_;
};

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
    for (const std::string& each : wanted.with) asked.with->push_back({name_without_dose(each)});
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
    const auto library = load_models(wanted.folder);
    if (!library) return 1;
    const DataFile data(wanted.data);
    const auto fit = ph::fit(*library, asked_of(wanted, data));
    if (!fit.ok()) return complain(fit.refusal(), [&](const std::string& pointer) { return data.place_of(pointer); });
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
