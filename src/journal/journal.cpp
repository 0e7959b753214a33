#include "journal/journal.h"

#include <algorithm>
#include <stdexcept>

#include "journal/chain.h"
#include "journal/row.h"

namespace afterglow::journal {
namespace {

Mac read_mac(std::string_view bytes) {
    Mac mac{};
    if (bytes.size() != mac.size())
        throw StorageError(StorageFault::corrupt, "a row of the journal has a MAC of the wrong size; run verify");
    std::copy(bytes.begin(), bytes.end(), mac.begin());
    return mac;
}

void check_limits(const NewEvent& event, const EventMeta& meta) {
    const auto fits = [](std::string_view text) { return !text.empty() && text.size() <= kMaxNameBytes; };
    if (!fits(event.stream) || !fits(event.name) || !fits(meta.command_id) || !fits(meta.who)) {
        throw std::invalid_argument(
            "an event needs a stream, a name, a command id and a person, of at most 200 bytes each");
    }
    if (meta.command_digest.size() != 32)
        throw std::invalid_argument("the digest of a command is 32 hexadecimal digits");
    if (event.person && !fits(*event.person)) throw std::invalid_argument("a person's name is at most 200 bytes");
    if (event.payload.size() > kMaxPayloadBytes)
        throw std::invalid_argument("the payload of an event is at most 4 MiB");
}

}  // namespace

// ---- reading --------------------------------------------------------------------------------------------------------

StoredEvent JournalReader::read_event(const Statement& row) {
    const ChainLink link = read_link(row);
    StoredEvent event{
        .sequence = link.sequence,
        .stream = std::string(link.stream),
        .version = link.version,
        .name = std::string(link.name),
        .name_version = static_cast<int>(link.name_version),
        .meta = {.command_id = std::string(link.command_id),
                 .command_digest = std::string(link.command_digest),
                 .who = std::string(link.who),
                 .happened_at = {link.happened_at_ms},
                 .recorded_at = {link.recorded_at_ms}},
        .payload = {},
        .key_id = link.key_id ? std::optional(std::string(*link.key_id)) : std::nullopt,
    };
    const auto words = event.key_id
                           ? persons_.open(*event.key_id, {event.stream, event.version, event.name}, link.payload)
                           : std::optional(std::string(link.payload));
    event.payload = words.value_or("");
    event.erased = !words;
    return event;
}

std::vector<StoredEvent> JournalReader::read_events(Statement rows) {
    std::vector<StoredEvent> events;
    while (rows.step()) events.push_back(read_event(rows));
    return events;
}

std::vector<StoredEvent> JournalReader::read_stream(std::string_view stream, std::int64_t after_version) {
    return read_events(db_.query("SELECT " AFTERGLOW_JOURNAL_COLUMNS
                                 " FROM journal WHERE stream = ?1 AND version > ?2 ORDER BY version",
                                 stream, after_version));
}

std::vector<StoredEvent> JournalReader::events_of_command(std::string_view command_id) {
    return read_events(db_.query(
        "SELECT " AFTERGLOW_JOURNAL_COLUMNS " FROM journal WHERE command_id = ?1 ORDER BY sequence", command_id));
}

void JournalReader::for_each(std::int64_t from_sequence, const std::function<bool(const StoredEvent&)>& visit) {
    // By pages: a database server sends all rows of an answer at once.
    for (std::int64_t rows_read = kRowsOfAPage; rows_read == kRowsOfAPage;) {
        auto rows = db_.query("SELECT " AFTERGLOW_JOURNAL_COLUMNS
                              " FROM journal WHERE sequence >= ?1 ORDER BY sequence LIMIT ?2",
                              from_sequence, kRowsOfAPage);
        for (rows_read = 0; rows.step(); ++rows_read) {
            const StoredEvent event = read_event(rows);
            if (!visit(event)) return;
            from_sequence = event.sequence + 1;
        }
    }
}

void JournalReader::for_each_name(std::int64_t from_sequence, const std::function<void(const EventName&)>& visit) {
    auto rows = db_.query("SELECT name, stream, version, sequence FROM journal WHERE sequence >= ?1 ORDER BY sequence",
                          from_sequence);
    while (rows.step()) visit({rows.string(0), rows.string(1), rows.int64(2), rows.int64(3)});
}

std::int64_t JournalReader::stream_version(std::string_view stream) {
    auto row = db_.query("SELECT version FROM journal WHERE stream = ?1 ORDER BY version DESC LIMIT 1", stream);
    return row.step() ? row.int64(0) : 0;
}

std::int64_t JournalReader::length() {
    auto row = db_.query("SELECT max(sequence) FROM journal");
    row.step();
    return row.int64(0);
}

Head JournalReader::head() {
    auto row = db_.query("SELECT sequence, mac FROM journal ORDER BY sequence DESC LIMIT 1");
    if (!row.step()) return {};
    return {.length = row.int64(0), .mac = read_mac(row.blob(1))};
}

std::optional<Mac> JournalReader::mac_at(std::int64_t sequence) {
    auto row = db_.query("SELECT mac FROM journal WHERE sequence = ?1", sequence);
    if (!row.step()) return std::nullopt;
    return read_mac(row.blob(0));
}

// ---- appending ------------------------------------------------------------------------------------------------------

Journal::Journal(Db& db, const Keys& keys, std::string clinic)
    : JournalReader(db), chain_(keys.chain_key(), std::move(clinic)), head_(JournalReader::head()) {}

void Journal::reload() {
    const Head head = JournalReader::head();
    if (!(head == head_)) persons_.forget();  // another connection wrote, or what this one wrote is undone
    persons_.undone();
    head_ = head;
}

void Journal::roll_back_to(const Mark& mark) {
    head_ = mark;
    persons_.undone();
}

std::vector<std::string> Journal::streams_since(const Head& from) {
    std::vector<std::string> streams;
    auto rows = db_.query("SELECT DISTINCT stream FROM journal WHERE sequence > ?1", from.length);
    while (rows.step()) streams.push_back(rows.string(0));
    return streams;
}

StoredEvent Journal::append(const NewEvent& event, const EventMeta& meta, std::optional<std::int64_t> stream_version) {
    check_limits(event, meta);
    StoredEvent stored{
        .sequence = head_.length + 1,
        .stream = event.stream,
        .version = (stream_version ? *stream_version : JournalReader::stream_version(event.stream)) + 1,
        .name = event.name,
        .name_version = event.name_version,
        .meta = meta,
        .payload = event.payload,
        .key_id = {},
    };
    PersonKeys::Sealed sealed;
    if (event.person) {
        sealed = persons_.seal(*event.person, {stored.stream, stored.version, stored.name}, event.payload);
        stored.key_id = sealed.key_id;
    }
    const std::string_view written = event.person ? sealed.bytes : stored.payload;
    const Mac mac =
        chain_.mac(head_.mac, {.sequence = stored.sequence,
                               .stream = stored.stream,
                               .version = stored.version,
                               .name = stored.name,
                               .name_version = stored.name_version,
                               .command_id = meta.command_id,
                               .command_digest = meta.command_digest,
                               .who = meta.who,
                               .happened_at_ms = meta.happened_at.ms,
                               .recorded_at_ms = meta.recorded_at.ms,
                               .key_id = stored.key_id ? std::optional<std::string_view>(*stored.key_id) : std::nullopt,
                               .payload = written});
    db_.run("INSERT INTO journal (" AFTERGLOW_JOURNAL_COLUMNS
            ", mac) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            stored.sequence, stored.stream, stored.version, stored.name, stored.name_version, meta.command_id,
            meta.command_digest, meta.who, meta.happened_at, meta.recorded_at, stored.key_id, Blob{written},
            Blob{{reinterpret_cast<const char*>(mac.data()), mac.size()}});
    head_ = {.length = stored.sequence, .mac = mac};
    return stored;
}

}  // namespace afterglow::journal
