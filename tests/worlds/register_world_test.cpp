// P13, P14, P15 at the desk: eight people keep the register at once while the server is closed, opened again and killed; the
// tester's list in memory says what was acknowledged, and the register must say the same. Then everything that somebody with
// the program's rights over the file could do to an entry, and everybody who could pretend to be the second person.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <fstream>
#include <future>
#include <map>
#include <mutex>
#include <random>
#include <shared_mutex>
#include <sstream>
#include <thread>

#include "clinic/staff/staff.h"
#include "clinic/stock/register.h"
#include "desk/passwords.h"
#include "desk/witnessing.h"
#include "http/app.h"
#include "journal/verify.h"
#include "tests/access/house.h"
#include "tests/crash/settings.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "views/projection.h"
#include "views/queries.h"

namespace afterglow::worlds {
namespace {

using clinic::Role;
using harness::parsed;
using Random = std::mt19937_64;

constexpr int kPeople = 8;
constexpr std::int64_t kContainer = 200'000;  // micrograms
const StaffId kFirst{"00000000-0000-4000-8000-000000000101"}, kSecond{"00000000-0000-4000-8000-000000000102"};

std::string uuid(Random& random) {
    char text[37];
    std::snprintf(text, sizeof text, "%08x-%04x-4%03x-8%03x-%012llx", static_cast<unsigned>(random() & 0xffffffff),
                  static_cast<unsigned>(random() & 0xffff), static_cast<unsigned>(random() & 0xfff),
                  static_cast<unsigned>(random() & 0xfff), static_cast<unsigned long long>(random() & 0xffffffffffff));
    return text;
}

// One act as the tester remembers it; small enough that a pipe takes it whole.
struct Act {
    enum class Said : char { sent, done, refused } said = Said::sent;
    char command[37] = {}, stock[37] = {};
    std::int64_t safe_change = 0, room_change = 0;
};

struct Asking {
    std::string name;
    Json data;
    Act act;
};

// What one person knows and does: lots that all share, and one that only this person counts.
class Keeper {
public:
    Keeper(std::uint64_t seed, std::vector<std::string>& shared, std::mutex& mutex)
        : random_(seed), shared_(shared), mutex_(mutex) {}

    Asking next() {
        const int what = static_cast<int>(random_() % 100);
        if (what < 6 || own_.empty()) return receive(own_ = uuid(random_), 20);
        if (what < 12) return receive_shared();
        if (what < 22) return count();
        if (what < 40) return transfer();
        if (what < 45) return open();
        if (what < 60 && !wasted_.empty()) return correct();
        return waste();
    }
    void done(const Asking& asking) {
        const std::lock_guard lock(mutex_);
        if (asking.name == "receive-stock" && asking.act.stock != own_) shared_.push_back(asking.act.stock);
        if (asking.name == "receive-stock" && asking.act.stock == own_) own_sealed_ = 20;
        if (asking.name == "count-stock") own_sealed_ += asking.act.safe_change / kContainer;
        if (asking.name == "waste-stock")
            wasted_.push_back({asking.act.stock, asking.act.command, asking.act.safe_change, asking.act.room_change});
    }

private:
    struct Wasted {
        std::string stock, entry;
        std::int64_t safe_change, room_change;
    };

