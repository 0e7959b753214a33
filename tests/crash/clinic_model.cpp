#include "tests/crash/clinic_model.h"

#include <charconv>
#include <stdexcept>
#include <string_view>

#include "journal/verify.h"

namespace afterglow::crash {
namespace {

using journal::JournalReader;
using journal::StorageError;
using journal::StoredEvent;
using journal::Transaction;

constexpr const char* kFolder = "/clinic/data";
constexpr std::int64_t kStart = 1'800'000'000'000;
constexpr std::int64_t kGroupTakes = 4 * 60'000;  // so that some anchors fall due

journal::EventMeta meta_of(const Command& command) {
    return {.command_id = command.id(),
            .command_digest = "00112233445566778899aabbccddeeff",
            .who = "staff/ana",
            .happened_at = {kStart},
            .recorded_at = {kStart + command.number}};
}

using Parts = std::map<int, std::string>;  // part -> text

struct Found {
    std::map<int, std::map<std::string, int>> events;  // command -> text -> how often
    std::map<int, Parts> rows;
};

constexpr int kGarbled =
    -1;  // no command has this number, so that whatever a broken disk made of an id is complained of

int number_in(std::string_view command_id) {
    constexpr std::string_view kBefore = "command-";
    int number = kGarbled;
    if (command_id.starts_with(kBefore)) {
        command_id.remove_prefix(kBefore.size());
        const auto [end, error] = std::from_chars(command_id.data(), command_id.data() + command_id.size(), number);
        if (error != std::errc() || end != command_id.data() + command_id.size()) return kGarbled;
    }
    return number;
}

Found look(journal::Db& db) {
    Found found;
    JournalReader(db).for_each(1, [&](const StoredEvent& event) {
        ++found.events[number_in(event.meta.command_id)][event.payload];
        return true;
    });
    if (!db.query("SELECT 1 FROM sqlite_schema WHERE name = 'book'").step()) return found;
    auto row = db.prepare("SELECT command, part, text FROM book");
    while (row.step()) found.rows[static_cast<int>(row.int64(0))][static_cast<int>(row.int64(1))] = row.string(2);
    return found;
}

bool is_whole(const Command& command, const Found& found) {
    const auto events = found.events.find(command.number);
    const auto rows = found.rows.find(command.number);
    if (events == found.events.end() || rows == found.rows.end()) return false;
    Parts wanted;
    std::map<std::string, int> wanted_events;
    for (int part = 0; part < command.parts; ++part) {
        wanted[part] = command.text(part);
        wanted_events[command.text(part)] = 1;
    }
    return rows->second == wanted && events->second == wanted_events;
}

}  // namespace

// ---- commands -------------------------------------------------------------------------------------------------------

std::string Command::text(int part) const {
    std::string text = id() + " part " + std::to_string(part) + " ";
    text.resize(text.size() + static_cast<std::size_t>(bytes), static_cast<char>('a' + (number + part) % 26));
    return text;
}

bool Command::run(Transaction& transaction, const std::function<void()>& between_parts) const {
    transaction.db.run(
        "CREATE TABLE IF NOT EXISTS book (command INTEGER, part INTEGER, text TEXT, PRIMARY KEY (command, part)) "
        "STRICT");
    for (int part = 0; part < parts; ++part) {
        if (part > 0) between_parts();
        const std::string stream = "stream/" + std::to_string((number + part) % 7);
        transaction.journal.append({.stream = stream, .name = "PartDone", .payload = text(part), .person = {}},
                                   meta_of(*this));
        transaction.db.run("INSERT INTO book VALUES (?1, ?2, ?3)", number, part, text(part));
    }
    if (intent == Intent::fail) throw std::runtime_error("the command's own mistake");
    return intent == Intent::keep;
}

Command random_command(int number, Random& random) {
    Command command{
        .number = number, .parts = 1 + static_cast<int>(random() % 4), .bytes = static_cast<int>(random() % 200)};
    if (random() % 16 == 0) command.bytes = 3000 + static_cast<int>(random() % 9000);  // beyond one page
    if (random() % 8 == 0) command.intent = Intent::refuse;
    if (random() % 16 == 0) command.intent = Intent::fail;
    return command;
}

// ---- expectations ---------------------------------------------------------------------------------------------------

Expectations expectations(const Asking& asking, std::size_t steps) {
    Expectations expected;
    for (const Asked& asked : asking) {
        const bool answered = asked.answer != Answer::none && asked.answered_at <= steps;
        Expected what = Expected::absent;
        if (asked.command.intent == Intent::keep && asked.sent_at <= steps) {
            what = answered && asked.answer == Answer::done ? Expected::whole : Expected::whole_or_absent;
        }
        expected[asked.command.number] = {asked.command, what};
    }
    return expected;
}

std::string complaint(journal::Db& db, const Expectations& expected) {
    const Found found = look(db);
    for (const auto& [number, expectation] : expected) {
        const auto& [command, what] = expectation;
        const bool anything = found.events.contains(number) || found.rows.contains(number);
        const bool whole = is_whole(command, found);
        if (what == Expected::whole && !whole)
            return command.id() + " was answered and is " + (anything ? "not whole" : "lost");
        if (what == Expected::absent && anything) return command.id() + " was refused and is there";
        if (anything && !whole) return command.id() + " is there in part";
    }
    for (const auto& [number, events] : found.events) {
        if (!expected.contains(number)) return "command-" + std::to_string(number) + " was never sent and is there";
    }
    return "";
}

std::set<int> commands_in(journal::Db& db) {
    std::set<int> numbers;
    for (const auto& [number, events] : look(db).events) numbers.insert(number);
    return numbers;
}

journal::Job job_for(const Command& command, Committer& committer, std::function<void(Answer)> answered) {
    return {
        .run = [command, &committer](
                   Transaction& transaction) { return command.run(transaction, [&] { committer.between_parts(); }); },
        .finished =
            [intent = command.intent, answered = std::move(answered)](const std::exception_ptr& failure) {
                if (failure) return answered(Answer::failed);
                answered(intent == Intent::keep ? Answer::done : Answer::refused);
            }};
}

journal::StoreOptions store_options(SimulatedDisk& disk, const std::atomic<std::int64_t>& clock_ms) {
    return {.data = kFolder, .vfs = disk.vfs_name(), .files = &disk, .now = [&clock_ms] { return Instant{clock_ms}; }};
}

std::string complaint_about(SimulatedDisk& disk, const Expectations& expected) try {
    const std::atomic<std::int64_t> clock = kStart;
    const auto store = journal::Store::open(store_options(disk, clock));
    if (const std::string wrong = complaint(store->db(), expected); !wrong.empty()) return wrong;
    const auto anchors = read_anchors(disk, store->options().anchors_path(), store->keys());
    if (const auto verification = verify(store->db(), store->keys(), anchors); !verification.ok())
        return "verify: " + verification.summary();
    auto check = store->db().prepare("PRAGMA quick_check");
    if (!check.step() || check.text(0) != "ok") return "SQLite: " + check.string(0);
    return "";
} catch (const StorageError& error) {
    return std::string("does not open: ") + error.what();
}

// ---- work -----------------------------------------------------------------------------------------------------------

namespace {

class Worker {
public:
    Worker(SimulatedDisk& disk, const Scenario& scenario, Random& random)
        : disk_(disk), scenario_(scenario), random_(random) {}

