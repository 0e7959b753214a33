#pragma once
// A dosing session, from the arrival to the close-out. Ordering, the time-out, giving, ending, judging discharge, releasing
// and closing out are separate acts. A session's events are its own: nothing of another session can appear in it.

#include "clinic/course/course.h"
#include "clinic/patient/patient.h"
#include "clinic/record/vitals.h"

namespace afterglow::clinic {

// ---- forms --------------------------------------------------------------------------------------------------------------

enum class Identifier { name, birth_date, national_id, insurer_number, photo };
BOOST_DESCRIBE_ENUM(Identifier, name, birth_date, national_id, insurer_number, photo)

struct Readiness {
    std::vector<Identifier> identified_by;  // at least two
    std::optional<Instant> last_food_at, last_drink_at;
    std::optional<Prose> drugs_taken;  // today, and those left out
    std::vector<CheckAnswer> checks;   // every readiness check of the pack
    Prose mental_state;
    Suicidality suicidality = Suicidality::none;
    Contact escort;
};
BOOST_DESCRIBE_STRUCT(Readiness, (),
                      (identified_by, last_food_at, last_drink_at, drugs_taken, checks, mental_state, suicidality,
                       escort))

struct OrderForm {
    Route route = Route::oral;
    std::optional<Milligrams> dose_mg;                    // or
    std::optional<MilligramsPerKilogram> dose_mg_per_kg;  // as the pack's rule for the route says
    std::vector<Line> rescue;                             // drugs authorised in case of need
    std::vector<Override> overrides;
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(OrderForm, (), (route, dose_mg, dose_mg_per_kg, rescue, overrides, note))

// As stored and signed: the whole dose worked out, and the rules that speak against without holding back: those to be
// weighed, unverified ones, checks that nobody could answer.
struct Order {
    OrderForm order;
    Milligrams total_mg;
    std::string medicine;
    std::optional<Kilograms> weight_kg;  // measured today, if the dose depends on it
    std::vector<Code> notes;
    PackStamp pack;
};
BOOST_DESCRIBE_STRUCT(Order, (), (order, total_mg, medicine, weight_kg, notes, pack))

struct TimeOut {
    bool identity = false, consent = false, allergies = false, medicine_and_dose = false, monitoring_ready = false;
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(TimeOut, (), (identity, consent, allergies, medicine_and_dose, monitoring_ready, note))
struct WitnessedTimeOut {
    TimeOut time_out;
    EntryId order;
    StaffId witness;
};
BOOST_DESCRIBE_STRUCT(WitnessedTimeOut, (), (time_out, order, witness))

struct DoseForm {
    Milligrams dose_mg;
    Route route = Route::oral;
    Line lot;
    Date expires;
    std::optional<Line> site;  // where injected
    StaffId prepared_by;
    std::optional<Line> reason;  // needed if less than ordered, and for an additional dose
    // Where it was taken from. Lot and expiry are read from the container again and must be the register's.
    std::optional<StockId> stock;  // none in a rehearsal only
    std::optional<Code> place;
    std::optional<std::int64_t> container;  // else the one opened first
    std::optional<Line> expired_because;    // the decision to use a lot past its expiry
};
BOOST_DESCRIBE_STRUCT(DoseForm, (),
                      (dose_mg, route, lot, expires, site, prepared_by, reason, stock, place, container,
                       expired_because))
struct Dose {
    DoseForm dose;
    EntryId order;
    std::string medicine;
    bool additional = false;
};
BOOST_DESCRIBE_STRUCT(Dose, (), (dose, order, medicine, additional))

enum class MarkKind {
    observation,
    said,
    touch_offered,
    touch_accepted,
    touch_declined,
    music,
    physician_called,
    physician_arrived,
    toilet,
    rescue_drug,
    note,
};
BOOST_DESCRIBE_ENUM(MarkKind, observation, said, touch_offered, touch_accepted, touch_declined, music, physician_called,
                    physician_arrived, toilet, rescue_drug, note)
struct Mark {
    MarkKind kind = MarkKind::note;
    std::optional<Prose> words;  // "mark now, word later"
    std::optional<Touch> touch;  // which, of a mark about touch
    std::optional<Line> drug;    // of a rescue drug: one that was authorised
    // Nearer than what was agreed before the session. Said by the server; such a mark is kept, since it says what happened.
    std::optional<bool> beyond_agreement;
};
BOOST_DESCRIBE_STRUCT(Mark, (), (kind, words, touch, drug, beyond_agreement))

enum class AdverseOutcome { resolved, resolving, ongoing, with_sequelae, fatal, unknown };
BOOST_DESCRIBE_ENUM(AdverseOutcome, resolved, resolving, ongoing, with_sequelae, fatal, unknown)
struct AdverseEvent {
    Line what;
    Instant onset_at;
    Ranged<1, 5> grade;
    Line action;
    AdverseOutcome outcome = AdverseOutcome::unknown;
    std::optional<EntryId> dose;  // the dose that caused it, as far as one can say
    bool serious = false;
    std::optional<Line> reported_to;
};
BOOST_DESCRIBE_STRUCT(AdverseEvent, (), (what, onset_at, grade, action, outcome, dose, serious, reported_to))

struct Discharge {
    std::vector<CheckAnswer> checks;  // every discharge criterion of the pack
    Suicidality suicidality = Suicidality::none;
    std::optional<Prose> note;
};
BOOST_DESCRIBE_STRUCT(Discharge, (), (checks, suicidality, note))

struct ReleaseForm {
    Name patient_signature;  // as the person wrote it
    Contact escort;
    bool instructions_given = false;
    std::vector<Override> overrides;
};
BOOST_DESCRIBE_STRUCT(ReleaseForm, (), (patient_signature, escort, instructions_given, overrides))
struct Release {
    ReleaseForm release;
    Instant no_driving_until;
    std::vector<Code> unmet;  // criteria that were set aside
    PackStamp pack;
};
BOOST_DESCRIBE_STRUCT(Release, (), (release, no_driving_until, unmet, pack))

struct CloseOutForm {
    Prose summary;
    Ranged<0, 1000> adverse_events;  // counted by the person closing; must be the number recorded
};
BOOST_DESCRIBE_STRUCT(CloseOutForm, (), (summary, adverse_events))

// A session on a simulated person: the same room and the same rules, kept out of the register, the account, people's
// stories and the figures.
enum class TroubleKind { pressure_crisis, vomiting, panic, desaturation, monitor_lost, network_lost };
BOOST_DESCRIBE_ENUM(TroubleKind, pressure_crisis, vomiting, panic, desaturation, monitor_lost, network_lost)
struct Trouble {
    TroubleKind kind = TroubleKind::pressure_crisis;
    Ranged<0, 600> at_min;  // after the dose, in the time of the simulated person
    Ranged<1, 120> for_min;
};
BOOST_DESCRIBE_STRUCT(Trouble, (), (kind, at_min, for_min))
struct RehearsalForm {
    Name name;
    Sex sex = Sex::female;
    Ranged<18, 100> age_years;
    Kilograms weight_kg;
    Touch agreed_touch = Touch::hand;
    Ranged<1, 60> speed;                  // how many times faster than real the simulated person lives
    std::optional<Ranged<2, 10>> slower;  // or slower
    std::vector<Trouble> troubles;
    Ranged<0, 1'000'000> seed;
};
BOOST_DESCRIBE_STRUCT(RehearsalForm, (), (name, sex, age_years, weight_kg, agreed_touch, speed, slower, troubles, seed))

// Set aside at the release, with the reason (who takes over), when a person at acute risk is handed over.
inline constexpr const char* kAcuteRisk = "acute_risk";

// ---- commands -----------------------------------------------------------------------------------------------------------

struct OpenSession {
    SessionId session;
    CourseId course;
    std::optional<Code> room;
    std::vector<StaffId> therapists;  // one or two, with the person throughout
    StaffId physician_on_site;
};
BOOST_DESCRIBE_STRUCT(OpenSession, (), (session, course, room, therapists, physician_on_site))

struct OpenRehearsal {
    SessionId session;
    CourseId course;  // of the simulated person; neither exists outside the session
    PatientId patient;
    std::optional<Code> room;
    RehearsalForm form;
};
BOOST_DESCRIBE_STRUCT(OpenRehearsal, (), (session, course, patient, room, form))

template <class Form>
struct RecordInSession {
    SessionId session;
    Form form;
    std::optional<Correction> correction;
    BOOST_DESCRIBE_CLASS(RecordInSession, (), (session, form, correction), (), ())
};
struct OrderDose {
    SessionId session;
    OrderForm form;
};
BOOST_DESCRIBE_STRUCT(OrderDose, (), (session, form))
struct TakeTimeOut {
    SessionId session;
    TimeOut form;
};
BOOST_DESCRIBE_STRUCT(TakeTimeOut, (), (session, form))
struct GiveDose {
    SessionId session;
    DoseForm form;
};
BOOST_DESCRIBE_STRUCT(GiveDose, (), (session, form))
struct WordMark {
    SessionId session;
    EntryId mark;
    Prose words;
};
BOOST_DESCRIBE_STRUCT(WordMark, (), (session, mark, words))
struct EndDosing {
    SessionId session;
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(EndDosing, (), (session, note))
struct ReleasePatient {
    SessionId session;
    ReleaseForm form;
};
BOOST_DESCRIBE_STRUCT(ReleasePatient, (), (session, form))
struct CloseOut {
    SessionId session;
    CloseOutForm form;
};
BOOST_DESCRIBE_STRUCT(CloseOut, (), (session, form))
struct CancelSession {
    SessionId session;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(CancelSession, (), (session, reason))
struct AddSessionAddendum {
    SessionId session;
    EntryId entry;
    Prose text;
};
BOOST_DESCRIBE_STRUCT(AddSessionAddendum, (), (session, entry, text))

// ---- events -------------------------------------------------------------------------------------------------------------

struct SessionOpened {
    SessionId session;
    CourseId course;
    PatientId patient;
    std::optional<Code> room;
    std::vector<StaffId> therapists;
    StaffId physician_on_site;
    std::optional<RehearsalForm> rehearsal;
};
BOOST_DESCRIBE_STRUCT(SessionOpened, (), (session, course, patient, room, therapists, physician_on_site, rehearsal))
struct MarkWorded {
    EntryId mark;
    Prose words;
};
BOOST_DESCRIBE_STRUCT(MarkWorded, (), (mark, words))
struct DosingEnded {
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(DosingEnded, (), (note))
struct SessionCancelled {
    Line reason;
};
BOOST_DESCRIBE_STRUCT(SessionCancelled, (), (reason))
// Written by the register in the same act as its own entry.
struct RemainderWasted {
    StockId stock;
    Milligrams amount_mg;
    Line reason, method;
    StaffId witness;
};
BOOST_DESCRIBE_STRUCT(RemainderWasted, (), (stock, amount_mg, reason, method, witness))
struct DoseCorrected {
    EntryId dose;
    Milligrams was_mg, is_mg;
    Line reason;
    StaffId witness;
};
BOOST_DESCRIBE_STRUCT(DoseCorrected, (), (dose, was_mg, is_mg, reason, witness))

// ---- state --------------------------------------------------------------------------------------------------------------

enum class SessionStage { arrival, dosed, recovery, released, closed, cancelled };
BOOST_DESCRIBE_ENUM(SessionStage, arrival, dosed, recovery, released, closed, cancelled)

struct WastedRemainder {
    RemainderWasted wasted;
    StaffId by;
    Instant at;
};
BOOST_DESCRIBE_STRUCT(WastedRemainder, (), (wasted, by, at))
struct CorrectedDose {
    DoseCorrected corrected;
    StaffId by;
    Instant at;
};
BOOST_DESCRIBE_STRUCT(CorrectedDose, (), (corrected, by, at))

struct Session {
    static constexpr const char* kKind = "session";
    using Event = std::variant<SessionOpened, Recorded<Readiness>, Recorded<Measured>, Recorded<Order>,
                               Recorded<WitnessedTimeOut>, Recorded<Dose>, Recorded<Mark>, MarkWorded,
                               Recorded<AdverseEvent>, DosingEnded, Recorded<Discharge>, Recorded<Release>,
                               Recorded<CloseOutForm>, SessionCancelled, AddendumAdded, RemainderWasted, DoseCorrected>;

