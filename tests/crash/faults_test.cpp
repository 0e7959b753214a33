// P5: every single operation on the disk fails, once, for a while, or until the disk is mended. What was answered must
// be there, failed commands are whole or absent, and when the disk works again the same process writes again.

#include <gtest/gtest.h>

#include <array>

#include "journal/anchors.h"
#include "tests/crash/clinic_model.h"
#include "tests/crash/power.h"
#include "tests/crash/settings.h"
#include "tests/crash/tally.h"

namespace afterglow::crash {
namespace {

enum class Lasts { once, a_while, until_mended };
constexpr std::array kLasting{Lasts::once, Lasts::a_while, Lasts::until_mended};
constexpr std::uint64_t kWhile = 60;  // operations

// Which operations fail, how, and for how long.
struct Fault {
    std::uint64_t from = 0;  // the number of the operation
    Lasts lasts = Lasts::once;
    bool full = false;     // the disk is full: only what needs space fails
    bool pretend = false;  // planted: it does nothing and says it succeeded

    std::string name() const {
        return std::string(pretend ? "swallowed"
                           : full  ? "full"
                                   : "failing") +
               " from operation " + std::to_string(from) +
               (lasts == Lasts::once      ? " once"
                : lasts == Lasts::a_while ? " for a while"
                                          : " until mended");
    }
};

bool needs_space(Call call) { return call == Call::write || call == Call::memory; }
bool can_be_swallowed(Call call) { return call == Call::write || call == Call::sync || call == Call::truncate; }

class Injector {
public:
    explicit Injector(const Fault& fault) : fault_(fault) {}

    int operator()(Call call) {
        const std::uint64_t number = operations_++;
        if (fault_.pretend && !can_be_swallowed(call)) return SQLITE_OK;
        if (number < fault_.from || !lasts(number)) return SQLITE_OK;
        if (fault_.full && !needs_space(call)) return SQLITE_OK;
        if (fault_.lasts == Lasts::once && hit_++ > 0) return SQLITE_OK;
        if (fault_.pretend) return SimulatedDisk::kPretend;
        return fault_.full ? SQLITE_FULL : failure_of(call);
    }
    std::uint64_t operations() const { return operations_; }

private:
    bool lasts(std::uint64_t number) const { return fault_.lasts != Lasts::a_while || number < fault_.from + kWhile; }

    Fault fault_;
    std::uint64_t operations_ = 0;
    int hit_ = 0;
};

constexpr std::uint64_t kNever = ~std::uint64_t{0};

// A short day of a clinic; the disk is mended before its last group.
class Day {
public:
    Day(std::uint64_t seed, const Fault& fault, const MakeCommitter& committer) : random_(seed), injector_(fault) {
        seed_sqlite(seed);
        disk_.fail([this](Call call) { return injector_(call); });
        scenario_.groups = 8;
        scenario_.reopen_every = 3;
        scenario_.committer = committer;
        scenario_.before_group = [this](int group) {
            if (group + 1 == scenario_.groups) mend();
        };
        asking_ = work(disk_, scenario_, random_);
    }

    std::uint64_t operations() const { return operations_until_mended_; }

    void look(Tally& tally, const std::string& where) {
        tally.note(last_group_complaint(), where + ", in the same process");
        const Expectations expected = expectations_at_the_end(asking_);
        PowerCut power(random_());
        for (const Step& step : disk_.log()) power.apply(step);
        SimulatedDisk other;
        for (const Loss loss : {Loss::keep, Loss::drop, Loss::tear_512}) {
            other.replace_contents(loss == Loss::keep ? disk_.contents() : power.after(loss, random_));
            tally.note(complaint_about(other, expected), where + ", then " + std::string(loss_name(loss)));
        }
    }

private:
    void mend() {
        disk_.mend();
        operations_until_mended_ = injector_.operations();
    }
    std::string last_group_complaint() const {
        for (const Asked& asked : asking_) {
            if (asked.group + 1 == scenario_.groups && asked.command.intent == Intent::keep &&
                asked.answer != Answer::done) {
                return asked.command.id() + " was not done though the disk was mended";
            }
        }
        return "";
    }

