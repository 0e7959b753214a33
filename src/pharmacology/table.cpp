#include "pharmacology/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "pharmacology/svg.h"

namespace afterglow::pharmacology {
namespace {

// ---- the picture --------------------------------------------------------------------------------------------------------

constexpr double kWidth = 720, kPanel = 240, kLeft = 64, kRight = 200, kTop = 34, kBottom = 44;
constexpr std::size_t kMaxPoints = 400;
constexpr double kMostSteps = 5;

class Panel {
public:
    Panel(std::vector<const Curve*> curves, std::span<const double> times_h, double top)
        : curves_(std::move(curves)), times_(times_h), top_(top) {
        for (const Curve* each : curves_) {
            highest_ = std::max(highest_, *std::ranges::max_element(each->typical));
            if (each->band) highest_ = std::max(highest_, *std::ranges::max_element(each->band->p95));
        }
        if (highest_ <= 0) highest_ = 1;
    }

    std::string draw() const {
        std::string out = axes();
        for (std::size_t i = 0; i < curves_.size(); ++i) {
            if (curves_[i]->band)
                out += fmt::format("<path d=\"{}\" fill=\"{}\" fill-opacity=\"0.15\"/>\n", band(*curves_[i]->band),
                                   kLineColours[i % kLineColours.size()]);
        }
        for (std::size_t i = 0; i < curves_.size(); ++i) {
            out += fmt::format(
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.6\" "
                "stroke-dasharray=\"{}\"/>\n",
                points(curves_[i]->typical), kLineColours[i % kLineColours.size()],
                kLineDashes[i % kLineDashes.size()]);
            const double y = top_ + kTop + 14 + 16 * static_cast<double>(i);
            out += fmt::format(
                "<line x1=\"{0}\" x2=\"{1}\" y1=\"{2}\" y2=\"{2}\" stroke=\"{3}\" stroke-width=\"1.6\" "
                "stroke-dasharray=\"{4}\"/><text x=\"{5}\" y=\"{6}\">{7}</text>\n",
                kWidth - kRight + 12, kWidth - kRight + 34, y - 4, kLineColours[i % kLineColours.size()],
                kLineDashes[i % kLineDashes.size()], kWidth - kRight + 40, y, escaped(spoken(curves_[i]->name)));
        }
        return out;
    }

private:
    double x(double time_h) const { return kLeft + (kWidth - kLeft - kRight) * time_h / times_.back(); }
    double y(double value) const { return top_ + kPanel - kBottom - (kPanel - kTop - kBottom) * value / highest_; }
    std::size_t stride() const { return std::max<std::size_t>(1, times_.size() / kMaxPoints); }

    std::string points(const std::vector<double>& values) const {
        std::string out;
        for (std::size_t i = 0; i < values.size(); i += stride())
            out += fmt::format("{:.1f},{:.1f} ", x(times_[i]), y(values[i]));
        return out;
    }
    std::string band(const Band& band) const {
        std::string out;
        std::vector<std::size_t> indices;
        for (std::size_t i = 0; i < times_.size(); i += stride()) indices.push_back(i);
        for (const std::size_t i : indices)
            out += fmt::format("{}{:.1f} {:.1f}", out.empty() ? "M" : "L", x(times_[i]), y(band.p95[i]));
        for (auto i = indices.rbegin(); i != indices.rend(); ++i)
            out += fmt::format("L{:.1f} {:.1f}", x(times_[*i]), y(band.p05[*i]));
        return out + "Z";
    }

    std::string axes() const {
        std::string out;
        const double step = nice_step(highest_, kMostSteps);
        for (double value = 0; value <= highest_ * (1 + 1e-9); value += step)
            out += fmt::format(
                "<line x1=\"{0:.1f}\" x2=\"{1:.1f}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" stroke=\"#d8d4cc\"/>"
                "<text x=\"{3:.1f}\" y=\"{4:.1f}\" text-anchor=\"end\">{5:g}</text>\n",
                kLeft, kWidth - kRight, y(value), kLeft - 6, y(value) + 4, value);
        const double time_step = nice_step(times_.back(), kMostSteps);
        for (double hour = 0; hour <= times_.back() * (1 + 1e-9); hour += time_step)
            out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{:g}</text>\n", x(hour),
                               top_ + kPanel - kBottom + 16, hour);
        out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">time, h</text>\n",
                           (kLeft + kWidth - kRight) / 2, top_ + kPanel - kBottom + 32);
        out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", kLeft, top_ + kTop - 8,
                           escaped(curves_.front()->unit));
        return out;
    }

    std::vector<const Curve*> curves_;
    std::span<const double> times_;
    double top_;
    double highest_ = 0;
};

