import type { Shape } from "../../api/shapes";
import { parseNumber } from "../../lib/format";

/**
 * How what is typed becomes what is sent, and back again for a correction. Texts that were left empty and questions that
 * were not answered are left out: the server then says beside which field something is missing.
 */

export const text = (typed: string): string | undefined => typed.trim() || undefined;
export const number = (typed: string): number | undefined => parseNumber(typed) ?? undefined;
export const lines = (typed: readonly string[]): string[] => typed.map((line) => line.trim()).filter(Boolean);
export const typedNumber = (value: number | undefined): string => (value === undefined ? "" : String(value));

export type YesNo = "yes" | "no" | "";
export const truth = (answer: YesNo): boolean | undefined => (answer === "" ? undefined : answer === "yes");
export const answered = (value: boolean | undefined): YesNo => (value === undefined ? "" : value ? "yes" : "no");

export type ThreeWay = Shape<"YesNoUnknown"> | "";
export const chosen = <T extends string>(value: T | ""): T | undefined => (value === "" ? undefined : value);

/** A request as far as it is filled in; the server says what is missing. */
export type Partly<T> = T extends readonly (infer Item)[] ? Partly<Item>[] : T extends object ? { [Name in keyof T]?: Partly<T[Name]> | undefined } : T;

export type ContactValues = { name: string; phone: string; relation: string };
export const noContact: ContactValues = { name: "", phone: "", relation: "" };
export function contact(typed: ContactValues): Partly<Shape<"Contact">> | undefined {
  const [name, phone, relation] = [text(typed.name), text(typed.phone), text(typed.relation)];
  return name || phone || relation ? { name, phone, relation } : undefined;
}
export const typedContact = (value: Shape<"Contact"> | undefined): ContactValues => ({ name: value?.name ?? "", phone: value?.phone ?? "", relation: value?.relation ?? "" });

// ---- vitals ----

export const measures = [
  "systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent", "respiratory_rate_per_min", "sedation_moaas",
  "dissociation_0_10", "nausea_0_10", "distress_0_10", "weight_kg", "height_cm",
] as const;
export type MeasureName = (typeof measures)[number];
/** Each measure, and the same typed a second time where it is outside the usual range. */
export type VitalsValues = Record<MeasureName | `${MeasureName}_again`, string>;

export const noVitals = Object.fromEntries(measures.flatMap((measure) => [[measure, ""], [`${measure}_again`, ""]])) as VitalsValues;

function vitalsOf(typed: VitalsValues, suffix: "" | "_again"): Shape<"Vitals"> {
  const found: Shape<"Vitals"> = {};
  for (const measure of measures) {
    const value = number(typed[`${measure}${suffix}`]);
    if (value !== undefined) found[measure] = value;
  }
  return found;
}

export function measured(typed: VitalsValues, note?: string): Shape<"Measured"> {
  const again = vitalsOf(typed, "_again");
  const words = text(note ?? "");
  return { vitals: vitalsOf(typed, ""), ...(Object.keys(again).length > 0 ? { again } : {}), ...(words ? { note: words } : {}) };
}

export function typedVitals(value: Shape<"Measured">): VitalsValues {
  const typed = { ...noVitals };
  for (const measure of measures) {
    typed[measure] = typedNumber(value.vitals[measure]);
    typed[`${measure}_again`] = typedNumber(value.again?.[measure]);
  }
  return typed;
}

/** Where each measure sits in the request below `base`. */
export function vitalsPlaces(base: string): Record<keyof VitalsValues, string> {
  return Object.fromEntries(measures.flatMap((measure) => [[measure, `${base}/vitals/${measure}`], [`${measure}_again`, `${base}/again/${measure}`]])) as Record<keyof VitalsValues, string>;
}

/** The first of several typed numbers that is none, as errors for the form. */
export function notNumbers<Name extends string>(values: Partial<Record<Name, unknown>>, names: readonly Name[], words: string): Partial<Record<Name, string>> {
  const wrong: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const typed = values[name];
    if (typeof typed === "string" && parseNumber(typed) === undefined) wrong[name] = words;
  }
  return wrong;
}

