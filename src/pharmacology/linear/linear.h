#pragma once
// Linear compartment systems x' = A x + r(t), with r piecewise constant, x(0) = 0, solved for many people at once.
//
// Two ways to the same numbers: `Method::closed_form` decomposes A into its modes, person by person in the lanes of a
// vector register, and advances each mode by one multiplication; `Method::matrix_exponential` is general and slower. People
// for whom the first would lose digits (rate constants that coincide) are solved by the second without asking.

#include <cstdint>
#include <span>
#include <vector>

namespace afterglow::pharmacology {

// What all people share: which elements of A may differ from zero.
struct Element {
    int row = 0, column = 0;
    bool operator==(const Element&) const = default;
};
struct LinearShape {
    int states = 0;                 // at most kMaxStates
    std::vector<Element> elements;  // every one at most once; the diagonal included
    std::vector<int> outputs;       // states to be returned
};
inline constexpr int kMaxStates = 24;

// Something enters a state: at once (duration_h 0), or at a constant rate. Its amount differs from person to person.
struct LinearDose {
    int state = 0;
    double start_h = 0;     // >= 0
    double duration_h = 0;  // >= 0
};

// What differs between people, structure of arrays: the value of element e of person p is elements[e * people + p].
struct LinearPeople {
    int people = 0;
    std::span<const double> elements;  // shape.elements.size() x people, 1/h
    std::span<const double> amounts;   // doses x people
};

enum class Method { automatic, closed_form, matrix_exponential };

// Fills result[(o * times + t) * people + p] with output o of person p at times_h[t]. `times_h` ascends, from 0 on; equal
// neighbours are allowed. A bolus at the very moment of a time counts as given. Throws std::invalid_argument if sizes
// disagree, times descend, or something is not finite, the result included; never returns a NaN.
//
// Both methods agree to 1e-9 of each output's peak among the times. An output is worth its digits as long as nothing off
// the diagonal is negative, as among compartments; otherwise the matrix exponential loses those that cancel.
void solve(const LinearShape& shape, std::span<const LinearDose> doses, const LinearPeople& people,
           std::span<const double> times_h, std::span<double> result, Method method = Method::automatic);

// How many people of the latest call on this thread were solved by the matrix exponential.
int solved_by_matrix_exponential();

}  // namespace afterglow::pharmacology
