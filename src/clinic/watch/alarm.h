#pragma once
// One alarm's life, in the vocabulary of IEC 60601-1-8. A closed machine of values: there is no state in which an alarm is
// off, nothing but a person's acknowledgement ends one, and a pause is a time at which it is over, never a switch.
//
//   active         the alarm condition is there, the alarm signals are on
//   latched        the condition has gone; the signals stay until somebody acknowledges (latching alarm signals)
//   acknowledged   somebody has; the condition is still there, the signals are off until it has gone, or for so long as the
//                  clinic's rules say: then they remind
//   ended          acknowledged, and the condition has gone

#include <boost/describe.hpp>

#include <optional>

#include "base/time.h"

namespace afterglow::clinic {

enum class AlarmState { active, latched, acknowledged, ended };
BOOST_DESCRIBE_ENUM(AlarmState, active, latched, acknowledged, ended)

enum class AlarmInput { condition_begins, condition_ends, acknowledged, reminded };

constexpr AlarmState after(AlarmState state, AlarmInput input) {
    switch (state) {
        case AlarmState::active:
            switch (input) {
                case AlarmInput::condition_begins: return AlarmState::active;
                case AlarmInput::condition_ends: return AlarmState::latched;
                case AlarmInput::acknowledged: return AlarmState::acknowledged;
                case AlarmInput::reminded: return AlarmState::active;
            }
            break;
        case AlarmState::latched:
            switch (input) {
                case AlarmInput::condition_begins: return AlarmState::active;
                case AlarmInput::condition_ends: return AlarmState::latched;
                case AlarmInput::acknowledged: return AlarmState::ended;
                case AlarmInput::reminded: return AlarmState::latched;
            }
            break;
        case AlarmState::acknowledged:
            switch (input) {
                case AlarmInput::condition_begins: return AlarmState::acknowledged;
                case AlarmInput::condition_ends: return AlarmState::ended;
                case AlarmInput::acknowledged: return AlarmState::acknowledged;
                case AlarmInput::reminded: return AlarmState::active;
            }
            break;
        case AlarmState::ended: return AlarmState::ended;  // what begins again is a new alarm
    }
    return state;
}

// Whether it asks for somebody: seen and, unless paused, heard.
constexpr bool signals(AlarmState state) { return state == AlarmState::active || state == AlarmState::latched; }

// The sound alone is paused, never the light, and only until a moment that is known from the beginning.
struct AudioPause {
    std::optional<Instant> until;
    constexpr bool holds(Instant now) const { return until && now < *until; }
};
constexpr bool audible(AlarmState state, const AudioPause& pause, Instant now) {
    return signals(state) && !pause.holds(now);
}

}  // namespace afterglow::clinic
