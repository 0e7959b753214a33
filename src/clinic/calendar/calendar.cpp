#include "clinic/calendar/calendar.h"

namespace afterglow::clinic {
namespace {

const Booking* find_booking(const Day& day, const BookingId& id) {
    for (const Booking& each : day.bookings) {
        if (each.id == id && each.status == BookingStatus::booked) return &each;
    }
    return nullptr;
}

Booking* find_booking(Day& day, const BookingId& id) {
    return const_cast<Booking*>(find_booking(std::as_const(day), id));
}

bool share_staff(const Appointment& a, const Appointment& b) {
    return std::any_of(a.staff.begin(), a.staff.end(), [&](const StaffId& each) {
        return std::find(b.staff.begin(), b.staff.end(), each) != b.staff.end();
    });
}

// What two appointments cannot have at the same time, or nullptr.
const char* shared(const Appointment& a, const Appointment& b) {
    if (a.room && a.room == b.room) return "room";
    if (a.patient && a.patient == b.patient) return "patient";
    if (share_staff(a, b)) return "staff";
    return nullptr;
}

Done check_appointment(const Appointment& appointment, const Context& context) {
    if (appointment.staff.empty()) return refuse_field("/appointment/staff", "staff_needed");
    if (appointment.room) {
        const auto& rooms = context.pack.rooms;
        const bool known = std::any_of(rooms.begin(), rooms.end(),
                                       [&](const Room& each) { return each.code == appointment.room->value; });
        if (!known) return refuse_field("/appointment/room", "room_unknown");
    }
    const std::int64_t length = appointment.length_min.value;
    if (LocalTime{appointment.starts.minutes + length - 1}.date() != appointment.starts.date()) {
        return refuse_field("/appointment/length_min", "booking_crosses_midnight");
    }
    if (const AppointmentRule* rule = find_appointment(context.pack, appointment.kind)) {
        const Parameters range{{"min", std::to_string(rule->shortest_min)}, {"max", std::to_string(rule->longest_min)}};
        if (length < rule->shortest_min) return refuse_field("/appointment/length_min", "appointment_too_short", range);
        if (length > rule->longest_min) return refuse_field("/appointment/length_min", "appointment_too_long", range);
    }
    return done();
}

// A booking that moves within its day is not in its own way; a namesake from another day was refused before.
Result<Booked> place(const Day& day, const BookingId& id, const Appointment& appointment, const Context& context) {
    TRY(check_appointment(appointment, context));
    const Fold fold = !appointment.which_hour                         ? Fold::none
                      : *appointment.which_hour == WhichHour::earlier ? Fold::earlier
                                                                      : Fold::later;
    const auto starts_at = to_instant(appointment.starts, context.pack.zone, fold);
    if (!starts_at.ok())
        return refuse_field("/appointment/starts", starts_at.refusal().code, starts_at.refusal().parameters);
    const Instant ends_at = *starts_at + minutes(appointment.length_min.value);
    if (ends_at < context.now) return refuse_field("/appointment/starts", "booking_in_past");
    for (const Booking& other : day.bookings) {
        if (other.id == id || other.status != BookingStatus::booked) continue;
        if (ends_at <= other.starts_at || other.ends_at <= *starts_at) continue;
        if (const char* what = shared(appointment, other.appointment)) {
            const LocalTime until{other.appointment.starts.minutes + other.appointment.length_min.value};
            return refuse_field("/appointment/starts", "taken",
                                {{"who", what}, {"from", to_text(other.appointment.starts)}, {"to", to_text(until)}});
        }
    }
    return Booked{id, appointment, *starts_at, ends_at, {}, {}};
}

}  // namespace

Result<Events> decide(const Day& day, const Book& command, const Context& context) {
    for (const Booking& each : day.bookings) {
        if (each.id == command.booking) return refuse("already_exists");
    }
    return one_event(stream_of(command.appointment.starts.date()),
                     TRY(place(day, command.booking, command.appointment, context)));
}

Result<Events> decide(const Day& from, const Day& to, const MoveBooking& command, const Context& context) {
    if (!find_booking(from, command.booking)) return refuse_as(RefusalKind::not_found, "booking_unknown");
    const Date to_day = command.appointment.starts.date();
    if (to_day != command.from && find_booking(to, command.booking)) return refuse("already_exists");
    Booked booked = TRY(place(to, command.booking, command.appointment, context));
    booked.moved_from = command.from;
    booked.reason = command.reason;
    Events events;
    events.add(stream_of(command.from), BookingMovedAway{command.booking, to_day, command.reason});
    events.add(stream_of(to_day), booked);
    return events;
}

Result<Events> decide(const Day& day, const CancelBooking& command, const Context&) {
    if (!find_booking(day, command.booking)) return refuse_as(RefusalKind::not_found, "booking_unknown");
    return one_event(stream_of(command.day), BookingCancelled{command.booking, command.by, command.reason});
}

void evolve(Day& day, const Booked& event, const Meta&) {
    day.bookings.push_back({event.booking,
                            BookingStatus::booked,
                            event.appointment,
                            event.starts_at,
                            event.ends_at,
                            event.moved_from,
                            {},
                            {},
                            event.reason});
}
void evolve(Day& day, const BookingMovedAway& event, const Meta&) {
    if (Booking* booking = find_booking(day, event.booking)) {
        booking->status = BookingStatus::moved;
        booking->moved_to = event.to;
        booking->reason = event.reason;
    }
}
void evolve(Day& day, const BookingCancelled& event, const Meta&) {
    if (Booking* booking = find_booking(day, event.booking)) {
        booking->status = BookingStatus::cancelled;
        booking->cancelled_by = event.by;
        booking->reason = event.reason;
    }
}

}  // namespace afterglow::clinic
