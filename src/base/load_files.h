#pragma once
// Finds and loads the files of a folder: plain files of UTF-8 within a size limit, nothing else.

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/mistakes.h"

namespace afterglow {

inline constexpr std::uintmax_t kMaxFileBytes = 512 * 1024;
inline constexpr std::size_t kMaxFiles = 400;

struct LoadedFile {
    std::string shown;  // the path as mistakes name it
    std::string text;
};
// By path below the folder, with forward slashes; sorted, so that the hash of a pack does not depend on the disk.
using LoadedFiles = std::map<std::string, LoadedFile>;

// The text of one file; nothing if there is a mistake.
std::optional<std::string> load_file(const std::filesystem::path& path, Mistakes& mistakes);

LoadedFiles load_folder(const std::filesystem::path& folder, Mistakes& mistakes);

}  // namespace afterglow
