#pragma once
// A day of the clinic's calendar. No two bookings of one person, one patient or one room may overlap; a booking lies
// within one local day, so that a day is the only thing that has to be looked at.

#include "clinic/record/record.h"

namespace afterglow::clinic {

enum class WhichHour { earlier, later };  // of a local hour that happens twice
BOOST_DESCRIBE_ENUM(WhichHour, earlier, later)

struct Appointment {
    BookingKind kind = BookingKind::other;
    LocalTime starts;
    std::optional<WhichHour> which_hour;
    Ranged<5, 720> length_min;
    std::vector<StaffId> staff;  // at least one
    std::optional<Code> room;    // absent: online
    std::optional<PatientId> patient;
    std::optional<CourseId> course;
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(Appointment, (), (kind, starts, which_hour, length_min, staff, room, patient, course, note))

struct Book {
    BookingId booking;
    Appointment appointment;
};
BOOST_DESCRIBE_STRUCT(Book, (), (booking, appointment))
struct MoveBooking {
    BookingId booking;
    Date from;  // the day it is on now
    Appointment appointment;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(MoveBooking, (), (booking, from, appointment, reason))

enum class CancelledBy { clinic, patient, nobody_came };
BOOST_DESCRIBE_ENUM(CancelledBy, clinic, patient, nobody_came)
struct CancelBooking {
    BookingId booking;
    Date day;
    CancelledBy by = CancelledBy::clinic;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(CancelBooking, (), (booking, day, by, reason))

struct Booked {
    BookingId booking;
    Appointment appointment;
    Instant starts_at, ends_at;
    std::optional<Date> moved_from;
    std::optional<Line> reason;
};
BOOST_DESCRIBE_STRUCT(Booked, (), (booking, appointment, starts_at, ends_at, moved_from, reason))
struct BookingMovedAway {
    BookingId booking;
    Date to;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(BookingMovedAway, (), (booking, to, reason))
struct BookingCancelled {
    BookingId booking;
    CancelledBy by = CancelledBy::clinic;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(BookingCancelled, (), (booking, by, reason))

enum class BookingStatus { booked, moved, cancelled };
BOOST_DESCRIBE_ENUM(BookingStatus, booked, moved, cancelled)

struct Booking {
    BookingId id;
    BookingStatus status = BookingStatus::booked;
    Appointment appointment;
    Instant starts_at, ends_at;
    std::optional<Date> moved_from, moved_to;
    std::optional<CancelledBy> cancelled_by;
    std::optional<Line> reason;
};
BOOST_DESCRIBE_STRUCT(Booking, (),
                      (id, status, appointment, starts_at, ends_at, moved_from, moved_to, cancelled_by, reason))

struct Day {
    static constexpr const char* kKind = "day";
    using Event = std::variant<Booked, BookingMovedAway, BookingCancelled>;
    std::vector<Booking> bookings;
};
BOOST_DESCRIBE_STRUCT(Day, (), (bookings))

inline std::string stream_of(Date day) { return "day:" + to_text(day); }

// Refusals: "already_exists" "booking_unknown" "staff_needed" "room_unknown" "booking_crosses_midnight"
// "appointment_too_short"/"appointment_too_long" {min,max} "taken" {who: staff|room|patient, from, to} "local_time_skipped"
// "local_time_ambiguous" "booking_in_past"
Result<Events> decide(const Day&, const Book&, const Context&);
// `from` and `to` are the same object if the day stays the same.
Result<Events> decide(const Day& from, const Day& to, const MoveBooking&, const Context&);
Result<Events> decide(const Day&, const CancelBooking&, const Context&);

void evolve(Day&, const Booked&, const Meta&);
void evolve(Day&, const BookingMovedAway&, const Meta&);
void evolve(Day&, const BookingCancelled&, const Meta&);

}  // namespace afterglow::clinic
