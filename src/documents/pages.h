#pragma once
// Where pages end. A document is a list of slices, strips that no page splits; some stay with the one below.

#include <cairo.h>

#include <functional>
#include <memory>
#include <vector>

namespace afterglow::documents {

struct Slice {
    double before = 0;  // white space above; none at the top of a page
    double height = 0;
    bool with_next = false;
    bool on_new_page = false;
    std::shared_ptr<const Slice> header;  // shown again where a page begins with this slice
    const char* tag = "P";                // of the PDF's structure
    int tag_group = 0;                    // neighbours of one group on one page share the element
    std::function<void(cairo_t*, double x, double top)> draw;
};

struct Placed {
    const Slice* slice = nullptr;
    double top = 0;
};
using PageContent = std::vector<Placed>;

// The height of the first page's body and of every other page's.
struct Room {
    double first = 0, other = 0;
};
std::vector<PageContent> break_into_pages(const std::vector<Slice>& slices, Room room);

}  // namespace afterglow::documents
