// P16: whoever reads a patient's record is in the access log: who, whose, what, once for each reading.

#include <gtest/gtest.h>

#include <set>

#include "http/app.h"
#include "tests/access/house.h"
#include "tests/harness/json_tools.h"

namespace afterglow::access {
namespace {

using harness::Person;
using harness::Reply;
using harness::text_at;

// Reads of one person's things: the path names a patient, a course or a session.
bool reads_a_record(const http::Route& route) {
    if (route.method != http::Method::get || route.path.find("{id}") == std::string::npos) return false;
    for (const char* place : {"/patients/", "/courses/", "/sessions/"}) {
        if (route.path.find(place) != std::string::npos) return true;
    }
    return false;
}

struct Read {
    std::string staff, patient, what;
    std::int64_t times = 0;
    auto operator<=>(const Read&) const = default;
};

class Audit : public testing::Test {
protected:
    std::vector<Read> reads(House& house, Person& inspector) {
        house.clinic.desk().flush_reads();
        std::vector<Read> found;
        const Reply log = inspector.get("/api/v1/access-log?patient=" + house.patient.value);
        EXPECT_EQ(log.status, 200) << log.text;
        for (const Json& each : *log.json.find("entries")->array()) {
            EXPECT_EQ(text_at(each, "/kind"), "RecordRead");
            found.push_back({text_at(each, "/staff"), text_at(each, "/patient"), text_at(each, "/what"),
                             harness::number_at(each, "/times")});
        }
        return found;
    }

    // Routes that let a record be read without a trace, or with a wrong one.
    std::string silent_routes(House& house) {
        Person psychiatrist = house.with_roles({Role::psychiatrist});
        Person inspector = house.with_roles({Role::inspector});
        const std::string me = text_at(psychiatrist.get("/api/v1/me").json, "/staff");
        std::string silent;
        std::set<std::string> whats;
        std::size_t before = reads(house, inspector).size();
        for (const http::Route& route : house.clinic.app().routes()) {
            if (!reads_a_record(route)) continue;
            if (route.path.ends_with("/expected")) continue;  // nothing is ordered in this house: a refusal
            EXPECT_EQ(house.knock(psychiatrist, route).status, 200) << route.path;
            const std::vector<Read> now = reads(house, inspector);
            const bool one_more = now.size() == before + 1 && now.front().staff == me &&
                                  now.front().patient == house.patient.value && now.front().times == 1;
            if (!one_more || !whats.insert(now.front().what).second) silent += route.path + "\n";
            before = now.size();
        }
        EXPECT_GE(whats.size() + static_cast<std::size_t>(std::count(silent.begin(), silent.end(), '\n')), 5u);
        return silent;
    }
};

TEST_F(Audit, EveryReadingOfARecordLeavesOneEntry) {
    House house;
    EXPECT_EQ(silent_routes(house), "");
}

TEST_F(Audit, ASilentHandlerIsFound) {
    House house({.change_routes = [](std::vector<http::Route>& routes) {
        for (http::Route& route : routes) {
            if (route.path != "/api/v1/patients/{id}/story") continue;
            route.handle = [](const http::Call& call) { call.answer_json(R"({"entries":[],"more":false})"); };
        }
    }});
    EXPECT_EQ(silent_routes(house), "/api/v1/patients/{id}/story\n");
}

TEST_F(Audit, RepeatedReadingsAreCounted) {
    House house;
    Person nurse = house.with_roles({Role::nurse});
    Person inspector = house.with_roles({Role::inspector});
    std::int64_t seen = 0;
    for (int i = 0; i < 7; ++i) ASSERT_EQ(nurse.get("/api/v1/patients/" + house.patient.value).status, 200);
    for (const Read& each : reads(house, inspector)) seen += each.times;
    EXPECT_EQ(seen, 7);
}

// As a screen does that refreshes itself.
TEST_F(Audit, RepeatsAfterTheFirstAreOneEntry) {
    House house;
    Person nurse = house.with_roles({Role::nurse});
    Person inspector = house.with_roles({Role::inspector});
    ASSERT_EQ(nurse.get("/api/v1/patients/" + house.patient.value).status, 200);
    ASSERT_EQ(reads(house, inspector).size(), 1u);
    for (int i = 0; i < 4; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(600));  // longer than the log takes to be written
        ASSERT_EQ(nurse.get("/api/v1/patients/" + house.patient.value).status, 200);
    }
    const std::vector<Read> all = reads(house, inspector);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all.front().times, 4);
    EXPECT_EQ(all.back().times, 1);
}

