#pragma once
// JSON that this program wrote into the store, read again. It may have been damaged there, and what else is in the store is
// as good as before: a StorageError that fails what needs this value, and nothing besides.

#include <string_view>

#include "base/described.h"
#include "journal/db.h"

namespace afterglow::journal {

[[noreturn]] inline void damaged(std::string_view what) {
    throw StorageError(StorageFault::other, "a stored value is damaged (run `afterglow verify`): " + std::string(what));
}

inline Json stored_json(std::string_view text) {
    Result<Json> json = parse_json(text);
    if (!json.ok()) damaged(json.refusal().code);
    return std::move(json).value();
}

template <class T>
T stored(std::string_view text) {
    Result<T> value = from_json<T>(text);
    if (!value.ok()) damaged(value.refusal().code);
    return std::move(value).value();
}

}  // namespace afterglow::journal
