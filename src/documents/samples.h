#pragma once
// For tests: one filled sheet of every kind, with people who do not exist, and what a printed PDF says.

#include <string>
#include <vector>

#include "documents/emergency_page.h"
#include "documents/instructions.h"
#include "documents/paper_form.h"
#include "documents/register_pages.h"
#include "documents/session_record.h"

namespace afterglow::documents::sample {

Instant at(const char* time);  // of the sample's day, in Prague: "10:04"
Printing printing();
Person person();
SessionRecordSheet session_record();
InstructionsSheet instructions();
EmergencySheet emergency_page();
PaperFormSheet paper_form();
RegisterSheet register_pages(int rows);

// The text of each page, as pdftotext of poppler-utils reads it. Skip the test if it is not installed.
bool can_read_pdf();
std::vector<std::string> pages_of(const std::string& pdf);
// Without white space, in which texts are broken into lines.
std::string squeezed(std::string_view text);
// Keeps a copy in the folder that the environment variable AFTERGLOW_SAMPLES names, to be looked at.
void keep(const std::string& pdf, const std::string& name);

}  // namespace afterglow::documents::sample
