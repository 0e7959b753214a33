// P4 where it happens: between people and the server the answer to every command is lost once, and it is sent again with the
// same id. Every story is told so, and must give the answers it gives on a good day; together they give every command that
// people can give. The other routes that change something say here what sending them twice does.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "desk/passwords.h"
#include "tests/crash/settings.h"
#include "tests/harness/clinic.h"
#include "tests/harness/fault_proxy.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/temporary.h"
#include "tests/net/asker.h"
#include "tests/net/watching.h"
#include "tests/stories/teller.h"

namespace afterglow::net {
namespace {

namespace fs = std::filesystem;
using harness::Fault;
using harness::FaultProxy;
using harness::parsed;

std::vector<std::string> story_files() {
    std::vector<std::string> files;
    for (const auto& each : fs::recursive_directory_iterator(harness::source_path("tests/stories"))) {
        if (each.path().extension() == ".story") files.push_back(each.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

// Commands that people give and no story tells. Those of the program itself are in nobody's hands.
std::vector<std::string> untold(const std::set<std::string>& lost) {
    std::vector<std::string> names;
    for (const desk::CommandType& type : desk::command_types()) {
        const bool by_people = type.permission != desk::Permission::act_as_program;
        if (type.name == "unlink-account") continue;  // needs a second clinic: tests/network
        if (by_people && !lost.contains("/api/v1/commands/" + type.name)) names.push_back(type.name);
    }
    return names;
}

// Routes that change something and carry no id: what the second time does.
const std::map<std::string, std::string> kWithoutId = {
    {"/api/v1/sign-in", "a second sign-in; of twenty the oldest ends"},
    {"/api/v1/sign-out", "is out already: 401"},
    {"/api/v1/me/language", "the same language"},
    {"/api/v1/me/password", "the old password is no longer right: refused, and the new one holds"},
    {"/api/v1/staff/{id}/password", "another invented password; the latest holds"},
    {"/api/v1/witness", "another proof for the same act, which is done once"},
    {"/api/v1/sign-in/code", "the code is used: sign in again with the next"},
    {"/api/v1/sign-in/passkey/question", "another question"},
    {"/api/v1/sign-in/passkey", "the question is used: sign in again"},
    {"/api/v1/me/factors/totp", "another secret to confirm"},
    {"/api/v1/me/factors/totp/confirm", "the code is used; new recovery codes can be asked for"},
    {"/api/v1/me/factors/totp/remove", "is removed already"},
    {"/api/v1/me/factors/recovery-codes", "new codes; the latest hold"},
    {"/api/v1/me/factors/passkeys/offer", "another question"},
    {"/api/v1/me/factors/passkeys", "the question is used; new recovery codes can be asked for"},
    {"/api/v1/me/factors/passkeys/remove", "is removed already"},
    {"/api/v1/staff/{id}/factors/reset", "nothing is left to reset"},
    {"/api/v1/me/identity/connect", "another address to go to"},
    {"/api/v1/me/identity/disconnect", "is disconnected already"},
    {"/api/v1/staff/{id}/identity/remove", "nothing is left to take away"},
    {"/api/v1/link-code", "another code; each runs out"},
    {"/api/v1/links", "the code is used; the accounts are linked"},
    {"/api/v1/switch", "is out already: 401; sign in at the other clinic"},
    {"/api/v1/enter", "the ticket is used: sign in there"},
    {"/api/v1/pharmacology/simulate", "the same calculation; nothing is kept"},
    {"/api/v1/pharmacology/fit", "the same calculation; nothing is kept"},
};

// A route that forgets the id of what it is sent.
stories::ChangeRoutes forgetting(const std::string& command) {
    return [command](std::vector<http::Route>& routes) {
        for (http::Route& route : routes) {
            if (route.command != command) continue;
            route.handle = [handle = route.handle](const http::Call& call) {
                http::Call changed = call;
                if (const auto body = parse_json(call.request.body); body.ok())
                    changed.request.body = harness::to_text(harness::with(*body, "/id", desk::new_uuid()));
                handle(changed);
            };
        }
    };
}

TEST(LostAnswers, EveryStoryGivesTheAnswersOfAGoodDay) {
    std::set<std::string> lost;
    std::size_t answers = 0;
    for (const std::string& file : story_files()) {
        const stories::Story story = stories::read_story(file);
        if (story.name == "inquiry/public_form") continue;  // how often one may ask is counted, and this asks twice
        const stories::Telling told = stories::tell(story);
        const stories::Telling again = stories::tell(story, {.lost_answers = true});
        EXPECT_EQ(again.failure, "") << story.name << ": " << story.why;
        EXPECT_EQ(told.answers, again.answers) << story.name;
        lost.insert(again.lost.begin(), again.lost.end());
        answers += again.answers.size();
    }
    EXPECT_THAT(untold(lost), testing::IsEmpty()) << "a command without a story";
    std::printf("%zu answers, those of %zu routes lost once\n", answers, lost.size());
}

TEST(LostAnswers, EveryRouteThatChangesSomethingHasAnIdOrSaysWhyNot) {
    for (const http::Route& route : http::all_routes()) {
        if (route.method == http::Method::get || !route.command.empty()) continue;
        if (route.path.starts_with("/api/public/")) continue;  // has an id; told by stories
        EXPECT_TRUE(kWithoutId.contains(route.path)) << route.path;
    }
}

// Each command of the longest story forgets its id; in `check` three of them.
TEST(LostAnswers, PlantedForgottenIdIsSeen) {
    const stories::Story story =
        stories::read_story(harness::source_path("tests/stories/path/from_question_to_close.story"));
    const stories::Telling told = stories::tell(story);
    const stories::Telling sound = stories::tell(story, {.lost_answers = true});
    ASSERT_EQ(sound.answers, told.answers);
    std::vector<std::string> commands;
    for (const desk::CommandType& type : desk::command_types()) {
        if (sound.lost.contains("/api/v1/commands/" + type.name)) commands.push_back(type.name);
    }
    ASSERT_GT(commands.size(), 10u);
    if (!is_long()) commands = {commands.front(), "give-dose", commands.back()};
    for (const std::string& command : commands) {
        const stories::Telling again =
            stories::tell(story, {.lost_answers = true, .change_routes = forgetting(command)});
        EXPECT_FALSE(again.failure.empty() && again.answers == told.answers)
            << command << " forgot its id and nobody noticed";
    }
    std::printf("%zu commands forgot their ids\n", commands.size());
}

TEST(LostAnswers, ManyInquiriesAreRecordedOnce) {
    const auto count = crash::number_from_environment("AFTERGLOW_ANSWERS", is_long() ? 100'000 : 2'000);
    harness::Clinic clinic;
    clinic.hire("eva", {clinic::Role::coordinator});
    const Session session = sign_in(clinic.port(), false, "eva");
    FaultProxy proxy({.upstream = {clinic.port()}});
    Asker asker(proxy.port(), false);
    std::size_t twice = 0;
    const auto length = [&] {
        std::int64_t events = 0;
        clinic.desk().writer().perform([&](journal::Transaction& transaction) {
            events = transaction.journal.length();
            return false;
        });
        return events;
    };
    const std::int64_t before = length();
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::string id = desk::new_uuid();
        const std::string bytes = command("record-inquiry", session, id, parsed(inquiry(desk::new_uuid(), "Jana")));
        proxy.set(Fault::swallow_answers);
        ASSERT_EQ(asker.ask(bytes).status, 0);
        proxy.set(Fault::none);
        const auto answer = asker.ask(bytes);
        ASSERT_EQ(answer.status, 200) << answer.body;
        twice += harness::number_at(parsed(answer.body), "/version") != 1;
    }
    EXPECT_EQ(proxy.swallowed(), count);
    EXPECT_EQ(twice, 0u);
    EXPECT_EQ(length() - before, static_cast<std::int64_t>(count));
    std::printf("%llu answers lost, %zu done twice\n", static_cast<unsigned long long>(count), twice);
}

}  // namespace
}  // namespace afterglow::net
