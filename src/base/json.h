#pragma once
// A small JSON tree and its strict parser. Use it where the shape is not known beforehand; for described structs use
// base/described.h, which reads from this tree and writes text directly.
//
// Strict: UTF-8 is checked, duplicate keys are refused, nesting deeper than kMaxJsonDepth is refused, nothing may follow.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace afterglow {

inline constexpr std::size_t kMaxJsonDepth = 32;

class Json {
public:
    using Array = std::vector<Json>;
    using Object = std::vector<std::pair<std::string, Json>>;

    Json() = default;
    Json(bool value) : content_(value) {}
    Json(std::int64_t value) : content_(value) {}
    Json(double value) : content_(value) {}
    Json(std::string value) : content_(std::move(value)) {}
    Json(Array value) : content_(std::move(value)) {}
    Json(Object value) : content_(std::move(value)) {}

    bool is_null() const { return std::holds_alternative<std::monostate>(content_); }
    const bool* boolean() const { return std::get_if<bool>(&content_); }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&content_); }
    const double* real() const { return std::get_if<double>(&content_); }
    const std::string* string() const { return std::get_if<std::string>(&content_); }
    const Array* array() const { return std::get_if<Array>(&content_); }
    const Object* object() const { return std::get_if<Object>(&content_); }

    // The member of an object, or nullptr (also when this is no object).
    const Json* find(std::string_view key) const;

private:
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> content_;
};

// Refusals: malformed "json_malformed" | "json_too_deep" | "json_duplicate_key" {key} | "json_not_utf8".
Result<Json> parse_json(std::string_view text);

// Appends `text` as a JSON string, quoted and escaped.
void write_json_string(std::string& out, std::string_view text);
void write_json(std::string& out, const Json& value);

}  // namespace afterglow