    SessionId id;
    CourseId course;
    PatientId patient;
    std::optional<Code> room;
    std::vector<StaffId> therapists;
    StaffId physician_on_site;
    SessionStage stage = SessionStage::arrival;
    Instant opened_at;
    std::vector<Entry<Readiness>> readiness;
    std::vector<Entry<Measured>> vitals;
    std::vector<Entry<Order>> orders;
    std::vector<Entry<WitnessedTimeOut>> time_outs;
    std::vector<Entry<Dose>> doses;
    std::vector<Entry<Mark>> marks;
    std::vector<Entry<AdverseEvent>> adverse_events;
    std::optional<Instant> dosing_ended_at;
    std::vector<Entry<Discharge>> discharges;
    std::vector<Entry<Release>> releases;
    std::vector<Entry<CloseOutForm>> close_outs;
    std::optional<Line> cancelled_reason;
    std::optional<RehearsalForm> rehearsal;
    std::vector<WastedRemainder> remainders;
    std::vector<CorrectedDose> corrected_doses;  // what a dose said before; the dose itself says what is right
    bool exists() const { return !id.value.empty(); }
};
BOOST_DESCRIBE_STRUCT(Session, (),
                      (id, course, patient, room, therapists, physician_on_site, stage, opened_at, readiness, vitals,
                       orders, time_outs, doses, marks, adverse_events, dosing_ended_at, discharges, releases,
                       close_outs, cancelled_reason, rehearsal, remainders, corrected_doses))

inline std::string stream_of(const SessionId& id) { return "session:" + id.value; }

// The simulated person's minutes in one of the room's.
inline double pace_of(const RehearsalForm& form) {
    return static_cast<double>(form.speed.value) / static_cast<double>(form.slower ? form.slower->value : 1);
}
// The simulated person's record, as far as the room needs one: indicated, consented, prepared.
Course rehearsal_course(const Session&, const Pack&);
Patient rehearsal_patient(const Session&);

// Entries that stand, not counting corrected ones.
std::int64_t count_adverse_events(const Session&);

// Refusals, beside those of the forms: "session_unknown" "session_over" "session_not_over" "session_open" "room_unknown"
// "one_or_two_therapists" "two_identifiers_needed" "check_unknown" "check_missing" {check} "not_indicated_yet" "plan_missing"
// "consent_missing" "readiness_missing" "baseline_missing" "weight_today_missing" "dose_unit_differs" "dose_needed"
// "dose_below_limit" "dose_above_limit" "route_not_in_pack" "acute_risk" "start_rule" "too_soon_after_dose" "order_missing"
// "time_out_missing" "time_out_incomplete" "witness_needed" "witness_is_yourself" "dose_differs_from_order" "dose_above_order"
// "reason_needed" "lot_expired" "before_time_out" "dose_unknown" "onset_before_dose" "dose_missing" "dosing_not_ended"
// "discharge_missing" "discharge_unmet" "observation_too_short" "instructions_needed" "adverse_events_miscounted"
// "mark_unknown" "mark_worded" "dose_was_given" "entry_unknown" "course_not_prepared" "decision_outdated" "dosing_is_over"
// "before_grounds" "before_order" "before_dose" "before_end_of_dosing" "readiness_unmet" "doses_together_above_limit"
// {given,max} "serious_needed" "rescue_not_authorised" "words_needed" "touch_not_said" "alarms_open"
Result<Events> decide(const Session&, const Course&, const OpenSession&, const Context&);
Result<Events> decide(const Session&, const OpenRehearsal&, const Context&);
Result<Events> decide(const Session&, const RecordInSession<Readiness>&, const Context&);
Result<Events> decide(const Session&, const RecordInSession<Measured>&, const Context&);
Result<Events> decide(const Session&, const Course&, const OrderDose&, const Context&);
Result<Events> decide(const Session&, const TakeTimeOut&, const Context&);
Result<Events> decide(const Session&, const Course&, const GiveDose&, const Context&);
Result<Events> decide(const Session&, const Course&, const RecordInSession<Mark>&, const Context&);
Result<Events> decide(const Session&, const WordMark&, const Context&);
Result<Events> decide(const Session&, const RecordInSession<AdverseEvent>&, const Context&);
Result<Events> decide(const Session&, const EndDosing&, const Context&);
Result<Events> decide(const Session&, const RecordInSession<Discharge>&, const Context&);
Result<Events> decide(const Session&, const ReleasePatient&, const Context&);
Result<Events> decide(const Session&, const CloseOut&, const Context&);
Result<Events> decide(const Session&, const CancelSession&, const Context&);
Result<Events> decide(const Session&, const AddSessionAddendum&, const Context&);

void evolve(Session&, const SessionOpened&, const Meta&);
void evolve(Session&, const Recorded<Readiness>&, const Meta&);
void evolve(Session&, const Recorded<Measured>&, const Meta&);
void evolve(Session&, const Recorded<Order>&, const Meta&);
void evolve(Session&, const Recorded<WitnessedTimeOut>&, const Meta&);
void evolve(Session&, const Recorded<Dose>&, const Meta&);
void evolve(Session&, const Recorded<Mark>&, const Meta&);
void evolve(Session&, const MarkWorded&, const Meta&);
void evolve(Session&, const Recorded<AdverseEvent>&, const Meta&);
void evolve(Session&, const DosingEnded&, const Meta&);
void evolve(Session&, const Recorded<Discharge>&, const Meta&);
void evolve(Session&, const Recorded<Release>&, const Meta&);
void evolve(Session&, const Recorded<CloseOutForm>&, const Meta&);
void evolve(Session&, const SessionCancelled&, const Meta&);
void evolve(Session&, const RemainderWasted&, const Meta&);
void evolve(Session&, const DoseCorrected&, const Meta&);
void evolve(Session&, const AddendumAdded&, const Meta&);

}  // namespace afterglow::clinic
