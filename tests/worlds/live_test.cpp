// The screens of a room over real HTTP: what one tablet or the monitor says, the others show within a second; a room's screen
// hears of no other room's content; whoever signs out hears nothing more.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "background/monitors.h"
#include "clinic/dosing/dosing.h"
#include "desk/passwords.h"
#include "devices/mllp_client.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"

namespace afterglow::worlds {
namespace {

using harness::Person;
using http::testing::Client;
using Stopwatch = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int kTimes = 60;

double ms_since(Stopwatch::time_point begin) {
    return std::chrono::duration<double, std::milli>(Stopwatch::now() - begin).count();
}

struct Screen {
    Screen(std::uint16_t port, const Person& person, const SessionId& session) : client(port) {
        client.send("GET /api/v1/sessions/" + session.value + "/live HTTP/1.1\r\nHost: localhost\r\nCookie: " +
                    std::string(http::kCookie) + "=" + person.cookie + "\r\n\r\n");
        head = client.receive_until("\r\n\r\n");
        hear("session");  // the state at the beginning: first the watch, then the record's version
    }
    // The data of the next event of this name; those before it are kept.
    std::string hear(const std::string& name) {
        while (true) {
            const std::string event = client.receive_until("\n\n");
            if (event.empty()) return "";
            all += event;
            if (event.starts_with("event: " + name + "\n")) return event.substr(event.find("data: ") + 6);
        }
    }
    Client client;
    std::string head, all;
};

struct LiveTest : testing::Test {
    LiveTest() {
        clinic.hire("jana", {clinic::Role::nurse});
        clinic.hire("petr", {clinic::Role::physician});
        EXPECT_EQ(jana.sign_in().status, 200);
        EXPECT_EQ(petr.sign_in().status, 200);
        open(anna, "session-1");
        open(bert, "session-2");
        devices::MllpOptions options;
        options.port = 0;
        monitors = std::move(background::Monitors::start(clinic.desk(), troubles, options).value());
    }
    ~LiveTest() override { monitors.reset(); }

    void open(const SessionId& session, const char* room) {
        clinic::SessionOpened opened;
        opened.session = session, opened.course = {desk::new_uuid()}, opened.patient = {desk::new_uuid()};
        opened.room = Code{room};
        opened.therapists = {{desk::new_uuid()}}, opened.physician_on_site = {desk::new_uuid()};
        clinic::Events events;
        events.add(clinic::stream_of(session), opened);
        events.add(clinic::watch_stream(session),
                   clinic::WatchBegan{session, opened.patient, opened.course, Code{room}, false});
        clinic.desk().append(events.list(), clinic::kSystem);
        clinic.desk().writer().perform([](journal::Transaction&) { return true; });
    }
    void mark(Person& person, const SessionId& session, const std::string& words) {
        clinic::Mark form;
        form.kind = clinic::MarkKind::said;
        form.words = Prose{words};
        const harness::Reply reply = person.command(
            "record-mark", harness::parsed(to_json(clinic::RecordInSession<clinic::Mark>{session, form, {}})));
        ASSERT_EQ(reply.status, 200) << reply.text;
    }
    devices::MonitorReading reading(const char* bed, std::int64_t systolic) {
        clinic.clock().advance(seconds(1));
        devices::MonitorReading made;
        made.control_id = std::to_string(++sent);
        made.device = std::string("Monitor of ") + bed;
        made.bed = bed;
        made.measured_at = clinic.clock().now();
        made.systolic_mmhg = systolic;
        made.diastolic_mmhg = 80;
        return made;
    }
    static Milliseconds seconds(std::int64_t n) { return {n * 1000}; }
    void print(const char* what, std::vector<double> delays) {
        std::ranges::sort(delays);
        std::printf("%s on another screen: %.1f ms p50, %.1f ms p99, %.1f ms at most\n", what,
                    delays[delays.size() / 2], delays[delays.size() * 99 / 100], delays.back());
        EXPECT_LE(delays.back(), 1000);
    }

