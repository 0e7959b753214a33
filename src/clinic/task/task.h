#pragma once
// A task that must not be forgotten: it stays on everybody's day until somebody says what was done about it.

#include "clinic/record/record.h"

namespace afterglow::clinic {

enum class TaskKind {
    suicidality,
    feels_worse,
    adverse_event,
    alarm_unanswered,   // nobody acknowledged an alarm in time
    morning_no_answer,  // the person did not answer the message of the morning after
    morning_worrying,   // or answered, and should be called
    message_uncertain,  // nobody knows whether a message arrived
};
BOOST_DESCRIBE_ENUM(TaskKind, suicidality, feels_worse, adverse_event, alarm_unanswered, morning_no_answer,
                    morning_worrying, message_uncertain)

struct TaskRaised {
    TaskId task;
    TaskKind kind = TaskKind::suicidality;
    PatientId patient;
    CourseId course;
    EntryId because_of;  // the entry that raised it
};
BOOST_DESCRIBE_STRUCT(TaskRaised, (), (task, kind, patient, course, because_of))
struct TaskClosed {
    Prose what_was_done;
};
BOOST_DESCRIBE_STRUCT(TaskClosed, (), (what_was_done))

struct CloseTask {
    TaskId task;
    Prose what_was_done;
};
BOOST_DESCRIBE_STRUCT(CloseTask, (), (task, what_was_done))

struct Task {
    static constexpr const char* kKind = "task";
    using Event = std::variant<TaskRaised, TaskClosed>;

    TaskId id;
    TaskKind kind = TaskKind::suicidality;
    PatientId patient;
    CourseId course;
    EntryId because_of;
    Instant raised_at;
    std::optional<Instant> closed_at;
    std::optional<StaffId> closed_by;
    std::optional<Prose> what_was_done;
    bool exists() const { return !id.value.empty(); }
};
BOOST_DESCRIBE_STRUCT(Task, (), (id, kind, patient, course, because_of, raised_at, closed_at, closed_by, what_was_done))

inline std::string stream_of(const TaskId& id) { return "task:" + id.value; }

// The task has the id of the entry that raised it: an entry raises one task at the most.
void raise_task(Events& events, TaskKind kind, const PatientId& patient, const CourseId& course,
                const Context& context);

// Refusals: "task_unknown" "task_closed"
Result<Events> decide(const Task&, const CloseTask&, const Context&);
void evolve(Task&, const TaskRaised&, const Meta&);
void evolve(Task&, const TaskClosed&, const Meta&);

}  // namespace afterglow::clinic
