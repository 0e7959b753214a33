import { parseNumber } from "../../lib/format";
import type { Problem } from "../../lib/problem";
import { pointerTokens } from "../../lib/problem";
import { drugs, routes, type DoseFacts, type Drug, type ModelRow, type Pharmacology, type Route, type SimulationAsked, type Site } from "./types";

/** A regimen as it is typed. Of the dose only what was typed is kept: the other unit follows from the weight. */
export type Regimen = {
  route: Route;
  drug: Drug;
  dose: string;
  per: "mg" | "kg";
  minutes: string;
  doses: string;
  every: string;
  unit: "h" | "d";
  /** "": the default of the route. */
  model: string;
  takes: readonly string[];
};

export const personFields = ["weight", "height", "age", "sex", "pulse", "session"] as const;
export type PersonField = (typeof personFields)[number];

export type Question = {
  /** A chosen person's id; "": a made-up one. */
  patient: string;
  /** What was typed over what is known or assumed. */
  typed: Partial<Record<PersonField, string>>;
  a: Regimen;
  b: Regimen | undefined;
  /** Hours that are shown; "": as long as the regimen wants. */
  hours: string;
  site: Site;
  apart: boolean;
  metabolites: boolean;
};

export const firstRegimen: Regimen = {
  route: "iv", drug: "racemate", dose: "0.5", per: "kg", minutes: "40", doses: "1", every: "7", unit: "d", model: "", takes: [],
};
export const firstQuestion: Question = {
  patient: "", typed: {}, a: firstRegimen, b: undefined, hours: "", site: "venous", apart: false, metabolites: false,
};

/** The made-up person: an example, not a statement about anybody. */
const madeUp: Record<PersonField, string> = { weight: "70", height: "175", age: "45", sex: "", pulse: "", session: "1" };

export type Known = Record<PersonField, string>;

/** What stands in the fields of the person where nothing is typed. */
export function knownOf(facts: DoseFacts | undefined, write: (value: number) => string): Known {
  if (!facts) return madeUp;
  const text = (value: number | undefined): string => (value === undefined ? "" : write(value));
  return {
    weight: text(facts.weight_kg), height: text(facts.height_cm), age: text(facts.age_years),
    sex: facts.sex === "female" || facts.sex === "male" ? facts.sex : "",
    pulse: text(facts.resting_heart_rate_bpm), session: text(facts.session_number),
  };
}

export const personValue = (question: Question, known: Known, field: PersonField): string => question.typed[field] ?? known[field];

// ---- mg and mg/kg ---------------------------------------------------------------------------------------------------------

const tidy = (value: number): number => Number(value.toPrecision(12));

/** The dose in mg: null where nothing is typed, undefined where it is no number or the weight is missing. */
export function doseMg({ dose, per }: Pick<Regimen, "dose" | "per">, weight: string): number | null | undefined {
  const value = parseNumber(dose);
  if (value === null || value === undefined || per === "mg") return value;
  const kg = parseNumber(weight);
  return kg ? tidy(value * kg) : undefined;
}

export function dosePerKg({ dose, per }: Pick<Regimen, "dose" | "per">, weight: string): number | null | undefined {
  const value = parseNumber(dose);
  if (value === null || value === undefined || per === "kg") return value;
  const kg = parseNumber(weight);
  return kg ? tidy(value / kg) : undefined;
}

// ---- what models know -----------------------------------------------------------------------------------------------------

export const routesOf = (known: Pharmacology): Route[] => routes.filter((route) => known.models.some((model) => model.routes.includes(route)));
export const modelsFor = (known: Pharmacology, route: Route): ModelRow[] => known.models.filter((model) => model.routes.includes(route));

export function modelOf(known: Pharmacology, { route, model }: Pick<Regimen, "route" | "model">): ModelRow | undefined {
  const fitting = modelsFor(known, route);
  return fitting.find(({ id }) => id === model) ?? fitting.find(({ default_for }) => default_for.includes(route)) ?? fitting[0];
}

