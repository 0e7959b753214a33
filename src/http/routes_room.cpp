// The dosing room beside the record: what is live, what monitors sent, every alarm, what is expected, and paper.

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "documents/emergency_page.h"
#include "documents/instructions.h"
#include "documents/paper_form.h"
#include "documents/session_record.h"
#include "forecast/forecast.h"
#include "http/app.h"
#include "journal/stored.h"
#include "views/queries.h"

namespace afterglow::http {

using desk::Permission;

struct ReadingList {
    std::vector<views::ReadingRow> readings;  // oldest first; thinned, but for those with a blood pressure
};
BOOST_DESCRIBE_STRUCT(ReadingList, (), (readings))
struct AlarmList {
    std::vector<views::AlarmRow> alarms;  // newest first
};
BOOST_DESCRIBE_STRUCT(AlarmList, (), (alarms))

namespace {

constexpr std::int64_t kMostReadings = 1500;
constexpr Milliseconds kOnPaperEvery = minutes(5);

Refusal not_found() { return refuse_as(RefusalKind::not_found, "not_found"); }

// A session with the record it belongs to; a simulated one's is made up.
struct SessionRecord {
    clinic::Session session;
    clinic::Course course;
    clinic::Patient patient;
};

template <class State>
Result<State> state_of(journal::Db& db, const std::string& stream) {
    const auto found = views::document(db, stream);
    if (!found) return not_found();
    return from_json<State>(found->body);
}

Result<SessionRecord> session_record(const Call& call, const char* what) {
    const SessionId id = TRY(id_of<SessionId>(call));
    journal::Db& db = call.app.reader();
    const journal::Snapshot snapshot(db);
    SessionRecord record{
        .session = TRY(state_of<clinic::Session>(db, clinic::stream_of(id))), .course = {}, .patient = {}};
    if (record.session.rehearsal) {
        record.course = clinic::rehearsal_course(record.session, call.app.pack());
        record.patient = clinic::rehearsal_patient(record.session);
        return record;
    }
    record.course = TRY(state_of<clinic::Course>(db, clinic::stream_of(record.session.course)));
    record.patient = TRY(state_of<clinic::Patient>(db, clinic::stream_of(record.session.patient)));
    call.log_read(record.session.patient, what);
    return record;
}

// The session is there, and that it was read is in the log.
Done log_session_read(const Call& call, journal::Db& db, const SessionId& id, const char* what) {
    const auto session = TRY(state_of<clinic::Session>(db, clinic::stream_of(id)));
    if (!session.rehearsal) call.log_read(session.patient, what);
    return done();
}

// ---- live -----------------------------------------------------------------------------------------------------------------

void live(const Call& call) {
    const auto id = id_of<SessionId>(call);
    if (!id.ok()) return call.refuse(id.refusal());
    const auto known = log_session_read(call, call.app.reader(), *id, "live");
    if (!known.ok()) return call.refuse(known.refusal());
    const auto stream = std::make_shared<Stream>();
    call.answer({.content_type = "text/event-stream", .headers = {{"X-Accel-Buffering", "no"}}, .stream = stream});
    call.app.live().subscribe(*id, std::string(call.request.cookie(kCookie).value_or("")), stream,
                              call.only_by_pass ? call.pass : std::nullopt);
}

Result<std::string> readings(const Call& call) {
    const SessionId id = TRY(id_of<SessionId>(call));
    Instant since{0};
    if (const auto text = call.request.parameter("since")) {
        const auto parsed = parse_instant(*text);
        if (!parsed.ok()) return refuse_field("/since", "not_an_instant");
        since = *parsed;
    }
    journal::Db& db = call.app.reader();
    TRY(log_session_read(call, db, id, "readings"));
    return to_json(ReadingList{views::readings(db, id, since, kMostReadings)});
}

Result<std::string> alarms(const Call& call) {
    const SessionId id = TRY(id_of<SessionId>(call));
    journal::Db& db = call.app.reader();
    TRY(log_session_read(call, db, id, "alarms"));
    return to_json(AlarmList{views::alarms_of(db, id)});
}

// ---- calculated beside the connections' threads -----------------------------------------------------------------------------

void on_worker(const Call& call, std::function<Response(Refusal&)> make) {
    const bool taken = call.app.worker().submit([call, make = std::move(make)] {
        Refusal refusal;
        try {
            Response response = make(refusal);
            if (!refusal.code.empty()) return call.refuse(refusal);
            call.answer(std::move(response));
        } catch (const std::exception& error) {
            spdlog::error("{} failed: {}", call.request.path, error.what());
            call.refuse(refuse_as(RefusalKind::unavailable, "internal"));
        }
    });
    if (!taken) call.refuse(refuse_as(RefusalKind::too_many, "too_many_waiting"));
}

void expected(const Call& call) {
    if (!call.app.options().library) return call.refuse(refuse_as(RefusalKind::unavailable, "models_missing"));
    auto record = session_record(call, "expected");
    if (!record.ok()) return call.refuse(record.refusal());
    on_worker(call, [call, record = std::move(*record)](Refusal& refusal) -> Response {
        auto course = forecast::expected_course(*call.app.options().library, record.session, record.patient,
                                                call.app.pack().zone);
        if (!course.ok()) {
            refusal = course.refusal();
            return {};
        }
        return {.content_type = "application/json", .body = to_json(*course)};
    });
}

// ---- paper ------------------------------------------------------------------------------------------------------------------

class Papers {
public:
    Papers(const Call& call, const SessionRecord& record, clinic::Language language)
        : call_(call), record_(record), pack_(call.app.pack()), language_(language) {
        for (const views::StaffRow& each : views::all_staff(call.app.reader())) names_[each.id.value] = each.name;
    }

