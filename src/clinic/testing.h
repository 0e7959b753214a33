#pragma once
// For tests of the domain: an example pack, examples of every form, and a small world that folds what was decided the way
// the server does (events written as text, read again, folded by their stream's kind).
//
// Every value of the example pack is made up to be easy to reckon with. None is a clinical statement.

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "clinic/calendar/calendar.h"
#include "clinic/confirmation/confirmation.h"
#include "clinic/course/course.h"
#include "clinic/dosing/dosing.h"
#include "clinic/inquiry/inquiry.h"
#include "clinic/patient/patient.h"
#include "clinic/staff/staff.h"
#include "clinic/streams.h"
#include "clinic/task/task.h"
#include "clinic/waiting/waiting.h"

namespace afterglow::clinic::example {

std::string uuid(int n);
template <class I>
I id(int n) {
    return I{uuid(n)};
}

const Pack& pack();

inline const Instant kNow = *parse_instant("2026-11-23T09:00:00Z");  // a Monday, 10:00 in Prague
inline const StaffId kClinician = id<StaffId>(901), kSecond = id<StaffId>(902), kThird = id<StaffId>(903);
inline const PatientId kPatient = id<PatientId>(801);
inline const CourseId kCourse = id<CourseId>(701);
inline const SessionId kSession = id<SessionId>(601);

// One act: who, when and how. Every one has a command id of its own.
struct Act {
    Instant at = kNow;
    Instant now = kNow;
    StaffId who = kClinician;
    bool signing = false;
    std::optional<StaffId> witness;
    std::set<std::string> confirmed;
    const Pack* rules = &pack();
    EntryId command = next_command();

    operator Context() const { return {*rules, command, who, now, at, "Example Person", signing, witness, confirmed}; }
    static EntryId next_command();
};
Act at(Instant when);  // both recorded and so
Act signing(Instant when = kNow);
Act witnessed(StaffId by, Instant when = kNow);

// "ok"; or the code; or, for a wrong field, "/form/dose_mg dose_needed".
template <class T>
std::string code_of(const Result<T>& result) {
    if (result.ok()) return "ok";
    const Refusal& refusal = result.refusal();
    return refusal.errors.empty() ? refusal.code : refusal.errors.front().pointer + " " + refusal.errors.front().code;
}

// All streams of a small clinic.
class World {
public:
    // Folds what was decided into every stream it speaks of. An event goes through its text.
    EntryId apply(const Result<Events>& decided, const Context& context);
    void fold(const DecidedEvent& event, const Context& context);

    template <class State>
    const State& get(const std::string& stream) {
        return *static_cast<const State*>(state(stream).get());
    }
    const Course& course(const CourseId& id = kCourse) { return get<Course>(stream_of(id)); }
    const Session& session(const SessionId& id = kSession) { return get<Session>(stream_of(id)); }
    const Day& day(const char* date) { return get<Day>("day:" + std::string(date)); }
    std::vector<std::string> streams_of_kind(std::string_view kind) const;

    // Decides and applies; a test failure if it was refused.
    template <class Command>
    EntryId on_course(const Command& command, const Act& act = {}) {
        return apply(decide(course(command.course), command, act), act);
    }
    template <class Command>
    EntryId in_session(const Command& command, const Act& act = {}) {
        if constexpr (requires { decide(session(command.session), course(), command, Context(act)); }) {
            return apply(decide(session(command.session), course(), command, act), act);
        } else {
            return apply(decide(session(command.session), command, act), act);
        }
    }

    void open_course(const CourseId& id = kCourse);
    void course_in(Phase phase);  // opened, with everything that leads to the phase; not beyond preparation
    void open_session(const SessionId& id = kSession, Instant when = kNow);
    void ready_to_order(Instant when = kNow);  // session open, readiness and baseline recorded
    EntryId order_and_check(Milligrams dose = {100'000}, Instant when = kNow);  // ordered, time-out taken
    EntryId dosed(Instant when = kNow);
    void released(Instant when = kNow);  // the dose was given at `when`
    void closed(Instant when = kNow);

private:
    AnyState& state(const std::string& stream);
    std::map<std::string, AnyState> states_;
};

// Forms as they are filled in when nothing is wrong.
Interview interview();
Evaluation evaluation();
Examination examination();
std::vector<CriterionAnswer> answers_in_favour();
DecisionForm decision(Verdict verdict);
ConsentForm consent();
Plan plan();
Preparation preparation();
Integration integration(const SessionId& session = kSession);
Outcome outcome(Change change = Change::better);
ScaleAnswers mood(
    std::vector<int> values);  // of the instrument "example-mood": five items, the last is the safety item
Readiness readiness();
Measured pressure(int systolic, int diastolic);
Measured weight(double kg);
OrderForm oral(double mg);
OrderForm intramuscular(double mg_per_kg);
TimeOut time_out();
DoseForm dose(double mg, Route route = Route::oral);
Discharge discharge();
ReleaseForm release();
PatientDetails patient_details();
Question question();
Appointment appointment(const char* starts, int length_min = 60);

}  // namespace afterglow::clinic::example
