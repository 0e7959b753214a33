import type { Analyte, Band, Curve, Drug, Evidence, Pharmacology, Route, Simulation, SimulationAsked, Site } from "../../src/screens/explorer/types.ts";

/**
 * A stand-in for the dose explorer's answers: two compartments, round numbers, nobody's data. It looks like a curve and
 * is none; every source says so.
 */
const made = "Mock: made up for working on the screen, no source";
const words = (en: string, cs: string, uk: string) => ({ en, cs, uk });

const availability: Partial<Record<Route, number>> = { iv: 1, im: 0.9, oral: 0.2, nasal: 0.5 };
const absorption: Partial<Record<Route, number>> = { im: 6, oral: 1.6, nasal: 3 };

export const pharmacology: Pharmacology = {
  models: [
    {
      id: "mock-two", name: "Mock two-compartment", published: false, source: made,
      about: words("Two compartments with round numbers. It is not a model of anything.", "Dva kompartmenty s kulatými čísly. Nejde o model ničeho skutečného.", "Дві камери з круглими числами. Це не модель чогось справжнього."),
      cannot_say: [
        words("Anything about a real person.", "Cokoli o skutečném člověku.", "Будь-що про справжню людину."),
        words("What happens after more than a day.", "Co se děje po více než jednom dni.", "Що відбувається більш ніж через добу."),
      ],
      population: { text: "Nobody.", people: 0, source: made, evidence: "M" },
      routes: ["iv", "im", "oral", "nasal"], drugs: ["racemate", "esketamine", "arketamine"],
      ranges: [{ of: "weight_kg", min: 50, max: 110, outside: "mark", source: made, evidence: "M" }],
      default_for: ["iv", "im", "oral", "nasal"],
    },
    {
      id: "mock-venous", name: "Mock venous only", published: true, source: made,
      about: words("The same, and knows venous blood only.", "Totéž, zná však jen žilní krev.", "Те саме, але знає лише венозну кров."),
      cannot_say: [], population: { text: "Nobody.", people: 12, source: made, evidence: "R2" },
      routes: ["iv", "oral"], drugs: ["racemate", "esketamine"], ranges: [], default_for: [],
    },
  ],
  interactions: [
    {
      id: "ticlopidine", name: words("Ticlopidine", "Tiklopidin", "Тиклопідин"), at: "250 mg bid", also: ["Ticlid", "Ipaton"],
      effects: [{ kind: "exposure", routes: ["oral"], factor: 2.4, source: made, evidence: "M", assumed: false }],
    },
    {
      id: "benzodiazepines", name: words("Benzodiazepines", "Benzodiazepiny", "Бензодіазепіни"), also: ["diazepam", "lorazepam", "Xanax"],
      effects: [{ kind: "more_sedation", source: made, evidence: "M", assumed: false }, { kind: "benefit", factor: 0.8, source: made, evidence: "M", assumed: true }],
    },
  ],
};

const omega = 0.28;
const z = 1.645;
const split: Record<Drug, { s: number; r: number }> = { racemate: { s: 0.5, r: 0.5 }, esketamine: { s: 1, r: 0 }, arketamine: { s: 0, r: 1 } };

const at = (values: readonly number[], i: number): number => values[i] ?? 0;

