import { Choice, TextArea, TextField, YesNoUnknown } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Lines } from "../../parts/Rows";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { useStep } from "./data";
import { CorrectionNote, EntryEnd, listError, MeasureField, Section, useEntryForm } from "./kit";
import styles from "./steps.module.css";
import { useStepTexts } from "./texts";
import { examinationForm, examinationValues, measures, noExamination, notNumbers, vitalsPlaces, type ExaminationValues } from "./values";

const findings = ["normal", "abnormal", "not_done"] as const;
const fourWays = ["yes", "no", "unknown", "not_applicable"] as const;
const taken = ["weight_kg", "height_cm", "systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent"] as const;

export default function Examination() {
  const t = useStepTexts();
  const terms = useTerms();
  const common = useCommonTexts();
  const { course, patient } = useStep();
  const form = useEntryForm<ExaminationValues, (typeof course.examinations)[number]>({
    command: "record-examination",
    entries: course.examinations,
    initial: { ...noExamination, allergies: patient.details.allergies },
    form: examinationForm,
    typed: (data) => examinationValues(data as Parameters<typeof examinationValues>[0]),
    places: Object.fromEntries(Object.entries(vitalsPlaces("measured"))),
    check: (v) => notNumbers(v, [...measures, ...measures.map((each) => `${each}_again` as const)], common("not_a_number")),
  });
  const abnormal = [form.values.blood_tests, form.values.ecg, form.values.echocardiography].includes("abnormal");
  const findingOptions = findings.map((each) => ({ value: each, label: terms(`finding.${each}`), icon: each === "normal" ? "check" as const : each === "abnormal" ? "warning" as const : "question" as const }));
  const four = fourWays.map((each) => ({ value: each, label: terms(`answer.${each}`), icon: each === "yes" ? "check" as const : each === "no" ? "cross" as const : each === "unknown" ? "question" as const : "check" as const }));
  const rare = patient.details.sex === "male";
  return (
    <Form form={form} submit={common("save")}>
      <CorrectionNote wrong={form.wrong} />
      <Section title={t("examination.measured")}>
        <div className={styles["measures"]}>
          <MeasureField form={form} measure={taken[0]} />
          <MeasureField form={form} measure={taken[1]} optional />
        </div>
        <div className={styles["measures"]}>
          <MeasureField form={form} measure={taken[2]} />
          <MeasureField form={form} measure={taken[3]} />
        </div>
        <div className={styles["measures"]}>
          <MeasureField form={form} measure={taken[4]} optional />
          <MeasureField form={form} measure={taken[5]} optional />
        </div>
      </Section>
      <Section title={t("examination.findings")}>
        <Choice {...form.field("blood_tests")} label={t("examination.blood_tests")} options={findingOptions} />
        <Choice {...form.field("ecg")} label={t("examination.ecg")} options={findingOptions} />
        <Choice {...form.field("echocardiography")} label={t("examination.echocardiography")} options={findingOptions} />
        <TextArea {...form.field("findings_note")} label={t("examination.findings_note")} optional={!abnormal} rows={3} />
      </Section>
      <Section title={t("examination.risks")} lead={t("unknown_is_an_answer")}>
        <YesNoUnknown {...form.field("heart_disease")} label={t("examination.heart_disease")} />
        <YesNoUnknown {...form.field("liver_disease")} label={t("examination.liver_disease")} />
        <YesNoUnknown {...form.field("acute_infection")} label={t("examination.acute_infection")} />
        <Choice {...form.field("pregnancy")} label={t("examination.pregnancy")} hint={rare ? t("examination.registered_male") : undefined} options={four} />
        <Choice {...form.field("breast_feeding")} label={t("examination.breast_feeding")} options={four} />
        <Lines {...form.field("allergies")} error={listError(form, "allergies", "/data/form/allergies")} label={t("allergies")} hint={t("examination.allergies_hint")} optional add={t("examination.add_allergy")} remove={(n) => t("remove_line", { position: n })} />
      </Section>
      <Section title={t("summary")}>
        <TextArea {...form.field("summary")} label={t("examination.summary")} rows={4} />
        <TextField {...form.field("provider")} label={t("examination.provider")} hint={t("examination.provider_hint")} optional maxLength={400} />
      </Section>
      <EntryEnd form={form} />
    </Form>
  );
}
