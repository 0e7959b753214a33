#include "main/demo/journey.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

// From the inquiry to the decision. The treatment is in treatment.cpp.

namespace afterglow::demo {

using namespace clinic;

namespace {

// For an e-mail address: letters without marks.
std::string plain(const std::string& text) {
    static const std::map<std::string, std::string> kPlain{
        {"á", "a"}, {"č", "c"}, {"ď", "d"}, {"é", "e"}, {"ě", "e"}, {"í", "i"}, {"ň", "n"},
        {"ó", "o"}, {"ř", "r"}, {"š", "s"}, {"ť", "t"}, {"ú", "u"}, {"ů", "u"}, {"ý", "y"},
        {"ž", "z"}, {"Á", "a"}, {"Č", "c"}, {"Ř", "r"}, {"Š", "s"}, {"Ž", "z"}, {"Ú", "u"}};
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto letter = static_cast<unsigned char>(text[i]);
        if (letter >= 0x80) {
            const auto found = kPlain.find(text.substr(i, 2));
            out += found == kPlain.end() ? "" : found->second;
            ++i;
        } else {
            out += static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
        }
    }
    return out;
}

std::optional<Prose> maybe(const std::string& text) { return text.empty() ? std::nullopt : std::optional(Prose{text}); }

bool speaks_of(const std::string& criterion, std::string indication) {
    std::replace(indication.begin(), indication.end(), '_', '-');
    const std::string last = criterion.substr(criterion.rfind('.') + 1);
    return last.find(indication.substr(0, 6)) != std::string::npos || indication.find(last) != std::string::npos;
}

}  // namespace

Named mixed(const Named& given, const Named& family) {
    const auto space = [](const std::string& text) { return text.find(' '); };
    std::string written;
    if (!given.written.empty()) {
        written = given.written.substr(0, space(given.written)) + family.written.substr(space(family.written));
    }
    return {given.given, family.family, written};
}

std::string written_name(const Named& name) {
    return name.written.empty() ? name.given + " " + name.family : name.written;
}

namespace {
Wishes possible(const World& world, Wishes wishes) {
    wishes.language = world.spoken(wishes.language);
    wishes.indication = world.treated(wishes.indication);
    return wishes;
}
}  // namespace

Journey::Journey(World& world, std::int64_t number, Wishes wishes)
    : world_(world),
      wishes_(possible(world, std::move(wishes))),
      dice_(world.dice.of("person", number)),
      words_(tongue(wishes_.language)) {
    invent();
}

void Journey::read(const StaffId& who, const char* what) {
    if (at_ < world_.now - days(21)) return;
    world_.script.trace(at_ - minutes(1), who, world_.zone.date(at_ - minutes(1)),
                        RecordRead{who, patient_, what, dice_.between(1, 3)});
}

void Journey::invent() {
    const bool woman = wishes_.sex == Sex::female;
    const std::vector<Named>& names = woman ? words_.women : words_.men;
    const Named& family = wishes_.years_ago > 0 ? dice_.pick(names) : world_.next_of(names, "family");
    name_ = mixed(world_.next_of(names), family);
    born_ = Date{world_.today.days -
                 static_cast<std::int32_t>((dice_.between(22, 64) + wishes_.years_ago) * 365 + dice_.between(0, 364))};
    while (!world_.known.insert({name_.given + " " + name_.family, born_.days}).second) ++born_.days;
    phone_ = world_.phone();
    email_ = fmt::format("{}.{}@example.{}", plain(name_.given), plain(name_.family), dice_.chance(50) ? "org" : "com");
    const auto near = [&](const std::vector<Named>& list, const Sentences& relations) {
        return Contact{
            {written_name(mixed(dice_.pick(list), dice_.pick(list)))}, {world_.phone()}, Line{dice_.pick(relations)}};
    };
    escort_ = woman ? near(words_.men, words_.relations_men) : near(words_.women, words_.relations_women);
    emergency_ = dice_.chance(60) ? escort_ : near(words_.women, words_.relations_women);
    if (dice_.chance(25)) allergy_ = Line{dice_.pick(words_.allergies)};
    height_ = dice_.between(158, 174) + (woman ? 0 : 10);
    weight_g_ = dice_.between(height_ - 108, height_ - 92) * 1000 + dice_.between(0, 9) * 100;
    systolic_ = dice_.between(108, 132);
    diastolic_ = dice_.between(66, 82);
    pulse_ = dice_.between(60, 82);
    phq_ = dice_.between(14, 22);
    gad_ = dice_.between(9, 16);
    drug_ = static_cast<std::size_t>(dice_.between(0, static_cast<std::int64_t>(words_.drugs.size()) - 1));
    dose_percent_ = dice_.between(20, 60);
    patient_ = dice_.id<PatientId>();
    course_ = dice_.id<CourseId>();
}

