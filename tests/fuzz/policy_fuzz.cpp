// Any bytes as one file of a policy pack, the others being those of the Czech one. The first byte says which file. Nothing may
// crash; either the pack is whole, or every mistake has words.

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "policy/read_pack.h"
#include "tests/fuzz/require.h"

using namespace afterglow;
namespace fs = std::filesystem;

namespace {

// A pack of its own in a temporary folder, one file of which is another each time.
class Spoiled {
public:
    Spoiled() {
        fs::copy(AFTERGLOW_SOURCE_DIR "/policy/cz-outpatient", folder_, fs::copy_options::recursive);
        for (const auto& each : fs::recursive_directory_iterator(folder_)) {
            if (each.is_regular_file()) files_.push_back(each.path());
        }
        std::sort(files_.begin(), files_.end());
    }
    ~Spoiled() { fs::remove_all(folder_); }

    policy::PackReading read_with(std::size_t which, std::string_view text) {
        const fs::path& file = files_[which % files_.size()];
        const fs::path kept = file.string() + ".kept";
        fs::rename(file, kept);
        std::ofstream(file, std::ios::binary) << text;
        auto reading = policy::read_pack(folder_, AFTERGLOW_SOURCE_DIR "/instruments");
        fs::rename(kept, file);
        return reading;
    }

private:
    fs::path folder_ = fs::temp_directory_path() / ("afterglow-policy-fuzz-" + std::to_string(::getpid()));
    std::vector<fs::path> files_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Spoiled spoiled;
    if (size == 0) return 0;
    const auto reading = spoiled.read_with(data[0], {reinterpret_cast<const char*>(data) + 1, size - 1});
    require(reading.pack.has_value() == reading.mistakes.empty());
    if (!reading.pack) require(!print_mistakes(reading.mistakes).empty());
    return 0;
}
