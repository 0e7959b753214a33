#pragma once
// What every noun of the clinic shares: who did what when (Meta), what a decision may look at (Context), the events it
// answers with (Events), and entries that are corrected by new entries and never changed.
//
// A noun's state says `kKind` (the stream's name begins with it) and `Event` (a std::variant of its events):
//   void          evolve(State&, const SomeEvent&, const Meta&);                       folds one event into the state
//   Result<Events> decide(const State&..., const SomeCommand&, const Context&);        says what happens, or why not
// Both are pure: no I/O, clock, threads or randomness.

#include <boost/describe.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "base/described.h"
#include "base/hash.h"
#include "base/result.h"
#include "base/types.h"
#include "clinic/pack/pack.h"

namespace afterglow::clinic {

// Nobody signed in: somebody filling in the public form.
inline const StaffId kPublic{"00000000-0000-0000-0000-000000000000"};
// The program itself.
inline const StaffId kSystem{"00000000-0000-0000-0000-000000000001"};

// What the journal knows of an event beside its content.
struct Meta {
    EntryId command;
    StaffId who;
    Instant happened_at;
    Instant recorded_at;
};

struct Context {
    const Pack& pack;
    EntryId command;
    StaffId who;
    Instant now;          // recorded_at
    Instant happened_at;  // as the client says it was so; checked not to lie in the future
    std::string who_name;
    bool reauthenticated = false;           // the password was typed again for this very act
    std::optional<StaffId> witness;         // a second person who proved to be there for this very act
    std::set<std::string> confirmed_rules;  // unverified rules that a clinician of this clinic has confirmed
};

struct DecidedEvent {
    std::string stream;
    std::string name;
    std::string payload;
};

// The name an event is stored under. Recorded<Interview> is stored as "InterviewRecorded".
template <class E>
struct EventName {
    static std::string text() { return type_name<E>(); }
};

class Events {
public:
    // Throws std::logic_error for an event that could not be read again: one in the journal would stop every fold.
    template <class E>
    Events& add(const std::string& stream, const E& event) {
        list_.push_back({stream, EventName<E>::text(), to_json(event)});
        if (!from_json<E>(list_.back().payload).ok())
            throw std::logic_error("event " + list_.back().name + " cannot be read again");
        return *this;
    }
    // Leaves out the events of streams for which `keep` says no.
    template <class Keep>
    void keep_streams(Keep keep) {
        std::erase_if(list_, [&](const DecidedEvent& each) { return !keep(each.stream); });
    }
    const std::vector<DecidedEvent>& list() const { return list_; }

private:
    std::vector<DecidedEvent> list_;
};

template <class E>
Events one_event(const std::string& stream, const E& event) {
    Events events;
    events.add(stream, event);
    return events;
}

// ---- entries --------------------------------------------------------------------------------------------------------

// This entry stands instead of another one, which stays visible beside it.
struct Correction {
    EntryId entry;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(Correction, (), (entry, reason))

// An electronic signature: name, time and meaning over the hash of what was signed (21 CFR 11.50, 11.70).
struct Signature {
    StaffId by;
    std::string name;
    Instant signed_at;
    std::string meaning;         // "decision", "order", "release", "consent"
    std::string content_sha256;  // of the signed form's JSON text
};
BOOST_DESCRIBE_STRUCT(Signature, (), (by, name, signed_at, meaning, content_sha256))

struct Addendum {
    EntryId id;
    StaffId by;
    Instant recorded_at;
    Prose text;
};
BOOST_DESCRIBE_STRUCT(Addendum, (), (id, by, recorded_at, text))

// The rules a decision was made under.
struct PackStamp {
    std::string id;
    std::int64_t version = 0;
    std::string sha256;
};
BOOST_DESCRIBE_STRUCT(PackStamp, (), (id, version, sha256))
inline PackStamp stamp_of(const Pack& pack) { return {pack.id, pack.version, pack.sha256}; }

// A rule that somebody set aside, and why.
struct Override {
    Code rule;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(Override, (), (rule, reason))

template <class Form>
struct Entry {
    EntryId id;
    StaffId by;
    Instant happened_at;
    Instant recorded_at;
    Form data;
    std::optional<Correction> correction;
    std::optional<EntryId> corrected_by;
    std::optional<Signature> signature;
    std::vector<Addendum> addenda;
    BOOST_DESCRIBE_CLASS(Entry, (),
                         (id, by, happened_at, recorded_at, data, correction, corrected_by, signature, addenda), (), ())
};

// The event that puts a form into a record, as a new entry or in place of a wrong one.
template <class Form>
struct Recorded {
    Form form;
    std::optional<Correction> correction;
    std::optional<Signature> signature;
    BOOST_DESCRIBE_CLASS(Recorded, (), (form, correction, signature), (), ())
};
template <class Form>
struct EventName<Recorded<Form>> {
    static std::string text() { return type_name<Form>() + "Recorded"; }
};

// Something added to an entry later, shown with it; the entry itself stays as it was.
struct AddendumAdded {
    EntryId entry;
    Prose text;
};
BOOST_DESCRIBE_STRUCT(AddendumAdded, (), (entry, text))

template <class Form>
Entry<Form>* find_entry(std::vector<Entry<Form>>& entries, const EntryId& id) {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const Entry<Form>& each) { return each.id == id; });
    return found == entries.end() ? nullptr : &*found;
}
template <class Form>
const Entry<Form>* find_entry(const std::vector<Entry<Form>>& entries, const EntryId& id) {
    return find_entry(const_cast<std::vector<Entry<Form>>&>(entries), id);
}

// The newest entry that stands (was not corrected), or nullptr.
template <class Form>
const Entry<Form>* standing(const std::vector<Entry<Form>>& entries) {
    for (auto each = entries.rbegin(); each != entries.rend(); ++each) {
        if (!each->corrected_by) return &*each;
    }
    return nullptr;
}

template <class Form>
void add_entry(std::vector<Entry<Form>>& entries, const Recorded<Form>& event, const Meta& meta) {
    if (event.correction) {
        if (Entry<Form>* wrong = find_entry(entries, event.correction->entry)) wrong->corrected_by = meta.command;
    }
    entries.push_back({meta.command,
                       meta.who,
                       meta.happened_at,
                       meta.recorded_at,
                       event.form,
                       event.correction,
                       {},
                       event.signature,
                       {}});
}

// Puts an addendum under the entry it belongs to; false if this list has no such entry.
template <class Form>
bool add_addendum(std::vector<Entry<Form>>& entries, const AddendumAdded& event, const Meta& meta) {
    Entry<Form>* entry = find_entry(entries, event.entry);
    if (entry) entry->addenda.push_back({meta.command, meta.who, meta.recorded_at, event.text});
    return entry != nullptr;
}

// A correction names an entry that exists, stands, and is not signed (signed texts get an addendum instead).
template <class Form>
Done check_correction(const std::vector<Entry<Form>>& entries, const std::optional<Correction>& correction) {
    if (!correction) return done();
    const Entry<Form>* wrong = find_entry(entries, correction->entry);
    if (!wrong) return refuse_field("/correction/entry", "entry_unknown");
    if (wrong->corrected_by) return refuse_field("/correction/entry", "entry_already_corrected");
    if (wrong->signature) return refuse_field("/correction/entry", "entry_is_signed");
    return done();
}

// The signature of the person acting, over the form's JSON text. Refusal: "signature_needed".
template <class Form>
Result<Signature> sign(const Form& form, const char* meaning, const Context& context) {
    if (!context.reauthenticated) return refuse_as(RefusalKind::forbidden, "signature_needed");
    return Signature{context.who, context.who_name, context.now, meaning, sha256_hex(to_json(form))};
}

// Whether a rule holds an act back: verified ones do, unverified ones only after a clinician confirmed them.
inline bool holds_back(const Rule& rule, const Context& context) {
    return rule.evidence != Evidence::M || context.confirmed_rules.contains(rule.id);
}
inline bool is_overridden(const std::vector<Override>& overrides, std::string_view rule) {
    return std::any_of(overrides.begin(), overrides.end(),
                       [&](const Override& each) { return each.rule.value == rule; });
}

// ---- vocabulary used by several forms ---------------------------------------------------------------------------------

enum class YesNoUnknown { yes, no, unknown };
BOOST_DESCRIBE_ENUM(YesNoUnknown, yes, no, unknown)

enum class Suicidality { none, passive_thoughts, active_thoughts, plan_or_intent };
BOOST_DESCRIBE_ENUM(Suicidality, none, passive_thoughts, active_thoughts, plan_or_intent)

struct Contact {
    Name name;
    Text<40> phone;
    std::optional<Line> relation;
};
BOOST_DESCRIBE_STRUCT(Contact, (), (name, phone, relation))

struct CheckAnswer {
    Code check;
    YesNoUnknown answer = YesNoUnknown::unknown;
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(CheckAnswer, (), (check, answer, note))

}  // namespace afterglow::clinic
