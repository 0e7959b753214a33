#pragma once
// The text files of the repository, for tests that read the source itself.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace afterglow::tidy {

struct SourceFile {
    std::string path;  // from the root of the repository: "src/base/time.h"
    std::string text;
};

// Everything but what is built or installed (build/, dist/, node_modules/, .git/).
const std::vector<SourceFile>& repository();

// The complaints of `check` about every file of the repository, one a line.
std::string complaints(const std::function<std::string(const SourceFile&)>& check);

// Calls `visit` with each line and its number; what it returns, if anything, becomes "path:line: answer\n".
std::string for_each_line(const SourceFile& file, const std::function<std::string(std::string_view line)>& visit);

bool is_cpp(const SourceFile& file);
bool is_header(const SourceFile& file);

}  // namespace afterglow::tidy
