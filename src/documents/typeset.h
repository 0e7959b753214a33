#pragma once
// One piece of text broken into lines of a given width, by pango. Lines are drawn one by one, so that pages may end
// between them.

#include <cairo.h>

#include <memory>
#include <vector>

#include "documents/layout.h"

typedef struct _PangoContext PangoContext;
typedef struct _PangoLayout PangoLayout;

namespace afterglow::documents {

struct Wanted {
    double width = 0;  // 0: as wide as it needs
    double size_pt = 9;
    Align align = Align::left;
};

class Lines {
public:
    struct Line {
        double height = 0;
        double baseline = 0;  // below the line's top
        double x = 0, width = 0;
    };
    Lines() = default;
    const std::vector<Line>& all() const { return lines_; }
    double height() const;
    void draw(cairo_t* cairo, std::size_t line, double x, double top) const;
    void draw_all(cairo_t* cairo, double x, double top) const;

private:
    friend class Typesetter;
    std::shared_ptr<PangoLayout> layout_;
    std::vector<Line> lines_;
};

class Typesetter {
public:
    explicit Typesetter(afterglow::Language language);
    Lines set(const Rich& text, const Wanted& wanted) const;

private:
    std::shared_ptr<PangoContext> context_;
};

std::string drawable(const std::string& text);  // U+FFFD for what is not UTF-8 and for control characters

}  // namespace afterglow::documents
