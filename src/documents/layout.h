#pragma once
// Pages from blocks: a document is told what it says (headings, paragraphs, tables, lines to write on), in order, and
// decides itself where pages end. Every page names the establishment and says "page N of M".
//
//   Document document(setup);
//   document.title("Session record");
//   document.table({.columns = {{"Time"}, {"Dose", 2}}, .rows = {{.cells = {"10:04", "70 mg"}}}});
//   std::string pdf = document.pdf();
//
// The same input gives the same bytes. Texts may hold any UTF-8 (what is not UTF-8, and control characters, show as U+FFFD).

#include <cairo.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "base/words.h"

namespace afterglow::documents {

inline constexpr std::size_t kMaxPages = 10'000;  // of one document; more throws std::length_error

// A box to tick: drawn, so that no font needs to have it.
enum class Tick { none, empty };

struct Run {
    std::string text;
    bool bold = false;
    bool struck = false;
    double scale = 1;  // of the document's text size
    Tick tick = Tick::none;
};

// Text with emphasis. A plain string is one run.
struct Rich {
    Rich() = default;
    Rich(std::string text) : runs{{std::move(text)}} {}
    Rich(const char* text) : Rich(std::string(text)) {}
    std::vector<Run> runs;
    bool empty() const;
    Rich& operator+=(const Rich& more);
};
Rich operator+(Rich first, const Rich& second);
Rich bold(std::string text);
Rich small(std::string text);
Rich struck(Rich rich);  // all of it
Rich scaled(Rich rich, double by);
Rich tick(const std::string& label);  // an empty box and its label

enum class Align { left, centre, right };
enum class Paper { a4_portrait, a4_landscape };

struct Setup {
    std::string title;                             // also of the PDF
    std::string establishment;                     // on every page
    std::vector<std::string> establishment_lines;  // address, phone: under the name on the first page
    std::string about;                             // whom or what the pages are about: on every page from the second on
    std::string footer;                            // on every page
    afterglow::Language language = afterglow::Language::cs;
    Instant created_at;
    Paper paper = Paper::a4_portrait;
    double text_pt = 9;
    double air = 1;  // between headings and within rows; less for what must fit on one page
};

struct Column {
    std::string heading;
    double weight = 1;  // of the width, against the other columns
    Align align = Align::left;
};
struct Row {
    std::vector<Rich> cells;
    bool spanning = false;    // the only cell goes across all columns
    bool with_next = false;   // stays on the page of the next row
    bool ruled = true;        // a line below
    double least_height = 0;  // in points, for rows to be written in
};
struct Table {
    std::vector<Column> columns;
    std::vector<Row> rows;
    bool grid = false;  // upright lines as well, for handwriting
    double scale = 1;
};
struct Pair {
    std::string label;
    Rich value;
};

class Document {
public:
    explicit Document(Setup setup);
    ~Document();
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    void title(const Rich& text, const Rich& below = {});
    void heading(const std::string& text);
    void subheading(const std::string& text);
    void paragraph(const Rich& text, double space_before = 4, Align align = Align::left);
    void bullets(const std::vector<Rich>& items);
    void framed(const std::vector<Rich>& paragraphs);         // what must not be overlooked
    void pairs(const std::vector<Pair>& pairs, int columns);  // small labels above their values
    void table(const Table& table);
    void fields(const std::vector<std::string>& labels, int columns);  // labels over lines to write on
    void ruled_lines(int count);
    void figure(double height, std::function<void(cairo_t*, double width, double height)> draw);
    void new_page();
    void space(double points);

    // Everything added within stays on one page, if one page can hold it.
    void together(const std::function<void()>& add);

    double width() const;  // of the text
    std::string pdf() const;

private:
    struct Parts;
    struct Furniture;
    std::unique_ptr<Parts> parts_;
};

// A line of text within a figure.
struct Label {
    std::string text;
    double x = 0, y = 0;  // of the baseline
    double size_pt = 7;
    Align align = Align::left;
};
void draw_label(cairo_t* cairo, const Label& label);

}  // namespace afterglow::documents
