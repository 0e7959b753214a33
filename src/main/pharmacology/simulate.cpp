// `afterglow simulate`: what a dose will do, as a table, as JSON or as a picture.

#include "pharmacology/simulate.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <thread>

#include "main/commands.h"
#include "main/pharmacology/asking.h"
#include "main/pharmacology/many.h"
#include "pharmacology/quantity.h"
#include "pharmacology/table.h"

namespace afterglow {
namespace {

namespace ph = pharmacology;

std::atomic<bool> interrupted = false;

struct Wanted {
    std::string folder = shipped("models"), model, route = "iv", drug = "racemate", dose, duration, weight, height, age,
                sex;
    std::string until = "4h", every = "1min", interval, format = "csv", out = "-";
    std::vector<std::string> with, only;
    std::int64_t doses = 1, seed = 1, session = 1;
    std::optional<std::int64_t> population;
    std::optional<double> days;
    int threads = 0;
    bool summary = false;
    ManyFiles many;
};

// A model named as a file joins the library under its id.
bool add_model_file(ph::Library& library, std::string& model) {
    if (!model.ends_with(".toml")) return true;
    ph::ModelReading reading = ph::read_model(model);
    if (!reading.model) {
        fmt::print(stderr, "{}", print_mistakes(reading.mistakes));
        return false;
    }
    model = reading.model->id;
    std::erase_if(library.models, [&](const ph::Model& each) { return each.id == model; });
    library.models.push_back(std::move(*reading.model));
    return true;
}

// What the options say, or what is wrong with them.
class Asking {
public:
    explicit Asking(const Wanted& wanted) : wanted_(wanted) {}

    Result<ph::SimulationAsked> asked() {
        ph::SimulationAsked asked;
        const auto read = [&](const char* option, const std::string& text, auto reader, auto& into) {
            if (text.empty()) return;
            const auto value = reader(text);
            if (value.ok()) {
                into = *value;
            } else {
                wrong(option, value.refusal());
            }
        };
        read("--weight", wanted_.weight, ph::read_kilograms, asked.person.weight_kg);
        read("--height", wanted_.height, ph::read_centimetres, asked.person.height_cm);
        read("--age", wanted_.age, ph::read_years, asked.person.age_years);
        read("--until", wanted_.until, ph::read_hours, asked.until_h);
        double every_h = asked.every_min / 60, interval_h = 0, duration_h = 0;
        read("--every", wanted_.every, ph::read_hours, every_h);
        read("--interval", wanted_.interval, ph::read_hours, interval_h);
        read("--duration", wanted_.duration, ph::read_hours, duration_h);
        asked.every_min = every_h * 60;
        if (!wanted_.sex.empty()) asked.person.sex = enum_from<ph::BodySex>(wanted_.sex);
        if (!wanted_.model.empty()) asked.model = Code{wanted_.model};
        if (!wanted_.with.empty()) asked.with.emplace();
        for (const std::string& each : wanted_.with) asked.with->push_back({name_without_dose(each)});
        asked.population = wanted_.population;
        asked.seed = wanted_.seed;
        asked.session_number = wanted_.session;
        asked.days = wanted_.days;
        if (wanted_.doses > 1 && wanted_.interval.empty()) wrong("--interval", refuse("interval_needed"));
        if (wanted_.doses < 1 || wanted_.doses > static_cast<std::int64_t>(ph::kMaxDoses))
            wrong("--doses", refuse("out_of_range", {{"min", "1"}, {"max", std::to_string(ph::kMaxDoses)}}));
        add_doses(asked, interval_h, duration_h);
        if (errors_.empty()) return asked;
        Refusal refusal = refuse("invalid_fields");
        refusal.errors = std::move(errors_);
        return refusal;
    }

private:
    void wrong(const char* option, const Refusal& refusal) {
        errors_.push_back({option, refusal.code, refusal.parameters});
    }

    void add_doses(ph::SimulationAsked& asked, double interval_h, double duration_h) {
        ph::DoseAsked dose;
        std::string route = wanted_.route, drug = wanted_.drug;
        std::ranges::replace(route, '-', '_');
        const auto known_route = enum_from<ph::DrugRoute>(route);
        const auto known_drug = enum_from<ph::Drug>(drug);
        if (!known_route) return wrong("--route", refuse("route_unknown"));
        if (!known_drug) return wrong("--drug", refuse("drug_unknown"));
        if (wanted_.dose.empty()) return wrong("--dose", refuse("dose_needed"));
        const auto amount = ph::read_dose(wanted_.dose);
        if (!amount.ok()) return wrong("--dose", amount.refusal());
        if (amount->mg_per_kg && wanted_.weight.empty()) return wrong("--weight", refuse("weight_needed"));
        dose.route = *known_route;
        dose.drug = *known_drug;
        dose.dose_mg = amount->mg ? *amount->mg : *amount->mg_per_kg * asked.person.weight_kg;
        if (!wanted_.duration.empty()) dose.duration_min = duration_h * 60;
        for (std::int64_t i = 0; i < wanted_.doses; ++i) {
            dose.at_h = static_cast<double>(i) * interval_h;
            asked.doses.push_back(dose);
        }
    }

