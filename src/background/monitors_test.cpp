#include "background/monitors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "clinic/dosing/dosing.h"
#include "clinic/watch/watch.h"
#include "desk/passwords.h"
#include "devices/mllp_client.h"
#include "journal/test_clinic.h"
#include "policy/read_pack.h"

namespace afterglow::background {
namespace {

using namespace std::chrono_literals;
using devices::MonitorReading;
using devices::ReadAck;
using testing::HasSubstr;

// ---- whose reading it is --------------------------------------------------------------------------------------------------

const SessionId kAnna{"00000000-0000-4000-8000-00000000000a"}, kBert{"00000000-0000-4000-8000-00000000000b"};
const PatientId kAnnaHerself{"10000000-0000-4000-8000-00000000000a"},
    kBertHimself{"10000000-0000-4000-8000-00000000000b"};

views::RunningWatch running(const SessionId& session, const PatientId& patient, std::optional<std::string> room,
                            std::optional<std::string> national_id = {}) {
    return {session, std::move(room), patient, std::move(national_id), false};
}

MonitorReading from(std::optional<std::string> bed, std::vector<std::string> patients = {}) {
    MonitorReading reading;
    reading.bed = std::move(bed);
    reading.patient_ids = std::move(patients);
    return reading;
}

std::string matched(const MonitorReading& reading, const std::vector<views::RunningWatch>& running) {
    const MatchedWatch found = match(reading, running);
    const std::string whose = !found.session ? "nobody" : *found.session == kAnna ? "Anna" : "Bert";
    return found.refusal ? found.refusal->code + " of " + whose : whose;
}

const std::vector<views::RunningWatch> kTwoRooms{running(kAnna, kAnnaHerself, "maple", "860314/1234"),
                                                 running(kBert, kBertHimself, "linden")};
const std::vector<views::RunningWatch> kOneRoom{running(kAnna, kAnnaHerself, "maple", "860314/1234"),
                                                running(kBert, kBertHimself, "maple")};

TEST(Match, ByBedByPatientAndByBoth) {
    EXPECT_EQ(matched(from("maple"), kTwoRooms), "Anna");
    EXPECT_EQ(matched(from("LINDEN"), kTwoRooms), "Bert");
    EXPECT_EQ(matched(from({}, {kBertHimself.value}), kTwoRooms), "Bert");
    EXPECT_EQ(matched(from({}, {"x", "860314/1234"}), kTwoRooms), "Anna");
    EXPECT_EQ(matched(from({}, {"8603141234"}), kTwoRooms), "Anna");
    EXPECT_EQ(matched(from("maple", {"8603141234"}), kTwoRooms), "Anna");
    EXPECT_EQ(matched(from("maple", {kBertHimself.value}), kOneRoom), "Bert");
}

TEST(Match, RefusesWhatIsNotCertain) {
    EXPECT_EQ(matched(from({}), kTwoRooms), "nobody_named of nobody");
    EXPECT_EQ(matched(from(""), kTwoRooms), "nobody_named of nobody");
    EXPECT_EQ(matched(from("oak"), kTwoRooms), "unknown_bed of nobody");
    EXPECT_EQ(matched(from("maple"), {}), "unknown_bed of nobody");
    EXPECT_EQ(matched(from({}, {"somebody"}), kTwoRooms), "unknown_patient of nobody");
    EXPECT_EQ(matched(from("maple", {kBertHimself.value}), kTwoRooms), "wrong_patient of Anna");
    EXPECT_EQ(matched(from("maple"), kOneRoom), "bed_ambiguous of nobody");
    EXPECT_EQ(matched(from("maple", {"somebody"}), kOneRoom), "wrong_patient of nobody");
    EXPECT_EQ(matched(from("oak", {kAnnaHerself.value}), kTwoRooms), "unknown_bed of nobody");
}

TEST(Match, TakesNoPartOfAnIdentifierForAllOfIt) {
    EXPECT_EQ(matched(from({}, {"1234"}), kTwoRooms), "unknown_patient of nobody");
    EXPECT_EQ(matched(from({}, {""}), kTwoRooms), "unknown_patient of nobody");
    EXPECT_EQ(matched(from({}, {"-"}), {running(kAnna, kAnnaHerself, "maple", "/")}), "unknown_patient of nobody");
}

// ---- on the wire ----------------------------------------------------------------------------------------------------------

const Instant kNow = *parse_instant("2026-11-23T08:00:00Z");

const clinic::Pack& pack() {
    static const clinic::Pack read = [] {
        const std::string root = AFTERGLOW_SOURCE_DIR;
        auto reading = policy::read_pack(root + "/policy/cz-outpatient", root + "/instruments");
        if (!reading.pack) throw std::runtime_error(print_mistakes(reading.mistakes));
        return std::move(*reading.pack);
    }();
    return read;
}

// A desk on real files with a session at "session-1" (Anna) and one at "session-2" (Bert), and monitors that reach it.
struct MonitorsTest : testing::Test {
    MonitorsTest() {
        desk.emplace(*store, pack(), desk::DeskOptions{.now = [this] { return Instant{clock}; }});
        open(kAnna, kAnnaHerself, "session-1");
        open(kBert, kBertHimself, "session-2");
        clock += minutes(10).count;
        listen();
    }
    ~MonitorsTest() override { monitors.reset(); }

