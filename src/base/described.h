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

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
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
std::string plain_type_name(
    const std::type_info& type);  // "afterglow::clinic::Entry<afterglow::clinic::Plan>" -> "Entry_Plan"
void read_text(const Json& json, std::string& out, int max_characters, const std::string& pointer, FieldErrors& errors);
void read_uuid(const Json& json, std::string& out, const std::string& pointer, FieldErrors& errors);
void read_whole(const Json& json, std::int64_t& out, std::int64_t lo, std::int64_t hi, const std::string& pointer,
                FieldErrors& errors);
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

namespace detail {
struct EnumName {
    std::int64_t value;
    std::string_view name;
};
template <template <class...> class List, class... D>
constexpr std::array<EnumName, sizeof...(D)> enum_table(List<D...>) {
    return {{{static_cast<std::int64_t>(D::value), D::name}...}};
}
template <DescribedEnum E>
inline constexpr auto kEnumTable = enum_table(boost::describe::describe_enumerators<E>{});

std::string_view name_in(std::span<const EnumName> names, std::int64_t value);  // "?" if there is none
std::optional<std::int64_t> value_in(std::span<const EnumName> names, std::string_view name);
void read_enum(const Json& json, std::int64_t& out, std::span<const EnumName> names, const std::string& pointer,
               FieldErrors& errors);
std::string enum_schema(std::span<const EnumName> names);
}  // namespace detail

template <DescribedEnum E>
std::string_view enum_name(E value) {
    return detail::name_in(detail::kEnumTable<E>, static_cast<std::int64_t>(value));
}
template <DescribedEnum E, class F>
void for_each_enumerator(F&& visit) {
    for (const detail::EnumName& each : detail::kEnumTable<E>) visit(static_cast<E>(each.value), each.name);
}
template <DescribedEnum E>
std::optional<E> enum_from(std::string_view name) {
    const auto value = detail::value_in(detail::kEnumTable<E>, name);
    if (!value) return std::nullopt;
    return static_cast<E>(*value);
}

// ---- members --------------------------------------------------------------------------------------------------------

template <class T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <class T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

template <class T, class F>
void for_each_member(F&& visit) {
    boost::mp11::mp_for_each<MembersOf<T>>(
        [&](auto described) { visit(std::string_view(described.name), described.pointer); });
}

