import { describe, expect, it } from "vitest";
import type { Shape } from "../../api/shapes";
import { validConsent } from "./data";
import { placesFrom } from "./Move";
import { newestText } from "./Consent";
import {
  criteriaAnswers, decisionForm, evaluationForm, evaluationValues, examinationForm, examinationValues, interviewForm, interviewValues, likelyTimePoint, measured, noEvaluation,
  noExamination, noPreparation, noScale, noVitals, planForm, planValues, preparationForm, preparationValues, scaleForm, scoreOf, typedVitals, type DecisionValues,
} from "./values";

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

describe("forms and what is sent", () => {
  it("leaves out what was not answered: unknown is not no, and nothing is neither", () => {
    const sent = json(interviewForm({ expectations: "  ", language: "", insurer_code: "", therapists_wanted: "", first_therapy: "", subsidy_interest: "no", goes_on: "unknown", note: "" }));
    expect(sent).toEqual({ subsidy_interest: false, goes_on: "unknown" });
  });

  it("gives back for a correction exactly what was stored", () => {
    const interview: Shape<"Interview"> = { expectations: "To sleep.", language: "uk", therapists_wanted: 2, first_therapy: false, subsidy_interest: true, goes_on: "yes", insurer_code: "111" };
    expect(json(interviewForm(interviewValues(interview)))).toEqual(interview);

    const evaluation: Shape<"Evaluation"> = {
      diagnoses: [{ icd10: "F33.1", name: "Recurrent", main: true }], earlier_treatments: [{ kind: "medication", what: "Sertraline", current_episode: true }],
      family_psychosis: "unknown", psychosis: "no", addiction: "no", personality_disorder: "no", suicidality: "passive_thoughts", suicidality_note: "rarely",
      medication: [{ name: "Sertraline", dose: "100 mg", plan: "pause", note: "one day before" }], summary: "Fits.",
    };
    expect(json(evaluationForm(evaluationValues(evaluation)))).toEqual(evaluation);

    const examination: Shape<"Examination"> = {
      measured: { vitals: { weight_kg: 181.5, systolic_mmhg: 121, diastolic_mmhg: 76 }, again: { weight_kg: 181.5 } }, blood_tests: "normal", ecg: "abnormal", echocardiography: "not_done",
      findings_note: "QTc 450", pregnancy: "not_applicable", breast_feeding: "not_applicable", heart_disease: "no", liver_disease: "unknown", acute_infection: "no", allergies: ["penicillin"], summary: "Fit.",
    };
    expect(json(examinationForm(examinationValues(examination)))).toEqual(examination);

    const preparation: Shape<"Preparation"> = {
      intentions: "To look.", techniques: ["breath"], touch: { touch: "hand", distance: "one metre", stop_sign: "palm" }, calming_plan: "Breathe.", length_min: 90,
      escort: { name: "Jan", phone: "603", relation: "brother" },
    };
    expect(json(preparationForm(preparationValues(preparation)))).toEqual(preparation);

    const plan: Shape<"Plan"> = {
      form: "dose_centred", preparation_sessions: 2, dosing_sessions: 3, integration_sessions: 2, route: "intramuscular", dose_min_mg_per_kg: 0.5, dose_max_mg_per_kg: 1,
      therapists: ["a", "b"], language: "cs", medication: [{ name: "Sertraline", plan: "pause", when: "one day before" }], overrides: [{ rule: "r", reason: "because" }],
    };
    expect(json(planForm(planValues(plan), true))).toEqual(plan);
  });

  it("reads codes and numbers as people write them", () => {
    const sent = evaluationForm({ ...noEvaluation, diagnoses: [{ icd10: "f 33,1", name: "x", main: true }] });
    expect(sent.diagnoses?.[0]?.icd10).toBe("F33.1");
    expect(examinationForm({ ...noExamination, weight_kg: "68,5" }).measured?.vitals?.weight_kg).toBe(68.5);
    expect(preparationForm({ ...noPreparation, length_min: "90" }).length_min).toBe(90);
  });

  it("sends the dose in the unit of its route", () => {
    const typed = { ...planValues({ form: "therapy_centred", preparation_sessions: 1, dosing_sessions: 1, integration_sessions: 1, route: "oral", therapists: ["a"], language: "cs", medication: [], overrides: [] }), dose_min: "200", dose_max: "350" };
    expect(json(planForm(typed, false))).toMatchObject({ dose_min_mg: 200, dose_max_mg: 350 });
    expect(json(planForm(typed, true))).not.toHaveProperty("dose_min_mg");
  });

  it("says a measurement twice only where it was typed twice", () => {
    expect(measured({ ...noVitals, systolic_mmhg: "121" })).toEqual({ vitals: { systolic_mmhg: 121 } });
    expect(measured({ ...noVitals, systolic_mmhg: "210", systolic_mmhg_again: "210" }, " tired ")).toEqual({ vitals: { systolic_mmhg: 210 }, again: { systolic_mmhg: 210 }, note: "tired" });
    expect(typedVitals({ vitals: { spo2_percent: 97 } }).spo2_percent).toBe("97");
  });

  it("sends with a decision only what belongs to its verdict", () => {
    const all: DecisionValues = { verdict: "not_indicated", form: "therapy_centred", conditions: "c", reason: "", missing: ["m"], reasons: ["r", " "], alternatives: ["a"], words: "" };
    expect(json(decisionForm(all))).toEqual({ verdict: "not_indicated", missing: [], letter: { reasons: ["r"], alternatives: ["a"] } });
    expect(json(decisionForm({ ...all, verdict: "indicated" }))).toEqual({ verdict: "indicated", form: "therapy_centred", conditions: "c", missing: [] });
    expect(json(decisionForm({ ...all, verdict: "cannot_be_said_yet" }))).toEqual({ verdict: "cannot_be_said_yet", missing: ["m"] });
  });

  it("answers only the criteria that changed: the others keep their author", () => {
    const standing: Shape<"CriterionStanding">[] = [{ criterion: "a", answer: "yes", evidence: "seen", by: "s", at: "2026-11-22T10:00:00.000Z" }];
    const typed = { a: { answer: "yes", evidence: "seen " }, b: { answer: "", evidence: "half a word" }, c: { answer: "unknown", evidence: "" } } as const;
    expect(json(criteriaAnswers(typed, standing))).toEqual([{ criterion: "c", answer: "unknown" }]);
    expect(json(criteriaAnswers({ a: { answer: "no", evidence: "seen" } }, standing))).toEqual([{ criterion: "a", answer: "no", evidence: "seen" }]);
  });
});

