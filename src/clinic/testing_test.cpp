#include "clinic/testing.h"

#include <fmt/format.h>

#include <cmath>

namespace afterglow::clinic::example {
namespace {

Words words(const std::string& text) { return {text, text, text}; }
Rule rule(const std::string& id, Evidence evidence = Evidence::C) {
    return {id, words("Example: " + id), "example", evidence, "example", {}};
}

template <class R>
R ruled(const std::string& id, Evidence evidence = Evidence::C) {
    R made;
    static_cast<Rule&>(made) = rule(id, evidence);
    return made;
}

NumberRule number(const std::string& id, std::int64_t value, Evidence evidence = Evidence::C) {
    NumberRule made = ruled<NumberRule>(id, evidence);
    made.value = value;
    return made;
}

Criterion criterion(const std::string& id, CriterionKind kind, Evidence evidence = Evidence::C) {
    Criterion made = ruled<Criterion>(id, evidence);
    made.kind = kind;
    return made;
}

PlausibilityRule plausible(Measure measure, double possible_min, double usual_min, double usual_max,
                           double possible_max) {
    PlausibilityRule made = ruled<PlausibilityRule>("ex.plausible." + std::string(enum_name(measure)));
    made.measure = measure;
    made.possible_min = possible_min, made.possible_max = possible_max;
    made.usual_min = usual_min, made.usual_max = usual_max;
    return made;
}

StartRule start(const std::string& id, Measure measure, double above, StartAction action, Evidence evidence) {
    StartRule made = ruled<StartRule>(id, evidence);
    made.measure = measure;
    made.hold_above = above;
    made.action = action;
    return made;
}

AppointmentRule appointment_rule(BookingKind kind) {
    AppointmentRule made = ruled<AppointmentRule>("ex.appointment." + std::string(enum_name(kind)));
    made.kind = kind;
    made.shortest_min = 20;
    made.longest_min = 240;
    return made;
}

Instrument instrument() {
    Instrument made;
    made.id = "example-mood";
    made.version = 2;
    for (int item = 1; item <= 5; ++item)
        made.items.push_back({fmt::format("q{}", item), "", words("Example question"), item == 5});
    for (int value = 0; value <= 3; ++value) made.options.push_back({value, words("Example answer")});
    made.bands = {{0, "least", words("least")}, {4, "some", words("some")}, {9, "much", words("much")}};
    return made;
}

void add_doses(Pack& pack) {
    DoseRule oral = ruled<DoseRule>("ex.dose.oral");
    oral.route = Route::oral;
    oral.min_mg = Milligrams{50'000}, oral.max_mg = Milligrams{120'000};
    oral.medicine = "Example solution";
    DoseRule muscle = ruled<DoseRule>("ex.dose.intramuscular");
    muscle.route = Route::intramuscular;
    muscle.min_mg_per_kg = MilligramsPerKilogram{100}, muscle.max_mg_per_kg = MilligramsPerKilogram{1'000};
    muscle.medicine = "Example ampoule";
    pack.doses = {oral, muscle};
}

MonitoringRule monitoring(const std::string& id, Route route, std::int64_t from_min, std::int64_t until_min,
                          std::int64_t every_min, Evidence evidence = Evidence::C) {
    MonitoringRule made = ruled<MonitoringRule>(id, evidence);
    made.route = route;
    made.from_min = from_min, made.until_min = until_min, made.every_min = every_min;
    return made;
}

AlarmRule alarm(const std::string& id, Measure measure, std::optional<double> below, std::optional<double> above,
                AlarmPriority priority, std::int64_t for_s = 0, Evidence evidence = Evidence::C) {
    AlarmRule made = ruled<AlarmRule>(id, evidence);
    made.measure = measure;
    made.below = below, made.above = above;
    made.priority = priority;
    made.for_s = for_s;
    return made;
}

AlarmDelay delay(const std::string& id, std::int64_t value, AlarmPriority priority) {
    AlarmDelay made = ruled<AlarmDelay>(id);
    made.value = value;
    made.priority = priority;
    return made;
}

void add_watch(Pack& pack) {
    pack.monitoring = {monitoring("ex.watch.oral", Route::oral, 0, 60, 15),
                       monitoring("ex.watch.oral-later", Route::oral, 60, 120, 30),
                       monitoring("ex.watch.muscle", Route::intramuscular, 5, 30, 5, Evidence::M)};
    pack.alarms = {alarm("ex.alarm.systolic", Measure::systolic_mmhg, 90, 160, AlarmPriority::high),
                   alarm("ex.alarm.pulse", Measure::heart_rate_bpm, 45, 120, AlarmPriority::medium, 20),
                   alarm("ex.alarm.saturation", Measure::spo2_percent, 92, {}, AlarmPriority::high, 0, Evidence::M),
                   alarm("ex.alarm.nausea", Measure::nausea_0_10, {}, 7, AlarmPriority::low)};
    AlarmPolicy& policy = pack.alarm_policy;
    policy.pause_longest_s = number("ex.alarm.pause", 120);
    policy.remind_s = number("ex.alarm.remind", 300);
    policy.escalate_high_s = number("ex.alarm.escalate-high", 30);
    policy.escalate_medium_s = number("ex.alarm.escalate-medium", 60);
    policy.escalate_low_s = number("ex.alarm.escalate-low", 120);
    policy.device_silence_s = delay("ex.alarm.silence", 40, AlarmPriority::medium);
    policy.check_overdue_min = delay("ex.alarm.overdue", 5, AlarmPriority::medium);
}

void add_morning(Pack& pack) {
    pack.morning.send_hour = number("ex.morning.send", 9);
    pack.morning.answer_by_hour = number("ex.morning.answer", 13);
    pack.morning.items = {{"headache", words("Example"), false, "example", Evidence::C},
                          {"very-low", words("Example"), true, "example", Evidence::C}};
}

Pack make_pack() {
    Pack pack;
    pack.id = "example";
    pack.version = 3;
    pack.zone = "Europe/Prague";
    pack.sha256 = std::string(64, 'e');
    pack.answer_within_hours = number("ex.answer", 10);
    pack.no_driving_hours = number("ex.driving", 20);
    pack.observation_min_minutes = number("ex.observation", 30);
    pack.clock_skew_max_minutes = number("ex.skew", 5);
    pack.age_min_years = number("ex.age", 18);
    pack.course.sessions_min = number("ex.sessions", 5);
    pack.course.days_between_doses_min = number("ex.days-between", 7);
    pack.indications = {{"depression", words("Example"), {"F32"}, true, "", {}},
                        {"pain", words("Example"), {}, false, "", {}}};
    pack.criteria = {criterion("ex.indication", CriterionKind::indication),
                     criterion("ex.indication-other", CriterionKind::indication),
                     criterion("ex.psychiatric", CriterionKind::psychiatric_contraindication),
                     criterion("ex.somatic", CriterionKind::other_contraindication),
                     criterion("ex.unverified", CriterionKind::other_contraindication, Evidence::M),
                     criterion("ex.condition", CriterionKind::condition)};
    add_doses(pack);
    pack.plausibility = {
        plausible(Measure::systolic_mmhg, 40, 80, 180, 300), plausible(Measure::diastolic_mmhg, 20, 40, 110, 200),
        plausible(Measure::weight_kg, 20, 35, 160, 350), plausible(Measure::heart_rate_bpm, 20, 40, 130, 250)};
    pack.start = {start("ex.start.weigh", Measure::systolic_mmhg, 130, StartAction::weigh, Evidence::R),
                  start("ex.start.hold", Measure::systolic_mmhg, 150, StartAction::hold, Evidence::R),
                  start("ex.start.diastolic", Measure::diastolic_mmhg, 90, StartAction::hold, Evidence::R),
                  start("ex.start.unverified", Measure::heart_rate_bpm, 100, StartAction::hold, Evidence::M)};
    pack.readiness = {ruled<CheckRule>("ex.ready.fasting"), ruled<CheckRule>("ex.ready.unverified", Evidence::M)};
    pack.discharge = {ruled<CheckRule>("ex.leave.walks"), ruled<CheckRule>("ex.leave.unverified", Evidence::M)};
    add_watch(pack);
    add_morning(pack);
    pack.appointments = {appointment_rule(BookingKind::preparation), appointment_rule(BookingKind::dosing)};
    pack.rooms = {{"blue", words("Blue room")}, {"green", words("Green room")}};
    pack.insurers = {{"111", "Example insurer", true}};
    const std::string body = "An example text of consent.";
    for (const Language language : {Language::cs, Language::en}) {
        pack.consents.push_back({"treatment", 1, language, "Example", body, sha256_hex(body), ""});
    }
    pack.instruments = {instrument()};
    return pack;
}

Contact contact() { return {{"Example Escort"}, {"+420 600 000 000"}, Line{"friend"}}; }

}  // namespace

std::string uuid(int n) { return fmt::format("00000000-0000-4000-8000-{:012}", n); }

const Pack& pack() {
    static const Pack made = make_pack();
    return made;
}

EntryId Act::next_command() {
    static int last = 1'000'000;
    return id<EntryId>(++last);
}

Act at(Instant when) {
    Act act;
    act.at = act.now = when;
    return act;
}
Act signing(Instant when) {
    Act act = at(when);
    act.signing = true;
    return act;
}
Act witnessed(StaffId by, Instant when) {
    Act act = at(when);
    act.witness = by;
    return act;
}

// ---- the world ------------------------------------------------------------------------------------------------------------

AnyState& World::state(const std::string& stream) {
    AnyState& found = states_[stream];
    if (!found) found = kind_of_stream(stream).make();
    return found;
}

void World::fold(const DecidedEvent& event, const Context& context) {
    const auto payload = parse_json(event.payload);
    ASSERT_TRUE(payload.ok()) << event.payload;
    kind_of_stream(event.stream)
        .fold(state(event.stream).get(), event.name, *payload,
              {context.command, context.who, context.happened_at, context.now});
}

EntryId World::apply(const Result<Events>& decided, const Context& context) {
    EXPECT_EQ(code_of(decided), "ok");
    if (decided.ok()) {
        for (const DecidedEvent& event : decided->list()) fold(event, context);
    }
    return context.command;
}

std::vector<std::string> World::streams_of_kind(std::string_view kind) const {
    std::vector<std::string> found;
    for (const auto& [stream, state] : states_) {
        if (kind_of_stream(stream).name == kind) found.push_back(stream);
    }
    return found;
}

void World::open_course(const CourseId& id) {
    const Act act;
    const OpenCourse command{id, kPatient, {"depression"}, Language::en, {}};
    apply(decide(course(id), command, *parse_date("1980-05-01"), {}, true, act), act);
}

void World::course_in(Phase phase) {
    open_course();
    const auto move = [&](Phase to) { on_course(MoveCourse{kCourse, to, {}}); };
    if (phase >= Phase::evaluation) on_course(Record<Interview>{kCourse, interview(), {}}), move(Phase::evaluation);
    if (phase >= Phase::examination) on_course(Record<Evaluation>{kCourse, evaluation(), {}}), move(Phase::examination);
    if (phase >= Phase::decision) on_course(Record<Examination>{kCourse, examination(), {}}), move(Phase::decision);
    if (phase < Phase::preparation) return;
    on_course(AssessCriteria{kCourse, answers_in_favour()});
    on_course(Decide{kCourse, decision(Verdict::indicated)}, signing());
    move(Phase::preparation);
    on_course(SignConsent{kCourse, consent()}, signing());
    on_course(Record<Plan>{kCourse, plan(), {}});
}

void World::open_session(const SessionId& id, Instant when) {
    in_session(OpenSession{id, kCourse, Code{"blue"}, {kSecond}, kThird}, at(when));
}

void World::ready_to_order(Instant when) {
    if (!course().exists()) course_in(Phase::preparation);
    if (!session().exists()) open_session(kSession, when);
    in_session(RecordInSession<Readiness>{kSession, readiness(), {}}, at(when));
    in_session(RecordInSession<Measured>{kSession, pressure(120, 80), {}}, at(when));
}

EntryId World::order_and_check(Milligrams dose, Instant when) {
    const EntryId order = in_session(OrderDose{kSession, oral(dose.mg())}, signing(when));
    in_session(TakeTimeOut{kSession, time_out()}, witnessed(kSecond, when));
    return order;
}

EntryId World::dosed(Instant when) {
    ready_to_order(when);
    order_and_check({100'000}, when);
    return in_session(GiveDose{kSession, dose(100)}, at(when));
}

void World::released(Instant when) {
    dosed(when);
    in_session(EndDosing{kSession, {}}, at(when + minutes(20)));
    in_session(RecordInSession<Discharge>{kSession, discharge(), {}}, at(when + minutes(40)));
    in_session(ReleasePatient{kSession, release()}, signing(when + minutes(40)));
}

void World::closed(Instant when) {
    released(when);
    in_session(CloseOut{kSession, {{"Example summary"}, {0}}}, at(when + minutes(50)));
}

// ---- forms ----------------------------------------------------------------------------------------------------------------

Interview interview() {
    Interview form;
    form.expectations = {"Example expectations"};
    form.goes_on = YesNoUnknown::yes;
    return form;
}

Evaluation evaluation() {
    Evaluation form;
    form.diagnoses = {{{"F33.1"}, {"Example diagnosis"}, true}};
    form.summary = {"Example summary"};
    return form;
}

Examination examination() {
    Examination form;
    form.measured = pressure(120, 80);
    form.measured.vitals.weight_kg = Kilograms{81'400};
    form.summary = {"Example summary"};
    return form;
}

std::vector<CriterionAnswer> answers_in_favour() {
    const Line seen{"Example evidence"};
    return {{{"ex.indication"}, YesNoUnknown::yes, seen},
            {{"ex.psychiatric"}, YesNoUnknown::no, seen},
            {{"ex.somatic"}, YesNoUnknown::no, seen},
            {{"ex.condition"}, YesNoUnknown::yes, seen}};
}

DecisionForm decision(Verdict verdict) {
    DecisionForm form;
    form.verdict = verdict;
    form.reason = Prose{"Example reason"};
    if (verdict == Verdict::indicated) form.form = TreatmentForm::therapy_centred;
    if (verdict == Verdict::cannot_be_said_yet) form.missing = {{"Example"}};
    if (verdict == Verdict::not_indicated) form.letter = Letter{{{"Example reason"}}, {{"Example alternative"}}, {}};
    return form;
}

ConsentForm consent() {
    const ConsentText& text = pack().consents.front();
    return {{text.id}, text.version, text.language, {text.sha256}, {"Example Patient"}, true, true};
}

Plan plan() {
    Plan form;
    form.preparation_sessions = {2};
    form.dosing_sessions = {1};
    form.integration_sessions = {2};
    form.dose_min_mg = Milligrams{60'000}, form.dose_max_mg = Milligrams{120'000};
    form.therapists = {kSecond};
    return form;
}

Preparation preparation() {
    Preparation form;
    form.intentions = {"Example intentions"};
    form.touch = {Touch::hand, {"an arm's length"}, Line{"stop"}};
    form.calming_plan = {"Example plan"};
    form.length_min = {90};
    return form;
}

Integration integration(const SessionId& session) {
    Integration form;
    form.session = session;
    form.themes = {"Example themes"};
    form.length_min = {50};
    return form;
}

Outcome outcome(Change change) { return {TimePoint::end, change, {}, {"Example summary"}}; }

ScaleAnswers mood(std::vector<int> values) {
    ScaleAnswers form{{"example-mood"}, TimePoint::baseline, true, {}};
    for (std::size_t i = 0; i < values.size(); ++i) form.answers.push_back({{fmt::format("q{}", i + 1)}, {values[i]}});
    return form;
}

Readiness readiness() {
    Readiness form;
    form.identified_by = {Identifier::name, Identifier::birth_date};
    for (const CheckRule& each : pack().readiness) form.checks.push_back({{each.id}, YesNoUnknown::yes, {}});
    form.mental_state = {"Example state"};
    form.escort = contact();
    return form;
}

Measured pressure(int systolic, int diastolic) {
    Measured form;
    form.vitals.systolic_mmhg = systolic;
    form.vitals.diastolic_mmhg = diastolic;
    form.again = form.vitals;
    return form;
}

Measured weight(double kg) {
    Measured form;
    form.vitals.weight_kg = Kilograms{std::llround(kg * 1000)};
    form.again = form.vitals;
    return form;
}

OrderForm oral(double mg) {
    OrderForm form;
    form.dose_mg = Milligrams{std::llround(mg * 1000)};
    return form;
}

OrderForm intramuscular(double mg_per_kg) {
    OrderForm form;
    form.route = Route::intramuscular;
    form.dose_mg_per_kg = MilligramsPerKilogram{std::llround(mg_per_kg * 1000)};
    return form;
}

TimeOut time_out() { return {true, true, true, true, true, {}}; }

DoseForm dose(double mg, Route route) {
    return {{std::llround(mg * 1000)}, route, {"LOT-1"}, *parse_date("2027-01-31"), {}, kSecond, {}};
}

Discharge discharge() {
    Discharge form;
    for (const CheckRule& each : pack().discharge) form.checks.push_back({{each.id}, YesNoUnknown::yes, {}});
    return form;
}

ReleaseForm release() { return {{"Example Patient"}, contact(), true, {}}; }

PatientDetails patient_details() {
    PatientDetails details;
    details.given_name = {"Example"};
    details.family_name = {"Patient"};
    details.birth_date = *parse_date("1980-05-01");
    return details;
}

Question question() {
    Question form;
    form.name = {"Example Person"};
    form.email = Text<254>{"someone@example.org"};
    form.question = {"An example question?"};
    form.consent_to_contact = true;
    return form;
}

Appointment appointment(const char* starts, int length_min) {
    Appointment form;
    form.kind = BookingKind::preparation;
    form.starts = *parse_local_time(starts);
    form.length_min = {length_min};
    form.staff = {kSecond};
    form.room = Code{"blue"};
    form.patient = kPatient;
    return form;
}

}  // namespace afterglow::clinic::example
