// `afterglow serve --clinics`: the program itself, with two clinics.

#include <gtest/gtest.h>

#include <fstream>

#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "tests/harness/process.h"
#include "tests/harness/temporary.h"

namespace afterglow::network {
namespace {

namespace fs = std::filesystem;
using harness::Person;
using harness::run_program;

struct ServeTest : testing::Test {
    harness::TemporaryFolder folder{"serve"};
    fs::path file() const { return folder.path() / "clinics.toml"; }
    std::string text(const std::string& more = "") const {
        return "[[clinic]]\nhost = \"praha.localhost\"\nname = \"Praha\"\ndata = \"" +
               (folder.path() / "praha").string() +
               "\"\n[[clinic]]\nhost = \"lviv.localhost\"\nname = \"Lviv\"\npolicy = \"" +
               harness::source_path("policy/ua-hospital") + "\"\ndata = \"" + (folder.path() / "lviv").string() +
               "\"\n" + more;
    }
    void write(const std::string& content) const { std::ofstream(file(), std::ios::trunc) << content; }
};

TEST_F(ServeTest, TwoClinicsAtOnePort) {
    harness::add_account(folder.path() / "praha", "anna", {"coordinator"});
    harness::add_account(folder.path() / "lviv", "olha", {"coordinator"});
    write(text());
    harness::ServerProcess server(harness::ClinicsFile{file()});
    Person anna(server.port(), "anna");
    anna.line.host = "praha.localhost:" + std::to_string(server.port());
    EXPECT_EQ(anna.sign_in().status, 200);
    Person olha(server.port(), "olha");
    olha.line.host = "lviv.localhost";
    EXPECT_EQ(olha.sign_in().status, 200);
    olha.line.host = "praha.localhost";
    EXPECT_EQ(olha.sign_in().status, 401);
    // Each has rules of its own.
    const std::string praha = anna.get("/api/public/clinic").text;
    olha.line.host = "lviv.localhost";
    EXPECT_NE(praha, olha.get("/api/public/clinic").text);
    // What the server counts for all is shown by none.
    EXPECT_NE(anna.get("/metrics").text.find("afterglow_commits"), std::string::npos);
    EXPECT_EQ(anna.get("/metrics").text.find("afterglow_http"), std::string::npos);
    anna.line.host = "localhost";
    EXPECT_EQ(anna.get("/api/public/clinic").status, 404);
    const harness::Output output = server.stop();
    EXPECT_EQ(output.status, 0) << output.out;
}

TEST_F(ServeTest, WhatIsWrongIsSaidWithItsLine) {
    write(text("mail = 1\n"));
    const harness::Output output = run_program({"serve", "--clinics", file().string()});
    EXPECT_EQ(output.status, 1);
    EXPECT_NE(output.out.find("clinics.toml:10:1: error:"), std::string::npos) << output.out;
    const harness::Output both = run_program({"serve", "--clinics", file().string(), "--data", "/x"});
    EXPECT_NE(both.status, 0);
}

}  // namespace
}  // namespace afterglow::network
