#include "policy/instruments.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/read_tree.h"

namespace afterglow::policy {
namespace {

using clinic::Evidence;
using clinic::Instrument;
using clinic::InstrumentItem;
using clinic::InstrumentOption;
using clinic::Language;
using clinic::SeverityBand;
using clinic::Words;

constexpr std::string_view kTranslation = "http://hl7.org/fhir/StructureDefinition/translation";
constexpr std::string_view kOrdinalValue = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
constexpr std::string_view kLoinc = "http://loinc.org";

// A place in the tree: the value (nullptr if it is not there), its pointer, and where to point at if it is missing.
struct Spot {
    const Tree* tree = nullptr;
    std::string pointer;
    Place place;

    explicit operator bool() const { return tree != nullptr; }
    Spot at(std::string_view name) const {
        const Tree* found = tree ? tree->find(name) : nullptr;
        return {found, fmt::format("{}/{}", pointer, name), found ? found->place : place};
    }
    std::vector<Spot> items() const {
        std::vector<Spot> spots;
        const auto* list = tree ? tree->as<Tree::List>() : nullptr;
        for (std::size_t i = 0; list && i < list->size(); ++i)
            spots.push_back({&(*list)[i], fmt::format("{}/{}", pointer, i), (*list)[i].place});
        return spots;
    }
    const std::string* text() const { return tree ? tree->as<std::string>() : nullptr; }
    bool is_text(std::string_view expected) const { return text() && *text() == expected; }

    std::vector<Spot> extensions(std::string_view url) const {
        std::vector<Spot> found;
        for (const Spot& each : at("extension").items()) {
            if (each.at("url").is_text(url)) found.push_back(each);
        }
        return found;
    }
    // The value of the only extension with this url; empty if there is none.
    Spot extension_value(std::string_view url, std::string_view value_name) const {
        const auto found = extensions(url);
        return found.empty() ? Spot{nullptr, pointer + "/extension", place} : found.front().at(value_name);
    }
};

std::string ours(std::string_view name) { return std::string(kExtensions).append(name); }

class InstrumentReader {
public:
    InstrumentReader(std::string file, Mistakes& mistakes) : reading_{std::move(file), mistakes, places_} {}

    void syntax_error(const SyntaxError& error) {
        reading_.mistake(error.place, "", "json_syntax", fmt::format("This is not valid JSON. {}", error.text));
    }

    Instrument read(const std::string& expected_id, const Tree& tree) {
        const Spot root{&tree, "", tree.place};
        Instrument out;
        if (!root.at("resourceType").is_text("Questionnaire"))
            mistake(root.at("resourceType"), "instrument_kind", "\"resourceType\" must be \"Questionnaire\".");
        out.id = text(root.at("id"));
        if (!out.id.empty() && out.id != expected_id) {
            mistake(root.at("id"), "instrument_id",
                    fmt::format("The id \"{}\" must be the same as the file's name, \"{}\".", out.id, expected_id));
        }
        out.version = version(root.at("version"));
        out.title = words(root, "title");
        out.copyright = text(root.at("copyright"));
        out.loinc = loinc(root.at("code"));
        read_scoring(root, out);
        read_evidence(root, out);
        read_items(root, out);
        out.options = options(root);
        out.bands = bands(root, out);
        return out;
    }

private:
    void mistake(const Spot& spot, std::string code, std::string text) {
        reading_.mistake(spot.place, spot.pointer, std::move(code), std::move(text));
    }

    void missing(const Spot& spot) {
        mistake(spot, "missing_key", fmt::format("{} is missing here; add it.", dotted(spot.pointer)));
    }

    std::string text(const Spot& spot) {
        std::string out;
        if (!spot)
            missing(spot);
        else
            afterglow::read(*spot.tree, out, spot.pointer, reading_);
        return out;
    }

    std::optional<std::int64_t> whole(const Spot& spot) {
        std::int64_t out = 0;
        if (!spot)
            missing(spot);
        else
            afterglow::read(*spot.tree, out, spot.pointer, reading_);
        if (spot && spot.tree->as<std::int64_t>()) return out;
        return std::nullopt;
    }

    std::int64_t version(const Spot& spot) {
        const std::string digits = text(spot);
        std::int64_t out = 0;
        const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), out);
        if (!digits.empty() && (end.ec != std::errc() || end.ptr != digits.data() + digits.size() || out < 1)) {
            mistake(spot, "instrument_version", "The version must be a whole number from 1, in quotes.");
        }
        return out;
    }

