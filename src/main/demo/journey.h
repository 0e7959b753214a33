#pragma once
// One invented person's path through the clinic, step by step. Each step is written at the day it is wished for, or the
// first day after it when everybody has time, and never before the step before it.

#include "clinic/dosing/dosing.h"
#include "main/demo/world.h"

namespace afterglow::demo {

enum class Trend { much_better, better, slightly_better, no_change, worse };

struct Wishes {
    clinic::Language language = clinic::Language::cs;
    clinic::Sex sex = clinic::Sex::female;
    std::string indication = "depression";
    std::vector<std::string> therapists = {"therapist1"};
    std::string psychiatrist = "psychiatrist";
    Trend trend = Trend::better;
    bool dose_centred = false;
    bool safety_item = false;     // PHQ-9 item 9 above zero at the evaluation
    bool pressure_high = false;   // found at the examination
    bool nausea = false;          // an adverse event in the first session
    bool wrong_pressure = false;  // a measurement is corrected in the first session
    bool wrong_weight = false;    // the examination is corrected
    bool monitored = false;       // a monitor at the bed sends readings
    std::int64_t years_ago = 0;   // of the whole path: the person is older today
};

class Journey {
public:
    Journey(World& world, std::int64_t number, Wishes wishes);

    // The steps, at days counted from today.
    void ask(std::int64_t day);
    void register_person();
    void open_course();
    void open_again(std::int64_t day);  // a repetition
    void book_interview(std::int64_t day);
    void miss_interview();
    void interview(clinic::YesNoUnknown goes_on = clinic::YesNoUnknown::yes);
    void book_evaluation(std::int64_t day);
    void evaluate();
    void move(clinic::Phase to, const std::string& reason = "");
    void book_examination(std::int64_t day);
    void examine();
    void decide(clinic::Verdict verdict = clinic::Verdict::indicated);
    void add_to_decision(std::int64_t days_later);
    void plan(const std::vector<std::int64_t>& preparations, const std::vector<std::int64_t>& doses,
              const std::vector<std::int64_t>& integrations, std::int64_t outcome);
    void agree(Slot& slot);  // book a time that was found already
    void consent();
    void prepare();  // the next of those planned
    void dose();
    void dose_at(Instant arrival, Instant dose, const Slot& slot);  // instead of the next planned one
    void session_without_dose();                                    // the blood pressure is too high
    void integrate(bool feels_worse = false);
    void close_tasks();  // each some hours after it was raised
    void review();
    void complete();
    void follow_up(std::int64_t day);
    void hold(std::int64_t day);
    void resume(std::int64_t day);
    void postpone(std::int64_t day, std::int64_t until);
    void end(std::int64_t day, clinic::Ending ending);
    void move_booking_once();    // the next planned session goes to another day
    void cancel_booking_once();  // an extra appointment that does not take place

    // All of it, as it usually goes, from the inquiry at `day`; what lies in the future does not happen yet.
    void to_interview(std::int64_t day);
    void to_decision(std::int64_t day);
    void to_preparation(std::int64_t day);
    void to_end(std::int64_t day);

    const PatientId& patient() const { return patient_; }

private:
    StaffId staff(std::string_view user) const { return world_.member(user).id; }
    std::vector<StaffId> therapists() const;
    StaffId therapist() const { return staff(wishes_.therapists.front()); }
    std::string say(const Sentences& sentences) { return world_.next_of(sentences); }
    void read(const StaffId& who, const char* what);  // a look into the record, for the access log
    void pass(std::int64_t minutes) { at_ = at_ + afterglow::minutes(minutes); }
    void wait_until(Instant at) { at_ = std::max(at_, at); }
    void invent();
    void scale(const char* instrument, std::int64_t total, clinic::TimePoint point, std::int64_t safety = 0);
    void scales(clinic::TimePoint point, double share);
    double share() const;  // of the complaints that are left at the end
    clinic::PatientDetails details();
    clinic::Evaluation evaluation();
    clinic::Examination examination();
    std::vector<clinic::CriterionAnswer> answers(bool somatic);
    void assess(bool somatic, const StaffId& who);
    clinic::Route route() const;
    clinic::OrderForm order();
    clinic::Readiness readiness();
    void before_dose(Instant arrival, Instant dose);
    EntryId during(Instant dose);
    void after_dose(Instant dose);
    clinic::Vitals signs(std::int64_t minutes_since_dose);
    void monitor(Instant dose);
    EntryId vitals(Instant at, const StaffId& who, std::int64_t minutes_since_dose, bool weigh = false);
    EntryId mark(Instant at, clinic::MarkKind kind, const std::string& words, std::optional<clinic::Touch> touch = {});
    void morning_after(Instant released);

    World& world_;
    Wishes wishes_;
    Dice dice_;
    const Tongue& words_;
    Instant at_;  // nothing that is yet to come is earlier

    Named name_;
    Date born_;
    std::string phone_, email_;
    clinic::Contact escort_, emergency_;
    std::optional<Line> allergy_;
    std::int64_t weight_g_ = 0, height_ = 0, systolic_ = 0, diastolic_ = 0, pulse_ = 0;
    std::int64_t phq_ = 0, gad_ = 0;
    std::size_t drug_ = 0;
    std::int64_t dose_percent_ = 0;  // where in the pack's range

    std::optional<InquiryId> inquiry_;
    PatientId patient_;
    CourseId course_;
    SessionId session_;
    std::optional<CourseId> course_before_;
    struct Raised {
        EntryId task;
        Instant at;
        const std::string& what_was_done;
    };
    EntryId decision_;
    std::vector<Raised> tasks_;
    std::optional<Slot> next_;  // interview, evaluation, examination
    std::vector<Slot> preparations_, doses_, integrations_;
    std::optional<Slot> review_;
    std::int64_t doses_given_ = 0;
    EntryId last_dose_, unworded_;
};

std::string written_name(const Named& name);
// The one's given name with the other's family name.
Named mixed(const Named& given, const Named& family);

}  // namespace afterglow::demo
