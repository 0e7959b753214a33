#pragma once
// The words for every code of a refusal or of a wrong field, in the reader's language. Programs branch on the code; only
// people read the words. A test over the sources holds that every code has its text and every text its code.

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "clinic/pack/pack.h"

namespace afterglow {

struct CodeText {
    std::string_view code;
    std::string_view cs, en, uk;  // with {name} in place of a parameter
};

// `{name}` is replaced by the parameter of that name: a decimal number or a local time as the language writes it; a word
// or a code that has a text of its own by that text; anything else as it is. A code without a text is returned itself.
std::string text_of(std::string_view code, clinic::Language language, const Parameters& parameters = {});

std::span<const CodeText> all_texts();

}  // namespace afterglow
