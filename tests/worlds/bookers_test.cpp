// P10: 64 people book at once, each for random rooms, people and times of a few days, with a pause between the check and
// the write of every attempt. On PostgreSQL two servers share the clinic and the bookers. Afterwards nobody and no room is
// in two places, by the journal and a comparison of each pair that knows nothing of the program's own. Were the program's
// check planted in the wrong place, the database would refuse what slips through; without that wall, too, it is seen.
// AFTERGLOW_ATTEMPTS says how many, AFTERGLOW_LONG=1 makes it a million, AFTERGLOW_SEED repeats what is asked for.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <random>
#include <thread>

#include "clinic/calendar/calendar.h"
#include "desk/passwords.h"
#include "desk/streams.h"
#include "journal/postgres/test_server.h"
#include "tests/crash/settings.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "views/projection.h"

namespace afterglow::worlds {
namespace {

using clinic::Appointment;
using harness::Clinic;
using harness::parsed;
using journal::TestServer;

constexpr int kBookers = 64;
constexpr int kAttemptsOnADay = 300;
constexpr int kStaff = 12, kPatients = 30, kOwnKept = 20;

// ---- the pause ------------------------------------------------------------------------------------------------------

void pause() {
    thread_local std::minstd_rand random(std::random_device{}());
    if (random() % 16 != 0) return std::this_thread::yield();  // to one of the 64
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 100));
}

Result<desk::Prepared> prepare_with_pause(const desk::CommandType& type, const Json& data) {
    const desk::CommandType& real = *desk::find_command(type.name);
    Result<desk::Prepared> prepared = real.prepare(real, data);
    if (!prepared.ok()) return prepared;
    prepared->decide = [decide = prepared->decide](desk::Books& books, const clinic::Context& context) {
        Result<clinic::Events> events = decide(books, context);
        pause();
        return events;
    };
    return prepared;
}

// The command as it is, with a pause after its decision.
desk::CommandType slow(const char* name) {
    desk::CommandType type = *desk::find_command(name);
    type.prepare = prepare_with_pause;
    return type;
}

// ---- how an attempt is made -----------------------------------------------------------------------------------------

using Attempt = bool (*)(desk::Desk& desk, const char* name, const std::string& data);

bool through_the_desk(desk::Desk& desk, const char* name, const std::string& data) {
    static const std::map<std::string, desk::CommandType> types{
        {"book", slow("book")}, {"move-booking", slow("move-booking")}, {"cancel-booking", slow("cancel-booking")}};
    std::promise<Result<desk::Answer>> promise;
    desk.submit(types.at(name), {.staff = clinic::kSystem, .name = "", .address = ""}, {.id = {desk::new_uuid()}},
                parsed(data), [&](Result<desk::Answer> answer) { promise.set_value(std::move(answer)); });
    const auto answer = promise.get_future().get();
    if (answer.ok()) return true;
    const std::string& code = answer.refusal().errors.empty() ? answer.refusal().code : answer.refusal().errors[0].code;
    EXPECT_EQ(code, "taken");
    return false;
}

std::atomic<int> refused_by_the_database = 0;

// Planted: looks at the day first, and writes in a transaction that does not look again.
bool looks_then_writes(desk::Desk& desk, const char* name, const std::string& data) {
    if (std::string_view(name) != "book") return false;
    const auto book = from_json<clinic::Book>(data);
    desk::Streams streams;
    journal::JournalReader reader(desk.reader());
    const auto& held = streams.load(reader, clinic::stream_of(book->appointment.starts.date()));
    const CommandId id{desk::new_uuid()};
    const auto events = decide(
        *static_cast<const clinic::Day*>(held.state.get()), *book,
        clinic::Context{
            .pack = desk.pack(), .command = id, .who = clinic::kSystem, .now = desk.now(), .happened_at = desk.now()});
    if (!events.ok()) return false;
    pause();
    std::promise<std::exception_ptr> written;
    desk.with_transaction(
        [&](journal::Transaction& transaction) {
            desk.append_within(transaction, events->list(), {id, clinic::kSystem, desk.now(), desk.now()}, "");
            return true;
        },
        [&](const std::exception_ptr& failure) { written.set_value(failure); });
    const bool failed = written.get_future().get() != nullptr;
    refused_by_the_database += failed;
    return !failed;
}

// ---- the bookers ----------------------------------------------------------------------------------------------------

std::string uuid(int kind, int number) {
    char text[37];
    std::snprintf(text, sizeof text, "%08x-0000-4000-8000-%012x", kind, number);
    return text;
}

class Booker {
public:
    Booker(desk::Desk& desk, Attempt attempt, std::uint64_t seed) : desk_(desk), attempt_(attempt), random_(seed) {}

