#pragma once
// A demo clinic made once for all tests that only look at it.

#include <map>
#include <string>
#include <vector>

#include "tests/harness/clinic.h"
#include "tests/harness/process.h"

namespace afterglow::demo {

inline const std::string kNow = "2026-11-25T09:20:00.000Z";  // a Wednesday, 10:20 in Prague

// `afterglow demo` with the project's own rules; more arguments after those.
harness::Output make(const std::filesystem::path& data, const std::vector<std::string>& more);

struct Made {
    harness::TemporaryFolder folder{"demo"};
    std::filesystem::path data = folder.path() / "clinic";
    harness::Output output;
    std::map<std::string, std::string> passwords;  // by user
};
const Made& made();

// Its views, to read.
journal::Db& views_of_made();

// All documents of a kind ("course"), as text.
std::vector<std::string> documents(journal::Db& db, const std::string& kind);

}  // namespace afterglow::demo
