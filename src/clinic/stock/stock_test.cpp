#include "clinic/stock/stock.h"

#include <gtest/gtest.h>

#include <cmath>

#include "clinic/account/account.h"
#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

const StockId kStock = id<StockId>(501);
const EntryId kNobody = id<EntryId>(404);
const Medicine kMedicine{{"Example solution"}, {50'000}, {100'000}};
constexpr std::int64_t kFull = 100'000;

ReceiveStock receipt(int containers, const char* place = kSafe) {
    return {kStock,       kMedicine,     {"LOT-1"}, *parse_date("2027-01-31"), {place}, {containers},
            {"Supplier"}, {"Note 1234"}, {}};
}
OpenStock opening(const char* place = kSafe) { return {kStock, {place}, {}}; }
WasteStock waste(double mg, std::optional<std::int64_t> container = {}, const char* place = kSafe) {
    return {kStock, {place}, container, {std::llround(mg * 1000)}, {"spilt"}, {"into the bin"}, {}};
}
TransferStock transfer(int containers, std::vector<std::int64_t> opened = {}, const char* from = kSafe,
                       const char* to = "blue") {
    return {kStock, {from}, {to}, {containers}, opened, {}};
}
ReturnStock going_back(int containers, std::vector<std::int64_t> opened = {}) {
    return {kStock, {kSafe}, {containers}, opened, {"Supplier"}, {"Note 5"}};
}
DestroyStock destroying(int containers, std::vector<std::int64_t> opened = {}) {
    return {kStock, {kSafe}, {containers}, opened, {"expired"}, {"burnt"}, {"Protocol 6"}};
}
CountStock counting(int sealed, std::vector<CountedContainer> opened = {}, const char* place = kSafe) {
    return {kStock, {place}, {sealed}, opened, {}};
}
CorrectStock correcting(const EntryId& entry, double right_mg) {
    return {kStock, entry, Milligrams{std::llround(right_mg * 1000)}, {}, {"misread"}};
}
CorrectStock correcting_receipt(const EntryId& entry, int right) {
    return {kStock, entry, {}, Containers{right}, {"one broken on the way"}};
}
DoseTaken dose_taken(double mg, const char* place = kSafe, std::optional<std::int64_t> container = {}) {
    return {.session = kSession,
            .patient = kPatient,
            .prescriber = kThird,
            .prepared_by = kSecond,
            .medicine = "Example solution",
            .lot = {"LOT-1"},
            .expires = *parse_date("2027-01-31"),
            .dose_mg = {std::llround(mg * 1000)},
            .place = {place},
            .container = container,
            .note = {}};
}

struct StockTest : ::testing::Test {
    World world;
    ClosedThrough closed;

    const Stock& stock() { return world.get<Stock>(stream_of(kStock)); }
    const StockPlace& at_place(std::string_view place = kSafe) {
        return *std::ranges::find_if(stock().places, [&](const StockPlace& each) { return each.place.value == place; });
    }
    std::vector<std::pair<std::int64_t, std::int64_t>> opened(std::string_view place = kSafe) {
        std::vector<std::pair<std::int64_t, std::int64_t>> found;
        for (const OpenContainer& each : at_place(place).opened)
            found.emplace_back(each.container, each.left_micrograms);
        return found;
    }
    using Opened = std::vector<std::pair<std::int64_t, std::int64_t>>;

    template <class Command>
    std::string code(const Command& command, const Act& act = witnessed(kSecond)) {
        return code_of(decide(stock(), command, closed, act));
    }
    template <class Command>
    EntryId enter(const Command& command, const Act& act = witnessed(kSecond)) {
        return world.apply(decide(stock(), command, closed, act), act);
    }
    std::string code(const DoseTaken& dose, const Act& act = {}) {
        Events events;
        return code_of(take_dose(events, stock(), dose, closed, act));
    }
    EntryId give(const DoseTaken& dose, const Act& act = {}) {
        Events events;
        EXPECT_EQ(code_of(take_dose(events, stock(), dose, closed, act)), "ok");
        return world.apply(events, act);
    }
    // Of the last event that was decided.
    template <class Command>
    StockMoved move_of(const Command& command, const Act& act = witnessed(kSecond)) {
        return *from_json<StockMoved>(decide(stock(), command, closed, act)->list().back().payload);
    }
};

