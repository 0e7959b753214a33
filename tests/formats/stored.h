#pragma once
// Stores as earlier versions of the program left them: tests/fixtures/stores/<format>-<database>/ holds the data (packed),
// the key, the anchors and what must be found. They are written once, by the first version of a format, and never again.

#include <filesystem>
#include <string>
#include <vector>

#include "journal/store.h"

namespace afterglow::formats {

struct Stored {
    std::string name;  // "1-sqlite"
    std::int64_t events = 0;
    std::string head;  // the last event's MAC
};
inline constexpr const char* kInquiry = "0e6f9c52-7f0e-4a10-9d8f-6a3a60d1c001";  // in each of them

// All of the database that the tests run on; empty if they are missing.
std::vector<Stored> all_stored();
// Writes that of the format at hand, if there is none yet.
void write_todays();
// Puts it below the folder, as "clinic", "clinic.key" and "clinic.anchors"; or its data into a new database.
journal::StoreOptions put_back(const Stored& stored, const std::filesystem::path& folder);

}  // namespace afterglow::formats
