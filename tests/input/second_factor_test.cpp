// P21: a stolen password is not enough. The whole way of a second factor over HTTP: taking one, signing in with it, losing
// it; and what must not help somebody who has the password alone. `mistakes` says what is wrong with a clinic; faults are
// planted into clinics, and each must be found.

#include <gtest/gtest.h>
#include <liboath/oath.h>

#include <future>

#include "base/hash.h"
#include "desk/passkeys.h"
#include "desk/passwords.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "webauthn/bytes.h"
#include "webauthn/test_authenticator.h"

namespace afterglow::input {
namespace {

using harness::Clinic;
using harness::ClinicOptions;
using harness::kPassword;
using harness::Person;
using harness::Reply;
using harness::text_at;
using Object = Json::Object;
using webauthn::to_base64url;
using webauthn::testing::Authenticator;

Object said(std::initializer_list<std::pair<const char*, std::string>> members) {
    Object object;
    for (const auto& [name, text] : members) object.emplace_back(name, text);
    return object;
}

desk::TotpSecret secret_of(const std::string& base32) {
    char* bytes = nullptr;
    std::size_t length = 0;
    desk::TotpSecret secret{};
    if (oath_base32_decode(base32.data(), base32.size(), &bytes, &length) == OATH_OK && length == secret.size())
        std::copy_n(reinterpret_cast<unsigned char*>(bytes), length, secret.begin());
    std::free(bytes);
    return secret;
}

std::vector<std::string> texts_of(const Json& json, const char* name) {
    std::vector<std::string> texts;
    if (const Json* list = json.find(name); list && list->array())
        for (const Json& each : *list->array()) texts.push_back(*each.string());
    return texts;
}

// Somebody of the staff with their phone.
class Staff {
public:
    Staff(Clinic& clinic, const std::string& user) : person(clinic.port(), user), clinic_(clinic) {}

    std::string code(std::int64_t steps_from_now = 0) const {
        return desk::totp_code(secret, desk::totp_step(clinic_.clock().now()) + steps_from_now);
    }
    std::string next_code() const {  // one that was never typed
        clinic_.clock().advance(Milliseconds{desk::kTotpStepSeconds * 1000});
        return code();
    }
    void take_totp() {
        const Reply offer = person.post("/api/v1/me/factors/totp", said({{"password", kPassword}}));
        ASSERT_EQ(offer.status, 200) << offer.text;
        secret = secret_of(text_at(offer.json, "/secret"));
        const Reply made = person.post("/api/v1/me/factors/totp/confirm", said({{"code", code()}}));
        ASSERT_EQ(made.status, 200) << made.text;
        recovery_codes = texts_of(made.json, "recovery_codes");
    }
    std::string ticket(const std::string& password = kPassword) {
        person.forget();
        return text_at(person.sign_in(password).json, "/second_factor/ticket");
    }
    Reply with_code(const std::string& ticket, const std::string& code) {
        return person.signed_in(person.post("/api/v1/sign-in/code", said({{"ticket", ticket}, {"code", code}})));
    }
    void take_passkey(Authenticator& key) {
        const Reply offer = person.post("/api/v1/me/factors/passkeys/offer", said({{"password", kPassword}}));
        ASSERT_EQ(offer.status, 200) << offer.text;
        key.challenge = bytes_at(offer.json, "/challenge");
        key.user_handle = bytes_at(offer.json, "/user_handle");
        key.rp_id = text_at(offer.json, "/rp_id");
        key.origin = "http://localhost:" + std::to_string(clinic_.port());
        const Reply made = keep_passkey(key);
        ASSERT_EQ(made.status, 200) << made.text;
        if (recovery_codes.empty()) recovery_codes = texts_of(made.json, "recovery_codes");
    }
    Reply keep_passkey(const Authenticator& key) {
        const auto made = key.make();
        return person.post("/api/v1/me/factors/passkeys",
                           said({{"label", "phone"},
                                 {"challenge", to_base64url(key.challenge)},
                                 {"client_data", to_base64url(made.client_data)},
                                 {"attestation_object", to_base64url(made.attestation_object)}}));
    }
    // What the browser sends, for a challenge got now.
    Json asked(Authenticator& key, const std::string& ticket = "") {
        Object question;
        if (!ticket.empty()) question.emplace_back("ticket", ticket);
        const Reply asked = person.post("/api/v1/sign-in/passkey/question", question);
        key.challenge = bytes_at(asked.json, "/challenge");
        ++key.count;
        return answer(key, ticket);
    }
    static Json answer(const Authenticator& key, const std::string& ticket = "") {
        const auto sent = key.answer();
        Object body = said({{"challenge", to_base64url(key.challenge)},
                            {"id", to_base64url(sent.id)},
                            {"client_data", to_base64url(sent.client_data)},
                            {"authenticator_data", to_base64url(sent.authenticator_data)},
                            {"signature", to_base64url(sent.signature)},
                            {"user_handle", to_base64url(*sent.user_handle)}});
        if (!ticket.empty()) body.emplace_back("ticket", ticket);
        return body;
    }
    Reply with_passkey(const Json& body) { return person.signed_in(person.post("/api/v1/sign-in/passkey", body)); }

