import { describe, expect, it } from "vitest";
import { formats } from "../../lib/format";
import { translate } from "../../lib/i18n";
import czech from "../../locales/cs/explorer.json";
import english from "../../locales/en/explorer.json";
import { curvesCsv, daysCsv } from "./csv";
import { concentrations, daysLines, effects, honest, knowsSpread, nearest, onto, siteShown, sitesOf, tableRows, ticks, timeTicks, weakest, type Answer } from "./lines";
import { sayings } from "./saying";
import { svgOf } from "./svg";
import type { Texts } from "./texts";
import type { Curve, DaysAfter, Simulation } from "./types";

const curve = (changes: Partial<Curve>): Curve => ({
  name: "ketamine_venous_ng_ml", quantity: "concentration", analyte: "ketamine", site: "venous", unit: "ng/mL", typical: [0, 183.4, 90],
  summary: { maximum: 183.4, maximum_at_h: 41 / 60 }, evidence: "R", sources: ["S"], ...changes,
});
const simulation = (curves: Curve[]): Simulation => ({
  model: "m", model_name: "M", published: true, population: { text: "", people: 1, source: "", evidence: "R" }, about: { cs: "", en: "", uk: "" }, cannot_say: [],
  times_h: [0, 0.68, 2], curves, notes: [], simulated_people: 0, seed: 1,
});
const answer = (...curves: Curve[]): Answer => ({ which: "a", simulation: simulation(curves) });

describe("which curves a chart shows", () => {
  const both = curve({});
  const s = curve({ name: "s_ketamine_venous_ng_ml", enantiomer: "s" });
  const r = curve({ name: "r_ketamine_venous_ng_ml", enantiomer: "r", typical: [0, 0, 0] });
  const arterial = curve({ name: "ketamine_arterial_ng_ml", site: "arterial" });
  it("together or apart, at the site asked for", () => {
    const of = answer(both, s, r, arterial);
    expect(concentrations([of], ["ketamine"], { site: "venous", apart: false }).map(({ name, curve: { name: column } }) => [name, column])).toEqual([["ketamine", "ketamine_venous_ng_ml"]]);
    expect(concentrations([of], ["ketamine"], { site: "arterial", apart: false })[0]?.curve.name).toBe("ketamine_arterial_ng_ml");
    expect(sitesOf([of])).toEqual(["arterial", "venous"]);
  });
  it("an enantiomer that was not given is not drawn", () => {
    expect(concentrations([answer(both, s, r)], ["ketamine"], { site: "venous", apart: true }).map(({ name }) => name)).toEqual(["s_ketamine"]);
  });
  it("what the model knows, where it does not know what was asked for", () => {
    expect(concentrations([answer(both)], ["ketamine"], { site: "arterial", apart: true }).map(({ curve: { site } }) => site)).toEqual(["venous"]);
  });
  it("says whose blood it is, where it is not the same", () => {
    const a = answer(arterial);
    const lines = concentrations([a, { ...answer(both), which: "b" }], ["ketamine"], { site: "venous", apart: false });
    expect(siteShown(lines)).toBe("mixed");
    expect(lines.map(({ site }) => site)).toEqual(["arterial", "venous"]);
    expect(siteShown(concentrations([a], ["ketamine"], { site: "venous", apart: false }))).toBe("arterial");
  });
  it("a band without width is none", () => {
    const flat = { p05: [0, 183.4, 90], p50: [0, 183.4, 90], p95: [0, 183.4, 90] };
    const wide = { ...flat, p95: [0, 200, 100] };
    const kept = honest({ ...simulation([curve({ band: flat }), curve({ name: "x", band: wide })]), simulated_people: 1000 });
    expect(kept.curves.map(({ band }) => band)).toEqual([undefined, wide]);
    expect(knowsSpread(kept)).toBe(true);
    expect(knowsSpread(honest({ ...simulation([curve({ band: flat })]), simulated_people: 1000 }))).toBe(false);
  });
  it("effects by their quantity", () => {
    const cadss = curve({ name: "cadss", quantity: "cadss", analyte: undefined, site: undefined });
    expect(effects([answer(both, cadss), { ...answer(cadss), which: "b" }], ["cadss"]).map(({ key, tone }) => [key, tone])).toEqual([["a.cadss", "a0"], ["b.cadss", "b0"]]);
  });
});

describe("numbers of an axis", () => {
  it("are round and reach the top", () => {
    expect(ticks(183)).toEqual([0, 50, 100, 150, 200]);
    expect(ticks(0.032)).toEqual([0, 0.01, 0.02, 0.03, 0.04]);
    expect(ticks(1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(0)).toEqual([0, 1]);
  });
  it("of time are those of a clock", () => {
    expect(timeTicks(4)).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4]);
    expect(timeTicks(24)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24]);
  });
  it("a table has about a dozen rows", () => {
    const times = Array.from({ length: 241 }, (_, at) => at / 60);
    expect(tableRows(times).length).toBeGreaterThan(7);
    expect(tableRows(times).length).toBeLessThanOrEqual(13);
    expect(tableRows([0, 1, 2])).toEqual([0, 1, 2]);
  });
  it("the nearest time", () => expect(nearest([0, 1, 3], 2.2)).toBe(2));
  it("values at other times lie between", () => {
    expect(onto([0, 2], [0, 10], [0, 1, 2, 3])).toEqual([0, 5, 10, 10]);
    expect(onto([0, 1], [4, 5], [0, 1])).toEqual([4, 5]);
  });
});

