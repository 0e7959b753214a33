#pragma once
// A simulation as a file: columns for a spreadsheet, or a picture for a paper.

#include <string>

#include "pharmacology/simulate.h"

namespace afterglow::pharmacology {

// RFC 4180, a header line, six significant digits. With bands, each column is followed by <name>_p05, _p50, _p95.
std::string to_csv(const Simulation& simulation);
// Peak, its time, area and half-life of each curve.
std::string summary_csv(const Simulation& simulation);
// One panel for each kind of quantity, the band shaded, the typical person as a line; labelled as expected, not measured.
std::string to_svg(const Simulation& simulation);

std::string number_text(double value);  // six significant digits, as in the files
std::string spoken(std::string curve);  // "s_ketamine_arterial_ng_ml" -> "s ketamine arterial"

}  // namespace afterglow::pharmacology
