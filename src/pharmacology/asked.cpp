#include "pharmacology/asked.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "pharmacology/field_check.h"

namespace afterglow::pharmacology {
namespace {

// What can be a person or a regimen at all. Wide on purpose: what a model was made for is in its own ranges.
constexpr double kMinWeightKg = 2, kMaxWeightKg = 400;
constexpr double kMinHeightCm = 40, kMaxHeightCm = 260;
constexpr double kMaxAgeYears = 120;
constexpr double kMaxDoseMg = 10'000;
constexpr double kMaxHours = 24 * 366;
constexpr double kMaxDays = 366;
constexpr std::int64_t kMaxSession = 1000;
constexpr double kMinutesPerHour = 60;

class Reader : FieldCheck {
public:
    Reader(const Library& library, const SimulationAsked& asked) : library_(library), asked_(asked) {}

    Result<Understood> read() {
        check_numbers();
        if (!all_right()) return refusal();
        find_model();
        if (!all_right()) return refusal();
        read_doses();
        check_ranges();
        apply_interactions();
        if (!all_right()) return refusal();
        lay_times();
        understood_.session_number = asked_.session_number.value_or(1);
        understood_.age_years = asked_.person.age_years;
        understood_.resting_heart_rate_bpm = asked_.resting_heart_rate_bpm;
        return std::move(understood_);
    }

private:
    void check_numbers() {
        between("/person/weight_kg", asked_.person.weight_kg, kMinWeightKg, kMaxWeightKg);
        between("/person/height_cm", asked_.person.height_cm, kMinHeightCm, kMaxHeightCm);
        between("/person/age_years", asked_.person.age_years, 0, kMaxAgeYears);
        between("/resting_heart_rate_bpm", asked_.resting_heart_rate_bpm, 20, 250);
        between("/until_h", asked_.until_h, 1 / kMinutesPerHour, kMaxHours);
        between("/every_min", asked_.every_min, 1 / kMinutesPerHour, kMaxHours * kMinutesPerHour);
        between("/days", asked_.days, 1, kMaxDays);
        if (asked_.population) between("/population", static_cast<double>(*asked_.population), 2, kMaxPopulation);
        if (asked_.session_number)
            between("/session_number", static_cast<double>(*asked_.session_number), 1, kMaxSession);
        if (all_right() && asked_.until_h * kMinutesPerHour / asked_.every_min > static_cast<double>(kMaxTimes))
            wrong("/every_min", "too_many_times", {{"max", std::to_string(kMaxTimes)}});
        if (asked_.doses.empty()) wrong("/doses", "dose_needed");
        if (asked_.doses.size() > kMaxDoses) wrong("/doses", "too_many_items", {{"max", std::to_string(kMaxDoses)}});
        for (std::size_t i = 0; i < std::min(asked_.doses.size(), kMaxDoses); ++i) {
            const DoseAsked& dose = asked_.doses[i];
            const std::string at = fmt::format("/doses/{}", i);
            between(at + "/at_h", dose.at_h, 0, kMaxHours);
            between(at + "/dose_mg", dose.dose_mg, 0, kMaxDoseMg);
            between(at + "/duration_min", dose.duration_min, 0, kMaxHours * kMinutesPerHour);
            if (dose.dose_mg == 0) wrong(at + "/dose_mg", "dose_needed");
            if (dose.duration_min && dose.route != DrugRoute::iv)
                wrong(at + "/duration_min", "duration_of_infusions_only");
        }
    }

    void find_model() {
        const std::string id(asked_.model ? asked_.model->value : default_model(asked_.doses.front().route));
        understood_.model = library_.find(id);
        if (!understood_.model) return wrong("/model", "model_unknown", {{"model", id}});
        const Model& model = *understood_.model;
        for (std::size_t i = 0; i < asked_.doses.size(); ++i) {
            const DoseAsked& dose = asked_.doses[i];
            if (std::ranges::find(model.inputs, dose.route, &Input::route) == model.inputs.end())
                wrong(fmt::format("/doses/{}/route", i), "route_not_in_model", {{"model", model.name}});
            if (std::ranges::find(model.drugs, dose.drug) == model.drugs.end())
                wrong(fmt::format("/doses/{}/drug", i), "drug_not_in_model", {{"model", model.name}});
        }
    }

    void read_doses() {
        for (const DoseAsked& each : asked_.doses)
            understood_.doses.push_back({.at_h = each.at_h,
                                         .route = each.route,
                                         .drug = each.drug,
                                         .dose_mg = each.dose_mg,
                                         .duration_h = each.duration_min.value_or(0) / kMinutesPerHour});
    }

    // ---- ranges -------------------------------------------------------------------------------------------------------

