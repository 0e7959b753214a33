#pragma once
// The controlled-drug register: what the clinic has of a medicine, lot by lot, container by container, place by place, in
// whole micrograms. One stream for each lot. An entry is an event and never changes; a correction is a new entry that points
// to the wrong one. Each entry stores the balance after it, and folding reckons it again: a difference stops the fold.

#include "clinic/record/record.h"

namespace afterglow::clinic {

// Where stock lies: in the safe, or in a room of the clinic.
inline constexpr const char* kSafe = "safe";

// ---- forms ------------------------------------------------------------------------------------------------------------------

struct Medicine {
    Line name;  // registered name
    Milligrams strength_mg_per_ml;
    Milligrams container_mg;  // in one container when it is full
};
BOOST_DESCRIBE_STRUCT(Medicine, (), (name, strength_mg_per_ml, container_mg))

using Containers = Ranged<0, 100'000>;

// ---- commands ---------------------------------------------------------------------------------------------------------------

struct ReceiveStock {
    StockId stock;  // a new one, or the lot that more has come of
    Medicine medicine;
    Line lot;
    Date expires;
    Code place;
    Containers containers;
    Line supplier;
    Line document;  // of the delivery
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(ReceiveStock, (), (stock, medicine, lot, expires, place, containers, supplier, document, note))
struct TransferStock {
    StockId stock;
    Code from, to;
    Containers containers;             // sealed ones
    std::vector<std::int64_t> opened;  // and these opened ones
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(TransferStock, (), (stock, from, to, containers, opened, note))
struct OpenStock {  // one sealed container, before anything is taken from it
    StockId stock;
    Code place;
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(OpenStock, (), (stock, place, note))
struct WasteStock {  // two people
    StockId stock;
    Code place;
    std::optional<std::int64_t> container;  // the opened one it is wasted from
    Milligrams amount_mg;
    Line reason;
    Line method;
    std::optional<SessionId> session;  // the remainder of a dose
};
BOOST_DESCRIBE_STRUCT(WasteStock, (), (stock, place, container, amount_mg, reason, method, session))
struct ReturnStock {
    StockId stock;
    Code place;
    Containers containers;
    std::vector<std::int64_t> opened;
    Line to;  // whom
    Line document;
};
BOOST_DESCRIBE_STRUCT(ReturnStock, (), (stock, place, containers, opened, to, document))
struct DestroyStock {  // two people
    StockId stock;
    Code place;
    Containers containers;
    std::vector<std::int64_t> opened;
    Line reason;
    Line method;
    Line document;
};
BOOST_DESCRIBE_STRUCT(DestroyStock, (), (stock, place, containers, opened, reason, method, document))
struct CountedContainer {
    std::int64_t container = 0;
    Milligrams left_mg;
};
BOOST_DESCRIBE_STRUCT(CountedContainer, (), (container, left_mg))
struct CountStock {  // two people if something differs
    StockId stock;
    Code place;
    Containers sealed;
    std::vector<CountedContainer> opened;
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(CountStock, (), (stock, place, sealed, opened, note))
struct CorrectStock {  // two people; what an entry should have said
    StockId stock;
    EntryId entry;
    std::optional<Milligrams> right_mg;          // of an issue or a waste
    std::optional<Containers> right_containers;  // of a receipt
    Line reason;
};
BOOST_DESCRIBE_STRUCT(CorrectStock, (), (stock, entry, right_mg, right_containers, reason))
struct CloseDiscrepancy {  // two people
    StockId stock;
    EntryId entry;  // the count that found it
    Prose finding;
};
BOOST_DESCRIBE_STRUCT(CloseDiscrepancy, (), (stock, entry, finding))

// ---- events -----------------------------------------------------------------------------------------------------------------

struct StockOpened {  // the lot becomes known
    StockId stock;
    Medicine medicine;
    Line lot;
    Date expires;
};
BOOST_DESCRIBE_STRUCT(StockOpened, (), (stock, medicine, lot, expires))

enum class MoveKind { received, opened, issued, wasted, returned, destroyed, transferred, counted, corrected };
BOOST_DESCRIBE_ENUM(MoveKind, received, opened, issued, wasted, returned, destroyed, transferred, counted, corrected)

// A change of one container's content; a container with a new number is opened by it.
struct ContainerChange {
    std::int64_t container = 0;
    std::int64_t change_micrograms = 0;
};
BOOST_DESCRIBE_STRUCT(ContainerChange, (), (container, change_micrograms))

// One entry of the register. `change_micrograms` is what the place has more or less after it: the sealed containers' content
// times `sealed_change`, and the changes of opened ones.
struct StockMoved {
    MoveKind kind = MoveKind::received;
    Code place;
    std::int64_t change_micrograms = 0;
    std::int64_t sealed_change = 0;
    std::vector<ContainerChange> opened;
    std::int64_t balance_micrograms = 0;      // at the place, after it
    std::int64_t lot_balance_micrograms = 0;  // everywhere, after it
    std::optional<Code> to_place;             // of a transfer: what leaves `place` comes here
    std::optional<std::int64_t> to_balance_micrograms;
    std::optional<std::int64_t> expected_micrograms;  // before a count
    std::optional<SessionId> session;
    std::optional<PatientId> patient;
    std::optional<StaffId> prescriber, prepared_by, witness;
    std::optional<Line> other_party;  // supplier, or who took it back
    std::optional<Line> document, reason, method, note;
    std::optional<EntryId> corrects;
};
BOOST_DESCRIBE_STRUCT(StockMoved, (),
                      (kind, place, change_micrograms, sealed_change, opened, balance_micrograms,
                       lot_balance_micrograms, to_place, to_balance_micrograms, expected_micrograms, session, patient,
                       prescriber, prepared_by, witness, other_party, document, reason, method, note, corrects))
struct DiscrepancyClosed {
    EntryId entry;
    Prose finding;
    StaffId witness;
};
BOOST_DESCRIBE_STRUCT(DiscrepancyClosed, (), (entry, finding, witness))

// ---- state ------------------------------------------------------------------------------------------------------------------

struct OpenContainer {
    std::int64_t container = 0;
    std::int64_t left_micrograms = 0;
    Instant opened_at;
};
BOOST_DESCRIBE_STRUCT(OpenContainer, (), (container, left_micrograms, opened_at))
struct StockPlace {
    Code place;
    std::int64_t sealed = 0;
    std::vector<OpenContainer> opened;  // empty ones are gone
    std::int64_t balance_micrograms = 0;
};
BOOST_DESCRIBE_STRUCT(StockPlace, (), (place, sealed, opened, balance_micrograms))
struct StockEntry {
    EntryId entry;
    MoveKind kind = MoveKind::received;
    Code place;
    std::int64_t change_micrograms = 0, sealed_change = 0;
    std::vector<ContainerChange> opened;
    std::optional<SessionId> session;
    std::optional<EntryId> corrected_by;
};
BOOST_DESCRIBE_STRUCT(StockEntry, (),
                      (entry, kind, place, change_micrograms, sealed_change, opened, session, corrected_by))
struct Discrepancy {
    EntryId entry;
    Code place;
    std::int64_t variance_micrograms = 0;
    Instant found_at;
    std::optional<Instant> closed_at;
    std::optional<Prose> finding;
};
BOOST_DESCRIBE_STRUCT(Discrepancy, (), (entry, place, variance_micrograms, found_at, closed_at, finding))

struct Stock {
    static constexpr const char* kKind = "stock";
    using Event = std::variant<StockOpened, StockMoved, DiscrepancyClosed>;