    Asking work() {
        int next = 0;
        for (int group = 0; group < scenario_.groups; ++group) {
            if (scenario_.before_group) scenario_.before_group(group);
            if (group % scenario_.reopen_every == scenario_.reopen_every - 1) close();
            const std::size_t first = asking_.size();
            for (std::uint64_t size = 1 + random_() % 5; size > 0; --size)
                asking_.push_back({.command = random_command(next++, random_), .group = group});
            commit(first);
            clock_ += kGroupTakes;
        }
        close();
        return std::move(asking_);
    }

private:
    void close() {
        committer_.reset();
        store_.reset();
    }

    bool open() try {
        if (store_) return true;
        store_ = journal::Store::open(store_options(disk_, clock_));
        if (scenario_.after_open) scenario_.after_open(*store_);
        committer_ = scenario_.committer(*store_);
        return true;
    } catch (const StorageError&) {
        store_.reset();
        return false;
    }

    void commit(std::size_t first) {
        for (std::size_t i = first; i < asking_.size(); ++i) asking_[i].sent_at = disk_.log_length();
        if (!open()) {  // nobody is there to answer: the same as a failure
            for (std::size_t i = first; i < asking_.size(); ++i) answer(asking_[i], Answer::failed);
            return;
        }
        std::vector<journal::Job> jobs;
        for (std::size_t i = first; i < asking_.size(); ++i) {
            Asked& asked = asking_[i];
            jobs.push_back(job_for(asked.command, *committer_, [this, &asked](Answer given) { answer(asked, given); }));
        }
        committer_->commit_together(std::move(jobs));
    }

    void answer(Asked& asked, Answer answer) {
        asked.answer = answer;
        asked.answered_at = disk_.log_length();
    }

    SimulatedDisk& disk_;
    const Scenario& scenario_;
    Random& random_;
    std::atomic<std::int64_t> clock_ = kStart;
    Asking asking_;
    std::unique_ptr<journal::Store> store_;
    std::unique_ptr<Committer> committer_;
};

}  // namespace

Asking work(SimulatedDisk& disk, const Scenario& scenario, Random& random) {
    return Worker(disk, scenario, random).work();
}

}  // namespace afterglow::crash
