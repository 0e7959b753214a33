#include "main/pharmacology/compare.h"

#include <algorithm>
#include <cmath>

#include "pharmacology/names.h"
#include "pharmacology/table.h"

namespace afterglow {
namespace {

namespace ph = pharmacology;

constexpr double kFineStepMin = 0.25, kCoarseStepMin = 1, kFineUntilH = 24;
constexpr double kLongH = 96;  // stands for infinity: after it nothing is left that a table would show
constexpr double kReferenceInfusionMin = 30;
constexpr double kMoodUntilH = 4;  // the days after are followed apart from the curves
constexpr double kLinesEndAfter = 1.05;
constexpr std::size_t kLinePoints = 240;

double weight_kg(const ObservedStudy& study) { return study.weight_kg.value_or(kAssumedWeightKg); }

double milligrams(const ObservedStudy& study, const GivenDose& dose) {
    return dose.dose_mg ? *dose.dose_mg : *dose.dose_mg_per_kg * weight_kg(study);
}

ph::SimulationAsked question(const ObservedStudy& study, const std::string& model, double until_h) {
    ph::SimulationAsked asked;
    asked.model = Code{model};
    asked.person.weight_kg = weight_kg(study);
    asked.until_h = until_h;
    asked.every_min = until_h <= kFineUntilH ? kFineStepMin : kCoarseStepMin;
    for (const GivenDose& each : study.doses)
        asked.doses.push_back({.at_h = each.at_h,
                               .route = each.route,
                               .drug = each.drug,
                               .dose_mg = milligrams(study, each),
                               .duration_min = each.duration_min});
    return asked;
}

double at(const ph::Simulation& simulation, const std::vector<double>& values, double time_h) {
    const auto above = std::ranges::lower_bound(simulation.times_h, time_h);
    if (above == simulation.times_h.begin()) return values.front();
    if (above == simulation.times_h.end()) return values.back();
    const auto i = static_cast<std::size_t>(above - simulation.times_h.begin());
    const double before = simulation.times_h[i - 1];
    return std::lerp(values[i - 1], values[i], (time_h - before) / (*above - before));
}

// One model, asked what one study observed. Each simulation is made once, when it is first needed.
class Asked {
public:
    Asked(const ph::Library& library, const ObservedStudy& study, const std::string& model)
        : library_(library), study_(study), model_(model), seen_(run(question(study, model, study.until_h))) {}

    const Result<ph::Simulation>& seen() const { return seen_; }

    const ph::Curve* curve(const std::string& name) const { return curve_of(seen_, name); }

    std::optional<double> value(const std::string& name, double time_h) const {
        const ph::Curve* found = curve(name);
        return found ? std::optional(at(*seen_, found->typical, time_h)) : std::nullopt;
    }

    std::optional<double> value(const ObservedStatistic& statistic) {
        using enum Observable;
        switch (statistic.what) {
            case cmax: return from_summary(statistic, [](const auto& of) { return std::optional(of.maximum); });
            case tmax_h: return from_summary(statistic, [](const auto& of) { return std::optional(of.maximum_at_h); });
            case auc: return from_summary(statistic, [](const auto& of) { return of.auc_h; });
            case half_life_h: return from_summary(statistic, [](const auto& of) { return of.half_life_h; });
            case value: return this->value(*statistic.curve, *statistic.at_h);
            case auc_ratio: return divided(area(seen_, *statistic.curve), area(seen_, *statistic.over));
            case clearance_l_h: return clearance(*statistic.curve);
            case availability: return divided(area(long_after(), *statistic.curve), area(vein(), *statistic.curve));
            case drug_points: return points(*statistic.day);
            case response_share: return share(*statistic.day, &ph::DayShare::response);
            case remission_share: return share(*statistic.day, &ph::DayShare::remission);
        }
        return std::nullopt;
    }

private:
    using Maybe = std::optional<Result<ph::Simulation>>;

    Result<ph::Simulation> run(const ph::SimulationAsked& asked) const { return ph::simulate(library_, asked); }

