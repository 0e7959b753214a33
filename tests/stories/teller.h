#pragma once
// Tells a story to a clinic of its own: a real server on a loopback port, real SQLite files, a clock that stands still
// unless the story moves it. Every answer is held against the interface's description, and in the end the journal is
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

// What happens while a story is told; the answers must be the same.
enum class Meanwhile {
    nothing,
    restarts,      // after every step, and every command that was done is sent once more
    lost_answers,  // the first answer to every command that is done never arrives, and it is sent once more
};
using ChangeRoutes = std::function<void(std::vector<http::Route>&)>;  // to plant a fault
Telling tell(const Story& story, Meanwhile meanwhile = Meanwhile::nothing, ChangeRoutes change_routes = {});

}  // namespace afterglow::stories
