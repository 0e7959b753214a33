// The balance never drifts and never goes below zero (P13): eight people do what comes to mind to several lots in several
// places, and after every act the register is held against a plain list of containers, kept here and nowhere else.
//
// AFTERGLOW_LONG=1 makes it a million acts; AFTERGLOW_SEED repeats a run.

#include <gtest/gtest.h>

#include <chrono>
#include <functional>

#include "clinic/random.h"
#include "clinic/stock/stock.h"
#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

constexpr std::int64_t kFull = 50'000;
constexpr int kLots = 3, kPlaces = 3, kActsOfAWorld = 400;
const char* const kPlaceNames[kPlaces] = {kSafe, "blue", "green"};
const EntryId kNobody = id<EntryId>(404);

// ---- the model: a list of containers ------------------------------------------------------------------------------------------

struct Thing {  // one container, as if one could see it
    int place = 0;
    std::int64_t number = 0;  // none while it is sealed
    std::int64_t left = kFull;
    bool gone = false;
};
struct Poured {
    std::size_t thing;
    std::int64_t micrograms;
};
struct Noted {  // an entry that can be put right
    EntryId entry;
    int place = 0;
    std::int64_t micrograms = 0;  // of a dose or a waste
    std::vector<Poured> poured;
    std::optional<std::int64_t> containers;  // of a receipt
    bool corrected = false;
};

struct Shelf {
    std::vector<Thing> things;
    std::vector<Noted> noted;
    std::int64_t numbers = 0;

    static bool is_sealed(const Thing& each) { return !each.gone && each.number == 0; }
    static bool is_opened(const Thing& each) { return !each.gone && each.number != 0 && each.left > 0; }

    std::int64_t sealed(int place) const {
        return std::ranges::count_if(things, [&](const Thing& each) { return is_sealed(each) && each.place == place; });
    }
    // By their numbers.
    std::vector<std::size_t> opened(int place) const {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < things.size(); ++i) {
            if (is_opened(things[i]) && things[i].place == place) found.push_back(i);
        }
        std::ranges::sort(found, {}, [&](std::size_t i) { return things[i].number; });
        return found;
    }
    std::int64_t balance(int place) const {
        std::int64_t sum = 0;
        for (const Thing& each : things) sum += !each.gone && each.place == place ? each.left : 0;
        return sum;
    }
    Thing* numbered(int place, std::int64_t number) {
        const auto found = std::ranges::find_if(
            things, [&](const Thing& each) { return is_opened(each) && each.place == place && each.number == number; });
        return found == things.end() ? nullptr : &*found;
    }

    void put(int place, std::int64_t containers) {
        for (std::int64_t i = 0; i < containers; ++i) things.push_back({.place = place});
    }
    // The first `containers` sealed ones.
    void each_sealed(int place, std::int64_t containers, const std::function<void(Thing&)>& act) {
        for (Thing& each : things) {
            if (containers > 0 && is_sealed(each) && each.place == place) act(each), --containers;
        }
    }
    std::vector<Poured> pour(int place, std::int64_t micrograms) {
        std::vector<Poured> poured;
        const auto from = [&](std::size_t i) {
            const std::int64_t some = std::min(micrograms, things[i].left);
            things[i].left -= some;
            micrograms -= some;
            poured.push_back({i, some});
        };
        for (const std::size_t i : opened(place)) {
            if (micrograms > 0) from(i);
        }
        for (std::size_t i = 0; i < things.size() && micrograms > 0; ++i) {
            if (!is_sealed(things[i]) || things[i].place != place) continue;
            things[i].number = ++numbers;
            from(i);
        }
        return poured;
    }
    // How a correction pours back; nothing if it does not fit.
    std::optional<std::vector<Poured>> back(const Noted& wrong, std::int64_t micrograms) const {
        const auto lies = [&](const Thing& each) { return each.left > 0 && !each.gone; };
        const Thing& last = things[wrong.poured.back().thing];
        const int place = lies(last) ? last.place : wrong.place;
        std::vector<Poured> poured;
        for (auto each = wrong.poured.rbegin(); each != wrong.poured.rend(); ++each) {
            const Thing& thing = things[each->thing];
            if (lies(thing) && thing.place != place) continue;
            const std::int64_t has = lies(thing) ? thing.left : 0;
            const std::int64_t some = std::min({micrograms, each->micrograms, kFull - has});
            if (some > 0) poured.push_back({each->thing, some});
            micrograms -= some;
        }
        if (micrograms > 0) return std::nullopt;
        return poured;
    }
    void pour_back(const Noted& wrong, const std::vector<Poured>& poured) {
        const Thing& last = things[wrong.poured.back().thing];
        const int place = last.left > 0 && !last.gone ? last.place : wrong.place;
        for (const Poured& each : poured) {
            Thing& thing = things[each.thing];
            if (thing.left == 0 || thing.gone) thing.left = 0;
            thing.left += each.micrograms;
            thing.gone = false;
            thing.place = place;
        }
    }
};

