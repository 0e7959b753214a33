// Any bytes as the file of a pharmacological model, its expressions included. Nothing may crash; either it is a model, or
// every mistake has a place and words.

#include <cstdint>
#include <string>

#include "pharmacology/library.h"
#include "tests/fuzz/require.h"

using namespace afterglow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto reading = pharmacology::read_model_text(text, "fuzzed.toml");
    require(reading.model.has_value() == reading.mistakes.empty());
    if (!reading.model) require(!print_mistakes(reading.mistakes).empty());
    return 0;
}
