import type { Permission } from "../../api/types";
import type { Shape } from "../../api/shapes";

export type Phase = Shape<"Phase">;
type Course = Shape<"Course">;

/** What somebody can do about a course: the forms are sub-paths of the person's page, `room` and `booking` are elsewhere. */
export type Act =
  | "interview" | "evaluation" | "examination" | "scale" | "criteria" | "decision" | "consent" | "plan" | "preparation" | "session"
  | "integration" | "outcome" | "move" | "hold" | "postpone" | "resume" | "end" | "letter" | "booking" | "room";

export const permissionFor: Record<Act, Permission> = {
  interview: "interview", evaluation: "evaluate", examination: "examine", scale: "fill_scales", criteria: "assess", decision: "decide",
  consent: "take_consent", plan: "plan", preparation: "prepare", session: "attend_sessions", integration: "integrate",
  outcome: "record_outcomes", move: "move_courses", hold: "move_courses", postpone: "move_courses", resume: "move_courses", end: "move_courses",
  letter: "read_records", booking: "book", room: "read_records",
};

export type ItemCode =
  | "appointment" | "interview" | "goes_on" | "evaluation" | "baseline_scale" | "examination" | "criteria" | "decision" | "decision_stands"
  | "consent" | "plan" | "preparation" | "session_open" | "doses" | "integration" | "end_scale" | "outcome";

/** One thing a phase needs. `wish`: good to have, nothing waits for it. */
export type Item = { code: ItemCode; done: boolean; act: Act; wish?: boolean; have?: number; want?: number };

export type NextStep = {
  /** What to do now; nothing where only waiting is left, or the course has ended well. */
  act: Act | undefined;
  /** The phase it leads to, when the act is moving on. */
  to?: Phase | undefined;
  items: Item[];
};

export const phases: readonly Phase[] = ["interview", "evaluation", "examination", "decision", "preparation", "dosing", "integration", "outcome"];
export const phaseAfter = (phase: Phase): Phase | undefined => phases[phases.indexOf(phase) + 1];

type Correctable = { corrected_by?: string | undefined };

/** The newest entry that was not corrected. */
export function standing<E extends Correctable>(entries: readonly E[]): E | undefined {
  return entries.findLast((entry) => entry.corrected_by === undefined);
}
export const allStanding = <E extends Correctable>(entries: readonly E[]): E[] => entries.filter((entry) => entry.corrected_by === undefined);

/** The newest consent to the treatment, unless it was taken back. */
export function validConsent(course: Pick<Course, "consents" | "withdrawals">): Course["consents"][number] | undefined {
  const newest = course.consents.findLast((entry) => entry.data.text === "treatment");
  if (!newest) return undefined;
  const withdrawn = course.withdrawals.some((each) => each.consent === newest.id);
  return withdrawn ? undefined : newest;
}

/** Something speaks against that the decision did not know of. */
export function decisionOutdated(course: Pick<Course, "decisions" | "proposal">): boolean {
  const known = standing(course.decisions)?.data.proposal.against;
  if (!known || !course.proposal) return false;
  return course.proposal.against.some((code) => !known.includes(code));
}

function counted(code: ItemCode, act: Act, have: number, want: number): Item {
  return { code, act, have, want, done: have >= want };
}

export type Known = {
  /** Kinds of appointment that lie ahead. */
  booked?: ReadonlySet<string>;
  criteria?: number;
};

/** What the phase the course is in needs, in the order in which it is done. */
export function itemsOf(course: Course, { booked, criteria }: Known = {}): Item[] {
  const plan = standing(course.plans)?.data;
  const scaleAt = (point: Shape<"TimePoint">): boolean => allStanding(course.scales).some((entry) => entry.data.answers.time_point === point);
  const met = (done: boolean): Item[] => (done || booked === undefined ? [] : [{ code: "appointment", done: booked.has(course.phase), act: "booking", wish: true }]);
  switch (course.phase) {
    case "interview":
      return interviewItems(course.interviews, met);
    case "evaluation": {
      const done = standing(course.evaluations) !== undefined;
      return [...met(done), { code: "evaluation", done, act: "evaluation" }, { code: "baseline_scale", done: scaleAt("baseline"), act: "scale", wish: true }];
    }
    case "examination": {
      const done = standing(course.examinations) !== undefined;
      return [...met(done), { code: "examination", done, act: "examination" }];
    }
    case "decision": {
      const answered = course.criteria.filter(({ answer }) => answer !== "unknown").length;
      const decision = standing(course.decisions);
      const open = course.proposal === undefined || course.proposal.missing.length > 0;
      const said = decision !== undefined && decision.data.decision.verdict !== "cannot_be_said_yet";
      const items: Item[] = [{ code: "criteria", act: "criteria", done: !open, wish: said, ...(criteria === undefined ? {} : { have: answered, want: criteria }) }];
      if (decision && decisionOutdated(course)) items.push({ code: "decision_stands", act: "decision", done: false });
      else items.push({ code: "decision", act: "decision", done: said });
      return items;
    }
    case "preparation": {
      const items: Item[] = [
        { code: "plan", act: "plan", done: plan !== undefined },
        { code: "consent", act: "consent", done: validConsent(course) !== undefined },
        counted("preparation", "preparation", allStanding(course.preparations).length, plan?.preparation_sessions ?? 1),
      ];
      if (decisionOutdated(course)) items.unshift({ code: "decision_stands", act: "decision", done: false });
      if (course.open_session) items.push({ code: "session_open", act: "room", done: false });
      else items.push(...met(items.some((item) => !item.done)));
      return items;
    }
    case "dosing": {
      const items: Item[] = [counted("doses", "session", new Set(course.doses.map((dose) => dose.session)).size, plan?.dosing_sessions ?? 1)];
      if (decisionOutdated(course)) items.unshift({ code: "decision_stands", act: "decision", done: false });
      if (course.open_session) items.unshift({ code: "session_open", act: "room", done: false });
      return items;
    }
    case "integration":
      return [...met(false), counted("integration", "integration", allStanding(course.integrations).length, plan?.integration_sessions ?? 1)];
    case "outcome":
      return [{ code: "end_scale", act: "scale", done: scaleAt("end"), wish: true }, { code: "outcome", act: "outcome", done: standing(course.outcomes) !== undefined }];
  }
}

