import type { ReactNode } from "react";
import type { Shape } from "../../../api/shapes";
import { useFormats } from "../../../lib/format";
import { usePolicy, useStaffName, useWords } from "../../../lib/reference";
import { Facts } from "../../../parts/Page";
import { Badge, type Tone } from "../../../parts/states";
import { useTerms } from "../../../parts/texts";
import styles from "./entries.module.css";
import { useEntryTexts } from "./texts";
import { useVitalsRows } from "./vitals";

/** Every form of a record, by the name the server gives it. */
export type Forms = {
  Interview: Shape<"Interview">;
  Evaluation: Shape<"Evaluation">;
  Examination: Shape<"Examination">;
  Scale: Shape<"Scale">;
  Decision: Shape<"Decision">;
  ConsentForm: Shape<"ConsentForm">;
  Plan: Shape<"Plan">;
  Preparation: Shape<"Preparation">;
  Integration: Shape<"Integration">;
  Outcome: Shape<"Outcome">;
  Readiness: Shape<"Readiness">;
  Measured: Shape<"Measured">;
  Order: Shape<"Order">;
  WitnessedTimeOut: Shape<"WitnessedTimeOut">;
  Dose: Shape<"Dose">;
  Mark: Shape<"Mark">;
  AdverseEvent: Shape<"AdverseEvent">;
  Discharge: Shape<"Discharge">;
  Release: Shape<"Release">;
  CloseOutForm: Shape<"CloseOutForm">;
};
export type FormName = keyof Forms;

const useYesNo = (): ((value: boolean) => string) => {
  const terms = useTerms();
  return (value) => terms(value ? "answer.yes" : "answer.no");
};

/** Short texts one below the other; one alone needs no list. */
function Lines({ of }: { of: readonly ReactNode[] }) {
  if (of.length === 0) return null;
  if (of.length === 1) return <>{of[0]}</>;
  return <ul className={styles["lines"]}>{of.map((each, index) => <li key={index}>{each}</li>)}</ul>;
}
const lines = (of: readonly ReactNode[]): ReactNode => (of.length > 0 ? <Lines of={of} /> : undefined);

function InterviewFacts({ data }: { data: Forms["Interview"] }) {
  const t = useEntryTexts();
  const terms = useTerms();
  const yesNo = useYesNo();
  const { data: policy } = usePolicy();
  const insurer = policy?.pack.insurers.find(({ code }) => code === data.insurer_code);
  return (
    <Facts
      rows={[
        [t("goes_on"), <Badge key="goes_on" tone={data.goes_on === "yes" ? "good" : data.goes_on === "no" ? "bad" : "warn"}>{terms(`answer.${data.goes_on}`)}</Badge>],
        [t("expectations"), data.expectations],
        [t("therapy_language"), terms(`language.${data.language}`)],
        [t("therapists_wanted"), String(data.therapists_wanted)],
        [t("first_therapy"), yesNo(data.first_therapy)],
        [t("insurer"), insurer ? `${insurer.name} (${insurer.code})` : data.insurer_code],
        [t("subsidy_interest"), yesNo(data.subsidy_interest)],
        [t("note"), data.note],
      ]}
    />
  );
}

const risk: Record<Shape<"Suicidality">, Tone> = { none: "good", passive_thoughts: "warn", active_thoughts: "bad", plan_or_intent: "bad" };

