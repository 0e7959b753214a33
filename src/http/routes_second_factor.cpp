#include "desk/identities.h"
#include "desk/passkeys.h"
#include "http/app.h"
#include "views/queries.h"

namespace afterglow::http {

struct Code {
    std::string ticket, code;
};
BOOST_DESCRIBE_STRUCT(Code, (), (ticket, code))
struct Ticket {
    std::optional<std::string> ticket;
};
BOOST_DESCRIBE_STRUCT(Ticket, (), (ticket))
struct FreshPassword {
    std::string password;
};
BOOST_DESCRIBE_STRUCT(FreshPassword, (), (password))
struct FreshPasswordAndCode {
    std::string password, code;
};
BOOST_DESCRIBE_STRUCT(FreshPasswordAndCode, (), (password, code))
struct PasskeyRemoval {
    std::string id, password, code;
};
BOOST_DESCRIBE_STRUCT(PasskeyRemoval, (), (id, password, code))
struct FirstCode {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(FirstCode, (), (code))
struct TotpSecretShown {
    std::string secret, uri;
};
BOOST_DESCRIBE_STRUCT(TotpSecretShown, (), (secret, uri))
struct WhyReset {
    Line reason;
};
BOOST_DESCRIBE_STRUCT(WhyReset, (), (reason))
struct NothingMore {};
BOOST_DESCRIBE_STRUCT(NothingMore, (), ())

struct PasskeyShown {
    std::string id, label;
    bool backed_up = false;  // kept also at the maker of the device
    Instant added_at;
    std::optional<Instant> used_at;
};
BOOST_DESCRIBE_STRUCT(PasskeyShown, (), (id, label, backed_up, added_at, used_at))
struct ResetShown {
    Instant at;
    std::string by, reason;
};
BOOST_DESCRIBE_STRUCT(ResetShown, (), (at, by, reason))
struct OwnFactors {
    bool required = false;
    std::optional<Instant> totp_since;
    std::int64_t recovery_codes_left = 0;
    std::vector<PasskeyShown> passkeys;
    std::optional<ResetShown> reset;  // the last time an administrator took them away
    std::string origin;               // the only address at which passkeys work
};
BOOST_DESCRIBE_STRUCT(OwnFactors, (), (required, totp_since, recovery_codes_left, passkeys, reset, origin))

struct FactorsOfStaff {
    StaffId staff;
    bool required = false, totp = false;
    std::int64_t passkeys = 0, recovery_codes_left = 0;
    bool identity = false;  // connected with a person at an identity provider
};
BOOST_DESCRIBE_STRUCT(FactorsOfStaff, (), (staff, required, totp, passkeys, recovery_codes_left, identity))
struct AllFactors {
    std::vector<FactorsOfStaff> staff;
};
BOOST_DESCRIBE_STRUCT(AllFactors, (), (staff))

namespace {

using desk::Permission;

template <class T>
Result<T> body_of(const Call& call) {
    return read_described<T>(TRY(call.json()));
}

desk::AtBrowser at_browser(const Call& call) { return {call.person->staff, call.request.remote_address}; }
desk::RelyingParty party(const Call& call) { return desk::relying_party(call.app.origin()); }

void answer_done(const Call& call, const Done& outcome) {
    if (!outcome.ok()) return call.refuse(outcome.refusal());
    call.answer_json("{}");
}
template <class T>
void answer_value(const Call& call, const Result<T>& outcome) {
    if (!outcome.ok()) return call.refuse(outcome.refusal());
    call.answer_json(to_json(*outcome));
}
void answer_sign_in(const Call& call, const Result<desk::SignIn>& outcome) {
    if (!outcome.ok()) return call.refuse(outcome.refusal());
    answer_signed_in(call, *outcome);
}

// ---- signing in -----------------------------------------------------------------------------------------------------------

void sign_in_with_code(const Call& call) {
    const auto body = body_of<Code>(call);
    if (!body.ok()) return call.refuse(body.refusal());
    call.app.desk().second_factor().sign_in_with_code(
        body->ticket, body->code, call.request.remote_address,
        [call](const Result<desk::SignIn>& outcome) { answer_sign_in(call, outcome); });
}

void ask_for_passkey(const Call& call) {
    const auto body = body_of<Ticket>(call);
    if (!body.ok()) return call.refuse(body.refusal());
    answer_value(call, call.app.desk().passkeys().ask(party(call), body->ticket));
}

void sign_in_with_passkey(const Call& call) {
    const auto body = body_of<desk::PasskeyAnswer>(call);
    if (!body.ok()) return call.refuse(body.refusal());
    call.app.desk().passkeys().sign_in(party(call), *body, call.request.remote_address,
                                       [call](const Result<desk::SignIn>& outcome) { answer_sign_in(call, outcome); });
}

// ---- one's own ------------------------------------------------------------------------------------------------------------

void show_factors(const Call& call) {
    const desk::FactorsKept kept = desk::Factors::kept(call.app.reader(), call.person->staff.id);
    OwnFactors own{call.app.desk().second_factor().is_required(call.person->staff),
                   kept.totp_since,
                   kept.recovery_codes_left,
                   {},
                   {},
                   call.app.origin()};
    for (const desk::PasskeyRow& each : kept.passkeys)
        own.passkeys.push_back({each.id, each.label, each.backed_up, each.added_at, each.used_at});
    if (kept.reset) {
        const auto by = views::staff_by_id(call.app.reader(), kept.reset->by.value);
        own.reset = ResetShown{kept.reset->at, by ? by->name : "", kept.reset->reason};
    }
    call.answer_json(to_json(own));
}

void offer_totp(const Call& call) {
    const auto body = body_of<FreshPassword>(call);
    if (!body.ok()) return call.refuse(body.refusal());
    call.app.desk().second_factor().offer_totp(
        at_browser(call), body->password, [call](const Result<desk::TotpOffer>& offer) {
            if (!offer.ok()) return call.refuse(offer.refusal());
            call.answer_json(to_json(TotpSecretShown{offer->secret, offer->uri}));
        });
}

void confirm_totp(const Call& call) {
    const auto body = body_of<FirstCode>(call);
    if (!body.ok()) return call.refuse(body.refusal());
    call.app.desk().second_factor().confirm_totp(
        at_browser(call), body->code, [call](const Result<desk::RecoveryCodes>& made) { answer_value(call, made); });
}

void remove_totp(const Call& call) {
    const auto body = body_of<FreshPasswordAndCode>(call);
    if (!body.ok()) return call.refuse(body.refusal());
    call.app.desk().second_factor().remove_totp(at_browser(call), body->password, body->code,
                                                [call](const Done& outcome) { answer_done(call, outcome); });
}

void new_recovery_codes(const Call& call) {
    const auto body = body_of<FreshPasswordAndCode>(call);
    if (!body.ok()) return call.refuse(body.refusal());
    call.app.desk().second_factor().new_recovery_codes(
        at_browser(call), body->password, body->code,
        [call](const Result<desk::RecoveryCodes>& made) { answer_value(call, made); });
}

void offer_passkey(const Call& call) {
    const auto body = body_of<FreshPassword>(call);
    if (!body.ok()) return call.refuse(body.refusal());
    call.app.desk().passkeys().offer(at_browser(call), party(call), body->password,
                                     [call](const Result<desk::PasskeyOffer>& offer) { answer_value(call, offer); });
}

void add_passkey(const Call& call) {
    const auto body = body_of<desk::NewPasskey>(call);
    if (!body.ok()) return call.refuse(body.refusal());
    call.app.desk().passkeys().add(at_browser(call), party(call), *body,
                                   [call](const Result<desk::RecoveryCodes>& made) { answer_value(call, made); });
}

void remove_passkey(const Call& call) {
    const auto body = body_of<PasskeyRemoval>(call);
    if (!body.ok()) return call.refuse(body.refusal());
    call.app.desk().second_factor().remove_passkey(at_browser(call), body->id, body->password, body->code,
                                                   [call](const Done& outcome) { answer_done(call, outcome); });
}

// ---- for administrators ---------------------------------------------------------------------------------------------------

void show_all_factors(const Call& call) {
    AllFactors all;
    for (const views::StaffRow& each : views::all_staff(call.app.reader())) {
        const desk::FactorsKept kept = desk::Factors::kept(call.app.reader(), each.id);
        all.staff.push_back({each.id, call.app.desk().second_factor().is_required(each), kept.totp_since.has_value(),
                             static_cast<std::int64_t>(kept.passkeys.size()), kept.recovery_codes_left,
                             desk::Identities::any(call.app.reader(), each.id)});
    }
    call.answer_json(to_json(all));
}

void reset_factors(const Call& call) {
    const auto body = body_of<WhyReset>(call);
    if (!body.ok()) return call.refuse(body.refusal());
    call.app.desk().second_factor().reset({call.parameters[0]}, call.person->staff.id, body->reason,
                                          [call](const Done& outcome) { answer_done(call, outcome); });
}

// ---- the table --------------------------------------------------------------------------------------------------------------

template <class Request>
Route post(const char* path, Permission permission, const char* summary, SchemaMaker response, Handle handle) {
    return {.method = Method::post,
            .path = path,
            .permission = permission,
            .summary = summary,
            .request = schema_maker<Request>,
            .response = response,
            .handle = std::move(handle),
            .needs_csrf = permission != Permission::anyone,
            .for_enrolling = permission == Permission::signed_in};
}

void add_sign_in_routes(std::vector<Route>& routes) {
    routes.push_back(post<Code>("/api/v1/sign-in/code", Permission::anyone,
                                "The second step of signing in: a code of an authenticator app, or a recovery code",
                                schema_of_me, sign_in_with_code));
    routes.push_back(post<Ticket>("/api/v1/sign-in/passkey/question", Permission::anyone,
                                  "What to ask a passkey: as the second step with a ticket, else instead of a password",
                                  schema_maker<desk::PasskeyQuestion>, ask_for_passkey));
    routes.push_back(post<desk::PasskeyAnswer>("/api/v1/sign-in/passkey", Permission::anyone,
                                               "Sign in with a passkey's answer", schema_of_me, sign_in_with_passkey));
}

void add_own_routes(std::vector<Route>& routes) {
    const auto own = Permission::signed_in;
    routes.push_back({.path = "/api/v1/me/factors",
                      .permission = own,
                      .summary = "One's own second factors",
                      .response = schema_maker<OwnFactors>,
                      .handle = show_factors,
                      .for_enrolling = true});
    routes.push_back(post<FreshPassword>("/api/v1/me/factors/totp", own,
                                         "A secret for an authenticator app; it counts once a code of it was confirmed",
                                         schema_maker<TotpSecretShown>, offer_totp));
    routes.push_back(post<FirstCode>("/api/v1/me/factors/totp/confirm", own, "The first code of the app",
                                     schema_maker<desk::RecoveryCodes>, confirm_totp));
    routes.push_back(post<FreshPasswordAndCode>("/api/v1/me/factors/totp/remove", own, "Remove the authenticator app",
                                                schema_maker<NothingMore>, remove_totp));
    routes.push_back(post<FreshPasswordAndCode>("/api/v1/me/factors/recovery-codes", own,
                                                "New recovery codes in place of those before",
                                                schema_maker<desk::RecoveryCodes>, new_recovery_codes));
    routes.push_back(post<FreshPassword>("/api/v1/me/factors/passkeys/offer", own, "What to ask of a new passkey",
                                         schema_maker<desk::PasskeyOffer>, offer_passkey));
    routes.push_back(post<desk::NewPasskey>("/api/v1/me/factors/passkeys", own, "Keep a new passkey",
                                            schema_maker<desk::RecoveryCodes>, add_passkey));
    routes.push_back(post<PasskeyRemoval>("/api/v1/me/factors/passkeys/remove", own, "Remove a passkey",
                                          schema_maker<NothingMore>, remove_passkey));
}

}  // namespace

void add_second_factor_routes(std::vector<Route>& routes) {
    add_sign_in_routes(routes);
    add_own_routes(routes);
    routes.push_back({.path = "/api/v1/factors",
                      .permission = Permission::manage_staff,
                      .summary = "Who has which second factor",
                      .response = schema_maker<AllFactors>,
                      .handle = show_all_factors});
    routes.push_back(post<WhyReset>("/api/v1/staff/{id}/factors/reset", Permission::manage_staff,
                                    "Take away all of somebody's second factors; ends all their sign-ins",
                                    schema_maker<NothingMore>, reset_factors));
}

}  // namespace afterglow::http
