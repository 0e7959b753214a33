// Signing in through the clinic's identity provider: to the provider and back, and what is connected with an account.

#include <spdlog/spdlog.h>

#include "desk/identities.h"
#include "http/app.h"
#include "http/signed_in.h"
#include "identity/journey.h"
#include "identity/provider.h"
#include "views/queries.h"
#include "webauthn/bytes.h"

namespace afterglow::http {

struct SignInWays {
    std::optional<std::string> provider;  // its name, if there is one
};
BOOST_DESCRIBE_STRUCT(SignInWays, (), (provider))
struct IdentityTakenShown {
    Instant at;
    std::string by, reason;
};
BOOST_DESCRIBE_STRUCT(IdentityTakenShown, (), (at, by, reason))
struct OwnIdentity {
    std::optional<std::string> provider;  // its name, if there is one
    std::optional<Instant> since;         // none: not connected
    std::optional<Instant> used_at;
    std::optional<IdentityTakenShown> taken;  // the last time an administrator took it away
};
BOOST_DESCRIBE_STRUCT(OwnIdentity, (), (provider, since, used_at, taken))
struct PasswordAgain {
    std::string password;
};
BOOST_DESCRIBE_STRUCT(PasswordAgain, (), (password))
struct ProviderAddress {
    std::string address;
};
BOOST_DESCRIBE_STRUCT(ProviderAddress, (), (address))
struct WhyTaken {
    Line reason;
};
BOOST_DESCRIBE_STRUCT(WhyTaken, (), (reason))

namespace {

using desk::Permission;

constexpr const char* kBegin = "/api/v1/sign-in/provider";
constexpr const char* kAnswer = "/api/v1/sign-in/provider/answer";
constexpr const char* kJourneyCookie = "afterglow_journey";
constexpr const char* kSignInPage = "/sign-in";
constexpr const char* kAccountPage = "/account/signing-in";

template <class T>
Result<T> body_of(const Call& call) {
    return read_described<T>(TRY(call.json()));
}

Refusal no_provider() { return refuse_as(RefusalKind::not_found, "provider_not_set"); }

const identity::ProviderSettings& settings(const Call& call) { return call.app.provider()->settings(); }

// ---- what the browser carries -----------------------------------------------------------------------------------------------

identity::SealingKey sealing_key(const Call& call) { return call.app.desk().store().keys().derive("provider", 1); }

// Lax: it has to come along when the provider sends the browser back.
std::string journey_cookie(const Call& call, const std::string& sealed) {
    std::string text = std::string(kJourneyCookie) + "=" + sealed + "; Path=" + kBegin + "; HttpOnly; SameSite=Lax";
    if (call.app.options().secure_cookie) text += "; Secure";
    return text + "; Max-Age=" + std::to_string(sealed.empty() ? 0 : identity::kJourneyLasts.count / 1000);
}

std::string sealed(const Call& call, const identity::Journey& journey) {
    return identity::seal(journey, sealing_key(call), settings(call).issuer);
}

// What this browser set out for, if it is its answer.
std::optional<identity::Journey> journey_of(const Call& call) {
    const auto cookie = call.request.cookie(kJourneyCookie);
    const auto state = call.request.parameter("state");
    if (!cookie || !state) return std::nullopt;
    auto journey =
        identity::unseal(std::string(*cookie), sealing_key(call), settings(call).issuer, call.app.desk().now());
    if (!journey || !webauthn::same_bytes(*state, journey->state)) return std::nullopt;
    return journey;
}

identity::Question question(const Call& call, const identity::Journey& journey) {
    return {call.app.origin() + kAnswer, journey.state, journey.nonce, journey.verifier};
}

void lead_to(const Call& call, const std::string& address, std::vector<std::string> cookies) {
    Response response{.status = 303};
    response.headers.emplace_back("Location", address);
    for (std::string& each : cookies) response.headers.emplace_back("Set-Cookie", std::move(each));
    call.answer(std::move(response));
}

// The page says it in the reader's language; the journey has ended.
void show_problem(const Call& call, const char* page, const std::string& code) {
    lead_to(call, std::string(page) + "?problem=" + code, {journey_cookie(call, "")});
}

// ---- there --------------------------------------------------------------------------------------------------------------------

void show_ways(const Call& call) {
    SignInWays ways;
    if (call.app.provider()) ways.provider = settings(call).name;
    call.answer_json(to_json(ways));
}

void begin(const Call& call) {
    if (!call.app.provider()) return call.refuse(no_provider());
    const std::string next = identity::safe_next(call.request.parameter("next").value_or(""));
    const bool taken = call.app.ask_provider(call, [call, next](identity::Provider& provider) {
        const Instant now = call.app.desk().now();
        const identity::Journey journey = identity::make_journey(next, std::nullopt, now);
        const auto address = provider.address_for(question(call, journey), now);
        if (!address.ok()) return show_problem(call, kSignInPage, address.refusal().code);
        lead_to(call, *address, {journey_cookie(call, sealed(call, journey))});
    });
    if (!taken) show_problem(call, kSignInPage, "too_many_waiting");
}

void go_and_connect(const Call& call) {
    const bool taken = call.app.ask_provider(call, [call](identity::Provider& provider) {
        const Instant now = call.app.desk().now();
        const identity::Journey journey =
            identity::make_journey("", std::string(call.request.cookie(kCookie).value_or("")), now);
        const auto address = provider.address_for(question(call, journey), now);
        if (!address.ok()) return call.refuse(address.refusal());
        Response response{.content_type = "application/json", .body = to_json(ProviderAddress{*address})};
        response.headers.emplace_back("Set-Cookie", journey_cookie(call, sealed(call, journey)));
        call.answer(std::move(response));
    });
    if (!taken) call.refuse(refuse_as(RefusalKind::too_many, "too_many_waiting"));
}

desk::AtBrowser at_browser(const Call& call) { return {call.person->staff, call.request.remote_address}; }

void begin_connecting(const Call& call) {
    const auto body = body_of<PasswordAgain>(call);
    if (!body.ok()) return call.refuse(body.refusal());
    if (!call.app.provider()) return call.refuse(no_provider());
    call.app.desk().second_factor().with_password(at_browser(call), body->password, [call](const Done& fits) {
        if (!fits.ok()) return call.refuse(fits.refusal());
        go_and_connect(call);
    });
}

// ---- and back -------------------------------------------------------------------------------------------------------------------

// The ticket stands behind the '#', which goes to no server and into no log.
void ask_for_second_factor(const Call& call, const identity::Journey& journey, const Refusal& wanted) {
    std::string ticket, ways;
    for (const auto& [name, value] : wanted.parameters) (name == "ticket" ? ticket : ways) = value;
    for (char& each : ways) each = each == ' ' ? '+' : each;
    lead_to(call,
            std::string(kSignInPage) + "?next=" + identity::form_encoded(journey.next) + "#ticket=" + ticket +
                "&ways=" + ways,
            {journey_cookie(call, "")});
}

void come_in(const Call& call, const identity::Journey& journey, const identity::Identity& who) {
    call.app.desk().identities().sign_in(
        who, journey.state, call.request.remote_address, [call, journey](const Result<desk::SignIn>& made) {
            if (made.ok())
                return lead_to(call, journey.next,
                               {session_cookie(call, made->token, false), journey_cookie(call, "")});
            if (made.refusal().code == "second_factor_wanted")
                return ask_for_second_factor(call, journey, made.refusal());
            show_problem(call, kSignInPage, made.refusal().code);
        });
}

// Whoever asked is still signed in: somebody else may sit here by now.
void connect(const Call& call, const identity::Journey& journey, const identity::Identity& who) {
    const auto person = call.app.desk().accounts().person(*journey.session, true);
    if (!person) return show_problem(call, kSignInPage, "sign_in_too_old");
    call.app.desk().identities().connect(person->staff.id, who, journey.state, [call](const Done& outcome) {
        if (!outcome.ok()) return show_problem(call, kAccountPage, outcome.refusal().code);
        lead_to(call, std::string(kAccountPage) + "?connected=1", {journey_cookie(call, "")});
    });
}

// What the provider says instead of a code (RFC 6749, 4.1.2.1).
std::string problem_in(const Call& call) {
    const auto error = call.request.parameter("error");
    if (!error) return call.request.parameter("code") ? "" : "provider_answer_wrong";
    if (error == "access_denied") return "provider_refused";
    if (error == "temporarily_unavailable" || error == "server_error") return "provider_unreachable";
    std::string shown;  // the browser brought it
    write_json_string(shown, error->substr(0, 60));
    spdlog::warn("the identity provider answered {}", shown);
    return "provider_answer_wrong";
}

void redeem(const Call& call, const identity::Journey& journey, const char* page) {
    identity::Returned returned{std::string(*call.request.parameter("code")), {}, question(call, journey)};
    if (const auto issuer = call.request.parameter("iss")) returned.issuer = std::string(*issuer);
    const bool taken = call.app.ask_provider(call, [call, journey, page, returned](identity::Provider& provider) {
        const auto who = provider.redeem(returned, call.app.desk().now());
        if (who.ok()) return journey.session ? connect(call, journey, *who) : come_in(call, journey, *who);
        // Trying codes out is guessing.
        if (who.refusal().code != "provider_unreachable")
            call.app.desk().accounts().remember_failure("", call.request.remote_address);
        show_problem(call, page, who.refusal().code);
    });
    if (!taken) show_problem(call, page, "too_many_waiting");
}

void take_answer(const Call& call) {
    if (!call.app.provider()) return call.refuse(no_provider());
    const auto journey = journey_of(call);
    if (!journey) return show_problem(call, kSignInPage, "sign_in_too_old");
    const char* page = journey->session ? kAccountPage : kSignInPage;
    if (const auto held = call.app.desk().accounts().check_held_back("", call.request.remote_address); !held.ok())
        return show_problem(call, page, held.refusal().code);
    if (const std::string problem = problem_in(call); !problem.empty()) return show_problem(call, page, problem);
    redeem(call, *journey, page);
}

// ---- what is connected ------------------------------------------------------------------------------------------------------------

void show_own(const Call& call) {
    OwnIdentity own;
    journal::Db& db = call.app.reader();
    const StaffId& staff = call.person->staff.id;
    if (call.app.provider()) {
        own.provider = settings(call).name;
        if (const auto kept = desk::Identities::kept(db, staff, settings(call).issuer)) {
            own.since = kept->since;
            own.used_at = kept->used_at;
        }
    }
    if (const auto taken = desk::Identities::taken(db, staff)) {
        const auto by = views::staff_by_id(db, taken->by.value);
        own.taken = IdentityTakenShown{taken->at, by ? by->name : "", taken->reason};
    }
    call.answer_json(to_json(own));
}

void disconnect(const Call& call) {
    const auto body = body_of<PasswordAgain>(call);
    if (!body.ok()) return call.refuse(body.refusal());
    if (!call.app.provider()) return call.refuse(no_provider());
    call.app.desk().identities().disconnect(at_browser(call), settings(call).issuer, body->password,
                                            [call](const Done& outcome) {
                                                if (!outcome.ok()) return call.refuse(outcome.refusal());
                                                call.answer_json("{}");
                                            });
}

void take_away(const Call& call) {
    const auto staff = id_of<StaffId>(call);
    if (!staff.ok()) return call.refuse(staff.refusal());
    const auto why = body_of<WhyTaken>(call);
    if (!why.ok()) return call.refuse(why.refusal());
    call.app.desk().identities().take_away(*staff, call.person->staff.id, why->reason, [call](const Done& outcome) {
        if (!outcome.ok()) return call.refuse(outcome.refusal());
        call.answer_json("{}");
    });
}

// ---- routes -------------------------------------------------------------------------------------------------------------------------

void add_journey_routes(std::vector<Route>& routes) {
    routes.push_back({.path = "/api/v1/sign-in/ways",
                      .permission = Permission::anyone,
                      .summary = "How one can sign in besides a password",
                      .response = schema_maker<SignInWays>,
                      .handle = show_ways});
    routes.push_back({.path = kBegin,
                      .permission = Permission::anyone,
                      .summary = "To the identity provider, to sign in there",
                      .response = schema_maker<Empty>,
                      .handle = begin,
                      .query = {"next"},
                      .leads_on = true});
    routes.push_back({.path = kAnswer,
                      .permission = Permission::anyone,
                      .summary = "Back from the identity provider: signs in, or connects the account",
                      .response = schema_maker<Empty>,
                      .handle = take_answer,
                      .query = {"code", "state", "iss", "error"},
                      .leads_on = true});
}

template <class Request>
Route post(const char* path, Permission permission, const char* summary, SchemaMaker response, Handle handle) {
    return {.method = Method::post,
            .path = path,
            .permission = permission,
            .summary = summary,
            .request = schema_maker<Request>,
            .response = response,
            .handle = std::move(handle)};
}

}  // namespace

void add_identity_routes(std::vector<Route>& routes) {
    add_journey_routes(routes);
    routes.push_back({.path = "/api/v1/me/identity",
                      .permission = Permission::signed_in,
                      .summary = "Whether one's account is connected with the identity provider",
                      .response = schema_maker<OwnIdentity>,
                      .handle = show_own});
    routes.push_back(post<PasswordAgain>("/api/v1/me/identity/connect", Permission::signed_in,
                                         "Where to sign in to connect one's account with the identity provider",
                                         schema_maker<ProviderAddress>, begin_connecting));
    routes.push_back(post<PasswordAgain>("/api/v1/me/identity/disconnect", Permission::signed_in,
                                         "Nobody signs in to one's account through the provider any more",
                                         schema_maker<Empty>, disconnect));
    routes.push_back(post<WhyTaken>("/api/v1/staff/{id}/identity/remove", Permission::manage_staff,
                                    "Disconnect somebody's account from the identity provider; ends all their sign-ins",
                                    schema_maker<Empty>, take_away));
}

}  // namespace afterglow::http
