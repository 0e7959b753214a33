#pragma once
// A clinic with many sessions at once, everything that can go wrong around it, and the tester's account of each session.
// Monitors and tablets are outside: what they send is kept until it is answered, as a gateway and a browser do. The server
// may be closed, killed in the middle of waiting for its disk, and have its clock set; time passes only when the world says.

#include <cstdint>
#include <string>
#include <vector>

namespace afterglow::worlds {

// Mistakes that a program could make, and that the account must notice.
enum class Planted {
    nothing,
    drop_on_reconnect,  // what began while nobody was looking raises no alarm
    clear_on_recovery,  // an alarm goes away with its condition
    browser_timer,      // alarms escalate only while somebody's screen is there to count
    new_id_on_retry,    // a mark sent again is a new mark
    foreign_event,      // a mark comes into another session
};

struct WorldOptions {
    std::uint64_t seed = 0;
    int sessions = 25;
    int ticks = 80;
    Planted planted = Planted::nothing;
};

struct Figures {
    std::int64_t sessions = 0, commands = 0, readings = 0, marks = 0, repeats = 0;
    std::int64_t alarms = 0, acknowledged = 0, escalated = 0;
    std::int64_t closed = 0, killed = 0, waits = 0, clock_steps = 0, contacts_lost = 0, refused_by_clock = 0;
    std::vector<double> stored_ms;  // from sending a reading to its answer, while the disk is well
    void add(const Figures& other);
};

struct Outcome {
    std::vector<std::string> complaints;  // what the account and the server do not agree on
    Figures figures;
};

Outcome live(const WorldOptions& options);

}  // namespace afterglow::worlds
