#include "clinic/stock/stock.h"

#include <fmt/format.h>

#include <algorithm>

namespace afterglow::clinic {
namespace {

const StockPlace* find_place(const Stock& stock, std::string_view place) {
    const auto found =
        std::ranges::find_if(stock.places, [&](const StockPlace& each) { return each.place.value == place; });
    return found == stock.places.end() ? nullptr : &*found;
}

const OpenContainer* find_container(const StockPlace& place, std::int64_t number) {
    const auto found = std::ranges::find(place.opened, number, &OpenContainer::container);
    return found == place.opened.end() ? nullptr : &*found;
}

// Where a container that holds something is now.
const StockPlace* place_holding(const Stock& stock, std::int64_t number) {
    const auto found =
        std::ranges::find_if(stock.places, [&](const StockPlace& each) { return find_container(each, number); });
    return found == stock.places.end() ? nullptr : &*found;
}

Done check_exists(const Stock& stock) {
    if (!stock.exists()) return refuse_as(RefusalKind::not_found, "stock_unknown");
    return done();
}

Done check_place(const Code& place, const char* pointer, const Context& context) {
    const auto same = [&](const Room& each) { return each.code == place.value; };
    if (place.value != kSafe && std::ranges::none_of(context.pack.rooms, same))
        return refuse_field(pointer, "place_unknown");
    return done();
}

Done check_month(const ClosedThrough& closed_through, const Context& context) {
    if (closed_through && to_local(context.happened_at, context.pack.zone).date() <= *closed_through)
        return refuse("month_closed", {{"until", to_text(*closed_through)}});
    return done();
}

Done check_witness(const Context& context) {
    if (!context.witness) return refuse_as(RefusalKind::forbidden, "witness_needed");
    if (*context.witness == context.who) return refuse_as(RefusalKind::forbidden, "witness_is_yourself");
    return done();
}

Refusal short_of(const char* pointer, std::int64_t available_micrograms) {
    return refuse_field(pointer, "stock_short", {{"available", to_text(Milligrams{available_micrograms})}});
}

// Takes an amount from opened containers, the one opened first before the others, and opens sealed ones as it must.
Result<StockMoved> taken(const Stock& stock, MoveKind kind, const Code& place, std::int64_t micrograms,
                         const std::optional<std::int64_t>& container, const char* pointer) {
    StockMoved move{.kind = kind, .place = place};
    const StockPlace* at = find_place(stock, place.value);
    if (!at || micrograms > at->balance_micrograms) return short_of(pointer, at ? at->balance_micrograms : 0);
    std::int64_t left = micrograms;
    const auto take = [&](std::int64_t number, std::int64_t has) {
        const std::int64_t some = std::min(left, has);
        if (some > 0) move.opened.push_back({number, -some});
        left -= some;
    };
    if (container) {
        const OpenContainer* opened = find_container(*at, *container);
        if (!opened) return refuse_field("/container", "container_unknown");
        take(opened->container, opened->left_micrograms);
        if (left > 0) return short_of(pointer, opened->left_micrograms);
    } else {
        for (const OpenContainer& each : at->opened) take(each.container, each.left_micrograms);
        const std::int64_t full = stock.medicine.container_mg.micrograms;
        for (std::int64_t next = stock.containers_opened + 1; left > 0; ++next) {
            const std::int64_t some = std::min(left, full);
            move.opened.push_back({next, full - some});  // opened: what it holds after this
            --move.sealed_change;
            left -= some;
        }
    }
    move.change_micrograms = -micrograms;
    return move;
}

// Whole sealed containers and whole opened ones.
Result<StockMoved> taken_whole(const Stock& stock, MoveKind kind, const Code& place, Containers containers,
                               const std::vector<std::int64_t>& opened) {
    if (containers.value == 0 && opened.empty()) return refuse_field("/containers", "containers_needed");
    StockMoved move{.kind = kind, .place = place};
    const StockPlace* at = find_place(stock, place.value);
    if (!at || containers.value > at->sealed)
        return refuse_field("/containers", "stock_short",
                            {{"available", to_text(Milligrams{at ? at->balance_micrograms : 0})}});
    move.sealed_change = -containers.value;
    move.change_micrograms = -containers.value * stock.medicine.container_mg.micrograms;
    for (const std::int64_t number : opened) {
        const OpenContainer* container = find_container(*at, number);
        const bool twice =
            std::ranges::any_of(move.opened, [&](const ContainerChange& each) { return each.container == number; });
        if (!container || twice) return refuse_field("/opened", "container_unknown");
        move.opened.push_back({number, -container->left_micrograms});
        move.change_micrograms -= container->left_micrograms;
    }
    return move;
}

// What an entry took too much of goes back to where it came from, the container opened last before the others: none gets
// more than was taken from it, or more than it can hold. It goes to where the container lies now.
Result<StockMoved> put_back(const Stock& stock, const StockEntry& wrong, std::int64_t micrograms) {
    StockMoved move{.kind = MoveKind::corrected, .place = wrong.place};
    if (const StockPlace* now = wrong.opened.empty() ? nullptr : place_holding(stock, wrong.opened.back().container))
        move.place = now->place;
    const std::int64_t full = stock.medicine.container_mg.micrograms;
    std::int64_t left = micrograms;
    for (auto each = wrong.opened.rbegin(); each != wrong.opened.rend() && left > 0; ++each) {
        const StockPlace* now = place_holding(stock, each->container);
        if (now && now->place != move.place) continue;
        const std::int64_t has = now ? find_container(*now, each->container)->left_micrograms : 0;
        const bool was_sealed = each->change_micrograms >= 0;  // the entry opened it
        const std::int64_t taken = was_sealed ? full - each->change_micrograms : -each->change_micrograms;
        const std::int64_t some = std::min({left, taken, full - has});
        if (some > 0) move.opened.push_back({each->container, some});
        left -= some;
    }
    if (left > 0) {
        const std::int64_t was = -wrong.change_micrograms;
        return refuse_field("/right_mg", "out_of_range",
                            {{"min", to_text(Milligrams{was - micrograms + left})},
                             {"max", to_text(Milligrams{was + balance_at(stock, wrong.place.value)})}});
    }
    move.change_micrograms = micrograms;
    return move;
}

// The balances after the entry, as the entry stores them.
void put_balances(StockMoved& move, const Stock& stock) {
    move.balance_micrograms = balance_at(stock, move.place.value) + move.change_micrograms;
    move.lot_balance_micrograms = stock.balance_micrograms + (move.to_place ? 0 : move.change_micrograms);
    if (move.to_place) move.to_balance_micrograms = balance_at(stock, move.to_place->value) - move.change_micrograms;
}

Events entered(const Stock& stock, StockMoved move) {
    put_balances(move, stock);
    return one_event(stream_of(stock.id), move);
}

bool same_medicine(const Medicine& a, const Medicine& b) {
    return a.name == b.name && a.strength_mg_per_ml == b.strength_mg_per_ml && a.container_mg == b.container_mg;
}

}  // namespace

std::int64_t balance_at(const Stock& stock, std::string_view place) {
    const StockPlace* found = find_place(stock, place);
    return found ? found->balance_micrograms : 0;
}

Done take_dose(Events& events, const Stock& stock, const DoseTaken& dose, ClosedThrough closed,
               const Context& context) {
    TRY(check_month(closed, context));
    if (!stock.exists()) return refuse_field("/form/stock", "stock_unknown");
    if (stock.medicine.name.value != dose.medicine)
        return refuse_field("/form/stock", "medicine_differs", {{"medicine", dose.medicine}});
    if (stock.lot != dose.lot) return refuse_field("/form/lot", "lot_differs", {{"lot", stock.lot.value}});
    if (stock.expires != dose.expires)
        return refuse_field("/form/expires", "expiry_differs", {{"expires", to_text(stock.expires)}});
    TRY(check_place(dose.place, "/form/place", context));
    StockMoved move =
        TRY(taken(stock, MoveKind::issued, dose.place, dose.dose_mg.micrograms, dose.container, "/form/dose_mg"));
    move.session = dose.session;
    move.patient = dose.patient;
    move.prescriber = dose.prescriber;
    move.prepared_by = dose.prepared_by;
    move.note = dose.note;
    put_balances(move, stock);
    events.add(stream_of(stock.id), move);
    return done();
}

// ---- decide ---------------------------------------------------------------------------------------------------------------

Result<Events> decide(const Stock& stock, const ReceiveStock& command, ClosedThrough closed, const Context& context) {
    TRY(check_month(closed, context));
    TRY(check_place(command.place, "/place", context));
    if (command.containers.value == 0) return refuse_field("/containers", "containers_needed");
    const Medicine& medicine = command.medicine;
    if (medicine.container_mg.micrograms == 0) return refuse_field("/medicine/container_mg", "amount_needed");
    if (medicine.strength_mg_per_ml.micrograms == 0)
        return refuse_field("/medicine/strength_mg_per_ml", "amount_needed");
    const bool same = stock.exists() && same_medicine(stock.medicine, medicine) && stock.lot == command.lot &&
                      stock.expires == command.expires;
    if (stock.exists() && !same) return refuse_field("/lot", "lot_differs", {{"lot", stock.lot.value}});
    StockMoved move{.kind = MoveKind::received,
                    .place = command.place,
                    .change_micrograms = command.containers.value * medicine.container_mg.micrograms,
                    .sealed_change = command.containers.value,
                    .other_party = command.supplier,
                    .document = command.document,
                    .note = command.note};
    put_balances(move, stock);
    Events events;
    if (!stock.exists())
        events.add(stream_of(command.stock), StockOpened{command.stock, medicine, command.lot, command.expires});
    events.add(stream_of(command.stock), move);
    return events;
}

Result<Events> decide(const Stock& stock, const TransferStock& command, ClosedThrough closed, const Context& context) {
    TRY(check_exists(stock));
    TRY(check_month(closed, context));
    TRY(check_place(command.to, "/to", context));
    if (command.from == command.to) return refuse_field("/to", "same_place");
    StockMoved move = TRY(taken_whole(stock, MoveKind::transferred, command.from, command.containers, command.opened));
    move.to_place = command.to;
    move.note = command.note;
    return entered(stock, std::move(move));
}

Result<Events> decide(const Stock& stock, const OpenStock& command, ClosedThrough closed, const Context& context) {
    TRY(check_exists(stock));
    TRY(check_month(closed, context));
    const StockPlace* at = find_place(stock, command.place.value);
    if (!at || at->sealed == 0) return refuse_field("/place", "nothing_sealed");
    return entered(stock, {.kind = MoveKind::opened,
                           .place = command.place,
                           .sealed_change = -1,
                           .opened = {{stock.containers_opened + 1, stock.medicine.container_mg.micrograms}},
                           .note = command.note});
}

Result<Events> decide(const Stock& stock, const WasteStock& command, ClosedThrough closed, const Context& context) {
    TRY(check_exists(stock));
    TRY(check_month(closed, context));
    TRY(check_witness(context));
    if (command.amount_mg.micrograms == 0) return refuse_field("/amount_mg", "amount_needed");
    StockMoved move = TRY(
        taken(stock, MoveKind::wasted, command.place, command.amount_mg.micrograms, command.container, "/amount_mg"));
    move.session = command.session;
    move.witness = context.witness;
    move.reason = command.reason;
    move.method = command.method;
    return entered(stock, std::move(move));
}

Result<Events> decide(const Stock& stock, const ReturnStock& command, ClosedThrough closed, const Context& context) {
    TRY(check_exists(stock));
    TRY(check_month(closed, context));
    StockMoved move = TRY(taken_whole(stock, MoveKind::returned, command.place, command.containers, command.opened));
    move.other_party = command.to;
    move.document = command.document;
    return entered(stock, std::move(move));
}

Result<Events> decide(const Stock& stock, const DestroyStock& command, ClosedThrough closed, const Context& context) {
    TRY(check_exists(stock));
    TRY(check_month(closed, context));
    TRY(check_witness(context));
    StockMoved move = TRY(taken_whole(stock, MoveKind::destroyed, command.place, command.containers, command.opened));
    move.witness = context.witness;
    move.reason = command.reason;
    move.method = command.method;
    move.document = command.document;
    return entered(stock, std::move(move));
}

// What is there takes the place of what should be there; a difference is a discrepancy until somebody closes it.
Result<Events> decide(const Stock& stock, const CountStock& command, ClosedThrough closed, const Context& context) {
    TRY(check_exists(stock));
    TRY(check_month(closed, context));
    const StockPlace* at = find_place(stock, command.place.value);
    const StockPlace nothing{.place = command.place};
    if (!at) {
        TRY(check_place(command.place, "/place", context));
        at = &nothing;
    }
    StockMoved move{.kind = MoveKind::counted, .place = command.place, .note = command.note};
    move.expected_micrograms = at->balance_micrograms;
    move.sealed_change = command.sealed.value - at->sealed;
    move.change_micrograms = move.sealed_change * stock.medicine.container_mg.micrograms;
    std::set<std::int64_t> seen;
    const auto set_to = [&](std::int64_t container, std::int64_t was, std::int64_t is) {
        if (is == was) return;
        move.opened.push_back({container, is - was});
        move.change_micrograms += is - was;
    };
    for (const CountedContainer& each : command.opened) {
        if (!seen.insert(each.container).second) return refuse_field("/opened", "counted_twice");
        const OpenContainer* known = find_container(*at, each.container);
        if (!known) return refuse_field("/opened", "container_unknown");
        if (each.left_mg > stock.medicine.container_mg)
            return refuse_field("/opened", "out_of_range",
                                {{"min", "0"}, {"max", to_text(stock.medicine.container_mg)}});
        set_to(each.container, known->left_micrograms, each.left_mg.micrograms);
    }
    for (const OpenContainer& each : at->opened) {
        if (!seen.contains(each.container)) set_to(each.container, each.left_micrograms, 0);
    }
    const bool differs = move.sealed_change != 0 || !move.opened.empty();
    if (differs) TRY(check_witness(context));
    move.witness = context.witness;
    return entered(stock, std::move(move));
}

Result<Events> decide(const Stock& stock, const CorrectStock& command, ClosedThrough closed, const Context& context) {
    TRY(check_exists(stock));
    TRY(check_month(closed, context));
    TRY(check_witness(context));
    const auto wrong = std::ranges::find(stock.entries, command.entry, &StockEntry::entry);
    if (wrong == stock.entries.end()) return refuse_field("/entry", "entry_unknown");
    if (wrong->corrected_by) return refuse_field("/entry", "entry_already_corrected");
    StockMoved move{.kind = MoveKind::corrected, .place = wrong->place};
    const StockPlace* at = find_place(stock, wrong->place.value);
    if (wrong->kind == MoveKind::received) {
        if (!command.right_containers) return refuse_field("/right_containers", "right_amount_needed");
        move.sealed_change = command.right_containers->value - wrong->sealed_change;
        move.change_micrograms = move.sealed_change * stock.medicine.container_mg.micrograms;
        if (at->sealed + move.sealed_change < 0) return short_of("/right_containers", at->balance_micrograms);
    } else if (wrong->kind == MoveKind::issued || wrong->kind == MoveKind::wasted) {
        if (!command.right_mg) return refuse_field("/right_mg", "right_amount_needed");
        const std::int64_t more = command.right_mg->micrograms + wrong->change_micrograms;  // the change is negative
        if (more > 0) {
            move = TRY(taken(stock, MoveKind::corrected, wrong->place, more, {}, "/right_mg"));
        } else if (more < 0) {
            move = TRY(put_back(stock, *wrong, -more));
        }
    } else {
        return refuse_field("/entry", "entry_not_correctable");
    }
    if (move.change_micrograms == 0) return refuse("nothing_changes");
    move.session = wrong->session;
    move.witness = context.witness;
    move.reason = command.reason;
    move.corrects = command.entry;
    return entered(stock, std::move(move));
}

Result<Events> decide(const Stock& stock, const CloseDiscrepancy& command, ClosedThrough, const Context& context) {
    TRY(check_exists(stock));
    TRY(check_witness(context));
    const auto found = std::ranges::find(stock.discrepancies, command.entry, &Discrepancy::entry);
    if (found == stock.discrepancies.end()) return refuse_field("/entry", "discrepancy_unknown");
    if (found->closed_at) return refuse_field("/entry", "discrepancy_closed");
    return one_event(stream_of(stock.id), DiscrepancyClosed{command.entry, command.finding, *context.witness});
}

// ---- evolve ---------------------------------------------------------------------------------------------------------------

namespace {

StockPlace& place_of(Stock& stock, const Code& place) {
    const auto found = std::ranges::find(stock.places, place, &StockPlace::place);
    if (found != stock.places.end()) return *found;
    stock.places.push_back({.place = place});
    return stock.places.back();
}

// A negative change takes from a container; a positive one on an unknown number is a container just opened, or one that was
// empty and holds something again. Numbers are given in the order of opening, and kept in it.
void change_container(Stock& stock, StockPlace& place, const ContainerChange& change, Instant opened_at) {
    const auto found = std::ranges::find(place.opened, change.container, &OpenContainer::container);
    if (found == place.opened.end()) {
        const auto next = std::ranges::upper_bound(place.opened, change.container, {}, &OpenContainer::container);
        place.opened.insert(next, {change.container, change.change_micrograms, opened_at});
        stock.containers_opened = std::max(stock.containers_opened, change.container);
    } else {
        found->left_micrograms += change.change_micrograms;
    }
}

// Reckoned from the containers, not from the balance before.
std::int64_t reckoned(const Stock& stock, const StockPlace& place) {
    std::int64_t sum = place.sealed * stock.medicine.container_mg.micrograms;
    for (const OpenContainer& each : place.opened) sum += each.left_micrograms;
    return sum;
}

void settle(const Stock& stock, StockPlace& place, std::int64_t stored) {
    const bool below =
        place.sealed < 0 ||
        std::ranges::any_of(place.opened, [](const OpenContainer& each) { return each.left_micrograms < 0; });
    place.balance_micrograms = reckoned(stock, place);
    if (below || place.balance_micrograms != stored)
        throw std::runtime_error(
            fmt::format("the register does not add up: lot {} at {}: {} micrograms reckoned, {} entered",
                        stock.lot.value, place.place.value, place.balance_micrograms, stored));
    std::erase_if(place.opened, [](const OpenContainer& each) { return each.left_micrograms == 0; });
}

}  // namespace

void evolve(Stock& stock, const StockOpened& event, const Meta&) {
    stock.id = event.stock;
    stock.medicine = event.medicine;
    stock.lot = event.lot;
    stock.expires = event.expires;
}

void evolve(Stock& stock, const StockMoved& event, const Meta& meta) {
    if (event.to_place) {
        StockPlace& to = place_of(stock, *event.to_place);
        to.sealed -= event.sealed_change;
        const StockPlace* from = find_place(stock, event.place.value);
        for (const ContainerChange& each : event.opened) {
            const OpenContainer* moved = from ? find_container(*from, each.container) : nullptr;
            change_container(stock, to, {each.container, -each.change_micrograms},
                             moved ? moved->opened_at : meta.happened_at);
        }
        settle(stock, to, event.to_balance_micrograms.value_or(-1));
    }
    StockPlace& place = place_of(stock, event.place);
    place.sealed += event.sealed_change;
    for (const ContainerChange& each : event.opened) change_container(stock, place, each, meta.happened_at);
    // Containers that were opened and emptied at once still have numbers.
    settle(stock, place, event.balance_micrograms);
    stock.balance_micrograms = 0;
    for (const StockPlace& each : stock.places) stock.balance_micrograms += each.balance_micrograms;
    if (stock.balance_micrograms != event.lot_balance_micrograms)
        throw std::runtime_error(fmt::format("the register does not add up: lot {}: {} micrograms reckoned, {} entered",
                                             stock.lot.value, stock.balance_micrograms, event.lot_balance_micrograms));

    if (event.corrects) {
        const auto wrong = std::ranges::find(stock.entries, *event.corrects, &StockEntry::entry);
        if (wrong != stock.entries.end()) wrong->corrected_by = meta.command;
    }
    stock.entries.push_back({meta.command,
                             event.kind,
                             event.place,
                             event.change_micrograms,
                             event.sealed_change,
                             event.opened,
                             event.session,
                             {}});
    if (event.kind == MoveKind::counted && (event.sealed_change != 0 || !event.opened.empty()))
        stock.discrepancies.push_back({meta.command, event.place, event.change_micrograms, meta.happened_at, {}, {}});
}

void evolve(Stock& stock, const DiscrepancyClosed& event, const Meta& meta) {
    const auto found = std::ranges::find(stock.discrepancies, event.entry, &Discrepancy::entry);
    if (found == stock.discrepancies.end()) return;
    found->closed_at = meta.recorded_at;
    found->finding = event.finding;
}

}  // namespace afterglow::clinic
