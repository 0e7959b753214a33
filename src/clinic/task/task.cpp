#include "clinic/task/task.h"

namespace afterglow::clinic {

void raise_task(Events& events, TaskKind kind, const PatientId& patient, const CourseId& course,
                const Context& context) {
    const TaskId task{context.command.value};
    events.add(stream_of(task), TaskRaised{task, kind, patient, course, context.command});
}

Result<Events> decide(const Task& task, const CloseTask& command, const Context&) {
    if (!task.exists()) return refuse_as(RefusalKind::not_found, "task_unknown");
    if (task.closed_at) return refuse("task_closed");
    return one_event(stream_of(command.task), TaskClosed{command.what_was_done});
}

void evolve(Task& task, const TaskRaised& event, const Meta& meta) {
    task.id = event.task;
    task.kind = event.kind;
    task.patient = event.patient;
    task.course = event.course;
    task.because_of = event.because_of;
    task.raised_at = meta.recorded_at;
}
void evolve(Task& task, const TaskClosed& event, const Meta& meta) {
    task.closed_at = meta.recorded_at;
    task.closed_by = meta.who;
    task.what_was_done = event.what_was_done;
}

}  // namespace afterglow::clinic