    void open(const SessionId& session, const PatientId& patient, const char* room) {
        clinic::Events events;
        const CourseId course{desk::new_uuid()};
        clinic::SessionOpened opened;
        opened.session = session;
        opened.course = course;
        opened.patient = patient;
        opened.room = Code{room};
        opened.therapists = {StaffId{desk::new_uuid()}};
        opened.physician_on_site = StaffId{desk::new_uuid()};
        events.add(clinic::stream_of(session), opened);
        events.add(clinic::watch_stream(session), clinic::WatchBegan{session, patient, course, Code{room}, false});
        std::promise<void> stored;
        desk->append(events.list(), clinic::kSystem, [&](const std::exception_ptr&) { stored.set_value(); });
        stored.get_future().get();
    }
    void listen() {
        devices::MllpOptions options;
        options.port = 0;
        options.stop_time = 50ms;
        auto started = Monitors::start(*desk, troubles, options);
        if (!started.ok()) throw std::runtime_error(started.refusal().code);
        monitors = std::move(*started);
        line.emplace(std::move(devices::MllpClient::connect("127.0.0.1", monitors->port()).value()));
    }

    MonitorReading reading(const char* bed = "session-1") {
        MonitorReading made;
        made.control_id = "m-" + std::to_string(++sent);
        made.sending_application = "GATEWAY";
        made.device = "Monitor 1";
        made.bed = bed;
        made.measured_at = Instant{clock};
        made.systolic_mmhg = 128;
        made.diastolic_mmhg = 82;
        made.heart_rate_bpm = 75;
        return made;
    }
    ReadAck send(const std::string& message) {
        auto answer = line->ask(message);
        if (!answer.ok()) throw std::runtime_error(answer.refusal().code);
        return devices::read_acknowledgement(*answer).value();
    }
    ReadAck send(const MonitorReading& made) { return send(devices::written(made)); }

    clinic::Watch watch(const SessionId& session = kAnna) {
        return from_json<clinic::Watch>(views::document(desk->reader(), clinic::watch_stream(session))->body).value();
    }
    std::vector<journal::StoredEvent> events(const std::string& name, const SessionId& session = kAnna) {
        std::vector<journal::StoredEvent> found;
        const auto db = store->open_reader();
        journal::JournalReader(*db).for_each(1, [&](const journal::StoredEvent& event) {
            if (event.name == name && event.stream == clinic::watch_stream(session)) found.push_back(event);
            return true;
        });
        return found;
    }
    // What the desk was given before has been done.
    void settle() {
        desk->writer().perform([](journal::Transaction&) { return true; });
    }

