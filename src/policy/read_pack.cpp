#include "policy/read_pack.h"

#include <algorithm>
#include <array>
#include <concepts>

#include "base/hash.h"
#include "base/load_files.h"
#include "base/read_tree.h"
#include "policy/checks.h"
#include "policy/consents.h"
#include "policy/instruments.h"

namespace afterglow::policy {
namespace {

using clinic::Pack;

// Which members of the pack stand in which file. Together with consents/ and the instruments this is the whole pack.
struct PackFile {
    std::string_view name;
    std::vector<std::string_view> members;
};
const std::array<PackFile, 11>& pack_files() {
    static const std::array<PackFile, 11> files = {{
        {"pack.toml",
         {"id", "version", "name", "zone", "clinic_name", "clinic_address", "clinic_phone", "languages",
          "second_factor_for", "answer_within_hours", "clock_skew_max_minutes", "follow_up_days", "record_kept_years",
          "emergency_minutes", "privacy_email"}},
        {"criteria.toml", {"age_min_years", "indications", "criteria"}},
        {"doses.toml", {"doses"}},
        {"session.toml",
         {"no_driving_hours", "observation_min_minutes", "plausibility", "start", "readiness", "discharge"}},
        {"monitoring.toml", {"monitoring", "alarms", "alarm_policy"}},
        {"morning.toml", {"morning"}},
        {"course.toml", {"course"}},
        {"appointments.toml", {"appointments"}},
        {"rooms.toml", {"rooms"}},
        {"insurers.toml", {"insurers"}},
        {"letters.toml", {"refusal_letter"}},
    }};
    return files;
}

// Then nobody needs one; then the record closes after the usual time.
constexpr std::array<std::string_view, 2> kMayBeLeftOut{"second_factor_for", "emergency_minutes"};

// Without these two nobody can be treated and no record may be kept.
constexpr std::string_view kNeededConsents[] = {"treatment", "data"};

void read_pack_file(const PackFile& which, const LoadedFile& file, Pack& pack, Places& places, Mistakes& mistakes) {
    Reading reading{file.shown, mistakes, places};
    const TreeOrError parsed = parse_toml(file.text);
    if (const auto* error = std::get_if<SyntaxError>(&parsed)) {
        return reading.mistake(error->place, "", "toml_syntax", "This is not valid TOML: " + error->text + ".");
    }
    const Tree& tree = std::get<Tree>(parsed);
    read_members(tree, pack, "", reading, [&](std::string_view name) {
        if (std::ranges::find(kMayBeLeftOut, name) != kMayBeLeftOut.end() && !tree.find(name)) return false;
        return std::find(which.members.begin(), which.members.end(), name) != which.members.end();
    });
}

bool is_expected(const std::string& path) {
    if (path == "README.md" || is_consent_file(path)) return true;
    return std::any_of(pack_files().begin(), pack_files().end(),
                       [&](const PackFile& each) { return each.name == path; });
}

void check_needed_consents(const Pack& pack, const std::string& folder, Mistakes& mistakes) {
    for (const std::string_view needed : kNeededConsents) {
        const bool found = std::any_of(pack.consents.begin(), pack.consents.end(),
                                       [&](const auto& each) { return each.id == needed; });
        if (!found)
            mistakes.push_back(
                {folder + "/consents",
                 {},
                 "",
                 "missing_consent",
                 fmt::format(
                     "The consent \"{0}\" is missing; add consents/{0}.v1.<language>.md in every language of the pack.",
                     needed)});
    }
}

// Names, lengths and contents, so that moving a byte from one file to another changes the hash.
void add_to_hash(std::string& all, std::string_view folder, const LoadedFiles& files) {
    for (const auto& [path, file] : files) {
        if (path != "README.md") all += fmt::format("{}/{} {}\n{}", folder, path, file.text.size(), file.text);
    }
}

}  // namespace

PackReading read_pack(const std::filesystem::path& folder, const std::filesystem::path& instruments_folder) {
    PackReading reading;
    Mistakes& mistakes = reading.mistakes;
    Pack pack;
    Places places;
    const LoadedFiles files = load_folder(folder, mistakes);
    const LoadedFiles instruments = load_folder(instruments_folder, mistakes);
    for (const PackFile& each : pack_files()) {
        const auto found = files.find(std::string(each.name));
        if (found != files.end()) {
            read_pack_file(each, found->second, pack, places, mistakes);
        } else if (std::error_code error; !std::filesystem::exists(folder / each.name, error)) {
            mistakes.push_back({(folder / each.name).generic_string(),
                                {},
                                "",
                                "missing_file",
                                "This file of the pack is missing; take the one of a shipped pack as a pattern."});
        }
    }
    for (const auto& [path, file] : files) {
        if (!is_expected(path))
            mistakes.push_back({file.shown,
                                {},
                                "",
                                "unexpected_file",
                                "This file does not belong to a pack; remove it or correct its name."});
    }
    pack.consents = read_consents(files, pack.languages, mistakes);
    check_needed_consents(pack, folder.generic_string(), mistakes);
    check_pack(pack, places, mistakes);
    pack.instruments = read_instruments(instruments, instruments_folder.generic_string(), mistakes);

    tidy(mistakes);
    if (!mistakes.empty()) return reading;
    std::string all;
    add_to_hash(all, "pack", files);
    add_to_hash(all, "instruments", instruments);
    pack.sha256 = sha256_hex(all);
    reading.pack = std::move(pack);
    return reading;
}

std::vector<std::string> unverified_rules(const Pack& pack) {
    std::vector<std::string> ids;
    auto visit = [&](const auto& each) {
        if constexpr (std::derived_from<std::decay_t<decltype(each)>, clinic::Rule>) {
            if (each.evidence == clinic::Evidence::M) ids.push_back(each.id);
        }
    };
    walk(pack, visit);
    return ids;
}

}  // namespace afterglow::policy
