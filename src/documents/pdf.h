#pragma once
// The file itself: cairo's PDF surface, in memory.

#include <cairo.h>

#include <functional>
#include <string>

#include "base/time.h"
#include "base/words.h"

namespace afterglow::documents {

struct FileDetails {
    std::string title, author;
    afterglow::Language language = afterglow::Language::cs;
    Instant created_at;
    double width = 0, height = 0;  // of a page, in points
};

// Calls `draw` for each page, counted from 0.
std::string make_pdf(const FileDetails& details, std::size_t pages,
                     const std::function<void(cairo_t*, std::size_t page)>& draw);

}  // namespace afterglow::documents
