#pragma once
// Looking into JSON, changing it, comparing it. For tests; the program itself works with described types.

#include <string>
#include <string_view>

#include "base/json.h"

namespace afterglow::harness {

// The value at a JSON Pointer, or nullptr. A negative index counts from the end ("/courses/-1").
const Json* at(const Json& json, std::string_view pointer);
// A copy with the value at `pointer` put there (a last segment "-" appends to an array), or taken away.
Json with(const Json& json, std::string_view pointer, Json value);
Json without(const Json& json, std::string_view pointer);
// A copy without any member of this name, however deep.
Json without_member(const Json& json, std::string_view name);

bool equal(const Json& a, const Json& b);  // members in any order; 1 equals 1.0
// Whether everything in `part` is in `whole`: objects may have more members, arrays more items, texts more words.
bool contains(const Json& whole, const Json& part);

std::string to_text(const Json& json);
Json parsed(std::string_view text);  // throws std::runtime_error

// The text of an object's member; empty if there is none.
std::string text_at(const Json& json, std::string_view pointer);
std::int64_t number_at(const Json& json, std::string_view pointer);  // -1 if there is none

}  // namespace afterglow::harness
