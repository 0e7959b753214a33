#include "main/clinics_file.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "base/load_files.h"
#include "base/read_tree.h"

namespace afterglow {
namespace {

constexpr std::size_t kMaxClinics = 100;
constexpr std::size_t kMaxHostBytes = 253;

bool is_host_name(const std::string& host) {
    if (host.empty() || host.size() > kMaxHostBytes || host.front() == '.' || host.back() == '.') return false;
    return host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string::npos;
}

class Checks {
public:
    Checks(Places& places, Mistakes& mistakes) : places_(places), mistakes_(mistakes) {}

    template <class T>
    void mistake(const T& value, std::string code, std::string text) {
        if (const Where* where = places_.find(value))
            mistakes_.push_back({where->file, where->place, where->pointer, std::move(code), std::move(text)});
    }

    void check(const ClinicsFile& file) {
        if (file.clinic.empty())
            mistake(file, "no_clinics", "No clinic is named; add a [[clinic]] with its host, its name and its data.");
        if (file.clinic.size() > kMaxClinics)
            mistake(file.clinic, "too_many_items", fmt::format("At most {} clinics are served.", kMaxClinics));
        if (file.smallest_count && *file.smallest_count < views::kLeastSmallestCount)
            mistake(*file.smallest_count, "out_of_range",
                    fmt::format("smallest_count must be at least {}: with a smaller one a hidden count would be known.",
                                views::kLeastSmallestCount));
        for (const ClinicEntry& each : file.clinic) check(each);
    }

private:
    void check(const ClinicEntry& clinic) {
        if (!is_host_name(clinic.host))
            mistake(clinic.host, "not_a_host",
                    fmt::format("\"{}\" is not a name as it stands in an address; write it in small letters without a "
                                "port, such as praha.example.org.",
                                clinic.host));
        if (!clinic.data && !clinic.store)
            mistake(clinic, "no_data",
                    "This clinic has no place; add data, its folder, or store, its PostgreSQL database.");
        if (clinic.store && !clinic.schema)
            mistake(*clinic.store, "no_schema", "Several clinics need a schema each in PostgreSQL; add schema.");
        if (clinic.store && !clinic.data && (!clinic.key || !clinic.anchors))
            mistake(*clinic.store, "no_key", "With store, add key and anchors: the files that stay outside it.");
        if (clinic.mllp_port && (*clinic.mllp_port < 0 || *clinic.mllp_port > 65535))
            mistake(*clinic.mllp_port, "out_of_range", "mllp_port must be from 0 to 65535.");
        only_here(clinic.host, clinic.host, "host");
        if (clinic.store)
            only_here(clinic.schema, *clinic.store + " " + clinic.schema.value_or(""), "schema");
        else
            path_only_here(clinic.data, "data");
        path_only_here(clinic.key, "key");
        path_only_here(clinic.anchors, "anchors");
        if (clinic.mllp_port && *clinic.mllp_port != 0)
            only_here(clinic.mllp_port, std::to_string(*clinic.mllp_port), "mllp_port");
    }

    void path_only_here(const std::optional<std::string>& path, const char* what) {
        if (path) only_here(path, std::filesystem::weakly_canonical(*path).string(), what);
    }
    template <class T>
    void only_here(const T& value, const std::string& taken, const char* what) {
        if (!taken_.insert(fmt::format("{} {}", what, taken)).second)
            mistake(value, "taken", fmt::format("Another clinic in this file has this {}; each needs its own.", what));
    }

    Places& places_;
    Mistakes& mistakes_;
    std::set<std::string> taken_;
};

}  // namespace

ClinicsReading read_clinics_file(const std::string& path) {
    ClinicsReading reading;
    const auto text = load_file(path, reading.mistakes);
    if (!text) return reading;
    Places places;
    Reading into{path, reading.mistakes, places};
    const TreeOrError parsed = parse_toml(*text);
    if (const auto* error = std::get_if<SyntaxError>(&parsed)) {
        into.mistake(error->place, "", "toml_syntax", "This is not valid TOML: " + error->text + ".");
        return reading;
    }
    ClinicsFile file;
    read(std::get<Tree>(parsed), file, "", into);
    Checks(places, reading.mistakes).check(file);
    tidy(reading.mistakes);
    if (reading.mistakes.empty()) reading.file = std::move(file);
    return reading;
}

}  // namespace afterglow
