#include "policy/consents.h"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <optional>
#include <set>

#include "base/described.h"
#include "base/hash.h"
#include "base/tree.h"

namespace afterglow::policy {
namespace {

using clinic::ConsentText;
using clinic::Language;

constexpr std::string_view kFolder = "consents/";

struct Name {
    std::string id;
    std::int64_t version = 0;
    Language language = Language::cs;
};

bool is_plain_id(std::string_view text) {
    return !text.empty() && text.size() <= 40 &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

// "treatment.v1.cs.md"
std::optional<Name> parse_name(std::string_view name) {
    const std::size_t first = name.find('.');
    const std::size_t second = name.find('.', first + 1);
    const std::size_t third = name.find('.', second + 1);
    if (first == std::string_view::npos || second == std::string_view::npos || third == std::string_view::npos)
        return std::nullopt;
    const std::string_view id = name.substr(0, first), version = name.substr(first + 1, second - first - 1);
    const auto language = enum_from<Language>(name.substr(second + 1, third - second - 1));
    if (!is_plain_id(id) || !language || name.substr(third) != ".md" || version.size() < 2 || version.size() > 5 ||
        version[0] != 'v' || version[1] == '0')
        return std::nullopt;
    Name parsed{std::string(id), 0, *language};
    const auto end = std::from_chars(version.data() + 1, version.data() + version.size(), parsed.version);
    if (end.ec != std::errc() || end.ptr != version.data() + version.size() || parsed.version < 1) return std::nullopt;
    return parsed;
}

std::string_view trim(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    return begin == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

class ConsentReader {
public:
    ConsentReader(const LoadedFile& file, Mistakes& mistakes) : shown_(file.shown), mistakes_(mistakes) {
        std::string_view text = file.text;
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // the mark some editors put before UTF-8
        for (const char character : text) {
            if (character != '\r') text_ += character;  // what is signed must not depend on the editor that saved it
        }
        rest_ = text_;
    }

    ConsentText read(const Name& name) {
        ConsentText consent{.id = name.id, .version = name.version, .language = name.language};
        if (!rest_.starts_with("---\n")) {
            read_heading(consent);
        } else if (!read_front_matter(consent)) {
            return consent;
        }
        consent.body = std::string(trim(rest_));
        consent.sha256 = sha256_hex(consent.body);
        if (consent.title.empty() && mistakes_.size() == mistakes_before_) {
            mistake({1, 1}, "consent_no_title",
                    "The text has no title; begin it with a front matter that has a line \"title: ...\", or with a "
                    "heading \"# ...\".");
        }
        if (consent.body.empty()) mistake({1, 1}, "consent_empty", "There is no text below the title; write it.");
        find_control_character();
        return consent;
    }

private:
    std::string_view next_line() {
        ++line_;
        const std::size_t end = rest_.find('\n');
        const std::string_view line = rest_.substr(0, end);
        rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
        return line;
    }

    // `false` if it never ends: then nothing in the file can be told apart.
    bool read_front_matter(ConsentText& consent) {
        if (rest_.find("\n---\n") == std::string_view::npos) {
            mistake({1, 1}, "consent_front_matter", "The front matter that begins here has no closing line \"---\".");
            return false;
        }
        next_line();
        for (std::string_view line = next_line(); line != "---"; line = next_line()) {
            if (!trim(line).empty()) read_front_line(line, consent);
        }
        return true;
    }

    void read_front_line(std::string_view line, ConsentText& consent) {
        const std::size_t colon = line.find(':');
        const std::string_view key = trim(line.substr(0, colon));
        const std::string value(colon == std::string_view::npos ? std::string_view() : trim(line.substr(colon + 1)));
        std::string* member = key == "title" ? &consent.title : key == "note" ? &consent.note : nullptr;
        if (!member) {
            mistake({line_, 1}, "unknown_key",
                    fmt::format("There is no \"{}\" in the front matter of a consent; known: title, note.", key));
        } else if (value.empty()) {
            mistake({line_, 1}, "empty_text", fmt::format("\"{}\" is empty; write it after the colon.", key));
        } else if (!member->empty()) {
            mistake({line_, 1}, "duplicate_key", fmt::format("\"{}\" is there twice; remove one.", key));
        } else {
            *member = value;
        }
    }

    // The first line that is not blank, if it is a heading.
    void read_heading(ConsentText& consent) {
        std::string_view line;
        const std::string_view before = rest_;
        while (!rest_.empty() && line.empty()) line = trim(next_line());
        if (line.starts_with("# ")) {
            consent.title = trim(line.substr(2));
        } else {
            rest_ = before;
        }
    }

    void find_control_character() {
        for (std::size_t at = 0; at < text_.size(); ++at) {
            const auto code = static_cast<unsigned char>(text_[at]);
            if ((code >= 0x20 || code == '\n' || code == '\t') && code != 0x7F) continue;
            return mistake(place_of_offset(text_, at), "control_character",
                           "There is an invisible control character here; remove it.");
        }
    }

    void mistake(Place place, std::string code, std::string text) {
        mistakes_.push_back({shown_, place, "", std::move(code), std::move(text)});
    }

    std::string shown_;
    Mistakes& mistakes_;
    std::size_t mistakes_before_ = mistakes_.size();
    std::string text_;
    std::string_view rest_;
    int line_ = 0;
};

// What is there of one consent: for every version, in which languages and where one of its files is.
struct Versions {
    std::map<std::int64_t, std::set<Language>> languages;
    std::string shown;
};

void check_versions(const std::string& id, const Versions& versions, const std::vector<Language>& wanted,
                    Mistakes& mistakes) {
    std::int64_t expected = 1;
    for (const auto& [version, present] : versions.languages) {
        if (version != expected) {
            mistakes.push_back({versions.shown,
                                {},
                                "",
                                "consent_version_gap",
                                fmt::format("The consent \"{}\" has version {} but no version {}; versions are never "
                                            "removed, since people signed them. Number them 1, 2, 3 ...",
                                            id, version, expected)});
        }
        expected = version + 1;
        for (const Language language : wanted) {
            if (present.contains(language)) continue;
            mistakes.push_back({versions.shown,
                                {},
                                "",
                                "consent_missing_language",
                                fmt::format("Version {0} of the consent \"{1}\" is not there in \"{2}\", a language of "
                                            "this pack; add {1}.v{0}.{2}.md.",
                                            version, id, enum_name(language))});
        }
    }
}

}  // namespace

bool is_consent_file(const std::string& path) { return path.starts_with(kFolder); }

std::vector<ConsentText> read_consents(const LoadedFiles& files, const std::vector<Language>& languages,
                                       Mistakes& mistakes) {
    std::vector<ConsentText> consents;
    std::map<std::string, Versions> by_id;
    for (const auto& [path, file] : files) {
        if (!is_consent_file(path)) continue;
        const auto name = parse_name(std::string_view(path).substr(kFolder.size()));
        if (!name) {
            mistakes.push_back({file.shown,
                                {},
                                "",
                                "consent_name",
                                "The name of a consent text must be <id>.v<version>.<language>.md, like "
                                "treatment.v1.cs.md; rename the file."});
            continue;
        }
        consents.push_back(ConsentReader(file, mistakes).read(*name));
        Versions& versions = by_id[name->id];
        versions.languages[name->version].insert(name->language);
        versions.shown = file.shown;
    }
    for (const auto& [id, versions] : by_id) check_versions(id, versions, languages, mistakes);
    return consents;
}

}  // namespace afterglow::policy
