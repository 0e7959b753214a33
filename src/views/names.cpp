#include "views/names.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>
#include <stdexcept>

namespace afterglow::views {
namespace {

// Decompose, drop the marks, fold the case: the same for Latin and Cyrillic, so that "Андрій" is found by "андрий".
const icu::Transliterator& folding() {
    static const std::unique_ptr<icu::Transliterator> transliterator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(
            "NFKD; [:Nonspacing Mark:] Remove; Lower; NFC", UTRANS_FORWARD, status));
        if (U_FAILURE(status) || !made) throw std::runtime_error("the rules for searching names cannot be loaded");
        return made;
    }();
    return *transliterator;
}

}  // namespace

std::string searchable(std::string_view name) {
    thread_local const std::unique_ptr<icu::Transliterator> mine(folding().clone());
    icu::UnicodeString text =
        icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(std::min<std::size_t>(name.size(), 400))});
    mine->transliterate(text);
    std::string folded;
    text.toUTF8String(folded);
    std::string out;
    for (const char byte : folded) {
        const bool space = byte == ' ' || byte == '\t' || byte == '\n';
        if (space && (out.empty() || out.back() == ' ')) continue;
        out += space ? ' ' : byte;
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

}  // namespace afterglow::views
