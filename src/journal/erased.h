#pragma once
// Who was erased, once more, in a file beside the anchors: a backup that is older than an erasure brings the person's key
// back, and whoever opens what was restored from it erases the person again. A line says no more than "patient:8f14…".

#include <filesystem>
#include <set>
#include <string>

#include "journal/files.h"

namespace afterglow::journal {

using ErasedPersons = std::set<std::string>;

ErasedPersons read_erased(Files& files, const std::filesystem::path& path);  // none if there is no file
// Durable when this returns. StorageError: full, io, read_only.
void add_erased(Files& files, const std::filesystem::path& path, const ErasedPersons& persons);

}  // namespace afterglow::journal
