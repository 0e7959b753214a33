#include "clinic/task/task.h"

#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

TEST(Task, StaysUntilSomebodySaysWhatWasDone) {
    World world;
    const Act act;
    Events raised;
    raise_task(raised, TaskKind::suicidality, kPatient, kCourse, act);
    world.apply(raised, act);
    const TaskId task_id{act.command.value};
    const auto task = [&]() -> const Task& { return world.get<Task>(stream_of(task_id)); };
    EXPECT_EQ(task().kind, TaskKind::suicidality);
    EXPECT_EQ(task().because_of, act.command);
    EXPECT_FALSE(task().closed_at);
    world.apply(decide(task(), CloseTask{task_id, {"Called, came the same day."}}, Act{}), at(kNow + hours(1)));
    EXPECT_EQ(task().closed_at, kNow + hours(1));
    EXPECT_EQ(task().closed_by, kClinician);
    EXPECT_EQ(code_of(decide(task(), CloseTask{task_id, {"x"}}, Act{})), "task_closed");
    EXPECT_EQ(code_of(decide(Task{}, CloseTask{task_id, {"x"}}, Act{})), "task_unknown");
}

}  // namespace
}  // namespace afterglow::clinic
