#pragma once
// One list of members (BOOST_DESCRIBE_STRUCT) serves three purposes: strict reading from JSON, writing to JSON, and the
// JSON Schema of the OpenAPI document.
//
//   struct Weight { Kilograms weight_kg; std::optional<Line> note; };
//   BOOST_DESCRIBE_STRUCT(Weight, (), (weight_kg, note))
//
//   Result<Weight> weight = read_described<Weight>(json, "/data");   // every wrong field is reported, not only the first
//   std::string text = to_json(*weight);                             // {"weight_kg":81.4}
//
// Members of type std::optional may be absent; vectors may be absent and are then empty; all others are required.
// Unknown members are refused, since a field that is dropped silently is a field that is lost.
//
// Field error codes: "required" "unknown_field" "wrong_type" {expected} "too_long" {max} "blank" "control_character"
// "not_a_uuid" "out_of_range" {min,max} "too_precise" "unknown_value" {allowed} "too_many_items" {max} and those of
// base/time.h.

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "base/time.h"
#include "base/types.h"

namespace afterglow {

inline constexpr std::size_t kMaxItems = 1000;  // in any list of any request

using FieldErrors = std::vector<FieldError>;

namespace detail {
std::string plain_type_name(const std::type_info& type);  // "afterglow::clinic::Entry<afterglow::clinic::Plan>" -> "Entry_Plan"
void read_text(const Json& json, std::string& out, int max_characters, const std::string& pointer, FieldErrors& errors);
void read_uuid(const Json& json, std::string& out, const std::string& pointer, FieldErrors& errors);
void read_whole(const Json& json, std::int64_t& out, std::int64_t lo, std::int64_t hi, const std::string& pointer, FieldErrors& errors);
void read_thousandths(const Json& json, std::int64_t& out, const std::string& pointer, FieldErrors& errors);
void write_number(std::string& out, double value);
void append_pointer(std::string& pointer, std::string_view member);
std::string quoted(std::string_view text);
}  // namespace detail

// The name of a described type without namespaces: "GiveDose". Stable: events are stored under it.
template <class T>
const std::string& type_name() {
    static const std::string name = detail::plain_type_name(typeid(T));
    return name;
}

// ---- enums: their enumerators' own names ----------------------------------------------------------------------------

template <class E>
concept DescribedEnum = std::is_enum_v<E> && boost::describe::has_describe_enumerators<E>::value;

template <DescribedEnum E>
std::string_view enum_name(E value) {
    return boost::describe::enum_to_string(value, "?");
}
template <DescribedEnum E, class F>
void for_each_enumerator(F&& visit) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto described) { visit(described.value, std::string_view(described.name)); });
}
template <DescribedEnum E>
std::optional<E> enum_from(std::string_view name) {
    std::optional<E> found;
    for_each_enumerator<E>([&](E value, std::string_view each) {
        if (each == name) found = value;
    });
    return found;
}

// ---- members --------------------------------------------------------------------------------------------------------

template <class T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <class T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

template <class T, class F>
void for_each_member(F&& visit) {
    boost::mp11::mp_for_each<MembersOf<T>>([&](auto described) { visit(std::string_view(described.name), described.pointer); });
}

namespace detail {
template <class T> struct IsOptional : std::false_type {};
template <class T> struct IsOptional<std::optional<T>> : std::true_type {};
template <class T> struct IsVector : std::false_type {};
template <class T> struct IsVector<std::vector<T>> : std::true_type {};
template <class T> inline constexpr bool may_be_absent = IsOptional<T>::value || IsVector<T>::value;
}  // namespace detail

// ---- reading --------------------------------------------------------------------------------------------------------
// read_value(json, out, pointer, errors): appends to `errors` what is wrong; `out` is meaningful only if nothing was.

