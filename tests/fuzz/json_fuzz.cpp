// Any bytes as JSON, and as the data of a command. The first byte says of which command; nothing may crash, what is read
// comes back as it was written, and what a command takes it takes again from its own canonical form.

#include <cstdint>
#include <string>

#include "base/json.h"
#include "desk/commands.h"
#include "tests/fuzz/require.h"

using namespace afterglow;

namespace {

std::string written(const Json& value) {
    std::string out;
    write_json(out, value);
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto read = parse_json(text);
    if (!read.ok()) {
        require(!read.refusal().code.empty());
        return 0;
    }
    const std::string once = written(*read);
    const auto again = parse_json(once);
    require(again.ok() && written(*again) == once);

    const auto& types = desk::command_types();
    const desk::CommandType& type = types[data[0] % types.size()];
    const auto prepared = type.prepare(type, *read);
    if (!prepared.ok()) {
        require(!prepared.refusal().code.empty());
        return 0;
    }
    const auto canonical = parse_json(prepared->canonical);
    if (!canonical.ok()) return 0;  // some have more in it than the data
    const auto prepared_again = type.prepare(type, *canonical);
    if (prepared_again.ok()) require(prepared_again->canonical == prepared->canonical);
    return 0;
}
