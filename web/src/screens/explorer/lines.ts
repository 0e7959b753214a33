import type { Analyte, Band, Curve, DaysAfter, Evidence, Quantity, Simulation, Site, Species } from "./types";

export type Which = "a" | "b";
export type Answer = { which: Which; simulation: Simulation };

/** A curve of the answer, or of the days after; where nothing is known it is NaN. */
export type Drawn = Omit<Curve, "quantity"> & { quantity: Quantity | "drug_points" | "placebo_points" };

/** One curve in a chart, with how it looks. */
export type Line = {
  key: string;
  which: Which;
  /** What it is, in a key of the texts: "curve.s_ketamine". */
  name: string;
  curve: Drawn;
  tone: string;
  /** Said with the name where the lines of a chart are from different blood. */
  site?: Site;
};
export type View = { site: Site; apart: boolean };

export const metabolites: readonly Analyte[] = ["norketamine", "dehydronorketamine", "hydroxynorketamine"];

const some = (values: readonly number[]): boolean => values.some((value) => value > 0);

/** Sites at which one of the answers knows the drug itself. */
export function sitesOf(answers: readonly Answer[]): Site[] {
  const found = new Set(answers.flatMap(({ simulation }) => simulation.curves.map(({ site }) => site)));
  return (["arterial", "venous"] as const).filter((site) => found.has(site));
}

/** The site asked for, or the one that the model knows. */
function siteOf(simulation: Simulation, analyte: Analyte, wanted: Site): Site | undefined {
  const sites = simulation.curves.filter((curve) => curve.quantity === "concentration" && curve.analyte === analyte).map(({ site }) => site);
  return sites.includes(wanted) ? wanted : sites[0];
}

/** Both together, or each apart; where a model knows only one of the two ways, that. */
function byEnantiomer(curves: readonly Curve[], apart: boolean): Curve[] {
  const single = curves.filter(({ enantiomer }) => enantiomer === "s" || enantiomer === "r");
  const whole = curves.filter(({ enantiomer }) => enantiomer !== "s" && enantiomer !== "r");
  if (apart && single.length > 0) return single.filter(({ typical }) => some(typical));
  return whole.length > 0 ? whole : single.filter(({ typical }) => some(typical));
}

export const knowsApart = (answers: readonly Answer[]): boolean =>
  answers.some(({ simulation }) => simulation.curves.some(({ quantity, enantiomer }) => quantity === "concentration" && (enantiomer === "s" || enantiomer === "r")));

export const knowsMetabolites = (answers: readonly Answer[]): boolean =>
  answers.some(({ simulation }) => simulation.curves.some(({ quantity, analyte }) => quantity === "concentration" && analyte !== undefined && analyte !== "ketamine"));

const prefix = (enantiomer: Species | undefined): string => (enantiomer === "s" || enantiomer === "r" ? `${enantiomer}_` : "");
const nameOf = ({ quantity, analyte, enantiomer }: Drawn): string =>
  quantity === "concentration" ? `${prefix(enantiomer)}${analyte ?? "ketamine"}` : `${prefix(enantiomer)}${quantity}`;

function lay(chosen: readonly { which: Which; curves: readonly Drawn[] }[]): Line[] {
  return chosen.flatMap(({ which, curves }) =>
    curves.map((curve, at) => ({ key: `${which}.${curve.name}`, which, name: nameOf(curve), curve, tone: `${which}${at % 6}` })));
}

export function concentrations(answers: readonly Answer[], analytes: readonly Analyte[], { site, apart }: View): Line[] {
  const lines = lay(answers.map(({ which, simulation }) => ({
    which,
    curves: analytes.flatMap((analyte) => {
      const at = siteOf(simulation, analyte, site);
      return byEnantiomer(simulation.curves.filter((curve) => curve.quantity === "concentration" && curve.analyte === analyte && curve.site === at), apart);
    }),
  })));
  return siteShown(lines) === "mixed" ? lines.map((line) => (line.curve.site ? { ...line, site: line.curve.site } : line)) : lines;
}

/** From which blood the lines of a chart are: not every model knows both, and metabolites not always the same. */
export function siteShown(lines: readonly Line[]): Site | "mixed" {
  const [one, ...others] = new Set(lines.map(({ curve }) => curve.site));
  return one === undefined || others.length > 0 ? "mixed" : one;
}

export function effects(answers: readonly Answer[], quantities: readonly Quantity[], apart = false): Line[] {
  return lay(answers.map(({ which, simulation }) => ({
    which, curves: quantities.flatMap((quantity) => byEnantiomer(simulation.curves.filter((curve) => curve.quantity === quantity), apart)),
  })));
}