function interviewItems(interviews: Course["interviews"], met: (done: boolean) => Item[]): Item[] {
  const interview = standing(interviews);
  const items: Item[] = [...met(interview !== undefined), { code: "interview", done: interview !== undefined, act: "interview" }];
  if (interview) items.push({ code: "goes_on", done: interview.data.goes_on === "yes", act: "interview" });
  return items;
}

/** What comes next on a course, as somebody sees it who may read the record. */
export function nextStep(course: Course, known: Known = {}): NextStep {
  const halted = haltedStep(course);
  if (halted) return halted;
  const items = itemsOf(course, known);
  if (course.open_session) return { act: "room", items };
  const open = items.find((item) => !item.done && !item.wish);
  if (course.phase === "interview" && standing(course.interviews)?.data.goes_on === "no") return { act: "end", items };
  if (open) return { act: open.act, items };
  if (course.phase === "decision" && standing(course.decisions)?.data.decision.verdict === "not_indicated") return { act: "end", items };
  if (course.phase === "preparation") return { act: "session", items };
  if (course.phase === "outcome") return { act: items.some((item) => !item.done) ? "scale" : "end", items };
  return { act: "move", to: phaseAfter(course.phase), items };
}

type Row = Pick<Shape<"CourseRow">, "phase" | "status" | "interviews" | "open_session">;

/** The same for somebody who sees only where a course stands. */
export function nextStepOfRow(course: Row, { booked }: Known = {}): NextStep {
  const halted = haltedStep(course);
  if (halted) return halted;
  const wanted: Act = course.phase === "dosing" ? "session" : course.phase;
  const met: Item[] = booked ? [{ code: "appointment", done: booked.has(course.phase), act: "booking", wish: true }] : [];
  if (course.open_session) return { act: "room", items: [] };
  if (course.phase !== "interview") return { act: wanted, items: course.phase === "decision" ? [] : met };
  const items = interviewItems(course.interviews, (done) => (done ? [] : met));
  const answer = standing(course.interviews)?.data.goes_on;
  if (answer === "no") return { act: "end", items };
  return answer === "yes" ? { act: "move", to: "evaluation", items } : { act: "interview", items };
}

function haltedStep(course: { status: Course["status"]; decisions?: Course["decisions"]; ending?: Course["ending"] | undefined }): NextStep | undefined {
  if (course.status === "on_hold" || course.status === "postponed") return { act: "resume", items: [] };
  if (course.status === "ended") return { act: undefined, items: [] };
  return undefined;
}

/** The forms that make sense in a phase beside the next step; the first ones are the nearest. */
const actsIn: Record<Phase, readonly Act[]> = {
  interview: ["interview", "booking", "move", "hold", "postpone", "end"],
  evaluation: ["evaluation", "scale", "booking", "move", "hold", "postpone", "end"],
  examination: ["examination", "scale", "booking", "move", "hold", "postpone", "end"],
  decision: ["criteria", "decision", "scale", "move", "hold", "postpone", "end"],
  preparation: ["plan", "consent", "preparation", "session", "scale", "booking", "move", "hold", "postpone", "end"],
  dosing: ["session", "integration", "scale", "consent", "plan", "booking", "move", "hold", "postpone", "end"],
  integration: ["integration", "scale", "booking", "move", "hold", "postpone", "end"],
  outcome: ["scale", "outcome", "booking", "move", "hold", "postpone", "end"],
};
const actsWhileHeld: readonly Act[] = ["scale", "booking", "end"];
/** After the end a follow-up may still come. */
const actsAfterEnd: readonly Act[] = ["scale", "outcome"];

type Standing = { phase: Phase; status: Course["status"]; decisions?: Course["decisions"]; doses?: Course["doses"] };

/** The forms that make sense now, the next step among them. */
export function actsNow(course: Standing): Act[] {
  const refused = course.decisions !== undefined && standing(course.decisions)?.data.decision.verdict === "not_indicated";
  const letter: Act[] = refused ? ["letter"] : [];
  if (course.status === "ended") return [...(course.doses?.length ? actsAfterEnd : []), ...letter];
  return [...(course.status === "active" ? actsIn[course.phase] : ["resume" as const, ...actsWhileHeld]), ...letter];
}
