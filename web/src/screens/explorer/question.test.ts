import { describe, expect, it } from "vitest";
import { Problem } from "../../lib/problem";
import { asking, doseMg, dosePerKg, firstQuestion, firstRegimen, fit, hoursWanted, knownOf, minutesBetween, modelOf, readQuestion, refused, timesOf, writeQuestion, type Question, type Regimen } from "./question";
import type { ModelRow, Pharmacology } from "./types";

const known = knownOf(undefined, String);
const regimen = (changes: Partial<Regimen>): Regimen => ({ ...firstRegimen, ...changes });

describe("mg and mg/kg", () => {
  it("follow from each other by the weight", () => {
    expect(doseMg({ dose: "0,5", per: "kg" }, "70")).toBe(35);
    expect(doseMg({ dose: "0.1", per: "kg" }, "70")).toBe(7);
    expect(dosePerKg({ dose: "35", per: "mg" }, "70")).toBe(0.5);
  });
  it("what was typed stays as it was", () => {
    expect(doseMg({ dose: "28", per: "mg" }, "")).toBe(28);
    expect(dosePerKg({ dose: "0.5", per: "kg" }, "heavy")).toBe(0.5);
  });
  it("say nothing where something is missing", () => {
    expect(doseMg({ dose: "", per: "kg" }, "70")).toBeNull();
    expect(doseMg({ dose: "0.5", per: "kg" }, "")).toBeUndefined();
    expect(doseMg({ dose: "0.5", per: "kg" }, "0")).toBeUndefined();
    expect(dosePerKg({ dose: "much", per: "mg" }, "70")).toBeUndefined();
  });
});

describe("the address", () => {
  it("of the first question is empty", () => expect(writeQuestion(firstQuestion)).toBe(""));
  it("keeps everything", () => {
    const question: Question = {
      patient: "3f0c", typed: { weight: "92,5", sex: "" },
      a: regimen({ route: "nasal", drug: "esketamine", dose: "84", per: "mg", doses: "8", every: "3.5", takes: ["ticlopidine", "lithium"] }),
      b: regimen({ minutes: "", model: "kat-c1", unit: "h" }),
      hours: "24", site: "arterial", apart: true, metabolites: true,
    };
    expect(readQuestion(`?${writeQuestion(question)}`)).toEqual(question);
  });
  it("knows that a second regimen like the first is one", () => {
    expect(readQuestion(writeQuestion({ ...firstQuestion, b: firstRegimen })).b).toEqual(firstRegimen);
    expect(readQuestion("").b).toBeUndefined();
  });
  it("takes nothing that it does not know", () => {
    const { a, site } = readQuestion("?a.route=ear&a.drug=tea&site=moon&a.per=stone");
    expect([a.route, a.drug, a.per, site]).toEqual(["iv", "racemate", "kg", "venous"]);
  });
});

const model = (id: string, routes: ModelRow["routes"], drugs: ModelRow["drugs"], default_for: ModelRow["routes"]): ModelRow => ({
  id, name: id, published: true, source: "", about: { cs: "", en: "", uk: "" }, cannot_say: [], population: { text: "", people: 1, source: "", evidence: "R" }, routes, drugs, ranges: [], default_for,
});
const pharmacology: Pharmacology = {
  models: [model("one", ["iv", "oral"], ["racemate"], ["iv"]), model("two", ["iv", "nasal"], ["esketamine"], ["nasal"])],
  interactions: [{ id: "ticlopidine", name: { cs: "", en: "", uk: "" }, also: [], effects: [] }],
};

describe("what models know", () => {
  it("a route has its default, else any that knows it", () => {
    expect(modelOf(pharmacology, { route: "iv", model: "" })?.id).toBe("one");
    expect(modelOf(pharmacology, { route: "oral", model: "" })?.id).toBe("one");
    expect(modelOf(pharmacology, { route: "iv", model: "two" })?.id).toBe("two");
  });
  it("what none knows gives way", () => {
    expect(fit(pharmacology, regimen({ route: "rectal" })).route).toBe("iv");
    expect(fit(pharmacology, regimen({ route: "oral", model: "two" })).model).toBe("");
    expect(fit(pharmacology, regimen({ route: "nasal" })).drug).toBe("esketamine");
    expect(fit(pharmacology, regimen({ takes: ["ticlopidine", "tea"] })).takes).toEqual(["ticlopidine"]);
  });
  it("what fits stays the same object", () => {
    const fitting = regimen({});
    expect(fit(pharmacology, fitting)).toBe(fitting);
  });
});

