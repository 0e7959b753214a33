// The link of the morning after: no account, one answer.

#include "clinic/morning/morning.h"
#include "desk/links.h"
#include "http/app.h"
#include "views/queries.h"

namespace afterglow::http {

struct MorningQuestion {
    std::string code;
    clinic::Words text;
};
BOOST_DESCRIBE_STRUCT(MorningQuestion, (), (code, text))
// Nothing here says who the person is: whoever holds the link learns no more than the clinic's name.
struct MorningPage {
    std::string clinic;
    std::optional<std::string> phone;
    clinic::Language language = clinic::Language::cs;
    std::string zone;
    std::vector<MorningQuestion> items;
    bool answered = false;
};
BOOST_DESCRIBE_STRUCT(MorningPage, (), (clinic, phone, language, zone, items, answered))
struct MorningReceipt {
    std::string received;
};
BOOST_DESCRIBE_STRUCT(MorningReceipt, (), (received))

namespace {

Result<SessionId> session_of_link(const Call& call) {
    const auto session = desk::read_morning_token(call.app.desk().store().keys(), call.parameters[0]);
    if (!session) return refuse_as(RefusalKind::not_found, "not_found");
    return *session;
}

Result<std::string> show(const Call& call) {
    const SessionId session = TRY(session_of_link(call));
    const auto found = views::document(call.app.reader(), clinic::morning_stream(session));
    if (!found) return refuse_as(RefusalKind::not_found, "not_found");
    const auto morning = TRY(from_json<clinic::Morning>(found->body));
    const clinic::Pack& pack = call.app.pack();
    MorningPage page{pack.clinic_name, pack.clinic_phone, morning.language, pack.zone, {}, morning.answer.has_value()};
    for (const clinic::MorningItem& each : pack.morning.items) page.items.push_back({each.code, each.text});
    return to_json(page);
}

void receive(const Call& call) {
    const auto session = session_of_link(call);
    if (!session.ok()) return call.refuse(session.refusal());
    const auto body = call.json();
    if (!body.ok()) return call.refuse(body.refusal());
    const auto taken = take_apart(*body);
    if (!taken.ok()) return call.refuse(taken.refusal());
    const auto form = read_described<clinic::MorningForm>(taken->data, "/data");
    if (!form.ok()) return call.refuse(form.refusal());
    if (!call.app.take_public_turn(call.request.remote_address))
        return call.refuse(refuse_as(RefusalKind::too_many, "too_many_inquiries"));
    const CommandId id = taken->envelope.id;
    call.app.desk().submit(*desk::find_command("answer-morning"),
                           {.staff = clinic::kPublic, .name = "", .address = call.request.remote_address}, {.id = id},
                           parse_json(to_json(clinic::AnswerMorning{*session, *form})).value(),
                           [call, id](Result<desk::Answer> answer) {
                               if (answer.ok()) return call.answer_json(to_json(MorningReceipt{id.value}));
                               for (FieldError& error : answer.refusal().errors) {
                                   if (error.pointer.starts_with("/form"))
                                       error.pointer = "/data" + error.pointer.substr(5);
                               }
                               call.refuse(answer.refusal());
                           });
}

std::string answer_schema(SchemaBook& book) {
    return R"({"type":"object","additionalProperties":false,"properties":{"id":{"type":"string","format":"uuid"},"data":)" +
           book.schema<clinic::MorningForm>() + R"(},"required":["id","data"]})";
}

}  // namespace

void add_morning_routes(std::vector<Route>& routes) {
    routes.push_back({.path = "/api/public/morning/{token}",
                      .permission = desk::Permission::anyone,
                      .summary = "The questions of the morning after, by the link of the message",
                      .response = schema_maker<MorningPage>,
                      .handle = [](const Call& call) { call.answer_json(show(call)); }});
    routes.push_back({.method = Method::post,
                      .path = "/api/public/morning/{token}",
                      .permission = desk::Permission::anyone,
                      .summary = "Answer them, once",
                      .request = answer_schema,
                      .response = schema_maker<MorningReceipt>,
                      .handle = receive,
                      .needs_csrf = false});
}

}  // namespace afterglow::http