    const Wanted& wanted_;
    std::vector<FieldError> errors_;
};

std::string in_format(const ph::Simulation& simulation, const Wanted& wanted) {
    if (wanted.format == "json") return to_json(simulation) + "\n";
    if (wanted.format == "svg") return ph::to_svg(simulation);
    return wanted.summary ? ph::summary_csv(simulation) : ph::to_csv(simulation);
}

int write_out(const std::string& text, const std::string& out) {
    if (out == "-") {
        std::cout << text << std::flush;
        return std::cout.good() ? 0 : 1;
    }
    std::ofstream file(out, std::ios::binary | std::ios::trunc);
    file << text << std::flush;
    if (file.good()) return 0;
    fmt::print(stderr, "afterglow: {} could not be written\n", out);
    return 1;
}

// Which numbers to mind, on the error stream, so that the table stays a table.
void print_notes(const ph::Simulation& simulation) {
    for (const ph::Note& each : simulation.notes)
        fmt::print(stderr, "note: {} {}{} [{}] {}\n", enum_name(each.kind), each.what,
                   each.value ? fmt::format(" {:.4g}", *each.value) : "", enum_name(each.evidence), each.source);
}

int run(Wanted wanted) {
    auto library = load_models(wanted.folder);
    if (!library) return 1;
    if (!add_model_file(*library, wanted.model)) return 1;
    std::signal(SIGINT, [](int) { interrupted = true; });
    const bool terminal = ::isatty(STDERR_FILENO) != 0;
    const auto progress = [terminal](double share) {
        if (terminal) fmt::print(stderr, "\r{:3.0f} %{}", 100 * share, share >= 1 ? "\r      \r" : "");
        return !interrupted.load();
    };
    const int threads =
        wanted.threads > 0 ? wanted.threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    if (!wanted.many.regimen.empty()) return simulate_many(*library, wanted.model, wanted.many, wanted.out, progress);

    const auto asked = Asking(wanted).asked();
    if (!asked.ok()) return complain(asked.refusal(), std::identity());
    ph::SimulationOptions options{.threads = threads, .progress = progress};
    if (!wanted.only.empty()) options.only = wanted.only;
    const auto simulation = ph::simulate(*library, *asked, options);
    if (!simulation.ok()) {
        complain(simulation.refusal(), std::identity());
        return simulation.refusal().code == "stopped" ? 130 : 1;
    }
    print_notes(*simulation);
    return write_out(in_format(*simulation, wanted), wanted.out);
}

}  // namespace

void add_simulate(CLI::App& app, int& status) {
    auto wanted = std::make_shared<Wanted>();
    CLI::App* command = app.add_subcommand(
        "simulate", "What a dose will do: concentrations and effects over time, expected and not measured");
    command->add_option("--models", wanted->folder, "The folder of the models")->capture_default_str();
    command->add_option("--model", wanted->model, "Which model, or a model file; else the default of the route");
    command
        ->add_option("--route", wanted->route,
                     "iv, im, sc, oral, oral-tablet, oral-prolonged, sublingual, sublingual-spat, nasal, nasal-racemic")
        ->capture_default_str();
    command->add_option("--drug", wanted->drug, "racemate, esketamine or arketamine")->capture_default_str();
    command->add_option("--dose", wanted->dose, "With its unit: 0.5mg/kg, 70mg");
    command->add_option("--duration", wanted->duration, "Of an infusion: 40min");
    command->add_option("--doses", wanted->doses, "How often the dose is given")->capture_default_str();
    command->add_option("--interval", wanted->interval, "From one dose to the next: 12h, 2d");
    command->add_option("--weight", wanted->weight, "70kg; 70 kg if not given");
    command->add_option("--height", wanted->height, "175cm");
    command->add_option("--age", wanted->age, "45y");
    command->add_option("--sex", wanted->sex, "female or male")->check(CLI::IsMember({"female", "male"}));
    command->add_option("--with", wanted->with, "What else the person takes: \"ticlopidine 250mg bid\"; several times");
    command->add_option("--session", wanted->session, "Which session of the person it is: dissociation gets less")
        ->capture_default_str();
    command->add_option("--until", wanted->until, "How long to look")->capture_default_str();
    command->add_option("--every", wanted->every, "From one row to the next")->capture_default_str();
    command->add_option("--days", wanted->days, "Follow the mood score for so many days (json only)");
    command->add_option("--population", wanted->population, "Bands (5, 50, 95 %) from so many simulated people");
    command->add_option("--seed", wanted->seed, "Of the simulated people: the same seed, the same bytes")
        ->capture_default_str();
    command->add_option("--threads", wanted->threads, "0: as many as there are cores")->capture_default_str();
    command->add_option("--only", wanted->only, "Only these columns; several times");
    command->add_option("--format", wanted->format, "csv, json or svg")
        ->capture_default_str()
        ->check(CLI::IsMember({"csv", "json", "svg"}));
    command->add_flag("--summary", wanted->summary,
                      "Peak, its time, area and half-life of each column instead of the table");
    command->add_option("--out", wanted->out, "The file to write, or - for standard output")->capture_default_str();
    command->add_option("--regimen", wanted->many.regimen, "Doses from a file: time_h,route,drug,dose_mg,duration_h");
    command->add_option("--etas", wanted->many.etas,
                        "Many people from a file: a column for each parameter, a row for each person");
    command->add_option("--times", wanted->many.times, "Times from a file: a column time_h");
    command->callback([=, &status] { status = run(*wanted); });
}

}  // namespace afterglow