template <int Max>
void read_value(const Json& json, Text<Max>& out, const std::string& pointer, FieldErrors& errors) {
    detail::read_text(json, out.value, Max, pointer, errors);
}
template <class Tag>
void read_value(const Json& json, Id<Tag>& out, const std::string& pointer, FieldErrors& errors) {
    detail::read_uuid(json, out.value, pointer, errors);
}
template <std::int64_t Lo, std::int64_t Hi>
void read_value(const Json& json, Ranged<Lo, Hi>& out, const std::string& pointer, FieldErrors& errors) {
    detail::read_whole(json, out.value, Lo, Hi, pointer, errors);
}
void read_value(const Json& json, bool& out, const std::string& pointer, FieldErrors& errors);
void read_value(const Json& json, std::int64_t& out, const std::string& pointer, FieldErrors& errors);
void read_value(const Json& json, double& out, const std::string& pointer, FieldErrors& errors);
void read_value(const Json& json, std::string& out, const std::string& pointer, FieldErrors& errors);  // may be empty; at most 20 000 characters
void read_value(const Json& json, Instant& out, const std::string& pointer, FieldErrors& errors);
void read_value(const Json& json, Date& out, const std::string& pointer, FieldErrors& errors);
void read_value(const Json& json, LocalTime& out, const std::string& pointer, FieldErrors& errors);
void read_value(const Json& json, Milligrams& out, const std::string& pointer, FieldErrors& errors);
void read_value(const Json& json, MilligramsPerKilogram& out, const std::string& pointer, FieldErrors& errors);
void read_value(const Json& json, Kilograms& out, const std::string& pointer, FieldErrors& errors);

template <DescribedEnum E>
void read_value(const Json& json, E& out, const std::string& pointer, FieldErrors& errors) {
    const std::string* name = json.string();
    const auto value = name ? enum_from<E>(*name) : std::nullopt;
    if (value) {
        out = *value;
        return;
    }
    std::string allowed;
    for_each_enumerator<E>([&](E, std::string_view each) { allowed.append(allowed.empty() ? "" : ", ").append(each); });
    errors.push_back({pointer, "unknown_value", {{"allowed", allowed}}});
}

template <DescribedStruct T>
void read_value(const Json& json, T& out, const std::string& pointer, FieldErrors& errors);

template <class T>
void read_value(const Json& json, std::vector<T>& out, const std::string& pointer, FieldErrors& errors) {
    const Json::Array* items = json.array();
    if (!items) {
        errors.push_back({pointer, "wrong_type", {{"expected", "array"}}});
        return;
    }
    if (items->size() > kMaxItems) {
        errors.push_back({pointer, "too_many_items", {{"max", std::to_string(kMaxItems)}}});
        return;
    }
    out.resize(items->size());
    for (std::size_t i = 0; i < items->size(); ++i) read_value((*items)[i], out[i], pointer + "/" + std::to_string(i), errors);
}

template <class T>
void read_value(const Json& json, std::optional<T>& out, const std::string& pointer, FieldErrors& errors) {
    if (json.is_null()) return;
    read_value(json, out.emplace(), pointer, errors);
}

template <DescribedStruct T>
void read_value(const Json& json, T& out, const std::string& pointer, FieldErrors& errors) {
    const Json::Object* members = json.object();
    if (!members) {
        errors.push_back({pointer, "wrong_type", {{"expected", "object"}}});
        return;
    }
    std::size_t known = 0;
    for_each_member<T>([&](std::string_view name, auto member) {
        using Member = std::remove_reference_t<decltype(out.*member)>;
        std::string at = pointer;
        detail::append_pointer(at, name);
        if (const Json* value = json.find(name)) {
            ++known;
            read_value(*value, out.*member, at, errors);
        } else if constexpr (!detail::may_be_absent<Member>) {
            errors.push_back({at, "required", {}});
        }
    });
    if (known == members->size()) return;
    for (const auto& [name, value] : *members) {
        bool found = false;
        for_each_member<T>([&](std::string_view each, auto) { found = found || each == name; });
        if (found) continue;
        std::string at = pointer;
        detail::append_pointer(at, name);
        errors.push_back({at, "unknown_field", {}});
    }
}

