#include "journal/erased.h"

#include <sstream>

namespace afterglow::journal {
namespace {

constexpr std::size_t kMaxFileBytes = 64 << 20;  // a million people
constexpr std::size_t kIdLength = 36;

// A line that a power cut left half written is no person.
bool is_person(const std::string& line) {
    const std::size_t colon = line.find(':');
    return colon != std::string::npos && colon > 0 && line.size() == colon + 1 + kIdLength;
}

}  // namespace

ErasedPersons read_erased(Files& files, const std::filesystem::path& path) {
    ErasedPersons persons;
    std::istringstream lines(read_all(files, path, kMaxFileBytes));
    for (std::string line; std::getline(lines, line);) {
        if (is_person(line)) persons.insert(line);
    }
    return persons;
}

void add_erased(Files& files, const std::filesystem::path& path, const ErasedPersons& persons) {
    if (persons.empty()) return;
    const bool is_new = !files.exists(path);
    const auto file = is_new ? files.create(path) : files.open(path, Files::Access::write);
    std::string lines = "\n";  // behind whatever a power cut left
    for (const std::string& person : persons) lines += person + "\n";
    file->write(file->size(), lines);
    file->sync();
    if (is_new) files.sync_folder(parent(path));
}

}  // namespace afterglow::journal
