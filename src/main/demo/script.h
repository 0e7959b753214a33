#pragma once
// What happens in the demo clinic, act by act, written down before any of it is performed; and who and which room is
// taken when, so that no two bookings overlap.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "clinic/calendar/calendar.h"
#include "clinic/staff/staff.h"
#include "desk/commands.h"
#include "main/demo/dice.h"

namespace afterglow::demo {

struct Act {
    Instant at;           // recorded
    Instant happened_at;  // was so
    StaffId who;
    const desk::CommandType* command = nullptr;  // null: not a command, but a trace that the program itself keeps
    CommandId id;
    std::string data;
    std::optional<StaffId> witness;
    std::vector<clinic::DecidedEvent> trace = {};
};

class Script {
public:
    Script(Instant now, Dice dice) : now_(now), dice_(dice) {}

    // Writes down that `who` gives a command at `at`; the id of the entry it makes. What lies after now is left out:
    // somebody's path is written to its end, and is performed as far as it has come.
    template <class Command>
    EntryId add(Instant at, const StaffId& who, const char* name, const Command& command) {
        return add_text(at, at, who, name, to_json(command), {});
    }
    // Recorded some time after it was so.
    template <class Command>
    EntryId add_later(Instant happened_at, Instant at, const StaffId& who, const char* name, const Command& command) {
        return add_text(at, happened_at, who, name, to_json(command), {});
    }
    template <class Command>
    EntryId add_witnessed(Instant at, const StaffId& who, const StaffId& witness, const char* name,
                          const Command& command) {
        return add_text(at, at, who, name, to_json(command), witness);
    }

    // Somebody signed in, or read a record.
    template <class Event>
    void trace(Instant at, const StaffId& who, Date day, const Event& event) {
        const CommandId id = dice_.id<CommandId>();
        if (at > now_) return;
        acts_.push_back(
            {at, at, who, nullptr, id, "", {}, clinic::one_event(clinic::access_stream(day), event).list()});
    }

    Instant now() const { return now_; }
    std::vector<Act> in_order() &&;  // by time

private:
    EntryId add_text(Instant at, Instant happened_at, const StaffId& who, const char* name, std::string data,
                     std::optional<StaffId> witness);

    Instant now_;
    Dice dice_;
    std::vector<Act> acts_;
};

// Local days and hours of the clinic.
class Zone {
public:
    explicit Zone(std::string name) : name_(std::move(name)) {}
    Instant at(Date day, std::int64_t minute_of_day) const;  // a minute that does not exist is the next one that does
    LocalTime local(Instant at) const { return to_local(at, name_); }
    Date date(Instant at) const { return local(at).date(); }
    std::optional<clinic::WhichHour> which_hour(LocalTime at, Instant meant) const;

private:
    std::string name_;
};

bool is_weekend(Date day);
Date working_day(Date day);  // this one, or the next Monday

// Somebody's, or some room's, taken hours.
class Rota {
public:
    bool is_free(const std::string& who, LocalTime from, std::int64_t minutes) const;
    void take(const std::string& who, LocalTime from, std::int64_t minutes);

private:
    std::map<std::pair<std::string, std::int32_t>, std::vector<std::pair<std::int64_t, std::int64_t>>> taken_;
};

// Days on which certain people and rooms have no time left. What is taken stays taken, so they are stepped over for good:
// otherwise a search would go through all the years of a large clinic.
class FullDays {
public:
    void add(const std::string& who, std::int32_t day) { next_[who][day] = day + 1; }
    std::int32_t first_open(const std::string& who, std::int32_t day);  // this day or a later one

private:
    std::map<std::string, std::map<std::int32_t, std::int32_t>> next_;
};

}  // namespace afterglow::demo