    template <class Command>
    Asking asking(const char* name, const Command& command, std::int64_t safe, std::int64_t room) {
        Asking asking{name, parse_json(to_json(command)).value(), {}};
        std::strcpy(asking.act.command, uuid(random_).c_str());
        std::strcpy(asking.act.stock, command.stock.value.c_str());
        asking.act.safe_change = safe, asking.act.room_change = room;
        return asking;
    }
    Asking receive(const std::string& stock, std::int64_t containers) {
        const clinic::ReceiveStock command{.stock = {stock},
                                           .medicine = {{"Ketamine"}, {50'000}, {kContainer}},
                                           .lot = {stock.substr(0, 8)},
                                           .expires = *parse_date("2030-01-01"),
                                           .place = {clinic::kSafe},
                                           .containers = {containers},
                                           .supplier = {"the wholesaler"},
                                           .document = {"D-1"},
                                           .note = {}};
        return asking("receive-stock", command, containers * kContainer, 0);
    }
    Asking receive_shared() {
        const std::string known = some_lot();
        const bool is_new = known.empty() || random_() % 3 == 0;
        return receive(is_new ? uuid(random_) : known, 1 + static_cast<std::int64_t>(random_() % 9));
    }
    Asking transfer() {
        const auto containers = 1 + static_cast<std::int64_t>(random_() % 4);
        const std::int64_t amount = containers * kContainer;
        const bool into_room = random_() % 3 != 0;
        const Code safe{clinic::kSafe}, room{"session-1"};
        const clinic::TransferStock command{
            {any_lot()}, into_room ? safe : room, into_room ? room : safe, {containers}, {}, {}};
        return asking("transfer-stock", command, into_room ? -amount : amount, into_room ? amount : -amount);
    }
    Asking open() {
        const bool in_room = random_() % 2 == 0;
        return asking("open-stock", clinic::OpenStock{{any_lot()}, {in_room ? "session-1" : clinic::kSafe}, {}}, 0, 0);
    }
    Asking waste() {
        const auto amount = 1 + static_cast<std::int64_t>(random_() % 90'000);
        const bool in_room = random_() % 2 == 0;
        const clinic::WasteStock command{
            {any_lot()}, {in_room ? "session-1" : clinic::kSafe}, {}, {amount}, {"left over"}, {"poured away"}, {}};
        return asking("waste-stock", command, in_room ? 0 : -amount, in_room ? -amount : 0);
    }
    Asking correct() {
        const Wasted wrong = wasted_[random_() % wasted_.size()];
        const auto right = static_cast<std::int64_t>(random_() % 120'000);
        const bool in_room = wrong.room_change != 0;
        const std::int64_t change = -(wrong.safe_change + wrong.room_change) - right;  // what comes back
        const clinic::CorrectStock command{{wrong.stock}, {wrong.entry}, Milligrams{right}, {}, {"misread"}};
        return asking("correct-stock", command, in_room ? 0 : change, in_room ? change : 0);
    }
    // Nobody else touches this lot, so the tester knows what a count will find missing.
    Asking count() {
        const auto missing = own_sealed_ > 0 ? static_cast<std::int64_t>(random_() % 2) : 0;
        const clinic::CountStock command{{own_}, {clinic::kSafe}, {own_sealed_ - missing}, {}, {}};
        return asking("count-stock", command, -missing * kContainer, 0);
    }
    std::string some_lot() {
        const std::lock_guard lock(mutex_);
        return shared_.empty() ? ""
                               : shared_[shared_.size() - 1 - random_() % std::min<std::size_t>(shared_.size(), 8)];
    }
    std::string any_lot() {
        const std::string lot = some_lot();
        return lot.empty() ? uuid(random_) : lot;  // one that there is not: refused
    }

    Random random_;
    std::vector<std::string>& shared_;
    std::mutex& mutex_;
    std::string own_;
    std::int64_t own_sealed_ = 0;
    std::vector<Wasted> wasted_;
};

// What was answered, and what the register says about it.
class Account {
public:
    void take(const Act& act) {
        Act& known = acts_[act.command];
        if (act.said == Act::Said::sent) known = act;
        known.said = act.said;
    }
    std::size_t acknowledged() const {
        return static_cast<std::size_t>(
            std::ranges::count_if(acts_, [](const auto& each) { return each.second.said == Act::Said::done; }));
    }
    std::size_t sent() const { return acts_.size(); }
    const Act& one_acknowledged() const {
        return std::ranges::find_if(acts_, [](const auto& each) { return each.second.said == Act::Said::done; })
            ->second;
    }

    // Empty if the register is what was acknowledged. What was never answered may be there, whole, or not.
    std::string complaint(const journal::StoreOptions& options) {
        const journal::Verification verified = journal::verify(options);
        if (!verified.ok()) return verified.summary();
        const auto db = journal::open_for_reading(options);
        for (const std::string& each : views::differences(*db)) return each;
        std::map<std::pair<std::string, std::string>, std::int64_t> expected;
        journal::JournalReader reader(*db);
        for (auto& [command, act] : acts_) {
            const bool is_there = !reader.events_of_command(command).empty();
            if (act.said == Act::Said::done && !is_there) return "an acknowledged entry is lost";
            if (act.said == Act::Said::refused && is_there) return "a refused entry is there";
            if (!is_there) continue;
            act.said = Act::Said::done;  // seen: from now on it may not go away
            expected[{act.stock, clinic::kSafe}] += act.safe_change;
            expected[{act.stock, "session-1"}] += act.room_change;
        }
        std::erase_if(expected, [](const auto& each) { return each.second == 0; });
        std::map<std::pair<std::string, std::string>, std::int64_t> found;
        for (const clinic::StockBalance& each : views::stock_balances(*db))
            found[{each.stock.value, each.place.value}] = each.balance_micrograms;
        if (found != expected) return "the balances differ";
        return complaint_about_entries(*db, expected);
    }

private:
    // The book from its first line: each balance is the one before and the change, and none is below zero.
    std::string complaint_about_entries(journal::Db& db,
                                        const std::map<std::pair<std::string, std::string>, std::int64_t>& expected) {
        std::map<std::pair<std::string, std::string>, std::int64_t> reckoned;
        std::int64_t number = 0, medicine = 0;
        for (const views::RegisterRow& row : views::register_entries(db, {}, "Europe/Prague", 10'000'000)) {
            const std::string at = "entry " + std::to_string(row.number) + ": ";
            if (row.number != ++number) return at + "the numbers have a gap";
            std::int64_t& balance = reckoned[{row.stock.value, row.place}];
            balance += row.change_micrograms;
            if (balance != row.balance_micrograms || balance < 0) return at + "the balance is wrong";
            if (row.to_place) {
                std::int64_t& to = reckoned[{row.stock.value, *row.to_place}];
                to -= row.change_micrograms;
                if (to != row.to_balance_micrograms || to < 0) return at + "the balance is wrong";
            } else {
                medicine += row.change_micrograms;
            }
            if (medicine != row.medicine_balance_micrograms) return at + "the medicine's balance is wrong";
            const bool needs_two = row.kind == clinic::MoveKind::wasted || row.kind == clinic::MoveKind::corrected ||
                                   (row.kind == clinic::MoveKind::counted && row.change_micrograms != 0);
            if (needs_two && (!row.witness || *row.witness == row.who)) return at + "nobody witnessed it";
        }
        std::erase_if(reckoned, [](const auto& each) { return each.second == 0; });
        return reckoned == expected ? "" : "the entries do not add up";
    }

    std::map<std::string, Act> acts_;
};

// ---- a desk of eight --------------------------------------------------------------------------------------------------------

journal::StoreOptions options_in(const std::filesystem::path& folder) { return {.data = folder / "clinic"}; }

std::unique_ptr<desk::Desk> open_desk(journal::Store& store) {
    return std::make_unique<desk::Desk>(store, harness::pack_named("cz-outpatient"),
                                        desk::DeskOptions{.now = [] { return harness::kMonday; }});
}

void hire_two(const std::filesystem::path& folder) {
    const auto store = journal::Store::open(options_in(folder));
    const auto desk = open_desk(*store);
    for (const auto& [id, user] : {std::pair{kFirst, "karel"}, std::pair{kSecond, "eva"}}) {
        const clinic::AddStaff person{id, {user}, {user}, {Role::custodian}, clinic::Language::cs, {}};
        const auto added = desk->perform("add-staff", {.staff = clinic::kSystem, .name = "", .address = ""},
                                         {.id = {desk::new_uuid()}}, parse_json(to_json(person)).value());
        ASSERT_TRUE(added.ok());
    }
}

using Tell = std::function<void(const Act&)>;

// Gives an asking to the desk that is there, and waits. The second person is vouched for: passwords are tried below.
Act::Said ask(const std::unique_ptr<desk::Desk>& desk, const Asking& asking, std::shared_mutex& door) {
    std::promise<bool> answered;
    {
        const std::shared_lock lock(door);
        desk->submit_vouched(*desk::find_command(asking.name), {.staff = kFirst, .name = "", .address = ""},
                             {.now = harness::kMonday, .witness = kSecond}, {.id = {asking.act.command}}, asking.data,
                             [&](const Result<desk::Answer>& answer) { answered.set_value(answer.ok()); });
    }
    return answered.get_future().get() ? Act::Said::done : Act::Said::refused;
}

void work(const std::unique_ptr<desk::Desk>& desk, std::shared_mutex& door, Keeper& keeper, const Tell& tell) {
    Asking asking = keeper.next();
    tell(asking.act);
    asking.act.said = ask(desk, asking, door);
    if (asking.act.said == Act::Said::done) keeper.done(asking);
    tell(asking.act);
}

// Runs in the child until it is killed.
[[noreturn]] void work_until_killed(const std::filesystem::path& folder, std::uint64_t seed,
                                    std::vector<std::string> lots, int pipe) {
    try {
        const auto store = journal::Store::open(options_in(folder));
        const auto desk = open_desk(*store);
        std::mutex mutex;
        std::shared_mutex door;
        const Tell tell = [&](const Act& act) {
            if (::write(pipe, &act, sizeof act) != sizeof act) ::_exit(3);
        };
        std::vector<std::jthread> people;
        for (int i = 0; i < kPeople; ++i) {
            people.emplace_back([&, i] {
                Keeper keeper(seed * kPeople + static_cast<std::uint64_t>(i), lots, mutex);
                while (true) work(desk, door, keeper, tell);
            });
        }
        people.clear();
    } catch (...) {
    }
    ::_exit(4);
}

struct KilledRounds {
    harness::TemporaryFolder folder{"register"};
    Account account;
    std::vector<std::string> lots;
    Random random{crash::seed()};

    void take_all(int pipe, std::chrono::milliseconds time) {
        const auto until = std::chrono::steady_clock::now() + time;
        Act act;
        while (true) {
            const auto left =
                std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
            if (left <= 0) return;
            pollfd ready{.fd = pipe, .events = POLLIN, .revents = 0};
            if (::poll(&ready, 1, static_cast<int>(left)) <= 0) continue;
            if (::read(pipe, &act, sizeof act) != sizeof act) return;
            account.take(act);
        }
    }
    void round() {
        int ends[2];
        ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
        const std::uint64_t seed = random();
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) work_until_killed(folder.path(), seed, lots, ends[1]);
        ::close(ends[1]);
        take_all(ends[0], std::chrono::milliseconds(60 + random() % 300));
        ::kill(child, SIGKILL);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);
        take_all(ends[0], std::chrono::hours(1));
        ::close(ends[0]);
    }
};

TEST(RegisterWorld, EightPeopleAndAServerThatIsKilled) {
    const int kills = crash::number_from_environment("AFTERGLOW_LONG", 0) != 0 ? 200 : 8;
    std::printf("AFTERGLOW_SEED=%llu\n", static_cast<unsigned long long>(crash::seed()));
    KilledRounds rounds;
    hire_two(rounds.folder.path());
    for (int i = 0; i < kills && !HasFailure(); ++i) {
        rounds.round();
        EXPECT_EQ(rounds.account.complaint(options_in(rounds.folder.path())), "") << "after kill " << i;
    }
    EXPECT_GT(rounds.account.acknowledged(), 100u);
    std::printf("%d kills, %zu acts sent, %zu in the register, difference 0\n", kills, rounds.account.sent(),
                rounds.account.acknowledged());
}

TEST(RegisterWorld, EightPeopleAndAServerThatIsClosedAndOpened) {
    const int acts = crash::number_from_environment("AFTERGLOW_LONG", 0) != 0 ? 5'000 : 250;  // of each
    const harness::TemporaryFolder folder("register");
    hire_two(folder.path());
    std::unique_ptr<journal::Store> store = journal::Store::open(options_in(folder.path()));
    std::unique_ptr<desk::Desk> desk = open_desk(*store);
    std::shared_mutex door;  // who gives something to the desk, and who replaces it
    std::mutex mutex, account_mutex;
    std::vector<std::string> lots;
    Account account;
    std::atomic<int> working{kPeople};
    std::vector<std::jthread> people;
    for (int i = 0; i < kPeople; ++i) {
        people.emplace_back([&, i] {
            Keeper keeper(crash::seed() * kPeople + static_cast<std::uint64_t>(i), lots, mutex);
            for (int n = 0; n < acts; ++n) {
                work(desk, door, keeper, [&](const Act& act) {
                    const std::lock_guard lock(account_mutex);
                    account.take(act);
                });
            }
            --working;
        });
    }
    int reopened = 0;
    for (; working > 0; ++reopened) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        const std::unique_lock lock(door);
        desk.reset();
        store.reset();
        store = journal::Store::open(options_in(folder.path()));
        desk = open_desk(*store);
    }
    people.clear();
    desk.reset();
    store.reset();
    EXPECT_EQ(account.complaint(options_in(folder.path())), "");
    EXPECT_GT(account.acknowledged(), 100u);
    std::printf("opened again %d times, %zu acts, %zu in the register, difference 0\n", reopened, account.sent(),
                account.acknowledged());
}

struct RegisterWorldPlanted : testing::Test {
    RegisterWorldPlanted() {
        hire_two(rounds.folder.path());
        rounds.round();
    }
    std::string complaint() { return rounds.account.complaint(options_in(rounds.folder.path())); }
    void remember(Act act) {
        act.said = Act::Said::sent;
        rounds.account.take(act);
        act.said = Act::Said::done;
        rounds.account.take(act);
    }
    KilledRounds rounds;
};

TEST_F(RegisterWorldPlanted, AnAcknowledgedEntryThatIsLostIsFound) {
    ASSERT_EQ(complaint(), "");
    Act lost;
    std::strcpy(lost.command, desk::new_uuid().c_str());
    std::strcpy(lost.stock, desk::new_uuid().c_str());
    remember(lost);
    EXPECT_EQ(complaint(), "an acknowledged entry is lost");
}

TEST_F(RegisterWorldPlanted, ADifferenceOfOneMicrogramIsFound) {
    ASSERT_EQ(complaint(), "");
    Act other = rounds.account.one_acknowledged();
    ++other.safe_change;
    remember(other);
    EXPECT_EQ(complaint(), "the balances differ");
}

// ---- what somebody could do to an entry -------------------------------------------------------------------------------------

struct Attempt {
    const char* sql;
    const char* found_as;  // by a trigger; or by verification; or by comparing the views
};

const Attempt kAttempts[]{
    {"UPDATE journal SET payload = CAST(replace(payload, 'received', 'issued') AS BLOB) WHERE name = 'StockMoved'",
     "refused"},
    {"UPDATE journal SET happened_at = happened_at - 1 WHERE name = 'StockMoved'", "refused"},
    {"UPDATE journal SET who = '00000000-0000-4000-8000-000000000102' WHERE name = 'StockMoved'", "refused"},
    {"DELETE FROM journal WHERE name = 'StockMoved'", "refused"},
    {"DELETE FROM journal WHERE sequence = (SELECT max(sequence) FROM journal)", "refused"},
    {"DELETE FROM journal", "refused"},
    {"REPLACE INTO journal SELECT * FROM journal WHERE name = 'StockMoved' LIMIT 1", "refused"},
    {"INSERT INTO journal SELECT 2, stream, version + 1, name, name_version, command_id, command_digest, who, "
     "happened_at, recorded_at, key_id, payload, mac FROM journal WHERE name = 'StockMoved' LIMIT 1",
     "refused"},
    {"INSERT INTO journal SELECT (SELECT max(sequence) + 1 FROM journal), stream, (SELECT max(version) + 1 FROM "
     "journal "
     "AS other WHERE other.stream = journal.stream), name, name_version, command_id, command_digest, who, happened_at, "
     "recorded_at, key_id, payload, mac FROM journal WHERE name = 'StockMoved' LIMIT 1",
     "chain"},
    {"DROP TRIGGER journal_keeps_content; UPDATE journal SET who = 'x' WHERE name = 'StockMoved'", "chain"},
    {"DROP TRIGGER journal_keeps_rows; DELETE FROM journal WHERE sequence = (SELECT max(sequence) FROM journal)",
     "chain"},
    {"DROP TRIGGER journal_keeps_rows", "chain"},
    {"DROP TRIGGER journal_keeps_content", "chain"},
    {"DROP TRIGGER journal_grows_at_the_end", "chain"},
    {"UPDATE register_entry SET net_micrograms = net_micrograms - 1 WHERE number = 1", "views"},
    {"UPDATE register_entry SET body = replace(body, 'wholesaler', 'friend') WHERE number = 1", "views"},
    {"UPDATE register_entry SET who = 'somebody' WHERE number = 1", "views"},
    {"UPDATE register_entry SET at = at - 86400000 WHERE number = 2", "views"},
    {"DELETE FROM register_entry WHERE number = (SELECT max(number) FROM register_entry)", "views"},
    {"DELETE FROM register_entry", "views"},
    {"INSERT INTO register_entry SELECT number + 1000, entry, stock, medicine, strength, at, recorded_at, who, kind, "
     "place, net_micrograms, medicine_balance_micrograms, session, patient, corrects, corrected_by, body FROM "
     "register_entry LIMIT 1",
     "views"},
    {"UPDATE stock_place SET balance_micrograms = balance_micrograms + 1", "views"},
    {"UPDATE stock SET balance_micrograms = 0", "views"},
    {"DELETE FROM discrepancy", "views"},
    {"SELECT count(*) FROM register_entry", "nothing"},  // reading is no change
};

std::string found_as(const journal::StoreOptions& options, const char* sql) {
    try {
        journal::SqliteDb(options.database_path(), {}).exec(sql);
    } catch (const journal::StorageError&) {
        return "refused";
    }
    if (!journal::verify(options).ok()) return "chain";
    return views::differences(*journal::open_for_reading(options)).empty() ? "nothing" : "views";
}

TEST(RegisterWorld, NoEntryIsChangedWithoutBeingRefusedOrFound) {
    const harness::TemporaryFolder folder("register");
    hire_two(folder.path());
    {
        const auto store = journal::Store::open(options_in(folder.path()));
        const auto desk = open_desk(*store);
        std::mutex mutex;
        std::shared_mutex door;
        std::vector<std::string> lots;
        Keeper keeper(1, lots, mutex);
        for (int i = 0; i < 40; ++i) work(desk, door, keeper, [](const Act&) {});
    }
    for (const Attempt& attempt : kAttempts) {
        const harness::TemporaryFolder copy("register");
        std::filesystem::copy(folder.path(), copy.path(), std::filesystem::copy_options::recursive);
        EXPECT_EQ(found_as(options_in(copy.path()), attempt.sql), attempt.found_as) << attempt.sql;
    }
}

// ---- the second person ------------------------------------------------------------------------------------------------------

// A clinic with a nurse who acts, a custodian who sees it, and ten containers.
struct TwoPeople {
    explicit TwoPeople(harness::ClinicOptions options = {}) : clinic(std::move(options)) {
        nurse = clinic.hire("jana", {Role::nurse});
        custodian = clinic.hire("karel", {Role::custodian});
        receive(10);
        EXPECT_EQ(jana.sign_in().status, 200);
    }
    void receive(int containers) {
        clinic.perform("receive-stock",
                       parsed(R"({"stock":")" + stock + R"(","medicine":{"name":"Ketamine",
            "strength_mg_per_ml":50,"container_mg":200},"lot":"L1","expires":"2030-01-01","place":"safe","containers":)" +
                              std::to_string(containers) + R"(,"supplier":"the wholesaler","document":"D-1"})"));
    }
    Json waste(std::int64_t amount = 10) const {
        return harness::with(
            parsed(R"({"stock":")" + stock + R"(","place":"safe","reason":"left over","method":"poured away"})"),
            "/amount_mg", amount);
    }
    harness::Reply try_with(const std::string& user, const std::string& password = harness::kPassword) {
        return jana.command("waste-stock", waste(), {.witness = {{user, password}}});
    }
    // The command that Karel has confirmed: its id and the proof.
    harness::Extras confirmed(const Json& data) {
        harness::Extras extras{.id = desk::new_uuid(), .witness = {{"karel", harness::kPassword}}};
        const harness::Reply proved = jana.let_witness("waste-stock", data, extras);
        EXPECT_EQ(proved.status, 200) << proved.text;
        return {.id = extras.id, .proof = harness::text_at(proved.json, "/proof")};
    }
    harness::Person signed_in(const std::string& user) {
        harness::Person person(clinic.port(), user);
        EXPECT_EQ(person.sign_in().status, 200);
        return person;
    }
    std::size_t entries() { return views::register_entries(clinic.desk().reader(), {}, "Europe/Prague", 1000).size(); }

