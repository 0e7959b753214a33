import { Banner } from "../../parts/states";
import { FieldRow } from "../../parts/Field";
import { Checkbox, Choice, Select, TextArea, TextField, YesNo, YesNoUnknown } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Rows } from "../../parts/Rows";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { useWords } from "../../lib/reference";
import { bandOf, evaluationForm, evaluationValues, icd10, noDiagnosis, noEvaluation, noMedication, noTreatment, type EvaluationValues } from "./values";
import { standing, useStep } from "./data";
import { CorrectionNote, EntryEnd, listError, rowError, Section, Told, useEntryForm } from "./kit";
import styles from "./steps.module.css";
import { useStepTexts } from "./texts";

const suicidalities = ["none", "passive_thoughts", "active_thoughts", "plan_or_intent"] as const;
const treatments = ["psychotherapy", "medication", "other"] as const;
export const medicationPlans = ["keep", "pause", "taper", "stop"] as const;

export default function Evaluation() {
  const t = useStepTexts();
  const terms = useTerms();
  const common = useCommonTexts();
  const words = useWords();
  const { course, policy } = useStep();
  const form = useEntryForm<EvaluationValues, (typeof course.evaluations)[number]>({
    command: "record-evaluation",
    entries: course.evaluations,
    initial: noEvaluation,
    form: evaluationForm,
    typed: (data) => evaluationValues(data as Parameters<typeof evaluationValues>[0]),
  });
  const codes = policy.pack.indications.find(({ code }) => code === course.indication)?.icd10 ?? [];
  const interview = standing(course.interviews);
  const scales = policy.pack.instruments.flatMap((instrument) => {
    const scale = standing(course.scales.filter(({ data }) => data.answers.instrument === instrument.id));
    return scale ? [{ instrument, scale: scale.data }] : [];
  });
  const at = (list: string, index: number, field: string): string => `/data/form/${list}/${index}/${field}`;
  return (
    <Form form={form} submit={common("save")}>
      <CorrectionNote wrong={form.wrong} />
      {(interview || scales.length > 0) && (
        <details className={styles["known"]}>
          <summary>{t("known_already")}</summary>
          <Told label={t("interview.expectations")}>{interview?.data.expectations}</Told>
          <Told label={t("note")}>{interview?.data.note}</Told>
          {scales.map(({ instrument, scale }) => (
            <Told key={instrument.id} label={words(instrument.title)}>{`${scale.total} · ${words(bandOf(instrument, scale.total)?.name)}`}</Told>
          ))}
        </details>
      )}
      <Section title={t("evaluation.diagnoses")}>
        <Rows
          {...form.field("diagnoses")}
          error={listError(form, "diagnoses", "/data/form/diagnoses")}
          label={t("evaluation.diagnoses_label")}
          hint={codes.length > 0 ? t("evaluation.codes_hint", { codes: codes.join(", ") }) : undefined}
          fresh={noDiagnosis}
          least={1}
          add={t("evaluation.add_diagnosis")}
          remove={(n) => t("evaluation.remove_diagnosis", { position: n })}
        >
          {(row, change, index) => (
            <>
              <div className={styles["codeRow"]}>
                <TextField label={t("evaluation.icd10")} value={row.icd10} onChange={(typed) => change({ icd10: icd10(typed) })} error={rowError(form, "diagnoses", at("diagnoses", index, "icd10"))} maxLength={8} short placeholder="F33.1" />
                <TextField label={t("evaluation.diagnosis_name")} value={row.name} onChange={(name) => change({ name })} error={rowError(form, "diagnoses", at("diagnoses", index, "name"))} maxLength={400} />
              </div>
              {form.values.diagnoses.length > 1 && (
                <Checkbox
                  label={t("evaluation.main")}
                  value={row.main}
                  onChange={(main) => form.set({ diagnoses: form.values.diagnoses.map((each, place) => ({ ...each, main: place === index ? main : main ? false : each.main })) })}
                />
              )}
            </>
          )}
        </Rows>
      </Section>
      <Section title={t("evaluation.treatments")}>
        <Rows
          {...form.field("earlier_treatments")}
          error={listError(form, "earlier_treatments", "/data/form/earlier_treatments")}
          label={t("evaluation.treatments_label")}
          hint={t("evaluation.treatments_hint")}
          fresh={noTreatment}
          add={t("evaluation.add_treatment")}
          remove={(n) => t("evaluation.remove_treatment", { position: n })}
        >
          {(row, change, index) => (
            <>
              <Choice label={t("evaluation.kind")} value={row.kind} onChange={(kind) => change({ kind })} error={rowError(form, "earlier_treatments", at("earlier_treatments", index, "kind"))} options={treatments.map((each) => ({ value: each, label: terms(`treatment.${each}`) }))} />
              <TextField label={t("evaluation.what")} value={row.what} onChange={(what) => change({ what })} error={rowError(form, "earlier_treatments", at("earlier_treatments", index, "what"))} maxLength={400} />
              <YesNo label={t("evaluation.current_episode")} value={row.current_episode} onChange={(current_episode) => change({ current_episode })} error={rowError(form, "earlier_treatments", at("earlier_treatments", index, "current_episode"))} />
              <TextField label={t("evaluation.result")} value={row.result} onChange={(result) => change({ result })} optional maxLength={400} />
            </>
          )}
        </Rows>
      </Section>
      <Section title={t("evaluation.medication")}>
        <Rows
          {...form.field("medication")}
          error={listError(form, "medication", "/data/form/medication")}
          label={t("evaluation.medication_label")}
          hint={t("evaluation.medication_hint")}
          fresh={noMedication}
          add={t("evaluation.add_medicine")}
          remove={(n) => t("evaluation.remove_medicine", { position: n })}
        >
          {(row, change, index) => (
            <>
              <FieldRow>
                <TextField label={t("medicine")} value={row.name} onChange={(name) => change({ name })} error={rowError(form, "medication", at("medication", index, "name"))} maxLength={400} />
                <TextField label={t("evaluation.dose")} value={row.dose} onChange={(dose) => change({ dose })} error={rowError(form, "medication", at("medication", index, "dose"))} optional maxLength={400} />
              </FieldRow>
              <FieldRow>
                <Select label={t("medication_plan")} value={row.plan} onChange={(plan) => change({ plan })} error={rowError(form, "medication", at("medication", index, "plan"))} options={medicationPlans.map((each) => ({ value: each, label: terms(`medication.${each}`) }))} />
                <TextField label={t("note")} value={row.note} onChange={(note) => change({ note })} error={rowError(form, "medication", at("medication", index, "note"))} optional maxLength={400} />
              </FieldRow>
            </>
          )}
        </Rows>
      </Section>
      <Section title={t("evaluation.risks")} lead={t("unknown_is_an_answer")}>
        <YesNoUnknown {...form.field("psychosis")} label={t("evaluation.psychosis")} />
        <YesNoUnknown {...form.field("family_psychosis")} label={t("evaluation.family_psychosis")} />
        <YesNoUnknown {...form.field("addiction")} label={t("evaluation.addiction")} />
        <YesNoUnknown {...form.field("personality_disorder")} label={t("evaluation.personality_disorder")} />
        <Choice {...form.field("suicidality")} label={t("suicidality")} options={suicidalities.map((each) => ({ value: each, label: terms(`suicidality.${each}`) }))} />
        {(form.values.suicidality === "active_thoughts" || form.values.suicidality === "plan_or_intent") && (
          <Banner tone="warn" role="status" title={t("safety_task_title")}>{t("safety_task")}</Banner>
        )}
        {form.values.suicidality !== "" && form.values.suicidality !== "none" && <TextArea {...form.field("suicidality_note")} label={t("evaluation.suicidality_note")} hint={t("evaluation.suicidality_note_hint")} rows={3} />}
      </Section>
      <Section title={t("summary")}>
        <TextArea {...form.field("personality")} label={t("evaluation.personality")} optional rows={3} />
        <TextArea {...form.field("summary")} label={t("evaluation.summary")} rows={5} />
      </Section>
      <EntryEnd form={form} />
    </Form>
  );
}

