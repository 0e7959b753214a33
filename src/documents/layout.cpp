#include "documents/layout.h"

#include <algorithm>
#include <cmath>

#include "documents/pages.h"
#include "documents/pdf.h"
#include "documents/typeset.h"
#include "documents/words.h"

namespace afterglow::documents {
namespace {

constexpr double kA4Short = 595.276, kA4Long = 841.89;
constexpr double kHairline = 0.4, kRule = 0.8, kFrame = 1.2;
constexpr double kGutter = 7;  // between columns
constexpr double kLabelScale = 0.82;
constexpr const char* kNoBreak = "\u00A0";

struct Sides {
    double x, top, bottom;
};
Sides margins(Paper paper) { return paper == Paper::a4_portrait ? Sides{56, 46, 40} : Sides{42, 40, 34}; }

struct Size {
    double width, height;
};
Size page_size(Paper paper) { return paper == Paper::a4_portrait ? Size{kA4Short, kA4Long} : Size{kA4Long, kA4Short}; }

struct Point {
    double x, y;
};
void line(cairo_t* cairo, Point from, Point to, double thickness = kHairline) {
    cairo_set_line_width(cairo, thickness);
    cairo_move_to(cairo, from.x, from.y);
    cairo_line_to(cairo, to.x, to.y);
    cairo_stroke(cairo);
}

class Tagged {
public:
    Tagged(cairo_t* cairo, const char* name) : cairo_(cairo), name_(name) { cairo_tag_begin(cairo, name, nullptr); }
    ~Tagged() { cairo_tag_end(cairo_, name_); }
    Tagged(const Tagged&) = delete;
    Tagged& operator=(const Tagged&) = delete;

private:
    cairo_t* cairo_;
    const char* name_;
};

// ---- rows -------------------------------------------------------------------------------------------------------------

struct Box {
    double x, width;
};

// How rows of one table look.
struct RowStyle {
    std::vector<Box> boxes;  // of the cells
    double pad = 3;
    double pad_below = -1;  // as `pad` if negative
    double rule = 0;        // thickness of the line below; 0: none
    bool top_rule = false;
    bool grid = false;
    double least_height = 0;
    const char* cell_tag = "TD";
    double below() const { return pad_below < 0 ? pad : pad_below; }
};

struct RowParts {
    RowStyle style;
    std::vector<Lines> cells;
    std::size_t most_lines = 0;
    double width = 0;

