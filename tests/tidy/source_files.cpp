#include "tests/tidy/source_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace afterglow::tidy {
namespace {

namespace fs = std::filesystem;

const std::set<std::string> kNotOurs = {".git", "build", "dist", "dist-mock", "node_modules", "shots"};
const std::set<std::string> kBinary = {".png", ".jpg", ".ico", ".woff", ".woff2", ".pdf", ".gz", ".db", ".sqlite"};

std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<SourceFile> read_repository(const fs::path& root) {
    std::vector<SourceFile> files;
    for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator(); ++entry) {
        const fs::path& path = entry->path();
        if (kNotOurs.contains(path.filename().string())) {
            if (entry->is_directory()) entry.disable_recursion_pending();
        } else if (entry->is_regular_file() && !kBinary.contains(path.extension().string())) {
            files.push_back({path.lexically_relative(root).string(), read(path)});
        }
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

}  // namespace

const std::vector<SourceFile>& repository() {
    static const auto files = read_repository(AFTERGLOW_SOURCE_DIR);
    return files;
}

std::string complaints(const std::function<std::string(const SourceFile&)>& check) {
    std::string all;
    for (const SourceFile& file : repository()) all += check(file);
    return all;
}

std::string for_each_line(const SourceFile& file, const std::function<std::string(std::string_view line)>& visit) {
    std::string answers;
    int number = 0;
    for (std::string_view rest = file.text; !rest.empty();) {
        const std::size_t length = std::min(rest.find('\n'), rest.size());
        ++number;
        if (const std::string answer = visit(rest.substr(0, length)); !answer.empty()) {
            answers += file.path + ":" + std::to_string(number) + ": " + answer + "\n";
        }
        rest.remove_prefix(std::min(length + 1, rest.size()));
    }
    return answers;
}

bool is_header(const SourceFile& file) { return file.path.ends_with(".h"); }
bool is_cpp(const SourceFile& file) { return is_header(file) || file.path.ends_with(".cpp"); }

}  // namespace afterglow::tidy