namespace detail {
template <class T> struct IsOptional : std::false_type {};
template <class T> struct IsOptional<std::optional<T>> : std::true_type {};
template <class T> struct IsVector : std::false_type {};
template <class T> struct IsVector<std::vector<T>> : std::true_type {};
template <class T> inline constexpr bool may_be_absent = IsOptional<T>::value || IsVector<T>::value;

// Each struct is a small table of functions, one for each member, and one loop serves all structs: little code to
// compile, however many structs there are.
struct ReadMember {
    std::string_view name;
    bool may_be_absent;
    void (*read)(const Json& json, void* object, const std::string& pointer, FieldErrors& errors);
};
struct WriteMember {
    std::string_view name;
    bool (*is_there)(const void* object);
    void (*write)(std::string& out, const void* object);
};
void read_object(const Json& json, void* object, std::span<const ReadMember> members, const std::string& pointer,
                 FieldErrors& errors);
void write_object(std::string& out, const void* object, std::span<const WriteMember> members);
// Checks an array's form; the number of its items, or nothing if it is none.
const Json::Array* read_items(const Json& json, const std::string& pointer, FieldErrors& errors);
std::string item_pointer(const std::string& pointer, std::size_t index);

template <class T, class D>
using MemberType = std::remove_cvref_t<decltype(std::declval<T&>().*D::pointer)>;

template <class T, class D>
void read_member(const Json& json, void* object, const std::string& pointer, FieldErrors& errors) {
    read_value(json, static_cast<T*>(object)->*D::pointer, pointer, errors);
}
template <class T, template <class...> class List, class... D>
constexpr std::array<ReadMember, sizeof...(D)> read_table(List<D...>) {
    return {{{D::name, may_be_absent<MemberType<T, D>>, read_member<T, D>}...}};
}
template <class T>
inline constexpr auto kReadTable = read_table<T>(MembersOf<T>{});
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
void read_value(const Json& json, std::string& out, const std::string& pointer,
                FieldErrors& errors);  // may be empty; at most 20 000 characters
void read_value(const Json& json, Instant& out, const std::string& pointer, FieldErrors& errors);
void read_value(const Json& json, Date& out, const std::string& pointer, FieldErrors& errors);
void read_value(const Json& json, LocalTime& out, const std::string& pointer, FieldErrors& errors);
void read_value(const Json& json, Milligrams& out, const std::string& pointer, FieldErrors& errors);
void read_value(const Json& json, MilligramsPerKilogram& out, const std::string& pointer, FieldErrors& errors);
void read_value(const Json& json, Kilograms& out, const std::string& pointer, FieldErrors& errors);

template <DescribedEnum E>
void read_value(const Json& json, E& out, const std::string& pointer, FieldErrors& errors) {
    std::int64_t value = static_cast<std::int64_t>(out);
    detail::read_enum(json, value, detail::kEnumTable<E>, pointer, errors);
    out = static_cast<E>(value);
}

template <DescribedStruct T>
void read_value(const Json& json, T& out, const std::string& pointer, FieldErrors& errors) {
    detail::read_object(json, &out, detail::kReadTable<T>, pointer, errors);
}

template <class T>
void read_value(const Json& json, std::vector<T>& out, const std::string& pointer, FieldErrors& errors) {
    const Json::Array* items = detail::read_items(json, pointer, errors);
    if (!items) return;
    out.resize(items->size());
    for (std::size_t i = 0; i < items->size(); ++i)
        read_value((*items)[i], out[i], detail::item_pointer(pointer, i), errors);
}

template <class T>
void read_value(const Json& json, std::optional<T>& out, const std::string& pointer, FieldErrors& errors) {
    if (json.is_null()) return;
    read_value(json, out.emplace(), pointer, errors);
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
void write_value(std::string& out, const Text<Max>& value) {
    write_json_string(out, value.value);
}
template <class Tag>
void write_value(std::string& out, const Id<Tag>& value) {
    write_json_string(out, value.value);
}
template <std::int64_t Lo, std::int64_t Hi>
void write_value(std::string& out, const Ranged<Lo, Hi>& value) {
    out += std::to_string(value.value);
}
template <class T>
void write_value(std::string& out, const RawJson<T>& value) {
    out += value.text;
}
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
void write_value(std::string& out, E value) {
    write_json_string(out, enum_name(value));
}

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

namespace detail {
template <class T, class D>
bool member_is_there(const void* object) {
    if constexpr (IsOptional<MemberType<T, D>>::value) return (static_cast<const T*>(object)->*D::pointer).has_value();
    return true;
}
template <class T, class D>
void write_member(std::string& out, const void* object) {
    if constexpr (IsOptional<MemberType<T, D>>::value) {
        write_value(out, *(static_cast<const T*>(object)->*D::pointer));
    } else {
        write_value(out, static_cast<const T*>(object)->*D::pointer);
    }
}
template <class T, template <class...> class List, class... D>
constexpr std::array<WriteMember, sizeof...(D)> write_table(List<D...>) {
    return {{{D::name, member_is_there<T, D>, write_member<T, D>}...}};
}
template <class T>
inline constexpr auto kWriteTable = write_table<T>(MembersOf<T>{});
}  // namespace detail

template <DescribedStruct T>
void write_value(std::string& out, const T& value) {
    detail::write_object(out, &value, detail::kWriteTable<T>);
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
    static std::string text(SchemaBook&) {
        return R"({"type":"string","minLength":1,"maxLength":)" + std::to_string(Max) + "}";
    }
};
template <class Tag> struct SchemaOf<Id<Tag>> {
    static std::string text(SchemaBook&) { return R"({"type":"string","format":"uuid"})"; }
};
template <std::int64_t Lo, std::int64_t Hi> struct SchemaOf<Ranged<Lo, Hi>> {
    static std::string text(SchemaBook&) {
        return R"({"type":"integer","minimum":)" + std::to_string(Lo) + R"(,"maximum":)" + std::to_string(Hi) + "}";
    }
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
template <> struct SchemaOf<Json> {
    static std::string text(SchemaBook&) { return R"({"type":"object","additionalProperties":true})"; }
};
template <> struct SchemaOf<std::string> {
    static std::string text(SchemaBook&) { return R"({"type":"string"})"; }
};
template <> struct SchemaOf<bool> {
    static std::string text(SchemaBook&) { return R"({"type":"boolean"})"; }
};
template <> struct SchemaOf<std::int64_t> {
    static std::string text(SchemaBook&) { return R"({"type":"integer"})"; }
};
template <> struct SchemaOf<double> {
    static std::string text(SchemaBook&) { return R"({"type":"number"})"; }
};
template <> struct SchemaOf<Instant> {
    static std::string text(SchemaBook&) { return R"({"type":"string","format":"date-time"})"; }
};
template <> struct SchemaOf<Date> {
    static std::string text(SchemaBook&) { return R"({"type":"string","format":"date"})"; }
};
template <> struct SchemaOf<LocalTime> {
    static std::string text(SchemaBook&) {
        return R"({"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$","description":"local time of the clinic"})";
    }
};
template <> struct SchemaOf<Milligrams> {
    static std::string text(SchemaBook&) {
        return R"({"type":"number","minimum":0,"multipleOf":0.001,"description":"mg"})";
    }
};
template <> struct SchemaOf<MilligramsPerKilogram> {
    static std::string text(SchemaBook&) {
        return R"({"type":"number","minimum":0,"multipleOf":0.001,"description":"mg/kg"})";
    }
};
template <> struct SchemaOf<Kilograms> {
    static std::string text(SchemaBook&) {
        return R"({"type":"number","minimum":0,"multipleOf":0.001,"description":"kg"})";
    }
};
}  // namespace detail

template <class T>
std::string SchemaBook::schema() {
    if constexpr (DescribedEnum<T>) {
        schemas_[type_name<T>()] = detail::enum_schema(detail::kEnumTable<T>);
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

namespace detail {
struct SchemaMember {
    std::string_view name;
    bool required;
    std::string (*schema)(SchemaBook& book);
};
std::string object_schema(SchemaBook& book, std::span<const SchemaMember> members);

template <class M>
std::string member_schema(SchemaBook& book) {
    return book.schema<M>();
}
template <class T, template <class...> class List, class... D>
std::array<SchemaMember, sizeof...(D)> schema_table(List<D...>) {
    return {{{D::name, !IsOptional<MemberType<T, D>>::value, member_schema<MemberType<T, D>>}...}};
}
}  // namespace detail

template <DescribedStruct T>
std::string SchemaBook::object_schema() {
    return detail::object_schema(*this, detail::schema_table<T>(MembersOf<T>{}));
}

}  // namespace afterglow
