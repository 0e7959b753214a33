import { describe, expect, it } from "vitest";
import type { Shape } from "../../api/shapes";
import { beganAt, pathStates } from "./path_steps";

type PathStep = Shape<"PathStep">;
const step = (phase: string, at: string, more: object = {}): PathStep => ({ id: at, by: "w", phase, status: "active", back: false, at, ...more }) as PathStep;
const path = [step("interview", "1"), step("evaluation", "2"), step("interview", "3", { back: true })];

describe("the picture of the path", () => {
  it("shows what is done, where one is and what is ahead", () => {
    const states = pathStates({ phase: "evaluation", status: "active", path: path.slice(0, 2) });
    expect([states.interview, states.evaluation, states.examination]).toEqual(["done", "current", "ahead"]);
  });

  it("shows a step back, and forgets it once the course goes on", () => {
    expect(pathStates({ phase: "interview", status: "active", path }).interview).toBe("stepped_back");
    expect(pathStates({ phase: "evaluation", status: "active", path: [...path, step("evaluation", "4")] }).evaluation).toBe("current");
  });

  it("shows a hold and the end", () => {
    const held = [...path.slice(0, 2), step("evaluation", "3", { status: "on_hold" })];
    expect(pathStates({ phase: "evaluation", status: "on_hold", path: held }).evaluation).toBe("held");
    expect(pathStates({ phase: "decision", status: "ended", ending: "not_indicated", path }).decision).toBe("ended");
    expect(pathStates({ phase: "outcome", status: "ended", ending: "completed", path }).outcome).toBe("done");
  });

  it("knows when a phase began, after a hold too", () => {
    expect(beganAt({ path }, "interview")).toBe("3");
    expect(beganAt({ path: [...path, step("interview", "4", { status: "on_hold" })] }, "interview")).toBe("3");
    expect(beganAt({ path }, "outcome")).toBeUndefined();
  });
});