template <class T>
Result<T> read_described(const Json& json, const std::string& pointer = "") {
    T value{};
    FieldErrors errors;
    read_value(json, value, pointer, errors);
    if (errors.empty()) return value;
    Refusal refusal = refuse("invalid_fields");
    refusal.errors = std::move(errors);
    return refusal;
}

template <class T>
Result<T> from_json(std::string_view text) {
    return read_described<T>(TRY(parse_json(text)));
}

// ---- writing --------------------------------------------------------------------------------------------------------

template <int Max>
void write_value(std::string& out, const Text<Max>& value) { write_json_string(out, value.value); }
template <class Tag>
void write_value(std::string& out, const Id<Tag>& value) { write_json_string(out, value.value); }
template <std::int64_t Lo, std::int64_t Hi>
void write_value(std::string& out, const Ranged<Lo, Hi>& value) { out += std::to_string(value.value); }
template <class T>
void write_value(std::string& out, const RawJson<T>& value) { out += value.text; }
inline void write_value(std::string& out, const std::string& value) { write_json_string(out, value); }
inline void write_value(std::string& out, bool value) { out += value ? "true" : "false"; }
inline void write_value(std::string& out, std::int64_t value) { out += std::to_string(value); }
inline void write_value(std::string& out, double value) { detail::write_number(out, value); }
inline void write_value(std::string& out, Instant value) { out += '"' + to_text(value) + '"'; }
inline void write_value(std::string& out, Date value) { out += '"' + to_text(value) + '"'; }
inline void write_value(std::string& out, LocalTime value) { out += '"' + to_text(value) + '"'; }
inline void write_value(std::string& out, Milligrams value) { out += to_text(value); }
inline void write_value(std::string& out, MilligramsPerKilogram value) { out += to_text(value); }
inline void write_value(std::string& out, Kilograms value) { out += to_text(value); }
template <DescribedEnum E>
void write_value(std::string& out, E value) { write_json_string(out, enum_name(value)); }

template <DescribedStruct T>
void write_value(std::string& out, const T& value);

template <class T>
void write_value(std::string& out, const std::vector<T>& items) {
    out += '[';
    bool first = true;
    for (const auto& item : items) {
        if (!first) out += ',';
        first = false;
        write_value(out, item);
    }
    out += ']';
}

template <DescribedStruct T>
void write_value(std::string& out, const T& value) {
    out += '{';
    bool first = true;
    for_each_member<T>([&](std::string_view name, auto member) {
        using Member = std::remove_cvref_t<decltype(value.*member)>;
        if constexpr (detail::IsOptional<Member>::value) {
            if (!(value.*member)) return;
        }
        if (!first) out += ',';
        first = false;
        out.append("\"").append(name).append("\":");
        if constexpr (detail::IsOptional<Member>::value) {
            write_value(out, *(value.*member));
        } else {
            write_value(out, value.*member);
        }
    });
    out += '}';
}

template <class T>
std::string to_json(const T& value) {
    std::string out;
    write_value(out, value);
    return out;
}

// ---- schema ---------------------------------------------------------------------------------------------------------
// Collects JSON Schemas (draft 2020-12, as OpenAPI 3.1 wants) of described structs and enums under their type names.

class SchemaBook {
public:
    const std::map<std::string, std::string>& schemas() const { return schemas_; }

    template <class T>
    std::string schema();  // the schema itself, or a reference to it

private:
    template <DescribedStruct T>
    std::string object_schema();
    std::map<std::string, std::string> schemas_;
};

