// P18: two clinics in one process, each crawled as everybody of the other: nothing crosses.

#include "tests/network/crawl.h"

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <mutex>
#include <thread>

#include "desk/passwords.h"
#include "http/server/test_client.h"
#include "journal/postgres/test_server.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/process.h"
#include "views/queries.h"

namespace afterglow::network {
namespace {

using harness::Person;
using harness::Reply;
using http::testing::Client;

constexpr const char* kFirstWord = "Qvalenta";
constexpr const char* kSecondWord = "Zbrumova";

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& each : lines) out += each + "\n";
    return out;
}

std::vector<std::string> hire_everybody(harness::Clinic& clinic, const std::string& prefix,
                                        const std::vector<Role>& roles) {
    std::vector<std::string> users;
    std::vector<Role> all;
    for (const Role role : roles) {
        users.push_back(prefix + std::string(enum_name(role)));
        clinic.hire(users.back(), {role});
        if (role != Role::inspector) all.push_back(role);
    }
    users.push_back(prefix + "all");
    clinic.hire(users.back(), all);
    return users;
}

// What both clinics have by themselves.
std::string common_to_all(harness::Clinic& own) {
    return to_json(own.desk().pack()) + *own.app().openapi() + journal_text(own);
}

enum class From { first, second };

// One clinic's people walk. `roles`: fewer for the planted faults, which need no crowd.
Findings walk(Scene& scene, From from, const std::vector<Role>& roles = access::all_roles_there_are()) {
    access::House& house = from == From::first ? *scene.first : *scene.second;
    access::House& other = from == From::first ? *scene.second : *scene.first;
    const char* own_word = from == From::first ? kFirstWord : kSecondWord;
    const char* other_word = from == From::first ? kSecondWord : kFirstWord;
    mark_with(house.clinic, own_word);
    mark_with(other.clinic, other_word);
    Side side{.host = from == From::first ? kFirstHost : kSecondHost,
              .other_host = from == From::first ? kSecondHost : kFirstHost,
              .house = &house,
              .other = &other};
    side.users = hire_everybody(house.clinic, std::string(own_word, 1) == "Q" ? "q-" : "z-", roles);
    side.other_users = hire_everybody(other.clinic, std::string(other_word, 1) == "Q" ? "q-" : "z-", {Role::manager});
    const Marks marks(other.clinic, other_word, common_to_all(house.clinic));
    EXPECT_GT(marks.ids(), 30U);
    EXPECT_GT(marks.texts(), 15U);
    side.marks = &marks;
    Findings findings;
    crawl(scene, side, findings);
    std::printf(
        "%lld requests, %lld with ids of the other clinic, %lld times 404 where one's own is 200, %lld bodies that "
        "came to a decision; %zu ids and %zu texts looked for; %zu found\n",
        static_cast<long long>(findings.requests), static_cast<long long>(findings.with_foreign_ids),
        static_cast<long long>(findings.not_found_instead), static_cast<long long>(findings.commands_decided),
        marks.ids(), marks.texts(), findings.wrong.size());
    return findings;
}

void expect_nothing(const Findings& found) {
    EXPECT_EQ(joined(found.wrong), "");
    EXPECT_GT(found.requests, 5000);
    EXPECT_GT(found.not_found_instead, 50);
    EXPECT_GT(found.commands_decided, 100);
}

// The clinic whose things are looked for is the demo clinic and a house in it: some of everything that a clinic writes.
SceneOptions with_the_demo(harness::ClinicOptions SceneOptions::* which, const std::filesystem::path& root) {
    const std::string now = "2026-11-25T09:20:00.000Z";
    const harness::Output made = harness::run_program({"demo", "--data", (root / "clinic").string(), "--now", now,
                                                       "--policy", harness::source_path("policy/cz-outpatient"),
                                                       "--instruments", harness::source_path("instruments")});
    if (made.status != 0) throw std::runtime_error(made.out);
    SceneOptions options;
    options.first.now = options.second.now = parse_instant(now).value();
    (options.*which).root = root;
    return options;
}

