// The morning after, from the keeper's round through a mail server to the link and the task: sent once, tried again when it
// was surely not taken, never when nobody can know; one answer behind a link that nobody can make.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include "background/keeper.h"
#include "clinic/morning/morning.h"
#include "desk/links.h"
#include "desk/passwords.h"
#include "documents/mail/scripted_server.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "views/queries.h"

namespace afterglow::worlds {
namespace {

using clinic::MessageOutcome;
using clinic::TaskKind;
using documents::Peer;
using documents::ScriptedServer;
using harness::parsed;
using testing::HasSubstr;

std::string decoded_body(const std::string& mail) {
    const std::string body = mail.substr(mail.find("\r\n\r\n") + 4);
    std::string out(body.size(), '\0');
    std::size_t size = 0;
    sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), body.data(), body.size(), "\r\n", &size,
                      nullptr, sodium_base64_VARIANT_ORIGINAL);
    return out.substr(0, size);
}

void say_goodbye(Peer& peer) {
    while (!peer.line().empty()) peer.say("221 goodbye\r\n");
}

// Takes a message as any mail server does, and keeps it.
struct Box {
    std::string message;
    ScriptedServer server{[this](Peer& peer) {
        peer.until_message();
        message = peer.message();
        peer.say("250 taken\r\n");
        say_goodbye(peer);
    }};
};

struct MailTest : testing::Test {
    MailTest() {
        clinic.perform("register-patient",
                       parsed(R"({"patient":")" + patient.value +
                              R"(","details":{"given_name":"Žofie","family_name":"Nováková","birth_date":"1986-03-14",
                              "language":"cs","email":"zofie@people.example"}})"));
        clinic::Events events;
        events.add(
            clinic::morning_stream(session),
            clinic::MorningPlanned{session, patient, course, clinic::Language::cs, Text<254>{"zofie@people.example"},
                                   harness::kMonday + hours(1), harness::kMonday + hours(5)});
        clinic.desk().append(events.list(), clinic::kSystem);
        clinic.desk().writer().perform([](journal::Transaction&) { return true; });
    }

    // A round of a keeper that was started now and uses the mail server at this port.
    void round(int port) {
        background::MailSettings mail;
        mail.server = {.host = "127.0.0.1",
                       .port = port,
                       .security = documents::MailSecurity::none,
                       .user = {},
                       .password = {},
                       .ca_file = {}};
        mail.from_address = "clinic@clinic.example";
        mail.public_url = "https://clinic.example";
        background::Keeper(clinic.desk(), mail).look_after_mornings();
    }
    void round_without_mail() { round(documents::free_port()); }
    clinic::Morning morning() {
        return from_json<clinic::Morning>(
                   views::document(clinic.desk().reader(), clinic::morning_stream(session))->body)
            .value();
    }
    std::vector<TaskKind> tasks() {
        std::vector<TaskKind> kinds;
        for (const views::TaskRow& each : views::open_tasks(clinic.desk().reader())) kinds.push_back(each.kind);
        return kinds;
    }
    std::string token() { return desk::morning_token(clinic.desk().store().keys(), session); }

    harness::Clinic clinic;
    const SessionId session{desk::new_uuid()};
    const PatientId patient{desk::new_uuid()};
    const CourseId course{desk::new_uuid()};
};

TEST_F(MailTest, IsSentOnceWhenItIsTime) {
    Box box;
    round(box.server.port());
    EXPECT_EQ(morning().attempts, 0);
    clinic.clock().advance(hours(1));
    round(box.server.port());
    EXPECT_EQ(morning().outcome, MessageOutcome::sent);
    EXPECT_THAT(box.message, HasSubstr("To: zofie@people.example\r\n"));
    EXPECT_THAT(box.message, HasSubstr("Message-ID: <morning-" + session.value + "@clinic.example>"));
    EXPECT_THAT(decoded_body(box.message), HasSubstr("https://clinic.example/morning/" + token()));
    clinic.restart();
    for (int i = 0; i < 3; ++i) {
        clinic.clock().advance(minutes(30));
        round_without_mail();
    }
    EXPECT_EQ(morning().attempts, 1);
    EXPECT_EQ(morning().outcome, MessageOutcome::sent);
    EXPECT_TRUE(tasks().empty());
}