namespace detail {
template <class T> struct SchemaOf;  // for the value types
template <int Max> struct SchemaOf<Text<Max>> {
    static std::string text(SchemaBook&) { return R"({"type":"string","minLength":1,"maxLength":)" + std::to_string(Max) + "}"; }
};
template <class Tag> struct SchemaOf<Id<Tag>> {
    static std::string text(SchemaBook&) { return R"({"type":"string","format":"uuid"})"; }
};
template <std::int64_t Lo, std::int64_t Hi> struct SchemaOf<Ranged<Lo, Hi>> {
    static std::string text(SchemaBook&) { return R"({"type":"integer","minimum":)" + std::to_string(Lo) + R"(,"maximum":)" + std::to_string(Hi) + "}"; }
};
template <class T> struct SchemaOf<RawJson<T>> {
    static std::string text(SchemaBook& book) { return book.schema<T>(); }
};
template <class T> struct SchemaOf<std::vector<T>> {
    static std::string text(SchemaBook& book) { return R"({"type":"array","items":)" + book.schema<T>() + "}"; }
};
template <class T> struct SchemaOf<std::optional<T>> {
    static std::string text(SchemaBook& book) { return book.schema<T>(); }
};
template <> struct SchemaOf<Json> { static std::string text(SchemaBook&) { return R"({"type":"object","additionalProperties":true})"; } };
template <> struct SchemaOf<std::string> { static std::string text(SchemaBook&) { return R"({"type":"string"})"; } };
template <> struct SchemaOf<bool> { static std::string text(SchemaBook&) { return R"({"type":"boolean"})"; } };
template <> struct SchemaOf<std::int64_t> { static std::string text(SchemaBook&) { return R"({"type":"integer"})"; } };
template <> struct SchemaOf<double> { static std::string text(SchemaBook&) { return R"({"type":"number"})"; } };
template <> struct SchemaOf<Instant> { static std::string text(SchemaBook&) { return R"({"type":"string","format":"date-time"})"; } };
template <> struct SchemaOf<Date> { static std::string text(SchemaBook&) { return R"({"type":"string","format":"date"})"; } };
template <> struct SchemaOf<LocalTime> {
    static std::string text(SchemaBook&) { return R"({"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$","description":"local time of the clinic"})"; }
};
template <> struct SchemaOf<Milligrams> { static std::string text(SchemaBook&) { return R"({"type":"number","minimum":0,"multipleOf":0.001,"description":"mg"})"; } };
template <> struct SchemaOf<MilligramsPerKilogram> { static std::string text(SchemaBook&) { return R"({"type":"number","minimum":0,"multipleOf":0.001,"description":"mg/kg"})"; } };
template <> struct SchemaOf<Kilograms> { static std::string text(SchemaBook&) { return R"({"type":"number","minimum":0,"multipleOf":0.001,"description":"kg"})"; } };
}  // namespace detail

template <class T>
std::string SchemaBook::schema() {
    if constexpr (DescribedEnum<T>) {
        std::string names;
        for_each_enumerator<T>([&](T, std::string_view name) { names.append(names.empty() ? "" : ",").append(detail::quoted(name)); });
        schemas_[type_name<T>()] = R"({"type":"string","enum":[)" + names + "]}";
        return R"({"$ref":"#/components/schemas/)" + type_name<T>() + R"("})";
    } else if constexpr (DescribedStruct<T>) {
        if (!schemas_.contains(type_name<T>())) {
            schemas_[type_name<T>()] = "";  // reserves the name, so that a type that contains itself ends
            schemas_[type_name<T>()] = object_schema<T>();
        }
        return R"({"$ref":"#/components/schemas/)" + type_name<T>() + R"("})";
    } else {
        return detail::SchemaOf<T>::text(*this);
    }
}

template <DescribedStruct T>
std::string SchemaBook::object_schema() {
    std::string properties;
    std::string required;
    for_each_member<T>([&](std::string_view name, auto member) {
        using Member = std::remove_cvref_t<decltype(std::declval<T&>().*member)>;
        properties.append(properties.empty() ? "" : ",").append(detail::quoted(name)).append(":").append(schema<Member>());
        if constexpr (!detail::IsOptional<Member>::value) required.append(required.empty() ? "" : ",").append(detail::quoted(name));
    });
    return R"({"type":"object","additionalProperties":false,"properties":{)" + properties + R"(},"required":[)" + required + "]}";
}

}  // namespace afterglow
