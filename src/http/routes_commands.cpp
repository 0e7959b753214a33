#include "clinic/inquiry/inquiry.h"
#include "clinic/waiting/waiting.h"
#include "http/app.h"
#include "views/queries.h"

namespace afterglow::http {

// The second person types their password for one command of who is signed in: all of it but the password goes along.
struct WitnessRequest {
    std::string command;  // "waste-stock"
    CommandId id;
    std::optional<Instant> happened_at;
    desk::WitnessClaim witness;
};
BOOST_DESCRIBE_STRUCT(WitnessRequest, (), (command, id, happened_at, witness))

namespace {

template <class Envelope>
Result<Apart<Envelope>> apart(const Json& body) {
    const Json::Object* members = body.object();
    if (!members) return refuse_as(RefusalKind::malformed, "body_not_json");
    Json::Object envelope;
    std::optional<Json> data;
    for (const auto& [name, value] : *members) {
        if (name == "data") {
            data = value;
        } else {
            envelope.emplace_back(name, value);
        }
    }
    Apart<Envelope> taken{TRY(read_described<Envelope>(Json(std::move(envelope)))), {}};
    if (!data) return refuse_field("/data", "required");
    taken.data = std::move(*data);
    return taken;
}

}  // namespace

Result<TakenApart> take_apart(const Json& body) { return apart<desk::Envelope>(body); }

void put_below_data(Refusal& refusal) {
    for (FieldError& error : refusal.errors) {
        const auto& at = error.pointer;
        const bool of_envelope =
            at.starts_with("/data") || at == "/happened_at" || at == "/password" || at.starts_with("/witness/");
        if (!of_envelope) error.pointer = "/data" + at;
    }
}

namespace {

void give(const Call& call, const desk::CommandType& type) {
    const auto body = call.json();
    if (!body.ok()) return call.refuse(body.refusal());
    auto taken = take_apart(*body);
    if (!taken.ok()) return call.refuse(taken.refusal());
    call.app.desk().submit(type, call.caller(), std::move(taken->envelope), taken->data,
                           [call](Result<desk::Answer> answer) {
                               if (answer.ok()) return call.answer_json(to_json(*answer));
                               put_below_data(answer.refusal());
                               call.refuse(answer.refusal());
                           });
}

const desk::CommandType* find_witnessed(const std::string& name) {
    const desk::CommandType* type = desk::find_command(name);
    return type && desk::is_witnessed(*type) ? type : nullptr;
}

Refusal no_witnessed_command() {
    std::string allowed;
    for (const desk::CommandType& each : desk::command_types()) {
        if (desk::is_witnessed(each)) allowed += (allowed.empty() ? "" : ", ") + each.name;
    }
    return refuse_field("/command", "unknown_value", {{"allowed", allowed}});
}

void witness(const Call& call) {
    const auto body = call.json();
    if (!body.ok()) return call.refuse(body.refusal());
    const auto taken = apart<WitnessRequest>(*body);
    if (!taken.ok()) return call.refuse(taken.refusal());
    const WitnessRequest& asked = taken->envelope;
    const desk::CommandType* type = find_witnessed(asked.command);
    if (!type) return call.refuse(no_witnessed_command());
    desk::Envelope envelope;
    envelope.id = asked.id;
    envelope.happened_at = asked.happened_at;
    call.app.desk().witness(*type, call.caller(), asked.witness, std::move(envelope), taken->data,
                            [call](Result<desk::WitnessProof> proof) {
                                if (proof.ok()) return call.answer_json(to_json(*proof));
                                put_below_data(proof.refusal());
                                call.refuse(proof.refusal());
                            });
}

// The data are those of the command.
std::string witness_schema(SchemaBook& book) {
    return R"({"type":"object","additionalProperties":false,"properties":{"command":{"type":"string"},"id":{"type":"string","format":"uuid"},"happened_at":{"type":"string","format":"date-time"},"witness":)" +
           book.schema<desk::WitnessClaim>() +
           R"(,"data":{"type":"object"}},"required":["command","id","witness","data"]})";
}

}  // namespace

void add_command_routes(std::vector<Route>& routes) {
    routes.push_back({
        .method = Method::post,
        .path = "/api/v1/witness",
        .permission = desk::Permission::signed_in,  // and that of the command
        .summary = "The second person proves to be there, for one command of who is signed in",
        .request = witness_schema,
        .response = schema_maker<desk::WitnessProof>,
        .handle = witness,
    });
    for (const desk::CommandType& type : desk::command_types()) {
        routes.push_back({
            .method = Method::post,
            .path = "/api/v1/commands/" + type.name,
            .permission = type.permission,
            .summary = type.summary,
            .request = type.schema,
            .response = schema_maker<desk::Answer>,
            .handle = [&type](const Call& call) { give(call, type); },
            .command = type.name,
            .signing = type.signing,
        });
    }
}

// What comes from people without an account: the same commands, through a narrower door.

struct PublicQuestion {
    clinic::Question question;
    std::optional<std::string> website;  // no person fills this in: it is not shown
};
BOOST_DESCRIBE_STRUCT(PublicQuestion, (), (question, website))

struct PublicWaiting {
    clinic::WaitingPerson person;
    std::optional<std::string> website;
};
BOOST_DESCRIBE_STRUCT(PublicWaiting, (), (person, website))

struct PublicReceipt {
    std::string received;  // id of what was received
    std::int64_t answer_within_hours = 0;
};
BOOST_DESCRIBE_STRUCT(PublicReceipt, (), (received, answer_within_hours))

struct PublicIndication {
    std::string code;
    clinic::Words name;
    bool open = false;
};
BOOST_DESCRIBE_STRUCT(PublicIndication, (), (code, name, open))
struct PublicClinic {
    std::string name;
    std::string zone;
    std::vector<clinic::Language> languages;
    std::int64_t answer_within_hours = 0;
    std::vector<PublicIndication> indications;
};
BOOST_DESCRIBE_STRUCT(PublicClinic, (), (name, zone, languages, answer_within_hours, indications))

namespace {

// The data for the command is made from the form; the new thing gets the id of the command that makes it.
template <class Form, class Command>
void receive(const Call& call, const char* command, Command (*make)(const Form&, const std::string& id)) {
    const auto body = call.json();
    if (!body.ok()) return call.refuse(body.refusal());
    const auto taken = take_apart(*body);
    if (!taken.ok()) return call.refuse(taken.refusal());
    const auto form = read_described<Form>(taken->data, "/data");
    if (!form.ok()) return call.refuse(form.refusal());
    if (form->website && !form->website->empty()) return call.refuse(refuse_field("/data/website", "looks_like_spam"));
    if (!call.app.take_public_turn(call.request.remote_address))
        return call.refuse(refuse_as(RefusalKind::too_many, "too_many_inquiries"));
    const std::string id = taken->envelope.id.value;
    const Json data = parse_json(to_json(make(*form, id))).value();
    call.app.desk().submit(
        *desk::find_command(command), {.staff = clinic::kPublic, .name = "", .address = call.request.remote_address},
        {.id = {id}}, data, [call, id](Result<desk::Answer> answer) {
            if (answer.ok())
                return call.answer_json(to_json(PublicReceipt{id, call.app.pack().answer_within_hours.value}));
            put_below_data(answer.refusal());
            call.refuse(answer.refusal());
        });
}

void show_clinic(const Call& call) {
    const clinic::Pack& pack = call.app.pack();
    PublicClinic clinic{pack.clinic_name, pack.zone, pack.languages, pack.answer_within_hours.value, {}};
    for (const clinic::Indication& each : pack.indications) {
        clinic.indications.push_back({each.code, each.name, views::indication_open(call.app.reader(), each)});
    }
    call.answer_json(to_json(clinic));
}

}  // namespace

// The envelope of a public form has only an id and the form.
template <class Form>
std::string public_schema(SchemaBook& book) {
    return R"({"type":"object","additionalProperties":false,"properties":{"id":{"type":"string","format":"uuid"},"data":)" +
           book.schema<Form>() + R"(},"required":["id","data"]})";
}

void add_public_routes(std::vector<Route>& routes) {
    routes.push_back({
        .path = "/api/public/clinic",
        .permission = desk::Permission::anyone,
        .summary = "What anybody may know of the clinic",
        .response = schema_maker<PublicClinic>,
        .handle = show_clinic,
    });
    routes.push_back({
        .method = Method::post,
        .path = "/api/public/inquiries",
        .permission = desk::Permission::anyone,
        .summary = "Ask a question, without an account",
        .request = public_schema<PublicQuestion>,
        .response = schema_maker<PublicReceipt>,
        .handle =
            [](const Call& call) {
                receive<PublicQuestion, clinic::ReceiveInquiry>(
                    call, "record-inquiry", [](const PublicQuestion& form, const std::string& id) {
                        return clinic::ReceiveInquiry{{id}, form.question, clinic::Channel::public_form};
                    });
            },
        .needs_csrf = false,
    });
    routes.push_back({
        .method = Method::post,
        .path = "/api/public/waiting-list",
        .permission = desk::Permission::anyone,
        .summary = "Wait for an indication that the clinic does not take yet, without an account",
        .request = public_schema<PublicWaiting>,
        .response = schema_maker<PublicReceipt>,
        .handle =
            [](const Call& call) {
                receive<PublicWaiting, clinic::JoinWaitingList>(call, "join-waiting-list",
                                                                [](const PublicWaiting& form, const std::string& id) {
                                                                    return clinic::JoinWaitingList{{id}, form.person};
                                                                });
            },
        .needs_csrf = false,
    });
}

}  // namespace afterglow::http
