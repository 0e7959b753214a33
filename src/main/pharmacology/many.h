#pragma once
// Many people with given etas, from files to a file, in bounded memory.

#include <functional>
#include <string>

#include "pharmacology/library.h"

namespace afterglow {

struct ManyFiles {
    std::string regimen, etas, times;
};

// Columns: person (a row of the eta file, from 1), time_h, then a column for each concentration of the model. Returns the
// exit status: 0 done, 1 could not, 130 stopped; what is wrong in a file is said with its line.
int simulate_many(const pharmacology::Library& library, const std::string& model, const ManyFiles& files,
                  const std::string& out, const std::function<bool(double)>& progress);

}  // namespace afterglow
