#include <algorithm>

#include "clinic/morning/morning.h"
#include "clinic/watch/watch.h"
#include "main/demo/journey.h"

// A journey from the plan to the follow-up.

namespace afterglow::demo {

using namespace clinic;

namespace {

std::optional<Prose> maybe(const std::string& text) { return text.empty() ? std::nullopt : std::optional(Prose{text}); }

constexpr int kMinutesToDose = 30;  // from the arrival
constexpr int kMinutesDosing = 80;  // from the dose to the end of dosing

// How far the body is from its rest: nothing before the dose, most after half an hour, gone after two hours.
std::int64_t rise(std::int64_t minutes, std::int64_t most) {
    if (minutes <= 0) return 0;
    return minutes <= 30 ? most * minutes / 30 : std::max<std::int64_t>(0, most * (120 - minutes) / 90);
}

}  // namespace

// ---- plan and consent -----------------------------------------------------------------------------------------------------

Route Journey::route() const {
    const auto& doses = world_.pack.doses;
    const std::size_t which = static_cast<std::size_t>(dose_percent_) % doses.size();
    return doses[which].route;
}

// Appointments for the whole treatment are agreed at once, each after the one before it.
void Journey::plan(const std::vector<std::int64_t>& preparations, const std::vector<std::int64_t>& doses,
                   const std::vector<std::int64_t>& integrations, std::int64_t outcome) {
    const DoseRule& rule = *find_dose(world_.pack, route());
    Plan form;
    form.form = wishes_.dose_centred ? TreatmentForm::dose_centred : TreatmentForm::therapy_centred;
    form.preparation_sessions = {static_cast<std::int64_t>(preparations.size())};
    form.dosing_sessions = {std::max<std::int64_t>(1, static_cast<std::int64_t>(doses.size()))};
    const std::int64_t others = form.preparation_sessions.value + form.dosing_sessions.value;
    form.integration_sessions = {std::max({static_cast<std::int64_t>(integrations.size()), std::int64_t{3},
                                           world_.pack.course.sessions_min.value - others})};
    form.route = rule.route;
    form.dose_min_mg = rule.min_mg, form.dose_max_mg = rule.max_mg;
    form.dose_min_mg_per_kg = rule.min_mg_per_kg, form.dose_max_mg_per_kg = rule.max_mg_per_kg;
    form.therapists = therapists();
    form.language = wishes_.language;
    const Drug& drug = words_.drugs[drug_];
    form.medication.push_back({{drug.name}, MedicationPlan::pause, Line{words_.pause_when}});
    form.note = maybe(dice_.chance(60) ? say(words_.plan_notes) : "");
    pass(dice_.between(5, 20));
    world_.script.add(at_, staff(wishes_.psychiatrist), "record-plan", Record<Plan>{course_, form, {}});

    Instant after = at_ + hours(3);
    const auto find = [&](BookingKind kind, std::int64_t day, const std::vector<StaffId>& staff) {
        Slot slot = world_.find(kind, world_.day(day), after, staff, patient_.value);
        after = slot.ends + hours(14);
        agree(slot);
        return slot;
    };
    for (const std::int64_t day : preparations) {
        preparations_.push_back(find(BookingKind::preparation, day, {therapist()}));
    }
    for (const std::int64_t day : doses) doses_.push_back(find(BookingKind::dosing, day, therapists()));
    for (const std::int64_t day : integrations) {
        integrations_.push_back(find(BookingKind::integration, day, {therapist()}));
    }
    if (outcome != 0) review_ = find(BookingKind::outcome, outcome, {therapist()});
}

// Every text there is, in the person's language where the clinic has it.
void Journey::consent() {
    if (!preparations_.empty()) wait_until(preparations_.front().starts);
    std::map<std::string, const ConsentText*> texts;
    for (const ConsentText& each : world_.pack.consents) {
        const ConsentText*& text = texts[each.id];
        if (!text || each.language == wishes_.language) text = &each;
    }
    for (const auto& [id, text] : texts) {
        pass(3);
        const ConsentForm form{{id}, text->version, text->language, {text->sha256}, {written_name(name_)}, true, true};
        world_.script.add(at_, therapist(), "sign-consent", SignConsent{course_, form});
    }
}

void Journey::prepare() {
    const Slot slot = preparations_.front();
    preparations_.erase(preparations_.begin());
    wait_until(slot.ends);
    pass(dice_.between(3, 15));
    read(therapist(), "record");
    Preparation form;
    form.intentions = {say(words_.intentions)};
    form.fears = maybe(say(words_.fears));
    form.techniques = {{say(words_.techniques)}, {say(words_.techniques)}};
    form.touch = {dice_.chance(50)   ? Touch::shoulder
                  : dice_.chance(50) ? Touch::hand
                                     : Touch::none,
                  {say(words_.distances)},
                  Line{dice_.pick(words_.stop_signs)}};
    form.calming_plan = {say(words_.calming_plans)};
    form.escort = escort_;
    form.emergency_contact = emergency_;
    form.length_min = {slot.appointment.length_min.value};
    form.note = maybe(say(words_.preparation_notes));
    world_.script.add_later(slot.starts, at_, therapist(), "record-preparation",
                            Record<Preparation>{course_, form, {}});
}

void Journey::move_booking_once() {
    Slot& slot = preparations_.front();
    const Date from = slot.appointment.starts.date();
    Slot other =
        world_.find(slot.appointment.kind, Date{from.days + 1}, slot.ends, slot.appointment.staff, patient_.value);
    other.booking = slot.booking;
    other.appointment.patient = patient_;
    other.appointment.course = course_;
    world_.script.add(slot.starts - hours(20), staff("coordinator"), "move-booking",
                      MoveBooking{slot.booking, from, other.appointment, {words_.moved}});
    slot = other;
}

void Journey::cancel_booking_once() {
    const Slot& slot = integrations_.front();
    world_.script.add(
        slot.starts - hours(5), staff("coordinator"), "cancel-booking",
        CancelBooking{slot.booking, slot.appointment.starts.date(), CancelledBy::patient, {words_.cancelled}});
    integrations_.erase(integrations_.begin());
}

// ---- the dosing session ---------------------------------------------------------------------------------------------------

void Journey::dose() {
    const Slot slot = doses_.front();
    doses_.erase(doses_.begin());
    dose_at(slot.starts + minutes(1), slot.starts + minutes(1 + kMinutesToDose), slot);
}

void Journey::dose_at(Instant arrival, Instant dose, const Slot& slot) {
    wait_until(arrival);
    read(therapist(), "record");
    session_ = dice_.id<SessionId>();
    world_.script.add(arrival, therapist(), "open-session",
                      OpenSession{session_, course_, slot.appointment.room, therapists(), staff("physician")});
    before_dose(arrival, dose);
    last_dose_ = during(dose);
    if (wishes_.monitored) monitor(dose);
    after_dose(dose);
    ++doses_given_;
}

Vitals Journey::signs(std::int64_t since) {
    Vitals vitals;
    vitals.systolic_mmhg = systolic_ + rise(since, 24) + dice_.between(-3, 3);
    vitals.diastolic_mmhg = diastolic_ + rise(since, 13) + dice_.between(-2, 2);
    vitals.heart_rate_bpm = pulse_ + rise(since, 16) + dice_.between(-3, 3);
    vitals.spo2_percent = dice_.between(96, 99);
    vitals.respiratory_rate_per_min = dice_.between(12, 17);
    return vitals;
}

// What the monitor at the bed sends by itself, to the end of dosing.
void Journey::monitor(Instant dose) {
    constexpr Milliseconds kEvery{45'000};
    const Line device{"Bedside monitor"};
    int sent = 0;
    for (Instant at = dose + kEvery; at < dose + minutes(kMinutesDosing); at = at + kEvery) {
        const std::int64_t since = (at - dose).count / minutes(1).count;
        world_.script.add(at, kSystem, "receive-reading",
                          ReceiveReading{session_, {device, {std::to_string(++sent)}, signs(since)}});
    }
}

EntryId Journey::vitals(Instant at, const StaffId& who, std::int64_t since, bool weigh) {
    Measured form;
    form.vitals = signs(since);
    if (weigh) form.vitals.weight_kg = Kilograms{weight_g_};
    if (since > 0) {
        form.vitals.sedation_moaas = since < 60 ? 4 : 5;
        form.vitals.dissociation_0_10 = rise(since, 7);
        form.vitals.nausea_0_10 = wishes_.nausea && since < 70 ? rise(since, 4) : 0;
        form.vitals.distress_0_10 = rise(since, dice_.between(0, 3));
    }
    return world_.script.add(at, who, "record-vitals", RecordInSession<Measured>{session_, form, {}});
}

EntryId Journey::mark(Instant at, MarkKind kind, const std::string& words, std::optional<Touch> touch) {
    return world_.script.add(at, therapist(), "record-mark",
                             RecordInSession<Mark>{session_, {kind, maybe(words), touch}, {}});
}

Readiness Journey::readiness() {
    Readiness form;
    form.identified_by = {Identifier::name, Identifier::birth_date};
    form.last_food_at = at_ - hours(dice_.between(7, 10));
    form.last_drink_at = at_ - hours(3);
    form.drugs_taken = maybe(say(words_.drugs_taken));
    for (const CheckRule& each : world_.pack.readiness) form.checks.push_back({{each.id}, YesNoUnknown::yes, {}});
    form.mental_state = {say(words_.mental_states)};
    form.escort = escort_;
    return form;
}

OrderForm Journey::order() {
    const DoseRule& rule = *find_dose(world_.pack, route());
    OrderForm form;
    form.route = rule.route;
    const auto between = [&](std::int64_t lo, std::int64_t hi, std::int64_t step) {
        return std::clamp((lo + (hi - lo) * (dose_percent_ + 10 * doses_given_) / 100) / step * step, lo, hi);
    };
    if (rule.per_kilogram()) {
        const std::int64_t lo = rule.min_mg_per_kg ? rule.min_mg_per_kg->micrograms_per_kg : 100;
        form.dose_mg_per_kg = MilligramsPerKilogram{between(lo, rule.max_mg_per_kg->micrograms_per_kg, 50)};
    } else {
        form.dose_mg = Milligrams{between(rule.min_mg->micrograms, rule.max_mg->micrograms, 10'000)};
    }
    form.rescue = {{words_.rescue[0]}, {words_.rescue[1]}};
    return form;
}

// From the arrival to the time-out, in whatever time there is.
void Journey::before_dose(Instant arrival, Instant dose) {
    const Milliseconds span = dose - arrival;
    const auto at = [&](int percent) { return arrival + Milliseconds{span.count * percent / 100}; };
    const StaffId nurse = staff("nurse");
    vitals(at(20), nurse, 0, true);
    world_.script.add(at(45), therapist(), "record-readiness", RecordInSession<Readiness>{session_, readiness(), {}});
    world_.script.add(at(70), staff("physician"), "order-dose", OrderDose{session_, order()});
    world_.script.add_witnessed(at(92), nurse, therapist(), "take-time-out",
                                TakeTimeOut{session_, {true, true, true, true, true, {}}});
}

EntryId Journey::during(Instant dose) {
    const auto at = [&](std::int64_t minutes) {
        return dose + Milliseconds{minutes * 60'000 + dice_.between(0, 50'000)};
    };
    const StaffId nurse = staff("nurse");
    const OrderForm ordered = order();
    DoseForm form;
    // As the desk works it out: to the nearest microgram, halves up.
    form.dose_mg = ordered.dose_mg.value_or(Milligrams{});
    if (ordered.dose_mg_per_kg) form.dose_mg = {(ordered.dose_mg_per_kg->micrograms_per_kg * weight_g_ + 500) / 1000};
    form.route = ordered.route;
    const DoseRule* rule = find_dose(world_.pack, form.route);
    const Shelf::Lot lot = world_.shelf.take(world_, dose, rule->medicine, form.dose_mg);
    form.stock = lot.stock;
    form.place = Code{kSafe};
    form.lot = {lot.number};
    form.expires = lot.expires;
    if (form.route == Route::intramuscular) form.site = Line{words_.site};
    form.prepared_by = nurse;
    const EntryId entry = world_.script.add(dose, nurse, "give-dose", GiveDose{session_, form});

    // What is left in the syringe or the cup, and cannot be kept, is poured away before a second person.
    const Milligrams remainder{dice_.between(2, 12) * 1000};
    const Shelf::Lot wasted = world_.shelf.take(world_, dose, rule->medicine, remainder);
    WasteStock waste{wasted.stock, {kSafe}, {}, remainder, {words_.remainder}, {words_.poured_away}, session_};
    world_.script.add_witnessed(at(6), nurse, staff("physician"), "waste-stock", waste);
    mark(at(3), MarkKind::music, say(words_.music));
    for (const std::int64_t minute : {10, 20, 30, 45}) {
        const EntryId measured = vitals(at(minute), nurse, minute);
        if (minute == 20 && wishes_.wrong_pressure && doses_given_ == 0) {
            Measured right;
            right.vitals.systolic_mmhg = systolic_ + 17;
            right.vitals.diastolic_mmhg = diastolic_ + 9;
            right.vitals.heart_rate_bpm = pulse_ + 9;
            right.vitals.spo2_percent = 97;
            world_.script.add_later(
                at(20), at(24), nurse, "record-vitals",
                RecordInSession<Measured>{session_, right, Correction{measured, {words_.wrong_pressure}}});
        }
    }
    mark(at(13), MarkKind::observation, say(words_.observations));
    mark(at(18), MarkKind::said, say(words_.said));
    mark(at(25), MarkKind::touch_offered, say(words_.touch_offered), Touch::hand);
    const bool accepted = dice_.chance(60);
    mark(at(26), accepted ? MarkKind::touch_accepted : MarkKind::touch_declined,
         say(accepted ? words_.touch_accepted : words_.touch_declined), Touch::hand);
    mark(at(34), MarkKind::observation, say(words_.observations));
    mark(at(41), MarkKind::note, say(words_.notes));
    unworded_ = mark(at(47), MarkKind::said, "");  // marked now, worded later
    if (wishes_.nausea && doses_given_ == 0) {
        AdverseEvent event;
        event.what = {words_.nausea};
        event.onset_at = at(28);
        event.grade = {1};
        event.action = {words_.nausea_action};
        event.outcome = AdverseOutcome::resolved;
        event.dose = entry;
        world_.script.add(at(58), therapist(), "record-adverse-event",
                          RecordInSession<AdverseEvent>{session_, event, {}});
    }
    return entry;
}

void Journey::after_dose(Instant dose) {
    const StaffId nurse = staff("nurse"), physician = staff("physician");
    for (const std::int64_t minute : {60, 75}) vitals(dose + minutes(minute), nurse, minute);
    world_.script.add(dose + minutes(kMinutesDosing), therapist(), "end-dosing",
                      EndDosing{session_, Line{say(words_.dosing_ends)}});
    mark(dose + minutes(kMinutesDosing + 9), MarkKind::toilet, say(words_.toilet));
    vitals(dose + minutes(100), nurse, 100);
    world_.script.add(dose + minutes(kMinutesDosing + 14), therapist(), "word-mark",
                      WordMark{session_, unworded_, {say(words_.said)}});
    const std::int64_t observed = std::max<std::int64_t>(world_.pack.observation_min_minutes.value, 105);
    Discharge discharge;
    for (const CheckRule& each : world_.pack.discharge) discharge.checks.push_back({{each.id}, YesNoUnknown::yes, {}});
    world_.script.add(dose + minutes(observed + 2), physician, "record-discharge",
                      RecordInSession<Discharge>{session_, discharge, {}});
    world_.script.add(dose + minutes(observed + 7), physician, "release-patient",
                      ReleasePatient{session_, {{written_name(name_)}, escort_, true, {}}});
    at_ = dose + minutes(observed + 18);
    morning_after(dose + minutes(observed + 7));
    const bool event = wishes_.nausea && doses_given_ == 0;
    world_.script.add(at_, therapist(), "close-out", CloseOut{session_, {{say(words_.close_outs)}, {event ? 1 : 0}}});
}

// The message goes out at the pack's hour, and people answer in the course of the morning.
void Journey::morning_after(Instant released) {
    const MorningPolicy& rules = world_.pack.morning;
    const Date day{world_.zone.date(released).days + 1};
    const Instant sent = world_.zone.at(day, rules.send_hour.value * 60) + Milliseconds{1'000};
    world_.script.add(sent, kSystem, "begin-message", BeginMessage{session_});
    world_.script.add(sent + Milliseconds{900}, kSystem, "finish-message",
                      FinishMessage{session_, MessageOutcome::sent, {"250 accepted"}});
    MorningForm form;
    for (const MorningItem& each : rules.items) {
        if (!each.worrying && dice_.chance(15)) form.items.push_back({each.code});
    }
    world_.script.add(sent + minutes(dice_.between(5, 200)), kPublic, "answer-morning", AnswerMorning{session_, form});
}

void Journey::session_without_dose() {
    const Slot slot = doses_.front();
    doses_.clear();
    wait_until(slot.starts + minutes(2));
    session_ = dice_.id<SessionId>();
    world_.script.add(at_, therapist(), "open-session",
                      OpenSession{session_, course_, slot.appointment.room, therapists(), staff("physician")});
    for (const std::int64_t higher : {0, 4}) {
        pass(12);
        Measured form;
        form.vitals.systolic_mmhg = 168 + higher;
        form.vitals.diastolic_mmhg = 102;
        form.vitals.heart_rate_bpm = pulse_ + 14;
        form.vitals.spo2_percent = 98;
        form.vitals.weight_kg = Kilograms{weight_g_};
        world_.script.add(at_, staff("nurse"), "record-vitals", RecordInSession<Measured>{session_, form, {}});
    }
    mark(at_ + minutes(2), MarkKind::physician_called, "");
    mark(at_ + minutes(5), MarkKind::physician_arrived, "");
    pass(15);
    world_.script.add(at_, therapist(), "cancel-session", CancelSession{session_, {words_.session_cancelled}});
    for (const Slot& each : integrations_) {
        pass(1);
        world_.script.add(
            at_, staff("coordinator"), "cancel-booking",
            CancelBooking{each.booking, each.appointment.starts.date(), CancelledBy::clinic, {words_.step_back}});
    }
    integrations_.clear();
}

// ---- integration, outcome, follow-up --------------------------------------------------------------------------------------

double Journey::share() const {
    switch (wishes_.trend) {
        case Trend::much_better: return 0.22;
        case Trend::better: return 0.45;
        case Trend::slightly_better: return 0.7;
        case Trend::no_change: return 0.95;
        case Trend::worse: return 1.2;
    }
    return 1;
}

void Journey::scales(TimePoint point, double share) {
    const auto of = [&](std::int64_t total) {
        return static_cast<std::int64_t>(static_cast<double>(total) * share + 0.5);
    };
    scale("phq-9", of(phq_), point);
    scale("gad-7", of(gad_), point);
}

void Journey::integrate(bool feels_worse) {
    const Slot slot = integrations_.front();
    integrations_.erase(integrations_.begin());
    wait_until(slot.starts);
    read(therapist(), "story");
    pass(8);
    scales(TimePoint::after_session, feels_worse ? 1.15 : (share() + 0.8) / 2);
    wait_until(slot.ends);
    pass(dice_.between(3, 25));
    const Theme& theme = feels_worse ? words_.worse : world_.next_of(words_.themes);
    Integration form;
    form.session = session_;
    form.themes = {theme.themes};
    form.insights = maybe(theme.insights);
    form.difficult = maybe(theme.difficult);
    form.everyday = maybe(theme.everyday);
    form.feels_worse = feels_worse;
    form.length_min = {slot.appointment.length_min.value};
    const EntryId entry = world_.script.add_later(slot.starts, at_, therapist(), "record-integration",
                                                  Record<Integration>{course_, form, {}});
    if (feels_worse) tasks_.push_back({entry, at_, words_.worse_talk});
}

void Journey::review() {
    wait_until(review_->starts);
    pass(6);
    scales(TimePoint::end, share());
    wait_until(review_->ends);
    pass(dice_.between(3, 20));
    const bool worse = wishes_.trend == Trend::worse, same = wishes_.trend == Trend::no_change;
    Outcome form;
    form.time_point = TimePoint::end;
    form.change = worse                                     ? Change::worse
                  : same                                    ? Change::no_change
                  : wishes_.trend == Trend::slightly_better ? Change::slightly_better
                  : wishes_.trend == Trend::better          ? Change::better
                                                            : Change::much_better;
    form.own_words = maybe(say(worse ? words_.verdicts_worse : same ? words_.verdicts_same : words_.verdicts_better));
    form.summary = {worse ? words_.outcome_worse : say(words_.outcome_summaries)};
    const EntryId entry = world_.script.add_later(review_->starts, at_, therapist(), "record-outcome",
                                                  Record<Outcome>{course_, form, {}});
    if (worse) tasks_.push_back({entry, at_, words_.worse_talk});
}

void Journey::complete() {
    pass(dice_.between(10, 40));
    world_.script.add(at_, therapist(), "end-course", EndCourse{course_, Ending::completed, {words_.completed}, {}});
}

void Journey::follow_up(std::int64_t day) {
    Slot slot = world_.find(BookingKind::outcome, world_.day(day), at_ + hours(24), {therapist()}, patient_.value);
    agree(slot);
    wait_until(slot.ends);
    pass(5);
    scales(TimePoint::follow_up, share() + 0.05);
    Outcome form;
    form.time_point = TimePoint::follow_up;
    form.change = Change::better;
    form.own_words = maybe(say(words_.verdicts_better));
    form.summary = {say(words_.outcome_summaries)};
    world_.script.add_later(slot.starts, at_, therapist(), "record-outcome", Record<Outcome>{course_, form, {}});
}

}  // namespace afterglow::demo
