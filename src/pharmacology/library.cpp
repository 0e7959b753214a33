#include "pharmacology/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/load_files.h"
#include "base/read_tree.h"
#include "pharmacology/check_model.h"

namespace afterglow::pharmacology {
namespace {

constexpr const char* kEffects = "effects.toml";
constexpr const char* kInteractions = "interactions.toml";

// False if something is wrong with its shape.
template <class T>
bool read_file(const std::string& text, const std::string& shown, T& out, Places& places, Mistakes& mistakes) {
    const std::size_t before = mistakes.size();
    const TreeOrError parsed = parse_toml(text);
    if (const auto* error = std::get_if<SyntaxError>(&parsed)) {
        mistakes.push_back({shown, error->place, "", "syntax", error->text});
        return false;
    }
    Reading reading{shown, mistakes, places};
    read(std::get<Tree>(parsed), out, "", reading);
    return mistakes.size() == before;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

void check_interactions(const Interactions& interactions, const Places& places, Mistakes& mistakes) {
    std::vector<std::string> ids;
    for (const Interaction& each : interactions.interactions) {
        const Where* where = places.find(each.id);
        if (where && std::ranges::find(ids, each.id) != ids.end())
            mistakes.push_back({where->file, where->place, where->pointer, "id_twice", "This id is taken already."});
        ids.push_back(each.id);
    }
}

}  // namespace

ModelReading read_model_text(const std::string& text, const std::string& shown_name) {
    ModelReading reading;
    Places places;
    reading.model.emplace();
    if (read_file(text, shown_name, *reading.model, places, reading.mistakes))
        check_model(*reading.model, places, reading.mistakes);
    tidy(reading.mistakes);
    if (!reading.mistakes.empty()) reading.model.reset();
    return reading;
}

ModelReading read_model(const std::filesystem::path& file) {
    ModelReading failed;
    if (!std::filesystem::exists(file)) {
        failed.mistakes.push_back({file.string(), {}, "", "missing_file", "There is no such file."});
        return failed;
    }
    const auto text = load_file(file, failed.mistakes);
    return text ? read_model_text(*text, file.string()) : failed;
}

const Model* Library::find(std::string_view id) const {
    const auto found = std::ranges::find(models, id, &Model::id);
    return found == models.end() ? nullptr : &*found;
}

const Interaction* Library::find_interaction(std::string_view id_or_other_name) const {
    const std::string wanted = lower(id_or_other_name);
    for (const Interaction& each : interactions.interactions) {
        if (each.id == wanted || lower(each.name.en) == wanted) return &each;
        for (const std::string& other : each.also) {
            if (lower(other) == wanted) return &each;
        }
    }
    return nullptr;
}

LibraryReading read_library(const std::filesystem::path& folder) {
    LibraryReading reading;
    Library library;
    bool effects = false, interactions = false;
    for (const auto& [name, file] : load_folder(folder, reading.mistakes)) {
        Places places;
        if (name == kEffects) {
            effects = true;
            read_file(file.text, file.shown, library.effects, places, reading.mistakes);
        } else if (name == kInteractions) {
            interactions = true;
            if (read_file(file.text, file.shown, library.interactions, places, reading.mistakes))
                check_interactions(library.interactions, places, reading.mistakes);
        } else if (name.ends_with(".toml")) {
            ModelReading model = read_model_text(file.text, file.shown);
            std::ranges::move(model.mistakes, std::back_inserter(reading.mistakes));
            if (model.model && model.model->id + ".toml" != name)
                reading.mistakes.push_back(
                    {file.shown, {}, "/id", "id_differs", "The id is not the name of the file."});
            if (model.model) library.models.push_back(std::move(*model.model));
        }
    }
    for (const auto& [there, name] : {std::pair{effects, kEffects}, {interactions, kInteractions}}) {
        if (!there)
            reading.mistakes.push_back(
                {(folder / name).string(), {}, "", "missing_file", "This file is missing; take the shipped one."});
    }
    tidy(reading.mistakes);
    if (reading.mistakes.empty()) reading.library = std::move(library);
    return reading;
}

std::string_view default_model(DrugRoute route) { return route == DrugRoute::nasal ? "perez-ruixo-2021" : "kat-c1"; }

}  // namespace afterglow::pharmacology
