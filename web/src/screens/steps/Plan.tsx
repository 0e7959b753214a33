import { languages } from "../../lib/i18n";
import { useFormats } from "../../lib/format";
import { useWords } from "../../lib/reference";
import { FieldRow } from "../../parts/Field";
import { Choice, NumberField, Select, TextArea, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Rows } from "../../parts/Rows";
import { Banner } from "../../parts/states";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { standing, useStep } from "./data";
import { medicationPlans } from "./Evaluation";
import { CorrectionNote, EntryEnd, listError, rowError, RuleSource, Section, SetAside, StaffSelect, useEntryForm } from "./kit";
import styles from "./steps.module.css";
import { useStepTexts } from "./texts";
import { noPlanned, notNumbers, number, planForm, planValues, type PlanValues } from "./values";

const forms = ["therapy_centred", "dose_centred"] as const;
const typedNumbers = ["preparation_sessions", "dosing_sessions", "integration_sessions", "dose_min", "dose_max"] as const;

export default function Plan() {
  const t = useStepTexts();
  const terms = useTerms();
  const common = useCommonTexts();
  const words = useWords();
  const format = useFormats();
  const { course, policy } = useStep();
  const { doses, course: rules } = policy.pack;
  const decision = standing(course.decisions)?.data.decision;
  const evaluation = standing(course.evaluations)?.data;
  const interview = standing(course.interviews)?.data;
  const limitsOf = (route: string) => doses.find((each) => each.route === route);
  const isPerKilogram = (route: string): boolean => limitsOf(route)?.max_mg_per_kg !== undefined;
  const form = useEntryForm<PlanValues, (typeof course.plans)[number]>({
    command: "record-plan",
    entries: course.plans,
    initial: {
      form: decision?.form ?? "", preparation_sessions: "2", dosing_sessions: "1", integration_sessions: "2", route: doses.length === 1 ? (doses[0]?.route ?? "") : "", dose_min: "", dose_max: "",
      therapist: "", second_therapist: "", language: interview?.language ?? course.language,
      // What the psychiatrist decided about each medicine; when exactly is said here.
      medication: evaluation?.medication.filter(({ plan }) => plan !== "keep").map(({ name, plan, note }) => ({ name, plan, when: note ?? "" })) ?? [],
      overrides: [], note: "",
    },
    form: (v) => planForm(v, isPerKilogram(v.route)),
    typed: (data) => planValues(data as Parameters<typeof planValues>[0]),
    places: isPlaces,
    check: (v) => notNumbers(v, typedNumbers, common("not_a_number")),
  });
  const { values } = form;
  const rule = limitsOf(values.route);
  const unit = terms(isPerKilogram(values.route) ? "unit.mg_per_kg" : "unit.mg");
  const together = (number(values.preparation_sessions) ?? 0) + (number(values.dosing_sessions) ?? 0) + (number(values.integration_sessions) ?? 0);
  // The server says it at the member of the route's own unit.
  const doseError = (end: "min" | "max"): string | undefined =>
    form.errors[`dose_${end}`] ?? (form.status === "refused" ? form.problem?.errors.find(({ pointer }) => pointer.startsWith(`/data/form/dose_${end}_mg`))?.text : undefined);
  return (
    <Form form={form} submit={common("save")}>
      <CorrectionNote wrong={form.wrong} />
      {!decision && <Banner tone="warn">{t("plan.no_decision")}</Banner>}
      {decision?.conditions && <Banner tone="info" title={t("decision.conditions")}>{decision.conditions}</Banner>}
      <Section title={t("plan.form")}>
        <Choice {...form.field("form")} label={t("treatment_form")} hint={t("treatment_form_hint")} options={forms.map((each) => ({ value: each, label: terms(`form.${each}`) }))} />
        <div className={styles["three"]}>
          <NumberField {...form.field("preparation_sessions")} label={t("plan.preparation_sessions")} whole />
          <NumberField {...form.field("dosing_sessions")} label={t("plan.dosing_sessions")} whole />
          <NumberField {...form.field("integration_sessions")} label={t("plan.integration_sessions")} whole />
        </div>
        <div className={styles["limit"]} data-short={together < rules.sessions_min.value ? "" : undefined}>
          <p>{t("plan.together", { n: together })} · {words(rules.sessions_min.text)}</p>
          <p>{words(rules.hours_min.text)} · {words(rules.weeks_max.text)} · {words(rules.days_between_doses_min.text)}</p>
          <RuleSource rule={rules.sessions_min} policy={policy} />
        </div>
        <SetAside form={form} policy={policy} />
      </Section>
      <Section title={t("plan.dose")}>
        <Choice {...form.field("route")} onChange={(route) => form.set({ route, dose_min: "", dose_max: "" })} label={t("route")} options={doses.map(({ route }) => ({ value: route, label: terms(`route.${route}`) }))} />
        {rule && (
          <>
            <div className={styles["limit"]}>
              <p><strong>{rule.medicine}</strong> · {words(rule.text)}</p>
              <RuleSource rule={rule} policy={policy} />
            </div>
            <FieldRow>
              <NumberField {...form.field("dose_min")} error={doseError("min")} label={t("plan.dose_min")} hint={t("plan.from_limit", { value: format.number(rule.min_mg ?? rule.min_mg_per_kg ?? 0), unit })} unit={unit} />
              <NumberField {...form.field("dose_max")} error={doseError("max")} label={t("plan.dose_max")} hint={t("plan.to_limit", { value: format.number(rule.max_mg ?? rule.max_mg_per_kg ?? 0), unit })} unit={unit} />
            </FieldRow>
          </>
        )}
      </Section>
      <Section title={t("plan.people")}>
        <FieldRow>
          <StaffSelect {...form.field("therapist")} error={listError(form, "therapist", "/data/form/therapists")} label={t("plan.therapist")} roles={["therapist", "psychiatrist"]} />
          <StaffSelect {...form.field("second_therapist")} label={t("plan.second_therapist")} hint={interview?.therapists_wanted === 2 ? t("plan.two_wanted") : undefined} roles={["therapist", "psychiatrist"]} optional={interview?.therapists_wanted !== 2} />
        </FieldRow>
        <Select {...form.field("language")} label={t("therapy_language")} options={languages.map((each) => ({ value: each, label: terms(`language.${each}`) }))} />
      </Section>
      <Section title={t("plan.medication")}>
        <Rows {...form.field("medication")} error={listError(form, "medication", "/data/form/medication")} label={t("plan.medication_label")} hint={t("plan.medication_hint")} optional fresh={noPlanned} add={t("evaluation.add_medicine")} remove={(n) => t("evaluation.remove_medicine", { position: n })}>
          {(row, change, index) => (
            <>
              <FieldRow>
                <TextField label={t("medicine")} value={row.name} onChange={(name) => change({ name })} error={rowError(form, "medication", `/data/form/medication/${index}/name`)} maxLength={400} />
                <Select label={t("medication_plan")} value={row.plan} onChange={(plan) => change({ plan })} error={rowError(form, "medication", `/data/form/medication/${index}/plan`)} options={medicationPlans.map((each) => ({ value: each, label: terms(`medication.${each}`) }))} />
              </FieldRow>
              <TextField label={t("plan.when")} value={row.when} onChange={(when) => change({ when })} optional maxLength={400} placeholder={t("plan.when_example")} />
            </>
          )}
        </Rows>
        <TextArea {...form.field("note")} label={t("note")} optional rows={3} />
      </Section>
      <EntryEnd form={form} />
    </Form>
  );
}

const isPlaces = { therapist: "therapists", second_therapist: "therapists/1" } as const;
