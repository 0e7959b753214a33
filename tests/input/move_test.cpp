// `afterglow move` from a folder to PostgreSQL and back, and backups of a clinic there: the same clinic, wherever it is.

#include "backup/move.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "desk/accounts.h"
#include "desk/passwords.h"
#include "journal/postgres/test_server.h"
#include "journal/verify.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "tests/harness/process.h"
#include "views/projection.h"

namespace afterglow::input {
namespace {

namespace fs = std::filesystem;
using harness::Clinic;
using harness::Output;
using harness::parsed;
using harness::run_program;
using harness::TemporaryFolder;
using journal::TestServer;

void ask(Clinic& clinic, const std::string& name) {
    clinic.perform(
        "record-inquiry",
        parsed(
            R"({"inquiry":")" + desk::new_uuid() + R"(","channel":"phone","question":{"name":")" + name +
            R"(","phone":"601 234 567","language":"cs","question":"?","answer_by":"phone","consent_to_contact":true}})"));
}

struct PostgresMove : testing::Test {
    PostgresMove() : database(TestServer::the().new_database()), server(TestServer::the().connection(database)) {
        clinic.hire("eva", {clinic::Role::coordinator});
        for (int i = 0; i < 300; ++i) ask(clinic, "Žofie " + std::to_string(i));
        clinic.stop();
        first = rows_of(here());
    }
    ~PostgresMove() override { TestServer::the().drop_database(database); }

    fs::path folder() const { return clinic.root() / "clinic"; }
    fs::path back() const { return clinic.root() / "back"; }
    journal::StoreOptions here() const { return {.data = folder(), .create = false}; }
    journal::StoreOptions there() const {
        return {.data = folder(), .server = server, .create = false, .allow_unsafe = true};
    }

    Output to_server(std::vector<std::string> more = {}) {
        std::vector<std::string> arguments{"move", "--from", folder().string(), "--to", server};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_program(arguments);
    }
    Output to_folder() {
        return run_program({"move", "--from", server, "--to", back().string(), "--key", here().key_path().string(),
                            "--anchors", here().anchors_path().string()});
    }
    // Every row of the journal and of the tables that are no views, as bytes.
    static std::vector<std::string> rows_of(const journal::StoreOptions& place) {
        const auto db = journal::open_for_reading(place);
        std::vector<std::string> all;
        const auto add = [&](journal::Statement rows, const std::string& table) {
            while (rows.step()) {
                std::string line = table;
                for (int i = 0; i < rows.column_count(); ++i) {
                    line += "|" + std::string(rows.column_name(i)) + "=";
                    line += rows.type(i) == journal::ValueType::blob ? rows.blob(i) : rows.text(i);
                }
                all.push_back(line);
            }
        };
        add(db->prepare("SELECT * FROM journal ORDER BY sequence"), "journal");
        add(db->prepare("SELECT * FROM credential ORDER BY staff"), "credential");
        add(db->prepare("SELECT * FROM meta WHERE name IN ('clinic', 'created_at', 'key') ORDER BY name"), "meta");
        return all;
    }
    static bool is_in_order(const journal::StoreOptions& place) {
        return journal::verify(place).ok() && views::differences(*journal::open_for_reading(place)).empty();
    }
    std::string failure_of_moving() {
        try {
            backup::move(here(), there(), desk::Accounts::make_tables);
        } catch (const journal::StorageError& error) {
            return error.what();
        }
        return "";
    }

    std::string database, server;
    Clinic clinic;
    std::vector<std::string> first;
};

TEST_F(PostgresMove, ThereAndBackItIsTheSame) {
    ASSERT_GT(first.size(), 300u);
    const Output moved = to_server();
    ASSERT_EQ(moved.status, 0) << moved.out;
    EXPECT_EQ(rows_of(there()), first);
    EXPECT_TRUE(is_in_order(there()));
    EXPECT_EQ(rows_of(here()), first) << "what was left is whole";

    {  // people sign in there with the passwords they had, and it goes on
        Clinic served({.root = clinic.root(), .server = server});
        harness::Person eva(served.port(), "eva");
        eva.sign_in();
        EXPECT_NE(eva.get("/api/v1/inquiries").text.find("Žofie 7"), std::string::npos);
        ask(served, "Later");
    }
    const Output again = to_folder();
    ASSERT_EQ(again.status, 0) << again.out;
    const auto last = rows_of({.data = back(), .key = here().key_path()});
    EXPECT_GT(last.size(), first.size());
    EXPECT_TRUE(std::equal(first.begin(), first.begin() + 300, last.begin()));
    EXPECT_TRUE(is_in_order({.data = back(), .key = here().key_path(), .anchors = here().anchors_path()}));
}

TEST_F(PostgresMove, WhatWasLeftIsNotServedAnyMore) {
    ASSERT_EQ(to_server().status, 0);
    const Output served = run_program({"serve", "--data", folder().string(), "--port", "0"});
    EXPECT_EQ(served.status, 1);
    EXPECT_NE(served.out.find("was moved to"), std::string::npos) << served.out;
    EXPECT_NE(to_server().out.find("was moved to"), std::string::npos);
}

TEST_F(PostgresMove, NothingIsWrittenOver) {
    Clinic other({.server = server});
    ask(other, "Somebody else");
    other.stop();
    const Output moved = to_server();
    EXPECT_EQ(moved.status, 1);
    EXPECT_NE(moved.out.find("something else in this place"), std::string::npos) << moved.out;
    EXPECT_EQ(rows_of(here()), first);
    EXPECT_TRUE(is_in_order(here()));
}