    // Of the nth line of every cell.
    double line_height(std::size_t n) const {
        double height = 0;
        for (const Lines& cell : cells) {
            if (n < cell.all().size()) height = std::max(height, cell.all()[n].height);
        }
        return height;
    }
    double height() const {
        double height = 0;
        for (const Lines& cell : cells) height = std::max(height, cell.height());
        return std::max(height + style.pad + style.below(), style.least_height);
    }
};

void draw_row_lines(cairo_t* cairo, const RowParts& row, Point at, double height, bool last) {
    if (row.style.rule > 0 && last)
        line(cairo, {at.x, at.y + height}, {at.x + row.width, at.y + height}, row.style.rule);
    if (row.style.top_rule) line(cairo, at, {at.x + row.width, at.y});
    if (!row.style.grid) return;
    for (const Box& box : row.style.boxes) line(cairo, {at.x + box.x, at.y}, {at.x + box.x, at.y + height});
    line(cairo, {at.x + row.width, at.y}, {at.x + row.width, at.y + height});
}

double inset(const RowStyle& style) { return style.grid ? 3.5 : 0; }

Slice whole_row(const std::shared_ptr<const RowParts>& row) {
    Slice slice;
    slice.height = row->height();
    slice.draw = [row, height = slice.height](cairo_t* cairo, double x, double top) {
        const Tagged tr(cairo, "TR");
        for (std::size_t i = 0; i < row->cells.size(); ++i) {
            const Tagged td(cairo, row->style.cell_tag);
            row->cells[i].draw_all(cairo, x + row->style.boxes[i].x + inset(row->style), top + row->style.pad);
        }
        draw_row_lines(cairo, *row, {x, top}, height, true);
    };
    return slice;
}

// A row higher than a good part of a page is cut between its lines.
Slice line_of_row(const std::shared_ptr<const RowParts>& row, std::size_t n) {
    const bool first = n == 0, last = n + 1 == row->most_lines;
    Slice slice;
    slice.height = row->line_height(n) + (first ? row->style.pad : 0) + (last ? row->style.below() : 0);
    slice.with_next = !last && (first || n + 2 == row->most_lines);
    slice.draw = [row, n, first, last, height = slice.height](cairo_t* cairo, double x, double top) {
        const Tagged tr(cairo, "TR");
        for (std::size_t i = 0; i < row->cells.size(); ++i) {
            const Tagged td(cairo, row->style.cell_tag);
            row->cells[i].draw(cairo, n, x + row->style.boxes[i].x + inset(row->style),
                               top + (first ? row->style.pad : 0));
        }
        draw_row_lines(cairo, *row, {x, top}, height, last);
    };
    return slice;
}

std::vector<Box> boxes_of(const std::vector<Column>& columns, double width) {
    double sum = 0, x = 0;
    for (const Column& column : columns) sum += column.weight;
    std::vector<Box> boxes;
    for (const Column& column : columns) {
        boxes.push_back({x, width * column.weight / sum});
        x += boxes.back().width;
    }
    return boxes;
}

std::vector<Box> equal_boxes(int count, double width, double gap) {
    std::vector<Box> boxes;
    const double each = (width + gap) / count;
    for (int i = 0; i < count; ++i) boxes.push_back({i * each, each});
    return boxes;
}

double text_width(const RowStyle& style, std::size_t column, bool spanning, double whole) {
    if (spanning) return whole - 2 * inset(style);
    const bool last = column + 1 == style.boxes.size();
    return std::max(4.0, style.boxes[column].width - (style.grid ? 2 * inset(style) : last ? 0 : kGutter));
}

}  // namespace

// ---- rich text --------------------------------------------------------------------------------------------------------

bool Rich::empty() const {
    return std::all_of(runs.begin(), runs.end(),
                       [](const Run& run) { return run.text.empty() && run.tick == Tick::none; });
}
Rich& Rich::operator+=(const Rich& more) {
    runs.insert(runs.end(), more.runs.begin(), more.runs.end());
    return *this;
}
Rich operator+(Rich first, const Rich& second) { return first += second; }
Rich bold(std::string text) {
    Rich rich(std::move(text));
    rich.runs.front().bold = true;
    return rich;
}
Rich scaled(Rich rich, double by) {
    for (Run& run : rich.runs) run.scale *= by;
    return rich;
}
Rich small(std::string text) { return scaled(std::move(text), kLabelScale); }
Rich struck(Rich rich) {
    for (Run& run : rich.runs) run.struck = true;
    return rich;
}
Rich tick(const std::string& label) {
    Rich rich;
    rich.runs.push_back({.tick = Tick::empty});
    // The box stays with its label, and the label on one line.
    std::string text(kNoBreak);
    for (const char byte : label) text += byte == ' ' ? std::string(kNoBreak) : std::string(1, byte);
    return rich + Rich(std::move(text));
}

// ---- document ---------------------------------------------------------------------------------------------------------

struct Document::Parts {
    explicit Parts(Setup given) : setup(std::move(given)), type(setup.language) {}

    Setup setup;
    Typesetter type;
    std::vector<Slice> slices;
    int groups = 0;
    bool break_pending = false;

    double width() const { return page_size(setup.paper).width - 2 * margins(setup.paper).x; }
    double body_limit() const { return page_size(setup.paper).height / 3; }  // a higher row is cut
    int new_group() { return ++groups; }