// ---- rules set aside ----

export type OverrideValues = { rule: string; reason: string };
export const overrides = (typed: readonly OverrideValues[]): Shape<"Override">[] =>
  typed.filter(({ reason }) => reason.trim() !== "").map(({ rule, reason }) => ({ rule, reason: reason.trim() }));

// ---- interview ----

export type InterviewValues = {
  expectations: string; language: Shape<"Language"> | ""; insurer_code: string; therapists_wanted: "1" | "2" | "";
  first_therapy: YesNo; subsidy_interest: YesNo; goes_on: ThreeWay; note: string;
};
export const interviewForm = (v: InterviewValues): Partly<Shape<"Interview">> => ({
  expectations: text(v.expectations), language: chosen(v.language), insurer_code: text(v.insurer_code), therapists_wanted: number(v.therapists_wanted),
  first_therapy: truth(v.first_therapy), subsidy_interest: truth(v.subsidy_interest), goes_on: chosen(v.goes_on), note: text(v.note),
});
export const interviewValues = (form: Shape<"Interview">): InterviewValues => ({
  expectations: form.expectations, language: form.language, insurer_code: form.insurer_code ?? "", therapists_wanted: form.therapists_wanted === 2 ? "2" : "1",
  first_therapy: answered(form.first_therapy), subsidy_interest: answered(form.subsidy_interest), goes_on: form.goes_on, note: form.note ?? "",
});

// ---- evaluation ----

export type DiagnosisValues = { icd10: string; name: string; main: boolean };
export type TreatmentValues = { kind: Shape<"TreatmentKind"> | ""; what: string; current_episode: YesNo; result: string };
export type MedicationValues = { name: string; dose: string; plan: Shape<"MedicationPlan"> | ""; note: string };
export type EvaluationValues = {
  diagnoses: DiagnosisValues[]; earlier_treatments: TreatmentValues[]; medication: MedicationValues[];
  family_psychosis: ThreeWay; psychosis: ThreeWay; addiction: ThreeWay; personality_disorder: ThreeWay;
  suicidality: Shape<"Suicidality"> | ""; suicidality_note: string; personality: string; summary: string;
};
export const noDiagnosis: DiagnosisValues = { icd10: "", name: "", main: false };
export const noTreatment: TreatmentValues = { kind: "", what: "", current_episode: "", result: "" };
export const noMedication: MedicationValues = { name: "", dose: "", plan: "", note: "" };
export const noEvaluation: EvaluationValues = {
  diagnoses: [{ ...noDiagnosis, main: true }], earlier_treatments: [], medication: [], family_psychosis: "", psychosis: "", addiction: "", personality_disorder: "",
  suicidality: "", suicidality_note: "", personality: "", summary: "",
};
/** People write "f 33,1". */
export const icd10 = (typed: string): string => typed.replace(/\s/g, "").replace(",", ".").toUpperCase();

export const evaluationForm = (v: EvaluationValues): Partly<Shape<"Evaluation">> => ({
  diagnoses: v.diagnoses.map((each) => ({ icd10: text(icd10(each.icd10)), name: text(each.name), main: each.main })),
  earlier_treatments: v.earlier_treatments.map((each) => ({ kind: chosen(each.kind), what: text(each.what), current_episode: truth(each.current_episode), result: text(each.result) })),
  medication: v.medication.map((each) => ({ name: text(each.name), dose: text(each.dose), plan: chosen(each.plan), note: text(each.note) })),
  family_psychosis: chosen(v.family_psychosis), psychosis: chosen(v.psychosis), addiction: chosen(v.addiction), personality_disorder: chosen(v.personality_disorder),
  suicidality: chosen(v.suicidality), suicidality_note: v.suicidality === "none" ? undefined : text(v.suicidality_note),
  personality: text(v.personality), summary: text(v.summary),
});
export const evaluationValues = (form: Shape<"Evaluation">): EvaluationValues => ({
  diagnoses: form.diagnoses.map((each) => ({ icd10: each.icd10, name: each.name, main: each.main })),
  earlier_treatments: form.earlier_treatments.map((each) => ({ kind: each.kind, what: each.what, current_episode: answered(each.current_episode), result: each.result ?? "" })),
  medication: form.medication.map((each) => ({ name: each.name, dose: each.dose ?? "", plan: each.plan, note: each.note ?? "" })),
  family_psychosis: form.family_psychosis, psychosis: form.psychosis, addiction: form.addiction, personality_disorder: form.personality_disorder,
  suicidality: form.suicidality, suicidality_note: form.suicidality_note ?? "", personality: form.personality ?? "", summary: form.summary,
});