// What shares an axis: the same unit and the same kind.
std::vector<std::vector<const Curve*>> panels_of(const Simulation& simulation) {
    std::map<std::pair<int, std::string>, std::vector<const Curve*>> panels;
    for (const Curve& each : simulation.curves) {
        const bool pressure = each.quantity == Quantity::diastolic_rise || each.quantity == Quantity::systolic_rise;
        const bool sedation = each.quantity == Quantity::sedated || each.quantity == Quantity::unresponsive;
        if (each.enantiomer && simulation.curves.size() > kLineColours.size()) continue;  // together is enough
        const int kind = pressure   ? static_cast<int>(Quantity::systolic_rise)
                         : sedation ? static_cast<int>(Quantity::sedated)
                                    : static_cast<int>(each.quantity);
        panels[{kind, each.unit}].push_back(&each);
    }
    std::vector<std::vector<const Curve*>> result;
    for (auto& [key, curves] : panels) result.push_back(std::move(curves));
    return result;
}

}  // namespace

std::string spoken(std::string curve) {
    for (const char* unit : {"_ng_ml", "_mmhg", "_bpm", "_percent", "_probability"}) {
        if (curve.ends_with(unit)) curve.resize(curve.size() - std::string_view(unit).size());
    }
    std::ranges::replace(curve, '_', ' ');
    return curve;
}

std::string number_text(double value) { return fmt::format("{:.6g}", value); }

std::string to_csv(const Simulation& simulation) {
    std::string out = "time_h";
    for (const Curve& each : simulation.curves) {
        out += "," + each.name;
        if (each.band) out += fmt::format(",{0}_p05,{0}_p50,{0}_p95", each.name);
    }
    out += "\r\n";
    for (std::size_t t = 0; t < simulation.times_h.size(); ++t) {
        out += number_text(simulation.times_h[t]);
        for (const Curve& each : simulation.curves) {
            out += "," + number_text(each.typical[t]);
            if (each.band)
                out += fmt::format(",{},{},{}", number_text(each.band->p05[t]), number_text(each.band->p50[t]),
                                   number_text(each.band->p95[t]));
        }
        out += "\r\n";
    }
    return out;
}

std::string summary_csv(const Simulation& simulation) {
    std::string out = "curve,unit,cmax,tmax_h,auc_h,half_life_h\r\n";
    const auto text = [](const std::optional<double>& value) { return value ? number_text(*value) : std::string(); };
    for (const Curve& each : simulation.curves)
        out += fmt::format("{},{},{},{},{},{}\r\n", each.name, each.unit, number_text(each.summary.maximum),
                           number_text(each.summary.maximum_at_h), text(each.summary.auc_h),
                           text(each.summary.half_life_h));
    return out;
}

std::string to_svg(const Simulation& simulation) {
    const auto panels = panels_of(simulation);
    const double height = 40 + kPanel * static_cast<double>(panels.size()) + 20;
    std::string out = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" "
        "font-family=\"sans-serif\" font-size=\"11\" fill=\"#222\">\n<title>{2}</title>\n"
        "<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n<text x=\"{3}\" y=\"24\" font-size=\"14\">{2}</text>\n",
        kWidth, height,
        escaped(fmt::format("{}{}: expected, not measured", simulation.model_name,
                            simulation.published ? "" : " (own calibration, not published)")),
        kLeft);
    double top = 40;
    for (const auto& curves : panels) {
        out += Panel(curves, simulation.times_h, top).draw();
        top += kPanel;
    }
    out += fmt::format(
        "<text x=\"{}\" y=\"{}\">{}</text>\n</svg>\n", kLeft, height - 8,
        simulation.simulated_people > 0
            ? fmt::format("Line: typical person. Band: 5th to 95th percentile of {} simulated people, seed {}.",
                          simulation.simulated_people, simulation.seed)
            : "Line: typical person.");
    return out;
}

}  // namespace afterglow::pharmacology