/** A regimen that some model can answer: what no model knows gives way to what is nearest. */
export function fit(known: Pharmacology, regimen: Regimen): Regimen {
  const open = routesOf(known);
  const route = open.includes(regimen.route) ? regimen.route : (open[0] ?? regimen.route);
  const model = modelsFor(known, route).some(({ id }) => id === regimen.model) ? regimen.model : "";
  const used = modelOf(known, { route, model });
  const drug = !used || used.drugs.includes(regimen.drug) ? regimen.drug : (used.drugs[0] ?? regimen.drug);
  const takes = regimen.takes.filter((id) => known.interactions.some((each) => each.id === id));
  const same = route === regimen.route && model === regimen.model && drug === regimen.drug && takes.length === regimen.takes.length;
  return same ? regimen : { ...regimen, route, model, drug, takes };
}

// ---- the address ----------------------------------------------------------------------------------------------------------

function readRegimen(query: URLSearchParams, prefix: string): Regimen {
  const text = (name: keyof Regimen): string => query.get(prefix + name) ?? String(firstRegimen[name]);
  const one = <T extends string>(name: keyof Regimen, of: readonly T[], otherwise: T): T => of.find((each) => each === query.get(prefix + name)) ?? otherwise;
  return {
    route: one("route", routes, firstRegimen.route), drug: one("drug", drugs, firstRegimen.drug),
    dose: text("dose"), per: one("per", ["mg", "kg"], firstRegimen.per), minutes: text("minutes"),
    doses: text("doses"), every: text("every"), unit: one("unit", ["h", "d"], firstRegimen.unit),
    model: text("model"), takes: (query.get(`${prefix}takes`) ?? "").split(" ").filter(Boolean),
  };
}

export function readQuestion(text: string): Question {
  const query = new URLSearchParams(text);
  const typed: Question["typed"] = {};
  for (const field of personFields) {
    const value = query.get(field);
    if (value !== null) typed[field] = value;
  }
  return {
    patient: query.get("person") ?? "", typed,
    a: readRegimen(query, "a."), b: query.has("compare") ? readRegimen(query, "b.") : undefined,
    hours: query.get("hours") ?? "", site: query.get("site") === "arterial" ? "arterial" : "venous",
    apart: query.has("apart"), metabolites: query.has("metabolites"),
  };
}

function writeRegimen(query: URLSearchParams, prefix: string, regimen: Regimen): void {
  for (const name of Object.keys(firstRegimen) as (keyof Regimen)[]) {
    const value = name === "takes" ? regimen.takes.join(" ") : regimen[name];
    if (value !== (name === "takes" ? "" : firstRegimen[name])) query.set(prefix + name, value);
  }
}

/** Only what differs from the first question, so that a link stays short. */
export function writeQuestion(question: Question): string {
  const query = new URLSearchParams();
  if (question.patient) query.set("person", question.patient);
  for (const field of personFields) {
    const value = question.typed[field];
    if (value !== undefined) query.set(field, value);
  }
  writeRegimen(query, "a.", question.a);
  if (question.b) {
    query.set("compare", "1");
    writeRegimen(query, "b.", question.b);
  }
  if (question.hours) query.set("hours", question.hours);
  if (question.site !== "venous") query.set("site", question.site);
  if (question.apart) query.set("apart", "1");
  if (question.metabolites) query.set("metabolites", "1");
  return query.toString();
}

// ---- what the server is asked ---------------------------------------------------------------------------------------------

export type Field = PersonField | "dose" | "minutes" | "doses" | "every" | "route" | "drug" | "model" | "takes";
export type Complaint = "required" | "not_a_number" | "too_many_doses";
export type Errors<What = string> = Partial<Record<Field, What>>;

const people = 1000;
const mostPoints = 400;
const mostDoses = 200;
const daysShown = 28;
const mostDays = 92;
const hoursOf = (every: number, unit: Regimen["unit"]): number => every * (unit === "d" ? 24 : 1);

/** When the doses of a regimen are given, in hours from the first. */
export function timesOf(regimen: Regimen): number[] {
  const count = parseNumber(regimen.doses) ?? 1;
  const every = parseNumber(regimen.every) ?? 0;
  return Array.from({ length: Math.max(1, Math.min(mostDoses, Math.round(count))) }, (_, at) => tidy(at * hoursOf(every, regimen.unit)));
}

/** As long as the first dose acts, or all doses where they follow each other within a day. */
export function hoursWanted(regimen: Regimen): number {
  const one = regimen.route === "oral_prolonged" ? 24 : regimen.route.startsWith("oral") ? 8 : 4;
  const times = timesOf(regimen);
  const [second = 0, last = 0] = [times[1], times.at(-1)];
  return times.length > 1 && second < 24 ? last + one : one;
}

