#pragma once
// A folder that goes away with the test. In memory where the machine has that: no test here is about the disk itself.

#include <filesystem>
#include <string>

namespace afterglow::harness {

class TemporaryFolder {
public:
    explicit TemporaryFolder(const std::string& name = "test");
    ~TemporaryFolder();
    TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::string source_path(const std::string& path);  // of a file of the project

}  // namespace afterglow::harness
