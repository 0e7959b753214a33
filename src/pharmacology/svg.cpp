#include "pharmacology/svg.h"

#include <cmath>

namespace afterglow::pharmacology {

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '<') {
            out += "&lt;";
        } else if (c == '&') {
            out += "&amp;";
        } else {
            out += c;
        }
    }
    return out;
}

double nice_step(double range, double most_steps) {
    const double rough = range / most_steps, magnitude = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (rough <= factor * magnitude) return factor * magnitude;
    }
    return 10 * magnitude;
}

}  // namespace afterglow::pharmacology