    harness::Clinic clinic;
    Person jana{clinic.port(), "jana"}, petr{clinic.port(), "petr"};
    const SessionId anna{desk::new_uuid()}, bert{desk::new_uuid()};
    desk::DeviceTroubles troubles;
    std::unique_ptr<background::Monitors> monitors;
    int sent = 0;
};

TEST_F(LiveTest, TwoTabletsHearEachOther) {
    Screen janas(clinic.port(), jana, anna), petrs(clinic.port(), petr, anna);
    ASSERT_TRUE(janas.head.starts_with("HTTP/1.1 200 ")) << janas.head;
    std::vector<double> delays;
    for (int i = 0; i < kTimes; ++i) {
        const auto begin = Stopwatch::now();
        mark(i % 2 == 0 ? jana : petr, anna, "mark " + std::to_string(i));
        for (Screen* screen : {&janas, &petrs}) {
            const std::string data = screen->hear("session");
            ASSERT_EQ(harness::number_at(harness::parsed(data), "/version"), i + 2);
            delays.push_back(ms_since(begin));
        }
    }
    print("a mark", delays);
}

TEST_F(LiveTest, AMonitorsReadingAndItsAlarmAreOnEveryScreen) {
    Screen janas(clinic.port(), jana, anna), petrs(clinic.port(), petr, anna);
    auto line = std::move(devices::MllpClient::connect("127.0.0.1", monitors->port()).value());
    std::vector<double> delays;
    for (int i = 0; i < kTimes; ++i) {
        const std::int64_t systolic = i % 10 == 9 ? 195 : 120 + i % 10;
        const auto begin = Stopwatch::now();
        ASSERT_TRUE(line.ask(devices::written(reading("session-1", systolic))).ok());
        for (Screen* screen : {&janas, &petrs}) {
            const Json watch = harness::parsed(screen->hear("watch"));
            ASSERT_EQ(harness::number_at(watch, "/watch/last/reading/vitals/systolic_mmhg"), systolic);
            const bool is_alarm = systolic > 180;
            if (is_alarm) EXPECT_EQ(harness::text_at(watch, "/watch/alarms/-1/rule"), "cz.alarm.systolic-high");
            delays.push_back(ms_since(begin));
        }
    }
    print("a reading", delays);
}

TEST_F(LiveTest, AScreenHearsNothingOfAnotherRoomButThatSomethingHappened) {
    Screen annas(clinic.port(), jana, anna), berts(clinic.port(), petr, bert);
    auto line = std::move(devices::MllpClient::connect("127.0.0.1", monitors->port()).value());
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(line.ask(devices::written(reading("session-1", i % 2 == 0 ? 195 : 120))).ok());
        mark(jana, anna, "only for Anna's room");
    }
    EXPECT_NE(berts.hear("rooms"), "");
    ASSERT_TRUE(line.ask(devices::written(reading("session-2", 111))).ok());
    EXPECT_EQ(harness::number_at(harness::parsed(berts.hear("watch")), "/watch/last/reading/vitals/systolic_mmhg"),
              111);
    for (const std::string& foreign : {anna.value, std::string("session-1"), std::string("only for"),
                                       std::string("systolic-high"), std::string("195")}) {
        EXPECT_EQ(berts.all.find(foreign), std::string::npos) << foreign;
    }
    EXPECT_EQ(berts.all.find("event: session", berts.all.find("event: session") + 1), std::string::npos);
    annas.hear("session");
    EXPECT_EQ(annas.all.find(bert.value), std::string::npos);
}

TEST_F(LiveTest, ASignOutEndsTheStreamAndNobodyElses) {
    Screen janas(clinic.port(), jana, anna), petrs(clinic.port(), petr, anna);
    EXPECT_EQ(clinic.app().live().subscribers(), 2u);
    const auto begin = Stopwatch::now();
    EXPECT_LT(jana.post("/api/v1/sign-out", Json::Object{}).status, 300);
    EXPECT_NE(janas.client.rest(), "timeout");
    EXPECT_LT(ms_since(begin), 3000);
    mark(petr, anna, "after it");
    EXPECT_NE(petrs.hear("session"), "");
    EXPECT_TRUE(http::testing::eventually([&] { return clinic.app().live().subscribers() == 1; }));
}

TEST_F(LiveTest, AScreenThatLeftIsForgotten) {
    {
        const Screen janas(clinic.port(), jana, anna);
        EXPECT_EQ(clinic.app().live().subscribers(), 1u);
    }
    EXPECT_TRUE(http::testing::eventually([&] { return clinic.app().live().subscribers() == 0; }));
    // Asked for its head alone, it is nobody's either.
    harness::Request request{"HEAD", "/api/v1/sessions/" + anna.value + "/live", jana.headers(), ""};
    EXPECT_EQ(jana.line.ask(request).status, 200);
    EXPECT_TRUE(http::testing::eventually([&] { return clinic.app().live().subscribers() == 0; }));
}

TEST_F(LiveTest, OnlyWhoMayReadRecordsListens) {
    clinic.hire("eva", {clinic::Role::coordinator});
    Person eva(clinic.port(), "eva"), nobody(clinic.port(), "");
    ASSERT_EQ(eva.sign_in().status, 200);
    const std::string path = "/api/v1/sessions/" + anna.value + "/live";
    EXPECT_EQ(eva.get(path).status, 403);
    EXPECT_EQ(nobody.get(path).status, 401);
    EXPECT_EQ(jana.get("/api/v1/sessions/" + desk::new_uuid() + "/live").status, 404);
    EXPECT_EQ(clinic.app().live().subscribers(), 0u);
}

}  // namespace
}  // namespace afterglow::worlds
