#pragma once
// Random compartment models, regimens and people, and the measure by which two solutions are compared.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <vector>

#include "pharmacology/linear/linear.h"

namespace afterglow::pharmacology::testing {

inline constexpr int kOut = -1;  // where eliminated substance goes

struct Transfer {
    int from = 0, to = kOut;
};

// A question to solve(), with everything it owns.
struct Case {
    LinearShape shape;
    std::vector<LinearDose> doses;
    int people = 0;
    std::vector<double> elements, amounts, times_h;

    LinearPeople view() const { return {people, elements, amounts}; }
    std::vector<double> solved(Method method = Method::automatic) const {
        std::vector<double> result(shape.outputs.size() * times_h.size() * people);
        solve(shape, doses, view(), times_h, result, method);
        return result;
    }
    double at(const std::vector<double>& result, int output, int time, int person = 0) const {
        return result[(output * times_h.size() + time) * people + person];
    }
};

// Transfers between compartments, and rates[transfer * people + person], become a matrix.
inline void set_transfers(Case& c, const std::vector<Transfer>& transfers, const std::vector<double>& rates) {
    std::map<std::pair<int, int>, int> places;
    c.shape.elements.clear();
    c.elements.clear();
    const auto place = [&](int row, int column) {
        const auto [found, fresh] = places.emplace(std::pair(row, column), static_cast<int>(places.size()));
        if (fresh) {
            c.shape.elements.push_back({row, column});
            c.elements.resize(c.elements.size() + c.people);
        }
        return c.elements.data() + static_cast<std::size_t>(found->second) * c.people;
    };
    for (std::size_t t = 0; t < transfers.size(); ++t) {
        for (int p = 0; p < c.people; ++p) {
            const double rate = rates[t * c.people + p];
            place(transfers[t].from, transfers[t].from)[p] -= rate;
            if (transfers[t].to != kOut) place(transfers[t].to, transfers[t].from)[p] += rate;
        }
    }
}

class Random {
public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}
    int whole(int low, int high) { return std::uniform_int_distribution(low, high)(engine_); }
    bool chance(double probability) { return uniform(0, 1) < probability; }
    double uniform(double low, double high) { return std::uniform_real_distribution(low, high)(engine_); }
    double log_uniform(double low, double high) { return std::exp(uniform(std::log(low), std::log(high))); }
    double normal() { return std::normal_distribution()(engine_); }

private:
    std::mt19937_64 engine_;
};

// A chain of depots into a tree of compartments, out of which grow chains of metabolites, trees themselves.
class RandomTransfers {
public:
    explicit RandomTransfers(Random& random) : random_(random) {
        const int depots = random_.whole(0, 3);
        for (int d = 0; d < depots; ++d) append_depot();
        append_tree(random_.whole(1, 5));
        const int metabolites = random_.whole(0, 4);
        for (int m = 0; m < metabolites; ++m) append_metabolite();
    }

    int states = 0;
    std::vector<Transfer> transfers;

private:
    void append_depot() {
        transfers.push_back({states, states + 1});
        if (random_.chance(0.2)) transfers.push_back({states, kOut});
        ++states;
    }
    void append_tree(int size) {
        const int root = states++;
        if (random_.chance(0.9)) transfers.push_back({root, kOut});
        for (int i = 1; i < size; ++i) {
            const int beside = random_.whole(root, states - 1);
            transfers.push_back({beside, states});
            transfers.push_back({states, beside});
            if (random_.chance(0.1)) transfers.push_back({states, kOut});
            ++states;
        }
    }
    void append_metabolite() {
        transfers.push_back({random_.whole(0, states - 1), states});
        append_tree(random_.chance(0.7) ? 1 : random_.whole(2, 3));
    }

    Random& random_;
};

inline std::vector<LinearDose> random_doses(Random& random, int states, double horizon_h) {
    std::vector<LinearDose> doses(random.whole(0, 6));
    for (LinearDose& dose : doses) {
        dose.state = random.chance(0.8) ? 0 : random.whole(0, states - 1);
        dose.start_h = random.chance(0.3) ? 0 : random.uniform(0, horizon_h);
        dose.duration_h = random.chance(0.5) ? 0 : random.log_uniform(1e-2, 2) * horizon_h;
    }
    return doses;
}

inline std::vector<double> random_times(Random& random, double horizon_h) {
    std::vector<double> times(random.whole(1, 90));
    const bool grid = random.chance(0.5);
    for (std::size_t t = 0; t < times.size(); ++t) {
        times[t] = grid ? horizon_h * static_cast<double>(t) / times.size() : random.uniform(0, horizon_h);
    }
    std::ranges::sort(times);
    return times;
}

inline Case random_case(std::uint64_t seed, int people = 5) {
    Random random(seed);
    Case c;
    c.people = people;
    const RandomTransfers network(random);
    c.shape.states = network.states;
    std::vector<double> rates;
    for (std::size_t t = 0; t < network.transfers.size() * people; ++t) rates.push_back(random.log_uniform(1e-3, 10));
    set_transfers(c, network.transfers, rates);
    for (int s = 0; s < network.states; ++s) {
        if (random.chance(0.5)) c.shape.outputs.push_back(s);
    }
    const double horizon_h = random.log_uniform(1, 500);
    c.doses = random_doses(random, network.states, horizon_h);
    c.times_h = random_times(random, horizon_h);
    for (std::size_t d = 0; d < c.doses.size() * people; ++d) c.amounts.push_back(random.log_uniform(1, 1000));
    return c;
}

// The largest difference of any output of any person, relative to the peak of that output in `expected`.
inline double worst_difference(const Case& c, const std::vector<double>& actual, const std::vector<double>& expected,
                               double negligible = 0) {
    double worst = 0;
    for (int o = 0; o < static_cast<int>(c.shape.outputs.size()); ++o) {
        for (int p = 0; p < c.people; ++p) {
            double peak = 0, difference = 0;
            for (int t = 0; t < static_cast<int>(c.times_h.size()); ++t) {
                const double a = c.at(actual, o, t, p), e = c.at(expected, o, t, p);
                if (!std::isfinite(a)) return INFINITY;
                peak = std::max(peak, std::abs(e));
                difference = std::max(difference, std::abs(a - e));
            }
            if (difference > 0 && peak > negligible) worst = std::max(worst, difference / peak);
        }
    }
    return worst;
}

}  // namespace afterglow::pharmacology::testing