    // One of: book, move what is one's own, cancel it.
    bool try_something(int day) {
        const int what = own_.empty() ? 0 : number(0, 9);
        if (what == 8) return cancel();
        if (what == 9) return move(day);
        const clinic::Book book{{desk::new_uuid()}, appointment(day)};
        if (!attempt_(desk_, "book", to_json(book))) return false;
        own_.push_back({book.booking, book.appointment.starts.date()});
        if (own_.size() > kOwnKept) own_.erase(own_.begin());
        return true;
    }

private:
    struct Own {
        BookingId booking;
        Date day;
    };

    bool cancel() {
        const Own own = take_own();
        return attempt_(desk_, "cancel-booking",
                        to_json(clinic::CancelBooking{own.booking, own.day, clinic::CancelledBy::patient, {"ill"}}));
    }
    bool move(int day) {
        const Own own = take_own();
        const clinic::MoveBooking move{own.booking, own.day, appointment(day), {"asked for"}};
        const bool moved = attempt_(desk_, "move-booking", to_json(move));
        own_.push_back({own.booking, moved ? move.appointment.starts.date() : own.day});
        return moved;
    }
    Own take_own() {
        const auto at = own_.begin() + number(0, static_cast<int>(own_.size()) - 1);
        const Own own = *at;
        own_.erase(at);
        return own;
    }

    // On that day or the next, any minute of it, for a quarter of an hour to four hours.
    Appointment appointment(int day) {
        Appointment made;
        const int length = 15 + number(0, number(0, 225));
        const Date date = to_local(harness::kMonday + hours(24 * (1 + day + number(0, 1))), "Europe/Prague").date();
        made.starts = LocalTime{parse_local_time(to_text(date) + "T04:00")->minutes + number(0, 20 * 60 - length)};
        made.length_min = {length};
        made.staff = {{uuid(1, number(1, kStaff))}};
        if (number(0, 3) == 0) made.staff.push_back({uuid(1, kStaff + number(1, kStaff))});
        const auto& rooms = desk_.pack().rooms;
        const int room = number(0, static_cast<int>(rooms.size()));  // the last: online
        if (room < static_cast<int>(rooms.size())) made.room = Code{rooms[static_cast<std::size_t>(room)].code};
        if (number(0, 4) > 0) made.patient = PatientId{uuid(2, number(1, kPatients))};
        return made;
    }
    int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

    desk::Desk& desk_;
    const Attempt attempt_;
    std::mt19937_64 random_;
    std::vector<Own> own_;
};

// ---- the judge: only the journal's rows -----------------------------------------------------------------------------

struct Taken {
    std::int64_t from = 0, until = 0;  // half open
    std::vector<std::string> what;     // room, patient, people
};

std::map<std::string, std::map<std::string, Taken>> standing_bookings(journal::Db& db, std::size_t& booked) {
    std::map<std::string, std::map<std::string, Taken>> days;  // stream -> booking
    journal::JournalReader(db).for_each(1, [&](const journal::StoredEvent& event) {
        if (!event.stream.starts_with("day:")) return true;
        const Json data = parsed(event.payload);
        const std::string booking = harness::text_at(data, "/booking");
        if (event.name != "Booked") return days[event.stream].erase(booking), true;
        Taken taken{parse_instant(harness::text_at(data, "/starts_at"))->ms,
                    parse_instant(harness::text_at(data, "/ends_at"))->ms,
                    {}};
        const Json& appointment = *data.find("appointment");
        for (const char* each : {"room", "patient"})
            if (const Json* found = appointment.find(each)) taken.what.push_back(*found->string());
        for (const Json& each : *appointment.find("staff")->array()) taken.what.push_back(*each.string());
        days[event.stream][booking] = taken;
        ++booked;
        return true;
    });
    return days;
}

bool overlap(const Taken& a, const Taken& b) {
    if (a.until <= b.from || b.until <= a.from) return false;
    return std::any_of(a.what.begin(), a.what.end(),
                       [&](const auto& each) { return std::find(b.what.begin(), b.what.end(), each) != b.what.end(); });
}

struct Outcome {
    std::size_t attempts = 0, done = 0, booked = 0, standing = 0, overlaps = 0;
    double seconds = 0;
    std::string complaints;
    std::vector<std::string> not_raised;  // why the second wall could not be raised at the next start

