#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>

#include "http/app.h"
#include "pharmacology/fit/fit.h"
#include "pharmacology/simulate.h"
#include "views/queries.h"

namespace afterglow::http {

namespace ph = pharmacology;
using desk::Permission;

struct ModelOffered {
    std::string id, name;
    bool published = true;
    std::string source;
    Words about;
    std::vector<Words> cannot_say;
    ph::Population population;
    std::vector<ph::DrugRoute> routes;
    std::vector<ph::Drug> drugs;
    std::vector<ph::Range> ranges;
    std::vector<ph::DrugRoute> default_for;
};
BOOST_DESCRIBE_STRUCT(ModelOffered, (),
                      (id, name, published, source, about, cannot_say, population, routes, drugs, ranges, default_for))
struct PharmacologyPage {
    std::vector<ModelOffered> models;
    std::vector<ph::Interaction> interactions;
};
BOOST_DESCRIBE_STRUCT(PharmacologyPage, (), (models, interactions))

// What a simulation can take from the record of a person, as far as it is known.
struct DoseFacts {
    PatientId patient;
    std::string name;
    std::optional<Kilograms> weight_kg;
    std::optional<std::int64_t> height_cm;
    std::int64_t age_years = 0;
    std::optional<ph::BodySex> sex;
    std::optional<std::int64_t> resting_heart_rate_bpm;
    std::int64_t session_number = 1;  // the next one's
};
BOOST_DESCRIBE_STRUCT(DoseFacts, (),
                      (patient, name, weight_kg, height_cm, age_years, sex, resting_heart_rate_bpm, session_number))

namespace {

// What one question may cost the server; the command line has no such bounds.
constexpr std::int64_t kMaxPeopleAtOnce = 5000;
constexpr std::int64_t kMaxTimesAtOnce = 1500;
constexpr double kMaxDaysAtOnce = 92;
constexpr std::size_t kMaxMeasurements = 200;

Refusal not_found() { return refuse_as(RefusalKind::not_found, "not_found"); }

// ---- what there is -------------------------------------------------------------------------------------------------------

std::vector<ph::DrugRoute> routes_of(const ph::Model& model) {
    std::vector<ph::DrugRoute> routes;
    for (const ph::Input& each : model.inputs) {
        if (std::ranges::find(routes, each.route) == routes.end()) routes.push_back(each.route);
    }
    return routes;
}

ModelOffered offered(const ph::Model& model) {
    ModelOffered row{model.id,         model.name,       model.published, model.source, model.about, model.cannot_say,
                     model.population, routes_of(model), model.drugs,     model.ranges, {}};
    std::ranges::copy_if(row.routes, std::back_inserter(row.default_for),
                         [&](ph::DrugRoute each) { return ph::default_model(each) == model.id; });
    return row;
}

void overview(const Call& call) {
    const ph::Library* library = call.app.options().library.get();
    if (!library) return call.refuse(refuse_as(RefusalKind::unavailable, "models_missing"));
    PharmacologyPage page;
    for (const ph::Model& each : library->models) page.models.push_back(offered(each));
    page.interactions = library->interactions.interactions;
    call.answer_json(to_json(page));
}

// ---- simulate ------------------------------------------------------------------------------------------------------------

// Six significant digits: what is shown needs fewer, and the answer is a third as long.
double rounded(double value) {
    if (value == 0 || !std::isfinite(value)) return 0;
    const double scale = std::pow(10, 5 - std::floor(std::log10(std::abs(value))));
    return std::round(value * scale) / scale;
}
void round_all(std::vector<double>& values) { std::ranges::transform(values, values.begin(), rounded); }
void round_all(ph::Band& band) {
    for (auto* each : {&band.p05, &band.p50, &band.p95}) round_all(*each);
}
void round_all(ph::Simulation& simulation) {
    round_all(simulation.times_h);
    for (ph::Curve& each : simulation.curves) {
        round_all(each.typical);
        if (each.band) round_all(*each.band);
    }
    if (!simulation.days_after) return;
    round_all(simulation.days_after->times_d);
    round_all(simulation.days_after->drug_points);
    round_all(simulation.days_after->placebo_points);
    round_all(simulation.days_after->drug_band);
}

Done check_cost(const ph::SimulationAsked& asked) {
    const auto at_most = [](const char* pointer, double max) {
        return refuse_field(pointer, "out_of_range", {{"min", "1"}, {"max", fmt::format("{}", max)}});
    };
    if (asked.population && *asked.population > kMaxPeopleAtOnce)
        return at_most("/population", static_cast<double>(kMaxPeopleAtOnce));
    if (asked.days && *asked.days > kMaxDaysAtOnce) return at_most("/days", kMaxDaysAtOnce);
    if (!(asked.until_h * 60 / asked.every_min <= static_cast<double>(kMaxTimesAtOnce)))
        return refuse_field("/every_min", "too_many_times", {{"max", std::to_string(kMaxTimesAtOnce)}});
    return done();
}

Result<std::string> answer(const Call& call, const ph::SimulationAsked& asked) {
    ph::Simulation simulation = TRY(ph::simulate(*call.app.options().library, asked, {.threads = 2}));
    round_all(simulation);
    return to_json(simulation);
}

Result<std::string> answer(const Call& call, const ph::FitAsked& asked) {
    return to_json(TRY(ph::fit(*call.app.options().library, asked)));
}

Done check_cost(const ph::FitAsked& asked) {
    const auto too_many = [](const auto& list) { return list && list->size() > kMaxMeasurements; };
    if (too_many(asked.samples))
        return refuse_field("/samples", "too_many_items", {{"max", std::to_string(kMaxMeasurements)}});
    if (too_many(asked.effects))
        return refuse_field("/effects", "too_many_items", {{"max", std::to_string(kMaxMeasurements)}});
    if (too_many(asked.scales))
        return refuse_field("/scales", "too_many_items", {{"max", std::to_string(kMaxMeasurements)}});
    return done();
}

template <class Asked>
Result<Asked> question(const Call& call) {
    if (!call.app.options().library) return refuse_as(RefusalKind::unavailable, "models_missing");
    auto asked = TRY(read_described<Asked>(TRY(call.json())));
    TRY(check_cost(asked));
    return asked;
}

// Answered from the worker's thread.
template <class Asked>
void calculate(const Call& call) {
    auto asked = question<Asked>(call);
    if (!asked.ok()) return call.refuse(asked.refusal());
    const bool taken = call.app.worker().submit([call, asked = std::move(*asked)] {
        try {
            auto body = answer(call, asked);
            if (body.ok()) return call.answer_json(std::move(*body));
            call.refuse(body.refusal());
        } catch (const std::exception& error) {
            spdlog::error("a calculation failed: {}", error.what());
            call.refuse(refuse_as(RefusalKind::unavailable, "internal"));
        }
    });
    if (!taken) call.refuse(refuse_as(RefusalKind::too_many, "too_many_waiting"));
}

// ---- a person's facts ------------------------------------------------------------------------------------------------------

// Keeps the newest of each.
class Newest {
public:
    void look(const clinic::Vitals& vitals, Instant at) {
        keep(weight_kg, weight_at_, vitals.weight_kg, at);
        keep(height_cm, height_at_, vitals.height_cm, at);
    }
    void look_at_rest(const clinic::Vitals& vitals, Instant at) {
        keep(heart_rate, heart_rate_at_, vitals.heart_rate_bpm, at);
    }

