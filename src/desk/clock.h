#pragma once
// The clock of a running clinic: never backwards. Alarms escalate and checks fall due at moments; if somebody sets the
// machine's clock back, they must come as if nobody had. So time goes on by the steady clock, and the machine's clock can
// only push it forward. After a clock that was wrong has been put right by setting it back, the server is started again.

#include <chrono>
#include <functional>
#include <mutex>

#include "base/time.h"

namespace afterglow::desk {

class ForwardClock {
public:
    using Steady = std::function<std::chrono::milliseconds()>;
    ForwardClock(
        std::function<Instant()> system, Steady steady =
                                             [] {
                                                 return std::chrono::duration_cast<std::chrono::milliseconds>(
                                                     std::chrono::steady_clock::now().time_since_epoch());
                                             })
        : system_(std::move(system)), steady_(std::move(steady)), last_(system_()), last_steady_(steady_()) {}

    Instant now() {
        const std::lock_guard lock(mutex_);
        const auto steady = steady_();
        last_ = std::max(system_(), last_ + Milliseconds{(steady - last_steady_).count()});
        last_steady_ = steady;
        return last_;
    }
    // How far the machine's clock is behind.
    Milliseconds ahead() {
        const Instant here = now();
        return here - system_();
    }

private:
    std::mutex mutex_;
    std::function<Instant()> system_;
    Steady steady_;
    Instant last_;
    std::chrono::milliseconds last_steady_;
};

}  // namespace afterglow::desk
