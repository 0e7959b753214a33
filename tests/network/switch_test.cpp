// One person, several clinics: linking two accounts, going from one to the other, and every way in which that must not work.
// And what a manager of the network sees.

#include <gtest/gtest.h>

#include "desk/factors.h"
#include "desk/passwords.h"
#include "journal/journal.h"
#include "tests/harness/json_tools.h"
#include "tests/network/scene.h"

namespace afterglow::network {
namespace {

using harness::parsed;
using harness::Person;
using harness::Reply;
using harness::text_at;

struct SwitchTest : testing::Test {
    SwitchTest() {
        here_id = scene.first->clinic.hire("anna", {Role::therapist});
        there_id = scene.second->clinic.hire("anna.n", {Role::nurse});
    }
    Person signed_in(const std::string& host, const std::string& user) const {
        Person person = scene.at(host, user);
        EXPECT_EQ(person.sign_in().status, 200) << user;
        return person;
    }
    static Json clinic_named(const std::string& host) { return Json::Object{{"clinic", host}}; }
    static std::string code_for(Person& person, const std::string& host) {
        return text_at(person.post("/api/v1/link-code", clinic_named(host)).json, "/code");
    }
    static Reply link(Person& person, const std::string& code, const std::string& password = harness::kPassword) {
        return person.post("/api/v1/links", Json::Object{{"code", code}, {"password", password}});
    }
    // Both accounts of the same person; the account in the first clinic opens the one in the second.
    void link_them() {
        Person here = signed_in(kFirstHost, "anna"), there = signed_in(kSecondHost, "anna.n");
        ASSERT_EQ(link(there, code_for(here, kSecondHost)).status, 200);
    }
    static Reply switch_to(Person& person, const std::string& host) {
        return person.post("/api/v1/switch", clinic_named(host));
    }
    Reply enter(const std::string& host, const std::string& ticket, Person* person = nullptr) const {
        Person somebody = scene.at(host);
        Person& who = person ? *person : somebody;
        const Reply reply = who.post("/api/v1/enter", Json::Object{{"ticket", ticket}});
        const std::string set = reply.header("Set-Cookie");
        if (reply.status != 200) return reply;
        who.cookie = set.substr(set.find('=') + 1, set.find(';') - set.find('=') - 1);
        who.csrf = text_at(reply.json, "/csrf_token");
        return reply;
    }
    std::string ticket() const {
        Person here = signed_in(kFirstHost, "anna");
        return text_at(switch_to(here, kSecondHost).json, "/ticket");
    }
    static std::string names_of_events(harness::Clinic& clinic, const std::string& name) {
        std::string found;
        journal::JournalReader(clinic.desk().reader()).for_each(1, [&](const journal::StoredEvent& event) {
            if (event.name == name) found += event.stream + " " + event.payload + "\n";
            return true;
        });
        return found;
    }

