#include "desk/witnessing.h"

#include <gtest/gtest.h>

#include <set>

#include "journal/sqlite/db.h"

namespace afterglow::desk {
namespace {

const StaffId kWitness{"00000000-0000-4000-8000-000000000001"};
const Instant kNow{1'800'000'000'000};

bool lets_through(const Result<StaffId>& witness) { return witness.ok(); }

struct Database {
    Database() { WitnessProofs::make_table(db); }
    journal::SqliteDb db{":memory:", {.mode = journal::SqliteDb::Mode::create}};
};

// Every way of using a proof again, or for something else. Which of them work?
template <class Proofs>
std::set<std::string> replays() {
    Database database;
    journal::Db& db = database.db;
    std::set<std::string> working;
    const auto attempt = [&](const char* name, const std::string& proof, const char* act, Instant when) {
        if (lets_through(Proofs::witness_of(db, proof, act, when))) working.insert(name);
    };
    const std::string other = Proofs::give(db, kWitness, "waste 10 mg", kNow).value();
    attempt("for another act", other, "waste 50 mg", kNow);
    attempt("for no act", other, "", kNow);
    const std::string late = Proofs::give(db, kWitness, "waste 10 mg", kNow).value();
    attempt("when it has run out", late, "waste 10 mg", kNow + kProofLasts);
    attempt("a day later", late, "waste 10 mg", kNow + hours(24));
    const std::string used = Proofs::give(db, kWitness, "waste 10 mg", kNow).value();
    EXPECT_EQ(Proofs::witness_of(db, used, "waste 10 mg", kNow).value(), kWitness);
    Proofs::spend(db, used);
    attempt("a second time", used, "waste 10 mg", kNow);
    attempt("an invented one", std::string(43, 'A'), "waste 10 mg", kNow);
    attempt("an empty one", "", "waste 10 mg", kNow);
    return working;
}

TEST(WitnessProofs, CountOnceForOneActAndNotForLong) { EXPECT_EQ(replays<WitnessProofs>(), std::set<std::string>{}); }

// ---- planted faults ----

struct NeverSpent : WitnessProofs {
    static void spend(journal::Db&, const std::string&) {}
};
struct ForAnyAct : WitnessProofs {
    static Result<std::string> give(journal::Db& db, const StaffId& witness, const std::string&, Instant now) {
        return WitnessProofs::give(db, witness, "", now);
    }
    static Result<StaffId> witness_of(journal::Db& db, const std::string& proof, const std::string&, Instant now) {
        return WitnessProofs::witness_of(db, proof, "", now);
    }
};
struct ForEver : WitnessProofs {
    static Result<StaffId> witness_of(journal::Db& db, const std::string& proof, const std::string& act, Instant) {
        return WitnessProofs::witness_of(db, proof, act, kNow);
    }
};

TEST(WitnessProofs, PlantedFaultsAreFound) {
    EXPECT_EQ(replays<NeverSpent>(), (std::set<std::string>{"a second time"}));
    EXPECT_EQ(replays<ForAnyAct>(), (std::set<std::string>{"for another act", "for no act"}));
    EXPECT_EQ(replays<ForEver>(), (std::set<std::string>{"when it has run out", "a day later"}));
}

TEST(WitnessProofs, SayWhatIsWrong) {
    Database database;
    const std::string proof = WitnessProofs::give(database.db, kWitness, "act", kNow).value();
    const auto code = [&](const char* act, Instant when) {
        return WitnessProofs::witness_of(database.db, proof, act, when).refusal().errors.front().code;
    };
    EXPECT_EQ(code("other", kNow), "witness_proof_other");
    EXPECT_EQ(code("act", kNow + kProofLasts), "witness_proof_spent");
    EXPECT_TRUE(WitnessProofs::witness_of(database.db, proof, "act", kNow + kProofLasts - Milliseconds{1}).ok());
}

TEST(WitnessProofs, ThereAreOnlySoManyAtATime) {
    Database database;
    for (std::int64_t i = 0; i < kMaxProofs; ++i)
        ASSERT_TRUE(WitnessProofs::give(database.db, kWitness, "act", kNow).ok());
    EXPECT_EQ(WitnessProofs::give(database.db, kWitness, "act", kNow).refusal().code, "too_many_waiting");
    EXPECT_TRUE(WitnessProofs::give(database.db, kWitness, "act", kNow + kProofLasts).ok());  // those have run out
}

}  // namespace
}  // namespace afterglow::desk
