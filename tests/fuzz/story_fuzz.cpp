// Any bytes as a story: read into statements, and each statement into its words and values. Nothing may crash or go on for
// ever; what is wrong is a StoryError.

#include <cstdint>
#include <string_view>

#include "tests/fuzz/require.h"
#include "tests/stories/story.h"

using namespace afterglow::stories;

namespace {

void read_words(const Statement& statement) {
    Cursor cursor(statement.text);
    while (!cursor.at_end()) {
        const std::size_t left = cursor.rest().size();
        if (cursor.take("when") || cursor.take("with")) continue;
        if (cursor.rest().front() == '{' || cursor.rest().front() == '[' || cursor.rest().front() == '"') {
            const std::string value = cursor.json_text();
            substituted(value, [](const std::string& name) { return name.substr(0, 4); });
        } else {
            cursor.word();
        }
        require(cursor.rest().size() < left);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const Story story = parse_story("fuzzed.story", {reinterpret_cast<const char*>(data), size});
        require(!story.name.empty() && !story.why.empty());
        for (const Statement& each : story.statements) read_words(each);
    } catch (const StoryError& error) {
        require(std::string_view(error.what()).starts_with("fuzzed.story:"));
    }
    return 0;
}