export function hoursShown(question: Question): number {
  const typed = Number(question.hours);
  if (typed > 0) return typed;
  return Math.max(hoursWanted(question.a), question.b ? hoursWanted(question.b) : 0);
}

/** Two regimens are followed equally long. */
function daysOf({ a, b }: Question): number {
  const last = Math.max(...[a, b].map((regimen) => (regimen && timesOf(regimen).at(-1)) ?? 0));
  return Math.min(mostDays, Math.ceil(last / 24) + daysShown);
}

const steps = [0.5, 1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 240, 480, 1440] as const;
export const minutesBetween = (hours: number): number => steps.find((step) => (hours * 60) / step <= mostPoints) ?? 1440;

export type Asking = { asked?: SimulationAsked; errors: Errors<Complaint> };

/** The question about one regimen, or what is still wrong with it. */
export function asking(question: Question, regimen: Regimen, known: Known): Asking {
  const errors: Errors<Complaint> = {};
  const number = (field: Field, text: string, needed: boolean): number | undefined => {
    const value = parseNumber(text);
    if (value === undefined) errors[field] = "not_a_number";
    else if (value === null && needed) errors[field] = "required";
    return value ?? undefined;
  };
  const of = (field: PersonField): string => personValue(question, known, field);
  const weight = number("weight", of("weight"), true);
  const height = number("height", of("height"), false);
  const age = number("age", of("age"), false);
  const pulse = number("pulse", of("pulse"), false);
  const session = number("session", of("session"), false);
  number("dose", regimen.dose, true);
  const dose = doseMg(regimen, of("weight"));
  const infusion = regimen.route === "iv";
  const minutes = infusion ? number("minutes", regimen.minutes, true) : undefined;
  const count = number("doses", regimen.doses, true);
  if (count !== undefined && count > mostDoses) errors.doses = "too_many_doses";
  if (count !== undefined && count > 1) number("every", regimen.every, true);
  if (Object.keys(errors).length > 0 || weight === undefined || typeof dose !== "number") return { errors };

  const times = timesOf(regimen);
  const until = hoursShown(question);
  const sex = of("sex");
  return {
    errors,
    asked: {
      ...(regimen.model ? { model: regimen.model } : {}),
      person: {
        weight_kg: weight,
        ...(height === undefined ? {} : { height_cm: height }), ...(age === undefined ? {} : { age_years: age }),
        ...(sex === "female" || sex === "male" ? { sex } : {}),
      },
      doses: times.map((at_h) => ({ at_h, route: regimen.route, drug: regimen.drug, dose_mg: dose, ...(minutes === undefined ? {} : { duration_min: minutes }) })),
      ...(regimen.takes.length > 0 ? { with: [...regimen.takes] } : {}),
      until_h: until, every_min: minutesBetween(until), population: people,
      ...(session === undefined ? {} : { session_number: session }), ...(pulse === undefined ? {} : { resting_heart_rate_bpm: pulse }),
      days: daysOf(question),
    },
  };
}

const places: readonly (readonly [pattern: RegExp, field: Field])[] = [
  [/^person weight_kg/, "weight"], [/^person height_cm/, "height"], [/^person age_years/, "age"], [/^person sex/, "sex"],
  [/^resting_heart_rate_bpm/, "pulse"], [/^session_number/, "session"], [/^model/, "model"], [/^with/, "takes"],
  [/^doses( \d+)? dose_mg/, "dose"], [/^doses( \d+)? duration_min/, "minutes"], [/^doses( \d+)? route/, "route"],
  [/^doses( \d+)? drug/, "drug"], [/^doses( \d+)? at_h/, "every"], [/^doses$/, "doses"],
];

/** The server's errors beside the fields they mean; each is said once, although every dose of a series may have it. */
export function refused(problem: Problem): { fields: Errors; others: string[] } {
  const fields: Errors = {};
  const others: string[] = [];
  for (const { pointer, text } of problem.errors) {
    const path = pointerTokens(pointer).join(" ");
    const field = places.find(([pattern]) => pattern.test(path))?.[1];
    if (field === undefined) others.push(text);
    else if (!fields[field]) fields[field] = text;
    else if (!fields[field].includes(text)) fields[field] += ` ${text}`;
  }
  return { fields, others };
}