function EvaluationFacts({ data }: { data: Forms["Evaluation"] }) {
  const t = useEntryTexts();
  const terms = useTerms();
  return (
    <Facts
      rows={[
        [t("diagnoses"), lines(data.diagnoses.map((each) => (each.main ? <strong>{each.icd10} {each.name}</strong> : `${each.icd10} ${each.name}`)))],
        [t("suicidality"), <Badge key="risk" tone={risk[data.suicidality]}>{terms(`suicidality.${data.suicidality}`)}</Badge>],
        [t("suicidality_note"), data.suicidality_note],
        [t("earlier_treatments"), lines(data.earlier_treatments.map((each) => [
          `${terms(`treatment.${each.kind}`)}: ${each.what}`, each.result, each.current_episode ? t("this_episode") : undefined,
        ].filter(Boolean).join(" – ")))],
        [t("psychosis"), terms(`answer.${data.psychosis}`)],
        [t("family_psychosis"), terms(`answer.${data.family_psychosis}`)],
        [t("addiction"), terms(`answer.${data.addiction}`)],
        [t("personality_disorder"), terms(`answer.${data.personality_disorder}`)],
        [t("personality"), data.personality],
        [t("medication"), lines(data.medication.map((each) => [[each.name, each.dose].filter(Boolean).join(" "), terms(`medication.${each.plan}`), each.note].filter(Boolean).join(" – ")))],
        [t("summary"), data.summary],
      ]}
    />
  );
}

const findingTone: Record<Shape<"Finding">, Tone> = { normal: "good", abnormal: "warn", not_done: "still" };

function ExaminationFacts({ data }: { data: Forms["Examination"] }) {
  const t = useEntryTexts();
  const terms = useTerms();
  const vitals = useVitalsRows();
  const finding = (of: Shape<"Finding">): ReactNode => <Badge tone={findingTone[of]}>{terms(`finding.${of}`)}</Badge>;
  return (
    <Facts
      rows={[
        ...vitals(data.measured.vitals),
        [t("measured_note"), data.measured.note],
        [t("blood_tests"), finding(data.blood_tests)],
        [t("ecg"), finding(data.ecg)],
        [t("echocardiography"), finding(data.echocardiography)],
        [t("findings_note"), data.findings_note],
        [t("pregnancy"), terms(`answer.${data.pregnancy}`)],
        [t("breast_feeding"), terms(`answer.${data.breast_feeding}`)],
        [t("heart_disease"), terms(`answer.${data.heart_disease}`)],
        [t("liver_disease"), terms(`answer.${data.liver_disease}`)],
        [t("acute_infection"), terms(`answer.${data.acute_infection}`)],
        [t("allergies"), data.allergies.length > 0 ? lines(data.allergies) : t("none_written")],
        [t("provider"), data.provider],
        [t("summary"), data.summary],
      ]}
    />
  );
}

/** A questionnaire by its id, from the policy pack. */
export function useInstrument(): (id: string) => Shape<"Instrument"> | undefined {
  const { data } = usePolicy();
  return (id) => data?.pack.instruments.find((each) => each.id === id);
}

function ScaleFacts({ data }: { data: Forms["Scale"] }) {
  const t = useEntryTexts();
  const terms = useTerms();
  const words = useWords();
  const format = useFormats();
  const instrument = useInstrument()(data.answers.instrument);
  const band = instrument?.bands.find(({ code }) => code === data.severity);
  const most = instrument ? instrument.items.length * Math.max(...instrument.options.map(({ value }) => value), 0) : undefined;
  return (
    <div className={styles["scale"]}>
      <p className={styles["score"]}>
        <strong>{format.number(data.total)}</strong>
        {most !== undefined && <span>{t("of", { n: most })}</span>}
        <span>{words(band?.name) || data.severity}</span>
        {data.safety && <Badge tone="bad">{t("safety_item")}</Badge>}
      </p>
      <p className={styles["quiet"]}>{[terms(`time_point.${data.answers.time_point}`), t(data.answers.filled_by_patient ? "filled_by_patient" : "filled_by_clinician")].join(" · ")}</p>
      {instrument && (
        <details>
          <summary>{t("answers")}</summary>
          <dl className={styles["items"]}>
            {instrument.items.map((item) => {
              const value = data.answers.answers.find((answer) => answer.item === item.link_id)?.value;
              return (
                <div key={item.link_id} data-safety={item.safety && value ? "" : undefined}>
                  <dt>{words(item.text)}</dt>
                  <dd>{value === undefined ? "–" : `${format.number(value)} · ${words(instrument.options.find((option) => option.value === value)?.text)}`}</dd>
                </div>
              );
            })}
          </dl>
        </details>
      )}
    </div>
  );
}

