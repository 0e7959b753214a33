#pragma once
// Tells a story to a clinic of its own: a real server on a loopback port, real SQLite files or a real PostgreSQL server, a
// clock that stands still unless the story moves it. Every answer is held against the interface's description, and in the end the journal is
// verified and the views are compared with a fold of it.

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "http/app.h"
#include "tests/stories/story.h"

namespace afterglow::stories {

struct Telling {
    std::string failure;               // file, line and what is not so; empty if the story is true
    std::vector<std::string> answers;  // every answer, without what differs from run to run
    std::set<std::string> lost;        // paths of which an answer was lost, with those of the parts
    int steps = 0;
};

using ChangeRoutes = std::function<void(std::vector<http::Route>&)>;  // to plant a fault

struct How {
    bool restarts = false;     // after every step
    bool on_postgres = false;  // else SQLite
    bool two_servers = false;  // on one database, which are asked by turns
    bool lost_answers =
        false;  // the first answer to every command that is done never arrives, and it is sent once more
    ChangeRoutes change_routes = {};
};
Telling tell(const Story& story, How how = {});

}  // namespace afterglow::stories
