#pragma once
// An integration session: it looks back at one dose that was given.

#include "clinic/record/record.h"

namespace afterglow::clinic {

struct Integration {
    SessionId session;  // the dosing session it looks back at
    Prose themes;
    std::optional<Prose> insights;
    std::optional<Prose> difficult;
    std::optional<Prose> everyday;  // what goes into everyday life
    bool feels_worse = false;       // raises a task, so that somebody acts on it
    Ranged<5, 600> length_min;
};
BOOST_DESCRIBE_STRUCT(Integration, (), (session, themes, insights, difficult, everyday, feels_worse, length_min))

}  // namespace afterglow::clinic