std::vector<StaffId> Journey::therapists() const {
    std::vector<StaffId> list;
    for (const std::string& each : wishes_.therapists) list.push_back(staff(each));
    return list;
}

// ---- inquiry and registration -------------------------------------------------------------------------------------------

void Journey::ask(std::int64_t day) {
    const std::vector<Talk>& talks = wishes_.indication == "anxiety" ? words_.anxiety
                                     : wishes_.indication == "ptsd"  ? words_.trauma
                                                                     : words_.depression;
    const Talk& talk = world_.next_of(talks);
    at_ = world_.zone.at(world_.day(day), dice_.between(7 * 60, 21 * 60));
    inquiry_ = dice_.id<InquiryId>();
    const bool by_phone = dice_.chance(20);
    Question question{{written_name(name_)}, Text<254>{email_},    Text<40>{phone_}, wishes_.language,
                      {talk.question},       Line{talk.complaint}, AnswerBy::email,  true};
    const StaffId who = by_phone ? staff("coordinator") : kPublic;
    world_.script.add(at_, who, "record-inquiry",
                      ReceiveInquiry{*inquiry_, question, by_phone ? Channel::phone : Channel::public_form});
    pass(dice_.between(20, 150));
    world_.script.add(at_, staff("coordinator"), "take-inquiry", TakeInquiry{*inquiry_, {}});
    std::int64_t minute = 0;
    do {
        pass(dice_.between(60, 300));
        minute = world_.zone.local(at_).minute_of_day();
    } while (minute < 8 * 60 || minute > 18 * 60);
    world_.script.add(at_, staff("coordinator"), "answer-inquiry",
                      AnswerInquiry{*inquiry_, AnswerBy::email, {talk.answer}});
}

PatientDetails Journey::details() {
    PatientDetails details;
    details.given_name = {name_.given};
    details.family_name = {name_.family};
    details.birth_date = born_;
    details.sex = wishes_.sex;
    details.email = Text<254>{email_};
    details.phone = Text<40>{phone_};
    details.address = Line{fmt::format("Ukázková {}, Praha", dice_.between(1, 90))};
    details.language = wishes_.language;
    if (!world_.pack.insurers.empty()) details.insurer_code = Code{dice_.pick(world_.pack.insurers).code};
    details.escort = escort_;
    details.emergency_contact = emergency_;
    if (allergy_) details.allergies.push_back(*allergy_);
    return details;
}

void Journey::register_person() {
    pass(dice_.between(10, 90));
    world_.script.add(at_, staff("coordinator"), "register-patient",
                      RegisterPatient{patient_, details(), {}, inquiry_});
}

void Journey::open_course() {
    pass(2);
    read(staff("coordinator"), "patient");
    world_.script.add(at_, staff("coordinator"), "open-course",
                      OpenCourse{course_, patient_, {wishes_.indication}, wishes_.language, {}});
}

void Journey::open_again(std::int64_t day) {
    wait_until(world_.zone.at(working_day(world_.day(day)), dice_.between(9 * 60, 16 * 60)));
    course_before_ = course_;
    course_ = dice_.id<CourseId>();
    preparations_.clear(), doses_.clear(), integrations_.clear();
    doses_given_ = 0;
    const Repetition repetition{*course_before_, {words_.repetition_reason}, {words_.repetition_changed}};
    world_.script.add(at_, therapist(), "open-course",
                      OpenCourse{course_, patient_, {wishes_.indication}, wishes_.language, repetition});
    phq_ = phq_ * 4 / 5;
    gad_ = gad_ * 4 / 5;
}

void Journey::agree(Slot& slot) {
    slot.appointment.patient = patient_;
    slot.appointment.course = course_;
    pass(1);
    world_.script.add(at_, therapist(), "book", Book{slot.booking, slot.appointment});
}

// ---- interview ------------------------------------------------------------------------------------------------------------