    StockId id;
    Medicine medicine;
    Line lot;
    Date expires;
    std::vector<StockPlace> places;
    std::vector<StockEntry> entries;
    std::vector<Discrepancy> discrepancies;
    std::int64_t containers_opened = 0;  // numbers given so far
    std::int64_t balance_micrograms = 0;
    bool exists() const { return !id.value.empty(); }
};
BOOST_DESCRIBE_STRUCT(Stock, (),
                      (id, medicine, lot, expires, places, entries, discrepancies, containers_opened,
                       balance_micrograms))

inline std::string stream_of(const StockId& id) { return "stock:" + id.value; }

std::int64_t balance_at(const Stock&, std::string_view place);

// What a dose takes. Refusals: "stock_unknown" "medicine_differs" {medicine} "lot_differs" {lot} "expiry_differs" {expires}
// "place_unknown" "container_unknown" "stock_short" {available} "month_closed" {until}
struct DoseTaken {
    SessionId session;
    PatientId patient;
    StaffId prescriber, prepared_by;
    std::string medicine;
    Line lot;
    Date expires;
    Milligrams dose_mg;
    Code place;
    std::optional<std::int64_t> container;
    std::optional<Line> note;  // why a lot past its expiry was used
};
Done take_dose(Events&, const Stock&, const DoseTaken&, std::optional<Date> closed_through, const Context&);

// `closed_through`: the last day of the last closed month; nothing is entered for it or for a day before it.
// Refusals: "stock_unknown" "lot_differs" "place_unknown" "containers_needed" "container_unknown" "stock_short" {available}
// "amount_needed" "nothing_sealed" "same_place" "witness_needed" "witness_is_yourself" "counted_twice" "entry_unknown" "entry_already_corrected"
// "entry_not_correctable" "right_amount_needed" "nothing_changes" "discrepancy_unknown" "discrepancy_closed" "month_closed"
using ClosedThrough = std::optional<Date>;
Result<Events> decide(const Stock&, const ReceiveStock&, ClosedThrough, const Context&);
Result<Events> decide(const Stock&, const TransferStock&, ClosedThrough, const Context&);
Result<Events> decide(const Stock&, const OpenStock&, ClosedThrough, const Context&);
Result<Events> decide(const Stock&, const WasteStock&, ClosedThrough, const Context&);
Result<Events> decide(const Stock&, const ReturnStock&, ClosedThrough, const Context&);
Result<Events> decide(const Stock&, const DestroyStock&, ClosedThrough, const Context&);
Result<Events> decide(const Stock&, const CountStock&, ClosedThrough, const Context&);
Result<Events> decide(const Stock&, const CorrectStock&, ClosedThrough, const Context&);
Result<Events> decide(const Stock&, const CloseDiscrepancy&, ClosedThrough, const Context&);

void evolve(Stock&, const StockOpened&, const Meta&);
void evolve(Stock&, const StockMoved&,
            const Meta&);  // throws std::runtime_error if the balances are not what they must be
void evolve(Stock&, const DiscrepancyClosed&, const Meta&);

}  // namespace afterglow::clinic
