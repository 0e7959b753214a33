// P19, P22: every route × method × {nobody, every role, signed out, dismissed, role just lost, sign-in expired}. What is
// right is written down in expected.h, beside the program; the program's own table is held against it.

#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <map>
#include <set>

#include "desk/passwords.h"
#include "tests/access/expected.h"
#include "tests/access/house.h"
#include "tests/harness/json_tools.h"

namespace afterglow::access {
namespace {

using desk::Permission;
using harness::Person;
using harness::Reply;

std::string name_of(const http::Route& route) {
    return std::string(http::method_name(route.method)) + " " + route.path;
}

// Routes whose permission is not the one written down, or that are not written down, or are missing.
std::vector<std::string> differences(const std::vector<http::Route>& routes) {
    std::map<std::string, std::string> wanted;
    for (const auto& [permission, names] : kExpected) {
        for (const char* name : names) wanted[name] = permission;
    }
    std::vector<std::string> out;
    for (const http::Route& route : routes) {
        const auto found = wanted.find(name_of(route));
        if (found == wanted.end())
            out.push_back(name_of(route) + ": nobody opened it on purpose");
        else if (!route.permission || enum_name(*route.permission) != found->second)
            out.push_back(name_of(route) + ": is to need " + found->second);
        if (found != wanted.end()) wanted.erase(found);
    }
    for (const auto& [name, permission] : wanted) out.push_back(name + ": is not there");
    return out;
}

Permission expected_of(const http::Route& route) {
    for (const auto& [permission, names] : kExpected) {
        for (const char* name : names) {
            if (name == name_of(route)) return *enum_from<Permission>(permission);
        }
    }
    return Permission::manage_staff;  // not written down: the most guarded there is
}

// What is wrong with how one person is let in: 401 for who is not signed in, 403 for who may not, neither for who may.
std::string wrong_admission(const http::Route& route, bool signed_in, const desk::Permissions& permissions,
                            const Reply& reply) {
    const Permission wanted = expected_of(route);
    const int refused = wanted == Permission::anyone ? 0 : !signed_in ? 401 : !permissions.has(wanted) ? 403 : 0;
    const bool is_refused = reply.status == 401 || reply.status == 403;
    const std::string got = " answered " + std::to_string(reply.status) + " " + reply.code();
    if (reply.status == 0) return name_of(route) + " was not answered";
    if (refused && reply.status != refused) return name_of(route) + got + ", not " + std::to_string(refused);
    // Signing in with no name and no password is refused as such, not for want of rights.
    if (!refused && is_refused && reply.code() != "wrong_password") return name_of(route) + got;
    // Nothing is ordered in this house, so that nothing can be expected; the door is open all the same.
    if (route.path.ends_with("/expected")) return "";
    if (route.leads_on) return "";  // to a provider, which this house has not
    if (!refused && route.method == http::Method::get && reply.status != 200) return name_of(route) + got;
    return "";
}

class Walk {
public:
    explicit Walk(House& house) : house_(house) {}

    // Knocks at every door as this person. Signing out is left for the end, since it works.
    void as(Person& person, bool signed_in, const desk::Permissions& permissions, const std::string& who) {
        const http::Route* sign_out = nullptr;
        for (const http::Route& route : house_.clinic.app().routes()) {
            if (route.path == "/api/v1/sign-out")
                sign_out = &route;
            else
                knock(person, route, signed_in, permissions, who);
        }
        if (sign_out) knock(person, *sign_out, signed_in, permissions, who);
    }

    int knocks = 0;
    std::vector<std::string> wrong;

private:
    void knock(Person& person, const http::Route& route, bool signed_in, const desk::Permissions& permissions,
               const std::string& who) {
        ++knocks;
        std::string mistake = wrong_admission(route, signed_in, permissions, house_.knock(person, route));
        if (!mistake.empty()) wrong.push_back(who + ": " + mistake);
    }
    House& house_;
};

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& each : lines) out += each + "\n";
    return out;
}

desk::Permissions permissions_of(const std::vector<Role>& roles) { return desk::permissions_of(roles); }

