#include "journal/keys.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "journal/hex.h"
#include "journal/test_clinic.h"

namespace afterglow::journal {
namespace {

struct KeysTest : testing::Test {
    TemporaryFolder folder;
    std::filesystem::path path = folder.path() / "clinic.key";

    StorageFault fault_of_loading() {
        try {
            Keys::load(real_files(), path);
        } catch (const StorageError& error) {
            return error.fault();
        }
        ADD_FAILURE() << "it loads";
        return StorageFault::other;
    }
    std::string content() {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        return text.str();
    }
    void write(const std::string& text) { std::ofstream(path) << text; }
};

TEST_F(KeysTest, AKeyComesBackFromItsFile) {
    const Keys made = Keys::create(real_files(), path);
    const Keys loaded = Keys::load(real_files(), path);
    EXPECT_EQ(made.id(), loaded.id());
    EXPECT_EQ(made.chain_key(), loaded.chain_key());
    EXPECT_EQ(made.anchor_public_key(), loaded.anchor_public_key());
    struct stat status{};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(KeysTest, EachKeyIsAnother) {
    const Keys one = Keys::create(real_files(), path), two = Keys::create(real_files(), folder.path() / "other");
    EXPECT_NE(one.id(), two.id());
    EXPECT_NE(one.chain_key(), two.chain_key());
    EXPECT_NE(one.chain_key(), one.anchor_seed());
    EXPECT_NE(one.derive("purposes", 1), one.derive("purposes", 2));
}

// Part of the format: another derivation would make every journal look forged.
TEST_F(KeysTest, DerivationStaysAsItIs) {
    Key secret;
    secret.fill(7);
    const Keys keys(secret);
    EXPECT_EQ(keys.id(), "46a6efd5ad8525bd");
    EXPECT_EQ(to_hex(keys.chain_key()), "b48d4fd833b0b6dd432ad414c19e88e84ef93bd87f04bbfc7e6385532e3b600c");
    EXPECT_EQ(to_hex(keys.anchor_public_key()), "8a0a67f6d994e4814b2250e16deee072e6dec527926a492b5b7b488e84d94b20");
}

TEST_F(KeysTest, AMissingOrDamagedFileIsRefused) {
    EXPECT_EQ(fault_of_loading(), StorageFault::key);
    Keys::create(real_files(), path);
    const std::string good = content();
    for (const std::string& bad :
         {std::string(), std::string("-----BEGIN-----"), good.substr(0, good.size() - 2), good.substr(0, 30)}) {
        write(bad);
        EXPECT_EQ(fault_of_loading(), StorageFault::key) << bad;
    }
    std::string other_digit = good;
    char& digit = other_digit[other_digit.size() - 2];
    digit = digit == '0' ? '1' : '0';
    write(other_digit);
    EXPECT_EQ(fault_of_loading(), StorageFault::key);
    write(good);
    Keys::load(real_files(), path);
}

TEST_F(KeysTest, AFileThatOthersMayReadIsRefused) {
    Keys::create(real_files(), path);
    ::chmod(path.c_str(), 0640);
    EXPECT_EQ(fault_of_loading(), StorageFault::key);
}

}  // namespace
}  // namespace afterglow::journal
