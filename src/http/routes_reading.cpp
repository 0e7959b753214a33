#include <algorithm>

#include "backup/backup.h"
#include "clinic/confirmation/confirmation.h"
#include "http/app.h"
#include "journal/stored.h"
#include "views/queries.h"

namespace afterglow::http {

using desk::Permission;

// For the administrator: how it stands with the clinic's backups.
struct BackupState {
    std::optional<Instant> made_at;  // of the newest one that restored itself
    std::optional<std::int64_t> events;
    bool late = false;  // older than it should be, or there is none
};
BOOST_DESCRIBE_STRUCT(BackupState, (), (made_at, events, late))

struct Today {
    Instant now;
    std::vector<views::InquiryRow> inquiries;  // open ones, most pressing first
    std::vector<views::WaitingRow> notices;    // people to be told that an indication has opened
    std::vector<views::TaskRow> tasks;
    std::vector<views::SessionRow> sessions;   // running
    std::vector<views::BookingRow> bookings;   // today's
    std::vector<views::CourseRow> courses;     // running, longest untouched first
    std::vector<desk::DeviceTrouble> devices;  // monitors whose messages belong to no session, in the last hour
    std::optional<BackupState> backup;
    std::optional<std::int64_t> emergencies;  // records opened in an emergency that nobody has looked at yet
};
BOOST_DESCRIBE_STRUCT(Today, (),
                      (now, inquiries, notices, tasks, sessions, bookings, courses, devices, backup, emergencies))

struct PatientPage {
    RawJson<clinic::Patient> patient;
    std::int64_t version = 0;
    std::vector<views::CourseRow> courses;
    std::vector<views::BookingRow> bookings;
};
BOOST_DESCRIBE_STRUCT(PatientPage, (), (patient, version, courses, bookings))

struct PatientRecord {
    RawJson<clinic::Patient> patient;
    RawJson<std::vector<clinic::Course>> courses;    // newest first
    RawJson<std::vector<clinic::Session>> sessions;  // newest first
    std::vector<views::TaskRow> tasks;
};
BOOST_DESCRIBE_STRUCT(PatientRecord, (), (patient, courses, sessions, tasks))

// What is to become of a person's record.
struct ErasurePage {
    std::optional<Instant> requested_at;
    std::optional<Line> words;
    std::optional<clinic::RecordHold> hold;
    Date kept_until;          // the last day of retention
    clinic::NumberRule rule;  // that says so
    bool may_be_erased = false;
};
BOOST_DESCRIBE_STRUCT(ErasurePage, (), (requested_at, words, hold, kept_until, rule, may_be_erased))

struct ErasureList {
    std::vector<views::ErasureRow> erasures;
};
BOOST_DESCRIBE_STRUCT(ErasureList, (), (erasures))

struct SessionPage {
    RawJson<clinic::Session> session;
    std::int64_t version = 0;
    RawJson<clinic::Course> course;
    RawJson<clinic::Patient> patient;
    std::vector<views::SessionRow> others;  // the other running sessions
    std::optional<RawJson<clinic::Watch>> watch;
    std::optional<RawJson<clinic::Morning>> morning;  // of a session that is over
};
BOOST_DESCRIBE_STRUCT(SessionPage, (), (session, version, course, patient, others, watch, morning))

// How a course stands, for those who work on it.
struct CourseGuide {
    CourseId course;
    std::int64_t version = 0;
    std::optional<clinic::Phase> next;  // the phase after this one
    std::vector<std::string> missing;   // before it can go on to `next`
    bool decision_outdated = false;     // something speaks against that the decision did not know of
};
BOOST_DESCRIBE_STRUCT(CourseGuide, (), (course, version, next, missing, decision_outdated))

struct InquiryPage {
    RawJson<clinic::Inquiry> inquiry;
    std::int64_t version = 0;
    std::optional<PatientId> patient;  // what came of it
    std::optional<WaitingId> waiting;
};
BOOST_DESCRIBE_STRUCT(InquiryPage, (), (inquiry, version, patient, waiting))

struct InquiryList {
    std::vector<views::InquiryRow> inquiries;
};
BOOST_DESCRIBE_STRUCT(InquiryList, (), (inquiries))
struct WaitingPage {
    std::vector<views::WaitingRow> waiting;
    std::vector<std::string> open_indications;
};
BOOST_DESCRIBE_STRUCT(WaitingPage, (), (waiting, open_indications))
struct PatientList {
    std::vector<views::PatientRow> patients;
};
BOOST_DESCRIBE_STRUCT(PatientList, (), (patients))
struct StoryPage {
    std::vector<views::StoryEntry> entries;  // newest first
    bool more = false;
};
BOOST_DESCRIBE_STRUCT(StoryPage, (), (entries, more))
struct CalendarPage {
    Date from, to;
    std::vector<views::BookingRow> bookings;
};
BOOST_DESCRIBE_STRUCT(CalendarPage, (), (from, to, bookings))
struct SessionList {
    std::vector<views::SessionRow> sessions;
};
BOOST_DESCRIBE_STRUCT(SessionList, (), (sessions))
struct TaskList {
    std::vector<views::TaskRow> tasks;
};
BOOST_DESCRIBE_STRUCT(TaskList, (), (tasks))
struct StaffList {
    std::vector<views::StaffRow> staff;
};
BOOST_DESCRIBE_STRUCT(StaffList, (), (staff))
struct RoleRow {
    clinic::Role role = clinic::Role::coordinator;
    std::vector<Permission> may;
    std::vector<Permission> never;  // whatever other roles the person has
};
BOOST_DESCRIBE_STRUCT(RoleRow, (), (role, may, never))
struct RoleList {
    std::vector<RoleRow> roles;
};
BOOST_DESCRIBE_STRUCT(RoleList, (), (roles))
struct AccessLogPage {
    std::vector<views::AccessRow> entries;
    bool more = false;
};
BOOST_DESCRIBE_STRUCT(AccessLogPage, (), (entries, more))
struct PolicyPage {
    clinic::Pack pack;
    std::vector<clinic::Confirmation> confirmations;
    std::vector<std::string> open_indications;
};
BOOST_DESCRIBE_STRUCT(PolicyPage, (), (pack, confirmations, open_indications))

// A letter that tells a person, with reasons and alternatives, that the therapy is not indicated.
struct LetterPage {
    std::string clinic;
    std::string recipient;
    clinic::Language language = clinic::Language::cs;
    Instant decided_at;
    std::string greeting, opening, reasons_heading;
    std::vector<std::string> reasons;
    std::string alternatives_heading;
    std::vector<std::string> alternatives;
    std::optional<std::string> words;
    std::string closing;
    std::string signed_by;
};
BOOST_DESCRIBE_STRUCT(LetterPage, (),
                      (clinic, recipient, language, decided_at, greeting, opening, reasons_heading, reasons,
                       alternatives_heading, alternatives, words, closing, signed_by))

namespace {

constexpr std::int64_t kPageLength = 100;
constexpr std::int64_t kSearchLength = 60;
constexpr int kMaxCalendarDays = 62;

Refusal not_found() { return refuse_as(RefusalKind::not_found, "not_found"); }

bool may(const Call& call, Permission permission) { return call.person->permissions.has(permission); }

template <class Id>
Result<Id> id_parameter(const Call& call) {
    if (!is_uuid(call.parameters[0])) return not_found();
    return Id{call.parameters[0]};
}

// A number in the query; 0 if it is absent or none.
std::int64_t number_parameter(const Call& call, const char* name) {
    const std::string text(call.request.parameter(name).value_or(""));
    if (text.empty() || text.size() > 15 || text.find_first_not_of("0123456789") != std::string::npos) return 0;
    return std::stoll(text);
}

std::vector<std::string> open_indications(const Call& call) {
    std::vector<std::string> open;
    for (const clinic::Indication& each : call.app.pack().indications) {
        if (views::indication_open(call.app.reader(), each)) open.push_back(each.code);
    }
    return open;
}

Date today_of(const Call& call) { return to_local(call.app.desk().now(), call.app.pack().zone).date(); }

// Who may not know the people sees when somebody or something is busy, and not with whom.
void hide_people(std::vector<views::BookingRow>& bookings) {
    for (views::BookingRow& row : bookings) {
        clinic::Booking booking = journal::stored<clinic::Booking>(row.booking.text);
        booking.appointment.patient.reset();
        booking.appointment.course.reset();
        booking.appointment.note.reset();
        booking.reason.reset();
        row.booking.text = to_json(booking);
        row.patient_name.reset();
    }
}

BackupState backup_state(const journal::StoreOptions& clinic, Instant now) {
    const auto newest = backup::newest(clinic);
    BackupState state{.late = backup::is_late(newest, now)};
    if (newest) state.made_at = newest->made_at, state.events = newest->events;
    return state;
}

// ---- handlers -------------------------------------------------------------------------------------------------------------------

Result<std::string> today(const Call& call) {
    journal::Db& db = call.app.reader();
    const journal::Snapshot snapshot(db);
    Today page{.now = call.app.desk().now()};
    if (may(call, Permission::handle_inquiries)) {
        page.inquiries = views::open_inquiries(db);
        page.notices = views::notices_due(db);
    }
    if (may(call, Permission::read_records)) {
        page.tasks = views::open_tasks(db);
        page.sessions = views::running_sessions(db);
        if (const auto* troubles = call.app.options().device_troubles)
            page.devices = troubles->since(page.now - hours(1));
    }
    if (may(call, Permission::read_people)) page.courses = views::running_courses(db, kPageLength);
    page.bookings = views::bookings(db, today_of(call), today_of(call));
    if (!may(call, Permission::read_people)) hide_people(page.bookings);
    if (may(call, Permission::manage_staff)) page.backup = backup_state(call.app.desk().store().options(), page.now);
    if (may(call, Permission::review_emergency_access))
        page.emergencies = views::emergencies_to_review(db, call.person->staff.id);
    return to_json(page);
}

Result<std::string> inquiries(const Call& call) {
    return to_json(InquiryList{views::recent_inquiries(call.app.reader(), 300)});
}

Result<std::string> inquiry(const Call& call) {
    const InquiryId id = TRY(id_parameter<InquiryId>(call));
    journal::Db& db = call.app.reader();
    const journal::Snapshot snapshot(db);
    const auto found = views::document(db, clinic::stream_of(id));
    if (!found) return not_found();
    return to_json(InquiryPage{
        {found->body}, found->version, views::patient_of_inquiry(db, id), views::waiting_of_inquiry(db, id)});
}

Result<std::string> waiting(const Call& call) {
    return to_json(WaitingPage{views::waiting_list(call.app.reader()), open_indications(call)});
}

Result<std::string> patients(const Call& call) {
    const std::string_view search = call.request.parameter("search").value_or("");
    return to_json(PatientList{views::find_patients(call.app.reader(), search, kSearchLength)});
}

Result<std::string> patient(const Call& call) {
    const PatientId id = TRY(id_parameter<PatientId>(call));
    journal::Db& db = call.app.reader();
    const journal::Snapshot snapshot(db);
    const auto found = views::document(db, clinic::stream_of(id));
    if (!found) return not_found();
    call.log_read(id, "patient");
    return to_json(PatientPage{{found->body}, found->version, views::courses_of(db, id), views::bookings_of(db, id)});
}

Result<std::string> record(const Call& call) {
    const PatientId id = TRY(id_parameter<PatientId>(call));
    journal::Db& db = call.app.reader();
    const journal::Snapshot snapshot(db);
    const auto found = views::document(db, clinic::stream_of(id));
    if (!found) return not_found();
    call.log_read(id, "record");
    return to_json(PatientRecord{
        {found->body}, {views::course_documents(db, id)}, {views::session_documents(db, id)}, views::tasks_of(db, id)});
}

Result<std::string> story(const Call& call) {
    const PatientId id = TRY(id_parameter<PatientId>(call));
    journal::Db& db = call.app.reader();
    if (!views::document(db, clinic::stream_of(id))) return not_found();
    call.log_read(id, "story");
    StoryPage page{views::story(db, id, number_parameter(call, "before"), kPageLength + 1), false};
    page.more = page.entries.size() > static_cast<std::size_t>(kPageLength);
    if (page.more) page.entries.pop_back();
    return to_json(page);
}

Result<std::string> erasure(const Call& call) {
    const PatientId id = TRY(id_parameter<PatientId>(call));
    journal::Db& db = call.app.reader();
    const journal::Snapshot snapshot(db);
    const clinic::AtTheEnd person = views::at_the_end(db, id);
    if (!person.exists) return not_found();
    call.log_read(id, "erasure");
    const clinic::Pack& pack = call.app.pack();
    clinic::Erasure state;
    if (const auto found = views::document(db, clinic::erasure_stream(id)))
        state = TRY(from_json<clinic::Erasure>(found->body));
    const Date until = clinic::kept_until(*person.last_entry_at, pack);
    const bool over = to_local(call.app.desk().now(), pack.zone).date() > until;
    return to_json(ErasurePage{state.requested_at, state.words, state.hold, until, pack.record_kept_years,
                               over && !state.hold && person.sealed});
}

Result<std::string> erasures(const Call& call) {
    journal::Db& db = call.app.reader();
    const journal::Snapshot snapshot(db);
    ErasureList list{views::erasures(db)};
    for (views::ErasureRow& row : list.erasures) {
        if (row.patient)
            row.kept_until = clinic::kept_until(*views::at_the_end(db, *row.patient).last_entry_at, call.app.pack());
    }
    return to_json(list);
}

Result<std::string> session(const Call& call) {
    const SessionId id = TRY(id_parameter<SessionId>(call));
    journal::Db& db = call.app.reader();
    const journal::Snapshot snapshot(db);
    const auto found = views::document(db, clinic::stream_of(id));
    if (!found) return not_found();
    const auto state = TRY(from_json<clinic::Session>(found->body));
    SessionPage page{{found->body}, found->version, {}, {}, views::running_sessions(db), {}, {}};
    if (state.rehearsal) {
        page.course.text = to_json(clinic::rehearsal_course(state, call.app.pack()));
        page.patient.text = to_json(clinic::rehearsal_patient(state));
    } else {
        const auto course = views::document(db, clinic::stream_of(state.course));
        const auto patient = views::document(db, clinic::stream_of(state.patient));
        if (!course || !patient) return not_found();
        call.log_read(state.patient, "session");
        page.course.text = course->body;
        page.patient.text = patient->body;
    }
    if (const auto watch = views::document(db, clinic::watch_stream(id))) page.watch = {watch->body};
    if (const auto morning = views::document(db, clinic::morning_stream(id))) page.morning = {morning->body};
    if (call.only_by_pass) page.others.clear();  // they opened one person's record
    std::erase_if(page.others, [&](const views::SessionRow& each) { return each.id == id; });
    return to_json(page);
}

Result<std::string> sessions(const Call& call) {
    return to_json(SessionList{views::running_sessions(call.app.reader())});
}
Result<std::string> tasks(const Call& call) { return to_json(TaskList{views::open_tasks(call.app.reader())}); }
Result<std::string> staff(const Call& call) { return to_json(StaffList{views::all_staff(call.app.reader())}); }

Result<std::string> roles(const Call&) {
    RoleList list;
    for_each_enumerator<clinic::Role>([&](clinic::Role role, std::string_view) {
        RoleRow row{role, {}, {}};
        const desk::Permissions granted = desk::granted_by(role);
        const desk::Permissions denied = desk::denied_by(role);
        for_each_enumerator<Permission>([&](Permission each, std::string_view) {
            if (granted.has(each)) row.may.push_back(each);
            if (denied.has(each)) row.never.push_back(each);
        });
        list.roles.push_back(std::move(row));
    });
    return to_json(list);
}

Result<std::string> figures(const Call& call) {
    return to_json(views::figures(call.app.reader(), call.app.desk().now(), call.app.pack().zone));
}

Result<Date> date_parameter(const Call& call, const char* name) {
    const auto text = call.request.parameter(name);
    if (!text) return today_of(call);
    const auto date = parse_date(*text);
    if (!date.ok()) return refuse_field(std::string("/") + name, "not_a_date");
    return *date;
}

Result<std::string> calendar(const Call& call) {
    const Date from = TRY(date_parameter(call, "from"));
    const Date to = TRY(date_parameter(call, "to"));
    if (to < from || to.days - from.days > kMaxCalendarDays)
        return refuse_field("/to", "out_of_range",
                            {{"min", to_text(from)}, {"max", to_text(Date{from.days + kMaxCalendarDays})}});
    CalendarPage page{from, to, views::bookings(call.app.reader(), from, to)};
    if (!may(call, Permission::read_people)) hide_people(page.bookings);
    return to_json(page);
}

Result<std::string> access_log(const Call& call) {
    std::optional<PatientId> patient;
    if (const auto text = call.request.parameter("patient")) {
        if (!is_uuid(*text)) return refuse_field("/patient", "not_a_uuid");
        patient = PatientId{std::string(*text)};
    }
    AccessLogPage page{views::access_log(call.app.reader(), patient, number_parameter(call, "before"), kPageLength + 1),
                       false};
    page.more = page.entries.size() > static_cast<std::size_t>(kPageLength);
    if (page.more) page.entries.pop_back();
    if (!may(call, Permission::read_people)) {
        for (views::AccessRow& row : page.entries) row.patient_name.reset();
    }
    return to_json(page);
}

Result<std::string> policy(const Call& call) {
    PolicyPage page{call.app.pack(), {}, open_indications(call)};
    if (const auto found = views::document(call.app.reader(), clinic::kConfirmationsStream)) {
        page.confirmations = TRY(from_json<clinic::Confirmations>(found->body)).rules;
    }
    return to_json(page);
}

Result<std::string> guide(const Call& call) {
    const CourseId id = TRY(id_parameter<CourseId>(call));
    const auto found = views::document(call.app.reader(), clinic::stream_of(id));
    if (!found) return not_found();
    const auto course = TRY(from_json<clinic::Course>(found->body));
    call.log_read(course.patient, "course");
    CourseGuide page{
        .course = id, .version = found->version, .decision_outdated = clinic::is_decision_outdated(course)};
    if (course.phase != clinic::Phase::outcome) {
        page.next = static_cast<clinic::Phase>(static_cast<int>(course.phase) + 1);
        page.missing = clinic::missing_for(course, *page.next);
    }
    return to_json(page);
}

Result<std::string> letter(const Call& call) {
    const CourseId id = TRY(id_parameter<CourseId>(call));
    journal::Db& db = call.app.reader();
    const auto found = views::document(db, clinic::stream_of(id));
    if (!found) return not_found();
    const auto course = TRY(from_json<clinic::Course>(found->body));
    const clinic::Entry<clinic::Decision>* decision = clinic::standing(course.decisions);
    if (!decision || !decision->data.decision.letter) return not_found();
    const auto patient_document = views::document(db, clinic::stream_of(course.patient));
    if (!patient_document) return not_found();
    const auto patient = TRY(from_json<clinic::Patient>(patient_document->body));
    call.log_read(course.patient, "letter");
    const clinic::Language language = patient.details.language;
    const clinic::LetterWords& words = call.app.pack().refusal_letter;
    LetterPage page{call.app.pack().clinic_name,
                    patient.details.given_name.value + " " + patient.details.family_name.value,
                    language,
                    decision->happened_at,
                    words.greeting.in(language),
                    words.opening.in(language),
                    words.reasons_heading.in(language),
                    {},
                    words.alternatives_heading.in(language),
                    {},
                    {},
                    words.closing.in(language),
                    decision->signature ? decision->signature->name : ""};
    for (const Line& each : decision->data.decision.letter->reasons) page.reasons.push_back(each.value);
    for (const Line& each : decision->data.decision.letter->alternatives) page.alternatives.push_back(each.value);
    if (decision->data.decision.letter->words) page.words = decision->data.decision.letter->words->value;
    return to_json(page);
}

using Read = Result<std::string> (*)(const Call&);

Route read(const char* path, Permission permission, const char* summary, SchemaMaker response, Read handler,
           std::vector<std::string> query = {}, std::optional<RecordOf> record_of = {}) {
    return {.path = path,
            .permission = permission,
            .summary = summary,
            .response = response,
            .handle =
                [handler](const Call& call) {
                    auto body = handler(call);
                    if (body.ok()) return call.answer_json(std::move(*body));
                    call.refuse(body.refusal());
                },
            .query = std::move(query),
            .record_of = record_of};
}

}  // namespace

void add_reading_routes(std::vector<Route>& routes) {
    using P = Permission;
    for (Route& route : std::vector<Route>{
             read("/api/v1/today", P::read_calendar, "What is due today, as far as one may know it",
                  schema_maker<Today>, today),
             read("/api/v1/inquiries", P::handle_inquiries, "The latest inquiries", schema_maker<InquiryList>,
                  inquiries),
             read("/api/v1/inquiries/{id}", P::handle_inquiries, "One inquiry with its answers",
                  schema_maker<InquiryPage>, inquiry),
             read("/api/v1/waiting-list", P::handle_inquiries, "The waiting list by indication",
                  schema_maker<WaitingPage>, waiting),
             read("/api/v1/patients", P::read_people, "People, by name", schema_maker<PatientList>, patients,
                  {"search"}),
             read("/api/v1/patients/{id}", P::read_people, "A person: details, courses, appointments",
                  schema_maker<PatientPage>, patient, {}, RecordOf::patient),
             read("/api/v1/patients/{id}/record", P::read_records, "A person's whole record",
                  schema_maker<PatientRecord>, record, {}, RecordOf::patient),
             read("/api/v1/patients/{id}/story", P::read_records, "Everything that happened, newest first",
                  schema_maker<StoryPage>, story, {"before"}, RecordOf::patient),
             read("/api/v1/patients/{id}/erasure", P::read_people,
                  "How long a person's record must be kept, and whether somebody asked to have it erased",
                  schema_maker<ErasurePage>, erasure),
             read("/api/v1/erasures", P::erase_records, "Records to be erased, held, and erased",
                  schema_maker<ErasureList>, erasures),
             read("/api/v1/courses/{id}/guide", P::read_records,
                  "How a course stands, and what is missing before it can go on", schema_maker<CourseGuide>, guide, {},
                  RecordOf::course),
             read("/api/v1/courses/{id}/letter", P::read_records, "The letter that explains a refusal",
                  schema_maker<LetterPage>, letter, {}, RecordOf::course),
             read("/api/v1/sessions", P::read_records, "Running dosing sessions", schema_maker<SessionList>, sessions),
             read("/api/v1/sessions/{id}", P::read_records, "A dosing session, with what the room needs",
                  schema_maker<SessionPage>, session, {}, RecordOf::session),
             read("/api/v1/tasks", P::read_records, "Open tasks", schema_maker<TaskList>, tasks),
             read("/api/v1/calendar", P::read_calendar, "Appointments of some days", schema_maker<CalendarPage>,
                  calendar, {"from", "to"}),
             read("/api/v1/figures", P::read_figures, "The clinic's figures", schema_maker<views::Figures>, figures),
             read("/api/v1/staff", P::read_calendar, "The clinic's people", schema_maker<StaffList>, staff),
             read("/api/v1/roles", P::signed_in, "What each role may do", schema_maker<RoleList>, roles),
             read("/api/v1/policy", P::signed_in, "The rules the clinic works by", schema_maker<PolicyPage>, policy),
             read("/api/v1/access-log", P::read_access_log, "Who read what, and who came and went",
                  schema_maker<AccessLogPage>, access_log, {"patient", "before"}),
         }) {
        routes.push_back(std::move(route));
    }
}

}  // namespace afterglow::http
