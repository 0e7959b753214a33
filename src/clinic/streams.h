#pragma once
// The kinds of stream there are, type-erased: how to fold an event's text into a state, and how to write the state.
// The desk and the views go through this, so that there is one fold and not two.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "clinic/record/record.h"

namespace afterglow::clinic {

using AnyState = std::shared_ptr<void>;  // of the type the kind says

struct StreamKind {
    std::string name;    // "course"
    AnyState (*make)();  // an empty state
    AnyState (*copy)(const AnyState&);
    std::string (*write)(const void* state);  // as JSON
    void (*describe)(SchemaBook& book);       // the state's JSON Schema
    bool (*knows)(std::string_view event);
    // Whose words an event is, which is already folded into `state`: "patient:…", "inquiry:…", "waiting:…", as the stream of
    // that name. Nothing if it names no one. It is sealed with this person's key, and gone when the key is.
    std::optional<std::string> (*person)(const void* state, std::string_view event, std::string_view payload);
    // Throws std::runtime_error for an event this version does not know or cannot read: nothing is ever skipped.
    void (*fold)(void* state, std::string_view event, const Json& payload, const Meta& meta);
};

// The kind of "course:…"; throws std::runtime_error for an unknown one.
const StreamKind& kind_of_stream(std::string_view stream);
const std::vector<StreamKind>& stream_kinds();

}  // namespace afterglow::clinic