    static const ph::Curve* curve_of(const Result<ph::Simulation>& simulation, const std::string& name) {
        if (!simulation.ok()) return nullptr;
        const auto found = std::ranges::find(simulation->curves, name, &ph::Curve::name);
        return found == simulation->curves.end() ? nullptr : &*found;
    }
    static std::optional<double> area(const Result<ph::Simulation>& simulation, const std::string& name) {
        const ph::Curve* found = curve_of(simulation, name);
        return found ? found->summary.auc_h : std::nullopt;
    }
    static std::optional<double> divided(std::optional<double> a, std::optional<double> b) {
        return a && b ? std::optional(*a / *b) : std::nullopt;
    }

    template <class Take>
    std::optional<double> from_summary(const ObservedStatistic& statistic, Take take) const {
        const ph::Curve* found = curve(*statistic.curve);
        return found ? take(found->summary) : std::nullopt;
    }

    const Result<ph::Simulation>& long_after() {
        if (!long_) long_ = run(question(study_, model_, kLongH));
        return *long_;
    }
    const Result<ph::Simulation>& vein() {
        if (vein_) return *vein_;
        ph::SimulationAsked asked = question(study_, model_, kLongH);
        for (ph::DoseAsked& each : asked.doses) {
            each.route = ph::DrugRoute::iv;
            each.duration_min = kReferenceInfusionMin;
        }
        vein_ = run(asked);
        return *vein_;
    }
    const Result<ph::Simulation>& days_after() {
        if (days_) return *days_;
        double day = 1;
        for (const ObservedStatistic& each : *study_.statistics) day = std::max(day, each.day.value_or(0));
        ph::SimulationAsked asked = question(study_, model_, kMoodUntilH);
        asked.days = day + std::ceil(asked.doses.back().at_h / 24);
        days_ = run(asked);
        return *days_;
    }

    // Of one enantiomer: half of the racemate.
    std::optional<double> clearance(const std::string& name) {
        const ph::Curve* found = curve_of(vein(), name);
        if (!found || !found->summary.auc_h) return std::nullopt;
        double dose_mg = 0;
        for (const GivenDose& each : study_.doses)
            dose_mg += milligrams(study_, each) * (each.drug == ph::Drug::racemate && found->enantiomer ? 0.5 : 1);
        return dose_mg * 1000 / *found->summary.auc_h;
    }
    std::optional<double> points(double day) {
        if (!days_after().ok() || !days_after()->days_after) return std::nullopt;
        const ph::DaysAfter& after = *days_after()->days_after;
        const auto found = std::ranges::min_element(after.times_d, {}, [&](double d) { return std::abs(d - day); });
        return after.drug_points[static_cast<std::size_t>(found - after.times_d.begin())];
    }
    std::optional<double> share(double day, double ph::DayShare::* of) {
        if (!days_after().ok() || !days_after()->days_after) return std::nullopt;
        const auto& shares = days_after()->days_after->shares;
        const auto found = std::ranges::find(shares, day, &ph::DayShare::day);
        return found == shares.end() ? std::nullopt : std::optional((*found).*of);
    }