describe("what the server is asked", () => {
  it("one infusion", () => {
    const { asked, errors } = asking(firstQuestion, firstRegimen, known);
    expect(errors).toEqual({});
    expect(asked).toMatchObject({
      person: { weight_kg: 70, height_cm: 175, age_years: 45 }, doses: [{ at_h: 0, route: "iv", drug: "racemate", dose_mg: 35, duration_min: 40 }],
      until_h: 4, every_min: 1, session_number: 1, days: 28,
    });
    expect(asked).not.toHaveProperty("model");
    expect(asked).not.toHaveProperty("with");
    expect(asked?.person).not.toHaveProperty("sex");
  });
  it("a course of sprays, without a duration", () => {
    const spray = regimen({ route: "nasal", drug: "esketamine", dose: "56", per: "mg", doses: "3", every: "3.5" });
    const { asked } = asking({ ...firstQuestion, a: spray }, spray, known);
    expect(asked?.doses.map(({ at_h }) => at_h)).toEqual([0, 84, 168]);
    expect(asked?.doses[0]).not.toHaveProperty("duration_min");
    expect(asked?.days).toBe(35);
  });
  it("two regimens for equally long", () => {
    const oral = regimen({ route: "oral", doses: "2" });
    const question = { ...firstQuestion, b: oral };
    const [a, b] = [asking(question, question.a, known).asked, asking(question, oral, known).asked];
    expect([a?.until_h, a?.every_min, a?.days]).toEqual([b?.until_h, b?.every_min, b?.days]);
  });
  it("says what is missing instead of asking", () => {
    expect(asking({ ...firstQuestion, typed: { weight: "" } }, firstRegimen, known)).toEqual({ errors: { weight: "required" } });
    expect(asking(firstQuestion, regimen({ dose: "much", minutes: "" }), known)).toEqual({ errors: { dose: "not_a_number", minutes: "required" } });
    expect(asking(firstQuestion, regimen({ doses: "201" }), known).errors).toEqual({ doses: "too_many_doses" });
  });
});

describe("times", () => {
  it("doses within a day are all shown, a course only by its first", () => {
    expect(hoursWanted(regimen({ doses: "3", every: "2", unit: "h" }))).toBe(8);
    expect(hoursWanted(regimen({ doses: "3" }))).toBe(4);
    expect(hoursWanted(regimen({ route: "oral_prolonged" }))).toBe(24);
  });
  it("no more doses than the server takes", () => expect(timesOf(regimen({ doses: "9999" }))).toHaveLength(200));
  it("points as close as a few hundred allow", () => {
    expect(minutesBetween(1)).toBe(0.5);
    expect(minutesBetween(24)).toBe(5);
    expect(minutesBetween(168)).toBe(30);
  });
});

describe("the server's errors", () => {
  it("stand beside the fields they mean, each once", () => {
    const problem = new Problem(422, {
      errors: [
        { pointer: "/person/weight_kg", code: "", text: "Weight." }, { pointer: "/doses/0/dose_mg", code: "", text: "Dose." },
        { pointer: "/doses/1/dose_mg", code: "", text: "Dose." }, { pointer: "/doses", code: "", text: "Too many." },
        { pointer: "/until_h", code: "", text: "Too long." },
      ],
    });
    expect(refused(problem)).toEqual({ fields: { weight: "Weight.", dose: "Dose.", doses: "Too many." }, others: ["Too long."] });
  });
});

describe("a chosen person", () => {
  it("brings what is known, and nothing in place of what is not", () => {
    const facts = { patient: "1", name: "K", age_years: 47, session_number: 3 };
    expect(knownOf(facts, String)).toEqual({ weight: "", height: "", age: "47", sex: "", pulse: "", session: "3" });
  });
});
