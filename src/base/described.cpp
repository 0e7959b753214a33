#include "base/described.h"

#include <boost/core/demangle.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace afterglow {
namespace detail {
namespace {

constexpr int kMaxPlainString = 20'000;

}  // namespace

std::string plain_type_name(const std::type_info& type) {
    const std::string full = boost::core::demangle(type.name());
    std::string name;
    std::string word;
    for (std::size_t i = 0; i <= full.size(); ++i) {
        const char character = i < full.size() ? full[i] : ',';
        if (character == ':') {
            word.clear();  // a namespace
        } else if (character == '<' || character == ',' || character == '>') {
            if (!word.empty()) name.append(name.empty() ? "" : "_").append(word);
            word.clear();
        } else if (character != ' ') {
            word += character;
        }
    }
    return name;
}

void read_text(const Json& json, std::string& out, int max_characters, const std::string& pointer,
               FieldErrors& errors) {
    const std::string* text = json.string();
    if (!text) {
        errors.push_back({pointer, "wrong_type", {{"expected", "string"}}});
    } else if (is_blank(*text)) {
        errors.push_back({pointer, "blank", {}});
    } else if (count_characters(*text) > static_cast<std::size_t>(max_characters)) {
        errors.push_back({pointer, "too_long", {{"max", std::to_string(max_characters)}}});
    } else if (has_control_character(*text)) {
        errors.push_back({pointer, "control_character", {}});
    } else {
        out = *text;
    }
}

void read_uuid(const Json& json, std::string& out, const std::string& pointer, FieldErrors& errors) {
    const std::string* text = json.string();
    if (!text || !is_uuid(*text)) {
        errors.push_back({pointer, "not_a_uuid", {}});
    } else {
        out = *text;
    }
}

void read_whole(const Json& json, std::int64_t& out, std::int64_t lo, std::int64_t hi, const std::string& pointer,
                FieldErrors& errors) {
    const std::int64_t* value = json.integer();
    if (!value) {
        errors.push_back({pointer, "wrong_type", {{"expected", "whole number"}}});
    } else if (*value < lo || *value > hi) {
        errors.push_back({pointer, "out_of_range", {{"min", std::to_string(lo)}, {"max", std::to_string(hi)}}});
    } else {
        out = *value;
    }
}

void read_thousandths(const Json& json, std::int64_t& out, const std::string& pointer, FieldErrors& errors) {
    constexpr double kMax = 1e9;
    const double* real = json.real();
    const std::int64_t* whole = json.integer();
    if (!real && !whole) {
        errors.push_back({pointer, "wrong_type", {{"expected", "number"}}});
        return;
    }
    const double value = real ? *real : static_cast<double>(*whole);
    if (!(value >= 0 && value <= kMax)) {
        errors.push_back({pointer, "out_of_range", {{"min", "0"}, {"max", "1000000000"}}});
        return;
    }
    const double scaled = value * 1000;
    if (std::abs(scaled - std::round(scaled)) > 1e-6 * std::max(1.0, scaled * 1e-6)) {
        errors.push_back({pointer, "too_precise", {}});
        return;
    }
    out = static_cast<std::int64_t>(std::llround(scaled));
}

void write_number(std::string& out, double value) { fmt::format_to(std::back_inserter(out), "{}", value); }

void append_pointer(std::string& pointer, std::string_view member) {
    pointer += '/';
    for (const char character : member) {
        if (character == '~') {
            pointer += "~0";
        } else if (character == '/') {
            pointer += "~1";
        } else {
            pointer += character;
        }
    }
}

std::string quoted(std::string_view text) {
    std::string out;
    write_json_string(out, text);
    return out;
}

// ---- enums -----------------------------------------------------------------------------------------------------------

std::string_view name_in(std::span<const EnumName> names, std::int64_t value) {
    for (const EnumName& each : names) {
        if (each.value == value) return each.name;
    }
    return "?";
}

std::optional<std::int64_t> value_in(std::span<const EnumName> names, std::string_view name) {
    for (const EnumName& each : names) {
        if (each.name == name) return each.value;
    }
    return std::nullopt;
}

void read_enum(const Json& json, std::int64_t& out, std::span<const EnumName> names, const std::string& pointer,
               FieldErrors& errors) {
    const auto value = json.string() ? value_in(names, *json.string()) : std::nullopt;
    if (value) {
        out = *value;
        return;
    }
    std::string allowed;
    for (const EnumName& each : names) allowed.append(allowed.empty() ? "" : ", ").append(each.name);
    errors.push_back({pointer, "unknown_value", {{"allowed", allowed}}});
}

std::string enum_schema(std::span<const EnumName> names) {
    std::string list;
    for (const EnumName& each : names) list.append(list.empty() ? "" : ",").append(quoted(each.name));
    return R"({"type":"string","enum":[)" + list + "]}";
}

// ---- structs and lists -----------------------------------------------------------------------------------------------

void read_object(const Json& json, void* object, std::span<const ReadMember> members, const std::string& pointer,
                 FieldErrors& errors) {
    const Json::Object* given = json.object();
    if (!given) {
        errors.push_back({pointer, "wrong_type", {{"expected", "object"}}});
        return;
    }
    const auto pointer_to = [&](std::string_view name) {
        std::string at = pointer;
        append_pointer(at, name);
        return at;
    };
    std::size_t known = 0;
    for (const ReadMember& member : members) {
        if (const Json* value = json.find(member.name)) {
            ++known;
            member.read(*value, object, pointer_to(member.name), errors);
        } else if (!member.may_be_absent) {
            errors.push_back({pointer_to(member.name), "required", {}});
        }
    }
    if (known == given->size()) return;
    for (const auto& [name, value] : *given) {
        const auto same = [&name = name](const ReadMember& member) { return member.name == name; };
        if (std::none_of(members.begin(), members.end(), same))
            errors.push_back({pointer_to(name), "unknown_field", {}});
    }
}

void write_object(std::string& out, const void* object, std::span<const WriteMember> members) {
    out += '{';
    bool first = true;
    for (const WriteMember& member : members) {
        if (!member.is_there(object)) continue;
        if (!first) out += ',';
        first = false;
        out.append("\"").append(member.name).append("\":");
        member.write(out, object);
    }
    out += '}';
}

const Json::Array* read_items(const Json& json, const std::string& pointer, FieldErrors& errors) {
    const Json::Array* items = json.array();
    if (!items) {
        errors.push_back({pointer, "wrong_type", {{"expected", "array"}}});
    } else if (items->size() > kMaxItems) {
        errors.push_back({pointer, "too_many_items", {{"max", std::to_string(kMaxItems)}}});
        return nullptr;
    }
    return items;
}

std::string item_pointer(const std::string& pointer, std::size_t index) {
    return pointer + "/" + std::to_string(index);
}

std::string object_schema(SchemaBook& book, std::span<const SchemaMember> members) {
    std::string properties;
    std::string required;
    for (const SchemaMember& member : members) {
        const std::string name = quoted(member.name);
        properties.append(properties.empty() ? "" : ",").append(name).append(":").append(member.schema(book));
        if (member.required) required.append(required.empty() ? "" : ",").append(name);
    }
    return R"({"type":"object","additionalProperties":false,"properties":{)" + properties + R"(},"required":[)" +
           required + "]}";
}

}  // namespace detail

