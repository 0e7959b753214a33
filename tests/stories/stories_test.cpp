// Every *.story below this folder is a test: it is told once as it stands and once with a restart of the server after
// every step, and both must give the same answers. On PostgreSQL it must give the answers it gives on SQLite: with one
// server, with restarts, and with two servers that are asked by turns.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "journal/postgres/test_server.h"
#include "tests/harness/temporary.h"
#include "tests/stories/teller.h"

namespace afterglow::stories {
namespace {

namespace fs = std::filesystem;

int steps_told = 0;

class StoryTest : public testing::Test {
public:
    explicit StoryTest(std::string path) : path_(std::move(path)) {}

    void TestBody() override {
        const Story story = read_story(path_);
        const Telling told = tell(story);
        ASSERT_EQ(told.failure, "") << story.name << ": " << story.why;
        steps_told += told.steps;
        if (!journal::tests_run_on_postgres()) return tell_again(story, told, {.restarts = true}, "with restarts");
        journal::TestServer::the();
        if (std::getenv("AFTERGLOW_QUICK"))
            return tell_again(story, told, {.on_postgres = true, .two_servers = true},
                              "on PostgreSQL, with two servers");
        tell_again(story, told, {.on_postgres = true}, "on PostgreSQL");
        tell_again(story, told, {.restarts = true, .on_postgres = true}, "on PostgreSQL, with restarts");
        tell_again(story, told, {.on_postgres = true, .two_servers = true}, "on PostgreSQL, with two servers");
    }

private:
    static void tell_again(const Story& story, const Telling& told, How how, const char* way) {
        const Telling again = tell(story, how);
        ASSERT_EQ(again.failure, "") << way << "; " << story.name << ": " << story.why;
        EXPECT_EQ(told.answers, again.answers) << way;
        steps_told += again.steps;
    }

    std::string path_;
};

struct Count : testing::Environment {
    void TearDown() override { fmt::print("{} steps of stories told\n", steps_told); }
};

const bool kRegistered = [] {
    const fs::path folder = harness::source_path("tests/stories");
    std::vector<fs::path> files;
    for (const auto& each : fs::recursive_directory_iterator(folder)) {
        if (each.path().extension() == ".story") files.push_back(each.path());
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
        const std::string name = fs::relative(file, folder).replace_extension().string();
        testing::RegisterTest("Stories", name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                              [path = file.string()]() -> testing::Test* { return new StoryTest(path); });
    }
    testing::AddGlobalTestEnvironment(new Count);
    return true;
}();

}  // namespace
}  // namespace afterglow::stories
