#pragma once
// Tells a story to a clinic of its own: a real server on a loopback port, real SQLite files or a real PostgreSQL server, a
// clock that stands still unless the story moves it. Every answer is held against the interface's description, and in the end the journal is
// verified and the views are compared with a fold of it.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "http/app.h"
#include "journal/files.h"
#include "tests/stories/story.h"

namespace afterglow::stories {

struct Telling {
    std::string failure;               // file, line and what is not so; empty if the story is true
    std::vector<std::string> answers;  // every answer, without what differs from run to run
    std::set<std::string> lost;        // paths of which an answer was lost, with those of the parts
    int steps = 0;
};

using ChangeRoutes = std::function<void(std::vector<http::Route>&)>;  // to plant a fault

// A disk of which one operation fails: in the course of each request the one of this number, from 0. A request that fails
// because of it is sent again. The clinic that the story's part leaves is put on it whole.
struct FailingDisk {
    virtual ~FailingDisk() = default;
    virtual const char* vfs() = 0;
    virtual journal::Files& files() = 0;
    virtual void put(const std::string& path, std::string bytes) = 0;
    virtual std::map<std::string, std::string> contents() = 0;  // path -> bytes
    virtual void begin_request() = 0;
    virtual void end_request() = 0;
};

struct How {
    bool restarts = false;     // after every step
    bool on_postgres = false;  // else SQLite
    bool two_servers = false;  // on one database, which are asked by turns
    bool lost_answers =
        false;  // the first answer to every command that is done never arrives, and it is sent once more
    ChangeRoutes change_routes = {};
    int days_later = 0;  // every date of the story from 2026 on, so many days later at the same local time
    FailingDisk* failing_disk = nullptr;
};
Telling tell(const Story& story, How how = {});

}  // namespace afterglow::stories
