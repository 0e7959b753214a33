#pragma once
// The folder of models: read, checked, ready to be asked.

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "base/mistakes.h"
#include "pharmacology/effects.h"
#include "pharmacology/interactions.h"
#include "pharmacology/model.h"

namespace afterglow::pharmacology {

struct ModelReading {
    std::optional<Model> model;  // if there are no mistakes
    Mistakes mistakes;
};
ModelReading read_model(const std::filesystem::path& file);
ModelReading read_model_text(const std::string& text, const std::string& shown_name);

struct Library {
    std::vector<Model> models;  // by id
    Effects effects;
    Interactions interactions;

    const Model* find(std::string_view id) const;
    const Interaction* find_interaction(std::string_view id_or_other_name) const;
};
struct LibraryReading {
    std::optional<Library> library;
    Mistakes mistakes;
};
// All *.toml of the folder; effects.toml and interactions.toml must be among them.
LibraryReading read_library(const std::filesystem::path& folder);

// Which model is asked unless one is named: nasal esketamine by Perez-Ruixo 2021, all else by KAT-C1.
std::string_view default_model(DrugRoute route);

}  // namespace afterglow::pharmacology