describe("evidence", () => {
  it("is that of the weakest number", () => {
    expect(weakest(["R", "C", "R2"])).toBe("C");
    expect(weakest(["R"])).toBe("R");
  });
});

const texts = (catalogue: Record<string, string>, language: "cs" | "en"): Texts => ((key, values) => translate(catalogue, language, key, values)) as Texts;
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ").replaceAll("\u2060", "");

describe("sentences", () => {
  const english_ = sayings(texts(english, "en"), formats("en", "UTC"));
  const czech_ = sayings(texts(czech, "cs"), formats("cs", "UTC"));
  const [line] = concentrations([answer(curve({}))], ["ketamine"], { site: "venous", apart: false });
  if (!line) throw new Error("no line");
  it("say the peak and when", () => {
    expect(plain(english_.peak(line, [0, 0.68, 2], false))).toBe("Ketamine: at most 183 ng/mL, after 41 mins.");
    expect(plain(czech_.peak(line, [0, 0.68, 2], true))).toBe("A · Ketamin: nejvýše 183 ng/ml, a to po 41 min.");
  });
  it("and the band at that moment", () => {
    const banded = { ...line, curve: { ...line.curve, band: { p05: [0, 120, 50], p50: [0, 180, 80], p95: [0, 255.2, 130] } } };
    expect(plain(english_.peak(banded, [0, 0.68, 2], false))).toContain("(90 of 100 simulated people: 120–255 ng/mL).");
  });
  it("nothing, where nothing was given", () => {
    expect(english_.peak({ ...line, curve: { ...line.curve, summary: { maximum: 0, maximum_at_h: 0 } } }, [0], false)).toBe("Ketamine: stays at zero.");
  });
  it("probabilities in percent", () => {
    const sedated = curve({ quantity: "sedated", summary: { maximum: 0.453, maximum_at_h: 0.7 } });
    expect(english_.value(sedated, 0.453)).toBe("45%");
    expect(english_.value(sedated, 0.0123)).toBe("1.2%");
  });
});

const days: DaysAfter = {
  times_d: [0, 1], drug_points: [0, 8], drug_band: { p05: [0, 4], p50: [0, 8], p95: [0, 12] }, placebo_points: [0, 5], shares: [], baseline_points: 30, evidence: "C", sources: [], cannot_say: [],
};

describe("the days after", () => {
  it("the drug and the rest are never one curve", () => {
    const [drug, placebo] = (["drug", "placebo"] as const).map((of) => daysLines([{ which: "a", days }], of, days.times_d)[0]);
    expect(drug?.curve.typical).toEqual([0, 8]);
    expect(placebo?.curve.typical).toEqual([NaN, 5]);
    expect(placebo?.curve.band).toBeUndefined();
  });
});

describe("files", () => {
  it("every curve under its own name, with its bands", () => {
    const band = { p05: [0, 1, 1], p50: [0, 2, 2], p95: [0, 3, 3] };
    const a = answer(curve({ band }));
    const b: Answer = { which: "b", simulation: simulation([curve({ name: "cadss", quantity: "cadss" })]) };
    expect(curvesCsv([a, b]).split("\r\n").slice(0, 5)).toEqual([
      "regimen,model,time_h,ketamine_venous_ng_ml,ketamine_venous_ng_ml_p05,ketamine_venous_ng_ml_p50,ketamine_venous_ng_ml_p95,cadss",
      "a,m,0,0,0,0,0,", "a,m,0.68,183.4,1,2,3,", "a,m,2,90,1,2,3,", "b,m,0,,,,,0",
    ]);
  });
  it("a model’s name with a comma stays one cell", () => {
    const a: Answer = { which: "a", simulation: { ...simulation([]), model: 'x, "y"' } };
    expect(curvesCsv([a]).split("\r\n")[1]).toBe('a,"x, ""y""",0');
  });
  it("the days apart, and nothing where nothing is known", () => expect(daysCsv([{ which: "a", days }]).split("\r\n").slice(1, 3)).toEqual(["a,0,0,0,0,0,", "a,1,8,4,8,12,5"]));
  it("a picture holds its words, safely", () => {
    const [line] = concentrations([answer(curve({}))], ["ketamine"], { site: "venous", apart: false });
    if (!line) throw new Error("no line");
    const svg = svgOf({ title: "A < B", lines: ["Expected, not measured"], unit: "ng/mL", times: [0, 1, 2], timeMarks: [{ at: 1, text: "1" }], timeUnit: "hours", curves: [{ line, label: "Ketamine" }], number: String });
    expect(new DOMParser().parseFromString(svg, "image/svg+xml").querySelector("parsererror")).toBeNull();
    expect(svg).toContain("A &lt; B");
    expect(svg).toContain("Expected, not measured");
    expect(svg).not.toContain("NaN");
  });
});
