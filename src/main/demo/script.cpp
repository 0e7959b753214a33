#include "main/demo/script.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace afterglow::demo {

EntryId Script::add_text(Instant at, Instant happened_at, const StaffId& who, const char* name, std::string data,
                         std::optional<StaffId> witness) {
    const desk::CommandType* command = desk::find_command(name);
    if (!command) throw std::logic_error(std::string("there is no command ") + name);
    CommandId id = dice_.id<CommandId>();
    if (at <= now_) acts_.push_back({at, happened_at, who, command, id, std::move(data), std::move(witness)});
    return id;
}

std::vector<Act> Script::in_order() && {
    std::stable_sort(acts_.begin(), acts_.end(), [](const Act& a, const Act& b) { return a.at < b.at; });
    return std::move(acts_);
}

Instant Zone::at(Date day, std::int64_t minute_of_day) const {
    LocalTime local{std::int64_t{day.days} * 1440 + minute_of_day};
    for (;; ++local.minutes) {
        if (const auto instant = to_instant(local, name_, Fold::earlier); instant.ok()) return *instant;
    }
}

std::optional<clinic::WhichHour> Zone::which_hour(LocalTime at, Instant meant) const {
    if (to_instant(at, name_).ok()) return std::nullopt;
    const auto earlier = to_instant(at, name_, Fold::earlier);
    const auto later = to_instant(at, name_, Fold::later);
    if (!earlier.ok() || !later.ok()) return std::nullopt;
    return meant < *later ? clinic::WhichHour::earlier : clinic::WhichHour::later;
}

bool is_weekend(Date day) { return ((day.days + 3) % 7 + 7) % 7 >= 5; }  // 1 January 1970 was a Thursday

Date working_day(Date day) {
    while (is_weekend(day)) ++day.days;
    return day;
}

bool Rota::is_free(const std::string& who, LocalTime from, std::int64_t minutes) const {
    const auto found = taken_.find({who, from.date().days});
    if (found == taken_.end()) return true;
    return std::none_of(found->second.begin(), found->second.end(), [&](const auto& each) {
        return from.minutes < each.second && each.first < from.minutes + minutes;
    });
}

void Rota::take(const std::string& who, LocalTime from, std::int64_t minutes) {
    taken_[{who, from.date().days}].emplace_back(from.minutes, from.minutes + minutes);
}

std::int32_t FullDays::first_open(const std::string& who, std::int32_t day) {
    std::map<std::int32_t, std::int32_t>& next = next_[who];
    std::int32_t open = day;
    for (auto full = next.find(open); full != next.end(); full = next.find(open)) open = full->second;
    for (auto full = next.find(day); full != next.end() && full->second < open; full = next.find(day)) {
        day = std::exchange(full->second, open);  // the next search takes one step
    }
    return open;
}

}  // namespace afterglow::demo
