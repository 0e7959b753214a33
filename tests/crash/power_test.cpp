// P1 to P3: the power is cut after every single write, sync or change of a name that a clinic at work makes. Whatever
// was answered must be there when the disk is read again, whatever was refused must not, and every command is whole or
// absent.

#include "tests/crash/power.h"

#include <gtest/gtest.h>

#include <unordered_set>

#include "journal/verify.h"
#include "tests/crash/clinic_model.h"
#include "tests/crash/settings.h"
#include "tests/crash/tally.h"

namespace afterglow::crash {
namespace {

// Cuts the power at every step of one scenario.
class Campaign {
public:
    Campaign(std::uint64_t seed, Tally& tally) : seed_(seed), random_(seed), tally_(tally) { disk_.keep_log(false); }

    void run(const Scenario& scenario) {
        seed_sqlite(seed_);
        SimulatedDisk disk;
        const Asking asking = work(disk, scenario, random_);
        const std::vector<Step> log = disk.log();
        PowerCut power(seed_);
        for (std::size_t steps = 0; steps <= log.size(); ++steps) {
            if (steps > 0) power.apply(log[steps - 1]);
            const Expectations expected = expectations(asking, steps);
            for (const Loss loss : kLosses) {
                look_at(power.after(loss, random_), expected,
                        std::string(loss_name(loss)) + " after step " + std::to_string(steps));
            }
            if (steps % 5 == 0) die_and_go_on(power, expected, steps);
        }
    }

private:
    void look_at(const Contents& contents, const Expectations& expected, const std::string& where) {
        // Cutting where nothing is unsynced gives the same files several times.
        if (!seen_.insert(fingerprint(contents, expected)).second) return;
        disk_.replace_contents(contents);
        tally_.note(complaint_about(disk_, expected), where + ", seed " + std::to_string(seed_));
    }

    // First only the process dies. The next one finds what is in the system's memory, and answers for it to those who
    // ask again; then the power fails.
    void die_and_go_on(const PowerCut& before, const Expectations& expected, std::size_t steps) {
        SimulatedDisk disk;
        disk.replace_contents(before.after(Loss::keep, random_), before.live_names());
        Expectations promised = expected;
        try {
            const std::atomic<std::int64_t> clock = 1'800'000'000'000;
            const auto store = journal::Store::open(store_options(disk, clock));
            for (const int number : commands_in(store->db())) {
                if (const auto found = promised.find(number); found != promised.end())
                    found->second.second = Expected::whole;
            }
            disk.freeze();
        } catch (const journal::StorageError& error) {
            tally_.note(error.what(), "opened after the process died at step " + std::to_string(steps));
            return;
        }
        PowerCut power = before;
        for (const Step& step : disk.log()) power.apply(step);
        look_at(power.after(Loss::drop, random_), promised,
                "process died, opened, then drop after step " + std::to_string(steps));
    }

    static std::size_t fingerprint(const Contents& contents, const Expectations& expected) {
        std::size_t all = 0;
        const auto mix = [&](std::string_view text) {
            all = (all ^ std::hash<std::string_view>{}(text)) * 0x9e3779b97f4a7c15ULL + (all >> 29);
        };
        for (const auto& [path, bytes] : contents) {
            mix(path);
            mix(bytes);
        }
        for (const auto& [number, expectation] : expected)
            all = all * 31 + static_cast<std::size_t>(expectation.second);
        return all;
    }

    std::uint64_t seed_;
    Random random_;
    Tally& tally_;
    SimulatedDisk disk_;
    std::unordered_set<std::size_t> seen_;
};

Tally cut_power_everywhere(const Scenario& scenario, std::uint64_t states) {
    Tally tally;
    for (std::uint64_t round = 0; tally.states < states; ++round) Campaign(seed() + round, tally).run(scenario);
    return tally;
}

TEST(Power, CutAnywhereLosesNothing) {
    const Tally tally = cut_power_everywhere({}, wanted_states());
    tally.print("power");
    EXPECT_EQ(tally.lost, 0u) << tally.first_complaint;
}

// ---- the suite must notice ------------------------------------------------------------------------------------------

constexpr std::uint64_t kPlantedStates = 1500;

void expect_caught(const Scenario& scenario, const std::string& fault) {
    const Tally tally = cut_power_everywhere(scenario, kPlantedStates);
    tally.print("planted, " + fault);
    EXPECT_GT(tally.lost, 0u);
}

TEST(PowerPlanted, ThePlainWriterItselfIsRight) {
    const Tally tally = cut_power_everywhere({.committer = plain_committer(Mistake::none)}, kPlantedStates);
    EXPECT_EQ(tally.lost, 0u) << tally.first_complaint;
}
TEST(PowerPlanted, SynchronousNormalIsCaught) {
    expect_caught({.after_open = [](journal::Store& store) { store.db().exec("PRAGMA synchronous = NORMAL"); }},
                  "synchronous = NORMAL");
}
TEST(PowerPlanted, AnswerBeforeCommitIsCaught) {
    expect_caught({.committer = plain_committer(Mistake::answers_before_commit)}, "answer before commit");
}
TEST(PowerPlanted, ACommandInTwoTransactionsIsCaught) {
    expect_caught({.committer = plain_committer(Mistake::splits_commands)}, "a command in two transactions");
}

// Folders are synced through the disk; here it only says so.
TEST(PowerPlanted, AMissingFolderSyncIsCaught) {
    Tally tally;
    Random random(seed());
    SimulatedDisk disk, checked;
    disk.fail([](Call call) { return call == Call::sync_folder ? SimulatedDisk::kPretend : SQLITE_OK; });
    const Asking asking = work(disk, {.groups = 3}, random);
    PowerCut power(seed());
    std::size_t steps = 0;
    for (const Step& step : disk.log()) {
        power.apply(step);
        checked.replace_contents(power.after(Loss::drop, random));
        tally.note(complaint_about(checked, expectations(asking, ++steps)), "");
    }
    tally.print("planted, missing folder sync");
    EXPECT_GT(tally.lost, 0u);
}

}  // namespace
}  // namespace afterglow::crash
