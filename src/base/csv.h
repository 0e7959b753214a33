#pragma once
// A table of text for spreadsheets (RFC 4180).

#include <string>

namespace afterglow {

// One cell, quoted if it must be. What a spreadsheet would take for a formula, at the beginning or after
// another sign that parts cells, is led by an apostrophe.
std::string csv_cell(const std::string& text);

}  // namespace afterglow