TEST_F(StockTest, ALotIsReceived) {
    enter(receipt(3));
    EXPECT_EQ(stock().medicine.name.value, "Example solution");
    EXPECT_EQ(stock().balance_micrograms, 3 * kFull);
    EXPECT_EQ(at_place().sealed, 3);
    EXPECT_TRUE(at_place().opened.empty());
    enter(receipt(2, "blue"));
    EXPECT_EQ(stock().balance_micrograms, 5 * kFull);
    EXPECT_EQ(balance_at(stock(), "blue"), 2 * kFull);
    EXPECT_EQ(balance_at(stock(), "green"), 0);
    const StockMoved move = move_of(receipt(1));
    EXPECT_EQ(move.other_party->value, "Supplier");
    EXPECT_EQ(move.document->value, "Note 1234");
    EXPECT_EQ(move.balance_micrograms, 4 * kFull);
    EXPECT_EQ(move.lot_balance_micrograms, 6 * kFull);
}

TEST_F(StockTest, WhatAReceiptNeeds) {
    const auto with = [&](auto change) {
        ReceiveStock command = receipt(1);
        change(command);
        return code(command);
    };
    EXPECT_EQ(with([](ReceiveStock& c) { c.containers = {0}; }), "/containers containers_needed");
    EXPECT_EQ(with([](ReceiveStock& c) { c.place = {"attic"}; }), "/place place_unknown");
    EXPECT_EQ(with([](ReceiveStock& c) { c.medicine.container_mg = {0}; }), "/medicine/container_mg amount_needed");
    EXPECT_EQ(with([](ReceiveStock& c) { c.medicine.strength_mg_per_ml = {0}; }),
              "/medicine/strength_mg_per_ml amount_needed");
    enter(receipt(1));
    EXPECT_EQ(with([](ReceiveStock& c) { c.lot = {"LOT-2"}; }), "/lot lot_differs");
    EXPECT_EQ(with([](ReceiveStock& c) { c.expires.days += 1; }), "/lot lot_differs");
    EXPECT_EQ(with([](ReceiveStock& c) { c.medicine.container_mg = {1}; }), "/lot lot_differs");
    EXPECT_EQ(with([](ReceiveStock& c) { c.medicine.name = {"Another"}; }), "/lot lot_differs");
    EXPECT_EQ(with([](ReceiveStock&) {}), "ok");
}

TEST_F(StockTest, NothingIsTakenFromALotThatIsNotThere) {
    EXPECT_EQ(code(dose_taken(1)), "/form/stock stock_unknown");
    EXPECT_EQ(code(opening()), "stock_unknown");
    EXPECT_EQ(code(waste(1)), "stock_unknown");
    EXPECT_EQ(code(transfer(1)), "stock_unknown");
    EXPECT_EQ(code(going_back(1)), "stock_unknown");
    EXPECT_EQ(code(destroying(1)), "stock_unknown");
    EXPECT_EQ(code(counting(0)), "stock_unknown");
    EXPECT_EQ(code(correcting(kNobody, 1)), "stock_unknown");
    EXPECT_EQ(code(CloseDiscrepancy{kStock, kNobody, {"x"}}), "stock_unknown");
}

