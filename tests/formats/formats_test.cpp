// P8: a clinic that an earlier version of the program left opens in this one, with every event as it was; the power may fail
// at any write of what is made anew; and a clinic of a newer version is refused, told why, and left as it is.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "journal/hex.h"
#include "journal/postgres/test_server.h"
#include "journal/schema.h"
#include "journal/verify.h"
#include "tests/crash/power.h"
#include "tests/crash/settings.h"
#include "tests/crash/simulated_disk.h"
#include "tests/crash/tally.h"
#include "tests/formats/stored.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "tests/harness/process.h"
#include "tests/harness/temporary.h"
#include "views/projection.h"

namespace afterglow::formats {
namespace {

using harness::Clinic;
using harness::Person;
using harness::TemporaryFolder;
using journal::Head;
using journal::JournalReader;
using journal::Store;
using journal::StoreOptions;
using testing::HasSubstr;
namespace fs = std::filesystem;

Head head_of(const StoreOptions& options) { return JournalReader(*journal::open_for_reading(options)).head(); }

TEST(Formats, EveryOneThereEverWasOpens) {
    if (std::getenv("AFTERGLOW_WRITE_FIXTURES")) write_todays();
    bool has_todays = false;
    for (const Stored& stored : all_stored()) {
        SCOPED_TRACE(stored.name);
        has_todays |= stored.name.starts_with(std::to_string(journal::kFormat) + "-");
        const TemporaryFolder folder("format");
        const StoreOptions options = put_back(stored, folder.path());
        const Head before = head_of(options);
        ASSERT_EQ(before.length, stored.events);
        ASSERT_EQ(journal::to_hex(before.mac), stored.head);

        Clinic clinic({.root = folder.path(), .server = options.server});
        Person person(clinic.port(), "person1");
        ASSERT_EQ(person.sign_in().status, 200);
        const harness::Reply read = person.get(std::string("/api/v1/inquiries/") + kInquiry);
        EXPECT_EQ(harness::text_at(read.json, "/inquiry/question/name"), "Žofie Ґ 0") << read.text;
        clinic.hire("new", {clinic::Role::manager});
        JournalReader journal(clinic.desk().reader());
        EXPECT_GT(journal.length(), stored.events);
        EXPECT_EQ(journal.mac_at(stored.events), before.mac);
        clinic.stop();
        EXPECT_EQ(clinic.complaints(), "");
    }
    EXPECT_TRUE(has_todays) << "run with AFTERGLOW_WRITE_FIXTURES=1 and commit tests/fixtures/stores";
}

// ---- a newer one ----------------------------------------------------------------------------------------------------

// All that is kept of a clinic: every file but the lock, or every row of every table.
std::map<std::string, std::string> everything_of(const StoreOptions& options) {
    std::map<std::string, std::string> all;
    const fs::path root = options.folder().parent_path();
    for (const auto& each : fs::recursive_directory_iterator(root)) {
        const std::string name = each.path().filename().string();
        if (!each.is_regular_file() || name.find("lock") != std::string::npos || name.ends_with("-shm")) continue;
        std::ostringstream bytes;
        bytes << std::ifstream(each.path(), std::ios::binary).rdbuf();
        if (name.ends_with("-wal") && bytes.str().empty()) continue;  // of whoever only looks
        all[each.path().lexically_relative(root).string()] = bytes.str();
    }
    if (!options.on_server()) return all;
    const auto db = journal::open_for_writing(options);
    for (const std::string& table : db->tables()) {
        auto rows = db->prepare("SELECT CAST(each AS TEXT) FROM " + table + " AS each ORDER BY CAST(each AS TEXT)");
        std::string& text = all["table " + table];
        while (rows.step()) text += rows.string(0) + "\n";
    }
    return all;
}

struct Newer : testing::Test {
    TemporaryFolder folder{"newer"};
    StoreOptions options;