TEST_F(MailTest, IsTriedAgainWhenItWasSurelyNotTaken) {
    clinic.clock().advance(hours(1));
    {
        const ScriptedServer later([](Peer& peer) {
            peer.until("RCPT");
            peer.say("451 try again later\r\n");
            say_goodbye(peer);
        });
        round(later.port());
    }
    EXPECT_EQ(morning().outcome, MessageOutcome::refused_for_now);
    EXPECT_THAT(morning().outcome_text->value, HasSubstr("451"));
    Box box;
    round(box.server.port());
    EXPECT_EQ(morning().attempts, 1);  // not at once
    clinic.clock().advance(minutes(1));
    round(box.server.port());
    EXPECT_EQ(morning().attempts, 2);
    EXPECT_EQ(morning().outcome, MessageOutcome::sent);
    EXPECT_FALSE(box.message.empty());
    EXPECT_TRUE(tasks().empty());
}

TEST_F(MailTest, AServerThatIsNotThereIsTriedUntilSomebodyCalls) {
    clinic.clock().advance(hours(1));
    for (int i = 0; i < 6; ++i) {
        round_without_mail();
        clinic.clock().advance(minutes(60));
    }
    EXPECT_GE(morning().attempts, 3);
    EXPECT_EQ(morning().outcome, MessageOutcome::refused_for_now);
    EXPECT_EQ(tasks(), std::vector<TaskKind>{TaskKind::morning_no_answer});
}

TEST_F(MailTest, IsNeverSentAgainWhenNobodyCanKnow) {
    clinic.clock().advance(hours(1));
    {
        const ScriptedServer lost([](Peer& peer) {
            peer.until_message();
            peer.message();
            peer.break_off();
        });
        round(lost.port());
    }
    EXPECT_EQ(morning().outcome, MessageOutcome::unknown);
    EXPECT_EQ(tasks(), std::vector<TaskKind>{TaskKind::message_uncertain});
    Box box;
    for (int i = 0; i < 3; ++i) {
        clinic.clock().advance(minutes(61));
        round(box.server.port());
    }
    EXPECT_EQ(morning().attempts, 1);
    EXPECT_TRUE(box.message.empty());
}

TEST_F(MailTest, AProgramThatEndsWhileItSendsLeavesATaskAndNoSecondMessage) {
    clinic.clock().advance(hours(1));
    clinic.perform("begin-message", parsed(to_json(clinic::BeginMessage{session})));
    clinic.restart();
    Box box;
    round(box.server.port());
    EXPECT_FALSE(morning().outcome);  // whoever is sending may still be at it
    clinic.clock().advance(minutes(10));
    round(box.server.port());
    EXPECT_EQ(morning().outcome, MessageOutcome::unknown);
    EXPECT_EQ(tasks(), std::vector<TaskKind>{TaskKind::message_uncertain});
    clinic.clock().advance(minutes(60));
    round(box.server.port());
    EXPECT_TRUE(box.message.empty());
}

// ---- the notice to the privacy lead ---------------------------------------------------------------------------------------------