const verdictTone: Record<Shape<"Verdict">, Tone> = { indicated: "good", not_indicated: "bad", cannot_be_said_yet: "warn" };

/** Criteria of admission by their codes, in words. */
export function useCriterionName(): (id: string) => string {
  const { data } = usePolicy();
  const words = useWords();
  return (id) => words(data?.pack.criteria.find((each) => each.id === id)?.text) || id;
}

function DecisionFacts({ data: { decision, proposal, pack } }: { data: Forms["Decision"] }) {
  const t = useEntryTexts();
  const terms = useTerms();
  const criterion = useCriterionName();
  return (
    <Facts
      rows={[
        [t("verdict"), <Badge key="verdict" tone={verdictTone[decision.verdict]}>{terms(`verdict.${decision.verdict}`)}</Badge>],
        [t("form"), decision.form && terms(`form.${decision.form}`)],
        [t("conditions"), decision.conditions],
        [t("still_missing"), lines(decision.missing)],
        [t("proposed"), proposal.verdict === decision.verdict ? undefined : terms(`verdict.${proposal.verdict}`)],
        [t("reason"), decision.reason],
        [t("against"), lines(proposal.against.map(criterion))],
        [t("letter_reasons"), lines(decision.letter?.reasons ?? [])],
        [t("letter_alternatives"), lines(decision.letter?.alternatives ?? [])],
        [t("letter_words"), decision.letter?.words],
        [t("rules"), t("rules_version", { pack: pack.id, version: pack.version })],
      ]}
    />
  );
}

function ConsentFacts({ data }: { data: Forms["ConsentForm"] }) {
  const t = useEntryTexts();
  const terms = useTerms();
  const yesNo = useYesNo();
  const { data: policy } = usePolicy();
  const text = policy?.pack.consents.find((each) => each.id === data.text && each.version === data.version && each.language === data.language);
  return (
    <Facts
      rows={[
        [t("consent_text"), t("consent_version", { title: text?.title ?? data.text, version: data.version, language: terms(`language.${data.language}`) })],
        [t("signed_name"), data.signed_name],
        [t("understood"), yesNo(data.understood)],
        [t("questions_answered"), yesNo(data.questions_answered)],
        [t("fingerprint"), <code key="hash" className={styles["hash"]}>{data.text_sha256.slice(0, 16)}…</code>],
      ]}
    />
  );
}

/** "200–300 mg", "0.5 mg/kg": a dose or a range of it with its unit. */
export function useDose(): (min: number | undefined, max: number | undefined, unit: "mg" | "mg_per_kg") => string | undefined {
  const terms = useTerms();
  const format = useFormats();
  return (min, max, unit) => {
    const known = [...new Set([min, max])].filter((value) => value !== undefined);
    if (known.length === 0) return undefined;
    return `${known.map((value) => format.number(value, { maximumFractionDigits: 3 })).join("–")} ${terms(`unit.${unit}`)}`;
  };
}

function PlanFacts({ data }: { data: Forms["Plan"] }) {
  const t = useEntryTexts();
  const terms = useTerms();
  const dose = useDose();
  const format = useFormats();
  const who = useStaffName();
  return (
    <Facts
      rows={[
        [t("form"), terms(`form.${data.form}`)],
        [t("sessions"), t("sessions_planned", { preparation: data.preparation_sessions, dosing: data.dosing_sessions, integration: data.integration_sessions })],
        [t("route"), terms(`route.${data.route}`)],
        [t("dose"), dose(data.dose_min_mg, data.dose_max_mg, "mg") ?? dose(data.dose_min_mg_per_kg, data.dose_max_mg_per_kg, "mg_per_kg")],
        [t("therapists"), format.list(data.therapists.map(who))],
        [t("therapy_language"), terms(`language.${data.language}`)],
        [t("medication"), lines(data.medication.map((each) => [each.name, terms(`medication.${each.plan}`), each.when].filter(Boolean).join(" – ")))],
        [t("overrides"), overrides(data.overrides)],
        [t("note"), data.note],
      ]}
    />
  );
}