TEST_F(StockTest, OpeningChangesNoBalance) {
    enter(receipt(2));
    const StockMoved move = move_of(opening());
    EXPECT_EQ(move.kind, MoveKind::opened);
    EXPECT_EQ(move.change_micrograms, 0);
    EXPECT_EQ(move.balance_micrograms, 2 * kFull);
    enter(opening());
    EXPECT_EQ(at_place().sealed, 1);
    EXPECT_EQ(opened(), (Opened{{1, kFull}}));
    EXPECT_EQ(at_place().opened[0].opened_at, kNow);
    EXPECT_EQ(stock().balance_micrograms, 2 * kFull);
    give(dose_taken(70));  // from the opened one, before a sealed one
    EXPECT_EQ(opened(), (Opened{{1, 30'000}}));
    enter(opening());
    EXPECT_EQ(opened(), (Opened{{1, 30'000}, {2, kFull}}));
    EXPECT_EQ(code(opening()), "/place nothing_sealed");
    EXPECT_EQ(code(opening("blue")), "/place nothing_sealed");
    EXPECT_EQ(code(correcting(stock().entries.back().entry, 1)), "/entry entry_not_correctable");
}

// ---- doses ----------------------------------------------------------------------------------------------------------------------

TEST_F(StockTest, ADoseOpensContainersAsItMust) {
    enter(receipt(3));
    give(dose_taken(70));
    EXPECT_EQ(at_place().sealed, 2);
    EXPECT_EQ(opened(), (Opened{{1, 30'000}}));
    give(dose_taken(50));  // the rest of the first, then a second
    EXPECT_EQ(at_place().sealed, 1);
    EXPECT_EQ(opened(), (Opened{{2, 80'000}}));
    give(dose_taken(80));
    EXPECT_TRUE(at_place().opened.empty());
    give(dose_taken(100));  // opened and emptied at once: it has a number all the same
    EXPECT_EQ(stock().containers_opened, 3);
    EXPECT_EQ(stock().balance_micrograms, 0);
    EXPECT_EQ(code(dose_taken(0.001)), "/form/dose_mg stock_short");
}

TEST_F(StockTest, ADoseLargerThanAContainerTakesSeveral) {
    enter(receipt(3));
    give(dose_taken(250));
    EXPECT_EQ(at_place().sealed, 0);
    EXPECT_EQ(opened(), (Opened{{3, 50'000}}));
    EXPECT_EQ(stock().entries.back().opened.size(), 3u);
}

TEST_F(StockTest, TheEntryOfADoseSaysWhoAndWhat) {
    enter(receipt(1));
    DoseTaken dose = dose_taken(70.5);
    dose.note = Line{"no other lot today"};
    Events events;
    ASSERT_TRUE(take_dose(events, stock(), dose, closed, Act{}).ok());
    const StockMoved move = *from_json<StockMoved>(events.list().at(0).payload);
    EXPECT_EQ(move.kind, MoveKind::issued);
    EXPECT_EQ(move.change_micrograms, -70'500);
    EXPECT_EQ(move.balance_micrograms, 29'500);
    EXPECT_EQ(move.session, kSession);
    EXPECT_EQ(move.patient, kPatient);
    EXPECT_EQ(move.prescriber, kThird);
    EXPECT_EQ(move.prepared_by, kSecond);
    EXPECT_EQ(move.note->value, "no other lot today");
}

TEST_F(StockTest, WhatIsReadFromTheContainerMustBeTheRegisters) {
    enter(receipt(1));
    const auto with = [&](auto change) {
        DoseTaken dose = dose_taken(70);
        change(dose);
        return code(dose);
    };
    EXPECT_EQ(with([](DoseTaken& d) { d.medicine = "Another"; }), "/form/stock medicine_differs");
    EXPECT_EQ(with([](DoseTaken& d) { d.lot = {"LOT-2"}; }), "/form/lot lot_differs");
    EXPECT_EQ(with([](DoseTaken& d) { d.expires.days += 1; }), "/form/expires expiry_differs");
    EXPECT_EQ(with([](DoseTaken& d) { d.place = {"attic"}; }), "/form/place place_unknown");
    EXPECT_EQ(with([](DoseTaken& d) { d.place = {"blue"}; }), "/form/dose_mg stock_short");
    EXPECT_EQ(with([](DoseTaken& d) { d.container = 1; }), "/container container_unknown");
    EXPECT_EQ(with([](DoseTaken& d) { d.dose_mg = {100'001}; }), "/form/dose_mg stock_short");
    EXPECT_EQ(with([](DoseTaken& d) { d.dose_mg = {100'000}; }), "ok");
}

TEST_F(StockTest, ADoseFromOneContainerTakesFromNoOther) {
    enter(receipt(2));
    give(dose_taken(70));
    EXPECT_EQ(code(dose_taken(30.001, kSafe, 1)), "/form/dose_mg stock_short");
    give(dose_taken(30, kSafe, 1));
    EXPECT_EQ(at_place().sealed, 1);
    EXPECT_EQ(code(dose_taken(1, kSafe, 1)), "/container container_unknown");  // empty: gone
}

// ---- moving, returning, destroying ------------------------------------------------------------------------------------------------

TEST_F(StockTest, ContainersAreTransferredWhole) {
    enter(receipt(3));
    give(dose_taken(70));
    enter(transfer(1, {1}));
    EXPECT_EQ(at_place().sealed, 1);
    EXPECT_TRUE(at_place().opened.empty());
    EXPECT_EQ(at_place("blue").sealed, 1);
    EXPECT_EQ(opened("blue"), (Opened{{1, 30'000}}));
    EXPECT_EQ(balance_at(stock(), "blue"), 130'000);
    EXPECT_EQ(stock().balance_micrograms, 230'000);
    EXPECT_EQ(code(transfer(2)), "/containers stock_short");
    EXPECT_EQ(code(transfer(0)), "/containers containers_needed");
    EXPECT_EQ(code(transfer(0, {1})), "/opened container_unknown");
    EXPECT_EQ(code(transfer(0, {1, 1}, "blue", "green")), "/opened container_unknown");
    EXPECT_EQ(code(transfer(1, {}, kSafe, kSafe)), "/to same_place");
    EXPECT_EQ(code(transfer(1, {}, kSafe, "attic")), "/to place_unknown");
    EXPECT_EQ(code(transfer(1, {}, "green", "blue")), "/containers stock_short");
}

// How long a container has been open decides whether it may still be used.
TEST_F(StockTest, ATransferredContainerWasOpenedWhenItWasOpened) {
    enter(receipt(3));
    give(dose_taken(70), at(kNow + hours(1)));
    enter(transfer(0, {1}), at(kNow + hours(5)));
    EXPECT_EQ(at_place("blue").opened[0].opened_at, kNow + hours(1));
}

TEST_F(StockTest, TheContainerOpenedFirstIsUsedFirstWhereverItCameFrom) {
    enter(receipt(3));
    give(dose_taken(70));
    enter(transfer(0, {1}, kSafe, "blue"));
    give(dose_taken(60));
    enter(transfer(0, {1}, "blue", kSafe));  // came last, was opened first
    EXPECT_EQ(opened(), (Opened{{1, 30'000}, {2, 40'000}}));
    give(dose_taken(20));
    EXPECT_EQ(opened(), (Opened{{1, 10'000}, {2, 40'000}}));
}

TEST_F(StockTest, ContainersAreReturnedWhole) {
    enter(receipt(3));
    give(dose_taken(70));
    const StockMoved move = move_of(going_back(1, {1}));
    EXPECT_EQ(move.change_micrograms, -130'000);
    EXPECT_EQ(move.other_party->value, "Supplier");
    EXPECT_EQ(move.document->value, "Note 5");
    enter(going_back(1, {1}), Act{});  // one person
    EXPECT_EQ(stock().balance_micrograms, kFull);
    EXPECT_EQ(code(going_back(2)), "/containers stock_short");
    EXPECT_EQ(code(going_back(0)), "/containers containers_needed");
    EXPECT_EQ(code(going_back(0, {1})), "/opened container_unknown");
}

TEST_F(StockTest, DestroyingNeedsTwoPeople) {
    enter(receipt(2));
    give(dose_taken(70));
    EXPECT_EQ(code(destroying(1), Act{}), "witness_needed");
    EXPECT_EQ(code(destroying(1), witnessed(kClinician)), "witness_is_yourself");
    EXPECT_EQ(code(destroying(2)), "/containers stock_short");
    EXPECT_EQ(code(destroying(0)), "/containers containers_needed");
    EXPECT_EQ(code(destroying(1, {2})), "/opened container_unknown");
    const StockMoved move = move_of(destroying(1, {1}));
    EXPECT_EQ(move.witness, kSecond);
    EXPECT_EQ(move.document->value, "Protocol 6");
    enter(destroying(1, {1}));
    EXPECT_EQ(stock().balance_micrograms, 0);
}

TEST_F(StockTest, WastingNeedsTwoPeople) {
    enter(receipt(2));
    give(dose_taken(70));
    EXPECT_EQ(code(waste(30), Act{}), "witness_needed");
    EXPECT_EQ(code(waste(30), witnessed(kClinician)), "witness_is_yourself");
    EXPECT_EQ(code(waste(0)), "/amount_mg amount_needed");
    EXPECT_EQ(code(waste(30.001, 1)), "/amount_mg stock_short");
    EXPECT_EQ(code(waste(130.001)), "/amount_mg stock_short");
    EXPECT_EQ(code(waste(1, 2)), "/container container_unknown");
    EXPECT_EQ(code(waste(1, {}, "blue")), "/amount_mg stock_short");
    WasteStock rest = waste(30, 1);
    rest.session = kSession;
    EXPECT_EQ(move_of(rest).session, kSession);
    EXPECT_EQ(move_of(rest).witness, kSecond);
    enter(rest);
    EXPECT_EQ(stock().balance_micrograms, kFull);
    EXPECT_TRUE(at_place().opened.empty());
}

// ---- counting -------------------------------------------------------------------------------------------------------------------

TEST_F(StockTest, ACountThatAgreesNeedsNobodyElse) {
    enter(receipt(2));
    give(dose_taken(70));
    enter(counting(1, {{1, {30'000}}}), Act{});
    EXPECT_TRUE(stock().discrepancies.empty());
    EXPECT_EQ(stock().entries.back().kind, MoveKind::counted);
    EXPECT_EQ(stock().balance_micrograms, 130'000);
    enter(counting(0, {}, "green"), Act{});  // nothing there, as expected
}

TEST_F(StockTest, ADifferenceIsFoundByTwoAndIsOpenUntilTwoCloseIt) {
    enter(receipt(2));
    give(dose_taken(70));
    const CountStock less = counting(1, {{1, {28'500}}});
    EXPECT_EQ(code(less, Act{}), "witness_needed");
    EXPECT_EQ(code(less, witnessed(kClinician)), "witness_is_yourself");
    EXPECT_EQ(move_of(less).expected_micrograms, 130'000);
    const EntryId count = enter(less);
    EXPECT_EQ(opened(), (Opened{{1, 28'500}}));
    ASSERT_EQ(stock().discrepancies.size(), 1u);
    EXPECT_EQ(stock().discrepancies[0].variance_micrograms, -1'500);
    EXPECT_FALSE(stock().discrepancies[0].closed_at);

    const CloseDiscrepancy closing{kStock, count, {"spilt while drawing up"}};
    EXPECT_EQ(code(closing, Act{}), "witness_needed");
    EXPECT_EQ(code(closing, witnessed(kClinician)), "witness_is_yourself");
    EXPECT_EQ(code(CloseDiscrepancy{kStock, kNobody, {"x"}}), "/entry discrepancy_unknown");
    enter(closing);
    EXPECT_EQ(stock().discrepancies[0].finding->value, "spilt while drawing up");
    EXPECT_TRUE(stock().discrepancies[0].closed_at);
    EXPECT_EQ(code(closing), "/entry discrepancy_closed");
}

// Two differences that cancel each other are two differences.
TEST_F(StockTest, ACountThatAgreesOnlyInSumDiffers) {
    enter(receipt(3));
    give(dose_taken(50));
    enter(transfer(0, {1}, kSafe, "blue"));
    give(dose_taken(50));
    enter(transfer(0, {1}, "blue", kSafe));
    EXPECT_EQ(code(counting(1, {{1, {40'000}}, {2, {60'000}}}), Act{}), "witness_needed");
    enter(counting(1, {{1, {40'000}}, {2, {60'000}}}));
    EXPECT_EQ(stock().discrepancies.at(0).variance_micrograms, 0);
}

TEST_F(StockTest, WhatACountSays) {
    enter(receipt(2));
    give(dose_taken(70));
    EXPECT_EQ(code(counting(1, {{1, {1}}, {1, {1}}})), "/opened counted_twice");
    EXPECT_EQ(code(counting(1, {{2, {1}}})), "/opened container_unknown");
    EXPECT_EQ(code(counting(1, {{1, {kFull + 1}}})), "/opened out_of_range");
    EXPECT_EQ(code(counting(0, {}, "attic")), "/place place_unknown");
    enter(counting(3));  // two sealed ones more, the opened one not there
    EXPECT_EQ(at_place().sealed, 3);
    EXPECT_TRUE(at_place().opened.empty());
    EXPECT_EQ(stock().discrepancies.at(0).variance_micrograms, 170'000);
}

// ---- corrections ------------------------------------------------------------------------------------------------------------------

TEST_F(StockTest, ADoseEnteredTooHighGoesBackIntoItsContainer) {
    enter(receipt(2));
    const EntryId wrong = give(dose_taken(70));
    const StockMoved move = move_of(correcting(wrong, 60));
    EXPECT_EQ(move.kind, MoveKind::corrected);
    EXPECT_EQ(move.corrects, wrong);
    EXPECT_EQ(move.session, kSession);
    EXPECT_EQ(move.witness, kSecond);
    EXPECT_EQ(move.reason->value, "misread");
    const EntryId right = enter(correcting(wrong, 60));
    EXPECT_EQ(opened(), (Opened{{1, 40'000}}));
    EXPECT_EQ(stock().entries[1].corrected_by, right);  // both stay
    EXPECT_EQ(stock().entries[1].change_micrograms, -70'000);
    EXPECT_EQ(code(correcting(wrong, 50)), "/entry entry_already_corrected");
    EXPECT_EQ(code(correcting(right, 50)), "/entry entry_not_correctable");
}

TEST_F(StockTest, ADoseEnteredTooLowTakesTheRest) {
    enter(receipt(2));
    const EntryId wrong = give(dose_taken(70));
    EXPECT_EQ(code(correcting(wrong, 200.001)), "/right_mg stock_short");
    enter(correcting(wrong, 120));
    EXPECT_EQ(at_place().sealed, 0);
    EXPECT_EQ(opened(), (Opened{{2, 80'000}}));
}

// A container that was empty holds something again.
TEST_F(StockTest, ACorrectionFillsAContainerThatWasEmpty) {
    enter(receipt(1));
    const EntryId wrong = give(dose_taken(100));
    enter(correcting(wrong, 90));
    EXPECT_EQ(opened(), (Opened{{1, 10'000}}));
    EXPECT_EQ(stock().containers_opened, 1);
}

TEST_F(StockTest, ACorrectionFillsNoContainerAboveWhatWasTakenFromIt) {
    enter(receipt(3));
    give(dose_taken(80));
    const EntryId wrong = give(dose_taken(60));  // 20 from the first, 40 from the second
    ASSERT_EQ(opened(), (Opened{{2, 60'000}}));
    enter(correcting(wrong, 10));
    EXPECT_EQ(opened(), (Opened{{1, 10'000}, {2, 100'000}}));
    EXPECT_EQ(code(counting(1, {{1, {10'000}}, {2, {100'000}}}), Act{}), "ok");  // can be counted as it is
}

TEST_F(StockTest, ACorrectionGoesToWhereTheContainerLiesNow) {
    enter(receipt(2));
    const EntryId wrong = give(dose_taken(70));
    enter(transfer(0, {1}));
    enter(correcting(wrong, 60));
    EXPECT_EQ(opened("blue"), (Opened{{1, 40'000}}));
    EXPECT_TRUE(opened().empty());
    EXPECT_EQ(balance_at(stock(), kSafe), kFull);
}

// What a count has put right already does not fit in again.
TEST_F(StockTest, ACorrectionThatWouldOverfillIsRefused) {
    enter(receipt(2));
    const EntryId wrong = give(dose_taken(70));
    enter(counting(1, {{1, {95'000}}}));
    EXPECT_EQ(code(correcting(wrong, 64.999)), "/right_mg out_of_range");
    EXPECT_EQ(code(correcting(wrong, 65)), "ok");
}

TEST_F(StockTest, AReceiptIsCorrected) {
    const EntryId wrong = enter(receipt(3));
    give(dose_taken(70));
    EXPECT_EQ(code(correcting_receipt(wrong, 0)), "/right_containers stock_short");
    EXPECT_EQ(code(correcting_receipt(wrong, 3)), "nothing_changes");
    EXPECT_EQ(code(correcting_receipt(wrong, 4)), "ok");
    enter(correcting_receipt(wrong, 1));
    EXPECT_EQ(at_place().sealed, 0);
    EXPECT_EQ(stock().balance_micrograms, 30'000);
}

TEST_F(StockTest, WhatACorrectionNeeds) {
    const EntryId receipt_entry = enter(receipt(3));
    const EntryId dose_entry = give(dose_taken(70));
    const EntryId wasted = enter(waste(10));
    const EntryId moved = enter(transfer(1));
    EXPECT_EQ(code(correcting(dose_entry, 60), Act{}), "witness_needed");
    EXPECT_EQ(code(correcting(dose_entry, 60), witnessed(kClinician)), "witness_is_yourself");
    EXPECT_EQ(code(correcting(kNobody, 60)), "/entry entry_unknown");
    EXPECT_EQ(code(correcting(dose_entry, 70)), "nothing_changes");
    EXPECT_EQ(code(correcting(receipt_entry, 60)), "/right_containers right_amount_needed");
    EXPECT_EQ(code(correcting_receipt(dose_entry, 1)), "/right_mg right_amount_needed");
    EXPECT_EQ(code(correcting(moved, 60)), "/entry entry_not_correctable");
    EXPECT_EQ(code(correcting(wasted, 0)), "ok");
}

// ---- a closed month ---------------------------------------------------------------------------------------------------------------

TEST_F(StockTest, NothingIsEnteredForAClosedMonth) {
    const Act october = witnessed(kSecond, *parse_instant("2026-10-31T22:59:00Z"));
    const Act november = witnessed(kSecond, *parse_instant("2026-10-31T23:00:00Z"));  // midnight in Prague
    enter(receipt(2), witnessed(kSecond, october.at));
    const EntryId wrong = give(dose_taken(70), october);
    closed = *parse_date("2026-10-31");
    EXPECT_EQ(code(receipt(1), october), "month_closed");
    EXPECT_EQ(code(dose_taken(1), october), "month_closed");
    EXPECT_EQ(code(waste(1), october), "month_closed");
    EXPECT_EQ(code(transfer(1), october), "month_closed");
    EXPECT_EQ(code(going_back(1), october), "month_closed");
    EXPECT_EQ(code(destroying(1), october), "month_closed");
    EXPECT_EQ(code(counting(1), october), "month_closed");
    EXPECT_EQ(code(correcting(wrong, 60), october), "month_closed");
    EXPECT_EQ(code(correcting(wrong, 60), november), "ok");  // in the month that is open
    EXPECT_EQ(code(dose_taken(1), november), "ok");
}

// ---- what a dose is charged for ----------------------------------------------------------------------------------------------------

TEST(Account, ADoseIsChargedOnceAndAsItWasCorrected) {
    World world;
    const std::string stream = account_stream(kCourse);
    const EntryId first = id<EntryId>(11), second = id<EntryId>(12);
    world.apply(one_event(stream, DoseCharged{kSession, first, "Example solution", {70'000}}), Act{});
    world.apply(one_event(stream, DoseCharged{kSession, second, "Example solution", {30'000}}), at(kNow + hours(1)));
    world.apply(one_event(stream, DoseChargeCorrected{first, {60'500}}), at(kNow + hours(2)));
    world.apply(one_event(stream, DoseChargeCorrected{kNobody, {1}}), Act{});  // of nothing here
    const Account& account = world.get<Account>(stream);
    ASSERT_EQ(account.lines.size(), 2u);
    EXPECT_EQ(account.lines[0].dose_mg.micrograms, 60'500);
    EXPECT_EQ(account.lines[0].at, kNow);
    EXPECT_EQ(account.lines[1].dose_mg.micrograms, 30'000);
    EXPECT_EQ(account.lines[1].session, kSession);
}

}  // namespace
}  // namespace afterglow::clinic
