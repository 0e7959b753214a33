#pragma once
// The invented clinic while it is being written: its people of staff, who is taken when, and the script so far.

#include <map>
#include <set>

#include "clinic/course/course.h"
#include "clinic/patient/patient.h"
#include "clinic/staff/staff.h"
#include "main/demo/dice.h"
#include "main/demo/script.h"
#include "main/demo/shelf.h"
#include "main/demo/words.h"

namespace afterglow::demo {

struct Member {
    StaffId id;
    std::string user, name;
    std::vector<clinic::Role> roles;
    std::string what_to_try;
};

// A time, a room and people for one appointment.
struct Slot {
    BookingId booking;
    clinic::Appointment appointment;
    Instant starts, ends;
};

struct World {
    World(const clinic::Pack& pack, Instant now, std::uint64_t seed);

    const clinic::Pack& pack;
    Instant now;
    Zone zone;
    Date today;
    Dice dice;
    Script script;
    Rota rota;
    FullDays full;
    Shelf shelf;
    std::vector<Member> team;

    const Member& member(std::string_view user) const;
    Date day(std::int64_t from_today) const { return {today.days + static_cast<std::int32_t>(from_today)}; }

    // So many working days from today; as a day counted from today.
    std::int64_t workday(std::int64_t working_days) const;

    // One of the sentences, each in its turn, so that neighbours do not say the same.
    // `what` takes turns of its own.
    template <class T>
    const T& next_of(const std::vector<T>& list, const char* what = "turn") {
        auto [turn, is_new] = turns_.try_emplace({&list, what}, 0);
        if (is_new) turn->second = static_cast<std::size_t>(dice.of(what).next() % list.size());
        return list[turn->second++ % list.size()];
    }

    // The first time on or after `day` when everybody and a fitting room are free; reserved. Nobody works at weekends,
    // but today somebody always does.
    Slot find(clinic::BookingKind kind, Date day, Instant not_before, const std::vector<StaffId>& staff,
              const std::string& patient, std::int64_t minutes = 0);
    // At this very time, whatever the hour; reserved.
    Slot place(clinic::BookingKind kind, Instant around, const std::vector<StaffId>& staff, const std::string& room);
    std::int64_t usual_minutes(clinic::BookingKind kind) const;
    std::int64_t dosing_minutes() const;

    // The clinic may have other languages and other indications: then one of those.
    clinic::Language spoken(clinic::Language language) const;
    std::string treated(const std::string& indication) const;
    std::vector<std::string> rooms_for(clinic::BookingKind kind) const;
    std::string phone();
    std::set<std::pair<std::string, std::int32_t>> known;  // names with birth dates: nobody looks like somebody else

private:
    bool all_free(const std::vector<std::string>& who, LocalTime from, std::int64_t minutes) const;
    Slot reserve(clinic::BookingKind kind, LocalTime from, std::int64_t minutes, const std::vector<StaffId>& staff,
                 const std::string& room, const std::string& patient);
    std::map<std::pair<const void*, std::string>, std::size_t> turns_;
    std::int64_t phones_ = 100;
};

std::vector<Member> make_team(Dice dice);

}  // namespace afterglow::demo