TEST_F(Audit, RefusedAndFailedReadingsLeaveNone) {
    House house;
    Person coordinator = house.with_roles({Role::coordinator});
    Person inspector = house.with_roles({Role::inspector});
    EXPECT_EQ(coordinator.get("/api/v1/patients/" + house.patient.value + "/record").status, 403);
    EXPECT_EQ(coordinator.get("/api/v1/patients/" + house.course.value).status, 404);
    EXPECT_TRUE(reads(house, inspector).empty());
}

// What a conflict shows is a reading, too; and it shows nothing to those who may not read.
TEST_F(Audit, AConflictThatShowsTheStateIsAReading) {
    House house;
    Person coordinator = house.with_roles({Role::coordinator});
    Person therapist = house.with_roles({Role::therapist});
    Person inspector = house.with_roles({Role::inspector});
    const Json open = harness::parsed(R"({"course":")" + house.course.value + R"(","patient":")" + house.patient.value +
                                      R"(","indication":"anxiety","language":"cs"})");
    const Reply hidden = coordinator.command("open-course", open, {.expected_version = 99});
    EXPECT_EQ(hidden.status, 409);
    EXPECT_EQ(harness::at(hidden.json, "/current/state"), nullptr) << hidden.text;
    EXPECT_TRUE(reads(house, inspector).empty());
    const Reply shown = therapist.command("open-course", open, {.expected_version = 99});
    EXPECT_NE(harness::at(shown.json, "/current/state/phase"), nullptr) << shown.text;
    EXPECT_EQ(reads(house, inspector).size(), 1u);
}

TEST_F(Audit, TheEntryIsThereWithinASecond) {
    House house;
    Person nurse = house.with_roles({Role::nurse});
    Person inspector = house.with_roles({Role::inspector});
    ASSERT_EQ(nurse.get("/api/v1/patients/" + house.patient.value).status, 200);
    const auto begin = std::chrono::steady_clock::now();
    while (inspector.get("/api/v1/access-log?patient=" + house.patient.value).json.find("entries")->array()->empty()) {
        ASSERT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    std::printf("in the log after %.2f s\n", seconds);
}

TEST_F(Audit, EntriesSurviveARestart) {
    House house;
    Person nurse = house.with_roles({Role::nurse});
    ASSERT_EQ(nurse.get("/api/v1/patients/" + house.patient.value).status, 200);
    house.clinic.restart();
    Person inspector = house.with_roles({Role::inspector});
    EXPECT_EQ(reads(house, inspector).size(), 1u);
}

// Changes are events themselves: who, when, what, for every command that was answered.
TEST_F(Audit, ComingAndGoingIsLogged) {
    House house;
    Person nurse = house.with_roles({Role::nurse});
    const std::string id = text_at(nurse.get("/api/v1/me").json, "/staff");
    nurse.post("/api/v1/sign-out", Json::Object{});
    Person administrator = house.with_roles({Role::administrator});
    const Reply log = administrator.get("/api/v1/access-log");
    EXPECT_TRUE(
        harness::contains(*log.json.find("entries"), harness::parsed(R"({"kind":"SignedIn","staff":")" + id + R"("})")))
        << log.text;
    EXPECT_TRUE(harness::contains(*log.json.find("entries"),
                                  harness::parsed(R"({"kind":"SignedOut","staff":")" + id + R"("})")))
        << log.text;
}

}  // namespace
}  // namespace afterglow::access