    // Empty for a kind that there is not.
    std::string make(std::string_view kind) const {
        if (kind == "record") return session_record_pdf();
        if (kind == "instructions") return instructions_pdf();
        if (kind == "emergency") return emergency_pdf();
        if (kind == "blank") return blank_pdf();
        return "";
    }

private:
    std::string name_of(const StaffId& id) const {
        const auto found = names_.find(id.value);
        return found == names_.end() ? "" : found->second;
    }
    documents::Printing printing() const {
        documents::Printing printing;
        printing.establishment = pack_.clinic_name;
        printing.establishment_lines = pack_.clinic_address;
        printing.zone = pack_.zone;
        printing.printed_at = call_.app.desk().now();
        printing.printed_by = call_.person->staff.name;
        printing.rules = fmt::format("{} {}", pack_.id, pack_.version);
        return printing;
    }
    documents::Person person() const {
        const clinic::PatientDetails& details = record_.patient.details;
        documents::Person person;
        person.name = record_.session.rehearsal ? details.given_name.value
                                                : details.given_name.value + " " + details.family_name.value;
        person.birth_date = details.birth_date;
        person.id = record_.patient.id.value.substr(0, 8);
        if (details.national_id) person.national_id = details.national_id->value;
        return person;
    }
    std::vector<std::string> allergies() const {
        std::vector<std::string> all;
        for (const Line& each : record_.patient.details.allergies) all.push_back(each.value);
        return all;
    }
    std::vector<documents::ContactLine> contacts() const {
        std::vector<documents::ContactLine> lines;
        if (pack_.clinic_phone) lines.push_back({pack_.clinic_name, *pack_.clinic_phone});
        return lines;
    }

    std::string session_record_pdf() const {
        journal::Db& db = call_.app.reader();
        documents::SessionRecordSheet sheet = documents::session_record_of(
            record_.session, pack_, [&](const StaffId& id) { return name_of(id); }, language_);
        sheet.printing = printing();
        sheet.person = person();
        sheet.allergies = allergies();
        Instant printed{0};
        for (const views::ReadingRow& each : views::readings(db, record_.session.id, Instant{0}, kMostReadings)) {
            // On paper every pressure, and of what is sent each second one in five minutes.
            const bool pressure = each.vitals.text.find("systolic_mmhg") != std::string::npos;
            if (!pressure && each.at - printed < kOnPaperEvery) continue;
            printed = each.at;
            documents::VitalsPart part;
            part.written.happened_at = each.at;
            part.written.recorded_at = each.received_at;
            part.vitals = journal::stored<clinic::Vitals>(each.vitals.text);
            part.device = each.device;
            sheet.vitals.push_back(std::move(part));
        }
        std::ranges::stable_sort(sheet.vitals, {}, [](const auto& each) { return each.written.happened_at; });
        for (const views::AlarmRow& each : views::alarms_of(db, record_.session.id)) {
            const clinic::Rule* rule = clinic::find_rule(pack_, each.rule);
            sheet.alarms.insert(sheet.alarms.begin(),
                                {.kind = rule ? rule->text.in(language_) : each.rule,
                                 .raised_at = each.raised_at,
                                 .acknowledged_at = each.acknowledged_at,
                                 .acknowledged_by = each.acknowledged_by ? name_of(*each.acknowledged_by) : "",
                                 .actionable = each.actionable,
                                 .note = each.words.value_or("")});
        }
        for (std::size_t i = 0; i < sheet.doses.size() && !record_.session.remainders.empty(); ++i) {
            if (i + 1 < sheet.doses.size()) continue;  // remainders are entered after the last dose
            Milligrams wasted;
            for (const clinic::WastedRemainder& each : record_.session.remainders)
                wasted.micrograms += each.wasted.amount_mg.micrograms;
            sheet.doses[i].wasted =
                documents::WastePart{wasted, name_of(record_.session.remainders.back().wasted.witness)};
        }
        return documents::session_record_pdf(sheet, language_);
    }
    std::string instructions_pdf() const {
        documents::InstructionsSheet sheet;
        sheet.printing = printing();
        sheet.person = person();
        const clinic::Session& session = record_.session;
        Instant last = session.opened_at;
        for (const auto& each : session.doses) last = std::max(last, each.happened_at);
        sheet.no_driving_until = session.releases.empty() ? last + hours(pack_.no_driving_hours.value)
                                                          : session.releases.back().data.no_driving_until;
        sheet.contacts = contacts();
        if (!session.releases.empty()) sheet.escort = session.releases.back().data.release.escort;
        return documents::instructions_pdf(sheet, language_);
    }
    std::string emergency_pdf() const {
        documents::EmergencySheet sheet = documents::emergency_page_of(record_.session, pack_, language_);
        sheet.printing = printing();
        sheet.person = person();
        sheet.allergies = allergies();
        sheet.contacts = contacts();
        if (const auto& contact = record_.patient.details.emergency_contact)
            sheet.contacts.push_back({contact->name.value, contact->phone.value});
        return documents::emergency_page_pdf(sheet, language_);
    }
    std::string blank_pdf() const {
        documents::PaperFormSheet sheet = documents::paper_form_of(pack_, language_);
        sheet.printing = printing();
        sheet.person = person();
        sheet.allergies = allergies();
        return documents::paper_form_pdf(sheet, language_);
    }