const overrides = (of: readonly Shape<"Override">[]): ReactNode => lines(of.map((each) => <OverrideLine key={each.rule} of={each} />));

/** A rule that was set aside, in its words, and why. */
function OverrideLine({ of }: { of: Shape<"Override"> }) {
  return <>{of.reason} <small className={styles["quiet"]}>({of.rule})</small></>;
}

const contact = (of: Shape<"Contact"> | undefined): string | undefined => of && [of.name, of.relation, of.phone].filter(Boolean).join(", ");

function PreparationFacts({ data }: { data: Forms["Preparation"] }) {
  const t = useEntryTexts();
  const terms = useTerms();
  const format = useFormats();
  return (
    <Facts
      rows={[
        [t("intentions"), data.intentions],
        [t("fears"), data.fears],
        [t("techniques"), lines(data.techniques)],
        [t("touch"), [terms(`touch.${data.touch.touch}`), data.touch.distance].join(" – ")],
        [t("stop_sign"), data.touch.stop_sign],
        [t("calming_plan"), data.calming_plan],
        [t("escort"), contact(data.escort)],
        [t("emergency_contact"), contact(data.emergency_contact)],
        [t("length"), format.duration(data.length_min * 60_000)],
        [t("note"), data.note],
      ]}
    />
  );
}

function IntegrationFacts({ data }: { data: Forms["Integration"] }) {
  const t = useEntryTexts();
  const format = useFormats();
  return (
    <Facts
      rows={[
        [t("state"), data.feels_worse ? <Badge key="worse" tone="warn">{t("feels_worse")}</Badge> : undefined],
        [t("themes"), data.themes],
        [t("insights"), data.insights],
        [t("difficult"), data.difficult],
        [t("everyday"), data.everyday],
        [t("length"), format.duration(data.length_min * 60_000)],
      ]}
    />
  );
}

const changeTone = (change: Shape<"Change">): Tone => (change.includes("better") ? "good" : change.includes("worse") ? "warn" : "still");

function OutcomeFacts({ data }: { data: Forms["Outcome"] }) {
  const t = useEntryTexts();
  const terms = useTerms();
  return (
    <Facts
      rows={[
        [t("change"), <Badge key="change" tone={changeTone(data.change)}>{terms(`change.${data.change}`)}</Badge>],
        [t("when"), terms(`time_point.${data.time_point}`)],
        [t("own_words"), data.own_words && <q key="words">{data.own_words}</q>],
        [t("summary"), data.summary],
      ]}
    />
  );
}

/** Answers to the checks of the policy pack (before the dose, before leaving). */
function Checks({ of, from }: { of: readonly Shape<"CheckAnswer">[]; from: "readiness" | "discharge" }) {
  const terms = useTerms();
  const words = useWords();
  const { data } = usePolicy();
  const tone = { yes: "good", no: "warn", unknown: "still" } as const;
  return (
    <ul className={styles["checks"]}>
      {of.map((each) => (
        <li key={each.check}>
          <Badge tone={tone[each.answer]} icon={each.answer === "yes" ? "check" : each.answer === "no" ? "cross" : "question"}>{terms(`answer.${each.answer}`)}</Badge>
          <span>{words(data?.pack[from].find(({ id }) => id === each.check)?.text) || each.check}{each.note && <small className={styles["quiet"]}> – {each.note}</small>}</span>
        </li>
      ))}
    </ul>
  );
}

