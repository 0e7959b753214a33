// `afterglow models`: which there are, and whether they still give what they are to give.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "main/commands.h"
#include "main/pharmacology/report.h"
#include "pharmacology/regression.h"

namespace afterglow {
namespace {

namespace ph = pharmacology;

std::string routes_of(const ph::Model& model) {
    std::string routes;
    for (const ph::Input& each : model.inputs) {
        const std::string name(enum_name(each.route));
        if (routes.find(name) == std::string::npos) routes += (routes.empty() ? "" : ", ") + name;
    }
    return routes;
}

int list(const std::string& folder) {
    const auto library = load_models(folder);
    if (!library) return 1;
    for (const ph::Model& each : library->models) {
        fmt::print("{:<22} {}{}\n", each.id, each.name, each.published ? "" : " (own calibration, not published)");
        fmt::print("{:<22} routes: {}\n", "", routes_of(each));
        fmt::print("{:<22} {} [{}], {}\n", "", each.population.text, enum_name(each.population.evidence), each.source);
    }
    return 0;
}

void print_row(const ph::RegressionRow& row) {
    const std::string at = row.at_h ? fmt::format(" at {} h", *row.at_h) : "";
    if (!row.problem.empty()) {
        fmt::print("{}: {}: {} {}{}: {}\n", row.model, row.regression, row.of, enum_name(row.what), at, row.problem);
    } else {
        fmt::print("{}: {}: {} {}{} is {:.5g}, not {:.5g} ({:+.2f} %{})\n", row.model, row.regression, row.of,
                   enum_name(row.what), at, row.got, row.is, 100 * row.deviation(),
                   row.tolerance ? fmt::format(", {:.2g} % allowed", 100 * *row.tolerance) : "");
    }
}

int check(const std::string& folder, const std::string& file, bool all_rows) {
    const auto library = load_models(folder);
    if (!library) return 1;
    std::vector<ph::Model> models = library->models;
    if (!file.empty()) {
        const ph::ModelReading reading = ph::read_model(file);
        if (!reading.model) {
            fmt::print("{}", print_mistakes(reading.mistakes));
            fmt::print("{}: {} mistakes\n", file, reading.mistakes.size());
            return 1;
        }
        models = {*reading.model};
    }
    std::size_t rows = 0, drifting = 0;
    for (const ph::Model& model : models) {
        for (const ph::RegressionRow& row : ph::run_regressions(*library, model)) {
            ++rows;
            if (row.drifts()) ++drifting;
            if (row.drifts() || all_rows) print_row(row);
        }
    }
    fmt::print("{} models, {} rows, {} drift\n", models.size(), rows, drifting);
    return drifting == 0 ? 0 : 1;
}

}  // namespace

void add_models(CLI::App& app, int& status) {
    auto folder = std::make_shared<std::string>(shipped("models"));
    auto file = std::make_shared<std::string>();
    auto all_rows = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand("models", "Pharmacological models: list them, check them");
    command->add_option("--models", *folder, "The folder of the models")->capture_default_str();
    CLI::App* checking = command->add_subcommand(
        "check", "Look for mistakes in the model files and run their regression tables; names every row that drifts");
    checking->add_option("FILE", *file, "One model file; else all of the folder");
    checking->add_flag("--all", *all_rows, "Print every row");
    checking->callback([=, &status] { status = check(*folder, *file, *all_rows); });
    add_models_report(*command, folder, status);
    command->callback([=, &status] {
        if (command->get_subcommands().empty()) status = list(*folder);
    });
}

}  // namespace afterglow
