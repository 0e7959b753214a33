#include "desk/witnessing.h"

#include "base/hash.h"
#include "desk/passwords.h"

namespace afterglow::desk {

Result<std::string> WitnessProofs::give(const StaffId& witness, const std::string& act, Instant now) {
    const std::string proof = random_token();
    const std::lock_guard lock(mutex_);
    std::erase_if(given_, [&](const auto& each) { return each.second.until <= now; });
    if (given_.size() >= kMaxProofs) return refuse_as(RefusalKind::too_many, "too_many_waiting");
    given_[sha256_hex(proof)] = {witness, act, now + kProofLasts};
    return proof;
}

Result<StaffId> WitnessProofs::witness_of(const std::string& proof, const std::string& act, Instant now) const {
    const std::lock_guard lock(mutex_);
    const auto found = given_.find(sha256_hex(proof));
    if (found == given_.end() || found->second.until <= now)
        return refuse_field("/witness/proof", "witness_proof_spent");
    if (found->second.act != act) return refuse_field("/witness/proof", "witness_proof_other");
    return found->second.witness;
}

void WitnessProofs::spend(const std::string& proof) {
    const std::lock_guard lock(mutex_);
    given_.erase(sha256_hex(proof));
}

}  // namespace afterglow::desk
