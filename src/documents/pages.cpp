#include "documents/pages.h"

#include <stdexcept>

#include "documents/layout.h"

namespace afterglow::documents {
namespace {

class Breaker {
public:
    explicit Breaker(Room room) : room_(room), pages_(1) {}

    void place_all(const std::vector<Slice>& slices) {
        for (std::size_t from = 0; from < slices.size();) {
            const std::size_t to = end_of_unit(slices, from);
            place_unit(slices, from, to);
            from = to;
        }
    }
    std::vector<PageContent> take() { return std::move(pages_); }

private:
    // Slices that stay together: [from, result).
    static std::size_t end_of_unit(const std::vector<Slice>& slices, std::size_t from) {
        std::size_t to = from + 1;
        while (to < slices.size() && slices[to - 1].with_next && !slices[to].on_new_page) ++to;
        return to;
    }
    static double header_height(const Slice& first) { return first.header ? first.header->height : 0; }

    double space_here() const { return pages_.size() == 1 ? room_.first : room_.other; }
    bool page_is_empty() const { return pages_.back().empty(); }
    bool fits(double height) const { return used_ + height <= space_here() + 0.01; }

    void place_unit(const std::vector<Slice>& slices, std::size_t from, std::size_t to) {
        if (slices[from].on_new_page && !page_is_empty()) turn_page();
        double height = page_is_empty() ? -slices[from].before : 0;
        for (std::size_t i = from; i < to; ++i) height += slices[i].before + slices[i].height;
        const bool one_page_holds_it = height - slices[from].before + header_height(slices[from]) <= room_.other + 0.01;
        if (!fits(height) && one_page_holds_it && !page_is_empty()) turn_page();
        for (std::size_t i = from; i < to; ++i) place(slices[i]);
    }
    void place(const Slice& slice) {
        if (!page_is_empty() && !fits(slice.before + slice.height)) turn_page();
        if (page_is_empty() && slice.header && pages_.size() > 1) {
            pages_.back().push_back({slice.header.get(), used_});
            used_ += slice.header->height;
        }
        if (!page_is_empty()) used_ += slice.before;
        pages_.back().push_back({&slice, used_});
        used_ += slice.height;
    }
    void turn_page() {
        if (pages_.size() >= kMaxPages) throw std::length_error("a document has too many pages");
        pages_.emplace_back();
        used_ = 0;
    }

    Room room_;
    std::vector<PageContent> pages_;
    double used_ = 0;
};

}  // namespace

std::vector<PageContent> break_into_pages(const std::vector<Slice>& slices, Room room) {
    Breaker breaker(room);
    breaker.place_all(slices);
    return breaker.take();
}

}  // namespace afterglow::documents
