#include "base/json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <iterator>

namespace afterglow {
namespace {

Result<Json> convert(simdjson::dom::element element);

Result<Json> convert_object(simdjson::dom::object object) {
    Json::Object members;
    for (auto [key, value] : object) {
        for (const auto& member : members) {
            if (member.first == key)
                return refuse_as(RefusalKind::malformed, "json_duplicate_key", {{"key", std::string(key)}});
        }
        members.emplace_back(std::string(key), TRY(convert(value)));
    }
    return Json(std::move(members));
}

Result<Json> convert(simdjson::dom::element element) {
    using enum simdjson::dom::element_type;
    switch (element.type()) {
        case OBJECT: return convert_object(element.get_object().value_unsafe());
        case ARRAY: {
            Json::Array items;
            const simdjson::dom::array array = element.get_array().value_unsafe();
            for (auto item : array) items.push_back(TRY(convert(item)));
            return Json(std::move(items));
        }
        case STRING: return Json(std::string(element.get_string().value_unsafe()));
        case INT64: return Json(element.get_int64().value_unsafe());
        case UINT64: return Json(static_cast<double>(element.get_uint64().value_unsafe()));
        case DOUBLE: return Json(element.get_double().value_unsafe());
        case BOOL: return Json(element.get_bool().value_unsafe());
        case NULL_VALUE: return Json();
    }
    return refuse_as(RefusalKind::malformed, "json_malformed");
}

const char* code_for(simdjson::error_code error) {
    if (error == simdjson::DEPTH_ERROR) return "json_too_deep";
    if (error == simdjson::UTF8_ERROR) return "json_not_utf8";
    return "json_malformed";
}

}  // namespace

const Json* Json::find(std::string_view key) const {
    const Object* members = object();
    if (!members) return nullptr;
    for (const auto& [name, value] : *members) {
        if (name == key) return &value;
    }
    return nullptr;
}

Result<Json> parse_json(std::string_view text) {
    thread_local simdjson::dom::parser parser;
    const simdjson::padded_string padded(text);
    if (const auto error = parser.allocate(std::max<std::size_t>(text.size(), 64), kMaxJsonDepth)) {
        return refuse_as(RefusalKind::malformed, code_for(error));
    }
    simdjson::dom::element root;
    if (const auto error = parser.parse(padded).get(root)) return refuse_as(RefusalKind::malformed, code_for(error));
    return convert(root);
}

void write_json_string(std::string& out, std::string_view text) {
    out += '"';
    for (const char character : text) {
        switch (character) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (static_cast<unsigned char>(character) < 0x20) {
                    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(character));
                } else {
                    out += character;
                }
        }
    }
    out += '"';
}

void write_json(std::string& out, const Json& value) {
    if (value.is_null()) out += "null";
    if (const bool* boolean = value.boolean()) out += *boolean ? "true" : "false";
    if (const auto* integer = value.integer()) fmt::format_to(std::back_inserter(out), "{}", *integer);
    if (const double* real = value.real()) fmt::format_to(std::back_inserter(out), "{}", *real);
    if (const auto* string = value.string()) write_json_string(out, *string);
    if (const auto* array = value.array()) {
        out += '[';
        for (const Json& item : *array) {
            if (&item != array->data()) out += ',';
            write_json(out, item);
        }
        out += ']';
    }
    if (const auto* object = value.object()) {
        out += '{';
        for (const auto& member : *object) {
            if (&member != object->data()) out += ',';
            write_json_string(out, member.first);
            out += ':';
            write_json(out, member.second);
        }
        out += '}';
    }
}

}  // namespace afterglow
