#include "main/demo/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace afterglow::demo {
namespace {

using clinic::BookingKind;
using clinic::Role;

constexpr std::int64_t kOpens = 8 * 60 + 30, kCloses = 18 * 60;
constexpr std::int64_t kDay = 24 * 60;

bool begins_with_any(const std::string& text, std::initializer_list<const char*> beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(), [&](const char* each) { return text.starts_with(each); });
}

}  // namespace

std::vector<Member> make_team(Dice dice) {
    std::vector<Member> team{
        {{}, "coordinator", "Jitka Vránková", {Role::coordinator}, "inquiries, bookings, the waiting list"},
        {{}, "psychiatrist", "MUDr. Ivana Kostelníčková", {Role::psychiatrist}, "decide on admission, sign"},
        {{}, "physician", "MUDr. Pavel Dubenský", {Role::physician}, "examine, order a dose, release"},
        {{}, "therapist1", "Mgr. Lenka Jívová", {Role::therapist}, "the dosing session running now"},
        {{}, "therapist2", "Mgr. Ondřej Habřinský", {Role::therapist}, "the person who has just arrived"},
        {{}, "nurse", "Bc. Marta Kopečková", {Role::nurse}, "measure, take a time-out, give a dose"},
        {{}, "lead", "MUDr. Tomáš Rybízek", {Role::psychiatrist, Role::therapist}, "two roles; three sessions at once"},
        {{}, "manager", "Ing. Hana Březovská", {Role::manager}, "the clinic's figures"},
        {{}, "administrator", "Petr Klenovský", {Role::administrator}, "accounts and roles"},
        {{}, "inspector", "Mgr. Věra Tichomírová", {Role::inspector}, "the register, and who read what"},
        {{}, "custodian", "PharmDr. Aleš Smrčina", {Role::custodian}, "the register of controlled drugs"},
        {{}, "billing", "Dana Polnická", {Role::billing}, "people and where they are"},
    };
    for (Member& each : team) each.id = dice.of("staff " + each.user).id<StaffId>();
    return team;
}

World::World(const clinic::Pack& the_pack, Instant the_now, std::uint64_t seed)
    : pack(the_pack),
      now(the_now),
      zone(the_pack.zone),
      today(zone.date(the_now)),
      dice(seed),
      script(the_now, dice.of("commands")),
      team(make_team(dice)) {}

const Member& World::member(std::string_view user) const {
    const auto found = std::find_if(team.begin(), team.end(), [&](const Member& each) { return each.user == user; });
    if (found == team.end()) throw std::logic_error("nobody here is called " + std::string(user));
    return *found;
}

std::int64_t World::workday(std::int64_t working_days) const {
    const int step = working_days < 0 ? -1 : 1;
    std::int64_t offset = 0;
    while (working_days != 0) {
        offset += step;
        if (!is_weekend(day(offset))) working_days -= step;
    }
    return offset;
}

std::string World::phone() {
    ++phones_;
    return fmt::format("+420 000 {:03} {:03}", phones_ / 1000, phones_ % 1000);
}

std::int64_t World::usual_minutes(BookingKind kind) const {
    const clinic::AppointmentRule* rule = find_appointment(pack, kind);
    return rule ? rule->usual_min : 60;
}

// From the arrival to the close-out, with the observation that the pack asks for.
std::int64_t World::dosing_minutes() const {
    const clinic::AppointmentRule* rule = find_appointment(pack, BookingKind::dosing);
    const std::int64_t needed = (30 + pack.observation_min_minutes.value + 25 + 29) / 30 * 30;
    return rule ? std::clamp(needed, rule->shortest_min, rule->longest_min) : needed;
}

clinic::Language World::spoken(clinic::Language language) const {
    const bool here = std::find(pack.languages.begin(), pack.languages.end(), language) != pack.languages.end();
    return here || pack.languages.empty() ? language : pack.languages.front();
}

std::string World::treated(const std::string& indication) const {
    const clinic::Indication* open = nullptr;
    for (const clinic::Indication& each : pack.indications) {
        if (each.open && (!open || each.code == indication)) open = &each;
    }
    return open ? open->code : indication;
}

