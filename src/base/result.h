#pragma once
// Refusals are values, failures are exceptions (design: a rule that says no is ordinary; a disk that says no throws).
//
// `Result<T>` holds a value or a `Refusal`. Every refusal has a stable `code`; tests and programs branch on the code,
// never on the words. The words are looked up in the reader's language when the refusal is shown (base/texts.h).

#include <cassert>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace afterglow {

enum class RefusalKind {
    malformed,        // 400: not the format at all
    unauthenticated,  // 401: nobody is signed in
    forbidden,        // 403: somebody is, but may not
    not_found,        // 404
    conflict,         // 409: changed by somebody else meanwhile
    too_large,        // 413
    invalid,          // 422: a field is wrong, or a rule says no
    too_many,         // 429
    unavailable,      // 503: cannot be done now
};

using Parameters = std::vector<std::pair<std::string, std::string>>;

// One wrong field. `pointer` is a JSON Pointer (RFC 6901) into what was sent.
struct FieldError {
    std::string pointer;
    std::string code;
    Parameters parameters;
    bool operator==(const FieldError&) const = default;
};

struct Refusal {
    RefusalKind kind = RefusalKind::invalid;
    std::string code;                // snake_case, stable
    Parameters parameters;           // values for the words
    std::vector<FieldError> errors;  // which fields, if any
    std::string rule;                // id of the policy pack's rule that said no, if one did
    std::string current;             // JSON of the state now, for conflicts
};

inline Refusal refuse(std::string code, Parameters parameters = {}) {
    return {.kind = RefusalKind::invalid,
            .code = std::move(code),
            .parameters = std::move(parameters),
            .errors = {},
            .rule = {},
            .current = {}};
}
inline Refusal refuse_as(RefusalKind kind, std::string code, Parameters parameters = {}) {
    Refusal refusal = refuse(std::move(code), std::move(parameters));
    refusal.kind = kind;
    return refusal;
}
// A rule of the policy pack says no.
inline Refusal refuse_by_rule(std::string rule, std::string code, Parameters parameters = {}) {
    Refusal refusal = refuse(std::move(code), std::move(parameters));
    refusal.rule = std::move(rule);
    return refusal;
}
// One field of the request is wrong: `pointer` is relative to the command's data ("/weight_kg").
inline Refusal refuse_field(std::string pointer, std::string code, Parameters parameters = {}) {
    Refusal refusal = refuse("invalid_fields");
    refusal.errors.push_back({std::move(pointer), std::move(code), std::move(parameters)});
    return refusal;
}

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
    Result(Refusal refusal) : content_(std::in_place_index<1>, std::move(refusal)) {}

    explicit operator bool() const { return content_.index() == 0; }
    bool ok() const { return content_.index() == 0; }
    T& value() & {
        assert(ok());
        return *std::get_if<0>(&content_);
    }
    const T& value() const& {
        assert(ok());
        return *std::get_if<0>(&content_);
    }
    T&& value() && {
        assert(ok());
        return std::move(*std::get_if<0>(&content_));
    }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    Refusal& refusal() {
        assert(!ok());
        return *std::get_if<1>(&content_);
    }
    const Refusal& refusal() const {
        assert(!ok());
        return *std::get_if<1>(&content_);
    }

private:
    std::variant<T, Refusal> content_;
};

struct Nothing {};
using Done = Result<Nothing>;  // an act with no value of its own
inline Done done() { return Nothing{}; }

}  // namespace afterglow

// `auto x = TRY(may_refuse());` returns the refusal from the enclosing function. A statement expression (clang and gcc).
#define TRY(expression)                                               \
    ({                                                                \
        auto&& try_result = (expression);                             \
        if (!try_result.ok()) return std::move(try_result).refusal(); \
        std::move(try_result).value();                                \
    })
