// The stories in worlds that are not kind: a disk of which one operation fails in the course of each request, and other weeks
// of the year, in which clocks change and February has 29 days. The disk may cost another try; the answers are those of a good day.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>

#include "tests/crash/settings.h"
#include "tests/crash/simulated_disk.h"
#include "tests/harness/temporary.h"
#include "tests/stories/teller.h"

namespace afterglow::stories {
namespace {

namespace fs = std::filesystem;
using crash::Call;
using crash::SimulatedDisk;

bool is_long() { return crash::number_from_environment("AFTERGLOW_LONG", 0) != 0; }

std::vector<std::string> story_files() {
    std::vector<std::string> files;
    for (const auto& each : fs::recursive_directory_iterator(harness::source_path("tests/stories"))) {
        if (each.path().extension() == ".story") files.push_back(each.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

// ---- a disk that fails ------------------------------------------------------------------------------------------------------

class OneFailure : public FailingDisk {
public:
    explicit OneFailure(int number, bool swallowed = false) : number_(number), swallowed_(swallowed) {
        disk_.keep_log(false);
        disk_.fail([this](Call call) { return outcome_of(call); });
    }
    const char* vfs() override { return disk_.vfs_name(); }
    journal::Files& files() override { return disk_; }
    void put(const std::string& path, std::string bytes) override {
        crash::Contents all = disk_.contents();
        all[path] = std::move(bytes);
        disk_.replace_contents(all);
    }
    std::map<std::string, std::string> contents() override { return disk_.contents(); }
    void begin_request() override { operations_ = 0, armed_ = true; }
    void end_request() override { armed_ = false; }
    int failures() const { return failures_; }

private:
    int outcome_of(Call call) {
        if (!armed_ || operations_++ != number_) return SQLITE_OK;
        if (swallowed_ && call != Call::write) return --operations_, SQLITE_OK;  // the next write
        ++failures_;
        return swallowed_ ? SimulatedDisk::kPretend : crash::failure_of(call);
    }

    SimulatedDisk disk_;
    const int number_;
    const bool swallowed_;
    std::atomic<bool> armed_ = false;
    std::atomic<int> operations_ = 0;
    std::atomic<int> failures_ = 0;
};

// Requests in the course of which no operation of this number came are told as on a good day.
constexpr int kOperationsOfARequest = 64;

TEST(StoriesOnAFailingDisk, GiveTheAnswersOfAGoodDay) {
    std::mt19937_64 random(crash::seed());
    int failures = 0, told = 0;
    for (const std::string& file : story_files()) {
        const Story story = read_story(file);
        if (story.name == "inquiry/public_form") continue;  // how often one may ask is counted, and this asks twice
        const Telling good = tell(story);
        ASSERT_EQ(good.failure, "") << story.name;
        std::vector<int> numbers;
        for (int number = 0; number < kOperationsOfARequest; ++number) numbers.push_back(number);
        if (!is_long()) {
            if (random() % 4 != 0) continue;
            numbers = {static_cast<int>(random() % 16)};  // most requests have so many
        }
        for (const int number : numbers) {
            OneFailure disk(number);
            const Telling again = tell(story, {.failing_disk = &disk});
            EXPECT_EQ(again.failure, "") << story.name << ", operation " << number << ", seed " << crash::seed();
            EXPECT_EQ(good.answers, again.answers) << story.name << ", operation " << number;
            failures += disk.failures();
            ++told;
        }
    }
    EXPECT_GT(failures, told) << "the disk hardly ever failed";
    std::printf("%d tellings, %d failed operations, AFTERGLOW_SEED=%lu\n", told, failures,
                static_cast<unsigned long>(crash::seed()));
}

TEST(StoriesOnAFailingDisk, PlantedOneThatKeepsQuietIsSeen) {  // it says it wrote, and did not
    const Story story = read_story(harness::source_path("tests/stories/inquiry/promise_of_48_hours.story"));
    int seen = 0;
    for (int number = 0; number < 12; ++number) {
        OneFailure disk(number, true);
        if (!tell(story, {.failing_disk = &disk}).failure.empty()) ++seen;
    }
    EXPECT_GT(seen, 0);
}

// ---- other weeks of the year ------------------------------------------------------------------------------------------------

struct Week {
    const char* name;
    int days_later;  // than the week of Monday, 23 November 2026
};
constexpr std::array kWeeks{Week{"clocks go forward on Sunday, 28 March 2027", 119},
                            Week{"clocks go back on Sunday, 31 October 2027", 336},
                            Week{"29 February 2028 is a Tuesday", 462}};

// What a story says that is true of its own dates alone.
const std::map<std::string, const char*> kOfTheirDates = {
    {"course/another_course_runs", "somebody is eighteen on the very day"},
    {"register/acts_of_a_day", "closes the month of November"},
    {"time/the_hour_that_does_not_exist", "is about the nights on which clocks change, by date"},
};

void expect_true_in(const Week& week) {
    for (const std::string& file : story_files()) {
        const Story story = read_story(file);
        if (kOfTheirDates.contains(story.name)) continue;
        EXPECT_EQ(tell(story, {.days_later = week.days_later}).failure, "") << story.name << ", " << week.name;
    }
}

TEST(StoriesInOtherWeeks, AreAsTrue) {
    if (!is_long()) return expect_true_in(kWeeks[crash::seed() % kWeeks.size()]);
    for (const Week& week : kWeeks) expect_true_in(week);
}

}  // namespace
}  // namespace afterglow::stories
