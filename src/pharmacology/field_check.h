#pragma once
// What is wrong in the fields of a question: all of it, each at its place.

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace afterglow::pharmacology {

class FieldCheck {
protected:
    void wrong(const std::string& pointer, const char* code, Parameters parameters = {}) {
        errors_.push_back({pointer, code, std::move(parameters)});
    }
    // What is absent is not looked at; NaN lies between nothing.
    void between(const std::string& pointer, std::optional<double> value, double min, double max) {
        if (value && !(*value >= min && *value <= max))
            wrong(pointer, "out_of_range", {{"min", fmt::format("{}", min)}, {"max", fmt::format("{}", max)}});
    }
    bool all_right() const { return errors_.empty(); }
    Refusal refusal() {
        Refusal refusal = refuse("invalid_fields");
        refusal.errors = std::move(errors_);
        return refusal;
    }

private:
    std::vector<FieldError> errors_;
};

}  // namespace afterglow::pharmacology
