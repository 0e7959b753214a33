#pragma once
// `afterglow models report`: the validation report, as Markdown with pictures beside it.

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

#include "main/pharmacology/compare.h"

namespace afterglow {

void add_models_report(CLI::App& models, std::shared_ptr<std::string> folder, int& status);

// The measured curves of a study as points, the models as lines; a panel for each curve.
std::string plot(const ComparedStudy& study);

}  // namespace afterglow
