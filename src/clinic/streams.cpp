#include "clinic/streams.h"

#include <fmt/format.h>

#include "clinic/account/account.h"
#include "clinic/calendar/calendar.h"
#include "clinic/confirmation/confirmation.h"
#include "clinic/course/course.h"
#include "clinic/dosing/dosing.h"
#include "clinic/emergency/emergency.h"
#include "clinic/erasure/erasure.h"
#include "clinic/inquiry/inquiry.h"
#include "clinic/morning/morning.h"
#include "clinic/patient/patient.h"
#include "clinic/staff/staff.h"
#include "clinic/stock/register.h"
#include "clinic/stock/stock.h"
#include "clinic/task/task.h"
#include "clinic/waiting/waiting.h"
#include "clinic/watch/watch.h"

namespace afterglow::clinic {
namespace {

template <class State>
void fold(void* state, std::string_view name, const Json& payload, const Meta& meta) {
    bool known = false;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, typename State::Event>>(
        [&](auto identity) {
            using Event = typename decltype(identity)::type;
            static const std::string event_name = EventName<Event>::text();
            if (known || event_name != name) return;
            known = true;
            const Result<Event> event = read_described<Event>(payload);
            if (!event.ok()) {
                const auto& errors = event.refusal().errors;
                throw std::runtime_error(fmt::format("event {} cannot be read: {} {}", name,
                                                     errors.empty() ? "" : errors.front().pointer,
                                                     errors.empty() ? event.refusal().code : errors.front().code));
            }
            evolve(*static_cast<State*>(state), *event, meta);
        });
    if (!known) throw std::runtime_error(fmt::format("unknown event {} in a stream of kind {}", name, State::kKind));
}

template <class State>
bool knows(std::string_view name) {
    bool known = false;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, typename State::Event>>(
        [&](auto identity) { known = known || EventName<typename decltype(identity)::type>::text() == name; });
    return known;
}

// ---- whose words an event is ----------------------------------------------------------------------------------------------

using Person = std::optional<std::string>;

Person person_of(const Inquiry& inquiry, std::string_view, std::string_view) { return stream_of(inquiry.id); }
Person person_of(const Waiting& waiting, std::string_view, std::string_view) { return stream_of(waiting.id); }
Person person_of(const Patient& patient, std::string_view, std::string_view) { return stream_of(patient.id); }
Person person_of(const Course& course, std::string_view, std::string_view) { return stream_of(course.patient); }
Person person_of(const Task& task, std::string_view, std::string_view) { return stream_of(task.patient); }
Person person_of(const Morning& morning, std::string_view, std::string_view) { return stream_of(morning.patient); }
Person person_of(const Session& session, std::string_view, std::string_view) {
    return session.rehearsal ? Person() : stream_of(session.patient);
}
Person person_of(const Watch& watch, std::string_view, std::string_view) {
    return watch.rehearsal ? Person() : stream_of(watch.patient);
}
Person person_of(const Emergency& emergency, std::string_view, std::string_view) {
    return stream_of(emergency.patient);
}
Person person_of(const Erasure& erasure, std::string_view event, std::string_view) {
    return event == EventName<PersonErased>::text() ? Person() : erasure.person;
}
Person person_of(const Day& day, std::string_view, std::string_view payload) {
    const Result<Json> event = parse_json(std::string(payload));
    const Json* id = event.value().find("booking");
    for (const Booking& booking : day.bookings) {
        if (id && id->string() && booking.id.value == *id->string() && booking.appointment.patient)
            return stream_of(*booking.appointment.patient);
    }
    return {};
}
// The clinic's own: what it admits and stocks, who works there, who read what; these know a patient by the id alone.
template <class State>
Person person_of(const State&, std::string_view, std::string_view) {
    return {};
}

template <class State>
StreamKind kind() {
    return {
        .name = State::kKind,
        .make = [] { return AnyState(std::make_shared<State>()); },
        .copy =
            [](const AnyState& state) {
                return AnyState(std::make_shared<State>(*static_cast<const State*>(state.get())));
            },
        .write = [](const void* state) { return to_json(*static_cast<const State*>(state)); },
        .describe = [](SchemaBook& book) { book.schema<State>(); },
        .knows = knows<State>,
        .person = [](const void* state, std::string_view event,
                     std::string_view payload) { return person_of(*static_cast<const State*>(state), event, payload); },
        .fold = fold<State>,
    };
}

}  // namespace

const std::vector<StreamKind>& stream_kinds() {
    static const std::vector<StreamKind> kinds{
        kind<Inquiry>(),   kind<Waiting>(), kind<Admission>(), kind<Patient>(),  kind<Course>(),
        kind<Session>(),   kind<Day>(),     kind<Task>(),      kind<Staff>(),    kind<Confirmations>(),
        kind<AccessDay>(), kind<Watch>(),   kind<Stock>(),     kind<Register>(), kind<Account>(),
        kind<Morning>(),   kind<Erasure>(), kind<Emergency>()};
    return kinds;
}

const StreamKind& kind_of_stream(std::string_view stream) {
    const std::string_view name = stream.substr(0, stream.find(':'));
    for (const StreamKind& each : stream_kinds()) {
        if (each.name == name) return each;
    }
    throw std::runtime_error(fmt::format("unknown kind of stream: {}", stream));
}

}  // namespace afterglow::clinic
