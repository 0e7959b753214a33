#pragma once
// A small picture of how blood pressure, pulse and saturation went, with the doses as upright lines. Lines differ in their
// dashes, so that a monochrome printer is enough.

#include <cairo.h>

#include "documents/sheet.h"

namespace afterglow::documents {

struct TrendPoint {
    Instant at;
    clinic::Vitals vitals;
};
struct TrendDose {
    Instant at;
    std::string label;
};
struct Trend {
    std::vector<TrendPoint> points;  // by time
    std::vector<TrendDose> doses;
    Clock clock;
};

bool is_worth_drawing(const Trend& trend);  // two points at different times
void draw_trend(cairo_t* cairo, double width, double height, const Trend& trend);

}  // namespace afterglow::documents
