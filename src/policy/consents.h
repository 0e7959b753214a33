#pragma once
// Consent texts: consents/<id>.v<version>.<language>.md, the title in the front matter or as the first heading.

#include <vector>

#include "base/load_files.h"
#include "base/mistakes.h"
#include "clinic/pack/pack.h"

namespace afterglow::policy {

bool is_consent_file(const std::string& path);

// Reads all files of `files` below consents/ and checks that every version is there in every one of `languages`.
std::vector<clinic::ConsentText> read_consents(const LoadedFiles& files, const std::vector<clinic::Language>& languages,
                                               Mistakes& mistakes);

}  // namespace afterglow::policy
