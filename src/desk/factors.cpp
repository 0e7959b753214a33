#include "desk/factors.h"

#include <sodium.h>

#include "webauthn/bytes.h"

namespace afterglow::desk {
namespace {

constexpr const char* kContext = "2ndfactr";  // of derived keys, for ever
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* unsigned_bytes(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string keyed_hash(const journal::Key& key, const std::string& text) {
    std::string hash(32, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(), unsigned_bytes(text), text.size(),
                       key.data(), key.size());
    return hash;
}

PasskeyRow passkey_row(journal::Statement& row) {
    return {row.string(0), {row.string(1)}, row.string(2),  row.string(3),
            row.int64(4),  row.boolean(5),  row.instant(6), row.optional_instant(7)};
}

}  // namespace

Factors::Factors(const journal::Keys& keys)
    : sealing_(keys.derive(kContext, 1)), hashing_(keys.derive(kContext, 2)), naming_(keys.derive(kContext, 3)) {}

void Factors::make_tables(journal::Db& db) {
    db.exec(R"sql(
CREATE TABLE IF NOT EXISTS totp (
    staff TEXT PRIMARY KEY, sealed_secret TEXT NOT NULL, added_at INTEGER NOT NULL,
    confirmed INTEGER NOT NULL, last_step INTEGER NOT NULL  -- of the code accepted last
) STRICT;
CREATE TABLE IF NOT EXISTS recovery_code (
    staff TEXT NOT NULL, hash TEXT NOT NULL, used_at INTEGER, PRIMARY KEY (staff, hash)
) STRICT;
CREATE TABLE IF NOT EXISTS passkey (
    id TEXT PRIMARY KEY, staff TEXT NOT NULL, label TEXT NOT NULL, public_key TEXT NOT NULL, sign_count INTEGER NOT NULL,
    backed_up INTEGER NOT NULL, added_at INTEGER NOT NULL, used_at INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS passkey_of_staff ON passkey (staff);
CREATE TABLE IF NOT EXISTS factor_reset (
    staff TEXT PRIMARY KEY, at INTEGER NOT NULL, by_staff TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS sign_in_ticket (  -- somebody typed a right password; what is wanted next is the second factor
    hash TEXT PRIMARY KEY, staff TEXT NOT NULL, until INTEGER NOT NULL, wrong_codes INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS spent_challenge (  -- of a passkey: signed once, and never again
    hash TEXT PRIMARY KEY, until INTEGER NOT NULL
) STRICT;
)sql");
}

// ---- what there is ------------------------------------------------------------------------------------------------------

FactorsKept Factors::kept(journal::Db& db, const StaffId& staff) {
    FactorsKept kept;
    if (auto row = db.query("SELECT added_at FROM totp WHERE staff = ?1 AND confirmed = 1", staff); row.step())
        kept.totp_since = row.instant(0);
    if (auto row = db.query("SELECT count(*) FROM recovery_code WHERE staff = ?1 AND used_at IS NULL", staff);
        row.step())
        kept.recovery_codes_left = row.int64(0);
    auto keys = db.query(
        "SELECT id, staff, label, public_key, sign_count, backed_up, added_at, used_at FROM passkey WHERE staff = ?1 "
        "ORDER BY added_at, id",
        staff);
    while (keys.step()) kept.passkeys.push_back(passkey_row(keys));
    if (auto row = db.query("SELECT at, by_staff, reason FROM factor_reset WHERE staff = ?1", staff); row.step())
        kept.reset = FactorReset{row.instant(0), {row.string(1)}, row.string(2)};
    return kept;
}

bool Factors::any(journal::Db& db, const StaffId& staff) {
    auto totp = db.query("SELECT 1 FROM totp WHERE staff = ?1 AND confirmed = 1", staff);
    if (totp.step()) return true;
    auto passkey = db.query("SELECT 1 FROM passkey WHERE staff = ?1", staff);
    return passkey.step();
}

// ---- the authenticator app ----------------------------------------------------------------------------------------------

std::string Factors::sealed(const StaffId& staff, const TotpSecret& secret) const {
    std::string box(kNonceBytes + secret.size() + kTagBytes, '\0');
    auto* bytes = reinterpret_cast<unsigned char*>(box.data());
    randombytes_buf(bytes, kNonceBytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + kNonceBytes, nullptr, secret.data(), secret.size(),
                                               unsigned_bytes(staff.value), staff.value.size(), nullptr, bytes,
                                               sealing_.data());
    return webauthn::to_base64url(box);
}

TotpSecret Factors::opened(const StaffId& staff, const std::string& sealed) const {
    TotpSecret secret;
    const auto box = webauthn::from_base64url(sealed);
    if (!box || box->size() != kNonceBytes + secret.size() + kTagBytes ||
        crypto_aead_xchacha20poly1305_ietf_decrypt(secret.data(), nullptr, nullptr, unsigned_bytes(*box) + kNonceBytes,
                                                   box->size() - kNonceBytes, unsigned_bytes(staff.value),
                                                   staff.value.size(), unsigned_bytes(*box), sealing_.data()) != 0)
        throw journal::StorageError(journal::StorageFault::corrupt,
                                    "the secret of a second factor cannot be opened with this clinic's key");
    return secret;
}

void Factors::offer_totp(journal::Db& db, const StaffId& staff, const TotpSecret& secret, Instant now) const {
    db.run(
        "INSERT INTO totp (staff, sealed_secret, added_at, confirmed, last_step) VALUES (?1, ?2, ?3, 0, 0) "
        "ON CONFLICT (staff) DO UPDATE SET sealed_secret = ?2, added_at = ?3, confirmed = 0, last_step = 0",
        staff, sealed(staff, secret), now);
}

Done Factors::confirm_totp(journal::Db& db, const StaffId& staff, const std::string& code, Instant now) const {
    std::optional<TotpSecret> secret;
    if (auto row = db.query("SELECT sealed_secret FROM totp WHERE staff = ?1 AND confirmed = 0", staff); row.step())
        secret = opened(staff, row.string(0));
    if (!secret) return refuse("totp_not_offered");
    const auto step = accepted_step(*secret, code, now, 0);
    if (!step) return refuse_field("/code", "code_wrong");
    db.run("UPDATE totp SET confirmed = 1, added_at = ?2, last_step = ?3 WHERE staff = ?1", staff, now, *step);
    return done();
}

void Factors::remove_totp(journal::Db& db, const StaffId& staff) { db.run("DELETE FROM totp WHERE staff = ?1", staff); }

// ---- codes ----------------------------------------------------------------------------------------------------------------

std::string Factors::hash_of(const StaffId& staff, const std::string& plain_code) const {
    return webauthn::to_base64url(keyed_hash(hashing_, staff.value + "|" + plain_code));
}

Result<Factors::Took> Factors::take_recovery_code(journal::Db& db, const StaffId& staff, const std::string& plain,
                                                  Instant now) const {
    const std::string hash = hash_of(staff, plain);
    const auto taken = db.run(
        "UPDATE recovery_code SET used_at = ?3 WHERE staff = ?1 AND hash = ?2 AND used_at IS NULL", staff, hash, now);
    if (taken == 1) return Took::recovery;
    auto spent = db.query("SELECT 1 FROM recovery_code WHERE staff = ?1 AND hash = ?2", staff, hash);
    return refuse_field("/code", spent.step() ? "recovery_code_used" : "code_wrong");
}

Result<Factors::Took> Factors::take_code(journal::Db& db, const StaffId& staff, const std::string& code,
                                         Instant now) const {
    if (const auto plain = plain_recovery_code(code)) return take_recovery_code(db, staff, *plain, now);
    std::string digits;
    for (const char each : code) {
        if (each != ' ') digits += each;
    }
    std::optional<TotpSecret> secret;
    std::int64_t last_step = 0;
    if (auto row = db.query("SELECT sealed_secret, last_step FROM totp WHERE staff = ?1 AND confirmed = 1", staff);
        row.step()) {
        secret = opened(staff, row.string(0));
        last_step = row.int64(1);
    }
    if (!secret) return refuse_field("/code", "code_wrong");
    const auto step = accepted_step(*secret, digits, now, last_step);
    if (!step) return refuse_field("/code", accepted_step(*secret, digits, now, 0) ? "code_used" : "code_wrong");
    db.run("UPDATE totp SET last_step = ?2 WHERE staff = ?1", staff, *step);
    return Took::totp;
}

std::vector<std::string> Factors::new_recovery_codes(journal::Db& db, const StaffId& staff) const {
    db.run("DELETE FROM recovery_code WHERE staff = ?1", staff);
    const std::vector<std::string> codes = make_recovery_codes();
    for (const std::string& code : codes)
        db.run("INSERT INTO recovery_code (staff, hash) VALUES (?1, ?2)", staff,
               hash_of(staff, *plain_recovery_code(code)));
    return codes;
}

// ---- passkeys -------------------------------------------------------------------------------------------------------------

std::optional<PasskeyRow> Factors::passkey(journal::Db& db, const std::string& id) {
    auto row = db.query(
        "SELECT id, staff, label, public_key, sign_count, backed_up, added_at, used_at FROM passkey WHERE id = ?1", id);
    if (!row.step()) return std::nullopt;
    return passkey_row(row);
}

bool Factors::add_passkey(journal::Db& db, const PasskeyRow& row) {
    if (passkey(db, row.id)) return false;
    db.run(
        "INSERT INTO passkey (id, staff, label, public_key, sign_count, backed_up, added_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        row.id, row.staff, row.label, row.public_key, row.sign_count, row.backed_up ? 1 : 0, row.added_at);
    return true;
}

void Factors::used_passkey(journal::Db& db, const std::string& id, std::int64_t sign_count, bool backed_up,
                           Instant now) {
    db.run("UPDATE passkey SET sign_count = ?2, backed_up = ?3, used_at = ?4 WHERE id = ?1", id, sign_count,
           backed_up ? 1 : 0, now);
}

void Factors::remove_passkey(journal::Db& db, const std::string& id) {
    db.run("DELETE FROM passkey WHERE id = ?1", id);
}

std::string Factors::user_handle(const StaffId& staff) const { return keyed_hash(naming_, staff.value); }

void Factors::remove_all(journal::Db& db, const StaffId& staff) {
    db.run("DELETE FROM totp WHERE staff = ?1", staff);
    db.run("DELETE FROM passkey WHERE staff = ?1", staff);
    db.run("DELETE FROM recovery_code WHERE staff = ?1", staff);
    db.run("DELETE FROM sign_in_ticket WHERE staff = ?1", staff);
}

void Factors::note_reset(journal::Db& db, const StaffId& staff, const FactorReset& reset) {
    db.run(
        "INSERT INTO factor_reset (staff, at, by_staff, reason) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (staff) DO UPDATE SET at = ?2, by_staff = ?3, reason = ?4",
        staff, reset.at, reset.by, reset.reason);
}

}  // namespace afterglow::desk