TEST(Crawl, NothingCrossesToTheFirst) {
    const harness::TemporaryFolder folder{"crawl"};
    Scene scene(with_the_demo(&SceneOptions::second, folder.path()));
    expect_nothing(walk(scene, From::first));
}

TEST(Crawl, NothingCrossesToTheSecond) {
    const harness::TemporaryFolder folder{"crawl"};
    Scene scene(with_the_demo(&SceneOptions::first, folder.path()));
    expect_nothing(walk(scene, From::second));
}

// ---- names ---------------------------------------------------------------------------------------------------------------------

struct NamesTest : testing::Test {
    NamesTest() { mark_with(scene.second->clinic, kSecondWord); }
    http::testing::Answer ask(const std::string& bytes) { return Client(scene.port()).ask(bytes); }
    http::testing::Answer named(const std::string& host, const std::string& path = "/api/public/clinic") {
        return ask("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }
    Scene scene;
    const std::string first = kFirstHost, second = kSecondHost;
};

TEST_F(NamesTest, ManySpellingsOfOneName) {
    for (const std::string host :
         {"praha.example.org", "PRAHA.Example.ORG", "praha.example.org:8080", "Praha.example.org:1"})
        EXPECT_EQ(named(host).status, 200) << host;
}

TEST_F(NamesTest, AnyOtherNameIsNotFoundAndAlwaysTheSame) {
    const http::testing::Answer unknown = named("nobody.example.org");
    EXPECT_EQ(unknown.status, 404);
    for (const std::string host : {"praha.example.org.", "x.praha.example.org", "example.org", "127.0.0.1", "[::1]",
                                   "localhost", "praha", "praha.example.org.evil.example", "praha_example.org"}) {
        for (const std::string path :
             {"/", "/api/public/clinic", "/api/v1/me", "/metrics", "/healthz", "/api/openapi.json"}) {
            const auto answer = named(host, path);
            EXPECT_EQ(answer.status, 404) << host << path;
            EXPECT_EQ(answer.body, unknown.body) << host << path;
            EXPECT_EQ((answer.head + answer.body).find("example.org"), std::string::npos) << host << path;
        }
    }
    // Without a name at all; only the first version of the protocol allows it.
    EXPECT_EQ(ask("GET /api/public/clinic HTTP/1.0\r\n\r\n").status, 404);
    EXPECT_EQ(ask("GET /api/public/clinic HTTP/1.1\r\n\r\n").status, 400);
    EXPECT_EQ(ask("GET /api/public/clinic HTTP/1.1\r\nHost:\r\n\r\n").status / 100, 4);
}

TEST_F(NamesTest, TwoNamesInOneRequestAreRefused) {
    const std::string tricks[] = {
        "GET /api/v1/me HTTP/1.1\r\nHost: " + first + "\r\nHost: " + second + "\r\n\r\n",
        "GET /api/v1/me HTTP/1.1\r\nHost: " + first + "\r\nhost: " + first + "\r\n\r\n",
        "GET /api/v1/me HTTP/1.1\r\nHost: " + first + ", " + second + "\r\n\r\n",
        "GET /api/v1/me HTTP/1.1\r\nHost: x@" + second + "\r\n\r\n",
        "GET http://" + second + "/api/v1/me HTTP/1.1\r\nHost: " + first + "\r\n\r\n",
        "GET http://" + second + "/api/v1/me HTTP/1.0\r\n\r\n",
        "GET http://" + first + "@" + second + "/api/v1/me HTTP/1.1\r\nHost: " + first + "\r\n\r\n",
    };
    for (const std::string& each : tricks) EXPECT_EQ(ask(each).status, 400) << each;
}

// Somebody signed in at the first clinic, with headers that some servers would believe.
TEST_F(NamesTest, NoOtherHeaderNamesAClinic) {
    scene.first->clinic.hire("anna", {Role::psychiatrist});
    Person anna = scene.at(first, "anna");
    ASSERT_EQ(anna.sign_in().status, 200);
    const std::string own = anna.get("/api/v1/patients").text;
    ASSERT_NE(own.find("Nov"), std::string::npos);
    for (const char* header : {"X-Forwarded-Host", "Forwarded", "X-Host", "X-Original-Host", "Origin", "Referer",
                               "X-Forwarded-Server", "X-HTTP-Host-Override", "X-Original-URL", "X-Rewrite-URL"}) {
        harness::Headers headers = anna.headers();
        headers.emplace_back(header, std::string(header) == "Forwarded" ? "host=" + second : "http://" + second + "/");
        EXPECT_EQ(anna.line.ask({"GET", "/api/v1/patients", headers, ""}).text, own) << header;
    }
}

// One connection that a proxy keeps for both: each request goes where it names.
TEST_F(NamesTest, OneConnectionForBothClinics) {
    scene.first->clinic.hire("anna", {Role::psychiatrist});
    Person anna = scene.at(first, "anna");
    ASSERT_EQ(anna.sign_in().status, 200);
    EXPECT_EQ(anna.get("/api/v1/me").status, 200);
    anna.line.host = second;
    EXPECT_EQ(anna.get("/api/v1/me").status, 401);
    anna.line.host = first;
    EXPECT_EQ(anna.get("/api/v1/me").status, 200);
}

// ---- what is sent as it happens ---------------------------------------------------------------------------------------------------

TEST(Crawl, TheLiveFeedTellsNothingOfTheOther) {
    Scene scene;
    mark_with(scene.second->clinic, kSecondWord);
    const Marks marks(scene.second->clinic, kSecondWord, common_to_all(scene.first->clinic));
    scene.first->clinic.hire("anna", {Role::psychiatrist});
    Person anna = scene.at(kFirstHost, "anna");
    ASSERT_EQ(anna.sign_in().status, 200);
    const auto live = [&](const std::string& session) {
        return "GET /api/v1/sessions/" + session + "/live HTTP/1.1\r\nHost: " + kFirstHost +
               "\r\nCookie: " + http::kCookie + "=" + anna.cookie + "\r\n\r\n";
    };
    EXPECT_EQ(Client(scene.port()).ask(live(scene.second->session.value)).status, 404);

    Client client(scene.port());
    client.send(live(scene.first->session.value));
    std::string seen = client.receive_until("event: session");
    std::int64_t told = 0;
    for (int i = 0; i < 3; ++i) {
        clinic::Events events;
        const SessionId another{desk::new_uuid()};
        events.add(clinic::stream_of(another), clinic::SessionOpened{another,
                                                                     scene.second->course,
                                                                     scene.second->patient,
                                                                     {},
                                                                     {scene.second->expendable},
                                                                     scene.second->expendable});
        scene.second->clinic.desk().append(events.list(), scene.second->administrator);
        seen += client.receive_until("event: beat\n");
        ++told;
    }
    EXPECT_EQ(marks.in(seen), "");
    EXPECT_EQ(seen.find("event: rooms"), std::string::npos) << "of a room in the other clinic";
    EXPECT_EQ(told, 3);
}

// ---- planted faults ---------------------------------------------------------------------------------------------------------------

const std::vector<Role> few{Role::manager};

TEST(Crawl, PlantedDispatcherThatIgnoresTheNameIsFound) {
    Scene scene({.handler = [](const http::Network& network) -> http::Handler {
        return [&network](http::Request request, http::Responder responder) {
            network.members().front().app->handle(std::move(request), std::move(responder));
        };
    }});
    EXPECT_NE(joined(walk(scene, From::second, few).wrong).find("is let in at"), std::string::npos);
}

TEST(Crawl, PlantedAppOfTheOtherClinicIsFound) {
    Scene scene({.apps_are_swapped = true});
    EXPECT_NE(joined(walk(scene, From::first, few).wrong).find(" shows "), std::string::npos);
}

// A cache in front that takes the path for the whole question.
TEST(Crawl, PlantedSharedCacheIsFound) {
    struct Cache {
        std::mutex mutex;
        std::map<std::string, http::Response> kept;
    };
    const auto cache = std::make_shared<Cache>();
    std::unique_ptr<Scene> scene;
    Scene* there = nullptr;
    SceneOptions options;
    options.handler = [cache, &there](const http::Network& network) -> http::Handler {
        return [cache, &network, &there](http::Request request, http::Responder responder) {
            const std::string path = request.path;
            if (request.method != http::Method::get || path != "/api/v1/inquiries")
                return network.handle(std::move(request), std::move(responder));
            // Filled by the second clinic's manager, who comes first.
            const std::lock_guard lock(cache->mutex);
            if (const auto found = cache->kept.find(path); found != cache->kept.end()) {
                responder.answer(found->second);
                return;
            }
            if (request.header("host") == kSecondHost && there)
                cache->kept[path] = {
                    .content_type = "application/json",
                    .body = to_json(views::recent_inquiries(there->second->clinic.desk().reader(), 50))};
            network.handle(std::move(request), std::move(responder));
        };
    };
    scene = std::make_unique<Scene>(std::move(options));
    there = scene.get();
    EXPECT_NE(joined(walk(*scene, From::first, few).wrong).find(" shows "), std::string::npos);
}

// ---- on PostgreSQL ----------------------------------------------------------------------------------------------------------------

struct PostgresCrawl : testing::Test {
    void SetUp() override {
        if (!journal::tests_run_on_postgres()) GTEST_SKIP() << "runs with AFTERGLOW_TEST_STORE=postgres";
        database = server().new_database();
        for (const std::string role : {"praha", "lviv"}) {
            server().exec("CREATE ROLE " + role + "_" + database + " LOGIN");
            server().exec("GRANT CREATE ON DATABASE " + database + " TO " + role + "_" + database);
        }
    }
    void TearDown() override {
        if (database.empty()) return;
        server().drop_database(database);
        for (const std::string role : {"praha", "lviv"}) server().exec("DROP ROLE " + role + "_" + database);
    }
    static journal::TestServer& server() { return journal::TestServer::the(); }
    std::string connection(const std::string& role) const {
        std::string text = server().connection(database);
        const std::string owner = "user=afterglow";
        return text.replace(text.find(owner), owner.size(), "user=" + role + "_" + database);
    }
    SceneOptions options() const {
        SceneOptions options;
        options.first.server = connection("praha");
        options.first.schema = "praha";
        options.second.server = connection("lviv");
        options.second.schema = "lviv";
        return options;
    }
    std::string database;
};

TEST_F(PostgresCrawl, NothingCrosses) {
    Scene scene(options());
    expect_nothing(walk(scene, From::first));
}

// The second wall: a clinic's role in the database owns its schema and cannot look into the other's.
TEST_F(PostgresCrawl, ARoleReadsItsOwnSchemaOnly) {
    const Scene scene(options());
    const auto can_read = [&](const std::string& role, const std::string& schema) {
        PGconn* connected = PQconnectdb(connection(role).c_str());
        PGresult* result = PQexec(connected, ("SELECT count(*) FROM " + schema + ".journal").c_str());
        const bool read = PQresultStatus(result) == PGRES_TUPLES_OK;
        const std::string state = read ? "" : PQresultErrorField(result, PG_DIAG_SQLSTATE);
        PQclear(result);
        PQfinish(connected);
        EXPECT_TRUE(read || state == "42501") << state;  // insufficient_privilege
        return read;
    };
    EXPECT_TRUE(can_read("praha", "praha"));
    EXPECT_TRUE(can_read("lviv", "lviv"));
    EXPECT_FALSE(can_read("praha", "lviv"));
    EXPECT_FALSE(can_read("lviv", "praha"));
}

}  // namespace
}  // namespace afterglow::network