    Person person;
    desk::TotpSecret secret{};
    std::vector<std::string> recovery_codes;

private:
    static std::string bytes_at(const Json& json, const std::string& pointer) {
        return webauthn::from_base64url(text_at(json, pointer)).value_or("");
    }
    Clinic& clinic_;
};

void change(Clinic& clinic, std::function<void(journal::Db&)> change) {
    std::promise<void> done;
    clinic.desk().with_transaction(
        [&](journal::Transaction& transaction) {
            change(transaction.db);
            return true;
        },
        [&](const std::exception_ptr&) { done.set_value(); });
    done.get_future().wait();
}

// ---- the judge --------------------------------------------------------------------------------------------------------------

// What somebody with a password alone gets at, and what counts more than once. Empty: nothing.
std::string mistakes(ClinicOptions options) {
    std::string found;
    const auto check = [&](bool right, const char* text) { found += right ? "" : std::string(text) + "\n"; };
    options.change_pack = [](clinic::Pack& pack) { pack.second_factor_for = {clinic::Role::physician}; };
    Clinic clinic(std::move(options));
    clinic.hire("eva", {clinic::Role::coordinator});
    clinic.hire("petr", {clinic::Role::physician});
    Staff eva(clinic, "eva"), petr(clinic, "petr");
    eva.person.sign_in();
    eva.take_totp();
    Authenticator key;
    key.backup_eligible = true;  // its counter refuses nothing
    eva.take_passkey(key);

    std::string ticket = eva.ticket();
    check(!ticket.empty() && eva.person.get("/api/v1/me").status == 401, "the password alone signs in");
    check(eva.with_code(ticket, "000000").status != 200 && eva.person.get("/api/v1/me").status == 401,
          "a ticket alone signs in");
    std::string code = eva.next_code();
    check(eva.with_code(ticket, code).status == 200, "a right code is refused");
    check(eva.with_code(eva.ticket(), code).code() == "invalid_fields", "a code counts twice");
    ticket = eva.ticket();
    check(eva.with_code(ticket, eva.recovery_codes.at(0)).status == 200, "a recovery code is refused");
    check(eva.with_code(ticket, eva.next_code()).code() == "ticket_spent", "a ticket counts twice");
    check(eva.with_code(eva.ticket(), eva.recovery_codes.at(0)).status != 200, "a recovery code counts twice");

    const Json answer = eva.asked(key);
    check(eva.with_passkey(answer).status == 200, "a passkey is refused");
    check(eva.with_passkey(answer).code() == "challenge_spent", "a passkey's answer counts twice");
    key.origin = "https://afterglow.evil.example";
    check(eva.with_passkey(eva.asked(key)).code() == "passkey_refused", "another site's passkey answer counts");

    petr.person.sign_in();
    check(petr.person.get("/api/v1/patients").code() == "second_factor_missing", "the clinic's rule holds nobody back");

    // Guesses: with the right password before each, all day long.
    int guesses = 0;
    for (; guesses <= desk::kFailuresBeforeLock; ++guesses) {
        clinic.clock().advance(Milliseconds{desk::kLongestHold.count + 1});
        const std::string fresh = eva.ticket();
        if (fresh.empty() || eva.with_code(fresh, "000000").code() != "invalid_fields") break;
    }
    check(guesses <= desk::kFailuresBeforeLock, "codes can be guessed for ever");
    return found;
}

using Plant = std::function<void(const http::Call&)>;
ClinicOptions planted(const std::string& path, Plant before, bool instead = false) {
    return {.change_routes = [=](std::vector<http::Route>& routes) {
        for (http::Route& route : routes) {
            if (route.path != path) continue;
            route.handle = [before, instead, handle = route.handle](const http::Call& call) {
                before(call);
                if (!instead) handle(call);
            };
        }
    }};
}
Plant runs(const char* sql) {
    return [sql](const http::Call& call) {
        call.app.desk().writer().perform([sql](journal::Transaction& transaction) {
            transaction.db.run(sql);
            return true;
        });
    };
}

TEST(SecondFactor, APasswordAloneIsNotEnough) { EXPECT_EQ(mistakes({}), ""); }

TEST(SecondFactor, PlantedFaultsAreFound) {
    const auto first_line = [](const ClinicOptions& options) {
        const std::string found = mistakes(options);
        return found.substr(0, found.find('\n'));
    };
    EXPECT_EQ(first_line(planted("/api/v1/sign-in/code", runs("UPDATE totp SET last_step = 0"))),
              "a code counts twice");
    EXPECT_EQ(first_line(planted("/api/v1/sign-in/code", runs("UPDATE recovery_code SET used_at = NULL"))),
              "a recovery code counts twice");
    EXPECT_EQ(first_line(planted("/api/v1/sign-in/passkey", runs("DELETE FROM spent_challenge"))),
              "a passkey's answer counts twice");
    EXPECT_EQ(first_line(planted("/api/v1/sign-in", runs("UPDATE credential SET failures = 0"))),
              "codes can be guessed for ever");
    // A ticket that opens the door by itself.
    EXPECT_EQ(
        first_line(planted(
            "/api/v1/sign-in/code",
            [](const http::Call& call) {
                auto& desk = call.app.desk();
                const auto holder = desk.second_factor().holder_of(desk.reader(), text_at(*call.json(), "/ticket"));
                if (!holder) return call.refuse(refuse("ticket_spent"));
                desk.accounts().complete_sign_in(
                    *holder, "", [call](const Result<desk::SignIn>& made) { http::answer_signed_in(call, *made); });
            },
            true)),
        "a ticket alone signs in");
    // Whatever origin the browser names is believed.
    EXPECT_EQ(first_line(planted(
                  "/api/v1/sign-in/passkey",
                  [](const http::Call& call) {
                      const auto answer = read_described<desk::PasskeyAnswer>(*call.json());
                      const auto client = parse_json(*webauthn::from_base64url(answer->client_data));
                      call.app.desk().passkeys().sign_in({text_at(*client, "/origin"), "localhost"}, *answer, "",
                                                         [call](const Result<desk::SignIn>& made) {
                                                             if (!made.ok()) return call.refuse(made.refusal());
                                                             http::answer_signed_in(call, *made);
                                                         });
                  },
                  true)),
              "another site's passkey answer counts");
    // Everything is open to those who have no second factor yet.
    EXPECT_EQ(first_line({.change_routes =
                              [](std::vector<http::Route>& routes) {
                                  for (http::Route& route : routes) route.for_enrolling = true;
                              }}),
              "the clinic's rule holds nobody back");
}

// ---- step by step -----------------------------------------------------------------------------------------------------------

class Factor : public testing::Test {
protected:
    Factor() {
        eva_id_ = clinic_.hire("eva", {clinic::Role::coordinator});
        adam_id_ = clinic_.hire("adam", {clinic::Role::administrator});
        EXPECT_EQ(eva_.person.sign_in().status, 200);
        EXPECT_EQ(adam_.person.sign_in().status, 200);
    }
    Clinic clinic_;
    StaffId eva_id_, adam_id_;
    Staff eva_{clinic_, "eva"}, adam_{clinic_, "adam"};
};

TEST_F(Factor, CountsOnlyAfterAFirstRightCode) {
    const Reply wrong = eva_.person.post("/api/v1/me/factors/totp", said({{"password", "not this one, surely"}}));
    EXPECT_TRUE(wrong.refuses("wrong_password", "/password"));
    EXPECT_EQ(eva_.person.post("/api/v1/me/factors/totp/confirm", said({{"code", "123456"}})).code(),
              "totp_not_offered");
    const Reply offer = eva_.person.post("/api/v1/me/factors/totp", said({{"password", kPassword}}));
    eva_.secret = secret_of(text_at(offer.json, "/secret"));
    EXPECT_TRUE(text_at(offer.json, "/uri").starts_with("otpauth://totp/"));
    EXPECT_TRUE(eva_.person.post("/api/v1/me/factors/totp/confirm", said({{"code", eva_.code(7)}}))
                    .refuses("code_wrong", "/code"));
    EXPECT_EQ(Person(clinic_.port(), "eva").sign_in().status, 200) << "nothing is asked for yet";
    const Reply made = eva_.person.post("/api/v1/me/factors/totp/confirm", said({{"code", eva_.code()}}));
    EXPECT_EQ(texts_of(made.json, "recovery_codes").size(), desk::kRecoveryCodes);
    EXPECT_EQ(Person(clinic_.port(), "eva").sign_in().code(), "second_factor_wanted");
    EXPECT_EQ(eva_.person.post("/api/v1/me/factors/totp", said({{"password", kPassword}})).code(),
              "totp_there_already");
}

TEST_F(Factor, TheFileAloneRevealsNothing) {
    eva_.take_totp();
    auto rows = clinic_.desk().reader().prepare("SELECT sealed_secret FROM totp");
    ASSERT_TRUE(rows.step());
    const std::string sealed = rows.string(0);
    const std::string bytes = webauthn::from_base64url(sealed).value_or("");
    EXPECT_EQ(bytes.find(std::string(eva_.secret.begin(), eva_.secret.end())), std::string::npos);
    auto hashes = clinic_.desk().reader().prepare("SELECT hash FROM recovery_code");
    while (hashes.step()) {
        for (const std::string& code : eva_.recovery_codes) {
            const std::string plain = *desk::plain_recovery_code(code);
            EXPECT_NE(hashes.string(0), plain);
            EXPECT_NE(hashes.string(0), sha256_hex(plain)) << "without the key outside the data it could be guessed";
        }
    }
    // A sealed secret is one person's, and needs this clinic's key.
    change(clinic_, [&](journal::Db& db) {
        db.run("INSERT INTO totp (staff, sealed_secret, added_at, confirmed, last_step) VALUES (?1, ?2, 0, 1, 0)",
               adam_id_, sealed);
    });
    EXPECT_EQ(adam_.with_code(adam_.ticket(), eva_.next_code()).status, 503);
}

TEST_F(Factor, CodesAreUsedOnceAlsoAfterARestart) {
    eva_.take_totp();
    const std::string code = eva_.next_code();
    EXPECT_EQ(eva_.with_code(eva_.ticket(), code).status, 200);
    clinic_.restart();
    eva_.person.line = harness::Line(clinic_.port());
    EXPECT_TRUE(eva_.with_code(eva_.ticket(), code).refuses("code_used", "/code"));
    EXPECT_TRUE(eva_.with_code(eva_.ticket(), eva_.code(-1)).refuses("code_used", "/code"));
    EXPECT_EQ(eva_.with_code(eva_.ticket(), eva_.code(1)).status, 200) << "a clock that is half a minute fast";
    EXPECT_EQ(eva_.with_code(eva_.ticket(), eva_.recovery_codes[3]).status, 200);
    EXPECT_TRUE(eva_.with_code(eva_.ticket(), eva_.recovery_codes[3]).refuses("recovery_code_used", "/code"));
    EXPECT_EQ(text_at(eva_.person.get("/api/v1/me").json, "/user"), "") << "the last one did not sign in";
}

TEST_F(Factor, TicketsRunOut) {
    eva_.take_totp();
    std::string ticket = eva_.ticket();
    clinic_.clock().advance(Milliseconds{desk::kTicketLasts.count + 1});
    EXPECT_EQ(eva_.with_code(ticket, eva_.code()).code(), "ticket_spent");
    EXPECT_EQ(eva_.with_code("a ticket of one's own making", eva_.code()).code(), "ticket_spent");
    EXPECT_EQ(eva_.with_code("", eva_.code()).code(), "ticket_spent");
    ticket = eva_.ticket();
    for (int i = 0; i < desk::kWrongCodesPerTicket; ++i)
        EXPECT_TRUE(eva_.with_code(ticket, "000000").refuses("code_wrong", "/code"));
    EXPECT_EQ(eva_.with_code(ticket, eva_.next_code()).code(), "ticket_spent");
    EXPECT_EQ(eva_.with_code(eva_.ticket(), eva_.code()).status, 200) << "and from the beginning it works";
}

TEST_F(Factor, GuessesAreHeldBackAndThenLocked) {
    eva_.take_totp();
    std::string ticket = eva_.ticket();
    for (int i = 0; i < desk::kFailuresBeforeHold; ++i) eva_.with_code(ticket, "000000");
    EXPECT_EQ(eva_.person.sign_in().code(), "held_back");
    int wrong = desk::kFailuresBeforeHold;
    for (; wrong < 200; ++wrong) {
        clinic_.clock().advance(Milliseconds{desk::kLongestHold.count + 1});
        ticket = eva_.ticket();
        if (ticket.empty()) break;
        EXPECT_TRUE(eva_.with_code(ticket, "000000").refuses("code_wrong"));
    }
    EXPECT_EQ(wrong, desk::kFailuresBeforeLock);
    EXPECT_EQ(eva_.person.sign_in().code(), "account_locked");
    EXPECT_EQ(adam_.person.get("/api/v1/today").status, 401) << "it took hours";
}

TEST_F(Factor, IsRemovedWithAPasswordAndACode) {
    eva_.take_totp();
    const auto remove = [&](const std::string& password, const std::string& code) {
        return eva_.person.post("/api/v1/me/factors/totp/remove", said({{"password", password}, {"code", code}}));
    };
    EXPECT_TRUE(remove("something else entirely", eva_.next_code()).refuses("wrong_password", "/password"));
    EXPECT_TRUE(remove(kPassword, "000000").refuses("code_wrong", "/code"));
    const Reply anew = eva_.person.post("/api/v1/me/factors/recovery-codes",
                                        said({{"password", kPassword}, {"code", eva_.next_code()}}));
    ASSERT_EQ(anew.status, 200) << anew.text;
    EXPECT_TRUE(remove(kPassword, eva_.recovery_codes[0]).refuses("code_wrong", "/code"))
        << "the old ones are worthless";
    EXPECT_EQ(remove(kPassword, texts_of(anew.json, "recovery_codes").at(0)).status, 200);
    EXPECT_EQ(eva_.person.sign_in().status, 200);
    EXPECT_EQ(text_at(eva_.person.get("/api/v1/me/factors").json, "/totp_since"), "");
    clinic_.stop();
    EXPECT_EQ(clinic_.complaints(), "");
}

TEST_F(Factor, AnAdministratorTakesItAwayAndThePersonSeesWhy) {
    eva_.take_totp();
    const std::string path = "/api/v1/staff/" + eva_id_.value + "/factors/reset";
    EXPECT_EQ(eva_.person.post(path, said({{"reason", "I want to"}})).status, 403);
    EXPECT_TRUE(adam_.person.post(path, said({{"reason", " "}})).refuses("blank", "/reason"));
    const std::string ticket = eva_.ticket();
    EXPECT_EQ(eva_.with_code(eva_.ticket(), eva_.next_code()).status, 200);
    EXPECT_EQ(adam_.person.post(path, said({{"reason", "her phone fell into the river"}})).status, 200);
    EXPECT_EQ(eva_.person.get("/api/v1/me").status, 401) << "sign-ins end";
    EXPECT_EQ(eva_.with_code(ticket, eva_.recovery_codes[0]).code(), "ticket_spent");
    eva_.person.forget();
    EXPECT_EQ(eva_.person.sign_in().status, 200);
    const Reply own = eva_.person.get("/api/v1/me/factors");
    EXPECT_EQ(text_at(own.json, "/reset/reason"), "her phone fell into the river");
    EXPECT_EQ(text_at(own.json, "/reset/by"), "Example adam");
    EXPECT_EQ(adam_.person.post(path, said({{"reason", "again"}})).code(), "nothing_changed");
    const std::string own_path = "/api/v1/staff/" + adam_id_.value + "/factors/reset";
    EXPECT_EQ(adam_.person.post(own_path, said({{"reason", "mine"}})).code(), "own_factor");
    auto events = clinic_.desk().reader().query("SELECT payload FROM journal WHERE name = ?1", "SecondFactorReset");
    ASSERT_TRUE(events.step());
    EXPECT_NE(events.string(0).find("river"), std::string::npos);
}

TEST_F(Factor, PasskeysAsTheSecondStepAndAlone) {
    Authenticator key;
    eva_.take_passkey(key);
    EXPECT_EQ(eva_.recovery_codes.size(), desk::kRecoveryCodes);
    EXPECT_EQ(eva_.keep_passkey(key).code(), "challenge_spent");
    std::string ticket = eva_.ticket();
    key.verified = false;  // the password did that
    EXPECT_EQ(eva_.with_passkey(eva_.asked(key, ticket)).status, 200);
    EXPECT_EQ(eva_.person.get("/api/v1/me").status, 200);
    eva_.person.forget();
    EXPECT_EQ(eva_.with_passkey(eva_.asked(key)).code(), "passkey_refused")
        << "alone it has to make sure of the person";
    key.verified = true;
    EXPECT_EQ(eva_.with_passkey(eva_.asked(key)).status, 200);
    key.count -= 2;
    EXPECT_EQ(eva_.with_passkey(eva_.asked(key)).code(), "passkey_refused") << "a copied key";
    key.count += 5;
    // A challenge for one purpose is none for another, nor for another's ticket, nor for ever.
    ticket = eva_.ticket();
    eva_.asked(key);
    EXPECT_EQ(eva_.with_passkey(Staff::answer(key, ticket)).code(), "challenge_spent");
    eva_.asked(key, ticket);
    EXPECT_EQ(eva_.with_passkey(Staff::answer(key)).code(), "challenge_spent");
    eva_.asked(key);
    clinic_.clock().advance(Milliseconds{desk::kChallengeLasts.count + 1});
    EXPECT_EQ(eva_.with_passkey(Staff::answer(key)).code(), "challenge_spent");
    key.challenge = "sixteen bytes of one's own making";
    EXPECT_EQ(eva_.with_passkey(Staff::answer(key)).code(), "challenge_spent");
}

TEST_F(Factor, AnothersPasskeyIsNoSecondStep) {
    Authenticator eves, adams(webauthn::Algorithm::eddsa, "another credential");
    eva_.take_passkey(eves);
    adam_.take_passkey(adams);
    const std::string ticket = eva_.ticket();
    EXPECT_EQ(eva_.with_passkey(eva_.asked(adams, ticket)).code(), "passkey_refused");
    EXPECT_EQ(eva_.with_passkey(eva_.asked(eves, ticket)).status, 200);
    // One credential, one owner.
    adam_.person.forget();
    EXPECT_EQ(adam_.with_passkey(adam_.asked(adams)).status, 200);
    const Reply offer = adam_.person.post("/api/v1/me/factors/passkeys/offer", said({{"password", kPassword}}));
    eves.challenge = webauthn::from_base64url(text_at(offer.json, "/challenge")).value_or("");
    EXPECT_EQ(adam_.keep_passkey(eves).code(), "passkey_there_already");
}

TEST_F(Factor, APasskeyIsRemovedByItsOwnerOnly) {
    Authenticator key;
    eva_.take_passkey(key);
    adam_.take_totp();
    const auto body = [&](const std::string& code) {
        return said({{"id", to_base64url(key.id)}, {"password", kPassword}, {"code", code}});
    };
    EXPECT_EQ(adam_.person.post("/api/v1/me/factors/passkeys/remove", body(adam_.recovery_codes[0])).code(),
              "passkey_unknown");
    EXPECT_EQ(eva_.person.post("/api/v1/me/factors/passkeys/remove", body(eva_.recovery_codes[0])).status, 200);
    EXPECT_EQ(eva_.person.sign_in().status, 200) << "with the last factor gone, the password is enough";
}

TEST_F(Factor, TheDismissedSignInWithNothing) {
    Authenticator key;
    eva_.take_passkey(key);
    const std::string ticket = eva_.ticket();
    clinic_.perform("dismiss-staff", harness::parsed(R"({"staff":")" + eva_id_.value + R"(","reason":"left"})"),
                    adam_id_);
    EXPECT_EQ(eva_.with_passkey(eva_.asked(key)).code(), "passkey_refused");
    EXPECT_EQ(eva_.with_code(ticket, eva_.recovery_codes[0]).code(), "ticket_spent");
}

TEST(RequiredFactor, OpensEverythingOnceItIsThere) {
    Clinic clinic({.change_pack = [](clinic::Pack& pack) { pack.second_factor_for = {clinic::Role::physician}; }});
    clinic.hire("petr", {clinic::Role::physician});
    clinic.hire("eva", {clinic::Role::coordinator});
    Staff petr(clinic, "petr"), eva(clinic, "eva");
    EXPECT_EQ(eva.person.sign_in().status, 200);
    EXPECT_EQ(eva.person.get("/api/v1/patients").status, 200) << "others may, and need not";
    const Reply me = petr.person.sign_in();
    const Json* missing = me.json.find("second_factor_missing");
    EXPECT_TRUE(missing && missing->boolean() && *missing->boolean());
    EXPECT_EQ(petr.person.get("/api/v1/patients").code(), "second_factor_missing");
    EXPECT_EQ(petr.person.command("register-patient", Object{}).code(), "second_factor_missing");
    EXPECT_EQ(petr.person.get("/api/v1/me/factors").status, 200);
    petr.take_totp();
    EXPECT_EQ(petr.person.get("/api/v1/patients").status, 200);
    EXPECT_EQ(petr.with_code(petr.ticket(), petr.next_code()).status, 200);
    EXPECT_EQ(petr.person.get("/api/v1/patients").status, 200);
}

}  // namespace
}  // namespace afterglow::input
