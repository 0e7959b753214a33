#pragma once
// For the tests of this folder: a clinic in a temporary place, and events to put into it.

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "journal/postgres/test_server.h"
#include "journal/store.h"

namespace afterglow::journal {

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "afterglow-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

// In a folder, or in a schema of the tests' own database server.
struct TestClinic {
    TemporaryFolder folder;
    Instant now{1'800'000'000'000};
    StoreOptions options{.data = folder.path() / "data",
                         .server = tests_run_on_postgres() ? TestServer::the().connection() : "",
                         .schema = tests_run_on_postgres() ? TestServer::the().new_name("clinic_") : "clinic",
                         .now = [this] { return now; }};
    std::unique_ptr<Store> store = Store::open(options);

    void reopen() {
        store.reset();
        store = Store::open(options);
    }
};

// For a test about the files of SQLite.
#define SKIP_ON_POSTGRES() \
    if (tests_run_on_postgres()) GTEST_SKIP() << "about SQLite's files"

inline EventMeta test_meta(const std::string& command_id = "0f0e0d0c-0b0a-4908-8706-050403020100") {
    return {.command_id = command_id,
            .command_digest = "00112233445566778899aabbccddeeff",
            .who = "staff/ana",
            .happened_at = {1'790'000'000'000},
            .recorded_at = {1'790'000'000'250}};
}

inline NewEvent test_event(const std::string& stream, const std::string& payload = "{}") {
    return {.stream = stream, .name = "DoseGiven", .name_version = 1, .payload = payload, .person = {}};
}

// Appends in a transaction of its own, without a writer.
inline void append_events(Store& store, int count, const std::string& stream = "session/1") {
    store.db().begin_writing();
    for (int i = 0; i < count; ++i)
        store.journal().append(test_event(stream, "{\"number\":" + std::to_string(i) + "}"), test_meta());
    store.db().run("COMMIT");
}

}  // namespace afterglow::journal