/** Amounts in a central and a second compartment and what leaves them, by small steps. */
function solve(asked: SimulationAsked, share: (drug: Drug) => number, clearanceFactor: number): { central: number[]; late: number[]; effect: number[]; metabolite: number[] } {
  const { weight_kg: weight } = asked.person;
  const [v1, v2, cl, q] = [0.9 * weight, 1.6 * weight, 1.1 * weight * 0.9 * clearanceFactor, 1.4 * weight];
  const step = 1 / 240;
  const times = Array.from({ length: Math.floor((asked.until_h * 60) / asked.every_min + 1e-9) + 1 }, (_, i) => (i * asked.every_min) / 60);
  const result = { central: [] as number[], late: [] as number[], effect: [] as number[], metabolite: [] as number[] };
  let [gut, c1, c2, venous, effect, metabolite] = [0, 0, 0, 0, 0, 0];
  let next = 0;
  const given = new Set<number>();
  for (let time = 0; next < times.length; time += step) {
    let rate = 0;
    let ka = 1;
    for (const [i, dose] of asked.doses.entries()) {
      const amount = dose.dose_mg * share(dose.drug) * (availability[dose.route] ?? 0.3);
      if (dose.route === "iv") {
        const hours = Math.max(1 / 60, (dose.duration_min ?? 0) / 60);
        if (time >= dose.at_h && time < dose.at_h + hours) rate += amount / hours;
      } else {
        ka = absorption[dose.route] ?? 1;
        if (time >= dose.at_h && !given.has(i)) {
          given.add(i);
          gut += amount;
        }
      }
    }
    while (next < times.length && at(times, next) <= time + step / 2) {
      result.central.push((c1 / v1) * 1000);
      result.late.push(venous);
      result.effect.push(effect);
      result.metabolite.push(metabolite);
      next++;
    }
    const flow = ka * gut * step;
    const [out, away, back] = [(cl / v1) * c1 * step, (q / v1) * c1 * step, (q / v2) * c2 * step];
    gut -= flow;
    c1 += rate * step + flow - out - away + back;
    c2 += away - back;
    const concentration = (c1 / v1) * 1000;
    venous += (concentration - venous) * 18 * step;
    effect += (concentration - effect) * 12 * step;
    metabolite += (0.5 * concentration - 0.35 * metabolite) * step;
  }
  return result;
}

function band(typical: readonly number[], spread = omega): Band {
  return { p05: typical.map((v) => v * Math.exp(-z * spread)), p50: typical.map((v) => v * 0.98), p95: typical.map((v) => v * Math.exp(z * spread)) };
}

