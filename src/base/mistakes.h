#pragma once
// What is wrong in a file of data (a policy pack, a model), where, and how to mend it. All mistakes are collected, never
// only the first: whoever writes such a file wants one list to work through.

#include <string>
#include <string_view>
#include <vector>

namespace afterglow {

// Line and column count from 1; 0 means the file as a whole (it is missing, too large, not expected).
struct Place {
    int line = 0;
    int column = 0;
    auto operator<=>(const Place&) const = default;
};

struct Mistake {
    std::string file;  // "policy/cz-outpatient/doses.toml"
    Place place;
    std::string pointer;  // JSON Pointer into the file: "/doses/1/max_mg"; empty for the whole file
    std::string code;     // snake_case, stable: programs and tests branch on it
    std::string text;     // one or two plain sentences: what is wrong, how to mend it
};
using Mistakes = std::vector<Mistake>;

// "file:line:column: error: text [code]", one mistake on each line, in the order of the files.
std::string print_mistakes(const Mistakes& mistakes);

// Sorts by file and place and drops repetitions.
void tidy(Mistakes& mistakes);

}  // namespace afterglow