    harness::Clinic clinic;
    StaffId nurse, custodian;
    const std::string stock = desk::new_uuid();
    harness::Person jana{clinic.port(), "jana"};
};

struct WitnessTest : testing::Test, TwoPeople {};

TEST_F(WitnessTest, NobodyWitnessesTheirOwnAct) {
    harness::Person again(clinic.port(), "jana");
    ASSERT_EQ(again.sign_in().status, 200);
    EXPECT_TRUE(try_with("jana").refuses("witness_is_yourself"));
    EXPECT_TRUE(again.command("waste-stock", waste(), {.witness = {{"jana", harness::kPassword}}})
                    .refuses("witness_is_yourself"));
    EXPECT_TRUE(try_with("JANA").refuses("witness_is_yourself") || try_with("JANA").status == 422);
    EXPECT_TRUE(jana.command("waste-stock", waste()).refuses("witness_needed"));
    EXPECT_EQ(entries(), 1u);
}

TEST_F(WitnessTest, APasswordThatIsWrongOrNobodysIsNone) {
    EXPECT_TRUE(try_with("karel", "seven slow herons over land").refuses("wrong_password", "/witness/password"));
    EXPECT_TRUE(try_with("karel", "").status >= 400);
    EXPECT_TRUE(try_with("nobody").refuses("wrong_password", "/witness/password"));
    EXPECT_TRUE(try_with("").status >= 400);
    EXPECT_EQ(entries(), 1u);
    EXPECT_EQ(try_with("karel").status, 200);
    EXPECT_EQ(entries(), 2u);
}

TEST_F(WitnessTest, WhoHasLeftIsNoWitness) {
    const StaffId gone = clinic.hire("gone", {Role::custodian}), over = clinic.hire("over", {Role::custodian});
    clinic.perform("dismiss-staff", parsed(to_json(clinic::DismissStaff{gone, {"left"}})));
    clinic.perform("change-roles",
                   parsed(to_json(clinic::ChangeRoles{over, {Role::custodian}, *parse_date("2026-11-23")})));
    EXPECT_GE(try_with("gone").status, 400);
    EXPECT_EQ(try_with("over").status, 200);  // the last day
    clinic.clock().advance(hours(24));
    ASSERT_EQ(jana.sign_in().status, 200);
    EXPECT_GE(try_with("over").status, 400);
    EXPECT_EQ(entries(), 2u);
}

TEST_F(WitnessTest, OnlyRolesThatMayWitnessDo) {
    std::size_t accepted = 0;
    for (const Role role : access::all_roles_there_are()) {
        for (const bool also_inspector : {false, true}) {
            std::vector<Role> roles{role};
            if (also_inspector && role != Role::inspector) roles.push_back(Role::inspector);
            const std::string user = std::string(enum_name(role)).substr(0, 12) + (also_inspector ? "-x" : "-y");
            clinic.hire(user, roles);
            const bool may = desk::permissions_of(roles).has(desk::Permission::witness_drugs);
            const harness::Reply reply = try_with(user);
            EXPECT_EQ(reply.status == 200, may) << user << reply.text;
            if (!may) EXPECT_TRUE(reply.refuses("witness_not_permitted", "/witness/user")) << user << reply.text;
            EXPECT_FALSE(may && also_inspector) << user;
            accepted += may;
        }
    }
    EXPECT_EQ(entries(), 1 + accepted);
}

// Whoever may not give the command cannot try passwords on it either; and trying is held back as at sign-in.
TEST_F(WitnessTest, PasswordsAreNotGuessedHere) {
    clinic.hire("billing", {Role::billing});
    harness::Person billing = signed_in("billing");
    const harness::Extras extras{.id = desk::new_uuid(), .witness = {{"karel", harness::kPassword}}};
    EXPECT_TRUE(billing.let_witness("waste-stock", waste(), extras).refuses("not_permitted"));
    for (int i = 0; i < desk::kFailuresBeforeHold; ++i)
        EXPECT_TRUE(try_with("karel", "seven slow herons over land").refuses("wrong_password", "/witness/password"));
    EXPECT_TRUE(try_with("karel").refuses("held_back"));
    EXPECT_TRUE(harness::Person(clinic.port(), "karel").sign_in().refuses("held_back"));
    clinic.clock().advance(minutes(1));
    EXPECT_EQ(try_with("karel").status, 200);
}

// The answer was lost, the proof is spent: the same command again is the same act, also much later.
TEST_F(WitnessTest, ARepeatOfTheCommandGetsItsFirstAnswer) {
    const harness::Extras extras = confirmed(waste());
    const harness::Reply first = jana.command("waste-stock", waste(), extras);
    EXPECT_EQ(first.status, 200) << first.text;
    EXPECT_EQ(jana.command("waste-stock", waste(), extras).text, first.text);
    clinic.clock().advance(desk::kProofLasts);
    EXPECT_EQ(jana.command("waste-stock", waste(), extras).text, first.text);
    EXPECT_TRUE(jana.command("waste-stock", waste(50), extras).refuses("command_reused"));
    const std::string cookie = jana.cookie, csrf = jana.csrf;
    clinic.restart();
    harness::Person again(clinic.port(), "jana");
    again.cookie = cookie, again.csrf = csrf;
    EXPECT_EQ(again.command("waste-stock", waste(), extras).text, first.text);
    EXPECT_EQ(entries(), 2u);
}

// What the disk did not take was not done: the browser sends the very same again by itself.
TEST_F(WitnessTest, ADiskThatFailsSpendsNoProof) {
    journal::SqliteDb db(clinic.store_options().database_path(), {});
    const harness::Extras extras = confirmed(waste());
    db.exec("CREATE TRIGGER failing BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'failing'); END");
    EXPECT_EQ(jana.command("waste-stock", waste(), extras).status, 503);
    db.exec("DROP TRIGGER failing");
    EXPECT_EQ(jana.command("waste-stock", waste(), extras).status, 200);
    EXPECT_EQ(entries(), 2u);
}

TEST_F(WitnessTest, SentAtOnceItIsDoneOnce) {
    const harness::Extras extras = confirmed(waste());
    std::vector<std::jthread> senders;
    for (int i = 0; i < kPeople; ++i) {
        senders.emplace_back([&] {
            harness::Person sender(clinic.port(), "jana");
            sender.cookie = jana.cookie, sender.csrf = jana.csrf;
            EXPECT_EQ(sender.command("waste-stock", waste(), extras).status, 200);
        });
    }
    senders.clear();
    EXPECT_EQ(entries(), 2u);
}

TEST_F(WitnessTest, NeitherPasswordNorProofIsKept) {
    const harness::Extras extras = confirmed(waste());
    EXPECT_EQ(jana.command("waste-stock", waste(), extras).status, 200);
    clinic.stop();
    std::size_t files = 0;
    for (const auto& each : std::filesystem::recursive_directory_iterator(clinic.root())) {
        if (!each.is_regular_file()) continue;
        std::stringstream text;
        text << std::ifstream(each.path(), std::ios::binary).rdbuf();
        EXPECT_EQ(text.str().find(harness::kPassword), std::string::npos) << each.path();
        EXPECT_EQ(text.str().find(*extras.proof), std::string::npos) << each.path();
        ++files;
    }
    EXPECT_GT(files, 1u);
}

// ---- the proof sent again, or for something else ----

struct Replay {
    const char* name;
    const char* code;  // how it is refused
    std::function<harness::Reply(TwoPeople&)> attempt;
};

// As an answer that was lost: the reply of the first sending is thrown away.
harness::Extras used(TwoPeople& two) {
    const harness::Extras extras = two.confirmed(two.waste());
    EXPECT_EQ(two.jana.command("waste-stock", two.waste(), extras).status, 200);
    return extras;
}

harness::Extras under_another_id(harness::Extras extras) {
    extras.id = desk::new_uuid();
    return extras;
}

Json correction(const TwoPeople& two, const std::string& entry) {
    return parsed(R"({"stock":")" + two.stock + R"(","entry":")" + entry + R"(","right_mg":5,"reason":"misread"})");
}

const std::vector<Replay> kReplays{
    {"used, under another id", "witness_proof_spent",
     [](TwoPeople& two) { return two.jana.command("waste-stock", two.waste(), under_another_id(used(two))); }},
    {"under another id", "witness_proof_other",
     [](TwoPeople& two) {
         return two.jana.command("waste-stock", two.waste(), under_another_id(two.confirmed(two.waste())));
     }},
    {"with other data", "witness_proof_other",
     [](TwoPeople& two) { return two.jana.command("waste-stock", two.waste(50), two.confirmed(two.waste())); }},
    {"for another act", "witness_proof_other",
     [](TwoPeople& two) {
         const std::string entry = *used(two).id;
         return two.jana.command("correct-stock", correction(two, entry), two.confirmed(two.waste()));
     }},
    {"at another time", "witness_proof_other",
     [](TwoPeople& two) {
         harness::Extras extras = two.confirmed(two.waste());
         extras.happened_at = to_text(two.clinic.clock().now() - minutes(1));
         return two.jana.command("waste-stock", two.waste(), extras);
     }},
    {"by another person", "witness_proof_other",
     [](TwoPeople& two) {
         two.clinic.hire("petr", {Role::nurse});
         return two.signed_in("petr").command("waste-stock", two.waste(), two.confirmed(two.waste()));
     }},
    {"by the witness", "witness_proof_other",
     [](TwoPeople& two) {
         return two.signed_in("karel").command("waste-stock", two.waste(), two.confirmed(two.waste()));
     }},
    {"when it has run out", "witness_proof_spent",
     [](TwoPeople& two) {
         const harness::Extras extras = two.confirmed(two.waste());
         two.clinic.clock().advance(desk::kProofLasts);
         return two.jana.command("waste-stock", two.waste(), extras);
     }},
    {"once more, after a refusal", "witness_proof_spent",
     [](TwoPeople& two) {
         const harness::Extras extras = two.confirmed(two.waste(2'100));  // more than there is, at first
         EXPECT_EQ(two.jana.command("waste-stock", two.waste(2'100), extras).status, 422);
         two.receive(10);
         return two.jana.command("waste-stock", two.waste(2'100), extras);
     }},
    {"once more, after a refusal and a restart", "witness_proof_spent",
     [](TwoPeople& two) {
         const harness::Extras extras = two.confirmed(two.waste(2'100));
         EXPECT_EQ(two.jana.command("waste-stock", two.waste(2'100), extras).status, 422);
         two.clinic.restart();
         two.receive(10);
         return two.signed_in("jana").command("waste-stock", two.waste(2'100), extras);
     }},
    {"of somebody who was dismissed", "witness_not_permitted",
     [](TwoPeople& two) {
         const harness::Extras extras = two.confirmed(two.waste());
         two.clinic.perform("dismiss-staff", parsed(to_json(clinic::DismissStaff{two.custodian, {"left"}})));
         return two.jana.command("waste-stock", two.waste(), extras);
     }},
    {"of somebody in another role by now", "witness_not_permitted",
     [](TwoPeople& two) {
         const harness::Extras extras = two.confirmed(two.waste());
         two.clinic.perform("change-roles",
                            parsed(to_json(clinic::ChangeRoles{two.custodian, {Role::billing}, std::nullopt})));
         return two.jana.command("waste-stock", two.waste(), extras);
     }},
    {"invented", "witness_proof_spent",
     [](TwoPeople& two) { return two.jana.command("waste-stock", two.waste(), {.proof = desk::random_token()}); }},
    {"none", "witness_needed", [](TwoPeople& two) { return two.jana.command("waste-stock", two.waste()); }},
    {"the password itself, as it once was", "unknown_field",
     [](TwoPeople& two) {
         const Json body =
             harness::with(harness::envelope(two.waste(), {.proof = "x"}), "/witness",
                           parsed(R"({"user":"karel","password":")" + std::string(harness::kPassword) + R"("})"));
         return two.jana.post("/api/v1/commands/waste-stock", body);
     }},
};

TEST(WitnessReplay, NoneIsAccepted) {
    for (const Replay& replay : kReplays) {
        TwoPeople two;
        const harness::Reply reply = replay.attempt(two);
        EXPECT_TRUE(reply.refuses(replay.code)) << replay.name << ": " << reply.text;
        const auto rows = views::register_entries(two.clinic.desk().reader(), {}, "Europe/Prague", 1000);
        const std::string_view name = replay.name;
        const bool one_was_witnessed = name.starts_with("used") || name == "for another act";
        EXPECT_EQ(std::ranges::count(rows, clinic::MoveKind::wasted, &views::RegisterRow::kind), one_was_witnessed)
            << name;
        EXPECT_EQ(std::ranges::count(rows, clinic::MoveKind::corrected, &views::RegisterRow::kind), 0) << name;
    }
    std::printf("%zu ways to send a proof again, 0 accepted\n", kReplays.size());
}

// A server that takes any proof for any act, as often as it comes.
void believe_every_proof(const http::Call& call) {
    auto taken = http::take_apart(call.json().value());
    if (!taken.ok()) return call.refuse(taken.refusal());
    desk::Desk& desk = call.app.desk();
    desk::Vouched vouched{.now = desk.now(), .witness = {}};
    if (taken->envelope.witness) vouched.witness = views::staff_by_user(desk.reader(), "karel")->id;
    taken->envelope.witness.reset();  // and nobody looks at it
    const std::string name = call.request.path.substr(call.request.path.rfind('/') + 1);
    desk.submit_vouched(*desk::find_command(name), call.caller(), vouched, taken->envelope, taken->data,
                        [call](const Result<desk::Answer>& answer) {
                            if (answer.ok()) return call.answer_json(to_json(*answer));
                            call.refuse(answer.refusal());
                        });
}

TEST(WitnessReplay, APlantedServerThatBelievesEveryProofIsFound) {
    std::vector<std::string> accepted;
    for (const Replay& replay : kReplays) {
        TwoPeople two({.change_routes = [](std::vector<http::Route>& routes) {
            for (http::Route& route : routes) {
                if (route.command == "waste-stock" || route.command == "correct-stock")
                    route.handle = believe_every_proof;
            }
        }});
        if (replay.attempt(two).status == 200) accepted.emplace_back(replay.name);
    }
    EXPECT_EQ(accepted, (std::vector<std::string>{"used, under another id", "under another id", "with other data",
                                                  "for another act", "at another time", "by another person",
                                                  "when it has run out", "once more, after a refusal",
                                                  "once more, after a refusal and a restart", "invented"}));
}

}  // namespace
}  // namespace afterglow::worlds
