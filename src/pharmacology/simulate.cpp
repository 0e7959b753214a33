#include "pharmacology/simulate.h"

#include <Eigen/Cholesky>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <set>
#include <thread>

#include "pharmacology/asked.h"
#include "pharmacology/curves.h"
#include "pharmacology/days_after.h"
#include "pharmacology/random.h"

namespace afterglow::pharmacology {
namespace {

constexpr std::size_t kFineSteps = 4000;  // of the grid that peaks and areas are read from
constexpr double kWashOutH = 96;          // how much longer the terminal half-life is looked for
constexpr std::size_t kLongSteps = 400;
constexpr std::size_t kPeopleAtOnce = 2048;  // fixed, so that results do not depend on the number of threads

// The people of a population: etas of the model, and how each answers to a concentration.
struct People {
    std::vector<double> etas;  // a row for each
    std::vector<Person> answers;
};

People draw(const Model& model, std::uint64_t seed, std::size_t count) {
    const Eigen::MatrixXd omega = omega_of(model);
    const Eigen::MatrixXd root = omega.size() > 0 ? Eigen::MatrixXd(omega.llt().matrixL()) : omega;
    const auto etas = static_cast<std::size_t>(omega.rows());
    People people{std::vector<double>(etas * count), std::vector<Person>(count)};
    Eigen::VectorXd z(omega.rows());
    for (std::size_t p = 0; p < count; ++p) {
        PersonalRandom random(seed, p);
        people.answers[p] = {.dissociation_z = random.normal(), .circulation_z = random.normal()};
        for (Eigen::Index i = 0; i < z.size(); ++i) z[i] = random.normal();
        Eigen::Map<Eigen::VectorXd>(people.etas.data() + p * etas, omega.rows()) = root * z;
    }
    return people;
}

// Puts the k-th smallest of begin..end at its place, all smaller ones before it. As std::nth_element, but without branches
// that the processor guesses wrongly: three times as fast on the values of a population.
void select(double* begin, double* end, double* k) {
    constexpr std::ptrdiff_t kFew = 24;
    while (end - begin > kFew) {
        const double a = *begin, b = begin[(end - begin) / 2], c = end[-1];
        const double pivot = std::max(std::min(a, b), std::min(std::max(a, b), c));
        double* smaller = begin;
        for (double* each = begin; each != end; ++each) {
            const double value = *each;
            *each = *smaller;
            *smaller = value;
            smaller += value < pivot;
        }
        if (k < smaller) {
            end = smaller;
            continue;
        }
        double* larger = std::partition(smaller, end, [pivot](double value) { return value == pivot; });
        if (k < larger) return;
        begin = larger;
    }
    std::sort(begin, end);
}

// The 5th, 50th and 95th percentile (nearest rank); reorders `values`.
std::array<double, 3> percentiles(std::span<double> values) {
    double *begin = values.data(), *end = begin + values.size();
    const auto place = [&](double share) {
        const auto rank = static_cast<std::ptrdiff_t>(std::ceil(share * static_cast<double>(values.size()))) - 1;
        return begin + std::max<std::ptrdiff_t>(rank, 0);
    };
    double *low = place(0.05), *middle = place(0.5), *high = place(0.95);
    select(begin, end, middle);
    if (low < middle) select(begin, middle, low);
    if (high > middle) select(middle + 1, end, high);
    return {*low, *middle, *high};
}

Summary summarise(const Curve& curve, std::span<const double> times_h, std::span<const double> values) {
    Summary summary;
    const auto highest = std::max_element(values.begin(), values.end());
    summary.maximum = *highest;
    summary.maximum_at_h = times_h[static_cast<std::size_t>(highest - values.begin())];
    if (curve.quantity != Quantity::concentration && curve.quantity != Quantity::effect_site) return summary;
    double area = 0;
    for (std::size_t i = 1; i < values.size(); ++i)
        area += (times_h[i] - times_h[i - 1]) * (values[i] + values[i - 1]) / 2;
    summary.auc_h = area;
    return summary;
}

// Of the very end, where one exponential is left: between the last time above a millionth of the peak and a fifth earlier.
std::optional<double> terminal_half_life_h(std::span<const double> times_h, std::span<const double> values) {
    constexpr double kLeft = 1e-6;
    const double peak = *std::ranges::max_element(values);
    std::size_t last = values.size() - 1;
    while (last > 0 && values[last] < kLeft * peak) --last;
    const std::size_t late = last * 4 / 5;
    if (late == last || !(values[late] > values[last]) || !(values[last] > 0)) return std::nullopt;
    return (times_h[last] - times_h[late]) * std::numbers::ln2 / std::log(values[late] / values[last]);
}

std::vector<double> grid(double until_h, std::size_t steps) {
    std::vector<double> times(steps + 1);
    for (std::size_t i = 0; i <= steps; ++i) times[i] = until_h * static_cast<double>(i) / static_cast<double>(steps);
    return times;
}

class Bands {
public:
    Bands(const CurveSet& set, const Plan& plan, const People& people, std::span<const double> times_h,
          std::vector<Curve>& curves, const SimulationOptions& options)
        : set_(set), plan_(plan), people_(people), times_h_(times_h), curves_(curves), options_(options) {
        // As many times in one go as the memory allows, and as leave every thread something to do.
        const auto cells = static_cast<double>(options.max_cells) / std::max(1, options.threads);
        const auto columns = static_cast<double>(people.answers.size() * set.size());
        const std::size_t share = (times_h.size() + static_cast<std::size_t>(std::max(1, options.threads)) - 1) /
                                  static_cast<std::size_t>(std::max(1, options.threads));
        times_at_once_ =
            std::clamp<std::size_t>(static_cast<std::size_t>(cells / columns), 1, std::max<std::size_t>(1, share));
        for (Curve& each : curves) {
            const std::vector<double> empty(times_h.size());
            each.band = Band{empty, empty, empty};
        }
    }