    const Call& call_;
    const SessionRecord& record_;
    const clinic::Pack& pack_;
    clinic::Language language_;
    std::map<std::string, std::string> names_;
};

void paper(const Call& call) {
    const auto language = enum_from<clinic::Language>(call.request.parameter("language").value_or("en"));
    if (!language) return call.refuse(refuse_field("/language", "unknown_value", {{"allowed", "cs, en, uk"}}));
    auto record = session_record(call, "paper");
    if (!record.ok()) return call.refuse(record.refusal());
    on_worker(call, [call, record = std::move(*record), language = *language](Refusal& refusal) -> Response {
        std::string pdf = Papers(call, record, language).make(call.parameters[1]);
        if (pdf.empty()) refusal = not_found();
        return {.content_type = "application/pdf",
                .headers = {{"Content-Disposition", "inline; filename=\"" + call.parameters[1] + ".pdf\""}},
                .body = std::move(pdf)};
    });
}

template <Result<std::string> (*Make)(const Call&)>
void answer(const Call& call) {
    call.answer_json(Make(call));
}

std::string bytes_schema(SchemaBook&) { return R"({"type":"string"})"; }

}  // namespace

void add_room_routes(std::vector<Route>& routes) {
    using P = Permission;
    routes.push_back({.path = "/api/v1/sessions/{id}/live",
                      .permission = P::read_records,
                      .summary = "What happens in a dosing room, as server-sent events",
                      .response = bytes_schema,
                      .handle = live,
                      .record_of = RecordOf::session,
                      .content_type = "text/event-stream"});
    routes.push_back({.path = "/api/v1/sessions/{id}/readings",
                      .permission = P::read_records,
                      .summary = "What monitors sent in a dosing session",
                      .response = schema_maker<ReadingList>,
                      .handle = answer<readings>,
                      .query = {"since"},
                      .record_of = RecordOf::session});
    routes.push_back({.path = "/api/v1/sessions/{id}/alarms",
                      .permission = P::read_records,
                      .summary = "Every alarm of a dosing session",
                      .response = schema_maker<AlarmList>,
                      .handle = answer<alarms>,
                      .record_of = RecordOf::session});
    routes.push_back({.path = "/api/v1/sessions/{id}/expected",
                      .permission = P::read_records,
                      .summary = "What the doses of a session are expected to do; not measured",
                      .response = schema_maker<forecast::ExpectedCourse>,
                      .handle = expected,
                      .record_of = RecordOf::session});
    routes.push_back({.path = "/api/v1/sessions/{id}/papers/{kind}",
                      .permission = P::read_records,
                      .summary = "A session on paper, as PDF: record, instructions, emergency, blank",
                      .response = bytes_schema,
                      .handle = paper,
                      .query = {"language"},
                      .record_of = RecordOf::session,
                      .content_type = "application/pdf"});
}

}  // namespace afterglow::http
