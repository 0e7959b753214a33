#include "pharmacology/days_after.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "pharmacology/curves.h"
#include "pharmacology/provenance.h"
#include "pharmacology/random.h"

namespace afterglow::pharmacology {
namespace {

constexpr double kHoursPerDay = 24;
constexpr std::size_t kVirtualPatients = 20'000;
constexpr double kResponse = 0.5;  // a fall by half
constexpr std::array kShareDays{1.0, 3.0, 7.0, 14.0, 21.0, 28.0};
constexpr double kZ95 = 1.6448536269514722;  // of the normal distribution
constexpr const char* kEffectSite = "effect_site_s_equivalent_ng_ml";

std::vector<double> display_times_h(double days) {
    std::vector<double> times;
    for (double h = 0; h < std::min(days * kHoursPerDay, kHoursPerDay); h += 1) times.push_back(h);
    for (double h = kHoursPerDay; h <= days * kHoursPerDay; h += 6) times.push_back(h);
    return times;
}

struct DayGiven {
    double day = 0, drug_points = 0, placebo_share = 0;
};

// Of people like those of the studies: how many have fallen by half, how many are at or below remission.
std::vector<DayShare> shares_on(const Antidepressant& constants, const std::vector<DayGiven>& days,
                                std::uint64_t seed) {
    std::vector<DayShare> shares;
    for (const DayGiven& each : days) shares.push_back({each.day, 0, 0});
    for (std::size_t p = 0; p < kVirtualPatients; ++p) {
        PersonalRandom random(seed, p);
        const double person = response_factor(constants, constants.person_omega.value * random.normal());
        const double placebo = constants.placebo_mean.value + constants.placebo_sd.value * random.normal();
        const double before = constants.baseline_mean.value + constants.baseline_sd.value * random.normal();
        const double error = constants.residual_sd.value * random.normal();
        for (std::size_t d = 0; d < days.size(); ++d) {
            const double taken = days[d].placebo_share * placebo + days[d].drug_points * person;
            const double after = std::max(0.0, before - taken) + error;
            if (after <= before * (1 - kResponse)) shares[d].response += 1;
            if (after <= constants.remission_at_most.value) shares[d].remission += 1;
        }
    }
    for (DayShare& each : shares) {
        each.response /= static_cast<double>(kVirtualPatients);
        each.remission /= static_cast<double>(kVirtualPatients);
    }
    return shares;
}

std::vector<double> effect_site_curve(const Effects& effects, const Plan& plan, const Understood& question,
                                      double last_dose_h) {
    CurveSet set(plan.model(), effects, plan, question);
    const Done kept = set.keep({kEffectSite});
    if (!kept.ok()) return {};
    std::vector<double> times;
    for (double h = 0; h <= last_dose_h + kWashedOutH; h += kMoodStepH) times.push_back(h);
    std::vector<double> values(times.size());
    const Person typical;
    set.evaluate(plan, {}, {&typical, 1}, times, values);
    return values;
}

}  // namespace

double placebo_share(const Antidepressant& constants, std::span<const Dose> doses, double time_h) {
    double first_h = doses.front().at_h, last_h = -1;
    for (const Dose& each : doses) {
        first_h = std::min(first_h, each.at_h);
        if (each.at_h <= time_h) last_h = std::max(last_h, each.at_h);
    }
    if (last_h < 0 || time_h < first_h + kHoursPerDay) return 0;
    const double since_d = std::max(0.0, (time_h - last_h) / kHoursPerDay - 1);
    return std::exp2(-since_d / constants.placebo_half_life_d.value);
}

double response_factor(const Antidepressant& constants, double eta) {
    const double omega = constants.person_omega.value;
    return std::exp(eta - omega * omega / 2);
}

DaysAfter days_after(const Effects& effects, const Plan& plan, const Understood& question, double days,
                     std::uint64_t seed) {
    const Antidepressant& constants = effects.antidepressant;
    const double last_h = std::ranges::max(question.doses, {}, &Dose::at_h).at_h;
    const double maximum = maximum_points(constants, question.doses.front().route);
    const std::vector<double> site = effect_site_curve(effects, plan, question, last_h);

    DaysAfter result;
    result.baseline_points = constants.baseline_mean.value;
    result.cannot_say = constants.cannot_say;
    const GainCurve curve = antidepressant_gain(constants, site, kMoodStepH, display_times_h(days));
    for (std::size_t i = 0; i < curve.times_h.size(); ++i) {
        const double points = question.benefit_factor * drug_points(constants, maximum, curve.gain[i], 1);
        result.times_d.push_back(curve.times_h[i] / kHoursPerDay);
        result.drug_points.push_back(points);
        result.drug_band.p05.push_back(points * response_factor(constants, constants.person_omega.value * -kZ95));
        result.drug_band.p50.push_back(points * response_factor(constants, 0));
        result.drug_band.p95.push_back(points * response_factor(constants, constants.person_omega.value * kZ95));
        result.placebo_points.push_back(constants.placebo_mean.value *
                                        placebo_share(constants, question.doses, curve.times_h[i]));
    }

    std::vector<double> asked_h;
    for (const double day : kShareDays) {
        if (last_h + day * kHoursPerDay <= days * kHoursPerDay + 1e-9) asked_h.push_back(last_h + day * kHoursPerDay);
    }
    const GainCurve at = antidepressant_gain(constants, site, kMoodStepH, asked_h);
    std::vector<DayGiven> given;
    for (std::size_t i = 0; i < asked_h.size(); ++i)
        given.push_back({kShareDays[i], question.benefit_factor * drug_points(constants, maximum, at.gain[i], 1),
                         placebo_share(constants, question.doses, asked_h[i])});
    result.shares = shares_on(constants, given, seed);

    Provenance origin = provenance(plan.model(), question.doses, *plan.model().drives_effects);
    for (const Constant* each : {&constants.stimulus_c50_ng_ml, &constants.signal_half_life_h, &constants.gain_per_h,
                                 &constants.gain_half_life_d, &constants.gain_half, &constants.person_omega,
                                 &constants.placebo_mean, &constants.baseline_mean})
        origin.add(*each);
    result.evidence = origin.evidence;
    result.sources = origin.sources;
    return result;
}

}  // namespace afterglow::pharmacology
