#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <tuple>

#include "base/tree.h"

namespace afterglow {
namespace {

Place place_of(const toml::source_region& region) {
    return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

Tree convert(const toml::node& node, Place otherwise);

// A table that only dotted keys speak of ("text.cs = ...") has no place of its own: it stands where its key stands.
Tree::Table convert_table(const toml::table& table, Place otherwise) {
    Tree::Table fields;
    for (const auto& [key, value] : table) {
        Place place = place_of(key.source());
        if (place.line == 0) place = otherwise;
        fields.push_back({std::string(key.str()), place, convert(value, place)});
    }
    // toml++ sorts by name; we want the order of the text, in which people read.
    std::sort(fields.begin(), fields.end(),
              [](const Field& a, const Field& b) { return std::tie(a.place, a.name) < std::tie(b.place, b.name); });
    return fields;
}

Tree convert(const toml::node& node, Place otherwise) {
    Tree tree;
    tree.place = place_of(node.source());
    if (tree.place.line == 0) tree.place = otherwise;
    if (const auto* table = node.as_table()) {
        tree.content = convert_table(*table, tree.place);
    } else if (const auto* array = node.as_array()) {
        Tree::List items;
        for (const toml::node& item : *array) items.push_back(convert(item, tree.place));
        tree.content = std::move(items);
    } else if (const auto* text = node.as_string()) {
        tree.content = text->get();
    } else if (const auto* whole = node.as_integer()) {
        tree.content = whole->get();
    } else if (const auto* real = node.as_floating_point()) {
        tree.content = real->get();
    } else if (const auto* boolean = node.as_boolean()) {
        tree.content = boolean->get();
    } else if (const auto* day = node.as_date()) {
        const toml::date date = day->get();
        const auto parsed = parse_date(fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day));
        if (parsed)
            tree.content = *parsed;
        else
            tree.content = Tree::Other{};
    } else {
        tree.content = Tree::Other{};
    }
    return tree;
}

}  // namespace

TreeOrError parse_toml(std::string_view text) {
    const toml::parse_result result = toml::parse(text);
    if (!result) {
        Place place = place_of(result.error().source());
        if (place.line == 0) place = {1, 1};
        return SyntaxError{place, std::string(result.error().description())};
    }
    return convert(result.table(), {1, 1});
}

}  // namespace afterglow
