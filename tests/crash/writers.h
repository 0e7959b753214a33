#pragma once
// The writer under test, and others that each make one mistake the suites must catch.

#include <functional>
#include <memory>
#include <vector>

#include "journal/store.h"
#include "journal/writer.h"

namespace afterglow::crash {

class Committer {
public:
    virtual ~Committer() = default;
    // Hands over jobs that belong into one commit, and waits for all answers.
    virtual void commit_together(std::vector<journal::Job> jobs) = 0;
    // Jobs of several parts call this between them.
    virtual void between_parts() {}
};

using MakeCommitter = std::function<std::unique_ptr<Committer>(journal::Store&)>;

MakeCommitter real_committer();  // journal::Writer

// The same without thread, and with a mistake if asked for.
enum class Mistake { none, answers_before_commit, splits_commands, ignores_failures };
MakeCommitter plain_committer(Mistake mistake);

}  // namespace afterglow::crash
