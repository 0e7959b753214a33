#include "desk/witnessing.h"

#include <gtest/gtest.h>

#include <set>

namespace afterglow::desk {
namespace {

const StaffId kWitness{"00000000-0000-4000-8000-000000000001"};
const Instant kNow{1'800'000'000'000};

bool lets_through(const Result<StaffId>& witness) { return witness.ok(); }

// Every way of using a proof again, or for something else. Which of them work?
template <class Proofs>
std::set<std::string> replays() {
    Proofs proofs;
    std::set<std::string> working;
    const auto attempt = [&](const char* name, const std::string& proof, const char* act, Instant when) {
        if (lets_through(proofs.witness_of(proof, act, when))) working.insert(name);
    };
    const std::string other = proofs.give(kWitness, "waste 10 mg", kNow).value();
    attempt("for another act", other, "waste 50 mg", kNow);
    attempt("for no act", other, "", kNow);
    const std::string late = proofs.give(kWitness, "waste 10 mg", kNow).value();
    attempt("when it has run out", late, "waste 10 mg", kNow + kProofLasts);
    attempt("a day later", late, "waste 10 mg", kNow + hours(24));
    const std::string used = proofs.give(kWitness, "waste 10 mg", kNow).value();
    EXPECT_EQ(proofs.witness_of(used, "waste 10 mg", kNow).value(), kWitness);
    proofs.spend(used);
    attempt("a second time", used, "waste 10 mg", kNow);
    attempt("an invented one", std::string(43, 'A'), "waste 10 mg", kNow);
    attempt("an empty one", "", "waste 10 mg", kNow);
    Proofs after_a_restart;
    const std::string kept = proofs.give(kWitness, "waste 10 mg", kNow).value();
    if (lets_through(after_a_restart.witness_of(kept, "waste 10 mg", kNow))) working.insert("after a restart");
    return working;
}

TEST(WitnessProofs, CountOnceForOneActAndNotForLong) { EXPECT_EQ(replays<WitnessProofs>(), std::set<std::string>{}); }

// ---- planted faults ----

struct NeverSpent : WitnessProofs {
    void spend(const std::string&) {}
};
struct ForAnyAct : WitnessProofs {
    Result<std::string> give(const StaffId& witness, const std::string&, Instant now) {
        return WitnessProofs::give(witness, "", now);
    }
    Result<StaffId> witness_of(const std::string& proof, const std::string&, Instant now) const {
        return WitnessProofs::witness_of(proof, "", now);
    }
};
struct ForEver : WitnessProofs {
    Result<StaffId> witness_of(const std::string& proof, const std::string& act, Instant) const {
        return WitnessProofs::witness_of(proof, act, kNow);
    }
};

TEST(WitnessProofs, PlantedFaultsAreFound) {
    EXPECT_EQ(replays<NeverSpent>(), (std::set<std::string>{"a second time"}));
    EXPECT_EQ(replays<ForAnyAct>(), (std::set<std::string>{"for another act", "for no act"}));
    EXPECT_EQ(replays<ForEver>(), (std::set<std::string>{"when it has run out", "a day later"}));
}

TEST(WitnessProofs, SayWhatIsWrong) {
    WitnessProofs proofs;
    const std::string proof = proofs.give(kWitness, "act", kNow).value();
    const auto code = [&](const char* act, Instant when) {
        return proofs.witness_of(proof, act, when).refusal().errors.front().code;
    };
    EXPECT_EQ(code("other", kNow), "witness_proof_other");
    EXPECT_EQ(code("act", kNow + kProofLasts), "witness_proof_spent");
    EXPECT_TRUE(proofs.witness_of(proof, "act", kNow + kProofLasts - Milliseconds{1}).ok());
}

TEST(WitnessProofs, ThereAreOnlySoManyAtATime) {
    WitnessProofs proofs;
    for (std::size_t i = 0; i < kMaxProofs; ++i) ASSERT_TRUE(proofs.give(kWitness, "act", kNow).ok());
    EXPECT_EQ(proofs.give(kWitness, "act", kNow).refusal().code, "too_many_waiting");
    EXPECT_TRUE(proofs.give(kWitness, "act", kNow + kProofLasts).ok());  // those have run out
}

}  // namespace
}  // namespace afterglow::desk