    Slice& add(Slice slice, const char* tag, int group) {
        slice.tag = tag;
        slice.tag_group = group;
        slice.on_new_page = std::exchange(break_pending, false);
        slices.push_back(std::move(slice));
        return slices.back();
    }
    struct Lie {  // how a text lies on the page
        const char* tag = "P";
        double size_pt = 9;
        double before = 0;
        Align align = Align::left;
        bool with_next = false;
    };
    void add_text(const Rich& text, const Lie& lie);
    std::vector<Slice> row_slices(const std::vector<Rich>& cells, const RowStyle& style,
                                  const std::vector<Align>& align, double size_pt, bool spanning) const;
    void add_row(const std::vector<Rich>& cells, const RowStyle& style, double before, int group);
    void draw_furniture(cairo_t* cairo, const Furniture& furniture, std::size_t page, std::size_t pages) const;
    void draw_page(cairo_t* cairo, const PageContent& content, double top) const;
    Lines head_left() const;
    Lines head_right() const;
    Lines foot_left() const;
};

// What stands on every page.
struct Document::Furniture {
    Lines head_left, head_right, foot_left;
    double head_height() const;
    double foot_height() const;
};

void Document::Parts::add_text(const Rich& text, const Lie& lie) {
    const auto lines =
        std::make_shared<const Lines>(type.set(text, {.width = width(), .size_pt = lie.size_pt, .align = lie.align}));
    const std::size_t count = lines->all().size();
    const int group = new_group();
    for (std::size_t n = 0; n < count; ++n) {
        Slice slice;
        slice.before = n == 0 ? lie.before : 0;
        slice.height = lines->all()[n].height;
        // Neither the first nor the last line of a paragraph stands alone.
        slice.with_next = lie.with_next || (n + 1 < count && (n == 0 || n + 2 == count));
        slice.draw = [lines, n](cairo_t* cairo, double x, double top) { lines->draw(cairo, n, x, top); };
        add(std::move(slice), lie.tag, group);
    }
}

std::vector<Slice> Document::Parts::row_slices(const std::vector<Rich>& cells, const RowStyle& style,
                                               const std::vector<Align>& align, double size_pt, bool spanning) const {
    auto row = std::make_shared<RowParts>();
    row->style = style;
    row->width = width();
    if (spanning) row->style.boxes = {{0, width()}};
    const std::size_t count = std::min(cells.size(), row->style.boxes.size());
    for (std::size_t i = 0; i < count; ++i) {
        row->cells.push_back(type.set(cells[i], {.width = text_width(style, i, spanning, width()),
                                                 .size_pt = size_pt,
                                                 .align = !spanning && i < align.size() ? align[i] : Align::left}));
        row->most_lines = std::max(row->most_lines, row->cells.back().all().size());
    }
    if (row->height() <= body_limit() || row->most_lines < 4) return {whole_row(row)};
    std::vector<Slice> slices;
    for (std::size_t n = 0; n < row->most_lines; ++n) slices.push_back(line_of_row(row, n));
    return slices;
}

void Document::Parts::add_row(const std::vector<Rich>& cells, const RowStyle& style, double before, int group) {
    std::vector<Slice> slices = row_slices(cells, style, {}, setup.text_pt, false);
    slices.front().before = before;
    for (Slice& slice : slices) add(std::move(slice), "Table", group);
}

Document::Document(Setup setup) : parts_(std::make_unique<Parts>(std::move(setup))) {
    const Setup& given = parts_->setup;
    parts_->add_text(bold(given.establishment), {.size_pt = 9});
    for (const std::string& each : given.establishment_lines) parts_->add_text(each, {.size_pt = 7.5});
    Slice rule;
    rule.before = 5;
    rule.height = 4;
    rule.draw = [width = width()](cairo_t* cairo, double x, double top) { line(cairo, {x, top}, {x + width, top}); };
    parts_->add(std::move(rule), "P", parts_->new_group());
}
Document::~Document() = default;

double Document::width() const { return parts_->width(); }

void Document::title(const Rich& text, const Rich& below) {
    Rich large = text;
    for (Run& run : large.runs) run.bold = true;
    parts_->add_text(large, {.tag = "H1", .size_pt = 19, .before = 10, .with_next = true});
    if (!below.empty()) parts_->add_text(below, {.size_pt = parts_->setup.text_pt, .before = 1, .with_next = true});
    space(4);
}
void Document::heading(const std::string& text) {
    parts_->add_text(
        bold(text),
        {.tag = "H2", .size_pt = parts_->setup.text_pt * 1.28, .before = 15 * parts_->setup.air, .with_next = true});
    space(2);
    parts_->slices.back().with_next = true;
}
void Document::subheading(const std::string& text) {
    parts_->add_text(bold(text), {.tag = "H3", .size_pt = parts_->setup.text_pt, .before = 7, .with_next = true});
}
void Document::paragraph(const Rich& text, double space_before, Align align) {
    parts_->add_text(text, {.size_pt = parts_->setup.text_pt, .before = space_before, .align = align});
}

void Document::bullets(const std::vector<Rich>& items) {
    const double indent = parts_->setup.text_pt * 1.2;
    RowStyle style;
    style.boxes = {{0, indent}, {indent, width() - indent}};
    style.pad = parts_->setup.text_pt * 0.12;
    const int group = parts_->new_group();
    for (const Rich& item : items) parts_->add_row({"•", item}, style, parts_->setup.text_pt * 0.2, group);
}

void Document::framed(const std::vector<Rich>& paragraphs) {
    constexpr double kPad = 12;
    auto texts = std::make_shared<std::vector<Lines>>();
    double height = 2 * kPad;
    for (const Rich& each : paragraphs) {
        texts->push_back(parts_->type.set(each, {.width = width() - 2 * kPad, .size_pt = parts_->setup.text_pt}));
        height += texts->back().height();
    }
    Slice slice;
    slice.before = 8;
    slice.height = height;
    slice.draw = [texts, height, width = width()](cairo_t* cairo, double x, double top) {
        cairo_set_line_width(cairo, kFrame);
        cairo_rectangle(cairo, x + kFrame / 2, top + kFrame / 2, width - kFrame, height - kFrame);
        cairo_stroke(cairo);
        double y = top + kPad;
        for (const Lines& text : *texts) {
            text.draw_all(cairo, x + kPad, y);
            y += text.height();
        }
    };
    parts_->add(std::move(slice), "P", parts_->new_group());
    space(4);
}

void Document::pairs(const std::vector<Pair>& pairs, int columns) {
    RowStyle style;
    style.boxes = equal_boxes(columns, width(), kGutter);
    style.pad = 2.5 * parts_->setup.air;
    const int group = parts_->new_group();
    for (std::size_t from = 0; from < pairs.size(); from += static_cast<std::size_t>(columns)) {
        std::vector<Rich> cells;
        for (std::size_t i = from; i < std::min(pairs.size(), from + static_cast<std::size_t>(columns)); ++i)
            cells.push_back(small(pairs[i].label + "\n") + (pairs[i].value.empty() ? Rich("–") : pairs[i].value));
        parts_->add_row(cells, style, from == 0 ? 3 : 1, group);
    }
}

void Document::table(const Table& table) {
    const double size = parts_->setup.text_pt * table.scale;
    RowStyle style;
    style.boxes = boxes_of(table.columns, width());
    style.grid = table.grid;
    style.pad = size * 0.34 * parts_->setup.air;
    std::vector<Rich> headings;
    std::vector<Align> align;
    for (const Column& column : table.columns) {
        headings.push_back(bold(column.heading));
        align.push_back(column.align);
    }
    const int group = parts_->new_group();
    RowStyle head_style = style;
    head_style.rule = kRule;
    head_style.top_rule = table.grid;
    head_style.cell_tag = "TH";
    const bool has_header =
        std::any_of(headings.begin(), headings.end(), [](const Rich& each) { return !each.empty(); });
    std::shared_ptr<const Slice> header;
    if (has_header) {
        std::vector<Slice> slices = parts_->row_slices(headings, head_style, align, size * kLabelScale * 1.05, false);
        slices.front().tag = "Table";
        slices.front().tag_group = group;
        // A heading that fills a third of a page by itself is not worth repeating.
        if (slices.size() == 1) header = std::make_shared<const Slice>(slices.front());
        for (Slice& slice : slices) {
            slice.with_next = true;
            parts_->add(std::move(slice), "Table", group).before = 3;
        }
    }
    const std::size_t count = table.rows.size();
    for (std::size_t i = 0; i < count; ++i) {
        const Row& row = table.rows[i];
        style.rule = row.ruled ? kHairline : 0;
        style.pad_below = row.ruled ? -1 : 0;
        style.top_rule = table.grid && i == 0 && !has_header;
        style.least_height = row.least_height;
        std::vector<Slice> slices = parts_->row_slices(row.cells, style, align, size, row.spanning);
        // At least two rows stand at the end of a page and at the beginning of the next one.
        const bool near_an_end = count > 1 && (i == 0 || i + 2 == count);
        slices.back().with_next = i + 1 < count && (row.with_next || near_an_end);
        for (Slice& slice : slices) {
            slice.header = header;
            parts_->add(std::move(slice), "Table", group);
        }
    }
    space(3);
}

void Document::fields(const std::vector<std::string>& labels, int columns) {
    constexpr double kGap = 16, kHeight = 31;
    const std::vector<Box> boxes = equal_boxes(columns, width(), kGap);
    for (std::size_t from = 0; from < labels.size(); from += boxes.size()) {
        auto texts = std::make_shared<std::vector<Lines>>();
        double height = kHeight;
        for (std::size_t i = from; i < std::min(labels.size(), from + boxes.size()); ++i) {
            texts->push_back(
                parts_->type.set(small(labels[i]), {.width = boxes[0].width - kGap, .size_pt = parts_->setup.text_pt}));
            height = std::max(height, texts->back().height() + 19);
        }
        Slice slice;
        slice.before = 3;
        slice.height = height;
        slice.draw = [texts, boxes, height](cairo_t* cairo, double x, double top) {
            for (std::size_t i = 0; i < texts->size(); ++i) {
                (*texts)[i].draw_all(cairo, x + boxes[i].x, top + 2);
                line(cairo, {x + boxes[i].x, top + height}, {x + boxes[i].x + boxes[i].width - kGap, top + height});
            }
        };
        parts_->add(std::move(slice), "P", parts_->new_group());
    }
}

void Document::ruled_lines(int count) {
    constexpr double kApart = 21;
    for (int i = 0; i < count; ++i) {
        Slice slice;
        slice.height = kApart;
        slice.draw = [width = width()](cairo_t* cairo, double x, double top) {
            line(cairo, {x, top + kApart}, {x + width, top + kApart});
        };
        parts_->add(std::move(slice), "P", parts_->new_group());
    }
}

void Document::figure(double height, std::function<void(cairo_t*, double width, double height)> draw) {
    Slice slice;
    slice.before = 4;
    slice.height = height;
    slice.draw = [height, width = width(), draw = std::move(draw)](cairo_t* cairo, double x, double top) {
        cairo_save(cairo);
        cairo_translate(cairo, x, top);
        draw(cairo, width, height);
        cairo_restore(cairo);
    };
    parts_->add(std::move(slice), "Figure", parts_->new_group());
}

void Document::new_page() { parts_->break_pending = true; }

void Document::space(double points) {
    Slice slice;
    slice.before = points;
    slice.draw = [](cairo_t*, double, double) {};
    slice.with_next = !parts_->slices.empty() && parts_->slices.back().with_next;
    parts_->add(std::move(slice), "P", parts_->new_group());
}

void Document::together(const std::function<void()>& add) {
    const std::size_t from = parts_->slices.size();
    add();
    for (std::size_t i = from; i + 1 < parts_->slices.size(); ++i) parts_->slices[i].with_next = true;
}

// ---- what stands on every page ------------------------------------------------------------------------------------------

namespace {
// Longer than any name; without an end, what stands on every page would leave no room for the page.
constexpr std::size_t kMostFurniture = 400;

std::string shortened(const std::string& text) {
    const std::string whole = drawable(text);
    if (whole.size() <= kMostFurniture) return whole;
    std::size_t end = kMostFurniture;
    while ((static_cast<unsigned char>(whole[end]) & 0xC0) == 0x80) --end;
    return whole.substr(0, end) + "…";
}

constexpr double kFurnitureSize = 7.2, kFurnitureGap = 12, kHeadLeft = 0.37;
}  // namespace

Lines Document::Parts::head_left() const {
    return type.set(bold(shortened(setup.establishment)), {.width = width() * kHeadLeft, .size_pt = kFurnitureSize});
}
Lines Document::Parts::head_right() const {
    const std::string text = setup.about.empty() ? setup.title : setup.title + " · " + shortened(setup.about);
    return type.set(text,
                    {.width = width() * (1 - kHeadLeft - 0.03), .size_pt = kFurnitureSize, .align = Align::right});
}
Lines Document::Parts::foot_left() const {
    return type.set(shortened(setup.footer), {.width = width() * 0.8, .size_pt = kFurnitureSize});
}
double Document::Furniture::head_height() const {
    return std::max(head_left.height(), head_right.height()) + 3 + kFurnitureGap;
}
double Document::Furniture::foot_height() const { return foot_left.height() + 4 + kFurnitureGap; }

void Document::Parts::draw_furniture(cairo_t* cairo, const Furniture& furniture, std::size_t page,
                                     std::size_t pages) const {
    const Size size = page_size(setup.paper);
    const Sides sides = margins(setup.paper);
    if (page > 0) {
        furniture.head_left.draw_all(cairo, sides.x, sides.top);
        furniture.head_right.draw_all(cairo, sides.x + width() * (kHeadLeft + 0.03), sides.top);
        const double y = sides.top + furniture.head_height() - kFurnitureGap;
        line(cairo, {sides.x, y}, {sides.x + width(), y});
    }
    const double top = size.height - sides.bottom - furniture.foot_height() + kFurnitureGap;
    line(cairo, {sides.x, top}, {sides.x + width(), top});
    furniture.foot_left.draw_all(cairo, sides.x, top + 4);
    type.set(page_of(page + 1, pages, setup.language),
             {.width = width() * 0.2, .size_pt = kFurnitureSize, .align = Align::right})
        .draw_all(cairo, sides.x + width() * 0.8, top + 4);
}

void Document::Parts::draw_page(cairo_t* cairo, const PageContent& content, double top) const {
    std::unique_ptr<Tagged> open;
    int group = 0;
    for (const Placed& placed : content) {
        if (placed.slice->tag_group != group) {
            open.reset();
            open = std::make_unique<Tagged>(cairo, placed.slice->tag);
            group = placed.slice->tag_group;
        }
        placed.slice->draw(cairo, margins(setup.paper).x, top + placed.top);
    }
}

std::string Document::pdf() const {
    const Parts& parts = *parts_;
    const Size size = page_size(parts.setup.paper);
    const Sides sides = margins(parts.setup.paper);
    const Furniture furniture{parts.head_left(), parts.head_right(), parts.foot_left()};
    const double body = size.height - sides.top - sides.bottom - furniture.foot_height();
    const double head = furniture.head_height();
    const std::vector<PageContent> pages = break_into_pages(parts.slices, {body, body - head});
    return make_pdf({.title = parts.setup.title,
                     .author = parts.setup.establishment,
                     .language = parts.setup.language,
                     .created_at = parts.setup.created_at,
                     .width = size.width,
                     .height = size.height},
                    pages.size(), [&](cairo_t* cairo, std::size_t page) {
                        parts.draw_furniture(cairo, furniture, page, pages.size());
                        parts.draw_page(cairo, pages[page], sides.top + (page > 0 ? head : 0));
                    });
}

void draw_label(cairo_t* cairo, const Label& label) {
    const Lines lines = Typesetter(afterglow::Language::en).set(label.text, {.size_pt = label.size_pt});
    if (lines.all().empty()) return;
    const double share = label.align == Align::left ? 0 : label.align == Align::centre ? 0.5 : 1;
    lines.draw(cairo, 0, label.x - lines.all()[0].width * share, label.y - lines.all()[0].baseline);
}

}  // namespace afterglow::documents
