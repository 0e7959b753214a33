#pragma once
// The journal: the clinic's one source of truth, a table of events that only grows. Each row carries a MAC over itself
// and the row before (README.md gives the bytes), so that verify.h finds any later change.
//
// JournalReader reads on any connection. Journal adds appending, on the writer's connection inside its transaction; it
// keeps the head of the chain in memory, and follows savepoints with mark() and roll_back_to().

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "journal/chain.h"
#include "journal/db.h"
#include "journal/keys.h"
#include "journal/persons.h"

namespace afterglow::journal {

inline constexpr std::size_t kMaxPayloadBytes = 4 * 1024 * 1024;
inline constexpr std::size_t kMaxNameBytes = 200;  // of stream, name, who, command id and key id

struct NewEvent {
    std::string stream;  // "patient/8f14…"
    std::string name;    // "DoseGiven"
    int name_version = 1;
    std::string payload;                // bytes to the journal; JSON to those above
    std::optional<std::string> person;  // whose words these are, if anybody's: they are sealed with this person's key
};

struct EventMeta {
    std::string command_id;
    std::string command_digest;  // 32 hexadecimal digits: tells a repeat of a command from another one with its id
    std::string who;
    Instant happened_at;
    Instant recorded_at;
};

struct StoredEvent {
    std::int64_t sequence = 0;  // in the journal, from 1 without gaps
    std::string stream;
    std::int64_t version = 0;  // in the stream, from 1 without gaps
    std::string name;
    int name_version = 1;
    EventMeta meta;
    std::string payload;                // opened; empty if it is erased
    std::optional<std::string> key_id;  // which key it is sealed with, if it is
    bool erased = false;                // nobody can read it any more
};

// Where the chain ends: how many events, and the MAC of the last.
struct Head {
    std::int64_t length = 0;
    Mac mac{};  // zeros for the empty journal
    bool operator==(const Head&) const = default;
};

struct EventName {
    std::string name, stream;
    std::int64_t version = 0, sequence = 0;
};

class JournalReader {
public:
    explicit JournalReader(Db& db) : db_(db), persons_(db) {}

    // Events of one stream with a version above `after_version`, in order.
    std::vector<StoredEvent> read_stream(std::string_view stream, std::int64_t after_version = 0);
    std::int64_t stream_version(std::string_view stream);  // 0: no such stream
    std::vector<StoredEvent> events_of_command(std::string_view command_id);
    std::int64_t length();
    Head head();
    std::optional<Mac> mac_at(std::int64_t sequence);
    // All events from `from_sequence` on, in order, while `visit` returns true.
    void for_each(std::int64_t from_sequence, const std::function<bool(const StoredEvent&)>& visit);
    // Of a query for AFTERGLOW_JOURNAL_COLUMNS (row.h).
    std::vector<StoredEvent> read_events(Statement rows);
    // The same without what they say.
    void for_each_name(std::int64_t from_sequence, const std::function<void(const EventName&)>& visit);

protected:
    StoredEvent read_event(const Statement& row);

    Db& db_;
    PersonKeys persons_;
};

class Journal : public JournalReader {
public:
    Journal(Db& db, const Keys& keys, std::string clinic);

    // Adds the event to the end of its stream. Call it inside the transaction that also updates the views.
    // `stream_version`: the stream's version until now, if the caller knows it.
    StoredEvent append(const NewEvent& event, const EventMeta& meta, std::optional<std::int64_t> stream_version = {});

    const Head& head() const { return head_; }
    using Mark = Head;
    Mark mark() const { return head_; }
    void roll_back_to(const Mark& mark);
    void reload();  // takes the head from the database again
    // Nothing that was written about `person` can be read any more once this transaction is committed.
    void erase(const std::string& person) { persons_.erase(person); }
    // After another server has written: the streams that went on behind `from`.
    std::vector<std::string> streams_since(const Head& from);

private:
    Chain chain_;
    Head head_;
};

}  // namespace afterglow::journal
