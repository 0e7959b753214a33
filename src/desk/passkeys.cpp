#include "desk/passkeys.h"

#include <sodium.h>
#include <spdlog/spdlog.h>

#include "base/hash.h"
#include "views/queries.h"
#include "webauthn/bytes.h"

namespace afterglow::desk {
namespace {

using webauthn::from_base64url;
using webauthn::to_base64url;

constexpr const char* kContext = "passkeys";  // of the derived key, for ever
constexpr std::size_t kTimeBytes = 8, kRandomBytes = 16, kProofBytes = 32;

std::string making(const StaffId& staff) { return "make|" + staff.value; }
std::string asking(const std::optional<std::string>& ticket) {
    return ticket ? "second|" + sha256_hex(*ticket) : "alone";
}

Refusal passkey_refused(const Refusal& why) {
    spdlog::warn("a passkey was refused: {}", why.code);
    return refuse("passkey_refused");
}
Refusal challenge_spent() { return refuse("challenge_spent"); }

std::vector<std::string> ids_of(const std::vector<PasskeyRow>& passkeys) {
    std::vector<std::string> ids;
    for (const PasskeyRow& each : passkeys) ids.push_back(each.id);
    return ids;
}

std::vector<std::int64_t> algorithms() {
    using enum webauthn::Algorithm;
    return {static_cast<std::int64_t>(es256), static_cast<std::int64_t>(eddsa), static_cast<std::int64_t>(rs256)};
}

// The parts that a browser sent, as bytes; nothing if one of them is no base64url.
std::optional<webauthn::Asserted> decoded(const PasskeyAnswer& answer) {
    const auto id = from_base64url(answer.id), client = from_base64url(answer.client_data),
               data = from_base64url(answer.authenticator_data), signature = from_base64url(answer.signature);
    if (!id || !client || !data || !signature) return std::nullopt;
    webauthn::Asserted sent{*id, *client, *data, *signature, std::nullopt};
    if (answer.user_handle) {
        sent.user_handle = from_base64url(*answer.user_handle);
        if (!sent.user_handle) return std::nullopt;
    }
    return sent;
}

std::optional<webauthn::Known> known_of(const std::optional<PasskeyRow>& row, const Factors& factors) {
    if (!row) return std::nullopt;
    return webauthn::Known{from_base64url(row->id).value_or(""), from_base64url(row->public_key).value_or(""),
                           factors.user_handle(row->staff), static_cast<std::uint32_t>(row->sign_count)};
}

}  // namespace

RelyingParty relying_party(const std::string& origin) {
    const std::size_t from = origin.find("://");
    std::string host = from == std::string::npos ? origin : origin.substr(from + 3);
    return {origin, host.substr(0, host.find(':'))};
}

Passkeys::Passkeys(Desk& desk, Accounts& accounts, SecondFactor& second_factor)
    : desk_(desk), accounts_(accounts), second_factor_(second_factor), key_(desk.store().keys().derive(kContext, 1)) {}

// ---- challenges -----------------------------------------------------------------------------------------------------------

std::string Passkeys::proof(const std::string& purpose, const std::string& bytes) const {
    const std::string text = bytes + purpose;
    std::string hash(kProofBytes, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size(), key_.data(), key_.size());
    return hash;
}

std::string Passkeys::make_challenge(const std::string& purpose, Instant now) const {
    std::string bytes;
    const auto until = static_cast<std::uint64_t>((now + kChallengeLasts).ms);
    for (std::size_t i = 0; i < kTimeBytes; ++i) bytes += static_cast<char>(until >> (8 * (kTimeBytes - 1 - i)));
    std::string random(kRandomBytes, '\0');
    randombytes_buf(random.data(), random.size());
    bytes += random;
    return bytes + proof(purpose, bytes);
}

bool Passkeys::holds(const std::string& challenge, const std::string& purpose, Instant now) const {
    if (challenge.size() != kTimeBytes + kRandomBytes + kProofBytes) return false;
    const std::string bytes = challenge.substr(0, kTimeBytes + kRandomBytes);
    if (!webauthn::same_bytes(challenge.substr(bytes.size()), proof(purpose, bytes))) return false;
    std::uint64_t until = 0;
    for (std::size_t i = 0; i < kTimeBytes; ++i) until = until << 8 | static_cast<unsigned char>(bytes[i]);
    return now.ms < static_cast<std::int64_t>(until);
}

bool Passkeys::spend(journal::Db& db, const std::string& challenge) const {
    const Instant now = desk_.now();
    db.run("DELETE FROM spent_challenge WHERE until <= ?1", now);
    return db.run_and_count("INSERT INTO spent_challenge (hash, until) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING",
                            sha256_hex(challenge), now + kChallengeLasts) == 1;
}

// ---- a new passkey ----------------------------------------------------------------------------------------------------------

void Passkeys::offer(const AtBrowser& who, const RelyingParty& party, const std::string& password,
                     std::function<void(Result<PasskeyOffer>)> then) {
    second_factor_.with_password(who, password, [this, who, party, then = std::move(then)](const Done& fits) {
        if (!fits.ok()) return then(fits.refusal());
        const StaffId& staff = who.staff.id;
        const auto passkeys = Factors::kept(desk_.reader(), staff).passkeys;
        if (passkeys.size() >= kMaxPasskeys) return then(refuse("too_many_passkeys"));
        then(PasskeyOffer{to_base64url(make_challenge(making(staff), desk_.now())), party.id, desk_.pack().clinic_name,
                          to_base64url(second_factor_.factors().user_handle(staff)), who.staff.user, who.staff.name,
                          algorithms(), ids_of(passkeys), kChallengeLasts.count});
    });
}

Result<RecoveryCodes> Passkeys::store(journal::Transaction& transaction, const StaffId& staff, PasskeyRow row,
                                      const std::string& challenge) {
    const FactorsKept kept = Factors::kept(transaction.db, staff);
    if (kept.passkeys.size() >= kMaxPasskeys) return refuse("too_many_passkeys");
    if (!spend(transaction.db, challenge)) return challenge_spent();
    if (!Factors::add_passkey(transaction.db, row)) return refuse("passkey_there_already");
    return second_factor_.added(transaction, staff, {clinic::FactorKind::passkey, row.label}, !kept.any());
}

void Passkeys::add(const AtBrowser& who, const RelyingParty& party, const NewPasskey& made,
                   std::function<void(Result<RecoveryCodes>)> then) {
    const StaffId staff = who.staff.id;
    const std::string challenge = from_base64url(made.challenge).value_or("");
    if (!holds(challenge, making(staff), desk_.now())) return then(challenge_spent());
    const auto registered = webauthn::check_registration(
        {from_base64url(made.client_data).value_or(""), from_base64url(made.attestation_object).value_or("")},
        {.challenge = challenge, .origin = party.origin, .rp_id = party.id, .verified = false});
    if (!registered.ok()) return then(passkey_refused(registered.refusal()));
    const PasskeyRow row{to_base64url(registered->id),
                         staff,
                         made.label.value,
                         to_base64url(registered->public_key),
                         std::int64_t{registered->sign_count},
                         registered->backed_up,
                         desk_.now(),
                         std::nullopt};
    desk_.within<RecoveryCodes>(
        [this, staff, row, challenge](journal::Transaction& transaction) {
            return store(transaction, staff, row, challenge);
        },
        std::move(then));
}

// ---- signing in -------------------------------------------------------------------------------------------------------------

Result<PasskeyQuestion> Passkeys::ask(const RelyingParty& party, const std::optional<std::string>& ticket) {
    PasskeyQuestion question{
        to_base64url(make_challenge(asking(ticket), desk_.now())), party.id, {}, !ticket, kChallengeLasts.count};
    if (ticket) {
        const auto holder = second_factor_.holder_of(desk_.reader(), *ticket);
        if (!holder) return refuse("ticket_spent");
        question.allow = ids_of(Factors::kept(desk_.reader(), holder->id).passkeys);
    }
    return question;
}

// Whose passkey it is: of the ticket's holder, or of whoever its key says.
Result<Passkeys::Verified> Passkeys::verify(journal::Db& db, const RelyingParty& party,
                                            const PasskeyAnswer& answer) const {
    const auto row = Factors::passkey(db, answer.id);
    std::optional<std::vector<std::string>> allowed;
    std::optional<views::StaffRow> staff;
    if (answer.ticket) {
        staff = second_factor_.holder_of(db, *answer.ticket);
        if (!staff) return refuse("ticket_spent");
        allowed.emplace();
        for (const PasskeyRow& each : Factors::kept(db, staff->id).passkeys)
            allowed->push_back(from_base64url(each.id).value_or(""));
    } else if (row) {
        staff = views::staff_by_id(db, row->staff.value);
    }
    const std::string challenge = from_base64url(answer.challenge).value_or("");
    if (!holds(challenge, asking(answer.ticket), desk_.now())) return challenge_spent();
    const auto sent = decoded(answer);
    if (!sent) return refuse("passkey_refused");
    const webauthn::Expected expected{challenge, party.origin, party.id, !answer.ticket};
    const auto checked =
        webauthn::check_authentication(*sent, expected, allowed, known_of(row, second_factor_.factors()));
    if (!checked.ok()) return passkey_refused(checked.refusal());
    if (!staff || !desk_.may_act(*staff)) return refuse("passkey_refused");
    return Verified{*staff, *checked};
}

Result<views::StaffRow> Passkeys::redeem(journal::Transaction& transaction, const RelyingParty& party,
                                         const PasskeyAnswer& answer) const {
    const Verified verified = TRY(verify(transaction.db, party, answer));
    if (!spend(transaction.db, from_base64url(answer.challenge).value_or(""))) return challenge_spent();
    if (verified.with.count_went_back)
        spdlog::warn("the counter of a passkey of {} did not grow; it may have been copied", verified.staff.user);
    Factors::used_passkey(transaction.db, answer.id, verified.with.sign_count, verified.with.backed_up, desk_.now());
    if (answer.ticket) SecondFactor::spend_ticket(transaction.db, *answer.ticket);
    return verified.staff;
}

void Passkeys::sign_in(const RelyingParty& party, const PasskeyAnswer& answer, const std::string& address,
                       std::function<void(Result<SignIn>)> then) {
    // Looked at here first: what anybody may send does not stand in the way of those who write.
    if (const auto verified = verify(desk_.reader(), party, answer); !verified.ok()) return then(verified.refusal());
    desk_.within<views::StaffRow>(
        [this, party, answer](journal::Transaction& transaction) { return redeem(transaction, party, answer); },
        [this, ticket = answer.ticket.value_or(""), address, then = std::move(then)](Result<views::StaffRow> staff) {
            if (!staff.ok()) return then(staff.refusal());
            accounts_.complete_sign_in(*staff, address, then, SecondFactor::way_of(ticket));
        });
}

}  // namespace afterglow::desk