// ---- the clinic -----------------------------------------------------------------------------------------------------------------

struct JournalLine {
    DecidedEvent event;
    Meta meta;
};

void fold(Stock& stock, const JournalLine& line) {
    kind_of_stream(line.event.stream).fold(&stock, line.event.name, *parse_json(line.event.payload), line.meta);
}

class Clinic {
public:
    explicit Clinic(std::uint64_t seed) : dice(seed) {}

    Dice dice;
    Stock stocks[kLots];
    Shelf shelves[kLots];
    std::vector<JournalLine> journal[kLots];
    std::int64_t acts = 0, taken = 0, refused = 0, deaths = 0;
    std::map<std::string, int> codes;
    std::string complaint;  // the first

    void act() {
        ++acts;
        lot_ = dice.pick(kLots);
        now_ = now_ + minutes(1);
        const std::size_t before = journal[lot_].size();
        switch (dice.pick(17)) {
            case 0: receive(); break;
            case 1:
            case 2: transfer(); break;
            case 3: give_back(); break;
            case 4: destroy(); break;
            case 5:
            case 6: waste(); break;
            case 7:
            case 8: count(); break;
            case 9:
            case 10:
            case 11: correct(); break;
            case 12: open(); break;
            default: dose(); break;
        }
        if (dice.one_in(3'000)) die();
        if (journal[lot_].size() > before) compare();
    }
    void complain(const std::string& what) {
        if (complaint.empty()) complaint = what + " in act " + std::to_string(acts);
    }

private:
    // The process is gone: what it knew comes back from the journal alone.
    void die() {
        ++deaths;
        for (std::size_t lot = 0; lot < std::size(stocks); ++lot) {
            stocks[lot] = Stock{};
            for (const JournalLine& line : journal[lot]) fold(stocks[lot], line);
        }
    }

    int lot_ = 0;
    Instant now_ = kNow;
    const ClosedThrough closed_ = *parse_date("2026-11-22");

    Stock& stock() { return stocks[lot_]; }
    Shelf& shelf() { return shelves[lot_]; }
    StockId stock_id() const { return id<StockId>(500 + lot_); }
    std::string lot_name() const { return "LOT-" + std::to_string(lot_); }

    Act somebody() {
        Act act = example::at(now_);
        if (dice.one_in(40)) act.at = kNow - days(2);  // in the month that is closed
        act.who = id<StaffId>(910 + dice.pick(8));
        if (!dice.one_in(6)) act.witness = id<StaffId>(910 + dice.pick(8));
        return act;
    }
    bool in_time(const Act& act) const { return act.at >= kNow; }
    bool by_two(const Act& act) const { return in_time(act) && act.witness && *act.witness != act.who; }
    std::int64_t amount(std::int64_t most) {
        if (dice.one_in(8)) return std::max<std::int64_t>(1, most);
        if (dice.one_in(12)) return most + 1 + dice.up_to(3'000);
        return std::max<std::int64_t>(1, dice.up_to(std::min(most, 2 * kFull)));
    }
    Code name_of(int place) const { return {kPlaceNames[place]}; }

    // Whether it went as the list says it must; refused, nothing has changed since decisions change nothing.
    bool went(const Result<Events>& decided, bool expected, const Act& act) {
        if (decided.ok() != expected) complain("the list says otherwise: " + code_of(decided));
        if (!decided.ok()) {
            ++refused, ++codes[code_of(decided)];
            return false;
        }
        ++taken;
        for (const DecidedEvent& event : decided->list()) {
            journal[lot_].push_back({event, {act.command, act.who, act.at, act.now}});
            fold(stock(), journal[lot_].back());
        }
        return decided.ok() && expected;
    }
    template <class Command>
    bool went(const Command& command, bool expected, const Act& act) {
        return went(decide(stock(), command, closed_, act), expected, act);
    }

    void receive() {
        const Act act = somebody();
        const int containers = dice.pick(7), place = dice.pick(kPlaces);
        const bool other = dice.one_in(20);
        const bool fits = containers > 0 && !(other && stock().exists());
        const ReceiveStock command{stock_id(),
                                   {{"Example solution"}, {50'000}, {kFull}},
                                   {lot_name()},
                                   Date{20'900 + (other && stock().exists() ? 1 : 0)},
                                   name_of(place),
                                   {containers},
                                   {"Supplier"},
                                   {"Note"},
                                   {}};
        if (!went(command, in_time(act) && fits, act)) return;
        shelf().put(place, containers);
        shelf().noted.push_back({.entry = act.command, .place = place, .containers = containers});
    }

    // Some of what is opened at the place, now and then one that is not there or the same one twice.
    std::vector<std::int64_t> some_opened(int place, bool& there) {
        std::vector<std::int64_t> numbers;
        for (const std::size_t i : shelf().opened(place)) {
            if (dice.one_in(2)) numbers.push_back(shelf().things[i].number);
        }
        if (dice.one_in(15)) numbers.push_back(numbers.empty() || dice.one_in(2) ? 9'999 : numbers[0]), there = false;
        return numbers;
    }
    template <class Change>
    void for_taken(int place, int containers, const std::vector<std::int64_t>& opened, Change change) {
        shelf().each_sealed(place, containers, change);
        for (const std::int64_t number : opened) change(*shelf().numbered(place, number));
    }
    // Whole containers; `command` makes the command of how many sealed ones and which opened ones.
    template <class Make, class Change>
    void take_whole(int place, const Act& act, bool may, Make make, Change change) {
        bool there = true;
        const std::vector<std::int64_t> opened = some_opened(place, there);
        const int containers = dice.pick(static_cast<int>(std::min<std::int64_t>(3, shelf().sealed(place))) + 2);
        const bool fits = there && containers <= shelf().sealed(place) && (containers > 0 || !opened.empty());
        if (went(make(Containers{containers}, opened), may && fits && stock().exists(), act))
            for_taken(place, containers, opened, change);
    }
    void transfer() {
        const Act act = somebody();
        const int from = dice.pick(kPlaces), to = dice.pick(kPlaces);
        take_whole(
            from, act, in_time(act) && from != to,
            [&](Containers containers, const auto& opened) {
                return TransferStock{stock_id(), name_of(from), name_of(to), containers, opened, {}};
            },
            [&](Thing& each) { each.place = to; });
    }
    void open() {
        const Act act = somebody();
        const int place = dice.pick(kPlaces);
        const bool fits = shelf().sealed(place) > 0;
        if (!went(OpenStock{stock_id(), name_of(place), {}}, in_time(act) && fits && stock().exists(), act)) return;
        shelf().each_sealed(place, 1, [&](Thing& each) { each.number = ++shelf().numbers; });
    }
    void give_back() {
        const Act act = somebody();
        const int place = dice.pick(kPlaces);
        take_whole(
            place, act, in_time(act),
            [&](Containers containers, const auto& opened) {
                return ReturnStock{stock_id(), name_of(place), containers, opened, {"Supplier"}, {"Note"}};
            },
            [](Thing& each) { each.gone = true; });
    }
    void destroy() {
        const Act act = somebody();
        const int place = dice.pick(kPlaces);
        take_whole(
            place, act, by_two(act),
            [&](Containers containers, const auto& opened) {
                return DestroyStock{stock_id(), name_of(place), containers, opened, {"x"}, {"x"}, {"x"}};
            },
            [](Thing& each) { each.gone = true; });
    }

    // One opened container or none, and whether there is so much.
    struct From {
        int place = 0;
        std::optional<std::int64_t> container;
        std::int64_t micrograms = 0;
        bool fits = false;
    };
    From from_somewhere() {
        From from{.place = dice.pick(kPlaces)};
        const std::int64_t all = shelf().balance(from.place);
        const std::vector<std::size_t> opened = shelf().opened(from.place);
        if (!opened.empty() && dice.one_in(3)) {
            const Thing& one =
                shelf().things[opened[static_cast<std::size_t>(dice.pick(static_cast<int>(opened.size())))]];
            from.container = one.number;
            from.micrograms = amount(one.left);
            from.fits = from.micrograms <= one.left;
        } else if (dice.one_in(30)) {
            from.container = 9'999;
            from.micrograms = 1;
        } else {
            from.micrograms = amount(all);
            from.fits = from.micrograms <= all;
        }
        return from;
    }
    void pour(const From& from, const EntryId& entry) {
        Noted noted{.entry = entry, .place = from.place, .micrograms = from.micrograms};
        if (from.container) {
            Thing* one = shelf().numbered(from.place, *from.container);
            one->left -= from.micrograms;
            noted.poured = {{static_cast<std::size_t>(one - shelf().things.data()), from.micrograms}};
        } else {
            noted.poured = shelf().pour(from.place, from.micrograms);
        }
        shelf().noted.push_back(noted);
    }
    void waste() {
        const Act act = somebody();
        const From from = from_somewhere();
        const WasteStock command{stock_id(), name_of(from.place), from.container, {from.micrograms}, {"x"}, {"x"}, {}};
        if (went(command, by_two(act) && from.fits && stock().exists(), act)) pour(from, act.command);
    }
    void dose() {
        const Act act = somebody();
        const From from = from_somewhere();
        const DoseTaken dose{.session = kSession,
                             .patient = kPatient,
                             .prescriber = kThird,
                             .prepared_by = act.who,
                             .medicine = "Example solution",
                             .lot = {lot_name()},
                             .expires = {20'900},
                             .dose_mg = {from.micrograms},
                             .place = name_of(from.place),
                             .container = from.container,
                             .note = {}};
        Events events;
        const Done done = take_dose(events, stock(), dose, closed_, act);
        const auto decided = done.ok() ? Result<Events>(events) : Result<Events>(done.refusal());
        if (went(decided, in_time(act) && from.fits && stock().exists(), act)) pour(from, act.command);
    }

    void count() {
        const Act act = somebody();
        const int place = dice.pick(kPlaces);
        const bool agrees = !dice.one_in(3);
        const std::int64_t sealed = shelf().sealed(place);
        const std::int64_t found = std::max<std::int64_t>(0, agrees ? sealed : sealed + dice.pick(3) - 1);
        bool differs = found != sealed, there = true;
        std::vector<Poured> seen;  // which, and how much there is
        CountStock command{stock_id(), name_of(place), {found}, {}, {}};
        for (const std::size_t i : shelf().opened(place)) {
            const Thing& thing = shelf().things[i];
            std::int64_t left = thing.left;
            if (!agrees && dice.one_in(2)) left = dice.up_to(kFull);
            differs = differs || left != thing.left;
            seen.push_back({i, left});
            if (left > 0 || dice.one_in(2)) command.opened.push_back({thing.number, {left}});  // or it is left out
        }
        if (dice.one_in(25)) command.opened.push_back({9'999, {1}}), there = false;
        if (!went(command, stock().exists() && there && (differs ? by_two(act) : in_time(act)), act)) return;
        if (found < sealed) shelf().each_sealed(place, sealed - found, [](Thing& each) { each.gone = true; });
        if (found > sealed) shelf().put(place, found - sealed);
        for (const Poured& each : seen) shelf().things[each.thing].left = each.micrograms;
    }

    void correct() {
        const Act act = somebody();
        if (shelf().noted.empty() || dice.one_in(25)) {
            went(CorrectStock{stock_id(), kNobody, Milligrams{1}, {}, {"x"}}, false, act);
            return;
        }
        Noted& wrong = shelf().noted[static_cast<std::size_t>(dice.pick(static_cast<int>(shelf().noted.size())))];
        const bool may = by_two(act) && !wrong.corrected;
        const bool right = wrong.containers ? correct_receipt(wrong, act, may) : correct_amount(wrong, act, may);
        wrong.corrected = wrong.corrected || right;
    }
    bool correct_receipt(const Noted& wrong, const Act& act, bool may) {
        const std::int64_t right = dice.pick(9), more = right - *wrong.containers;
        const bool fits = more != 0 && shelf().sealed(wrong.place) + more >= 0;
        const CorrectStock command{stock_id(), wrong.entry, {}, Containers{right}, {"x"}};
        if (!went(command, may && fits, act)) return false;
        shelf().put(wrong.place, std::max<std::int64_t>(0, more));
        shelf().each_sealed(wrong.place, -more, [](Thing& each) { each.gone = true; });
        return true;
    }
    bool correct_amount(const Noted& wrong, const Act& act, bool may) {
        const std::int64_t right = dice.one_in(10) ? wrong.micrograms : dice.up_to(2 * wrong.micrograms);
        const std::int64_t more = right - wrong.micrograms;
        const auto back = more < 0 ? shelf().back(wrong, -more) : std::nullopt;
        const bool fits = more > 0 ? shelf().balance(wrong.place) >= more : back.has_value();
        const CorrectStock command{stock_id(), wrong.entry, Milligrams{right}, {}, {"x"}};
        if (!went(command, may && fits && more != 0, act)) return false;
        if (more > 0) shelf().pour(wrong.place, more);
        if (back) shelf().pour_back(wrong, *back);
        return true;
    }

    // The balances of the lot, of each place and of each container.
    void compare() {
        std::int64_t all = 0;
        for (int place = 0; place < kPlaces; ++place) {
            const std::int64_t listed = shelf().balance(place);
            const std::int64_t booked = balance_at(stock(), kPlaceNames[place]);
            if (booked != listed || booked < 0) complain("the balance of a place differs");
            all += booked;
            compare_containers(place);
        }
        if (stock().balance_micrograms != all) complain("the balance of a lot differs");
    }
    void compare_containers(int place) {
        const auto at = std::ranges::find(stock().places, name_of(place), &StockPlace::place);
        if (at == stock().places.end()) return;
        if (at->sealed != shelf().sealed(place) || at->sealed < 0) complain("the sealed containers differ");
        const std::vector<std::size_t> opened = shelf().opened(place);
        if (at->opened.size() != opened.size()) return complain("the opened containers differ");
        for (std::size_t i = 0; i < opened.size(); ++i) {
            const Thing& thing = shelf().things[opened[i]];
            const OpenContainer& booked = at->opened[i];
            if (booked.container != thing.number || booked.left_micrograms != thing.left || thing.left > kFull)
                complain("a container differs");
        }
    }
};

// ---- as many acts as there is time for ----------------------------------------------------------------------------------------------

TEST(StockRules, TheBalanceNeverDrifts) {
    const std::int64_t wanted = is_long() ? 1'000'000 : 150'000;
    const auto began = std::chrono::steady_clock::now();
    std::int64_t acts = 0, taken = 0, deaths = 0;
    std::map<std::string, int> codes;
    for (std::uint64_t world = 0; acts < wanted; ++world) {
        Clinic clinic(seed() + world);
        for (int i = 0; i < kActsOfAWorld; ++i) clinic.act();
        ASSERT_EQ(clinic.complaint, "") << "AFTERGLOW_SEED=" << seed() + world;
        acts += clinic.acts, taken += clinic.taken, deaths += clinic.deaths;
        for (const auto& [code, times] : clinic.codes) codes[code] += times;
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    std::printf("%lld acts, %lld of them entered, %lld deaths between, in %.1f s: %.0f a second; AFTERGLOW_SEED=%llu\n",
                static_cast<long long>(acts), static_cast<long long>(taken), static_cast<long long>(deaths),
                took.count(), static_cast<double>(acts) / took.count(), static_cast<unsigned long long>(seed()));
    // The search goes far: most is entered, and every way to be refused is met.
    EXPECT_GT(taken, acts / 3);
    EXPECT_GT(deaths, acts / 10'000);
    for (const char* code :
         {"stock_unknown", "month_closed", "witness_needed", "witness_is_yourself", "nothing_changes", "/to same_place",
          "/lot lot_differs", "/containers containers_needed", "/containers stock_short", "/opened container_unknown",
          "/place nothing_sealed", "/container container_unknown", "/amount_mg stock_short",
          "/form/dose_mg stock_short", "/entry entry_unknown", "/entry entry_already_corrected",
          "/right_mg stock_short", "/right_mg out_of_range", "/right_containers stock_short"})
        EXPECT_GT(codes[code], 0) << code;
}

// ---- planted faults: folding notices ------------------------------------------------------------------------------------------------

// A journal of one lot with many entries, and the state it gives.
struct Kept {
    std::vector<JournalLine> journal;
    std::string state;
};
Kept kept_journal() {
    Clinic clinic(seed());
    for (int i = 0; i < 900; ++i) clinic.act();
    return {clinic.journal[0], to_json(clinic.stocks[0])};
}

// What folding a changed journal gives: nothing, if it stops.
std::optional<std::string> folded(const std::vector<JournalLine>& journal) {
    Stock stock;
    try {
        for (const JournalLine& line : journal) fold(stock, line);
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
    return to_json(stock);
}

template <class Change>
JournalLine with_move(JournalLine line, Change change) {
    StockMoved move = *from_json<StockMoved>(line.event.payload);
    change(move);
    line.event.payload = to_json(move);
    return line;
}

TEST(StockRules, AWrongBalanceStopsTheFold) {
    const Kept kept = kept_journal();
    ASSERT_EQ(folded(kept.journal), kept.state);
    int tried = 0;
    const auto expect_stop = [&](std::size_t at, auto change) {
        std::vector<JournalLine> journal = kept.journal;
        journal[at] = with_move(journal[at], change);
        EXPECT_FALSE(folded(journal)) << at;
        ++tried;
    };
    for (std::size_t i = 0; i < kept.journal.size(); ++i) {
        if (kept.journal[i].event.name != "StockMoved") continue;
        for (const std::int64_t by : {-1, 1, 1'000}) {
            expect_stop(i, [&](StockMoved& move) { move.balance_micrograms += by; });
            expect_stop(i, [&](StockMoved& move) { move.lot_balance_micrograms += by; });
            expect_stop(i, [&](StockMoved& move) { move.sealed_change += by; });
            const StockMoved move = *from_json<StockMoved>(kept.journal[i].event.payload);
            if (move.to_place) expect_stop(i, [&](StockMoved& m) { *m.to_balance_micrograms += by; });
            if (!move.opened.empty()) expect_stop(i, [&](StockMoved& m) { m.opened[0].change_micrograms += by; });
        }
    }
    EXPECT_GT(tried, 300);
}

TEST(StockRules, AnEntryDroppedDuplicatedOrMovedIsNoticed) {
    const Kept kept = kept_journal();
    ASSERT_GT(kept.journal.size(), 20u);
    for (std::size_t i = 0; i < kept.journal.size(); ++i) {
        const auto at = static_cast<std::ptrdiff_t>(i);
        std::vector<JournalLine> dropped = kept.journal, doubled = kept.journal, moved = kept.journal;
        dropped.erase(dropped.begin() + at);
        EXPECT_NE(folded(dropped), kept.state) << i;
        doubled.insert(doubled.begin() + at, doubled[i]);
        if (i > 0) EXPECT_NE(folded(doubled), kept.state) << i;  // that the lot is known may be said twice
        if (i + 1 == kept.journal.size()) continue;
        std::swap(moved[i], moved[i + 1]);
        EXPECT_NE(folded(moved), kept.state) << i;
    }
}

// Two people who decided on the same balance: the second entry stops the fold; the desk never lets it come so far.
TEST(StockRules, TwoEntriesDecidedOnOneBalanceAreNoticed) {
    World world;
    const StockId stock = id<StockId>(501);
    const ReceiveStock receipt{
        stock, {{"Example solution"}, {50'000}, {kFull}}, {"LOT"}, {20'900}, {kSafe}, {3}, {"x"}, {"x"}, {}};
    const auto state = [&]() -> const Stock& { return world.get<Stock>(stream_of(stock)); };
    Act act;
    world.apply(decide(state(), receipt, {}, act), act);
    const WasteStock waste{stock, {kSafe}, {}, {10'000}, {"x"}, {"x"}, {}};
    const Act one = witnessed(kSecond), other = witnessed(kThird);
    const auto first = decide(state(), waste, {}, one), second = decide(state(), waste, {}, other);
    world.apply(first, one);
    EXPECT_THROW(world.fold(second->list().at(0), other), std::runtime_error);
}

// A list of changes of milligrams in numbers with a point drifts, and the comparison says so.
template <class Amount>
int differences(const std::vector<JournalLine>& journal, Amount one_microgram) {
    std::map<std::string, Amount> places;
    Amount lot{};
    int different = 0;
    for (const JournalLine& line : journal) {
        if (line.event.name != "StockMoved") continue;
        const StockMoved move = *from_json<StockMoved>(line.event.payload);
        const Amount change = static_cast<Amount>(move.change_micrograms) * one_microgram;
        places[move.place.value] += change;
        if (move.to_place) places[move.to_place->value] -= change;
        if (!move.to_place) lot += change;
        different += places[move.place.value] != static_cast<Amount>(move.balance_micrograms) * one_microgram;
        different += lot != static_cast<Amount>(move.lot_balance_micrograms) * one_microgram;
    }
    return different;
}

TEST(StockRules, NumbersWithAPointWouldDrift) {
    const Kept kept = kept_journal();
    EXPECT_EQ(differences<std::int64_t>(kept.journal, 1), 0);
    EXPECT_GT(differences<double>(kept.journal, 0.001), 0);
    EXPECT_GT(differences<float>(kept.journal, 0.001f), 0);
}

}  // namespace
}  // namespace afterglow::clinic
