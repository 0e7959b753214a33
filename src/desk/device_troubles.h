#pragma once
// Messages of monitors that belong to no session: what was wrong with the last of them, for the people of the rooms and the
// administrator. Kept in memory; the device got the same words in its answer, and what belongs to a session is in its watch.

#include <boost/describe.hpp>

#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "base/time.h"

namespace afterglow::desk {

struct DeviceTrouble {
    Instant at;
    std::string code, text;
    std::string device, bed;  // as far as they could be read
    std::string peer;         // network address
    std::int64_t times = 1;   // the same, one after another
};
BOOST_DESCRIBE_STRUCT(DeviceTrouble, (), (at, code, text, device, bed, peer, times))

class DeviceTroubles {
public:
    static constexpr std::size_t kMost = 20;

    void add(DeviceTrouble trouble) {
        const std::lock_guard lock(mutex_);
        const auto same = [&](const DeviceTrouble& each) {
            return each.code == trouble.code && each.device == trouble.device && each.bed == trouble.bed;
        };
        for (auto each = list_.begin(); each != list_.end(); ++each) {
            if (!same(*each)) continue;
            trouble.times += each->times;
            list_.erase(each);
            break;
        }
        list_.push_front(std::move(trouble));
        if (list_.size() > kMost) list_.pop_back();
    }
    std::vector<DeviceTrouble> since(Instant from) const {  // newest first
        const std::lock_guard lock(mutex_);
        std::vector<DeviceTrouble> found;
        for (const DeviceTrouble& each : list_) {
            if (each.at >= from) found.push_back(each);
        }
        return found;
    }

private:
    mutable std::mutex mutex_;
    std::deque<DeviceTrouble> list_;
};

}  // namespace afterglow::desk
