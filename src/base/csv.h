#pragma once
// A table of text for spreadsheets (RFC 4180).

#include <string>

namespace afterglow {

// One cell, quoted if it must be. One that a spreadsheet would take for a formula is led by an apostrophe.
std::string csv_cell(const std::string& text);

}  // namespace afterglow
