#include "journal/writer.h"

#include <cassert>
#include <chrono>
#include <future>
#include <utility>

namespace afterglow::journal {
namespace {

constexpr auto kTick = std::chrono::seconds(1);  // while something waits for its time
constexpr Milliseconds kAnchorRetry{10'000};

// Does this exception say that the disk failed, so that nothing of the transaction may be trusted?
bool is_disk_failure(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const StorageError& error) {
        return error.fault() != StorageFault::other && error.fault() != StorageFault::busy;
    } catch (...) {
        return false;
    }
}

bool is_pipeline_failure(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const PipelineFailure&) {
        return true;
    } catch (...) {
        return false;
    }
}

std::string text_of(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        return error.what();
    } catch (...) {
        return "unknown failure";
    }
}

}  // namespace

struct Writer::Running {
    Job job;
    std::exception_ptr own_failure = {};
};

Writer::Writer(Store& store, WriterOptions options)
    : store_(store), db_(store.db()), journal_(store.journal()), options_(std::move(options)) {
    thread_ = std::thread([this] { work(); });
}

Writer::~Writer() { stop(); }

Done Writer::submit(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return refuse_as(RefusalKind::unavailable, "stopping");
        if (waiting_.size() >= options_.max_waiting) return refuse_as(RefusalKind::too_many, "too_many_waiting");
        waiting_.push_back(std::move(job));
    }
    wake_.notify_one();
    return done();
}

bool Writer::perform(std::function<bool(Transaction&)> run) {
    assert(std::this_thread::get_id() != thread_.get_id());
    bool kept = false;
    std::promise<void> promise;
    const Done submitted = submit({.run = [&](Transaction& transaction) { return kept = run(transaction); },
                                   .finished =
                                       [&](const std::exception_ptr& failure) {
                                           if (failure) {
                                               promise.set_exception(failure);
                                           } else {
                                               promise.set_value();
                                           }
                                       }});
    if (!submitted)
        throw StorageError(StorageFault::busy, "the writer takes no more work now: " + submitted.refusal().code);
    promise.get_future().get();
    return kept;
}

void Writer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

Health Writer::health() const {
    const std::lock_guard lock(mutex_);
    return health_;
}
WriterStats Writer::stats() const {
    const std::lock_guard lock(mutex_);
    return stats_;
}

// ---- on the writer thread -------------------------------------------------------------------------------------------

void Writer::work() {
    std::deque<Job> jobs;
    while (wait_for_work(jobs)) {
        while (!jobs.empty()) commit_group(jobs);
        tick();
    }
    if (!undone_) undo_everything();
    try {
        if (undone_) store_.anchors().anchor(journal_.head(), store_.now());
    } catch (const StorageError& error) {
        set_warning(error.what());
    }
}

