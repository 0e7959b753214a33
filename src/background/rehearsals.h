#pragma once
// Plays the simulated people of rehearsals: the pharmacology engine says what the doses of the session do to them, the vital
// signs of devices/ do the rest, and each second a reading goes the way every monitor's reading goes.

#include <atomic>
#include <map>
#include <memory>
#include <thread>

#include "desk/desk.h"
#include "devices/vital_signs.h"
#include "pharmacology/library.h"

namespace afterglow::background {

class Rehearsals {
public:
    Rehearsals(desk::Desk& desk, std::shared_ptr<const pharmacology::Library> library);
    ~Rehearsals();

    void play();  // one reading of each; for tests, else each second

private:
    struct Person {
        std::size_t doses = 0;  // when the signs were made
        Instant dosed_at;
        std::unique_ptr<devices::VitalSigns> signs;
        double last_h = -24;
        Instant next_pressure;
        // The reading before is not stored yet. A writer with much to do gets no second one of the same person to do.
        std::shared_ptr<std::atomic<bool>> under_way = std::make_shared<std::atomic<bool>>(false);
    };
    void play(const SessionId& session);
    void make(Person& person, const SessionId& session);

    desk::Desk& desk_;
    std::shared_ptr<const pharmacology::Library> library_;
    std::map<SessionId, Person> people_;
    std::jthread thread_;
};

}  // namespace afterglow::background
