#include "backup/sealed.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "journal/sqlite/db.h"
#include "journal/test_clinic.h"

namespace afterglow::backup {
namespace {

namespace fs = std::filesystem;
using journal::StorageError;
using journal::StorageFault;

const Label kLabel{"0b0c0d0e-1111-4222-8333-444455556666", "", {1'800'000'000'000}, 17};

class SealedTest : public testing::Test {
protected:
    std::string content(std::size_t bytes) const {
        std::string text;
        for (std::size_t i = 0; i < bytes; ++i) text += static_cast<char>('a' + i * 7 % 26);
        return text;
    }
    void seal(const std::string& content, std::size_t piece = 1000) {
        fs::remove(path_);
        Label label = kLabel;
        label.key_id = keys_.id();
        Sealer sealer(files_, path_, label, keys_);
        for (std::size_t at = 0; at < content.size(); at += piece) sealer.write(content.substr(at, piece));
        sealer.close();
        EXPECT_EQ(sealer.size(), static_cast<std::int64_t>(fs::file_size(path_)));
    }
    std::string opened(const journal::Keys& keys) {
        std::string all;
        unseal(files_, path_, keys, [&](std::string_view bytes) { all += bytes; });
        return all;
    }
    std::string opened() { return opened(keys_); }
    StorageFault fault_of_opening() {
        try {
            opened();
        } catch (const StorageError& error) {
            return error.fault();
        }
        return StorageFault::busy;  // stands for "it was believed"
    }
    std::string bytes() const {
        std::ifstream file(path_, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    void put(const std::string& bytes) { std::ofstream(path_, std::ios::binary) << bytes; }

    journal::Files& files_ = journal::real_files();
    journal::TemporaryFolder folder_;
    fs::path path_ = folder_.path() / "sealed";
    journal::Keys keys_{journal::Key{1, 2, 3}};
};

TEST_F(SealedTest, OpensAsItWas) {
    constexpr std::size_t kChunk = 64 * 1024;
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, kChunk - 1, kChunk, kChunk + 1, 3 * kChunk, 200'001UL}) {
        seal(content(size));
        EXPECT_EQ(opened(), content(size)) << size;
    }
    seal(content(200'000), 150'000);
    EXPECT_EQ(opened(), content(200'000));
}

TEST_F(SealedTest, SaysWhoseItIs) {
    seal("x");
    const Label label = read_label(files_, path_);
    EXPECT_EQ(label.clinic, kLabel.clinic);
    EXPECT_EQ(label.key_id, keys_.id());
    EXPECT_EQ(label.made_at, kLabel.made_at);
    EXPECT_EQ(label.events, 17);
}

TEST_F(SealedTest, ShowsNothingOfItsContent) {
    seal("Jana Nováková " + content(100'000));
    EXPECT_EQ(bytes().find("Jana"), std::string::npos);
    EXPECT_EQ(bytes().find(content(12)), std::string::npos);
    const std::string first = bytes();
    seal("Jana Nováková " + content(100'000));
    EXPECT_NE(bytes(), first) << "the same content sealed twice must not look the same";
}

TEST_F(SealedTest, AnotherKeyIsNamed) {
    seal("x");
    try {
        opened(journal::Keys(journal::Key{9}));
        FAIL() << "opened with another key";
    } catch (const StorageError& error) {
        EXPECT_EQ(error.fault(), StorageFault::key);
        EXPECT_NE(std::string(error.what()).find(keys_.id()), std::string::npos) << error.what();
    }
}

TEST_F(SealedTest, AnyChangedByteIsFound) {
    seal(content(150'000));
    const std::string right = bytes();
    for (std::size_t at = 0; at < right.size(); at += at < 400 ? 1 : 997) {
        std::string wrong = right;
        wrong[at] = static_cast<char>(wrong[at] ^ 1);
        put(wrong);
        EXPECT_NE(fault_of_opening(), StorageFault::busy) << "byte " << at;
    }
}

TEST_F(SealedTest, AnyCutIsFound) {
    seal(content(150'000));
    const std::string right = bytes();
    for (std::size_t length = 0; length < right.size();
         length += length < 400 || length > right.size() - 30 ? 1 : 1009) {
        put(right.substr(0, length));
        EXPECT_NE(fault_of_opening(), StorageFault::busy) << length << " bytes";
    }
    put(right + "x");
    EXPECT_NE(fault_of_opening(), StorageFault::busy);
}

TEST_F(SealedTest, ChunksDoNotChangePlaces) {
    seal(content(5 * 64 * 1024));
    const std::string right = bytes();
    const std::size_t start = right.find('\n') + 1 + crypto_secretstream_xchacha20poly1305_HEADERBYTES;
    const std::size_t chunk = 64 * 1024 + crypto_secretstream_xchacha20poly1305_ABYTES;
    std::string swapped = right;
    swapped.replace(start, chunk, right, start + chunk, chunk);
    swapped.replace(start + chunk, chunk, right, start, chunk);
    put(swapped);
    EXPECT_EQ(fault_of_opening(), StorageFault::corrupt);
    put(right.substr(0, start + chunk) + right.substr(start + 2 * chunk));  // one left out
    EXPECT_EQ(fault_of_opening(), StorageFault::corrupt);
}

TEST_F(SealedTest, WhatIsNoBackupIsSaidSo) {
    put("something else\n");
    EXPECT_EQ(fault_of_opening(), StorageFault::corrupt);
    put("afterglow backup 2 x y 2026-11-22T00:00:00Z 1\n");
    EXPECT_EQ(fault_of_opening(), StorageFault::newer_format);
    fs::remove(path_);
    EXPECT_EQ(fault_of_opening(), StorageFault::other);
}

}  // namespace
}  // namespace afterglow::backup
