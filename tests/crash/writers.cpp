#include "tests/crash/writers.h"

#include <condition_variable>
#include <mutex>
#include <stdexcept>

namespace afterglow::crash {
namespace {

using journal::Job;
using journal::Store;
using journal::Transaction;
using journal::Writer;

constexpr int kCheckpointPages = 24;  // so that a short test has some

class RealCommitter final : public Committer {
public:
    explicit RealCommitter(Store& store) : writer_(store, {.checkpoint_pages = kCheckpointPages}) {}

    // A first job holds the writer until all others wait behind it.
    void commit_together(std::vector<Job> jobs) override {
        const auto round = std::make_shared<Round>();
        round->unanswered = jobs.size() + 1;
        submit({.run =
                    [round](Transaction&) {
                        round->set(round->reached);
                        round->wait_for([&] { return round->opened; });
                        return true;
                    },
                .finished =
                    [round](const std::exception_ptr&) {
                        round->set(round->reached);  // a failing disk may have answered it before it ran
                        round->answered();
                    }});
        round->wait_for([&] { return round->reached; });
        for (Job& job : jobs) {
            submit({.run = std::move(job.run),
                    .finished = [round, finished = std::move(job.finished)](const std::exception_ptr& failure) {
                        finished(failure);
                        round->answered();
                    }});
        }
        round->set(round->opened);
        round->wait_for([&] { return round->unanswered == 0; });
        wait_until_idle();
    }

private:
    struct Round {
        std::mutex mutex;
        std::condition_variable changed;
        bool reached = false, opened = false;
        std::size_t unanswered = 0;

        void set(bool& flag) {
            const std::lock_guard lock(mutex);
            flag = true;
            changed.notify_all();
        }
        void answered() {
            const std::lock_guard lock(mutex);
            --unanswered;
            changed.notify_all();
        }
        void wait_for(const std::function<bool()>& condition) {
            std::unique_lock lock(mutex);
            changed.wait(lock, condition);
        }
    };
    // What the writer does after its answers is done before it takes the next job; so the same seed makes the same log.
    void wait_until_idle() {
        const auto round = std::make_shared<Round>();
        submit({.run = [](Transaction&) { return true; },
                .finished = [round](const std::exception_ptr&) { round->set(round->reached); }});
        round->wait_for([&] { return round->reached; });
    }
    void submit(Job job) {
        if (!writer_.submit(std::move(job))) throw std::logic_error("the writer takes no jobs");
    }

    Writer writer_;
};

class PlainCommitter final : public Committer {
public:
    PlainCommitter(Store& store, Mistake mistake) : store_(store), mistake_(mistake) {}

    void commit_together(std::vector<Job> jobs) override {
        std::vector<std::exception_ptr> failures(jobs.size());
        std::exception_ptr whole_failure;
        try {
            store_.db().run("BEGIN IMMEDIATE");
            for (std::size_t i = 0; i < jobs.size(); ++i) failures[i] = run(jobs[i]);
            if (mistake_ == Mistake::answers_before_commit) answer(jobs, failures, nullptr);
            store_.db().run("COMMIT");
        } catch (const journal::StorageError&) {
            whole_failure = std::current_exception();
            undo();
        }
        if (mistake_ == Mistake::answers_before_commit && !whole_failure) return;
        if (mistake_ == Mistake::ignores_failures) whole_failure = nullptr;
        answer(jobs, failures, whole_failure);
        note_head();
    }

    void between_parts() override {
        if (mistake_ != Mistake::splits_commands) return;
        store_.db().run("RELEASE job");
        store_.db().run("COMMIT");
        store_.db().run("BEGIN IMMEDIATE");
        store_.db().run("SAVEPOINT job");
    }

private:
    std::exception_ptr run(Job& job) {
        Transaction transaction{store_.db(), store_.journal()};
        store_.db().run("SAVEPOINT job");
        const auto mark = store_.journal().mark();
        std::exception_ptr failure;
        bool keep = false;
        try {
            keep = job.run(transaction);
        } catch (const journal::StorageError&) {
            throw;
        } catch (...) {
            failure = std::current_exception();
        }
        if (!keep) {
            store_.db().run("ROLLBACK TO job");
            store_.journal().roll_back_to(mark);
        }
        store_.db().run("RELEASE job");
        return failure;
    }
    void note_head() {
        try {
            store_.anchors().note_head(store_.journal().head(), store_.now());
        } catch (const journal::StorageError&) {
        }
    }
    void undo() {
        try {
            if (store_.db().in_transaction()) store_.db().run("ROLLBACK");
            store_.journal().reload();
        } catch (const journal::StorageError&) {
        }
    }
    static void answer(std::vector<Job>& jobs, const std::vector<std::exception_ptr>& failures,
                       const std::exception_ptr& whole_failure) {
        for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].finished(failures[i] ? failures[i] : whole_failure);
    }

    Store& store_;
    Mistake mistake_;
};

}  // namespace

MakeCommitter real_committer() {
    return [](Store& store) { return std::make_unique<RealCommitter>(store); };
}
MakeCommitter plain_committer(Mistake mistake) {
    return [mistake](Store& store) { return std::make_unique<PlainCommitter>(store, mistake); };
}

}  // namespace afterglow::crash
