#include "clinic/calendar/calendar.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "clinic/random.h"
#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

const BookingId kOne = id<BookingId>(1), kTwo = id<BookingId>(2);
const char* kDay = "2026-11-24";

struct CalendarTest : ::testing::Test {
    World world;

    const Day& day_of(const Appointment& appointment) { return world.day(to_text(appointment.starts.date()).c_str()); }
    std::string booking(const BookingId& which, const Appointment& appointment) {
        return code_of(decide(day_of(appointment), Book{which, appointment}, Act{}));
    }
    void book(const BookingId& which, const Appointment& appointment) {
        world.apply(decide(day_of(appointment), Book{which, appointment}, Act{}), Act{});
    }
    Result<Events> moving(const BookingId& which, const char* from, const Appointment& to) {
        return decide(world.day(from), day_of(to), MoveBooking{which, *parse_date(from), to, {"asked for"}}, Act{});
    }
    Result<Events> cancelling(const BookingId& which, const char* day) {
        return decide(world.day(day), CancelBooking{which, *parse_date(day), CancelledBy::patient, {"ill"}}, Act{});
    }
};

// The same hour, nothing in common.
Appointment elsewhere(const char* starts) {
    Appointment other = appointment(starts);
    other.room = Code{"green"};
    other.staff = {kThird};
    other.patient = id<PatientId>(9);
    return other;
}

TEST_F(CalendarTest, WhatTwoBookingsCannotShare) {
    book(kOne, appointment("2026-11-24T10:00"));
    EXPECT_EQ(booking(kTwo, elsewhere("2026-11-24T10:00")), "ok");
    Appointment same_room = elsewhere("2026-11-24T10:30"), same_staff = same_room, same_patient = same_room;
    same_room.room = Code{"blue"};
    same_staff.staff = {kThird, kSecond};
    same_patient.patient = kPatient;
    for (const auto& [who, taken] : {std::pair("room", same_room), {"staff", same_staff}, {"patient", same_patient}}) {
        const auto refused = decide(day_of(taken), Book{kTwo, taken}, Act{});
        ASSERT_EQ(code_of(refused), "/appointment/starts taken");
        EXPECT_EQ(refused.refusal().errors[0].parameters,
                  (Parameters{{"who", who}, {"from", "2026-11-24T10:00"}, {"to", "2026-11-24T11:00"}}));
    }
}

TEST_F(CalendarTest, OneAfterTheOtherIsNoOverlap) {
    book(kOne, appointment("2026-11-24T10:00"));
    EXPECT_EQ(booking(kTwo, appointment("2026-11-24T11:00")), "ok");
    EXPECT_EQ(booking(kTwo, appointment("2026-11-24T09:00")), "ok");
    EXPECT_EQ(booking(kTwo, appointment("2026-11-24T10:59")), "/appointment/starts taken");
}

TEST_F(CalendarTest, OnlineBookingsShareNoRoom) {
    Appointment online = appointment("2026-11-24T10:00"), other = elsewhere("2026-11-24T10:00");
    online.room.reset(), other.room.reset(), online.patient.reset(), other.patient.reset();
    book(kOne, online);
    EXPECT_EQ(booking(kTwo, other), "ok");
}

TEST_F(CalendarTest, Refusals) {
    const auto code = [&](auto change) {
        Appointment changed = appointment("2026-11-24T10:00");
        change(changed);
        return booking(kOne, changed);
    };
    EXPECT_EQ(code([](Appointment& a) { a.staff.clear(); }), "/appointment/staff staff_needed");
    EXPECT_EQ(code([](Appointment& a) { a.room = Code{"attic"}; }), "/appointment/room room_unknown");
    EXPECT_EQ(code([](Appointment& a) { a.length_min = {19}; }), "/appointment/length_min appointment_too_short");
    EXPECT_EQ(code([](Appointment& a) { a.length_min = {241}; }), "/appointment/length_min appointment_too_long");
    EXPECT_EQ(code([](Appointment& a) { a.starts = *parse_local_time("2026-11-24T23:01"); }),
              "/appointment/length_min booking_crosses_midnight");
    EXPECT_EQ(code([](Appointment& a) { a.starts = *parse_local_time("2026-11-24T23:00"); }), "ok");
    EXPECT_EQ(code([](Appointment& a) { a.starts = *parse_local_time("2026-11-23T08:59"); }),
              "/appointment/starts booking_in_past");
    EXPECT_EQ(code([](Appointment& a) { a.starts = *parse_local_time("2026-11-23T09:30"); }), "ok");  // it is going on
    book(kOne, appointment("2026-11-24T10:00"));
    EXPECT_EQ(booking(kOne, appointment("2026-11-24T15:00")), "already_exists");
    EXPECT_EQ(code_of(moving(kTwo, kDay, appointment("2026-11-25T10:00"))), "booking_unknown");
    EXPECT_EQ(code_of(cancelling(kTwo, kDay)), "booking_unknown");
}

