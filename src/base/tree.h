#pragma once
// A TOML or JSON file as one kind of tree in which every value and every key knows where it stands in the text, so that
// a mistake found late, in a value of its own, can still be pointed at.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/mistakes.h"
#include "base/time.h"

namespace afterglow {

struct Field;

struct Tree {
    using List = std::vector<Tree>;
    using Table = std::vector<Field>;
    struct Other {};  // a TOML time or date-time, which nobody has a use for

    std::variant<std::monostate, bool, std::int64_t, double, std::string, Date, List, Table, Other> content;
    Place place;

    template <class T>
    const T* as() const {
        return std::get_if<T>(&content);
    }
    const Tree* find(std::string_view name) const;  // member of a table, or nullptr
    std::string_view kind() const;                  // "a text", "a whole number", ... for sentences
};

struct Field {
    std::string name;
    Place place;  // of the key
    Tree value;
};

// The text could not be read as what it should be.
struct SyntaxError {
    Place place;
    std::string text;
};
using TreeOrError = std::variant<Tree, SyntaxError>;

TreeOrError parse_toml(std::string_view text);
TreeOrError parse_json_tree(std::string_view text);

Place place_of_offset(std::string_view text, std::size_t offset);  // columns count characters, not bytes

}  // namespace afterglow