/** Values at other times: between two of them in a straight line. */
export function onto(times: readonly number[], values: readonly number[], wanted: readonly number[]): number[] {
  if (times.length === wanted.length && times.every((time, at) => time === wanted[at])) return [...values];
  let after = 0;
  return wanted.map((time) => {
    while (after < times.length - 1 && (times[after] ?? 0) < time) after++;
    const [from, to] = [times[Math.max(0, after - 1)] ?? 0, times[after] ?? 0];
    const [low, high] = [values[Math.max(0, after - 1)] ?? 0, values[after] ?? 0];
    return to > from ? low + (high - low) * Math.min(1, Math.max(0, (time - from) / (to - from))) : high;
  });
}

/** Before this day what everything else does is not known. */
export const placeboFrom = 1;

/** What the drug does, and apart from it what everything else does: the two are never added up. */
export function daysLines(days: readonly { which: Which; days: DaysAfter }[], of: "drug" | "placebo", times: readonly number[]): Line[] {
  return lay(days.map(({ which, days: { times_d: own, drug_points, drug_band, placebo_points, evidence, sources } }) => {
    const laid = (values: readonly number[]): number[] => onto(own, values, times);
    const typical = of === "drug" ? laid(drug_points) : laid(placebo_points).map((value, at) => ((times[at] ?? 0) < placeboFrom ? NaN : value));
    const maximum = Math.max(0, ...typical.filter((value) => !Number.isNaN(value)));
    const curve: Drawn = {
      name: `${of}_points`, quantity: `${of}_points`, unit: "points", typical, evidence, sources,
      summary: { maximum, maximum_at_h: (times[typical.indexOf(maximum)] ?? 0) * 24 },
    };
    return { which, curves: [of === "drug" ? { ...curve, band: { p05: laid(drug_band.p05), p50: laid(drug_band.p50), p95: laid(drug_band.p95) } } : curve] };
  }));
}

const spreads = ({ p05, p95 }: Band): boolean => p95.some((high, at) => high - (p05[at] ?? 0) > 1e-4 * Math.abs(high));

/** Where a model knows no differences between people its bands are none: they would pass for certainty. */
export function honest(simulation: Simulation): Simulation {
  if (simulation.curves.every(({ band }) => !band || spreads(band) || !some(band.p95))) return simulation;
  return { ...simulation, curves: simulation.curves.map(({ band, ...curve }) => (band && spreads(band) ? { ...curve, band } : curve)) };
}

/** Does it say how people differ in what is in their blood? */
export const knowsSpread = ({ curves, simulated_people }: Simulation): boolean =>
  simulated_people === 0 || curves.some(({ quantity, band, typical }) => quantity === "concentration" && (band !== undefined || !some(typical)));

const order: readonly Evidence[] = ["R", "R2", "C", "M"];
/** A chart is no better known than the weakest number behind it. */
export const weakest = (of: readonly Evidence[]): Evidence => order[Math.max(0, ...of.map((each) => order.indexOf(each)))] ?? "M";

/** So many areas one above the other say nothing any more. */
const mostBands = 4;
export const bandsShown = (lines: readonly Line[]): boolean => lines.filter(({ curve }) => curve.band).length <= mostBands;

export function bandAt(band: Band, at: number): { low: number; middle: number; high: number } {
  return { low: band.p05[at] ?? 0, middle: band.p50[at] ?? 0, high: band.p95[at] ?? 0 };
}

export function nearest(times: readonly number[], time: number): number {
  let best = 0;
  for (let at = 1; at < times.length; at++) if (Math.abs((times[at] ?? 0) - time) < Math.abs((times[best] ?? 0) - time)) best = at;
  return best;
}

/** The largest value that is drawn, bands included. */
export function highest(lines: readonly Line[]): number {
  const bands = bandsShown(lines);
  return Math.max(0, ...lines.flatMap(({ curve }) => [...curve.typical, ...(bands ? (curve.band?.p95 ?? []) : [])]).filter((value) => !Number.isNaN(value)));
}

/** Round numbers from 0 to at least `top`, about five. */
export function ticks(top: number, about = 5): number[] {
  if (!(top > 0)) return [0, 1];
  const rough = top / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  const count = Math.ceil(top / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}

const hourSteps = [1 / 12, 1 / 6, 1 / 4, 1 / 2, 1, 2, 3, 4, 6, 12, 24, 48, 72, 168, 336, 720];
/** Hours at which an axis of time is marked. */
export function timeTicks(hours: number, most = 9): number[] {
  const step = hourSteps.find((each) => hours / each <= most) ?? hours / most;
  return Array.from({ length: Math.floor(hours / step + 1e-9) + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}

/** Which rows of the many a table shows: about a dozen, evenly. */
export function tableRows(times: readonly number[], most = 13): number[] {
  const last = times.length - 1;
  if (last < most) return times.map((_, at) => at);
  const [from = 0, to = 0] = [times[0], times[last]];
  return [...new Set(timeTicks(to - from, most - 1).map((time) => nearest(times, from + time)))];
}