TEST_F(CalendarTest, AMovedBookingStaysVisibleWhereItWas) {
    book(kOne, appointment("2026-11-24T10:00"));
    world.apply(moving(kOne, kDay, appointment("2026-11-25T10:00")), Act{});
    ASSERT_EQ(world.day(kDay).bookings.size(), 1u);
    EXPECT_EQ(world.day(kDay).bookings[0].status, BookingStatus::moved);
    EXPECT_EQ(to_text(*world.day(kDay).bookings[0].moved_to), "2026-11-25");
    EXPECT_EQ(to_text(*world.day("2026-11-25").bookings[0].moved_from), kDay);
    EXPECT_EQ(booking(kTwo, appointment("2026-11-24T10:00")), "ok");
    EXPECT_EQ(code_of(moving(kOne, kDay, appointment("2026-11-26T10:00"))), "booking_unknown");
}

TEST_F(CalendarTest, MovingWithinTheDayIsNotInItsOwnWay) {
    book(kOne, appointment("2026-11-24T10:00"));
    world.apply(moving(kOne, kDay, appointment("2026-11-24T10:30")), Act{});
    ASSERT_EQ(world.day(kDay).bookings.size(), 2u);
    EXPECT_EQ(world.day(kDay).bookings[0].status, BookingStatus::moved);
    EXPECT_EQ(world.day(kDay).bookings[1].status, BookingStatus::booked);
    world.apply(cancelling(kOne, kDay), Act{});
    EXPECT_EQ(world.day(kDay).bookings[1].cancelled_by, CancelledBy::patient);
    EXPECT_EQ(code_of(cancelling(kOne, kDay)), "booking_unknown");
}

TEST_F(CalendarTest, ThereAndBackAgain) {
    book(kOne, appointment("2026-11-24T10:00"));
    world.apply(moving(kOne, kDay, appointment("2026-11-25T10:00")), Act{});
    world.apply(moving(kOne, "2026-11-25", appointment("2026-11-24T10:00")), Act{});
    EXPECT_EQ(booking(kTwo, appointment("2026-11-24T10:00")), "/appointment/starts taken");
}

// Two requests may book two days under one id. Moving one onto the other must not pass for moving within a day.
TEST_F(CalendarTest, ANamesakeOnTheOtherDayIsStillInTheWay) {
    book(kOne, appointment("2026-11-24T10:00"));
    book(kOne, appointment("2026-11-25T10:00"));
    EXPECT_EQ(code_of(moving(kOne, kDay, appointment("2026-11-25T10:30"))), "already_exists");
}

// ---- clocks -------------------------------------------------------------------------------------------------------------------

TEST_F(CalendarTest, AnHourThatIsSkippedCannotBeBooked) {
    EXPECT_EQ(booking(kOne, appointment("2027-03-28T02:30")), "/appointment/starts local_time_skipped");
    EXPECT_EQ(booking(kOne, appointment("2027-03-28T03:00")), "ok");
}

TEST_F(CalendarTest, AnHourThatHappensTwiceAsksWhichAndTheTwoDoNotOverlap) {
    Appointment repeated = appointment("2027-10-31T02:00");
    EXPECT_EQ(booking(kOne, repeated), "/appointment/starts local_time_ambiguous");
    repeated.which_hour = WhichHour::earlier;
    book(kOne, repeated);
    EXPECT_EQ(booking(kTwo, repeated), "/appointment/starts taken");
    repeated.which_hour = WhichHour::later;
    book(kTwo, repeated);
    const Day& day = world.day("2027-10-31");
    EXPECT_EQ(day.bookings[0].ends_at, day.bookings[1].starts_at);
}