namespace {

template <class T, class Parse>
void read_parsed(const Json& json, T& out, Parse parse, const char* code, const std::string& pointer,
                 FieldErrors& errors) {
    const std::string* text = json.string();
    if (text) {
        if (auto value = parse(*text); value.ok()) {
            out = *value;
            return;
        }
    }
    errors.push_back({pointer, code, {}});
}

}  // namespace

void read_value(const Json& json, bool& out, const std::string& pointer, FieldErrors& errors) {
    if (const bool* value = json.boolean()) {
        out = *value;
    } else {
        errors.push_back({pointer, "wrong_type", {{"expected", "true or false"}}});
    }
}
void read_value(const Json& json, std::int64_t& out, const std::string& pointer, FieldErrors& errors) {
    constexpr std::int64_t kExact = std::int64_t{1} << 53;  // beyond it a browser cannot hold a whole number
    detail::read_whole(json, out, -kExact, kExact, pointer, errors);
}
void read_value(const Json& json, double& out, const std::string& pointer, FieldErrors& errors) {
    if (const double* real = json.real()) {
        out = *real;
    } else if (const std::int64_t* whole = json.integer()) {
        out = static_cast<double>(*whole);
    } else {
        errors.push_back({pointer, "wrong_type", {{"expected", "number"}}});
    }
}
void read_value(const Json& json, std::string& out, const std::string& pointer, FieldErrors& errors) {
    if (json.string() && json.string()->empty()) {
        out.clear();
        return;
    }
    detail::read_text(json, out, detail::kMaxPlainString, pointer, errors);
}
void read_value(const Json& json, Instant& out, const std::string& pointer, FieldErrors& errors) {
    read_parsed(json, out, parse_instant, "not_an_instant", pointer, errors);
}
void read_value(const Json& json, Date& out, const std::string& pointer, FieldErrors& errors) {
    read_parsed(json, out, parse_date, "not_a_date", pointer, errors);
}
void read_value(const Json& json, LocalTime& out, const std::string& pointer, FieldErrors& errors) {
    read_parsed(json, out, parse_local_time, "not_a_local_time", pointer, errors);
}
void read_value(const Json& json, Milligrams& out, const std::string& pointer, FieldErrors& errors) {
    detail::read_thousandths(json, out.micrograms, pointer, errors);
}
void read_value(const Json& json, MilligramsPerKilogram& out, const std::string& pointer, FieldErrors& errors) {
    detail::read_thousandths(json, out.micrograms_per_kg, pointer, errors);
}
void read_value(const Json& json, Kilograms& out, const std::string& pointer, FieldErrors& errors) {
    detail::read_thousandths(json, out.grams, pointer, errors);
}

}  // namespace afterglow