struct NoticeTest : testing::Test {
    NoticeTest() {
        clinic.perform("register-patient",
                       parsed(R"({"patient":")" + patient.value +
                              R"(","details":{"given_name":"Žofie","family_name":"Nováková","birth_date":"1986-03-14",
                              "language":"cs"}})"));
        opener = clinic.hire("eva", {clinic::Role::coordinator});
        clinic.perform("open-emergency-access",
                       parsed(R"({"emergency":")" + emergency.value + R"(","patient":")" + patient.value +
                              R"(","reason":"fell unconscious"})"),
                       opener);
    }
    static harness::ClinicOptions options() {
        return {.change_pack = [](clinic::Pack& pack) { pack.privacy_email = "privacy@clinic.example"; }};
    }
    static background::MailSettings mail_at(int port) {
        background::MailSettings mail;
        mail.server = {.host = "127.0.0.1",
                       .port = port,
                       .security = documents::MailSecurity::none,
                       .user = {},
                       .password = {},
                       .ca_file = {}};
        mail.from_address = "clinic@clinic.example";
        mail.public_url = "https://clinic.example";
        return mail;
    }
    void round(int port) { background::Keeper(clinic.desk(), mail_at(port)).look_after_emergencies(); }
    // A mail server that has an answer of its own to the message, and keeps what it took.
    void round_with(const char* command, const char* answer) {
        const ScriptedServer server([=](Peer& peer) {
            peer.until(command);
            peer.say(answer);
            say_goodbye(peer);
        });
        round(server.port());
    }
    bool told() {
        return from_json<clinic::Emergency>(views::document(clinic.desk().reader(), clinic::stream_of(emergency))->body)
            ->told_at.has_value();
    }
    // The tester's account: what was opened, and whether the privacy lead has a message about it or will be sent one.
    bool is_forgotten(const std::string& received) {
        return received.find("emergency-" + emergency.value) == std::string::npos &&
               views::due(clinic.desk().reader(), clinic::Emergency::kKind, clinic.desk().now()).empty();
    }

    harness::Clinic clinic{options()};
    const PatientId patient{desk::new_uuid()};
    const EmergencyId emergency{desk::new_uuid()};
    StaffId opener;
};

TEST_F(NoticeTest, IsSentAtOnceAndOnlyOnceAndSaysNothingOfThePerson) {
    Box box;
    round(box.server.port());
    EXPECT_TRUE(told());
    EXPECT_FALSE(is_forgotten(box.message));
    EXPECT_THAT(box.message, HasSubstr("To: privacy@clinic.example\r\n"));
    EXPECT_THAT(box.message, HasSubstr("Message-ID: <emergency-" + emergency.value + "@clinic.example>"));
    const std::string body = decoded_body(box.message);
    EXPECT_THAT(body, HasSubstr("https://clinic.example/emergency-access"));
    EXPECT_THAT(body, HasSubstr("2026-11-23 09:00"));
    for (const char* kept : {"Žofie", "Nováková", "unconscious"}) EXPECT_THAT(body, testing::Not(HasSubstr(kept)));
    clinic.restart();
    Box second;
    round(second.server.port());
    EXPECT_EQ(second.message, "");
}

TEST_F(NoticeTest, IsSentAgainWhateverWentWrong) {
    round(documents::free_port());
    round_with("RCPT", "451 try again later\r\n");
    round_with("RCPT", "550 no such mailbox\r\n");
    {
        const ScriptedServer breaks_off([](Peer& peer) {
            peer.until_message();
            peer.message();
            peer.break_off();
        });
        round(breaks_off.port());
    }
    EXPECT_FALSE(told());
    EXPECT_FALSE(is_forgotten(""));
    clinic.restart();
    Box box;
    round(box.server.port());
    EXPECT_TRUE(told());
    EXPECT_THAT(box.message, HasSubstr(emergency.value));
}

TEST_F(NoticeTest, WaitsABitBetweenAttempts) {
    int asked = 0;
    const ScriptedServer server([&](Peer& peer) {
        ++asked;
        peer.until("RCPT");
        peer.say("451 try again later\r\n");
        say_goodbye(peer);
    });
    background::Keeper keeper(clinic.desk(), mail_at(server.port()));
    for (int i = 0; i < 5; ++i) keeper.look_after_emergencies();
    EXPECT_EQ(asked, 1);
    EXPECT_FALSE(told());
}

TEST_F(NoticeTest, NobodyIsWrittenToAboutWhatWasReviewed) {
    const StaffId lead = clinic.hire("milan", {clinic::Role::manager});
    clinic.clock().advance(hours(1));
    clinic.perform("review-emergency-access",
                   parsed(R"({"emergency":")" + emergency.value + R"(","finding":"justified"})"), lead);
    Box box;
    round(box.server.port());
    EXPECT_EQ(box.message, "");
}

