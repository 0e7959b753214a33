#pragma once
// The second person's proofs. They type their password for one command of somebody else and get a proof, which lets that
// command through and nothing else: it is bound to the act, counts once and runs out soon. Only its hash is kept, and only
// in memory: after a restart the second person types again.

#include <mutex>
#include <string>
#include <unordered_map>

#include "base/result.h"
#include "base/time.h"
#include "base/types.h"

namespace afterglow::desk {

inline constexpr Milliseconds kProofLasts = minutes(2);
inline constexpr std::size_t kMaxProofs = 1'000;  // at a time; more than any clinic confirms within kProofLasts

class WitnessProofs {
public:
    // `act` names the whole act: who does what, when, under which id. Refusal: "too_many_waiting".
    Result<std::string> give(const StaffId& witness, const std::string& act, Instant now);
    // Who proved to be there. Refusals at "/witness/proof": "witness_proof_spent" (used, run out, or nobody's),
    // "witness_proof_other" (given for another act).
    Result<StaffId> witness_of(const std::string& proof, const std::string& act, Instant now) const;
    void spend(const std::string& proof);

private:
    struct Given {
        StaffId witness;
        std::string act;
        Instant until;
    };
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Given> given_;  // by hash of the proof
};

}  // namespace afterglow::desk
