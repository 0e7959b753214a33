#pragma once
// The one thread that writes. It takes all waiting jobs, runs each in a savepoint of one transaction, commits once, and
// only then answers all of them (group commit): many commands share one wait for the disk, and no answer is given for
// anything that is not on it.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "journal/db.h"
#include "journal/journal.h"
#include "journal/store.h"

namespace afterglow::journal {

// What a job may use while it runs.
struct Transaction {
    Db& db;
    Journal& journal;
};

struct Job {
    // True: keep what was written. False: undo it (a rule said no). An exception undoes it too. Must not begin, commit
    // or roll back transactions itself.
    std::function<bool(Transaction&)> run;
    // Called once, on the writer thread, when the outcome is certain: with null after the commit has returned (also for
    // a job that returned false, since what it saw is now committed), otherwise with the failure. Must not throw or
    // wait. After a failure of the commit itself the outcome is unknown to the caller: asking again with the same
    // command id tells.
    std::function<void(std::exception_ptr)> finished;
};

struct Health {
    bool writing = true;  // the last commit succeeded
    StorageFault fault = StorageFault::other;
    std::string text;     // what is wrong, if something is
    Instant since;        // since when
    std::string warning;  // writing goes on, but the anchors or the database file cannot be brought up to date
};

struct WriterStats {
    std::int64_t commits = 0;
    std::int64_t jobs = 0;      // answered, well or not
    std::int64_t failures = 0;  // commits that failed
};

struct WriterOptions {
    std::size_t max_waiting = 4096;  // jobs; beyond that submit() refuses
    std::size_t max_group = 256;     // jobs in one commit; 1 turns grouping off
    int checkpoint_pages = 1000;     // of 4 KiB in the write-ahead log before it is moved into the database file
    // All are called on the writer thread. on_reset: a whole transaction was undone, forget everything cached from it.
    std::function<void()> on_reset = {};
    // At the beginning of a transaction, if another server wrote since the last: the head that was known before.
    std::function<void(const Head& before)> on_moved = {};
    std::function<void(const Head&)> after_commit = {};
};

class Writer {
public:
    explicit Writer(Store& store, WriterOptions options = {});
    ~Writer();  // stops
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // Refusals: "too_many_waiting" (too_many), "stopping" (unavailable); then `finished` is never called.
    Done submit(Job job);

    // Submits and waits: what `run` returned; throws its exception or the commit's. Not from the writer thread.
    bool perform(std::function<bool(Transaction&)> run);

    void stop();  // runs what is waiting, writes an anchor, ends the thread

    Health health() const;
    bool healthy() const { return health().writing; }
    WriterStats stats() const;

private:
    struct Running;  // a job of the group at hand
    void work();
    bool wait_for_work(std::deque<Job>& jobs);  // false: stopping, and nothing is left to do
    void commit_group(std::deque<Job>& jobs);
    bool try_group(std::deque<Job>& jobs, std::vector<Running>& group, bool ahead);
    void begin(bool ahead);
    void catch_up();
    void run_one(Running& running);
    void undo_everything() noexcept;
    void answer(std::vector<Running>& group, const std::exception_ptr& failure) noexcept;
    void committed(const Head& before);
    void tick();
    void keep_house();  // anchors, and the database's own; their failures are warnings
    void probe();       // after a failed commit: can the disk be written again?
    void set_trouble(const std::exception_ptr& failure);
    void set_warning(const std::string& text);

    Store& store_;
    Db& db_;
    Journal& journal_;
    WriterOptions options_;
    bool undone_ = true;  // the head in memory is what the database says
    StorageFault why_not_undone_ = StorageFault::io;
    Instant next_anchor_try_;  // after a failure

    mutable std::mutex mutex_;  // guards all below
    std::condition_variable wake_;
    std::deque<Job> waiting_;
    bool stopping_ = false;
    Health health_;
    WriterStats stats_;

    std::thread thread_;
};

}  // namespace afterglow::journal
