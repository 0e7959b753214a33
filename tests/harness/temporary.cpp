#include "tests/harness/temporary.h"

#include <stdlib.h>

#include <stdexcept>

namespace afterglow::harness {

TemporaryFolder::TemporaryFolder(const std::string& name) {
    const std::filesystem::path memory = "/dev/shm";
    const std::filesystem::path place =
        std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
    std::string made = (place / ("afterglow-" + name + "-XXXXXX")).string();
    if (!::mkdtemp(made.data())) throw std::runtime_error("no temporary folder");
    path_ = made;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

std::string source_path(const std::string& path) { return std::string(AFTERGLOW_SOURCE_DIR) + "/" + path; }

}  // namespace afterglow::harness
