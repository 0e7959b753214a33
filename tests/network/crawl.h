#pragma once
// Walks through one clinic as everybody who works there, and looks for anything of the other one.

#include "tests/network/marks.h"
#include "tests/network/scene.h"

namespace afterglow::network {

// Who walks, and whose things must not be met.
struct Side {
    std::string host, other_host;
    access::House* house = nullptr;
    access::House* other = nullptr;
    const Marks* marks = nullptr;    // of the other clinic
    std::vector<std::string> users;  // of this clinic, one in each role and one in all of them
    std::vector<std::string> other_users;
};

struct Findings {
    std::int64_t requests = 0, with_foreign_ids = 0, not_found_instead = 0, commands_decided = 0;
    std::vector<std::string> wrong;
    void add(const std::string& text) {
        if (wrong.size() < 50) wrong.push_back(text);
    }
};

void crawl(const Scene& scene, const Side& side, Findings& findings);

}  // namespace afterglow::network
