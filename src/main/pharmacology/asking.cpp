#include "main/pharmacology/asking.h"

#include <fmt/format.h>

#include <cstdio>

#include "desk/texts.h"

namespace afterglow {

std::string say(const std::string& code, const Parameters& parameters) {
    return text_of(code, Language::en, parameters);
}

int complain(const Refusal& refusal, const std::function<std::string(const std::string& pointer)>& place_of) {
    if (refusal.errors.empty()) fmt::print(stderr, "afterglow: {}\n", say(refusal.code, refusal.parameters));
    for (const FieldError& each : refusal.errors)
        fmt::print(stderr, "afterglow: {}: {}\n", place_of(each.pointer), say(each.code, each.parameters));
    return 1;
}

std::string name_without_dose(const std::string& text) {
    const std::size_t digit = text.find_first_of("0123456789");
    std::string name =
        digit == std::string::npos || digit == 0 || text[digit - 1] != ' ' ? text : text.substr(0, digit);
    while (name.ends_with(' ')) name.pop_back();
    return name;
}

}  // namespace afterglow