    // False: stopped.
    bool run() {
        std::vector<std::jthread> others;
        for (int i = 1; i < options_.threads; ++i) others.emplace_back([this] { work(); });
        work();
        others.clear();
        return !stopped_;
    }

private:
    void work() {
        while (!stopped_) {
            const std::size_t from = next_.fetch_add(times_at_once_);
            if (from >= times_h_.size()) return;
            block(from, std::min(times_at_once_, times_h_.size() - from));
            done_ += times_at_once_;
            if (options_.progress &&
                !options_.progress(std::min(1.0, static_cast<double>(done_) / static_cast<double>(times_h_.size()))))
                stopped_ = true;
        }
    }

    void block(std::size_t from, std::size_t count) {
        const std::size_t people = people_.answers.size();
        std::vector<double> rows(set_.size() * count * people);
        for (std::size_t first = 0; first < people; first += kPeopleAtOnce)
            fill(from, count, first, std::min(kPeopleAtOnce, people - first), rows);
        for (std::size_t c = 0; c < set_.size(); ++c) {
            for (std::size_t t = 0; t < count; ++t) {
                const auto [low, middle, high] = percentiles(std::span(rows).subspan((c * count + t) * people, people));
                Band& band = *curves_[c].band;
                band.p05[from + t] = low;
                band.p50[from + t] = middle;
                band.p95[from + t] = high;
            }
        }
    }

    void fill(std::size_t from, std::size_t count, std::size_t first, std::size_t some,
              std::vector<double>& rows) const {
        const std::size_t people = people_.answers.size();
        if (some == people) {  // all of them: straight into their place
            set_.evaluate(plan_, people_.etas, people_.answers, times_h_.subspan(from, count), rows);
            return;
        }
        std::vector<double> part(set_.size() * count * some);
        set_.evaluate(plan_, std::span(people_.etas).subspan(first * plan_.etas(), some * plan_.etas()),
                      std::span(people_.answers).subspan(first, some), times_h_.subspan(from, count), part);
        for (std::size_t row = 0; row < set_.size() * count; ++row)
            std::copy_n(part.begin() + static_cast<std::ptrdiff_t>(row * some), some,
                        rows.begin() + static_cast<std::ptrdiff_t>(row * people + first));
    }