    // The element itself is English; the other languages stand in the translation extension of its shadow ("_text").
    Words words(const Spot& parent, std::string_view name) {
        Words out;
        out.en = text(parent.at(name));
        const Spot shadow = parent.at(std::string("_").append(name));
        for (const Language language : {Language::cs, Language::uk}) {
            const Spot content = translation(shadow, enum_name(language));
            if (!content) {
                mistake(shadow, "missing_translation",
                        fmt::format("{} has no translation into \"{}\"; add one with the translation extension.",
                                    dotted(parent.at(name).pointer), enum_name(language)));
                continue;
            }
            (language == Language::cs ? out.cs : out.uk) = text(content);
        }
        return out;
    }

    Spot translation(const Spot& shadow, std::string_view language) {
        for (const Spot& each : shadow.extensions(kTranslation)) {
            if (each.extension_value("lang", "valueCode").is_text(language))
                return each.extension_value("content", "valueString");
        }
        return {};
    }

    std::string loinc(const Spot& codes) {
        for (const Spot& each : codes.items()) {
            if (each.at("system").is_text(kLoinc)) return text(each.at("code"));
        }
        return {};
    }

    void read_scoring(const Spot& root, Instrument& out) {
        const auto found = root.extensions(ours("scoring"));
        if (found.size() != 1)
            return mistake(root, "instrument_scoring", "There must be exactly one extension \"scoring\".");
        const Spot method = found.front().extension_value("method", "valueCode");
        if (!method.is_text("sum"))
            mistake(method, "instrument_scoring", "The method of scoring must be \"sum\"; others are not known.");
        const Spot total = found.front().extension_value("total", "valueCoding");
        if (total && total.at("system").is_text(kLoinc)) out.total_loinc = text(total.at("code"));
    }

    void read_evidence(const Spot& root, Instrument& out) {
        std::set<std::string> subjects;
        for (const Spot& each : root.extensions(ours("evidence"))) {
            const std::string subject = text(each.extension_value("subject", "valueCode"));
            const std::string source = text(each.extension_value("source", "valueString"));
            const auto tag = evidence(each.extension_value("tag", "valueCode"));
            subjects.insert(subject);
            if (tag == Evidence::M && source.find("unverified") == std::string::npos) {
                mistake(each, "unverified_not_said", "The evidence tag is M, so the source must say \"unverified\".");
            }
            if (subject == "bands") {
                out.source = source;
                out.evidence = tag.value_or(Evidence::M);
            } else if (subject == "wording") {
                out.wording_source = source;
                out.wording_evidence = tag.value_or(Evidence::M);
            } else if (!subject.empty() && subject != "codes") {
                mistake(each, "unknown_value",
                        fmt::format("Evidence cannot be about \"{}\"; use one of: bands, wording, codes.", subject));
            }
        }
        for (const char* needed : {"bands", "wording"}) {
            if (!subjects.contains(needed))
                mistake(root, "instrument_evidence",
                        fmt::format("There is no extension \"evidence\" about \"{}\"; add it with source and tag.",
                                    needed));
        }
    }

    std::optional<Evidence> evidence(const Spot& spot) {
        Evidence tag = Evidence::M;
        if (!spot) return missing(spot), std::nullopt;
        afterglow::read(*spot.tree, tag, spot.pointer, reading_);
        return spot.text() ? enum_from<Evidence>(*spot.text()) : std::nullopt;
    }

    void read_items(const Spot& root, Instrument& out) {
        std::set<std::string> link_ids;
        for (const Spot& each : root.at("item").items()) {
            const Spot type = each.at("type");
            const std::string link_id = text(each.at("linkId"));
            if (!link_id.empty() && !link_ids.insert(link_id).second)
                mistake(each.at("linkId"), "duplicate_id",
                        fmt::format("The linkId \"{}\" is already used; each item needs its own.", link_id));
            if (type.is_text("display")) {
                out.instruction = words(each, "text");
            } else if (type.is_text("choice")) {
                out.items.push_back({link_id, loinc(each.at("code")), words(each, "text"), is_safety(each)});
                if (!each.at("answerValueSet").is_text("#answers"))
                    mistake(each.at("answerValueSet"), "instrument_answers",
                            "\"answerValueSet\" must be \"#answers\": all items share the contained answers.");
            } else {
                mistake(type, "instrument_item",
                        "\"type\" must be \"choice\" (a question) or \"display\" (the instruction).");
            }
        }
        if (out.items.empty())
            mistake(root.at("item"), "instrument_item", "There is no question; add items of the type \"choice\".");
        if (out.instruction.en.empty())
            mistake(root.at("item"), "instrument_instruction",
                    "There is no instruction; add an item of the type \"display\".");
    }

