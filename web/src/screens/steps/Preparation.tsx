import { useFormats } from "../../lib/format";
import { Choice, NumberField, TextArea, TextField } from "../../parts/fields";
import { FieldGroup } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Lines } from "../../parts/Rows";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { standing, useStep } from "./data";
import { ContactFields, CorrectionNote, EntryEnd, listError, Section, Told, useEntryForm } from "./kit";
import styles from "./steps.module.css";
import { useStepTexts } from "./texts";
import { notNumbers, noPreparation, preparationForm, preparationValues, type PreparationValues } from "./values";

const touches = ["none", "hand", "shoulder", "as_asked"] as const;

export default function Preparation() {
  const t = useStepTexts();
  const terms = useTerms();
  const common = useCommonTexts();
  const format = useFormats();
  const { course, patient, policy } = useStep();
  const usual = policy.pack.appointments.find(({ kind }) => kind === "preparation")?.usual_min;
  const form = useEntryForm<PreparationValues, (typeof course.preparations)[number]>({
    command: "record-preparation",
    entries: course.preparations,
    initial: { ...noPreparation, length_min: usual === undefined ? "" : String(usual) },
    form: preparationForm,
    typed: (data) => preparationValues(data as Parameters<typeof preparationValues>[0]),
    places: { touch: "touch/touch", distance: "touch/distance", stop_sign: "touch/stop_sign" },
    check: (v) => notNumbers(v, ["length_min"], common("not_a_number")),
  });
  const before = standing(course.preparations.filter(({ id }) => id !== form.wrong?.id));
  const { escort, emergency_contact: emergency } = patient.details;
  return (
    <Form form={form} submit={common("save")}>
      <CorrectionNote wrong={form.wrong} />
      {before && (
        <details className={styles["known"]}>
          <summary>{t("preparation.before", { date: format.date(before.happened_at, "longDate") })}</summary>
          <Told label={t("preparation.intentions")}>{before.data.intentions}</Told>
          <Told label={t("preparation.fears")}>{before.data.fears}</Told>
          <Told label={t("preparation.touch")}>{`${terms(`touch.${before.data.touch.touch}`)} · ${before.data.touch.distance}`}</Told>
          <Told label={t("preparation.calming_plan")}>{before.data.calming_plan}</Told>
        </details>
      )}
      <Section title={t("preparation.content")} lead={t("preparation.lead")}>
        <TextArea {...form.field("intentions")} label={t("preparation.intentions")} rows={4} />
        <TextArea {...form.field("fears")} label={t("preparation.fears")} optional rows={3} />
        <Lines {...form.field("techniques")} error={listError(form, "techniques", "/data/form/techniques")} label={t("preparation.techniques")} hint={t("preparation.techniques_hint")} optional add={t("add_line")} remove={(n) => t("remove_line", { position: n })} />
      </Section>
      <Section title={t("preparation.agreement")} lead={t("preparation.agreement_lead")}>
        <Choice {...form.field("touch")} label={t("preparation.touch")} options={touches.map((each) => ({ value: each, label: terms(`touch.${each}`) }))} />
        <TextField {...form.field("distance")} label={t("preparation.distance")} hint={t("preparation.distance_hint")} maxLength={400} />
        <TextField {...form.field("stop_sign")} label={t("preparation.stop_sign")} hint={t("preparation.stop_sign_hint")} optional maxLength={400} />
        <TextArea {...form.field("calming_plan")} label={t("preparation.calming_plan")} hint={t("preparation.calming_plan_hint")} rows={4} />
      </Section>
      <Section title={t("preparation.people")}>
        <FieldGroup label={t("preparation.escort")} hint={escort ? t("preparation.registered", { name: escort.name, phone: escort.phone }) : undefined} optional>
          <div className={styles["group"]}><ContactFields form={form} name="escort" place="/data/form/escort" optional /></div>
        </FieldGroup>
        <FieldGroup label={t("preparation.emergency")} hint={emergency ? t("preparation.registered", { name: emergency.name, phone: emergency.phone }) : undefined} optional>
          <div className={styles["group"]}><ContactFields form={form} name="emergency_contact" place="/data/form/emergency_contact" optional /></div>
        </FieldGroup>
      </Section>
      <Section title={t("preparation.end")}>
        <NumberField {...form.field("length_min")} label={t("length")} unit={terms("unit.min")} whole />
        <TextArea {...form.field("note")} label={t("note")} optional rows={3} />
      </Section>
      <EntryEnd form={form} />
    </Form>
  );
}