export function simulate(asked: SimulationAsked): Simulation | { pointer: string; code: string; text: string }[] {
  const model = pharmacology.models.find(({ id }) => id === asked.model) ?? pharmacology.models[0];
  if (!model) return [];
  if (asked.person.weight_kg < 2 || asked.person.weight_kg > 400) return [{ pointer: "/person/weight_kg", code: "out_of_range", text: "2–400" }];
  const wrong = asked.doses.findIndex(({ dose_mg }) => dose_mg <= 0 || dose_mg > 10_000);
  if (wrong >= 0) return [{ pointer: `/doses/${wrong}/dose_mg`, code: "out_of_range", text: "0–10 000" }];

  const byMouth = asked.doses.every(({ route }) => route === "oral");
  const slower = asked.with?.includes("ticlopidine") && byMouth ? 1 / 2.4 : 1;
  const s = solve(asked, (drug) => split[drug].s, slower);
  const r = solve(asked, (drug) => split[drug].r, slower * 0.9);
  const times_h = s.central.map((_, i) => (i * asked.every_min) / 60);
  const curves: Curve[] = [];
  const add = (heading: Pick<Curve, "name" | "quantity" | "unit"> & Partial<Curve>, typical: number[], evidence: Evidence, spread = omega): void => {
    const maximum = Math.max(...typical);
    curves.push({
      ...heading, typical, evidence, sources: [made], summary: { maximum, maximum_at_h: at(times_h, typical.indexOf(maximum)) },
      ...(asked.population ? { band: band(typical, spread) } : {}),
    });
  };
  const sum = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value + at(b, i));
  const sites: Site[] = model.id === "mock-venous" ? ["venous"] : ["arterial", "venous"];
  const analytes: readonly (readonly [Analyte, number])[] = [["ketamine", 1], ["norketamine", 0.8], ["dehydronorketamine", 0.3], ["hydroxynorketamine", 0.5]];
  for (const [analyte, scale] of analytes) {
    for (const site of sites) {
      const of = (from: typeof s): number[] => (analyte !== "ketamine" ? from.metabolite.map((v) => v * scale) : site === "arterial" ? from.central : from.late);
      const heading = { quantity: "concentration" as const, analyte, site, unit: "ng/mL" };
      add({ ...heading, name: `${analyte}_${site}_ng_ml` }, sum(of(s), of(r)), "C");
      add({ ...heading, name: `s_${analyte}_${site}_ng_ml`, enantiomer: "s" }, of(s), "C");
      add({ ...heading, name: `r_${analyte}_${site}_ng_ml`, enantiomer: "r" }, of(r), "C");
    }
  }
  const equivalent = sum(s.effect, r.effect.map((v) => v * 0.3));
  const hill = (top: number, half: number, power = 1.5): number[] => equivalent.map((c) => (top * c ** power) / (half ** power + c ** power));
  add({ name: "effect_site_ng_ml", quantity: "effect_site", unit: "ng/mL" }, equivalent, "C");
  add({ name: "cadss_points", quantity: "cadss", unit: "points" }, hill(60, 140), "M", 0.4);
  add({ name: "systolic_rise_mmhg", quantity: "systolic_rise", unit: "mmHg" }, hill(45, 130, 1), "R2", 0.2);
  add({ name: "diastolic_rise_mmhg", quantity: "diastolic_rise", unit: "mmHg" }, hill(26, 130, 1), "R2", 0.2);
  add({ name: "heart_rate_rise_bpm", quantity: "heart_rate_rise", unit: "bpm" }, hill(28, 150, 1), "R2", 0.2);
  const expit = (middle: number): number[] => equivalent.map((c) => (c > 0 ? 1 / (1 + (middle / c) ** 4) : 0));
  for (const [quantity, middle] of [["sedated", 210], ["unresponsive", 900]] as const) {
    const typical = expit(middle);
    add({ name: `${quantity}_probability`, quantity, unit: "1" }, typical, "R", 0.1);
    const last = curves.at(-1)?.band;
    if (last) last.p95 = last.p95.map((v) => Math.min(1, v));
  }

  const notes: Simulation["notes"] = [];
  if (!model.published) notes.push({ kind: "calibrated_here", what: model.id, source: made, evidence: "M" });
  if (model.population.people > 0) notes.push({ kind: "few_people", what: model.id, value: model.population.people, source: made, evidence: "R2" });
  for (const { of, min, max } of model.ranges) {
    const value = asked.person.weight_kg;
    if (of === "weight_kg" && (value < min || value > max)) notes.push({ kind: "outside_range", what: of, value, min, max, source: made, evidence: "M" });
  }
  for (const id of asked.with ?? []) {
    if (id === "ticlopidine") notes.push({ kind: byMouth ? "interaction_applied" : "interaction_not_measured", what: id, effect: "exposure", ...(byMouth ? { value: 2.4 } : {}), assumed: false, source: made, evidence: "M" });
    if (id === "benzodiazepines") {
      notes.push({ kind: "alert", what: id, effect: "more_sedation", assumed: false, source: made, evidence: "M" });
      notes.push({ kind: "benefit_factor", what: id, effect: "benefit", value: 0.8, assumed: true, source: made, evidence: "M" });
    }
  }

  const end = asked.days ?? 14;
  const times_d = Array.from({ length: 141 }, (_, i) => (i * end) / 140);
  const size = Math.max(...equivalent) / (Math.max(...equivalent) + 60);
  const drug_points = times_d.map((day) => asked.doses.reduce((most, { at_h }) => {
    const since = day - at_h / 24;
    return since < 0 ? most : Math.min(20, most * 0.35 + 14 * size * (1 - Math.exp(-since * 4)) * Math.exp(-since / 7));
  }, 0));
  const last = (asked.doses.at(-1)?.at_h ?? 0) / 24;
  return {
    model: model.id, model_name: model.name, published: model.published, population: model.population, about: model.about, cannot_say: model.cannot_say,
    times_h, curves, notes, simulated_people: asked.population ?? 0, seed: asked.seed ?? 1,
    days_after: {
      times_d, drug_points, drug_band: band(drug_points, 0.5), placebo_points: times_d.map((day) => (day < 1 ? 0 : 8 * (1 - Math.exp(-day / 5)))),
      shares: [1, 3, 7, 14].map((day) => {
        const points = at(drug_points, Math.min(140, Math.round(((last + day) / end) * 140))) + 5;
        return { day, response: points / 30, remission: points / 55 };
      }),
      baseline_points: 32, evidence: "C", sources: [made],
      cannot_say: [words("Whether this person will feel better.", "Zda bude tomuto člověku lépe.", "Чи стане цій людині краще.")],
    },
  };
}

export const patients = [{ id: "3f0c2a61-9d1e-4b7a-8a55-0c6b1d9e2f10", given_name: "Karel", family_name: "Vzorný", birth_date: "1979-04-12" }];
export const doseFacts = { patient: "3f0c2a61-9d1e-4b7a-8a55-0c6b1d9e2f10", name: "Karel Vzorný", weight_kg: 92, height_cm: 181, age_years: 47, sex: "male", resting_heart_rate_bpm: 68, session_number: 3 };