    std::atomic<std::int64_t> clock = kNow.ms;
    journal::TemporaryFolder folder;
    std::unique_ptr<journal::Store> store = journal::Store::open({.data = folder.path() / "clinic"});
    std::optional<desk::Desk> desk;
    desk::DeviceTroubles troubles;
    std::unique_ptr<Monitors> monitors;
    std::optional<devices::MllpClient> line;
    int sent = 0;
};

std::string said(const ReadAck& ack) {
    const char* code = ack.code == devices::AckCode::aa ? "AA" : ack.code == devices::AckCode::ae ? "AE" : "AR";
    return ack.problem.empty() ? code : std::string(code) + " " + ack.problem;
}

// The writer waits until the test lets it go on.
struct Held {
    explicit Held(desk::Desk& desk) {
        desk.with_transaction(
            [this](journal::Transaction&) {
                reached.set_value();
                go_on.get_future().wait();
                return true;
            },
            {});
        reached.get_future().wait();
    }
    std::promise<void> reached, go_on;
};

TEST_F(MonitorsTest, AReadingIsInTheJournalWhenItIsAnswered) {
    for (int i = 1; i <= 20; ++i) {
        clock += 1000;
        const MonitorReading made = reading();
        const ReadAck ack = send(made);
        ASSERT_EQ(said(ack), "AA") << ack.text;
        EXPECT_EQ(ack.control_id, made.control_id);
        const auto stored = events("ReadingReceived");
        ASSERT_EQ(stored.size(), static_cast<std::size_t>(i));
        EXPECT_EQ(stored.back().meta.happened_at, made.measured_at);
    }
    EXPECT_EQ(watch().last->reading.device.value, "Monitor 1");
    EXPECT_EQ(watch().last->reading.vitals.systolic_mmhg, 128);
    EXPECT_TRUE(events("ReadingReceived", kBert).empty());
}

TEST_F(MonitorsTest, NothingIsAnsweredWhileTheJournalWaits) {
    Held held(*desk);
    const std::string frame = devices::framed(devices::written(reading()));
    ASSERT_TRUE(line->send_raw(frame));
    std::promise<void> answered;
    std::jthread waiting([&] {
        EXPECT_TRUE(line->receive().ok());
        answered.set_value();
    });
    EXPECT_EQ(answered.get_future().wait_for(150ms), std::future_status::timeout);
    EXPECT_TRUE(events("ReadingReceived").empty());
    held.go_on.set_value();
    waiting.join();
    EXPECT_EQ(events("ReadingReceived").size(), 1u);
}

TEST_F(MonitorsTest, TheSameMessageAgainIsStoredOnce) {
    const std::string message = devices::written(reading());
    for (int i = 0; i < 3; ++i) EXPECT_EQ(said(send(message)), "AA");
    clock += minutes(1).count;
    EXPECT_EQ(said(send(message)), "AA");  // a gateway that did not hear the answer
    EXPECT_EQ(events("ReadingReceived").size(), 1u);
}

TEST_F(MonitorsTest, AnUnknownBedIsShownToTheWholeClinic) {
    for (int i = 0; i < 3; ++i) {
        const ReadAck ack = send(reading("oak"));
        EXPECT_EQ(said(ack), "AR unknown_bed");
        EXPECT_THAT(ack.text, HasSubstr("oak"));
    }
    const auto seen = troubles.since(Instant{0});
    ASSERT_EQ(seen.size(), 1u);
    EXPECT_EQ(seen[0].code, "unknown_bed");
    EXPECT_EQ(seen[0].bed, "oak");
    EXPECT_EQ(seen[0].device, "Monitor 1");
    EXPECT_EQ(seen[0].times, 3);
    EXPECT_THAT(seen[0].peer, HasSubstr("127.0.0.1:"));
    EXPECT_FALSE(watch().last_refusal);
}

TEST_F(MonitorsTest, AWrongPatientIsShownInTheRoomOnceAMinute) {
    MonitorReading made = reading();
    made.patient_ids = {kBertHimself.value};
    for (int i = 0; i < 5; ++i) {
        clock += 1000;
        made.control_id += "x";
        const ReadAck ack = send(made);
        EXPECT_EQ(said(ack), "AR wrong_patient");
        EXPECT_THAT(ack.text, HasSubstr("session-1"));
    }
    settle();
    EXPECT_EQ(events("ReadingRefused").size(), 1u);
    EXPECT_EQ(watch().last_refusal->code.value, "wrong_patient");
    EXPECT_EQ(watch().last_refusal->bed->value, "session-1");
    EXPECT_FALSE(watch().last);
    EXPECT_TRUE(events("ReadingReceived", kBert).empty());
    clock += minutes(1).count;
    send(made);
    settle();
    EXPECT_EQ(events("ReadingRefused").size(), 2u);
    EXPECT_TRUE(troubles.since(Instant{0}).empty());
}

TEST_F(MonitorsTest, AClockThatWasSetBackDoesNotHideARefusal) {
    MonitorReading made = reading();
    made.patient_ids = {kBertHimself.value};
    send(made);
    clock -= hours(1).count;
    made.measured_at = Instant{clock};
    EXPECT_EQ(said(send(made)), "AR wrong_patient");
    settle();
    EXPECT_EQ(events("ReadingRefused").size(), 2u);
}

TEST_F(MonitorsTest, AWrongUnitIsShownInTheRoomAndNeverConverted) {
    std::string message = devices::written(reading());
    const std::string unit = "266016^MDC_DIM_MMHG";
    while (message.find(unit) != std::string::npos) message.replace(message.find(unit), unit.size(), "kPa^kPa");
    for (int i = 0; i < 3; ++i) {
        const ReadAck ack = send(message);
        EXPECT_EQ(said(ack), "AE unit_unknown");
        EXPECT_THAT(ack.text, HasSubstr("kPa"));
    }
    settle();
    EXPECT_EQ(events("ReadingRefused").size(), 1u);
    EXPECT_EQ(watch().last_refusal->code.value, "unit_unknown");
    EXPECT_TRUE(events("ReadingReceived").empty());
}

TEST_F(MonitorsTest, WhatIsNoMessageIsAnsweredAndShownToTheWholeClinic) {
    EXPECT_EQ(said(send("hello")), "AR header_missing");
    const std::string whole = devices::written(reading());
    EXPECT_EQ(said(send(whole.substr(0, whole.find("OBR")))), "AE nothing_understood");  // cut off
    settle();
    EXPECT_EQ(troubles.since(Instant{0}).size(), 1u);
    EXPECT_EQ(watch().last_refusal->code.value, "nothing_understood");
    EXPECT_EQ(said(send(reading())), "AA");  // the connection is as good as before
}

TEST_F(MonitorsTest, ValuesAndTimesThatCannotBeAreRefused) {
    MonitorReading impossible = reading();
    impossible.systolic_mmhg = 390;
    EXPECT_EQ(said(send(impossible)), "AE not_possible");
    MonitorReading early = reading();
    early.measured_at = kNow - hours(1);
    EXPECT_EQ(said(send(early)), "AE reading_too_old");
    MonitorReading late = reading();
    late.measured_at = Instant{clock} + hours(1);
    EXPECT_EQ(said(send(late)), "AE in_future");
    settle();
    EXPECT_EQ(events("ReadingRefused").size(), 3u);
    EXPECT_TRUE(events("ReadingReceived").empty());
}

// Sent again, it would be refused again: the answer must not ask for that.
TEST_F(MonitorsTest, AReadingOfTemperatureAloneIsNotAskedForAgain) {
    MonitorReading made = reading();
    made.systolic_mmhg.reset(), made.diastolic_mmhg.reset(), made.heart_rate_bpm.reset();
    made.temperature_c = 36.8;
    const ReadAck ack = send(made);
    EXPECT_EQ(said(ack), "AE nothing_measured");
    EXPECT_THAT(ack.text, testing::Not(HasSubstr("send it again")));
}

TEST_F(MonitorsTest, AnotherReadingUnderTheSameIdIsNotAskedForAgain) {
    MonitorReading made = reading();
    EXPECT_EQ(said(send(made)), "AA");
    made.heart_rate_bpm = 90;
    const ReadAck ack = send(made);
    EXPECT_EQ(said(ack), "AE command_reused");
    EXPECT_THAT(ack.text, testing::Not(HasSubstr("send it again")));
    EXPECT_EQ(events("ReadingReceived").size(), 1u);
}

TEST_F(MonitorsTest, ADeviceNeedsNoNameAndMayHaveAStrangeOne) {
    MonitorReading nameless = reading();
    nameless.device.clear(), nameless.sending_application.clear();
    EXPECT_EQ(said(send(nameless)), "AA");
    EXPECT_EQ(watch().last->reading.device.value, "-");
    MonitorReading strange = reading();
    strange.device = "bell \a and more" + std::string(1000, 'x');
    strange.control_id = std::string(1000, 'y');
    EXPECT_EQ(said(send(strange)), "AA");
    MonitorReading elsewhere = strange;
    elsewhere.control_id = "z";
    elsewhere.patient_ids = {kBertHimself.value};
    EXPECT_EQ(said(send(elsewhere)), "AR wrong_patient");
    settle();
    EXPECT_EQ(events("ReadingReceived").size(), 2u);
    EXPECT_EQ(events("ReadingRefused").size(), 1u);
}

TEST_F(MonitorsTest, AnAlarmIsInTheWatchWhenTheReadingIsAnswered) {
    MonitorReading made = reading();
    made.systolic_mmhg = 195;
    EXPECT_EQ(said(send(made)), "AA");
    ASSERT_EQ(watch().alarms.size(), 1u);
    EXPECT_EQ(watch().alarms[0].rule.value, "cz.alarm.systolic-high");
    EXPECT_TRUE(watch(kBert).alarms.empty());
}

TEST_F(MonitorsTest, ManyMonitorsAtOnceAreKeptApart) {
    constexpr int kEach = 50;
    std::vector<std::jthread> gateways;
    for (int i = 0; i < 4; ++i) {
        gateways.emplace_back([&, i] {
            auto own = std::move(devices::MllpClient::connect("127.0.0.1", monitors->port()).value());
            MonitorReading made;
            made.sending_application = "GATEWAY " + std::to_string(i);
            made.bed = i % 2 == 0 ? "session-1" : "session-2";
            made.heart_rate_bpm = 60 + i % 2;
            for (int n = 0; n < kEach; ++n) {
                made.control_id = std::to_string(n);
                made.measured_at = Instant{clock - 1000 * n};
                const auto answer = own.ask(devices::written(made));
                ASSERT_TRUE(answer.ok());
                EXPECT_EQ(devices::read_acknowledgement(*answer)->code, devices::AckCode::aa);
            }
        });
    }
    gateways.clear();
    for (const SessionId& session : {kAnna, kBert}) {
        const auto stored = events("ReadingReceived", session);
        EXPECT_EQ(stored.size(), 2u * kEach);
        for (const journal::StoredEvent& each : stored) {
            const auto received = from_json<clinic::ReadingReceived>(each.payload).value();
            EXPECT_EQ(received.reading.vitals.heart_rate_bpm, session == kAnna ? 60 : 61);
        }
    }
}

TEST_F(MonitorsTest, StopsWhileAReadingWaitsForTheDisk) {
    auto held = std::make_unique<Held>(*desk);
    ASSERT_TRUE(line->send_raw(devices::framed(devices::written(reading()))));
    std::this_thread::sleep_for(100ms);  // the reading is in the queue behind it
    std::jthread late([&] {
        std::this_thread::sleep_for(300ms);  // longer than answers are waited for
        held->go_on.set_value();
    });
    monitors.reset();
    late.join();
    settle();
    EXPECT_EQ(events("ReadingReceived").size(), 1u);
}

}  // namespace
}  // namespace afterglow::background
