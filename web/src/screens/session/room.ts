import type { Session } from "../../api/live";
import type { Shape } from "../../api/shapes";
import { dayOf } from "../../lib/reference";
import { fullName, standing, validConsent } from "../steps/data";
import type { MeasureName } from "../steps/values";

/** What the room shows, worked out from the session's record. */
type Page = Pick<Shape<"SessionPage">, "session" | "course" | "patient">;

export const isOver = ({ stage }: Pick<Session, "stage">): boolean => stage === "closed" || stage === "cancelled";

const byTime = <E extends { happened_at: string }>(a: E, b: E): number => Date.parse(a.happened_at) - Date.parse(b.happened_at);

export const dosesGiven = (session: Pick<Session, "doses">): Shape<"Entry_Dose">[] => session.doses.filter(({ corrected_by }) => !corrected_by).sort(byTime);
export const lastDose = (session: Pick<Session, "doses">): Shape<"Entry_Dose"> | undefined => dosesGiven(session).at(-1);

/** "1:04:09" since, or "0:12:00" before with a minus: how long after the dose something was. */
export function sinceDose(dose: number, at: number): string {
  const whole = Math.floor(Math.abs(at - dose) / 1000);
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${at < dose ? "−" : ""}${hours}:${two(minutes)}:${two(seconds)}`;
}
/** The same to the minute, for tables: "+0:40", "−0:15". */
export function minutesFromDose(dose: number, at: number): string {
  const minutes = Math.round((at - dose) / 60_000);
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "−" : "+"}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
}

/** The last measurement of this day that has the measure, by the time it was taken. */
export function latestToday(session: Pick<Session, "vitals">, measure: MeasureName, now: number): { value: number; at: string } | undefined {
  const found = session.vitals
    .filter((each) => !each.corrected_by && each.data.vitals[measure] !== undefined && Date.parse(each.happened_at) <= now && dayOf(each.happened_at) === dayOf(now))
    .sort(byTime)
    .at(-1);
  const value = found?.data.vitals[measure];
  return found && value !== undefined ? { value, at: found.happened_at } : undefined;
}

export const openOrder = (session: Pick<Session, "orders" | "doses">): Shape<"Entry_Order"> | undefined => {
  const order = standing(session.orders);
  return order && !session.doses.some(({ data }) => data.order === order.id) ? order : undefined;
};
export const timeOutFor = (session: Pick<Session, "time_outs">, order: string): Shape<"Entry_WitnessedTimeOut"> | undefined =>
  session.time_outs.findLast((each) => each.data.order === order && !each.corrected_by);

export type Before = { readiness: boolean; vitals: boolean; order: boolean; time_out: boolean; dose: boolean };
/** What has been done before the dose; for a further dose only the order, the time-out and the dose are done again. */
export function doneBefore(session: Session, now: number): Before {
  const order = openOrder(session);
  const ready = standing(session.readiness);
  return {
    readiness: ready !== undefined && dayOf(ready.happened_at) === dayOf(now),
    vitals: latestToday(session, "systolic_mmhg", now) !== undefined,
    order: order !== undefined,
    time_out: order !== undefined && timeOutFor(session, order.id) !== undefined,
    dose: session.doses.length > 0,
  };
}

export function allergiesOf({ patient, course }: Pick<Page, "patient" | "course">): string[] {
  return [...new Set([...patient.details.allergies, ...(standing(course.examinations)?.data.allergies ?? [])])];
}

export function escortOf({ session, course, patient }: Pick<Page, "session" | "course" | "patient">): Shape<"Contact"> | undefined {
  return standing(session.releases)?.data.release.escort ?? standing(session.readiness)?.data.escort ?? standing(course.preparations)?.data.escort ?? patient.details.escort;
}

/** The name on everything in the room; a simulated person has one. */
export const personName = ({ session, patient }: Pick<Page, "session" | "patient">): string => session.rehearsal?.name ?? fullName(patient.details);

export const treatmentConsent = ({ course }: Pick<Page, "course">): Shape<"Entry_ConsentForm"> | undefined => validConsent(course, "treatment");

/** Until when not to drive: counted from the last dose. */
export function noDrivingUntil(session: Session, hours: number): string | undefined {
  const released = standing(session.releases)?.data.no_driving_until;
  const dose = lastDose(session);
  return released ?? (dose ? new Date(Date.parse(dose.happened_at) + hours * 3_600_000).toISOString() : undefined);
}

/** Start rules that today's baseline goes beyond: those that hold the dose back, and those to be weighed. */
export function startRulesBeyond(session: Session, policy: Shape<"PolicyPage">, now: number): { rule: Shape<"StartRule">; value: number; holds: boolean }[] {
  return policy.pack.start.flatMap((rule) => {
    const measure = rule.measure === "temperature_c" ? undefined : rule.measure;
    const found = measure && latestToday(session, measure, now);
    if (!found || found.value <= rule.hold_above) return [];
    const verified = rule.evidence !== "M" || policy.confirmations.some((each) => each.rule === rule.id);
    return [{ rule, value: found.value, holds: rule.action === "hold" && verified }];
  });
}

export type LogEntry =
  | { kind: "mark"; at: string; entry: Shape<"Entry_Mark"> }
  | { kind: "adverse"; at: string; entry: Shape<"Entry_AdverseEvent"> }
  | { kind: "dose"; at: string; entry: Shape<"Entry_Dose"> }
  | { kind: "order"; at: string; entry: Shape<"Entry_Order"> }
  | { kind: "time_out"; at: string; entry: Shape<"Entry_WitnessedTimeOut"> }
  | { kind: "readiness"; at: string; entry: Shape<"Entry_Readiness"> }
  | { kind: "discharge"; at: string; entry: Shape<"Entry_Discharge"> }
  | { kind: "release"; at: string; entry: Shape<"Entry_Release"> }
  | { kind: "close_out"; at: string; entry: Shape<"Entry_CloseOutForm"> }
  | { kind: "wasted"; at: string; wasted: Shape<"WastedRemainder">; entry?: undefined }
  | { kind: "opened" | "ended"; at: string; entry?: undefined };

/** Everything but the measurements, newest first. Wrong entries stay, beside what was put in their place. */
export function logOf(session: Session): LogEntry[] {
  const list = <K extends LogEntry["kind"]>(kind: K, entries: readonly { happened_at: string }[]): LogEntry[] => entries.map((entry) => ({ kind, at: entry.happened_at, entry }) as unknown as LogEntry);
  return [
    ...list("mark", session.marks), ...list("adverse", session.adverse_events.map((entry) => ({ ...entry, happened_at: entry.data.onset_at }))), ...list("dose", session.doses),
    ...list("order", session.orders), ...list("time_out", session.time_outs), ...list("readiness", session.readiness), ...list("discharge", session.discharges),
    ...list("release", session.releases), ...list("close_out", session.close_outs),
    ...session.remainders.map((wasted) => ({ kind: "wasted" as const, at: wasted.at, wasted })),
    { kind: "opened" as const, at: session.opened_at },
    ...(session.dosing_ended_at ? [{ kind: "ended" as const, at: session.dosing_ended_at }] : []),
  ].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

export const flowsheet = (session: Session): Shape<"Entry_Measured">[] => [...session.vitals].sort(byTime);
