#include "base/load_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <vector>

#include "base/tree.h"

namespace afterglow {
namespace {

namespace fs = std::filesystem;

void whole_file(Mistakes& mistakes, const fs::path& path, std::string code, std::string text) {
    mistakes.push_back({path.generic_string(), {}, "", std::move(code), std::move(text)});
}

// The length of the well-formed UTF-8 sequence (RFC 3629) at the beginning of `text`, or 0.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; };
    const auto follows = [&](std::size_t i, int lo = 0x80, int hi = 0xBF) { return byte(i) >= lo && byte(i) <= hi; };
    const int first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const int lo = first == 0xE0 ? 0xA0 : 0x80;  // no overlong forms
        const int hi = first == 0xED ? 0x9F : 0xBF;  // no surrogates
        return follows(1, lo, hi) && follows(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const int lo = first == 0xF0 ? 0x90 : 0x80;
        const int hi = first == 0xF4 ? 0x8F : 0xBF;
        return follows(1, lo, hi) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

std::optional<std::size_t> first_byte_that_is_not_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequence_length(text.substr(at));
        if (length == 0) return at;
        at += length;
    }
    return std::nullopt;
}

// One of a folder: an ordinary file, no link.
std::optional<std::string> load(const fs::path& path, Mistakes& mistakes) {
    std::error_code error;
    const fs::file_status status = fs::symlink_status(path, error);
    if (fs::is_symlink(status)) {
        whole_file(
            mistakes, path, "not_a_file",
            "This is a symbolic link; put the file itself here, so that the pack stays whole when it is copied.");
        return std::nullopt;
    }
    if (error || !fs::is_regular_file(status)) {
        whole_file(mistakes, path, "not_a_file", "This is not an ordinary file; remove it.");
        return std::nullopt;
    }
    return load_file(path, mistakes);
}

}  // namespace

std::optional<std::string> load_file(const fs::path& path, Mistakes& mistakes) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path, error);
    if (!error && size > kMaxFileBytes) {
        whole_file(mistakes, path, "file_too_large",
                   fmt::format("The file has {} bytes; at most {} are read.", size, kMaxFileBytes));
        return std::nullopt;
    }
    std::ifstream in(path, std::ios::binary);
    std::string text(error ? 0 : size, '\0');
    if (error || !in.read(text.data(), static_cast<std::streamsize>(text.size()))) {
        whole_file(mistakes, path, "unreadable_file", "The file cannot be read; check its permissions.");
        return std::nullopt;
    }
    if (const auto at = first_byte_that_is_not_utf8(text)) {
        mistakes.push_back({path.generic_string(), place_of_offset(text, *at), "", "not_utf8",
                            "The text is not UTF-8 from here on; save the file as UTF-8."});
        return std::nullopt;
    }
    return text;
}

LoadedFiles load_folder(const fs::path& folder, Mistakes& mistakes) {
    LoadedFiles files;
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        whole_file(mistakes, folder, "missing_folder", "There is no such folder.");
        return files;
    }
    std::vector<fs::path> paths;
    fs::recursive_directory_iterator each(folder, error);
    for (const fs::recursive_directory_iterator end; !error && each != end; each.increment(error)) {
        if (fs::is_directory(each->symlink_status())) {
            if (each.depth() > 2) each.disable_recursion_pending();
            continue;
        }
        paths.push_back(each->path());
        if (paths.size() > kMaxFiles) {
            whole_file(
                mistakes, folder, "too_many_files",
                fmt::format("There are more than {} files here; a pack has a few dozen. Is this the right folder?",
                            kMaxFiles));
            return files;
        }
    }
    if (error)
        whole_file(mistakes, folder, "unreadable_file", "The folder cannot be read whole; check its permissions.");
    std::sort(paths.begin(), paths.end());
    for (const fs::path& path : paths) {
        if (auto text = load(path, mistakes))
            files[path.lexically_relative(folder).generic_string()] = {path.generic_string(), std::move(*text)};
    }
    return files;
}

}  // namespace afterglow