void Journey::book_interview(std::int64_t day) {
    next_ = world_.find(BookingKind::interview, world_.day(day), at_ + hours(1), {therapist()}, patient_.value);
    agree(*next_);
}

void Journey::miss_interview() {
    wait_until(next_->ends);
    world_.script.add(
        at_, staff("coordinator"), "cancel-booking",
        CancelBooking{
            next_->booking, next_->appointment.starts.date(), CancelledBy::nobody_came, {words_.nobody_came}});
}

void Journey::interview(YesNoUnknown goes_on) {
    wait_until(next_->ends);
    pass(dice_.between(2, 12));
    Interview form;
    form.expectations = {say(words_.expectations)};
    form.language = wishes_.language;
    form.therapists_wanted = {static_cast<std::int64_t>(wishes_.therapists.size())};
    form.first_therapy = !course_before_;
    form.subsidy_interest = dice_.chance(20);
    form.goes_on = goes_on;
    form.note = maybe(dice_.chance(60) ? say(words_.interview_notes) : "");
    world_.script.add_later(next_->starts, at_, therapist(), "record-interview", Record<Interview>{course_, form, {}});
}

void Journey::move(Phase to, const std::string& reason) {
    pass(dice_.between(2, 6));
    const auto why = reason.empty() ? std::nullopt : std::optional(Line{reason});
    world_.script.add(at_,
                      to <= Phase::evaluation || to >= Phase::integration ? therapist() : staff(wishes_.psychiatrist),
                      "move-course", MoveCourse{course_, to, why});
}

// ---- evaluation -----------------------------------------------------------------------------------------------------------

void Journey::book_evaluation(std::int64_t day) {
    next_ = world_.find(BookingKind::evaluation, world_.day(day), at_ + hours(2), {staff(wishes_.psychiatrist)},
                        patient_.value);
    agree(*next_);
}

void Journey::evaluate() {
    wait_until(next_->starts);
    read(staff(wishes_.psychiatrist), "record");
    pass(12);
    scale("gad-7", gad_, TimePoint::baseline);
    scale("phq-9", phq_, TimePoint::baseline, wishes_.safety_item ? 1 : 0);
    wait_until(next_->ends);
    pass(dice_.between(3, 20));
    world_.script.add_later(next_->starts, at_, staff(wishes_.psychiatrist), "record-evaluation",
                            Record<Evaluation>{course_, evaluation(), {}});
    pass(2);
    assess(false, staff(wishes_.psychiatrist));
}

Evaluation Journey::evaluation() {
    Evaluation form;
    std::vector<demo::Diagnosis> fitting;
    for (const auto& each : words_.diagnoses) {
        if (each.indication == wishes_.indication) fitting.push_back(each);
    }
    const demo::Diagnosis& main = fitting.empty() ? words_.diagnoses.front() : dice_.pick(fitting);
    form.diagnoses.push_back({{main.icd10}, {main.name}, true});
    form.earlier_treatments = {
        {TreatmentKind::psychotherapy,
         {say(words_.psychotherapies)},
         dice_.chance(60),
         Line{dice_.pick(words_.results)}},
        {TreatmentKind::medication, {say(words_.medicines)}, true, Line{dice_.pick(words_.results)}}};
    form.family_psychosis = form.psychosis = form.addiction = form.personality_disorder = YesNoUnknown::no;
    if (wishes_.safety_item) {
        form.suicidality = Suicidality::passive_thoughts;
        form.suicidality_note = Prose{say(words_.passive_thoughts)};
    }
    form.personality = maybe(say(words_.personalities));
    const Drug& drug = words_.drugs[drug_];
    form.medication.push_back({{drug.name}, Line{drug.dose}, MedicationPlan::pause, Line{drug.note}});
    form.summary = {say(words_.summaries)};
    return form;
}