    void judge(journal::Db& db) {
        for (const auto& [stream, bookings] : standing_bookings(db, booked)) {
            standing += bookings.size();
            for (auto a = bookings.begin(); a != bookings.end(); ++a)
                for (auto b = std::next(a); b != bookings.end(); ++b) overlaps += overlap(a->second, b->second);
        }
    }
    void print(const char* name) const {
        std::printf(
            "%s: %zu attempts by %d at once in %.0f s (%.0f/s), %zu done, %zu bookings made, %zu stand: %zu overlaps\n",
            name, attempts, kBookers, seconds, static_cast<double>(attempts) / seconds, done, booked, standing,
            overlaps);
    }
};

enum class SecondWall { stands, is_down };

void take_down_the_wall(desk::Desk& desk) {
    std::promise<std::exception_ptr> done;
    desk.with_transaction(
        [](journal::Transaction& transaction) {
            transaction.db.exec(transaction.db.shared()
                                    ? "ALTER TABLE booking_hold DROP CONSTRAINT booking_hold_overlaps"
                                    : "DROP TRIGGER booking_hold_overlaps");
            return true;
        },
        [&](const std::exception_ptr& failure) { done.set_value(failure); });
    EXPECT_FALSE(done.get_future().get());
}

Outcome let_them_book(Attempt attempt, std::size_t attempts, SecondWall wall = SecondWall::stands) {
    const bool on_server = journal::tests_run_on_postgres();
    const harness::TemporaryFolder root("bookers");
    const std::string server =
        on_server ? TestServer::the().connection(TestServer::the().new_database()) : std::string();
    Outcome outcome{.attempts = attempts};
    {
        std::vector<std::unique_ptr<Clinic>> servers;
        servers.push_back(std::make_unique<Clinic>(harness::ClinicOptions{.root = root.path(), .server = server}));
        if (on_server)
            servers.push_back(std::make_unique<Clinic>(
                harness::ClinicOptions{.root = root.path(), .server = server, .name = "second"}));
        if (wall == SecondWall::is_down) take_down_the_wall(servers.front()->desk());
        std::atomic<std::size_t> next = 0, done = 0;
        const auto begin = std::chrono::steady_clock::now();
        {
            std::vector<std::jthread> bookers;
            for (std::size_t i = 0; i < kBookers; ++i) {
                bookers.emplace_back([&, i] {
                    Booker booker(servers[i % servers.size()]->desk(), attempt, crash::seed() + i);
                    for (std::size_t n = next++; n < attempts; n = next++)
                        done += booker.try_something(static_cast<int>(n / kAttemptsOnADay));
                });
            }
        }
        outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        outcome.done = done;
        outcome.judge(servers.front()->desk().reader());
        for (const auto& each : servers) each->stop();
        outcome.complaints = servers.front()->complaints();
        outcome.not_raised = views::raise_second_wall(*journal::open_for_writing(servers.front()->store_options()));
    }
    return outcome;
}

TEST(Bookers, NoRoomAndNobodyIsInTwoPlaces) {
    std::printf("AFTERGLOW_SEED=%llu\n", static_cast<unsigned long long>(crash::seed()));
    const bool is_long = crash::number_from_environment("AFTERGLOW_LONG", 0) != 0;
    const Outcome outcome = let_them_book(
        through_the_desk, crash::number_from_environment("AFTERGLOW_ATTEMPTS", is_long ? 1'000'000 : 6'000));
    outcome.print(journal::tests_run_on_postgres() ? "two servers on PostgreSQL" : "SQLite");
    EXPECT_EQ(outcome.overlaps, 0u);
    EXPECT_EQ(outcome.complaints, "");
    EXPECT_GT(outcome.standing, outcome.attempts / 20) << "they hardly book";
    EXPECT_GT(outcome.attempts - outcome.done, outcome.attempts / 4) << "they are hardly in each other's way";
}

TEST(Bookers, TheDatabaseRefusesWhatSlipsThrough) {
    const Outcome outcome = let_them_book(looks_then_writes, 3'000);
    outcome.print("a check outside of the write, before the second wall");
    EXPECT_EQ(outcome.overlaps, 0u);
    EXPECT_EQ(outcome.done, outcome.booked) << "who is refused is told so";
    EXPECT_EQ(outcome.complaints, "");
    EXPECT_GT(refused_by_the_database, 0);
}

TEST(Bookers, PlantedCheckOutsideOfTheWriteIsSeen) {
    const Outcome outcome = let_them_book(looks_then_writes, 3'000, SecondWall::is_down);
    outcome.print("planted, a check outside of the write and no second wall");
    EXPECT_GT(outcome.overlaps, 0u);
    EXPECT_NE(outcome.complaints, "") << "verify says so, too";
    EXPECT_FALSE(outcome.not_raised.empty()) << "and the next start";
}

}  // namespace
}  // namespace afterglow::worlds
