#include "documents/typeset.h"

#include <pango/pangocairo.h>

#include <algorithm>

#include "base/described.h"

namespace afterglow::documents {
namespace {

constexpr const char* kFamily = "Open Sans, Noto Sans, DejaVu Sans, sans-serif";
constexpr const char* kReplacement = "\xEF\xBF\xBD";
constexpr const char* kObject = "\xEF\xBF\xBC";  // U+FFFC stands for a box in the text
constexpr double kBoxShare = 0.72;               // of the text size

double points(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }
int units(double points) { return static_cast<int>(points * PANGO_SCALE + 0.5); }

void draw_box(cairo_t* cairo, PangoAttrShape* shape, gboolean as_path, gpointer) {
    if (as_path) return;
    double x = 0, y = 0;
    cairo_get_current_point(cairo, &x, &y);
    const double side = points(-shape->ink_rect.y);
    cairo_save(cairo);
    cairo_set_line_width(cairo, 0.6);
    cairo_rectangle(cairo, x + 0.5, y - side, side, side);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

// Adds attributes to the bytes of one run.
class Marker {
public:
    Marker(PangoAttrList* list, std::size_t from, std::size_t to)
        : list_(list), from_(static_cast<guint>(from)), to_(static_cast<guint>(to)) {}
    void add(PangoAttribute* attribute) {
        attribute->start_index = from_;
        attribute->end_index = to_;
        pango_attr_list_insert(list_, attribute);
    }

private:
    PangoAttrList* list_;
    guint from_, to_;
};

PangoAttribute* box_of(double size_pt) {
    const int side = units(size_pt * kBoxShare);
    PangoRectangle ink{0, -side, side, side}, logical{0, -side, side + units(1.8), side};
    return pango_attr_shape_new(&ink, &logical);
}

void mark(PangoAttrList* list, const Run& run, std::size_t from, std::size_t to, double size_pt) {
    Marker marker(list, from, to);
    marker.add(pango_attr_size_new_absolute(units(size_pt * run.scale)));
    if (run.bold) marker.add(pango_attr_weight_new(PANGO_WEIGHT_SEMIBOLD));
    if (run.struck) marker.add(pango_attr_strikethrough_new(TRUE));
    if (run.tick != Tick::none) marker.add(box_of(size_pt * run.scale));
}

void fill(PangoLayout* layout, const Rich& rich, double size_pt) {
    std::string text;
    PangoAttrList* list = pango_attr_list_new();
    for (const Run& run : rich.runs) {
        const std::size_t from = text.size();
        text += run.tick != Tick::none ? kObject : drawable(run.text);
        mark(list, run, from, text.size(), size_pt);
    }
    // A hyphen that nobody typed would falsify a lot number.
    Marker(list, 0, text.size()).add(pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

// An empty line is as high as the text it could hold.
void choose_font(PangoLayout* layout, double size_pt) {
    PangoFontDescription* font = pango_font_description_from_string(kFamily);
    pango_font_description_set_absolute_size(font, units(size_pt));
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

PangoAlignment pango_align(Align align) {
    switch (align) {
        case Align::left: return PANGO_ALIGN_LEFT;
        case Align::centre: return PANGO_ALIGN_CENTER;
        case Align::right: return PANGO_ALIGN_RIGHT;
    }
    return PANGO_ALIGN_LEFT;
}

}  // namespace

std::string drawable(const std::string& text) {
    // g_utf8_make_valid stops at a NUL, so those are replaced first.
    std::string out;
    for (const char byte : text) {
        const auto code = static_cast<unsigned char>(byte);
        const bool control = (code < 0x20 && byte != '\n' && byte != '\t') || code == 0x7f;
        if (control) {
            out += kReplacement;
        } else {
            out += byte;
        }
    }
    char* valid = g_utf8_make_valid(out.data(), static_cast<gssize>(out.size()));
    out = valid;
    g_free(valid);
    return out;
}

double Lines::height() const {
    double sum = 0;
    for (const Line& line : lines_) sum += line.height;
    return sum;
}

void Lines::draw(cairo_t* cairo, std::size_t line, double x, double top) const {
    if (line >= lines_.size()) return;
    cairo_move_to(cairo, x + lines_[line].x, top + lines_[line].baseline);
    pango_cairo_show_layout_line(cairo, pango_layout_get_line_readonly(layout_.get(), static_cast<int>(line)));
}

void Lines::draw_all(cairo_t* cairo, double x, double top) const {
    for (std::size_t line = 0; line < lines_.size(); ++line) {
        draw(cairo, line, x, top);
        top += lines_[line].height;
    }
}

Typesetter::Typesetter(afterglow::Language language)
    : context_(pango_font_map_create_context(pango_cairo_font_map_get_default()), g_object_unref) {
    pango_context_set_language(context_.get(), pango_language_from_string(std::string(enum_name(language)).c_str()));
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context_.get(), options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_shape_renderer(context_.get(), draw_box, nullptr, nullptr);
}

Lines Typesetter::set(const Rich& text, const Wanted& wanted) const {
    Lines lines;
    lines.layout_ = std::shared_ptr<PangoLayout>(pango_layout_new(context_.get()), g_object_unref);
    PangoLayout* layout = lines.layout_.get();
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, wanted.width > 0 ? units(wanted.width) : -1);
    pango_layout_set_alignment(layout, pango_align(wanted.align));
    choose_font(layout, wanted.size_pt);
    fill(layout, text, wanted.size_pt);
    PangoLayoutIter* at = pango_layout_get_iter(layout);
    do {
        int top = 0, bottom = 0;
        PangoRectangle logical;
        pango_layout_iter_get_line_yrange(at, &top, &bottom);
        pango_layout_iter_get_line_extents(at, nullptr, &logical);
        lines.lines_.push_back({.height = points(bottom - top),
                                .baseline = points(pango_layout_iter_get_baseline(at) - top),
                                .x = points(logical.x),
                                .width = points(logical.width)});
    } while (pango_layout_iter_next_line(at));
    pango_layout_iter_free(at);
    return lines;
}

}  // namespace afterglow::documents
