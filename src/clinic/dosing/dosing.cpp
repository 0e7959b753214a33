#include "clinic/dosing/dosing.h"

#include <fmt/format.h>

#include <cstdlib>

namespace afterglow::clinic {
namespace {

constexpr std::int64_t kFatalGrade = 5;  // CTCAE: grade 5 is death

bool is_released(const Session& session) { return !session.releases.empty(); }
bool is_over(const Session& session) {
    return session.stage == SessionStage::closed || session.stage == SessionStage::cancelled;
}

Done check_exists(const Session& session) {
    if (!session.exists()) return refuse_as(RefusalKind::not_found, "session_unknown");
    return done();
}

Done check_open(const Session& session) {
    TRY(check_exists(session));
    if (is_over(session)) return refuse("session_over");
    return done();
}

// A session that is over takes nothing new; what was recorded wrongly can still be put right.
Done check_may_record(const Session& session, const std::optional<Correction>& correction) {
    TRY(check_exists(session));
    if (is_over(session) && !correction) return refuse("session_over");
    return done();
}

template <class Form>
Result<Events> record(const Session& session, const std::vector<Entry<Form>>& entries, const Form& form,
                      const std::optional<Correction>& correction = {},
                      const std::optional<Signature>& signature = {}) {
    TRY(check_correction(entries, correction));
    return one_event(stream_of(session.id), Recorded<Form>{form, correction, signature});
}

// Every rule of the list is answered once, and nothing else is.
Done check_answers(const std::vector<CheckRule>& rules, const std::vector<CheckAnswer>& answers,
                   const std::string& pointer) {
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto same = [&](const CheckRule& rule) { return rule.id == answers[i].check.value; };
        if (std::none_of(rules.begin(), rules.end(), same))
            return refuse_field(pointer + "/" + std::to_string(i) + "/check", "check_unknown");
    }
    for (const CheckRule& rule : rules) {
        const auto same = [&](const CheckAnswer& answer) { return answer.check.value == rule.id; };
        if (std::count_if(answers.begin(), answers.end(), same) != 1)
            return refuse_field(pointer, "check_missing", {{"check", rule.id}});
    }
    return done();
}

bool same_local_day(Instant a, Instant b, const Pack& pack) {
    return to_local(a, pack.zone).date() == to_local(b, pack.zone).date();
}

// The last measurement of this day, by the time it was taken and not by the time it was typed, that has this measure.
const Vitals* latest_today(const Session& session, Measure measure, const Context& context) {
    const Entry<Measured>* latest = nullptr;
    for (const Entry<Measured>& each : session.vitals) {
        if (each.corrected_by || !value_of(each.data.vitals, measure) || each.happened_at > context.happened_at)
            continue;
        if (!same_local_day(each.happened_at, context.happened_at, context.pack)) continue;
        if (!latest || each.happened_at >= latest->happened_at) latest = &each;
    }
    return latest ? &latest->data.vitals : nullptr;
}

std::optional<Kilograms> weight_today(const Session& session, const Context& context) {
    const Vitals* vitals = latest_today(session, Measure::weight_kg, context);
    return vitals ? vitals->weight_kg : std::nullopt;
}

template <class Dose>
Done check_limits(Dose dose, const std::optional<Dose>& min, const std::optional<Dose>& max, const std::string& field,
                  const std::string& unit) {
    if (min && dose < *min)
        return refuse_field("/form/" + field, "dose_below_limit", {{"min", to_text(*min)}, {"unit", unit}});
    if (max && dose > *max)
        return refuse_field("/form/" + field, "dose_above_limit", {{"max", to_text(*max)}, {"unit", unit}});
    return done();
}

// Rounded to the nearest microgram, halves up.
Milligrams times(MilligramsPerKilogram dose, Kilograms weight) {
    return {(dose.micrograms_per_kg * weight.grams + 500) / 1000};
}

// The whole dose in milligrams, within the pack's limits for the route.
Result<Milligrams> total_dose(const OrderForm& order, const DoseRule& rule, const std::optional<Kilograms>& weight) {
    if (!rule.per_kilogram()) {
        if (order.dose_mg_per_kg) return refuse_field("/form/dose_mg_per_kg", "dose_unit_differs", {{"unit", "mg"}});
        if (!order.dose_mg) return refuse_field("/form/dose_mg", "dose_needed");
        TRY(check_limits(*order.dose_mg, rule.min_mg, rule.max_mg, "dose_mg", "mg"));
        return *order.dose_mg;
    }
    if (order.dose_mg) return refuse_field("/form/dose_mg", "dose_unit_differs", {{"unit", "mg/kg"}});
    if (!order.dose_mg_per_kg) return refuse_field("/form/dose_mg_per_kg", "dose_needed");
    TRY(check_limits(*order.dose_mg_per_kg, rule.min_mg_per_kg, rule.max_mg_per_kg, "dose_mg_per_kg", "mg/kg"));
    if (!weight) return refuse("weight_today_missing");
    return times(*order.dose_mg_per_kg, *weight);
}

// Checks before the dose that were answered "no": each that holds back and was not set aside is the refusal. An unverified
// one, and one that nobody could answer, is noted on the order.
Result<std::vector<Code>> check_readiness(const Readiness& readiness, const OrderForm& order, const Context& context) {
    std::vector<Code> notes;
    for (const CheckAnswer& answer : readiness.checks) {
        const Rule* rule = find_rule(context.pack, answer.check.value);
        if (!rule || answer.answer == YesNoUnknown::yes) continue;
        if (answer.answer == YesNoUnknown::unknown || !holds_back(*rule, context)) {
            notes.push_back(answer.check);
        } else if (!is_overridden(order.overrides, rule->id)) {
            return refuse_by_rule(rule->id, "readiness_unmet");
        }
    }
    return notes;
}

// Rules that say "do not start": the first that holds back is the refusal; those to be weighed and unverified ones are noted
// on the order. What a rule in force speaks about must have been measured, or the rule would be passed by not measuring.
Result<std::vector<Code>> check_start(const Session& session, const OrderForm& order, const Context& context) {
    if (!latest_today(session, Measure::systolic_mmhg, context)) return refuse("baseline_missing");
    std::vector<Code> notes;
    for (const StartRule& rule : context.pack.start) {
        const Vitals* vitals = latest_today(session, rule.measure, context);
        if (!vitals && holds_back(rule, context)) return refuse("baseline_missing");
        if (!vitals || *value_of(*vitals, rule.measure) <= rule.hold_above) continue;
        if (rule.action == StartAction::weigh || !holds_back(rule, context)) {
            notes.push_back({rule.id});
        } else if (!is_overridden(order.overrides, rule.id)) {
            const double value = *value_of(*vitals, rule.measure);
            return refuse_by_rule(rule.id, "start_rule",
                                  {{"limit", fmt::format("{}", rule.hold_above)}, {"value", fmt::format("{}", value)}});
        }
    }
    return notes;
}

// Counted in days of the calendar: a week after Monday noon is Monday, not Monday noon.
Done check_spacing(const Session& session, const Course& course, const OrderForm& order, const Context& context) {
    const NumberRule& rule = context.pack.course.days_between_doses_min;
    const auto day_of = [&](Instant at) { return to_local(at, context.pack.zone).date().days; };
    const auto too_near = [&](Instant dose) {
        return std::abs(day_of(context.happened_at) - day_of(dose)) < rule.value;
    };
    bool near = course.last_dose_before && too_near(*course.last_dose_before);
    for (const GivenDose& dose : course.doses) near = near || (dose.session != session.id && too_near(dose.at));
    if (!near || !holds_back(rule, context) || is_overridden(order.overrides, rule.id)) return done();
    return refuse_by_rule(rule.id, "too_soon_after_dose", {{"days", std::to_string(rule.value)}});
}

// What a dose rests on, looked at again at the order and at the dose, since each can change in between: the decision, the
// consent, the readiness of this day. Each must be earlier than the act.
Done check_grounds(const Session& session, const Course& course, const Context& context) {
    TRY(check_running(course));
    if (!is_indicated(course)) return refuse("not_indicated_yet");
    if (is_decision_outdated(course)) return refuse("decision_outdated");
    const Entry<ConsentForm>* consent = valid_consent(course.consents, course.withdrawals, "treatment");
    if (!consent) return refuse("consent_missing");
    const Entry<Readiness>* readiness = standing(session.readiness);
    if (!readiness || !same_local_day(readiness->happened_at, context.happened_at, context.pack))
        return refuse("readiness_missing");
    if (readiness->data.suicidality >= Suicidality::active_thoughts) return refuse("acute_risk");
    const Instant since = std::max(standing(course.decisions)->happened_at, consent->happened_at);
    if (context.happened_at < start_of_minute(since)) return refuse_field("/happened_at", "before_grounds");
    return done();
}

// One session's doses together stay within what the pack allows for one dose, unless the physician sets that aside.
Done check_together(const Session& session, const DoseRule& rule, Milligrams total,
                    const std::optional<Kilograms>& weight, const OrderForm& order) {
    Milligrams given;
    for (const Entry<Dose>& each : session.doses) given.micrograms += each.data.dose.dose_mg.micrograms;
    const Milligrams max = rule.per_kilogram() ? times(*rule.max_mg_per_kg, *weight) : rule.max_mg.value_or(total);
    if (given.micrograms == 0 || given.micrograms + total.micrograms <= max.micrograms ||
        is_overridden(order.overrides, rule.id))
        return done();
    return refuse_by_rule(rule.id, "doses_together_above_limit", {{"given", to_text(given)}, {"max", to_text(max)}});
}

template <class T>
std::vector<T> joined(std::vector<T> first, const std::vector<T>& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

const Entry<Order>* open_order(const Session& session) {
    const Entry<Order>* order = standing(session.orders);
    if (!order) return nullptr;
    const bool used = std::any_of(session.doses.begin(), session.doses.end(),
                                  [&](const Entry<Dose>& each) { return each.data.order == order->id; });
    return used ? nullptr : order;
}

const Entry<WitnessedTimeOut>* time_out_for(const Session& session, const EntryId& order) {
    for (auto each = session.time_outs.rbegin(); each != session.time_outs.rend(); ++each) {
        if (each->data.order == order && !each->corrected_by) return &*each;
    }
    return nullptr;
}

std::vector<Code> unmet_criteria(const Discharge& discharge) {
    std::vector<Code> unmet;
    for (const CheckAnswer& answer : discharge.checks) {
        if (answer.answer != YesNoUnknown::yes) unmet.push_back(answer.check);
    }
    return unmet;
}

Instant last_dose_at(const Session& session) {
    Instant last = session.doses.front().happened_at;
    for (const Entry<Dose>& each : session.doses) last = std::max(last, each.happened_at);
    return last;
}

// Before the end of dosing: a dose can still be ordered, checked and given.
Done check_dosing(const Session& session) {
    TRY(check_open(session));
    if (session.stage != SessionStage::arrival && session.stage != SessionStage::dosed) return refuse("dosing_is_over");
    return done();
}

bool has_twice(std::vector<StaffId> people) {
    std::sort(people.begin(), people.end());
    return std::adjacent_find(people.begin(), people.end()) != people.end();
}

}  // namespace

std::int64_t count_adverse_events(const Session& session) {
    return std::count_if(session.adverse_events.begin(), session.adverse_events.end(),
                         [](const auto& each) { return !each.corrected_by; });
}

// ---- before the dose ------------------------------------------------------------------------------------------------------

Result<Events> decide(const Session& session, const Course& course, const OpenSession& command,
                      const Context& context) {
    if (session.exists()) return refuse("already_exists");
    TRY(check_running(course));
    if (course.open_session) return refuse("session_open");
    if (course.phase < Phase::preparation || course.phase > Phase::integration) return refuse("course_not_prepared");
    if (!is_indicated(course)) return refuse("not_indicated_yet");
    if (is_decision_outdated(course)) return refuse("decision_outdated");
    if (!standing(course.plans)) return refuse("plan_missing");
    if (command.therapists.empty() || command.therapists.size() > 2 || has_twice(command.therapists))
        return refuse_field("/therapists", "one_or_two_therapists");
    if (command.room) {
        const auto same = [&](const Room& each) { return each.code == command.room->value; };
        if (std::none_of(context.pack.rooms.begin(), context.pack.rooms.end(), same))
            return refuse_field("/room", "room_unknown");
    }
    Events events;
    events.add(stream_of(command.session), SessionOpened{command.session, command.course, course.patient, command.room,
                                                         command.therapists, command.physician_on_site});
    events.add(stream_of(command.course), CourseSessionOpened{command.session});
    return events;
}

Result<Events> decide(const Session& session, const OpenRehearsal& command, const Context& context) {
    if (session.exists()) return refuse("already_exists");
    if (command.room) {
        const auto same = [&](const Room& each) { return each.code == command.room->value; };
        if (std::none_of(context.pack.rooms.begin(), context.pack.rooms.end(), same))
            return refuse_field("/room", "room_unknown");
    }
    return one_event(
        stream_of(command.session),
        SessionOpened{
            command.session, command.course, command.patient, command.room, {context.who}, context.who, command.form});
}

Result<Events> decide(const Session& session, const RecordInSession<Readiness>& command, const Context& context) {
    TRY(check_may_record(session, command.correction));
    const std::set<Identifier> identifiers(command.form.identified_by.begin(), command.form.identified_by.end());
    if (identifiers.size() < 2) return refuse_field("/form/identified_by", "two_identifiers_needed");
    TRY(check_answers(context.pack.readiness, command.form.checks, "/form/checks"));
    Events events = TRY(record(session, session.readiness, command.form, command.correction));
    if (command.form.suicidality >= Suicidality::active_thoughts)
        raise_task(events, TaskKind::suicidality, session.patient, session.course, context);
    return events;
}

Result<Events> decide(const Session& session, const RecordInSession<Measured>& command, const Context& context) {
    TRY(check_may_record(session, command.correction));
    TRY(check_measured(command.form, context.pack, "/form"));
    return record(session, session.vitals, command.form, command.correction);
}

Result<Events> decide(const Session& session, const Course& course, const OrderDose& command, const Context& context) {
    TRY(check_dosing(session));
    TRY(check_grounds(session, course, context));
    const Readiness& readiness = standing(session.readiness)->data;
    if (context.happened_at < start_of_minute(standing(session.readiness)->happened_at))
        return refuse_field("/happened_at", "before_grounds");
    const DoseRule* rule = find_dose(context.pack, command.form.route);
    if (!rule) return refuse_field("/form/route", "route_not_in_pack");
    const auto weight = weight_today(session, context);
    const Milligrams total = TRY(total_dose(command.form, *rule, weight));
    TRY(check_spacing(session, course, command.form, context));
    TRY(check_together(session, *rule, total, weight, command.form));
    std::vector<Code> notes = TRY(check_readiness(readiness, command.form, context));
    notes = joined(std::move(notes), TRY(check_start(session, command.form, context)));
    const Order order{command.form,          total, rule->medicine, rule->per_kilogram() ? weight : std::nullopt, notes,
                      stamp_of(context.pack)};
    return record(session, session.orders, order, {}, TRY(sign(order, "order", context)));
}

Result<Events> decide(const Session& session, const TakeTimeOut& command, const Context& context) {
    TRY(check_dosing(session));
    const Entry<Order>* order = open_order(session);
    if (!order) return refuse("order_missing");
    if (context.happened_at < start_of_minute(order->happened_at)) return refuse_field("/happened_at", "before_order");
    if (!context.witness) return refuse_as(RefusalKind::forbidden, "witness_needed");
    if (*context.witness == context.who) return refuse_as(RefusalKind::forbidden, "witness_is_yourself");
    const TimeOut& form = command.form;
    if (!form.identity || !form.consent || !form.allergies || !form.medicine_and_dose || !form.monitoring_ready)
        return refuse("time_out_incomplete");
    return record(session, session.time_outs, WitnessedTimeOut{form, order->id, *context.witness});
}

// ---- the dose -------------------------------------------------------------------------------------------------------------

Result<Events> decide(const Session& session, const Course& course, const GiveDose& command, const Context& context) {
    TRY(check_dosing(session));
    const Entry<Order>* order = open_order(session);
    if (!order) return refuse("order_missing");
    const Entry<WitnessedTimeOut>* time_out = time_out_for(session, order->id);
    if (!time_out) return refuse("time_out_missing");
    if (context.happened_at < start_of_minute(time_out->happened_at))
        return refuse_field("/happened_at", "before_time_out");
    TRY(check_grounds(session, course,
                      context));  // consent may have been withdrawn since the order, the decision changed
    TRY(check_start(session, order->data.order, context));  // and the blood pressure risen
    const DoseForm& dose = command.form;
    if (dose.route != order->data.order.route) return refuse_field("/form/route", "dose_differs_from_order");
    if (dose.dose_mg.micrograms == 0) return refuse_field("/form/dose_mg", "dose_needed");
    if (dose.dose_mg > order->data.total_mg)
        return refuse_field("/form/dose_mg", "dose_above_order", {{"max", to_text(order->data.total_mg)}});
    const bool additional = !session.doses.empty();
    if ((dose.dose_mg < order->data.total_mg || additional) && !dose.reason)
        return refuse_field("/form/reason", "reason_needed");
    if (dose.expires < to_local(context.happened_at, context.pack.zone).date() && !dose.expired_because)
        return refuse_field("/form/expired_because", "lot_expired");
    Events events = TRY(record(session, session.doses, Dose{dose, order->id, order->data.medicine, additional}));
    events.add(stream_of(session.course), CourseDoseGiven{session.id, dose.dose_mg, dose.route});
    return events;
}

// ---- during ---------------------------------------------------------------------------------------------------------------

// A touch beyond what was agreed is not refused, since then it would be missing from the record: it is marked as such, and
// says in words what happened. What was agreed cannot be changed to allow more while the session runs (course.cpp).
Result<Events> decide(const Session& session, const Course& course, const RecordInSession<Mark>& command,
                      const Context&) {
    TRY(check_may_record(session, command.correction));
    Mark mark = command.form;
    mark.beyond_agreement.reset();
    const bool touched = mark.kind == MarkKind::touch_offered || mark.kind == MarkKind::touch_accepted;
    if (mark.touch && !touched && mark.kind != MarkKind::touch_declined)
        return refuse_field("/form/touch", "touch_not_said");
    const Entry<Preparation>* prepared = standing(course.preparations);
    const Touch agreed = prepared ? prepared->data.touch.touch : Touch::none;
    if (touched && (agreed == Touch::none || mark.touch.value_or(Touch::none) > agreed)) mark.beyond_agreement = true;
    if (mark.drug) {
        const Entry<Order>* order = standing(session.orders);
        const bool authorised = order && std::ranges::any_of(order->data.order.rescue, [&](const Line& each) {
                                    return each.value == mark.drug->value;
                                });
        if (mark.kind != MarkKind::rescue_drug || !authorised)
            return refuse_field("/form/drug", "rescue_not_authorised");
    }
    return record(session, session.marks, mark, command.correction);
}

Result<Events> decide(const Session& session, const WordMark& command, const Context&) {
    TRY(check_exists(session));
    const Entry<Mark>* mark = find_entry(session.marks, command.mark);
    if (!mark) return refuse_field("/mark", "mark_unknown");
    if (mark->corrected_by) return refuse_field("/mark", "entry_already_corrected");
    if (mark->data.words) return refuse_field("/mark", "mark_worded");
    return one_event(stream_of(session.id), MarkWorded{command.mark, command.words});
}

Result<Events> decide(const Session& session, const RecordInSession<AdverseEvent>& command, const Context& context) {
    TRY(check_exists(session));  // a late one is recorded after the close-out too, and stays with its dose
    if (command.form.onset_at > context.now) return refuse_field("/form/onset_at", "in_future");
    if (command.form.dose) {
        const Entry<Dose>* dose = find_entry(session.doses, *command.form.dose);
        if (!dose) return refuse_field("/form/dose", "dose_unknown");
        if (command.form.onset_at < start_of_minute(dose->happened_at))
            return refuse_field("/form/onset_at", "onset_before_dose");
    }
    const bool fatal = command.form.outcome == AdverseOutcome::fatal || command.form.grade.value == kFatalGrade;
    if (fatal && !command.form.serious) return refuse_field("/form/serious", "serious_needed");
    Events events = TRY(record(session, session.adverse_events, command.form, command.correction));
    if (command.form.serious) raise_task(events, TaskKind::adverse_event, session.patient, session.course, context);
    return events;
}

// ---- after ----------------------------------------------------------------------------------------------------------------

Result<Events> decide(const Session& session, const EndDosing& command, const Context& context) {
    TRY(check_dosing(session));
    if (session.stage != SessionStage::dosed) return refuse("dose_missing");
    if (context.happened_at < start_of_minute(last_dose_at(session)))
        return refuse_field("/happened_at", "before_dose");
    return one_event(stream_of(session.id), DosingEnded{command.note});
}

Result<Events> decide(const Session& session, const RecordInSession<Discharge>& command, const Context& context) {
    TRY(check_may_record(session, command.correction));
    if (session.stage != SessionStage::recovery && !command.correction)
        return refuse(is_released(session) ? "session_over" : "dosing_not_ended");
    TRY(check_answers(context.pack.discharge, command.form.checks, "/form/checks"));
    Events events = TRY(record(session, session.discharges, command.form, command.correction));
    if (command.form.suicidality >= Suicidality::active_thoughts)
        raise_task(events, TaskKind::suicidality, session.patient, session.course, context);
    return events;
}

Result<Events> decide(const Session& session, const ReleasePatient& command, const Context& context) {
    TRY(check_open(session));
    if (session.stage != SessionStage::recovery)
        return refuse(is_released(session) ? "session_over" : "dosing_not_ended");
    if (context.happened_at < start_of_minute(*session.dosing_ended_at))
        return refuse_field("/happened_at", "before_end_of_dosing");
    const Entry<Discharge>* discharge = standing(session.discharges);
    if (!discharge) return refuse("discharge_missing");
    // Somebody at acute risk does not go home; who is taken over by another hospital leaves with that as the reason.
    if (discharge->data.suicidality >= Suicidality::active_thoughts &&
        !is_overridden(command.form.overrides, kAcuteRisk))
        return refuse_by_rule(kAcuteRisk, "acute_risk");
    const std::vector<Code> unmet = unmet_criteria(discharge->data);
    for (const Code& criterion : unmet) {
        const Rule* rule = find_rule(context.pack, criterion.value);
        if (rule && !holds_back(*rule, context)) continue;
        if (!is_overridden(command.form.overrides, criterion.value))
            return refuse_by_rule(criterion.value, "discharge_unmet");
    }
    const Instant last_dose = last_dose_at(session);
    const NumberRule& observation = context.pack.observation_min_minutes;
    if (context.happened_at - last_dose < minutes(observation.value) && holds_back(observation, context) &&
        !is_overridden(command.form.overrides, observation.id)) {
        return refuse_by_rule(observation.id, "observation_too_short", {{"min", std::to_string(observation.value)}});
    }
    if (!command.form.instructions_given) return refuse_field("/form/instructions_given", "instructions_needed");
    const Release release{command.form, last_dose + hours(context.pack.no_driving_hours.value), unmet,
                          stamp_of(context.pack)};
    return record(session, session.releases, release, {}, TRY(sign(release, "release", context)));
}

Result<Events> decide(const Session& session, const CloseOut& command, const Context&) {
    TRY(check_open(session));
    if (session.stage != SessionStage::released) return refuse("session_not_over");
    const std::int64_t recorded = count_adverse_events(session);
    if (command.form.adverse_events.value != recorded) {
        return refuse_field("/form/adverse_events", "adverse_events_miscounted",
                            {{"recorded", std::to_string(recorded)}});
    }
    Events events = TRY(record(session, session.close_outs, command.form));
    events.add(stream_of(session.course), CourseSessionEnded{session.id});
    return events;
}

Result<Events> decide(const Session& session, const CancelSession& command, const Context&) {
    TRY(check_open(session));
    if (!session.doses.empty()) return refuse("dose_was_given");
    Events events;
    events.add(stream_of(session.id), SessionCancelled{command.reason});
    events.add(stream_of(session.course), CourseSessionEnded{session.id});
    return events;
}

Result<Events> decide(const Session& session, const AddSessionAddendum& command, const Context&) {
    TRY(check_exists(session));
    const auto has = [&](const auto& entries) { return find_entry(entries, command.entry) != nullptr; };
    const bool found = has(session.readiness) || has(session.vitals) || has(session.orders) || has(session.time_outs) ||
                       has(session.doses) || has(session.marks) || has(session.adverse_events) ||
                       has(session.discharges) || has(session.releases) || has(session.close_outs);
    if (!found) return refuse_field("/entry", "entry_unknown");
    return one_event(stream_of(session.id), AddendumAdded{command.entry, command.text});
}

// ---- evolve ---------------------------------------------------------------------------------------------------------------

void evolve(Session& session, const SessionOpened& event, const Meta& meta) {
    session.id = event.session;
    session.course = event.course;
    session.patient = event.patient;
    session.room = event.room;
    session.therapists = event.therapists;
    session.physician_on_site = event.physician_on_site;
    session.opened_at = meta.happened_at;
    session.rehearsal = event.rehearsal;
}
void evolve(Session& session, const Recorded<Readiness>& event, const Meta& meta) {
    add_entry(session.readiness, event, meta);
}
void evolve(Session& session, const Recorded<Measured>& event, const Meta& meta) {
    add_entry(session.vitals, event, meta);
}
void evolve(Session& session, const Recorded<Order>& event, const Meta& meta) {
    add_entry(session.orders, event, meta);
}
void evolve(Session& session, const Recorded<WitnessedTimeOut>& event, const Meta& meta) {
    add_entry(session.time_outs, event, meta);
}
void evolve(Session& session, const Recorded<Dose>& event, const Meta& meta) {
    add_entry(session.doses, event, meta);
    session.stage = SessionStage::dosed;
}
void evolve(Session& session, const Recorded<Mark>& event, const Meta& meta) { add_entry(session.marks, event, meta); }
void evolve(Session& session, const MarkWorded& event, const Meta&) {
    if (Entry<Mark>* mark = find_entry(session.marks, event.mark)) mark->data.words = event.words;
}
void evolve(Session& session, const Recorded<AdverseEvent>& event, const Meta& meta) {
    add_entry(session.adverse_events, event, meta);
}
void evolve(Session& session, const DosingEnded&, const Meta& meta) {
    session.dosing_ended_at = meta.happened_at;
    session.stage = SessionStage::recovery;
}
void evolve(Session& session, const Recorded<Discharge>& event, const Meta& meta) {
    add_entry(session.discharges, event, meta);
}
void evolve(Session& session, const Recorded<Release>& event, const Meta& meta) {
    add_entry(session.releases, event, meta);
    session.stage = SessionStage::released;
}
void evolve(Session& session, const Recorded<CloseOutForm>& event, const Meta& meta) {
    add_entry(session.close_outs, event, meta);
    session.stage = SessionStage::closed;
}
void evolve(Session& session, const SessionCancelled& event, const Meta&) {
    session.stage = SessionStage::cancelled;
    session.cancelled_reason = event.reason;
}
void evolve(Session& session, const RemainderWasted& event, const Meta& meta) {
    session.remainders.push_back({event, meta.who, meta.happened_at});
}
void evolve(Session& session, const DoseCorrected& event, const Meta& meta) {
    if (Entry<Dose>* dose = find_entry(session.doses, event.dose)) dose->data.dose.dose_mg = event.is_mg;
    session.corrected_doses.push_back({event, meta.who, meta.happened_at});
}
void evolve(Session& session, const AddendumAdded& event, const Meta& meta) {
    const auto add = [&](auto& entries) { return add_addendum(entries, event, meta); };
    (void)(add(session.readiness) || add(session.vitals) || add(session.orders) || add(session.time_outs) ||
           add(session.doses) || add(session.marks) || add(session.adverse_events) || add(session.discharges) ||
           add(session.releases) || add(session.close_outs));
}

}  // namespace afterglow::clinic
