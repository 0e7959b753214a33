// What `afterglow serve` says about a provider's file.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/harness/process.h"
#include "tests/harness/temporary.h"

namespace afterglow::identity_http {
namespace {

using ::testing::HasSubstr;

struct ServeWithProvider : ::testing::Test {
    harness::TemporaryFolder folder{"provider"};
    std::string file = (folder.path() / "provider.toml").string();
    std::string secret = (folder.path() / "secret").string();

    void write(const std::string& issuer) {
        std::ofstream(secret) << "the secret\n";
        std::ofstream(file) << "issuer = \"" << issuer << "\"\nclient_id = \"afterglow\"\nclient_secret_file = \""
                            << secret << "\"\nname = \"Login\"\n";
    }
    std::vector<std::string> options(std::vector<std::string> more = {}) const {
        std::vector<std::string> all{"--identity-provider", file};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    harness::Output serve(std::vector<std::string> more = {}) const {
        std::vector<std::string> all{"serve", "--data", (folder.path() / "clinic").string(), "--port", "0",
                                     "--web", ""};
        for (const std::string& each : options(std::move(more))) all.push_back(each);
        return harness::run_program(all);
    }
};

TEST_F(ServeWithProvider, NeedsAnOrigin) {
    write("https://login.example.org");
    const harness::Output output = serve();
    EXPECT_EQ(output.status, 1);
    EXPECT_THAT(output.out, HasSubstr("--identity-provider needs --origin"));
}

TEST_F(ServeWithProvider, NamesFileKeyAndHowToMendIt) {
    write("http://login.example.org");
    const harness::Output output = serve({"--origin", "https://clinic.example.org"});
    EXPECT_EQ(output.status, 1);
    EXPECT_THAT(output.out, HasSubstr(file + ":1:"));
    EXPECT_THAT(output.out, HasSubstr("issuer must be the address that the provider calls itself"));
}

// The provider is asked only when somebody wants to sign in there.
TEST_F(ServeWithProvider, StartsWithoutIt) {
    write("http://127.0.0.1:9");
    harness::ServerProcess server(folder.path() / "clinic", options({"--origin", "https://clinic.example.org"}));
    EXPECT_GT(server.port(), 0);
    EXPECT_EQ(server.stop().status, 0);
}

}  // namespace
}  // namespace afterglow::identity_http