TEST_F(CalendarTest, ABookingOverTheChangeOfClocksHasItsRealLength) {
    book(kOne, appointment("2027-03-28T01:30"));  // ends at 03:30 by the clock on the wall
    EXPECT_EQ(world.day("2027-03-28").bookings[0].ends_at - world.day("2027-03-28").bookings[0].starts_at, hours(1));
    EXPECT_EQ(booking(kTwo, appointment("2027-03-28T03:15")), "/appointment/starts taken");
    EXPECT_EQ(booking(kTwo, appointment("2027-03-28T03:30")), "ok");
}

TEST_F(CalendarTest, LeapDay) {
    book(kOne, appointment("2028-02-29T10:00"));
    EXPECT_EQ(world.day("2028-02-29").bookings.size(), 1u);
    EXPECT_FALSE(parse_local_time("2027-02-29T10:00").ok());
}

// ---- never two at once ----------------------------------------------------------------------------------------------------------

bool share_something(const Appointment& a, const Appointment& b) {
    for (const StaffId& each : a.staff) {
        if (std::count(b.staff.begin(), b.staff.end(), each)) return true;
    }
    return (a.room && a.room == b.room) || (a.patient && a.patient == b.patient);
}

bool is_double_booked(World& world) {
    std::vector<Booking> all;
    for (const std::string& stream : world.streams_of_kind("day")) {
        for (const Booking& each : world.get<Day>(stream).bookings) {
            if (each.status == BookingStatus::booked) all.push_back(each);
        }
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t j = i + 1; j < all.size(); ++j) {
            const bool overlap = all[i].starts_at < all[j].ends_at && all[j].starts_at < all[i].ends_at;
            if (overlap && share_something(all[i].appointment, all[j].appointment)) return true;
        }
    }
    return false;
}

// One of three days, one of them the day on which clocks go back.
Appointment any_appointment() {
    Appointment made;
    made.kind = BookingKind::other;
    const Date day = pick_of({*parse_date("2027-10-30"), *parse_date("2027-10-31"), *parse_date("2027-11-01")});
    made.starts = LocalTime{std::int64_t{day.days} * 1440 + pick(12) * 30};
    if (one_in(2)) made.which_hour = pick_of({WhichHour::earlier, WhichHour::later});
    made.length_min = {5 + pick(115)};
    made.staff = {id<StaffId>(1 + pick(3))};
    if (one_in(2)) made.staff.push_back(id<StaffId>(1 + pick(3)));
    if (one_in(2)) made.room = Code{pick_of<std::string>({"blue", "green"})};
    if (one_in(2)) made.patient = id<PatientId>(1 + pick(2));
    return made;
}

// What is wanted of a rule: two states, a command, a context, and the answer.
using Mover = Result<Events> (*)(const Day&, const Day&, const MoveBooking&, const Context&);

void random_commands(World& world, Mover mover) {
    const int count = 1 + pick(29);
    for (int i = 0; i < count; ++i) {
        const BookingId which = id<BookingId>(1 + pick(7));
        const Appointment to = any_appointment();
        const Date from = pick_of({*parse_date("2027-10-30"), *parse_date("2027-10-31"), *parse_date("2027-11-01")});
        const Day& there = world.get<Day>(stream_of(to.starts.date()));
        const int what = pick(5);
        const Act act;
        const auto decided =
            what < 2 ? decide(there, Book{which, to}, act)
            : what < 4
                ? mover(world.get<Day>(stream_of(from)), there, MoveBooking{which, from, to, {"x"}}, act)
                : decide(world.get<Day>(stream_of(from)), CancelBooking{which, from, CancelledBy::clinic, {"x"}}, act);
        if (decided.ok()) world.apply(decided, act);
    }
}

Result<Events> real_mover(const Day& from, const Day& to, const MoveBooking& command, const Context& context) {
    return decide(from, to, command, context);
}

RC_GTEST_PROP(Calendar, NothingIsEverDoubleBooked, ()) {
    World world;
    random_commands(world, real_mover);
    RC_ASSERT(!is_double_booked(world));
}

// Moves without looking at the day it moves to.
Result<Events> careless_mover(const Day& from, const Day&, const MoveBooking& command, const Context& context) {
    return decide(from, Day{}, command, context);
}

TEST(Calendar, TheSearchWouldCatchACarelessMove) {
    EXPECT_TRUE(is_refuted([] {
        World world;
        random_commands(world, careless_mover);
        RC_ASSERT(!is_double_booked(world));
    }));
}

}  // namespace
}  // namespace afterglow::clinic