    bool is_safety(const Spot& item) {
        const Spot flag = item.extension_value(ours("safety-item"), "valueBoolean");
        bool out = false;
        if (flag) afterglow::read(*flag.tree, out, flag.pointer, reading_);
        return out;
    }

    std::vector<InstrumentOption> options(const Spot& root) {
        std::vector<InstrumentOption> out;
        Spot concepts{nullptr, "/contained", root.at("contained").place};
        for (const Spot& contained : root.at("contained").items()) {
            if (!contained.at("id").is_text("answers")) continue;
            const auto includes = contained.at("compose").at("include").items();
            concepts = includes.empty() ? contained.at("compose") : includes.front().at("concept");
        }
        for (const Spot& each : concepts.items()) {
            InstrumentOption option{0, words(each, "display")};
            const auto value = whole(each.extension_value(kOrdinalValue, "valueDecimal"));
            option.value = value.value_or(0);
            const std::int64_t expected = static_cast<std::int64_t>(out.size());
            if (value && *value != expected)
                mistake(each, "instrument_ordinal",
                        fmt::format("The ordinal values must be 0, 1, 2 ...; this one is {} instead of {}.", *value,
                                    expected));
            out.push_back(std::move(option));
        }
        if (out.size() < 2)
            mistake(concepts, "instrument_answers",
                    "There must be a contained ValueSet \"answers\" with at least two answers.");
        return out;
    }

    std::vector<SeverityBand> bands(const Spot& root, const Instrument& instrument) {
        std::vector<SeverityBand> out;
        std::set<std::string> codes;
        const std::int64_t max_total = static_cast<std::int64_t>(instrument.items.size()) *
                                       (static_cast<std::int64_t>(instrument.options.size()) - 1);
        for (const Spot& each : root.extensions(ours("severity-band"))) {
            SeverityBand band;
            const Spot from = each.extension_value("from", "valueInteger");
            const auto begins = whole(from);
            band.code = text(each.extension_value("code", "valueCode"));
            if (!band.code.empty() && !codes.insert(band.code).second)
                mistake(each, "duplicate_id", fmt::format("The band \"{}\" is there twice.", band.code));
            band.name = band_name(each);
            band.from = begins.value_or(0);
            if (begins && out.empty() && band.from != 0)
                mistake(from, "bands_not_from_zero", "The first band must begin at 0.");
            if (begins && !out.empty() && band.from <= out.back().from)
                mistake(from, "bands_not_ascending",
                        fmt::format("This band begins at {}, but the one before it at {}; order them upwards.",
                                    band.from, out.back().from));
            if (begins && max_total > 0 && band.from > max_total)
                mistake(
                    from, "bands_above_total",
                    fmt::format("This band begins at {}, but the highest possible total is {}.", band.from, max_total));
            out.push_back(std::move(band));
        }
        if (out.empty())
            mistake(root, "bands_missing",
                    "There is no extension \"severity-band\"; add at least one that begins at 0.");
        return out;
    }

    Words band_name(const Spot& band) {
        const auto found = band.extensions("name");
        if (found.empty()) {
            missing(band.extension_value("name", "valueString"));
            return {};
        }
        return words(found.front(), "valueString");
    }

    Places places_;
    Reading reading_;
};

}  // namespace

std::optional<Instrument> read_instrument(const std::string& name, const LoadedFile& file, Mistakes& mistakes) {
    const std::size_t before = mistakes.size();
    InstrumentReader reader(file.shown, mistakes);
    const TreeOrError parsed = parse_json_tree(file.text);
    if (const auto* error = std::get_if<SyntaxError>(&parsed)) {
        reader.syntax_error(*error);
        return std::nullopt;
    }
    Instrument instrument = reader.read(name.substr(0, name.rfind('.')), std::get<Tree>(parsed));
    if (mistakes.size() > before) return std::nullopt;
    return instrument;
}

std::vector<Instrument> read_instruments(const LoadedFiles& files, const std::string& folder, Mistakes& mistakes) {
    std::vector<Instrument> instruments;
    for (const auto& [path, file] : files) {
        if (path == "README.md") continue;
        if (path.find('/') != std::string::npos || !path.ends_with(".json")) {
            mistakes.push_back(
                {file.shown,
                 {},
                 "",
                 "unexpected_file",
                 "Only questionnaires (<id>.json) and README.md are expected here; remove or rename the file."});
            continue;
        }
        if (auto instrument = read_instrument(path, file, mistakes)) instruments.push_back(std::move(*instrument));
    }
    if (files.empty())
        mistakes.push_back({folder,
                            {},
                            "",
                            "no_instruments",
                            "There is no questionnaire in this folder; add at least one <id>.json."});
    return instruments;
}

}  // namespace afterglow::policy
