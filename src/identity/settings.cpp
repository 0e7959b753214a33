#include "identity/settings.h"

#include <algorithm>
#include <fstream>

#include "base/load_files.h"
#include "base/read_tree.h"
#include "base/text.h"

namespace afterglow::identity {
namespace {

constexpr std::size_t kMaxNameCharacters = 40;  // it stands on a button
constexpr std::size_t kMaxSecretBytes = 4'096;

struct ProviderFile {
    std::string issuer, client_id, client_secret_file, name;
    std::optional<std::string> scopes, ca_file;
};
BOOST_DESCRIBE_STRUCT(ProviderFile, (), (issuer, client_id, client_secret_file, name, scopes, ca_file))

std::string first_line(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    if (line.ends_with('\r')) line.pop_back();
    return line.size() <= kMaxSecretBytes ? line : "";
}

bool has_word(const std::string& words, const std::string& wanted) {
    return (" " + words + " ").find(" " + wanted + " ") != std::string::npos;
}

void check(const ProviderFile& file, const std::string& secret, Places& places, Mistakes& mistakes) {
    const auto mistake = [&](const auto& value, const char* code, std::string text) {
        if (const Where* where = places.find(value))
            mistakes.push_back({where->file, where->place, where->pointer, code, std::move(text)});
    };
    if (!is_safe_address(file.issuer) || file.issuer.find('?') != std::string::npos)
        mistake(file.issuer, "not_an_issuer",
                "issuer must be the address that the provider calls itself, such as https://login.example.org/realms/x "
                "(http only on this machine).");
    if (count_characters(file.name) > kMaxNameCharacters)
        mistake(file.name, "not_a_name",
                fmt::format("name stands on the button \"Sign in with …\"; write one of at most {} characters.",
                            kMaxNameCharacters));
    if (secret.empty())
        mistake(
            file.client_secret_file, "no_secret",
            fmt::format("\"{}\" cannot be read or its first line is empty; write the client's secret into its first "
                        "line and let the program read it.",
                        file.client_secret_file));
    if (file.scopes && !has_word(*file.scopes, "openid"))
        mistake(*file.scopes, "no_openid", "scopes must contain openid, else the provider does not say who signed in.");
    if (file.ca_file && !std::ifstream(*file.ca_file))
        mistake(*file.ca_file, "unreadable",
                fmt::format("\"{}\" cannot be read; name the PEM file of the authority, or leave ca_file out.",
                            *file.ca_file));
}

}  // namespace

SettingsReading read_provider_file(const std::string& path) {
    SettingsReading reading;
    const auto text = load_file(path, reading.mistakes);
    if (!text) return reading;
    Places places;
    Reading into{path, reading.mistakes, places};
    const TreeOrError parsed = parse_toml(*text);
    if (const auto* error = std::get_if<SyntaxError>(&parsed)) {
        into.mistake(error->place, "", "toml_syntax", "This is not valid TOML: " + error->text + ".");
        return reading;
    }
    ProviderFile file;
    read(std::get<Tree>(parsed), file, "", into);
    const std::string secret = first_line(file.client_secret_file);
    check(file, secret, places, reading.mistakes);
    tidy(reading.mistakes);
    if (reading.mistakes.empty())
        reading.settings = ProviderSettings{
            file.issuer, file.client_id, secret, file.name, file.scopes.value_or("openid"), file.ca_file};
    return reading;
}

}  // namespace afterglow::identity
