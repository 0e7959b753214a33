#include "forecast/forecast.h"

#include <algorithm>

namespace afterglow::forecast {
namespace {

namespace ph = pharmacology;

// An infusion's length is not in the record yet; this is the usual one (Andrade 2017), and the answer says so.
constexpr double kUsualInfusionMin = 40;
constexpr const char* kShown[] = {"systolic_rise_mmhg", "diastolic_rise_mmhg", "heart_rate_rise_bpm", "cadss",
                                  "sedated_probability"};

ph::DrugRoute route_of(clinic::Route route) {
    switch (route) {
        case clinic::Route::oral: return ph::DrugRoute::oral;
        case clinic::Route::intramuscular: return ph::DrugRoute::im;
        case clinic::Route::intravenous: return ph::DrugRoute::iv;
    }
    return ph::DrugRoute::oral;
}

ph::DoseAsked dose_asked(double at_h, clinic::Route route, Milligrams dose) {
    ph::DoseAsked asked{.at_h = at_h, .route = route_of(route), .drug = ph::Drug::racemate, .dose_mg = dose.mg()};
    if (route == clinic::Route::intravenous) asked.duration_min = kUsualInfusionMin;
    return asked;
}

// The doses that were given, in the time of the person; else the one that is ordered.
std::vector<ph::DoseAsked> doses_of(const clinic::Session& session, double speed) {
    std::vector<ph::DoseAsked> doses;
    for (const auto& each : session.doses) {
        const double at_h = static_cast<double>((each.happened_at - session.doses.front().happened_at).count) / 3.6e6;
        doses.push_back(dose_asked(std::max(0.0, at_h) * speed, each.data.dose.route, each.data.dose.dose_mg));
    }
    if (const auto* order = clinic::standing(session.orders); doses.empty() && order)
        doses.push_back(dose_asked(0, order->data.order.route, order->data.total_mg));
    return doses;
}

const clinic::Vitals* last_before(const clinic::Session& session, clinic::Measure measure,
                                  const std::optional<Instant>& dosed_at) {
    const clinic::Entry<clinic::Measured>* last = nullptr;
    for (const auto& each : session.vitals) {
        if (each.corrected_by || !clinic::value_of(each.data.vitals, measure)) continue;
        if (dosed_at && each.happened_at > *dosed_at) continue;
        if (!last || each.happened_at >= last->happened_at) last = &each;
    }
    return last ? &last->data.vitals : nullptr;
}

RestingVitals resting(const clinic::Session& session, const std::optional<Instant>& dosed_at) {
    RestingVitals vitals;
    if (const auto* found = last_before(session, clinic::Measure::systolic_mmhg, dosed_at)) {
        vitals.systolic_mmhg = found->systolic_mmhg;
        vitals.diastolic_mmhg = found->diastolic_mmhg;
    }
    if (const auto* found = last_before(session, clinic::Measure::heart_rate_bpm, dosed_at))
        vitals.heart_rate_bpm = found->heart_rate_bpm;
    return vitals;
}

std::optional<ph::Covariates> person(const clinic::Session& session, const clinic::Patient& patient,
                                     const std::string& zone) {
    const auto* weighed = last_before(session, clinic::Measure::weight_kg, std::nullopt);
    ph::Covariates person;
    if (weighed) {
        person.weight_kg = weighed->weight_kg->kg();
    } else if (session.rehearsal) {
        person.weight_kg = session.rehearsal->weight_kg.kg();
    } else {
        return std::nullopt;
    }
    person.age_years = years_between(patient.details.birth_date, to_local(session.opened_at, zone).date());
    if (patient.details.sex) person.sex = enum_from<ph::BodySex>(enum_name(*patient.details.sex));
    return person;
}

}  // namespace

Result<ExpectedCourse> expected_course(const ph::Library& library, const clinic::Session& session,
                                       const clinic::Patient& patient, const std::string& zone,
                                       const ForecastOptions& options) {
    const double speed = session.rehearsal ? clinic::pace_of(*session.rehearsal) : 1;
    ph::SimulationAsked asked{.doses = doses_of(session, speed)};
    const auto known = person(session, patient, zone);
    if (asked.doses.empty() || !known) return refuse_as(RefusalKind::not_found, "nothing_expected");
    ExpectedCourse course;
    if (!session.doses.empty()) course.dosed_at = session.doses.front().happened_at;
    course.planned = session.doses.empty();
    course.baseline = resting(session, course.dosed_at);

    asked.person = *known;
    asked.until_h = options.hours;
    asked.every_min = options.every_min;
    asked.population = options.population;
    if (course.baseline.heart_rate_bpm)
        asked.resting_heart_rate_bpm = static_cast<double>(*course.baseline.heart_rate_bpm);
    ph::SimulationOptions how;
    how.only.emplace(std::begin(kShown), std::end(kShown));
    ph::Simulation simulation = TRY(ph::simulate(library, asked, how));

    course.model = simulation.model_name;
    course.notes = simulation.cannot_say;
    if (std::ranges::any_of(asked.doses, [](const ph::DoseAsked& each) { return each.duration_min.has_value(); })) {
        Words assumed;
        assumed.cs = "Délka infuze není zapsána; počítá se s obvyklými 40 minutami.";
        assumed.en = "The length of the infusion is not recorded; the usual 40 minutes are assumed.";
        assumed.uk = "Тривалість інфузії не записано; взято звичайні 40 хвилин.";
        course.notes.push_back(assumed);
    }
    for (const double hour : simulation.times_h) course.minutes.push_back(hour * 60 / speed);
    for (ph::Curve& curve : simulation.curves) {
        if (!curve.band) continue;
        for (const std::string& source : curve.sources) {
            if (std::ranges::find(course.sources, source) == course.sources.end()) course.sources.push_back(source);
        }
        course.curves.push_back({curve.name, curve.unit, curve.evidence, std::move(curve.band->p05),
                                 std::move(curve.band->p50), std::move(curve.band->p95)});
    }
    course.evidence = Evidence::R;
    for (const ExpectedCurve& each : course.curves) course.evidence = std::max(course.evidence, each.evidence);
    return course;
}

}  // namespace afterglow::forecast