// ---- examination ----

export type ExaminationValues = VitalsValues & {
  provider: string; blood_tests: Shape<"Finding"> | ""; ecg: Shape<"Finding"> | ""; echocardiography: Shape<"Finding"> | ""; findings_note: string;
  pregnancy: Shape<"YesNoNotApplicable"> | ""; breast_feeding: Shape<"YesNoNotApplicable"> | "";
  heart_disease: ThreeWay; liver_disease: ThreeWay; acute_infection: ThreeWay; allergies: string[]; summary: string;
};
export const noExamination: ExaminationValues = {
  ...noVitals, provider: "", blood_tests: "", ecg: "", echocardiography: "", findings_note: "", pregnancy: "", breast_feeding: "",
  heart_disease: "", liver_disease: "", acute_infection: "", allergies: [], summary: "",
};
export const examinationForm = (v: ExaminationValues): Partly<Shape<"Examination">> => ({
  provider: text(v.provider), measured: measured(v), blood_tests: chosen(v.blood_tests), ecg: chosen(v.ecg), echocardiography: chosen(v.echocardiography),
  findings_note: text(v.findings_note), pregnancy: chosen(v.pregnancy), breast_feeding: chosen(v.breast_feeding), heart_disease: chosen(v.heart_disease),
  liver_disease: chosen(v.liver_disease), acute_infection: chosen(v.acute_infection), allergies: lines(v.allergies), summary: text(v.summary),
});
export const examinationValues = (form: Shape<"Examination">): ExaminationValues => ({
  ...typedVitals(form.measured), provider: form.provider ?? "", blood_tests: form.blood_tests, ecg: form.ecg, echocardiography: form.echocardiography,
  findings_note: form.findings_note ?? "", pregnancy: form.pregnancy, breast_feeding: form.breast_feeding, heart_disease: form.heart_disease,
  liver_disease: form.liver_disease, acute_infection: form.acute_infection, allergies: form.allergies, summary: form.summary,
});

// ---- scales ----

export type ScaleValues = { time_point: Shape<"TimePoint"> | ""; filled_by_patient: YesNo; language: string; [item: `item_${string}`]: string };
export const scaleForm = (instrument: Shape<"Instrument">, v: ScaleValues): Partly<Shape<"ScaleAnswers">> => ({
  instrument: instrument.id, time_point: chosen(v.time_point), filled_by_patient: truth(v.filled_by_patient),
  answers: instrument.items.flatMap(({ link_id }) => {
    const value = number(v[`item_${link_id}`] ?? "");
    return value === undefined ? [] : [{ item: link_id, value }];
  }),
});
export const noScale = (instrument: Shape<"Instrument">): ScaleValues => ({
  time_point: "", filled_by_patient: "yes", language: "", ...Object.fromEntries(instrument.items.map(({ link_id }) => [`item_${link_id}`, ""])),
});
export const scaleValues = (instrument: Shape<"Instrument">, scale: Shape<"Scale">): ScaleValues => ({
  ...noScale(instrument), time_point: scale.answers.time_point, filled_by_patient: answered(scale.answers.filled_by_patient),
  ...Object.fromEntries(scale.answers.answers.map(({ item, value }) => [`item_${item}`, String(value)])),
});

