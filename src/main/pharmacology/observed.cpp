#include "main/pharmacology/observed.h"

#include <algorithm>

namespace afterglow {
namespace {

class Checks {
public:
    Checks(const pharmacology::Library& library, ObservedFile& file) : library_(library), file_(file) {}

    void check() {
        std::vector<std::string> ids;
        for (const ObservedStudy& each : file_.observed.studies) {
            if (std::ranges::find(ids, each.id) != ids.end())
                file_.mistake(each.id, "id_twice", "This id is taken already.");
            ids.push_back(each.id);
            check_study(each);
        }
    }

private:
    void check_study(const ObservedStudy& study) {
        // The id names the file of the picture.
        const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
        if (!std::ranges::all_of(study.id, plain))
            file_.mistake(study.id, "bad_id", "An id has small letters, digits and hyphens only.");
        if (study.models.empty()) file_.mistake(study, "no_models", "Name the models that are to be compared.");
        if (study.doses.empty()) file_.mistake(study, "no_doses", "Say what was given.");
        if (!study.points && !study.statistics) file_.mistake(study, "nothing_observed", "Add points or statistics.");
        for (const std::string& each : study.models) {
            if (!library_.find(each)) file_.mistake(each, "model_unknown", "There is no such model.");
        }
        for (const std::string& each : study.made_from_it) check_is_compared(study, each);
        for (const GivenDose& each : study.doses) {
            if (each.dose_mg.has_value() == each.dose_mg_per_kg.has_value())
                file_.mistake(each, "one_dose", "Give dose_mg or dose_mg_per_kg, one of them.");
        }
        if (study.points) std::ranges::for_each(*study.points, [&](const auto& each) { check_series(study, each); });
        if (study.statistics)
            std::ranges::for_each(*study.statistics, [&](const auto& each) { check_statistic(study, each); });
    }

    void check_is_compared(const ObservedStudy& study, const std::string& model) {
        if (std::ranges::find(study.models, model) == study.models.end())
            file_.mistake(model, "model_not_compared", "This model is not among the study's models.");
    }

    void check_series(const ObservedStudy& study, const ObservedSeries& series) {
        if (series.time_h.empty() || series.time_h.size() != series.observed.size())
            file_.mistake(series, "lengths_differ",
                          "There must be as many observed values as times, and at least one.");
        for (const double each : series.observed) {
            if (!(each > 0)) file_.mistake(each, "not_positive", "A ratio to this cannot be taken; leave it out.");
        }
        for (const double each : series.time_h) {
            if (!(each >= 0 && each <= study.until_h))
                file_.mistake(each, "out_of_range", "This time does not lie between 0 and the study's until_h.");
        }
    }

    void check_statistic(const ObservedStudy& study, const ObservedStatistic& statistic) {
        using enum Observable;
        const Observable what = statistic.what;
        const bool mood = what == drug_points || what == response_share || what == remission_share;
        if (statistic.curve.has_value() == mood)
            file_.mistake(statistic, "curve", mood ? "This has no curve; remove it." : "Name the curve.");
        if (statistic.over.has_value() != (what == auc_ratio))
            file_.mistake(statistic, "over", "A ratio of areas names the other curve as `over`; nothing else does.");
        if (statistic.at_h.has_value() != (what == value))
            file_.mistake(statistic, "at_h", "A value names its time as `at_h`; nothing else does.");
        if (statistic.day.has_value() != mood)
            file_.mistake(statistic, "day", "A mood score or share names its day; nothing else does.");
        if (statistic.low.has_value() != statistic.high.has_value() ||
            (statistic.low && !(*statistic.low <= *statistic.high)))
            file_.mistake(statistic, "range", "A range has a low and a high end, in this order.");
        if (statistic.observed.has_value() + statistic.low.has_value() + statistic.in_words.has_value() != 1)
            file_.mistake(statistic, "one_observation", "Give one of: observed; low and high; in_words.");
        if (statistic.observed && !(*statistic.observed > 0))
            file_.mistake(statistic, "not_positive", "A ratio to this cannot be taken.");
        if (statistic.accept && !statistic.observed)
            file_.mistake(statistic, "accept", "A tolerance needs one observed value.");
        for (const std::string& each : statistic.accept_for.value_or(std::vector<std::string>{})) {
            if (std::ranges::find(study.models, each) == study.models.end())
                file_.mistake(statistic, "model_not_compared", each + " is not among the study's models.");
        }
    }

    const pharmacology::Library& library_;
    ObservedFile& file_;
};

}  // namespace

void read_observed(const std::filesystem::path& file, const pharmacology::Library& library, ObservedFile& into) {
    if (!std::filesystem::exists(file)) {
        into.mistakes = {{file.string(), {}, "", "missing_file", "There is no such file."}};
        return;
    }
    const auto text = load_file(file, into.mistakes);
    if (!text) return;
    const TreeOrError parsed = parse_toml(*text);
    if (const auto* error = std::get_if<SyntaxError>(&parsed)) {
        into.mistakes.push_back({file.string(), error->place, "", "syntax", error->text});
        return;
    }
    Reading reading{file.string(), into.mistakes, into.places};
    read(std::get<Tree>(parsed), into.observed, "", reading);
    if (into.mistakes.empty()) Checks(library, into).check();
    tidy(into.mistakes);
}

}  // namespace afterglow
