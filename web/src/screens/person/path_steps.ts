import type { Shape } from "../../api/shapes";
import type { PathState } from "../../parts/PathPicture";
import { phases, type Phase } from "./next_step";

type Course = Pick<Shape<"CourseRow">, "phase" | "status" | "path" | "ending">;

/** How each phase of a course stands, for the picture of the path. */
export function pathStates(course: Course): Record<Phase, PathState> {
  const at = phases.indexOf(course.phase);
  const last = course.path.findLast((step) => step.status === "active");
  const completed = course.status === "ended" && course.ending === "completed";
  const here = (): PathState => {
    if (course.status === "ended") return completed ? "done" : "ended";
    if (course.status !== "active") return "held";
    return last?.back ? "stepped_back" : "current";
  };
  return Object.fromEntries(phases.map((phase, index) => [phase, index < at ? "done" : index > at ? "ahead" : here()])) as Record<Phase, PathState>;
}

/** When the course came to a phase for the last time. */
export function beganAt(course: Pick<Course, "path">, phase: Phase): string | undefined {
  let before: Phase | undefined;
  let began: string | undefined;
  for (const step of course.path) {
    if (step.phase === phase && before !== phase) began = step.at;
    before = step.phase;
  }
  return began;
}