export type Score = { answered: number; total: number; band: Shape<"SeverityBand"> | undefined; complete: boolean; safety: boolean };
/** As the server will score it; shown beside the form, and only as a total when every question is answered. */
export function scoreOf(instrument: Shape<"Instrument">, v: ScaleValues): Score {
  const values = instrument.items.map((item) => ({ item, value: number(v[`item_${item.link_id}`] ?? "") }));
  const given = values.filter(({ value }) => value !== undefined);
  const total = given.reduce((sum, { value }) => sum + (value ?? 0), 0);
  return {
    answered: given.length, total, complete: given.length === instrument.items.length,
    band: bandOf(instrument, total), safety: given.some(({ item, value }) => item.safety && (value ?? 0) > 0),
  };
}
export const bandOf = (instrument: Shape<"Instrument">, total: number): Shape<"SeverityBand"> | undefined => instrument.bands.findLast(({ from }) => total >= from);

/** When in the course a questionnaire is usually being filled in now; the person filling it in may say otherwise. */
export function likelyTimePoint(course: Pick<Shape<"Course">, "phase" | "status" | "scales" | "doses">, instrument: string): Shape<"TimePoint"> {
  if (course.status === "ended") return "follow_up";
  if (course.phase === "outcome") return "end";
  const filled = course.scales.some(({ data, corrected_by }) => data.answers.instrument === instrument && !corrected_by);
  if (!filled && course.doses.length === 0) return "baseline";
  return course.doses.length > 0 ? "after_session" : "before_session";
}

// ---- criteria and decision ----

export type CriterionValues = { answer: ThreeWay; evidence: string };
export type CriteriaValues = { answers: { [criterion: string]: CriterionValues } };
/** Only what differs from how it stands: an answer nobody touched keeps its author and its date. */
export function criteriaAnswers(typed: CriteriaValues["answers"], standing: readonly Shape<"CriterionStanding">[]): Partly<Shape<"CriterionAnswer">>[] {
  const known = new Map(standing.map((each) => [each.criterion, each]));
  return Object.entries(typed).flatMap(([criterion, { answer, evidence }]) => {
    if (answer === "") return [];
    const before = known.get(criterion);
    const same = before && before.answer === answer && (before.evidence ?? "") === evidence.trim();
    return same ? [] : [{ criterion, answer, evidence: text(evidence) }];
  });
}
export const criteriaValues = (criteria: readonly Shape<"Criterion">[], standing: readonly Shape<"CriterionStanding">[]): CriteriaValues["answers"] => {
  const known = new Map(standing.map((each) => [each.criterion, each]));
  return Object.fromEntries(criteria.map(({ id }) => [id, { answer: known.get(id)?.answer ?? "", evidence: known.get(id)?.evidence ?? "" } satisfies CriterionValues]));
};

export type DecisionValues = {
  verdict: Shape<"Verdict"> | ""; form: Shape<"TreatmentForm"> | ""; conditions: string; reason: string; missing: string[];
  reasons: string[]; alternatives: string[]; words: string;
};
export const decisionForm = (v: DecisionValues): Partly<Shape<"DecisionForm">> => ({
  verdict: chosen(v.verdict),
  form: v.verdict === "indicated" ? chosen(v.form) : undefined,
  conditions: v.verdict === "indicated" ? text(v.conditions) : undefined,
  reason: text(v.reason),
  missing: v.verdict === "cannot_be_said_yet" ? lines(v.missing) : [],
  letter: v.verdict === "not_indicated" ? { reasons: lines(v.reasons), alternatives: lines(v.alternatives), words: text(v.words) } : undefined,
});

// ---- plan ----