// The total shared out over the items; the item about safety gets what it is given.
void Journey::scale(const char* instrument, std::int64_t total, TimePoint point, std::int64_t safety) {
    const Instrument* form = find_instrument(world_.pack, instrument);
    if (!form) return;
    const std::int64_t most = form->options.back().value;
    ScaleAnswers answers{{instrument}, point, true, {}};
    std::vector<std::size_t> open;
    std::int64_t left = std::clamp<std::int64_t>(total, 0, form->max_total() - most) - safety;
    for (const InstrumentItem& item : form->items) {
        answers.answers.push_back({{item.link_id}, {item.safety ? safety : 0}});
        if (!item.safety) open.push_back(answers.answers.size() - 1);
    }
    while (left > 0) {
        ScaleAnswer& answer = answers.answers[dice_.pick(open)];
        if (answer.value.value == most) continue;
        ++answer.value.value;
        --left;
    }
    pass(1);
    const EntryId entry =
        world_.script.add(at_, point == TimePoint::baseline ? staff(wishes_.psychiatrist) : therapist(), "record-scale",
                          Record<ScaleAnswers>{course_, answers, {}});
    if (safety > 0) tasks_.push_back({entry, at_, words_.safety_talk});
}

// ---- examination ----------------------------------------------------------------------------------------------------------

void Journey::book_examination(std::int64_t day) {
    next_ =
        world_.find(BookingKind::examination, world_.day(day), at_ + hours(2), {staff("physician")}, patient_.value);
    agree(*next_);
}

Examination Journey::examination() {
    Examination form;
    Vitals& vitals = form.measured.vitals;
    vitals.weight_kg = Kilograms{weight_g_};
    vitals.height_cm = height_;
    vitals.systolic_mmhg = wishes_.pressure_high ? 162 : systolic_;
    vitals.diastolic_mmhg = wishes_.pressure_high ? 98 : diastolic_;
    vitals.heart_rate_bpm = pulse_;
    form.blood_tests = form.ecg = Finding::normal;
    const bool woman = wishes_.sex == Sex::female;
    form.pregnancy = woman ? YesNoNotApplicable::no : YesNoNotApplicable::not_applicable;
    form.breast_feeding = form.pregnancy;
    form.heart_disease = form.liver_disease = form.acute_infection = YesNoUnknown::no;
    if (allergy_) form.allergies.push_back(*allergy_);
    form.summary = {say(words_.examinations)};
    if (wishes_.pressure_high) form.summary = {words_.abnormal_finding};
    return form;
}

void Journey::examine() {
    wait_until(next_->ends);
    pass(dice_.between(2, 15));
    read(staff("physician"), "record");
    Examination form = examination();
    const Kilograms right = *form.measured.vitals.weight_kg;
    if (wishes_.wrong_weight) form.measured.vitals.weight_kg = Kilograms{right.grams + 9000};
    const EntryId entry = world_.script.add_later(next_->starts, at_, staff("physician"), "record-examination",
                                                  Record<Examination>{course_, form, {}});
    if (wishes_.wrong_weight) {
        pass(25);
        form.measured.vitals.weight_kg = right;
        world_.script.add_later(next_->starts, at_, staff("physician"), "record-examination",
                                Record<Examination>{course_, form, Correction{entry, {words_.wrong_weight}}});
    }
    pass(2);
    assess(true, staff("physician"));
}

// ---- decision -------------------------------------------------------------------------------------------------------------

// The psychiatrist answers what the evaluation shows, the physician what the body does.
std::vector<CriterionAnswer> Journey::answers(bool somatic) {
    std::vector<CriterionAnswer> list;
    for (const Criterion& each : world_.pack.criteria) {
        if ((each.kind == CriterionKind::other_contraindication) != somatic) continue;
        YesNoUnknown answer = YesNoUnknown::no;
        std::string evidence = somatic ? words_.evidence_somatic : words_.evidence_psychiatric;
        if (each.kind == CriterionKind::indication) {
            answer = speaks_of(each.id, wishes_.indication) ? YesNoUnknown::yes : YesNoUnknown::no;
            evidence = words_.evidence_indication;
        }
        if (each.kind == CriterionKind::condition) {
            answer = YesNoUnknown::yes;
            evidence = words_.evidence_condition;
        }
        if (wishes_.pressure_high && each.id.ends_with("hypertension")) {
            answer = YesNoUnknown::yes;
            evidence = words_.evidence_pressure;
        }
        list.push_back({{each.id}, answer, Line{evidence}});
    }
    return list;
}

void Journey::assess(bool somatic, const StaffId& who) {
    world_.script.add(at_, who, "assess-criteria", AssessCriteria{course_, answers(somatic)});
}

