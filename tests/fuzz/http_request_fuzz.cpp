// Any bytes into the HTTP server's reader, as one piece and in small ones. Nothing may crash, both ways must end the
// same, and what is accepted must keep the promises of Request.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/server/request_reader.h"
#include "http/server/target.h"
#include "tests/fuzz/require.h"

namespace {

using namespace afterglow::http;

struct Outcome {
    std::string code = "incomplete";
    std::string path;
    std::string body;
    std::size_t used = 0;
    bool operator==(const Outcome&) const = default;
};

void check_promises(const Request& request) {
    require(is_utf8(request.path) && request.path.size() <= kMaxTargetBytes);
    require(request.path == "*" || request.path.starts_with('/'));
    require(request.path.find("//") == std::string::npos && request.path.find('\\') == std::string::npos);
    require(request.path.find("/../") == std::string::npos && !request.path.ends_with("/.."));
    require(std::none_of(request.path.begin(), request.path.end(),
                         [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
    require(request.query.size() <= kMaxQueryPairs && request.headers.size() <= kMaxHeaderFields);
    require(request.body.size() <= kMaxBodyBytes);
    for (const auto& [name, value] : request.query) require(is_utf8(name) && is_utf8(value));
    for (const auto& [name, value] : request.headers) require(is_token(name) && is_field_value(value));
    require(!(request.header("content-length") && request.header("transfer-encoding")));
}

Outcome read(std::string_view bytes, std::size_t step) {
    const Limits limits;
    HeadScanner scanner(limits);
    RequestReader reader(limits);
    Outcome outcome;
    bool has_head = false;
    for (std::size_t shown = 0; shown < bytes.size();) {
        shown = std::min(bytes.size(), shown + step);
        std::string_view unread = bytes.substr(outcome.used, shown - outcome.used);
        if (!has_head) {
            const auto found = scanner.scan(unread);
            if (found.refused) return {std::string(found.refused->code), "", "", 0};
            if (found.length == 0) continue;
            if (const auto refused = reader.read_head(unread.substr(0, found.length)))
                return {std::string(refused->code), "", "", 0};
            has_head = true;
            outcome.used += found.length;
            unread.remove_prefix(found.length);
        }
        const auto taken = reader.read_body(unread);
        if (taken.refused) return {std::string(taken.refused->code), "", "", 0};
        outcome.used += taken.bytes;
        if (reader.is_done()) {
            check_promises(reader.request());
            outcome.code = "";
            break;
        }
        require(taken.bytes == unread.size());
    }
    outcome.path = reader.request().path;
    outcome.body = reader.request().body;
    return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const Outcome whole = read(bytes, std::max<std::size_t>(size, 1));
    require(whole == read(bytes, 1));
    require(whole == read(bytes, 7));
    return 0;
}