TEST_F(PostgresMove, ADamagedClinicStaysWhereItIs) {
    {
        journal::SqliteDb db(here().database_path(), {});
        db.exec("DELETE FROM inquiry WHERE rowid = (SELECT min(rowid) FROM inquiry)");
    }
    EXPECT_NE(failure_of_moving().find("views differ"), std::string::npos);
    EXPECT_TRUE(journal::open_for_reading(there())->tables().empty());
}

TEST_F(PostgresMove, NotUnderAServerThatRuns) {
    clinic.start();
    EXPECT_NE(to_server().out.find("another server"), std::string::npos);
    clinic.stop();
    ASSERT_EQ(to_server().status, 0);
    Clinic served({.root = clinic.root(), .server = server});
    const Output moved = to_folder();
    EXPECT_EQ(moved.status, 1);
    EXPECT_FALSE(fs::exists(back())) << moved.out;
    // A server elsewhere, with a lock of its own:
    const fs::path elsewhere = clinic.root() / "elsewhere.anchors";
    fs::copy(here().anchors_path(), elsewhere);
    const Output seen = run_program({"move", "--from", server, "--to", back().string(), "--key",
                                     here().key_path().string(), "--anchors", elsewhere.string()});
    EXPECT_EQ(seen.status, 1);
    EXPECT_NE(seen.out.find("stop them first"), std::string::npos) << seen.out;
}

TEST_F(PostgresMove, KilledAtAnyMomentItBeginsAgain) {
    for (int i = 0; i < 20; ++i) {
        harness::run_and_kill({"move", "--from", folder().string(), "--to", server}, 10 + 15 * i);
        EXPECT_EQ(rows_of(here()), first);
    }
    const Output moved = to_server();
    const bool already = moved.out.find("was moved to") != std::string::npos;  // a quick machine
    EXPECT_TRUE(moved.status == 0 || already) << moved.out;
    EXPECT_EQ(rows_of(there()), first);
    EXPECT_TRUE(is_in_order(there()));
}

// What the move does not know it would forget: every table is the journal's, a view, or made by the accounts.
TEST_F(PostgresMove, EveryTableIsKnown) {
    ASSERT_EQ(to_server().status, 0);
    EXPECT_EQ(journal::open_for_reading(there())->tables(), journal::open_for_reading(here())->tables());
}

// What goes wrong on the way is found before the first place is given up.
TEST_F(PostgresMove, AFaultOnTheWayIsFound) {
    const auto forgets = [](journal::Db&) {};  // the accounts
    EXPECT_THROW(backup::move(here(), there(), forgets), journal::StorageError);
    EXPECT_TRUE(journal::open_for_reading(there())->tables().empty()) << "nothing half";

    const auto at_verifying = [](const std::function<void()>& act) {
        return [act](const std::string& step) {
            if (step == "verifying") act();
        };
    };
    const auto spoil = [this] {
        journal::open_for_writing(there())->exec("DELETE FROM inquiry WHERE id = (SELECT min(id) FROM inquiry)");
    };
    EXPECT_THROW(backup::move(here(), there(), desk::Accounts::make_tables, at_verifying(spoil)),
                 journal::StorageError);
    EXPECT_TRUE(is_in_order(here()));
    EXPECT_EQ(journal::Store::open(here())->journal().length(),
              journal::JournalReader(*journal::open_for_reading(there())).length());
    TestServer::the().drop_database(database);
    database = TestServer::the().new_database();
    server = TestServer::the().connection(database);

    const auto writes = [this] {
        const auto db = journal::open_for_writing(here());
        const auto keys = journal::Keys::load(journal::real_files(), here().key_path());
        auto clinic_id = db->query("SELECT value FROM meta WHERE name = 'clinic'");
        ASSERT_TRUE(clinic_id.step());
        journal::Journal journal(*db, keys, clinic_id.string(0));
        db->begin_writing();
        journal.append({.stream = "indication/x", .name = "X", .payload = "{}"},
                       {.command_id = "c", .command_digest = std::string(32, '0'), .who = "w"});
        db->run("COMMIT");
    };
    try {
        backup::move(here(), there(), desk::Accounts::make_tables, at_verifying(writes));
        ADD_FAILURE() << "an event was left behind";
    } catch (const journal::StorageError& error) {
        EXPECT_NE(std::string(error.what()).find("somebody wrote here meanwhile"), std::string::npos) << error.what();
    }
}

TEST_F(PostgresMove, ABackupOfAClinicThereComesBackAnywhere) {
    ASSERT_EQ(to_server().status, 0);
    const fs::path backups = clinic.root() / "backups";
    fs::create_directory(backups);
    const std::vector<std::string> place{"--store", server, "--data", folder().string()};
    const auto with = [](std::vector<std::string> words, const std::vector<std::string>& more) {
        words.insert(words.end(), more.begin(), more.end());
        return run_program(words);
    };
    const Output made = with({"backup", "--to", backups.string()}, place);
    ASSERT_EQ(made.status, 0) << made.out;
    EXPECT_EQ(with({"backup", "--status"}, place).status, 0);
    const fs::path file = *fs::directory_iterator(backups);

    const Output folder_again = run_program(
        {"restore", "--from", file.string(), "--data", back().string(), "--key", here().key_path().string()});
    ASSERT_EQ(folder_again.status, 0) << folder_again.out;
    EXPECT_EQ(rows_of({.data = back()}), first);

    const Output taken = with({"restore", "--from", file.string()}, place);
    EXPECT_NE(taken.out.find("something in this schema already"), std::string::npos) << taken.out;
    const Output server_again = with({"restore", "--from", file.string(), "--clinic", "again"}, place);
    ASSERT_EQ(server_again.status, 0) << server_again.out;
    journal::StoreOptions again = there();
    again.schema = "again";
    EXPECT_EQ(rows_of(again), first);
    EXPECT_TRUE(is_in_order(again));
}

}  // namespace
}  // namespace afterglow::input