// A keeper that takes its second attempt for done, whatever the mail server said.
TEST_F(NoticeTest, PlantedANoticeOmittedOnRetryIsFound) {
    round_with("RCPT", "451 try again later\r\n");
    EXPECT_FALSE(is_forgotten(""));
    clinic.perform("record-privacy-notice", parsed(R"({"emergency":")" + emergency.value + R"(","outcome":"sent"})"));
    EXPECT_TRUE(is_forgotten(""));
}

// ---- the link ---------------------------------------------------------------------------------------------------------------

Json answer_with(const std::string& id, const std::string& data) {
    return parsed(R"({"id":")" + id + R"(","data":)" + data + "}");
}

TEST_F(MailTest, ALinkIsOpenedAndAnsweredOnce) {
    clinic.hire("jana", {clinic::Role::nurse});
    harness::Person jana(clinic.port(), "jana"), somebody(clinic.port(), "");
    ASSERT_EQ(jana.sign_in().status, 200);
    const std::string link = "/api/public/morning/" + token();
    const harness::Reply page = somebody.get(link);
    ASSERT_EQ(page.status, 200) << page.text;
    EXPECT_THAT(page.text, HasSubstr(R"("answered":false)"));
    EXPECT_THAT(page.text, testing::Not(HasSubstr("Žofie")));
    EXPECT_THAT(page.text, testing::Not(HasSubstr(patient.value)));
    EXPECT_TRUE(somebody.post(link, answer_with(desk::new_uuid(), R"({"items":["no-such"],"call_me":false})"))
                    .refuses("item_unknown", "/data/items/0"));

    const Json answer = answer_with(desk::new_uuid(), R"({"items":["headache"],"call_me":true})");
    EXPECT_EQ(somebody.post(link, answer).status, 200);
    EXPECT_EQ(somebody.post(link, answer).status, 200);  // the same again, when the answer was not heard
    EXPECT_TRUE(somebody.post(link, answer_with(desk::new_uuid(), R"({"items":[],"call_me":false})"))
                    .refuses("morning_answered"));
    EXPECT_THAT(somebody.get(link).text, HasSubstr(R"("answered":true)"));

    EXPECT_TRUE(morning().answer->call_me);
    EXPECT_EQ(tasks(), std::vector<TaskKind>{TaskKind::morning_worrying});
    const harness::Reply today = jana.get("/api/v1/today");
    EXPECT_EQ(harness::text_at(today.json, "/tasks/0/kind"), "morning_worrying") << today.text;
    EXPECT_EQ(harness::text_at(today.json, "/tasks/0/patient"), patient.value);

    clinic.clock().advance(hours(1));
    Box box;
    round(box.server.port());  // whoever has answered is not written to
    EXPECT_TRUE(box.message.empty());
}

TEST_F(MailTest, NobodyMakesALink) {
    harness::Person somebody(clinic.port(), "");
    std::string changed = token();
    changed.back() = changed.back() == '0' ? '1' : '0';
    const std::string proof = token().substr(36);
    for (const std::string& forged :
         {changed, desk::new_uuid() + proof, session.value, session.value + "." + std::string(32, '0'), token() + "0",
          token().substr(0, 68), "x" + token().substr(1), std::string(69, '.')}) {
        EXPECT_EQ(somebody.get("/api/public/morning/" + forged).status, 404) << forged;
        EXPECT_EQ(
            somebody
                .post("/api/public/morning/" + forged, answer_with(desk::new_uuid(), R"({"items":[],"call_me":true})"))
                .status,
            404)
            << forged;
    }
    EXPECT_FALSE(morning().answer);
    EXPECT_EQ(somebody.get("/api/public/morning/" + token()).status, 200);
}

}  // namespace
}  // namespace afterglow::worlds