const words = (text: string): Shape<"Words"> => ({ cs: text, en: text, uk: text });
const instrument = {
  id: "phq", version: 1, title: words("PHQ"), instruction: words(""), items: [{ link_id: "1", loinc: "", text: words("a"), safety: false }, { link_id: "2", loinc: "", text: words("b"), safety: true }],
  options: [0, 1, 2, 3].map((value) => ({ value, text: words(String(value)) })), bands: [{ from: 0, code: "low", name: words("low") }, { from: 3, code: "high", name: words("high") }],
} as unknown as Shape<"Instrument">;

describe("questionnaires", () => {
  it("are complete only when every question is answered", () => {
    expect(scoreOf(instrument, { ...noScale(instrument), item_1: "3" })).toMatchObject({ answered: 1, complete: false });
    expect(scoreOf(instrument, { ...noScale(instrument), item_1: "3", item_2: "0" })).toMatchObject({ complete: true, total: 3, safety: false, band: { code: "high" } });
    expect(scoreOf(instrument, { ...noScale(instrument), item_1: "0", item_2: "1" })).toMatchObject({ safety: true, band: { code: "low" } });
  });
  it("do not take no answer for a zero", () => {
    expect(scaleForm(instrument, { ...noScale(instrument), item_1: "0" }).answers).toEqual([{ item: "1", value: 0 }]);
  });
  it("know when in the course they are probably filled in", () => {
    const course = { phase: "evaluation", status: "active", scales: [], doses: [] } as unknown as Shape<"Course">;
    expect(likelyTimePoint(course, "phq")).toBe("baseline");
    expect(likelyTimePoint({ ...course, phase: "outcome" }, "phq")).toBe("end");
    expect(likelyTimePoint({ ...course, status: "ended" }, "phq")).toBe("follow_up");
  });
});

describe("the course", () => {
  it("goes on by one phase or back to any; the first dose begins the dosing", () => {
    expect(placesFrom("evaluation", false)).toEqual({ next: "examination", back: ["interview"] });
    expect(placesFrom("preparation", false).next).toBeUndefined();
    expect(placesFrom("preparation", true).next).toBe("dosing");
    expect(placesFrom("outcome", true).next).toBeUndefined();
  });
  it("has no valid consent once it was withdrawn, whatever was signed before", () => {
    const consent = (id: string, recorded_at: string) => ({ id, recorded_at, data: { text: "treatment" } }) as unknown as Shape<"Entry_ConsentForm">;
    const [old, newer] = [consent("1", "2026-11-01T10:00:00.000Z"), consent("2", "2026-11-02T10:00:00.000Z")];
    expect(validConsent({ consents: [old, newer], withdrawals: [] }, "treatment")?.id).toBe("2");
    const withdrawal = { consent: "2", at: "2026-11-03T10:00:00.000Z", recorded_by: "s" };
    expect(validConsent({ consents: [old, newer], withdrawals: [withdrawal] }, "treatment")).toBeUndefined();
    expect(validConsent({ consents: [old], withdrawals: [] }, "touch")).toBeUndefined();
  });
  it("shows the newest version of a consent in the language asked for", () => {
    const text = (version: number, language: string) => ({ id: "t", version, language }) as Shape<"ConsentText">;
    expect(newestText([text(1, "cs"), text(3, "uk"), text(2, "cs")], "t", "cs")?.version).toBe(2);
    expect(newestText([text(1, "cs")], "t", "en")).toBeUndefined();
  });
});