// The whole matrix on one house; what is wrong.
std::vector<std::string> walk_everything(House& house, int* knocks = nullptr) {
    Walk walk(house);
    Person nobody(house.clinic.port(), "");
    walk.as(nobody, false, {}, "nobody");
    Person forger(house.clinic.port(), "");
    forger.cookie = "a-token-of-ones-own-making";
    forger.csrf = "and-another";
    walk.as(forger, false, {}, "somebody with an invented cookie");
    for (const Role role : all_roles_there_are()) {
        Person person = house.with_roles({role});
        walk.as(person, true, permissions_of({role}), std::string(enum_name(role)));
        walk.as(person, false, {},
                std::string(enum_name(role)) + ", signed out");  // the walk before ended with signing out
    }
    if (knocks) *knocks = walk.knocks;
    return walk.wrong;
}

TEST(Matrix, EveryRouteIsOpenedOnPurpose) { EXPECT_EQ(joined(differences(http::all_routes())), ""); }

TEST(Matrix, EveryRoleAtEveryDoor) {
    House house;
    int knocks = 0;
    EXPECT_EQ(joined(walk_everything(house, &knocks)), "");
    EXPECT_GT(knocks, 1500);
    std::printf("%d doors knocked at\n", knocks);
}

TEST(Matrix, LosesARoleAMomentAgo) {
    House house;
    Walk walk(house);
    for (const Role role : all_roles_there_are()) {
        if (role == Role::custodian) continue;
        Person person = house.with_roles({role});
        const Json me = person.get("/api/v1/me").json;
        house.clinic.perform(
            "change-roles",
            harness::parsed(R"({"staff":")" + harness::text_at(me, "/staff") + R"(","roles":["custodian"]})"),
            house.administrator);
        walk.as(person, true, permissions_of({Role::custodian}), "no longer " + std::string(enum_name(role)));
    }
    EXPECT_EQ(joined(walk.wrong), "");
}

TEST(Matrix, DismissedOrExpired) {
    House house;
    Walk walk(house);
    const std::vector<Role> much{Role::psychiatrist, Role::physician, Role::coordinator, Role::manager,
                                 Role::administrator};
    Person dismissed = house.with_roles(much);
    const std::string id = harness::text_at(dismissed.get("/api/v1/me").json, "/staff");
    ASSERT_NE(id, "");
    house.clinic.perform("dismiss-staff", harness::parsed(R"({"staff":")" + id + R"(","reason":"left"})"),
                         house.administrator);
    walk.as(dismissed, false, {}, "dismissed");

    Person idle = house.with_roles(much);
    house.clinic.clock().advance(Milliseconds{desk::kIdleLasts.count + 1});
    walk.as(idle, false, {}, "idle for too long");

    Person long_day = house.with_roles(much);
    for (Milliseconds past{0}; past < desk::kSignInLasts; past.count += minutes(14).count) {
        ASSERT_EQ(long_day.get("/api/v1/me").status, 200) << past.count;
        house.clinic.clock().advance(minutes(14));
    }
    walk.as(long_day, false, {}, "signed in for too long");
    EXPECT_EQ(joined(walk.wrong), "");
}

// Who lacks a second factor that the clinic asks for gets one, and nothing else. What is open to them all the same.
std::set<std::string> open_without_factor(harness::ClinicOptions options) {
    options.change_pack = [](clinic::Pack& pack) { pack.second_factor_for = all_roles_there_are(); };
    House house(std::move(options));
    const std::vector<Role> much{Role::psychiatrist, Role::physician, Role::coordinator, Role::manager,
                                 Role::custodian,    Role::therapist, Role::nurse,       Role::administrator};
    Person person = house.with_roles(much);
    std::set<std::string> open;
    for (const http::Route& route : house.clinic.app().routes()) {
        if (expected_of(route) == Permission::anyone || route.path == "/api/v1/sign-out") continue;
        if (house.knock(person, route).status != 403) open.insert(name_of(route));
    }
    return open;
}

