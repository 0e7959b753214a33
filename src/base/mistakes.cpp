#include "base/mistakes.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace afterglow {

std::string print_mistakes(const Mistakes& mistakes) {
    std::string out;
    for (const Mistake& each : mistakes) {
        out += each.file;
        if (each.place.line > 0) out += fmt::format(":{}:{}", each.place.line, each.place.column);
        out += fmt::format(": error: {} [{}]\n", each.text, each.code);
    }
    return out;
}

void tidy(Mistakes& mistakes) {
    const auto key = [](const Mistake& each) {
        return std::tie(each.file, each.place, each.pointer, each.code, each.text);
    };
    std::sort(mistakes.begin(), mistakes.end(), [&](const Mistake& a, const Mistake& b) { return key(a) < key(b); });
    const auto same = [&](const Mistake& a, const Mistake& b) { return key(a) == key(b); };
    mistakes.erase(std::unique(mistakes.begin(), mistakes.end(), same), mistakes.end());
}

}  // namespace afterglow