    std::optional<Kilograms> weight_kg;
    std::optional<std::int64_t> height_cm, heart_rate;

private:
    template <class T>
    static void keep(std::optional<T>& best, Instant& best_at, const std::optional<T>& value, Instant at) {
        if (!value || (best && at < best_at)) return;
        best = value;
        best_at = at;
    }
    Instant weight_at_, height_at_, heart_rate_at_;
};

std::int64_t age_on(Date birth, Date today) {
    const auto b = to_text(birth), t = to_text(today);  // YYYY-MM-DD compare as texts
    return std::stoll(t.substr(0, 4)) - std::stoll(b.substr(0, 4)) - (t.substr(5) < b.substr(5) ? 1 : 0);
}

Result<std::string> facts(const Call& call) {
    if (!is_uuid(call.parameters[0])) return not_found();
    const PatientId id{call.parameters[0]};
    journal::Db& db = call.app.reader();
    const journal::Snapshot snapshot(db);
    const auto found = views::document(db, clinic::stream_of(id));
    if (!found) return not_found();
    call.log_read(id, "dose-facts");
    const auto patient = TRY(from_json<clinic::Patient>(found->body));
    const auto courses = TRY(from_json<std::vector<clinic::Course>>(views::course_documents(db, id)));
    const auto sessions = TRY(from_json<std::vector<clinic::Session>>(views::session_documents(db, id)));

    Newest newest;
    for (const clinic::Course& course : courses) {
        for (const auto& each : course.examinations) {
            if (each.corrected_by) continue;
            newest.look(each.data.measured.vitals, each.happened_at);
            newest.look_at_rest(each.data.measured.vitals, each.happened_at);
        }
    }
    std::int64_t dosed = 0;
    for (const clinic::Session& session : sessions) {
        if (!session.doses.empty()) ++dosed;
        for (const auto& each : session.vitals) {
            if (!each.corrected_by) newest.look(each.data.vitals, each.happened_at);
        }
    }
    DoseFacts facts;
    facts.patient = id;
    facts.name = patient.details.given_name.value + " " + patient.details.family_name.value;
    facts.weight_kg = newest.weight_kg;
    facts.height_cm = newest.height_cm;
    facts.resting_heart_rate_bpm = newest.heart_rate;
    facts.age_years = age_on(patient.details.birth_date, to_local(call.app.desk().now(), call.app.pack().zone).date());
    if (patient.details.sex) facts.sex = enum_from<ph::BodySex>(enum_name(*patient.details.sex));
    facts.session_number = dosed + 1;
    return to_json(facts);
}

}  // namespace

void add_pharmacology_routes(std::vector<Route>& routes) {
    routes.push_back({.path = "/api/v1/pharmacology",
                      .permission = Permission::explore_doses,
                      .summary = "The models and interactions a dose can be explored with",
                      .response = schema_maker<PharmacologyPage>,
                      .handle = overview});
    routes.push_back({.method = Method::post,
                      .path = "/api/v1/pharmacology/simulate",
                      .permission = Permission::explore_doses,
                      .summary = "What a dose will do: expected, not measured; changes nothing",
                      .request = schema_maker<ph::SimulationAsked>,
                      .response = schema_maker<ph::Simulation>,
                      .handle = calculate<ph::SimulationAsked>});
    routes.push_back({.method = Method::post,
                      .path = "/api/v1/pharmacology/fit",
                      .permission = Permission::explore_doses,
                      .summary = "One person's own parameters from what was measured; changes nothing",
                      .request = schema_maker<ph::FitAsked>,
                      .response = schema_maker<ph::Fit>,
                      .handle = calculate<ph::FitAsked>});
    routes.push_back({.path = "/api/v1/patients/{id}/dose-facts",
                      .permission = Permission::read_records,
                      .summary = "What a simulation can take from a person's record",
                      .response = schema_maker<DoseFacts>,
                      .handle =
                          [](const Call& call) {
                              auto body = facts(call);
                              if (body.ok()) return call.answer_json(std::move(*body));
                              call.refuse(body.refusal());
                          },
                      .record_of = RecordOf::patient});
}

}  // namespace afterglow::http