    const ph::Library& library_;
    const ObservedStudy& study_;
    std::string model_;
    Result<ph::Simulation> seen_;
    Maybe long_, vein_, days_;
};

// "s_ketamine_venous_ng_ml" as one says it.
std::string words_of(std::string curve) {
    curve = ph::spoken(std::move(curve));
    if (curve.starts_with("s ") || curve.starts_with("r "))
        curve = (curve.front() == 's' ? "S-" : "R-") + curve.substr(2);
    if (curve == "cadss") curve = "CADSS";
    return curve;
}

std::string unit_of(const ObservedStatistic& statistic, const std::vector<Asked>& models) {
    using enum Observable;
    switch (statistic.what) {
        case tmax_h:
        case half_life_h: return "h";
        case auc: return "ng h/mL";
        case clearance_l_h: return "L/h";
        case drug_points: return "points";
        case cmax:
        case value:
            for (const Asked& each : models) {
                if (const ph::Curve* found = each.curve(*statistic.curve)) return found->unit;
            }
            return "";
        case auc_ratio:
        case availability:
        case response_share:
        case remission_share: return "";
    }
}

std::string label_of(const ObservedStatistic& statistic) {
    using enum Observable;
    const std::string curve = statistic.curve ? words_of(*statistic.curve) : "";
    switch (statistic.what) {
        case cmax: return curve + ", peak";
        case tmax_h: return curve + ", time of the peak";
        case auc: return curve + ", area";
        case half_life_h: return curve + ", half-life";
        case value: return fmt::format("{} at {:.4g} h", curve, *statistic.at_h);
        case auc_ratio: return fmt::format("{} / {}, areas", curve, words_of(*statistic.over));
        case clearance_l_h: return curve + ", clearance";
        case availability: return curve + ", availability";
        case drug_points: return fmt::format("MADRS points by the drug, day {:g}", *statistic.day);
        case response_share: return fmt::format("response, day {:g} after the last dose", *statistic.day);
        case remission_share: return fmt::format("remission, day {:g} after the last dose", *statistic.day);
    }
    return curve;
}

class Comparing {
public:
    Comparing(const ph::Library& library, ObservedFile& file, const ObservedStudy& study)
        : library_(library), file_(file), study_(study) {
        result_.study = &study;
    }

    ComparedStudy compare() {
        for (std::size_t i = 0; i < study_.models.size(); ++i) {
            models_.emplace_back(library_, study_, study_.models[i]);
            if (!models_.back().seen().ok()) return refused(study_.models[i], models_.back().seen().refusal());
            note_ranges(*models_.back().seen());
        }
        for (const ObservedSeries& each : study_.points.value_or(std::vector<ObservedSeries>{})) add_series(each);
        if (study_.statistics) std::ranges::for_each(*study_.statistics, [&](const auto& each) { add(each); });
        return std::move(result_);
    }

private:
    ComparedStudy refused(const std::string& model, const Refusal& refusal) {
        std::string why = refusal.code;
        for (const FieldError& each : refusal.errors) why += " " + each.pointer + " " + each.code;
        file_.mistake(model, "cannot_simulate", "This model cannot simulate the study: " + why);
        return std::move(result_);
    }

    void note_ranges(const ph::Simulation& simulation) {
        for (const ph::Note& each : simulation.notes) {
            if (each.kind != ph::NoteKind::outside_range) continue;
            result_.outside.push_back(fmt::format("{}: `{}` is {:.3g} here; the model was made for {:g} to {:g}",
                                                  simulation.model, each.what, *each.value, *each.min, *each.max));
        }
    }

    void finish(ComparedRow row, const std::optional<std::vector<std::string>>& accept_for) {
        for (std::size_t i = 0; i < row.predictions.size(); ++i) {
            Prediction& each = row.predictions[i];
            if (!each.value) continue;
            if (row.low) each.within_range = *each.value >= *row.low && *each.value <= *row.high;
            if (row.accept && (!accept_for || std::ranges::find(*accept_for, study_.models[i]) != accept_for->end()))
                each.holds = std::abs(*each.value / *row.observed - 1) <= *row.accept;
        }
        result_.rows.push_back(std::move(row));
    }

    void must_exist(const std::string& curve) {
        if (std::ranges::none_of(models_, [&](const Asked& each) { return each.curve(curve) != nullptr; }))
            file_.mistake(curve, "curve_unknown", "None of the study's models has this curve.");
    }

    // nmol/mL are g/mol times as many ng/mL.
    double factor(const ObservedSeries& series) const {
        if (series.unit.value_or(ConcentrationUnit::ng_ml) == ConcentrationUnit::ng_ml) return 1;
        for (const Asked& each : models_) {
            const ph::Curve* found = each.curve(series.curve);
            if (found && found->analyte) return ph::molar_mass(*found->analyte);
        }
        return 1;
    }

