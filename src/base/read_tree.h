#pragma once
// Reads described structs (base/described.h) from a tree that knows its places, and remembers where each member stood, so
// that the checks between members (min <= max, no id twice) can point at a line too.
//
//   Reading reading{"policy/x/doses.toml", mistakes, places};
//   read(tree, dose, "/doses/0", reading);          // every wrong member is reported, not only the first
//   const Where* where = places.find(dose.max_mg);  // nullptr if it was absent or wrong: nothing more to say about it
//
// Every member must be there, lists too; only std::optional ones may be absent. Unknown names are mistakes, since a rule
// with a misspelt name is a rule that does not hold.

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <typeindex>
#include <vector>

#include "base/described.h"
#include "base/mistakes.h"
#include "base/tree.h"

namespace afterglow {

inline constexpr std::size_t kMaxTextBytes = 8'000;
inline constexpr std::size_t kMaxListItems = 500;

struct Where {
    std::string file;
    Place place;
    std::string pointer;
};

// Where the value at an address stood. The type is part of the key, since a struct and its first member share an address.
class Places {
public:
    template <class T>
    void note(const T& value, Where where) {
        known_[{&value, typeid(T)}] = std::move(where);
    }
    template <class T>
    const Where* find(const T& value) const {
        const auto found = known_.find({&value, typeid(T)});
        return found == known_.end() ? nullptr : &found->second;
    }

private:
    std::map<std::pair<const void*, std::type_index>, Where> known_;
};

struct Reading {
    std::string file;
    Mistakes& mistakes;
    Places& places;

    void mistake(Place place, const std::string& pointer, std::string code, std::string text) {
        mistakes.push_back({file, place, pointer, std::move(code), std::move(text)});
    }
    // `true` if the value is there and what it should be is known from now on.
    template <class T>
    void note(const T& value, Place place, const std::string& pointer) {
        places.note(value, Where{file, place, pointer});
    }
    void wrong_type(const Tree& tree, const std::string& pointer, std::string_view expected);
};

std::string dotted(
    std::string_view pointer);  // "/criteria/3/text/uk" -> "text.uk": the name as one writes it in the file

void read(const Tree& tree, std::string& out, const std::string& pointer, Reading& reading);
void read(const Tree& tree, std::int64_t& out, const std::string& pointer, Reading& reading);
void read(const Tree& tree, double& out, const std::string& pointer, Reading& reading);
void read(const Tree& tree, bool& out, const std::string& pointer, Reading& reading);
void read(const Tree& tree, Date& out, const std::string& pointer, Reading& reading);
void read(const Tree& tree, Milligrams& out, const std::string& pointer, Reading& reading);
void read(const Tree& tree, MilligramsPerKilogram& out, const std::string& pointer, Reading& reading);

template <DescribedEnum E>
void read(const Tree& tree, E& out, const std::string& pointer, Reading& reading) {
    const auto* name = tree.as<std::string>();
    if (!name) return reading.wrong_type(tree, pointer, "a text in quotes");
    if (const auto value = enum_from<E>(*name)) {
        out = *value;
        return reading.note(out, tree.place, pointer);
    }
    std::string allowed;
    for_each_enumerator<E>([&](E, std::string_view each) { allowed.append(allowed.empty() ? "" : ", ").append(each); });
    reading.mistake(tree.place, pointer, "unknown_value",
                    fmt::format("{} cannot be \"{}\"; use one of: {}.", dotted(pointer), *name, allowed));
}

template <DescribedStruct T>
void read(const Tree& tree, T& out, const std::string& pointer, Reading& reading);

template <class T>
void read(const Tree& tree, std::vector<T>& out, const std::string& pointer, Reading& reading) {
    const auto* items = tree.as<Tree::List>();
    if (!items) return reading.wrong_type(tree, pointer, "a list");
    if (items->size() > kMaxListItems) {
        return reading.mistake(
            tree.place, pointer, "too_many_items",
            fmt::format("{} has {} entries; at most {} are read.", dotted(pointer), items->size(), kMaxListItems));
    }
    out.resize(items->size());  // before the members' places are noted: their addresses must stay
    for (std::size_t i = 0; i < items->size(); ++i)
        read((*items)[i], out[i], fmt::format("{}/{}", pointer, i), reading);
    reading.note(out, tree.place, pointer);
}

template <class T>
void read(const Tree& tree, std::optional<T>& out, const std::string& pointer, Reading& reading) {
    read(tree, out.emplace(), pointer, reading);
    if (reading.places.find(*out)) reading.note(out, tree.place, pointer);
}

// Reads only those members of `out` that `wants(name)` says belong to this file; anything else in the table is unknown.
template <DescribedStruct T, class Wants>
void read_members(const Tree& tree, T& out, const std::string& pointer, Reading& reading, Wants wants) {
    const auto* fields = tree.as<Tree::Table>();
    if (!fields) return reading.wrong_type(tree, pointer, "a table");
    reading.note(out, tree.place, pointer);
    std::string known;
    for_each_member<T>([&](std::string_view name, auto member) {
        if (!wants(name)) return;
        known.append(known.empty() ? "" : ", ").append(name);
        const std::string at = fmt::format("{}/{}", pointer, name);
        using Member = std::remove_reference_t<decltype(out.*member)>;
        if (const Tree* value = tree.find(name)) {
            read(*value, out.*member, at, reading);
        } else if constexpr (!detail::IsOptional<Member>::value) {
            reading.mistake(tree.place, at, "missing_key", fmt::format("{} is missing here; add it.", dotted(at)));
        }
    });
    for (const Field& field : *fields) {
        bool found = false;
        for_each_member<T>([&](std::string_view name, auto) { found = found || (name == field.name && wants(name)); });
        if (found) continue;
        reading.mistake(
            field.place, fmt::format("{}/{}", pointer, field.name), "unknown_key",
            fmt::format("There is no \"{}\" here; correct the name or remove it. Known: {}.", field.name, known));
    }
}

template <DescribedStruct T>
void read(const Tree& tree, T& out, const std::string& pointer, Reading& reading) {
    read_members(tree, out, pointer, reading, [](std::string_view) { return true; });
}

// Visits every value below `value`, itself first: structs, lists' items, members.
template <class T, class Visit>
void walk(const T& value, Visit& visit) {
    visit(value);
    if constexpr (DescribedStruct<T>) {
        for_each_member<T>([&](std::string_view, auto member) { walk(value.*member, visit); });
    } else if constexpr (detail::IsVector<T>::value) {
        for (const auto& each : value) walk(each, visit);
    } else if constexpr (detail::IsOptional<T>::value) {
        if (value) walk(*value, visit);
    }
}

}  // namespace afterglow
