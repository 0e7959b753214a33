#pragma once
// Questionnaires with sum scoring, written as FHIR R4 Questionnaires (https://hl7.org/fhir/R4/questionnaire.html).
//
// Beside the standard elements (title, item, code, answerValueSet, the translation and ordinalValue extensions) they carry
// extensions of our own below kExtensions: "severity-band", "safety-item", "scoring", "evidence".

#include <optional>

#include "base/load_files.h"
#include "base/mistakes.h"
#include "clinic/pack/pack.h"

namespace afterglow::policy {

inline constexpr std::string_view kExtensions = "https://afterglow.example/fhir/StructureDefinition/";

// `name` is the file's name ("phq-9.json"): the questionnaire must have the same id.
std::optional<clinic::Instrument> read_instrument(const std::string& name, const LoadedFile& file, Mistakes& mistakes);

// All of a folder, sorted by id; at least one must be there.
std::vector<clinic::Instrument> read_instruments(const LoadedFiles& files, const std::string& folder,
                                                 Mistakes& mistakes);

}  // namespace afterglow::policy