    const CurveSet& set_;
    const Plan& plan_;
    const People& people_;
    std::span<const double> times_h_;
    std::vector<Curve>& curves_;
    const SimulationOptions& options_;
    std::size_t times_at_once_ = 1;
    std::atomic<std::size_t> next_ = 0, done_ = 0;
    std::atomic<bool> stopped_ = false;
};

void describe_model(const Model& model, Simulation& simulation) {
    simulation.model = model.id;
    simulation.model_name = model.name;
    simulation.published = model.published;
    simulation.population = model.population;
    simulation.about = model.about;
    simulation.cannot_say = model.cannot_say;
    const auto note = [&](NoteKind kind, std::optional<double> value) {
        simulation.notes.push_back({.kind = kind,
                                    .what = model.id,
                                    .effect = {},
                                    .value = value,
                                    .min = {},
                                    .max = {},
                                    .assumed = {},
                                    .source = model.population.source,
                                    .evidence = model.population.evidence});
    };
    if (!model.published) note(NoteKind::calibrated_here, std::nullopt);
    constexpr std::int64_t kFew = 30;
    if (model.population.people > 0 && model.population.people < kFew)
        note(NoteKind::few_people, static_cast<double>(model.population.people));
}

}  // namespace

Result<Simulation> simulate(const Library& library, const SimulationAsked& asked, const SimulationOptions& options) {
    const Understood question = TRY(understand(library, asked));
    const Plan plan(*question.model, library.effects.effect_site, asked.person, question.doses, question.multipliers);
    CurveSet set(*question.model, library.effects, plan, question);
    if (options.only) TRY(set.keep(*options.only));

    Simulation simulation;
    describe_model(*question.model, simulation);
    std::ranges::copy(question.notes, std::back_inserter(simulation.notes));
    simulation.times_h = question.times_h;
    simulation.seed = asked.seed.value_or(1);
    simulation.curves = set.headings();

    const std::vector<double> fine_h = grid(asked.until_h, kFineSteps);
    const Person typical;
    const std::vector<double> long_h = grid(asked.until_h + kWashOutH, kLongSteps);
    std::vector<double> values(set.size() * question.times_h.size()), fine(set.size() * fine_h.size()),
        end(set.size() * long_h.size());
    set.evaluate(plan, {}, {&typical, 1}, question.times_h, values);
    set.evaluate(plan, {}, {&typical, 1}, fine_h, fine);
    set.evaluate(plan, {}, {&typical, 1}, long_h, end);
    for (std::size_t c = 0; c < set.size(); ++c) {
        const auto row = std::span(values).subspan(c * question.times_h.size(), question.times_h.size());
        simulation.curves[c].typical.assign(row.begin(), row.end());
        simulation.curves[c].summary =
            summarise(simulation.curves[c], fine_h, std::span(fine).subspan(c * fine_h.size(), fine_h.size()));
        if (simulation.curves[c].summary.auc_h)
            simulation.curves[c].summary.half_life_h =
                terminal_half_life_h(long_h, std::span(end).subspan(c * long_h.size(), long_h.size()));
    }
    if (asked.population) {
        simulation.simulated_people = *asked.population;
        const People people = draw(*question.model, static_cast<std::uint64_t>(simulation.seed),
                                   static_cast<std::size_t>(*asked.population));
        if (!Bands(set, plan, people, question.times_h, simulation.curves, options).run())
            return refuse_as(RefusalKind::unavailable, "stopped");
    }
    if (asked.days && plan.has_effect_site())
        simulation.days_after =
            days_after(library.effects, plan, question, *asked.days, static_cast<std::uint64_t>(simulation.seed));
    return simulation;
}

}  // namespace afterglow::pharmacology
