#include "tests/harness/json_tools.h"

#include <algorithm>
#include <stdexcept>

namespace afterglow::harness {
namespace {

// "/a~1b/0" -> "a/b", rest "/0"
std::pair<std::string, std::string_view> first_segment(std::string_view pointer) {
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    std::string name;
    for (std::size_t i = 1; i < end; ++i) {
        if (pointer[i] == '~' && i + 1 < end) {
            name += pointer[++i] == '1' ? '/' : '~';
        } else {
            name += pointer[i];
        }
    }
    return {name, pointer.substr(end)};
}

std::size_t index_in(const Json::Array& items, const std::string& segment) {
    if (segment.empty() || segment.find_first_not_of("-0123456789") != std::string::npos || segment == "-")
        return items.size();
    const long long wanted = std::stoll(segment);
    return static_cast<std::size_t>(wanted < 0 ? static_cast<long long>(items.size()) + wanted : wanted);
}

Json changed(const Json& json, std::string_view pointer, const Json* value) {
    if (pointer.empty()) return value ? *value : Json();
    const auto [name, rest] = first_segment(pointer);
    if (const Json::Array* items = json.array()) {
        Json::Array copy = *items;
        const std::size_t index = index_in(copy, name);
        if (index >= copy.size()) {
            if (value) copy.push_back(changed(Json(), rest, value));
        } else if (rest.empty() && !value) {
            copy.erase(copy.begin() + static_cast<std::ptrdiff_t>(index));
        } else {
            copy[index] = changed(copy[index], rest, value);
        }
        return copy;
    }
    Json::Object copy = json.object() ? *json.object() : Json::Object();
    const auto found = std::find_if(copy.begin(), copy.end(), [&](const auto& each) { return each.first == name; });
    if (rest.empty() && !value) {
        if (found != copy.end()) copy.erase(found);
    } else if (found != copy.end()) {
        found->second = changed(found->second, rest, value);
    } else if (value) {
        copy.emplace_back(name, changed(Json(), rest, value));
    }
    return copy;
}

bool same_number(const Json& a, const Json& b) {
    const auto number = [](const Json& each) {
        return each.integer() ? static_cast<double>(*each.integer()) : *each.real();
    };
    const auto is_number = [](const Json& each) { return each.integer() || each.real(); };
    return is_number(a) && is_number(b) && number(a) == number(b);
}

bool same_plain(const Json& a, const Json& b) {
    if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
    if (a.boolean() && b.boolean()) return *a.boolean() == *b.boolean();
    if (a.string() && b.string()) return *a.string() == *b.string();
    return same_number(a, b);
}

}  // namespace

const Json* at(const Json& json, std::string_view pointer) {
    if (pointer.empty()) return &json;
    const auto [name, rest] = first_segment(pointer);
    if (const Json::Array* items = json.array()) {
        const std::size_t index = index_in(*items, name);
        return index < items->size() ? at((*items)[index], rest) : nullptr;
    }
    const Json* member = json.find(name);
    return member ? at(*member, rest) : nullptr;
}

Json with(const Json& json, std::string_view pointer, Json value) { return changed(json, pointer, &value); }
Json without(const Json& json, std::string_view pointer) { return changed(json, pointer, nullptr); }

Json without_member(const Json& json, std::string_view name) {
    if (const Json::Array* items = json.array()) {
        Json::Array copy;
        for (const Json& each : *items) copy.push_back(without_member(each, name));
        return copy;
    }
    const Json::Object* members = json.object();
    if (!members) return json;
    Json::Object copy;
    for (const auto& [key, value] : *members) {
        if (key != name) copy.emplace_back(key, without_member(value, name));
    }
    return copy;
}

bool equal(const Json& a, const Json& b) {
    if (a.array() && b.array())
        return std::equal(a.array()->begin(), a.array()->end(), b.array()->begin(), b.array()->end(), equal);
    if (a.object() && b.object()) {
        if (a.object()->size() != b.object()->size()) return false;
        return std::all_of(a.object()->begin(), a.object()->end(), [&](const auto& each) {
            const Json* other = b.find(each.first);
            return other && equal(each.second, *other);
        });
    }
    return same_plain(a, b);
}

bool contains(const Json& whole, const Json& part) {
    if (whole.array()) {
        const auto has = [&](const Json& wanted) {
            return std::any_of(whole.array()->begin(), whole.array()->end(),
                               [&](const Json& each) { return contains(each, wanted); });
        };
        return part.array() ? std::all_of(part.array()->begin(), part.array()->end(), has) : has(part);
    }
    if (whole.object() && part.object()) {
        return std::all_of(part.object()->begin(), part.object()->end(), [&](const auto& each) {
            const Json* other = whole.find(each.first);
            return other && contains(*other, each.second);
        });
    }
    if (whole.string() && part.string()) return whole.string()->find(*part.string()) != std::string::npos;
    return same_plain(whole, part);
}

std::string to_text(const Json& json) {
    std::string out;
    write_json(out, json);
    return out;
}

Json parsed(std::string_view text) {
    auto json = parse_json(text);
    if (!json.ok())
        throw std::runtime_error("not JSON (" + json.refusal().code + "): " + std::string(text.substr(0, 300)));
    return std::move(*json);
}

std::string text_at(const Json& json, std::string_view pointer) {
    const Json* found = at(json, pointer);
    return found && found->string() ? *found->string() : std::string();
}

std::int64_t number_at(const Json& json, std::string_view pointer) {
    const Json* found = at(json, pointer);
    return found && found->integer() ? *found->integer() : -1;
}

}  // namespace afterglow::harness
