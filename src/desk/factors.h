#pragma once
// What is kept of everybody's second factors, in tables beside the credentials: the secret of an authenticator app, sealed
// under a key outside the data; recovery codes, as keyed hashes; the public keys of passkeys. All functions that change
// something run within a transaction of the writer: what was used once is used for all servers of the clinic.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "clinic/staff/staff.h"
#include "desk/totp.h"
#include "journal/db.h"
#include "journal/keys.h"

namespace afterglow::desk {

inline constexpr std::size_t kMaxPasskeys = 10;  // of one person

struct PasskeyRow {
    std::string id;  // of the credential, base64url
    StaffId staff;
    std::string label;
    std::string public_key;  // COSE_Key, base64url
    std::int64_t sign_count = 0;
    bool backed_up = false;
    Instant added_at;
    std::optional<Instant> used_at;
};
struct FactorReset {
    Instant at;
    StaffId by;
    std::string reason;
};
struct FactorsKept {
    std::optional<Instant> totp_since;
    std::int64_t recovery_codes_left = 0;
    std::vector<PasskeyRow> passkeys;
    std::optional<FactorReset> reset;  // the last by an administrator
    bool any() const { return totp_since || !passkeys.empty(); }
};

class Factors {
public:
    explicit Factors(const journal::Keys& keys);
    static void make_tables(journal::Db& db);

    static FactorsKept kept(journal::Db& db, const StaffId& staff);
    static bool any(journal::Db& db, const StaffId& staff);  // what FactorsKept::any() says

    // ---- the authenticator app
    // Counts only when it was confirmed with a first code.
    void offer_totp(journal::Db& db, const StaffId& staff, const TotpSecret& secret, Instant now) const;
    // Refusals at /code: "code_wrong"; "totp_not_offered".
    Done confirm_totp(journal::Db& db, const StaffId& staff, const std::string& code, Instant now) const;
    static void remove_totp(journal::Db& db, const StaffId& staff);

    // ---- codes, of the app or for recovery
    enum class Took { totp, recovery };
    // Spends it. Refusals at /code: "code_wrong" "code_used" "recovery_code_used".
    Result<Took> take_code(journal::Db& db, const StaffId& staff, const std::string& code, Instant now) const;
    // In place of all made before.
    std::vector<std::string> new_recovery_codes(journal::Db& db, const StaffId& staff) const;

    // ---- passkeys
    static std::optional<PasskeyRow> passkey(journal::Db& db, const std::string& id);
    // False: somebody has it already.
    static bool add_passkey(journal::Db& db, const PasskeyRow& row);
    static void used_passkey(journal::Db& db, const std::string& id, std::int64_t sign_count, bool backed_up,
                             Instant now);
    static void remove_passkey(journal::Db& db, const std::string& id);
    std::string user_handle(const StaffId& staff) const;  // bytes; says nothing about the person

    static void remove_all(journal::Db& db, const StaffId& staff);
    static void note_reset(journal::Db& db, const StaffId& staff, const FactorReset& reset);

private:
    std::string sealed(const StaffId& staff, const TotpSecret& secret) const;
    TotpSecret opened(const StaffId& staff, const std::string& sealed) const;
    std::string hash_of(const StaffId& staff, const std::string& plain_code) const;
    Result<Took> take_recovery_code(journal::Db& db, const StaffId& staff, const std::string& plain, Instant now) const;

    journal::Key sealing_, hashing_, naming_;
};

}  // namespace afterglow::desk
