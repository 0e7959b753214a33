#include "desk/commands.h"

#include <algorithm>

#include "clinic/account/account.h"
#include "clinic/calendar/calendar.h"
#include "clinic/confirmation/confirmation.h"
#include "clinic/course/course.h"
#include "clinic/dosing/dosing.h"
#include "clinic/emergency/emergency.h"
#include "clinic/erasure/erasure.h"
#include "clinic/inquiry/inquiry.h"
#include "clinic/morning/morning.h"
#include "clinic/patient/patient.h"
#include "clinic/staff/staff.h"
#include "clinic/stock/register.h"
#include "clinic/task/task.h"
#include "clinic/waiting/waiting.h"
#include "clinic/watch/watch.h"
#include "views/queries.h"

namespace afterglow::desk {
namespace {

using namespace clinic;

// ---- which streams a command is about, and what else it has to look at: one `run` for each shape ---------------------------
// `subject(command)` names the stream; `run(books, command, context)` loads states and calls the pure decide().

std::string subject(const ReceiveInquiry& c) { return stream_of(c.inquiry); }
std::string subject(const TakeInquiry& c) { return stream_of(c.inquiry); }
std::string subject(const AnswerInquiry& c) { return stream_of(c.inquiry); }
std::string subject(const CloseInquiry& c) { return stream_of(c.inquiry); }
std::string subject(const ReopenInquiry& c) { return stream_of(c.inquiry); }
std::string subject(const JoinWaitingList& c) { return stream_of(c.waiting); }
std::string subject(const RecordNotice& c) { return stream_of(c.waiting); }
std::string subject(const LeaveWaitingList& c) { return stream_of(c.waiting); }
std::string subject(const OpenIndication&) { return kAdmissionStream; }
std::string subject(const CloseIndication&) { return kAdmissionStream; }
std::string subject(const RegisterPatient& c) { return stream_of(c.patient); }
std::string subject(const AmendPatient& c) { return stream_of(c.patient); }
std::string subject(const RequestErasure& c) { return erasure_stream(c.patient); }
std::string subject(const HoldRecord& c) { return erasure_stream(c.patient); }
std::string subject(const ReleaseRecord& c) { return erasure_stream(c.patient); }
std::string subject(const ErasePatient& c) { return erasure_stream(c.patient); }
std::string subject(const EraseInquiry& c) { return erasure_stream(c.inquiry); }
std::string subject(const EraseWaiting& c) { return erasure_stream(c.waiting); }
std::string subject(const CloseTask& c) { return stream_of(c.task); }
std::string subject(const Book& c) { return stream_of(c.appointment.starts.date()); }
std::string subject(const MoveBooking& c) { return stream_of(c.from); }
std::string subject(const CancelBooking& c) { return stream_of(c.day); }
std::string subject(const ConfirmRule&) { return kConfirmationsStream; }
std::string subject(const WithdrawConfirmation&) { return kConfirmationsStream; }

std::string subject(const ReceiveReading& c) { return watch_stream(c.session); }
std::string subject(const RefuseReading& c) { return watch_stream(c.session); }
std::string subject(const LookAfter& c) { return watch_stream(c.session); }
std::string subject(const AcknowledgeAlarm& c) { return watch_stream(c.session); }
std::string subject(const PauseAlarms& c) { return watch_stream(c.session); }
std::string subject(const EndPause& c) { return watch_stream(c.session); }
std::string subject(const RecordContactLost& c) { return watch_stream(c.session); }
std::string subject(const BeginMessage& c) { return morning_stream(c.session); }
std::string subject(const FinishMessage& c) { return morning_stream(c.session); }
std::string subject(const LookAfterMorning& c) { return morning_stream(c.session); }
std::string subject(const OpenEmergency& c) { return stream_of(c.emergency); }
std::string subject(const CloseEmergency& c) { return stream_of(c.emergency); }
std::string subject(const ReviewEmergency& c) { return stream_of(c.emergency); }
std::string subject(const RecordPrivacyNotice& c) { return stream_of(c.emergency); }
std::string subject(const AnswerMorning& c) { return morning_stream(c.session); }
std::string subject(const ReceiveStock& c) { return stream_of(c.stock); }
std::string subject(const TransferStock& c) { return stream_of(c.stock); }
std::string subject(const OpenStock& c) { return stream_of(c.stock); }
std::string subject(const WasteStock& c) { return stream_of(c.stock); }
std::string subject(const ReturnStock& c) { return stream_of(c.stock); }
std::string subject(const DestroyStock& c) { return stream_of(c.stock); }
std::string subject(const CountStock& c) { return stream_of(c.stock); }
std::string subject(const CorrectStock& c) { return stream_of(c.stock); }
std::string subject(const CloseDiscrepancy& c) { return stream_of(c.stock); }
std::string subject(const OpenRegisterDay&) { return kRegisterStream; }
std::string subject(const CloseRegisterDay&) { return kRegisterStream; }
std::string subject(const CloseRegisterMonth&) { return kRegisterStream; }

template <class Command>
    requires requires(const Command& c) {
        { c.staff } -> std::convertible_to<StaffId>;
    }
std::string subject(const Command& c) {
    return stream_of(c.staff);
}
template <class Command>
    requires requires(const Command& c) {
        { c.course } -> std::convertible_to<CourseId>;
    } && (!requires(const Command& c) { c.session; })
std::string subject(const Command& c) {
    return stream_of(c.course);
}
template <class Command>
    requires requires(const Command& c) {
        { c.session } -> std::convertible_to<SessionId>;
    }
std::string subject(const Command& c) {
    return stream_of(c.session);
}

// The plain shape: one stream.
template <class State, class Command>
Result<Events> on_one(Books& books, const Command& command, const Context& context) {
    return decide(books.get<State>(subject(command)), command, context);
}

Result<Events> run(Books& books, const JoinWaitingList& c, const Context& x) {
    return decide(books.get<Waiting>(subject(c)), books.get<Admission>(kAdmissionStream), c, x);
}
Result<Events> run(Books& books, const RecordNotice& c, const Context& x) {
    return decide(books.get<Waiting>(subject(c)), books.get<Admission>(kAdmissionStream), c, x);
}
Result<Events> run(Books& books, const RegisterPatient& c, const Context& x) {
    return decide(books.get<Patient>(subject(c)), c, views::look_alikes(books.views(), c.details), x);
}
Result<Events> run(Books& books, const OpenCourse& c, const Context& x) {
    const Patient& patient = books.get<Patient>(stream_of(c.patient));
    if (!patient.exists()) return refuse_field("/patient", "patient_unknown");
    std::vector<OtherCourse> others;
    for (const views::CourseRow& row : views::courses_of(books.views(), c.patient)) {
        OtherCourse other{row.id, row.cycle, row.status == CourseStatus::ended};
        for (const GivenDose& dose : books.get<Course>(stream_of(row.id)).doses)
            other.last_dose_at = std::max(other.last_dose_at, std::optional(dose.at));
        others.push_back(other);
    }
    const Indication* indication = find_indication(x.pack, c.indication.value);
    const bool open = indication && is_open(books.get<Admission>(kAdmissionStream), *indication);
    return decide(books.get<Course>(subject(c)), c, patient.details.birth_date, others, open, x);
}
Result<Events> run(Books& books, const MoveBooking& c, const Context& x) {
    return decide(books.get<Day>(stream_of(c.from)), books.get<Day>(stream_of(c.appointment.starts.date())), c, x);
}
// ---- the dosing room: the session, the watch over it, the register, the account ---------------------------------------------

const Watch& watch_of(Books& books, const SessionId& session) { return books.get<Watch>(watch_stream(session)); }

Result<const Session*> session_of(Books& books, const SessionId& id) {
    const Session& session = books.get<Session>(stream_of(id));
    if (!session.exists()) return refuse_as(RefusalKind::not_found, "session_unknown");
    return &session;
}

Course course_of(Books& books, const Session& session, const Context& x) {
    return session.rehearsal ? rehearsal_course(session, x.pack) : books.get<Course>(stream_of(session.course));
}

// What a rehearsal leaves behind: its own session and the watch over it, and nothing in anybody's books.
Events within(const Session& session, Events events) {
    if (session.rehearsal)
        events.keep_streams([](std::string_view stream) {
            return stream.starts_with(Session::kKind) || stream.starts_with(Watch::kKind);
        });
    return events;
}

ClosedThrough closed_through(Books& books) { return books.get<Register>(kRegisterStream).closed_through; }

template <class Command>
Result<Events> in_session(Books& books, const Command& c, const Context& x) {
    const Session& session = *TRY(session_of(books, c.session));
    if constexpr (requires { decide(session, std::declval<const Course&>(), c, x); }) {
        return within(session, TRY(decide(session, course_of(books, session, x), c, x)));
    } else {
        return within(session, TRY(decide(session, c, x)));
    }
}

void begin_watch(Events& events, const SessionId& session, const PatientId& patient, const CourseId& course,
                 const std::optional<Code>& room, bool rehearsal) {
    events.add(watch_stream(session), WatchBegan{session, patient, course, room, rehearsal});
}

Result<Events> run(Books& books, const OpenSession& c, const Context& x) {
    const Course& course = books.get<Course>(stream_of(c.course));
    Events events = TRY(decide(books.get<Session>(stream_of(c.session)), course, c, x));
    begin_watch(events, c.session, course.patient, c.course, c.room, false);
    return events;
}
// Each simulated person is measured every second, through the same journal as those in the rooms.
constexpr std::ptrdiff_t kMaxRehearsals = 12;

Result<Events> run(Books& books, const OpenRehearsal& c, const Context& x) {
    const auto running = views::running_watches(books.views());
    if (std::ranges::count(running, true, &views::RunningWatch::rehearsal) >= kMaxRehearsals)
        return refuse("too_many_rehearsals", {{"max", std::to_string(kMaxRehearsals)}});
    Events events = TRY(decide(books.get<Session>(stream_of(c.session)), c, x));
    begin_watch(events, c.session, c.patient, c.course, c.room, true);
    return events;
}
Result<Events> run(Books& books, const RecordInSession<Measured>& c, const Context& x) {
    Events events = TRY(in_session(books, c, x));
    const Session& session = books.get<Session>(stream_of(c.session));
    observe(events, watch_of(books, c.session), session, c.form.vitals, AlarmSource::typed, x);
    return events;
}

// One act, several books: the session, the course, the register, the account; or none of them.
Result<Events> run(Books& books, const GiveDose& c, const Context& x) {
    const Session& session = *TRY(session_of(books, c.session));
    Events events = TRY(in_session(books, c, x));
    plan_checks_after_dose(events, watch_of(books, c.session), c.form.route, x);
    if (session.rehearsal) return events;
    if (!c.form.stock) return refuse_field("/form/stock", "stock_needed");
    if (!c.form.place) return refuse_field("/form/place", "required");
    const Entry<Order>& order = *standing(session.orders);
    TRY(take_dose(events, books.get<Stock>(stream_of(*c.form.stock)),
                  {.session = c.session,
                   .patient = session.patient,
                   .prescriber = order.by,
                   .prepared_by = c.form.prepared_by,
                   .medicine = order.data.medicine,
                   .lot = c.form.lot,
                   .expires = c.form.expires,
                   .dose_mg = c.form.dose_mg,
                   .place = *c.form.place,
                   .container = c.form.container,
                   .note = c.form.expired_because},
                  closed_through(books), x));
    events.add(account_stream(session.course), DoseCharged{c.session, x.command, order.data.medicine, c.form.dose_mg});
    return events;
}

// Every alarm ends with a person: nobody leaves while one still calls.
Result<Events> end_watch(Books& books, Events events, const SessionId& session) {
    const Watch& watch = watch_of(books, session);
    if (!watch.runs()) return events;
    const bool calling = std::ranges::any_of(watch.alarms, [](const Alarm& each) { return signals(each.state); });
    if (calling) return refuse("alarms_open");
    end_checks(events, watch);
    events.add(watch_stream(session), WatchEnded{});
    return events;
}
Result<Events> run(Books& books, const ReleasePatient& c, const Context& x) {
    const Session& session = *TRY(session_of(books, c.session));
    Events events = TRY(end_watch(books, TRY(in_session(books, c, x)), c.session));
    if (session.rehearsal) return events;
    const Patient& patient = books.get<Patient>(stream_of(session.patient));
    plan_morning(events, c.session, session.patient, session.course, patient.details.language, patient.details.email,
                 x);
    return events;
}
Result<Events> run(Books& books, const CancelSession& c, const Context& x) {
    return end_watch(books, TRY(in_session(books, c, x)), c.session);
}
Result<Events> run(Books& books, const ReceiveReading& c, const Context& x) {
    return decide(watch_of(books, c.session), books.get<Session>(stream_of(c.session)), c, x);
}

// ---- the register -----------------------------------------------------------------------------------------------------------

template <class Command>
Result<Events> on_stock(Books& books, const Command& c, const Context& x) {
    return decide(books.get<Stock>(subject(c)), c, closed_through(books), x);
}
Result<Events> run(Books& books, const WasteStock& c, const Context& x) {
    Events events = TRY(on_stock(books, c, x));
    if (!c.session) return events;
    const Session& session = books.get<Session>(stream_of(*c.session));
    if (!session.exists() || session.rehearsal) return refuse_field("/session", "session_unknown");
    events.add(stream_of(*c.session), RemainderWasted{c.stock, c.amount_mg, c.reason, c.method, *x.witness});
    return events;
}
// What the register says of a dose, the session, the course and the account say too.
Result<Events> run(Books& books, const CorrectStock& c, const Context& x) {
    Events events = TRY(on_stock(books, c, x));
    const Stock& stock = books.get<Stock>(stream_of(c.stock));
    const auto entry = std::ranges::find(stock.entries, c.entry, &StockEntry::entry);
    if (entry->kind != MoveKind::issued || !entry->session) return events;
    const Session& session = books.get<Session>(stream_of(*entry->session));
    const Entry<Dose>* dose = find_entry(session.doses, c.entry);
    if (!dose) return events;
    if (c.right_mg->micrograms == 0) return refuse_field("/right_mg", "dose_needed");
    events.add(stream_of(session.id),
               DoseCorrected{c.entry, dose->data.dose.dose_mg, *c.right_mg, c.reason, *x.witness});
    events.add(stream_of(session.course), CourseDoseCorrected{c.entry, *c.right_mg});
    events.add(account_stream(session.course), DoseChargeCorrected{c.entry, *c.right_mg});
    return events;
}
template <class Command>
Result<Events> in_book(Books& books, const Command& c, const Context& x) {
    return decide(books.get<Register>(kRegisterStream), c, views::stock_balances(books.views()), x);
}
Result<Events> run(Books& books, const OpenEmergency& c, const Context& x) {
    const auto staff = views::staff_by_id(books.views(), x.who.value);
    const EmergencyGrounds grounds{
        .patient_known = books.get<Patient>(stream_of(c.patient)).exists(),
        .reads_anyway = staff && permissions_of(staff->roles).has(Permission::read_records),
        .another_open = views::open_emergency(books.views(), x.who, x.now).has_value(),
    };
    return decide(books.get<Emergency>(subject(c)), c, grounds, x);
}
Result<Events> run(Books& books, const AddStaff& c, const Context& x) {
    return decide(books.get<Staff>(subject(c)), c, views::staff_by_user(books.views(), c.user.value).has_value(), x);
}
Result<Events> run(Books& books, const ChangeRoles& c, const Context& x) {
    return decide(books.get<Staff>(subject(c)), c, views::another_administrator(books.views(), c.staff), x);
}
Result<Events> run(Books& books, const DismissStaff& c, const Context& x) {
    return decide(books.get<Staff>(subject(c)), c, views::another_administrator(books.views(), c.staff), x);
}

template <class Command>
Result<Events> at_the_end(Books& books, const Command& c, const Context& x) {
    const auto id_of = [](const Command& each) {
        if constexpr (requires { each.patient; })
            return each.patient;
        else if constexpr (requires { each.inquiry; })
            return each.inquiry;
        else
            return each.waiting;
    };
    return decide(books.get<Erasure>(subject(c)), views::at_the_end(books.views(), id_of(c)), c, x);
}

// Which state a command of the plain shape folds.
template <class State, class... Commands>
struct Plain {};
template <class Command, class List>
inline constexpr bool is_in = false;
template <class Command, class State, class... Commands>
inline constexpr bool is_in<Command, Plain<State, Commands...>> = (std::is_same_v<Command, Commands> || ...);

using OnInquiry = Plain<Inquiry, ReceiveInquiry, TakeInquiry, AnswerInquiry, CloseInquiry, ReopenInquiry>;
using OnWaiting = Plain<Waiting, LeaveWaitingList>;
using OnAdmission = Plain<Admission, OpenIndication, CloseIndication>;
using OnPatient = Plain<Patient, AmendPatient>;
using OnCourse = Plain<Course, MoveCourse, HoldCourse, PostponeCourse, ResumeCourse, EndCourse, Record<Interview>,
                       Record<Evaluation>, Record<Examination>, Record<ScaleAnswers>, Record<Plan>, Record<Preparation>,
                       Record<Integration>, Record<Outcome>, AssessCriteria, Decide, SignConsent, WithdrawConsent,
                       AddCourseAddendum>;
using InSession =
    Plain<Session, RecordInSession<Readiness>, OrderDose, TakeTimeOut, RecordInSession<Mark>, WordMark,
          RecordInSession<AdverseEvent>, EndDosing, RecordInSession<Discharge>, CloseOut, AddSessionAddendum>;
using OnWatch = Plain<Watch, RefuseReading, LookAfter, AcknowledgeAlarm, PauseAlarms, EndPause, RecordContactLost>;
using OnMorning = Plain<Morning, BeginMessage, FinishMessage, LookAfterMorning, AnswerMorning>;
using OnStock =
    Plain<Stock, ReceiveStock, TransferStock, OpenStock, ReturnStock, DestroyStock, CountStock, CloseDiscrepancy>;
using InBook = Plain<Register, OpenRegisterDay, CloseRegisterDay, CloseRegisterMonth>;
using OnEmergency = Plain<Emergency, CloseEmergency, ReviewEmergency, RecordPrivacyNotice>;
using OnDay = Plain<Day, Book, CancelBooking>;
using OnTask = Plain<Task, CloseTask>;
using OnStaff = Plain<Staff, ReinstateStaff, UnlinkAccount>;
using AtTheEndOf = Plain<Erasure, RequestErasure, HoldRecord, ReleaseRecord, ErasePatient, EraseInquiry, EraseWaiting>;
using OnConfirmations = Plain<Confirmations, ConfirmRule, WithdrawConfirmation>;

template <class Command>
Result<Events> run_any(Books& books, const Command& command, const Context& context) {
    if constexpr (is_in<Command, OnInquiry>)
        return on_one<Inquiry>(books, command, context);
    else if constexpr (is_in<Command, OnWaiting>)
        return on_one<Waiting>(books, command, context);
    else if constexpr (is_in<Command, OnAdmission>)
        return on_one<Admission>(books, command, context);
    else if constexpr (is_in<Command, OnPatient>)
        return on_one<Patient>(books, command, context);
    else if constexpr (is_in<Command, OnCourse>)
        return on_one<Course>(books, command, context);
    else if constexpr (is_in<Command, InSession>)
        return in_session(books, command, context);
    else if constexpr (is_in<Command, OnWatch>)
        return on_one<Watch>(books, command, context);
    else if constexpr (is_in<Command, OnMorning>)
        return on_one<Morning>(books, command, context);
    else if constexpr (is_in<Command, OnStock>)
        return on_stock(books, command, context);
    else if constexpr (is_in<Command, InBook>)
        return in_book(books, command, context);
    else if constexpr (is_in<Command, OnEmergency>)
        return on_one<Emergency>(books, command, context);
    else if constexpr (is_in<Command, OnDay>)
        return on_one<Day>(books, command, context);
    else if constexpr (is_in<Command, OnTask>)
        return on_one<Task>(books, command, context);
    else if constexpr (is_in<Command, OnStaff>)
        return on_one<Staff>(books, command, context);
    else if constexpr (is_in<Command, AtTheEndOf>)
        return at_the_end(books, command, context);
    else if constexpr (is_in<Command, OnConfirmations>)
        return on_one<Confirmations>(books, command, context);
    else
        return run(books, command, context);
}

template <class Command>
Result<Prepared> prepare(const CommandType& type, const Json& data) {
    const auto command = std::make_shared<const Command>(TRY(read_described<Command>(data, "/data")));
    return Prepared{
        .stream = subject(*command),
        .canonical = type.name + to_json(*command),
        .decide = [command](Books& books, const Context& context) { return run_any(books, *command, context); },
    };
}

template <class Command>
CommandType command(const char* name, Permission permission, const char* summary, Signing signing = Signing::none) {
    return {name, permission, permission, signing, summary, prepare<Command>, [](SchemaBook& book) {
                return book.schema<Command>();
            }};
}
// Of two people, the second of whom may be permitted less.
template <class Command>
CommandType witnessed(const char* name, Permission permission, const char* summary, Signing signing = Signing::witness,
                      Permission witness = Permission::witness_drugs) {
    CommandType type = command<Command>(name, permission, summary, signing);
    type.witness = witness;
    return type;
}

}  // namespace

const std::vector<CommandType>& command_types() {
    using P = Permission;
    static const std::vector<CommandType> types{
        command<ReceiveInquiry>("record-inquiry", P::handle_inquiries,
                                "A question that came by phone, e-mail or in person"),
        command<TakeInquiry>("take-inquiry", P::handle_inquiries,
                             "Take an inquiry upon oneself, or give it to somebody"),
        command<AnswerInquiry>("answer-inquiry", P::handle_inquiries, "Record the answer that was given"),
        command<CloseInquiry>("close-inquiry", P::handle_inquiries, "Close an inquiry that needs no answer"),
        command<ReopenInquiry>("reopen-inquiry", P::handle_inquiries, "Open an inquiry again"),
        command<JoinWaitingList>("join-waiting-list", P::handle_inquiries,
                                 "Put a person on the waiting list of an indication"),
        command<RecordNotice>("record-notice", P::handle_inquiries,
                              "Record that a waiting person was told that the indication is open"),
        command<LeaveWaitingList>("leave-waiting-list", P::handle_inquiries, "Take a person off the waiting list"),
        command<OpenIndication>("open-indication", P::open_indications, "Open an indication for admission"),
        command<CloseIndication>("close-indication", P::open_indications, "Close an indication for admission"),

        command<RegisterPatient>("register-patient", P::register_people, "Register a person"),
        command<AmendPatient>("amend-patient", P::register_people,
                              "Change a person's details; the old ones stay visible"),

        command<RequestErasure>("request-erasure", P::register_people,
                                "Record that a person asked for their record to be erased"),
        command<HoldRecord>("hold-record", P::erase_records, "Keep a record from being erased, for a reason"),
        command<ReleaseRecord>("release-record", P::erase_records, "Let go of a record that was held"),
        witnessed<ErasePatient>("erase-patient", P::erase_records,
                                "Erase a person, for good, once the record need not be kept any longer",
                                Signing::witness, P::read_records),
        command<EraseInquiry>("erase-inquiry", P::erase_records,
                              "Erase somebody who asked and did not become a patient, for good", Signing::password),
        command<EraseWaiting>("erase-waiting", P::erase_records,
                              "Erase somebody who waited and did not become a patient, for good", Signing::password),

        command<OpenCourse>("open-course", P::register_people, "Open a course, the first or a repeated one"),
        command<MoveCourse>("move-course", P::move_courses, "Move a course to another phase"),
        command<HoldCourse>("hold-course", P::move_courses, "Put a course on hold"),
        command<PostponeCourse>("postpone-course", P::move_courses, "Postpone a course"),
        command<ResumeCourse>("resume-course", P::move_courses, "Resume a course that was held or postponed"),
        command<EndCourse>("end-course", P::move_courses,
                           "End a course: completed, not indicated, abandoned, stopped or referred"),

        command<Book>("book", P::book, "Book an appointment"),
        command<MoveBooking>("move-booking", P::book, "Move an appointment"),
        command<CancelBooking>("cancel-booking", P::book, "Cancel an appointment"),

        command<Record<Interview>>("record-interview", P::interview, "Record the initial interview"),
        command<Record<Evaluation>>("record-evaluation", P::evaluate, "Record the psychiatric evaluation"),
        command<Record<Examination>>("record-examination", P::examine, "Record the physical examination"),
        command<Record<ScaleAnswers>>("record-scale", P::fill_scales, "Record a filled-in questionnaire; it is scored"),
        command<AssessCriteria>("assess-criteria", P::assess, "Answer criteria of admission with evidence"),
        command<Decide>("decide", P::decide, "Decide on admission", Signing::password),
        command<SignConsent>("sign-consent", P::take_consent, "The person's consent, signed before a clinician",
                             Signing::password),
        command<WithdrawConsent>("withdraw-consent", P::take_consent, "Record that a consent was withdrawn"),
        command<Record<Plan>>("record-plan", P::plan, "Record the plan of the course"),
        command<Record<Preparation>>("record-preparation", P::prepare, "Record a preparation session"),
        command<Record<Integration>>("record-integration", P::integrate, "Record an integration session"),
        command<Record<Outcome>>("record-outcome", P::record_outcomes, "Record the outcome"),
        command<AddCourseAddendum>("add-course-addendum", P::add_addenda, "Add to an entry of a course"),

        command<OpenSession>("open-session", P::attend_sessions, "The person has arrived: open a dosing session"),
        command<RecordInSession<Readiness>>("record-readiness", P::attend_sessions,
                                            "Record the checks before the dose"),
        command<RecordInSession<Measured>>("record-vitals", P::attend_sessions, "Record measurements"),
        command<OrderDose>("order-dose", P::order_doses, "Order a dose", Signing::password),
        command<TakeTimeOut>("take-time-out", P::attend_sessions, "Time-out by two people before the dose",
                             Signing::witness),
        command<GiveDose>("give-dose", P::give_doses, "Record that the dose was given"),
        command<RecordInSession<Mark>>("record-mark", P::attend_sessions, "Mark a moment; words may follow later"),
        command<WordMark>("word-mark", P::attend_sessions, "Add the words to a mark"),
        command<RecordInSession<AdverseEvent>>("record-adverse-event", P::attend_sessions, "Record an adverse event"),
        command<EndDosing>("end-dosing", P::attend_sessions, "End the dosing; recovery begins"),
        command<RecordInSession<Discharge>>("record-discharge", P::attend_sessions, "Judge the criteria of discharge"),
        command<ReleasePatient>("release-patient", P::release_people, "Release the person, signed by both",
                                Signing::password),
        command<CloseOut>("close-out", P::attend_sessions, "Close out the session"),
        command<CancelSession>("cancel-session", P::attend_sessions, "Cancel a session before any dose"),
        command<AddSessionAddendum>("add-session-addendum", P::add_addenda, "Add to an entry of a session"),

        command<OpenRehearsal>("open-rehearsal", P::rehearse, "Open a session on a simulated person"),

        command<AcknowledgeAlarm>("acknowledge-alarm", P::attend_sessions, "Acknowledge an alarm"),
        command<PauseAlarms>("pause-alarms", P::attend_sessions, "Pause the sound of alarms for a moment"),
        command<EndPause>("end-pause", P::attend_sessions, "End such a pause"),
        command<RecordContactLost>("record-contact-lost", P::attend_sessions,
                                   "Record that a screen had no contact, from happened_at until then"),
        command<ReceiveReading>("receive-reading", P::act_as_program, "A monitor's reading"),
        command<RefuseReading>("refuse-reading", P::act_as_program, "A monitor's message that was refused"),
        command<LookAfter>("look-after-session", P::act_as_program, "Do what is due in the watch over a session"),

        command<ReceiveStock>("receive-stock", P::keep_register, "Receive a medicine into the register"),
        command<TransferStock>("transfer-stock", P::keep_register, "Move stock from one place to another"),
        command<OpenStock>("open-stock", P::handle_drugs, "Open a sealed container"),
        witnessed<WasteStock>("waste-stock", P::handle_drugs, "Waste an amount, before a witness"),
        command<ReturnStock>("return-stock", P::keep_register, "Give stock back"),
        witnessed<DestroyStock>("destroy-stock", P::keep_register, "Destroy stock, before a witness"),
        witnessed<CountStock>("count-stock", P::keep_register, "Count a lot at a place; a difference needs a witness",
                              Signing::witness_if_given),
        witnessed<CorrectStock>("correct-stock", P::handle_drugs, "Correct an entry by a new one, before a witness"),
        witnessed<CloseDiscrepancy>("close-discrepancy", P::keep_register,
                                    "Say what a discrepancy was found to be, before a witness"),
        command<OpenRegisterDay>("open-register-day", P::keep_register, "Open the register for today"),
        command<CloseRegisterDay>("close-register-day", P::keep_register, "Close the register's open day"),
        command<CloseRegisterMonth>("close-register-month", P::keep_register, "Close a month for good",
                                    Signing::password),

        command<AnswerMorning>("answer-morning", P::act_as_program, "A person's answer on the morning after"),
        command<BeginMessage>("begin-message", P::act_as_program, "The message of a morning is being sent"),
        command<FinishMessage>("finish-message", P::act_as_program, "How sending it ended"),
        command<LookAfterMorning>("look-after-morning", P::act_as_program, "Do what is due about a morning"),

        command<OpenEmergency>("open-emergency-access", P::open_in_emergency,
                               "Open one person's record in an emergency, for a reason and a limited time"),
        command<CloseEmergency>("close-emergency-access", P::open_in_emergency, "Close it before its time"),
        command<ReviewEmergency>("review-emergency-access", P::review_emergency_access,
                                 "Say what is to be thought of an emergency access of somebody else"),
        command<RecordPrivacyNotice>("record-privacy-notice", P::act_as_program,
                                     "How writing to the privacy lead went"),

        command<CloseTask>("close-task", P::close_tasks, "Say what was done, and close the task"),
        command<ConfirmRule>("confirm-rule", P::confirm_rules, "Confirm a rule that nobody has verified yet"),
        command<WithdrawConfirmation>("withdraw-confirmation", P::confirm_rules, "Withdraw such a confirmation"),

        command<AddStaff>("add-staff", P::manage_staff, "Add a person of staff"),
        command<ChangeRoles>("change-roles", P::manage_staff, "Change somebody's roles; at once"),
        command<DismissStaff>("dismiss-staff", P::manage_staff, "End somebody's access; at once"),
        command<ReinstateStaff>("reinstate-staff", P::manage_staff, "Give somebody access again"),
        command<UnlinkAccount>("unlink-account", P::manage_staff,
                               "Nobody switches from other clinics into this account any more"),
    };
    return types;
}

const CommandType* find_command(std::string_view name) {
    for (const CommandType& each : command_types()) {
        if (each.name == name) return &each;
    }
    return nullptr;
}

}  // namespace afterglow::desk
