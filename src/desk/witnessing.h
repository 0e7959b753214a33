#pragma once
// The second person's proofs. They type their password for one command of somebody else and get a proof, which lets that
// command through and nothing else: it is bound to the act, counts once and runs out soon. Only its hash is kept, in a
// table that all servers of a clinic see.

#include <string>

#include "base/result.h"
#include "base/time.h"
#include "base/types.h"
#include "journal/db.h"

namespace afterglow::desk {

inline constexpr Milliseconds kProofLasts = minutes(2);
inline constexpr std::int64_t kMaxProofs = 1'000;  // at a time; more than any clinic confirms within kProofLasts

// All within the caller's transaction.
struct WitnessProofs {
    static void make_table(journal::Db& db);
    // `act` names the whole act: who does what, when, under which id. Refusal: "too_many_waiting".
    static Result<std::string> give(journal::Db& db, const StaffId& witness, const std::string& act, Instant now);
    // Who proved to be there. Refusals at "/witness/proof": "witness_proof_spent" (used, run out, or nobody's),
    // "witness_proof_other" (given for another act).
    static Result<StaffId> witness_of(journal::Db& db, const std::string& proof, const std::string& act, Instant now);
    static void spend(journal::Db& db, const std::string& proof);
};

}  // namespace afterglow::desk
