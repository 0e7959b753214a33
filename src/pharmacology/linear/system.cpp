#include "pharmacology/linear/system.h"

#include <algorithm>
#include <cstdint>

namespace afterglow::pharmacology {
namespace {

using States = std::uint32_t;  // a set: bit s for state s
static_assert(kMaxStates <= 32);

constexpr States only(int state) { return States{1} << state; }
bool holds(States states, int state) { return states & only(state); }

// reached[s]: where something in s can get to, s itself included.
std::vector<States> reached_from_each(const LinearShape& shape) {
    std::vector<States> reached(shape.states);
    for (int s = 0; s < shape.states; ++s) reached[s] = only(s);
    for (const Element& element : shape.elements) reached[element.column] |= only(element.row);
    for (int via = 0; via < shape.states; ++via) {
        for (States& states : reached) {
            if (holds(states, via)) states |= reached[via];
        }
    }
    return reached;
}

States relevant(const LinearShape& shape, std::span<const LinearDose> doses, const std::vector<States>& reached) {
    States dosed = 0, observed = 0, both = 0;
    for (const LinearDose& dose : doses) dosed |= reached[dose.state];
    for (int output : shape.outputs) observed |= only(output);
    for (int s = 0; s < shape.states; ++s) {
        if (holds(dosed, s) && (reached[s] & observed)) both |= only(s);
    }
    return both;
}

class Builder {
public:
    Builder(const LinearShape& shape, std::span<const LinearDose> doses)
        : shape_(shape), reached_(reached_from_each(shape)), kept_(relevant(shape, doses, reached_)) {
        for (const Element& element : shape.elements) {
            if (element.row != element.column) from_[element.row] |= only(element.column) & kept_;
        }
        order_states();
        put_elements();
        put_doses(doses);
        for (int o = 0; o < static_cast<int>(shape.outputs.size()); ++o) {
            if (holds(kept_, shape.outputs[o])) system_.outputs.push_back({place_[shape.outputs[o]], o});
        }
    }
    System take() { return std::move(system_); }

private:
    bool together(int a, int b) const { return holds(reached_[a], b) && holds(reached_[b], a); }

    // A block can be placed once everything that reaches it from outside is.
    bool ready(int state, States placed) const {
        for (int s = 0; s < shape_.states; ++s) {
            if (holds(kept_ & ~placed, s) && holds(reached_[s], state) && !together(s, state)) return false;
        }
        return true;
    }

    void order_states() {
        system_.trees = true;
        system_.block_begin = {0};
        States placed = 0;
        while (placed != kept_) {
            for (int s = 0; s < shape_.states; ++s) {
                if (holds(kept_ & ~placed, s) && ready(s, placed)) placed |= place_block(s);
            }
        }
        system_.states = static_cast<int>(order_.size());
    }

    States place_block(int root) {
        States block = 0;
        for (int s = 0; s < shape_.states; ++s) {
            if (holds(kept_, s) && together(s, root)) block |= only(s);
        }
        const int begin = static_cast<int>(order_.size());
        place(root, -1);
        States placed = only(root);
        for (int i = begin; i < static_cast<int>(order_.size()); ++i) {
            for (int s = 0; s < shape_.states; ++s) {
                if (!holds(block & ~placed, s) || !(holds(from_[s], order_[i]) || holds(from_[order_[i]], s))) continue;
                place(s, i);
                placed |= only(s);
            }
        }
        if (!is_tree(begin)) system_.trees = false;
        system_.block_begin.push_back(static_cast<int>(order_.size()));
        return block;
    }

    void place(int state, int parent) {
        place_[state] = static_cast<int>(order_.size());
        system_.block_of.push_back(static_cast<int>(system_.block_begin.size()) - 1);
        system_.parent.push_back(parent);
        order_.push_back(state);
    }

    bool is_tree(int begin) const {
        const int end = static_cast<int>(order_.size());
        int edges = 0;
        for (int i = begin; i < end; ++i) {
            for (int j = begin; j < i; ++j) {
                const bool forth = holds(from_[order_[i]], order_[j]), back = holds(from_[order_[j]], order_[i]);
                if (forth != back) return false;
                edges += forth;
            }
        }
        return edges == end - begin - 1;
    }

    void put_elements() {
        const int n = system_.states;
        system_.element_at.assign(n * n, -1);
        for (int e = 0; e < static_cast<int>(shape_.elements.size()); ++e) {
            const Element& element = shape_.elements[e];
            if (!holds(kept_, element.row) || !holds(kept_, element.column)) continue;
            system_.element_at[place_[element.row] * n + place_[element.column]] = e;
        }
        system_.row_begin = {0};
        system_.reaches.resize(n * n);
        for (int row = 0; row < n; ++row) {
            for (int column = 0; column < n; ++column) {
                const int e = system_.element_at[row * n + column];
                if (e >= 0) system_.elements.push_back({row, column, e});
                system_.reaches[row * n + column] = holds(reached_[order_[column]], order_[row]);
            }
            system_.row_begin.push_back(static_cast<int>(system_.elements.size()));
        }
    }

    void put_doses(std::span<const LinearDose> doses) {
        for (int d = 0; d < static_cast<int>(doses.size()); ++d) {
            const LinearDose& dose = doses[d];
            if (!holds(kept_, dose.state)) continue;
            auto& inputs = system_.inputs;
            auto input = std::ranges::find(inputs, place_[dose.state]);
            if (input == inputs.end()) input = inputs.insert(inputs.end(), place_[dose.state]);
            const int at = static_cast<int>(input - inputs.begin());
            // As the clock can tell it: otherwise the rate of a very short infusion late would not give its amount.
            const double duration_h = (dose.start_h + dose.duration_h) - dose.start_h;
            system_.doses.push_back({at, d, dose.start_h, duration_h});
        }
    }

    const LinearShape& shape_;
    std::vector<States> reached_;
    States kept_;
    States from_[kMaxStates] = {};
    int place_[kMaxStates] = {};
    std::vector<int> order_;  // the shape's states in the system's order
    System system_;
};

}  // namespace

System make_system(const LinearShape& shape, std::span<const LinearDose> doses) { return Builder(shape, doses).take(); }

}  // namespace afterglow::pharmacology