export type PlannedValues = { name: string; plan: Shape<"MedicationPlan"> | ""; when: string };
export type PlanValues = {
  form: Shape<"TreatmentForm"> | ""; preparation_sessions: string; dosing_sessions: string; integration_sessions: string; route: Shape<"Route"> | "";
  dose_min: string; dose_max: string; therapist: string; second_therapist: string; language: Shape<"Language"> | ""; medication: PlannedValues[];
  overrides: OverrideValues[]; note: string;
};
export const noPlanned: PlannedValues = { name: "", plan: "", when: "" };
export const planForm = (v: PlanValues, perKilogram: boolean): Partly<Shape<"Plan">> => ({
  form: chosen(v.form), preparation_sessions: number(v.preparation_sessions), dosing_sessions: number(v.dosing_sessions), integration_sessions: number(v.integration_sessions),
  route: chosen(v.route),
  ...(perKilogram ? { dose_min_mg_per_kg: number(v.dose_min), dose_max_mg_per_kg: number(v.dose_max) } : { dose_min_mg: number(v.dose_min), dose_max_mg: number(v.dose_max) }),
  therapists: [v.therapist, v.second_therapist].filter(Boolean), language: chosen(v.language),
  medication: v.medication.map((each) => ({ name: text(each.name), plan: chosen(each.plan), when: text(each.when) })),
  overrides: overrides(v.overrides), note: text(v.note),
});
export const planValues = (form: Shape<"Plan">): PlanValues => ({
  form: form.form, preparation_sessions: String(form.preparation_sessions), dosing_sessions: String(form.dosing_sessions), integration_sessions: String(form.integration_sessions),
  route: form.route, dose_min: typedNumber(form.dose_min_mg ?? form.dose_min_mg_per_kg), dose_max: typedNumber(form.dose_max_mg ?? form.dose_max_mg_per_kg),
  therapist: form.therapists[0] ?? "", second_therapist: form.therapists[1] ?? "", language: form.language,
  medication: form.medication.map((each) => ({ name: each.name, plan: each.plan, when: each.when ?? "" })),
  overrides: form.overrides.map(({ rule, reason }) => ({ rule, reason })), note: form.note ?? "",
});

// ---- preparation, integration, outcome ----

export type PreparationValues = {
  intentions: string; fears: string; techniques: string[]; touch: Shape<"Touch"> | ""; distance: string; stop_sign: string; calming_plan: string;
  escort: ContactValues; emergency_contact: ContactValues; length_min: string; note: string;
};
export const noPreparation: PreparationValues = {
  intentions: "", fears: "", techniques: [], touch: "", distance: "", stop_sign: "", calming_plan: "", escort: noContact, emergency_contact: noContact, length_min: "", note: "",
};
export const preparationForm = (v: PreparationValues): Partly<Shape<"Preparation">> => ({
  intentions: text(v.intentions), fears: text(v.fears), techniques: lines(v.techniques),
  touch: { touch: chosen(v.touch), distance: text(v.distance), stop_sign: text(v.stop_sign) },
  calming_plan: text(v.calming_plan), escort: contact(v.escort), emergency_contact: contact(v.emergency_contact), length_min: number(v.length_min), note: text(v.note),
});
export const preparationValues = (form: Shape<"Preparation">): PreparationValues => ({
  intentions: form.intentions, fears: form.fears ?? "", techniques: form.techniques, touch: form.touch.touch, distance: form.touch.distance, stop_sign: form.touch.stop_sign ?? "",
  calming_plan: form.calming_plan, escort: typedContact(form.escort), emergency_contact: typedContact(form.emergency_contact), length_min: String(form.length_min), note: form.note ?? "",
});

export type IntegrationValues = { session: string; themes: string; insights: string; difficult: string; everyday: string; feels_worse: YesNo; length_min: string };
export const integrationForm = (v: IntegrationValues): Partly<Shape<"Integration">> => ({
  session: text(v.session), themes: text(v.themes), insights: text(v.insights), difficult: text(v.difficult), everyday: text(v.everyday),
  feels_worse: truth(v.feels_worse), length_min: number(v.length_min),
});
export const integrationValues = (form: Shape<"Integration">): IntegrationValues => ({
  session: form.session, themes: form.themes, insights: form.insights ?? "", difficult: form.difficult ?? "", everyday: form.everyday ?? "",
  feels_worse: answered(form.feels_worse), length_min: String(form.length_min),
});

export type OutcomeValues = { time_point: Shape<"TimePoint"> | ""; change: Shape<"Change"> | ""; own_words: string; summary: string };
export const outcomeForm = (v: OutcomeValues): Partly<Shape<"Outcome">> => ({ time_point: chosen(v.time_point), change: chosen(v.change), own_words: text(v.own_words), summary: text(v.summary) });
export const outcomeValues = (form: Shape<"Outcome">): OutcomeValues => ({ time_point: form.time_point, change: form.change, own_words: form.own_words ?? "", summary: form.summary });
