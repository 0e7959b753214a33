// Several clinics in one installation: switching between the accounts of one person, and the figures of all together.

#include <spdlog/spdlog.h>

#include "http/app.h"
#include "http/network.h"
#include "http/signed_in.h"
#include "views/queries.h"

namespace afterglow::http {

struct OtherClinic {
    std::string clinic;  // the name in its address
};
BOOST_DESCRIBE_STRUCT(OtherClinic, (), (clinic))
struct LinkCode {
    std::string code;
    std::int64_t minutes = desk::kLinkCodeLasts.count / 60'000;
};
BOOST_DESCRIBE_STRUCT(LinkCode, (), (code, minutes))
struct LinkAccounts {
    std::string code;
    std::string password;  // of the account here
};
BOOST_DESCRIBE_STRUCT(LinkAccounts, (), (code, password))
struct SwitchTicket {
    std::string clinic;
    std::string ticket;
};
BOOST_DESCRIBE_STRUCT(SwitchTicket, (), (clinic, ticket))
struct Entering {
    std::string ticket;
};
BOOST_DESCRIBE_STRUCT(Entering, (), (ticket))

struct NetworkClinic {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(NetworkClinic, (), (name))
struct NetworkFigures {
    std::int64_t smallest_count = 0;  // smaller ones are hidden
    std::vector<NetworkClinic> clinics;
    std::vector<views::NetworkLine> lines;
};
BOOST_DESCRIBE_STRUCT(NetworkFigures, (), (smallest_count, clinics, lines))

namespace {

using desk::Permission;

template <class T>
Result<T> body_of(const Call& call) {
    return read_described<T>(TRY(call.json()));
}

desk::Elsewhere seen_from_elsewhere(const Call& call) {
    const Member* here = call.app.network().of(call.app.desk());
    return {call.app.desk().store().clinic(), here ? here->name : call.app.pack().clinic_name, call.person->staff.id};
}

// Another clinic of the installation. That there is none and that it is this one are the same.
const Member* other(const Call& call, const std::string& host) {
    const Member* member = call.app.network().named(host);
    return member && member->desk != &call.app.desk() ? member : nullptr;
}

void give_link_code(const Call& call) {
    const auto asked = body_of<OtherClinic>(call);
    if (!asked.ok()) return call.refuse(asked.refusal());
    const Member* there = other(call, asked->clinic);
    if (!there) return call.refuse(refuse_as(RefusalKind::not_found, "not_found"));
    there->desk->accounts().give_ticket(desk::Ticket::Purpose::link, seen_from_elsewhere(call),
                                        [call](const Result<std::string>& code) {
                                            if (!code.ok()) return call.refuse(code.refusal());
                                            call.answer_json(to_json(LinkCode{*code}));
                                        });
}

void link_accounts(const Call& call) {
    const auto asked = body_of<LinkAccounts>(call);
    if (!asked.ok()) return call.refuse(asked.refusal());
    call.app.desk().accounts().authenticate(call.person->staff.user, asked->password, call.request.remote_address,
                                            [call, code = asked->code](const Result<views::StaffRow>& checked) {
                                                if (!checked.ok())
                                                    return call.refuse(checked.refusal().code == "wrong_password"
                                                                           ? refuse_field("/password", "wrong_password")
                                                                           : checked.refusal());
                                                call.app.desk().accounts().link(
                                                    checked->id, code, [call](const Done& linked) {
                                                        if (!linked.ok()) return call.refuse(linked.refusal());
                                                        call.answer_json("{}");
                                                    });
                                            });
}

bool is_linked(const Member& there, const desk::Elsewhere& whose) {
    const auto staff = views::staff_linked_with(there.desk->reader(), whose.clinic, whose.staff);
    return staff && there.desk->may_act(*staff);
}

// The ticket is given away only after the sign-in here has ended: nobody is in two clinics with one sign-in.
void switch_clinic(const Call& call) {
    const auto asked = body_of<OtherClinic>(call);
    if (!asked.ok()) return call.refuse(asked.refusal());
    const Member* there = other(call, asked->clinic);
    const desk::Elsewhere whose = seen_from_elsewhere(call);
    if (!there || !is_linked(*there, whose)) return call.refuse(refuse_as(RefusalKind::not_found, "not_found"));
    const std::string token(call.request.cookie(kCookie).value_or(""));
    there->desk->accounts().give_ticket(
        desk::Ticket::Purpose::enter, whose, [call, token, host = there->host](const Result<std::string>& ticket) {
            if (!ticket.ok()) return call.refuse(ticket.refusal());
            call.app.desk().accounts().sign_out(token, [call, host, ticket = *ticket](const Done& out) {
                if (!out.ok()) return call.refuse(out.refusal());
                Response response{.content_type = "application/json", .body = to_json(SwitchTicket{host, ticket})};
                response.headers.emplace_back("Set-Cookie", session_cookie(call, "", true));
                call.answer(std::move(response));
            });
        });
}

// Whether somebody who comes with a ticket is still in good standing where they come from.
bool may_leave(const Network& network, const desk::Elsewhere& whose) {
    for (const Member& each : network.members()) {
        if (each.desk->store().clinic() != whose.clinic) continue;
        const auto staff = views::staff_by_id(each.desk->reader(), whose.staff.value);
        return staff && each.desk->may_act(*staff);
    }
    return false;
}

void enter_clinic(const Call& call) {
    const auto asked = body_of<Entering>(call);
    if (!asked.ok()) return call.refuse(asked.refusal());
    call.app.desk().accounts().enter(
        asked->ticket, call.request.remote_address,
        [&network = call.app.network()](const desk::Elsewhere& whose) { return may_leave(network, whose); },
        [call](const Result<desk::SignIn>& made) {
            if (!made.ok()) return call.refuse(made.refusal());
            answer_signed_in(call, *made);
        });
}

std::vector<views::Figures> figures_of_all(const Network& network) {
    std::vector<views::Figures> all;
    for (const Member& each : network.members())
        all.push_back(views::figures(each.desk->reader(), each.desk->now(), each.desk->pack().zone));
    return all;
}

// Who read them is in the journal before they are shown.
void network_figures(const Call& call) {
    const Network& network = call.app.network();
    NetworkFigures page{network.smallest_count(), {}, {}};
    for (const Member& each : network.members()) page.clinics.push_back({each.name});
    page.lines = views::network_lines(figures_of_all(network), network.smallest_count());
    desk::Desk& desk = call.app.desk();
    clinic::Events events;
    events.add(clinic::access_stream(to_local(desk.now(), call.app.pack().zone).date()),
               clinic::NetworkFiguresRead{call.person->staff.id});
    desk.append(events.list(), call.person->staff.id, [call, body = to_json(page)](const std::exception_ptr& failure) {
        if (failure) return call.refuse(refuse_as(RefusalKind::unavailable, "storage_failed"));
        call.answer_json(body);
    });
}

}  // namespace

std::vector<ClinicToSwitchTo> clinics_to_switch_to(const Call& call, const StaffId& staff) {
    std::vector<ClinicToSwitchTo> clinics;
    desk::Elsewhere whose{call.app.desk().store().clinic(), "", staff};
    for (const Member& each : call.app.network().members()) {
        if (each.desk == &call.app.desk()) continue;
        try {
            if (is_linked(each, whose)) clinics.push_back({each.host, each.name});
        } catch (const std::exception& error) {  // that one does not work is no reason to keep people out of this one
            spdlog::error("a clinic cannot be asked who may switch to it: {}", error.what());
        }
    }
    return clinics;
}

void add_network_routes(std::vector<Route>& routes) {
    struct Post {
        const char* path;
        Permission permission;
        const char* summary;
        SchemaMaker request, response;
        Handle handle;
    };
    for (Post& each : std::vector<Post>{
             {"/api/v1/link-code", Permission::signed_in, "A code that links this account with one in another clinic",
              schema_maker<OtherClinic>, schema_maker<LinkCode>, give_link_code},
             {"/api/v1/links", Permission::signed_in, "Link this account with the one a code was given to elsewhere",
              schema_maker<LinkAccounts>, schema_maker<Empty>, link_accounts},
             {"/api/v1/switch", Permission::signed_in, "Leave this clinic for another one: ends the sign-in here",
              schema_maker<OtherClinic>, schema_maker<SwitchTicket>, switch_clinic},
             {"/api/v1/enter", Permission::anyone, "Come in from another clinic, with a ticket", schema_maker<Entering>,
              schema_maker<Me>, enter_clinic},
         }) {
        routes.push_back({.method = Method::post,
                          .path = each.path,
                          .permission = each.permission,
                          .summary = each.summary,
                          .request = each.request,
                          .response = each.response,
                          .handle = std::move(each.handle)});
    }
    routes.back().needs_csrf = false;  // nobody is signed in yet
    routes.push_back({.path = "/api/v1/network/figures",
                      .permission = Permission::read_network_figures,
                      .summary = "The figures of all clinics of the installation, small counts hidden",
                      .response = schema_maker<NetworkFigures>,
                      .handle = network_figures});
}

}  // namespace afterglow::http
