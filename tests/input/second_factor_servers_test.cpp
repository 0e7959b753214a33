// Several servers of one clinic on a database: what is used once at one of them is used at all.

#include <gtest/gtest.h>
#include <liboath/oath.h>

#include <future>

#include "desk/totp.h"
#include "journal/postgres/test_server.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"

namespace afterglow::input {
namespace {

using harness::Clinic;
using harness::kPassword;
using harness::Person;
using harness::Reply;
using harness::text_at;
using journal::TestServer;

struct PostgresFactor : testing::Test {
    PostgresFactor() {
        here.hire("eva", {clinic::Role::coordinator});
        Person eva(here.port(), "eva");
        eva.sign_in();
        const Reply offer = eva.post("/api/v1/me/factors/totp", one("password", kPassword));
        read_secret(text_at(offer.json, "/secret"));
        const Reply made = eva.post("/api/v1/me/factors/totp/confirm", one("code", code()));
        recovery_code = text_at(made.json, "/recovery_codes/0");
    }
    ~PostgresFactor() override {
        there.stop(), here.stop();
        TestServer::the().drop_database(database);
    }

    static Json one(const char* name, const std::string& text) { return Json::Object{{name, text}}; }
    void read_secret(const std::string& base32) {
        char* bytes = nullptr;
        std::size_t length = 0;
        ASSERT_EQ(oath_base32_decode(base32.data(), base32.size(), &bytes, &length), OATH_OK);
        ASSERT_EQ(length, secret.size());
        std::copy_n(reinterpret_cast<unsigned char*>(bytes), length, secret.begin());
        std::free(bytes);
    }
    std::string code() { return desk::totp_code(secret, desk::totp_step(here.clock().now())); }
    std::string next_code() {
        here.clock().advance(Milliseconds{30'000}), there.clock().advance(Milliseconds{30'000});
        return code();
    }
    static std::string ticket(const Clinic& at) {
        return text_at(Person(at.port(), "eva").sign_in().json, "/second_factor/ticket");
    }
    static Reply with_code(const Clinic& at, const std::string& ticket, const std::string& code) {
        Person eva(at.port(), "eva");
        return eva.post("/api/v1/sign-in/code", Json::Object{{"ticket", ticket}, {"code", code}});
    }

    std::string database = TestServer::the().new_database();
    std::string server = TestServer::the().connection(database);
    harness::TemporaryFolder folder{"servers"};
    Clinic here{{.root = folder.path(), .server = server}};
    Clinic there{{.root = folder.path(), .server = server, .name = "other"}};
    desk::TotpSecret secret{};
    std::string recovery_code;
};

TEST_F(PostgresFactor, CountsOnceAtAllServers) {
    const std::string code = next_code(), begun_here = ticket(here);
    EXPECT_EQ(with_code(there, begun_here, code).status, 200) << "begun at one, finished at the other";
    EXPECT_EQ(with_code(here, begun_here, next_code()).code(), "ticket_spent");
    EXPECT_TRUE(with_code(here, ticket(here), code).refuses("code_used", "/code") ||
                with_code(here, ticket(here), code).refuses("code_wrong", "/code"));
    EXPECT_EQ(with_code(there, ticket(there), recovery_code).status, 200);
    EXPECT_TRUE(with_code(here, ticket(here), recovery_code).refuses("recovery_code_used", "/code"));
}

TEST_F(PostgresFactor, OneOfTwoAtTheSameMoment) {
    for (int i = 0; i < 20; ++i) {
        const std::string code = next_code(), first = ticket(here), second = ticket(there);
        auto other = std::async(std::launch::async, [&] { return with_code(there, second, code).status; });
        const int status = with_code(here, first, code).status;
        EXPECT_EQ((status == 200) + (other.get() == 200), 1) << i;
    }
}

}  // namespace
}  // namespace afterglow::input
