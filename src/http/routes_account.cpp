#include "desk/second_factor.h"
#include "http/app.h"
#include "http/signed_in.h"
#include "views/queries.h"

namespace afterglow::http {

struct Credentials {
    std::string user;
    std::string password;
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (user, password))

struct PasswordChange {
    std::string old_password, new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (old_password, new_password))

struct NewPassword {
    std::string password;
};
BOOST_DESCRIBE_STRUCT(NewPassword, (), (password))

struct LanguageChoice {
    clinic::Language language = clinic::Language::cs;
};
BOOST_DESCRIBE_STRUCT(LanguageChoice, (), (language))

namespace {

using desk::Permission;

Me me_of(const Call& call, const views::StaffRow& staff, const std::string& csrf) {
    const clinic::Pack& pack = call.app.pack();
    Me me{staff.id,       staff.user, staff.name,       staff.roles, {},
          staff.language, csrf,       pack.clinic_name, pack.zone,   clinics_to_switch_to(call, staff.id)};
    me.second_factor_missing = call.app.desk().second_factor().is_missing(staff);
    const desk::Permissions permissions = desk::permissions_of(staff.roles);
    for_each_enumerator<Permission>([&](Permission each, std::string_view) {
        if (permissions.has(each)) me.permissions.push_back(each);
    });
    return me;
}

void sign_in(const Call& call) {
    const auto body = call.json();
    if (!body.ok()) return call.refuse(body.refusal());
    const auto credentials = read_described<Credentials>(*body);
    if (!credentials.ok()) return call.refuse(credentials.refusal());
    call.app.desk().accounts().sign_in(credentials->user, credentials->password, call.request.remote_address,
                                       [call](Result<desk::SignIn> result) {
                                           if (!result.ok()) return call.refuse(result.refusal());
                                           answer_signed_in(call, *result);
                                       });
}

void sign_out(const Call& call) {
    call.app.desk().accounts().sign_out(std::string(call.request.cookie(kCookie).value_or("")), [call](Done out) {
        if (!out.ok()) return call.refuse(out.refusal());
        Response response{.content_type = "application/json", .body = "{}"};
        response.headers.emplace_back("Set-Cookie", session_cookie(call, "", true));
        call.answer(std::move(response));
    });
}

void change_password(const Call& call) {
    const auto body = call.json();
    if (!body.ok()) return call.refuse(body.refusal());
    const auto change = read_described<PasswordChange>(*body);
    if (!change.ok()) return call.refuse(change.refusal());
    call.app.desk().accounts().change_own_password(call.person->staff.id, change->old_password, change->new_password,
                                                   call.request.remote_address, [call](Done result) {
                                                       if (!result.ok()) return call.refuse(result.refusal());
                                                       call.answer_json("{}");
                                                   });
}

void reset_password(const Call& call) {
    const StaffId staff{call.parameters[0]};
    if (staff == call.person->staff.id) return call.refuse(refuse("own_password"));
    call.app.desk().accounts().reset_password(staff, call.person->staff.id, [call](Result<std::string> password) {
        if (!password.ok()) return call.refuse(password.refusal());
        call.answer_json(to_json(NewPassword{*password}));
    });
}

void change_language(const Call& call) {
    const auto body = call.json();
    if (!body.ok()) return call.refuse(body.refusal());
    const auto choice = read_described<LanguageChoice>(*body);
    if (!choice.ok()) return call.refuse(choice.refusal());
    const StaffId staff = call.person->staff.id;
    clinic::Events events;
    events.add(clinic::stream_of(staff), clinic::LanguageChanged{choice->language});
    call.app.desk().append(events.list(), staff, [call](const std::exception_ptr& failure) {
        if (failure) return call.refuse(refuse_as(RefusalKind::unavailable, "storage_failed"));
        call.answer_json("{}");
    });
}

void show_me(const Call& call) { call.answer_json(to_json(me_of(call, call.person->staff, call.person->csrf))); }

Route post(const char* path, Permission permission, const char* summary, SchemaMaker request, SchemaMaker response,
           Handle handle) {
    return {.method = Method::post,
            .path = path,
            .permission = permission,
            .summary = summary,
            .request = request,
            .response = response,
            .handle = std::move(handle)};
}

}  // namespace

std::string schema_of_me(SchemaBook& book) { return schema_maker<Me>(book); }

std::string session_cookie(const Call& call, const std::string& token, bool ends) {
    std::string text = std::string(kCookie) + "=" + token + "; Path=/; HttpOnly; SameSite=Strict";
    if (call.app.options().secure_cookie) text += "; Secure";
    if (ends) text += "; Max-Age=0";
    return text;
}

void answer_signed_in(const Call& call, const desk::SignIn& made) {
    Response response{.content_type = "application/json", .body = to_json(me_of(call, made.staff, made.csrf))};
    response.headers.emplace_back("Set-Cookie", session_cookie(call, made.token, false));
    call.answer(std::move(response));
}

void add_account_routes(std::vector<Route>& routes) {
    routes.push_back(
        post("/api/v1/sign-in", Permission::anyone, "Sign in", schema_maker<Credentials>, schema_maker<Me>, sign_in));
    routes.back().needs_csrf = false;
    routes.push_back(post("/api/v1/sign-out", Permission::signed_in, "Sign out", schema_maker<Empty>,
                          schema_maker<Empty>, sign_out));
    routes.back().for_enrolling = true;
    routes.push_back(post("/api/v1/me/password", Permission::signed_in, "Change one's own password",
                          schema_maker<PasswordChange>, schema_maker<Empty>, change_password));
    routes.back().for_enrolling = true;
    routes.push_back(post("/api/v1/me/language", Permission::signed_in, "Choose the language of the interface",
                          schema_maker<LanguageChoice>, schema_maker<Empty>, change_language));
    routes.back().for_enrolling = true;
    routes.push_back(post("/api/v1/staff/{id}/password", Permission::manage_staff,
                          "Give somebody a new password, shown once; ends all their sign-ins", schema_maker<Empty>,
                          schema_maker<NewPassword>, reset_password));
    routes.push_back({.path = "/api/v1/me",
                      .permission = Permission::signed_in,
                      .summary = "Who is signed in, and what they may do",
                      .response = schema_maker<Me>,
                      .handle = show_me,
                      .for_enrolling = true});
}

}  // namespace afterglow::http