function ReadinessFacts({ data }: { data: Forms["Readiness"] }) {
  const t = useEntryTexts();
  const terms = useTerms();
  const format = useFormats();
  return (
    <Facts
      rows={[
        [t("identified_by"), format.list(data.identified_by.map((each) => terms(`identifier.${each}`)))],
        [t("last_food_at"), data.last_food_at && format.date(data.last_food_at, "dateTime")],
        [t("last_drink_at"), data.last_drink_at && format.date(data.last_drink_at, "dateTime")],
        [t("drugs_taken"), data.drugs_taken],
        [t("mental_state"), data.mental_state],
        [t("suicidality"), <Badge key="risk" tone={risk[data.suicidality]}>{terms(`suicidality.${data.suicidality}`)}</Badge>],
        [t("escort"), contact(data.escort)],
        [t("checks"), <Checks key="checks" of={data.checks} from="readiness" />],
      ]}
    />
  );
}

function MeasuredFacts({ data }: { data: Forms["Measured"] }) {
  const t = useEntryTexts();
  const vitals = useVitalsRows();
  return <Facts rows={[...vitals(data.vitals), [t("typed_twice"), data.again && vitals(data.again).map(([name]) => name).join(", ")], [t("note"), data.note]]} />;
}

function OrderFacts({ data }: { data: Forms["Order"] }) {
  const t = useEntryTexts();
  const terms = useTerms();
  const dose = useDose();
  return (
    <Facts
      rows={[
        [t("dose"), <strong key="dose">{dose(data.total_mg, undefined, "mg")}</strong>],
        [t("dose_per_kg"), dose(data.order.dose_mg_per_kg, undefined, "mg_per_kg")],
        [t("weight_today"), data.weight_kg === undefined ? undefined : `${data.weight_kg} ${terms("unit.kg")}`],
        [t("medicine"), data.medicine],
        [t("route"), terms(`route.${data.order.route}`)],
        [t("rescue"), lines(data.order.rescue)],
        [t("overrides"), overrides(data.order.overrides)],
        [t("rules_weighed"), lines(data.notes)],
        [t("note"), data.order.note],
      ]}
    />
  );
}

function TimeOutFacts({ data: { time_out, witness } }: { data: Forms["WitnessedTimeOut"] }) {
  const t = useEntryTexts();
  const who = useStaffName();
  const checked = (["identity", "consent", "allergies", "medicine_and_dose", "monitoring_ready"] as const).filter((name) => time_out[name]);
  return <Facts rows={[[t("time_out_checked"), lines(checked.map((name) => t(`time_out.${name}`)))], [t("witness"), who(witness)], [t("note"), time_out.note]]} />;
}

function DoseFacts({ data }: { data: Forms["Dose"] }) {
  const t = useEntryTexts();
  const terms = useTerms();
  const dose = useDose();
  const format = useFormats();
  const who = useStaffName();
  return (
    <Facts
      rows={[
        [t(data.additional ? "additional_dose" : "dose"), <strong key="dose">{dose(data.dose.dose_mg, undefined, "mg")}</strong>],
        [t("medicine"), data.medicine],
        [t("route"), terms(`route.${data.dose.route}`)],
        [t("site"), data.dose.site],
        [t("lot"), t("lot_expires", { lot: data.dose.lot, date: format.date(data.dose.expires) })],
        [t("prepared_by"), who(data.dose.prepared_by)],
        [t("reason"), data.dose.reason],
      ]}
    />
  );
}

function MarkFacts({ data }: { data: Forms["Mark"] }) {
  const terms = useTerms();
  return <p className={styles["prose"]}>{data.kind === "said" && data.words ? <q>{data.words}</q> : (data.words ?? terms(`mark.${data.kind}`))}</p>;
}

