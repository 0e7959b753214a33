import { describe, expect, it } from "vitest";
import type { Shape } from "../../api/shapes";
import { decisionOutdated, nextStep, nextStepOfRow, standing, validConsent } from "./next_step";

type Course = Shape<"Course">;
const at = "2026-11-22T10:00:00.000Z";
const who = "0b1f6d0e-5a43-4d0c-9a5e-1f4f0c1a7e11";

let count = 0;
function entry<D>(data: D, more: object = {}): Shape<"Entry_Interview"> & { data: D } {
  return { id: `entry-${++count}`, by: who, happened_at: at, recorded_at: at, addenda: [], data, ...more } as unknown as Shape<"Entry_Interview"> & { data: D };
}

function course(more: Partial<Record<keyof Course, unknown>> = {}): Course {
  return {
    id: "c", patient: "p", indication: "depression", language: "cs", cycle: 1, phase: "interview", status: "active", opened_at: at, path: [],
    interviews: [], evaluations: [], examinations: [], scales: [], criteria: [], decisions: [], consents: [], withdrawals: [], plans: [],
    preparations: [], sessions: [], doses: [], integrations: [], outcomes: [], ...more,
  } as unknown as Course;
}
const codes = (of: Course): string[] => nextStep(of).items.filter((item) => !item.done).map((item) => item.code);
const interview = (goesOn: string) => entry({ goes_on: goesOn });
const decision = (verdict: string, against: string[] = []) => entry({ decision: { verdict, missing: [] }, proposal: { verdict, against, missing: [], notes: [] } });
const plan = entry({ preparation_sessions: 2, dosing_sessions: 1, integration_sessions: 2 });
const consent = entry({ text: "treatment" });

describe("the next step", () => {
  it("begins with the interview, then asks whether the person goes on", () => {
    expect(nextStep(course())).toMatchObject({ act: "interview" });
    expect(nextStep(course({ interviews: [interview("unknown")] }))).toMatchObject({ act: "interview" });
    expect(nextStep(course({ interviews: [interview("yes")] }))).toMatchObject({ act: "move", to: "evaluation" });
    expect(nextStep(course({ interviews: [interview("no")] }))).toMatchObject({ act: "end" });
  });

  it("says whether an appointment is still to be made", () => {
    const items = nextStep(course(), { booked: new Set(["evaluation"]) }).items;
    expect(items[0]).toMatchObject({ code: "appointment", done: false, wish: true });
    expect(nextStep(course(), { booked: new Set(["interview"]) }).items[0]).toMatchObject({ code: "appointment", done: true });
  });

  it("moves on when the form of the phase stands, and not when it was corrected away", () => {
    expect(nextStep(course({ phase: "evaluation", evaluations: [entry({})] }))).toMatchObject({ act: "move", to: "examination" });
    expect(nextStep(course({ phase: "evaluation", evaluations: [entry({}, { corrected_by: "x" })] }))).toMatchObject({ act: "evaluation" });
  });

  it("decides only when the criteria are answered", () => {
    expect(nextStep(course({ phase: "decision" })).act).toBe("criteria");
    const proposal = { verdict: "indicated", against: [], missing: [], notes: [] };
    expect(nextStep(course({ phase: "decision", proposal })).act).toBe("decision");
    expect(nextStep(course({ phase: "decision", proposal, decisions: [decision("cannot_be_said_yet")] })).act).toBe("decision");
    expect(nextStep(course({ phase: "decision", proposal, decisions: [decision("indicated")] }))).toMatchObject({ act: "move", to: "preparation" });
    expect(nextStep(course({ phase: "decision", proposal, decisions: [decision("not_indicated")] })).act).toBe("end");
  });

  it("prepares with plan, consent and as many sessions as planned", () => {
    expect(nextStep(course({ phase: "preparation" })).act).toBe("plan");
    expect(codes(course({ phase: "preparation", plans: [plan], preparations: [entry({})] }))).toEqual(["consent", "preparation"]);
    const ready = { phase: "preparation", plans: [plan], consents: [consent], preparations: [entry({}), entry({})] };
    expect(nextStep(course(ready)).act).toBe("session");
    expect(nextStep(course({ ...ready, open_session: "s" })).act).toBe("room");
  });

  it("asks for a new decision when something speaks against that was not known", () => {
    const known = { phase: "preparation", plans: [plan], consents: [consent], preparations: [entry({}), entry({})], decisions: [decision("indicated")] };
    const proposal = { verdict: "not_indicated", against: ["pregnancy"], missing: [], notes: [] };
    expect(decisionOutdated(course({ ...known, proposal }))).toBe(true);
    expect(nextStep(course({ ...known, proposal })).act).toBe("decision");
  });

  it("ends after the outcome, with the questionnaire first", () => {
    expect(nextStep(course({ phase: "outcome" })).act).toBe("outcome");
    expect(nextStep(course({ phase: "outcome", outcomes: [entry({})] })).act).toBe("scale");
    const scale = entry({ answers: { time_point: "end" } });
    expect(nextStep(course({ phase: "outcome", outcomes: [entry({})], scales: [scale] })).act).toBe("end");
  });

  it("is to resume while held, and nothing after the end", () => {
    expect(nextStep(course({ status: "on_hold" }))).toEqual({ act: "resume", items: [] });
    expect(nextStep(course({ status: "ended" })).act).toBeUndefined();
  });

  it("is known roughly to those who do not read the record", () => {
    expect(nextStepOfRow({ phase: "decision", status: "active", interviews: [] }).act).toBe("decision");
    expect(nextStepOfRow({ phase: "dosing", status: "active", interviews: [] }).act).toBe("session");
    expect(nextStepOfRow(course({ interviews: [interview("yes")] }))).toMatchObject({ act: "move", to: "evaluation" });
  });
});

describe("what stands", () => {
  it("is the newest that was not corrected", () => {
    const [first, second] = [entry(1, { corrected_by: "x" }), entry(2)];
    expect(standing([first, second])).toBe(second);
    expect(standing([second, first])).toBe(second);
    expect(standing([first])).toBeUndefined();
  });

  it("a consent taken back takes the earlier ones with it", () => {
    const [older, newer] = [entry({ text: "treatment" }), entry({ text: "treatment" })];
    const of = { consents: [older, newer], withdrawals: [{ consent: newer.id, at, recorded_by: who }] } as unknown as Course;
    expect(validConsent(of)).toBeUndefined();
    expect(validConsent({ ...of, withdrawals: [] })).toBe(newer);
  });
});
