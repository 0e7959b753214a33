#include <fmt/format.h>

#include <algorithm>

#include "main/pharmacology/report.h"
#include "pharmacology/svg.h"

namespace afterglow {
namespace {

constexpr double kPanelWidth = 380, kPanelHeight = 250, kLeft = 52, kRight = 14, kTop = 30, kBottom = 42, kHead = 62;
namespace ph = pharmacology;

constexpr std::size_t kColumns = 2;
constexpr double kMostSteps = 6;

std::string line_style(std::size_t model) {
    return fmt::format("fill=\"none\" stroke=\"{}\" stroke-width=\"1.6\" stroke-dasharray=\"{}\"",
                       ph::kLineColours[model % ph::kLineColours.size()],
                       ph::kLineDashes[model % ph::kLineDashes.size()]);
}

class Panel {
public:
    Panel(const DrawnSeries& series, const std::vector<double>& grid_h, double left, double top)
        : series_(series), grid_h_(grid_h), left_(left), top_(top), end_h_(grid_h.back()) {
        const auto raise = [&](const std::vector<double>& values) {
            for (const double each : values) highest_ = std::max(highest_, each);
        };
        raise(series.observed_ng_ml);
        for (const auto& each : series.predicted) raise(each);
    }

    std::string draw() const {
        std::string out = axes();
        for (std::size_t m = 0; m < series_.predicted.size(); ++m) {
            if (series_.predicted[m].empty()) continue;
            std::string points;
            for (std::size_t i = 0; i < grid_h_.size(); ++i)
                points += fmt::format("{:.1f},{:.1f} ", x(grid_h_[i]), y(series_.predicted[m][i]));
            points.pop_back();
            out += fmt::format("<polyline points=\"{}\" {}/>\n", points, line_style(m));
        }
        for (std::size_t i = 0; i < series_.time_h.size(); ++i)
            out += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\" fill=\"#222\"/>\n", x(series_.time_h[i]),
                               y(series_.observed_ng_ml[i]));
        return out;
    }

private:
    double x(double time_h) const { return left_ + kLeft + (kPanelWidth - kLeft - kRight) * time_h / end_h_; }
    double y(double value) const {
        return top_ + kPanelHeight - kBottom - (kPanelHeight - kTop - kBottom) * value / highest_;
    }

    std::string axes() const {
        std::string out;
        const double step = ph::nice_step(highest_, kMostSteps);
        for (double value = 0; value <= highest_ * (1 + 1e-9); value += step)
            out += fmt::format(
                "<line x1=\"{0:.1f}\" x2=\"{1:.1f}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" stroke=\"#d8d4cc\"/>"
                "<text x=\"{3:.1f}\" y=\"{4:.1f}\" text-anchor=\"end\">{5:.3g}</text>\n",
                x(0), x(end_h_), y(value), x(0) - 6, y(value) + 4, value);
        const double step_h = ph::nice_step(end_h_, kMostSteps), bottom = top_ + kPanelHeight - kBottom;
        for (double hour = 0; hour <= end_h_ * (1 + 1e-9); hour += step_h)
            out += fmt::format(
                "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\" stroke=\"#888\"/>"
                "<text x=\"{0:.1f}\" y=\"{3:.1f}\" text-anchor=\"middle\">{4:.3g}</text>\n",
                x(hour), bottom, bottom + 4, bottom + 16, hour);
        out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">time, h</text>\n", x(end_h_ / 2),
                           bottom + 31);
        out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-weight=\"bold\">{}, ng/mL</text>\n", x(0),
                           top_ + kTop - 10, ph::escaped(series_.label));
        return out;
    }

    const DrawnSeries& series_;
    const std::vector<double>& grid_h_;
    double left_, top_, end_h_;
    double highest_ = 0;
};

std::string legend(const ComparedStudy& study) {
    std::string out = fmt::format(
        "<circle cx=\"{0}\" cy=\"44\" r=\"3\" fill=\"#222\"/><text x=\"{1}\" y=\"48\">observed (mean or median)"
        "</text>\n",
        kLeft + 4, kLeft + 14);
    double left = kLeft + 180;
    for (std::size_t m = 0; m < study.study->models.size(); ++m) {
        out += fmt::format("<line x1=\"{}\" x2=\"{}\" y1=\"44\" y2=\"44\" {}/><text x=\"{}\" y=\"48\">{}</text>\n",
                           left, left + 24, line_style(m), left + 30, ph::escaped(study.study->models[m]));
        left += 160;
    }
    return out;
}

}  // namespace

std::string plot(const ComparedStudy& study) {
    const std::size_t columns = std::min(kColumns, study.drawn.size());
    const std::size_t rows = (study.drawn.size() + columns - 1) / columns;
    const double width = kPanelWidth * static_cast<double>(kColumns);
    const double height = kHead + kPanelHeight * static_cast<double>(rows);
    std::string out = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" "
        "font-family=\"sans-serif\" font-size=\"11\" fill=\"#222\">\n<title>{2}</title>\n"
        "<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n<text x=\"{3}\" y=\"24\" font-size=\"14\">{2}</text>\n",
        width, height, ph::escaped(study.study->title), kLeft);
    out += legend(study);
    for (std::size_t i = 0; i < study.drawn.size(); ++i)
        out += Panel(study.drawn[i], study.grid_h, kPanelWidth * static_cast<double>(i % columns),
                     kHead + kPanelHeight * static_cast<double>(i / columns))
                   .draw();
    return out + "</svg>\n";
}

}  // namespace afterglow