void Journey::decide(Verdict verdict) {
    wait_until(world_.zone.at(working_day(Date{world_.zone.date(at_).days + 1}), dice_.between(8 * 60, 11 * 60)));
    read(staff(wishes_.psychiatrist), "record");
    DecisionForm form;
    form.verdict = verdict;
    if (verdict == Verdict::indicated) {
        form.form = wishes_.dose_centred ? TreatmentForm::dose_centred : TreatmentForm::therapy_centred;
        form.conditions = maybe(say(words_.conditions));
    }
    if (verdict == Verdict::not_indicated) {
        Letter letter;
        for (const std::string& each : words_.refusal_reasons) letter.reasons.push_back({each});
        for (const std::string& each : words_.refusal_alternatives) letter.alternatives.push_back({each});
        letter.words = Prose{words_.refusal_words};
        form.letter = letter;
    }
    if (verdict == Verdict::cannot_be_said_yet) {
        for (const std::string& each : words_.missing) form.missing.push_back({each});
        form.reason = Prose{words_.missing.front()};
    }
    decision_ = world_.script.add(at_, staff(wishes_.psychiatrist), "decide", Decide{course_, form});
}

void Journey::add_to_decision(std::int64_t days_later) {
    const Instant at = at_ + days(days_later);
    world_.script.add(at, staff(wishes_.psychiatrist), "add-course-addendum",
                      AddCourseAddendum{course_, decision_, {words_.addendum}});
}

// ---- other ends -----------------------------------------------------------------------------------------------------------

void Journey::hold(std::int64_t day) {
    wait_until(world_.zone.at(working_day(world_.day(day)), dice_.between(9 * 60, 15 * 60)));
    world_.script.add(at_, therapist(), "hold-course", HoldCourse{course_, {words_.on_hold}});
}

void Journey::resume(std::int64_t day) {
    wait_until(world_.zone.at(working_day(world_.day(day)), dice_.between(9 * 60, 10 * 60)));
    world_.script.add(at_, therapist(), "resume-course", ResumeCourse{course_, Line{words_.resumed}});
}

void Journey::postpone(std::int64_t day, std::int64_t until) {
    wait_until(world_.zone.at(working_day(world_.day(day)), dice_.between(9 * 60, 15 * 60)));
    world_.script.add(at_, therapist(), "postpone-course",
                      PostponeCourse{course_, {words_.postponed}, world_.day(until)});
}

void Journey::end(std::int64_t day, Ending ending) {
    wait_until(world_.zone.at(working_day(world_.day(day)), dice_.between(9 * 60, 15 * 60)));
    const std::map<Ending, std::string> reasons{{Ending::completed, words_.completed},
                                                {Ending::not_indicated, words_.not_indicated},
                                                {Ending::abandoned, words_.abandoned},
                                                {Ending::stopped, words_.stopped},
                                                {Ending::referred, words_.referred}};
    EndCourse command{course_, ending, {reasons.at(ending)}, {}};
    if (ending == Ending::referred) command.referred_to = Line{words_.referred_to};
    world_.script.add(at_, therapist(), "end-course", command);
}

void Journey::close_tasks() {
    for (const Raised& each : tasks_) {
        world_.script.add(each.at + hours(dice_.between(2, 20)), staff(wishes_.psychiatrist), "close-task",
                          CloseTask{TaskId{each.task.value}, {each.what_was_done}});
    }
    tasks_.clear();
}

// ---- the usual way --------------------------------------------------------------------------------------------------------

void Journey::to_interview(std::int64_t day) {
    ask(day);
    register_person();
    open_course();
    book_interview(day + 4);
}

void Journey::to_decision(std::int64_t day) {
    to_interview(day);
    interview();
    move(Phase::evaluation);
    book_evaluation(day + 10);
    evaluate();
    move(Phase::examination);
    book_examination(day + 13);
    examine();
    move(Phase::decision);
}

void Journey::to_preparation(std::int64_t day) {
    to_decision(day);
    decide();
    move(Phase::preparation);
}

void Journey::to_end(std::int64_t day) {
    to_preparation(day);
    plan({day + 20, day + 25}, {day + 28}, {day + 30, day + 36, day + 42}, day + 47);
    consent();
    prepare();
    prepare();
    dose();
    move(Phase::integration);
    for (int i = 0; i < 3; ++i) integrate(wishes_.trend == Trend::worse && i == 1);
    move(Phase::outcome);
    review();
    complete();
}

}  // namespace afterglow::demo
