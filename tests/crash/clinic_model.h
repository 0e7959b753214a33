#pragma once
// What the tests do to a store, and what they must find in it afterwards. The model lives outside the store: it knows
// only what was asked and what was answered.

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "journal/store.h"
#include "tests/crash/power.h"
#include "tests/crash/simulated_disk.h"
#include "tests/crash/writers.h"

namespace afterglow::crash {

enum class Intent { keep, refuse, fail };  // what the command's own rules do with it

// Every command writes `parts` events, each with a row in a table of the views: all of them or none.
struct Command {
    int number = 0;
    int parts = 1;
    int bytes = 10;  // of each event
    Intent intent = Intent::keep;

    std::string id() const { return "command-" + std::to_string(number); }
    std::string text(int part) const;
    bool run(journal::Transaction& transaction, const std::function<void()>& between_parts) const;
};
Command random_command(int number, Random& random);

enum class Answer { none, done, refused, failed };

// A command and when it was sent and answered, counted in steps of the disk's log.
struct Asked {
    Command command;
    int group = 0;
    std::size_t sent_at = 0;
    std::size_t answered_at = 0;
    Answer answer = Answer::none;
};
using Asking = std::vector<Asked>;

// What may be found of a command.
enum class Expected { whole, absent, whole_or_absent };
using Expectations = std::map<int, std::pair<Command, Expected>>;  // by number
// What must hold if everything stopped after `steps` of the log.
Expectations expectations(const Asking& asking, std::size_t steps);
inline Expectations expectations_at_the_end(const Asking& asking) {
    return expectations(asking, static_cast<std::size_t>(-1));
}

// Empty if the store is as expected; else what is wrong, in one line.
std::string complaint(journal::Db& db, const Expectations& expected);
std::set<int> commands_in(journal::Db& db);

journal::Job job_for(const Command& command, Committer& committer, std::function<void(Answer)> answered);

journal::StoreOptions store_options(SimulatedDisk& disk, const std::atomic<std::int64_t>& clock_ms);

// Opens what is on the disk with the real Store and looks at everything: commands, chain, anchors, SQLite's own check.
std::string complaint_about(SimulatedDisk& disk, const Expectations& expected);

// A clinic at work on a simulated disk.
struct Scenario {
    int groups = 20;
    int reopen_every = 9;  // groups
    MakeCommitter committer = real_committer();
    std::function<void(journal::Store&)> after_open = {};  // to spoil something
    std::function<void(int)> before_group = {};
};
Asking work(SimulatedDisk& disk, const Scenario& scenario, Random& random);

}  // namespace afterglow::crash
