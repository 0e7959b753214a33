#include "identity/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace afterglow::identity {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

struct SettingsTest : ::testing::Test {
    const fs::path folder = fs::temp_directory_path() / ("afterglow-identity-" + std::to_string(getpid()));
    const std::string secret = (folder / "secret").string();
    std::string right =
        "issuer = \"https://login.example.org/realms/clinic\"\nclient_id = \"afterglow\"\n"
        "client_secret_file = \"" +
        secret + "\"\nname = \"Clinic login\"\n";

    void SetUp() override {
        fs::create_directories(folder);
        std::ofstream(secret) << "the secret\nanother line\n";
    }
    void TearDown() override { fs::remove_all(folder); }
    SettingsReading read(const std::string& text) const {
        std::ofstream(folder / "provider.toml") << text;
        return read_provider_file((folder / "provider.toml").string());
    }
    std::string with(const std::string& key, const std::string& line) const {
        const std::size_t from = right.find(key + " =");
        return std::string(right).replace(from, right.find('\n', from) - from, line);
    }
};

TEST_F(SettingsTest, AreRead) {
    const auto reading = read(right + "scopes = \"openid profile\"\n");
    ASSERT_TRUE(reading.settings) << print_mistakes(reading.mistakes);
    EXPECT_EQ(reading.settings->issuer, "https://login.example.org/realms/clinic");
    EXPECT_EQ(reading.settings->client_id, "afterglow");
    EXPECT_EQ(reading.settings->client_secret, "the secret");
    EXPECT_EQ(reading.settings->name, "Clinic login");
    EXPECT_EQ(reading.settings->scopes, "openid profile");
    EXPECT_EQ(read(right).settings->scopes, "openid");
}

TEST_F(SettingsTest, EachMistakeNamesFileKeyAndHowToMendIt) {
    const std::pair<std::string, const char*> wrong[] = {
        {with("issuer", "issuer = \"http://login.example.org\""), "1:10: error: issuer must be"},
        {with("issuer", ""), "\"issuer\" is missing"},
        {with("client_id", "client_id = \" \""), "\"client_id\" is empty"},
        {with("name", "name = \"\""), "\"name\" is empty"},
        {with("name", "name = \"" + std::string(41, 'x') + "\""), "at most 40 characters"},
        {with("client_secret_file", "client_secret_file = \"/nowhere/secret\""), "its first line is empty"},
        {right + "scopes = \"profile\"\n", "scopes must contain openid"},
        {right + "ca_file = \"/nowhere/ca.pem\"\n", "\"/nowhere/ca.pem\" cannot be read"},
        {right + "client_secret = \"in the open\"\n", "There is no \"client_secret\" here"},
        {"issuer = ", "not valid TOML"},
    };
    for (const auto& [text, words] : wrong) {
        const auto reading = read(text);
        EXPECT_FALSE(reading.settings) << text;
        EXPECT_THAT(print_mistakes(reading.mistakes), HasSubstr(words));
        EXPECT_THAT(print_mistakes(reading.mistakes), HasSubstr("provider.toml:"));
    }
    EXPECT_FALSE(read_provider_file("/nowhere/provider.toml").settings);
}

}  // namespace
}  // namespace afterglow::identity