    void SetUp() override {
        ASSERT_FALSE(all_stored().empty());
        options = put_back(all_stored().front(), folder.path());
    }
    void make_newer() const {
        const std::string next = std::to_string(journal::kFormat + 1);
        const auto db = journal::open_for_writing(options);
        db->exec((options.on_server() ? "UPDATE meta SET value = '" + next + "' WHERE name = 'format'"
                                      : "PRAGMA user_version = " + next)
                     .c_str());
    }
    std::vector<std::string> with_place(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--data", options.data.string()});
        if (options.on_server()) arguments.insert(arguments.end(), {"--store", options.server});
        return arguments;
    }
};

TEST_F(Newer, IsRefusedToldWhyAndLeftAsItIs) {
    make_newer();
    const auto before = everything_of(options);
    const TemporaryFolder backups("backups");
    const std::string policy = harness::source_path("policy/cz-outpatient");
    const std::string instruments = harness::source_path("instruments");
    const std::vector<std::vector<std::string>> attempts{
        {"serve", "--port", "0", "--web", "", "--policy", policy, "--instruments", instruments},
        {"user", "add", "--user", "x", "--name", "X", "--role", "manager", "--password-stdin", "--policy", policy,
         "--instruments", instruments},
        {"verify"},
        {"verify", "--rebuild"},
        {"export"},
        {"backup", "--to", backups.path().string()},
    };
    for (const auto& attempt : attempts) {
        const harness::Output output =
            harness::run_program(with_place(attempt), std::string(harness::kPassword) + "\n");
        EXPECT_NE(output.status, 0) << attempt[0];
        EXPECT_THAT(output.out, HasSubstr("written by a newer version of Afterglow")) << attempt[0];
        EXPECT_THAT(output.out, HasSubstr("Install that version; nothing was changed")) << attempt[0];
        EXPECT_EQ(everything_of(options), before) << attempt[0];
    }
}

TEST_F(Newer, PlantedOneThatOpensItIsSeen) {  // as if the number were not looked at
    const auto before = everything_of(options);
    Clinic({.root = folder.path(), .server = options.server}).hire("new", {clinic::Role::manager});
    EXPECT_NE(everything_of(options), before);
}

// ---- the power fails while views are made anew ----------------------------------------------------------------------

using MakeAnew = void (*)(journal::Db&);

void as_the_program_does(journal::Db& db) { views::bring_up_to_date(db); }

// Planted: the tables are filled after the transaction that says they are.
void in_two_transactions(journal::Db& db) {
    views::bring_up_to_date(db);
    db.exec("CREATE TABLE aside AS SELECT * FROM inquiry");
    db.exec("DELETE FROM inquiry");
    db.exec("INSERT INTO inquiry SELECT * FROM aside");
    db.exec("DROP TABLE aside");
}

class Migration {
public:
    explicit Migration(const Stored& stored) {
        const TemporaryFolder folder("migration");
        const StoreOptions options = put_back(stored, folder.path());
        {
            const auto db = journal::open_for_writing(options);
            db->exec("UPDATE views_form SET form = 'of an earlier version'");
            db->exec("DROP TABLE due");
        }
        head_ = head_of(options);
        for (const auto& [path, bytes] : everything_of(options)) beginning_["/" + path] = bytes;
    }

    // `share`: of the moments, one in so many.
    crash::Tally cut_power_everywhere(MakeAnew make_anew, std::size_t share) {
        std::map<std::string, int> numbers;
        crash::PowerCut power(crash::seed());
        for (const auto& [path, bytes] : beginning_) {
            const int number = static_cast<int>(numbers.size()) + 1;
            numbers[path] = number;
            const std::string above = journal::parent(path).string();
            for (crash::Step step : {crash::Step{crash::Act::create, number, path},
                                     {.act = crash::Act::write, .inode = number, .data = bytes},
                                     {crash::Act::sync, number},
                                     {.act = crash::Act::sync_folder, .path = above}})
                power.apply(step);
        }
        crash::SimulatedDisk disk;
        disk.replace_contents(beginning_, numbers);
        make_anew(Store::open(on(disk))->db());
        const std::vector<crash::Step> log = disk.log();
        crash::Tally tally;
        crash::Random random(crash::seed());
        for (std::size_t steps = 0; steps <= log.size(); ++steps) {
            if (steps > 0) power.apply(log[steps - 1]);
            if ((steps + crash::seed()) % share != 0 && steps != log.size()) continue;
            for (const crash::Loss loss : crash::kLosses)
                tally.note(complaint_about(power.after(loss, random)),
                           std::string(crash::loss_name(loss)) + " after step " + std::to_string(steps));
        }
        return tally;
    }

private:
    static StoreOptions on(crash::SimulatedDisk& disk) {
        return {.data = "/clinic", .vfs = disk.vfs_name(), .files = &disk};
    }
    std::string complaint_about(const crash::Contents& contents) const try {
        const TemporaryFolder folder("after");
        fs::create_directories(folder.path() / "clinic");
        for (const auto& [path, bytes] : contents) {
            const fs::path file = folder.path() / path.substr(1);
            std::ofstream(file, std::ios::binary) << bytes;
            fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
        }
        const auto store = Store::open({.data = folder.path() / "clinic"});
        views::bring_up_to_date(store->db());
        views::check_readable(store->db());
        if (store->journal().head() != head_) return "the journal is another";
        if (const auto found = journal::verify(store->options()); !found.ok()) return found.summary();
        const auto differences = views::differences(store->db());
        return differences.empty() ? "" : differences.front();
    } catch (const journal::StorageError& error) {
        return error.what();
    }

    crash::Contents beginning_;
    Head head_;
};

TEST(Migration, ThePowerMayFailAtAnyWriteOfIt) {
    if (journal::tests_run_on_postgres()) GTEST_SKIP() << "about SQLite's files";
    const bool all = crash::number_from_environment("AFTERGLOW_LONG", 0) != 0;
    for (const Stored& stored : all_stored()) {
        const crash::Tally tally = Migration(stored).cut_power_everywhere(as_the_program_does, all ? 1 : 8);
        tally.print("views made anew, " + stored.name);
        EXPECT_EQ(tally.lost, 0u) << tally.first_complaint;
        EXPECT_GT(tally.states, 50u);
    }
}

TEST(Migration, PlantedOneInTwoTransactionsIsSeen) {
    if (journal::tests_run_on_postgres()) GTEST_SKIP() << "about SQLite's files";
    const crash::Tally tally = Migration(all_stored().front()).cut_power_everywhere(in_two_transactions, 1);
    tally.print("planted, views made anew in two transactions");
    EXPECT_GT(tally.lost, 0u);
}

}  // namespace
}  // namespace afterglow::formats