std::vector<std::string> World::rooms_for(BookingKind kind) const {
    const clinic::AppointmentRule* rule = find_appointment(pack, kind);
    std::vector<std::string> rooms, others;
    if (rule && rule->online) return rooms;
    for (const clinic::Room& each : pack.rooms) {
        const bool treatment = begins_with_any(each.code, {"session", "infusion", "procedure"});
        const bool examination = begins_with_any(each.code, {"examination"});
        const bool fits = kind == BookingKind::dosing        ? treatment
                          : kind == BookingKind::examination ? examination
                                                             : !treatment && !examination;
        (fits ? rooms : others).push_back(each.code);
    }
    return rooms.empty() ? others : rooms;
}

bool World::all_free(const std::vector<std::string>& who, LocalTime from, std::int64_t minutes) const {
    return std::all_of(who.begin(), who.end(),
                       [&](const std::string& each) { return each.empty() || rota.is_free(each, from, minutes); });
}

Slot World::reserve(BookingKind kind, LocalTime from, std::int64_t minutes, const std::vector<StaffId>& staff,
                    const std::string& room, const std::string& patient) {
    for (const StaffId& each : staff) rota.take(each.value, from, minutes);
    if (!room.empty()) rota.take(room, from, minutes);
    if (!patient.empty()) rota.take(patient, from, minutes);
    Slot slot;
    slot.booking = dice.id<BookingId>();
    slot.appointment.kind = kind;
    slot.appointment.starts = from;
    slot.appointment.length_min = {minutes};
    slot.appointment.staff = staff;
    if (!room.empty()) slot.appointment.room = Code{room};
    slot.starts = zone.at(from.date(), from.minutes - std::int64_t{from.date().days} * kDay);
    slot.ends = slot.starts + afterglow::minutes(minutes);
    return slot;
}

Slot World::find(BookingKind kind, Date day, Instant not_before, const std::vector<StaffId>& staff,
                 const std::string& patient, std::int64_t minutes) {
    if (minutes == 0) minutes = kind == BookingKind::dosing ? dosing_minutes() : usual_minutes(kind);
    std::vector<std::string> rooms = rooms_for(kind);
    if (rooms.empty()) rooms.emplace_back();
    std::string whose = fmt::format("{} {}", static_cast<int>(kind), minutes);
    for (const StaffId& each : staff) whose += " " + each.value;
    day = std::max(day, zone.date(not_before));
    for (;; ++day.days) {
        day.days = full.first_open(whose, day.days);
        if (is_weekend(day) && day != today) continue;
        std::vector<std::int64_t> times;
        for (std::int64_t time = kOpens; time + minutes <= kCloses; time += 30) times.push_back(time);
        dice.shuffle(times);
        bool is_full = true;
        for (const std::int64_t time : times) {
            const LocalTime from{std::int64_t{day.days} * kDay + time};
            for (const std::string& room : rooms) {
                std::vector<std::string> who{room};
                for (const StaffId& each : staff) who.push_back(each.value);
                if (!all_free(who, from, minutes)) continue;
                is_full = false;
                if (zone.at(day, time) < not_before || !all_free({patient}, from, minutes)) continue;
                return reserve(kind, from, minutes, staff, room, patient);
            }
        }
        if (is_full) full.add(whose, day.days);
    }
}

Slot World::place(BookingKind kind, Instant around, const std::vector<StaffId>& staff, const std::string& room) {
    const std::int64_t minutes = kind == BookingKind::dosing ? dosing_minutes() : usual_minutes(kind);
    const LocalTime local = zone.local(around);
    const std::int64_t midnight = std::int64_t{local.date().days} * kDay;
    const std::int64_t from = std::clamp<std::int64_t>((local.minutes - midnight) / 15 * 15, 0, kDay - minutes);
    Slot slot = reserve(kind, {midnight + from}, minutes, staff, room, "");
    slot.appointment.which_hour = zone.which_hour(slot.appointment.starts, around);
    return slot;
}

}  // namespace afterglow::demo