TEST(Matrix, WithoutARequiredSecondFactor) {
    const std::set<std::string> expected{
        "GET /api/v1/me",
        "POST /api/v1/me/password",
        "POST /api/v1/me/language",
        "GET /api/v1/me/factors",
        "POST /api/v1/me/factors/totp",
        "POST /api/v1/me/factors/totp/confirm",
        "POST /api/v1/me/factors/totp/remove",
        "POST /api/v1/me/factors/recovery-codes",
        "POST /api/v1/me/factors/passkeys/offer",
        "POST /api/v1/me/factors/passkeys",
        "POST /api/v1/me/factors/passkeys/remove",
    };
    EXPECT_EQ(open_without_factor({}), expected);
    // A planted fault: one more route is open to them.
    const auto planted = open_without_factor({.change_routes = [](std::vector<http::Route>& routes) {
        for (http::Route& route : routes) route.for_enrolling |= route.path == "/api/v1/patients";
    }});
    EXPECT_TRUE(planted.contains("GET /api/v1/patients"));
}

TEST(Matrix, BackgroundRequestsKeepNobodySignedIn) {
    House house;
    Person person = house.with_roles({Role::therapist});
    for (int i = 0; i < 3; ++i) {
        house.clinic.clock().advance(minutes(6));
        harness::Headers headers = person.headers();
        headers.emplace_back("X-Background", "1");
        const Reply reply = person.line.ask({"GET", "/api/v1/today", headers, ""});
        EXPECT_EQ(reply.status, i < 2 ? 200 : 401);
    }
}

TEST(Matrix, OtherMethodsAreRefused) {
    House house;
    Person person = house.with_roles({Role::psychiatrist});
    std::map<std::string, std::set<std::string>> known;
    for (const http::Route& route : house.clinic.app().routes())
        known[house.path_of(route)].insert(std::string(http::method_name(route.method)));
    for (const auto& [path, methods] : known) {
        for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
            if (methods.contains(method)) continue;
            EXPECT_EQ(person.line.ask({method, path, person.headers(), ""}).status, 405) << method << " " << path;
        }
    }
}

// ---- requests forged by another site --------------------------------------------------------------------------------------------

TEST(Matrix, ChangesNeedTheToken) {
    House house;
    const std::vector<Role> all_but_inspector = [] {
        std::vector<Role> roles = all_roles_there_are();
        std::erase(roles, Role::inspector);
        return roles;
    }();
    Person person = house.with_roles(all_but_inspector);
    Person other = house.with_roles(all_but_inspector);
    std::string right = person.csrf;
    int doors = 0;
    for (const http::Route& route : house.clinic.app().routes()) {
        if (route.permission == Permission::act_as_program) continue;  // closed to everybody before that
        if (route.method != http::Method::post || !route.needs_csrf) continue;
        ++doors;
        for (const std::string& token :
             {std::string(), other.csrf, right.substr(1), right + "x", std::string("null")}) {
            person.csrf = token;
            const Reply reply = house.knock(person, route);
            EXPECT_EQ(reply.status, 403) << name_of(route);
            EXPECT_EQ(reply.code(), "csrf_missing") << name_of(route);
        }
        person.csrf = right;
        harness::Headers headers = person.headers();
        headers.emplace_back("Sec-Fetch-Site", "cross-site");
        EXPECT_EQ(person.line.ask({"POST", house.path_of(route), headers, "{}"}).code(), "csrf_missing")
            << name_of(route);
        EXPECT_NE(house.knock(person, route).code(), "csrf_missing") << name_of(route);
        if (person.get("/api/v1/me").status != 200) person.sign_in();  // signing out worked
        right = person.csrf;
    }
    EXPECT_GT(doors, 50);
    std::set<std::string> free;
    for (const http::Route& route : house.clinic.app().routes()) {
        if (route.method != http::Method::get && !route.needs_csrf) free.insert(name_of(route));
    }
    EXPECT_EQ(free, (std::set<std::string>{"POST /api/public/inquiries", "POST /api/public/waiting-list",
                                           "POST /api/public/morning/{token}", "POST /api/v1/sign-in",
                                           "POST /api/v1/enter", "POST /api/v1/sign-in/code",
                                           "POST /api/v1/sign-in/passkey", "POST /api/v1/sign-in/passkey/question"}));
}

