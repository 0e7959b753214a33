#include "documents/trend.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace afterglow::documents {
namespace {

using clinic::Measure;

struct Series {
    Measure measure;
    double thickness;
    std::vector<double> dashes;
};
const std::array<Series, 4>& series() {
    static const std::array<Series, 4> all{{{Measure::systolic_mmhg, 1.3, {}},
                                            {Measure::diastolic_mmhg, 0.7, {}},
                                            {Measure::heart_rate_bpm, 1.0, {4, 2.2}},
                                            {Measure::spo2_percent, 1.0, {1, 2}}}};
    return all;
}
constexpr double kLeft = 26, kRight = 74, kTop = 22, kBottom = 16;

struct Frame {
    double width, height;
    std::int64_t from_ms = 0, to_ms = 1;
    double low = 0, high = 1;

    double x(Instant at) const {
        return kLeft +
               (width - kLeft - kRight) * static_cast<double>(at.ms - from_ms) / static_cast<double>(to_ms - from_ms);
    }
    double y(double value) const { return kTop + (height - kTop - kBottom) * (high - value) / (high - low); }
};

void stretch(Frame& frame, const Trend& trend) {
    frame.from_ms = trend.points.front().at.ms;
    frame.to_ms = trend.points.back().at.ms;
    for (const TrendDose& dose : trend.doses) {
        frame.from_ms = std::min(frame.from_ms, dose.at.ms);
        frame.to_ms = std::max(frame.to_ms, dose.at.ms);
    }
    double low = 1e9, high = -1e9;
    for (const TrendPoint& point : trend.points) {
        for (const Series& each : series()) {
            if (const auto value = clinic::value_of(point.vitals, each.measure)) {
                low = std::min(low, *value);
                high = std::max(high, *value);
            }
        }
    }
    frame.low = std::floor(low / 20) * 20;
    frame.high = std::max(std::ceil(high / 20) * 20, frame.low + 20);
}

void stroke(cairo_t* cairo, double x1, double y1, double x2, double y2) {
    cairo_move_to(cairo, x1, y1);
    cairo_line_to(cairo, x2, y2);
    cairo_stroke(cairo);
}

void draw_grid(cairo_t* cairo, const Frame& frame) {
    const double step = frame.high - frame.low > 100 ? 40 : 20;
    cairo_set_line_width(cairo, 0.25);
    for (double value = frame.low; value <= frame.high + 0.5; value += step) {
        stroke(cairo, kLeft, frame.y(value), frame.width - kRight, frame.y(value));
        draw_label(cairo, {.text = std::to_string(static_cast<int>(value)),
                           .x = kLeft - 5,
                           .y = frame.y(value) + 2.4,
                           .size_pt = 6.6,
                           .align = Align::right});
    }
}

// Full quarters of hours, hours, ...: at most about ten.
std::int64_t time_step(const Frame& frame) {
    for (const std::int64_t minutes : {5, 15, 30, 60, 120, 240, 480}) {
        if ((frame.to_ms - frame.from_ms) / (minutes * 60'000) <= 10) return minutes * 60'000;
    }
    return 86'400'000;
}

void draw_times(cairo_t* cairo, const Frame& frame, const Clock& clock) {
    const std::int64_t step = time_step(frame);
    for (std::int64_t at = (frame.from_ms + step - 1) / step * step; at <= frame.to_ms; at += step) {
        const double x = frame.x({at}), y = frame.height - kBottom;
        cairo_set_line_width(cairo, 0.4);
        stroke(cairo, x, y, x, y + 2.5);
        draw_label(cairo, {.text = clock.time({at}), .x = x, .y = y + 10.5, .size_pt = 6.6, .align = Align::centre});
    }
}

void draw_doses(cairo_t* cairo, const Frame& frame, const Trend& trend) {
    double free_from = 0;  // labels that would overlap go one line up
    for (const TrendDose& dose : trend.doses) {
        const double x = frame.x(dose.at);
        const bool high = x < free_from;
        cairo_set_line_width(cairo, 0.9);
        stroke(cairo, x, kTop - 6, x, frame.height - kBottom);
        draw_label(cairo,
                   {.text = dose.label, .x = x, .y = kTop - (high ? 15 : 8), .size_pt = 6.6, .align = Align::centre});
        free_from = high ? 0 : x + 50;
    }
}

void draw_line(cairo_t* cairo, const Frame& frame, const Trend& trend, const Series& each) {
    cairo_save(cairo);
    cairo_set_line_width(cairo, each.thickness);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_dash(cairo, each.dashes.data(), static_cast<int>(each.dashes.size()), 0);
    cairo_new_path(cairo);
    for (const TrendPoint& point : trend.points) {
        const auto value = clinic::value_of(point.vitals, each.measure);
        if (value) cairo_line_to(cairo, frame.x(point.at), frame.y(*value));
    }
    cairo_stroke(cairo);
    cairo_restore(cairo);
    for (const TrendPoint& point : trend.points) {
        const auto value = clinic::value_of(point.vitals, each.measure);
        if (!value) continue;
        cairo_arc(cairo, frame.x(point.at), frame.y(*value), 1.3, 0, 2 * M_PI);
        cairo_fill(cairo);
    }
}

// The name of each line at its end, moved apart where ends meet.
void draw_names(cairo_t* cairo, const Frame& frame, const Trend& trend) {
    struct End {
        double y;
        std::string name;
    };
    std::vector<End> ends;
    for (const Series& each : series()) {
        for (auto point = trend.points.rbegin(); point != trend.points.rend(); ++point) {
            const auto value = clinic::value_of(point->vitals, each.measure);
            if (!value) continue;
            ends.push_back({frame.y(*value), short_name(each.measure).in(trend.clock.language)});
            break;
        }
    }
    std::sort(ends.begin(), ends.end(), [](const End& a, const End& b) { return a.y < b.y; });
    double free_from = 0;
    for (const End& end : ends) {
        const double y = std::max(end.y + 2.4, free_from);
        draw_label(cairo, {.text = end.name, .x = frame.width - kRight + 6, .y = y, .size_pt = 6.6});
        free_from = y + 8.5;
    }
}

}  // namespace

bool is_worth_drawing(const Trend& trend) {
    const auto has_value = [](const TrendPoint& point) {
        return std::any_of(series().begin(), series().end(), [&](const Series& each) {
            return clinic::value_of(point.vitals, each.measure).has_value();
        });
    };
    const auto first = std::find_if(trend.points.begin(), trend.points.end(), has_value);
    return first != trend.points.end() && std::any_of(first, trend.points.end(), [&](const TrendPoint& point) {
               return has_value(point) && point.at > first->at;
           });
}

void draw_trend(cairo_t* cairo, double width, double height, const Trend& trend) {
    Frame frame{width, height};
    stretch(frame, trend);
    draw_grid(cairo, frame);
    draw_times(cairo, frame, trend.clock);
    draw_doses(cairo, frame, trend);
    for (const Series& each : series()) draw_line(cairo, frame, trend, each);
    draw_names(cairo, frame, trend);
}

}  // namespace afterglow::documents
