// P1: the process is killed again and again in the middle of its work, on real files. The model of what was sent and
// answered lives in the process that kills.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "journal/verify.h"
#include "tests/crash/clinic_model.h"
#include "tests/crash/settings.h"
#include "tests/crash/tally.h"

namespace afterglow::crash {
namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

struct Message {
    enum Kind : char { sent, done, refused, failed } kind;
    int number;
};

struct Folder {
    Folder() {
        // A kill loses nothing of what the system has taken over, so memory does as well as a disk, and faster.
        const fs::path memory = "/dev/shm";
        std::string name =
            ((fs::exists(memory) ? memory : fs::temp_directory_path()) / "afterglow-kill-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
        path = name;
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    fs::path path;
};

Random random_for(std::uint64_t round) { return Random(seed() * 1'000'003 + round); }

// Runs in the child until it is killed.
[[noreturn]] void work_until_killed(const fs::path& data, const MakeCommitter& make, int first, std::uint64_t round,
                                    int pipe) {
    const auto tell = [pipe](Message::Kind kind, int number) {
        const Message message{kind, number};
        if (::write(pipe, &message, sizeof message) != sizeof message) ::_exit(3);
    };
    try {
        const auto store = journal::Store::open({.data = data});
        const auto committer = make(*store);
        Random random = random_for(round);
        for (int next = first;;) {
            std::vector<journal::Job> jobs;
            for (std::uint64_t size = 1 + random() % 4; size > 0; --size) {
                const Command command = random_command(next++, random);
                tell(Message::sent, command.number);
                jobs.push_back(job_for(command, *committer, [&tell, command](Answer answer) {
                    tell(answer == Answer::done      ? Message::done
                         : answer == Answer::refused ? Message::refused
                                                     : Message::failed,
                         command.number);
                }));
            }
            committer->commit_together(std::move(jobs));
        }
    } catch (...) {
        ::_exit(4);
    }
}

class KillLoop {
public:
    explicit KillLoop(MakeCommitter committer) : committer_(std::move(committer)) {}

    Tally run(std::uint64_t kills, bool stop_when_caught = false) {
        for (round_ = 0; round_ < kills && !(stop_when_caught && tally_.lost > 0); ++round_) {
            start_and_kill();
            look();
        }
        return tally_;
    }
    double slowest_restart_ms() const { return slowest_restart_ms_; }
    std::size_t commands() const { return model_.size(); }

private:
    void start_and_kill() {
        int ends[2];
        ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
        const int first = model_.empty() ? 0 : model_.rbegin()->first + 1;
        seed();  // chosen before the fork, or the child would choose another one
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) work_until_killed(data(), committer_, first, round_, ends[1]);
        ::close(ends[1]);
        Random timing(seed() + round_);
        listen(ends[0], std::chrono::microseconds(timing() % 20'000));
        ::kill(child, SIGKILL);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);
        listen(ends[0], {});
        ::close(ends[0]);
    }

    // Until the time is over; without a time, until the pipe is empty.
    void listen(int pipe, std::optional<std::chrono::microseconds> time) {
        const auto until = Clock::now() + time.value_or(std::chrono::hours(1));
        while (true) {
            const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(until - Clock::now()).count();
            if (left <= 0) return;
            const timespec wait{.tv_sec = left / 1'000'000'000, .tv_nsec = left % 1'000'000'000};
            pollfd ready{.fd = pipe, .events = POLLIN, .revents = 0};
            if (::ppoll(&ready, 1, &wait, nullptr) <= 0) continue;
            Message message{};
            if (::read(pipe, &message, sizeof message) != sizeof message) return;
            take(message);
        }
    }

    void take(const Message& message) {
        if (message.kind == Message::sent) {
            model_[message.number].second = Expected::whole_or_absent;
        } else {
            model_[message.number].second = message.kind == Message::done     ? Expected::whole
                                            : message.kind == Message::failed ? Expected::whole_or_absent
                                                                              : Expected::absent;
        }
    }

    // The commands themselves follow from the seed.
    void fill_in_commands() {
        Random random = random_for(round_);
        auto next = model_.lower_bound(first_of_round_);
        while (next != model_.end()) {
            for (std::uint64_t size = 1 + random() % 4; size > 0; --size) {
                const int number = first_of_round_++;
                const Command command = random_command(number, random);
                const auto found = model_.find(number);
                if (found == model_.end()) continue;
                auto& [known, expected] = found->second;
                known = command;
                if (command.intent != Intent::keep) expected = Expected::absent;
            }
            next = model_.lower_bound(first_of_round_);
        }
        first_of_round_ = model_.empty() ? 0 : model_.rbegin()->first + 1;
    }

    void look() {
        fill_in_commands();
        const auto started = Clock::now();
        try {
            const auto store = journal::Store::open({.data = data()});
            slowest_restart_ms_ = std::max(slowest_restart_ms_,
                                           std::chrono::duration<double, std::milli>(Clock::now() - started).count());
            std::string wrong = complaint(store->db(), model_);
            const auto verification = verify(store->options());
            if (wrong.empty() && !verification.ok()) wrong = "verify: " + verification.summary();
            tally_.note(wrong, "kill " + std::to_string(round_));
            // What is there now must stay, what is not must not appear.
            const std::set<int> there = commands_in(store->db());
            for (auto& [number, each] : model_)
                each.second = there.contains(number) ? Expected::whole : Expected::absent;
        } catch (const journal::StorageError& error) {
            tally_.note(error.what(), "kill " + std::to_string(round_));
        }
    }

    fs::path data() const { return folder_.path / "data"; }

    MakeCommitter committer_;
    Folder folder_;
    Expectations model_;
    int first_of_round_ = 0;
    std::uint64_t round_ = 0;
    Tally tally_;
    double slowest_restart_ms_ = 0;
};

TEST(Kill, AgainAndAgainLosesNothing) {
    KillLoop loop(real_committer());
    const Tally tally = loop.run(number_from_environment("AFTERGLOW_KILLS", 150));
    tally.print("kill -9 (" + std::to_string(loop.commands()) + " commands, slowest restart " +
                std::to_string(loop.slowest_restart_ms()) + " ms)");
    EXPECT_EQ(tally.lost, 0u) << tally.first_complaint;
    EXPECT_LT(loop.slowest_restart_ms(), 2000);
}

// ---- the suite must notice ------------------------------------------------------------------------------------------

constexpr std::uint64_t kPlantedKills = 2000;  // at most: the moment to hit is short

TEST(KillPlanted, AnswerBeforeCommitIsCaught) {
    const Tally tally = KillLoop(plain_committer(Mistake::answers_before_commit)).run(kPlantedKills, true);
    tally.print("planted, answer before commit");
    EXPECT_GT(tally.lost, 0u);
}
TEST(KillPlanted, ACommandInTwoTransactionsIsCaught) {
    const Tally tally = KillLoop(plain_committer(Mistake::splits_commands)).run(kPlantedKills, true);
    tally.print("planted, a command in two transactions");
    EXPECT_GT(tally.lost, 0u);
}

}  // namespace
}  // namespace afterglow::crash
