#pragma once
// The small value types that requests, events and answers are made of. Each knows its own limits, so that a value that
// exists is a value that was checked. Their JSON forms are read and written by base/described.h.

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace afterglow {

// A non-blank text of at most `MaxCharacters` Unicode characters; no control characters but line feed and tab.
template <int MaxCharacters>
struct Text {
    static constexpr int kMax = MaxCharacters;
    std::string value;
    auto operator<=>(const Text&) const = default;
};
using Name = Text<120>;
using Line = Text<400>;
using Prose = Text<20'000>;
using Code = Text<80>;  // an identifier from a policy pack: "depression", "cz.pregnancy"

// A UUID (RFC 9562) in its 36-character lower-case form, of the thing named by `Tag`.
template <class Tag>
struct Id {
    std::string value;
    auto operator<=>(const Id&) const = default;
};
using EntryId = Id<struct EntryTag>;  // an entry in a record has the id of the command that made it
using InquiryId = Id<struct InquiryTag>;
using WaitingId = Id<struct WaitingTag>;
using PatientId = Id<struct PatientTag>;
using CourseId = Id<struct CourseTag>;
using SessionId = Id<struct SessionTag>;
using BookingId = Id<struct BookingTag>;
using TaskId = Id<struct TaskTag>;
using StaffId = Id<struct StaffTag>;
using EmergencyId = Id<struct EmergencyTag>;  // one opening of a record in an emergency
using StockId = Id<struct StockTag>;          // one lot of one medicine
using CommandId = EntryId;

bool is_uuid(std::string_view text);

// A whole number between `Lo` and `Hi`, both included.
template <std::int64_t Lo, std::int64_t Hi>
struct Ranged {
    std::int64_t value = Lo;
    auto operator<=>(const Ranged&) const = default;
};

// An amount of a medicine. Integer micrograms inside, so that balances never drift; milligrams in JSON.
struct Milligrams {
    std::int64_t micrograms = 0;
    auto operator<=>(const Milligrams&) const = default;
    double mg() const { return static_cast<double>(micrograms) / 1000; }
};
// Milligrams in JSON per kilogram of body weight.
struct MilligramsPerKilogram {
    std::int64_t micrograms_per_kg = 0;
    auto operator<=>(const MilligramsPerKilogram&) const = default;
    double mg_per_kg() const { return static_cast<double>(micrograms_per_kg) / 1000; }
};
struct Kilograms {
    std::int64_t grams = 0;
    auto operator<=>(const Kilograms&) const = default;
    double kg() const { return static_cast<double>(grams) / 1000; }
};

std::string to_text(Milligrams amount);  // "70.5"
std::string to_text(Kilograms weight);   // "81.4"
std::string to_text(MilligramsPerKilogram dose);

// JSON text passed through as it is; `T` is the type it was written from (for the OpenAPI document).
template <class T>
struct RawJson {
    std::string text;
};

}  // namespace afterglow
