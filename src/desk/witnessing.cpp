#include "desk/witnessing.h"

#include "base/hash.h"
#include "desk/passwords.h"

namespace afterglow::desk {

void WitnessProofs::make_table(journal::Db& db) {
    db.exec(R"sql(
CREATE TABLE IF NOT EXISTS witness_proof (
    hash TEXT PRIMARY KEY, staff TEXT NOT NULL, act TEXT NOT NULL, until INTEGER NOT NULL
) STRICT;
)sql");
}

Result<std::string> WitnessProofs::give(journal::Db& db, const StaffId& witness, const std::string& act, Instant now) {
    db.run("DELETE FROM witness_proof WHERE until <= ?1", now);
    auto count = db.prepare("SELECT count(*) FROM witness_proof");
    if (count.step() && count.int64(0) >= kMaxProofs) return refuse_as(RefusalKind::too_many, "too_many_waiting");
    const std::string proof = random_token();
    db.run("INSERT INTO witness_proof (hash, staff, act, until) VALUES (?1, ?2, ?3, ?4)", sha256_hex(proof), witness,
           act, now + kProofLasts);
    return proof;
}

Result<StaffId> WitnessProofs::witness_of(journal::Db& db, const std::string& proof, const std::string& act,
                                          Instant now) {
    auto given =
        db.query("SELECT staff, act FROM witness_proof WHERE hash = ?1 AND until > ?2", sha256_hex(proof), now);
    if (!given.step()) return refuse_field("/witness/proof", "witness_proof_spent");
    if (given.text(1) != act) return refuse_field("/witness/proof", "witness_proof_other");
    return StaffId{given.string(0)};
}

void WitnessProofs::spend(journal::Db& db, const std::string& proof) {
    db.run("DELETE FROM witness_proof WHERE hash = ?1", sha256_hex(proof));
}

}  // namespace afterglow::desk
