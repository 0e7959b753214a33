import type { Shape } from "../../api/shapes";
import { instantsOf, localTime, addDays } from "../../lib/days";
import { contact, lines, measured, noContact, noVitals, number, overrides, text, chosen, truth, type ContactValues, type OverrideValues, type Partly, type ThreeWay, type VitalsValues, type YesNo } from "../steps/values";

/** How what is typed in the room becomes what is sent. */

/**
 * The last moment at which the clinic's clock showed this time: "22:30" in the morning was yesterday. With its day,
 * "2026-11-21T22:30", it is that moment and no other.
 */
export function lastTime(typed: string, now: number, zone?: string): string | undefined {
  if (typed.includes("T")) {
    const found = /T\d{2}:\d{2}$/.test(typed) ? instantsOf(typed, zone).at(-1) : undefined;
    return found === undefined ? undefined : new Date(found).toISOString();
  }
  if (!/^\d{2}:\d{2}$/.test(typed)) return undefined;
  const today = localTime(now, zone).slice(0, 10);
  for (const day of [today, addDays(today, -1)]) {
    const found = instantsOf(`${day}T${typed}`, zone).filter((instant) => instant <= now + 60_000).at(-1);
    if (found !== undefined) return new Date(found).toISOString();
  }
  return undefined;
}

/** A day without its time, or a time without its day, taken apart and put together. */
export const dayTyped = (was: string): string => (was.includes("T") ? (was.split("T")[0] ?? "") : "");
export const timeTyped = (was: string): string => (was.includes("T") ? (was.split("T")[1] ?? "") : was);
export const dayAndTime = (day: string, time: string): string => (day ? `${day}T${time}` : time);

export type Checks = { [check: string]: { answer: ThreeWay; note: string } };
export const checkAnswers = (checks: Checks): Partly<Shape<"CheckAnswer">>[] =>
  Object.entries(checks).flatMap(([check, { answer, note }]) => (answer === "" ? [] : [{ check, answer, note: text(note) }]));
export const typedChecks = (answers: readonly Shape<"CheckAnswer">[]): Checks => Object.fromEntries(answers.map(({ check, answer, note }) => [check, { answer, note: note ?? "" }]));
export const noChecks = (rules: readonly { id: string }[]): Checks => Object.fromEntries(rules.map(({ id }) => [id, { answer: "", note: "" } as const]));

export type ReadinessValues = {
  identified_by: Shape<"Identifier">[]; last_food: string; last_drink: string; drugs_taken: string; checks: Checks; mental_state: string;
  suicidality: Shape<"Suicidality"> | ""; escort: ContactValues;
};
export const noReadiness: ReadinessValues = { identified_by: [], last_food: "", last_drink: "", drugs_taken: "", checks: {}, mental_state: "", suicidality: "", escort: noContact };
export const readinessForm = (v: ReadinessValues, now: number): Partly<Shape<"Readiness">> => ({
  identified_by: v.identified_by, last_food_at: lastTime(v.last_food, now), last_drink_at: lastTime(v.last_drink, now), drugs_taken: text(v.drugs_taken),
  checks: checkAnswers(v.checks), mental_state: text(v.mental_state), suicidality: chosen(v.suicidality), escort: contact(v.escort),
});

export type MeasuredValues = VitalsValues & { note: string };
export const noMeasured: MeasuredValues = { ...noVitals, note: "" };
export const measuredForm = (v: MeasuredValues): Shape<"Measured"> => measured(v, v.note);

export type OrderValues = { route: Shape<"Route"> | ""; dose: string; rescue: string[]; overrides: OverrideValues[]; note: string };
export const orderForm = (v: OrderValues, perKilogram: boolean): Partly<Shape<"OrderForm">> => ({
  route: chosen(v.route), ...(perKilogram ? { dose_mg_per_kg: number(v.dose) } : { dose_mg: number(v.dose) }), rescue: lines(v.rescue), overrides: overrides(v.overrides), note: text(v.note),
});

export type TimeOutValues = { identity: boolean; consent: boolean; allergies: boolean; medicine_and_dose: boolean; monitoring_ready: boolean; note: string };
export const noTimeOut: TimeOutValues = { identity: false, consent: false, allergies: false, medicine_and_dose: false, monitoring_ready: false, note: "" };
export const timeOutForm = ({ note, ...checks }: TimeOutValues): Partly<Shape<"TimeOut">> => ({ ...checks, note: text(note) });

export type DoseValues = {
  dose_mg: string; supply: string; lot_read: boolean; expiry_read: boolean; expired_because: string; lot: string; expires: string; site: string; prepared_by: string; reason: string;
};
/** Lot and expiry are those of the chosen stock, read from the container again; in a rehearsal they are typed. */
export function doseForm(v: DoseValues, route: Shape<"Route">, stock?: { id: string; lot: string; expires: string; place: string }): Partly<Shape<"DoseForm">> {
  return {
    dose_mg: number(v.dose_mg), route, lot: stock ? stock.lot : text(v.lot), expires: stock ? stock.expires : text(v.expires), site: text(v.site), prepared_by: text(v.prepared_by), reason: text(v.reason),
    ...(stock ? { stock: stock.id, place: stock.place, expired_because: text(v.expired_because) } : {}),
  };
}

export type AdverseValues = { what: string; onset_date: string; onset_time: string; grade: "1" | "2" | "3" | "4" | "5" | ""; action: string; outcome: Shape<"AdverseOutcome"> | ""; dose: string; serious: YesNo; reported_to: string };
/** Typed to the minute: what began in the minute of its dose did not begin before it. */
export function adverseForm(v: AdverseValues, doses: readonly { id: string; happened_at: string }[] = []): Partly<Shape<"AdverseEvent">> {
  const [typed] = v.onset_date && v.onset_time ? instantsOf(`${v.onset_date}T${v.onset_time}`) : [];
  const dose = Date.parse(doses.find(({ id }) => id === v.dose)?.happened_at ?? "");
  const onset = typed !== undefined && dose > typed && dose < typed + 60_000 ? dose : typed;
  return {
    what: text(v.what), onset_at: onset === undefined ? undefined : new Date(onset).toISOString(), grade: number(v.grade), action: text(v.action), outcome: chosen(v.outcome),
    dose: text(v.dose), serious: truth(v.serious), reported_to: text(v.reported_to),
  };
}

export type DischargeValues = { checks: Checks; suicidality: Shape<"Suicidality"> | ""; note: string };
export const dischargeForm = (v: DischargeValues): Partly<Shape<"Discharge">> => ({ checks: checkAnswers(v.checks), suicidality: chosen(v.suicidality), note: text(v.note) });

export type ReleaseValues = { patient_signature: string; escort: ContactValues; instructions_given: boolean; overrides: OverrideValues[] };
export const releaseForm = (v: ReleaseValues): Partly<Shape<"ReleaseForm">> => ({
  patient_signature: text(v.patient_signature), escort: contact(v.escort), instructions_given: v.instructions_given, overrides: overrides(v.overrides),
});
