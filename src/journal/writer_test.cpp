#include "journal/writer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <random>

#include "journal/test_clinic.h"
#include "journal/verify.h"

namespace afterglow::journal {
namespace {

struct WriterTest : testing::Test {
    TestClinic clinic;
    Journal& journal = clinic.store->journal();

    static std::function<bool(Transaction&)> append(const std::string& stream, bool keep = true) {
        return [=](Transaction& transaction) {
            transaction.journal.append(test_event(stream), test_meta());
            return keep;
        };
    }
    std::int64_t length() { return JournalReader(*clinic.store->open_reader()).length(); }
};

// Holds the writer thread inside a job until let go, so that others pile up behind it.
struct Gate {
    std::promise<void> entered, open;
    Job job() {
        return {.run =
                    [this](Transaction&) {
                        entered.set_value();
                        open.get_future().wait();
                        return true;
                    },
                .finished = [](const std::exception_ptr&) {}};
    }
};

TEST_F(WriterTest, KeepsWhatIsToBeKept) {
    Writer writer(*clinic.store);
    EXPECT_TRUE(writer.perform(append("a")));
    EXPECT_FALSE(writer.perform(append("a", false)));
    EXPECT_THROW(writer.perform([](Transaction& transaction) -> bool {
        transaction.journal.append(test_event("a"), test_meta());
        throw std::runtime_error("a mistake");
    }),
                 std::runtime_error);
    EXPECT_TRUE(writer.perform(append("a")));
    EXPECT_EQ(length(), 2);
    EXPECT_TRUE(writer.healthy());
    writer.stop();
    EXPECT_EQ(journal.head(), JournalReader(clinic.store->db()).head());
    EXPECT_TRUE(verify(clinic.options).ok());
}

TEST_F(WriterTest, WaitingJobsShareOneCommit) {
    std::vector<std::int64_t> heads;
    Writer writer(*clinic.store, {.after_commit = [&](const Head& head) { heads.push_back(head.length); }});
    Gate gate;
    ASSERT_TRUE(writer.submit(gate.job()));
    gate.entered.get_future().wait();
    std::atomic<int> answered = 0, failed = 0;
    for (int i = 0; i < 20; ++i) {
        auto run = i == 7 ? [](Transaction& transaction) -> bool {
            transaction.journal.append(test_event("z"), test_meta());
            throw std::logic_error("one job's own mistake");
        }
        : append("stream/" + std::to_string(i), i % 5 != 0);
        ASSERT_TRUE(writer.submit({.run = run, .finished = [&](const std::exception_ptr& failure) {
                                       ++answered;
                                       if (failure) ++failed;
                                       EXPECT_EQ(heads.size(), 0u);
                                   }}));
    }
    gate.open.set_value();
    writer.stop();
    EXPECT_EQ(answered, 20);
    EXPECT_EQ(failed, 1);
    EXPECT_EQ(heads, std::vector<std::int64_t>{15});
    EXPECT_EQ(writer.stats().commits, 2);
    EXPECT_EQ(length(), 15);
    EXPECT_TRUE(verify(clinic.options).ok());
}

// Jobs of all kinds in one group, in random order: each has the outcome it would have alone.
TEST_F(WriterTest, AMemberThatFailsFailsAlone) {
    enum class Kind { keeps, undoes, throws, breaks_a_rule_of_the_table, asks_after_breaking_it };
    clinic.store->db().exec("CREATE TABLE once (n INTEGER PRIMARY KEY); INSERT INTO once VALUES (1)");
    Writer writer(*clinic.store);
    std::mt19937 random(20261123);
    std::int64_t kept = 0;
    int groups_with_a_failure = 0;
    for (int round = 0; round < 30; ++round) {
        Gate gate;
        ASSERT_TRUE(writer.submit(gate.job()));
        gate.entered.get_future().wait();
        std::vector<std::pair<Kind, bool>> outcomes(8);  // what it was, whether it failed
        for (auto& [kind, failed] : outcomes) {
            kind = static_cast<Kind>(random() % 5);
            const auto run = [kind = kind](Transaction& transaction) {
                transaction.journal.append(test_event("a"), test_meta());
                if (kind == Kind::throws) throw std::runtime_error("a mistake");
                if (kind > Kind::throws) transaction.db.run("INSERT INTO once VALUES (?1)", 1);
                if (kind > Kind::breaks_a_rule_of_the_table) transaction.db.query("SELECT n FROM once").step();
                return kind != Kind::undoes;
            };
            ASSERT_TRUE(writer.submit({.run = run, .finished = [&failed = failed](const std::exception_ptr& why) {
                                           failed = why != nullptr;
                                       }}));
        }
        gate.open.set_value();
        EXPECT_FALSE(writer.perform([](Transaction&) { return false; }));  // all before it are answered
        for (const auto& [kind, failed] : outcomes) {
            EXPECT_EQ(failed, kind >= Kind::throws);
            if (kind == Kind::keeps) ++kept;
        }
        groups_with_a_failure += std::ranges::any_of(outcomes, [](const auto& each) { return each.second; });
    }
    EXPECT_GT(groups_with_a_failure, 20);
    EXPECT_EQ(length(), kept);
    EXPECT_TRUE(writer.healthy());
    writer.stop();
    EXPECT_TRUE(verify(clinic.options).ok());
}

TEST_F(WriterTest, WithoutGroupingEachJobHasItsCommit) {
    Writer writer(*clinic.store, {.max_group = 1});
    Gate gate;
    ASSERT_TRUE(writer.submit(gate.job()));
    for (int i = 0; i < 5; ++i)
        ASSERT_TRUE(writer.submit({.run = append("a"), .finished = [](const std::exception_ptr&) {}}));
    gate.open.set_value();
    writer.stop();
    EXPECT_EQ(writer.stats().commits, 6);
}

TEST_F(WriterTest, TheQueueHasALimit) {
    Writer writer(*clinic.store, {.max_waiting = 3});
    Gate gate;
    ASSERT_TRUE(writer.submit(gate.job()));
    gate.entered.get_future().wait();
    int answered = 0;
    const auto submit = [&] {
        return writer.submit({.run = append("a"), .finished = [&](const std::exception_ptr&) { ++answered; }});
    };
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(submit());
    const Done refused = submit();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.refusal().kind, RefusalKind::too_many);
    gate.open.set_value();
    writer.stop();
    EXPECT_EQ(answered, 3);
    ASSERT_FALSE(submit());
    EXPECT_EQ(submit().refusal().kind, RefusalKind::unavailable);
}

TEST_F(WriterTest, AFullDiskFailsTheGroupAndIsSaidUntilItHasRoom) {
    SKIP_ON_POSTGRES();
    std::atomic<int> resets = 0;
    Writer writer(*clinic.store, {.on_reset = [&] { ++resets; }});
    const auto pages = [&](const std::string& limit) {
        writer.perform([&](Transaction& transaction) {
            transaction.db.exec(("PRAGMA max_page_count = " + limit).c_str());
            return true;
        });
    };
    writer.perform(append("a"));
    pages("1");  // SQLite makes it the present size
    const auto fill = [](Transaction& transaction) {
        transaction.journal.append(test_event("b", std::string(200'000, 'x')), test_meta());
        return true;
    };
    for (int i = 0; i < 3; ++i) {
        try {
            writer.perform(fill);
            FAIL() << "it was stored";
        } catch (const StorageError& error) {
            EXPECT_EQ(error.fault(), StorageFault::full);
        }
    }
    EXPECT_GE(resets, 3);
    EXPECT_EQ(length(), 1);
    pages("1000000");
    EXPECT_TRUE(writer.perform(fill));
    EXPECT_TRUE(writer.healthy());
    EXPECT_EQ(length(), 2);
    writer.stop();
    EXPECT_TRUE(verify(clinic.options).ok());
}

TEST_F(WriterTest, AJobThatEndsTheTransactionIsFoundOut) {
    Writer writer(*clinic.store);
    EXPECT_THROW(writer.perform([](Transaction& transaction) {
        transaction.journal.append(test_event("a"), test_meta());
        transaction.db.exec("ROLLBACK");
        return true;
    }),
                 StorageError);
    EXPECT_TRUE(writer.perform(append("a")));
    EXPECT_EQ(length(), 1);
}

TEST_F(WriterTest, ManyThreadsReadAndWrite) {
    constexpr int kThreads = 4, kEach = 200;
    Writer writer(*clinic.store);
    std::vector<std::thread> threads;
    std::atomic<int> wrong = 0;
    for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&, thread] {
            const auto reader = clinic.store->open_reader();
            const std::string stream = "thread/" + std::to_string(thread);
            for (int i = 1; i <= kEach; ++i) {
                writer.perform(append(stream));
                if (JournalReader(*reader).stream_version(stream) != i) ++wrong;  // answered, so visible
                if (i % 100 == 0 && !writer.healthy()) ++wrong;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
    EXPECT_TRUE(verify(clinic.options).ok());  // while the writer runs
    writer.stop();
    EXPECT_EQ(length(), kThreads * kEach);
    EXPECT_EQ(verify(clinic.options).furthest_anchor->head.length, kThreads * kEach);
}

TEST_F(WriterTest, AnAnchorIsWrittenEveryThousandEventsAndAtTheEnd) {
    Writer writer(*clinic.store);
    for (int group = 0; group < 5; ++group) {
        writer.perform([](Transaction& transaction) {
            for (int i = 0; i < 500; ++i) transaction.journal.append(test_event("a"), test_meta());
            return true;
        });
    }
    writer.stop();
    const AnchorRecord record = read_anchors(real_files(), clinic.options.anchors_path(), clinic.store->keys());
    ASSERT_EQ(record.anchors.size(), 3u);
    EXPECT_EQ(record.anchors[0].head.length, 1000);
    EXPECT_EQ(record.anchors[1].head.length, 2000);
    EXPECT_EQ(record.anchors[2].head.length, 2500);
}

}  // namespace
}  // namespace afterglow::journal