    Random random_;
    Injector injector_;
    SimulatedDisk disk_;
    Scenario scenario_;
    Asking asking_;
    std::uint64_t operations_until_mended_ = 0;
};

// Each operation of the day in turn, or every n-th of them if there are more than `days` allow.
Tally fail_everywhere(const Fault& kind, std::uint64_t days, const MakeCommitter& committer = real_committer()) {
    Tally tally;
    const std::uint64_t operations = Day(seed(), {.from = kNever}, committer).operations();
    const std::uint64_t stride = std::max<std::uint64_t>(1, operations / days);
    for (std::uint64_t from = seed() % stride; from < operations; from += stride) {
        Fault fault = kind;
        fault.from = from;
        Day(seed(), fault, committer).look(tally, fault.name());
    }
    return tally;
}

TEST(Faults, EveryOperationMayFail) {
    Tally all;
    const std::uint64_t days = wanted_states() / 24;  // four states each, six kinds of fault
    for (const Lasts lasts : kLasting) {
        for (const bool full : {false, true}) {
            const Tally tally = fail_everywhere({.lasts = lasts, .full = full}, days);
            EXPECT_EQ(tally.lost, 0u) << tally.first_complaint << ", AFTERGLOW_SEED=" << seed();
            all.states += tally.states;
            all.lost += tally.lost;
            if (all.first_complaint.empty()) all.first_complaint = tally.first_complaint;
        }
    }
    all.print("faults");
}

// An anchor whose sync failed is shown by the system and not on the disk; the next process must not build upon it.
TEST(Faults, AnAnchorThatWasNeverSyncedLeavesNoGap) {
    const std::filesystem::path path = "/clinic.anchors";
    const journal::Keys keys(journal::Key{1});
    SimulatedDisk disk;
    std::int64_t length = 0;
    const auto anchor = [&] {
        journal::Anchors anchors(disk, path, keys, "clinic", journal::read_newest_anchors(disk, path, keys));
        anchors.anchor({.length = ++length, .mac = {}}, Instant{1'800'000'000'000});
    };
    anchor();
    disk.fail([](Call call) { return call == Call::sync ? SQLITE_IOERR_FSYNC : SQLITE_OK; });
    EXPECT_THROW(anchor(), journal::StorageError);
    disk.mend();
    anchor();

    for (std::uint64_t cut = 0; cut < 100; ++cut) {
        PowerCut power(cut);
        for (const Step& step : disk.log()) power.apply(step);
        Random random(cut);
        SimulatedDisk other;
        other.replace_contents(power.after(Loss::tear_512, random));
        const journal::AnchorRecord record = journal::read_anchors(other, path, keys);
        ASSERT_EQ(record.bad_lines, 0) << "cut " << cut;
        ASSERT_EQ(record.furthest()->head.length, length) << "cut " << cut;
    }
}

// ---- the suite must notice ------------------------------------------------------------------------------------------

constexpr std::uint64_t kPlantedDays = 100;

TEST(FaultsPlanted, ASwallowedErrorIsCaught) {
    const Tally tally = fail_everywhere({.lasts = Lasts::once, .pretend = true}, kPlantedDays);
    tally.print("planted, one error of the disk swallowed");
    EXPECT_GT(tally.lost, 0u);
}
TEST(FaultsPlanted, AWriterThatIgnoresFailuresIsCaught) {
    const Tally tally =
        fail_everywhere({.lasts = Lasts::once}, kPlantedDays, plain_committer(Mistake::ignores_failures));
    tally.print("planted, failed commits ignored");
    EXPECT_GT(tally.lost, 0u);
}

}  // namespace
}  // namespace afterglow::crash
