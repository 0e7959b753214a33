// Several servers of one clinic on a database: an answer is taken at any of them, and once.

#include <gtest/gtest.h>

#include "journal/postgres/test_server.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "tests/identity/browser.h"
#include "tests/identity/fake_provider.h"
#include "views/queries.h"

namespace afterglow::identity_http {
namespace {

using harness::Clinic;
using harness::kPassword;
using harness::Person;
using harness::Reply;
using journal::TestServer;

struct PostgresProvider : testing::Test {
    ~PostgresProvider() override {
        there.stop(), here.stop();
        TestServer::the().drop_database(database);
    }
    void SetUp() override {
        provider.clock = &here.clock();
        here.hire("eva", {clinic::Role::coordinator});
        Person eva(here.port(), "eva");
        ASSERT_EQ(eva.sign_in().status, 200);
        const Reply asked = eva.post("/api/v1/me/identity/connect", said({{"password", kPassword}}));
        Browser browser(there.port());
        browser.keep_cookies(asked);
        const std::string back = provider.sign_in(harness::text_at(asked.json, "/address"), "a");
        ASSERT_EQ(browser.place(browser.come_back(back)), "/account/signing-in?connected=1");
    }

    FakeProvider provider;
    std::string database = TestServer::the().new_database();
    std::string server = TestServer::the().connection(database);
    harness::TemporaryFolder folder{"servers"};
    std::string origin = "https://clinic.example.org";
    Clinic here{{.root = folder.path(), .server = server, .provider = provider.settings(), .origin = origin}};
    Clinic there{
        {.root = folder.path(), .server = server, .name = "other", .provider = provider.settings(), .origin = origin}};
};

TEST_F(PostgresProvider, AnAnswerIsTakenAtAnyServerAndOnce) {
    provider.takes_codes_again = true;
    Browser browser(here.port());
    const std::string back = provider.sign_in(browser.place(browser.get(kBegin)), "a");
    Browser there_too(there.port()), once_more(here.port());
    there_too.cookies = once_more.cookies = browser.cookies;
    EXPECT_EQ(there_too.place(there_too.come_back(back)), "/today");
    EXPECT_TRUE(there_too.is_signed_in());
    EXPECT_EQ(once_more.place(once_more.come_back(back)), "/sign-in?problem=sign_in_too_old");
    EXPECT_FALSE(once_more.is_signed_in());
}

TEST_F(PostgresProvider, TakenAwayAtOneItIsGoneAtAll) {
    here.hire("boss", {clinic::Role::administrator});
    const auto eva = views::staff_by_user(here.desk().reader(), "eva");
    ASSERT_TRUE(eva);
    Person boss(here.port(), "boss");
    ASSERT_EQ(boss.sign_in().status, 200);
    EXPECT_EQ(boss.post("/api/v1/staff/" + eva->id.value + "/identity/remove", said({{"reason", "left"}})).status, 200);
    Browser browser(there.port());
    const std::string back = provider.sign_in(browser.place(browser.get(kBegin)), "a");
    EXPECT_EQ(browser.place(browser.come_back(back)), "/sign-in?problem=identity_unknown");
}

}  // namespace
}  // namespace afterglow::identity_http