bool Writer::wait_for_work(std::deque<Job>& jobs) {
    std::unique_lock lock(mutex_);
    const auto something = [&] { return stopping_ || !waiting_.empty(); };
    const bool has_time_to_keep = !health_.writing || journal_.head().length > store_.anchors().anchored_length();
    if (has_time_to_keep) {
        wake_.wait_for(lock, kTick, something);
    } else {
        wake_.wait(lock, something);
    }
    while (!waiting_.empty() && jobs.size() < options_.max_group) {
        jobs.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    return !(stopping_ && jobs.empty());
}

// Takes jobs from the front and answers them. If the disk fails in between, those not yet run stay for the next call.
void Writer::commit_group(std::deque<Job>& jobs) {
    std::vector<Running> group;
    group.reserve(jobs.size());
    if (try_group(jobs, group, true)) return;
    // Something that was sent ahead failed, and not the disk: which job it was shows when each is alone.
    for (Running& running : std::exchange(group, {})) {
        std::deque<Job> one;
        one.push_back(std::move(running.job));
        try_group(one, group, false);
        group.clear();
    }
}

// False: nothing of the group was kept or answered, since a statement sent ahead failed.
bool Writer::try_group(std::deque<Job>& jobs, std::vector<Running>& group, bool ahead) {
    Head before;
    try {
        try {
            begin(ahead);
        } catch (...) {
            for (Job& job : jobs) group.push_back({std::move(job)});
            jobs.clear();
            throw;
        }
        before = journal_.head();
        while (!jobs.empty()) {
            group.push_back({std::move(jobs.front())});
            jobs.pop_front();
            run_one(group.back());
        }
        if (journal_.head() != before) db_.tell_others();
        db_.run("COMMIT");
    } catch (...) {
        const std::exception_ptr failure = std::current_exception();
        undo_everything();
        if (ahead && is_pipeline_failure(failure) && !is_disk_failure(failure)) return false;
        set_trouble(failure);
        answer(group, failure);
        return true;
    }
    set_trouble(nullptr);
    answer(group, nullptr);
    committed(before);
    return true;
}

void Writer::begin(bool ahead) {
    if (!undone_) undo_everything();
    if (!undone_)
        throw StorageError(why_not_undone_, "the state before the last failure cannot be read from the " + db_.place());
    db_.run_ahead(ahead);
    db_.begin_writing();
    if (db_.shared()) catch_up();
}

// Nobody else writes now; but others may have since this server did.
void Writer::catch_up() {
    const Head before = journal_.head();
    journal_.reload();
    if (journal_.head() != before && options_.on_moved) options_.on_moved(before);
}

// Throws only if the whole transaction is lost.
void Writer::run_one(Running& running) {
    db_.run("SAVEPOINT job");
    const Journal::Mark mark = journal_.mark();
    bool keep = false;
    try {
        Transaction transaction{db_, journal_};
        keep = running.job.run(transaction);
    } catch (...) {
        running.own_failure = std::current_exception();
        // After a failed disk operation nothing of the group is committed, even if SQLite would go on. What was sent ahead
        // may be another job's.
        if (is_disk_failure(running.own_failure) || is_pipeline_failure(running.own_failure)) throw;
    }
    if (!db_.in_transaction())
        throw StorageError(StorageFault::io, "the transaction was rolled back in the middle of a job");
    if (!keep) {
        db_.run("ROLLBACK TO job");
        journal_.roll_back_to(mark);
    }
    db_.run("RELEASE job");
}

// Back to what is on the disk. On a disk that does not even read it fails, and is tried again before the next group.
void Writer::undo_everything() noexcept {
    undone_ = false;
    try {
        db_.recover();
        journal_.reload();
        undone_ = true;
    } catch (const StorageError& error) {
        why_not_undone_ = error.fault();
    } catch (...) {
        why_not_undone_ = StorageFault::other;
    }
    if (options_.on_reset) options_.on_reset();
}

void Writer::answer(std::vector<Running>& group, const std::exception_ptr& failure) noexcept {
    {
        const std::lock_guard lock(mutex_);
        stats_.jobs += static_cast<std::int64_t>(group.size());
        ++(failure ? stats_.failures : stats_.commits);
    }
    for (Running& running : group) running.job.finished(running.own_failure ? running.own_failure : failure);
}

void Writer::committed(const Head& before) {
    const Head& head = journal_.head();
    if (head == before) return;
    try {
        store_.anchors().note_head(head, store_.now());
    } catch (const StorageError& error) {
        set_warning(error.what());
    }
    if (options_.after_commit) options_.after_commit(head);
}

void Writer::tick() {
    if (health().writing) {
        keep_house();
    } else {
        probe();
    }
}

void Writer::keep_house() {
    const Instant now = store_.now();
    try {
        if (now >= next_anchor_try_ && store_.anchors().due(journal_.head(), now)) {
            store_.anchors().anchor(journal_.head(), now);
            set_warning("");
        }
        db_.keep_house(options_.checkpoint_pages);
    } catch (const StorageError& error) {
        next_anchor_try_ = now + kAnchorRetry;
        set_warning(error.what());
    }
}

void Writer::probe() {
    try {
        begin(false);
        db_.touch();
        db_.run("COMMIT");
        set_trouble(nullptr);
    } catch (...) {
        const std::exception_ptr failure = std::current_exception();
        undo_everything();
        set_trouble(failure);
    }
}

void Writer::set_trouble(const std::exception_ptr& failure) {
    const std::lock_guard lock(mutex_);
    if (!failure) {
        const bool still_full = health_.fault == StorageFault::full && !db_.has_room();
        if (!health_.writing && !still_full) health_ = {.warning = health_.warning};
        return;
    }
    if (health_.writing) health_.since = store_.now();
    health_.writing = false;
    health_.text = text_of(failure);
    health_.fault = StorageFault::other;
    try {
        std::rethrow_exception(failure);
    } catch (const StorageError& error) {
        health_.fault = error.fault();
    } catch (...) {
    }
}

void Writer::set_warning(const std::string& text) {
    const std::lock_guard lock(mutex_);
    health_.warning = text;
}

}  // namespace afterglow::journal