    void check_ranges() {
        for (const Range& range : understood_.model->ranges) {
            switch (range.of) {
                case Bounded::weight_kg: check_range(range, asked_.person.weight_kg, "/person/weight_kg"); break;
                case Bounded::age_years:
                    if (asked_.person.age_years) check_range(range, *asked_.person.age_years, "/person/age_years");
                    break;
                case Bounded::until_h: check_range(range, asked_.until_h, "/until_h"); break;
                case Bounded::dose_mg:
                case Bounded::dose_mg_per_kg:
                case Bounded::duration_h: check_doses(range); break;
            }
        }
    }
    void check_doses(const Range& range) {
        for (std::size_t i = 0; i < asked_.doses.size(); ++i) {
            const std::string at = fmt::format("/doses/{}", i);
            const DoseAsked& dose = asked_.doses[i];
            if (range.of == Bounded::dose_mg) check_range(range, dose.dose_mg, at + "/dose_mg");
            if (range.of == Bounded::dose_mg_per_kg)
                check_range(range, dose.dose_mg / asked_.person.weight_kg, at + "/dose_mg");
            if (range.of == Bounded::duration_h && dose.duration_min)
                check_range(range, *dose.duration_min / kMinutesPerHour, at + "/duration_min");
        }
    }
    void check_range(const Range& range, double value, const std::string& pointer) {
        if (value >= range.min && value <= range.max) return;
        if (range.outside == Outside::refuse)
            return wrong(pointer, "outside_model_range",
                         {{"min", fmt::format("{}", range.min)}, {"max", fmt::format("{}", range.max)}});
        const auto same = [&](const Note& note) {
            return note.kind == NoteKind::outside_range && note.what == enum_name(range.of);
        };
        if (std::ranges::any_of(understood_.notes, same)) return;
        understood_.notes.push_back({.kind = NoteKind::outside_range,
                                     .what = std::string(enum_name(range.of)),
                                     .effect = {},
                                     .value = value,
                                     .min = range.min,
                                     .max = range.max,
                                     .assumed = {},
                                     .source = range.source,
                                     .evidence = range.evidence});
    }

    // ---- what else the person takes -------------------------------------------------------------------------------------

    void apply_interactions() {
        if (!asked_.with) return;
        for (std::size_t i = 0; i < asked_.with->size(); ++i) {
            const Interaction* interaction = library_.find_interaction((*asked_.with)[i].value);
            if (!interaction) {
                wrong(fmt::format("/with/{}", i), "interaction_unknown");
                continue;
            }
            bool exposure = false, measured = false;
            for (const InteractionEffect& effect : interaction->effects) {
                const bool here = effect.kind == InteractionKind::exposure && apply_exposure(*interaction, effect);
                exposure = exposure || effect.kind == InteractionKind::exposure;
                measured = measured || here;
                if (effect.kind != InteractionKind::exposure) apply_other(*interaction, effect);
            }
            if (exposure && !measured)
                note(NoteKind::interaction_not_measured, *interaction, interaction->effects.front(), {});
        }
    }

    void note(NoteKind kind, const Interaction& interaction, const InteractionEffect& effect,
              std::optional<double> value) {
        understood_.notes.push_back({.kind = kind,
                                     .what = interaction.id,
                                     .effect = effect.kind,
                                     .value = value,
                                     .min = {},
                                     .max = {},
                                     .assumed = effect.assumed,
                                     .source = effect.source,
                                     .evidence = effect.evidence});
    }

    static bool by_mouth(DrugRoute route) {
        return route == DrugRoute::oral || route == DrugRoute::oral_tablet || route == DrugRoute::oral_prolonged;
    }
    static bool was_measured_on(const InteractionEffect& effect, DrugRoute route) {
        return !effect.routes || std::ranges::find(*effect.routes, route) != effect.routes->end();
    }

    // The measured ratio of areas, on the route on which it was measured and nowhere else. True if it applied to a dose.
    bool apply_exposure(const Interaction& interaction, const InteractionEffect& effect) {
        if (!effect.factor) return false;
        const auto& doses = understood_.doses;
        const auto here = [&](const Dose& dose) { return was_measured_on(effect, dose.route); };
        if (std::ranges::none_of(doses, here)) return false;
        const Handles handles = understood_.model->interactions.value_or(Handles{});
        if (handles.availability &&
            std::ranges::all_of(doses, [&](const Dose& d) { return here(d) && by_mouth(d.route); })) {
            understood_.multipliers.push_back({*handles.availability, *effect.factor, true});
        } else if (handles.clearance &&
                   std::ranges::all_of(doses, [&](const Dose& d) { return here(d) && d.route == DrugRoute::iv; })) {
            understood_.multipliers.push_back({*handles.clearance, 1 / *effect.factor, false});
        } else {
            for (Dose& each : understood_.doses) {
                if (here(each)) each.exposure_factor *= *effect.factor;
            }
        }
        note(NoteKind::interaction_applied, interaction, effect, effect.factor);
        return true;
    }

    void apply_other(const Interaction& interaction, const InteractionEffect& effect) {
        if (effect.kind == InteractionKind::dissociation && effect.factor) {
            understood_.dissociation_factor *= *effect.factor;
            note(NoteKind::dissociation_factor, interaction, effect, effect.factor);
        } else if (effect.kind == InteractionKind::benefit && effect.factor) {
            understood_.benefit_factor *= *effect.factor;
            note(NoteKind::benefit_factor, interaction, effect, effect.factor);
        } else {
            note(NoteKind::alert, interaction, effect, {});
        }
    }

    void lay_times() {
        const double step_h = asked_.every_min / kMinutesPerHour;
        const auto steps = static_cast<std::size_t>(std::floor(asked_.until_h / step_h * (1 + 1e-12)));
        for (std::size_t i = 0; i <= steps; ++i) understood_.times_h.push_back(step_h * static_cast<double>(i));
    }

    const Library& library_;
    const SimulationAsked& asked_;
    Understood understood_;
};

}  // namespace

Result<Understood> understand(const Library& library, const SimulationAsked& asked) {
    return Reader(library, asked).read();
}

}  // namespace afterglow::pharmacology