function AdverseEventFacts({ data }: { data: Forms["AdverseEvent"] }) {
  const t = useEntryTexts();
  const terms = useTerms();
  const format = useFormats();
  return (
    <Facts
      rows={[
        [t("what"), <strong key="what">{data.what}</strong>],
        [t("grade"), data.serious ? <Badge key="grade" tone="bad">{t("grade_serious", { n: data.grade })}</Badge> : String(data.grade)],
        [t("onset_at"), format.date(data.onset_at, "dateTime")],
        [t("action"), data.action],
        [t("adverse_outcome"), terms(`adverse.${data.outcome}`)],
        [t("reported_to"), data.reported_to],
      ]}
    />
  );
}

function DischargeFacts({ data }: { data: Forms["Discharge"] }) {
  const t = useEntryTexts();
  const terms = useTerms();
  return (
    <Facts
      rows={[
        [t("suicidality"), <Badge key="risk" tone={risk[data.suicidality]}>{terms(`suicidality.${data.suicidality}`)}</Badge>],
        [t("checks"), <Checks key="checks" of={data.checks} from="discharge" />],
        [t("note"), data.note],
      ]}
    />
  );
}

function ReleaseFacts({ data }: { data: Forms["Release"] }) {
  const t = useEntryTexts();
  const format = useFormats();
  const yesNo = useYesNo();
  return (
    <Facts
      rows={[
        [t("no_driving_until"), <strong key="until">{format.date(data.no_driving_until, "dateTime")}</strong>],
        [t("escort"), contact(data.release.escort)],
        [t("instructions_given"), yesNo(data.release.instructions_given)],
        [t("signed_name"), data.release.patient_signature],
        [t("overrides"), overrides(data.release.overrides)],
      ]}
    />
  );
}

function CloseOutFacts({ data }: { data: Forms["CloseOutForm"] }) {
  const t = useEntryTexts();
  return <Facts rows={[[t("summary"), data.summary], [t("adverse_events"), String(data.adverse_events)]]} />;
}

type Renderers = { [Name in FormName]: (props: { data: Forms[Name] }) => ReactNode };
const renderers: Renderers = {
  Interview: InterviewFacts, Evaluation: EvaluationFacts, Examination: ExaminationFacts, Scale: ScaleFacts, Decision: DecisionFacts,
  ConsentForm: ConsentFacts, Plan: PlanFacts, Preparation: PreparationFacts, Integration: IntegrationFacts, Outcome: OutcomeFacts,
  Readiness: ReadinessFacts, Measured: MeasuredFacts, Order: OrderFacts, WitnessedTimeOut: TimeOutFacts, Dose: DoseFacts, Mark: MarkFacts,
  AdverseEvent: AdverseEventFacts, Discharge: DischargeFacts, Release: ReleaseFacts, CloseOutForm: CloseOutFacts,
};

export const isFormName = (name: string): name is FormName => Object.hasOwn(renderers, name);

/** What stands in a form, to be read: `<FormFacts form="Plan" data={entry.data} />`. */
export function FormFacts<Name extends FormName>({ form, data }: { form: Name; data: Forms[Name] }) {
  const Facts = renderers[form] as (props: { data: unknown }) => ReactNode;
  return <Facts data={data} />;
}

/** The same for a form that came as it was stored, in an event: null for one this version does not know. */
export function StoredForm({ form, data }: { form: string; data: unknown }) {
  return isFormName(form) ? <FormFacts form={form} data={data as Forms[FormName]} /> : null;
}

/** The name of a form, or of what was filled in: "PHQ-9" rather than "questionnaire". */
export function useFormTitle(): (form: FormName, data: unknown) => string {
  const t = useEntryTexts();
  const words = useWords();
  const terms = useTerms();
  const instrument = useInstrument();
  return (form, data) => {
    if (form === "Scale") return words(instrument((data as Forms["Scale"]).answers.instrument)?.title) || t("title.Scale");
    if (form === "Mark") return terms(`mark.${(data as Forms["Mark"]).kind}`);
    return t(`title.${form}`);
  };
}