    void add_series(const ObservedSeries& series) {
        must_exist(series.curve);
        const double ng_ml = factor(series);
        DrawnSeries drawn{words_of(series.curve), series.time_h, {}, {}};
        for (std::size_t i = 0; i < series.time_h.size(); ++i) {
            ComparedRow row;
            row.label = fmt::format("{} at {:.4g} h", words_of(series.curve), series.time_h[i]);
            row.unit = "ng/mL";
            row.note = i == 0 ? series.note.value_or("") : "";
            row.observed = series.observed[i] * ng_ml;
            row.accept = series.accept;
            row.evidence = series.evidence.value_or(study_.evidence);
            for (const Asked& each : models_) row.predictions.push_back({each.value(series.curve, series.time_h[i])});
            drawn.observed_ng_ml.push_back(*row.observed);
            finish(std::move(row), std::nullopt);
        }
        draw(series.curve, std::move(drawn));
    }

    void draw(const std::string& curve, DrawnSeries drawn) {
        if (result_.grid_h.empty()) lay_grid();
        for (const Asked& model : models_) {
            std::vector<double>& line = drawn.predicted.emplace_back();
            if (!model.curve(curve)) continue;
            for (const double each : result_.grid_h) line.push_back(*model.value(curve, each));
        }
        result_.drawn.push_back(std::move(drawn));
    }

    void lay_grid() {
        double end = 0;
        for (const ObservedSeries& each : *study_.points) end = std::max(end, std::ranges::max(each.time_h));
        end = std::min(end * kLinesEndAfter, study_.until_h);
        for (std::size_t i = 0; i <= kLinePoints; ++i)
            result_.grid_h.push_back(end * static_cast<double>(i) / static_cast<double>(kLinePoints));
    }

    void add(const ObservedStatistic& statistic) {
        if (statistic.curve) must_exist(*statistic.curve);
        if (statistic.over) must_exist(*statistic.over);
        ComparedRow row;
        row.label = label_of(statistic);
        row.unit = unit_of(statistic, models_);
        row.note = statistic.note.value_or("");
        row.observed = statistic.observed;
        row.sd = statistic.sd;
        row.low = statistic.low;
        row.high = statistic.high;
        row.in_words = statistic.in_words.value_or("");
        row.accept = statistic.accept;
        row.evidence = statistic.evidence.value_or(study_.evidence);
        for (Asked& each : models_) row.predictions.push_back({each.value(statistic)});
        if (std::ranges::none_of(row.predictions, [](const Prediction& each) { return each.value.has_value(); }))
            file_.mistake(statistic, "not_predicted", "None of the study's models gives a number for this.");
        finish(std::move(row), statistic.accept_for);
    }

    const ph::Library& library_;
    ObservedFile& file_;
    const ObservedStudy& study_;
    std::vector<Asked> models_;
    ComparedStudy result_;
};

double median(std::vector<double> values) {
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace

std::optional<double> ComparedRow::ratio(std::size_t model) const {
    const auto& value = predictions[model].value;
    return value && observed ? std::optional(*value / *observed) : std::nullopt;
}

Agreement ComparedStudy::agreement(std::size_t model) const {
    std::vector<double> errors;
    double logs = 0;
    for (const ComparedRow& each : rows) {
        const auto ratio = each.ratio(model);
        if (!ratio || !(*ratio > 0)) continue;
        logs += std::log(*ratio);
        errors.push_back(std::abs(*ratio - 1));
    }
    if (errors.empty()) return {};
    return {errors.size(), std::exp(logs / static_cast<double>(errors.size())), median(errors)};
}

bool ComparedStudy::made_from_it(std::size_t model) const {
    return std::ranges::find(study->made_from_it, study->models[model]) != study->made_from_it.end();
}

std::vector<ComparedStudy> compare(const pharmacology::Library& library, ObservedFile& file) {
    std::vector<ComparedStudy> studies;
    for (const ObservedStudy& each : file.observed.studies) studies.push_back(Comparing(library, file, each).compare());
    tidy(file.mistakes);
    return studies;
}

}  // namespace afterglow