    Scene scene;
    StaffId here_id, there_id;
};

TEST_F(SwitchTest, FromOneClinicToTheOther) {
    link_them();
    Person here = signed_in(kFirstHost, "anna");
    EXPECT_EQ(text_at(here.get("/api/v1/me").json, "/clinics/0/host"), kSecondHost);
    const Reply left = switch_to(here, kSecondHost);
    ASSERT_EQ(left.status, 200) << left.text;
    EXPECT_EQ(here.get("/api/v1/me").status, 401) << "in one clinic at a time";
    EXPECT_NE(left.header("Set-Cookie").find("Max-Age=0"), std::string::npos);

    Person there = scene.at(kSecondHost);
    const Reply entered = enter(kSecondHost, text_at(left.json, "/ticket"), &there);
    ASSERT_EQ(entered.status, 200) << entered.text;
    EXPECT_EQ(text_at(entered.json, "/staff"), there_id.value);
    EXPECT_EQ(text_at(entered.json, "/roles/0"), "nurse");  // the roles of that clinic
    EXPECT_EQ(there.get("/api/v1/me").status, 200);
    EXPECT_EQ(entered.text.find(here_id.value), std::string::npos);
    // Linked in one direction: that clinic did not agree to be entered from here.
    EXPECT_EQ(text_at(there.get("/api/v1/me").json, "/clinics/0/host"), "");
    EXPECT_EQ(switch_to(there, kFirstHost).status, 404);
    EXPECT_EQ(there.get("/api/v1/me").status, 200);
}

TEST_F(SwitchTest, EverythingOfItIsInTheJournals) {
    link_them();
    enter(kSecondHost, ticket());
    EXPECT_NE(names_of_events(scene.second->clinic, "AccountLinked").find("staff:" + there_id.value),
              std::string::npos);
    EXPECT_NE(names_of_events(scene.second->clinic, "SwitchedHere").find("Praha"), std::string::npos);
    EXPECT_NE(names_of_events(scene.first->clinic, "SignedOut").find(here_id.value), std::string::npos);
    EXPECT_EQ(names_of_events(scene.first->clinic, "AccountLinked"), "");
}

TEST_F(SwitchTest, ATicketCountsOnceAndSoon) {
    link_them();
    const std::string once = ticket();
    EXPECT_EQ(enter(kSecondHost, once).status, 200);
    EXPECT_TRUE(enter(kSecondHost, once).refuses("switch_spent"));
    const std::string late = ticket();
    scene.second->clinic.clock().advance(Milliseconds{61'000});
    EXPECT_TRUE(enter(kSecondHost, late).refuses("switch_spent"));
    const std::string elsewhere = ticket();
    EXPECT_TRUE(enter(kFirstHost, elsewhere).refuses("switch_spent"));
    EXPECT_TRUE(enter(kSecondHost, "").refuses("switch_spent"));
    EXPECT_TRUE(enter(kSecondHost, elsewhere.substr(1)).refuses("switch_spent"));
    // A code for linking is no ticket.
    Person here = signed_in(kFirstHost, "anna");
    EXPECT_TRUE(enter(kSecondHost, code_for(here, kSecondHost)).refuses("switch_spent"));
}

// The other clinic's word stands for the password, not for this clinic's second factor.
TEST_F(SwitchTest, TheSecondFactorOfThatClinicIsAskedForAtTheDoor) {
    link_them();
    scene.second->clinic.desk().writer().perform([&](journal::Transaction& transaction) {
        return desk::Factors::add_passkey(transaction.db, {.id = "key", .staff = there_id, .label = "key"});
    });
    Person there = scene.at(kSecondHost);
    const Reply stopped = enter(kSecondHost, ticket(), &there);
    EXPECT_TRUE(stopped.refuses("second_factor_wanted")) << stopped.text;
    EXPECT_EQ(stopped.header("Set-Cookie"), "");
    EXPECT_EQ(there.get("/api/v1/me").status, 401);
}

TEST_F(SwitchTest, ATicketIsKeptAsAHashOnly) {
    link_them();
    const std::string made = ticket();
    auto rows = scene.second->clinic.desk().reader().prepare(
        "SELECT hash, purpose, clinic, clinic_name, elsewhere FROM ticket");
    int count = 0;
    while (rows.step()) {
        ++count;
        for (int i = 0; i < 5; ++i) EXPECT_EQ(rows.string(i).find(made), std::string::npos);
    }
    EXPECT_EQ(count, 1);
}

TEST_F(SwitchTest, WhoWasDismissedCannotSwitch) {
    link_them();
    const auto dismiss = [](access::House& house, const StaffId& who) {
        house.clinic.perform("dismiss-staff", parsed(R"({"staff":")" + who.value + R"(","reason":"left"})"),
                             house.administrator);
    };
    const std::string made = ticket(), second = ticket();
    Person here = signed_in(kFirstHost, "anna");
    dismiss(*scene.first, here_id);
    EXPECT_EQ(switch_to(here, kSecondHost).status, 401);
    EXPECT_TRUE(enter(kSecondHost, made).refuses("switch_spent")) << "dismissed here after the ticket was given";
    scene.first->clinic.perform("reinstate-staff", parsed(R"({"staff":")" + here_id.value + R"(","reason":"back"})"),
                                scene.first->administrator);
    dismiss(*scene.second, there_id);
    EXPECT_TRUE(enter(kSecondHost, second).refuses("switch_spent")) << "dismissed there";
    Person again = signed_in(kFirstHost, "anna");
    EXPECT_EQ(switch_to(again, kSecondHost).status, 404);
    EXPECT_EQ(again.get("/api/v1/me").status, 200) << "nothing was left";
}

TEST_F(SwitchTest, AnEndedLinkEndsIt) {
    link_them();
    const std::string made = ticket();
    scene.second->clinic.perform("unlink-account",
                                 parsed(R"({"staff":")" + there_id.value + R"(","reason":"left there"})"),
                                 scene.second->administrator);
    EXPECT_TRUE(enter(kSecondHost, made).refuses("switch_spent"));
    Person here = signed_in(kFirstHost, "anna");
    EXPECT_EQ(switch_to(here, kSecondHost).status, 404);
}

// That there is no such clinic, and that one has no account in it, are the same.
TEST_F(SwitchTest, WhoIsNotLinkedLearnsNothing) {
    Person here = signed_in(kFirstHost, "anna");
    const Reply to_real = switch_to(here, kSecondHost), to_none = switch_to(here, "nowhere.example.org"),
                to_own = switch_to(here, kFirstHost);
    EXPECT_EQ(to_real.status, 404);
    EXPECT_EQ(to_real.text, to_none.text);
    EXPECT_EQ(to_real.text, to_own.text);
}

TEST_F(SwitchTest, LinkingNeedsBothAccounts) {
    Person here = signed_in(kFirstHost, "anna"), there = signed_in(kSecondHost, "anna.n");
    const std::string code = code_for(here, kSecondHost);
    EXPECT_TRUE(link(there, code, "not the password at all").refuses("wrong_password", "/password"));
    EXPECT_TRUE(link(there, "somebody's guess").refuses("link_code_spent", "/code"));
    EXPECT_TRUE(link(here, code).refuses("link_code_spent", "/code")) << "the code is for the other clinic";
    EXPECT_EQ(link(there, code).status, 200);
    EXPECT_TRUE(link(there, code).refuses("link_code_spent", "/code")) << "once";
    EXPECT_TRUE(link(there, code_for(here, kSecondHost)).refuses("already_linked", "/code"));
    const std::string late = code_for(here, kSecondHost);
    scene.second->clinic.clock().advance(minutes(14));
    EXPECT_EQ(there.get("/api/v1/me").status, 200);
    scene.second->clinic.clock().advance(minutes(2));
    EXPECT_TRUE(link(there, late).refuses("link_code_spent", "/code"));
    EXPECT_EQ(here.post("/api/v1/link-code", clinic_named("nowhere.example.org")).status, 404);
}

// ---- the network's manager ----------------------------------------------------------------------------------------------------

struct NetworkFiguresTest : SwitchTest {
    void ask_questions(harness::Clinic& clinic, int count) {
        for (int i = 0; i < count; ++i)
            clinic.perform(
                "record-inquiry",
                parsed(R"({"inquiry":")" + desk::new_uuid() +
                       R"(","channel":"phone","question":{"name":"Somebody","phone":"601 234 567","language":"cs",
                "question":"?","answer_by":"phone","consent_to_contact":true}})"));
    }
    static const Json* line(const Json& figures, const std::string& figure, const std::string& category) {
        for (const Json& each : *harness::at(figures, "/lines")->array()) {
            if (text_at(each, "/figure") == figure && text_at(each, "/category") == category) return &each;
        }
        return nullptr;
    }
};

TEST_F(NetworkFiguresTest, CountsOfAllClinicsWithSmallOnesHidden) {
    scene.first->clinic.hire("olga", {Role::network_manager});
    ask_questions(scene.first->clinic, 14);  // and one that is there
    Person olga = signed_in(kFirstHost, "olga");
    const Reply few = olga.get("/api/v1/network/figures");
    ASSERT_EQ(few.status, 200) << few.text;
    const Json* open = line(few.json, "inquiries_open", "in_time");
    EXPECT_EQ(harness::number_at(*open, "/clinics/0/count"), 15);
    EXPECT_EQ(harness::at(*open, "/clinics/1/count"), nullptr) << "one";
    EXPECT_EQ(harness::at(*open, "/total/count"), nullptr) << "would give it away";
    ask_questions(scene.second->clinic, 11);
    const Reply enough = olga.get("/api/v1/network/figures");
    EXPECT_EQ(harness::number_at(*line(enough.json, "inquiries_open", "in_time"), "/total/count"), 27);
    // Both readings are in the journal, of the clinic where she works only.
    const std::string read = names_of_events(scene.first->clinic, "NetworkFiguresRead");
    EXPECT_EQ(std::count(read.begin(), read.end(), '\n'), 2);
    EXPECT_EQ(names_of_events(scene.second->clinic, "NetworkFiguresRead"), "");
}

TEST_F(NetworkFiguresTest, NoIdAndNoNameOfAPerson) {
    scene.first->clinic.hire("olga", {Role::network_manager});
    Person olga = signed_in(kFirstHost, "olga");
    const std::string text = olga.get("/api/v1/network/figures").text;
    for (std::size_t i = 0; i + 36 <= text.size(); ++i) EXPECT_FALSE(is_uuid(text.substr(i, 36)));
    EXPECT_EQ(text.find("Example"), std::string::npos);
}

TEST_F(NetworkFiguresTest, ThatIsAllANetworkManagerSees) {
    const desk::Permissions may = desk::granted_by(Role::network_manager);
    std::string names;
    for_each_enumerator<desk::Permission>([&](desk::Permission each, std::string_view name) {
        if (may.has(each)) names += std::string(name) + " ";
    });
    EXPECT_EQ(names, "anyone signed_in read_network_figures ");
    scene.first->clinic.hire("olga", {Role::network_manager});
    Person olga = signed_in(kFirstHost, "olga");
    for (const char* path :
         {"/api/v1/figures", "/api/v1/staff", "/api/v1/today", "/api/v1/patients", "/api/v1/calendar"})
        EXPECT_EQ(olga.get(path).status, 403) << path;
}

}  // namespace
}  // namespace afterglow::network
