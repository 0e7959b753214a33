#pragma once
// The part of a shape that matters: states that a dose reaches and that reach an output, upstream first.

#include <span>
#include <vector>

#include "pharmacology/linear/linear.h"

namespace afterglow::pharmacology {

struct SystemElement {
    int row = 0, column = 0;
    int index = 0;  // in LinearShape::elements
};
struct SystemDose {
    int input = 0;  // in System::inputs
    int index = 0;  // among the doses given
    double start_h = 0, duration_h = 0;
};
struct SystemOutput {
    int state = 0;
    int index = 0;  // in LinearShape::outputs
};

// States that reach one another form a block; a block is reached only from blocks before it.
struct System {
    int states = 0;
    std::vector<int> block_begin;         // blocks + 1
    std::vector<int> block_of;            // by state
    std::vector<int> parent;              // in the tree of a block's edges, before its children; -1: a root
    std::vector<SystemElement> elements;  // by row
    std::vector<int> row_begin;           // states + 1, into elements
    std::vector<int> element_at;          // states x states -> LinearShape::elements, -1: none
    std::vector<char> reaches;            // states x states: [to * states + from]
    std::vector<int> inputs;              // states that get doses
    std::vector<SystemDose> doses;
    std::vector<SystemOutput> outputs;
    bool trees = false;  // every block is a tree of two-way edges

    bool reached(int to, int from) const { return reaches[to * states + from]; }
};

System make_system(const LinearShape& shape, std::span<const LinearDose> doses);

}  // namespace afterglow::pharmacology