TEST(Matrix, CookieIsForTheServerOnly) {
    House house;
    house.clinic.hire("petra", {Role::nurse});
    Person person(house.clinic.port(), "petra");
    const std::string cookie = person.sign_in().header("Set-Cookie");
    for (const char* part : {"afterglow_session=", "; HttpOnly", "; SameSite=Strict", "; Path=/"})
        EXPECT_NE(cookie.find(part), std::string::npos) << part;
}

// ---- rights at the moment of writing --------------------------------------------------------------------------------------------

TEST(Matrix, RightsOfTheMomentTheCommandIsDone) {
    House house;
    Person coordinator = house.with_roles({Role::coordinator});
    const std::string id = harness::text_at(coordinator.get("/api/v1/me").json, "/staff");
    // The writer is busy; meanwhile somebody takes the role away, and a command that was let in waits behind.
    std::latch go(1), busy(1);
    house.clinic.desk().with_transaction(
        [&](journal::Transaction&) {
            busy.count_down();
            go.wait();
            return true;
        },
        {});
    busy.wait();
    house.clinic.desk().submit(*desk::find_command("change-roles"),
                               {.staff = house.administrator, .name = "", .address = ""}, {.id = {desk::new_uuid()}},
                               harness::parsed(R"({"staff":")" + id + R"(","roles":["custodian"]})"),
                               [](Result<desk::Answer> answer) { EXPECT_TRUE(answer.ok()); });
    std::promise<Result<desk::Answer>> answered;
    house.clinic.desk().submit(*desk::find_command("close-inquiry"), {.staff = {id}, .name = "", .address = ""},
                               {.id = {desk::new_uuid()}},
                               harness::parsed(R"({"inquiry":")" + house.inquiry.value + R"(","reason":"spam"})"),
                               [&](Result<desk::Answer> answer) { answered.set_value(std::move(answer)); });
    go.count_down();
    const auto answer = answered.get_future().get();
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.refusal().code, "not_permitted");
}

// ---- planted faults -------------------------------------------------------------------------------------------------------------

http::Route& route_named(std::vector<http::Route>& routes, const std::string& path) {
    for (http::Route& route : routes) {
        if (route.path == path) return route;
    }
    throw std::runtime_error("no route " + path);
}

TEST(MatrixPlanted, ARouteMadePublic) {
    const auto plant = [](std::vector<http::Route>& routes) {
        route_named(routes, "/api/v1/patients/{id}/story").permission = Permission::signed_in;
    };
    std::vector<http::Route> routes = http::all_routes();
    plant(routes);
    EXPECT_EQ(differences(routes).size(), 1u);
    House house({.change_routes = plant});
    EXPECT_NE(joined(walk_everything(house)), "");
}

TEST(MatrixPlanted, ARouteThatNobodyWroteDown) {
    std::vector<http::Route> routes = http::all_routes();
    routes.push_back(routes.back());
    routes.back().path = "/api/v1/backdoor";
    EXPECT_EQ(differences(routes).size(), 1u);
}

TEST(MatrixPlanted, UndeclaredRoutesStopTheStart) {
    harness::Clinic clinic;
    const auto code_with = [&](auto change) {
        std::vector<http::Route> routes = http::all_routes();
        change(route_named(routes, "/api/v1/patients"));
        const auto app = http::App::make(clinic.desk(), {}, std::move(routes));
        return app.ok() ? "" : app.refusal().code;
    };
    EXPECT_EQ(code_with([](http::Route&) {}), "");
    EXPECT_EQ(code_with([](http::Route& route) { route.permission.reset(); }), "route_undeclared");
    EXPECT_EQ(code_with([](http::Route& route) { route.handle = {}; }), "route_undeclared");
    EXPECT_EQ(code_with([](http::Route& route) { route.response = nullptr; }), "route_undeclared");
    EXPECT_EQ(code_with([](http::Route& route) { route.method = http::Method::post; }), "route_undeclared");
    EXPECT_EQ(code_with([](http::Route& route) { route.summary.clear(); }), "route_undeclared");
    EXPECT_EQ(code_with([](http::Route& route) { route.path = "/api/v1/patients/{id}"; }), "route_undeclared")
        << "twice the same door";
}

}  // namespace
}  // namespace afterglow::access
